#include "text/typing_methods.h"

#include <ctype.h>
#include <string.h>

#include "base/lang.h"
#include "text/typing_word.h"

typedef struct key_action action_table[128];

#define TELEX_COMMON                                                                          \
    ['a'] = {KEY_ROOF, 'a', false}, ['e'] = {KEY_ROOF, 'e', false},                           \
    ['o'] = {KEY_ROOF, 'o', false}, ['d'] = {KEY_STROKE, 0, false},                           \
    ['s'] = {KEY_TONE, TONE_ACUTE, false}, ['f'] = {KEY_TONE, TONE_GRAVE, false},             \
    ['r'] = {KEY_TONE, TONE_HOOK, false}, ['x'] = {KEY_TONE, TONE_TILDE, false},              \
    ['j'] = {KEY_TONE, TONE_DOT, false}, ['z'] = {KEY_TONE, TONE_NONE, false}

static const action_table telex[] = {
    [TELEX_FULL] = {
        TELEX_COMMON,
        ['w'] = {KEY_HOOK_U, HOOK_ANY, false},
        ['['] = {KEY_LETTER, 'Q', false}, [']'] = {KEY_LETTER, 'U', false},
        ['{'] = {KEY_LETTER, 'Q', true}, ['}'] = {KEY_LETTER, 'U', true},
    },
    [TELEX_SIMPLE] = {TELEX_COMMON, ['w'] = {KEY_HOOK, HOOK_ANY, false}},
    [TELEX_SIMPLE_2] = {TELEX_COMMON, ['w'] = {KEY_HOOK_U, HOOK_ANY, false}},
};

static const action_table vni = {
    ['1'] = {KEY_TONE, TONE_ACUTE, false}, ['2'] = {KEY_TONE, TONE_GRAVE, false},
    ['3'] = {KEY_TONE, TONE_HOOK, false}, ['4'] = {KEY_TONE, TONE_TILDE, false},
    ['5'] = {KEY_TONE, TONE_DOT, false}, ['0'] = {KEY_TONE, TONE_NONE, false},
    ['6'] = {KEY_ROOF, 0, false}, ['7'] = {KEY_HOOK, HOOK_OU, false},
    ['8'] = {KEY_HOOK, HOOK_A, false}, ['9'] = {KEY_STROKE, 0, false},
};

static const struct {
    const char *id, *name;
    bool digits;
} methods[TYPING_METHODS] = {
    [TYPING_OFF] = {"off", N_("Off"), true},
    [TYPING_TELEX] = {"telex", "Telex", false},
    [TYPING_VNI] = {"vni", "VNI", true},
};

struct key_action typing_action(const struct typing_options *options, char key)
{
    int k = tolower((unsigned char)key) & 127;
    if (options->method == TYPING_TELEX)
        return telex[options->variant][k];
    if (options->method == TYPING_VNI)
        return vni[k];
    return (struct key_action){KEY_PLAIN, 0, false};
}

bool typing_takes_digits(enum typing_method m)
{
    return methods[m].digits;
}

const char *typing_method_id(enum typing_method m)
{
    return methods[m].id;
}

const char *typing_method_name(enum typing_method m)
{
    return m == TYPING_OFF ? _(methods[m].name) : methods[m].name;
}

bool typing_method_from_id(const char *id, enum typing_method *ret)
{
    for (int m = 0; m < TYPING_METHODS; m++) {
        if (strcmp(methods[m].id, id))
            continue;
        *ret = (enum typing_method)m;
        return true;
    }
    return false;
}
