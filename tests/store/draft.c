/* Drafts of several programs and installations, and what a full disk or a second program does. */
#include <signal.h>
#include <sys/wait.h>

#include "store/internal.h"
#include "store/kit.h"
#include "store/lease.h"
#include "store/merge.h"

static const char E1[] = "11111111111111111111111111111111";
static struct hash form;

static void create(struct store *s, const char *entry, struct draft *d)
{
    *d = (struct draft){.form = form};
    snprintf(d->entry, sizeof d->entry, "%s", entry);
    d->form_id = xstrdup("mau1");
    d->unit = xstrdup("U1");
    struct err e = {0};
    kit_good(draft_create(s, d, &e), &e, "a draft");
}

/* Another process makes the draft and waits to be ended. */
static pid_t start_other(const char *name, int *ret_fd, char draft[ENTRY_ID_HEX])
{
    static unsigned seed = 99;
    int pipes[2];
    seed++;
    if (pipe(pipes) < 0)
        abort();
    pid_t child = fork();
    if (child == 0) {
        random_seed(seed);
        struct store *s = kit_open(name, 0);
        struct draft d = {.form = form};
        snprintf(d.entry, sizeof d.entry, "%s", E1);
        d.form_id = xstrdup("mau1");
        d.unit = xstrdup("U1");
        bool good = draft_create(s, &d, NULL) && draft_put(s, d.draft, "a", "5", NULL) &&
                    write(pipes[1], d.draft, ENTRY_ID_HEX) == ENTRY_ID_HEX;
        if (good)
            pause();
        _exit(1);
    }
    close(pipes[1]);
    if (read(pipes[0], draft, ENTRY_ID_HEX) != ENTRY_ID_HEX)
        abort();
    *ret_fd = pipes[0];
    return child;
}

static void test_lease(void)
{
    struct err e = {0};
    struct store *s = kit_open("a.db", STORE_CREATE);
    store_add_text(s, EVENT_FORM, "mau1", "form: mau1\n", 11, &form, &e);
    ok(!store_changed_outside(s), "nobody else has written");
    int fd;
    char theirs[ENTRY_ID_HEX];
    pid_t child = start_other("a.db", &fd, theirs);
    ok(store_changed_outside(s), "now somebody has");
    ok(!store_changed_outside(s), "told once");
    int64_t who = 0;
    is_int(0, draft_lease(s, theirs, &who, &e), "a running program holds it");
    is_int(child, who, "this one");
    struct draft mine, found = {0};
    create(s, E1, &mine);
    kit_good(draft_find(s, E1, &found, &e), &e, "of two drafts");
    is(mine.draft, found.draft, "the one that nobody else holds");
    draft_finish(&found);
    kit_good(draft_end(s, mine.draft, NULL, NULL, NULL, &e), &e, "ends without a revision");
    draft_finish(&mine);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(fd);
    is_int(1, draft_lease(s, theirs, &who, &e), "its program is gone: ours now");
    is_int(1, draft_lease(s, theirs, &who, &e), "and again");
    kit_good(draft_release(s, theirs, &e), &e, "released");
    ok(draft_lease(s, "00000000000000000000000000000000", &who, &e) < 0 && e.code == ERR_RULE,
       "no such draft");
    err_finish(&e);
    ok(!lease_is_held(1, "another boot 0"), "a process number of another boot is nobody");
    installation_fix(OFFICE_B);
    ok(!draft_find(s, E1, &found, &e) && e.code == ERR_NONE, "another installation has no draft");
    installation_fix(OFFICE_A);
    store_close(s, NULL);
}

/* A value that was acknowledged is there after kill -9. */
static void test_kill(void)
{
    int fd;
    char theirs[ENTRY_ID_HEX];
    pid_t child = start_other("a.db", &fd, theirs);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(fd);
    struct store *s = kit_open("a.db", 0);
    struct entry_row row = {0};
    struct err e = {0};
    kit_good(store_entry(s, "mau1/U1", &row, &e), &e, "the draft is an entry");
    is_int(FLAG_UNFINISHED, row.flags, "unfinished");
    entry_row_finish(&row);
    store_close(s, NULL);
}

static void test_many(void)
{
    struct store *s = kit_open("b.db", STORE_CREATE);
    struct err e = {0};
    store_add_text(s, EVENT_FORM, "mau1", "form: mau1\n", 11, &form, &e);
    struct draft d;
    create(s, E1, &d);
    char path_a[] = "a", path_b[] = "b", one[] = "1", blank[] = "";
    char *pairs[] = {path_b, one, path_a, blank, NULL};
    int64_t before = db_commits(s->db);
    kit_good(draft_put_many(s, d.draft, pairs, "a 1", &e), &e, "two values");
    is_int(1, db_commits(s->db) - before, "one commit");
    draft_finish(&d);
    store_close(s, NULL);
}

/* The file may not grow: the write fails with a sentence, what was there stays, and once there is
 * room the same call succeeds. */
static void test_full(void)
{
    struct store *s = kit_open("c.db", STORE_CREATE);
    struct err e = {0};
    store_add_text(s, EVENT_FORM, "mau1", "form: mau1\n", 11, &form, &e);
    struct draft d;
    create(s, E1, &d);
    kit_good(draft_put(s, d.draft, "a", "1", &e), &e, "a value");
    int64_t pages = 0;
    db_int(s->db, "PRAGMA page_count", 0, &pages, &e);
    char *limit = xasprintf("PRAGMA max_page_count=%lld", (long long)pages);
    db_exec(s->db, limit, &e);
    char *large = xmalloc(200001);
    memset(large, 'x', 200000);
    large[200000] = '\0';
    ok(!draft_put(s, d.draft, "b", large, &e) && e.code == ERR_FILE && e.remedy, "a full disk");
    err_finish(&e);
    ok(!db_in_transaction(s->db), "no transaction is left open");
    db_exec(s->db, "PRAGMA max_page_count=1000000", &e);
    kit_good(draft_put(s, d.draft, "b", large, &e), &e, "with room it is saved");
    struct store_health h;
    kit_good(store_check(s, &h, &e), &e, "the file");
    is("", h.structure, "is sound");
    store_health_finish(&h);
    free(large);
    free(limit);
    draft_finish(&d);
    store_close(s, NULL);
}

static int64_t carried(struct store *to, struct store *from)
{
    struct merge_report report;
    const char *path = store_path(from);
    int64_t n = -1;
    store_merge(to, &path, 1, NULL, &report, NULL);
    merge_report_finish(&report);
    db_int(to->db, "SELECT count(*) FROM draft_copy", -1, &n, NULL);
    return n;
}

/* A file that was copied with somebody's draft in it, and the draft goes on in both. */
static void test_carried(void)
{
    struct store *a = kit_open("carry-a.db", STORE_CREATE), *c;
    struct draft d;
    create(a, E1, &d);
    draft_put(a, d.draft, "a", "1", NULL);
    char *copy = kit_path("carry-c.db");
    store_copy(a, copy, NULL);
    c = kit_open("carry-c.db", 0);
    is_int(0, carried(c, a), "U1: a draft that is the same in both is no news");
    draft_put(a, d.draft, "a", "2", NULL);
    is_int(1, carried(c, a), "U1: as it went on in one, it is kept by the other");
    is_int(1, carried(a, c), "U1: and the other way round");
    is_int(1, carried(a, c), "U1: once");
    store_close(c, NULL);
    store_close(a, NULL);
    draft_finish(&d);
    free(copy);
}

int main(void)
{
    kit_begin();
    test_lease();
    test_kill();
    test_many();
    test_full();
    test_carried();
    return kit_done();
}
