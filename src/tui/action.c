#include "tui/action.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/vec.h"

const struct action_row action_table[ACTION_COUNT] = {
    [ACTION_NONE] = {.id = "NONE", .keys = "", .name_vi = "", .name_en = "", .help_vi = "",
                     .help_en = ""},
#define ACTION(name, at, key_names, vi, en, vi_help, en_help)                                      \
    [ACTION_##name] = {.id = #name, .places = (at), .keys = (key_names), .name_vi = (vi),          \
                       .name_en = (en), .help_vi = (vi_help), .help_en = (en_help)},
#include "tui/action.def"
#undef ACTION
};

struct binding {
    struct key key;
    enum action action;
};

/* Keys that the user's key map gives; NULL: those of the table. */
static char *rebound[ACTION_COUNT];

/* Made from both at the first use after a change; lives as long as the program. */
static VEC(struct binding) bindings;
/* Index of an action's first one; those of one action follow each other. */
static size_t first_binding[ACTION_COUNT + 1];

static void bind_keys(enum action a)
{
    for (const char *p = rebound[a] ? rebound[a] : action_table[a].keys; *p;) {
        size_t n = strcspn(p, " ");
        char name[32];
        assert(n < sizeof name);
        memcpy(name, p, n);
        name[n] = '\0';
        struct binding b = {.action = a};
        bool known = key_from_name(name, &b.key);
        assert(known);
        if (known)
            *vec_add(&bindings) = b;
        p += n + strspn(p + n, " ");
    }
}

static void bindings_make(void)
{
    if (bindings.n)
        return;
    for (enum action a = ACTION_NONE; a < ACTION_COUNT; a++) {
        first_binding[a] = bindings.n;
        bind_keys(a);
    }
    first_binding[ACTION_COUNT] = bindings.n;
}

void action_rebind(enum action a, const char *keys)
{
    free(rebound[a]);
    rebound[a] = keys ? xstrdup(keys) : NULL;
    vec_clear(&bindings);
}

bool action_binding(size_t n, struct key *ret_key, enum action *ret_action)
{
    bindings_make();
    if (n >= bindings.n)
        return false;
    *ret_key = bindings.v[n].key;
    *ret_action = bindings.v[n].action;
    return true;
}

const char *action_name(enum action a)
{
    return lang_get() == LANG_EN ? action_table[a].name_en : action_table[a].name_vi;
}

const char *action_help(enum action a)
{
    return lang_get() == LANG_EN ? action_table[a].help_en : action_table[a].help_vi;
}

char *action_key(enum action a, char out[32])
{
    bindings_make();
    if (first_binding[a] < first_binding[a + 1])
        return key_shown(bindings.v[first_binding[a]].key, out);
    out[0] = '\0';
    return out;
}

static const char digits[] = "1234567890-=";

void action_keys(enum action a, struct str *out)
{
    bindings_make();
    const char *between = "";
    for (size_t i = first_binding[a]; i < first_binding[a + 1]; i++) {
        struct key k = bindings.v[i].key;
        char shown[32];
        str_addf(out, "%s%s", between, key_shown(k, shown));
        between = ", ";
        if (k.code >= K_F1 && k.code <= K_F12 && !k.mods)
            str_addf(out, ", Alt-%c", digits[k.code - K_F1]);
    }
}

bool action_works(enum action a, unsigned places)
{
    return (action_table[a].places & places) != 0;
}

bool action_listed(enum action a, unsigned places)
{
    return action_works(a, places) && (a != ACTION_CODE || (places & PLACE_CODES));
}

bool action_digit_key(uint32_t digit, struct key *ret)
{
    const char *at = digit && digit < 0x80 ? strchr(digits, (int)digit) : NULL;
    if (at)
        *ret = (struct key){.code = K_F1 + (uint32_t)(at - digits)};
    return at != NULL;
}

static enum action find(struct key k, unsigned places)
{
    for (size_t i = 0; i < bindings.n; i++)
        if (key_equal(bindings.v[i].key, k) && action_works(bindings.v[i].action, places))
            return bindings.v[i].action;
    return ACTION_NONE;
}

enum action action_of(struct key k, unsigned places)
{
    bindings_make();
    if (k.mods == MOD_ALT)
        action_digit_key(k.code, &k);
    if (key_is_text(k)) {
        /* A letter is a command only where nothing is typed. */
        if ((places & PLACE_TYPING) || !(places & (PLACE_HOME | PLACE_LIST)))
            return ACTION_NONE;
    }
    if (places & PLACE_SEARCH) {
        enum action a = find(k, PLACE_SEARCH);
        if (a != ACTION_NONE)
            return a;
    }
    return find(k, places);
}
