#ifndef PHIEU_ENTRY_SESSION_INTERNAL_H
#define PHIEU_ENTRY_SESSION_INTERNAL_H
/* The inside of a session, for the files session*.c, owed.c and reporting.c only. */
#include "base/file.h"
#include "base/vec.h"
#include "entry/session.h"

struct known_form {
    struct form_brief brief;
    struct form *form; /* NULL until somebody needs the whole */
    char *path;        /* its file in the folder; NULL: only the data file holds it */
    char stamp[FILE_STAMP]; /* of its file, before it was read; "" without one */
    bool in_file;      /* the data file holds it already */
    bool checked;      /* read as a whole, now or (as the cache says) at an earlier start */
    bool news;         /* checked, and the cache does not know it */
    bool bad;          /* checked, with errors: nobody finds it any more */
    char *fault;         /* compiled with errors: the first of them; NULL: sound, or not compiled yet */
    struct rules *spare; /* compiled for it and lent to nobody now; may be NULL */
};

struct session {
    struct store *store; /* NULL: no data file */
    unsigned store_flags;
    struct settings settings;
    char *readonly;      /* why nothing is written; NULL: it may be */
    bool keep_settings;  /* read and written; false for scripts */
    char *office, *author; /* acting now */
    char *forms_folder, *units_folder;

    bool scanned;        /* the folder and the file were read for forms */
    VEC(struct known_form *) forms;
    VEC(char *) form_ids;
    VEC(char *) form_problems;
    VEC(struct hash) approved; /* forms that were said yes to in this session */
    VEC(struct catalogue *) catalogues; /* those asked for so far */
    VEC(char *) catalogue_ids; /* NULL-terminated; empty until asked for */
};

/* Looks through the folder and the file for forms, once. */
void session_scan(struct session *s);
/* The form with these bytes; NULL: none. */
struct known_form *session_known_hash(struct session *s, const struct hash *h);
/* Whether a form that only the data file holds may act here. */
bool session_trusts(const struct session *s, const struct hash *form);
/* From now on it may; also at later starts, where settings are kept. */
bool session_trust(struct session *s, const struct hash *form, const char *id, struct err *e);
/* Whether the file holds a form of this id that nobody has approved. */
bool session_id_waits(struct session *s, const char *id);
/* The error of such a form; returns false. */
bool session_form_waits(struct session *s, const char *id, struct err *e);
/* Makes the list of ids anew. */
void session_list_ids(struct session *s);
/* Takes the brief and the form (which may be NULL) of found over. The same bytes twice are one
 * form. */
struct known_form *session_add_form(struct session *s, const struct known_form *found);
/* Reads the whole of a form, if that was not done yet. Its file may have changed since the scan:
 * then it is what it is now. When it turns out to have errors at the first reading, it is listed
 * with them and left out from now on. */
const struct form *session_whole_form(struct session *s, struct known_form *k, struct err *e);
/* A form body of the data file; NULL with e when it cannot be read or understood. */
struct form *session_stored_form(struct session *s, const char *id, const struct hash *body,
                                 struct problem_list *problems, struct err *e);
/* Whether the office may stand in the unit list, by its bytes, which costs a hundredth of reading it:
 * lists of other provinces need not be read. */
bool session_catalogue_may_hold(struct session *s, const char *id, const char *office);
/* Releases what session_forms.c and session_units.c keep. */
void session_forms_finish(struct session *s);
void session_units_finish(struct session *s);

#endif
