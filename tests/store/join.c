/* Joins against a slow reading of the rule (M9): who is one with whom, and which revisions are heads then,
 * after every portion of events that arrives, in any order; and what an unjoin gives back. */
#include "store/join.h"

#include <string.h>

#include "store/erase.h"
#include "store/kit.h"

#define ENTRIES 6
#define EVENTS  24

struct made {
    enum event_kind kind;
    unsigned a, b;       /* entries */
    unsigned joins;      /* unjoin: the events it names, as bits */
    unsigned parents;    /* revision: bits */
    char *head;
    size_t len;
    struct hash hash;
    bool here;           /* it has arrived */
};

struct world {
    struct made v[EVENTS];
    struct hash form, body;
};

static unsigned below(unsigned n)
{
    unsigned r;
    random_bytes(&r, sizeof r);
    return r % n;
}

static void id_of(unsigned entry, char out[ENTRY_ID_HEX])
{
    snprintf(out, ENTRY_ID_HEX, "%032x", entry + 1);
}

/* ---- making ---------------------------------------------------------------------------------- */

static void add_links(struct world *w, size_t n, unsigned bits, struct event *ev)
{
    for (size_t i = 0; i < n; i++)
        if (bits >> i & 1)
            *(ev->kind == EVENT_UNJOIN ? vec_add(&ev->supersedes) : vec_add(&ev->parents)) =
                w->v[i].hash;
}

static unsigned some(const struct world *w, size_t n, enum event_kind kind)
{
    unsigned bits = 0;
    for (size_t i = 0; i < n; i++)
        if (w->v[i].kind == kind && below(3) == 0)
            bits |= 1u << i;
    return bits;
}

static void make_event(struct world *w, size_t n)
{
    struct made *m = &w->v[n];
    char a[ENTRY_ID_HEX], b[ENTRY_ID_HEX];
    unsigned what = below(10);
    m->a = below(ENTRIES);
    m->b = below(ENTRIES);
    m->joins = what < 2 ? some(w, n, EVENT_JOIN) : 0;
    m->kind = m->joins ? EVENT_UNJOIN : what < 5 ? EVENT_JOIN : EVENT_REVISION;
    m->parents = m->kind == EVENT_REVISION ? some(w, n, EVENT_REVISION) : 0;
    id_of(m->a, a);
    id_of(m->b, b);
    struct event ev = {.kind = m->kind, .time = 1 + (int64_t)n};
    ev.entry = xstrdup(a);
    if (m->kind == EVENT_REVISION) {
        ev.has_form = ev.has_body = true;
        ev.form = w->form;
        ev.body = w->body;
        ev.unit = xstrdup("U1");
        ev.status = xstrdup("draft");
    } else {
        ev.other = xstrdup(b);
    }
    add_links(w, n, m->joins | m->parents, &ev);
    m->head = event_write(&ev, &m->len);
    m->hash = event_hash(m->head, m->len);
    event_finish(&ev);
}

/* ---- the slow reading ------------------------------------------------------------------------ */

static bool stands(const struct world *w, size_t join)
{
    for (size_t i = 0; i < EVENTS; i++)
        if (w->v[i].here && w->v[i].kind == EVENT_UNJOIN && w->v[i].joins >> join & 1)
            return false;
    return w->v[join].here && w->v[join].kind == EVENT_JOIN;
}

static void find_roots(const struct world *w, unsigned root[ENTRIES])
{
    for (unsigned i = 0; i < ENTRIES; i++)
        root[i] = i;
    for (unsigned round = 0; round < ENTRIES; round++)
        for (size_t i = 0; i < EVENTS; i++) {
            unsigned *a = &root[w->v[i].a], *b = &root[w->v[i].b];
            if (stands(w, i))
                *a = *b = *a < *b ? *a : *b;
        }
}

static unsigned heads_of(const struct world *w, const unsigned root[ENTRIES], unsigned entry)
{
    unsigned heads = 0;
    for (size_t i = 0; i < EVENTS; i++) {
        const struct made *m = &w->v[i];
        bool head = m->here && m->kind == EVENT_REVISION && root[m->a] == root[entry];
        for (size_t k = 0; k < EVENTS && head; k++)
            head = !(w->v[k].here && w->v[k].kind == EVENT_REVISION && w->v[k].parents >> i & 1 &&
                     root[w->v[k].a] == root[entry]);
        heads += head;
    }
    return heads;
}

