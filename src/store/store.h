#ifndef PHIEU_STORE_STORE_H
#define PHIEU_STORE_STORE_H
/* An open data file: events and bodies (append-only sets), derived tables, drafts. All writes are
 * transactions, read back before they are committed. Knows nothing about what a form means. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/vec.h"
#include "store/event.h"

struct store;

enum store_open {
    STORE_CREATE = 1,
    STORE_READONLY = 2,
    STORE_REMOVABLE = 4, /* on a stick: no journal is left lying beside it between writes */
    STORE_FOREIGN = 8,   /* from elsewhere: its lists are neither read nor renewed (store/foreign.h) */
    STORE_KEPT = 16,     /* a person's file: what is made here is kept a second time (store/safety.h), and
                            where it stands is looked at: sticks are STORE_REMOVABLE by themselves, and on
                            a network drive it is only read */
    STORE_IN_PLACE = 32, /* STORE_FOREIGN, read where it lies: neither locked nor written */
};

/* Opens a data file of ours: refuses (ERR_DAMAGED) other databases, other applications, newer
 * versions it may not write, WAL mode, files whose frozen tables differ from the known schema;
 * (ERR_FILE) folders, FIFOs, files that cannot be read. Where x_ tables are missing or of another
 * rule they are rebuilt. */
struct store *store_open(const char *path, unsigned flags, struct err *e);
bool store_close(struct store *s, struct err *e);
const char *store_path(const struct store *s);
/* On something that can be pulled out: closing reads back what was written (ERR_DAMAGED when it is not what
 * must be there), so that it is safe to unplug then. */
bool store_is_removable(const struct store *s);
/* Closes without a last write: the file is gone, or takes nothing more. Accepts NULL. */
void store_abandon(struct store *s);
/* Writes all that the file holds to a new one, reads it back, and compares. ERR_USAGE: there is a file
 * of that name, which is never touched. */
bool store_copy(struct store *s, const char *path, struct err *e);

/* Writes between these are one transaction; good false: none of them is made. Nests. */
bool store_begin(struct store *s, struct err *e);
bool store_end(struct store *s, bool good, struct err *e);

/* ---- events ---------------------------------------------------------------------------------- */

/* A new revision. answers NULL: reuse the body of the (single) parent. The answers get a new salt
 * unless they equal the parent's. Fills ev->body, ev->inst, ev->time when 0; returns its hash. */
bool store_add_revision(struct store *s, struct event *ev, const json *answers,
                        struct hash *ret, struct err *e);
/* Any other event made here (review, comment, …). text: its words, which become the body; NULL:
 * none, or ev->body is set. Fills ev->inst, ev->time when unset. */
bool store_add_event(struct store *s, struct event *ev, const char *text, struct hash *ret,
                     struct err *e);
/* Bytes that came from elsewhere, in one transaction; what is here already stays. The hashes are
 * computed here. Unknown events are kept. */
struct store_bytes {
    const char *p;
    size_t n;
};
bool store_take(struct store *s, const struct store_bytes *bodies, size_t n_bodies,
                const struct store_bytes *heads, size_t n_heads, struct err *e);
/* A form or a unit list, by its bytes: adding the same bytes twice is one event. ret = hash of the
 * body, by which revisions name it. */
bool store_add_text(struct store *s, enum event_kind kind, const char *id, const char *yaml,
                    size_t len, struct hash *ret_body, struct err *e);
/* Bytes of a body; NULL when absent (no error) or on trouble (e). */
char *store_body(struct store *s, const struct hash *body, size_t *ret_len, struct err *e);

/* Forms or lists held in the file, newest version decided by the caller. */
struct store_text {
    char *id;
    struct hash body;
};
VEC_TYPEDEF(store_texts, struct store_text);
/* What the form with this body is called, by its own bytes; "": it has not come. Freshly allocated. NULL: e. */
char *store_form_name(struct store *s, const struct hash *form, struct err *e);
bool store_texts(struct store *s, enum event_kind kind, struct store_texts *ret, struct err *e);
void store_texts_finish(struct store_texts *t);

