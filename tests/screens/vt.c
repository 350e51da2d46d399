#include "screens/vt.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <vterm.h>

#include "base/mem.h"
#include "base/str.h"
#include "screens/strange.h"
#include "text/utf8.h"

static const char opening[] = "\033]7770;";
#define OPENING (sizeof opening - 1)

struct vt {
    VTerm *term;
    VTermScreen *screen;
    int fd;
    pid_t leader;
    int report, release; /* pipes: from the leader; to it */
    pid_t pid;           /* of the program; 0: ended and collected */
    int status;
    int rows, columns;
    size_t sent;
    unsigned long resizes;
    /* As the last marker says. */
    bool marked;
    size_t understood, read;
    unsigned long resizes_seen;
    size_t matched; /* letters of `opening` just seen */
    bool in_marker;
    struct str marker;
    struct str waiting; /* the first bytes of a letter */
    size_t written;
    bool closed, eof, hidden_cursor, other_screen, brackets;
    struct termios before;
    struct strange strange;
};

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- start and end --------------------------------------------------------------------------- */

static int on_property(VTermProp property, VTermValue *value, void *user)
{
    struct vt *v = user;
    if (property == VTERM_PROP_CURSORVISIBLE)
        v->hidden_cursor = !value->boolean;
    if (property == VTERM_PROP_ALTSCREEN)
        v->other_screen = value->boolean;
    return 1;
}

static void make_screen(struct vt *v)
{
    static const VTermScreenCallbacks callbacks = {.settermprop = on_property};
    v->term = vterm_new(v->rows, v->columns);
    vterm_set_utf8(v->term, 1);
    v->screen = vterm_obtain_screen(v->term);
    vterm_screen_set_callbacks(v->screen, &callbacks, v);
    vterm_screen_enable_altscreen(v->screen, 1);
    vterm_screen_reset(v->screen, 1);
}

static _Noreturn void run_child(const struct vt_options *o)
{
    for (const char *const *e = o->env; *e; e++) {
        char *name = xstrdup(*e), *equals = strchr(name, '=');
        if (!equals) {
            unsetenv(name);
            continue;
        }
        *equals = '\0';
        setenv(name, equals + 1, 1);
    }
    execvp(o->argv[0], o->argv);
    _exit(127);
}

static void tell(int report, int number)
{
    if (write(report, &number, sizeof number) != sizeof number)
        _exit(126);
}

static int hear(int report)
{
    int number;
    return read(report, &number, sizeof number) == sizeof number ? number : -1;
}

/* What a shell is for a program. When the leader of a terminal's session ends, the system throws away
 * what nobody has read yet, the last words of a program among it: so it outlives the program until it
 * is released. It tells who the program is, and how it ended. */
static _Noreturn void lead(const struct vt_options *o, int report, int release)
{
    char nothing;
    int status;
    pid_t pid = fork();
    if (pid == 0)
        run_child(o);
    signal(SIGHUP, SIG_IGN);
    for (int fd = 0; fd <= 2; fd++)
        close(fd); /* the terminal is closed when the program closes it */
    tell(report, (int)pid);
    waitpid(pid, &status, 0);
    tell(report, status);
    while (read(release, &nothing, 1) > 0)
        ;
    _exit(0);
}

struct vt *vt_start(const struct vt_options *o)
{
    struct vt *v = xcalloc(1, sizeof *v);
    struct winsize w = {.ws_row = (unsigned short)o->rows, .ws_col = (unsigned short)o->columns};
    int reports[2], releases[2];
    v->rows = o->rows;
    v->columns = o->columns;
    if (pipe2(reports, O_CLOEXEC) < 0 || pipe2(releases, O_CLOEXEC) < 0)
        mem_exhausted();
    v->leader = forkpty(&v->fd, NULL, NULL, &w);
    if (v->leader == 0) {
        close(releases[1]);
        lead(o, reports[1], releases[0]);
    }
    close(reports[1]);
    close(releases[0]);
    v->report = reports[0];
    v->release = releases[1];
    v->pid = v->leader < 0 ? -1 : hear(v->report);
    if (v->pid < 0) {
        close(v->report);
        close(v->release);
        free(v);
        return NULL;
    }
    fcntl(v->fd, F_SETFL, O_NONBLOCK);
    tcgetattr(v->fd, &v->before);
    make_screen(v);
    return v;
}

