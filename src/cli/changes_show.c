#include "cli/changes_show.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "cli/say.h"
#include "text/unicode.h"

#define SHOWN_COLUMNS 60

static char *name_of(const struct entry *en, const char *path)
{
    return en ? entry_path_name(en, path) : xstrdup(path);
}

static json *value_of(const char *bytes)
{
    json *j = bytes ? js_parse(bytes, strlen(bytes), "", NULL) : NULL;
    return j ? j : js_new_null();
}

json *changes_json(const struct entry *en, const struct field_changes *c)
{
    json *a = js_new_array();
    for (size_t i = 0; i < c->n; i++) {
        char *name = name_of(en, c->v[i].path);
        json *o = js_new_object();
        js_set_text(o, "field", name);
        js_set_text(o, "path", c->v[i].path);
        js_set(o, "before", value_of(c->v[i].before));
        js_set(o, "after", value_of(c->v[i].after));
        js_push(a, o);
        free(name);
    }
    return a;
}

/* One line of it: a text without its quotes, anything else as it is stored. */
static char *shown(const char *bytes)
{
    struct str out = {0};
    json *j = value_of(bytes);
    if (js_is(j, JS_NULL))
        str_add(&out, _("(blank)"));
    else
        text_fit(&out, js_is(j, JS_STRING) ? js_text(j) : bytes, SHOWN_COLUMNS);
    js_free(j);
    return str_take(&out);
}

static bool ends_with(const char *path, const char *end)
{
    size_t n = strlen(path), k = strlen(end);
    return n > k && !strcmp(path + n - k, end);
}

static const struct {
    const char *path, *text;
} facts[] = {
    {"$period", N_("period")},
    {"$status", N_("status")},
    {"$unit", N_("unit")},
};

static const char *fact_name(const char *path)
{
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (!strcmp(facts[i].path, path))
            return _(facts[i].text);
    return NULL;
}

/* What an entry is from its first revision on is nobody's news. */
static bool is_given(const struct field_change *c)
{
    return *c->path == '$' && !c->before;
}

static void print_change(const struct entry *en, const struct field_change *c)
{
    char *name = name_of(en, c->path);
    if (ends_with(c->path, "/" FIELD_ALIVE)) {
        say(stdout, c->after ? _("    %s: row added\n") : _("    %s: row removed\n"), name);
    } else if (ends_with(c->path, "/" FIELD_ORDER)) {
        say(stdout, _("    %.*s: rows moved\n"), (int)strcspn(name, "/"), name);
    } else if (!strcmp(c->path, "$form")) {
        say(stdout, "%s\n", _("    another version of the form"));
    } else {
        char *before = shown(c->before), *after = shown(c->after);
        const char *fact = fact_name(c->path);
        say(stdout, "    %s: %s → %s\n", fact ? fact : name, before, after);
        free(before);
        free(after);
    }
    free(name);
}

void changes_print(const struct entry *en, const struct field_changes *c)
{
    for (size_t i = 0; i < c->n; i++)
        if (!is_given(&c->v[i]))
            print_change(en, &c->v[i]);
}

const struct revision *revision_named(const struct revisions *all, const char *want, struct err *e)
{
    const struct revision *found = NULL;
    size_t n = strlen(want), hits = 0;
    for (size_t i = 0; i < all->n; i++) {
        char hex[HASH_HEX];
        hash_hex(&all->v[i].id, hex);
        if (n >= 6 && !strncmp(hex, want, n)) {
            found = &all->v[i];
            hits++;
        }
    }
    if (hits == 1)
        return found;
    err_set(e, ERR_USAGE, want, hits ? _("write more letters") : _("phieu history lists the revisions"),
            hits ? _("more than one revision begins so") : _("the entry has no such revision"));
    return NULL;
}
