#include "screens/strange.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "text/utf8.h"

enum { PLAIN, AFTER_ESC, IN_CSI, IN_CHARSET };

static void note(struct strange *s, const char *what, unsigned c)
{
    if (!s->what[0])
        snprintf(s->what, sizeof s->what, "%s %02X", what, c);
}

/* U+00AD and the like are drawn as nothing, or turn what follows. */
static bool is_invisible(uint32_t c)
{
    return (c >= 0x80 && c < 0xA0) || c == 0xAD || c == 0x61C || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
           (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

/* Back, next line, return; SO and SI stand in the descriptions of old terminals. */
static bool is_usual_control(unsigned char c)
{
    return c == '\b' || c == '\n' || c == '\r' || c == 0x0E || c == 0x0F;
}

static void take_letter(struct strange *s, unsigned char c)
{
    size_t used, length = 0;
    if (s->n == 0 && c < 0x80) {
        if ((c < ' ' && !is_usual_control(c)) || c == 0x7F)
            note(s, "the control character", c);
        return;
    }
    s->bytes[s->n++] = c;
    length = s->bytes[0] >= 0xF8   ? 1
             : s->bytes[0] >= 0xF0 ? 4
             : s->bytes[0] >= 0xE0 ? 3
             : s->bytes[0] >= 0xC0 ? 2
                                   : 1;
    if (s->n < length)
        return;
    if (!utf8_valid((const char *)s->bytes, s->n, NULL))
        note(s, "no UTF-8:", s->bytes[0]);
    else if (is_invisible(utf8_decode((const char *)s->bytes, s->n, &used)))
        note(s, "the invisible U+", utf8_decode((const char *)s->bytes, s->n, &used));
    s->n = 0;
}

static void take_after_esc(struct strange *s, unsigned char c)
{
    s->marked = false;
    s->number = 0;
    s->maybe = s->maybe_more = false;
    s->state = c == '[' ? IN_CSI : strchr("()*+", c) ? IN_CHARSET : PLAIN;
    if (s->state == PLAIN && !strchr("78=>MDEHl]R", c))
        note(s, "the sequence ESC", c);
    if (c == ']') /* "]R" of linux gives back its colours; else this begins a title */
        s->state = AFTER_ESC;
}

/* The end of one number of a sequence that sets attributes: 39 and 49 are the terminal's own. */
static void take_number(struct strange *s)
{
    unsigned n = s->number, last = n % 10;
    s->number = 0;
    if ((n / 10 == 3 || n / 10 == 4) && last <= 7)
        s->maybe = true;
    else if (n == 38 || n == 48 || n >= 90)
        s->maybe_more = true;
}

static void take_csi(struct strange *s, unsigned char c)
{
    if (c >= '0' && c <= '9') {
        s->number = s->number % 1000 * 10 + (c - '0');
        return;
    }
    if (c == 'm' || c == ';')
        take_number(s);
    if (c == 'm') {
        s->colours = s->colours || s->maybe;
        s->more = s->more || s->maybe_more;
    }
    if (c < 0x40) {
        s->marked = s->marked || c == '?';
        if (c < ' ')
            note(s, "a control in a sequence", c);
        return;
    }
    s->state = PLAIN;
    /* "?0c" shapes the cursor of linux; without the mark it asks the terminal who it is. */
    if (!strchr("@ABCDEFGHJKLMPSTXabdefghlmrt", c) && !(c == 'c' && s->marked))
        note(s, "the sequence CSI", c);
}

void strange_feed(struct strange *s, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (s->state == AFTER_ESC)
            take_after_esc(s, c);
        else if (s->state == IN_CSI)
            take_csi(s, c);
        else if (s->state == IN_CHARSET)
            s->state = PLAIN;
        else if (c == 0x1B)
            s->state = AFTER_ESC;
        else
            take_letter(s, c);
    }
}
