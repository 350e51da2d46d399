/* kill -9, faults of the disk and of memory while files are taken in (also on trial), taken back,
 * copied, and lists made again: sync.md's T2 and T4 beyond saving. Each trial is a process of its own
 * that begins with the files as an undisturbed run has left them.
 *     kill    dies before one of its changes of the disk (write, fsync, rename, …)
 *     disk    a call fails with one of its errors, is short, or all calls from then on do
 *     memory  an allocation inside SQLite fails
 * Rule: an error with words; nothing acknowledged is lost; the second try succeeds, and gives what an
 * undisturbed run gives; nothing is left lying about.
 *     test_reliability_faults_copies kill|disk|memory [TRIALS [SEED]]
 * TRIALS (or PHIEU_TRIALS) 0: every change of the disk, one after the other (kill), or 20,000. */
#include <sys/wait.h>

#include "reliability/calls.h"
#include "reliability/copies.h"
#include "reliability/kinds.h"

static struct place_of_work place;
static struct course course;
static char before[CP_STEPS][PATHS], private[PATHS];

/* What a step does when nobody disturbs it. */
static struct size sizes[CP_STEPS];

/* ---- an undisturbed run ---------------------------------------------------------------------- */

static void keep_folder(int step)
{
    course_read(&place, &course.mine[step], &course.copy[step]);
    if (step + 1 == CP_STEPS)
        return;
    char name[16];
    snprintf(name, sizeof name, "before%d", step + 1);
    cp_path(before[step + 1], kit_folder, name);
    mkdir(before[step + 1], 0700);
    cp_copy_folder(place.folder, before[step + 1]);
}

static bool do_step(void *user, struct err *e)
{
    return cp_do(*(int *)user, &place, e);
}

static void measure(int step)
{
    cp_copy_folder(before[step], place.folder);
    size_measure(kit_folder, do_step, &step, &sizes[step]);
}

/* ---- one trial ------------------------------------------------------------------------------- */

struct trial {
    int step;
    long n;                   /* the change that is not lived to see; the call or allocation */
    struct calls_fault fault; /* on 0: none */
    bool memory, for_ever;
};

enum result { RESULT_HARMLESS = 10, RESULT_NOT_REACHED, RESULT_WRONG, RESULT_ERROR };

static void arm(const struct trial *t)
{
    if (t->memory)
        arm_memory(t->n, t->for_ever);
    else if (t->fault.on)
        calls_fail(&t->fault);
    else
        calls_kill(t->n);
}

static bool has_words(const struct err *e)
{
    return e->message && *e->message && (e->remedy || e->code == ERR_RULE);
}

static _Noreturn void child(const struct trial *t)
{
    struct err e = {0};
    calls_watch(kit_folder);
    arm(t);
    bool done = cp_do(t->step, &place, &e);
    bool happened = t->memory ? mend_memory() : calls_mend();
    char *said = err_text(&e);
    const char *wrong = NULL;
    if (!done && !has_words(&e))
        wrong = "it failed without words";
    err_finish(&e);
    if (getenv("FAULTS_LOUD") && happened)
        printf("# %s: %s fails: %s\n", cp_steps[t->step].name, calls_failed_at(), done ? "harmless" : said);
    if (!done && !wrong && !cp_do(t->step, &place, &e))
        wrong = "the second try failed too";
    if (wrong) {
        char *again = err_text(&e);
        printf("# %s: %s at %s (%s; %s)\n", cp_steps[t->step].name, wrong, calls_failed_at(), said, again);
        free(again);
    }
    fflush(stdout);
    _exit(wrong ? RESULT_WRONG : !happened ? RESULT_NOT_REACHED : done ? RESULT_HARMLESS : RESULT_ERROR);
}

struct counts {
    int trials, wrong, errors, harmless, killed, ended, deep;
};

/* What a private folder holds is gone with the next merge. */
static char *judge_private(void)
{
    char *wrong = NULL;
    DIR *d = opendir(private);
    for (struct dirent *x; d && !wrong && (x = readdir(d));)
        if (x->d_name[0] != '.' && strncmp(x->d_name, "etilqs_", 7)) /* SQLite's own, empty */
            wrong = xasprintf("I5: %s is left lying about", x->d_name);
    if (d)
        closedir(d);
    return wrong;
}

static void tell(const struct trial *t, const char *wrong)
{
    printf("# %s, %s %ld (on %u, errno %d%s): %s\n", cp_steps[t->step].name,
           t->memory ? "allocation" : t->fault.on ? "call" : "killed before change", t->n, t->fault.on,
           t->fault.error, t->for_ever ? ", for ever" : "", wrong);
}

