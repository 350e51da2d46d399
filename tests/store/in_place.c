/* Files from elsewhere that are read where they lie: nothing is written to them or beside them, and somebody
 * who writes to one meanwhile is noticed. */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/str.h"
#include "store/foreign.h"
#include "store/kit.h"
#include "store/merge.h"

#define ENTRIES 400 /* more than one question whether to go on */

static struct hash form;

static void entry_id(int n, char ret[ENTRY_ID_HEX])
{
    snprintf(ret, ENTRY_ID_HEX, "%032x", n + 1);
}

static bool revise(struct store *s, int n, int value)
{
    char id[ENTRY_ID_HEX], answers[64], unit[16];
    struct hash made;
    entry_id(n, id);
    snprintf(unit, sizeof unit, "U%d", n);
    snprintf(answers, sizeof answers, "{\"a\":%d}", value);
    return kit_revise(s, id, unit, "2015", "submitted", &form, NULL, 0, answers, &made);
}

/* A closed file of so many entries. */
static char *make(const char *name, int n)
{
    struct store *s = kit_open(name, STORE_CREATE);
    store_add_text(s, EVENT_FORM, "mau1", "form: mau1\n", 11, &form, NULL);
    store_begin(s, NULL);
    for (int i = 0; i < n; i++)
        revise(s, i, i);
    store_end(s, true, NULL);
    store_close(s, NULL);
    return kit_path(name);
}

static int64_t count(struct store *s, const char *sql)
{
    int64_t n = -1;
    db_int(s->db, sql, -1, &n, NULL);
    return n;
}

static void merge(struct store *to, const char *path, const struct merge_options *options,
                  struct merge_report *ret)
{
    struct err e = {0};
    kit_good(store_merge(to, &path, 1, options, ret, &e), &e, "a merge");
}

static bool adds_up(const struct merge_counts *c)
{
    return c->seen == c->known + c->added + c->quarantined + c->refused;
}

/* ---- nothing is written ------------------------------------------------------------------------ */

/* Bytes, times and names of the folder. */
static char *portrait(const char *folder)
{
    struct str out = {0};
    struct dirent **names;
    int n = scandir(folder, &names, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        char stamp[FILE_STAMP] = "", *bytes = NULL, *path = file_join(folder, names[i]->d_name);
        size_t len = 0;
        struct hash h = {{0}};
        char hex[HASH_HEX] = "";
        if (names[i]->d_type == DT_REG && file_stamp(path, stamp) &&
            file_read(path, 64 << 20, &bytes, &len, NULL)) {
            h = hash_bytes("", 0, bytes, len);
            hash_hex(&h, hex);
        }
        str_addf(&out, "%s %s %s\n", names[i]->d_name, stamp, hex);
        free(bytes);
        free(path);
        free(names[i]);
    }
    free(names);
    return str_take(&out);
}

static void test_untouched(void)
{
    char *folder = kit_path("stick"), *path = kit_path("stick/a.db");
    mkdir(folder, 0700);
    free(make("stick/a.db", 20));
    chmod(path, 0400);
    chmod(folder, 0500);
    char *before = portrait(folder);
    struct store *s = kit_open("own.db", STORE_CREATE);
    struct foreign f;
    struct err e = {0};
    if (kit_good(foreign_look(path, store_path(s), &f, &e), &e, "a file that stands alone")) {
        ok(!f.folder, "is read in place");
        ok(!db_exec(f.store->db, "DELETE FROM draft", NULL), "by a connection that cannot write");
        foreign_close(&f);
    }
    for (int i = 0; i < 2; i++) {
        struct merge_report r;
        merge(s, path, NULL, &r);
        is_int(21, i ? r.files.v[0].events.known : r.files.v[0].events.added, "all came, then none");
        merge_report_finish(&r);
    }
    char *after = portrait(folder);
    ok(!strcmp(before, after), "folder, bytes and times are what they were");
    store_close(s, NULL);
    chmod(folder, 0700);
    unlink(path);
    rmdir(folder);
    free(before);
    free(after);
    free(folder);
    free(path);
    kit_empty();
}

/* ---- when it is not ---------------------------------------------------------------------------- */

static bool is_in_place(const char *path, const char *own)
{
    struct foreign f;
    if (!foreign_look(path, own, &f, NULL))
        return false;
    bool in_place = !f.folder;
    foreign_close(&f);
    return in_place;
}

static void put(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    if (!f || fputs(text, f) == EOF || fclose(f))
        abort();
}

static void test_companions(void)
{
    char *path = make("a.db", 3), *journal = xasprintf("%s-journal", path), *link_path = kit_path("link.db");
    struct store *s = kit_open("own.db", STORE_CREATE);
    ok(is_in_place(path, store_path(s)), "alone: in place");
    put(journal, "");
    ok(is_in_place(path, store_path(s)), "an empty journal says nothing");
    put(journal, "what is this?");
    ok(!is_in_place(path, store_path(s)), "a journal of any kind: a copy");
    unlink(journal);
    if (symlink(store_path(s), link_path))
        abort();
    ok(!is_in_place(link_path, store_path(s)), "our own file under another name: a copy");
    store_close(s, NULL);
    free(path);
    free(journal);
    free(link_path);
    kit_empty();
}

/* ---- somebody writes to it meanwhile ----------------------------------------------------------- */

struct writer {
    const char *path;
    int asked, at; /* of the questions whether to go on */
    void (*write)(const char *path);
};

static bool on_progress(void *user, const char *file, int64_t done, int64_t all)
{
    struct writer *w = user;
    (void)file, (void)done, (void)all;
    if (w->asked++ == w->at)
        w->write(w->path);
    return true;
}

