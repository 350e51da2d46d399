/* Kill -9, power cuts, faults of the disk and of memory while something is saved with its second copy in the
 * safety store, taken back from there, erased, erased as others ask, and joined. The safety store is under the
 * same faults as the file (I4, U7, U9, T1, T2, T4).
 *     kill    dies before one of its changes of the disk
 *     cut     the power fails after one of its changes of the file's folder
 *     disk    a call fails with one of its errors, or all from then on do
 *     memory  an allocation inside SQLite fails
 * Against blindness: without syncs, and on a disk that ignores them, the same cuts must be seen.
 * Rule: an error with words; nothing acknowledged is lost but what is to be erased; done again, it is done, and of what was
 * erased no byte is left in the file, beside it, and in the safety store.
 *     test_reliability_faults_kept kill|cut|disk|memory [TRIALS [SEED]]       PHIEU_TRIALS=2000: more */
#include <signal.h>
#include <sys/wait.h>

#include "base/file.h"
#include "reliability/calls.h"
#include "reliability/copies.h"
#include "reliability/kinds.h"
#include "store/erase.h"
#include "store/join.h"
#include "store/safety.h"
#include "store/verify.h"

#define SECRET "Nguyễn Thị Bí Mật 0912345678"

static char here[PATHS], mine[PATHS], state[PATHS], safety[PATHS], seen[PATHS];
static char kept_safety[PATHS], safety_after[PATHS];

/* ---- what is tried --------------------------------------------------------------------------- */

static bool open_known(struct store **ret, struct err *e)
{
    struct verified v = {0};
    *ret = store_open(mine, STORE_KEPT, e);
    if (!*ret)
        return false;
    bool good = store_is_known(*ret) || store_verify(*ret, NULL, NULL, &v, e);
    good = good && (!cp_pragmas || db_exec((*ret)->db, cp_pragmas, e));
    verified_finish(&v);
    return good;
}

static struct hash saved;

static bool do_save(struct store *s, struct err *e)
{
    char id[ENTRY_ID_HEX];
    struct event ev = {.kind = EVENT_REVISION, .has_form = true, .form = cp_form};
    cp_entry(50, id);
    ev.entry = xstrdup(id);
    ev.unit = xstrdup("U50");
    ev.status = xstrdup("draft");
    json *answers = kit_json("{\"a\":50}");
    bool good = store_add_revision(s, &ev, answers, &saved, e);
    js_free(answers);
    event_finish(&ev);
    return good;
}

static bool do_restore(struct store *s, struct err *e)
{
    struct safety_restored back = {0};
    return safety_restore(s, &back, e);
}

/* What is done already is not done again: only its last step may be left. */
static bool or_scrub(struct store *s, bool good, struct err *e)
{
    if (good || e->code != ERR_RULE)
        return good;
    err_finish(e);
    return store_scrub(s, e);
}

static bool do_erase(struct store *s, struct err *e)
{
    struct erase_plan plan;
    struct event by = {0};
    struct hash made;
    char id[ENTRY_ID_HEX];
    bool done;
    cp_entry(0, id);
    if (!store_erase_plan(s, id, NULL, &plan, e))
        return or_scrub(s, false, e);
    bool good = store_erase(s, &by, &plan, "theo đơn", &made, &done, e);
    erase_plan_finish(&plan);
    return good;
}

static bool do_confirm(struct store *s, struct err *e)
{
    struct erase_requests all;
    size_t bodies;
    bool done, good = store_erase_requests(s, &all, e);
    if (good)
        good = all.v.n ? store_erase_confirm(s, &all.v.v[0].id, &bodies, &done, e)
                       : store_scrub(s, e);
    erase_requests_finish(&all);
    return good;
}

static bool do_join(struct store *s, struct err *e)
{
    char a[ENTRY_ID_HEX], b[ENTRY_ID_HEX];
    struct event by = {0};
    struct hash made;
    cp_entry(2, a);
    cp_entry(3, b);
    return or_scrub(s, store_join(s, &by, a, b, &made, e), e);
}

