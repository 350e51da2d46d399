/* Caret, selection and search of an edit buffer. */
#include <stdlib.h>

#include "text/edit_internal.h"
#include "text/fold.h"
#include "text/unicode.h"
#include "text/utf8.h"

static int pos_cmp(struct edit_pos a, struct edit_pos b)
{
    if (a.para != b.para)
        return a.para < b.para ? -1 : 1;
    return a.byte < b.byte ? -1 : a.byte > b.byte;
}

struct edit_pos edit_caret(const struct edit *e)
{
    return e->caret;
}

/* Every movement ends the run of typing. */
static void go(struct edit *e, struct edit_pos to, bool select)
{
    if (select && !e->selecting)
        e->anchor = e->caret;
    e->selecting = select;
    e->caret = to;
    e->run_open = false;
}

void edit_move(struct edit *e, struct edit_pos to, bool select)
{
    if (to.para >= e->paras.n) {
        to.para = e->paras.n - 1;
        to.byte = e->paras.v[to.para].len;
    }
    to.byte = para_boundary_before(&e->paras.v[to.para], to.byte);
    go(e, to, select);
}

/* --- letters and words ------------------------------------------------------------------- */

struct edit_pos edit_letter_left_(const struct edit *e, struct edit_pos at)
{
    if (at.byte)
        at.byte = text_grapheme_before(e->paras.v[at.para].s, at.byte);
    else if (at.para) {
        at.para--;
        at.byte = e->paras.v[at.para].len;
    }
    return at;
}

struct edit_pos edit_letter_right_(const struct edit *e, struct edit_pos at)
{
    const struct para *p = &e->paras.v[at.para];
    if (at.byte < p->len)
        at.byte += text_grapheme(p->s + at.byte, p->len - at.byte);
    else if (at.para + 1 < e->paras.n)
        at = (struct edit_pos){at.para + 1, 0};
    return at;
}

enum letter_class { CLASS_SPACE, CLASS_WORD, CLASS_SIGN };

static enum letter_class class_at(const struct para *p, size_t byte)
{
    size_t len;
    uint32_t c = utf8_decode(p->s + byte, p->len - byte, &len);
    return text_is_space(c) ? CLASS_SPACE : text_is_word(c) ? CLASS_WORD : CLASS_SIGN;
}

/* The start of the word (or row of signs) left of the caret. */
struct edit_pos edit_word_left_(const struct edit *e, struct edit_pos at)
{
    if (!at.byte)
        return edit_letter_left_(e, at);
    const struct para *p = &e->paras.v[at.para];
    size_t left = text_grapheme_before(p->s, at.byte);
    while (left && class_at(p, left) == CLASS_SPACE)
        left = text_grapheme_before(p->s, left);
    enum letter_class class = class_at(p, left);
    while (left) {
        size_t next = text_grapheme_before(p->s, left);
        if (class_at(p, next) != class)
            break;
        left = next;
    }
    return (struct edit_pos){at.para, left};
}

/* The start of the next word, or the end of the paragraph. */
static struct edit_pos word_right(const struct edit *e, struct edit_pos at)
{
    const struct para *p = &e->paras.v[at.para];
    if (at.byte == p->len)
        return edit_letter_right_(e, at);
    enum letter_class class = class_at(p, at.byte);
    while (at.byte < p->len && class_at(p, at.byte) == class)
        at.byte += text_grapheme(p->s + at.byte, p->len - at.byte);
    while (at.byte < p->len && class_at(p, at.byte) == CLASS_SPACE)
        at.byte += text_grapheme(p->s + at.byte, p->len - at.byte);
    return at;
}

/* A step without Shift leaves a selection at the side it goes to. */
static bool leave_selection(struct edit *e, bool right, bool select)
{
    struct edit_pos from, to;
    if (select || !edit_selection(e, &from, &to))
        return false;
    go(e, right ? to : from, false);
    return true;
}

