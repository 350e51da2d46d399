#ifndef PHIEU_TESTS_STORE_SLOW_EVENT_H
#define PHIEU_TESTS_STORE_SLOW_EVENT_H
/* Headers read the long way: into a tree, which is written again and compared. event_read() must take
 * and refuse exactly the same, with the same words (tests/store/header.c, tests/fuzz/event.c). */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "store/event.h"
#include "store/event_key.h"

static bool slow_refuse(struct err *e, const char *what)
{
    return err_set(e, ERR_DAMAGED, NULL, NULL, _("an event cannot be read: %s"), what);
}

/* No nulls, no reals, integers within ±2^53: what canonical text may hold at all. */
static bool slow_is_plain(const json *j)
{
    const int64_t most = INT64_C(1) << 53;
    if (js_kind(j) == JS_NULL || js_kind(j) == JS_REAL)
        return false;
    if (js_kind(j) == JS_INTEGER)
        return js_integer(j) <= most && js_integer(j) >= -most;
    for (size_t i = 0; js_kind(j) == JS_ARRAY && i < js_count(j); i++)
        if (!slow_is_plain(js_at(j, i)))
            return false;
    for (void *i = js_kind(j) == JS_OBJECT ? js_first(j) : NULL; i; i = js_next(j, i))
        if (!slow_is_plain(js_value(i)))
            return false;
    return true;
}

static bool slow_hashes(const json *j, struct hashes *ret)
{
    if (!js_is(j, JS_ARRAY) || js_count(j) == 0 || js_count(j) > EVENT_LINKS_MAX)
        return false;
    for (size_t i = 0; i < js_count(j); i++) {
        struct hash *h = vec_add(ret);
        if (!hash_parse(js_text(js_at(j, i)), h) || (i && hash_cmp(h - 1, h) >= 0))
            return false;
    }
    return true;
}

static bool slow_key(const json *j, const struct key_row *k, struct event *ev)
{
    void *m = (char *)ev + k->at;
    uint8_t id[16];
    if (k->shape == SHAPE_HASHES)
        return slow_hashes(j, m);
    if (!js_is(j, JS_STRING))
        return false;
    if (k->shape == SHAPE_HASH)
        return *(bool *)((char *)ev + k->has) = hash_parse(js_text(j), m);
    if (k->shape == SHAPE_ID && !hex_decode(id, js_text(j), sizeof id))
        return false;
    *(char **)m = xstrdup(js_text(j));
    return true;
}

static bool slow_is_one_of(const char *word, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (!strcmp(word, words[i]))
            return true;
    return false;
}

static bool slow_known(const json *head, struct event *ev, struct err *e)
{
    const struct kind_row *kind = &event_kinds[ev->kind];
    for (size_t i = 0; i < KEY_COUNT; i++) {
        const json *j = js_get(head, event_keys[i].name);
        if (j ? !slow_key(j, &event_keys[i], ev) : (kind->required & event_keys[i].key) != 0)
            return slow_refuse(e, event_keys[i].name);
        if (event_keys[i].key == kind->word && !slow_is_one_of(js_text(j), kind->words))
            return slow_refuse(e, event_keys[i].name);
    }
    const json *time = js_get(head, "time");
    if (time && (!js_is(time, JS_INTEGER) || js_integer(time) == 0))
        return slow_refuse(e, "time");
    ev->time = js_integer(time);
    return true;
}

static enum event_kind slow_kind(const json *head)
{
    const json *v = js_get(head, "v");
    if (!js_is(v, JS_INTEGER) || js_integer(v) != 1)
        return EVENT_UNKNOWN;
    for (int i = 0; i < EVENT_KINDS; i++)
        if (!strcmp(js_text(js_get(head, "kind")), event_kinds[i].name))
            return (enum event_kind)i;
    return EVENT_UNKNOWN;
}

static bool slow_is_canonical(const json *j, const char *head, size_t len)
{
    size_t n;
    char *again = js_canonical(j, &n);
    bool same = n == len && !memcmp(again, head, n);
    free(again);
    return same;
}

static bool slow_event_read(const char *head, size_t len, struct event *ret, struct err *e)
{
    if (len > EVENT_HEAD_MAX)
        return slow_refuse(e, _("too long"));
    json *j = js_parse(head, len, "event", NULL);
    struct event ev = {0};
    bool good = js_is(j, JS_OBJECT) && slow_is_plain(j) && slow_is_canonical(j, head, len)
                    ? true
                    : slow_refuse(e, _("not canonical JSON"));
    if (good) {
        ev.kind = slow_kind(j);
        good = ev.kind == EVENT_UNKNOWN || slow_known(j, &ev, e);
    }
    js_free(j);
    if (good)
        *ret = ev;
    else
        event_finish(&ev);
    return good;
}

static bool slow_is_alike(struct event *a, struct event *b)
{
    if (a->kind != b->kind || a->time != b->time)
        return false;
    if (a->kind == EVENT_UNKNOWN)
        return true;
    size_t n, m;
    char *x = event_write(a, &n), *y = event_write(b, &m);
    bool same = n == m && !memcmp(x, y, n);
    free(x);
    free(y);
    return same;
}

/* Whether both ways say the same of these bytes; *ret_good: that they are a header. */
static bool slow_agrees(const char *head, size_t len, bool *ret_good)
{
    struct event a = {0}, b = {0};
    struct err why_a = {0}, why_b = {0};
    bool x = event_read(head, len, &a, &why_a), y = slow_event_read(head, len, &b, &why_b);
    bool same = x == y && (x ? slow_is_alike(&a, &b) : !strcmp(why_a.message, why_b.message));
    if (x)
        event_finish(&a);
    if (y)
        event_finish(&b);
    err_finish(&why_a);
    err_finish(&why_b);
    *ret_good = x;
    return same;
}

#endif
