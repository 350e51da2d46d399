#include "store/event.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"

/* The NUL belongs to the prefix: an event can never be mistaken for a body. */
#define EVENT_PREFIX "phieu-event-1"

#define INTEGER_MAX (INT64_C(1) << 53)

VEC_TYPEDEF(hashes, struct hash);
/* All lists of hashes in struct event have this shape. */
_Static_assert(sizeof(struct hashes) == sizeof(((struct event *)0)->parents), "one shape");

enum shape { SHAPE_TEXT, SHAPE_ID, SHAPE_HASH, SHAPE_HASHES };

enum key {
    KEY_AUTHOR = 1 << 0,
    KEY_BODIES = 1 << 1,
    KEY_BODY = 1 << 2,
    KEY_DRAFT = 1 << 3,
    KEY_ENTRY = 1 << 4,
    KEY_FIELD = 1 << 5,
    KEY_FORM = 1 << 6,
    KEY_ID = 1 << 7,
    KEY_INST = 1 << 8,
    KEY_OFFICE = 1 << 9,
    KEY_OTHER = 1 << 10,
    KEY_PARENTS = 1 << 11,
    KEY_PERIOD = 1 << 12,
    KEY_STATUS = 1 << 13,
    KEY_SUPERSEDES = 1 << 14,
    KEY_TARGET = 1 << 15,
    KEY_UNIT = 1 << 16,
    KEY_VERDICT = 1 << 17,
};

#define NOWHERE ((size_t)-1)
#define AT(member) offsetof(struct event, member)

/* Besides these a header has kind, time and v. */
static const struct key_row {
    enum key key;
    const char *name;
    enum shape shape;
    size_t at, has;
} keys[] = {
    {KEY_AUTHOR, "author", SHAPE_TEXT, AT(author), NOWHERE},
    {KEY_BODIES, "bodies", SHAPE_HASHES, AT(bodies), NOWHERE},
    {KEY_BODY, "body", SHAPE_HASH, AT(body), AT(has_body)},
    {KEY_DRAFT, "draft", SHAPE_ID, AT(draft), NOWHERE},
    {KEY_ENTRY, "entry", SHAPE_ID, AT(entry), NOWHERE},
    {KEY_FIELD, "field", SHAPE_TEXT, AT(field), NOWHERE},
    {KEY_FORM, "form", SHAPE_HASH, AT(form), AT(has_form)},
    {KEY_ID, "id", SHAPE_TEXT, AT(form_id), NOWHERE},
    {KEY_INST, "inst", SHAPE_ID, AT(inst), NOWHERE},
    {KEY_OFFICE, "office", SHAPE_TEXT, AT(office), NOWHERE},
    {KEY_OTHER, "other", SHAPE_ID, AT(other), NOWHERE},
    {KEY_PARENTS, "parents", SHAPE_HASHES, AT(parents), NOWHERE},
    {KEY_PERIOD, "period", SHAPE_TEXT, AT(period), NOWHERE},
    {KEY_STATUS, "status", SHAPE_TEXT, AT(status), NOWHERE},
    {KEY_SUPERSEDES, "supersedes", SHAPE_HASHES, AT(supersedes), NOWHERE},
    {KEY_TARGET, "target", SHAPE_HASH, AT(target), AT(has_target)},
    {KEY_UNIT, "unit", SHAPE_TEXT, AT(unit), NOWHERE},
    {KEY_VERDICT, "verdict", SHAPE_TEXT, AT(verdict), NOWHERE},
};
#define KEY_COUNT (sizeof keys / sizeof *keys)

static const struct kind_row {
    const char *name;
    unsigned required;
    enum key word;         /* the key that takes one of `words`; 0: none */
    const char *words[4];
} kinds[EVENT_KINDS] = {
    [EVENT_REVISION] = {"revision", KEY_BODY | KEY_ENTRY | KEY_FORM | KEY_STATUS | KEY_UNIT,
                        KEY_STATUS, {"draft", "submitted", "withdrawn"}},
    [EVENT_REVIEW] = {"review", KEY_ENTRY | KEY_TARGET | KEY_VERDICT,
                      KEY_VERDICT, {"accept", "return"}},
    [EVENT_COMMENT] = {"comment", KEY_BODY | KEY_ENTRY | KEY_FIELD | KEY_TARGET, 0, {0}},
    [EVENT_COMMENT_STATE] = {"comment_state", KEY_ENTRY | KEY_STATUS | KEY_TARGET,
                             KEY_STATUS, {"open", "closed"}},
    [EVENT_JOIN] = {"join", KEY_ENTRY | KEY_OTHER, 0, {0}},
    [EVENT_UNJOIN] = {"unjoin", KEY_ENTRY | KEY_OTHER | KEY_SUPERSEDES, 0, {0}},
    [EVENT_ERASE] = {"erase", KEY_BODIES, 0, {0}},
    [EVENT_FORM] = {"form", KEY_BODY | KEY_ID, 0, {0}},
    [EVENT_LIST] = {"list", KEY_BODY | KEY_ID, 0, {0}},
    [EVENT_KEY] = {"key", KEY_BODY | KEY_OFFICE, 0, {0}},
    [EVENT_DISMISS] = {"dismiss", KEY_TARGET, 0, {0}},
};

