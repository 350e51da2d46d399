#ifndef PHIEU_TUI_DECODE_H
#define PHIEU_TUI_DECODE_H
/* Bytes from a terminal → keys, texts, pastes. Knows UTF-8, the escape sequences of xterm, linux,
 * rxvt, screen, PuTTY with their modifiers, and those of the terminal's own description; no
 * terminal, no curses. Bytes may come in pieces cut anywhere.
 *
 * A run of letters that holds any beyond ASCII comes as one INPUT_TEXT: an input tool outside has
 * composed it. A run of plain ASCII comes as one INPUT_KEY a letter, for the typing method. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/key.h"

#define DECODE_ESC_MS 25        /* after a lone ESC */
#define DECODE_SEQUENCE_MS 500  /* for the rest of a sequence that has begun */

struct decode;

struct decode *decode_create(void);
void decode_destroy(struct decode *d);
/* A sequence of this terminal's own (must begin with ESC; others are ignored). */
void decode_add(struct decode *d, const char *sequence, struct key k);
/* In tests the clock is moved by `ESC ] 7771 ; <ms> BEL` in the input: these are counted here. The
 * function is called with the milliseconds; NULL (the default): such input is dropped. */
void decode_on_advance(struct decode *d, void (*advance)(int64_t ms));

/* now: milliseconds of the real clock (clock_real_ms). */
void decode_feed(struct decode *d, const char *bytes, size_t n, int64_t now);
/* The next input; false when nothing is complete yet. */
bool decode_next(struct decode *d, int64_t now, struct input *ret);
/* When decode_next shall be asked again though no byte came: an ESC waits; INT64_MAX: never. */
int64_t decode_deadline(const struct decode *d);
/* Bytes fed, and those of them that are understood (handed out or dropped). */
size_t decode_fed(const struct decode *d);
size_t decode_taken(const struct decode *d);

#endif
