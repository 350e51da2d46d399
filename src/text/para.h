#ifndef PHIEU_TEXT_PARA_H
#define PHIEU_TEXT_PARA_H
/* One paragraph of an edit buffer: bytes that keep their own count of letters and words. Used by
 * edit*.c only. */
#include <stddef.h>

struct para {
    char *s; /* NUL-terminated; NULL while empty */
    size_t len, cap;
    size_t letters, words;
    unsigned long stamp; /* version, unique in the buffer */
};

void para_init(struct para *p, const char *s, size_t n);
void para_finish(struct para *p);
static inline const char *para_text(const struct para *p)
{
    return p->s ? p->s : "";
}
/* Replaces del bytes at `at` by n bytes; counts anew only the words touched. */
void para_splice(struct para *p, size_t at, size_t del, const char *s, size_t n);
/* The nearest boundary of a grapheme at or before, or at or after `at`. */
size_t para_boundary_before(const struct para *p, size_t at);
size_t para_boundary_after(const struct para *p, size_t at);

#endif
