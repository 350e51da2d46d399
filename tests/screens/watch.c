/* The watch over the output (strange.h) sees what it is for, and lets terminals' own words pass. */
#include "screens/strange.h"

#include <stdbool.h>
#include <string.h>

#include "tap.h"

static const struct {
    const char *bytes;
    bool strange;
} cases[] = {
    {"Tiếng Việt ─│ ▸ 日本\r\n\b", false},
    {"\033[1;24r\033[m\017\033[?7h\033[?1h\033=\033[H\033[J\033[?2004h", false}, /* vt100 */
    {"\033[?1049h\033[22;0;0t\033(B\033[4l\033[38;5;1m\033[?25l\033[?1c", false},
    {"\033]0;title\007", true},
    {"\033]R", false}, /* linux */
    {"a\007", true},
    {"a\177", true},
    {"\033[5i", true},
    {"\033[c", true},
    {"\033[6n", true},
    {"\033P1\033\\", true},
    {"\033c", true},
    {"\xc2\x9b" "5i", true},
    {"\xc2\x85", true},
    {"\xc2\xad", true},
    {"\u200b", true},
    {"\u202e", true},
    {"\u2066", true},
    {"\ufeff", true},
    {"\xff", true},
    {"\xe1\xbb", false}, /* the rest may come */
    {"\xe1\xbb\xe1", true},
};

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct strange whole = {0}, cut = {0};
        size_t n = strlen(cases[i].bytes);
        strange_feed(&whole, cases[i].bytes, n);
        for (size_t at = 0; at < n; at++)
            strange_feed(&cut, cases[i].bytes + at, 1);
        ok(!!whole.what[0] == cases[i].strange, "case %zu: %s", i, whole.what);
        ok(!strcmp(whole.what, cut.what), "the same byte by byte");
    }
    return tap_done();
}
