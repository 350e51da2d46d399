#include "form/record_beside.h"

#include <string.h>

#include "form/record_inside.h"

static const char *const members[BESIDE_COUNT] = {
    [BESIDE_REASON] = "_reasons", [BESIDE_NOTE] = "_notes", [BESIDE_FROM] = "_from"};

const char *beside_member(enum beside kind)
{
    return members[kind];
}

bool beside_of_path(const char *path, enum beside *ret, const char **ret_key)
{
    for (int k = 0; k < BESIDE_COUNT; k++) {
        size_t n = strlen(members[k]);
        if (strncmp(path, members[k], n) || path[n] != '/')
            continue;
        *ret = (enum beside)k;
        *ret_key = path + n + 1;
        return true;
    }
    return false;
}

static const json *all(const struct record *r, enum beside kind)
{
    const json *object = r->unknown ? js_get(r->unknown, members[kind]) : NULL;
    return js_is(object, JS_OBJECT) ? object : NULL;
}

const char *record_beside(const struct record *r, enum beside kind, const char *key)
{
    const char *text = js_text(js_get(all(r, kind), key));
    return *text ? text : NULL;
}

void record_set_beside(struct record *r, enum beside kind, const char *key, const char *text)
{
    const json *before = all(r, kind);
    json *after = before ? js_copy(before) : js_new_object();
    if (!r->unknown)
        r->unknown = js_new_object();
    if (text && *text)
        js_set_text(after, key, text);
    else
        js_delete(after, key);
    if (js_count(after)) {
        js_set(r->unknown, members[kind], after);
        return;
    }
    js_free(after);
    js_delete(r->unknown, members[kind]);
    if (js_count(r->unknown))
        return;
    js_free(r->unknown);
    r->unknown = NULL;
}

size_t record_beside_count(const struct record *r, enum beside kind)
{
    return js_count(all(r, kind));
}

void record_beside_each(const struct record *r, enum beside kind,
                        void (*fn)(void *user, const char *key, const char *text), void *user)
{
    const json *object = all(r, kind);
    for (void *i = object ? js_first(object) : NULL; i; i = js_next(object, i))
        fn(user, js_key(i), js_text(js_value(i)));
}
