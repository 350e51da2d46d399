#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/str.h"
#include "store/internal.h"
#include "store/plain.h"

/* Frozen for ever: every program of every version must find these byte for byte. */
static const struct table {
    const char *name, *sql;
} frozen[] = {
    {"event",
     "CREATE TABLE event( -- append-only: rows only come\n"
     "  eid INTEGER PRIMARY KEY, -- of this file alone\n"
     "  hash BLOB NOT NULL UNIQUE CHECK(length(hash)=32), -- SHA-256('phieu-event-1' NUL head)\n"
     "  head TEXT NOT NULL -- canonical JSON\n"
     ") STRICT"},
    {"body",
     "CREATE TABLE body( -- append-only; what events name by hash\n"
     "  bid INTEGER PRIMARY KEY, -- of this file alone\n"
     "  hash BLOB NOT NULL UNIQUE CHECK(length(hash)=32), -- SHA-256('phieu-body-1' NUL data)\n"
     "  data TEXT NOT NULL -- answers with salt, or the bytes of a form or a list\n"
     ") STRICT"},
    {"signature",
     "CREATE TABLE signature( -- a set of its own: may come later than the event\n"
     "  event BLOB NOT NULL, signer BLOB NOT NULL,\n"
     "  sig BLOB NOT NULL CHECK(length(sig)=64),\n"
     "  PRIMARY KEY(event,signer,sig)\n"
     ") STRICT, WITHOUT ROWID"},
    {"draft_copy",
     "CREATE TABLE draft_copy( -- unfinished work that came from another office\n"
     "  hash BLOB PRIMARY KEY, draft_id BLOB NOT NULL, inst BLOB NOT NULL,\n"
     "  entry BLOB NOT NULL, base TEXT NOT NULL, form BLOB NOT NULL,\n"
     "  data TEXT NOT NULL, touched INTEGER NOT NULL\n"
     ") STRICT"},
    {"draft",
     "CREATE TABLE draft( -- unfinished work of this file\n"
     "  draft_id BLOB PRIMARY KEY, inst BLOB NOT NULL, -- inst: whose it is\n"
     "  entry BLOB NOT NULL, base TEXT NOT NULL, -- base: JSON list of the revisions it changes\n"
     "  form BLOB NOT NULL, form_id TEXT NOT NULL, unit TEXT NOT NULL, period TEXT,\n"
     "  author TEXT, office TEXT, cursor TEXT, -- cursor: where work stopped\n"
     "  touched INTEGER NOT NULL,\n"
     "  lease_pid INTEGER, lease_boot TEXT -- the running program that holds it\n"
     ") STRICT"},
    {"draft_entry", "CREATE INDEX draft_entry ON draft(entry)"},
    {"draft_value",
     "CREATE TABLE draft_value( -- one row a field that was touched\n"
     "  draft_id BLOB NOT NULL, path TEXT NOT NULL,\n"
     "  value TEXT NOT NULL, -- canonical JSON; empty: made blank\n"
     "  PRIMARY KEY(draft_id,path)\n"
     ") STRICT, WITHOUT ROWID"},
};

