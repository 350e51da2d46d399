#include "tui/key.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "text/legacy.h"
#include "text/utf8.h"

struct named {
    const char *name;
    uint32_t code;
};

/* The first name of a code is the one that is written. */
static const struct named names[] = {
    {"Up", K_UP}, {"Down", K_DOWN}, {"Left", K_LEFT}, {"Right", K_RIGHT},
    {"Home", K_HOME}, {"End", K_END}, {"PgUp", K_PGUP}, {"PgDn", K_PGDN},
    {"Ins", K_INS}, {"Del", K_DEL}, {"Backspace", K_BACKSPACE}, {"Enter", K_ENTER},
    {"Tab", K_TAB}, {"Esc", K_ESC}, {"Space", ' '},
    {"F1", K_F1}, {"F2", K_F2}, {"F3", K_F3}, {"F4", K_F4}, {"F5", K_F5}, {"F6", K_F6},
    {"F7", K_F7}, {"F8", K_F8}, {"F9", K_F9}, {"F10", K_F10}, {"F11", K_F11}, {"F12", K_F12},
    {"PageUp", K_PGUP}, {"PageDown", K_PGDN}, {"Insert", K_INS}, {"Delete", K_DEL},
    {"BS", K_BACKSPACE}, {"Return", K_ENTER}, {"Escape", K_ESC},
};

struct prefix {
    const char *name;
    unsigned mod;
};

static const struct prefix prefixes[] = {
    {"C-", MOD_CTRL}, {"M-", MOD_ALT}, {"S-", MOD_SHIFT},
    {"Ctrl-", MOD_CTRL}, {"Alt-", MOD_ALT}, {"Shift-", MOD_SHIFT},
};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static unsigned take_prefixes(const char **name)
{
    unsigned mods = 0;
    for (size_t i = 0; i < COUNT(prefixes); i++) {
        size_t n = strlen(prefixes[i].name);
        if (strncasecmp(*name, prefixes[i].name, n) != 0 || !(*name)[n])
            continue;
        mods |= prefixes[i].mod;
        *name += n;
        i = (size_t)-1;
    }
    return mods;
}

static uint32_t code_of(const char *name)
{
    size_t n = strlen(name), used = 0;
    if (n == 0)
        return 0;
    uint32_t c = utf8_decode(name, n, &used);
    if (used == n && c >= ' ' && c != 0x7F && c != 0xFFFD)
        return c;
    for (size_t i = 0; i < COUNT(names); i++)
        if (!strcasecmp(names[i].name, name))
            return names[i].code;
    return 0;
}

bool key_from_name(const char *name, struct key *ret)
{
    unsigned mods = take_prefixes(&name);
    uint32_t code = code_of(name);
    if (code == 0)
        return false;
    /* The terminal sends the same byte for Ctrl-P and Ctrl-Shift-P; a capital is a letter of its
     * own, so Shift says nothing there. */
    if (code < 0x80 && (mods & MOD_CTRL))
        code = (uint32_t)tolower((int)code);
    if (code < K_FIRST)
        mods &= ~(unsigned)MOD_SHIFT;
    *ret = (struct key){.code = code, .mods = mods};
    return true;
}

static void code_name(uint32_t code, char *out)
{
    for (size_t i = 0; i < COUNT(names); i++)
        if (names[i].code == code) {
            strcpy(out, names[i].name);
            return;
        }
    size_t n = utf8_encode(code, out);
    out[n] = '\0';
}

char *key_name(struct key k, char out[32])
{
    out[0] = '\0';
    if (k.mods & MOD_CTRL)
        strcat(out, "C-");
    if (k.mods & MOD_ALT)
        strcat(out, "M-");
    if (k.mods & MOD_SHIFT)
        strcat(out, "S-");
    code_name(k.code, out + strlen(out));
    return out;
}

static bool plain;

void key_show_plain(bool ascii)
{
    plain = ascii;
}

/* An arrow as it is printed on the key, where the terminal can. */
static const char *arrow(uint32_t code)
{
    static const char *const arrows[] = {"↑", "↓", "←", "→"};
    return !plain && code >= K_UP && code <= K_RIGHT ? arrows[code - K_UP] : NULL;
}

char *key_shown(struct key k, char out[32])
{
    out[0] = '\0';
    if (k.mods & MOD_CTRL)
        strcat(out, "Ctrl-");
    if (k.mods & MOD_ALT)
        strcat(out, "Alt-");
    if (k.mods & MOD_SHIFT)
        strcat(out, "Shift-");
    if (k.mods && k.code >= 'a' && k.code <= 'z')
        k.code -= 'a' - 'A';
    if (arrow(k.code))
        strcat(out, arrow(k.code));
    else
        code_name(k.code, out + strlen(out));
    return out;
}

bool key_equal(struct key a, struct key b)
{
    return a.code == b.code && a.mods == b.mods;
}

bool key_is_text(struct key k)
{
    return !k.mods && k.code >= ' ' && k.code != 0x7F && k.code < K_FIRST;
}

void input_finish(struct input *in)
{
    free(in->text);
    in->text = NULL;
    str_finish(&in->raw);
}

void input_look(struct input *in, const char *s, size_t n)
{
    struct legacy_guess guess[LEGACY_COUNT];
    legacy_guess(s, n, guess);
    if (guess[0].encoding != LEGACY_NONE)
        str_addn(&in->raw, s, n);
}