void vt_destroy(struct vt *v)
{
    if (!v)
        return;
    if (v->pid)
        kill(v->pid, SIGKILL);
    close(v->release);
    waitpid(v->leader, NULL, 0);
    close(v->report);
    close(v->fd);
    vterm_free(v->term);
    str_finish(&v->marker);
    str_finish(&v->waiting);
    free(v);
}

/* ---- output of the program ------------------------------------------------------------------- */

static void end_marker(struct vt *v)
{
    char *p = v->marker.s;
    v->understood = strtoul(p, &p, 10);
    v->resizes_seen = strtoul(p + 1, &p, 10);
    v->read = strtoul(p + 1, &p, 10);
    v->marked = true;
    v->in_marker = false;
    str_clear(&v->marker);
}

/* Bytes without a letter that is cut at the end: libvterm forgets its first half when ASCII stood
 * before it. */
static size_t whole_letters(const struct str *s)
{
    size_t start = s->len;
    for (size_t back = 1; back <= 3 && back <= s->len; back++) {
        unsigned char c = (unsigned char)s->s[s->len - back];
        size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
        if (length > back)
            start = s->len - back;
        if (c < 0x80 || c >= 0xC0)
            break;
    }
    return start;
}

/* Takes the markers out of the stream; the rest goes to the screen. */
static void feed(struct vt *v, const char *bytes, size_t n)
{
    struct str rest = {0};
    for (size_t i = 0; i < n; i++) {
        char c = bytes[i];
        if (v->in_marker && c == '\a') {
            end_marker(v);
        } else if (v->in_marker) {
            str_addc(&v->marker, c);
        } else if (c == opening[v->matched]) {
            v->in_marker = ++v->matched == OPENING;
            v->matched = v->in_marker ? 0 : v->matched;
        } else {
            str_addn(&rest, opening, v->matched);
            v->matched = c == opening[0];
            if (!v->matched)
                str_addc(&rest, c);
        }
    }
    v->written += rest.len;
    if (memmem(str_text(&rest), rest.len, "\033[?2004h", 8))
        v->brackets = true;
    if (memmem(str_text(&rest), rest.len, "\033[?2004l", 8))
        v->brackets = false;
    strange_feed(&v->strange, str_text(&rest), rest.len);
    str_addn(&v->waiting, str_text(&rest), rest.len);
    size_t whole = whole_letters(&v->waiting);
    vterm_input_write(v->term, str_text(&v->waiting), whole);
    memmove(v->waiting.s, v->waiting.s + whole, v->waiting.len - whole);
    v->waiting.len -= whole;
    str_finish(&rest);
}

/* Reads what has come, waiting at most to the deadline for something; false: nothing came. */
static bool read_some(struct vt *v, int64_t deadline)
{
    char bytes[8192];
    ssize_t n = read(v->fd, bytes, sizeof bytes);
    if (n > 0) {
        feed(v, bytes, (size_t)n);
        return true;
    }
    if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        v->eof = v->closed; /* what came just before the end is given at the next try */
        v->closed = true;
        return true;
    }
    int64_t left = deadline - now();
    struct pollfd p = {.fd = v->fd, .events = POLLIN};
    return left > 0 && poll(&p, 1, (int)left) > 0;
}

static bool wait_until(struct vt *v, int ms, bool (*done)(const struct vt *v))
{
    int64_t deadline = now() + ms;
    while (!v->eof && !done(v))
        if (!read_some(v, deadline) && now() >= deadline)
            return false;
    vterm_screen_flush_damage(v->screen);
    return true;
}

static bool all_understood(const struct vt *v)
{
    return v->marked && v->understood >= v->sent && v->resizes_seen >= v->resizes;
}

static bool all_read(const struct vt *v)
{
    return v->marked && v->read >= v->sent;
}

bool vt_wait(struct vt *v, int ms)
{
    return wait_until(v, ms, all_understood);
}

