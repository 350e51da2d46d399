/* The safety store: what is made here stands a second time, and comes back. */
#include <fcntl.h>
#include <ftw.h>
#include <string.h>
#include <sys/stat.h>

#include "kit.h"
#include "base/file.h"
#include "store/copy.h"
#include "store/internal.h"
#include "store/medium.h"
#include "store/merge.h"
#include "store/safety.h"
#include "store/safety_internal.h"
#include "store/verify.h"

#define UNIT "kg_an_bien"
#define ENTRY_1 "11111111111111111111111111111111"
#define ENTRY_2 "22222222222222222222222222222222"

static struct hash form;

/* ---- a place for everything ------------------------------------------------------------------- */

static int remove_one(const char *path, const struct stat *st, int what, struct FTW *ftw)
{
    (void)st;
    (void)what;
    (void)ftw;
    return remove(path);
}

static void empty_folder(void)
{
    nftw(kit_folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    mkdir(kit_folder, 0700);
    char *state = kit_path("state");
    setenv("XDG_STATE_HOME", state, 1);
    free(state);
}

static void copy_file(const char *from, const char *to)
{
    char *a = kit_path(from), *b = kit_path(to);
    char *command = xasprintf("cp %s %s", a, b);
    if (system(command))
        abort();
    free(command);
    free(a);
    free(b);
}

static struct store *open_kept(const char *name, unsigned flags)
{
    struct store *s = kit_open(name, STORE_KEPT | flags);
    if (!s)
        abort();
    return s;
}

static struct store *begin(void)
{
    empty_folder();
    struct store *s = open_kept("a.db", STORE_CREATE);
    static const char yaml[] = "form: f\n", list[] = "list: l\n";
    struct hash h;
    store_add_text(s, EVENT_FORM, "f", yaml, sizeof yaml - 1, &form, NULL);
    store_add_text(s, EVENT_LIST, "l", list, sizeof list - 1, &h, NULL);
    return s;
}

static struct hash revise(struct store *s, const char *entry, const struct hash *parent,
                          const char *text)
{
    struct hash h = {{0}};
    char *answers = text ? xasprintf("{\"a\":\"%s\"}", text) : NULL;
    kit_revise(s, entry, UNIT, NULL, text ? "draft" : "submitted", &form, parent, parent ? 1 : 0,
               answers, &h);
    free(answers);
    return h;
}

static void shut(struct store *s)
{
    struct err e = {0};
    kit_good(store_close(s, &e), &e, "closes");
}

/* ---- looking into a safety store --------------------------------------------------------------- */

static int64_t in_file(const char *path, const char *sql)
{
    int64_t n = -1;
    struct db *db = db_open(path, DB_READONLY, NULL);
    if (db)
        db_int(db, sql, -1, &n, NULL);
    db_close(db, NULL);
    return n;
}

static char *path_of(struct store *s)
{
    char *lineage = store_meta(s, "lineage", NULL), *path = safety_path(lineage);
    free(lineage);
    return path;
}

static int64_t kept(struct store *s, const char *sql)
{
    char *path = path_of(s);
    int64_t n = in_file(path, sql);
    free(path);
    return n;
}

static char *code_of(struct store *s)
{
    struct store_health h = {0};
    char *code = store_check(s, &h, NULL) ? xstrdup(h.code) : xstrdup("?");
    store_health_finish(&h);
    return code;
}

/* ---- keeping ------------------------------------------------------------------------------------ */

static void test_keeping(void)
{
    struct store *s = begin();
    is_int(2, kept(s, "SELECT count(*) FROM event"), "I4: a form and a unit list are kept");
    struct hash first = revise(s, ENTRY_1, NULL, "một");
    is_int(3, kept(s, "SELECT count(*) FROM event"), "I4: a revision is kept when its commit returns");
    is_int(3, kept(s, "SELECT count(*) FROM body"), "I4: with its answers");
    revise(s, ENTRY_1, &first, NULL);
    is_int(4, kept(s, "SELECT count(*) FROM event"), "I4: submitting too");
    store_begin(s, NULL);
    struct hash never = revise(s, ENTRY_2, NULL, "không");
    store_end(s, false, NULL);
    is_int(4, kept(s, "SELECT count(*) FROM event"), "what was rolled back is not kept");
    revise(s, ENTRY_2, NULL, "hai");
    is_int(5, kept(s, "SELECT count(*) FROM event"), "nor with the next commit");
    (void)never;
    ok(!safety_trouble(s), "and nothing is to be told");
    is_int(0, safety_missing_count(s), "U9: nothing is missing");
    shut(s);
    s = open_kept("a.db", 0);
    ok(store_is_known(s), "a file that was closed here is known");
    is_int(0, safety_missing_count(s), "U9: nothing is missing at the next opening");
    ok(!s->safety->db, "and the safety store need not even be opened");
    shut(s);
}

/* What others made is theirs. */
static void test_others(void)
{
    struct store *s = begin();
    installation_fix(OFFICE_B);
    struct store *other = kit_open("b.db", STORE_CREATE);
    static const char yaml[] = "form: f\n";
    store_add_text(other, EVENT_FORM, "f", yaml, sizeof yaml - 1, &form, NULL);
    struct hash theirs = revise(other, ENTRY_1, NULL, "của họ");
    store_close(other, NULL);
    installation_fix(OFFICE_A);
    char *path = kit_path("b.db");
    struct merge_report report = {0};
    struct err e = {0};
    kit_good(store_merge(s, (const char *const *)&path, 1, NULL, &report, &e), &e, "another office's file is taken in");
    merge_report_finish(&report);
    is_int(2, kept(s, "SELECT count(*) FROM event"), "what others made is not kept");
    revise(s, ENTRY_1, &theirs, "của ta");
    is_int(3, kept(s, "SELECT count(*) FROM event"), "what follows it here is");
    free(path);
    shut(s);
}

/* ---- an older copy over a newer file ------------------------------------------------------------- */

static void test_older_copy(void)
{
    struct store *s = begin();
    struct hash first = revise(s, ENTRY_1, NULL, "một");
    shut(s);
    copy_file("a.db", "old.db");
    s = open_kept("a.db", 0);
    struct hash second = revise(s, ENTRY_1, &first, "hai");
    revise(s, ENTRY_1, &second, NULL);
    revise(s, ENTRY_2, NULL, "ba");
    char *code = code_of(s);
    shut(s);
    copy_file("old.db", "a.db");
    s = open_kept("a.db", 0);
    ok(!store_is_known(s), "an older copy put over the file is not the file that was closed here");
    is_int(3, safety_missing_count(s), "U9: what it lacks is noticed");
    struct safety_missing m;
    struct err e = {0};
    kit_good(safety_missing(s, &m, &e), &e, "and told");
    is_int(2, (int)m.entries.n, "U9: entry by entry");
    is_int(2, (int)(m.entries.v[0].revisions + m.entries.v[1].revisions) - 1, "with the number of revisions");
    ok(m.entries.n == 2 && !strcmp(m.entries.v[0].unit, UNIT) && !strcmp(m.entries.v[0].form_id, "f"),
       "by form and unit");
    safety_missing_finish(&m);
    struct safety_restored r;
    kit_good(safety_restore(s, &r, &e), &e, "they come back");
    is_int(3, (int)r.events, "U9: all of them");
    is_int(0, (int)r.bad, "and none was bad");
    char *again = code_of(s);
    is(code, again, "U9: the set is what it was");
    is_int(0, safety_missing_count(s), "nothing is missing now");
    kit_good(safety_restore(s, &r, &e), &e, "again");
    is_int(0, (int)r.events, "which brings nothing twice");
    free(again);
    free(code);
    shut(s);
}

/* Only sync with what is asked: a person who says “later” is told again. */
static void test_later(void)
{
    struct store *s = begin();
    shut(s);
    copy_file("a.db", "old.db");
    s = open_kept("a.db", 0);
    revise(s, ENTRY_1, NULL, "một");
    shut(s);
    copy_file("old.db", "a.db");
    for (int i = 0; i < 2; i++) {
        s = open_kept("a.db", 0);
        is_int(1, safety_missing_count(s), "U9: it is told as long as it is missing");
        struct verified v;
        ok(store_verify(s, NULL, NULL, &v, NULL) && verified_is_good(&v), "the file itself is whole");
        verified_finish(&v);
        revise(s, ENTRY_2, NULL, i ? "ba" : "hai");
        is_int(1, safety_missing_count(s), "and work goes on meanwhile");
        shut(s);
    }
}

/* ---- a lost file ---------------------------------------------------------------------------------- */

static void test_lost(void)
{
    struct store *s = begin();
    struct hash first = revise(s, ENTRY_1, NULL, "một");
    revise(s, ENTRY_1, &first, NULL);
    char *code = code_of(s), *path = kit_path("a.db"), *new = kit_path("new.db");
    shut(s);
    unlink(path);
    struct safety_copies all;
    safety_list(&all);
    is_int(1, (int)all.n, "the lost file is listed");
    ok(all.n && !strcmp(all.v[0].path, path), "with where it stood");
    struct safety_restored r;
    struct err e = {0};
    kit_good(all.n && safety_restore_to(all.v[0].code, new, &r, &e), &e, "a new file is made of what was made here");
    safety_copies_finish(&all);
    s = open_kept("new.db", 0);
    char *again = code_of(s);
    is(code, again, "with the same events");
    struct entry_row row = {0};
    ok(store_entry(s, ENTRY_1, &row, NULL) && row.state == STATE_SUBMITTED, "and the same states");
    entry_row_finish(&row);
    free(again);
    free(code);
    free(path);
    free(new);
    shut(s);
}

/* ---- a safety store that is none ------------------------------------------------------------------ */

static void spoil(const char *path, const char *bytes, size_t n, off_t at)
{
    int fd = open(path, O_WRONLY);
    if (fd < 0 || pwrite(fd, bytes, n, at) != (ssize_t)n)
        abort();
    close(fd);
}

static void test_damaged(void)
{
    struct store *s = begin();
    struct hash first = revise(s, ENTRY_1, NULL, "một");
    char *path = path_of(s);
    shut(s);
    spoil(path, "not a database at all", 21, 0);
    s = open_kept("a.db", 0);
    ok(s, "a damaged safety store keeps nobody from the file");
    first = revise(s, ENTRY_1, &first, "hai");
    char *news = safety_news(s), *aside = xasprintf("%s.bad1", path);
    ok(news && strstr(news, aside), "it is put aside, and that is told");
    ok(file_exists(aside), "where it was said");
    is_int(4, kept(s, "SELECT count(*) FROM event"), "U9: the new one holds all that was made here");
    ok(!safety_trouble(s), "and it is whole");
    free(news);
    free(aside);
    shut(s);

    /* one of another file under its name */
    struct store *other = open_kept("b.db", STORE_CREATE);
    revise(other, ENTRY_2, NULL, "lạ");
    char *theirs = path_of(other);
    shut(other);
    char *command = xasprintf("cp %s %s", theirs, path);
    if (system(command))
        abort();
    s = open_kept("a.db", 0);
    is_int(0, safety_missing_count(s), "nothing of a foreign safety store is offered");
    revise(s, ENTRY_1, &first, "ba");
    news = safety_news(s);
    ok(news != NULL, "it is put aside too");
    is_int(5, kept(s, "SELECT count(*) FROM event"), "and a new one begun");
    free(news);
    free(command);
    free(theirs);
    free(path);
    shut(s);
}

/* Bytes that are not what their name says never reach the file. */
static void test_lying(void)
{
    struct store *s = begin();
    shut(s);
    copy_file("a.db", "old.db");
    s = open_kept("a.db", 0);
    revise(s, ENTRY_1, NULL, "một");
    char *path = path_of(s);
    shut(s);
    struct db *db = db_open(path, 0, NULL);
    db_exec(db, "UPDATE body SET data=replace(data,'một','hai')", NULL);
    db_close(db, NULL);
    copy_file("old.db", "a.db");
    s = open_kept("a.db", 0);
    struct safety_restored r;
    struct err e = {0};
    kit_good(safety_restore(s, &r, &e), &e, "from a safety store with a changed row");
    is_int(1, (int)r.bad, "I1: the row is refused");
    struct store_health h;
    ok(store_check(s, &h, NULL) && !h.bad, "I1: the file stays sound");
    store_health_finish(&h);
    free(path);
    shut(s);
}

/* ---- when it cannot be written --------------------------------------------------------------------- */

static void test_no_room(void)
{
    struct store *s = begin();
    shut(s);
    nftw(getenv("XDG_STATE_HOME"), remove_one, 16, FTW_DEPTH | FTW_PHYS);
    int fd = open(getenv("XDG_STATE_HOME"), O_CREAT | O_WRONLY, 0600); /* no folder can be made there */
    close(fd);
    s = open_kept("a.db", 0);
    struct hash first = revise(s, ENTRY_1, NULL, "một");
    ok(!hash_is_none(&first), "I4: work goes on without a safety store");
    ok(safety_trouble(s) != NULL, "I4: and its failure is told");
    unlink(getenv("XDG_STATE_HOME"));
    revise(s, ENTRY_1, &first, "hai");
    ok(!safety_trouble(s), "when there is room again");
    is_int(4, kept(s, "SELECT count(*) FROM event"), "I4: what waited is kept as well, with what it names");
    shut(s);
}

/* ---- two files of one lineage ---------------------------------------------------------------------- */

static void test_two_copies(void)
{
    struct store *a = begin();
    struct hash first = revise(a, ENTRY_1, NULL, "một");
    struct copied copied;
    char *path = kit_path("b.db");
    struct err e = {0};
    kit_good(store_copy_to(a, path, NULL, &copied, &e), &e, "a copy");
    copied_finish(&copied);
    struct store *b = open_kept("b.db", 0);
    revise(a, ENTRY_1, &first, "hai");
    revise(b, ENTRY_2, NULL, "ba");
    is_int(5, kept(a, "SELECT count(*) FROM event"), "two programs keep into one safety store");
    is_int(1, safety_missing_count(a), "U9: what was made in the copy is missing here");
    is_int(1, safety_missing_count(b), "U9: and the other way round");
    struct safety_restored r;
    kit_good(safety_restore(a, &r, &e) && safety_restore(b, &r, &e), &e, "both take it");
    char *x = code_of(a), *y = code_of(b);
    is(x, y, "and are the same");
    free(x);
    free(y);
    free(path);
    shut(a);
    shut(b);
    a = open_kept("a.db", 0);
    is_int(0, safety_missing_count(a), "nothing is left to be told");
    shut(a);
}

/* ---- erasing ---------------------------------------------------------------------------------------- */

static bool file_has(const char *path, const char *text)
{
    char *all = NULL;
    size_t len;
    bool has = file_read(path, 1 << 24, &all, &len, NULL) && memmem(all, len, text, strlen(text));
    free(all);
    return has;
}

static void test_erase(void)
{
    struct store *s = begin();
    struct hash h = revise(s, ENTRY_1, NULL, "bí mật lắm");
    revise(s, ENTRY_1, &h, "khác");
    struct revisions all;
    store_revisions(s, ENTRY_1, &all, NULL);
    char *path = path_of(s);
    ok(file_has(path, "bí mật lắm"), "an answer stands in the safety store");
    struct err e = {0};
    kit_good(safety_erase(s, &all.v[0].head.body, 1, &e), &e, "and is erased there");
    ok(!file_has(path, "bí mật lắm"), "no page of it holds the answer any more");
    ok(file_has(path, "khác"), "others stay");
    is_int(4, kept(s, "SELECT count(*) FROM event"), "U7: events stay");
    revisions_finish(&all);
    shut(s);
    s = open_kept("a.db", 0);
    is_int(0, safety_missing_count(s), "and nothing is said to be missing");
    free(path);
    shut(s);
}

/* ---- files closed elsewhere -------------------------------------------------------------------------- */

static void test_known(void)
{
    struct store *s = begin();
    revise(s, ENTRY_1, NULL, "một");
    shut(s);
    copy_file("a.db", "b.db");
    s = open_kept("b.db", STORE_READONLY);
    ok(!store_is_known(s), "16: a copy made by other means is looked through first");
    struct verified v;
    struct err e = {0};
    kit_good(store_verify(s, NULL, NULL, &v, &e) && verified_is_good(&v), &e, "16: and found whole");
    is_int(6, (int)v.rows, "16: with all its rows");
    verified_finish(&v);
    shut(s);
    s = open_kept("b.db", STORE_READONLY);
    ok(store_is_known(s), "16: from then on it is known");
    shut(s);
    char *path = kit_path("b.db");
    struct db *db = db_open(path, 0, NULL);
    db_exec(db, "UPDATE body SET data=replace(data,'một','hai')", NULL);
    db_close(db, NULL);
    s = open_kept("b.db", 0);
    ok(!store_is_known(s), "16: another program wrote to it");
    ok(store_verify(s, NULL, NULL, &v, NULL), "it is looked through");
    is_int(1, (int)v.bad, "16: what was changed is found");
    verified_finish(&v);
    ok(!store_is_known(s), "and it is not known for that");
    shut(s);
    s = open_kept("b.db", 0);
    ok(!store_is_known(s), "16: not at the next opening either");
    shut(s);
    free(path);
    /* A running program vouches for what it has open. */
    struct store *a = open_kept("a.db", 0);
    revise(a, ENTRY_2, NULL, "hai");
    ok(store_is_known(a), "16: work here changes nothing in that");
    shut(a);
    a = open_kept("a.db", 0);
    ok(store_is_known(a), "16: nor a new revision");
    shut(a);
}

static bool stop_at_once(void *user, int64_t done, int64_t all)
{
    (void)user;
    (void)done;
    (void)all;
    return false;
}

static void test_stopped(void)
{
    struct store *s = begin();
    char answer[] = "câu trả lời thứ 000";
    for (int i = 0; i < 200; i++) {
        snprintf(answer + strlen(answer) - 3, 4, "%03d", i);
        revise(s, ENTRY_1, NULL, answer);
    }
    shut(s);
    copy_file("a.db", "b.db");
    s = open_kept("b.db", 0);
    struct verified v;
    ok(!store_verify(s, stop_at_once, NULL, &v, NULL) && v.stopped, "looking through can be stopped");
    verified_finish(&v);
    ok(!store_is_known(s), "and then says nothing");
    shut(s);
}

/* ---- drafts on a stick -------------------------------------------------------------------------------- */

static void test_stick(void)
{
    struct store *s = begin();
    shut(s);
    copy_file("a.db", "old.db");
    s = open_kept("a.db", STORE_REMOVABLE);
    ok(!store_is_known(s), "a stick may have been anywhere");
    struct draft d = {.form = form, .form_id = xstrdup("f"), .unit = xstrdup(UNIT)};
    snprintf(d.entry, sizeof d.entry, "%s", ENTRY_1);
    struct err e = {0};
    kit_good(draft_create(s, &d, &e) && draft_put(s, d.draft, "a", "\"đang gõ\"", &e) &&
             draft_put(s, d.draft, "b", "\"dở\"", &e), &e, "work on a stick");
    is_int(2, kept(s, "SELECT count(*) FROM draft_value"), "is kept while it is unfinished");
    shut(s);
    copy_file("old.db", "a.db");
    s = open_kept("a.db", STORE_REMOVABLE);
    is_int(1, safety_missing_count(s), "U9: it is missing in an older copy");
    struct safety_restored r;
    kit_good(safety_restore(s, &r, &e), &e, "and comes back");
    is_int(1, (int)r.drafts, "as a draft");
    struct draft back;
    ok(draft_find(s, ENTRY_1, &back, NULL) && !strcmp(back.draft, d.draft), "of the same person");
    struct event ev = {.kind = EVENT_REVISION, .has_form = true, .form = form};
    ev.entry = xstrdup(ENTRY_1);
    ev.unit = xstrdup(UNIT);
    ev.status = xstrdup("draft");
    json *answers = kit_json("{\"a\":\"xong\"}");
    struct hash h;
    kit_good(draft_end(s, back.draft, &ev, answers, &h, &e), &e, "it is finished");
    is_int(0, kept(s, "SELECT count(*) FROM draft"), "and leaves the safety store");
    is_int(0, safety_missing_count(s), "nothing is missing");
    js_free(answers);
    event_finish(&ev);
    draft_finish(&back);
    draft_finish(&d);
    shut(s);
    s = open_kept("a.db", 0);
    struct draft home = {.form = form, .form_id = xstrdup("f"), .unit = xstrdup(UNIT)};
    snprintf(home.entry, sizeof home.entry, "%s", ENTRY_2);
    kit_good(draft_create(s, &home, &e), &e, "on a disk of this computer");
    is_int(0, kept(s, "SELECT count(*) FROM draft"), "drafts stand in the data file alone");
    draft_finish(&home);
    shut(s);
}

/* ---- where it stands ----------------------------------------------------------------------------------- */

static void test_medium(void)
{
    empty_folder();
    char *mounts = kit_path("mounts"), *devices = kit_path("dev"), *text;
    text = xasprintf("27 1 254:0 / / rw - ext4 /dev/vda rw\n"
                     "40 27 8:17 / %1$s/stick rw,relatime shared:5 - ext4 /dev/sdb1 rw\n"
                     "41 27 8:33 / %1$s/my\\040stick rw - vfat /dev/sdc1 rw\n"
                     "42 27 0:50 / %1$s/net rw - cifs //server/share rw\n"
                     "43 27 0:51 / %1$s/net/disk rw - ext4 /dev/sdz rw\n"
                     "44 27 0:52 / %1$s/ssh rw - fuse.sshfs me@there: rw\n", kit_folder);
    file_write(mounts, text, strlen(text), NULL);
    free(text);
    static const char *const folders[] = {"stick", "my stick", "net", "net/disk", "netz", "ssh", "dev",
                                          "real", "real/part"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char *path = kit_path(folders[i]);
        mkdir(path, 0700);
        free(path);
    }
    char *part = kit_path("real/part"), *link = kit_path("dev/8:17"), *flag = kit_path("real/removable");
    if (symlink(part, link))
        abort();
    file_write(flag, "1\n", 2, NULL);
    static const struct {
        const char *name;
        enum medium want;
    } cases[] = {
        {"a.db", MEDIUM_FIXED},         {"stick/a.db", MEDIUM_REMOVABLE},
        {"my stick/a.db", MEDIUM_REMOVABLE}, {"net/a.db", MEDIUM_NETWORK},
        {"net/disk/a.db", MEDIUM_FIXED}, {"netz/a.db", MEDIUM_FIXED},
        {"ssh/a.db", MEDIUM_NETWORK},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *path = kit_path(cases[i].name);
        ok(cases[i].want == medium_by(path, mounts, devices), "30, 34: %s", cases[i].name);
        free(path);
    }
    setenv("PHIEU_TEST_MOUNTS", mounts, 1);
    setenv("PHIEU_TEST_DEVICES", devices, 1);
    struct err e = {0};
    char *path = kit_path("net/a.db");
    struct store *s = store_open(path, STORE_CREATE | STORE_KEPT, &e);
    ok(!s && e.code == ERR_FILE && e.remedy, "34: no file is edited on a network drive");
    ok(!file_exists(path), "nor made there");
    err_finish(&e);
    s = kit_open("here.db", STORE_CREATE);
    store_close(s, NULL);
    copy_file("here.db", "net/a.db");
    s = kit_open("net/a.db", STORE_KEPT | STORE_READONLY);
    ok(s, "34: but read");
    store_close(s, NULL);
    free(path);
    s = open_kept("stick/a.db", STORE_CREATE);
    ok(s->flags & STORE_REMOVABLE, "30: a stick is known by itself");
    shut(s);
    unsetenv("PHIEU_TEST_MOUNTS");
    unsetenv("PHIEU_TEST_DEVICES");
    free(mounts);
    free(devices);
    free(part);
    free(link);
    free(flag);
}

int main(void)
{
    kit_begin();
    test_keeping();
    test_others();
    test_older_copy();
    test_later();
    test_lost();
    test_damaged();
    test_lying();
    test_no_room();
    test_two_copies();
    test_erase();
    test_known();
    test_stopped();
    test_stick();
    test_medium();
    nftw(kit_folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return tap_done();
}