/* Of this file alone; newer programs may know them with more columns. */
static const struct table local[] = {
    {"import_log",
     "CREATE TABLE import_log(id INTEGER PRIMARY KEY, at INTEGER NOT NULL, name TEXT NOT NULL,\n"
     "  code TEXT NOT NULL, seen INTEGER, added INTEGER, bad INTEGER, done INTEGER NOT NULL) STRICT"},
    {"quarantine",
     "CREATE TABLE quarantine(id INTEGER PRIMARY KEY, import INTEGER NOT NULL,\n"
     "  reason TEXT NOT NULL, raw BLOB) STRICT"},
    {"import_range",
     "CREATE TABLE import_range( -- what an import brought: its rows of event and body\n"
     "  import INTEGER NOT NULL, kind TEXT NOT NULL, -- kind: event, body\n"
     "  first INTEGER NOT NULL, last INTEGER NOT NULL) STRICT"},
    {"import_draft",
     "CREATE TABLE import_draft(import INTEGER NOT NULL, hash BLOB NOT NULL) STRICT"},
    {"import_signature",
     "CREATE TABLE import_signature(import INTEGER NOT NULL, event BLOB NOT NULL,\n"
     "  signer BLOB NOT NULL, sig BLOB NOT NULL) STRICT"},
    {"erased",
     "CREATE TABLE erased(body BLOB PRIMARY KEY, by_event BLOB NOT NULL, at INTEGER NOT NULL)\n"
     "  STRICT, WITHOUT ROWID"},
    {"bookmark",
     "CREATE TABLE bookmark(entry BLOB NOT NULL, inst BLOB NOT NULL, cursor TEXT NOT NULL,\n"
     "  PRIMARY KEY(entry,inst)) STRICT, WITHOUT ROWID"},
    {"looked",
     "CREATE TABLE looked(entry BLOB NOT NULL, inst BLOB NOT NULL, revision BLOB NOT NULL,\n"
     "  PRIMARY KEY(entry,inst)) STRICT, WITHOUT ROWID"},
    {"meta",
     "CREATE TABLE meta(k TEXT PRIMARY KEY, v TEXT NOT NULL) STRICT, WITHOUT ROWID"},
};

/* Derived from the frozen ones: dropped and made again whenever needed. */
static const struct table derived[] = {
    {"x_event",
     "CREATE TABLE x_event( -- headers of events, decoded\n"
     "  eid INTEGER PRIMARY KEY, kind INTEGER NOT NULL, entry BLOB,\n"
     "  gen INTEGER NOT NULL, -- revisions: longest way to a first revision\n"
     "  ts INTEGER NOT NULL, author TEXT, office TEXT, form BLOB, unit TEXT, period TEXT,\n"
     "  status TEXT, -- also the verdict of a review\n"
     "  body BLOB, target BLOB, text_id TEXT -- text_id: forms and lists\n"
     ") STRICT"},
    {"x_event_entry",
     "CREATE INDEX x_event_entry ON x_event(entry,kind) WHERE entry IS NOT NULL"},
    {"x_event_text",
     "CREATE INDEX x_event_text ON x_event(kind,body,text_id) WHERE text_id IS NOT NULL"},
    {"x_edge",
     "CREATE TABLE x_edge( -- parents of revisions, what reviews and comment states replace\n"
     "  child INTEGER NOT NULL, parent BLOB NOT NULL, PRIMARY KEY(child,parent)\n"
     ") STRICT, WITHOUT ROWID"},
    {"x_edge_parent", "CREATE INDEX x_edge_parent ON x_edge(parent)"},
    {"x_state",
     "CREATE TABLE x_state( -- one row an entry\n"
     "  entry BLOB NOT NULL UNIQUE, form_id TEXT NOT NULL, unit TEXT NOT NULL,\n"
     "  period TEXT NOT NULL, -- empty: once\n"
     "  form BLOB NOT NULL, state TEXT NOT NULL, flags INTEGER NOT NULL,\n"
     "  submission INTEGER NOT NULL, heads INTEGER NOT NULL, ts INTEGER NOT NULL,\n"
     "  submitted INTEGER NOT NULL, head BLOB NOT NULL, shown BLOB NOT NULL\n"
     ") STRICT"},
    {"x_state_key", "CREATE INDEX x_state_key ON x_state(form_id,unit,period,entry)"},
    {"x_state_state", "CREATE INDEX x_state_state ON x_state(state,form_id,unit,period,entry)"},
    {"x_state_split", "CREATE INDEX x_state_split ON x_state(entry) WHERE heads>1"},
    {"x_state_twice", "CREATE INDEX x_state_twice ON x_state(form_id,unit,period,entry) WHERE flags>3"},
    {"x_state_unnamed", "CREATE INDEX x_state_unnamed ON x_state(form) WHERE form_id=''"},
    {"x_join",
     "CREATE TABLE x_join( -- joins, from either end\n"
     "  entry BLOB NOT NULL, other BLOB NOT NULL, eid INTEGER NOT NULL,\n"
     "  PRIMARY KEY(entry,other,eid)\n"
     ") STRICT, WITHOUT ROWID"},
    {"x_join_event", "CREATE INDEX x_join_event ON x_join(eid)"},
    {"x_root",
     "CREATE TABLE x_root( -- entries that are joined\n"
     "  entry BLOB PRIMARY KEY, root BLOB NOT NULL -- root: the smallest of them\n"
     ") STRICT, WITHOUT ROWID"},
    {"x_root_root", "CREATE INDEX x_root_root ON x_root(root)"},
};

