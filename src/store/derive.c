#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "store/form_name.h"
#include "store/internal.h"

void derive_mark(struct store *s, const void *entry)
{
    struct entry_id id;
    memcpy(id.b, entry, sizeof id.b);
    if (s->dirty.n && !memcmp(s->dirty.v[s->dirty.n - 1].b, id.b, sizeof id.b))
        return;
    *vec_add(&s->dirty) = id;
}

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct entry_id));
}

/* Who belongs together is kept up with all the same. */
static bool flush_joins(struct store *s, struct err *e)
{
    vec_clear(&s->dirty);
    bool good = join_flush(s, e);
    vec_clear(&s->dirty);
    return good;
}

bool derive_flush(struct store *s, struct err *e)
{
    if (s->put_off)
        return flush_joins(s, e);
    bool good = join_flush(s, e) && state_begin(s, e);
    if (s->dirty.n > 1)
        qsort(s->dirty.v, s->dirty.n, sizeof *s->dirty.v, compare);
    good = good && states_refresh(s, s->dirty.v, s->dirty.n, e);
    vec_clear(&s->dirty);
    s->asked_split = 0;
    return good;
}

bool derive_mark_found(struct store *s, const char *sql, const struct hash *h, struct err *e)
{
    struct stmt *q = db_prepare(s->db, sql, e);
    if (!q)
        return false;
    if (h)
        stmt_bind_hash(q, 1, h);
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW)
        if (stmt_bytes(q, 0) == sizeof(struct entry_id))
            derive_mark(s, stmt_blob(q, 0));
    stmt_done(q);
    return row == STMT_DONE;
}

/* Whether any entry could change by a body: asked once a transaction. */
static bool any_split(struct store *s, bool *ret, struct err *e)
{
    int64_t any = s->any_split;
    if (s->asked_split != db_transaction(s->db) &&
        !db_int(s->db, "SELECT EXISTS(SELECT 1 FROM x_state INDEXED BY x_state_split WHERE heads>1)"
                       " OR EXISTS(SELECT 1 FROM x_root)", 0, &any, e))
        return false;
    s->asked_split = db_transaction(s->db);
    *ret = s->any_split = any;
    return true;
}

bool derive_body(struct store *s, const struct hash *body, struct err *e)
{
    bool any;
    if (s->put_off)
        return true;
    if (!any_split(s, &any, e) || !any)
        return s->asked_split == db_transaction(s->db);
    /* Few entries have two heads: begin with them, whatever the planner thinks. */
    return derive_mark_found(s,
                      "SELECT x.entry FROM x_state AS x INDEXED BY x_state_split"
                      " CROSS JOIN x_event AS v ON v.entry=x.entry AND v.kind=0"
                      " WHERE x.heads>1 AND v.body=?1"
                      " UNION ALL SELECT x.entry FROM x_root AS r CROSS JOIN x_state AS x"
                      " ON x.entry=r.root CROSS JOIN x_event AS v ON v.entry=r.entry AND v.kind=0"
                      " WHERE x.heads>1 AND v.body=?1", body, e);
}

/* ---- one event ------------------------------------------------------------------------------- */

static void bind_hash0(struct stmt *q, int i, bool has, const struct hash *h)
{
    if (has)
        stmt_lend_blob(q, i, h->b, sizeof h->b);
}

static void bind_id0(struct stmt *q, int i, const char *hex)
{
    if (hex)
        stmt_bind_id(q, i, hex);
}

/* named: what a form or a list is called. */
static bool put_header(struct store *s, int64_t eid, const struct event *ev, const char *named,
                       struct err *e)
{
    struct stmt *q = db_prepare(
        s->db, "INSERT INTO x_event(eid,kind,entry,gen,ts,author,office,form,unit,period,status,"
               "body,target,text_id) VALUES(?,?,?,0,?,?,?,?,?,?,?,?,?,?)", e);
    if (!q)
        return false;
    stmt_bind_int(q, 1, eid);
    stmt_bind_int(q, 2, ev->kind);
    bind_id0(q, 3, ev->entry);
    stmt_bind_int(q, 4, ev->time);
    stmt_lend_text(q, 5, ev->author);
    stmt_lend_text(q, 6, ev->office);
    bind_hash0(q, 7, ev->has_form, &ev->form);
    bool review = ev->kind == EVENT_REVIEW;
    stmt_lend_text(q, 8, review ? NULL : ev->unit);
    stmt_lend_text(q, 9, ev->period);
    stmt_lend_text(q, 10, review ? review_says_words[review_says(ev)] : ev->status);
    bind_hash0(q, 11, ev->has_body, &ev->body);
    bind_hash0(q, 12, ev->has_target, &ev->target);
    stmt_lend_text(q, 13, named);
    return stmt_run(q, e);
}

static bool insert_header(struct store *s, int64_t eid, const struct event *ev, struct err *e)
{
    if (!ev->form_id)
        return put_header(s, eid, ev, NULL, e);
    char *named = form_name_of(s, ev, e);
    bool good = named && put_header(s, eid, ev, named, e);
    free(named);
    return good;
}

