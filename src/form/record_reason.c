#include "form/record_reason.h"

#include "form/record_inside.h"

#define REASONS "_reasons"
#define NOTES   "_notes"

static const char *get(const struct record *r, const char *member, const char *key)
{
    const char *text = r->unknown ? js_text(js_get(js_get(r->unknown, member), key)) : "";
    return *text ? text : NULL;
}

static void set(struct record *r, const char *member, const char *key, const char *text)
{
    if (!r->unknown)
        r->unknown = js_new_object();
    const json *before = js_get(r->unknown, member);
    json *all = js_is(before, JS_OBJECT) ? js_copy(before) : js_new_object();
    if (text && *text)
        js_set_text(all, key, text);
    else
        js_delete(all, key);
    if (js_count(all)) {
        js_set(r->unknown, member, all);
        return;
    }
    js_free(all);
    js_delete(r->unknown, member);
    if (js_count(r->unknown))
        return;
    js_free(r->unknown);
    r->unknown = NULL;
}

const char *record_reason(const struct record *r, const char *key)
{
    return get(r, REASONS, key);
}

void record_set_reason(struct record *r, const char *key, const char *text)
{
    set(r, REASONS, key, text);
}

const char *record_note(const struct record *r, const char *path)
{
    return get(r, NOTES, path);
}

void record_set_note(struct record *r, const char *path, const char *text)
{
    set(r, NOTES, path, text);
}
