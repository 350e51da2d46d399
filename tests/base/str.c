#include "base/str.h"

#include <stdlib.h>

#include "tap.h"

static void adds(void)
{
    struct str b = {0};
    is("", str_text(&b), "an empty string is \"\", not NULL");
    str_add(&b, "Cộng");
    str_addc(&b, ':');
    str_addf(&b, " %d/%s", 12, "2015");
    is("Cộng: 12/2015", str_text(&b), "pieces stand one after the other");
    is_int(15, (long long)b.len, "len counts bytes without the NUL");
    str_clear(&b);
    is("", str_text(&b), "cleared");
    str_addn(&b, "a\0b", 3);
    ok(b.len == 3 && !memcmp(b.s, "a\0b", 4), "NUL bytes are bytes like others");
    str_finish(&b);
    ok(!b.s && !b.len && !b.cap, "finished memory is zero");
    str_finish(&b);
    is("", str_text(&b), "finishing twice does no harm");
}

static void grows(void)
{
    struct str b = {0};
    for (int i = 0; i < 10000; i++)
        str_addf(&b, "%d,", i % 10);
    is_int(20000, (long long)b.len, "ten thousand pieces");
    ok(strlen(b.s) == b.len && b.s[19998] == '9', "the last one is at its place");
    size_t cap = b.cap;
    str_reserve(&b, 5);
    ok(b.cap >= cap && b.len == 20000, "reserving adds nothing");
    str_finish(&b);
}

static void takes(void)
{
    struct str b = {0};
    char *nothing = str_take(&b);
    is("", nothing, "taking from an empty string gives \"\"");
    free(nothing);
    str_add(&b, "x");
    char *x = str_take(&b);
    is("x", x, "the text is given away");
    ok(!b.s, "and the string is empty again");
    free(x);
    str_addf(&b, "%s", "");
    char *empty = str_take(&b);
    is("", empty, "a formatted nothing");
    free(empty);
}

static void compares(void)
{
    ok(str_starts("phu_luc", "phu"), "starts");
    ok(str_starts("phu", ""), "everything starts with nothing");
    ok(!str_starts("ph", "phu"), "a shorter text does not start with a longer one");
    ok(str_cmp0(NULL, NULL) == 0 && str_cmp0(NULL, "") < 0 && str_cmp0("", NULL) > 0,
       "NULL sorts first");
    ok(str_cmp0("a", "b") < 0 && str_eq0("a", "a") && !str_eq0("a", NULL), "compares texts");
}

int main(void)
{
    adds();
    grows();
    takes();
    compares();
    return tap_done();
}
