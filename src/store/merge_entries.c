#include "store/merge_entries.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static int by_id(const void *a, const void *b)
{
    return memcmp(&((const struct touched *)a)->id, &((const struct touched *)b)->id,
                  sizeof(struct entry_id));
}

/* One of each; what any of them knows holds. An entry of which a member was not here is new. */
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

/* ---- who was here before --------------------------------------------------------------------- */

static bool look_up(struct store *s, const struct touched_entries *t, struct touched *ret, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "SELECT eid FROM x_event INDEXED BY x_event_entry"
                                       " WHERE entry=? AND kind=0 ORDER BY eid LIMIT 1", e);
    if (!q)
        return false;
    stmt_lend_blob(q, 1, ret->id.b, sizeof ret->id.b);
    enum stmt_row row = stmt_step(q, e);
    ret->had = row == STMT_ROW && stmt_int(q, 0) <= t->before;
    stmt_done(q);
    return row != STMT_FAILED;
}

/* Many: beside the index, which is in the same order. */
static bool look_through(struct store *s, struct touched_entries *t, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "SELECT entry, min(eid) FROM x_event INDEXED BY x_event_entry"
                                       " WHERE entry IS NOT NULL AND kind=0 GROUP BY entry", e);
    if (!q)
        return false;
    enum stmt_row row;
    size_t i = 0;
    while ((row = stmt_step(q, e)) == STMT_ROW && i < t->v.n) {
        const void *id = stmt_blob(q, 0);
        if (stmt_bytes(q, 0) != sizeof(struct entry_id))
            continue;
        while (i < t->v.n && memcmp(t->v.v[i].id.b, id, sizeof(struct entry_id)) < 0)
            i++;
        if (i < t->v.n && !memcmp(t->v.v[i].id.b, id, sizeof(struct entry_id)) && t->v.v[i].changed)
            t->v.v[i].had = stmt_int(q, 1) <= t->before;
    }
    stmt_done(q);
    return row != STMT_FAILED;
}

/* Of those that changed; an entry of which only comments were here was not. */
static bool find_who_was_here(struct store *s, struct touched_entries *t, struct err *e)
{
    int64_t all = 0;
    bool good = db_int(s->db, "SELECT max(eid) FROM x_event", 0, &all, e);
    if (good && (int64_t)t->v.n > all / 4)
        return look_through(s, t, e);
    for (size_t i = 0; good && i < t->v.n; i++)
        good = !t->v.v[i].changed || look_up(s, t, &t->v.v[i], e);
    return good;
}

/* ---- noting ------------------------------------------------------------------------------------ */

bool touched_begin(struct store *s, struct touched_entries *t, struct err *e)
{
    *t = (struct touched_entries){0};
    int64_t any = 0;
    bool good = db_int(s->db, "SELECT max(eid) FROM event", 0, &t->before, e) &&
                db_int(s->db, "SELECT EXISTS(SELECT 1 FROM x_event WHERE entry IS NOT NULL)", 0, &any, e);
    t->nothing = !any;
    return good;
}

void touched_add(struct touched_entries *t, const struct event *ev)
{
    struct touched new = {.changed = true, .comments = ev->kind == EVENT_COMMENT};
    if (t->nothing && !new.comments) /* all will be new */
        return;
    if (!ev->entry || !hex_decode(new.id.b, ev->entry, sizeof new.id.b))
        return;
    /* Events of an entry mostly come one after the other. */
    if (t->v.n && !by_id(&t->v.v[t->v.n - 1], &new)) {
        t->v.v[t->v.n - 1].changed = true;
        t->v.v[t->v.n - 1].comments += new.comments;
        return;
    }
    *vec_add(&t->v) = new;
    t->sorted = false;
}

static void note_same(struct touched_entries *t, struct stmt *q)
{
    struct touched same = {.had = true};
    if (stmt_bytes(q, 1) != sizeof same.id.b)
        return;
    memcpy(same.id.b, stmt_blob(q, 1), sizeof same.id.b);
    if (!t->v.n || by_id(&t->v.v[t->v.n - 1], &same))
        *vec_add(&t->v) = same;
}

