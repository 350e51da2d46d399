#ifndef PHIEU_BASE_ERR_H
#define PHIEU_BASE_ERR_H
/* The error value: what a user, a file, a disk or a clock can cause. It says what happened
 * (message), where (place: a file, a file:line:column, a field), and what to do (remedy), in the
 * chosen language. Functions that can fail return false or NULL and fill the error; they never
 * print. Out of memory ends the program (mem.h); a programmer's mistake is an assert. */
#include <stdbool.h>

/* The classes are the exit statuses of the command line (doc/cli.md). */
enum err_code {
    ERR_NONE = 0,
    ERR_RULE = 1,    /* refused by a rule, nothing changed: submit with errors */
    ERR_USAGE = 2,   /* the call was wrong: unknown field, invalid JSON, not your office */
    ERR_FILE = 3,    /* a file could not be read or written, the disk is full */
    ERR_DAMAGED = 4, /* a file is damaged, not ours, or newer than this program can write */
};

struct err {
    enum err_code code;
    char *place;   /* may be NULL */
    char *message; /* what happened */
    char *remedy;  /* what to do; may be NULL */
};

/* Fills e (which may be NULL, and may hold an older error, which is released) and returns false,
 * so that a function can end with `return err_set(...)`. place and remedy are copied, may be NULL;
 * message is a printf format, already translated: err_set(e, ERR_FILE, path, _("…"), _("…"), …). */
bool err_set(struct err *e, enum err_code code, const char *place, const char *remedy,
             const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* The same for a failed system call: strerror(errno) is added to the message. */
bool err_set_errno(struct err *e, const char *place, const char *remedy, const char *what);
/* What to do about a file that cannot be opened, by errno. */
const char *err_open_remedy(void);
/* "place: message — remedy", freshly allocated; never NULL. */
char *err_text(const struct err *e);
void err_finish(struct err *e);
/* Moves from into to (which may be NULL: released). */
void err_move(struct err *to, struct err *from);

#endif
