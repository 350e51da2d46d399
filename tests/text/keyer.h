#ifndef PHIEU_TESTS_KEYER_H
#define PHIEU_TESTS_KEYER_H
/* The typing methods the other way round: a text → the keys that a person presses for it.
 *
 * Each word is spelled as it is taught: every mark after its letter, the tone at the word's end. Where
 * that gives another word, as in foreign ones ("virus" would be víu), it is what people do there: the key twice (A.7 of
 * the rules), a second word begun in the midst of the first, or the word given back as it was keyed. */
#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "text/typing.h"

/* Keys beside those that stand for themselves. */
enum {
    KEYER_RESTORE = 7, /* Ctrl-G: the word as it was keyed */
    KEYER_BREAK = 1,   /* Left and Right: what follows is a word of its own */
};

enum keyer_way { KEYER_SPELLED, KEYER_DOUBLED, KEYER_RESTORED, KEYER_BROKEN, KEYER_WAYS };

struct keyer_counts {
    size_t words[KEYER_WAYS]; /* by how they had to be keyed */
};

/* Appends the keys for the text (NFC). What no key makes (“, …) stands as it is. */
void keyer_add(const char *text, const struct typing_options *options, struct str *keys,
               struct keyer_counts *counts);
/* What the keys make in an empty field; freshly allocated. */
char *keyer_typed(const char *keys, const struct typing_options *options);

#endif
