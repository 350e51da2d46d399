/* Power cuts while copies are taken in, taken back, made, and lists made again: sync.md's T1 beyond
 * saving. Everything that SQLite and we do to the folder is written down; then the folder is made as a
 * cut after any operation may leave it, on a disk that keeps the order of names and on one that does
 * not. Against blindness: without syncs, and on a disk that lies, the same cuts must lose something.
 *     test_reliability_power_cut_copies persist|delete [CUTS [SEED]] */
#include "reliability/calls.h"
#include "reliability/copies.h"

static struct place_of_work place, cut_place;
static struct course course;

static void note_step(int step)
{
    calls_note(step);
    calls_watch(NULL); /* looking is not part of the work */
    course_read(&place, &course.mine[step], &course.copy[step]);
    calls_watch(place.folder);
}

/* From the same files each time. */
static void record(const char *begun, bool lie)
{
    cp_copy_folder(begun, place.folder);
    course_finish(&course);
    course_read(&place, &course.first, &course.old_copy);
    struct course c;
    calls_watch(place.folder);
    calls_record();
    calls_lie(lie);
    course_run(&place, &c, note_step);
    calls_lie(false);
    calls_record_stop();
    calls_watch(kit_folder); /* what follows needs no syncs */
    course_finish(&c);
}

struct losses {
    int cuts, bad, deep;
};

/* Ends early where losses are wanted and have been seen. */
static struct losses cut_all(int cuts, uint64_t seed, int enough)
{
    struct losses found = {0};
    for (int i = 0; i < cuts && (!enough || found.bad < enough); i++, found.cuts++) {
        size_t op = draw(&seed) % calls_ops(), idle = i % 4 ? 0 : calls_idle_after(op);
        op = idle ? idle : op;
        bool deep = !enough && i % 4 == 1;
        cp_clear(cut_place.folder);
        int step = calls_cut(op, i / 2 % 2 ? DISK_LOOSE : DISK_ORDERED, cut_place.folder, &seed);
        char *wrong = judge_folder(&cut_place, &course, step, deep);
        if (wrong && !enough && found.bad < 8)
            printf("# cut after operation %zu (%s), during “%s”: %s\n", op, i / 2 % 2 ? "loose" : "ordered",
                   step + 1 < CP_STEPS ? cp_steps[step + 1].name : "nothing", wrong);
        found.bad += wrong != NULL;
        found.deep += deep;
        free(wrong);
    }
    return found;
}

int main(int argc, char **argv)
{
    const char *more = getenv("PHIEU_CUTS");
    int cuts = argc > 2 ? atoi(argv[2]) : more ? atoi(more) : 60;
    uint64_t seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 20150620;
    char begun[PATHS];
    kit_begin();
    db_limit_waiting(0);
    setenv("TMPDIR", kit_folder, 1);
    setenv("XDG_STATE_HOME", kit_folder, 1);
    cp_power_cut = true;
    unsetenv("XDG_RUNTIME_DIR");
    cp_flags = argc > 1 && !strcmp(argv[1], "delete") ? STORE_REMOVABLE : 0;
    cp_make(&place);
    cp_path(begun, kit_folder, "begun");
    mkdir(begun, 0700);
    cp_copy_folder(place.folder, begun);
    cut_place = place;
    cp_path(cut_place.folder, kit_folder, "cut");
    mkdir(cut_place.folder, 0700);

    printf("# journal %s, %d cuts, seed %llu\n", cp_flags ? "DELETE" : "PERSIST", cuts, (unsigned long long)seed);
    record(begun, false);
    printf("# %zu operations\n", calls_ops());
    struct losses found = cut_all(cuts, seed, 0);
    ok(!found.bad, "I1, I4, I5, C1: %d cuts: the file and the copy are whole and hold what was acknowledged;"
       " U4: after %d of them merging again gives the union, undo and copy work", found.cuts, found.deep);
    cp_pragmas = "PRAGMA synchronous=OFF";
    record(begun, false);
    cp_pragmas = NULL;
    found = cut_all(cuts * 3, seed, 3);
    ok(found.bad >= 3, "synchronous=OFF: the cuts are seen (%d of %d)", found.bad, found.cuts);
    record(begun, true);
    found = cut_all(cuts, seed, 30);
    ok(found.bad >= 30 || found.bad * 2 > found.cuts, "a disk that lies: the cuts are seen (%d of %d)",
       found.bad, found.cuts);
    calls_record_end();
    course_finish(&course);
    cp_clear(begun);
    cp_clear(place.folder);
    cp_clear(cut_place.folder);
    rmdir(begun);
    rmdir(place.folder);
    rmdir(cut_place.folder);
    return kit_done();
}
