#include "screens/keys.h"

#include "text/utf8.h"

static const struct {
    uint32_t code;
    const char *plain;
    int number;  /* ESC [ number ~ */
    char letter; /* ESC [ 1 ; modifier letter, when held with modifiers */
} sequences[] = {
    {K_UP, "\033OA", 0, 'A'},    {K_DOWN, "\033OB", 0, 'B'},  {K_RIGHT, "\033OC", 0, 'C'},
    {K_LEFT, "\033OD", 0, 'D'},  {K_HOME, "\033OH", 0, 'H'},  {K_END, "\033OF", 0, 'F'},
    {K_F1, "\033OP", 0, 'P'},    {K_F2, "\033OQ", 0, 'Q'},    {K_F3, "\033OR", 0, 'R'},
    {K_F4, "\033OS", 0, 'S'},    {K_INS, NULL, 2, 0},         {K_DEL, NULL, 3, 0},
    {K_PGUP, NULL, 5, 0},        {K_PGDN, NULL, 6, 0},        {K_F5, NULL, 15, 0},
    {K_F6, NULL, 17, 0},         {K_F7, NULL, 18, 0},         {K_F8, NULL, 19, 0},
    {K_F9, NULL, 20, 0},         {K_F10, NULL, 21, 0},        {K_F11, NULL, 23, 0},
    {K_F12, NULL, 24, 0},
};

static bool add_sequence(struct key k, struct str *out)
{
    unsigned modifier = 1 + (k.mods & MOD_SHIFT ? 1u : 0) + (k.mods & MOD_ALT ? 2u : 0) +
                        (k.mods & MOD_CTRL ? 4u : 0);
    for (size_t i = 0; i < sizeof sequences / sizeof sequences[0]; i++) {
        if (sequences[i].code != k.code)
            continue;
        if (sequences[i].letter && modifier == 1)
            str_add(out, sequences[i].plain);
        else if (sequences[i].letter)
            str_addf(out, "\033[1;%u%c", modifier, sequences[i].letter);
        else if (modifier == 1)
            str_addf(out, "\033[%d~", sequences[i].number);
        else
            str_addf(out, "\033[%d;%u~", sequences[i].number, modifier);
        return true;
    }
    return false;
}

void key_bytes(struct key k, struct str *out)
{
    static const struct {
        uint32_t code;
        char byte;
    } controls[] = {{K_ENTER, '\r'}, {K_TAB, '\t'}, {K_ESC, '\033'}, {K_BACKSPACE, '\177'}};
    if (k.code == K_TAB && (k.mods & MOD_SHIFT)) {
        str_add(out, "\033[Z");
        return;
    }
    if (add_sequence(k, out))
        return;
    if (k.mods & MOD_ALT)
        str_addc(out, '\033');
    for (size_t i = 0; i < sizeof controls / sizeof controls[0]; i++)
        if (controls[i].code == k.code) {
            str_addc(out, controls[i].byte);
            return;
        }
    char bytes[4];
    if (k.mods & MOD_CTRL)
        str_addc(out, (char)(k.code & 0x1F));
    else
        str_addn(out, bytes, utf8_encode(k.code, bytes));
}