/* From the first to the last of them: in the order of their numbers. */
static bool known_in_order(struct touched_entries *t, struct stmt *q, const int64_t *eids,
                           size_t n, struct err *e)
{
    stmt_bind_int(q, 1, eids[0]);
    enum stmt_row row = STMT_DONE;
    for (size_t i = 0; i < n && (row = stmt_step(q, e)) == STMT_ROW;) {
        while (i < n && eids[i] < stmt_int(q, 0))
            i++;
        if (i < n && eids[i] == stmt_int(q, 0)) {
            note_same(t, q);
            i++;
        }
    }
    stmt_done(q);
    return row != STMT_FAILED;
}

/* Nearly all that are here: from an index alone, in the order of their entries. */
static bool known_by_entry(struct touched_entries *t, struct stmt *q, const int64_t *eids,
                           size_t n, struct err *e)
{
    int64_t most = eids[n - 1];
    unsigned char *is_known = xcalloc((size_t)most / 8 + 1, 1);
    for (size_t i = 0; i < n; i++)
        is_known[eids[i] / 8] |= (unsigned char)(1 << eids[i] % 8);
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW) {
        int64_t eid = stmt_int(q, 0);
        if (eid >= 0 && eid <= most && is_known[eid / 8] >> eid % 8 & 1)
            note_same(t, q);
    }
    stmt_done(q);
    free(is_known);
    return row != STMT_FAILED;
}

/* From 1 to the last without a gap. */
static bool is_run(const int64_t *eids, size_t n, int64_t last)
{
    if ((int64_t)n != last)
        return false;
    for (size_t i = 0; i < n; i++)
        if (eids[i] != (int64_t)i + 1)
            return false;
    return true;
}

bool touched_known(struct store *s, struct touched_entries *t, const int64_t *eids, size_t n,
                   struct err *e)
{
    int64_t all;
    if (!n)
        return true;
    if (!db_int(s->db, "SELECT max(eid) FROM x_event", 0, &all, e))
        return false;
    if (is_run(eids, n, all)) {
        t->all = true;
        return true;
    }
    bool most = eids[0] >= 0 && (int64_t)n > all / 2;
    struct stmt *q = most ? db_prepare(s->db, "SELECT eid, entry FROM x_event INDEXED BY x_event_entry"
                                              " WHERE entry IS NOT NULL ORDER BY entry, kind", e)
                          : db_prepare(s->db, "SELECT eid, entry FROM x_event WHERE eid>=?"
                                              " ORDER BY eid", e);
    t->sorted = false;
    return q && (most ? known_by_entry : known_in_order)(t, q, eids, n, e);
}

/* ---- the report ------------------------------------------------------------------------------ */

/* Columns 1 to 3 of the row; not ended by a zero, which SQLite would copy them for. */
struct row_key {
    const char *at[3];
    size_t n[3];
};

static void read_key(struct stmt *q, struct row_key *ret)
{
    for (int i = 0; i < 3; i++) {
        const void *at = stmt_blob_of(q, i + 1, &ret->n[i]);
        ret->at[i] = at ? at : "";
    }
}

static bool is_of_line(const struct merge_entry *line, const struct row_key *k)
{
    const char *const texts[] = {line->form_id, line->unit, line->period};
    for (int i = 2; i >= 0; i--)
        if (strlen(texts[i]) != k->n[i] || memcmp(texts[i], k->at[i], k->n[i]) != 0)
            return false;
    return true;
}

/* The line of the row before, or a new one. */
static struct merge_entry *line_of(struct merge_report *r, const struct row_key *k)
{
    struct merge_entry *last = r->entries.n ? &r->entries.v[r->entries.n - 1] : NULL;
    if (last && is_of_line(last, k))
        return last;
    last = vec_add(&r->entries);
    char *p = last->form_id = xmalloc(k->n[0] + k->n[1] + k->n[2] + 3);
    char **const texts[] = {&last->form_id, &last->unit, &last->period};
    for (int i = 0; i < 3; i++) {
        *texts[i] = p;
        memcpy(p, k->at[i], k->n[i]);
        p[k->n[i]] = '\0';
        p += k->n[i] + 1;
    }
    return last;
}