const char *event_kind_name(enum event_kind kind)
{
    return kind < EVENT_KINDS ? kinds[kind].name : "unknown";
}

static void *member(struct event *ev, size_t at)
{
    return (char *)ev + at;
}

void event_finish(struct event *ev)
{
    for (size_t i = 0; i < KEY_COUNT; i++) {
        void *m = member(ev, keys[i].at);
        if (keys[i].shape == SHAPE_HASHES)
            vec_finish((struct hashes *)m);
        else if (keys[i].shape != SHAPE_HASH)
            free(*(char **)m);
    }
    *ev = (struct event){0};
}

static void hashes_copy(struct hashes *to, const struct hashes *from)
{
    *to = (struct hashes){0};
    for (size_t i = 0; i < from->n; i++)
        *vec_add(to) = from->v[i];
}

void event_copy(struct event *to, const struct event *from)
{
    *to = *from;
    for (size_t i = 0; i < KEY_COUNT; i++) {
        void *m = member(to, keys[i].at);
        if (keys[i].shape == SHAPE_HASHES)
            hashes_copy(m, (const struct hashes *)((const char *)from + keys[i].at));
        else if (keys[i].shape != SHAPE_HASH)
            *(char **)m = xstrdup0(*(char **)m);
    }
}

/* ---- writing --------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
    return hash_cmp(a, b);
}

static void hashes_sort(struct hashes *h)
{
    if (h->n < 2)
        return;
    qsort(h->v, h->n, sizeof *h->v, compare);
    size_t kept = 1;
    for (size_t i = 1; i < h->n; i++)
        if (hash_cmp(&h->v[i], &h->v[kept - 1]))
            h->v[kept++] = h->v[i];
    h->n = kept;
}

static json *hash_json(const struct hash *h)
{
    char hex[HASH_HEX];
    hash_hex(h, hex);
    return js_new_text(hex);
}

static void write_hashes(json *head, const char *key, struct hashes *h)
{
    hashes_sort(h);
    if (h->n == 0)
        return;
    json *list = js_new_array();
    for (size_t i = 0; i < h->n; i++)
        js_push(list, hash_json(&h->v[i]));
    js_set(head, key, list);
}

static void write_key(json *head, const struct key_row *k, struct event *ev)
{
    void *m = member(ev, k->at);
    if (k->shape == SHAPE_HASHES)
        write_hashes(head, k->name, m);
    else if (k->shape == SHAPE_HASH && *(bool *)member(ev, k->has))
        js_set(head, k->name, hash_json(m));
    else if (k->shape != SHAPE_HASH)
        js_set_text(head, k->name, *(char **)m);
}

char *event_write(struct event *ev, size_t *ret_len)
{
    assert(ev->kind < EVENT_KINDS);
    json *head = js_new_object();
    for (size_t i = 0; i < KEY_COUNT; i++) {
        write_key(head, &keys[i], ev);
        assert(!(kinds[ev->kind].required & keys[i].key) || js_get(head, keys[i].name));
    }
    js_set_text(head, "kind", kinds[ev->kind].name);
    if (ev->time)
        js_set(head, "time", js_new_integer(ev->time));
    js_set(head, "v", js_new_integer(1));
    char *bytes = js_canonical(head, ret_len);
    js_free(head);
    return bytes;
}

struct hash event_hash(const char *head, size_t len)
{
    return hash_bytes(EVENT_PREFIX, sizeof EVENT_PREFIX, head, len);
}

/* ---- reading --------------------------------------------------------------------------------- */

