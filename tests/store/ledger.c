/* T7, conservation: offices work as in converge.c, but what gives way is really lost: a file under a copy of another one,
 * what an undone merge had brought, a file whose program crashes. All that was ever acknowledged stands in
 * some file that is left or in some office's safety store, and comes back from there. PHIEU_ROUNDS: how many. */
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/safety.h"
#include "store/world.h"
#include "tap.h"

#define STEPS  50
#define ROUNDS 6

static char *events_of(const char *path)
{
    struct store *s = store_open(path, STORE_READONLY | STORE_FOREIGN, NULL);
    char *rows = s ? world_rows(s, "event", "SELECT lower(hex(hash)) FROM event") : xstrdup("");
    store_close(s, NULL);
    return rows;
}

static void add_events(struct str *to, const char *path)
{
    char *rows = events_of(path);
    str_add(to, rows);
    free(rows);
}

/* The safety stores of all offices: one a lineage that somebody worked on. */
static size_t add_safety(struct str *to, const struct world *w)
{
    char *folder = xstrdup(store_path(w->sites[0]));
    *strrchr(folder, '/') = '\0';
    char *pattern = xasprintf("%s/state*/phieu/safety/*.db", folder);
    glob_t found = {0};
    glob(pattern, 0, NULL, &found);
    for (size_t i = 0; i < found.gl_pathc; i++)
        add_events(to, found.gl_pathv[i]);
    size_t n = found.gl_pathc;
    globfree(&found);
    free(pattern);
    free(folder);
    return n;
}

static size_t missing(const struct world *w, const char *rows)
{
    size_t n = 0;
    for (size_t i = 0; i < w->made.n; i++) {
        char hex[HASH_HEX];
        hash_hex(&w->made.v[i], hex);
        n += !strstr(rows, hex);
    }
    return n;
}

/* Every office takes back into its file what its own safety store knows of it. */
static void restore(struct world *w, unsigned site)
{
    struct safety_restored back = {0};
    struct err e = {0};
    world_sit(w, site);
    if (!safety_restore(w->sites[site], &back, &e) || back.bad)
        world_trouble(w, "U9: office %u: %s", site, e.message ? e.message : "rows are bad");
    if (safety_missing_count(w->sites[site]))
        world_trouble(w, "U9: office %u: something is still missing", site);
    err_finish(&e);
}

/* More files are put over others than people would. */
static void hurt(struct steps *steps)
{
    for (size_t i = 0; i < steps->n; i++)
        if (i > 8 && steps->v[i].op == OP_MERGE && steps->v[i].r[1] % 2)
            steps->v[i].op = OP_CLONE;
}

static bool round_of(unsigned seed, size_t *lost)
{
    struct world w;
    struct steps steps;
    struct str files = {0}, all = {0};
    world_random_steps(seed, STEPS, &steps);
    hurt(&steps);
    world_begin(&w, seed, true);
    for (size_t i = 0; i < steps.n && !w.trouble.len; i++)
        world_do(&w, &steps.v[i]);
    for (unsigned i = 0; i < WORLD_SITES; i++)
        add_events(&files, store_path(w.sites[i]));
    str_add(&all, str_text(&files));
    size_t stores = add_safety(&all, &w);
    *lost += missing(&w, str_text(&files));
    if (missing(&w, str_text(&all)))
        world_trouble(&w, "T7: %zu of %zu events are nowhere", missing(&w, str_text(&all)), w.made.n);
    if (!stores)
        world_trouble(&w, "there is no safety store");
    for (unsigned i = 0; i < WORLD_SITES; i++)
        restore(&w, i);
    bool good = !w.trouble.len;
    if (!good)
        printf("# seed %u: %s\n# %s\n", seed, str_text(&w.trouble), str_text(&w.log));
    str_finish(&files);
    str_finish(&all);
    vec_finish(&steps);
    world_finish(&w);
    return good;
}

int main(int argc, char **argv)
{
    const char *rounds = getenv("PHIEU_ROUNDS");
    unsigned n = rounds ? (unsigned)strtoul(rounds, NULL, 10) : ROUNDS;
    unsigned only = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;
    size_t lost = 0;
    world_setup();
    for (unsigned seed = only ? only : 1; seed <= (only ? only : n); seed++)
        ok(round_of(seed, &lost), "T7 U9: seed %u: all that was acknowledged is somewhere", seed);
    ok(lost > 0 || only, "%zu events were in no file any more: the safety stores had them", lost);
    world_teardown();
    return tap_done();
}
