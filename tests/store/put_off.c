/* States that are computed together at the end of a large merge: whatever ends it before, the next start
 * computes them, and taking in again completes it. */
#include <string.h>
#include <sys/wait.h>

#include "store/internal.h"
#include "store/join.h"
#include "store/kit.h"
#include "store/merge.h"

#define ENTRIES 300
#define FILES 3

static struct hash form;

/* Entries of several kinds: alone, two of one unit and period, revised, reviewed, joined. */
static void add(struct store *s, int n, int file)
{
    char id[ENTRY_ID_HEX], unit[16], answers[64];
    struct hash first, second;
    snprintf(id, sizeof id, "%032x", n * FILES + file + 1);
    snprintf(unit, sizeof unit, "U%d", n % 10 ? n * FILES + file : file);
    snprintf(answers, sizeof answers, "{\"a\":%d}", n);
    kit_revise(s, id, unit, "2015", n % 3 ? "submitted" : "draft", &form, NULL, 0, answers, &first);
    if (n % 7)
        return;
    snprintf(answers, sizeof answers, "{\"a\":%d}", n + 1);
    kit_revise(s, id, unit, "2015", n % 2 ? "withdrawn" : "submitted", &form, &first, 1, answers, &second);
    struct event ev = {.kind = EVENT_REVIEW, .has_target = true, .target = second};
    ev.entry = xstrdup(id);
    ev.verdict = xstrdup(n % 4 ? "accept" : "return");
    store_add_event(s, &ev, NULL, &first, NULL);
    event_finish(&ev);
}

static void make(int file)
{
    char name[16];
    snprintf(name, sizeof name, "%d.db", file);
    struct store *s = kit_open(name, STORE_CREATE);
    store_add_text(s, EVENT_FORM, "mau1", "form: mau1\n", 11, &form, NULL);
    store_begin(s, NULL);
    for (int i = 0; i < ENTRIES; i++)
        add(s, i, file);
    store_end(s, true, NULL);
    struct event by = {.author = xstrdup("An")};
    struct hash join;
    char a[ENTRY_ID_HEX], b[ENTRY_ID_HEX];
    snprintf(a, sizeof a, "%032x", 4 * FILES + file + 1);
    snprintf(b, sizeof b, "%032x", 5 * FILES + file + 1);
    store_join(s, &by, a, b, &join, NULL);
    event_finish(&by);
    store_close(s, NULL);
}

static bool take(struct store *s, const struct merge_options *options, struct err *e)
{
    char *paths[] = {kit_path("0.db"), kit_path("1.db"), kit_path("2.db")};
    struct merge_report r;
    bool good = store_merge(s, (const char *const *)paths, FILES, options, &r, e);
    merge_report_finish(&r);
    for (int i = 0; i < FILES; i++)
        free(paths[i]);
    return good;
}

/* As one by one, in files that bring little each. */
static char *plainly(void)
{
    struct store *s = kit_open("plain.db", STORE_CREATE);
    s->no_shortcuts = true;
    take(s, NULL, NULL);
    char *lists = store_derived_dump(s, NULL);
    store_close(s, NULL);
    return lists;
}

struct leaver {
    int asked, at;
    bool dies;
};

static bool on_progress(void *user, const char *file, int64_t done, int64_t all)
{
    struct leaver *l = user;
    (void)file, (void)done, (void)all;
    if (l->asked++ < l->at)
        return true;
    if (l->dies)
        _exit(0);
    return false;
}

static void merge_once(int at, bool dies)
{
    struct leaver l = {.at = at, .dies = dies};
    struct merge_options options = {.progress = on_progress, .user = &l, .batch_rows = 100};
    struct store *s = kit_open("own.db", 0);
    take(s, &options, NULL);
    store_close(s, NULL);
}

static bool is_put_off(const char *name)
{
    char *path = kit_path(name);
    struct db *db = db_open(path, DB_READONLY, NULL);
    char *rule = db ? db_text(db, "SELECT v FROM meta WHERE k='rule'", NULL) : NULL;
    bool off = rule && strcmp(rule, STORE_RULE);
    free(rule);
    db_abandon(db);
    free(path);
    return off;
}

/* *seen: whether the file said of itself that states were put off. */
static void test_ended(int at, bool dies, const char *want, bool *seen)
{
    store_close(kit_open("own.db", STORE_CREATE), NULL);
    pid_t child = dies ? fork() : 0;
    if (!child) {
        merge_once(at, dies);
        if (dies)
            _exit(0);
    }
    if (child)
        waitpid(child, NULL, 0);
    *seen |= is_put_off("own.db");
    struct store *s = kit_open("own.db", 0);
    bool same = false;
    struct store_health h = {0};
    ok(s && store_check(s, &h, NULL) && !h.bad && !*h.structure, "U4: %s after %d: a valid file",
       dies ? "killed" : "stopped", at);
    store_health_finish(&h);
    ok(s && derive_check(s, &same, NULL) && same, "I3: its lists are what its events give");
    ok(!is_put_off("own.db"), "and it says so");
    take(s, NULL, NULL);
    char *lists = store_derived_dump(s, NULL);
    ok(lists && !strcmp(lists, want), "U4: taking in again completes it");
    free(lists);
    store_close(s, NULL);
    char *path = kit_path("own.db");
    unlink(path);
    free(path);
}

/* Only read, it is not put right, but is shown as it would be. */
static void test_readonly(void)
{
    struct hash made;
    struct store_health health = {0};
    char *path = kit_path("own.db");
    struct store *s = kit_open("own.db", STORE_CREATE);
    store_add_text(s, EVENT_FORM, "f", "form: f\n", 8, &form, NULL);
    kit_revise(s, "00000000000000000000000000000001", "u", "2015", "draft", &form, NULL, 0, "{\"a\":1}", &made);
    char *want = store_derived_dump(s, NULL);
    db_exec(s->db, "DELETE FROM x_state; UPDATE x_event SET text_id='x' WHERE kind=7", NULL);
    meta_set(s, "rule", "put off", NULL);
    store_close(s, NULL);
    s = store_open(path, STORE_READONLY, NULL);
    char *got = s ? store_derived_dump(s, NULL) : xstrdup("refused");
    ok(!strcmp(want, got), "only read: the lists are those of the events");
    ok(s && store_check(s, &health, NULL) && !*health.structure, "and nothing is called wrong");
    store_health_finish(&health);
    store_close(s, NULL);
    struct db *db = db_open(path, DB_READONLY, NULL);
    int64_t n = -1;
    ok(db_int(db, "SELECT count(*) FROM x_state", -1, &n, NULL) && n == 0, "nothing was written");
    db_close(db, NULL);
    unlink(path);
    free(path);
    free(want);
    free(got);
}

int main(void)
{
    bool seen = false;
    kit_begin();
    for (int i = 0; i < FILES; i++)
        make(i);
    char *want = plainly();
    for (int at = 0; at < 12; at += 2)
        test_ended(at, true, want, &seen);
    ok(seen, "some were killed while states were put off");
    seen = false;
    for (int at = 1; at < 12; at += 5)
        test_ended(at, false, want, &seen);
    ok(!seen, "who stops has all states of what came");
    test_readonly();
    free(want);
    return kit_done();
}
