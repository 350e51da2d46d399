#include <string.h>

#include "text/edit_internal.h"

/* Left to right, no place twice. */
static size_t replace(const struct str *text, const char *needle, const char *with, struct str *out)
{
    const char *s = str_text(text), *end = s + text->len, *hit;
    size_t n = strlen(needle), count = 0;
    for (; (hit = memmem(s, (size_t)(end - s), needle, n)); s = hit + n, count++) {
        str_addn(out, s, (size_t)(hit - s));
        str_add(out, with);
    }
    str_addn(out, s, (size_t)(end - s));
    return count;
}

static struct edit_pos text_end(const struct edit *e)
{
    size_t last = e->paras.n - 1;
    return (struct edit_pos){last, e->paras.v[last].len};
}

size_t edit_replace_all(struct edit *e, const char *needle, const char *with)
{
    struct edit_pos from = {0, 0}, to = text_end(e), caret = e->caret;
    bool part = edit_selection(e, &from, &to);
    struct str text = edit_range_(e, from, to), out = {0};
    size_t count = *needle ? replace(&text, needle, with, &out) : 0;
    if (count) {
        edit_break(e);
        edit_move(e, from, false);
        edit_move(e, to, true);
        if (!out.len || !edit_insert(e, str_text(&out), out.len))
            edit_delete(e);
        edit_break(e);
        if (!part)
            edit_move(e, caret, false);
    }
    str_finish(&text);
    str_finish(&out);
    return count;
}