static bool insert_edges(struct store *s, int64_t eid, const struct hash *parents, size_t n,
                         struct err *e)
{
    for (size_t i = 0; i < n; i++) {
        struct stmt *q = db_prepare(s->db, "INSERT INTO x_edge(parent,child) VALUES(?,?)"
                                           " ON CONFLICT(child,parent) DO NOTHING", e);
        if (!q)
            return false;
        stmt_bind_hash(q, 1, &parents[i]);
        stmt_bind_int(q, 2, eid);
        if (!stmt_run(q, e))
            return false;
    }
    return true;
}

/* A form whose bytes are here already under another id would rename entries: then all are looked at,
 * otherwise only those that had no name. */
static bool mark_form(struct store *s, const struct hash *body, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "SELECT count(*) FROM x_event WHERE kind=? AND body=?"
                                       " AND text_id IS NOT NULL", e);
    if (!q)
        return false;
    stmt_bind_int(q, 1, EVENT_FORM);
    stmt_bind_hash(q, 2, body);
    enum stmt_row row = stmt_step(q, e);
    bool renamed = row == STMT_ROW && stmt_int(q, 0) > 1;
    stmt_done(q);
    if (row == STMT_FAILED)
        return false;
    if (renamed)
        return derive_mark_found(s, "SELECT entry FROM x_state WHERE form=?", body, e);
    return derive_mark_found(s,
                      "SELECT entry FROM x_state INDEXED BY x_state_unnamed"
                      " WHERE form=? AND form_id=''", body, e);
}

/* What was waiting for this event: its children, or entries of a form that had no name yet. */
static bool mark_waiting(struct store *s, const struct event *ev, const struct hash *hash,
                         struct err *e)
{
    if (s->put_off)
        return true;
    if (ev->kind == EVENT_FORM)
        return mark_form(s, &ev->body, e) && form_name_mark_split(s, &ev->body, e);
    return derive_mark_found(s,
                      "SELECT entry FROM x_event JOIN x_edge ON eid=child WHERE parent=?"
                      " AND entry IS NOT NULL", hash, e);
}

bool derive_event(struct store *s, int64_t eid, const struct hash *hash, const struct event *ev,
                  struct err *e)
{
    bool good = insert_header(s, eid, ev, e) &&
                insert_edges(s, eid, ev->parents.v, ev->parents.n, e) &&
                insert_edges(s, eid, ev->supersedes.v, ev->supersedes.n, e) &&
                join_derive(s, eid, ev, e) && mark_waiting(s, ev, hash, e);
    struct entry_id id;
    if (good && ev->entry && hex_decode(id.b, ev->entry, sizeof id.b) &&
        (ev->kind == EVENT_REVISION || ev->kind == EVENT_REVIEW))
        derive_mark(s, id.b);
    return good;
}

bool derive_head(struct store *s, int64_t eid, const struct hash *hash, const char *head, size_t len,
                 struct err *e)
{
    struct event ev = {0};
    if (!event_read(head, len, &ev, NULL))
        ev.kind = EVENT_UNKNOWN;
    bool good = derive_event(s, eid, hash, &ev, e);
    event_finish(&ev);
    return good;
}

/* ---- all of them ----------------------------------------------------------------------------- */

static bool derive_row(void *user, const struct set_row *row, struct err *e)
{
    struct hash h = event_hash(row->bytes ? row->bytes : "", row->len);
    if (!row->bytes || hash_cmp(&row->hash, &h))
        return true; /* damaged: “phieu check” counts it, nothing is built on it */
    return derive_head(user, row->id, &h, row->bytes, row->len, e);
}

/* Into empty lists. */
static bool derive_rows(struct store *s, struct err *e)
{
    s->put_off = true;
    bool good = each_row(s, SET_EVENTS, derive_row, s, e);
    s->put_off = false;
    return good && state_all(s, e);
}

static bool derive_all(struct store *s, struct err *e)
{
    return schema_drop_derived(s->db, e) && schema_create_derived(s->db, e) &&
           derive_rows(s, e) && meta_set(s, "rule", STORE_RULE, e);
}

bool derive_put_off_note(struct store *s, struct err *e)
{
    s->put_off = true;
    return meta_set(s, "rule", "put off", e);
}

bool derive_put_off_end(struct store *s, struct err *e)
{
    s->put_off = false;
    return state_all(s, e) && meta_set(s, "rule", STORE_RULE, e);
}

bool store_rebuild(struct store *s, struct err *e)
{
    if (!db_set_bulk(s->db, true, e) || !db_begin(s->db, e))
        return false;
    bool good = store_finish(s, derive_all(s, e), e);
    return db_set_bulk(s->db, false, good ? e : NULL) && good;
}