/* ---- entries --------------------------------------------------------------------------------- */

enum entry_state {
    STATE_DRAFT,
    STATE_SUBMITTED,
    STATE_RETURNED,
    STATE_ACCEPTED,
    STATE_WITHDRAWN,
    STATE_CONFLICT,
    STATE_COUNT,
};
const char *entry_state_id(enum entry_state st);   /* "draft" … */
const char *entry_state_name(enum entry_state st); /* translated */

enum entry_flag {
    FLAG_CHANGED_AFTER_ACCEPTANCE = 1,
    FLAG_REVIEWERS_DISAGREE = 2,
    FLAG_POSSIBLE_DUPLICATE = 4,
    FLAG_EDITED_SINCE = 8,
    FLAG_UNFINISHED = 16, /* an open draft of this file holds newer answers */
    FLAG_PARENTS_MISSING = 32,
    FLAG_ERASED = 64, /* the answers that count were erased here, on request */
    FLAG_PASSED_ON = 128, /* accepted, and handed on to the office that reviews it next */
};

struct entry_row {
    char entry[ENTRY_ID_HEX];
    char *form_id, *unit, *period; /* period NULL: once */
    struct hash form;              /* body hash of the form of the newest revision */
    enum entry_state state;
    unsigned flags;
    int submission;                /* how many times it was submitted */
    int heads;
    int64_t time;                  /* of the newest revision */
    int64_t submitted;             /* time of the first submission, 0 = never */
    struct hash head;              /* the newest head (by generation, then hash) */
    struct hash shown;             /* the revision that counts: newest submitted or accepted, else head */
};
void entry_row_finish(struct entry_row *r);

struct store_filter {
    const char *form_id, *unit, *period; /* NULL: any */
    int state;                           /* -1: any */
    const struct entry_row *after;       /* begin behind this row; NULL: at the first */
    bool backward;                       /* the other way round: last first */
    int limit;                           /* how many rows will be wanted, about; 0: many */
};
/* Walks entries in the order of form, unit, period, id; one page at a time by key (O(page)). The
 * callback returns false to stop. A draft that has no revision yet is an entry too (state draft,
 * flag unfinished, head all zero). */
typedef bool store_entry_fn(void *user, const struct entry_row *row);
bool store_entries(struct store *s, const struct store_filter *filter, store_entry_fn *fn,
                   void *user, struct err *e);
/* By id, a unique prefix of at least 6 letters, or form/unit[/period]. ERR_USAGE when there is none or
 * more than one. */
bool store_entry(struct store *s, const char *ref, struct entry_row *ret, struct err *e);

struct revision {
    struct hash id;
    struct event head;  /* decoded */
    int generation;
};
VEC_TYPEDEF(revisions, struct revision);
/* All revisions of an entry, by generation, then hash. */
bool store_revisions(struct store *s, const char *entry, struct revisions *ret, struct err *e);
/* The same for another kind of event that names the entry; by time, then hash. */
bool store_events(struct store *s, const char *entry, enum event_kind kind, struct revisions *ret,
                  struct err *e);
void revisions_finish(struct revisions *r);
/* The answers object of a body (without the salt); NULL with e. */
json *store_answers(struct store *s, const struct hash *body, struct err *e);

/* ---- drafts ---------------------------------------------------------------------------------- */

/* A draft: what a person here has typed since the revisions it is based on; one small write a field.
 * It belongs to an installation; `lease` tells whether a running program holds it. */
struct draft {
    char draft[ENTRY_ID_HEX]; /* 16 random bytes */
    char inst[ENTRY_ID_HEX];
    char entry[ENTRY_ID_HEX];
    VEC(struct hash) parents;
    struct hash form;
    char *form_id, *unit, *period;
    char *author, *office;
    char *cursor;    /* where work stopped: a path and more, the screen's own text; may be NULL */
    int64_t touched;
};
void draft_finish(struct draft *d);

