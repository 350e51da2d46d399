#ifndef PHIEU_STORE_INTERNAL_H
#define PHIEU_STORE_INTERNAL_H
/* What the files of src/store/ share; nobody else includes it. */
#include "db/db.h"
#include "store/store.h"

struct entry_id {
    uint8_t b[16];
};

struct store {
    struct db *db;
    char *path;
    VEC(struct entry_id) dirty; /* entries whose state must be computed before the commit */
    VEC(struct entry_id) joined; /* whose joins changed */
    bool any_joined;            /* some entries are joined: as of the last join_flush */
    int64_t asked_split;        /* the transaction in which any_split was asked for */
    bool any_split;             /* some entry has several heads, or is joined */
    bool beside;                /* its lists are not those in the file (derive_beside) */
    bool no_shortcuts;          /* tests: every state is computed the long way */
    bool put_off;               /* states are not computed until derive_put_off_end */
    bool any_erased;            /* something was erased: as of the last state_begin */
    int64_t data_version;       /* for store_changed_outside */
    int64_t seen;               /* the newest event known: its eid */
    bool fresh;                 /* the row that was put last was not here before */
    bool others;                /* another program's events stand below it */
    bool outside;               /* another program has written since it was opened */
    unsigned flags;             /* STORE_…, with what was found out about the medium */
    struct safety *safety;      /* NULL: not kept (safety_internal.h) */
};

/* The rule by which states are computed; files with another one are rebuilt. */
#define STORE_RULE "mv3"
#define STORE_VERSION 1
#define STORE_APPLICATION 0x70686975 /* "phiu" */

/* ---- schema.c -------------------------------------------------------------------------------- */

extern const char *const schema_frozen[]; /* event, body, signature: rows only come */
bool schema_create(struct db *db, struct err *e);
/* Refuses (ERR_DAMAGED) a schema that is not known: see store_open. *ret_local: no table of the file
 * alone is missing; *ret_derived: the x_ tables are exactly ours. */
bool schema_check(struct db *db, bool *ret_local, bool *ret_derived, struct err *e);
/* Adds the tables of the file alone that are missing. */
bool schema_complete(struct db *db, struct err *e);
bool schema_drop_derived(struct db *db, struct err *e);
bool schema_create_derived(struct db *db, struct err *e);
/* The lists over the states, which are made sooner when all states stand there already. */
bool schema_drop_state_lists(struct db *db, struct err *e);
bool schema_create_state_lists(struct db *db, struct err *e);
/* The same tables as temporary ones, which hide those of the file until they are dropped. */
bool schema_create_shadow(struct db *db, struct err *e);
bool schema_drop_shadow(struct db *db, struct err *e);

/* ---- open.c ---------------------------------------------------------------------------------- */

/* A new, empty file at path, where none must stand. lineage NULL: a new one; safety: it is to be a safety
 * store, of this id. */
bool store_make(const char *path, const char *lineage, const char *safety, struct err *e);

/* ---- header.c -------------------------------------------------------------------------------- */

/* Reads the first bytes of the file without SQLite and refuses what is not ours. */
bool header_check(const char *path, bool write, struct err *e);
/* Whether a journal stands beside it that is not marked as done. */
bool header_has_journal(const char *path);
/* Only what stands beside it. */
bool header_check_beside(const char *path, struct err *e);

/* ---- put.c: the two append-only sets --------------------------------------------------------- */

/* Both run inside a transaction, verify by reading back, and derive what follows. */
bool put_body(struct store *s, const char *data, size_t len, struct hash *ret, struct err *e);
bool put_event(struct store *s, const char *head, size_t len, struct hash *ret, struct err *e);
/* The same of bytes whose hash is known, and whose header was read, because they were looked at when
 * they came: nothing is hashed twice. */