/* Derives everything again beside the file, in temporary tables of the same names. */
static bool shadow_is_same(struct store *s, bool *ret_same, struct err *e)
{
    static const char *const tables[] = {
        "SELECT count(*) FROM (SELECT * FROM main.x_event EXCEPT SELECT * FROM temp.x_event)",
        "SELECT count(*) FROM (SELECT * FROM temp.x_event EXCEPT SELECT * FROM main.x_event)",
        "SELECT count(*) FROM (SELECT * FROM main.x_edge EXCEPT SELECT * FROM temp.x_edge)",
        "SELECT count(*) FROM (SELECT * FROM temp.x_edge EXCEPT SELECT * FROM main.x_edge)",
        "SELECT count(*) FROM (SELECT * FROM main.x_state EXCEPT SELECT * FROM temp.x_state)",
        "SELECT count(*) FROM (SELECT * FROM temp.x_state EXCEPT SELECT * FROM main.x_state)",
        "SELECT count(*) FROM (SELECT * FROM main.x_join EXCEPT SELECT * FROM temp.x_join)",
        "SELECT count(*) FROM (SELECT * FROM temp.x_join EXCEPT SELECT * FROM main.x_join)",
        "SELECT count(*) FROM (SELECT * FROM main.x_root EXCEPT SELECT * FROM temp.x_root)",
        "SELECT count(*) FROM (SELECT * FROM temp.x_root EXCEPT SELECT * FROM main.x_root)",
    };
    int64_t differ = 0;
    bool good = derive_rows(s, e);
    vec_clear(&s->dirty);
    vec_clear(&s->joined);
    for (size_t i = 0; good && !differ && i < sizeof tables / sizeof *tables; i++)
        good = db_int(s->db, tables[i], 0, &differ, e);
    *ret_same = !differ;
    return good;
}

bool derive_check(struct store *s, bool *ret_same, struct err *e)
{
    int64_t before = 0, after = 0;
    *ret_same = true;
    if (s->beside)
        return true;
    schema_drop_shadow(s->db, NULL); /* what a check that the disk cut short has left */
    bool good = db_int(s->db, "PRAGMA data_version", 0, &before, e) && schema_create_shadow(s->db, e) &&
                shadow_is_same(s, ret_same, e);
    /* What another program wrote meanwhile says nothing about the lists. */
    good = good && db_int(s->db, "PRAGMA data_version", 0, &after, e);
    *ret_same |= before != after;
    return schema_drop_shadow(s->db, good ? e : NULL) && good;
}

bool derive_beside(struct store *s, struct err *e)
{
    s->beside = schema_create_shadow(s->db, e) && derive_rows(s, e);
    return s->beside;
}

bool store_rebuild_told(struct store *s, struct store_rebuilt *ret, struct err *e)
{
    bool same = false;
    *ret = (struct store_rebuilt){0};
    /* Lists that cannot even be read are not right. */
    ret->changed = !derive_check(s, &same, NULL) || !same;
    return store_rebuild(s, e) &&
           db_int(s->db, "SELECT count(*) FROM event", 0, &ret->events, e) &&
           db_int(s->db, "SELECT count(*) FROM x_state", 0, &ret->entries, e);
}

static bool dump(struct store *s, const char *title, const char *sql, struct str *out,
                 struct err *e)
{
    struct stmt *q = db_prepare_once(s->db, sql, e);
    if (!q)
        return false;
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW)
        str_addf(out, "%s|%s\n", title, stmt_text(q, 0));
    stmt_free(q);
    return row == STMT_DONE;
}

char *store_derived_dump(struct store *s, struct err *e)
{
    static const char *const tables[][2] = {
        {"x_event",
         "SELECT concat FROM (SELECT hash, quote(hash)||'|'||kind||'|'||quote(entry)||'|'||gen||'|'"
         "||ts||'|'||quote(author)||'|'||quote(office)||'|'||quote(x.form)||'|'||quote(unit)||'|'"
         "||quote(period)||'|'||quote(status)||'|'||quote(x.body)||'|'||quote(target)||'|'"
         "||quote(text_id) AS concat FROM x_event AS x JOIN event USING(eid)) ORDER BY hash"},
        {"x_edge",
         "SELECT quote(parent)||'|'||quote(hash) FROM x_edge JOIN event ON eid=child"
         " ORDER BY parent, hash"},
        {"x_state",
         "SELECT quote(entry)||'|'||quote(form_id)||'|'||quote(unit)||'|'||quote(period)||'|'"
         "||quote(form)||'|'||state||'|'||flags||'|'||submission||'|'||heads||'|'||ts||'|'"
         "||submitted||'|'||quote(head)||'|'||quote(shown) FROM x_state ORDER BY entry"},
        {"x_join",
         "SELECT quote(entry)||'|'||quote(other)||'|'||quote(hash) FROM x_join JOIN event USING(eid)"
         " ORDER BY entry, other, hash"},
        {"x_root", "SELECT quote(entry)||'|'||quote(root) FROM x_root ORDER BY entry"},
    };
    struct str out = {0};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (!dump(s, tables[i][0], tables[i][1], &out, e)) {
            str_finish(&out);
            return NULL;
        }
    return str_take(&out);
}
