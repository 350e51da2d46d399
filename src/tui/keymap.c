#include "tui/keymap.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"

enum { FILE_LIMIT = 256 * 1024 };

/* What a line of the file says; line = 0: nothing. */
struct rebound {
    int line;
    char *keys; /* owned; "" is no key */
};

static const char *named_file(void)
{
    const char *given = getenv("PHIEU_KEYMAP");
    return given && *given ? given : NULL;
}

char *keymap_path(void)
{
    if (named_file())
        return xstrdup(named_file());
    char *folder = file_config_folder(), *path = file_join(folder, "keys.txt");
    free(folder);
    return path;
}

char *keymap_name(enum action a, char out[64])
{
    size_t i = 0;
    for (const char *p = action_table[a].id; *p && i < 63; p++)
        out[i++] = *p == '_' ? '-' : (char)tolower((unsigned char)*p);
    out[i] = '\0';
    return out;
}

static enum action action_named(const char *name)
{
    char own[64];
    for (enum action a = ACTION_NONE + 1; a < ACTION_COUNT; a++)
        if (!strcmp(keymap_name(a, own), name))
            return a;
    return ACTION_NONE;
}

/* ---- keys ------------------------------------------------------------------------------------------ */

/* Why a key cannot be bound; NULL: it can. */
static const char *refuses(struct key k)
{
    bool ascii = k.code < 0x80 && k.code;
    if (k.mods == MOD_CTRL && ascii && strchr("ijmh[", (int)k.code))
        return _("terminals send the same for it as for Tab, Enter, Backspace or Esc");
    if (k.mods == MOD_ALT && ascii && strchr("[O]P", (int)k.code))
        return _("with it other keys begin");
    if (k.mods == MOD_ALT && ascii && strchr("1234567890-=", (int)k.code))
        return _("it is the other way to a function key");
    if (k.mods == MOD_CTRL && k.code == 'o')
        return _("with it the other way to the function keys begins");
    return NULL;
}

/* Keys that some terminals keep for themselves, so that they must not be the only way. */
static bool is_fragile(struct key k)
{
    return k.code == K_F1 || (k.code >= K_F10 && k.code <= K_F12) ||
           (k.code == K_TAB && k.mods == MOD_SHIFT) ||
           (k.mods == MOD_CTRL && (k.code == 'a' || k.code == 'b'));
}

static bool has_by_itself(enum action a, struct key k)
{
    for (const char *p = action_table[a].keys; *p;) {
        char name[32] = "";
        struct key own;
        size_t n = strcspn(p, " ");
        memcpy(name, p, n);
        if (key_from_name(name, &own) && key_equal(own, k))
            return true;
        p += n + strspn(p + n, " ");
    }
    return false;
}

/* ---- one line -------------------------------------------------------------------------------------- */

static bool check_key(const char *name, enum action a, int line, int column, struct problem_list *ret)
{
    struct key k;
    const char *why;
    if (!key_from_name(name, &k)) {
        problem_add(ret, PROBLEM_ERROR, line, column, _("keys are written like F8, C-d, M-s, C-Del, Down, x"),
                    _("“%s” is no key"), name);
        return false;
    }
    if ((why = refuses(k))) {
        problem_add(ret, PROBLEM_ERROR, line, column, why, _("“%s” cannot be bound"), name);
        return false;
    }
    if (key_is_text(k) && !(action_table[a].places & ~(unsigned)PLACE_TYPING) && !has_by_itself(a, k)) {
        problem_add(ret, PROBLEM_ERROR, line, column, _("take a key with Ctrl or Alt, or a function key"),
                    _("“%s” is text where this action works"), name);
        return false;
    }
    return true;
}

/* Keys separated by blanks, up to the comment; false: an error was added. */
static bool check_keys(const char *s, size_t offset, enum action a, int line, struct str *keys,
                       struct problem_list *ret)
{
    bool good = true;
    for (size_t at = strspn(s, " \t"), n; s[at] && s[at] != '#'; at += n, at += strspn(s + at, " \t")) {
        char name[32] = "";
        n = strcspn(s + at, " \t");
        memcpy(name, s + at, n < sizeof name ? n : sizeof name - 1);
        good &= check_key(name, a, line, (int)(offset + at) + 1, ret);
        str_addf(keys, "%s%s", keys->len ? " " : "", name);
    }
    return good;
}

static bool can_do_without(enum action a)
{
    return a != ACTION_BACK && a != ACTION_PALETTE;
}

static void read_line(char *s, int line, struct rebound rebound[ACTION_COUNT], struct problem_list *ret)
{
    size_t begin = strspn(s, " \t");
    if (!s[begin] || s[begin] == '#')
        return;
    char *colon = strchr(s, ':');
    if (!colon) {
        problem_add(ret, PROBLEM_ERROR, line, 1, _("write the action, a colon and its keys: submit: F8"),
                    _("there is no colon"));
        return;
    }
    *colon = '\0';
    for (char *end = colon; end > s + begin && isspace((unsigned char)end[-1]);)
        *--end = '\0';
    enum action a = action_named(s + begin);
    struct str keys = {0};
    if (a == ACTION_NONE)
        problem_add(ret, PROBLEM_ERROR, line, (int)begin + 1, _("phieu keymap prints all actions"),
                    _("“%s” is no action"), s + begin);
    else if (rebound[a].line)
        problem_add(ret, PROBLEM_ERROR, line, (int)begin + 1, NULL, _("“%s” has its keys in line %d already"),
                    s + begin, rebound[a].line);
    else if (!check_keys(colon + 1, (size_t)(colon + 1 - s), a, line, &keys, ret))
        ;
    else if (!keys.len && !can_do_without(a))
        problem_add(ret, PROBLEM_ERROR, line, (int)begin + 1, NULL, _("“%s” needs a key"), s + begin);
    else
        rebound[a] = (struct rebound){line, str_take(&keys)};
    str_finish(&keys);
}