/* ---- comparing ------------------------------------------------------------------------------- */

static bool same_entry(struct store *s, const struct world *w, const unsigned root[ENTRIES],
                       unsigned entry)
{
    char id[ENTRY_ID_HEX], want[ENTRY_ID_HEX], got[ENTRY_ID_HEX];
    struct entry_row row = {0};
    id_of(entry, id);
    id_of(root[entry], want);
    unsigned heads = heads_of(w, root, entry);
    bool good = store_root(s, id, got, NULL) && !strcmp(got, want);
    bool there = store_entry(s, id, &row, NULL);
    good = good && there == (heads > 0) &&
           (!there || (row.heads == (int)heads && !strcmp(row.entry, want)));
    if (!good)
        printf("# entry %u: root %u, %u heads; got %s, %d heads\n", entry, root[entry], heads, got,
               row.heads);
    entry_row_finish(&row);
    return good;
}

static bool same_all(struct store *s, const struct world *w)
{
    unsigned root[ENTRIES];
    find_roots(w, root);
    for (unsigned i = 0; i < ENTRIES; i++)
        if (!same_entry(s, w, root, i))
            return false;
    return true;
}

static bool arrive(struct store *s, struct world *w)
{
    size_t order[EVENTS];
    for (size_t i = 0; i < EVENTS; i++) {
        size_t k = below((unsigned)i + 1);
        order[i] = order[k];
        order[k] = i;
    }
    for (size_t i = 0; i < EVENTS;) {
        struct store_bytes heads[4];
        size_t n = 0;
        for (unsigned k = 1 + below(4); k > 0 && i < EVENTS; k--, i++) {
            struct made *m = &w->v[order[i]];
            heads[n++] = (struct store_bytes){m->head, m->len};
            m->here = true;
        }
        if (!store_take(s, NULL, 0, heads, n, NULL) || !same_all(s, w))
            return false;
    }
    return true;
}

static bool round_of(unsigned seed)
{
    random_seed(seed);
    char name[32];
    snprintf(name, sizeof name, "j%u.db", seed);
    struct store *s = kit_open(name, STORE_CREATE);
    struct world w = {0};
    size_t len;
    store_add_text(s, EVENT_FORM, "f", "form: f\n", 8, &w.form, NULL);
    json *answers = kit_json("{\"a\":1}");
    char *body = body_write_answers(answers, "00000000000000000000000000000000", &len);
    w.body = body_hash(body, len);
    struct store_bytes bytes = {body, len};
    for (size_t i = 0; i < EVENTS; i++)
        make_event(&w, i);
    bool good = store_take(s, &bytes, 1, NULL, 0, NULL) && arrive(s, &w);
    char *before = store_derived_dump(s, NULL);
    good = good && store_rebuild(s, NULL) && same_all(s, &w);
    char *after = store_derived_dump(s, NULL);
    good = good && !strcmp(before, after);
    free(before);
    free(after);
    free(body);
    js_free(answers);
    for (size_t i = 0; i < EVENTS; i++)
        free(w.v[i].head);
    store_close(s, NULL);
    return good;
}

/* ---- what an unjoin gives back --------------------------------------------------------------- */

