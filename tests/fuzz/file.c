/* A whole data file from elsewhere. The input is not its bytes (nearly all would be no SQLite file) but what
 * somebody did to a good one: the first byte chooses. 0: pieces of six bytes are changes to the file's own
 * bytes. 1: the rest is rows, each under its right name or a wrong one. Then the file is taken in. */
#include "fuzz/fuzz.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/installation.h"
#include "base/mem.h"
#include "base/random.h"
#include "db/db.h"
#include "folder.h"
#include "store/merge.h"
#include "store/store.h"

#define PAGE   8192
#define ENTRY  "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
#define OTHER  "00112233445566778899aabbccddeeff"

static char folder[64], *ours, *theirs;
static char *good, *own; /* bytes of the two files */
static size_t good_len, own_len;
static int64_t own_events;

static void add_revision(struct store *s, const struct hash *form, const char *entry, int n)
{
    struct err e = {0};
    struct hash h;
    json *answers = js_new_object();
    js_set(answers, "so", js_new_integer(n));
    js_set_text(answers, "ten", "Nguyễn Thị Phượng");
    struct event ev = {.kind = EVENT_REVISION, .entry = xstrdup(entry), .form = *form, .has_form = true,
                       .status = xstrdup("submitted"), .unit = xstrdup("kg_an_bien")};
    must(store_add_revision(s, &ev, answers, &h, &e), "a revision is added");
    event_finish(&ev);
    js_free(answers);
}

static char *make(const char *path, int n, size_t *ret_len)
{
    static const char yaml[] = "form: f\nversion: 1\n";
    struct err e = {0};
    struct hash form;
    struct store *s = store_open(path, STORE_CREATE | STORE_REMOVABLE, &e);
    must(s != NULL, "a file is made");
    must(store_add_text(s, EVENT_FORM, "f", yaml, sizeof yaml - 1, &form, &e), "a form is added");
    for (int i = 0; i < n; i++)
        add_revision(s, &form, i % 2 ? ENTRY : OTHER, i);
    must(store_close(s, &e), "the file is closed");
    char *bytes;
    must(file_read(path, 1 << 26, &bytes, ret_len, &e), "and read");
    return bytes;
}

static void clean(void)
{
    static const char *const ends[] = {"", "-journal"};
    for (size_t i = 0; i < 2; i++) {
        char *a = xasprintf("%s%s", ours, ends[i]), *b = xasprintf("%s%s", theirs, ends[i]);
        unlink(a);
        unlink(b);
        free(a);
        free(b);
    }
    rmdir(folder);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    clock_fix(1435190400);
    random_seed(7);
    installation_fix(OTHER);
    folder_make(folder, sizeof folder, "fuzz");
    setenv("TMPDIR", folder, 1);
    setenv("XDG_RUNTIME_DIR", folder, 1);
    ours = xasprintf("%s/ours.db", folder);
    theirs = xasprintf("%s/theirs.db", folder);
    good = make(theirs, 40, &good_len);
    own = make(ours, 3, &own_len);
    own_events = 4;
    atexit(clean);
    return 0;
}

static void put_file(const char *path, const char *bytes, size_t len)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    must(fd >= 0 && write(fd, bytes, len) == (ssize_t)len && close(fd) == 0, "the file is written");
}

/* ---- changes to bytes ------------------------------------------------------------------------- */

static void change(char *file, size_t *len, const uint8_t c[6])
{
    size_t pages = good_len / PAGE, page = c[1] % pages, at = page * PAGE + (c[2] << 8 | c[3]) % PAGE;
    size_t other = (size_t)(c[4] << 8 | c[5]) % pages;
    switch (c[0] % 6) {
    case 0:
        file[at] = (char)c[5];
        break;
    case 1:
        file[at] ^= (char)(1 << c[5] % 8);
        break;
    case 2:
        file[at] = (char)c[4];
        file[at + 1 < good_len ? at + 1 : at] = (char)c[5];
        break;
    case 3:
        memmove(file + page * PAGE, file + other * PAGE, PAGE);
        break;
    case 4:
        memset(file + page * PAGE, c[5], PAGE);
        break;
    default:
        *len = at + 1;
    }
}

