/* Files that must not be opened: each is refused with the right status and stays as it was; and
 * files that only look broken: those of a program that crashed. */
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/file.h"
#include "store/internal.h"
#include "store/kit.h"

static void copy(const char *from, const char *to, char **ret, size_t *ret_len)
{
    char *a = kit_path(from), *b = kit_path(to);
    if (!file_read(a, 10 << 20, ret, ret_len, NULL))
        abort();
    FILE *f = fopen(b, "w");
    if (!f || fwrite(*ret, 1, *ret_len, f) != *ret_len || fclose(f))
        abort();
    free(a);
    free(b);
}

static void is_refused(const char *name, unsigned flags, enum err_code want, const char *why)
{
    char *path = kit_path(name);
    char *before = NULL, *after = NULL;
    size_t n = 0, m = 0;
    bool file = file_read(path, 10 << 20, &before, &n, NULL);
    struct err e = {0};
    struct store *s = store_open(path, flags, &e);
    ok(!s && e.code == want && e.remedy && e.message, "%s: refused", why);
    printf("#   %s\n", e.message ? e.message : "(opened)");
    if (file)
        ok(file_read(path, 10 << 20, &after, &m, NULL) && n == m && !memcmp(before, after, n),
           "%s: unchanged", why);
    char *journal = xasprintf("%s-journal", path);
    ok(!file_exists(journal), "%s: no companion", why);
    store_close(s, NULL);
    err_finish(&e);
    free(journal);
    free(before);
    free(after);
    free(path);
}

