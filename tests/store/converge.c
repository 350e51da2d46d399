/* Offices that work, merge each other's files in any order and portion, with clocks that lie: at the
 * end every order of merging gives the same set and the same states (U1, U2, U3, U5), and no event
 * that anybody made is missing (T7). Prints the seed of a failure; converge SEED runs one. */
#include <string.h>

#include "base/hash.h"
#include "store/conflict.h"
#include "store/kit.h"
#include "store/merge.h"

#define SITES  4
#define STEPS  40
#define ROUNDS 12

static unsigned state;

static unsigned roll(unsigned n)
{
    state = state * 1103515245u + 12345u;
    return (state >> 16) % n;
}

struct world {
    struct store *sites[SITES];
    struct hash form;
    VEC(struct hash) made; /* every event that somebody made */
    bool sound;
};

static void entry_id(unsigned n, char out[ENTRY_ID_HEX])
{
    snprintf(out, ENTRY_ID_HEX, "%032x", n + 1);
}

static json *random_answers(void)
{
    json *o = js_new_object(), *rows = js_new_array();
    static const char *const names[] = {"a", "b", "c"};
    for (size_t i = 0; i < 3; i++)
        if (roll(4))
            js_set(o, names[i], js_new_integer(roll(3)));
    for (unsigned i = 0; i < 3; i++) {
        if (!roll(3))
            continue;
        char id[17];
        snprintf(id, sizeof id, "%016x", i);
        json *row = js_new_object();
        js_set_text(row, "_row", id);
        if (roll(2))
            js_set(row, "x", js_new_integer(roll(3)));
        js_push(rows, row);
    }
    if (js_count(rows))
        js_set(o, "t", rows);
    else
        js_free(rows);
    return o;
}

static void add_parents(struct event *ev, const struct revisions *all)
{
    bool *followed = xcalloc(all->n + 1, sizeof *followed);
    for (size_t i = 0; i < all->n; i++)
        for (size_t k = 0; k < all->n; k++)
            for (size_t p = 0; p < all->v[i].head.parents.n; p++)
                followed[k] |= !hash_cmp(&all->v[i].head.parents.v[p], &all->v[k].id);
    bool join = roll(2);
    for (size_t i = 0; i < all->n; i++)
        if (!followed[i] && (join || !ev->parents.n))
            *vec_add(&ev->parents) = all->v[i].id;
    free(followed);
}

static void revise(struct world *w, struct store *s)
{
    char id[ENTRY_ID_HEX];
    struct revisions all = {0};
    entry_id(roll(3), id);
    store_revisions(s, id, &all, NULL);
    struct event ev = {.kind = EVENT_REVISION, .has_form = true, .form = w->form};
    ev.entry = xstrdup(id);
    ev.unit = xstrdup(roll(8) ? "U1" : "U2");
    ev.status = xstrdup(!roll(6) ? "withdrawn" : roll(2) ? "submitted" : "draft");
    ev.time = 1 + (int64_t)roll(30000) * 50000; /* from 1970 on */
    add_parents(&ev, &all);
    json *answers = random_answers();
    struct hash made;
    struct err e = {0};
    if (store_add_revision(s, &ev, answers, &made, &e))
        *vec_add(&w->made) = made;
    else
        w->sound = false;
    err_finish(&e);
    js_free(answers);
    event_finish(&ev);
    revisions_finish(&all);
}

static void review(struct world *w, struct store *s)
{
    char id[ENTRY_ID_HEX];
    struct revisions all = {0};
    entry_id(roll(3), id);
    if (!store_revisions(s, id, &all, NULL) || !all.n) {
        revisions_finish(&all);
        return;
    }
    struct event ev = {.kind = EVENT_REVIEW, .has_target = true};
    ev.target = all.v[roll((unsigned)all.n)].id;
    ev.entry = xstrdup(id);
    ev.verdict = xstrdup(roll(2) ? "accept" : "return");
    ev.time = 1 + (int64_t)roll(30000) * 50000;
    struct hash made;
    if (store_add_event(s, &ev, "vì sao", &made, NULL))
        *vec_add(&w->made) = made;
    else
        w->sound = false;
    event_finish(&ev);
    revisions_finish(&all);
}