bool vt_wait_read(struct vt *v, int ms)
{
    return wait_until(v, ms, all_read);
}

bool vt_more(struct vt *v, int ms)
{
    size_t before = v->written;
    int64_t deadline = now() + ms;
    while (!v->eof && v->written == before)
        if (!read_some(v, deadline) && now() >= deadline)
            return false;
    vterm_screen_flush_damage(v->screen);
    return v->written != before;
}

static bool never(const struct vt *v)
{
    (void)v;
    return false;
}

int vt_end(struct vt *v, int ms)
{
    if (v->pid == 0)
        return v->status;
    if (!wait_until(v, ms, never))
        return -1;
    v->status = hear(v->report);
    v->pid = 0;
    return v->status;
}

/* ---- input ----------------------------------------------------------------------------------- */

bool vt_send(struct vt *v, const char *bytes, size_t n)
{
    int64_t deadline = now() + 10000;
    v->sent += n;
    while (n) {
        ssize_t wrote = write(v->fd, bytes, n);
        if (wrote > 0) {
            bytes += wrote;
            n -= (size_t)wrote;
        } else if (v->eof || now() >= deadline) {
            return false;
        } else {
            read_some(v, now() + 10); /* it may be waiting for us to read */
        }
    }
    return true;
}

void vt_resize(struct vt *v, int rows, int columns)
{
    if (rows == v->rows && columns == v->columns)
        return; /* the kernel would send no signal */
    v->resizes++;
    vt_resize_unheard(v, rows, columns);
}

void vt_resize_unheard(struct vt *v, int rows, int columns)
{
    struct winsize w = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    v->rows = rows;
    v->columns = columns;
    vterm_set_size(v->term, rows, columns);
    ioctl(v->fd, TIOCSWINSZ, &w);
}

void vt_signal(struct vt *v, int number)
{
    if (v->pid)
        kill(v->pid, number);
}

/* ---- the screen ------------------------------------------------------------------------------ */

int vt_rows(const struct vt *v)
{
    return v->rows;
}

char *vt_row(struct vt *v, int y)
{
    struct str out = {0};
    size_t kept = 0;
    for (int x = 0; x < v->columns;) {
        VTermScreenCell cell;
        vterm_screen_get_cell(v->screen, (VTermPos){.row = y, .col = x}, &cell);
        if (!cell.chars[0])
            str_addc(&out, ' ');
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++) {
            char bytes[4];
            str_addn(&out, bytes, utf8_encode(cell.chars[i], bytes));
        }
        if (cell.chars[0] && cell.chars[0] != ' ')
            kept = out.len;
        x += cell.width > 0 ? cell.width : 1;
    }
    char *row = str_take(&out);
    row[kept] = '\0';
    return row;
}

char *vt_screen(struct vt *v)
{
    struct str out = {0};
    for (int y = 0; y < v->rows; y++) {
        char *row = vt_row(v, y);
        str_addf(&out, "%s\n", row);
        free(row);
    }
    return str_take(&out);
}

void vt_cursor(struct vt *v, int *ret_y, int *ret_x)
{
    VTermPos at;
    vterm_state_get_cursorpos(vterm_obtain_state(v->term), &at);
    *ret_y = v->hidden_cursor ? -1 : at.row;
    *ret_x = v->hidden_cursor ? -1 : at.col;
}

size_t vt_written(const struct vt *v)
{
    return v->written;
}

const char *vt_strange(const struct vt *v)
{
    return v->strange.what[0] ? v->strange.what : NULL;
}

int vt_colours(const struct vt *v)
{
    return v->strange.more ? 9 : v->strange.colours ? 8 : 0;
}

const char *vt_unrestored(struct vt *v)
{
    struct termios after;
    if (tcgetattr(v->fd, &after) != 0)
        return "the terminal cannot be asked";
    if (after.c_lflag != v->before.c_lflag || after.c_iflag != v->before.c_iflag ||
        after.c_oflag != v->before.c_oflag)
        return "the modes of the line";
    if (v->hidden_cursor)
        return "the cursor is hidden";
    if (v->other_screen)
        return "the alternate screen";
    return v->brackets ? "the paste brackets" : NULL;
}