static void write_changed(const uint8_t *data, size_t size)
{
    char *file = xmalloc(good_len);
    size_t len = good_len;
    memcpy(file, good, good_len);
    for (size_t i = 0; i + 6 <= size && i < 6 * 200; i += 6)
        change(file, &len, data + i);
    put_file(theirs, file, len < good_len ? len : good_len);
    free(file);
}

/* ---- rows ------------------------------------------------------------------------------------- */

static void insert(struct db *db, bool event, bool lies, const uint8_t *bytes, size_t len)
{
    struct err e = {0};
    struct hash h = (event ? event_hash : body_hash)((const char *)bytes, len);
    h.b[0] ^= lies;
    struct stmt *q = db_prepare(db, event ? "INSERT INTO event(hash,head) VALUES(?,?) ON CONFLICT DO NOTHING"
                                          : "INSERT INTO body(hash,data) VALUES(?,?) ON CONFLICT DO NOTHING", &e);
    stmt_bind_blob(q, 1, h.b, sizeof h.b);
    stmt_bind_textn(q, 2, (const char *)bytes, len);
    stmt_run(q, NULL);
    err_finish(&e);
}

/* Each: what it is (one byte), its length (two), its bytes. */
static void write_rows(const uint8_t *data, size_t size)
{
    struct err e = {0};
    put_file(theirs, good, good_len);
    struct db *db = db_open(theirs, DB_REMOVABLE, &e);
    must(db && db_begin(db, &e), "the file is opened");
    for (size_t n; size > 3; data += 3 + n, size -= 3 + n) {
        n = (size_t)(data[1] << 8 | data[2]);
        n = n < size - 3 ? n : size - 3;
        insert(db, data[0] & 1, data[0] & 2, data + 3, n);
    }
    must(db_commit(db, &e) && db_close(db, &e), "and closed");
}

/* ---- taking it in ------------------------------------------------------------------------------ */

/* Every eighth time, and whenever something came. */
static bool is_due(const struct merge_file *f)
{
    static unsigned times;
    return times++ % 8 == 0 || f->events.added || f->bodies.added;
}

static void check_ours(void)
{
    struct err e = {0};
    struct store_health health;
    struct store *s = store_open(ours, STORE_READONLY, &e);
    must(s && store_check(s, &health, &e), "our file can be checked");
    must(health.bad == 0 && !*health.structure, "I1: our file is sound");
    must(health.events >= own_events, "U1: nothing is lost");
    store_health_finish(&health);
    must(store_close(s, &e), "our file is closed");
}

static void check_counts(const struct merge_file *f)
{
    const struct merge_counts *both[] = {&f->events, &f->bodies};
    for (size_t i = 0; i < 2 && !f->err.message; i++)
        must(both[i]->seen == both[i]->known + both[i]->added + both[i]->quarantined + both[i]->refused,
             "U5: the counts add up");
    must(!f->err.message || f->err.remedy, "an error says what to do");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err e = {0};
    struct merge_report report;
    if (!size)
        return 0;
    (data[0] & 1 ? write_rows : write_changed)(data + 1, size - 1);
    put_file(ours, own, own_len);
    struct store *s = store_open(ours, STORE_REMOVABLE, &e);
    must(s != NULL, "our file is opened");
    struct merge_options options = {.large = size % 2};
    must(store_merge(s, (const char *const *)&theirs, 1, &options, &report, &e), "the file is taken in");
    check_counts(&report.files.v[0]);
    bool due = is_due(&report.files.v[0]);
    merge_report_finish(&report);
    must(store_close(s, &e), "our file is closed");
    if (due)
        check_ours();
    return 0;
}
