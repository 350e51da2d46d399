#include "text/edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/edit_internal.h"
#include "text/unicode.h"
#include "text/utf8.h"

struct edit *edit_create(bool many_paragraphs)
{
    struct edit *e = xcalloc(1, sizeof *e);
    e->many_paragraphs = many_paragraphs;
    edit_load(e, "", 0);
    return e;
}

static void clear(struct edit *e)
{
    for (size_t i = 0; i < e->paras.n; i++)
        para_finish(&e->paras.v[i]);
    vec_clear(&e->paras);
    edit_history_clear_(e);
    free(e->saved);
    e->saved = NULL;
}

void edit_destroy(struct edit *e)
{
    if (!e)
        return;
    clear(e);
    vec_finish(&e->paras);
    vec_finish(&e->steps);
    str_finish(&e->taken);
    free(e);
}

/* --- the list of paragraphs -------------------------------------------------------------- */

static void add_counts(struct edit *e, size_t first, size_t count)
{
    for (size_t i = first; i < first + count; i++) {
        e->bytes += e->paras.v[i].len;
        e->letters += e->paras.v[i].letters;
        e->words += e->paras.v[i].words;
    }
}

static void subtract_counts(struct edit *e, size_t first, size_t count)
{
    for (size_t i = first; i < first + count; i++) {
        e->bytes -= e->paras.v[i].len;
        e->letters -= e->paras.v[i].letters;
        e->words -= e->paras.v[i].words;
    }
}

