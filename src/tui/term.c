#include "tui/term.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* Names that are ours, too. */
#define key_name curses_key_name
#define term curses_term
#include <ncurses.h>
#include <term.h>
#undef key_name
#undef term
#undef columns
#undef lines

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "tui/console_font.h"
#include "tui/crash.h"
#include "tui/decode.h"
#include "tui/term_write.h"

struct term {
    SCREEN *screen;
    struct decode *decode;
    struct input ahead; /* decoded, not handed out yet */
    bool has_ahead;
    struct writer writer;
    struct str last_bytes; /* for the crash guard, which borrows them */
    bool sync;
    size_t synced_taken, synced_read; /* as last told by the marker */
    unsigned long resizes, synced_resizes;
    sigset_t waiting_mask; /* the signals let through while waiting */
    bool ended;
};

/* The terminal in use, for mem_on_exhausted, which knows no argument. */
static struct term *current;

static volatile sig_atomic_t got_resize, got_end, got_continue;

/* ---- description ----------------------------------------------------------------------------- */

/* A string of the terminal's description; NULL when it has none. */
static const char *capability(const char *name)
{
    const char *s = tigetstr(name);
    return s == (const char *)-1 ? NULL : s;
}

/* Whether there is a description of this name that lets the cursor be moved. */
static bool able(const char *name)
{
    int found = 0;
    if (!name || !name[0] || setupterm(name, STDOUT_FILENO, &found) != OK)
        return false;
    bool moves = capability("cup") != NULL;
    del_curterm(cur_term);
    return moves;
}

/* A terminal that nobody described is treated as the nearest that is. */
static SCREEN *open_screen(void)
{
    const char *own = getenv("TERM");
    const char *const names[] = {own, own && strstr(own, "linux") ? "linux" : "xterm", "linux",
                                 "vt100", "ansi"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        SCREEN *s = able(names[i]) ? newterm(names[i], stdout, stdin) : NULL;
        if (s)
            return s;
    }
    return NULL;
}

/* ---- keys of the terminal's own description --------------------------------------------------- */

static void add_keys(struct decode *d)
{
    static const struct {
        const char *name;
        struct key key;
    } keys[] = {
        {"kcuu1", {K_UP, 0}},      {"kcud1", {K_DOWN, 0}},      {"kcub1", {K_LEFT, 0}},
        {"kcuf1", {K_RIGHT, 0}},   {"khome", {K_HOME, 0}},      {"kend", {K_END, 0}},
        {"kpp", {K_PGUP, 0}},      {"knp", {K_PGDN, 0}},        {"kich1", {K_INS, 0}},
        {"kdch1", {K_DEL, 0}},     {"kbs", {K_BACKSPACE, 0}},   {"kcbt", {K_TAB, MOD_SHIFT}},
        {"kent", {K_ENTER, 0}},    {"kf1", {K_F1, 0}},          {"kf2", {K_F2, 0}},
        {"kf3", {K_F3, 0}},        {"kf4", {K_F4, 0}},          {"kf5", {K_F5, 0}},
        {"kf6", {K_F6, 0}},        {"kf7", {K_F7, 0}},          {"kf8", {K_F8, 0}},
        {"kf9", {K_F9, 0}},        {"kf10", {K_F10, 0}},        {"kf11", {K_F11, 0}},
        {"kf12", {K_F12, 0}},      {"kri", {K_UP, MOD_SHIFT}},  {"kind", {K_DOWN, MOD_SHIFT}},
        {"kLFT", {K_LEFT, MOD_SHIFT}}, {"kRIT", {K_RIGHT, MOD_SHIFT}},
        {"kUP5", {K_UP, MOD_CTRL}},    {"kDN5", {K_DOWN, MOD_CTRL}},
        {"kLFT5", {K_LEFT, MOD_CTRL}}, {"kRIT5", {K_RIGHT, MOD_CTRL}},
        {"kHOM5", {K_HOME, MOD_CTRL}}, {"kEND5", {K_END, MOD_CTRL}},
        {"kDC5", {K_DEL, MOD_CTRL}},   {"kIC5", {K_INS, MOD_CTRL}},
    };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        const char *sequence = capability(keys[i].name);
        if (sequence)
            decode_add(d, sequence, keys[i].key);
    }
}

/* ---- signals --------------------------------------------------------------------------------- */

