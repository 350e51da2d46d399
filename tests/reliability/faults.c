/* Faults: while a field is saved, an entry left, submitted, a file opened and closed, every single
 * operation of the disk fails in turn, once or from then on; and every allocation inside SQLite.
 * Rule: an error is returned, with words; nothing acknowledged is lost; the second try succeeds, and
 * what was typed is there. What is reported as done must be done.
 * Of the longer ones one operation of each stretch is taken, at random; PHIEU_EVERY=1: every one.
 *     test_reliability_faults disk|memory [SEED] */
#include <signal.h>
#include <sys/wait.h>

#include <sqlite3.h>

#include "base/file.h"
#include "reliability/disk.h"
#include "reliability/memory.h"
#include "reliability/work.h"

/* ---- one file to begin with, copied for each trial ------------------------------------------- */

static char *begun, *begun_bytes, *fresh_bytes; /* answers; files */
static size_t begun_size, fresh_size;

static void read_whole(const char *path, char **ret, size_t *ret_n)
{
    struct err e = {0};
    if (!file_read(path, 64 << 20, ret, ret_n, &e))
        good(false, &e, "the file can be read");
}

static void write_whole(const char *path, const char *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(bytes, 1, n, f) != n || fclose(f))
        exit(99);
    char *journal = xasprintf("%s-journal", path);
    unlink(journal);
    free(journal);
}

static struct session *open_session(const char *path, struct err *e)
{
    struct session_options options = {
        .office = UNIT "/youth", .author = "An", .ignore_settings = true};
    return session_open(path, &options, e);
}

static struct entry *open_entry(struct session *s, struct err *e)
{
    const struct form *form = session_form(s, FORM, e);
    return form ? entry_begin(s, form, UNIT, NULL, e) : NULL;
}

static void make_files(struct bench *b)
{
    struct err e = {0};
    session_close(b->session, NULL);
    b->session = NULL;
    read_whole(b->path, &fresh_bytes, &fresh_size);
    struct session *s = open_session(b->path, &e);
    struct entry *en = open_entry(s, &e);
    uint64_t work = 5;
    if (!work_fill(en, &e) || !entry_submit(en, NULL, &e))
        good(false, &e, "a first submission");
    for (int i = 0; i < 10; i++)
        work_change(en, &work, &e);
    good(!entry_waiting(en), &e, "a draft over it");
    begun = answers_of(en);
    entry_destroy(en);
    session_close(s, NULL);
    read_whole(b->path, &begun_bytes, &begun_size);
}

/* ---- what is tried --------------------------------------------------------------------------- */

struct trial {
    const char *path;
    struct session *session;
    struct entry *entry;
    char *answers; /* what must be there in the end */
    int submission;
};

static void keep_answers(struct trial *t)
{
    free(t->answers);
    t->answers = answers_of(t->entry);
}

static bool do_save(struct trial *t, struct err *e)
{
    entry_group_begin(t->entry);
    entry_set(t->entry, field_of(t->entry, "iv_uu_diem"), value_text("Vừa gõ xong."), NULL);
    entry_set_cursor(t->entry, "iv_uu_diem@0:3", NULL);
    bool good = entry_group_end(t->entry, e);
    keep_answers(t); /* it stays on the screen, saved or not */
    return good;
}

static bool do_leave(struct trial *t, struct err *e)
{
    return entry_leave(t->entry, NULL, e);
}

static bool do_submit(struct trial *t, struct err *e)
{
    t->submission = 2;
    return entry_submit(t->entry, NULL, e);
}

static bool do_check(struct trial *t, struct err *e)
{
    struct store_health h = {0};
    bool good = store_check(session_store(t->session), &h, e);
    if (good && *h.structure)
        good = err_set(e, ERR_DAMAGED, t->path, NULL, "%s", h.structure);
    if (good && h.bad)
        good = err_set(e, ERR_DAMAGED, t->path, NULL, "bad rows");
    store_health_finish(&h);
    return good;
}

/* Closing drops the journal; opening reads the schema and the draft, and takes the lease. */
static bool do_reopen(struct trial *t, struct err *e)
{
    bool closed = true;
    entry_destroy(t->entry);
    t->entry = NULL;
    if (t->session)
        closed = session_close(t->session, e);
    t->session = open_session(t->path, closed ? e : NULL);
    t->entry = t->session ? open_entry(t->session, closed ? e : NULL) : NULL;
    return closed && t->entry && !entry_readonly(t->entry);
}

