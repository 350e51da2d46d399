/* What needs more than keys: another program that holds the file, a terminal that is closed, memory
 * that runs out.
 *     test_reliability_programs PHIEU */
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "reliability/work.h"
#include "screens/vt.h"

#define ANSWER_MS 20000

const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}

static char *sql_text(const char *path, const char *sql)
{
    struct err e = {0};
    struct store *s = store_open(path, 0, &e);
    char *text = s ? db_text(s->db, sql, &e) : err_text(&e);
    store_close(s, NULL);
    err_finish(&e);
    return text ? text : xstrdup("");
}

/* ---- another program holds the file ---------------------------------------------------------- */

/* A process that writes until its pipe is closed. */
struct holder {
    pid_t pid;
    int pipe;
};

static void hold(struct holder *h, const char *path)
{
    int down[2], up[2];
    char byte;
    if (pipe(down) || pipe(up))
        exit(99);
    h->pid = fork();
    if (h->pid == 0) {
        struct store *s = store_open(path, 0, NULL);
        close(down[1]);
        if (!s || !db_begin(s->db, NULL) || write(up[1], "x", 1) != 1)
            _exit(1);
        while (read(down[0], &byte, 1) > 0)
            continue;
        db_rollback(s->db);
        store_close(s, NULL);
        _exit(0);
    }
    close(down[0]);
    close(up[1]);
    ok(read(up[0], &byte, 1) == 1, "another program writes to the file");
    close(up[0]);
    h->pipe = down[1];
}

static void let_go(struct holder *h)
{
    close(h->pipe);
    waitpid(h->pid, NULL, 0);
}

static struct vt *start(const char *phieu, const char *path)
{
    static const char *const env[] = {"PHIEU_SYNC=1", "PHIEU_TEST_CLOCK=1434770000",
                                      "TERM=xterm-256color", NULL};
    char *const argv[] = {(char *)phieu, (char *)"--as", (char *)UNIT, (char *)path, NULL};
    struct vt *vt = vt_start(&(struct vt_options){24, 80, argv, env});
    ok(vt && vt_wait(vt, ANSWER_MS), "the program starts");
    return vt;
}

static bool shows(struct vt *vt, const char *text)
{
    char *screen = vt_screen(vt);
    bool found = strstr(screen, text) != NULL;
    free(screen);
    return found;
}

static void test_held(const char *phieu, const char *path)
{
    struct holder h;
    struct vt *vt = start(phieu, path);
    ok(vt_send(vt, "\rchung ta ", 10) && vt_wait(vt, ANSWER_MS), "somebody types");
    hold(&h, path);
    ok(vt_send(vt, "\t", 1) && !vt_wait(vt, 1500), "leaving the field has to wait");
    ok(shows(vt, "Đang chờ một chương trình khác"), "and the screen says for what");
    let_go(&h);
    ok(vt_wait(vt, ANSWER_MS) && shows(vt, "đã lưu"), "then it is saved");
    ok(!shows(vt, "Đang chờ"), "and the screen stops saying so");
    hold(&h, path);
    ok(vt_send(vt, "mai", 3) && vt_send(vt, "\t", 1) && vt_wait(vt, ANSWER_MS),
       "when the other one does not end, waiting ends");
    ok(shows(vt, "CHƯA LƯU ĐƯỢC"), "it is said that this is not saved");
    let_go(&h);
    ok(vt_send(vt, "\t", 1) && vt_wait(vt, ANSWER_MS) && shows(vt, "đã lưu"),
       "the next field saves both");
    char *value = sql_text(path, "SELECT group_concat(value) FROM draft_value");
    ok(strstr(value, "chung ta") && strstr(value, "mai"), "both are in the file");
    free(value);
    vt_signal(vt, SIGTERM);
    is_int(0, vt_end(vt, ANSWER_MS), "SIGTERM ends it well");
    vt_destroy(vt);
}

/* ---- the terminal is closed ------------------------------------------------------------------ */

static pid_t start_on(int *ret_terminal, const char *phieu, const char *path)
{
    struct winsize w = {.ws_row = 24, .ws_col = 80};
    pid_t pid = forkpty(ret_terminal, NULL, NULL, &w);
    if (pid == 0) {
        setenv("PHIEU_SYNC", "1", 1);
        setenv("TERM", "xterm-256color", 1);
        execl(phieu, phieu, "--as", UNIT, path, (char *)NULL);
        _exit(127);
    }
    return pid;
}

/* Reads until the marker says that n bytes are understood. */
static bool understood(int terminal, unsigned long n)
{
    struct str seen = {0};
    bool done = false;
    while (!done) {
        char bytes[4096];
        struct pollfd p = {.fd = terminal, .events = POLLIN};
        ssize_t got = poll(&p, 1, ANSWER_MS) > 0 ? read(terminal, bytes, sizeof bytes) : 0;
        if (got <= 0)
            break;
        str_addn(&seen, bytes, (size_t)got);
        for (char *at = seen.s; !done && (at = memmem(at, seen.len - (size_t)(at - seen.s),
                                                       "\033]7770;", 7)); at += 7)
            done = strtoul(at + 7, NULL, 10) >= n;
    }
    str_finish(&seen);
    return done;
}

