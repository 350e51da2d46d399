/* The key map: what it changes, what it refuses with line and column, and that a refused line changes nothing. */
#include "tui/keymap.h"

#include <stdlib.h>

#include "base/lang.h"
#include "tap.h"

static char *problems_of(const char *text)
{
    struct problem_list problems = {0};
    struct str out = {0};
    keymap_read(text, &problems);
    for (size_t i = 0; i < problems.list.n; i++)
        str_addf(&out, "%s%d:%d %s", i ? "; " : "", problems.list.v[i].line, problems.list.v[i].column,
                 problems.list.v[i].message);
    problem_finish(&problems);
    return str_take(&out);
}

static const struct {
    const char *text, *want;
} cases[] = {
    {"", ""},
    {"# nothing\n\n  \t\n", ""},
    {"submit: M-y\n", ""},
    {"submit: F8   # as ever\r\n", ""},
    {"  submit :M-y C-e", ""},
    {"submit F8", "1:1 there is no colon"},
    {"sumbit: F8", "1:1 “sumbit” is no action"},
    {"\nsubmit: F8 Foo", "2:12 “Foo” is no key"},
    {"submit: C-m", "1:9 “C-m” cannot be bound"},
    {"submit: M-3", "1:9 “M-3” cannot be bound"},
    {"submit: C-o", "1:9 “C-o” cannot be bound"},
    {"submit: n", "1:9 “n” is text where this action works"},
    {"submit: F8\nsubmit: F7", "2:1 “submit” has its keys in line 1 already"},
    {"submit: F5", "1:1 F5 is “Sections” there as well"},
    {"sections: F8\nsubmit: F5", ""}, /* they change places */
    {"quit: e", "1:1 e is “All entries” there as well"},
    {"quit: Q", ""},
    {"quit: ?", "1:1 ? is “Help” there as well"}, /* home is a list too */
    {"back:", "1:1 “back” needs a key"},
    {"autosaved:", ""},
    {"next-field: S-Tab C-g\nprev-field:", "1:1 C-g is “Word as keyed” there as well"},
    {"redo: C-b", "1:1 some terminals keep this key for themselves"},
};

static void reading(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *got = problems_of(cases[i].text);
        is(cases[i].want, got, cases[i].text);
        free(got);
    }
}

static void effect(void)
{
    struct key f8 = {K_F1 + 7, 0}, m_n = {'n', MOD_ALT}, x = {'x', 0};
    struct problem_list none = {0};
    char shown[32];
    keymap_read("submit: M-x\ncode: M-y\nconflicts:\n", &none);
    struct key m_x = {'x', MOD_ALT};
    is_int(ACTION_SUBMIT, action_of(m_x, PLACE_ENTRY), "the new key");
    is_int(ACTION_NONE, action_of(f8, PLACE_ENTRY), "the old one is free");
    is("Alt-X", action_key(ACTION_SUBMIT, shown), "and the key line shows it");
    is_int(ACTION_NONE, action_of(m_n, PLACE_ENTRY), "another action's, too");
    is_int(ACTION_NONE, action_of(x, PLACE_HOME | PLACE_LIST), "an action without a key");
    keymap_read("submit: F5\nredo: C-e\n", &none);
    is_int(ACTION_SUBMIT, action_of(f8, PLACE_ENTRY), "a refused line leaves the old key");
    is_int(ACTION_REDO, action_of((struct key){'e', MOD_CTRL}, PLACE_ENTRY), "the next line counts");
    keymap_read("", &none);
    is_int(ACTION_REDO, action_of((struct key){'y', MOD_CTRL}, PLACE_ENTRY), "an empty map: all as it was");
    problem_finish(&none);
}

/* What is printed is a map without problems that changes nothing. */
static void round_trip(void)
{
    struct str first = {0}, second = {0};
    keymap_print(&first);
    char *problems = problems_of(str_text(&first));
    is("", problems, "the printed map has no problems");
    keymap_print(&second);
    is(str_text(&first), str_text(&second), "and is printed again as it was");
    free(problems);
    str_finish(&first);
    str_finish(&second);
}

/* Whatever bytes the file has, each action keeps a key of a kind, and no key means two things. */
static void any_bytes(void)
{
    static const char *const words[] = {"submit", ":", "F5", "C-p", " ", "\n", "back", "#", "undo", "C-z", "é", "\r",
                                        "x", "M-x", "Esc", "copy-above", "list", "open"};
    unsigned seed = 7;
    bool good = true;
    for (int round = 0; round < 3000; round++) {
        struct str text = {0};
        for (int i = 0; i < round % 30; i++) {
            seed = seed * 1103515245 + 12345;
            str_add(&text, words[(seed >> 16) % (sizeof words / sizeof *words)]);
        }
        free(problems_of(str_text(&text)));
        char key[32];
        good = good && *action_key(ACTION_BACK, key) && *action_key(ACTION_PALETTE, key);
        str_finish(&text);
    }
    ok(good, "back and the palette always have a key");
}

int main(void)
{
    lang_set(LANG_EN);
    reading();
    effect();
    round_trip();
    any_bytes();
    return tap_done();
}