static const struct action_tried {
    const char *name;
    bool fresh; /* begins with a file that holds nothing yet */
    int disk, memory; /* so long is a stretch of operations, of allocations */
    bool (*act)(struct trial *t, struct err *e);
} actions[] = {
    {"saving a field", false, 1, 1, do_save},
    {"submitting", false, 3, 15, do_submit},
    {"leaving an entry", false, 8, 30, do_leave},
    {"the first field of a new file", true, 8, 15, do_save},
    {"closing and opening", false, 31, 70, do_reopen},
    {"checking the file", false, 41, 80, do_check},
};

static uint64_t seed = 20150620;

/* One of the next stretch. */
static long next_point(long *stretch, int length)
{
    if (getenv("PHIEU_EVERY"))
        length = 1;
    long n = *stretch + 1 + (long)(draw(&seed) % (uint64_t)length);
    *stretch += length;
    return n;
}

static void restore_file(const char *path, const struct action_tried *a)
{
    write_whole(path, a->fresh ? fresh_bytes : begun_bytes, a->fresh ? fresh_size : begun_size);
}

/* The same open file serves all trials of an action: each is made in a process of its own, and the
 * file gets its first bytes again. */
static void trial_begin(struct trial *t, const char *path, const struct action_tried *a)
{
    struct err e = {0};
    restore_file(path, a);
    *t = (struct trial){.path = path, .submission = a->fresh ? 0 : 1};
    t->session = open_session(path, &e);
    t->entry = t->session ? open_entry(t->session, &e) : NULL;
    if (!t->entry)
        good(false, &e, "the trial begins");
    /* The trials are other processes: they must not find the draft held by this one. */
    db_exec(session_store(t->session)->db, "UPDATE draft SET lease_pid=0", &e);
    keep_answers(t);
    char **bytes = a->fresh ? &fresh_bytes : &begun_bytes;
    free(*bytes);
    read_whole(path, bytes, a->fresh ? &fresh_size : &begun_size);
}

static void trial_finish(struct trial *t)
{
    entry_destroy(t->entry);
    session_close(t->session, NULL);
    free(t->answers);
}

/* Read again it must be what was typed, and what this connection sees must be in the file. NULL, or
 * what is not so. */
static char *trial_end(struct trial *t, const struct snapshot *before)
{
    struct err e = {0};
    struct snapshot seen = {0};
    char *wrong = NULL;
    entry_destroy(t->entry);
    t->entry = open_entry(t->session, &e);
    char *answers = t->entry ? answers_of(t->entry) : xstrdup("");
    size_t same = 0;
    while (answers[same] && answers[same] == t->answers[same])
        same++;
    if (strcmp(answers, t->answers))
        wrong = xasprintf("the answers are others: %s%.60s", t->entry ? "" : e.message,
                          answers + same);
    else if (t->submission != entry_row(t->entry)->submission)
        wrong = xasprintf("submitted %d times", entry_row(t->entry)->submission);
    free(answers);
    entry_destroy(t->entry);
    t->entry = NULL;
    if (!wrong && !snapshot_take(session_store(t->session), &seen, &e))
        wrong = err_text(&e);
    const char *lost = wrong ? NULL : snapshot_lacks(&seen, before);
    if (lost)
        wrong = xasprintf("lost: %.100s", lost);
    if (!session_close(t->session, &e) && !wrong)
        wrong = xasprintf("closing: %s", e.message);
    t->session = NULL;
    if (!wrong)
        wrong = file_trouble(t->path, &seen, NULL);
    snapshot_finish(&seen);
    err_finish(&e);
    return wrong;
}

/* What no later step may take away. */
static void keep_events(struct snapshot *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        if (!strncmp(s->v[i], "event", 5) || !strncmp(s->v[i], "body", 4))
            s->v[n++] = s->v[i];
        else
            free(s->v[i]);
    }
    s->n = n;
}

enum result { RESULT_HARMLESS = 10, RESULT_NOT_REACHED, RESULT_WRONG, RESULT_ERROR };

/* The action with a fault that `arm` sets and `mend` takes away, and a second try. In a process of
 * its own; the result is its status. */
