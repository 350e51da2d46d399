#include "text/typing_word.h"

#include <ctype.h>
#include <string.h>

/* Tone keys belong to the syllable that begins at this letter, not to a letter: tones move. */
enum { TONE_OWNER = 0x80 };

void word_clear(struct word *w)
{
    w->n = w->n_keys = w->start = 0;
    w->frozen = w->undone = false;
}

bool word_has_room(const struct word *w)
{
    return w->n < WORD_LETTERS && w->n_keys < WORD_KEYS;
}

static void key_add(struct word *w, char ch, size_t owner)
{
    w->keys[w->n_keys++] = (struct word_key){ch, (unsigned char)owner};
}

static void keys_remove(struct word *w, size_t owner)
{
    size_t kept = 0;
    for (size_t i = 0; i < w->n_keys; i++)
        if (w->keys[i].owner != owner)
            w->keys[kept++] = w->keys[i];
    w->n_keys = kept;
}

static void keys_give(struct word *w, size_t from, size_t to)
{
    for (size_t i = 0; i < w->n_keys; i++)
        if (w->keys[i].owner == from)
            w->keys[i].owner = (unsigned char)to;
}

/* An undone mark's key goes with the letter that the repeated key became. */
static void mark_key_give(struct word *w, size_t from, size_t to)
{
    bool first = true;
    for (size_t i = 0; i < w->n_keys; i++) {
        if (w->keys[i].owner != from)
            continue;
        if (!first)
            w->keys[i].owner = (unsigned char)to;
        first = false;
    }
}

/* A word with đ is never checked: abbreviations are full of it. */
static bool word_is_free(const struct word *w)
{
    if (w->undone)
        return false;
    for (size_t i = 0; i < w->n; i++)
        if (w->letters[i].code == 'D')
            return true;
    return false;
}

static bool word_parse(const struct word *w, struct syllable *s)
{
    return syllable_parse(w->letters + w->start, w->n - w->start, w->spell, s);
}

static bool word_active(const struct word *w, struct syllable *s)
{
    return !w->frozen && w->n > w->start && word_parse(w, s);
}

static enum tone word_current_tone(const struct word *w)
{
    enum tone tone = TONE_NONE;
    for (size_t i = w->start; i < w->n; i++)
        if (w->letters[i].tone)
            tone = w->letters[i].tone;
    return tone;
}

static void word_set_tone(struct word *w, enum tone tone)
{
    struct syllable s;
    for (size_t i = w->start; i < w->n; i++)
        w->letters[i].tone = TONE_NONE;
    if (tone && word_parse(w, &s) && s.nucleus)
        w->letters[w->start + syllable_tone_place(&s, w->new_style)].tone = (unsigned char)tone;
}

static void word_place_tone(struct word *w)
{
    enum tone tone = word_current_tone(w);
    if (tone)
        word_set_tone(w, tone);
}

static struct letter letter_of_key(char key)
{
    bool upper = isupper((unsigned char)key);
    return (struct letter){.code = (char)tolower((unsigned char)key), .upper = upper};
}

/* A letter after uơ or ưo makes it ươ; a coda after khưa makes it khuă. */
static bool pair_complete(struct word *w, const struct syllable *before)
{
    struct letter *v = w->letters + w->start + before->onset_len;
    char last = w->letters[w->n - 1].code, a = 'U', b = 'Q';
    struct syllable s;
    if (!before->nucleus || before->nucleus_len != 2 || before->coda_len)
        return false;
    if ((v[0].code == 'U' && v[1].code == 'a') && !letter_is_vowel(last))
        a = 'u', b = 'W';
    else if (!((v[0].code == 'u' && v[1].code == 'Q') || (v[0].code == 'U' && v[1].code == 'o')))
        return false;
    char old_a = v[0].code, old_b = v[1].code;
    v[0].code = a;
    v[1].code = b;
    if (word_parse(w, &s))
        return true;
    v[0].code = old_a;
    v[1].code = old_b;
    return false;
}

/* Êban, Ênuôl: a capital Ê, and a syllable of its own after it. */
static bool word_begins_apart(const struct word *w, size_t n)
{
    struct syllable s;
    return !w->start && n > 1 && w->letters[0].code == 'E' && w->letters[0].upper
           && !letter_is_vowel(w->letters[1].code)
           && syllable_parse(w->letters + 1, n - 1, w->spell, &s);
}

static void letter_append(struct word *w, struct letter letter)
{
    struct syllable before, after;
    bool active = word_active(w, &before);
    w->letters[w->n++] = letter;
    if (w->frozen)
        return;
    if ((active && pair_complete(w, &before)) || word_parse(w, &after))
        word_place_tone(w);
    else if (!w->undone && word_begins_apart(w, w->n))
        w->start = 1;
    else if (w->undone || (w->spell && !word_is_free(w)))
        w->frozen = true;
    else
        w->start = w->n - 1;
}

void word_append(struct word *w, char key)
{
    key_add(w, key, w->n);
    letter_append(w, letter_of_key(key));
}

/* The key was repeated: it is a letter now, and so is all that follows. */
static void word_undo(struct word *w, char key)
{
    w->frozen = w->undone = true;
    w->undone_at = w->n;
    word_append(w, key);
}