static struct action {
    const char *name;
    bool (*act)(struct store *s, struct err *e);
    bool erases;
    const char *want;         /* a query whose answer is 1 when it is done */
    char before[PATHS];       /* the folder as it is then */
    struct facts sure;        /* what nothing may take away */
    struct size size;
} actions[] = {
    {"saving", do_save, .want = "SELECT count(*)>0 FROM x_state WHERE unit='U50'"},
    {"restoring", do_restore, .want = "SELECT count(*)=6 FROM x_state"},
    {"erasing", do_erase, true, .want = "SELECT count(*)=1 FROM erased"},
    {"erasing as asked", do_confirm, true, .want = "SELECT count(*)=1 FROM erased"},
    {"joining", do_join, .want = "SELECT count(*)=2 FROM x_root"},
};
enum { ACTIONS = sizeof actions / sizeof *actions };

/* A start of the program; *ret_told: the safety store's trouble was. */
static bool run_action(const struct action *a, bool *ret_told, struct err *e)
{
    struct store *s;
    bool good = open_known(&s, e) && a->act(s, e);
    if (s && ret_told)
        *ret_told = safety_trouble(s) != NULL;
    return store_close(s, good ? e : NULL) && good;
}

/* ---- the files ------------------------------------------------------------------------------- */

static void begin_with(const struct action *a)
{
    cp_copy_folder(a->before, here);
    cp_copy_folder(kept_safety, safety);
    cp_clear(seen);
}

static void work(const char *path, unsigned flags, int first, int n, const char *secret)
{
    struct store *s = store_open(path, flags, NULL);
    struct verified v = {0};
    if (!s || !store_verify(s, NULL, NULL, &v, NULL))
        abort();
    verified_finish(&v);
    for (int i = first; i < first + n; i++)
        cp_revise(s, i, i == first && secret ? secret : OFFICE_A, i);
    store_close(s, NULL);
}

static void keep_before(struct action *a)
{
    cp_path(a->before, kit_folder, a->name);
    mkdir(a->before, 0700);
    cp_copy_folder(here, a->before);
}

/* The secret stands in an entry of ours; another office asks to erase it, or we do. */
static void make_files(void)
{
    static const char yaml[] = "form: f\n";
    char other[PATHS];
    cp_path(other, kit_folder, "other.db");
    struct store *s = store_open(mine, STORE_CREATE | STORE_KEPT, NULL);
    if (!s || !store_add_text(s, EVENT_FORM, "f", yaml, strlen(yaml), &cp_form, NULL))
        abort();
    store_close(s, NULL);
    work(mine, STORE_KEPT, 0, 4, SECRET);
    keep_before(&actions[1]);
    work(mine, STORE_KEPT, 4, 2, NULL);
    keep_before(&actions[0]);
    keep_before(&actions[2]);
    keep_before(&actions[4]);
    cp_copy_folder(safety, kept_safety);
    cp_copy_file(mine, other);
    installation_fix(OFFICE_B);
    struct err e = {0};
    s = store_open(other, 0, NULL);
    if (!s || !do_erase(s, &e))
        abort();
    store_close(s, NULL);
    installation_fix(OFFICE_A);
    const char *from = other;
    struct merge_report r;
    s = store_open(mine, 0, NULL);
    if (!s || !store_merge(s, &from, 1, NULL, &r, NULL))
        abort();
    merge_report_finish(&r);
    store_close(s, NULL);
    keep_before(&actions[3]);
    cp_copy_folder(kept_safety, safety); /* other.db erased there, too */
    unlink(other);
}

/* ---- judging --------------------------------------------------------------------------------- */

static bool folder_holds(const char *folder, const char *text)
{
    bool found = false;
    DIR *d = opendir(folder);
    for (struct dirent *x; d && !found && (x = readdir(d));) {
        char path[PATHS], *bytes = NULL;
        size_t n = 0;
        cp_path(path, folder, x->d_name);
        if (x->d_type == DT_REG && file_read(path, 64 << 20, &bytes, &n, NULL))
            found = memmem(bytes, n, text, strlen(text)) != NULL;
        free(bytes);
    }
    if (d)
        closedir(d);
    return found;
}

