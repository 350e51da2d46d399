#include "store/event.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/event_key.h"

/* The NUL belongs to the prefix: an event can never be mistaken for a body. */
#define EVENT_PREFIX "phieu-event-1"

#define AT(member) offsetof(struct event, member)

const struct key_row event_keys[KEY_COUNT] = {
    {KEY_AUTHOR, "author", SHAPE_TEXT, AT(author), NOWHERE},
    {KEY_BODIES, "bodies", SHAPE_HASHES, AT(bodies), NOWHERE},
    {KEY_BODY, "body", SHAPE_HASH, AT(body), AT(has_body)},
    {KEY_DRAFT, "draft", SHAPE_ID, AT(draft), NOWHERE},
    {KEY_ENTRY, "entry", SHAPE_ID, AT(entry), NOWHERE},
    {KEY_FIELD, "field", SHAPE_TEXT, AT(field), NOWHERE},
    {KEY_FORM, "form", SHAPE_HASH, AT(form), AT(has_form)},
    {KEY_ID, "id", SHAPE_TEXT, AT(form_id), NOWHERE},
    {KEY_INST, "inst", SHAPE_ID, AT(inst), NOWHERE},
    {KEY_NEXT, "next", SHAPE_TEXT, AT(next), NOWHERE},
    {KEY_OFFICE, "office", SHAPE_TEXT, AT(office), NOWHERE},
    {KEY_OTHER, "other", SHAPE_ID, AT(other), NOWHERE},
    {KEY_PARENTS, "parents", SHAPE_HASHES, AT(parents), NOWHERE},
    {KEY_PERIOD, "period", SHAPE_TEXT, AT(period), NOWHERE},
    {KEY_RECEIVED, "received", SHAPE_TEXT, AT(received), NOWHERE},
    {KEY_STATUS, "status", SHAPE_TEXT, AT(status), NOWHERE},
    {KEY_SUPERSEDES, "supersedes", SHAPE_HASHES, AT(supersedes), NOWHERE},
    {KEY_TARGET, "target", SHAPE_HASH, AT(target), AT(has_target)},
    {KEY_UNIT, "unit", SHAPE_TEXT, AT(unit), NOWHERE},
    {KEY_VERDICT, "verdict", SHAPE_TEXT, AT(verdict), NOWHERE},
};

const struct kind_row event_kinds[EVENT_KINDS] = {
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
    return kind < EVENT_KINDS ? event_kinds[kind].name : "unknown";
}

const char *const review_says_words[4] = {
    [SAYS_ACCEPT] = "accept", [SAYS_PASS_ON] = "pass_on", [SAYS_RETURN] = "return", [SAYS_NOTHING] = REVIEW_UNDONE};

enum review_says review_says(const struct event *review)
{
    if (review->status && !strcmp(review->status, REVIEW_UNDONE))
        return SAYS_NOTHING;
    if (strcmp(review->verdict, "accept") != 0)
        return SAYS_RETURN;
    return review->next ? SAYS_PASS_ON : SAYS_ACCEPT;
}

static void *member(struct event *ev, size_t at)
{
    return (char *)ev + at;
}

void event_finish(struct event *ev)
{
    for (size_t i = 0; i < KEY_COUNT; i++) {
        void *m = member(ev, event_keys[i].at);
        if (event_keys[i].shape == SHAPE_HASHES)
            vec_finish((struct hashes *)m);
        else if (event_keys[i].shape != SHAPE_HASH)
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
        void *m = member(to, event_keys[i].at);
        if (event_keys[i].shape == SHAPE_HASHES)
            hashes_copy(m, (const struct hashes *)((const char *)from + event_keys[i].at));
        else if (event_keys[i].shape != SHAPE_HASH)
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
        write_key(head, &event_keys[i], ev);
        assert(!(event_kinds[ev->kind].required & event_keys[i].key) || js_get(head, event_keys[i].name));
    }
    js_set_text(head, "kind", event_kinds[ev->kind].name);
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