void edit_left(struct edit *e, bool select)
{
    if (!leave_selection(e, false, select))
        go(e, edit_letter_left_(e, e->caret), select);
}

void edit_right(struct edit *e, bool select)
{
    if (!leave_selection(e, true, select))
        go(e, edit_letter_right_(e, e->caret), select);
}

void edit_word_left(struct edit *e, bool select)
{
    go(e, edit_word_left_(e, e->caret), select);
}

void edit_word_right(struct edit *e, bool select)
{
    go(e, word_right(e, e->caret), select);
}

void edit_para_start(struct edit *e, bool select)
{
    go(e, (struct edit_pos){e->caret.para, 0}, select);
}

void edit_para_end(struct edit *e, bool select)
{
    go(e, (struct edit_pos){e->caret.para, e->paras.v[e->caret.para].len}, select);
}

void edit_all_start(struct edit *e, bool select)
{
    go(e, (struct edit_pos){0, 0}, select);
}

void edit_all_end(struct edit *e, bool select)
{
    go(e, (struct edit_pos){e->paras.n - 1, e->paras.v[e->paras.n - 1].len}, select);
}

/* --- selection --------------------------------------------------------------------------- */

void edit_select_all(struct edit *e)
{
    edit_all_start(e, false);
    edit_all_end(e, true);
}

void edit_select_none(struct edit *e)
{
    e->selecting = false;
}

bool edit_selection(const struct edit *e, struct edit_pos *ret_from, struct edit_pos *ret_to)
{
    if (!e->selecting || edit_pos_equal_(e->anchor, e->caret))
        return false;
    bool forward = pos_cmp(e->anchor, e->caret) < 0;
    *ret_from = forward ? e->anchor : e->caret;
    *ret_to = forward ? e->caret : e->anchor;
    return true;
}

char *edit_selected_text(const struct edit *e)
{
    struct edit_pos from, to;
    if (!edit_selection(e, &from, &to))
        return NULL;
    struct str text = edit_range_(e, from, to);
    return str_take(&text);
}

/* --- search ------------------------------------------------------------------------------ */

struct hit {
    size_t from, to;
};

/* The first hit at or behind `start`, widened to whole letters. */
static bool hit_forward(const struct para *p, const char *needle, size_t start, struct hit *ret)
{
    size_t len;
    long at = fold_find(para_text(p) + start, needle, &len);
    if (at < 0)
        return false;
    ret->from = para_boundary_before(p, start + (size_t)at);
    ret->to = para_boundary_after(p, start + (size_t)at + len);
    return true;
}

/* The last hit that ends at or before `end`. */
static bool hit_backward(const struct para *p, const char *needle, size_t end, struct hit *ret)
{
    struct hit hit;
    bool found = false;
    for (size_t start = 0; start < p->len && hit_forward(p, needle, start, &hit);) {
        if (hit.to > end)
            break;
        found = true;
        *ret = hit;
        start = hit.from + text_grapheme(p->s + hit.from, p->len - hit.from);
    }
    return found;
}

bool edit_find(struct edit *e, const char *needle, bool backwards)
{
    if (!*needle)
        return false;
    struct edit_pos from = e->caret, to = e->caret;
    edit_selection(e, &from, &to);
    /* The caret's paragraph comes twice: first the part ahead of it, last the whole. */
    for (size_t i = 0; i <= e->paras.n; i++) {
        size_t n = e->paras.n, step = i % n;
        size_t para = backwards ? (from.para + n - step) % n : (to.para + step) % n;
        const struct para *p = &e->paras.v[para];
        struct hit hit;
        bool found = backwards ? hit_backward(p, needle, i ? p->len : from.byte, &hit)
                               : hit_forward(p, needle, i ? 0 : to.byte, &hit);
        if (!found)
            continue;
        go(e, (struct edit_pos){para, hit.from}, false);
        go(e, (struct edit_pos){para, hit.to}, true);
        return true;
    }
    return false;
}