static bool is_done(const struct action *a)
{
    int64_t yes = 0;
    struct store *s = store_open(mine, 0, NULL);
    bool good = s && db_int(s->db, a->want, 0, &yes, NULL);
    store_close(s, NULL);
    return good && yes;
}

static char *judge(const struct action *a)
{
    struct facts now;
    char *wrong = facts_read(mine, &now);
    const char *lost = wrong ? NULL : snapshot_lacks(&now.rows, &a->sure.rows);
    if (lost)
        wrong = xasprintf("I4: lost: %.80s", lost);
    facts_finish(&now);
    return wrong;
}

/* After it was said to be done. */
static char *judge_done(const struct action *a)
{
    char *wrong = judge(a);
    if (!wrong && !is_done(a))
        wrong = xasprintf("it is not done");
    if (!wrong && a->erases && folder_holds(here, SECRET))
        wrong = xasprintf("U7: a byte of it is left in the file or beside it");
    if (!wrong && a->erases && folder_holds(safety, SECRET))
        wrong = xasprintf("U7: a byte of it is left in the safety store");
    return wrong;
}

/* Killed: whole, and the next start does it. */
static char *judge_killed(const struct action *a)
{
    struct err e = {0};
    char *wrong = judge(a);
    if (!wrong && !run_action(a, NULL, &e))
        wrong = failed("done again", &e);
    err_finish(&e);
    return wrong ? wrong : judge_done(a);
}

/* ---- one trial ------------------------------------------------------------------------------- */

struct trial {
    struct action *a;
    struct calls_fault fault; /* on 0: none */
    long kill, allocation;    /* 0: none */
    bool for_ever;
};

enum result { RESULT_HARMLESS = 10, RESULT_WRONG, RESULT_ERROR };

static bool safety_has_it(void)
{
    bool has = false;
    DIR *d = opendir(safety);
    for (struct dirent *x; d && !has && (x = readdir(d));) {
        char path[PATHS];
        cp_path(path, safety, x->d_name);
        size_t n = strlen(x->d_name);
        struct store *s = n > 3 && !strcmp(x->d_name + n - 3, ".db")
                              ? store_open(path, STORE_READONLY | STORE_FOREIGN, NULL) : NULL;
        struct stmt *q = s ? db_prepare_once(s->db, "SELECT 1 FROM event WHERE hash=?", NULL) : NULL;
        if (q) {
            stmt_bind_hash(q, 1, &saved);
            has = stmt_step(q, NULL) == STMT_ROW;
            stmt_free(q);
        }
        store_close(s, NULL);
    }
    if (d)
        closedir(d);
    return has;
}

static _Noreturn void child(const struct trial *t)
{
    struct err e = {0};
    bool told = false;
    const char *wrong = NULL;
    calls_watch(kit_folder);
    if (t->kill)
        calls_kill(t->kill);
    else if (t->allocation)
        arm_memory(t->allocation, t->for_ever);
    else
        calls_fail(&t->fault);
    bool done = run_action(t->a, &told, &e);
    if (t->allocation)
        mend_memory();
    else
        calls_mend();
    if (!done && !(e.message && *e.message))
        wrong = "it failed without words";
    if (done && t->a->act == do_save && !told && !safety_has_it())
        wrong = "I4, U9: it is not in the safety store, and nobody was told";
    char *said = err_text(&e);
    err_finish(&e);
    if (!wrong && !done && !run_action(t->a, NULL, &e))
        wrong = "the second try failed too";
    if (wrong) {
        char *again = err_text(&e);
        printf("# %s: %s (%s; %s)\n", t->a->name, wrong, said, again);
        free(again);
    }
    fflush(stdout);
    _exit(wrong ? RESULT_WRONG : done ? RESULT_HARMLESS : RESULT_ERROR);
}

struct counts {
    int trials, wrong, errors, harmless, killed, ended;
};

