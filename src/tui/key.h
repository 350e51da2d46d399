#ifndef PHIEU_TUI_KEY_H
#define PHIEU_TUI_KEY_H
/* Keys and other input. A key has a name ("Down", "F2", "C-p", "M-1", "S-Tab", "C-Del", "a"), so a
 * test, a macro and a person are the same thing. */
#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum {
    K_FIRST = 0x110000, /* above all code points */
    K_UP, K_DOWN, K_LEFT, K_RIGHT, K_HOME, K_END, K_PGUP, K_PGDN, K_INS, K_DEL,
    K_BACKSPACE, K_ENTER, K_TAB, K_ESC,
    K_F1, K_F2, K_F3, K_F4, K_F5, K_F6, K_F7, K_F8, K_F9, K_F10, K_F11, K_F12,
    K_LAST,
};
enum { MOD_SHIFT = 1, MOD_CTRL = 2, MOD_ALT = 4 };

struct key {
    uint32_t code; /* a code point (a typed letter) or K_… ; Ctrl-letters: the small letter + MOD_CTRL */
    unsigned mods;
};

/* "C-p" → key; false when it is no key's name. Accepts what key_name writes, and other spellings:
 * Ctrl-P, Alt-1, Shift-Tab, PageDown, Delete, Return. */
bool key_from_name(const char *name, struct key *ret);
/* out holds 32. */
char *key_name(struct key k, char out[32]);
/* How it is shown on the key line and in help: "Ctrl-P", "F2", "Alt-1", "PgDn", "Shift-↑". out holds
 * 32. */
char *key_shown(struct key k, char out[32]);
/* Arrows by their names from now on (--ascii), or as signs. */
void key_show_plain(bool ascii);
bool key_equal(struct key a, struct key b);
/* Whether it types a letter: no Ctrl or Alt, a code point that can be shown. */
bool key_is_text(struct key k);

enum input_kind {
    INPUT_KEY,
    INPUT_TEXT,   /* letters that arrived together and already composed: an input tool, fast typing
                     with nothing special in between; never contains control characters */
    INPUT_PASTE,  /* bracketed paste; may contain newlines and tabs */
    INPUT_RESIZE,
    INPUT_TIMER,  /* the deadline passed */
    INPUT_END,    /* terminal gone, SIGHUP, SIGTERM, end of the script */
};

struct input {
    enum input_kind kind;
    struct key key;
    char *text; /* TEXT, PASTE: owned by the receiver */
    struct str raw; /* PASTE, owned: the bytes as they came, when they seem to be text of before Unicode */
    int rows, columns;
};
void input_finish(struct input *in);
/* Looks at the bytes of a paste, and keeps them in `raw` when they seem to be text of before Unicode. */
void input_look(struct input *in, const char *s, size_t n);

#endif
