#ifndef PHIEU_TEXT_FOLD_LETTER_H
#define PHIEU_TEXT_FOLD_LETTER_H
/* Reading a text letter by letter as the alphabet sees it. Used by fold*.c only. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NO_VOWEL (-1)

struct fold_letter {
    uint32_t lower; /* lower case, dashes, quotes and spaces made one */
    uint32_t plain; /* without mark and tone, đ → d */
    int vowel;      /* one of the 12 vowels a ă â e ê …, NO_VOWEL for anything else */
    int shape;      /* ă 1, â 2, ê 1, ô 1, ơ 2, ư 1, đ 1; else 0 */
    int tone;       /* ngang 0, huyền 1, hỏi 2, ngã 3, sắc 4, nặng 5: where it sorts */
    bool capital;
};

struct fold_reader {
    const char *s;
    size_t n, at;
    int carried; /* a tone that the next vowel gets: hòa is read as hoà */
};

struct fold_reader fold_read(const char *s);
/* The next letter; false at the end. */
bool fold_next(struct fold_reader *r, struct fold_letter *ret);
/* The code point of a letter in lower case with its mark and its tone. */
uint32_t fold_code_point(const struct fold_letter *l);

#endif