static bool letter_can_stand(struct word *w, struct letter letter)
{
    struct syllable s;
    if (w->frozen)
        return false;
    w->letters[w->n++] = letter;
    bool fits = word_parse(w, &s);
    w->n--;
    return fits;
}

bool word_letter(struct word *w, char key, char code, bool upper, bool *ret_undone)
{
    struct letter letter = {.code = code, .upper = upper};
    letter.lone = (char)tolower((unsigned char)key);
    struct letter *last = w->n ? &w->letters[w->n - 1] : NULL;
    *ret_undone = false;
    if (last && !w->frozen && last->lone == letter.lone) {
        size_t at = w->n - 1;
        if (last->tone)
            keys_give(w, TONE_OWNER | w->start, at);
        w->n--;
        *ret_undone = true;
        if (!isalpha((unsigned char)key)) {
            keys_remove(w, at);
            word_place_tone(w);
            return true;
        }
        word_undo(w, key);
        return true;
    }
    if (!letter_can_stand(w, letter))
        return false;
    key_add(w, key, w->n);
    letter_append(w, letter);
    return true;
}

/* Changes one or two neighbouring letters if that leaves a syllable. */
static bool codes_try(struct word *w, size_t at, const char *codes, char key)
{
    char old[2] = {w->letters[at].code, codes[1] ? w->letters[at + 1].code : 0};
    struct syllable s;
    size_t n = codes[1] ? 2 : 1;
    for (size_t i = 0; i < n; i++)
        w->letters[at + i].code = codes[i];
    if (!word_parse(w, &s)) {
        for (size_t i = 0; i < n; i++)
            w->letters[at + i].code = old[i];
        return false;
    }
    key_add(w, key, at + n - 1);
    word_place_tone(w);
    return true;
}

/* The third o of xooong undoes ô, and yet a tone may follow: xoóng, moóc. */
static bool word_has_oo(const struct word *w)
{
    struct syllable s;
    return word_parse(w, &s) && s.nucleus && !strcmp(syllable_nucleus(&s), "oo");
}

static bool mark_undo(struct word *w, size_t at, size_t n, char key)
{
    for (size_t i = at; i < at + n; i++) {
        w->letters[i].code = letter_plain(w->letters[i].code);
        mark_key_give(w, i, w->n);
    }
    word_place_tone(w);
    word_undo(w, key);
    w->frozen = !word_has_oo(w);
    return true;
}

static bool is_uo(char a, char b)
{
    return letter_plain(a) == 'u' && letter_plain(b) == 'o';
}

static char roofed(char plain)
{
    return plain == 'a' ? 'A' : plain == 'e' ? 'E' : plain == 'o' ? 'O' : 0;
}

bool word_roof(struct word *w, char key, char target)
{
    struct syllable s;
    if (!word_active(w, &s) || !s.nucleus)
        return false;
    size_t at = w->start + s.onset_len;
    const struct letter *v = w->letters + at;
    if (s.nucleus_len > 1 && v[0].code == 'U' && is_uo(v[0].code, v[1].code))
        return target != 'a' && target != 'e' && codes_try(w, at, "uO", key);
    for (size_t i = 0; i < s.nucleus_len; i++) {
        char plain = letter_plain(v[i].code), code[2] = {roofed(plain), 0};
        if (code[0] && code[0] != v[i].code && (!target || target == plain)
            && codes_try(w, at + i, code, key))
            return true;
    }
    for (size_t i = 0; i < s.nucleus_len; i++) {
        char plain = letter_plain(v[i].code);
        if (v[i].code == roofed(plain) && (!target || target == plain))
            return mark_undo(w, at + i, 1, key);
    }
    return false;
}

static char hooked(char plain, enum hook hook)
{
    if (plain == 'a')
        return hook == HOOK_OU ? 0 : 'W';
    if (hook == HOOK_A)
        return 0;
    return plain == 'o' ? 'Q' : plain == 'u' ? 'U' : 0;
}

static size_t keys_of(const struct word *w, size_t owner)
{
    size_t n = 0;
    for (size_t i = 0; i < w->n_keys; i++)
        n += w->keys[i].owner == owner;
    return n;
}

static bool hook_pair(struct word *w, const struct syllable *s, char key)
{
    size_t at = w->start + s->onset_len;
    const struct letter *v = w->letters + at;
    if (v[0].code == 'U' && v[1].code == 'Q' && s->nucleus_len == 3 && keys_of(w, at + 1) == 1) {
        key_add(w, key, at + 1); /* nguwoiw: the i made it ươ already */
        return true;
    }
    if (v[0].code == 'U' && v[1].code == 'Q')
        return mark_undo(w, at, 2, key);
    /* uơ stands open after nothing, h, kh, th (thuở, huơ); the next letter makes it ươ */
    bool open = s->nucleus_len == 2 && !s->coda_len && v[0].code == 'u' && v[1].code != 'Q';
    const char *onset = syllable_onset(s);
    bool alone = !*onset || !strcmp(onset, "h") || !strcmp(onset, "kh") || !strcmp(onset, "th");
    return codes_try(w, at, open && alone ? "uQ" : "UQ", key);
}

