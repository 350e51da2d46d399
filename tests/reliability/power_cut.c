/* Power cuts: a person works, the disk writes down what it was asked to do; then power is cut after
 * any of these operations, and the file must open, be whole, and hold all that was acknowledged
 * (on the screen: “đã lưu”). Run with a journal mode; and against itself: with synchronous=NORMAL
 * and on a disk that lies the same cuts must be seen to lose data, else this test is blind.
 *     test_reliability_power_cut persist|delete [CUTS [SEED]] */
#include <stdlib.h>

#include "reliability/disk.h"
#include "reliability/work.h"

#define STEPS 150
/* Pages go to the file before the end of their transaction: more moments for a cut. */
#define SMALL_CACHE "PRAGMA cache_size=4"

static struct snapshot steps[STEPS];
static int made;

struct setting {
    unsigned flags;
    const char *pragmas; /* NULL: as the program has it */
    bool lie;
};

static void reopen(struct bench *b, const struct setting *x)
{
    struct err e = {0};
    struct session_options options = {.store_flags = x->flags,
                                      .office = UNIT "/youth",
                                      .author = "An",
                                      .ignore_settings = true};
    if (b->session && !session_close(b->session, &e))
        good(false, &e, "the session closes");
    b->session = session_open(b->path, &options, &e);
    if (!b->session)
        good(false, &e, "the session opens");
    if (x->pragmas && !db_exec(session_store(b->session)->db, x->pragmas, &e))
        good(false, &e, "the setting is made");
}

static struct entry *open_entry(struct bench *b)
{
    const struct form *form = session_form(b->session, FORM, NULL);
    return entry_begin(b->session, form, UNIT, NULL, NULL);
}

static bool work_step(struct bench *b, struct entry **en, const struct setting *x, uint64_t *seed,
                      struct err *e)
{
    int what = (int)(draw(seed) % 20);
    if (what < 14)
        return work_change(*en, seed, e);
    if (what == 19) {
        entry_destroy(*en);
        reopen(b, x);
        *en = open_entry(b);
        return *en != NULL;
    }
    if (what >= 17)
        return entry_leave(*en, NULL, e);
    if (what == 14)
        return work_fill(*en, e);
    return entry_submit(*en, NULL, e) || e->code == ERR_RULE; /* empty fields, or nothing new */
}

/* Works, and notes what stands in the file after each step. */
static void work(struct bench *b, const struct setting *x, uint64_t seed)
{
    struct err e = {0};
    disk_record(b->path);
    reopen(b, x);
    disk_lie(x->lie);
    struct entry *en = open_entry(b);
    for (made = 0; made < STEPS; made++) {
        if (!work_step(b, &en, x, &seed, &e)) {
            good(false, &e, "a step of work");
            break;
        }
        err_finish(&e);
        if (!snapshot_take(session_store(b->session), &steps[made], &e))
            good(false, &e, "the file can be read");
        disk_note(made);
    }
    entry_destroy(en);
    disk_lie(false);
}

static int by_number(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return x < y ? -1 : x > y;
}

/* One in each stretch of the work. Every fourth cut is of an idle disk: right after something was
 * acknowledged. */
static size_t *choose_cuts(int cuts, uint64_t *seed)
{
    size_t *at = xcalloc((size_t)cuts, sizeof *at);
    for (int i = 0; i < cuts; i++) {
        size_t from = disk_ops() * (size_t)i / (size_t)cuts;
        size_t to = disk_ops() * (size_t)(i + 1) / (size_t)cuts;
        at[i] = from + (to > from ? (size_t)(draw(seed) % (to - from)) : 0);
        size_t idle = i % 4 ? 0 : disk_idle_after(at[i]);
        at[i] = idle ? idle : at[i];
    }
    qsort(at, (size_t)cuts, sizeof *at, by_number);
    return at;
}

struct losses {
    int corrupt, lost;
};

/* Ends early where losses are wanted and have been seen. */
static struct losses cut(const char *folder, int cuts, uint64_t seed, int enough)
{
    static const struct snapshot nothing;
    struct losses found = {0};
    char *path = xasprintf("%s/cut.db", folder), *journal = xasprintf("%s-journal", path);
    size_t *at = choose_cuts(cuts, &seed);
    int done = 0;
    for (int i = 0; i < cuts && (!enough || found.corrupt + found.lost < enough); i++, done++) {
        int step = disk_cut(at[i], path, &seed);
        char *wrong = file_trouble(path, step < 0 ? &nothing : &steps[step],
                                   step + 1 < made ? &steps[step + 1] : NULL);
        if (wrong && !enough && found.corrupt + found.lost < 5)
            printf("# cut after operation %zu, step %d: %s\n", at[i], step, wrong);
        found.lost += wrong && !strncmp(wrong, "lost", 4);
        found.corrupt += wrong && strncmp(wrong, "lost", 4);
        free(wrong);
    }
    unlink(path);
    unlink(journal);
    free(path);
    free(journal);
    free(at);
    printf("# %d cuts: %d corrupt, %d lost something acknowledged\n", done, found.corrupt,
           found.lost);
    return found;
}

static struct losses trial(const struct setting *x, int cuts, uint64_t seed, int enough)
{
    struct bench b;
    bench_init(&b);
    work(&b, x, seed);
    printf("# %zu operations, %d steps\n", disk_ops(), made);
    struct losses found = cut(b.folder, cuts, seed + 1, enough);
    disk_record_end();
    bench_finish(&b);
    for (int i = 0; i < STEPS; i++)
        snapshot_finish(&steps[i]);
    return found;
}

int main(int argc, char **argv)
{
    bool stick = argc > 1 && !strcmp(argv[1], "delete");
    int cuts = argc > 2 ? atoi(argv[2]) : number_from("PHIEU_CUTS", 750);
    uint64_t seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 20150620;
    unsigned flags = stick ? STORE_REMOVABLE : 0;
    disk_install();
    printf("# journal %s, %d cuts, seed %llu\n", stick ? "DELETE" : "PERSIST", cuts,
           (unsigned long long)seed);
    struct losses found = trial(&(struct setting){.flags = flags}, cuts, seed, 0);
    is_int(0, found.corrupt, "EXTRA: no file is damaged");
    is_int(0, found.lost, "EXTRA: nothing acknowledged is lost");
    found = trial(&(struct setting){.flags = flags, .pragmas = SMALL_CACHE}, cuts / 3, seed, 0);
    is_int(0, found.corrupt + found.lost, "EXTRA with hardly any cache: neither");
    found = trial(&(struct setting){.flags = flags, .pragmas = SMALL_CACHE ";PRAGMA synchronous=NORMAL"},
                  cuts, seed, 1);
    ok(found.corrupt + found.lost > 0, "NORMAL: the cuts are seen");
    found = trial(&(struct setting){.flags = flags, .lie = true}, cuts / 10, seed, 30);
    ok(found.corrupt + found.lost >= 30, "a disk that lies: the cuts are seen");
    return tap_done();
}
