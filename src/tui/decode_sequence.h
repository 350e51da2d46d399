#ifndef PHIEU_TUI_DECODE_SEQUENCE_H
#define PHIEU_TUI_DECODE_SEQUENCE_H
/* One escape sequence at the start of a buffer: how long it is, and which key it means. Part of
 * decode.c. */
#include <stddef.h>

#include "tui/key.h"

enum sequence {
    SEQUENCE_PART,    /* it goes on beyond the buffer */
    SEQUENCE_KEY,
    SEQUENCE_PASTE,   /* the start of a bracketed paste */
    SEQUENCE_STRING,  /* OSC, DCS, APC …: an answer of the terminal; *ret_len is only its opening */
    SEQUENCE_UNKNOWN, /* complete, but no key: to be dropped */
};

/* s begins with ESC [ or ESC O or ESC and another opening. */
enum sequence sequence_read(const char *s, size_t n, size_t *ret_len, struct key *ret_key);

#endif