static bool hook_undo(struct word *w, const struct syllable *s, char key, enum hook hook)
{
    size_t at = w->start + s->onset_len;
    for (size_t i = at; i < at + s->nucleus_len; i++) {
        char code = w->letters[i].code;
        if (code != letter_plain(code) && code == hooked(letter_plain(code), hook))
            return mark_undo(w, i, 1, key);
    }
    return false;
}

bool word_hook(struct word *w, char key, enum hook hook)
{
    struct syllable s;
    if (!word_active(w, &s) || !s.nucleus)
        return false;
    size_t at = w->start + s.onset_len;
    const struct letter *v = w->letters + at;
    if (hook != HOOK_A && s.nucleus_len > 1 && is_uo(v[0].code, v[1].code))
        return hook_pair(w, &s, key);
    for (size_t i = 0; i < s.nucleus_len; i++) {
        char code[2] = {hooked(letter_plain(v[i].code), hook), 0};
        if (code[0] && code[0] != v[i].code && codes_try(w, at + i, code, key))
            return true;
    }
    return hook_undo(w, &s, key, hook);
}

/* In an abbreviation (HĐND, SĐT) a d after a consonant can take the stroke too. */
static bool stroke_in_abbreviation(struct word *w, char key)
{
    if (w->undone || w->n < 2 || w->letters[w->n - 1].code != 'd')
        return false;
    char before = w->letters[w->n - 2].code;
    if (letter_is_vowel(before))
        return false;
    w->letters[w->n - 1].code = 'D';
    w->start = w->n - 1;
    w->frozen = false;
    key_add(w, key, w->n - 1);
    return true;
}

bool word_stroke(struct word *w, char key)
{
    struct syllable s;
    struct letter *first = w->letters + w->start;
    if (word_active(w, &s) && s.onset_len == 1) {
        if (first->code == 'd') {
            first->code = 'D';
            key_add(w, key, w->start);
            return true;
        }
        if (first->code == 'D') {
            first->code = 'd';
            mark_key_give(w, w->start, w->n);
            word_undo(w, key);
            return true;
        }
    }
    return stroke_in_abbreviation(w, key);
}

bool word_tone(struct word *w, char key, enum tone tone)
{
    struct syllable s;
    if (!word_active(w, &s) || !syllable_takes(&s, w->letters + w->start, tone))
        return false;
    enum tone current = word_current_tone(w);
    if (!tone && !current)
        return false;
    if (tone == current) {
        word_set_tone(w, TONE_NONE);
        keys_give(w, TONE_OWNER | w->start, w->n);
        word_undo(w, key);
        return true;
    }
    key_add(w, key, TONE_OWNER | w->start);
    word_set_tone(w, tone);
    return true;
}

/* Cuts the word anew after letters were taken away. */
static void word_reparse(struct word *w)
{
    size_t n = w->n;
    struct syllable s;
    w->undone = w->undone && w->n > w->undone_at;
    w->start = 0;
    w->frozen = w->undone && !word_has_oo(w);
    bool checked = w->spell && !word_is_free(w);
    if (w->frozen)
        return;
    for (w->n = 1; w->n <= n && !w->frozen; w->n++) {
        if (word_parse(w, &s))
            continue;
        if (word_begins_apart(w, w->n))
            w->start = 1;
        else if (checked)
            w->frozen = true;
        else
            w->start = w->n - 1;
    }
    w->n = n;
}

void word_backspace(struct word *w)
{
    size_t at = --w->n, start = w->start;
    keys_remove(w, at);
    word_reparse(w);
    if (w->start > start)
        start = w->start;
    enum tone tone = w->n ? word_current_tone(w) : TONE_NONE;
    if (!tone)
        keys_remove(w, TONE_OWNER | start);
    else if (!w->frozen)
        word_set_tone(w, tone);
}

bool word_restore(struct word *w)
{
    struct letter letters[WORD_KEYS];
    for (size_t i = 0; i < w->n_keys; i++)
        letters[i] = letter_of_key(w->keys[i].ch);
    bool same = w->n == w->n_keys;
    for (size_t i = 0; same && i < w->n; i++)
        same = letter_code_point(&w->letters[i]) == letter_code_point(&letters[i]);
    if (same)
        return false;
    w->n = w->n_keys;
    memcpy(w->letters, letters, w->n * sizeof *letters);
    for (size_t i = 0; i < w->n_keys; i++)
        w->keys[i].owner = (unsigned char)i;
    w->start = w->undone_at = 0;
    w->frozen = w->undone = true;
    return true;
}

bool word_is_wrong(const struct word *w)
{
    bool marked = false;
    for (size_t i = 0; i < w->n; i++)
        marked |= w->letters[i].tone || letter_plain(w->letters[i].code) != w->letters[i].code;
    bool changed = marked || (!w->undone && w->n != w->n_keys);
    size_t apart = w->start; /* checked, it is 1 at most: word_begins_apart() */
    return w->spell && changed && !word_is_free(w) && !syllable_possible(w->letters + apart, w->n - apart);
}