/* ---- the whole --------------------------------------------------------------------------------------- */

/* Places that a screen adds to others, with the one it adds them to. */
static const struct {
    unsigned added, to;
} additions[] = {
    {PLACE_START, PLACE_DIALOG},
    {PLACE_DATE | PLACE_BOOLEAN, PLACE_ENTRY},
    {~(PLACE_ALL | PLACE_START | PLACE_DATE | PLACE_BOOLEAN) | PLACE_HOME, PLACE_LIST},
};

static unsigned with_carriers(unsigned places)
{
    unsigned all = places;
    for (size_t i = 0; i < sizeof additions / sizeof *additions; i++)
        if (places & additions[i].added)
            all |= additions[i].to;
    return all;
}

/* Whether both can mean something at the same time. */
static bool meet(enum action a, enum action b)
{
    unsigned p = action_table[a].places, q = action_table[b].places;
    return (p & q) || (with_carriers(p) & q) || (p & with_carriers(q));
}

/* The first key that means two things at a place, one of them through the file. */
static bool find_clash(const struct rebound rebound[ACTION_COUNT], enum action *ret_new, enum action *ret_old,
                       struct key *ret_key)
{
    struct key k, other;
    enum action a, b;
    for (size_t i = 0; action_binding(i, &k, &a); i++)
        for (size_t j = 0; rebound[a].line && action_binding(j, &other, &b); j++) {
            if (a == b || !key_equal(k, other) || !meet(a, b) ||
                (has_by_itself(a, k) && has_by_itself(b, k)))
                continue;
            bool later = rebound[b].line > rebound[a].line;
            *ret_new = later ? b : a;
            *ret_old = later ? a : b;
            *ret_key = k;
            return true;
        }
    return false;
}

static void take_back(struct rebound *r, enum action a)
{
    action_rebind(a, NULL);
    free(r->keys);
    *r = (struct rebound){0};
}

static void settle_clashes(struct rebound rebound[ACTION_COUNT], struct problem_list *ret)
{
    enum action a, b;
    struct key k;
    while (find_clash(rebound, &a, &b, &k)) {
        char shown[32];
        problem_add(ret, PROBLEM_ERROR, rebound[a].line, 1, _("give one of them another key"),
                    _("%s is “%s” there as well"), key_name(k, shown), action_name(b));
        take_back(&rebound[a], a);
    }
}

static void warn_fragile(const struct rebound *r, enum action a, struct problem_list *ret)
{
    struct key k;
    enum action of;
    int ways = 0, sound = 0;
    for (size_t i = 0; action_binding(i, &k, &of); i++) {
        ways += of == a;
        sound += of == a && (!is_fragile(k) || (k.code >= K_F1 && k.code <= K_F12));
    }
    if (ways && !sound)
        problem_add(ret, PROBLEM_WARNING, r->line, 1, _("add another one"),
                    _("some terminals keep this key for themselves"));
}

void keymap_read(const char *text, struct problem_list *ret)
{
    struct rebound rebound[ACTION_COUNT] = {0};
    char *copy = xstrdup(text), *s = copy;
    for (enum action a = ACTION_NONE; a < ACTION_COUNT; a++)
        action_rebind(a, NULL);
    for (int line = 1; s; line++) {
        char *end = strchr(s, '\n');
        if (end)
            *end = '\0';
        s[strcspn(s, "\r")] = '\0';
        read_line(s, line, rebound, ret);
        s = end ? end + 1 : NULL;
    }
    for (enum action a = ACTION_NONE; a < ACTION_COUNT; a++)
        if (rebound[a].line)
            action_rebind(a, rebound[a].keys);
    settle_clashes(rebound, ret);
    for (enum action a = ACTION_NONE; a < ACTION_COUNT; a++) {
        if (rebound[a].line)
            warn_fragile(&rebound[a], a, ret);
        free(rebound[a].keys);
    }
    problem_sort(ret);
    free(copy);
}

bool keymap_load(const char *path, struct problem_list *ret, struct err *e)
{
    char *text;
    size_t n;
    bool named = named_file() && !strcmp(path, named_file());
    if (!named && !file_exists(path))
        return true;
    if (!file_read(path, FILE_LIMIT, &text, &n, e))
        return false;
    keymap_read(text, ret);
    free(text);
    return true;
}

void keymap_print(struct str *out)
{
    for (enum action a = ACTION_NONE + 1; a < ACTION_COUNT; a++) {
        char name[64], key[32];
        struct key k;
        enum action of;
        size_t from = out->len;
        str_addf(out, "%s:", keymap_name(a, name));
        for (size_t i = 0; action_binding(i, &k, &of); i++)
            if (of == a)
                str_addf(out, " %s", key_name(k, key));
        for (size_t n = out->len - from; n < 34; n++)
            str_addc(out, ' ');
        str_addf(out, " # %s: %s\n", action_name(a), action_help(a));
    }
}
