#ifndef PHIEU_TEXT_TYPING_H
#define PHIEU_TEXT_TYPING_H
/* Vietnamese typing methods. A typing keeps the raw keys of the current word; each key gives back
 * how many letters before the caret to replace, and by what. Methods are rows of a const table. */
#include <stdbool.h>
#include <stddef.h>

enum typing_method { TYPING_OFF, TYPING_TELEX, TYPING_VNI, TYPING_METHODS };
enum typing_variant { TELEX_FULL, TELEX_SIMPLE, TELEX_SIMPLE_2 };

struct typing_options {
    enum typing_method method;
    enum typing_variant variant; /* Telex only: full: w = ư, brackets; simple: neither; 2: w = ư */
    bool new_style;              /* hoà, thuỷ instead of hòa, thủy */
    bool spell;                  /* give impossible words back as keyed at the word's end */
};

struct typing_edit {
    size_t back;    /* letters (graphemes) to delete before the caret */
    char text[128]; /* then insert this (UTF-8 NFC), may be empty */
};

struct typing;
struct typing *typing_create(const struct typing_options *options);
void typing_destroy(struct typing *t);
void typing_set(struct typing *t, const struct typing_options *options);
const struct typing_options *typing_get(const struct typing *t);
/* One typed code point. Always answers: with the method off, back = 0 and the letter itself. */
struct typing_edit typing_key(struct typing *t, unsigned code_point);
/* Backspace: deletes one shown letter and re-places the tone. False when the word is empty: the
 * caller then deletes a letter of its own accord (a space after a word, say: the word goes on). */
bool typing_backspace(struct typing *t, struct typing_edit *ret);
/* The word is over without a further letter (Enter, Tab, leaving the field): true with an edit when
 * the spelling sends it back to its keys. Call typing_reset after it. */
bool typing_end(struct typing *t, struct typing_edit *ret);
/* The caret went elsewhere, the field was left, text was pasted: the word is over. */
void typing_reset(struct typing *t);
/* Gives the current or just finished word back as it was keyed (Ctrl-G); false if there is none. */
bool typing_restore(struct typing *t, struct typing_edit *ret);

/* "off", "telex", "vni" and the name shown ("Tắt", "Telex", "VNI"). */
const char *typing_method_id(enum typing_method m);
const char *typing_method_name(enum typing_method m);
bool typing_method_from_id(const char *id, enum typing_method *ret);

#endif
