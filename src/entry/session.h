#ifndef PHIEU_ENTRY_SESSION_H
#define PHIEU_ENTRY_SESSION_H
/* What is open: the data file, the forms and unit lists that are known (the program's folders and
 * those held in the file), the person and the office acting. */
#include <stdbool.h>

#include "base/err.h"
#include "entry/settings.h"
#include "form/brief.h"
#include "form/catalogue.h"
#include "form/form.h"
#include "rules/rules.h"
#include "store/store.h"
#include "store/undo.h"
#include "store/verify.h"

struct session;

struct session_options {
    unsigned store_flags;  /* STORE_… */
    const char *office;    /* --as; NULL: from the settings */
    const char *author;    /* --author; NULL: from the settings */
    bool ignore_settings;  /* tests and scripts: settings are neither read nor written, and nothing is kept
                              besides the data file */
    bool fall_back;        /* a file on a network drive is opened all the same, to be read */
};

/* path NULL: no data file (lint, form show). */
struct session *session_open(const char *path, const struct session_options *options,
                             struct err *e);
/* false: what could not be finished (the file is safe). */
bool session_close(struct session *s, struct err *e);

/* Looks through a file that was closed elsewhere last; where it was closed here, at some rows, and at the
 * whole if one of them is not what it was. A damaged
 * one is only read from then on (session_readonly), unless refuse is set: then, and where it was stopped
 * or could not be done, false with e. */
bool session_look_through(struct session *s, bool refuse, verify_fn *fn, void *user, struct err *e);
/* Why nobody may write here, as a sentence; NULL: everybody may. Owned by the session. */
const char *session_readonly(const struct session *s);

struct store *session_store(struct session *s);
struct settings *session_settings(struct session *s);
/* Writes the settings to the user's folder (nothing in a session that ignores them). */
bool session_save_settings(struct session *s, struct err *e);
/* NULL when nobody has chosen one. */
const char *session_office(const struct session *s);
const char *session_author(const struct session *s);
/* store_undo_merge in the open file; no entry may be open. It is closed for that and opened again: *ret_lost
 * says that this failed, and the session has no file any more (the file itself is safe). */
bool session_undo_merge(struct session *s, struct undone *ret, bool *ret_lost, struct err *e);
void session_set_office(struct session *s, const char *catalogue, const char *office,
                        const char *author);

/* Forms are owned by the session. By id: the highest version among the program's folder and the
 * file; NULL with e (ERR_USAGE: unknown id, with the known ones; ERR_FILE …). */
const struct form *session_form(struct session *s, const char *id, struct err *e);
/* The same, without reading more of the form than its name and who owes it. NULL: unknown. */
const struct form_brief *session_form_brief(struct session *s, const char *id);
/* The highest version of the same form that is known; f itself when none is higher. */
const struct form *session_form_newest(struct session *s, const struct form *f);
/* By the hash that a revision names; looks in the file, then in the folder. */
const struct form *session_form_by_hash(struct session *s, const struct hash *h, struct err *e);
/* Ids of all forms known, sorted, NULL-terminated; owned by the session, until a form is read. Forms
 * with errors are left out; their problems are in session_form_problems (the texts to show,
 * NULL-terminated). Of a form that is new to this user only the head is read at first: whether the
 * rest is good turns out when it is opened or checked. */
const char *const *session_form_ids(struct session *s);
const char *const *session_form_problems(struct session *s);
/* How many forms wait for being read as a whole; and the reading of one of them. True: it has
 * errors, or changed since, so that lists of forms must be made again. Briefs stay where they are. */
size_t session_forms_unchecked(struct session *s);
bool session_check_form(struct session *s);
/* The compiled rules of a form, lent to one entry at a time (compiling costs milliseconds, staging
 * another record microseconds). Give them back with session_give_rules; the session frees them.
 * *ret_fault: what is wrong with its expressions, so that nobody may fill it in; NULL: nothing. Owned by
 * the session. NULL with e: there was no memory for it. */
struct rules *session_take_rules(struct session *s, const struct form *f, const struct catalogue *c,
                                 const char **ret_fault, struct err *e);
void session_give_rules(struct session *s, const struct form *f, struct rules *r);
/* NULL with e when unknown or broken. Owned by the session. */
const struct catalogue *session_catalogue(struct session *s, const char *id, struct err *e);
/* Ids of the catalogues in the units folder, sorted, NULL-terminated; owned by the session. */
const char *const *session_catalogue_ids(struct session *s);
/* Makes sure the file holds this form and its unit list. */
bool session_keep_form(struct session *s, const struct form *f, struct err *e);
/* "Huyện Đoàn An Biên" for an office id, by any known catalogue; the id itself when unknown. */
const char *session_office_name(struct session *s, const char *office);
/* Whether `office` may write entries of `unit` of this form: the unit itself (also with /party,
 * /youth) or an office above it. */
bool session_may_write(struct session *s, const struct form *f, const char *office,
                       const char *unit);

/* The same of an entry, for the acting office (none chosen: the unit itself). ERR_USAGE: no. */
bool session_owns(struct session *s, const struct entry_row *row, struct err *e);

/* What the acting office owes, for home: one line per form and period (and what it holds already). */
struct owed {
    const struct form_brief *form;
    const char *unit;             /* owned by the session */
    char period[16];              /* "once" … */
    struct date due;
    bool has_due, inclusive;
    bool exists;                  /* an entry or draft exists: row is filled */
    struct entry_row row;
};
VEC_TYPEDEF(owed_list, struct owed);
/* Sorted: returned, overdue, due, the rest; then done ones. */
bool session_owed(struct session *s, struct owed_list *ret, struct err *e);
void owed_finish(struct owed_list *l);
bool owed_done(const struct owed *o); /* submitted or accepted */
/* By how many days the first submission came too late; of what was not sent: until today. */
int64_t owed_late(const struct owed *o, struct date today);

#endif
