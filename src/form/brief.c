#include "form/brief.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "form/load.h"

static struct text text_copy(const struct text *t)
{
    return (struct text){xstrdup0(t->vi), xstrdup0(t->en)};
}

static void copy_reporter(const struct reporter *from, struct reporter *to)
{
    to->level = xstrdup0(from->level);
    to->to = xstrdup0(from->to);
    to->via = xstrdup0(from->via);
    to->due = from->due;
    to->has_due = from->has_due;
    to->inclusive = from->inclusive;
    for (size_t i = 0; i < from->units.n; i++)
        *vec_add(&to->units) = xstrdup(from->units.v[i]);
    for (size_t i = 0; i < from->then.n; i++)
        *vec_add(&to->then) = xstrdup(from->then.v[i]);
}

struct form_brief form_brief_of(const struct form *f)
{
    struct form_brief b = {
        .id = xstrdup(f->id),
        .version = f->version,
        .title = text_copy(&f->title),
        .short_title = text_copy(&f->short_title),
        .units = xstrdup0(f->units),
        .period = f->period,
        .hash = f->hash,
    };
    for (size_t i = 0; i < f->reporters.n; i++)
        copy_reporter(&f->reporters.v[i], vec_add(&b.reporters));
    return b;
}

void form_brief_finish(struct form_brief *b)
{
    free(b->id);
    free(b->units);
    text_finish(&b->title);
    text_finish(&b->short_title);
    reporters_finish(&b->reporters);
}

const char *form_brief_name(const struct form_brief *b)
{
    return text_of(text_is_empty(&b->short_title) ? &b->title : &b->short_title);
}

/* ---- a glance -------------------------------------------------------------------------------- */

/* Whether a line below the sections cannot bring a key of the brief: it is indented, empty, a
 * comment, an item of a list, or begins with another key in plain letters. */
static bool is_below(const char *line, size_t len)
{
    static const char *const keys[] = {"form",  "version", "title",    "short_title",
                                       "units", "period",  "reporters"};
    if (!len || strchr(" \n\r#-", *line))
        return true;
    size_t n = 0;
    while (n < len && (line[n] == '_' || (line[n] >= 'a' && line[n] <= 'z')))
        n++;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strlen(keys[i]) == n && !memcmp(line, keys[i], n))
            return false;
    return n > 0;
}

/* Bytes above the line "sections:" when everything below it is the rest of the form; else 0. */
static size_t head_length(const char *yaml, size_t len)
{
    static const char sections[] = "\nsections:";
    const char *found = memmem(yaml, len, sections, sizeof sections - 1), *end = yaml + len;
    if (!found)
        return 0;
    const char *line = found + 1;
    while ((line = memchr(line, '\n', (size_t)(end - line))) != NULL) {
        line++;
        if (!is_below(line, (size_t)(end - line)))
            return 0;
    }
    return (size_t)(found + 1 - yaml);
}

bool form_brief_glance(const char *yaml, size_t len, const struct hash *hash,
                       struct form_brief *ret)
{
    size_t head = head_length(yaml, len);
    struct problem_list problems = {0};
    struct form *form = head && len <= YAML_SIZE_MAX ? form_parse_head(yaml, head, &problems) : NULL;
    problem_finish(&problems);
    if (!form)
        return false;
    form->hash = hash ? *hash : hash_body(yaml, len);
    *ret = form_brief_of(form);
    form_free(form);
    return true;
}

/* ---- as JSON --------------------------------------------------------------------------------- */

static json *write_text(const struct text *t)
{
    json *j = js_new_object();
    js_set_text(j, "vi", t->vi);
    js_set_text(j, "en", t->en);
    return j;
}

static json *write_reporter(const struct reporter *r)
{
    json *j = js_new_object(), *units = js_new_array(), *then = js_new_array();
    js_set_text(j, "level", r->level);
    js_set_text(j, "to", r->to);
    js_set_text(j, "via", r->via);
    for (size_t i = 0; i < r->units.n; i++)
        js_push(units, js_new_text(r->units.v[i]));
    for (size_t i = 0; i < r->then.n; i++)
        js_push(then, js_new_text(r->then.v[i]));
    js_set(j, "units", units);
    js_set(j, "then", then);
    js_set(j, "inclusive", js_new_bool(r->inclusive));
    if (r->has_due) {
        js_set(j, "year", js_new_integer(r->due.year));
        js_set(j, "month", js_new_integer(r->due.month));
        js_set(j, "day", js_new_integer(r->due.day));
    }
    return j;
}

json *form_brief_write(const struct form_brief *b)
{
    char hex[HASH_HEX];
    json *j = js_new_object(), *reporters = js_new_array();
    hash_hex(&b->hash, hex);
    js_set_text(j, "form", b->id);
    js_set_text(j, "hash", hex);
    js_set_text(j, "units", b->units);
    js_set(j, "version", js_new_integer(b->version));
    js_set(j, "period", js_new_integer(b->period));
    js_set(j, "title", write_text(&b->title));
    js_set(j, "short_title", write_text(&b->short_title));
    for (size_t i = 0; i < b->reporters.n; i++)
        js_push(reporters, write_reporter(&b->reporters.v[i]));
    js_set(j, "reporters", reporters);
    return j;
}

static char *text_at(const json *j, const char *key)
{
    const json *v = js_get(j, key);
    return js_is(v, JS_STRING) ? xstrdup(js_text(v)) : NULL;
}

static struct text read_text(const json *j)
{
    return (struct text){text_at(j, "vi"), text_at(j, "en")};
}

static void read_reporter(const json *j, struct reporter *r)
{
    const json *units = js_get(j, "units"), *then = js_get(j, "then");
    r->level = text_at(j, "level");
    r->to = text_at(j, "to");
    r->via = text_at(j, "via");
    r->inclusive = js_bool(js_get(j, "inclusive"));
    r->has_due = js_get(j, "day") != NULL;
    r->due.year = (int)js_integer(js_get(j, "year"));
    r->due.month = (int)js_integer(js_get(j, "month"));
    r->due.day = (int)js_integer(js_get(j, "day"));
    for (size_t i = 0; i < js_count(units); i++)
        *vec_add(&r->units) = xstrdup(js_text(js_at(units, i)));
    for (size_t i = 0; i < js_count(then); i++)
        *vec_add(&r->then) = xstrdup(js_text(js_at(then, i)));
}

bool form_brief_read(const json *j, struct form_brief *ret)
{
    const json *reporters = js_get(j, "reporters");
    int64_t period = js_integer(js_get(j, "period"));
    struct form_brief b = {
        .id = text_at(j, "form"),
        .version = (int)js_integer(js_get(j, "version")),
        .title = read_text(js_get(j, "title")),
        .short_title = read_text(js_get(j, "short_title")),
        .units = text_at(j, "units"),
        .period = (enum period_kind)period,
    };
    bool good = b.id && *b.id && hash_parse(js_text(js_get(j, "hash")), &b.hash) && period >= 0 &&
                period <= PERIOD_FREE;
    for (size_t i = 0; i < js_count(reporters); i++)
        read_reporter(js_at(reporters, i), vec_add(&b.reporters));
    if (good)
        *ret = b;
    else
        form_brief_finish(&b);
    return good;
}
