/* The letters of a Linux console font: over made-up maps, and through a console made here. */
#include "tui/console_font.h"

#include <errno.h>
#include <linux/kd.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "base/lang.h"
#include "tap.h"
#include "text/utf8.h"

static const char letters[] =
    "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯưẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặẸẹẺẻẼẽẾếỀềỂểỄễỆệỈỉỊịỌọỎỏỐốỒồỔổỖỗỘộ"
    "ỚớỜờỞởỠỡỢợỤụỦủỨứỪừỬửỮữỰựỲỳỴỵỶỷỸỹ";

/* The font of the console that ioctl below plays; n = 0: it is no console. */
static struct unipair font[1024];
static unsigned short font_n;
static bool broken; /* counts, but does not answer */

int ioctl(int fd, unsigned long request, ...)
{
    va_list ap;
    va_start(ap, request);
    struct unimapdesc *map = va_arg(ap, struct unimapdesc *);
    va_end(ap);
    unsigned short room = map->entry_ct;
    if (fd != 1 || request != GIO_UNIMAP || font_n == 0) {
        errno = ENOTTY;
        return -1;
    }
    map->entry_ct = font_n;
    if (room < font_n || broken) {
        errno = ENOMEM;
        return -1;
    }
    memcpy(map->entries, font, font_n * sizeof *font);
    return 0;
}

static size_t spell(const char *text, uint16_t *codes)
{
    size_t n = 0;
    for (size_t at = 0, used, len = strlen(text); at < len; at += used)
        codes[n++] = (uint16_t)utf8_decode(text + at, len - at, &used);
    return n;
}

static size_t missing(const char *text)
{
    uint16_t codes[400];
    return console_missing(codes, spell(text, codes));
}

static void judgement(void)
{
    uint16_t all[65536];
    for (size_t i = 0; i < 65536; i++)
        all[i] = (uint16_t)(65535 - i);
    is_int(0, (long long)missing(letters), "a font with the letters lacks none");
    is_int(0, (long long)console_missing(all, 65536), "nor does one with everything, backwards");
    is_int(134, (long long)console_missing(NULL, 0), "an empty one lacks all");
    is_int(134, (long long)missing("abcXYZ0189.,─│┌┐ñäöüß€→"), "Latin-1 and frames are no help");
    is_int(132, (long long)missing("đĐđđ"), "letters count once");
    is_int(133, (long long)missing("\u1EF9"), "the last");
    for (size_t at = 0, used, n = strlen(letters); at < n; at += used) {
        char without[sizeof letters];
        utf8_decode(letters + at, n - at, &used);
        memcpy(without, letters, at);
        strcpy(without + at, letters + at + used);
        if (missing(without) != 1)
            ok(false, "%.*s is not missed", (int)used, letters + at);
    }
    ok(true, "each letter is missed alone");
}

static void fill(const char *text)
{
    uint16_t codes[400];
    font_n = (unsigned short)spell(text, codes);
    for (size_t i = 0; i < font_n; i++)
        font[i] = (struct unipair){.unicode = codes[i], .fontpos = (unsigned short)i};
}

static void consoles(void)
{
    ok(!console_advice(1), "no console: nothing is said");
    fill(letters);
    ok(!console_advice(1), "all letters: nothing is said");
    fill("ABCabcàáâãèéê");
    ok(!console_advice(0), "another descriptor is no console");
    char *said = console_advice(1);
    if (ok(said != NULL, "something is said")) {
        ok(strstr(said, " 127 "), "how many are missing");
        ok(strstr(said, "setfont Vietnamese-Fixed16"), "the font that has them");
        ok(strstr(said, "dpkg-reconfigure console-setup"), "how it stays");
        size_t n = strlen(said);
        for (size_t i = 0; i < n; i++)
            if ((unsigned char)said[i] >= 0x80)
                n = 0;
        ok(n > 0, "in letters that every font has");
    }
    free(said);
    broken = true;
    ok(!console_advice(1), "a console that does not answer: nothing is said");
}

int main(void)
{
    lang_set(LANG_VI);
    judgement();
    consoles();
    lang_set(LANG_EN);
    broken = false;
    char *said = console_advice(1);
    ok(said && strstr(said, "lacks 127 Vietnamese letters"), "in English too");
    free(said);
    return tap_done();
}