static void test_closed(const char *phieu, const char *path)
{
    int terminal, status = -1;
    pid_t pid = start_on(&terminal, phieu, path);
    static const char keys[] = "\r\033[1;5F khi mai";
    ok(understood(terminal, 0), "the program starts on a terminal");
    ok(write(terminal, "\r", 1) == 1 && understood(terminal, 1), "the entry opens");
    ok(write(terminal, keys + 1, sizeof keys - 2) > 0 && understood(terminal, sizeof keys - 1),
       "somebody types");
    close(terminal);
    waitpid(pid, &status, 0);
    is_int(0, status, "its terminal is closed, and it ends well");
    char *value = sql_text(path, "SELECT group_concat(value) FROM draft_value");
    ok(strstr(value, "khi mai") != NULL, "what was being typed is in the file");
    free(value);
    char *journal = xasprintf("%s-journal", path);
    ok(access(journal, F_OK) != 0, "which was closed");
    free(journal);
}

/* ---- no memory ------------------------------------------------------------------------------- */

static void test_exhausted(struct bench *b)
{
    char *file = xasprintf("%s/message", b->folder);
    session_close(b->session, NULL);
    b->session = NULL;
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        struct err e = {0};
        bench_reopen(b, UNIT);
        if (!freopen(file, "w", stderr) || dup2(fileno(stderr), STDERR_FILENO) < 0)
            _exit(99);
        struct entry *en = entry_begin(b->session, session_form(b->session, FORM, &e), UNIT, NULL, &e);
        entry_set(en, field_of(en, "iv_uu_diem"), value_text("Đã rời ô."), &e);
        entry_group_begin(en);
        entry_set(en, field_of(en, "i_van_de_dat_ra"), value_text("Chưa rời."), &e);
        volatile size_t all = PTRDIFF_MAX;
        free(xmalloc(all - 100));
        _exit(0);
    }
    int status = -1;
    waitpid(pid, &status, 0);
    ok(WIFEXITED(status) && WEXITSTATUS(status) == 3, "without memory it ends with status 3");
    char *said = xcalloc(1, 1000);
    FILE *f = fopen(file, "r");
    ok(f && fread(said, 1, 999, f) > 0 && strstr(said, "hết bộ nhớ") &&
       strstr(said, "out of memory"), "with the message");
    if (f)
        fclose(f);
    char *value = sql_text(b->path, "SELECT group_concat(value) FROM draft_value");
    ok(strstr(value, "Đã rời ô.") && !strstr(value, "Chưa rời."),
       "and everything acknowledged is in the file");
    free(value);
    free(said);
    unlink(file);
    free(file);
}

/* ---- elsewhere, when the old file cannot be read --------------------------------------------- */

static void test_unreadable(struct bench *b)
{
    struct err e = {0};
    bool whole = true;
    bench_reopen(b, UNIT);
    struct entry *en = bench_begin(b);
    work_fill(en, &e);
    bool made = false;
    good(entry_leave(en, &made, &e), &e, "a revision");
    entry_set(en, field_of(en, "iv_uu_diem"), value_text("Trên màn hình."), &e);
    char *answers = answers_of(en), *other = xasprintf("%s/other.db", b->folder);
    /* Every page but the first ones is lost. */
    int fd = open(b->path, O_WRONLY);
    off_t size = lseek(fd, 0, SEEK_END);
    char *junk = xcalloc(1, (size_t)size);
    memset(junk, 0x5a, (size_t)size);
    ok(pwrite(fd, junk, (size_t)size - 16384, 16384) > 0, "the disk loses most of the file");
    close(fd);
    free(junk);
    db_forget(session_store(b->session)->db);
    entry_set(en, field_of(en, "i_van_de_dat_ra"), value_text("Sau đó."), NULL);
    free(answers);
    answers = answers_of(en);
    good(entry_save_elsewhere(en, other, &whole, &e), &e, "what is on the screen goes elsewhere");
    ok(!whole, "the rest could not be read");
    entry_destroy(en);
    char *old = b->path;
    b->path = other;
    bench_reopen(b, UNIT);
    en = bench_begin(b);
    char *again = answers_of(en);
    is(answers, again, "the new file holds it all");
    good(entry_submit(en, NULL, &e), &e, "and it can be submitted there");
    entry_destroy(en);
    session_close(b->session, NULL);
    b->session = NULL;
    static const struct snapshot nothing;
    is(NULL, file_trouble(other, &nothing, NULL), "the new file is whole");
    unlink(old);
    free(old);
    free(answers);
    free(again);
}

int main(int argc, char **argv)
{
    struct bench b;
    if (argc < 2)
        return 99;
    bench_init(&b);
    static const char *const homes[] = {"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME",
                                        "XDG_DATA_HOME", "XDG_CACHE_HOME"};
    for (size_t i = 0; i < sizeof homes / sizeof *homes; i++)
        setenv(homes[i], b.folder, 1);
    session_close(b.session, NULL);
    b.session = NULL;
    test_held(argv[1], b.path);
    test_closed(argv[1], b.path);
    unlink(b.path);
    bench_reopen(&b, UNIT);
    test_exhausted(&b);
    test_unreadable(&b);
    char *clean = xasprintf("rm -rf %s", b.folder);
    int status = system(clean);
    free(clean);
    free(b.path);
    return tap_done() || status;
}
