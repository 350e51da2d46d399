#include "store/merge_entries.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static int by_id(const void *a, const void *b)
{
    return memcmp(&((const struct touched *)a)->id, &((const struct touched *)b)->id,
                  sizeof(struct entry_id));
}

/* One of each; what any of them knows holds. An entry whose first event came was not here, whatever
 * came after. */
static void tidy(struct touched_entries *t)
{
    if (t->sorted)
        return;
    if (t->v.n)
        qsort(t->v.v, t->v.n, sizeof *t->v.v, by_id);
    size_t kept = 0;
    for (size_t i = 0; i < t->v.n; i++) {
        struct touched *last = kept ? &t->v.v[kept - 1] : NULL;
        if (last && !by_id(last, &t->v.v[i])) {
            last->had &= t->v.v[i].had;
            last->changed |= t->v.v[i].changed;
            last->comments += t->v.v[i].comments;
        } else {
            t->v.v[kept++] = t->v.v[i];
        }
    }
    t->v.n = kept;
    t->sorted = true;
}

static bool is_here(struct store *s, const struct entry_id *id, bool *ret, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "SELECT 1 FROM x_event WHERE entry=? AND kind=0 LIMIT 1", e);
    if (!q)
        return false;
    stmt_bind_blob(q, 1, id->b, sizeof id->b);
    enum stmt_row row = stmt_step(q, e);
    *ret = row == STMT_ROW;
    stmt_done(q);
    return row != STMT_FAILED;
}

bool touched_add(struct store *s, struct touched_entries *t, const struct event *ev,
                 struct err *e)
{
    struct touched new = {.changed = true, .comments = ev->kind == EVENT_COMMENT};
    if (!ev->entry || !hex_decode(new.id.b, ev->entry, sizeof new.id.b))
        return true;
    /* Events of an entry mostly come one after the other. */
    if (t->v.n && !by_id(&t->v.v[t->v.n - 1], &new)) {
        t->v.v[t->v.n - 1].changed = true;
        t->v.v[t->v.n - 1].comments += new.comments;
        return true;
    }
    if (!is_here(s, &new.id, &new.had, e))
        return false;
    *vec_add(&t->v) = new;
    t->sorted = false;
    return true;
}

bool touched_known(struct store *s, struct touched_entries *t, const int64_t *eids, size_t n,
                   struct err *e)
{
    struct stmt *q = db_prepare(s->db, "SELECT eid, entry FROM x_event WHERE eid>=? ORDER BY eid", e);
    if (!q || !n) {
        if (q)
            stmt_done(q);
        return q != NULL;
    }
    stmt_bind_int(q, 1, eids[0]);
    enum stmt_row row = STMT_DONE;
    for (size_t i = 0; i < n && (row = stmt_step(q, e)) == STMT_ROW;) {
        while (i < n && eids[i] < stmt_int(q, 0))
            i++;
        if (i == n || eids[i] != stmt_int(q, 0))
            continue;
        i++;
        struct touched same = {.had = true};
        if (stmt_bytes(q, 1) != sizeof same.id.b)
            continue;
        memcpy(same.id.b, stmt_blob(q, 1), sizeof same.id.b);
        if (!t->v.n || by_id(&t->v.v[t->v.n - 1], &same))
            *vec_add(&t->v) = same;
    }
    t->sorted = false;
    stmt_done(q);
    return row != STMT_FAILED;
}

/* ---- the report ------------------------------------------------------------------------------ */

static struct merge_entry *line_of(struct merge_report *r, const char *form, const char *unit,
                                   const char *period)
{
    struct merge_entry *last = r->entries.n ? &r->entries.v[r->entries.n - 1] : NULL;
    if (last && !strcmp(last->form_id, form) && !strcmp(last->unit, unit) &&
        !strcmp(last->period, period))
        return last;
    last = vec_add(&r->entries);
    last->form_id = xstrdup(form);
    last->unit = xstrdup(unit);
    last->period = xstrdup(period);
    return last;
}

static void count(struct merge_report *r, struct stmt *q, const struct touched *t)
{
    struct merge_entry *line = line_of(r, stmt_text(q, 1), stmt_text(q, 2), stmt_text(q, 3));
    line->fresh += t->changed && !t->had;
    line->changed += t->changed && t->had;
    line->same += !t->changed;
    line->conflicting += stmt_int(q, 4) != 0;
    line->comments += t->comments;
}

/* What came for a member of a joined entry came for the whole. */
static bool lead_to_roots(struct store *s, struct touched_entries *t, struct err *e)
{
    int64_t any = 0;
    bool good = db_int(s->db, "SELECT EXISTS(SELECT 1 FROM x_root)", 0, &any, e);
    for (size_t i = 0; good && any && i < t->v.n; i++)
        good = join_root(s, &t->v.v[i].id, e);
    t->sorted &= !any;
    return good;
}

/* All entries in the order of the report; those that came are picked out. */
bool touched_report(struct store *s, struct touched_entries *t, struct merge_report *ret,
                    struct err *e)
{
    if (!lead_to_roots(s, t, e))
        return false;
    tidy(t);
    struct stmt *q = db_prepare(s->db, "SELECT entry, form_id, unit, period, state='conflict'"
                                       " FROM x_state ORDER BY form_id, unit, period, entry", e);
    if (!q)
        return false;
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW) {
        struct touched key = {0};
        if (stmt_bytes(q, 0) != sizeof key.id.b)
            continue;
        memcpy(key.id.b, stmt_blob(q, 0), sizeof key.id.b);
        const struct touched *found =
            t->v.n ? bsearch(&key, t->v.v, t->v.n, sizeof *t->v.v, by_id) : NULL;
        if (found)
            count(ret, q, found);
    }
    stmt_done(q);
    return row == STMT_DONE;
}

void touched_finish(struct touched_entries *t)
{
    vec_finish(&t->v);
}
