/* Headers as they come from anywhere. One pass finds where the values stand (base/json_scan.h); what
 * they must be follows from the kind, which is known only at the end. */
#include <stdlib.h>
#include <string.h>

#include "base/json_scan.h"
#include "base/lang.h"
#include "base/mem.h"
#include "store/event.h"
#include "store/event_key.h"

enum { OTHER_KIND, OTHER_TIME, OTHER_V, OTHERS };
static const char *const others[OTHERS] = {"kind", "time", "v"};

/* A value that is not there has no place. */
struct found {
    struct js_span keys[KEY_COUNT], others[OTHERS];
    int key, other; /* all before them are behind us: both come in the order of their names */
};

static bool refuse(struct err *e, const char *what)
{
    return err_set(e, ERR_DAMAGED, NULL, NULL, _("an event cannot be read: %s"), what);
}

static int compare_name(const char *name, const struct js_span *key)
{
    int c = strncmp(name, key->at, key->len);
    return c ? c : name[key->len] != '\0';
}

static void note_member(void *user, const struct js_span *key, const struct js_span *value)
{
    struct found *f = user;
    int c = -1;
    if (key->escaped) /* none of ours is */
        return;
    while (f->key < KEY_COUNT && (c = compare_name(event_keys[f->key].name, key)) < 0)
        f->key++;
    if (f->key < KEY_COUNT && c == 0)
        f->keys[f->key++] = *value;
    c = -1;
    while (f->other < OTHERS && (c = compare_name(others[f->other], key)) < 0)
        f->other++;
    if (f->other < OTHERS && c == 0)
        f->others[f->other++] = *value;
}

static bool is_there(const struct js_span *v)
{
    return v->at != NULL;
}

static bool is_text(const struct js_span *v, const char *text)
{
    return is_there(v) && v->kind == JS_STRING && v->len == strlen(text) &&
           !memcmp(v->at, text, v->len);
}

/* ---- values ---------------------------------------------------------------------------------- */

static bool read_hash(const char *at, struct hash *ret)
{
    char hex[HASH_HEX];
    memcpy(hex, at, HASH_HEX - 1);
    hex[HASH_HEX - 1] = '\0';
    return hash_parse(hex, ret);
}

/* ["…","…"]: as many as the length says, each 64 letters between quotes. */
static bool read_hashes(const struct js_span *v, struct hashes *ret)
{
    const size_t each = HASH_HEX - 1 + 3;
    size_t n = v->len / each;
    if (v->kind != JS_ARRAY || v->len != n * each + 1 || n == 0 || n > EVENT_LINKS_MAX)
        return false;
    for (size_t i = 0; i < n; i++) {
        const char *p = v->at + i * each;
        struct hash *h = vec_add(ret);
        if (p[1] != '"' || p[each - 1] != '"' || !read_hash(p + 2, h) ||
            (i && hash_cmp(h - 1, h) >= 0))
            return false;
    }
    return true;
}

static bool is_id(const struct js_span *v)
{
    char hex[ENTRY_ID_HEX];
    uint8_t id[16];
    if (v->len != sizeof hex - 1)
        return false;
    memcpy(hex, v->at, v->len);
    hex[v->len] = '\0';
    return hex_decode(id, hex, sizeof id);
}

static bool read_key(const struct js_span *v, const struct key_row *k, struct event *ev)
{
    void *m = (char *)ev + k->at;
    if (k->shape == SHAPE_HASHES)
        return read_hashes(v, m);
    if (v->kind != JS_STRING)
        return false;
    if (k->shape == SHAPE_HASH)
        return *(bool *)((char *)ev + k->has) = v->len == HASH_HEX - 1 && read_hash(v->at, m);
    if (k->shape == SHAPE_ID && !is_id(v))
        return false;
    *(char **)m = js_span_text(v);
    return true;
}

static bool is_one_of(const struct js_span *v, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (is_text(v, words[i]))
            return true;
    return false;
}

static bool read_known(const struct found *f, struct event *ev, struct err *e)
{
    const struct kind_row *kind = &event_kinds[ev->kind];
    for (size_t i = 0; i < KEY_COUNT; i++) {
        const struct js_span *v = &f->keys[i];
        const struct key_row *k = &event_keys[i];
        if (is_there(v) ? !read_key(v, k, ev) : (kind->required & k->key) != 0)
            return refuse(e, k->name);
        if (k->key == kind->word && !is_one_of(v, kind->words))
            return refuse(e, k->name);
    }
    const struct js_span *time = &f->others[OTHER_TIME];
    if (is_there(time) && (time->kind != JS_INTEGER || time->integer == 0))
        return refuse(e, "time");
    ev->time = time->integer;
    return true;
}

static enum event_kind find_kind(const struct found *f)
{
    const struct js_span *v = &f->others[OTHER_V];
    if (!is_there(v) || v->kind != JS_INTEGER || v->integer != 1)
        return EVENT_UNKNOWN;
    for (int i = 0; i < EVENT_KINDS; i++)
        if (is_text(&f->others[OTHER_KIND], event_kinds[i].name))
            return (enum event_kind)i;
    return EVENT_UNKNOWN;
}

bool event_read(const char *head, size_t len, struct event *ret, struct err *e)
{
    struct found f = {0};
    if (len > EVENT_HEAD_MAX)
        return refuse(e, _("too long"));
    if (!js_scan_object(head, len, note_member, &f))
        return refuse(e, _("not canonical JSON"));
    struct event ev = {.kind = find_kind(&f)};
    if (ev.kind == EVENT_UNKNOWN || read_known(&f, &ev, e)) {
        *ret = ev;
        return true;
    }
    event_finish(&ev);
    return false;
}
