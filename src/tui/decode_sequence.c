#include "tui/decode_sequence.h"

#include <string.h>

/* Final letters after ESC [ and ESC O. */
static const uint32_t letter_keys[128] = {
    ['A'] = K_UP,   ['B'] = K_DOWN, ['C'] = K_RIGHT, ['D'] = K_LEFT, ['F'] = K_END,
    ['H'] = K_HOME, ['P'] = K_F1,   ['Q'] = K_F2,    ['R'] = K_F3,   ['S'] = K_F4,
};

/* Only after ESC O: the keypad in application mode. */
static const uint32_t keypad_keys[128] = {
    ['M'] = K_ENTER, ['X'] = '=', ['j'] = '*', ['k'] = '+', ['l'] = ',', ['m'] = '-', ['n'] = '.',
    ['o'] = '/',     ['p'] = '0', ['q'] = '1', ['r'] = '2', ['s'] = '3', ['t'] = '4', ['u'] = '5',
    ['v'] = '6',     ['w'] = '7', ['x'] = '8', ['y'] = '9',
};

/* Numbers before a final ~ (rxvt also ends them with ^ $ @ for modifiers). From 25 on: F1 … with
 * Shift, as the Linux console and rxvt send them. */
static const uint32_t number_keys[] = {
    [1] = K_HOME, [2] = K_INS,  [3] = K_DEL,  [4] = K_END,  [5] = K_PGUP, [6] = K_PGDN,
    [7] = K_HOME, [8] = K_END,  [11] = K_F1,  [12] = K_F2,  [13] = K_F3,  [14] = K_F4,
    [15] = K_F5,  [17] = K_F6,  [18] = K_F7,  [19] = K_F8,  [20] = K_F9,  [21] = K_F10,
    [23] = K_F11, [24] = K_F12, [25] = K_F1,  [26] = K_F2,  [28] = K_F3,  [29] = K_F4,
    [31] = K_F5,  [32] = K_F6,  [33] = K_F7,  [34] = K_F8,
};
#define NUMBERS (sizeof number_keys / sizeof number_keys[0])

/* "ESC [ 1 ; 5 A": 5 - 1 says which of Shift, Alt, Ctrl, Meta were held. */
static unsigned modifiers(unsigned parameter)
{
    unsigned bits = parameter ? parameter - 1 : 0;
    return (bits & 1 ? MOD_SHIFT : 0u) | (bits & (2 | 8) ? MOD_ALT : 0u) |
           (bits & 4 ? MOD_CTRL : 0u);
}

/* A code point reported with its modifiers ("ESC [ 97 ; 5 u"). */
static struct key code_key(unsigned code, unsigned mods)
{
    static const struct {
        unsigned code;
        uint32_t key;
    } controls[] = {{8, K_BACKSPACE}, {9, K_TAB}, {10, K_ENTER}, {13, K_ENTER}, {27, K_ESC},
                    {127, K_BACKSPACE}};
    for (size_t i = 0; i < sizeof controls / sizeof controls[0]; i++)
        if (controls[i].code == code)
            return (struct key){controls[i].key, mods};
    if (code < ' ' || (code > 0x7F && code < 0xA0) || code > 0x10FFFF ||
        (code >= 0xD800 && code < 0xE000))
        return (struct key){0};
    if (code >= 'a' && code <= 'z' && (mods & MOD_SHIFT) && !(mods & MOD_CTRL))
        code -= 'a' - 'A';
    if (code >= 'A' && code <= 'Z' && (mods & MOD_CTRL))
        code += 'a' - 'A';
    return (struct key){code, mods & ~(unsigned)MOD_SHIFT};
}

static struct key number_key(unsigned number, unsigned mods)
{
    if (number >= NUMBERS || !number_keys[number])
        return (struct key){0};
    return (struct key){number_keys[number], number >= 25 ? mods | MOD_SHIFT : mods};
}

