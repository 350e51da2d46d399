#include "text/keyer.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "text/apart.h"
#include "text/unicode.h"
#include "text/utf8.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define DOUBLED_MAX 10 /* letters of a word that are tried once and twice */

/* A letter taken apart: what to press for it. */
struct part {
    const char *text; /* the letter in its word */
    size_t n;
    char letter[5]; /* the key for it, or the letter itself where there is none */
    char mark, tone; /* keys; 0: none */
};

/* Keys of the marks, in the order of enum apart_mark; a roof repeats its letter in Telex. */
static const char telex_marks[] = "\0\0wwd", vni_marks[] = "\0" "6879";
static const char telex_tones[] = "\0sfrxj", vni_tones[] = "\0" "12345";

/* ---- the engine, as a field uses it ---------------------------------------------------------- */

static void apply(struct str *shown, const struct typing_edit *e)
{
    for (size_t i = 0; i < e->back && shown->len; i++)
        shown->len = text_grapheme_before(shown->s, shown->len);
    str_add(shown, e->text);
    if (shown->s)
        shown->s[shown->len] = '\0';
}

char *keyer_typed(const char *keys, const struct typing_options *options)
{
    struct typing *t = typing_create(options);
    struct str shown = {0};
    struct typing_edit e;
    size_t n = strlen(keys), used;
    for (; n; keys += used, n -= used) {
        uint32_t key = utf8_decode(keys, n, &used);
        if (key == KEYER_BREAK) {
            typing_reset(t);
        } else if (key != KEYER_RESTORE) {
            e = typing_key(t, key);
            apply(&shown, &e);
        } else if (typing_restore(t, &e)) {
            apply(&shown, &e);
        }
    }
    if (typing_end(t, &e))
        apply(&shown, &e);
    typing_destroy(t);
    return str_take(&shown);
}

/* ---- a word ---------------------------------------------------------------------------------- */

struct word {
    const struct typing_options *options;
    const char *text;
    size_t n;
    char after[5]; /* the letter after it: it ends the word */
    struct part parts[64];
    size_t n_parts;
};

static struct part part_of(const char *s, size_t n, bool vni)
{
    struct apart a = apart_letter(utf8_decode(s, n, &n));
    struct part p = {.text = s, .n = n};
    utf8_encode(a.base, p.letter);
    p.mark = (vni ? vni_marks : telex_marks)[a.mark];
    p.tone = (vni ? vni_tones : telex_tones)[a.tone];
    if (a.mark == APART_ROOF && !vni)
        p.mark = (char)tolower((int)a.base);
    return p;
}

static void word_split(struct word *w)
{
    for (size_t at = 0, used; at < w->n && w->n_parts < COUNT(w->parts); at += used) {
        utf8_decode(w->text + at, w->n - at, &used);
        w->parts[w->n_parts++] = part_of(w->text + at, used, w->options->method == TYPING_VNI);
    }
}

/* Whether the keys, followed by what ends the word, make it. */
static bool word_makes(const struct word *w, const char *keys)
{
    char *all = xasprintf("%s%s", keys, w->after), *shown = keyer_typed(all, w->options);
    bool good = strlen(shown) == w->n + strlen(w->after) && !memcmp(shown, w->text, w->n);
    free(shown);
    free(all);
    return good;
}

/* A plain o after a plain o: Telex takes the second for ô, and a third one back (A.7: xooong). */
static bool is_second_o(const struct word *w, size_t i)
{
    return i && w->options->method == TYPING_TELEX && !strcasecmp(w->parts[i].letter, "o") &&
           !strcasecmp(w->parts[i - 1].letter, "o") && !w->parts[i].mark && !w->parts[i - 1].mark;
}

/* The letters with their marks; late: the tone waits for the end of the letters. twice: these letters
 * (bits) are pressed twice. */