#define COUNT(a) (sizeof(a) / sizeof *(a))

const char *const schema_frozen[] = {"event", "body", "signature", NULL};

static bool create(struct db *db, const struct table *t, size_t n, struct err *e)
{
    for (size_t i = 0; i < n; i++)
        if (!db_exec(db, t[i].sql, e))
            return false;
    return true;
}

bool schema_create_derived(struct db *db, struct err *e)
{
    return create(db, derived, COUNT(derived), e);
}

static bool is_state_list(const struct table *t)
{
    return !strncmp(t->name, "x_state_", 8);
}

/* Also those of temporary tables, which stand before those of the file. */
bool schema_drop_state_lists(struct db *db, struct err *e)
{
    struct str sql = {0};
    for (size_t i = 0; i < COUNT(derived); i++)
        if (is_state_list(&derived[i]))
            str_addf(&sql, "DROP INDEX %s;", derived[i].name);
    bool good = db_exec(db, str_text(&sql), e);
    str_finish(&sql);
    return good;
}

bool schema_create_state_lists(struct db *db, struct err *e)
{
    bool good = true;
    for (size_t i = 0; good && i < COUNT(derived); i++)
        good = !is_state_list(&derived[i]) || db_exec(db, derived[i].sql, e);
    return good;
}

/* A name without its database means the temporary one first. They may be as large as those of the
 * file: so on disk, when there is no room in the cache. */
bool schema_create_shadow(struct db *db, struct err *e)
{
    struct str sql = {0};
    str_add(&sql, "PRAGMA temp_store=FILE;");
    for (size_t i = 0; i < COUNT(derived); i++) {
        const char *name = strstr(derived[i].sql, derived[i].name);
        str_addn(&sql, derived[i].sql, (size_t)(name - derived[i].sql));
        str_addf(&sql, "temp.%s;", name);
    }
    bool good = db_exec(db, str_text(&sql), e);
    str_finish(&sql);
    return good;
}

bool schema_drop_shadow(struct db *db, struct err *e)
{
    return db_exec(db, "DROP TABLE IF EXISTS temp.x_event; DROP TABLE IF EXISTS temp.x_edge;"
                       "DROP TABLE IF EXISTS temp.x_state;"
                       "DROP TABLE IF EXISTS temp.x_join; DROP TABLE IF EXISTS temp.x_root;"
                       "PRAGMA temp_store=MEMORY;", e);
}

bool schema_create(struct db *db, struct err *e)
{
    return db_exec(db, "PRAGMA application_id=0x70686975", e) &&
           db_exec(db, "PRAGMA user_version=1", e) && create(db, frozen, COUNT(frozen), e) &&
           create(db, local, COUNT(local), e) && schema_create_derived(db, e);
}