struct put_row {
    const char *bytes; /* not longer than any of ours */
    size_t len;
    const struct hash *hash;
};
bool put_hashed_body(struct store *s, const struct put_row *row, struct err *e);
bool put_hashed_event(struct store *s, const struct put_row *row, const struct event *ev,
                      struct err *e);
/* Letters of the check code from the sum over all events. */
void check_code(const struct hash *sum, char ret[20]);
/* Writes ev's bytes, after filling inst and time where the kind has them. */
bool put_made(struct store *s, struct event *ev, struct hash *ret, struct err *e);
/* Words as a body, with a new salt. */
bool put_words(struct store *s, const char *text, struct hash *ret, struct err *e);
/* The whole of a revision, inside a transaction. */
bool put_revision(struct store *s, struct event *ev, const json *answers, struct hash *ret,
                  struct err *e);
/* The error of bytes that are read back otherwise than they were written; returns false. */
bool read_back_differs(const struct store *s, struct err *e);
/* Ends a transaction: computes the states that changed, then commits; or rolls back. */
bool store_finish(struct store *s, bool good, struct err *e);

/* ---- check.c -------------------------------------------------------------------------------- */

/* What a copy is compared by. names: counts and check code, as the rows are called; else every row is
 * hashed, and SQLite looks at the whole file, but not at what follows from the events. */
bool check_sets(struct store *s, bool names, struct store_health *ret, struct err *e);

/* ---- each.c ---------------------------------------------------------------------------------- */

enum set { SET_EVENTS, SET_BODIES };
struct set_row {
    int64_t id;
    struct hash hash;  /* by which it is known; nothing says that it is so */
    const char *bytes; /* NULL: larger than any of ours */
    size_t len;
};
typedef bool each_fn(void *user, const struct set_row *row, struct err *e);
/* Rows in the order of their numbers; false when fn returned false, or with e. */
bool each_row(struct store *s, enum set set, each_fn *fn, void *user, struct err *e);
/* The same of a damaged file: as far as rows can be read at all; what lies on a page that cannot is passed
 * over. A row that is there and cannot be read is passed without its bytes. */
bool each_row_left(struct store *s, enum set set, each_fn *fn, void *user, struct err *e);
/* ---- derive.c -------------------------------------------------------------------------------- */

/* Indexes one new event, and marks what it touches. */
bool derive_event(struct store *s, int64_t eid, const struct hash *hash, const struct event *ev,
                  struct err *e);
/* The same from its bytes; what cannot be read is an unknown event. */
bool derive_head(struct store *s, int64_t eid, const struct hash *hash, const char *head, size_t len,
                 struct err *e);
/* A body arrived: heads that hold it may be compared now. */
bool derive_body(struct store *s, const struct hash *body, struct err *e);
void derive_mark(struct store *s, const void *entry);
/* Marks the entries that a query names; h: its one parameter, NULL: it has none. */
bool derive_mark_found(struct store *s, const char *sql, const struct hash *h, struct err *e);
/* Computes the state of every marked entry. */
bool derive_flush(struct store *s, struct err *e);
/* Before much comes: from now on states are left as they are, which the file says of itself in each
 * transaction (derive_put_off_note), so that whoever opens it computes them anew. The end computes all of
 * them, inside a transaction. */
bool derive_put_off_note(struct store *s, struct err *e);
bool derive_put_off_end(struct store *s, struct err *e);
/* Whether the lists (x_ tables) are those that the events give; the file is not changed. */
bool derive_check(struct store *s, bool *ret_same, struct err *e);
/* Of a file that may only be read, and whose lists are of another rule: lists that hide those of the file, as long
 * as it is open. */
bool derive_beside(struct store *s, struct err *e);

/* ---- join.c ---------------------------------------------------------------------------------- */

/* Of a join or an unjoin that came: notes whom it concerns (other kinds: nothing). After its header and
 * its edges. */
