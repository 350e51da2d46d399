#include "text/syllable.h"

#include <stdint.h>

bool letter_is_vowel(char code)
{
    switch (code) {
    case 'a': case 'A': case 'W': case 'e': case 'E': case 'i':
    case 'o': case 'O': case 'Q': case 'u': case 'U': case 'y':
        return true;
    default:
        return false;
    }
}

char letter_plain(char code)
{
    static const char plain[128] = {
        ['A'] = 'a', ['W'] = 'a', ['E'] = 'e', ['O'] = 'o', ['Q'] = 'o', ['U'] = 'u', ['D'] = 'd'};
    char c = plain[(unsigned char)code & 127];
    return c ? c : code;
}

unsigned letter_code_point(const struct letter *l)
{
    static const uint16_t forms[128][TONES] = {
        ['a'] = {'a', 0xE1, 0xE0, 0x1EA3, 0xE3, 0x1EA1},
        ['A'] = {0xE2, 0x1EA5, 0x1EA7, 0x1EA9, 0x1EAB, 0x1EAD},
        ['W'] = {0x103, 0x1EAF, 0x1EB1, 0x1EB3, 0x1EB5, 0x1EB7},
        ['e'] = {'e', 0xE9, 0xE8, 0x1EBB, 0x1EBD, 0x1EB9},
        ['E'] = {0xEA, 0x1EBF, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EC7},
        ['i'] = {'i', 0xED, 0xEC, 0x1EC9, 0x129, 0x1ECB},
        ['o'] = {'o', 0xF3, 0xF2, 0x1ECF, 0xF5, 0x1ECD},
        ['O'] = {0xF4, 0x1ED1, 0x1ED3, 0x1ED5, 0x1ED7, 0x1ED9},
        ['Q'] = {0x1A1, 0x1EDB, 0x1EDD, 0x1EDF, 0x1EE1, 0x1EE3},
        ['u'] = {'u', 0xFA, 0xF9, 0x1EE7, 0x169, 0x1EE5},
        ['U'] = {0x1B0, 0x1EE9, 0x1EEB, 0x1EED, 0x1EEF, 0x1EF1},
        ['y'] = {'y', 0xFD, 0x1EF3, 0x1EF7, 0x1EF9, 0x1EF5},
        ['D'] = {0x111},
    };
    unsigned c = forms[(unsigned char)l->code & 127][l->tone];
    if (!c)
        c = (unsigned char)l->code;
    if (!l->upper)
        return c;
    return c > 0xFF ? c - 1 : c - 0x20; /* beyond Latin-1 each capital precedes its small letter */
}
