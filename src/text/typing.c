#include "text/typing.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/typing_methods.h"
#include "text/typing_word.h"
#include "text/utf8.h"

enum { GAP_KEYS = 8 };

struct typing {
    struct typing_options options;
    struct word word;
    /* After the word came these many characters that are no letters; when they are deleted, the
     * word goes on. */
    char gap[GAP_KEYS];
    size_t n_gap;
    /* Letters passed on as they came: a word too long, or one with letters composed elsewhere. */
    size_t passed;
};

struct shown {
    unsigned letters[WORD_LETTERS];
    size_t n;
};

struct typing *typing_create(const struct typing_options *options)
{
    struct typing *t = xcalloc(1, sizeof *t);
    typing_set(t, options);
    return t;
}

void typing_destroy(struct typing *t)
{
    free(t);
}

void typing_set(struct typing *t, const struct typing_options *options)
{
    t->options = *options;
    t->word.new_style = options->new_style;
    t->word.spell = options->spell;
    typing_reset(t);
}

const struct typing_options *typing_get(const struct typing *t)
{
    return &t->options;
}

void typing_reset(struct typing *t)
{
    word_clear(&t->word);
    t->n_gap = t->passed = 0;
}

static struct shown word_shown(const struct word *w)
{
    struct shown s;
    s.n = w->n;
    for (size_t i = 0; i < w->n; i++)
        s.letters[i] = letter_code_point(&w->letters[i]);
    return s;
}

static void edit_add(struct typing_edit *e, unsigned code_point)
{
    size_t len = strlen(e->text);
    len += utf8_encode(code_point, e->text + len);
    e->text[len] = 0;
}

/* From the first letter that differs on. */
static struct typing_edit edit_between(const struct shown *old, const struct word *w)
{
    struct shown now = word_shown(w);
    struct typing_edit e = {0};
    size_t same = 0;
    while (same < old->n && same < now.n && old->letters[same] == now.letters[same])
        same++;
    e.back = old->n - same;
    for (size_t i = same; i < now.n; i++)
        edit_add(&e, now.letters[i]);
    return e;
}

static struct typing_edit edit_of(unsigned code_point)
{
    struct typing_edit e = {0};
    edit_add(&e, code_point);
    return e;
}

static struct typing_edit typing_pass(struct typing *t, unsigned code_point)
{
    size_t passed = t->n_gap ? 1 : t->passed + t->word.n + 1;
    typing_reset(t);
    t->passed = passed;
    return edit_of(code_point);
}

static void gap_add(struct typing *t, unsigned code_point)
{
    if (!t->word.n || t->passed || t->n_gap == GAP_KEYS || code_point < ' ' || code_point > '~')
        typing_reset(t);
    else
        t->gap[t->n_gap++] = (char)code_point;
}

static struct typing_edit typing_break(struct typing *t, unsigned code_point)
{
    struct typing_edit e = {0};
    typing_end(t, &e);
    edit_add(&e, code_point);
    gap_add(t, code_point);
    return e;
}

/* The name before @ is as it was keyed, and so is what follows. */
static struct typing_edit typing_address(struct typing *t)
{
    struct typing_edit e = {0};
    struct shown old = word_shown(&t->word);
    if (!t->n_gap && !t->passed && word_restore(&t->word))
        e = edit_between(&old, &t->word);
    edit_add(&e, '@');
    typing_pass(t, '@');
    return e;
}

static bool action_apply(struct word *w, char key, struct key_action a, bool *ret_undone)
{
    switch (a.effect) {
    case KEY_ROOF:
        return word_roof(w, key, a.value);
    case KEY_HOOK:
        return word_hook(w, key, (enum hook)a.value);
    case KEY_HOOK_U:
        return (w->n && w->letters[w->n - 1].lone && !w->frozen
                && word_letter(w, key, 'U', isupper((unsigned char)key), ret_undone))
               || word_hook(w, key, (enum hook)a.value)
               || word_letter(w, key, 'U', isupper((unsigned char)key), ret_undone);
    case KEY_LETTER:
        return word_letter(w, key, a.value, a.upper, ret_undone);
    case KEY_STROKE:
        return word_stroke(w, key);
    case KEY_TONE:
        return word_tone(w, key, (enum tone)a.value);
    default:
        return false;
    }
}