bool join_derive(struct store *s, int64_t eid, const struct event *ev, struct err *e);
/* Finds who belongs together now, and puts the roots in the place of marked members. */
bool join_flush(struct store *s, struct err *e);
/* Puts the root in the place of a member. */
bool join_root(struct store *s, struct entry_id *id, struct err *e);
/* Ids of the entry that ?1 belongs to, as a set for IN. */
#define WHOLE_ENTRY                                                                                \
    "(SELECT ?1 UNION SELECT m.entry FROM x_root AS r CROSS JOIN x_root AS m ON m.root=r.root"     \
    " WHERE r.entry=?1)"

/* ---- erase.c --------------------------------------------------------------------------------- */

/* Steps a query with one hash to its first row: its number; 0: none; -1: e. */
int64_t erase_ask(struct store *s, const char *sql, const struct hash *h, struct err *e);
/* A body (or a carried draft) goes, as the event asks; inside a transaction. */
bool erase_take_away(struct store *s, const struct hash *body, const struct hash *event,
                     struct err *e);

/* ---- state.c --------------------------------------------------------------------------------- */

/* Before states are computed. */
bool state_begin(struct store *s, struct err *e);
/* Of a root. */
bool state_refresh(struct store *s, const struct entry_id *entry, struct err *e);

/* ---- state_all.c ----------------------------------------------------------------------------- */

/* All states from nothing, once headers, edges and joins are noted. */
bool state_all(struct store *s, struct err *e);

/* ---- state_first.c --------------------------------------------------------------------------- */

/* Of all these, ascending. Those that are new here and have nothing but one first revision, which is most of what
 * a merge brings, go a shorter way, to the same end. */
bool states_refresh(struct store *s, const struct entry_id *ids, size_t n, struct err *e);
/* It is part of another entry now. */
bool state_forget(struct store *s, const struct entry_id *entry, struct err *e);

/* ---- row.c: columns of an entry as they stand in queries ------------------------------------- */

#define ROW_COLUMNS                                                                                \
    "entry, form_id, unit, period, form, state, flags, submission, heads, ts, submitted, head, "  \
    "shown, EXISTS(SELECT 1 FROM draft JOIN draft_value USING(draft_id)"                          \
    " WHERE draft.entry=x_state.entry) OR EXISTS(SELECT 1 FROM x_root JOIN draft"                 \
    " ON draft.entry=x_root.entry JOIN draft_value USING(draft_id)"                               \
    " WHERE x_root.root=x_state.entry)"
/* The query of store_entries; freshly allocated. drafts: those without a revision; begun: a page
 * that follows another. A unit needs a form beside it, unless drafts. */
char *list_sql(const struct store_filter *f, bool drafts, bool begun);
/* false: no program of ours wrote it (ids of another length, texts that are none); ret is filled all the
 * same. */
bool row_read(struct stmt *q, struct entry_row *ret);
/* The error of such a row; returns false. */
bool lists_damaged(const struct store *s, struct err *e);
/* The id in the event of a form with this body, "" when it has not arrived; freshly allocated. NULL: e */
char *text_name(struct store *s, const struct hash *form, struct err *e);
enum entry_state state_from_id(const char *id);

/* The error of a draft that is no longer there; returns false. */
bool draft_gone(struct store *s, struct err *e);

/* ---- small things ---------------------------------------------------------------------------- */

bool meta_set(struct store *s, const char *key, const char *value, struct err *e);
struct hash stmt_hash(struct stmt *q, int column); /* all zero when it is not 32 bytes */
void stmt_bind_hash(struct stmt *q, int i, const struct hash *h);
void stmt_bind_id(struct stmt *q, int i, const char *hex); /* 32 hex letters as 16 bytes */
void stmt_id(struct stmt *q, int column, char ret[ENTRY_ID_HEX]);
/* Whether it is a text: UTF-8, without a NUL inside. */
bool stmt_is_text(struct stmt *q, int column);
/* NULL stays NULL; bytes that are no UTF-8 become "?". Freshly allocated. */
char *stmt_text0(struct stmt *q, int column);

#endif
