#include "base/str.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void str_finish(struct str *b)
{
    free(b->s);
    *b = (struct str){0};
}

void str_clear(struct str *b)
{
    b->len = 0;
    if (b->s)
        b->s[0] = '\0';
}

void str_reserve(struct str *b, size_t n)
{
    size_t need = b->len + n + 1;
    if (need <= b->cap)
        return;
    size_t cap = b->cap ? b->cap : 32;
    while (cap < need)
        cap *= 2;
    b->s = xrealloc(b->s, cap);
    b->cap = cap;
    b->s[b->len] = '\0';
}

void str_addn(struct str *b, const char *s, size_t n)
{
    str_reserve(b, n);
    if (n)
        memcpy(b->s + b->len, s, n);
    b->len += n;
    b->s[b->len] = '\0';
}

void str_add(struct str *b, const char *s)
{
    str_addn(b, s, strlen(s));
}

void str_addc(struct str *b, char c)
{
    str_addn(b, &c, 1);
}

void str_addvf(struct str *b, const char *fmt, va_list ap)
{
    char *made = xvasprintf(fmt, ap);
    str_add(b, made);
    free(made);
}

void str_addf(struct str *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    str_addvf(b, fmt, ap);
    va_end(ap);
}

const char *str_text(const struct str *b)
{
    return b->s ? b->s : "";
}

char *str_take(struct str *b)
{
    char *s = b->s ? b->s : xstrdup("");
    *b = (struct str){0};
    return s;
}

void str_hide_controls(struct str *b)
{
    for (size_t i = 0; i < b->len; i++) {
        unsigned char c = (unsigned char)b->s[i];
        bool high = c == 0xC2 && (unsigned char)b->s[i + 1] >= 0x80 && (unsigned char)b->s[i + 1] < 0xA0;
        if ((c < ' ' && c != '\n') || c == 0x7F || high)
            b->s[i] = '?';
        if (high)
            b->s[i + 1] = '?';
    }
}

bool str_starts(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

int str_cmp0(const char *a, const char *b)
{
    if (!a || !b)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}