static void run_trial(const struct trial *t, struct counts *c)
{
    int status = 0;
    begin_with(t->a);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0)
        child(t);
    waitpid(pid, &status, 0);
    int result = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    c->trials++;
    c->killed += killed;
    c->ended += result == 3; /* the message of mem_exhausted() */
    c->errors += result == RESULT_ERROR;
    c->harmless += result == RESULT_HARMLESS;
    char *wrong = killed || result == 3                                    ? judge_killed(t->a)
                  : result == RESULT_ERROR || result == RESULT_HARMLESS ? judge_done(t->a)
                                                                         : xasprintf("status %d", status);
    if (wrong && c->wrong++ < 10)
        printf("# %s: kill %ld, allocation %ld, call %ld of %u errno %d%s: %s\n", t->a->name, t->kill,
               t->allocation, t->fault.n, t->fault.on, t->fault.error, t->for_ever ? " for ever" : "", wrong);
    free(wrong);
}

static bool do_action(void *user, struct err *e)
{
    return run_action(user, NULL, e);
}

/* How much it does; and what stands in the file before and after. */
static void measure(struct action *a)
{
    struct facts before, after;
    begin_with(a);
    char *wrong = facts_read(mine, &before);
    if (wrong)
        abort();
    begin_with(a);
    size_measure(kit_folder, do_action, a, &a->size);
    wrong = judge_done(a);
    ok(!wrong, "%s, undisturbed%s%s", a->name, wrong ? ": " : "", wrong ? wrong : "");
    free(wrong);
    wrong = facts_read(mine, &after);
    for (size_t i = 0; i < before.rows.n && !wrong; i++) {
        struct snapshot one = {.v = &before.rows.v[i], .n = 1};
        if (!snapshot_lacks(&after.rows, &one))
            *vec_add(&a->sure.rows) = xstrdup(before.rows.v[i]);
    }
    free(wrong);
    facts_finish(&before);
    facts_finish(&after);
}

/* ---- many ------------------------------------------------------------------------------------ */

/* The i-th of n stretches of what an undisturbed run does. */
static long point(long all, int i, int n, uint64_t *seed)
{
    long from = all * i / n, to = all * (i + 1) / n;
    return 1 + from + (to > from ? (long)(draw(seed) % (uint64_t)(to - from)) : 0);
}

static void try_all(const char *what, int each, uint64_t *seed, struct counts *c)
{
    for (int k = 0; k < ACTIONS; k++)
        for (int i = 0; i < each; i++) {
            struct trial t = {.a = &actions[k], .for_ever = draw(seed) % 3 == 0};
            const struct fault_kind *kind = &fault_kinds[draw(seed) % FAULT_KINDS];
            if (!strcmp(what, "kill"))
                t.kill = point(t.a->size.changes, i, each, seed);
            else if (!strcmp(what, "memory"))
                t.allocation = point(t.a->size.allocations, i, each, seed);
            else
                t.fault = (struct calls_fault){kind->on, point(size_calls(&t.a->size, kind->on), i, each, seed), kind->error,
                                               t.for_ever};
            run_trial(&t, c);
        }
}

/* Does it once, written down to its end, where whoever did it is told that it is done. */
static void record(const struct action *a, const char *pragmas, bool lie)
{
    struct err e = {0};
    begin_with(a);
    calls_watch(here);
    calls_record();
    calls_lie(lie);
    cp_pragmas = pragmas;
    if (!run_action(a, NULL, &e))
        abort();
    cp_pragmas = NULL;
    calls_lie(false);
    calls_note(1);
    calls_record_stop();
    calls_watch(kit_folder);
    cp_copy_folder(safety, safety_after);
}

/* I4: what was said to be done is done after the cut; and else it is when it is done again. */
static char *judge_cut(const struct action *a, int told)
{
    char *wrong = told < 0 ? NULL : judge_done(a);
    return wrong ? wrong : judge_killed(a);
}

/* In each stretch of what was recorded, and (idle) each fourth time at its end. Returns how many went wrong;
 * `enough` > 0: losses are wanted, and it ends when so many were seen. */