static void run_trial(const struct trial *t, struct counts *c)
{
    int status = 0;
    cp_copy_folder(before[t->step], place.folder);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0)
        child(t);
    waitpid(pid, &status, 0);
    int result = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    bool finished = result == RESULT_ERROR || result == RESULT_HARMLESS || result == RESULT_NOT_REACHED;
    c->trials++;
    c->errors += result == RESULT_ERROR;
    c->harmless += result == RESULT_HARMLESS;
    c->killed += killed;
    c->ended += result == 3; /* the message of mem_exhausted() */
    bool deep = c->trials % 3 == 0;
    c->deep += deep;
    char *wrong = finished || killed || result == 3
                      ? judge_folder(&place, &course, finished ? t->step : t->step - 1, deep)
                      : xasprintf("status %d", status);
    wrong = wrong || !deep ? wrong : judge_private();
    if (wrong && c->wrong < 10)
        tell(t, wrong);
    c->wrong += wrong != NULL;
    free(wrong);
}

/* ---- many ------------------------------------------------------------------------------------ */

static void kill_everywhere(struct counts *c, int trials, uint64_t seed)
{
    long all = 0;
    for (int i = CP_TRY; i < CP_STEPS; i++)
        all += sizes[i].changes;
    long every = trials ? all / trials + 1 : 1, n = 1 + (long)(draw(&seed) % (uint64_t)every);
    for (int i = CP_TRY; i < CP_STEPS; i++) {
        for (; n <= sizes[i].changes; n += every)
            run_trial(&(struct trial){.step = i, .n = n}, c);
        n -= sizes[i].changes;
    }
    printf("# %ld changes of the disk, every %ld-th\n", all, every);
}

static void fail_anywhere(struct counts *c, int trials, uint64_t seed, bool memory)
{
    for (int i = 0; i < trials; i++) {
        struct trial t = {.step = CP_TRY + i % (CP_STEPS - CP_TRY), .memory = memory};
        const struct fault_kind *k = &fault_kinds[draw(&seed) % FAULT_KINDS];
        long most = memory ? sizes[t.step].allocations : size_calls(&sizes[t.step], k->on);
        if (!most)
            continue;
        t.n = 1 + (long)(draw(&seed) % (uint64_t)most);
        t.for_ever = draw(&seed) % 3 == 0;
        if (!memory)
            t.fault = (struct calls_fault){k->on, t.n, k->error, t.for_ever};
        run_trial(&t, c);
    }
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "kill", *more = getenv("PHIEU_TRIALS");
    int trials = more ? atoi(more) : argc > 2 ? atoi(argv[2]) : 100;
    uint64_t seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 7;
    struct counts c = {0};
    install_memory();
    kit_begin();
    db_limit_waiting(0);
    cp_path(private, kit_folder, "private");
    mkdir(private, 0700);
    setenv("TMPDIR", private, 1);
    setenv("XDG_STATE_HOME", kit_folder, 1);
    unsetenv("XDG_RUNTIME_DIR");
    calls_watch(kit_folder); /* nothing of this needs syncs */
    cp_make(&place);
    struct course run;
    course_read(&place, &course.first, &course.old_copy);
    cp_path(before[0], kit_folder, "before0");
    mkdir(before[0], 0700);
    course_run(&place, &run, keep_folder);
    course_finish(&run);
    for (int i = CP_TRY; i < CP_STEPS; i++)
        measure(i);
    printf("# %s, %d trials, seed %llu\n", what, trials, (unsigned long long)seed);
    if (!strcmp(what, "kill"))
        kill_everywhere(&c, trials, seed);
    else
        fail_anywhere(&c, trials ? trials : 20000, seed, !strcmp(what, "memory"));
    if (!strcmp(what, "kill"))
        ok(!c.wrong && c.killed == c.trials, "I1, I4, I5, C1: killed %d times: whole, nothing lost;"
           " U4: merging again after %d of them gives the union", c.killed, c.deep);
    else
        ok(!c.wrong && c.errors > 0, "I1, I4, I5, C1, U6: %d faults: %d errors with words and a second try"
           " that succeeds, %d harmless, %d ended with a message; U4: after %d of them merging again gives"
           " the union", c.trials, c.errors, c.harmless, c.ended, c.deep);
    course_finish(&course);
    cp_clear(place.folder);
    rmdir(place.folder);
    rmdir(private);
    for (int i = 0; i < CP_STEPS; i++) {
        cp_clear(before[i]);
        rmdir(before[i]);
    }
    return kit_done();
}
