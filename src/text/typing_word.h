#ifndef PHIEU_TEXT_TYPING_WORD_H
#define PHIEU_TEXT_TYPING_WORD_H
/* The word being typed: its letters with marks and tones, and the keys that made them. Each
 * word_… function tries one effect of a key; false means that the key has no such effect here. */
#include "text/syllable.h"

enum { WORD_LETTERS = 40, WORD_KEYS = 40 }; /* beyond that, typing stands aside */

struct word_key {
    char ch;
    unsigned char owner; /* index of the letter it made or marked; see typing_word.c for tones */
};

struct word {
    struct letter letters[WORD_LETTERS];
    struct word_key keys[WORD_KEYS];
    size_t n, n_keys;
    size_t start; /* the active syllable begins here: 0 as long as the spelling is checked, or 1 (Êban) */
    bool frozen;  /* keys are plain letters until the word ends */
    bool undone;  /* frozen because a key was repeated; holds from letter undone_at on */
    size_t undone_at;
    bool new_style, spell;
};

enum hook { HOOK_ANY, HOOK_OU, HOOK_A };

void word_clear(struct word *w);
/* Whether there is room for one more key and letter. */
bool word_has_room(const struct word *w);
void word_append(struct word *w, char key);
/* The letter `code` made by one key, where it can stand; repeated at once, the key itself as a
 * letter ('w'), or for a bracket nothing: then *ret_undone is set and the bracket is text. */
bool word_letter(struct word *w, char key, char code, bool upper, bool *ret_undone);
/* Circumflex on the vowel `target`, or on any with 0. */
bool word_roof(struct word *w, char key, char target);
bool word_hook(struct word *w, char key, enum hook hook);
bool word_stroke(struct word *w, char key);
bool word_tone(struct word *w, char key, enum tone tone);
/* Deletes the last letter and places the tone again; the word is not empty. */
void word_backspace(struct word *w);
/* Back to the keys; the word stays as it is then. False when it already is what was keyed. */
bool word_restore(struct word *w);
/* Whether the finished word is impossible and was changed, so that it should be restored. */
bool word_is_wrong(const struct word *w);

#endif
