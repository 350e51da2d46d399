/* What a reviewer reads: a text that changed, piece by piece; the share that a seed draws. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "entry/desk.h"
#include "entry/reading_text.h"
#include "tap.h"

/* "1 a|b; 2 =c; " : number, before, after; "=" where nothing changed. */
static void is_cut(const char *before, const char *after, const char *want)
{
    struct text_pieces pieces = {0};
    struct str got = {0};
    text_pieces_make(before, after, &pieces);
    for (size_t i = 0; i < pieces.n; i++) {
        const struct text_piece *p = &pieces.v[i];
        if (p->changed)
            str_addf(&got, "%zu+%zu %s|%s; ", p->number, p->count, p->before, p->after);
        else
            str_addf(&got, "%zu =%s; ", p->number, p->after);
    }
    is(want, str_text(&got), want);
    str_finish(&got);
    text_pieces_finish(&pieces);
}

static void test_pieces(void)
{
    is_cut("", "", "");
    is_cut("một", "một", "1 =một; ");
    is_cut("", "mới", "1+1 |mới; ");
    is_cut("cũ", "", "1+0 cũ|; ");
    is_cut("một\nhai\nba", "một\nhai hai\nba", "1 =một; 2+1 hai|hai hai; 3 =ba; ");
    is_cut("một\n\nhai", "một\n\nba", "1 =một; 2+1 hai|ba; ");
    is_cut("một\nhai", "một\nthêm\nhai", "1 =một; 2+1 |thêm; 3 =hai; ");
}

/* Put together again, the pieces are the texts. */
static void test_whole(void)
{
    static const char *const words[] = {"a", "b", "\n", "c c", "\n\n", "đ"};
    srand(7);
    for (int round = 0; round < 200; round++) {
        struct str a = {0}, b = {0}, left = {0}, right = {0};
        for (int i = rand() % 12; i > 0; i--) {
            const char *w = words[rand() % 6];
            if (rand() % 4)
                str_addf(&a, "%s ", w);
            if (rand() % 4)
                str_addf(&b, "%s ", w);
        }
        struct text_pieces pieces = {0};
        text_pieces_make(str_text(&a), str_text(&b), &pieces);
        for (size_t i = 0; i < pieces.n; i++) {
            str_add(&left, pieces.v[i].before);
            str_add(&right, pieces.v[i].after);
        }
        char *texts[4] = {str_take(&a), str_take(&b), str_take(&left), str_take(&right)};
        for (int i = 0; i < 4; i++) { /* newlines between pieces are nobody's */
            char *to = texts[i];
            for (const char *from = texts[i]; *from; from++)
                if (*from != '\n')
                    *to++ = *from;
            *to = '\0';
        }
        ok(!strcmp(texts[0], texts[2]) && !strcmp(texts[1], texts[3]), "round %d: nothing is lost", round);
        for (int i = 0; i < 4; i++)
            free(texts[i]);
        text_pieces_finish(&pieces);
    }
}

static void test_share(void)
{
    int drawn = 0, other = 0, same = 0;
    for (int i = 0; i < 2000; i++) {
        char entry[ENTRY_ID_HEX];
        snprintf(entry, sizeof entry, "%032x", (unsigned)i * 2654435761u);
        bool one = desk_drawn(entry, "48213", 5);
        drawn += one;
        other += desk_drawn(entry, "48214", 5);
        same += one && desk_drawn(entry, "48214", 5);
        if (one != desk_drawn(entry, "48213", 5))
            drawn = -10000;
    }
    ok(drawn > 300 && drawn < 500, "one of five, about, and always the same ones: %d of 2000", drawn);
    ok(other > 300 && same < 150, "another seed draws others: %d, %d of them the same", other, same);
    ok(desk_drawn("00", "x", 1), "one of one is all");
}

int main(void)
{
    test_pieces();
    test_whole();
    test_share();
    return tap_done();
}