static void on_signal(int number)
{
    if (number == SIGWINCH)
        got_resize = 1;
    else if (number == SIGCONT)
        got_continue = 1;
    else
        got_end = 1;
}

/* The signals are blocked except while waiting for input: none falls between a test and the wait,
 * and none interrupts a write to the disk. */
static void catch_signals(struct term *t)
{
    static const int caught[] = {SIGWINCH, SIGCONT, SIGHUP, SIGTERM, SIGINT};
    struct sigaction sa = {.sa_handler = on_signal}, ignore = {.sa_handler = SIG_IGN};
    sigset_t block;
    sigemptyset(&block);
    for (size_t i = 0; i < sizeof caught / sizeof caught[0]; i++) {
        sigaddset(&block, caught[i]);
        sigaction(caught[i], &sa, NULL);
    }
    sigaction(SIGPIPE, &ignore, NULL);
    sigaction(SIGTSTP, &ignore, NULL);
    sigprocmask(SIG_BLOCK, &block, &t->waiting_mask);
    for (size_t i = 0; i < sizeof caught / sizeof caught[0]; i++)
        sigdelset(&t->waiting_mask, caught[i]);
}

/* ---- showing --------------------------------------------------------------------------------- */

static void show(void *self, struct surface *f)
{
    struct term *t = self;
    writer_show(&t->writer, f);
}

static void redraw(void *self)
{
    struct term *t = self;
    writer_forget(&t->writer);
}

static void size(void *self, int *ret_rows, int *ret_columns)
{
    (void)self;
    getmaxyx(stdscr, *ret_rows, *ret_columns);
}

/* ---- input ----------------------------------------------------------------------------------- */

static bool take_size(void)
{
    struct winsize w;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) != 0 || w.ws_row == 0 || w.ws_col == 0)
        return false;
    return resize_term(w.ws_row, w.ws_col) == OK;
}

static bool readable(void)
{
    struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&p, 1, 0) > 0;
}

static void read_some(struct term *t)
{
    char bytes[4096];
    ssize_t n = read(STDIN_FILENO, bytes, sizeof bytes);
    if (n > 0)
        decode_feed(t->decode, bytes, (size_t)n, clock_real_ms());
    else if (n == 0 || (errno != EINTR && errno != EAGAIN))
        t->ended = true;
}

/* Tells a test that everything sent so far is on the screen. */
static void mark(struct term *t)
{
    size_t taken = decode_taken(t->decode), fed = decode_fed(t->decode);
    if (!t->sync || (taken == t->synced_taken && fed == t->synced_read &&
                     t->resizes == t->synced_resizes))
        return;
    t->synced_taken = taken;
    t->synced_read = fed;
    t->synced_resizes = t->resizes;
    char out[96];
    int n = snprintf(out, sizeof out, "\033]7770;%zu;%lu;%zu\a", taken, t->resizes, fed);
    for (int at = 0; at < n;) {
        ssize_t wrote = write(STDOUT_FILENO, out + at, (size_t)(n - at));
        if (wrote <= 0)
            return;
        at += (int)wrote;
    }
}

/* Waits for bytes or a signal, at most to `until` (of clock_real_ms). */
static void wait_input(struct term *t, int64_t until)
{
    struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};
    struct timespec left, *timeout = NULL;
    if (until != INT64_MAX) {
        int64_t ms = until - clock_real_ms();
        ms = ms < 0 ? 0 : ms;
        left = (struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
        timeout = &left;
    }
    if (ppoll(&p, 1, timeout, &t->waiting_mask) > 0)
        read_some(t);
}

static bool signal_input(struct term *t, struct input *ret)
{
    if (got_end || t->ended) {
        *ret = (struct input){.kind = INPUT_END};
        return true;
    }
    if (got_continue) {
        got_continue = 0;
        reset_prog_mode();
        writer_forget(&t->writer);
        got_resize = 1;
    }
    if (!got_resize)
        return false;
    got_resize = 0;
    t->resizes++;
    take_size();
    writer_forget(&t->writer); /* terminals move what is on them when they change their size */
    *ret = (struct input){.kind = INPUT_RESIZE};
    size(t, &ret->rows, &ret->columns);
    return true;
}

