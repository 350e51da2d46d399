/* Input tools that keep marks as code points of their own delete them one by one: two backspaces and "̀ng" make
 * tiềng of tiếng, where a person who presses Backspace twice means two letters. What comes then tells: no text that
 * begins with a mark could follow otherwise. */
#include <stdlib.h>

#include "text/edit_internal.h"
#include "text/unicode.h"
#include "text/utf8.h"

enum { TAKEN_MOST = 24 }; /* letters: longer than the words of such tools */

static bool goes_on(const struct edit *e)
{
    return e->backs && e->taken_stamp == e->stamp && edit_pos_equal_(e->taken_at, e->caret);
}

void edit_taken_add_(struct edit *e, struct edit_pos from)
{
    struct str taken = edit_range_(e, from, e->caret);
    if (goes_on(e))
        str_add(&taken, str_text(&e->taken));
    else
        e->backs = 0;
    str_finish(&e->taken);
    e->taken = taken;
    e->backs = e->backs < TAKEN_MOST ? e->backs + 1 : 0;
}

void edit_taken_at_(struct edit *e)
{
    e->taken_at = e->caret;
    e->taken_stamp = e->stamp;
}

char *edit_taken_kept_(const struct edit *e, const char *s, size_t n)
{
    size_t len;
    uint32_t first = n ? utf8_decode(s, n, &len) : 0;
    if (first < 0x300 || first > 0x36F || !goes_on(e))
        return NULL;
    return text_without_parts(str_text(&e->taken), e->taken.len, e->backs);
}
