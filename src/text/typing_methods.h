#ifndef PHIEU_TEXT_TYPING_METHODS_H
#define PHIEU_TEXT_TYPING_METHODS_H
/* What each key does in each typing method, as data. */
#include "text/typing.h"

enum key_effect {
    KEY_PLAIN,
    KEY_ROOF,   /* value: the vowel, 0 any */
    KEY_HOOK,   /* value: enum hook */
    KEY_HOOK_U, /* as KEY_HOOK, else the letter ư */
    KEY_LETTER, /* value: the letter's code, where it can stand */
    KEY_STROKE,
    KEY_TONE,   /* value: enum tone */
};

struct key_action {
    char effect, value;
    bool upper; /* KEY_LETTER: the letter is a capital */
};

/* The action of an ASCII key; letters may come in either case. */
struct key_action typing_action(const struct typing_options *options, char key);
/* Whether digits belong to words (as keys) rather than end them. */
bool typing_takes_digits(enum typing_method m);

#endif