/* An older program knew fewer of them. */
bool schema_complete(struct db *db, struct err *e)
{
    bool good = db_begin(db, e);
    if (!good)
        return false;
    for (size_t i = 0; good && i < COUNT(local); i++) {
        struct stmt *q = db_prepare(db, "SELECT 1 FROM sqlite_schema WHERE name=?", e);
        if (!(good = q != NULL))
            break;
        stmt_bind_text(q, 1, local[i].name);
        bool there = stmt_step(q, e) == STMT_ROW;
        stmt_done(q);
        good = there || db_exec(db, local[i].sql, e);
    }
    if (good)
        return db_commit(db, e);
    db_rollback(db);
    return false;
}

bool schema_drop_derived(struct db *db, struct err *e)
{
    struct stmt *q = db_prepare(db, "SELECT name FROM sqlite_schema WHERE type='table'"
                                    " AND substr(name,1,2)='x_' ORDER BY name", e);
    struct str sql = {0};
    if (!q)
        return false;
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW) {
        str_add(&sql, "DROP TABLE \"");
        for (const char *p = stmt_text(q, 0); *p; p++)
            str_add(&sql, *p == '"' ? "\"\"" : (char[]){*p, 0});
        str_add(&sql, "\";");
    }
    stmt_done(q);
    bool good = row == STMT_DONE && db_exec(db, str_text(&sql), e);
    str_finish(&sql);
    return good;
}

/* ---- checking -------------------------------------------------------------------------------- */

/* Tables and indexes that a newer program may have come to; a thousand of them are no data file. */
#define ROWS_MAX 200

static const struct table *find(const struct table *t, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(t[i].name, name))
            return &t[i];
    return NULL;
}

static bool refuse(struct db *db, const char *name, struct err *e)
{
    return err_set(e, ERR_DAMAGED, db_path(db),
                   _("do not open it; ask whoever sent it for a copy made by “phieu copy”"),
                   _("the file holds a table that this program does not know (“%s”)"), name);
}

struct found {
    size_t frozen, local, derived, rows;
    bool meta;
    bool strange; /* an x_ table that is not ours */
};

static bool check_row(struct db *db, struct stmt *q, struct found *f, struct err *e)
{
    const char *name = stmt_text(q, 1);
    const char *sql = stmt_text(q, 2);
    const struct table *t = find(frozen, COUNT(frozen), name);
    if (t && !strcmp(t->sql, sql)) {
        f->frozen++;
        return true;
    }
    if (++f->rows > ROWS_MAX || !strncmp(sql, "CREATE TABLE sqlite_", 20))
        return refuse(db, name, e);
    if (stmt_null(q, 2)) /* the index of a PRIMARY KEY or UNIQUE */
        return !strcmp(stmt_text(q, 0), "index") || refuse(db, name, e);
    if (t || find(frozen, COUNT(frozen), stmt_text(q, 3)) || !sql_is_plain(sql))
        return refuse(db, name, e);
    f->local += find(local, COUNT(local), name) != NULL;
    f->meta |= !strcmp(name, "meta");
    t = find(derived, COUNT(derived), name);
    if (t && !strcmp(t->sql, sql))
        f->derived++;
    else if (!strncmp(name, "x_", 2) || !strncmp(stmt_text(q, 3), "x_", 2))
        f->strange = true;
    return true;
}

bool schema_check(struct db *db, bool *ret_local, bool *ret_derived, struct err *e)
{
    struct stmt *q =
        db_prepare(db, "SELECT type, name, sql, tbl_name FROM sqlite_schema", e);
    if (!q)
        return false;
    struct found f = {0};
    bool good = true;
    enum stmt_row row = STMT_DONE;
    while (good && (row = stmt_step(q, e)) == STMT_ROW)
        good = check_row(db, q, &f, e);
    stmt_done(q);
    if (!good || row == STMT_FAILED)
        return false;
    if (f.frozen < COUNT(frozen) || !f.meta)
        return err_set(e, ERR_DAMAGED, db_path(db), _("is it the right file?"),
                       _("tables of a data file are missing"));
    *ret_local = f.local == COUNT(local);
    *ret_derived = f.derived == COUNT(derived) && !f.strange;
    return true;
}
