/* The terminal after the program died of a mistake of its own: as before, with a sentence on it, and
 * the signal is still what ended it. This program is its own child: `crash FAULT guarded`. */
#include <assert.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "screens/vt.h"
#include "tap.h"
#include "tui/term.h"

/* ---- the child ------------------------------------------------------------------------------- */

static void assertion(void)
{
    bool never = getenv("PHIEU_NEVER") != NULL;
    assert(never);
}

static void bad_address(void)
{
    volatile char *volatile nowhere = NULL;
    *nowhere = 1;
}

static int deeper(volatile char *above)
{
    volatile char room[4096];
    room[0] = above ? above[0] : 1;
    if (room[0] == 2) /* never, but compilers do not know */
        return 0;
    return deeper(room) + room[0];
}

static void no_stack(void)
{
    deeper(NULL);
}

static void illegal(void)
{
    __builtin_trap();
}

static void sent(void)
{
    kill(getpid(), SIGBUS);
}

static void asked(void)
{
    raise(SIGQUIT);
}

static const struct {
    const char *name;
    void (*commit)(void);
    int signal, other; /* what ends it; a trap is another signal on some processors */
} faults[] = {
    {"assertion", assertion, SIGABRT, 0}, {"bad-address", bad_address, SIGSEGV, 0},
    {"no-stack", no_stack, SIGSEGV, 0},   {"illegal", illegal, SIGILL, SIGTRAP},
    {"sent", sent, SIGBUS, 0},            {"asked", asked, SIGQUIT, 0},
};
#define FAULTS (sizeof faults / sizeof faults[0])

/* Without the guard: as the handlers were at the start. */
static void unguard(void)
{
    for (size_t i = 0; i < FAULTS; i++)
        signal(faults[i].signal, SIG_DFL);
}

static int child(const char *name, bool guarded)
{
    struct err e = {0};
    struct rlimit none = {0};
    setrlimit(RLIMIT_CORE, &none);
    struct term *t = term_create(&e);
    if (!t)
        return 1;
    if (!guarded)
        unguard();
    for (size_t i = 0; i < FAULTS; i++)
        if (!strcmp(faults[i].name, name))
            faults[i].commit();
    return 1;
}

/* ---- the parent ------------------------------------------------------------------------------ */

static struct vt *die(char *self, size_t fault, const char *term, const char *guarded, int *ret)
{
    char *type = xasprintf("TERM=%s", term);
    /* Sanitizers would take the signals; without them the true ones are seen. */
    const char *env[] = {type, "LC_ALL=C.UTF-8",
                         "ASAN_OPTIONS=handle_segv=0:handle_sigbus=0:handle_abort=0:handle_sigill=0:"
                         "handle_sigtrap=0:detect_leaks=0",
                         "UBSAN_OPTIONS=handle_segv=0:handle_sigbus=0:handle_abort=0", NULL};
    char *argv[] = {self, (char *)faults[fault].name, (char *)guarded, NULL};
    struct vt *v = vt_start(&(struct vt_options){24, 80, argv, env});
    *ret = vt_end(v, 20000);
    free(type);
    return v;
}

static void check(char *self, size_t i, const char *term)
{
    int status;
    struct vt *v = die(self, i, term, "guarded", &status);
    char *screen = vt_screen(v);
    const char *wrong = vt_unrestored(v), *name = faults[i].name;
    int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    ok(number && (number == faults[i].signal || number == faults[i].other),
       "%s, %s: ended by signal %d", term, name, number);
    ok(!wrong, "%s, %s: the terminal is as before%s%s", term, name, wrong ? ", but not " : "",
       wrong ? wrong : "");
    if (!ok(strstr(screen, "phieu: dừng vì một lỗi"), "%s, %s: a sentence says so", term, name))
        for (char *line = strtok(screen, "\n"); line; line = strtok(NULL, "\n"))
            printf("#   %s\n", line);
    free(screen);
    vt_destroy(v);
}

int main(int argc, char **argv)
{
    static const char *const terms[] = {"xterm-256color", "linux", "vt100", "tmux"};
    if (argc == 3)
        return child(argv[1], !strcmp(argv[2], "guarded"));
    for (size_t i = 0; i < FAULTS; i++)
        check(argv[0], i, "xterm-256color");
    for (size_t i = 1; i < sizeof terms / sizeof terms[0]; i++)
        check(argv[0], 0, terms[i]);
    int status;
    struct vt *v = die(argv[0], 0, terms[0], "unguarded", &status);
    ok(vt_unrestored(v) != NULL, "without the guard the same test finds the terminal spoilt");
    vt_destroy(v);
    return tap_done();
}