static bool refuse(struct err *e, const char *what)
{
    return err_set(e, ERR_DAMAGED, NULL, NULL, _("an event cannot be read: %s"), what);
}

/* No nulls, no reals, integers within ±2^53: what canonical text may hold at all. */
static bool is_plain(const json *j)
{
    switch (js_kind(j)) {
    case JS_NULL:
    case JS_REAL:
        return false;
    case JS_INTEGER:
        return js_integer(j) <= INTEGER_MAX && js_integer(j) >= -INTEGER_MAX;
    case JS_ARRAY:
        for (size_t i = 0; i < js_count(j); i++)
            if (!is_plain(js_at(j, i)))
                return false;
        return true;
    case JS_OBJECT:
        for (void *i = js_first(j); i; i = js_next(j, i))
            if (!is_plain(js_value(i)))
                return false;
        return true;
    default:
        return true;
    }
}

static bool read_hashes(const json *j, struct hashes *ret)
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

static bool read_key(const json *j, const struct key_row *k, struct event *ev)
{
    void *m = member(ev, k->at);
    uint8_t id[16];
    if (k->shape == SHAPE_HASHES)
        return read_hashes(j, m);
    if (!js_is(j, JS_STRING))
        return false;
    if (k->shape == SHAPE_HASH)
        return *(bool *)member(ev, k->has) = hash_parse(js_text(j), m);
    if (k->shape == SHAPE_ID && !hex_decode(id, js_text(j), sizeof id))
        return false;
    *(char **)m = xstrdup(js_text(j));
    return true;
}

static bool is_one_of(const char *word, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (!strcmp(word, words[i]))
            return true;
    return false;
}

static bool read_known(const json *head, struct event *ev, struct err *e)
{
    const struct kind_row *kind = &kinds[ev->kind];
    for (size_t i = 0; i < KEY_COUNT; i++) {
        const json *j = js_get(head, keys[i].name);
        if (j ? !read_key(j, &keys[i], ev) : (kind->required & keys[i].key) != 0)
            return refuse(e, keys[i].name);
        if (keys[i].key == kind->word && !is_one_of(js_text(j), kind->words))
            return refuse(e, keys[i].name);
    }
    const json *time = js_get(head, "time");
    if (time && (!js_is(time, JS_INTEGER) || js_integer(time) == 0))
        return refuse(e, "time");
    ev->time = js_integer(time);
    return true;
}

static enum event_kind find_kind(const json *head)
{
    const json *v = js_get(head, "v");
    if (!js_is(v, JS_INTEGER) || js_integer(v) != 1)
        return EVENT_UNKNOWN;
    const char *name = js_text(js_get(head, "kind"));
    for (int i = 0; i < EVENT_KINDS; i++)
        if (!strcmp(name, kinds[i].name))
            return (enum event_kind)i;
    return EVENT_UNKNOWN;
}

static bool is_canonical(const json *j, const char *head, size_t len)
{
    size_t n;
    char *again = js_canonical(j, &n);
    bool same = n == len && !memcmp(again, head, n);
    free(again);
    return same;
}

bool event_read(const char *head, size_t len, struct event *ret, struct err *e)
{
    if (len > EVENT_HEAD_MAX)
        return refuse(e, _("too long"));
    json *j = js_parse(head, len, "event", NULL);
    struct event ev = {0};
    bool good = js_is(j, JS_OBJECT) && is_plain(j) && is_canonical(j, head, len)
                    ? true
                    : refuse(e, _("not canonical JSON"));
    if (good) {
        ev.kind = find_kind(j);
        good = ev.kind == EVENT_UNKNOWN || read_known(j, &ev, e);
    }
    js_free(j);
    if (good)
        *ret = ev;
    else
        event_finish(&ev);
    return good;
}

/* ---- bodies ---------------------------------------------------------------------------------- */

char *body_write_answers(const json *answers, const char *salt, size_t *ret_len)
{
    json *body = js_new_object();
    js_set(body, "answers", js_copy(answers));
    js_set_text(body, "salt", salt);
    char *bytes = js_canonical(body, ret_len);
    js_free(body);
    return bytes;
}

char *body_write_text(const char *text, const char *salt, size_t *ret_len)
{
    json *body = js_new_object();
    js_set_text(body, "text", text);
    js_set_text(body, "salt", salt);
    char *bytes = js_canonical(body, ret_len);
    js_free(body);
    return bytes;
}

struct hash body_hash(const char *data, size_t len)
{
    return hash_body(data, len);
}
