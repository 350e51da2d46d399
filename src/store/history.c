#include "base/lang.h"
#include "base/str.h"
#include "store/internal.h"

static bool is_damaged(struct store *s, struct err *e)
{
    return err_set(e, ERR_DAMAGED, s->path, _("run “phieu check”, and take in a copy of the file"),
                   _("what is recorded about this entry is damaged"));
}

/* What the lists say is believed only if the event says it itself, under its own hash. */
static bool read_event(struct stmt *q, enum event_kind kind, struct event *ret)
{
    const char *head = stmt_text(q, 1);
    size_t len = stmt_bytes(q, 1);
    char entry[ENTRY_ID_HEX];
    stmt_id(q, 3, entry);
    struct hash named = stmt_hash(q, 0), h = event_hash(head, len);
    return !hash_cmp(&named, &h) && event_read(head, len, ret, NULL) && ret->kind == kind &&
           str_eq0(ret->entry, entry);
}

static bool read_events(struct store *s, const char *sql, const char *entry, enum event_kind kind,
                        struct revisions *ret, struct err *e)
{
    *ret = (struct revisions){0};
    struct stmt *q = db_prepare(s->db, sql, e);
    if (!q)
        return false;
    stmt_bind_id(q, 1, entry);
    stmt_bind_int(q, 2, kind);
    enum stmt_row row;
    bool good = true;
    while (good && (row = stmt_step(q, e)) != STMT_DONE) {
        good = row == STMT_ROW;
        if (!good)
            break;
        struct revision *r = vec_add(ret);
        r->id = stmt_hash(q, 0);
        r->generation = (int)stmt_int(q, 2);
        good = read_event(q, kind, &r->head) || is_damaged(s, e);
    }
    stmt_done(q);
    if (!good)
        revisions_finish(ret);
    return good;
}

bool store_revisions(struct store *s, const char *entry, struct revisions *ret, struct err *e)
{
    return read_events(s,
                       "SELECT hash, head, gen, x.entry FROM x_event AS x JOIN event USING(eid)"
                       " WHERE x.entry IN " WHOLE_ENTRY " AND kind=?2 ORDER BY gen, hash",
                       entry, EVENT_REVISION, ret, e);
}

bool store_events(struct store *s, const char *entry, enum event_kind kind, struct revisions *ret,
                  struct err *e)
{
    return read_events(s,
                       "SELECT hash, head, gen, x.entry FROM x_event AS x JOIN event USING(eid)"
                       " WHERE x.entry IN " WHOLE_ENTRY " AND kind=?2 ORDER BY ts, hash", entry, kind,
                       ret, e);
}

void revisions_finish(struct revisions *r)
{
    for (size_t i = 0; i < r->n; i++)
        event_finish(&r->v[i].head);
    vec_finish(r);
}
