#include "tui/crash.h"

#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

static const int guarded[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV, SIGSYS, SIGTRAP};
#define GUARDED (sizeof guarded / sizeof guarded[0])

static struct sigaction before[GUARDED];
static struct termios modes;
static const char *bytes;
static size_t length;
static volatile sig_atomic_t on;
static bool own_stack;
static char stack[64 * 1024]; /* the usual one may be what ran out */

static void write_all(int fd, const char *s, size_t n)
{
    while (n) {
        ssize_t wrote = write(fd, s, n);
        if (wrote <= 0)
            return;
        s += wrote;
        n -= (size_t)wrote;
    }
}

/* Only calls that are allowed in a handler. What raised the signal happens again on return, and
 * goes to the handler before, or ends the program; what another process sent is sent again. */
static void on_crash(int number, siginfo_t *info, void *context)
{
    static const char text[] =
        "phieu: dừng vì một lỗi của chính chương trình; mọi ô đã rời đều nằm an toàn trong tệp. "
        "Hãy mở lại phieu, và báo lỗi này cho người làm ra phieu.\n"
        "phieu: stopped by a mistake of its own; every field that was left is safe in the file. "
        "Open phieu again, and tell its makers.\n";
    (void)context;
    if (on) {
        on = 0;
        write_all(STDOUT_FILENO, bytes, length);
        tcsetattr(STDIN_FILENO, TCSANOW, &modes);
        write_all(STDERR_FILENO, text, sizeof text - 1);
    }
    for (size_t i = 0; i < GUARDED; i++)
        if (guarded[i] == number)
            sigaction(number, &before[i], NULL);
    if (info->si_code <= 0)
        raise(number);
}

static void use_own_stack(void)
{
    stack_t now, own = {.ss_sp = stack, .ss_size = sizeof stack};
    own_stack = sigaltstack(NULL, &now) == 0 && (now.ss_flags & SS_DISABLE) &&
                sigaltstack(&own, NULL) == 0;
}

void crash_guard(const struct termios *m, const char *b, size_t n)
{
    struct sigaction sa = {.sa_sigaction = on_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    modes = *m;
    bytes = b;
    length = n;
    use_own_stack();
    for (size_t i = 0; i < GUARDED; i++)
        sigaction(guarded[i], &sa, &before[i]);
    on = 1;
}

void crash_unguard(void)
{
    stack_t none = {.ss_flags = SS_DISABLE};
    if (!on)
        return;
    on = 0;
    for (size_t i = 0; i < GUARDED; i++)
        sigaction(guarded[i], &before[i], NULL);
    if (own_stack)
        sigaltstack(&none, NULL);
}