static void test_give_back(void)
{
    struct store *s = kit_open("back.db", STORE_CREATE);
    struct hash form, r[3], event;
    struct err e = {0};
    struct event by = {.author = (char *)"An", .office = (char *)"U1"};
    char a[ENTRY_ID_HEX], b[ENTRY_ID_HEX];
    id_of(0, a);
    id_of(1, b);
    store_add_text(s, EVENT_FORM, "f", "form: f\n", 8, &form, &e);
    kit_revise(s, a, "U1", "2015", "submitted", &form, NULL, 0, "{\"a\":1,\"b\":1}", &r[0]);
    kit_revise(s, b, "U1", "2015", "submitted", &form, NULL, 0, "{\"a\":1,\"b\":2}", &r[1]);
    struct hash review;
    kit_review(s, b, &r[1], "accept", NULL, &review);
    char *apart = store_derived_dump(s, &e);
    kit_good(store_join(s, &by, a, b, &event, &e), &e, "M9: two are joined");
    ok(!store_join(s, &by, b, a, &event, &e) && e.code == ERR_RULE, "not twice");
    err_finish(&e);
    kit_good(store_unjoin(s, &by, b, a, &event, &e), &e, "and taken apart");
    char *again = store_derived_dump(s, &e);
    ok(strstr(apart, "x_state") && strstr(again, strstr(apart, "x_state")) != NULL,
       "M9: heads and states are exactly those before");
    kit_good(store_join(s, &by, a, b, &event, &e), &e, "M9: a later join connects them again");
    kit_revise(s, a, "U1", "2015", "submitted", &form, r, 2, "{\"a\":1,\"b\":3}", &r[2]);
    struct entry_row row = {0};
    ok(store_entry(s, b, &row, &e) && row.heads == 1 && !hash_cmp(&row.shown, &r[2]),
       "a revision follows both");
    entry_row_finish(&row);
    kit_good(store_unjoin(s, &by, a, b, &event, &e), &e, "apart after that");
    ok(store_entry(s, b, &row, &e) && !hash_cmp(&row.shown, &r[1]) && row.state == STATE_ACCEPTED,
       "M9: the other entry is as it was");
    entry_row_finish(&row);
    ok(store_entry(s, a, &row, &e) && row.heads == 1 && !hash_cmp(&row.shown, &r[2]),
       "M9: what was written in between stays with the one that gave its name");
    entry_row_finish(&row);
    struct revisions all;
    ok(store_join_events(s, b, &all, &e) && all.n == 4, "both know all joins and unjoins");
    revisions_finish(&all);
    free(apart);
    free(again);
    store_close(s, NULL);
    err_finish(&e);
}

/* ---- erasing: equal sets of erased bodies, equal states --------------------------------------- */

static void test_erased(void)
{
    struct store *s = kit_open("erased.db", STORE_CREATE);
    struct hash form, r[3], event;
    struct err e = {0};
    struct event by = {.author = (char *)"An"};
    struct erase_plan plan;
    char a[ENTRY_ID_HEX];
    bool done;
    id_of(0, a);
    store_add_text(s, EVENT_FORM, "f", "form: f\n", 8, &form, &e);
    kit_revise(s, a, "U1", NULL, "draft", &form, NULL, 0, "{\"a\":1}", &r[0]);
    kit_revise(s, a, "U1", NULL, "draft", &form, &r[0], 1, "{\"a\":2}", &r[1]);
    kit_revise(s, a, "U1", NULL, "draft", &form, &r[0], 1, "{\"a\":3}", &r[2]);
    struct entry_row row = {0};
    ok(store_entry(s, a, &row, &e) && row.state == STATE_CONFLICT, "M3: two values, a conflict");
    entry_row_finish(&row);
    ok(store_erase_plan(s, a, &r[1], &plan, &e) && plan.revisions == 1, "one of them is to go");
    kit_good(store_erase(s, &by, &plan, "vì", &event, &done, &e) && done, &e, "U7: erased");
    erase_plan_finish(&plan);
    ok(store_entry(s, a, &row, &e) && row.state == STATE_DRAFT && row.heads == 2,
       "U7: it writes nothing any more; heads and graph are unchanged");
    entry_row_finish(&row);
    struct store_health health = {0};
    ok(store_check(s, &health, &e) && !health.bad && !*health.structure, "U7: nothing is damaged");
    store_health_finish(&health);
    char *before = store_derived_dump(s, &e);
    ok(store_rebuild(s, &e), "rebuilt");
    char *after = store_derived_dump(s, &e);
    is(before, after, "I3: with the erased set the lists are the same again");
    free(before);
    free(after);
    ok(!store_erase_plan(s, a, &r[1], &plan, &e) && e.code == ERR_RULE, "nothing is left of it");
    err_finish(&e);
    store_close(s, NULL);
}

int main(void)
{
    kit_begin();
    const char *rounds = getenv("PHIEU_ROUNDS");
    unsigned n = rounds ? (unsigned)atoi(rounds) : 25;
    for (unsigned seed = 1; seed <= n; seed++)
        if (!ok(round_of(seed), "M9: seed %u: joins in any order, as read slowly", seed))
            break;
    test_give_back();
    test_erased();
    return kit_done();
}