/* Everything of one file into another. The source is open: it is read as any file lying there. */
static bool merge(struct store *to, struct store *from)
{
    struct merge_report report;
    struct err e = {0};
    const char *path = store_path(from);
    bool good = store_merge(to, &path, 1, NULL, &report, &e);
    for (size_t i = 0; i < report.files.n; i++) {
        const struct merge_file *f = &report.files.v[i];
        const struct merge_counts *sets[] = {&f->events, &f->bodies};
        for (int k = 0; k < 2; k++)
            good = good && !f->err.message && !sets[k]->quarantined &&
                   sets[k]->seen == sets[k]->known + sets[k]->added + sets[k]->refused;
        if (f->err.message)
            printf("# %s\n", f->err.message);
    }
    if (e.message)
        printf("# %s\n", e.message);
    merge_report_finish(&report);
    err_finish(&e);
    return good;
}

static void begin(struct world *w)
{
    static const char yaml[] = "form: f\n";
    *w = (struct world){.sound = true};
    for (int i = 0; i < SITES; i++) {
        char name[32];
        snprintf(name, sizeof name, "site%d-%u.db", i, state);
        w->sites[i] = kit_open(name, STORE_CREATE);
        store_add_text(w->sites[i], EVENT_FORM, "f", yaml, strlen(yaml), &w->form, NULL);
    }
}

static void work(struct world *w)
{
    for (int i = 0; i < STEPS && w->sound; i++) {
        struct store *s = w->sites[roll(SITES)], *other = w->sites[roll(SITES)];
        unsigned what = roll(10);
        if (what < 6)
            revise(w, s);
        else if (what < 8)
            review(w, s);
        else if (s != other)
            w->sound = merge(s, other);
    }
}

/* A fresh file that takes all in, in some order, some twice: what it says of itself. */
static char *gather(struct world *w, int nth, struct store **ret)
{
    char name[32];
    snprintf(name, sizeof name, "all%d-%u.db", nth, state);
    *ret = kit_open(name, STORE_CREATE);
    unsigned first = roll(SITES), step = roll(2) ? 1 : SITES - 1;
    for (unsigned i = 0; i < SITES; i++) {
        w->sound = w->sound && merge(*ret, w->sites[(first + i * step) % SITES]);
        if (!roll(3))
            w->sound = w->sound && merge(*ret, w->sites[roll(SITES)]);
    }
    struct store_health health = {0};
    w->sound = w->sound && store_check(*ret, &health, NULL) && !health.bad && !*health.structure;
    char *dump = store_derived_dump(*ret, NULL);
    char *said = xasprintf("%s\n%s", health.code, dump ? dump : "");
    store_health_finish(&health);
    free(dump);
    return said;
}

static bool holds(struct store *s, const struct hash *h)
{
    char id[ENTRY_ID_HEX];
    static const enum event_kind kinds[] = {EVENT_REVISION, EVENT_REVIEW};
    bool found = false;
    for (unsigned n = 0; n < 3 && !found; n++)
        for (int k = 0; k < 2 && !found; k++) {
            struct revisions all = {0};
            entry_id(n, id);
            store_events(s, id, kinds[k], &all, NULL);
            for (size_t i = 0; i < all.n && !found; i++)
                found = !hash_cmp(&all.v[i].id, h);
            revisions_finish(&all);
        }
    return found;
}

static bool round_of(unsigned seed)
{
    struct world w;
    state = seed;
    begin(&w);
    work(&w);
    char *first = NULL;
    bool same = true, kept = true;
    for (int i = 0; i < 3; i++) {
        struct store *all;
        char *said = gather(&w, i, &all);
        for (size_t k = 0; k < w.made.n && i == 0; k++)
            kept = kept && holds(all, &w.made.v[k]);
        same = same && (!first || !strcmp(first, said));
        if (!first)
            first = said;
        else
            free(said);
        store_close(all, NULL);
    }
    for (int i = 0; i < SITES; i++)
        store_close(w.sites[i], NULL);
    free(first);
    vec_finish(&w.made);
    if (!w.sound || !same || !kept)
        printf("# seed %u: %s%s%s\n", seed, w.sound ? "" : "something failed ", same ? "" : "orders differ ",
               kept ? "" : "an event is missing");
    return w.sound && same && kept;
}

int main(int argc, char **argv)
{
    kit_begin();
    unsigned only = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;
    for (unsigned seed = only ? only : 1; seed <= (only ? only : ROUNDS); seed++)
        ok(round_of(seed), "seed %u: every order gives the same set and states", seed);
    return kit_done();
}
