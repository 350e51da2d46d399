/* Names of keys: what is written is read back, and other spellings are understood. */
#include "tui/key.h"

#include "tap.h"

static void names(void)
{
    static const struct {
        const char *name, *written, *shown;
    } cases[] = {
        {"Down", "Down", "↓"},
        {"C-p", "C-p", "Ctrl-P"},
        {"C-P", "C-p", "Ctrl-P"},
        {"Ctrl-P", "C-p", "Ctrl-P"},
        {"ctrl-space", "C-Space", "Ctrl-Space"},
        {"Space", "Space", "Space"},
        {"a", "a", "a"},
        {"A", "A", "A"},
        {"S-A", "A", "A"},
        {"ế", "ế", "ế"},
        {"-", "-", "-"},
        {"M--", "M--", "Alt--"},
        {"M-1", "M-1", "Alt-1"},
        {"Alt-=", "M-=", "Alt-="},
        {"Shift-Tab", "S-Tab", "Shift-Tab"},
        {"C-S-Left", "C-S-Left", "Ctrl-Shift-←"},
        {"M-C-Del", "C-M-Del", "Ctrl-Alt-Del"},
        {"PageDown", "PgDn", "PgDn"},
        {"pgup", "PgUp", "PgUp"},
        {"Delete", "Del", "Del"},
        {"Return", "Enter", "Enter"},
        {"Escape", "Esc", "Esc"},
        {"f12", "F12", "F12"},
        {"M-Backspace", "M-Backspace", "Alt-Backspace"},
        {"S", "S", "S"},
        {"C-", NULL, NULL},
        {"", NULL, NULL},
        {"F13", NULL, NULL},
        {"Dwon", NULL, NULL},
        {"C-ab", NULL, NULL},
        {"\xff", NULL, NULL},
        {"\x01", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct key k;
        char out[32];
        bool known = key_from_name(cases[i].name, &k);
        is(cases[i].written, known ? key_name(k, out) : NULL, cases[i].name);
        if (known)
            is(cases[i].shown, key_shown(k, out), "as shown");
    }
}

static void every_named_key(void)
{
    bool all = true;
    for (uint32_t c = K_FIRST + 1; c < K_LAST; c++)
        for (unsigned mods = 0; mods < 8; mods++) {
            struct key k = {c, mods}, back = {0};
            char out[32];
            all = all && key_from_name(key_name(k, out), &back) && key_equal(k, back);
        }
    ok(all, "every key has a name that is read back");
}

static void text(void)
{
    ok(key_is_text((struct key){'a', 0}), "a types a letter");
    ok(key_is_text((struct key){0x1EBF, 0}), "so does ế");
    ok(key_is_text((struct key){' ', 0}), "and the space");
    ok(!key_is_text((struct key){'a', MOD_CTRL}), "Ctrl-A does not");
    ok(!key_is_text((struct key){K_UP, 0}), "Up does not");
    ok(!key_is_text((struct key){0x7F, 0}), "DEL does not");
}

int main(void)
{
    names();
    every_named_key();
    text();
    struct key down;
    char out[32];
    key_show_plain(true);
    key_from_name("S-Down", &down);
    is("Shift-Down", key_shown(down, out), "arrows by name where there are no signs");
    return tap_done();
}