static int cut_many(const struct action *a, int each, bool idle, uint64_t *seed, int enough, struct counts *c)
{
    int wrongs = 0;
    for (int i = 0; i < each && (!enough || wrongs < enough); i++, c->trials++) {
        size_t op = idle && i % 4 == 3 ? calls_ops() - 1 : (size_t)point((long)calls_ops(), i, each, seed) - 1;
        cp_clear(here);
        cp_clear(seen);
        int told = calls_cut(op < calls_ops() ? op : calls_ops() - 1, i % 2 ? DISK_LOOSE : DISK_ORDERED, here, seed);
        cp_copy_folder(told < 0 ? kept_safety : safety_after, safety); /* its disk is another one */
        char *wrong = judge_cut(a, told);
        wrongs += wrong != NULL;
        if (wrong && !enough && wrongs < 10)
            printf("# %s: cut after operation %zu of %zu: %s\n", a->name, op, calls_ops(), wrong);
        free(wrong);
    }
    calls_record_end();
    return wrongs;
}

static void cut_all(int each, uint64_t *seed, struct counts *c)
{
    for (int k = 0; k < ACTIONS; k++) {
        record(&actions[k], NULL, false);
        c->wrong += cut_many(&actions[k], each, true, seed, 0, c);
    }
}

static void see(const char *name, struct action *a, bool idle, uint64_t *seed)
{
    struct counts c = {0};
    int seen_so = cut_many(a, 200, idle, seed, 1, &c);
    ok(seen_so > 0, "%s, %s: cuts %s are seen (the %d-th)", name, a->name, idle ? "afterwards" : "in the middle",
       c.trials);
}

/* Broken on purpose: afterwards it must be seen in each of them, and in the middle where the most is written. */
static void check_sight(uint64_t *seed)
{
    static const struct {
        const char *pragmas, *name;
        bool lie;
    } broken[] = {{"PRAGMA synchronous=OFF", "without syncs", false}, {NULL, "a disk that lies", true}};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        for (int k = 0; k < ACTIONS; k++) {
            record(&actions[k], broken[i].pragmas, broken[i].lie);
            see(broken[i].name, &actions[k], true, seed);
            if (actions[k].act != do_erase)
                continue;
            record(&actions[k], broken[i].pragmas, broken[i].lie);
            see(broken[i].name, &actions[k], false, seed);
        }
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "kill";
    int trials = argc > 2 ? atoi(argv[2]) : number_from("PHIEU_TRIALS", 60);
    uint64_t seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 7;
    struct counts c = {0};
    install_memory();
    kit_begin();
    db_limit_waiting(0);
    cp_power_cut = true;
    cp_path(here, kit_folder, "here");
    cp_path(mine, here, "mine.db");
    cp_path(state, kit_folder, "state");
    cp_path(safety, state, "phieu/safety");
    cp_path(seen, state, "phieu/seen");
    cp_path(kept_safety, kit_folder, "kept");
    mkdir(here, 0700);
    cp_path(safety_after, kit_folder, "after");
    mkdir(kept_safety, 0700);
    mkdir(safety_after, 0700);
    setenv("XDG_STATE_HOME", state, 1);
    setenv("TMPDIR", kit_folder, 1);
    unsetenv("XDG_RUNTIME_DIR");
    calls_watch(kit_folder); /* nothing of this needs syncs */
    make_files();
    for (int i = 0; i < ACTIONS; i++)
        measure(&actions[i]);
    printf("# %s, %d trials of each of %d, seed %llu\n", what, trials / ACTIONS, ACTIONS,
           (unsigned long long)seed);
    if (!strcmp(what, "cut")) {
        cut_all(trials / ACTIONS, &seed, &c);
        check_sight(&seed);
    } else {
        try_all(what, trials / ACTIONS, &seed, &c);
    }
    ok(!c.wrong, "I1, I4, I5, U7, U9: %s, %d times: %d killed, %d errors with words and a second try that succeeds,"
       " %d harmless, %d ended with a message; nothing lost, and done again it is done", what, c.trials,
       c.killed, c.errors, c.harmless, c.ended);
    for (int i = 0; i < ACTIONS; i++) {
        facts_finish(&actions[i].sure);
        cp_clear(actions[i].before);
        rmdir(actions[i].before);
    }
    char *clean = xasprintf("rm -rf '%s'", kit_folder);
    int status = system(clean);
    free(clean);
    return tap_done() || status;
}