static struct typing_edit typing_letter(struct typing *t, char key, struct key_action action)
{
    bool undone;
    if (t->n_gap)
        typing_reset(t);
    if (t->passed || !word_has_room(&t->word))
        return typing_pass(t, (unsigned char)key);
    struct shown old = word_shown(&t->word);
    if (!action_apply(&t->word, key, action, &undone))
        word_append(&t->word, key);
    return edit_between(&old, &t->word);
}

/* A bracket is a letter where one can stand; else, and repeated, it is text and ends the word. */
static struct typing_edit typing_bracket(struct typing *t, char key, struct key_action action)
{
    bool undone;
    struct typing before = *t;
    if (t->n_gap)
        typing_reset(t);
    if (t->passed || !word_has_room(&t->word))
        return typing_break(t, (unsigned char)key);
    struct shown old = word_shown(&t->word);
    if (!action_apply(&t->word, key, action, &undone)) {
        *t = before;
        return typing_break(t, (unsigned char)key);
    }
    struct typing_edit e = edit_between(&old, &t->word);
    if (undone) {
        edit_add(&e, (unsigned char)key);
        gap_add(t, (unsigned char)key);
    }
    return e;
}

static bool is_foreign_letter(unsigned c)
{
    return (c >= 0xC0 && c < 0x370 && c != 0xD7 && c != 0xF7) || (c >= 0x1E00 && c < 0x1F00);
}

struct typing_edit typing_key(struct typing *t, unsigned code_point)
{
    if (t->options.method == TYPING_OFF)
        return edit_of(code_point);
    if (is_foreign_letter(code_point))
        return typing_pass(t, code_point);
    if (code_point > '~')
        return typing_break(t, code_point);
    if (code_point == '@')
        return typing_address(t);
    char key = (char)code_point;
    struct key_action action = typing_action(&t->options, key);
    bool digit = isdigit((unsigned char)key);
    if (isalpha((unsigned char)key) || (digit && typing_takes_digits(t->options.method)))
        return typing_letter(t, key, action);
    if (action.effect == KEY_LETTER)
        return typing_bracket(t, key, action);
    if (!digit)
        return typing_break(t, code_point);
    struct typing_edit e = {0}; /* a digit ends a Telex word, and the rest of it is a code */
    if (t->n_gap)
        typing_reset(t);
    typing_end(t, &e);
    edit_add(&e, code_point);
    typing_pass(t, code_point);
    return e;
}

bool typing_end(struct typing *t, struct typing_edit *ret)
{
    struct word *w = &t->word;
    *ret = (struct typing_edit){0};
    if (t->n_gap || t->passed || !w->n || !word_is_wrong(w))
        return false;
    struct shown old = word_shown(w);
    word_restore(w);
    *ret = edit_between(&old, w);
    return ret->back || *ret->text;
}

bool typing_backspace(struct typing *t, struct typing_edit *ret)
{
    if (t->passed)
        t->passed--;
    else if (t->n_gap)
        t->n_gap--;
    else if (t->word.n) {
        struct shown old = word_shown(&t->word);
        word_backspace(&t->word);
        *ret = edit_between(&old, &t->word);
        return true;
    }
    return false;
}

bool typing_restore(struct typing *t, struct typing_edit *ret)
{
    if (t->passed || !t->word.n)
        return false;
    struct shown old = word_shown(&t->word);
    if (!word_restore(&t->word))
        return false;
    *ret = edit_between(&old, &t->word);
    ret->back += t->n_gap;
    for (size_t i = 0; i < t->n_gap; i++)
        edit_add(ret, (unsigned char)t->gap[i]);
    return true;
}
