#ifndef PHIEU_TESTS_APART_H
#define PHIEU_TESTS_APART_H
/* Vietnamese letters taken apart into letter, mark and tone, and put together again: by a table of the
 * tests' own, beside those of text/. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum apart_mark { APART_PLAIN, APART_ROOF, APART_BREVE, APART_HORN, APART_STROKE };

struct apart {
    uint32_t base; /* in its case; what is no Vietnamese letter stands here as it is */
    enum apart_mark mark;
    int tone; /* 0 none, sắc, huyền, hỏi, ngã, nặng */
};

struct apart apart_letter(uint32_t c);
/* Appends the letter: as one code point, or as letter, mark and tone of their own (NFD). */
void apart_add(struct str *out, struct apart a, bool nfd);
/* The letters of a text; *ret is freed by the caller. */
size_t apart_text(const char *text, struct apart **ret);

#endif