static _Noreturn void child(struct trial *t, const struct action_tried *a, long n, int kind,
                            void (*arm)(long n, int kind), bool (*mend)(void))
{
    struct err e = {0};
    struct snapshot before = {0};
    char *wrong = NULL;
    snapshot_take(session_store(t->session), &before, NULL);
    keep_events(&before);
    arm(n, kind);
    bool done = a->act(t, &e);
    bool happened = mend();
    char *said = xstrdup(e.message ? e.message : "");
    if (!done && !*said)
        wrong = xstrdup("it failed without a word");
    if (!done && !wrong && !a->act(t, &e))
        wrong = xasprintf("the second try failed, too: %s", e.message ? e.message : "");
    if (!wrong)
        wrong = trial_end(t, &before);
    if (wrong)
        printf("# %s, %ld (%s), kind %d: %s (%s)\n", a->name, n, disk_failed_at(), kind, wrong,
               done ? "said to be done" : said);
    fflush(stdout);
    _exit(wrong ? RESULT_WRONG : !happened ? RESULT_NOT_REACHED : done ? RESULT_HARMLESS
                                                                       : RESULT_ERROR);
}

struct counts {
    long trials;
    int wrong, errors, harmless, ended;
};

/* false: there is no n-th operation. */
static bool try_one(struct trial *t, const struct action_tried *a, long n, int kind,
                    void (*arm)(long n, int kind), bool (*mend)(void), struct counts *c)
{
    static const struct snapshot nothing;
    int status = 0;
    restore_file(t->path, a);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        if (!getenv("FAULTS_LOUD") && !freopen("/dev/null", "w", stderr))
            _exit(99);
        child(t, a, n, kind, arm, mend);
    }
    waitpid(pid, &status, 0);
    int result = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    if (result == RESULT_NOT_REACHED)
        return false;
    c->trials++;
    c->errors += result == RESULT_ERROR;
    c->harmless += result == RESULT_HARMLESS;
    /* Ended with the message of mem_exhausted(). */
    char *trouble = result == 3 ? file_trouble(t->path, &nothing, NULL) : NULL;
    c->ended += result == 3 && !trouble;
    bool known = result == RESULT_ERROR || result == RESULT_HARMLESS || result == 3;
    c->wrong += !known || trouble;
    if ((!known && result != RESULT_WRONG) || trouble)
        printf("# %s, %ld, kind %d: status %d %s\n", a->name, n, kind, status,
               trouble ? trouble : "");
    free(trouble);
    return true;
}

/* ---- the disk -------------------------------------------------------------------------------- */

static void arm_disk(long n, int kind)
{
    disk_fail(n, kind % 2 ? DISK_OTHER : DISK_IO, kind / 2);
}

static void test_disk(struct bench *b)
{
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        struct counts c = {0};
        struct trial t;
        long at = 0, n = 0;
        trial_begin(&t, b->path, &actions[i]);
        for (bool more = true; more;) {
            n = next_point(&at, actions[i].disk);
            for (int kind = 0; kind < 4 && more; kind++)
                more = try_one(&t, &actions[i], n, kind, arm_disk, disk_mend, &c);
        }
        trial_finish(&t);
        ok(c.trials > 0 && !c.wrong && !c.ended,
           "%s: operations up to %ld fail in turn, each in four ways: %d errors with a second try "
           "that succeeds, %d harmless", actions[i].name, n - 1, c.errors, c.harmless);
    }
}

/* ---- memory ---------------------------------------------------------------------------------- */

static void test_memory(struct bench *b)
{
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        struct counts c = {0};
        struct trial t;
        long at = 0, n = next_point(&at, actions[i].memory);
        for (trial_begin(&t, b->path, &actions[i]);
             try_one(&t, &actions[i], n, 0, arm_memory, mend_memory, &c);
             n = next_point(&at, actions[i].memory))
            if (c.trials % 8 == 0) /* and all later ones */
                try_one(&t, &actions[i], n, 1, arm_memory, mend_memory, &c);
        trial_finish(&t);
        ok(!c.wrong && c.errors > 0, "%s: allocations up to %ld fail in turn, %ld trials: %d errors "
           "with a second try that succeeds, %d harmless, %d ended with the message and a whole "
           "file", actions[i].name, n - 1, c.trials, c.errors, c.harmless, c.ended);
    }
}

int main(int argc, char **argv)
{
    struct bench b;
    bool memory = argc > 1 && !strcmp(argv[1], "memory");
    seed = argc > 2 ? strtoull(argv[2], NULL, 10) : seed;
    printf("# seed %llu\n", (unsigned long long)seed);
    if (memory)
        install_memory();
    disk_install();
    db_limit_waiting(0);
    bench_init(&b);
    make_files(&b);
    if (memory)
        test_memory(&b);
    else
        test_disk(&b);
    free(begun);
    free(begun_bytes);
    free(fresh_bytes);
    bench_finish(&b);
    return tap_done();
}
