#ifndef PHIEU_BASE_STR_H
#define PHIEU_BASE_STR_H
/* Growable byte strings. `s` is always NUL-terminated once anything was added, and never NULL
 * after str_text(); `len` does not count the NUL. Bytes may include NUL. */
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct str {
    char *s;
    size_t len, cap;
};

void str_finish(struct str *b);
void str_clear(struct str *b);
void str_add(struct str *b, const char *s);
void str_addn(struct str *b, const char *s, size_t n);
void str_addc(struct str *b, char c);
void str_addf(struct str *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void str_addvf(struct str *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
/* Room for n more bytes (and the NUL). */
void str_reserve(struct str *b, size_t n);
/* The text, "" when empty; stays owned by b. */
const char *str_text(const struct str *b);
/* Gives the text away (free it), leaves b empty. Never NULL. */
char *str_take(struct str *b);

/* Whether s begins with prefix. */
/* A name from elsewhere may hold control characters, which a terminal would obey: each becomes "?"
 * (but for newlines). */
void str_hide_controls(struct str *b);
bool str_starts(const char *s, const char *prefix);
/* strcmp that accepts NULL (NULL sorts first, NULL == NULL). */
int str_cmp0(const char *a, const char *b);
static inline bool str_eq0(const char *a, const char *b)
{
    return str_cmp0(a, b) == 0;
}

#endif
