#include "tui/console_font.h"

#include <linux/kd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/ioctl.h>

#include "base/lang.h"
#include "base/mem.h"

/* From the first to the last; Unicode added Vietnamese in four places. */
static const struct {
    uint16_t first, last;
} needed[] = {
    {0x00C0, 0x00C3}, {0x00C8, 0x00CA}, {0x00CC, 0x00CD}, {0x00D2, 0x00D5}, {0x00D9, 0x00DA},
    {0x00DD, 0x00DD}, {0x00E0, 0x00E3}, {0x00E8, 0x00EA}, {0x00EC, 0x00ED}, {0x00F2, 0x00F5},
    {0x00F9, 0x00FA}, {0x00FD, 0x00FD}, {0x0102, 0x0103}, {0x0110, 0x0111}, {0x0128, 0x0129},
    {0x0168, 0x0169}, {0x01A0, 0x01A1}, {0x01AF, 0x01B0}, {0x1EA0, 0x1EF9},
};

size_t console_missing(const uint16_t *codes, size_t n)
{
    unsigned char *has = xcalloc(1, UINT16_MAX + 1);
    size_t missing = 0;
    for (size_t i = 0; i < n; i++)
        has[codes[i]] = 1;
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        for (unsigned c = needed[i].first; c <= needed[i].last; c++)
            missing += !has[c];
    free(has);
    return missing;
}

/* What the kernel says the font maps; NULL: this is no console. */
static uint16_t *read_map(int fd, size_t *ret_n)
{
    struct unimapdesc map = {0};
    ioctl(fd, GIO_UNIMAP, &map); /* with no room it only counts */
    if (map.entry_ct == 0)
        return NULL;
    map.entries = xcalloc(map.entry_ct, sizeof *map.entries);
    uint16_t *codes = xcalloc(map.entry_ct, sizeof *codes);
    bool known = ioctl(fd, GIO_UNIMAP, &map) == 0;
    for (size_t i = 0; known && i < map.entry_ct; i++)
        codes[i] = map.entries[i].unicode;
    *ret_n = map.entry_ct;
    free(map.entries);
    if (known)
        return codes;
    free(codes);
    return NULL;
}

/* The translation is written without marks, since the letters that it speaks of are missing. */
char *console_advice(int fd)
{
    size_t n = 0;
    uint16_t *codes = read_map(fd, &n);
    size_t missing = codes ? console_missing(codes, n) : 0;
    free(codes);
    if (!missing)
        return NULL;
    return xasprintf(_("The font of this console lacks %zu Vietnamese letters. Leave with Esc and "
                       "run: setfont Vietnamese-Fixed16. To keep it: sudo dpkg-reconfigure "
                       "console-setup, character set Vietnamese, font Fixed"),
                     missing);
}
