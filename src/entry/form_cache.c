#include "entry/form_cache.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"

/* Raise the number when the loader accepts other forms, or the brief holds other things. */
#define CACHE_RULE PHIEU_VERSION "/1"
#define CACHE_LIMIT (1u << 20)
#define FORMS_MAX 200 /* the oldest are forgotten */

struct form_cache {
    char *path;  /* NULL: neither read nor written */
    json *forms; /* array: the brief, and "path" and "stamp" of a file; newest last */
    bool changed;
};

static json *read_forms(const char *path)
{
    char *text = NULL;
    size_t len = 0;
    json *all = NULL, *forms = NULL;
    if (file_exists(path) && file_read(path, CACHE_LIMIT, &text, &len, NULL))
        all = js_parse(text, len, path, NULL);
    const json *known = js_get(all, "forms");
    if (js_is(known, JS_ARRAY) && !strcmp(js_text(js_get(all, "rule")), CACHE_RULE))
        forms = js_copy(known);
    js_free(all);
    free(text);
    return forms;
}

struct form_cache *form_cache_open(bool use)
{
    struct form_cache *c = xcalloc(1, sizeof *c);
    if (use) {
        char *folder = file_cache_folder();
        c->path = file_join(folder, "forms.json");
        c->forms = read_forms(c->path);
        free(folder);
    }
    if (!c->forms)
        c->forms = js_new_array();
    return c;
}

bool form_cache_file(struct form_cache *c, const char *path, struct form_brief *ret)
{
    char stamp[FILE_STAMP];
    if (!c->path || !file_stamp(path, stamp))
        return false;
    for (size_t i = js_count(c->forms); i-- > 0;) {
        const json *j = js_at(c->forms, i);
        if (!strcmp(js_text(js_get(j, "path")), path) &&
            !strcmp(js_text(js_get(j, "stamp")), stamp))
            return form_brief_read(j, ret);
    }
    return false;
}

bool form_cache_body(struct form_cache *c, const struct hash *body, struct form_brief *ret)
{
    char hex[HASH_HEX];
    hash_hex(body, hex);
    for (size_t i = js_count(c->forms); i-- > 0;)
        if (!strcmp(js_text(js_get(js_at(c->forms, i), "hash")), hex))
            return form_brief_read(js_at(c->forms, i), ret);
    return false;
}

void form_cache_add(struct form_cache *c, const char *path, const char *stamp,
                    const struct form_brief *b)
{
    if (!c->path)
        return;
    json *j = form_brief_write(b);
    if (path) {
        js_set_text(j, "path", path);
        js_set_text(j, "stamp", stamp);
    }
    js_push(c->forms, j);
    c->changed = true;
}

/* Of several forms of one file the last counts. */
static bool is_replaced(const struct form_cache *c, size_t at)
{
    const char *path = js_text(js_get(js_at(c->forms, at), "path"));
    for (size_t i = at + 1; *path && i < js_count(c->forms); i++)
        if (!strcmp(js_text(js_get(js_at(c->forms, i), "path")), path))
            return true;
    return false;
}

static void write_forms(struct form_cache *c)
{
    json *all = js_new_object(), *forms = js_new_array();
    size_t n = js_count(c->forms), len;
    for (size_t i = n > FORMS_MAX ? n - FORMS_MAX : 0; i < n; i++)
        if (!is_replaced(c, i))
            js_push(forms, js_copy(js_at(c->forms, i)));
    js_set_text(all, "rule", CACHE_RULE);
    js_set(all, "forms", forms);
    char *text = js_canonical(all, &len), *folder = file_cache_folder();
    if (file_make_folder(folder, NULL))
        file_write(c->path, text, len, NULL);
    free(folder);
    free(text);
    js_free(all);
}

void form_cache_close(struct form_cache *c)
{
    if (!c)
        return;
    if (c->path && c->changed)
        write_forms(c);
    js_free(c->forms);
    free(c->path);
    free(c);
}