/* Looks one input ahead, reading all that has come. */
static bool pending(void *self)
{
    struct term *t = self;
    while (!t->has_ahead) {
        t->has_ahead = decode_next(t->decode, clock_real_ms(), &t->ahead);
        if (t->has_ahead || t->ended || !readable())
            break;
        read_some(t);
    }
    return t->has_ahead;
}

static void next(void *self, int64_t deadline, struct input *ret)
{
    struct term *t = self;
    while (!pending(t)) {
        if (signal_input(t, ret))
            return;
        if (clock_ms() >= deadline) {
            *ret = (struct input){.kind = INPUT_TIMER};
            return;
        }
        mark(t);
        int64_t until = decode_deadline(t->decode);
        if (!clock_is_fixed() && deadline < until)
            until = deadline;
        wait_input(t, until);
    }
    *ret = t->ahead;
    t->has_ahead = false;
}

/* ---- life cycle ------------------------------------------------------------------------------ */

static void say(const char *sequence)
{
    fputs(sequence, stdout);
    fflush(stdout);
}

/* Takes the terminal back in any state: what endwin() would send, from its description. */
static void guard(struct term *t, const struct termios *before)
{
    static const char *const steps[] = {"sgr0", "cnorm", "rmkx", "rmcup", "cnorm"};
    str_add(&t->last_bytes, "\033[?2004l");
    if (capability("cup"))
        str_add(&t->last_bytes, tiparm(capability("cup"), 998, 0)); /* the last row there is */
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        writer_add_capability(&t->last_bytes, capability(steps[i]));
    str_add(&t->last_bytes, "\r\n");
    crash_guard(before, str_text(&t->last_bytes), t->last_bytes.len);
}

static void restore(void)
{
    if (!current)
        return;
    crash_unguard();
    writer_rest(&current->writer);
    say("\033[?2004l");
    endwin();
    /* Some terminals bring the hidden cursor back together with the main screen. */
    const char *visible = capability("cnorm");
    if (visible)
        say(visible);
}

static void prepare(struct term *t)
{
    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    idlok(stdscr, TRUE);
    leaveok(stdscr, FALSE);
    take_size();
    refresh(); /* the one frame of curses: the terminal is ours now */
    writer_init(&t->writer, writer_looks(tigetnum("colors")));
    say("\033[?2004h");
}

struct term *term_create(struct err *e)
{
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        err_set(e, ERR_USAGE, NULL, _("start it in a terminal, without < > or |"),
                _("The screens need a terminal for input and output"));
        return NULL;
    }
    struct term *t = xcalloc(1, sizeof *t);
    const char *sync = getenv("PHIEU_SYNC");
    t->sync = sync && !strcmp(sync, "1");
    t->synced_taken = SIZE_MAX; /* the first frame is marked, too */
    struct termios before;
    tcgetattr(STDIN_FILENO, &before);
    catch_signals(t);
    use_env(FALSE); /* the size is what the terminal says: */
    use_tioctl(TRUE); /* descriptions like that of linux know none, and would not open */
    t->screen = open_screen();
    if (!t->screen) {
        free(t);
        err_set(e, ERR_USAGE, NULL, _("set TERM, for example TERM=xterm or TERM=linux"),
                _("Nothing is known about this terminal"));
        return NULL;
    }
    t->decode = decode_create();
    if (t->sync)
        decode_on_advance(t->decode, clock_advance);
    add_keys(t->decode);
    current = t;
    mem_on_exhausted(restore);
    guard(t, &before);
    prepare(t);
    return t;
}

void term_destroy(struct term *t)
{
    if (!t)
        return;
    restore();
    mem_on_exhausted(NULL);
    current = NULL;
    if (t->has_ahead)
        input_finish(&t->ahead);
    sigprocmask(SIG_SETMASK, &t->waiting_mask, NULL);
    decode_destroy(t->decode);
    writer_finish(&t->writer);
    str_finish(&t->last_bytes);
    delscreen(t->screen);
    free(t);
}

char *term_advice(const struct term *t)
{
    const char *name = termname();
    (void)t;
    return name && !strncmp(name, "linux", 5) ? console_advice(STDOUT_FILENO) : NULL;
}

struct terminal term_terminal(struct term *t)
{
    static const struct terminal_ops ops = {
        .next = next, .pending = pending, .show = show, .size = size, .redraw = redraw};
    return (struct terminal){.ops = &ops, .self = t};
}