static void add_entries(const char *path)
{
    struct store *s = store_open(path, 0, NULL);
    for (int i = ENTRIES; s && i < ENTRIES + 30; i++)
        revise(s, i, i);
    store_close(s, NULL);
}

/* Pages of rows that were not read yet are no pages any more; then the file is put right. */
static void tear(const char *path)
{
    char *bytes;
    size_t len;
    if (!file_read(path, 64 << 20, &bytes, &len, NULL))
        abort();
    int fd = open(path, O_WRONLY);
    char *noise = xcalloc(1, len / 2);
    if (fd < 0 || pwrite(fd, noise, len / 2, (off_t)(len / 2)) < 0 || close(fd))
        abort();
    free(noise);
    free(bytes);
}

static void shorten(const char *path)
{
    if (truncate(path, 8192))
        abort();
}

static void test_written(int at)
{
    char *path = make("a.db", ENTRIES);
    struct store *s = kit_open("own.db", STORE_CREATE);
    struct writer w = {.path = path, .at = at, .write = add_entries};
    struct merge_options options = {.progress = on_progress, .user = &w, .batch_rows = 200};
    struct merge_report r;
    merge(s, path, &options, &r);
    const struct merge_file *f = &r.files.v[0];
    bool all = w.asked > at;
    ok(!f->err.message && !f->torn && !f->events.quarantined && !f->bodies.quarantined,
       "nothing is wrong with it");
    ok(adds_up(&f->events) && adds_up(&f->bodies), "U5: the counts add up");
    is_int(ENTRIES + 1 + 30 * all, f->events.added, "all of it came, what was added meanwhile, too");
    is_int(1, count(s, "SELECT count(*) FROM import_log WHERE done=1"), "one import, done");
    is_int(0, count(s, "SELECT count(*) FROM import_log WHERE done=0"), "and none begun");
    merge_report_finish(&r);
    store_close(s, NULL);
    free(path);
    kit_empty();
}

static void test_broken(int at, void (*write)(const char *), const char *name)
{
    char *path = make("a.db", ENTRIES);
    struct store *s = kit_open("own.db", STORE_CREATE);
    struct writer w = {.path = path, .at = at, .write = write};
    struct merge_options options = {.progress = on_progress, .user = &w, .batch_rows = 200};
    struct merge_report r;
    struct store_health h = {0};
    merge(s, path, &options, &r);
    const struct merge_file *f = &r.files.v[0];
    ok(f->err.message || f->torn || w.asked <= at, "%s meanwhile (%d): said", name, at);
    ok(store_check(s, &h, NULL) && !h.bad && !*h.structure, "I1: what came is what its names say");
    store_health_finish(&h);
    merge_report_finish(&r);
    store_close(s, NULL);
    free(path);
    kit_empty();
}

/* ---- the same file again ------------------------------------------------------------------------ */

/* Zeros in place of the first page of headers, which a full look would see: the ids stand elsewhere. */
static void spoil_rows(const char *path)
{
    enum { PAGE = 8192, LEAF = 0x0d };
    static const char header[] = "\"kind\":\"revision\"";
    char page[PAGE], zeros[PAGE] = "";
    int fd = open(path, O_RDWR);
    for (off_t at = 0; fd >= 0 && pread(fd, page, PAGE, at) == PAGE; at += PAGE)
        if (page[0] == LEAF && memmem(page, PAGE, header, sizeof header - 1)) {
            if (pwrite(fd, zeros, PAGE, at) != PAGE)
                abort();
            break;
        }
    if (fd < 0 || close(fd))
        abort();
}

static void remove_one(const char *path)
{
    struct db *db = db_open(path, DB_REMOVABLE, NULL);
    db_exec(db, "DELETE FROM event WHERE eid=5", NULL);
    db_close(db, NULL);
}

static void take_again(struct store *s, const char *path, bool torn, const char *name)
{
    struct merge_report r;
    merge(s, path, NULL, &r);
    const struct merge_file *f = &r.files.v[0];
    ok(f->torn == torn, "%s: %s", name, torn ? "its structure was looked at" : "its ids were enough");
    ok(f->events.seen == f->events.known && f->bodies.seen == f->bodies.known && f->bodies.seen == 51,
       "U5: %lld of %lld events are known", (long long)f->events.known, (long long)f->events.seen);
    is_int(50, r.entries.n ? (int64_t)r.entries.n : 0, "all entries are told of");
    merge_report_finish(&r);
}

static void test_again(void)
{
    char *path = make("a.db", 50);
    struct store *s = kit_open("own.db", STORE_CREATE);
    struct merge_report r;
    merge(s, path, NULL, &r);
    merge_report_finish(&r);
    take_again(s, path, false, "the same file");
    spoil_rows(path);
    take_again(s, path, false, "the same ids in a file whose other pages are gone");
    is_int(3, count(s, "SELECT count(DISTINCT id) FROM import_log WHERE done=1 AND code<>''"),
           "each is in the log");
    store_close(s, NULL);
    free(path);
    kit_empty();

    path = make("a.db", 50);
    s = kit_open("own.db", STORE_CREATE);
    merge(s, path, NULL, &r);
    merge_report_finish(&r);
    remove_one(path);
    spoil_rows(path);
    merge(s, path, NULL, &r);
    ok(r.files.v[0].torn, "other ids: its structure was looked at");
    merge_report_finish(&r);
    store_close(s, NULL);
    free(path);
    kit_empty();
}

int main(void)
{
    kit_begin();
    test_untouched();
    test_companions();
    for (int at = 0; at < 7; at++)
        test_written(at);
    for (int at = 0; at < 9; at += 3) {
        test_broken(at, tear, "torn");
        test_broken(at, shorten, "cut off");
    }
    test_again();
    return kit_done();
}
