/* The order of the Vietnamese alphabet: fold_compare of fold.h. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/fold.h"
#include "text/fold_letter.h"

/* Where a letter stands: signs and digits, the alphabet with its marked letters, the rest. */
static uint32_t rank(const struct fold_letter *l)
{
    if (l->plain >= 'a' && l->plain <= 'z')
        return 0x100 + (l->plain - 'a') * 4 + (uint32_t)l->shape;
    return l->plain < 0x80 ? l->plain : 0x1000 + l->plain;
}

static void skip_spaces(struct fold_reader *r)
{
    struct fold_letter l;
    for (struct fold_reader next = *r; fold_next(&next, &l) && l.lower == ' ';)
        *r = next;
}

/* The next letter of the syllable; false at its end. */
static bool next_in_syllable(struct fold_reader *r, struct fold_letter *ret)
{
    struct fold_reader next = *r;
    if (!fold_next(&next, ret) || ret->lower == ' ')
        return false;
    *r = next;
    return true;
}

/* One level of comparing a syllable; both readers end behind it when the level finds no
 * difference. */
static int compare_level(struct fold_reader *a, struct fold_reader *b,
                         uint32_t (*level)(const struct fold_letter *))
{
    for (;;) {
        struct fold_letter la, lb;
        bool more_a = next_in_syllable(a, &la), more_b = next_in_syllable(b, &lb);
        if (!more_a || !more_b)
            return more_a - more_b;
        uint32_t ra = level(&la), rb = level(&lb);
        if (ra != rb)
            return ra < rb ? -1 : 1;
    }
}

static uint32_t tone(const struct fold_letter *l)
{
    return (uint32_t)l->tone;
}

static uint32_t capital(const struct fold_letter *l)
{
    return l->capital;
}

/* Syllable by syllable through all levels given. */
static int compare_by(const char *a, const char *b,
                      uint32_t (*const levels[])(const struct fold_letter *), size_t n)
{
    struct fold_reader ra = fold_read(a), rb = fold_read(b);
    for (;;) {
        skip_spaces(&ra);
        skip_spaces(&rb);
        bool more_a = ra.at < ra.n, more_b = rb.at < rb.n;
        if (!more_a || !more_b)
            return more_a - more_b;
        struct fold_reader end_a = ra, end_b = rb;
        for (size_t i = 0; i < n; i++) {
            end_a = ra;
            end_b = rb;
            int order = compare_level(&end_a, &end_b, levels[i]);
            if (order)
                return order;
        }
        ra = end_a;
        rb = end_b;
    }
}

int fold_compare(const char *a, const char *b)
{
    static uint32_t (*const letters_then_tones[])(const struct fold_letter *) = {rank, tone};
    static uint32_t (*const cases[])(const struct fold_letter *) = {capital};
    int order = compare_by(a, b, letters_then_tones, 2);
    if (!order)
        order = compare_by(a, b, cases, 1);
    return order ? order : strcmp(a, b);
}

/* "Nguyễn Văn An" → "An Nguyễn Văn"; freshly allocated. */
static char *name_key(const char *name)
{
    size_t end = strlen(name), last;
    while (end && name[end - 1] == ' ')
        end--;
    for (last = end; last && name[last - 1] != ' '; last--)
        ;
    return xasprintf("%.*s %.*s", (int)(end - last), name + last, (int)last, name);
}

int fold_compare_names(const char *a, const char *b)
{
    char *x = name_key(a), *y = name_key(b);
    int order = fold_compare(x, y);
    free(x);
    free(y);
    return order ? order : strcmp(a, b);
}
