/* The action table: no key means two things at one place, no key that terminals cannot tell from
 * another one, nothing that can be reached by one fragile key only. */
#include "tui/action.h"

#include "base/lang.h"
#include "tap.h"

static const unsigned place_bits[] = {PLACE_HOME, PLACE_LIST, PLACE_ENTRY, PLACE_GRID,
                                      PLACE_TEXT, PLACE_DIALOG, PLACE_SEARCH};

static void unique(void)
{
    struct key a, b;
    enum action x, y;
    for (size_t i = 0; action_binding(i, &a, &x); i++)
        for (size_t j = i + 1; action_binding(j, &b, &y); j++) {
            char name[32];
            unsigned both = action_table[x].places & action_table[y].places;
            if (key_equal(a, b) && both)
                ok(false, "%s is %s and %s", key_name(a, name), action_table[x].id,
                   action_table[y].id);
        }
    ok(true, "keys are compared");
}

/* Home is a list, too: the letters of both must differ. */
static void home_and_list(void)
{
    struct key a, b;
    enum action x, y;
    bool good = true;
    for (size_t i = 0; action_binding(i, &a, &x); i++)
        for (size_t j = 0; action_binding(j, &b, &y); j++)
            good = good && !(x != y && key_equal(a, b) && action_works(x, PLACE_HOME) &&
                             action_works(y, PLACE_LIST) && !action_works(x, PLACE_LIST));
    ok(good, "no key of home is another command of lists");
}

static bool fragile(struct key k)
{
    return (k.code == K_F1 || (k.code >= K_F10 && k.code <= K_F12) ||
            (k.code == K_TAB && k.mods == MOD_SHIFT) ||
            (k.mods == MOD_CTRL && (k.code == 'a' || k.code == 'b')));
}

static void forbidden(void)
{
    struct key k;
    enum action a;
    for (size_t i = 0; action_binding(i, &k, &a); i++) {
        bool same_byte = k.mods == MOD_CTRL && k.code < 0x80 && strchr("ijmh[", (int)k.code);
        ok(!same_byte, "%s: no key that is Tab, Enter, Backspace or Esc", action_table[a].id);
        ok(!(k.mods == MOD_ALT && k.code < 0x80 && strchr("[O]P1234567890-=", (int)k.code)),
           "%s: no Alt key that begins a sequence or stands for a function key",
           action_table[a].id);
        ok(!(k.mods == MOD_CTRL && k.code == 'o'), "%s: not Ctrl-O", action_table[a].id);
    }
}

/* F-keys have Alt and Ctrl-O with a digit; the others need a second key. */
static void other_ways(void)
{
    for (enum action a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
        struct key k;
        enum action of;
        int ways = 0, weak = 0;
        for (size_t i = 0; action_binding(i, &k, &of); i++) {
            if (of != a)
                continue;
            bool function = k.code >= K_F1 && k.code <= K_F12;
            ways += function ? 2 : 1;
            weak += fragile(k);
        }
        ok(ways == 0 || ways > weak, "%s can be reached by a sound key", action_table[a].id);
    }
}

static void function_keys(void)
{
    static const char digits[] = "1234567890-=";
    for (uint32_t i = 0; i < 12; i++) {
        struct key function = {K_F1 + i, 0}, alt = {(uint32_t)digits[i], MOD_ALT}, got;
        bool same = true;
        for (size_t p = 0; p < sizeof place_bits / sizeof place_bits[0]; p++)
            same = same && action_of(function, place_bits[p]) == action_of(alt, place_bits[p]);
        ok(same, "F%u is also Alt-%c", i + 1, digits[i]);
        ok(action_digit_key((uint32_t)digits[i], &got) && key_equal(got, function),
           "F%u is also Ctrl-O %c", i + 1, digits[i]);
    }
    struct key got;
    ok(!action_digit_key('a', &got) && !action_digit_key(0, &got), "a letter is no F-key");
}

static void letters(void)
{
    struct key q = {'q', 0}, mark = {'?', 0}, n = {'n', 0}, slash = {'/', 0};
    is_int(ACTION_QUIT, action_of(q, PLACE_HOME | PLACE_LIST), "q leaves at home");
    is_int(ACTION_NONE, action_of(q, PLACE_LIST), "but not in other lists");
    is_int(ACTION_HELP_MARK, action_of(mark, PLACE_LIST), "? helps in a list");
    is_int(ACTION_NONE, action_of(mark, PLACE_ENTRY), "? is text in a field");
    is_int(ACTION_NONE, action_of(slash, PLACE_LIST | PLACE_DIALOG), "/ is text while typing");
    is_int(ACTION_FIND_NEXT, action_of(n, PLACE_LIST | PLACE_SEARCH), "n goes on searching");
    ok(action_of(n, PLACE_LIST) != ACTION_FIND_NEXT, "only while a search is open");
    is_int(ACTION_NONE, action_of(n, PLACE_TEXT | PLACE_SEARCH), "n is text in a narrative");
}

static void words(void)
{
    for (enum action a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
        const struct action_row *r = &action_table[a];
        ok(r->places && r->name_vi[0] && r->name_en[0] && r->help_vi[0] && r->help_en[0],
           "%s has a place, names and helps", r->id);
    }
    char key[32];
    lang_set(LANG_VI);
    is("Nộp", action_name(ACTION_SUBMIT), "name in Vietnamese");
    is("F8", action_key(ACTION_SUBMIT, key), "its key");
    is("", action_key(ACTION_NONE, key), "no action, no key");
    struct str keys = {0};
    action_keys(ACTION_COPY_ABOVE, &keys);
    is("Ctrl-D, F6, Alt-6", str_text(&keys), "all its keys");
    str_finish(&keys);
    lang_set(LANG_EN);
    is("Submit", action_name(ACTION_SUBMIT), "name in English");
}

int main(void)
{
    unique();
    home_and_list();
    forbidden();
    other_ways();
    function_keys();
    letters();
    words();
    return tap_done();
}