/* The draft of this installation for an entry; false with e->code ERR_NONE when there is none. */
bool draft_find(struct store *s, const char *entry, struct draft *ret, struct err *e);
/* Makes one; fills draft->draft and inst. The lease is this process's. When it fails, draft->draft
 * stays: a second try makes no second draft, whatever the disk did with the first. */
bool draft_create(struct store *s, struct draft *d, struct err *e);
/* One committed write: path → canonical bytes ("" = blank). Paths are record.h's. */
bool draft_put(struct store *s, const char *draft, const char *path, const char *bytes,
               struct err *e);
/* Several in one transaction: pairs[0] = path, pairs[1] = bytes, …, NULL; and where the cursor
 * stands now (NULL: unchanged). */
bool draft_put_many(struct store *s, const char *draft, char *const *pairs, const char *cursor,
                    struct err *e);
bool draft_cursor(struct store *s, const char *draft, const char *cursor, struct err *e);
/* Takes values out again (paths, ended by NULL), as if nobody had written them. */
bool draft_forget(struct store *s, const char *draft, const char *const *paths, struct err *e);
typedef bool draft_value_fn(void *user, const char *path, const char *bytes);
/* Every stored value, in the order of paths. */
bool draft_values(struct store *s, const char *draft, draft_value_fn *fn, void *user,
                  struct err *e);
/* Ends the draft in one transaction: with a revision (ev, answers as in store_add_revision), or
 * without one (ev NULL: nothing was changed). */
bool draft_end(struct store *s, const char *draft, struct event *ev, const json *answers,
               struct hash *ret, struct err *e);
/* What became of a draft whose end failed halfway (an error after the last write may come although
 * all is on the disk): 0 = it is still there, 1 = it is gone, and *ret is the revision it became (all
 * zero: none). -1: e */
int draft_outcome(struct store *s, const char *draft, const char *entry, struct hash *ret,
                  struct err *e);
/* Takes the lease: 1 = ours now, 0 = a running program holds it (*ret_who: its process id). -1: e */
int draft_lease(struct store *s, const char *draft, int64_t *ret_who, struct err *e);
bool draft_release(struct store *s, const char *draft, struct err *e);

/* Where this installation's work on an entry stopped, when no draft holds it any more. NULL: unknown
 * (or e). */
char *store_bookmark(struct store *s, const char *entry, struct err *e);
bool store_set_bookmark(struct store *s, const char *entry, const char *cursor, struct err *e);

/* ---- the file as a whole --------------------------------------------------------------------- */

/* Drops all x_ tables and makes them again from events and bodies. */
bool store_rebuild(struct store *s, struct err *e);
struct store_rebuilt {
    int64_t events, entries;
    bool changed; /* the lists were not those of the events before */
};
bool store_rebuild_told(struct store *s, struct store_rebuilt *ret, struct err *e);
/* All derived content as text in key order, eids mapped to hashes: equal before and after a
 * rebuild. Freshly allocated. */
char *store_derived_dump(struct store *s, struct err *e);

struct store_health {
    int64_t events, bodies;
    int64_t bad;         /* rows whose bytes do not match their hash, or that cannot be read */
    char *structure;     /* "" or what quick_check says */
    char code[20];       /* check code: 16 letters in fours, "ABCD-EFGH-…" */
    int64_t signatures, stray; /* stray: of those, whose event is not here */
    struct hash signed_by;     /* over all of them */
};
/* Re-hashes everything. */
bool store_check(struct store *s, struct store_health *ret, struct err *e);
void store_health_finish(struct store_health *h);
/* Whether events have come that this program did not make, since the last call. */
bool store_events_came(struct store *s);
/* Whether another program has written since the last call. */
bool store_changed_outside(struct store *s);

/* Small settings of the file (meta): min_read, min_write, rule, lineage. NULL when absent. */
char *store_meta(struct store *s, const char *key, struct err *e);

#endif