static size_t count_newlines(const char *s, size_t n)
{
    size_t count = 0;
    for (const char *end = s + n, *p = s; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
        count++;
    return count;
}

/* Length of the piece up to the next newline or the end. */
static size_t piece_length(const char *s, size_t n)
{
    const char *newline = n ? memchr(s, '\n', n) : NULL;
    return newline ? (size_t)(newline - s) : n;
}

/* After `first`, takes `old` paragraphs out and makes room for `fresh` zeroed ones. */
static void replace_slots(struct edit *e, size_t first, size_t old, size_t fresh)
{
    for (size_t i = 0; i < old; i++)
        para_finish(&e->paras.v[first + i]);
    size_t rest = e->paras.n - first - old, n = e->paras.n - old + fresh;
    if (n > e->paras.cap) {
        e->paras.cap = n > 2 * e->paras.cap ? n : 2 * e->paras.cap;
        e->paras.v = xreallocarray(e->paras.v, e->paras.cap, sizeof *e->paras.v);
    }
    struct para *slot = e->paras.v + first;
    memmove(slot + fresh, slot + old, rest * sizeof *slot);
    memset(slot, 0, fresh * sizeof *slot);
    e->paras.n = n;
}

/* Replaces whole stretches: the paragraphs of from and to become one, or as many as s has. */
static void replace_many(struct edit *e, struct edit_pos from, struct edit_pos to, const char *s,
                         size_t n)
{
    struct str tail = {0};
    struct para *last = &e->paras.v[to.para];
    str_addn(&tail, para_text(last) + to.byte, last->len - to.byte);
    replace_slots(e, from.para + 1, to.para - from.para, count_newlines(s, n));
    struct para *p = &e->paras.v[from.para];
    size_t piece = piece_length(s, n);
    para_splice(p, from.byte, p->len - from.byte, s, piece);
    p->stamp = e->stamp;
    for (size_t at = piece; at < n; at += piece) {
        at++;
        piece = piece_length(s + at, n - at);
        para_init(++p, s + at, piece);
        p->stamp = ++e->stamp;
    }
    para_splice(p, p->len, 0, str_text(&tail), tail.len);
    str_finish(&tail);
}

struct edit_pos edit_replace_(struct edit *e, struct edit_pos from, struct edit_pos to,
                              const char *s, size_t n)
{
    subtract_counts(e, from.para, to.para - from.para + 1);
    e->stamp++;
    size_t newlines = count_newlines(s, n);
    if (from.para == to.para && !newlines) {
        struct para *p = &e->paras.v[from.para];
        para_splice(p, from.byte, to.byte - from.byte, s, n);
        p->stamp = e->stamp;
    } else {
        replace_many(e, from, to, s, n);
    }
    add_counts(e, from.para, newlines + 1);
    return edit_advance_(from, s, n);
}

struct str edit_range_(const struct edit *e, struct edit_pos from, struct edit_pos to)
{
    struct str out = {0};
    for (size_t i = from.para; i <= to.para; i++) {
        const struct para *p = &e->paras.v[i];
        size_t start = i == from.para ? from.byte : 0;
        size_t end = i == to.para ? to.byte : p->len;
        if (i > from.para)
            str_addc(&out, '\n');
        if (end > start)
            str_addn(&out, p->s + start, end - start);
    }
    return out;
}

struct edit_pos edit_advance_(struct edit_pos at, const char *s, size_t n)
{
    size_t newlines = count_newlines(s, n);
    if (!newlines)
        return (struct edit_pos){at.para, at.byte + n};
    const char *last = memrchr(s, '\n', n);
    return (struct edit_pos){at.para + newlines, (size_t)(s + n - last) - 1};
}

/* --- whole texts ------------------------------------------------------------------------- */

/* Cleans; bytes that are no UTF-8, which no checked source gives, become U+FFFD. */
static char *clean_or_mend(const struct edit *e, const char *s, size_t n, size_t *ret_len)
{
    char *clean;
    if (text_clean(s, n, e->many_paragraphs, &clean, ret_len))
        return clean;
    struct str mended = {0};
    for (size_t at = 0, len; at < n; at += len) {
        char bytes[4];
        str_addn(&mended, bytes, utf8_encode(utf8_decode(s + at, n - at, &len), bytes));
    }
    text_clean(mended.s, mended.len, e->many_paragraphs, &clean, ret_len);
    str_finish(&mended);
    return clean;
}

void edit_load(struct edit *e, const char *text, size_t n)
{
    size_t len;
    char *clean = clean_or_mend(e, text, n, &len);
    clear(e);
    para_init(vec_add(&e->paras), "", 0);
    e->bytes = e->letters = e->words = 0;
    e->selecting = false;
    struct edit_pos start = {0, 0};
    e->caret = edit_replace_(e, start, start, clean, len);
    e->saved = clean;
    e->saved_len = len;
}

static struct edit_pos text_end(const struct edit *e)
{
    return (struct edit_pos){e->paras.n - 1, e->paras.v[e->paras.n - 1].len};
}

char *edit_text(const struct edit *e, size_t *ret_len)
{
    struct str out = edit_range_(e, (struct edit_pos){0, 0}, text_end(e));
    if (ret_len)
        *ret_len = out.len;
    return str_take(&out);
}

bool edit_changed(const struct edit *e)
{
    if (e->bytes + e->paras.n - 1 != e->saved_len)
        return true;
    const char *p = e->saved;
    for (size_t i = 0; i < e->paras.n; i++) {
        const struct para *para = &e->paras.v[i];
        if ((i && *p++ != '\n') || memcmp(p, para_text(para), para->len) != 0)
            return true;
        p += para->len;
    }
    return false;
}

void edit_mark_saved(struct edit *e)
{
    free(e->saved);
    e->saved = edit_text(e, &e->saved_len);
}

size_t edit_paragraphs(const struct edit *e)
{
    return e->paras.n;
}

const char *edit_paragraph(const struct edit *e, size_t para, size_t *ret_len)
{
    const struct para *p = &e->paras.v[para];
    if (ret_len)
        *ret_len = p->len;
    return para_text(p);
}

unsigned long edit_stamp(const struct edit *e)
{
    return e->stamp;
}

unsigned long edit_para_stamp(const struct edit *e, size_t para)
{
    return e->paras.v[para].stamp;
}

size_t edit_letters(const struct edit *e)
{
    return e->letters;
}

size_t edit_words(const struct edit *e)
{
    return e->words;
}

/* --- changes by a person ----------------------------------------------------------------- */

/* Whether text that starts with these bytes leaves what stands before it as it is. */
static bool starts_apart(const char *s, size_t n)
{
    size_t len;
    return !n || *s == '\n' || text_is_simple(utf8_decode(s, n, &len));
}

/* Where the new text meets the old, letters may join: then the letters at both sides are made
 * anew with it. *ret holds the text to put between *from and *to; the value is how much of it
 * stands before the caret. */
static size_t join_letters(const struct edit *e, struct edit_pos *from, struct edit_pos *to,
                           const char *s, size_t n, struct str *ret)
{
    const struct para *left = &e->paras.v[from->para], *right = &e->paras.v[to->para];
    const char *rest = para_text(right) + to->byte;
    size_t rest_len = right->len - to->byte;
    bool apart = starts_apart(rest, rest_len) && starts_apart(s, n);
    if (apart) {
        str_addn(ret, s, n);
        return n;
    }
    size_t start = from->byte ? text_grapheme_before(left->s, from->byte) : 0;
    struct str all = {0};
    str_addn(&all, para_text(left) + start, from->byte - start);
    str_addn(&all, s, n);
    size_t before, len;
    free(text_nfc(all.s, all.len, &before));
    size_t letter = text_grapheme(rest, rest_len);
    str_addn(&all, rest, letter);
    char *joined = text_nfc(all.s, all.len, &len);
    str_addn(ret, joined, len);
    free(joined);
    str_finish(&all);
    from->byte = start;
    to->byte += letter;
    return before < len ? before : len;
}

/* Puts clean text between two places, as one change. */
static void change(struct edit *e, struct edit_pos from, struct edit_pos to, const char *s,
                   size_t n, enum step_kind kind)
{
    struct step step = {.kind = kind,
                        .caret_before = e->caret,
                        .anchor_before = e->anchor,
                        .selected_before = e->selecting};
    size_t before = join_letters(e, &from, &to, s, n, &step.new);
    step.at = from;
    step.old = edit_range_(e, from, to);
    bool same = step.old.len == step.new.len
                && memcmp(str_text(&step.old), str_text(&step.new), step.new.len) == 0;
    if (!same)
        edit_replace_(e, from, to, str_text(&step.new), step.new.len);
    e->caret = edit_advance_(from, str_text(&step.new), before);
    e->caret.byte = para_boundary_after(&e->paras.v[e->caret.para], e->caret.byte);
    e->selecting = false;
    step.caret_after = e->caret;
    if (same) {
        str_finish(&step.old);
        str_finish(&step.new);
        return;
    }
    edit_history_add_(e, &step);
}

/* The place where typing goes: the selection, else nothing at the caret. */
static bool target(struct edit *e, struct edit_pos *ret_from, struct edit_pos *ret_to)
{
    if (edit_selection(e, ret_from, ret_to)) {
        e->run_open = false;
        return true;
    }
    *ret_from = *ret_to = e->caret;
    return false;
}

/* Puts what an outside tool meant to stay before the text. */
static void keep_taken(struct edit *e, char **text, size_t *len)
{
    char *kept = edit_taken_kept_(e, *text, *len);
    if (!kept)
        return;
    struct str all = {0};
    str_add(&all, kept);
    str_addn(&all, *text, *len);
    free(kept);
    free(*text);
    *text = text_nfc(str_text(&all), all.len, len);
    str_finish(&all);
}

bool edit_insert(struct edit *e, const char *text, size_t n)
{
    char *clean;
    size_t len;
    if (!text_clean(text, n, e->many_paragraphs, &clean, &len))
        return false;
    keep_taken(e, &clean, &len);
    if (len) {
        struct edit_pos from, to;
        target(e, &from, &to);
        bool letter = text_grapheme(clean, len) == len && *clean != '\n';
        change(e, from, to, clean, len, letter ? STEP_TYPE : STEP_OTHER);
    }
    free(clean);
    return len > 0;
}

void edit_replace_back(struct edit *e, size_t n_back, const char *text, size_t n)
{
    char *clean;
    size_t len;
    if (!text_clean(text, n, e->many_paragraphs, &clean, &len))
        return;
    struct edit_pos from, to;
    target(e, &from, &to);
    while (n_back-- && from.byte)
        from = edit_letter_left_(e, from);
    if (len || !edit_pos_equal_(from, to))
        change(e, from, to, clean, len, STEP_TYPE);
    free(clean);
}

/* Deletes the selection, else what lies between the caret and there. */
static void erase(struct edit *e, struct edit_pos there, enum step_kind kind)
{
    struct edit_pos from, to;
    if (target(e, &from, &to)) {
        change(e, from, to, "", 0, STEP_OTHER);
        return;
    }
    if (edit_pos_equal_(there, e->caret))
        return;
    bool back = there.para < from.para || (there.para == from.para && there.byte < from.byte);
    if (there.para != from.para)
        kind = STEP_OTHER;
    change(e, back ? there : from, back ? to : there, "", 0, kind);
}

void edit_backspace(struct edit *e)
{
    struct edit_pos from = edit_letter_left_(e, e->caret);
    bool letter = !e->selecting && from.para == e->caret.para;
    if (letter)
        edit_taken_add_(e, from);
    erase(e, from, STEP_ERASE);
    if (letter)
        edit_taken_at_(e);
}

void edit_delete(struct edit *e)
{
    erase(e, edit_letter_right_(e, e->caret), STEP_ERASE);
}

void edit_delete_word_left(struct edit *e)
{
    erase(e, edit_word_left_(e, e->caret), STEP_OTHER);
}

void edit_kill_to_end(struct edit *e)
{
    struct edit_pos end = {e->caret.para, e->paras.v[e->caret.para].len};
    if (e->caret.byte == end.byte)
        end = edit_letter_right_(e, e->caret);
    erase(e, end, STEP_OTHER);
}