/* parameters: count numbers, 0 where left out. */
static struct key csi_key(const unsigned *parameters, int count, char final)
{
    unsigned mods = count > 1 ? modifiers(parameters[1]) : 0;
    switch (final) {
    case '~':
        if (parameters[0] == 27 && count == 3)
            return code_key(parameters[2], mods);
        return number_key(parameters[0], mods);
    case '^':
        return number_key(parameters[0], MOD_CTRL);
    case '$':
        return number_key(parameters[0], MOD_SHIFT);
    case '@':
        return number_key(parameters[0], MOD_CTRL | MOD_SHIFT);
    case 'u':
        return code_key(parameters[0], mods);
    case 'Z':
        return (struct key){K_TAB, MOD_SHIFT};
    case 'a': /* rxvt: Shift with the cursor keys */
    case 'b':
    case 'c':
    case 'd':
        return (struct key){letter_keys[final - 'a' + 'A'], MOD_SHIFT};
    default:
        return (struct key){letter_keys[(unsigned char)final & 0x7F], mods};
    }
}

static enum sequence found(struct key k, struct key *ret_key)
{
    *ret_key = k;
    return k.code ? SEQUENCE_KEY : SEQUENCE_UNKNOWN;
}

#define PARAMETERS 4

/* ESC [ parameters final. A letter out of place (a control, a new ESC) breaks it off there. */
static enum sequence read_csi(const char *s, size_t n, size_t *ret_len, struct key *ret_key)
{
    unsigned parameters[PARAMETERS] = {0};
    int count = 1;
    bool private = false, intermediate = false;
    for (size_t i = 2; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        unsigned *p = &parameters[count - 1];
        *ret_len = i + 1;
        if (c >= '0' && c <= '9') {
            *p = *p < 0x200000 ? *p * 10 + (unsigned)(c - '0') : *p;
        } else if (c == ';') {
            if (count < PARAMETERS)
                parameters[count++] = 0;
        } else if (c == '[' && i == 2) { /* the Linux console: ESC [ [ A … E = F1 … F5 */
            if (n < 4)
                return SEQUENCE_PART;
            *ret_len = 4;
            bool function = s[3] >= 'A' && s[3] <= 'E';
            uint32_t code = function ? K_F1 + (uint32_t)(s[3] - 'A') : 0;
            return found((struct key){code, 0}, ret_key);
        } else if (c == '$' && !private && i > 2) {
            return found(csi_key(parameters, count, '$'), ret_key);
        } else if (c >= 0x20 && c <= 0x2F) {
            intermediate = true;
        } else if (c >= 0x3A && c <= 0x3F) {
            private = true;
        } else if (c < 0x20 || c > 0x7E) {
            *ret_len = i;
            return SEQUENCE_UNKNOWN;
        } else if (private || intermediate) {
            return SEQUENCE_UNKNOWN;
        } else if (c == '~' && parameters[0] == 200) {
            return SEQUENCE_PASTE;
        } else {
            return found(csi_key(parameters, count, (char)c), ret_key);
        }
    }
    return SEQUENCE_PART;
}

/* ESC O letter, with old xterm and konsole also ESC O modifier letter. */
static enum sequence read_ss3(const char *s, size_t n, size_t *ret_len, struct key *ret_key)
{
    size_t at = 2;
    unsigned mods = 0;
    if (at < n && s[at] >= '1' && s[at] <= '9')
        mods = modifiers((unsigned)(s[at++] - '0'));
    if (at >= n)
        return SEQUENCE_PART;
    unsigned char c = (unsigned char)s[at];
    if (c < 0x20 || c > 0x7E) {
        *ret_len = at;
        return SEQUENCE_UNKNOWN;
    }
    *ret_len = at + 1;
    if (c >= 'a' && c <= 'd') /* rxvt: Ctrl with the cursor keys */
        return found((struct key){letter_keys[c - 'a' + 'A'], MOD_CTRL}, ret_key);
    uint32_t code = letter_keys[c] ? letter_keys[c] : keypad_keys[c];
    return found((struct key){code, mods}, ret_key);
}

enum sequence sequence_read(const char *s, size_t n, size_t *ret_len, struct key *ret_key)
{
    if (s[1] == '[')
        return read_csi(s, n, ret_len, ret_key);
    if (s[1] == 'O')
        return read_ss3(s, n, ret_len, ret_key);
    *ret_len = 2;
    return SEQUENCE_STRING;
}