static bool try_spelling(const struct word *w, bool late, unsigned twice, struct str *keys)
{
    char tone = 0;
    unsigned bit = 1;
    str_clear(keys);
    for (size_t i = 0; i < w->n_parts; i++) {
        const struct part *p = &w->parts[i];
        bool alone = !p->mark && !p->tone && !p->letter[1];
        bool letter = isalpha((unsigned char)p->letter[0]) || p->letter[0] < 0;
        if (tone && !letter) {
            str_addc(keys, tone);
            tone = 0;
        }
        str_add(keys, p->letter);
        if ((alone && twice & bit) || is_second_o(w, i))
            str_add(keys, p->letter);
        bit <<= alone && bit < 1u << DOUBLED_MAX;
        if (p->mark)
            str_addc(keys, p->mark);
        if (p->tone && late)
            tone = p->tone;
        else if (p->tone)
            str_addc(keys, p->tone);
    }
    if (tone)
        str_addc(keys, tone);
    return word_makes(w, str_text(keys));
}

static bool try_doubled(const struct word *w, struct str *keys)
{
    size_t alone = 0;
    for (size_t i = 0; i < w->n_parts; i++)
        alone += !w->parts[i].mark && !w->parts[i].tone && !w->parts[i].letter[1];
    for (unsigned twice = 1; twice < 1u << (alone < DOUBLED_MAX ? alone : DOUBLED_MAX); twice++)
        if (try_spelling(w, true, twice, keys))
            return true;
    return false;
}

static bool try_restored(const struct word *w, struct str *keys)
{
    str_clear(keys);
    for (size_t i = 0; i < w->n; i++)
        if ((unsigned char)w->text[i] >= 0x80)
            return false;
    str_addn(keys, w->text, w->n);
    str_addc(keys, KEYER_RESTORE);
    return word_makes(w, str_text(keys));
}

/* Every letter a word of its own; one that is a mark by itself (w) twice. */
static bool try_broken(const struct word *w, struct str *keys)
{
    str_clear(keys);
    for (size_t i = 0; i < w->n_parts; i++) {
        const struct part *p = &w->parts[i];
        struct word one = {.options = w->options, .text = p->text, .n = p->n, .parts = {*p}, .n_parts = 1};
        struct str own = {0};
        if (i)
            str_addc(keys, KEYER_BREAK);
        if (!try_spelling(&one, true, 0, &own))
            try_spelling(&one, true, 1, &own);
        str_add(keys, str_text(&own));
        str_finish(&own);
    }
    return word_makes(w, str_text(keys));
}

static enum keyer_way word_keys(const struct word *w, struct str *keys)
{
    if (try_spelling(w, true, 0, keys) || try_spelling(w, false, 0, keys))
        return KEYER_SPELLED;
    if (try_doubled(w, keys))
        return KEYER_DOUBLED;
    if (try_restored(w, keys))
        return KEYER_RESTORED;
    return try_broken(w, keys) ? KEYER_BROKEN : KEYER_WAYS;
}

/* ---- a text ---------------------------------------------------------------------------------- */

/* Bytes of the word at s, 0: none begins here. Brackets are letters of full Telex. */
static size_t word_length(const char *s, const struct typing_options *o)
{
    bool brackets = o->method == TYPING_TELEX && o->variant == TELEX_FULL;
    size_t all = strlen(s), n = 0, used;
    for (; n < all; n += used) {
        uint32_t c = utf8_decode(s + n, all - n, &used);
        bool letter = c < 0x80 ? isalnum((int)c) || (brackets && strchr("[]{}", (char)c))
                               : (c >= 0xC0 && c < 0x370) || (c >= 0x1E00 && c < 0x1F00);
        if (!letter)
            break;
    }
    return n;
}

void keyer_add(const char *text, const struct typing_options *options, struct str *keys,
               struct keyer_counts *counts)
{
    struct str own = {0};
    while (*text) {
        struct word w = {.options = options, .text = text, .n = word_length(text, options)};
        size_t used;
        if (!w.n) {
            utf8_decode(text, strlen(text), &used);
            str_addn(keys, text, used);
            text += used;
            continue;
        }
        text += w.n;
        if (*text) {
            utf8_decode(text, strlen(text), &used);
            memcpy(w.after, text, used);
        }
        word_split(&w);
        enum keyer_way way = word_keys(&w, &own);
        if (way < KEYER_WAYS)
            counts->words[way]++;
        str_add(keys, str_text(&own));
    }
    str_finish(&own);
}