/* A copy of good.db with some bytes changed, or cut. */
static void test_bytes(void)
{
    static const struct {
        const char *why;
        long at;
        const char *bytes;
        size_t n;
    } cases[] = {
        {"no SQLite file", 0, "X", 1},
        {"another application", 68, "\0\0\0\1", 4},
        {"newer version", 60, "\0\0\0\2", 4},
        {"write-ahead log", 18, "\2\2", 2},
        {"page size", 16, "\0\3", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *bytes;
        size_t n;
        copy("good.db", "bad.db", &bytes, &n);
        char *path = kit_path("bad.db");
        FILE *f = fopen(path, "r+");
        fseek(f, cases[i].at, SEEK_SET);
        fwrite(cases[i].bytes, 1, cases[i].n, f);
        fclose(f);
        is_refused("bad.db", 0, ERR_DAMAGED, cases[i].why);
        free(path);
        free(bytes);
    }
    char *bytes, *path = kit_path("bad.db");
    size_t n;
    copy("good.db", "bad.db", &bytes, &n);
    ok(truncate(path, (off_t)n - 8192) == 0, "a page less");
    is_refused("bad.db", 0, ERR_DAMAGED, "truncated by a page");
    ok(truncate(path, 5000) == 0, "a piece");
    is_refused("bad.db", 0, ERR_DAMAGED, "truncated inside a page");
    ok(truncate(path, 50) == 0, "fifty bytes");
    is_refused("bad.db", 0, ERR_DAMAGED, "shorter than a header");
    ok(truncate(path, 0) == 0, "nothing");
    is_refused("bad.db", STORE_CREATE, ERR_DAMAGED, "zero bytes");
    free(bytes);
    free(path);
}

/* Beside a good file, under the names that SQLite looks for. */
static void test_beside(void)
{
    char *bytes, *file = kit_path("bad.db");
    size_t n;
    copy("good.db", "bad.db", &bytes, &n);
    for (int i = 0; i < 4; i++) {
        char *path = kit_path(i < 2 ? "bad.db-journal" : "bad.db-wal");
        ok((i % 2 ? mkdir(path, 0700) : mkfifo(path, 0600)) == 0, "%s", path);
        struct err e = {0};
        struct store *s = store_open(file, 0, &e);
        ok(!s && e.place && !strcmp(e.place, path) && e.remedy, "refused, with its name");
        err_finish(&e);
        remove(path);
        free(path);
    }
    char *log = kit_path("bad.db-wal");
    FILE *f = fopen(log, "w");
    fwrite(bytes, 1, n, f);
    fclose(f);
    for (int i = 0; i < 2; i++) {
        struct err e = {0};
        struct store *s = store_open(file, STORE_CREATE, &e);
        ok(!s && e.code == ERR_DAMAGED, "a write-ahead log: %s", e.message);
        err_finish(&e);
        ok(file_exists(file) == (i == 0), "no file is made beside it");
        unlink(file);
    }
    unlink(log);
    free(log);
    free(bytes);
    free(file);
}

static void test_places(void)
{
    char *fifo = kit_path("fifo");
    ok(mkfifo(fifo, 0600) == 0, "a FIFO");
    is_refused("fifo", STORE_CREATE, ERR_FILE, "FIFO");
    is_refused(".", STORE_CREATE, ERR_FILE, "folder");
    is_refused("none.db", 0, ERR_FILE, "no such file");
    is_refused("no/such/folder.db", STORE_CREATE, ERR_FILE, "no such folder");
    free(fifo);
}

/* Each statement makes one more bad file out of good.db, through a connection without guards. */
static void test_schemas(void)
{
    static const char *const cases[][2] = {
        {"a view", "CREATE VIEW v AS SELECT 1"},
        {"a trigger", "CREATE TRIGGER t AFTER INSERT ON meta BEGIN SELECT 1; END"},
        {"a generated column", "CREATE TABLE g(a, b AS (a+1))"},
        {"a default", "CREATE TABLE g(a DEFAULT (random()))"},
        {"a check", "CREATE TABLE g(a CHECK(a>1))"},
        {"an index over an expression", "CREATE INDEX i ON meta(lower(v))"},
        {"an index on a frozen table", "CREATE INDEX i ON event(head)"},
        {"a column more", "ALTER TABLE event ADD COLUMN more TEXT"},
        {"a table missing", "DROP TABLE signature"},
        {"meta missing", "DROP TABLE meta"},
        {"newer to write", "UPDATE meta SET v='2' WHERE k='min_write'"},
        {"newer to read", "UPDATE meta SET v='2' WHERE k='min_read'"},
        {"newer beyond all numbers", "UPDATE meta SET v='99999999999999999999' WHERE k='min_write'"},
        {"a version that is no number", "UPDATE meta SET v='1x' WHERE k='min_read'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *bytes, *path = kit_path("bad.db");
        size_t n;
        copy("good.db", "bad.db", &bytes, &n);
        struct err e = {0};
        struct db *db = db_open(path, 0, &e);
        kit_good(db_exec(db, cases[i][1], &e), &e, cases[i][0]);
        db_close(db, NULL);
        is_refused("bad.db", 0, ERR_DAMAGED, cases[i][0]);
        free(bytes);
        free(path);
    }
}

/* What a newer program may add, and what can be made again. */
static void test_taken(void)
{
    static const char *const cases[][2] = {
        {"a plain table", "CREATE TABLE later(a TEXT PRIMARY KEY, b VARCHAR(10))"},
        {"a plain index", "CREATE UNIQUE INDEX later ON meta(v,k)"},
        {"another derived table", "DROP TABLE x_state"},
        {"a derived index", "DROP INDEX x_state_key"},
        {"another rule", "UPDATE meta SET v='mv9' WHERE k='rule'"},
        {"a strange x_", "CREATE TABLE x_odd(a)"},
        {"a table of an older program missing", "DROP TABLE erased"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *bytes, *path = kit_path("ok.db");
        size_t n;
        copy("good.db", "ok.db", &bytes, &n);
        struct err e = {0};
        struct db *db = db_open(path, 0, &e);
        kit_good(db_exec(db, cases[i][1], &e), &e, cases[i][0]);
        db_close(db, NULL);
        struct store *s = store_open(path, 0, &e);
        kit_good(s != NULL, &e, cases[i][0]);
        struct entry_row row = {0};
        kit_good(s && store_entry(s, "mau1/U1/2015", &row, &e), &e, "opens, and knows the entry");
        entry_row_finish(&row);
        store_close(s, NULL);
        free(bytes);
        free(path);
    }
}

/* A program that ends in the middle of a large transaction leaves a journal: the next opening rolls
 * back to the last commit. */
static void test_crash(unsigned flags)
{
    char *path = kit_path("good.db"), *journal = xasprintf("%s-journal", path);
    pid_t child = fork();
    if (child == 0) {
        struct db *db = db_open(path, 0, NULL);
        struct stmt *q = db_prepare(db, "INSERT INTO body(hash,data) VALUES(randomblob(32),?)",
                                    NULL);
        char *text = xmalloc(100000);
        memset(text, 'x', 99999);
        text[99999] = '\0';
        db_begin(db, NULL);
        for (int i = 0; i < 100; i++) {
            stmt_bind_text(q, 1, text);
            stmt_run(q, NULL);
        }
        _exit(0);
    }
    waitpid(child, NULL, 0);
    ok(file_exists(journal), "a hot journal is left");
    struct store *s = kit_open("good.db", flags);
    struct store_health h = {0};
    struct err e = {0};
    kit_good(s && store_check(s, &h, &e), &e, "opens and recovers");
    is_int(2, h.events, "with all that was committed");
    is_int(2, h.bodies, "and nothing else");
    is_int(0, h.bad, "all sound");
    store_health_finish(&h);
    store_close(s, NULL);
    ok(!file_exists(journal), "no companion after closing");
    free(path);
    free(journal);
}

static int kept_aside(const char *name)
{
    char **names = file_list(kit_folder, "");
    int aside = 0;
    for (size_t i = 0; names[i]; i++)
        aside += strstr(names[i], name) != NULL;
    file_list_free(names);
    return aside;
}

/* The file of a crashed program is deleted or moved, its journal stays: a new file of that name must
 * not be rolled back to it. */
static void test_orphan(void)
{
    char *path = kit_path("new.db"), *journal = xasprintf("%s-journal", path);
    FILE *f = fopen(journal, "w");
    fwrite("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7orphan", 1, 14, f);
    fclose(f);
    struct store *s = kit_open("new.db", STORE_CREATE);
    ok(s && !file_exists(journal), "the journal is put aside");
    struct store_health h = {0};
    struct err e = {0};
    kit_good(s && store_check(s, &h, &e), &e, "the new file");
    is("", h.structure, "is sound");
    store_health_finish(&h);
    store_close(s, NULL);
    is_int(1, kept_aside("new.db-journal.old-"), "and kept");
    free(path);
    free(journal);
}

/* Two programs make the same file: the slower one must leave the first one's journal, which is in use by then. */
static void test_made_twice(void)
{
    struct err e = {0};
    char *path = kit_path("twice.db"), *journal = xasprintf("%s-journal", path);
    struct store *s = kit_open("twice.db", STORE_CREATE);
    db_begin(s->db, &e);
    db_exec(s->db, "PRAGMA cache_size=1", &e); /* so that pages are written, and needed to go back */
    for (int i = 0; i < 40; i++)
        db_exec(s->db, "INSERT INTO body(hash,data) VALUES(randomblob(32),hex(randomblob(3000)))", &e);
    ok(file_exists(journal), "one program is in the middle of a transaction");
    ok(store_make(path, NULL, NULL, &e) && file_exists(journal), "the other one finds the file made, and takes nothing away");
    is_int(0, kept_aside("twice.db-journal.old-"), "not even under another name");
    db_rollback(s->db);
    ok(store_close(s, &e) && !file_exists(journal), "the first one goes on");
    unlink(path);
    free(path);
    free(journal);
    err_finish(&e);
}

/* What a transaction that ended has left holds nothing. */
static void test_spent(void)
{
    char *path = kit_path("spent.db"), *journal = xasprintf("%s-journal", path);
    static const char spent[600];
    FILE *f = fopen(journal, "w");
    fwrite(spent, 1, sizeof spent, f);
    fclose(f);
    store_close(kit_open("spent.db", STORE_CREATE), NULL);
    ok(!file_exists(journal) && !kept_aside("spent.db-journal.old-"), "a journal that is spent goes");
    unlink(path);
    free(path);
    free(journal);
}

/* Damage in the rows is counted; the rest stays usable. */
static void test_damage(void)
{
    struct err e = {0};
    char *bytes, *path = kit_path("bad.db");
    size_t n;
    copy("good.db", "bad.db", &bytes, &n);
    struct db *db = db_open(path, 0, &e);
    kit_good(db_exec(db, "UPDATE body SET data=replace(data,'1','2')", &e), &e, "a changed body");
    kit_good(db_exec(db, "UPDATE event SET head=head||' ' WHERE eid=2", &e), &e, "a changed head");
    db_close(db, NULL);
    struct store *s = kit_open("bad.db", 0);
    struct store_health h;
    kit_good(store_check(s, &h, &e), &e, "a check");
    is_int(3, h.bad, "two bodies, one event");
    is("", h.structure, "structure is sound: only hashes see it");
    store_health_finish(&h);
    struct revisions list;
    ok(!store_revisions(s, "11111111111111111111111111111111", &list, &e) &&
           e.code == ERR_DAMAGED, "its history is refused, not shown");
    err_finish(&e);
    kit_good(store_rebuild(s, &e), &e, "a rebuild leaves it out");
    ok(!store_entry(s, "mau1/U1/2015", &(struct entry_row){0}, &e), "nothing is built on it");
    err_finish(&e);
    store_close(s, NULL);
    free(bytes);
    free(path);
}

static void test_readonly(void)
{
    struct err e = {0};
    struct hash h;
    struct store *s = kit_open("good.db", STORE_READONLY);
    ok(s != NULL, "opens for reading");
    ok(!store_add_text(s, EVENT_FORM, "m", "x", 1, &h, &e) && e.code == ERR_FILE,
       "and writes nothing");
    err_finish(&e);
    store_close(s, NULL);
    s = kit_open("good.db", 0);
    static const char *const denied[] = {"UPDATE event SET head=''", "DELETE FROM event",
                                         "DELETE FROM body", "UPDATE body SET data=''",
                                         "DROP TABLE body"};
    for (size_t i = 0; i < sizeof denied / sizeof *denied; i++)
        ok(!db_exec(s->db, denied[i], NULL), "denied: %s", denied[i]);
    store_close(s, NULL);
}

int main(void)
{
    kit_begin();
    struct store *s = kit_open("good.db", STORE_CREATE);
    struct hash form, r;
    store_add_text(s, EVENT_FORM, "mau1", "form: mau1\n", 11, &form, NULL);
    kit_revise(s, "11111111111111111111111111111111", "U1", "2015", "draft", &form, NULL, 0,
               "{\"a\":1}", &r);
    store_close(s, NULL);
    test_bytes();
    test_places();
    test_beside();
    test_schemas();
    test_taken();
    test_damage();
    test_readonly();
    test_crash(STORE_READONLY);
    test_crash(0);
    test_orphan();
    test_made_twice();
    test_spent();
    return kit_done();
}