static void count(struct merge_report *r, struct stmt *q, const struct touched *t,
                  bool in_conflict)
{
    struct row_key key;
    read_key(q, &key);
    struct merge_entry *line = line_of(r, &key);
    line->fresh += t->changed && !t->had;
    line->changed += t->changed && t->had;
    line->same += !t->changed;
    line->conflicting += in_conflict;
    line->comments += t->comments;
}

VEC_TYPEDEF(entry_set, struct entry_id);

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct entry_id));
}

/* Few: so the list of all needs nothing but an index. */
static bool load_conflicts(struct store *s, struct entry_set *ret, struct err *e)
{
    struct stmt *q = db_prepare(
        s->db, "SELECT entry FROM x_state WHERE state='conflict' ORDER BY entry", e);
    if (!q)
        return false;
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW)
        if (stmt_bytes(q, 0) == sizeof(struct entry_id))
            memcpy(vec_add(ret)->b, stmt_blob(q, 0), sizeof(struct entry_id));
    stmt_done(q);
    return row == STMT_DONE;
}

static bool is_in(const struct entry_set *set, const struct entry_id *id)
{
    return set->n && bsearch(id, set->v, set->n, sizeof *set->v, by_bytes);
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

/* ---- picking them out of all ------------------------------------------------------------------- */

/* Which ids may be among those that were touched, by their first two bytes: most are not, and are not looked for. */
struct sieve {
    unsigned char bits[1 << 13];
};

static unsigned place(const struct entry_id *id)
{
    return (unsigned)id->b[0] << 8 | id->b[1];
}

static void sieve_fill(struct sieve *f, const struct touched_entries *t)
{
    memset(f, 0, sizeof *f);
    for (size_t i = 0; i < t->v.n; i++)
        f->bits[place(&t->v.v[i].id) >> 3] |= (unsigned char)(1u << (place(&t->v.v[i].id) & 7));
}

static const struct touched *find(const struct sieve *f, const struct touched_entries *t, const struct entry_id *id)
{
    static const struct touched new = {.changed = true}, same = {.had = true};
    const struct touched *found = NULL;
    if (f->bits[place(id) >> 3] >> (place(id) & 7) & 1) {
        struct touched key = {.id = *id};
        found = bsearch(&key, t->v.v, t->v.n, sizeof *t->v.v, by_id);
    }
    return found ? found : t->nothing ? &new : t->all ? &same : NULL;
}

/* All entries in the order of the report. */
static bool count_all(struct store *s, const struct touched_entries *t,
                      const struct entry_set *conflicts, struct merge_report *ret, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "SELECT entry, form_id, unit, period FROM x_state INDEXED BY x_state_key"
                                       " ORDER BY form_id, unit, period, entry", e);
    if (!q)
        return false;
    struct sieve sieve;
    sieve_fill(&sieve, t);
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW) {
        struct entry_id id;
        size_t n;
        const void *bytes = stmt_blob_of(q, 0, &n);
        if (n != sizeof id.b)
            continue;
        memcpy(id.b, bytes, sizeof id.b);
        const struct touched *found = find(&sieve, t, &id);
        if (found)
            count(ret, q, found, is_in(conflicts, &id));
    }
    stmt_done(q);
    return row == STMT_DONE;
}

/* Where nothing was before, each is new, and only those for which comments came are told apart. */
static void keep_commented(struct touched_entries *t)
{
    size_t kept = 0;
    for (size_t i = 0; i < t->v.n; i++)
        if (t->v.v[i].comments)
            t->v.v[kept++] = t->v.v[i];
    t->v.n = kept;
    t->sorted = false;
}

bool touched_report(struct store *s, struct touched_entries *t, struct merge_report *ret,
                    struct err *e)
{
    struct entry_set conflicts = {0};
    if (t->nothing)
        keep_commented(t);
    tidy(t);
    if ((!t->nothing && !find_who_was_here(s, t, e)) || !lead_to_roots(s, t, e))
        return false;
    tidy(t);
    bool good = load_conflicts(s, &conflicts, e) && count_all(s, t, &conflicts, ret, e);
    vec_finish(&conflicts);
    return good;
}

void touched_finish(struct touched_entries *t)
{
    vec_finish(&t->v);
}
