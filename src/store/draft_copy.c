#include "store/draft_copy.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/conflict.h"
#include "store/fields.h"
#include "store/internal.h"

void draft_copy_finish(struct draft_copy *c)
{
    vec_finish(&c->parents);
    free(c->form_id);
    free(c->unit);
    free(c->period);
    free(c->author);
    free(c->office);
    js_free(c->values);
    *c = (struct draft_copy){0};
}

/* ---- what it says of itself -------------------------------------------------------------------------- */

static const struct {
    const char *name;
    size_t at;
} head_texts[] = {
    {"author", offsetof(struct draft_copy, author)}, {"form", offsetof(struct draft_copy, form_id)},
    {"office", offsetof(struct draft_copy, office)}, {"period", offsetof(struct draft_copy, period)},
    {"unit", offsetof(struct draft_copy, unit)},
};
#define HEAD_TEXTS (sizeof head_texts / sizeof *head_texts)

char *draft_copy_head(struct store *s, const void *draft_id, size_t n, struct err *e)
{
    struct stmt *q = db_prepare(
        s->db, "SELECT author, form_id, office, period, unit FROM draft WHERE draft_id=?", e);
    if (!q)
        return NULL;
    json *head = js_new_object();
    stmt_bind_blob(q, 1, draft_id, n);
    if (stmt_step(q, e) == STMT_ROW)
        for (size_t i = 0; i < HEAD_TEXTS; i++)
            if (!stmt_null(q, (int)i) && stmt_is_text(q, (int)i))
                js_set_text(head, head_texts[i].name, stmt_text(q, (int)i));
    stmt_done(q);
    char *text = js_canonical(head, NULL);
    js_free(head);
    return text;
}

static char **text_at(struct draft_copy *c, size_t i)
{
    return (char **)(void *)((char *)c + head_texts[i].at);
}

static void read_head(struct draft_copy *c)
{
    const char *text = js_text(js_get(c->values, DRAFT_COPY_HEAD));
    json *head = js_parse(text, strlen(text), DRAFT_COPY_HEAD, NULL);
    for (size_t i = 0; i < HEAD_TEXTS; i++) {
        const json *j = js_get(head, head_texts[i].name);
        if (js_is(j, JS_STRING) && *js_text(j))
            *text_at(c, i) = xstrdup(js_text(j));
    }
    js_free(head);
    js_delete(c->values, DRAFT_COPY_HEAD);
}

/* Where it does not say what entry it is of, the entry does. */
static void ask_entry(struct store *s, struct draft_copy *c)
{
    struct entry_row row = {0};
    if ((c->form_id && c->unit) || !store_entry(s, c->entry, &row, NULL))
        return;
    if (!c->form_id)
        c->form_id = xstrdup(row.form_id);
    if (!c->unit) {
        c->unit = xstrdup(row.unit);
        c->period = xstrdup0(row.period);
    }
    entry_row_finish(&row);
}

/* ---- reading ----------------------------------------------------------------------------------------- */

#define COLUMNS "hash, draft_id, inst, entry, base, form, data, touched"

static void read_parents(struct draft_copy *c, const char *base)
{
    json *list = js_parse(base, strlen(base), "draft", NULL);
    struct hash h;
    for (size_t i = 0; i < js_count(list); i++)
        if (hash_parse(js_text(js_at(list, i)), &h))
            *vec_add(&c->parents) = h;
    js_free(list);
}

static bool all_texts(const json *values)
{
    for (void *i = js_first(values); i; i = js_next(values, i))
        if (!js_is(js_value(i), JS_STRING))
            return false;
    return js_is(values, JS_OBJECT);
}

/* False: no program of ours wrote it; then it is left alone. */
static bool read_copy(struct stmt *q, struct draft_copy *c)
{
    static const size_t sizes[] = {32, 16, 16, 16};
    *c = (struct draft_copy){0};
    for (int i = 0; i < 4; i++)
        if (stmt_bytes(q, i) != sizes[i])
            return false;
    if (!stmt_is_text(q, 4) || !stmt_is_text(q, 6))
        return false;
    c->values = js_parse(stmt_text(q, 6), stmt_bytes(q, 6), "draft_copy", NULL);
    if (!all_texts(c->values)) {
        draft_copy_finish(c);
        return false;
    }
    c->id = stmt_hash(q, 0);
    stmt_id(q, 1, c->draft);
    stmt_id(q, 2, c->inst);
    stmt_id(q, 3, c->entry);
    read_parents(c, stmt_text(q, 4));
    c->form = stmt_hash(q, 5);
    c->touched = stmt_int(q, 7);
    read_head(c);
    return true;
}

VEC_TYPEDEF(copies, struct draft_copy);

static bool read_all(struct store *s, const char *sql, struct copies *ret, struct err *e)
{
    struct stmt *q = db_prepare_once(s->db, sql, e);
    if (!q)
        return false;
    enum stmt_row row;
    struct draft_copy c;
    while ((row = stmt_step(q, e)) == STMT_ROW)
        if (read_copy(q, &c))
            *vec_add(ret) = c;
    stmt_free(q);
    return row == STMT_DONE;
}

static void copies_finish(struct copies *c)
{
    for (size_t i = 0; i < c->n; i++)
        draft_copy_finish(&c->v[i]);
    vec_finish(c);
}

/* ---- which of them anybody may want -------------------------------------------------------------------- */

/* Dismissed; a later state of the same draft is here; its own installation has made a revision of it since.
 * Times are compared only where one clock gave both. */
#define OPEN_ONES                                                                                  \
    " FROM draft_copy AS c WHERE"                                                                  \
    " NOT EXISTS(SELECT 1 FROM x_event AS x WHERE x.entry=c.entry AND x.kind=10 AND x.target=c.hash)" \
    " AND NOT EXISTS(SELECT 1 FROM draft_copy AS o WHERE o.draft_id=c.draft_id AND o.inst=c.inst"  \
    " AND (o.touched>c.touched OR (o.touched=c.touched AND o.hash>c.hash)))"
_Static_assert(EVENT_DISMISS == 10, "as in the query");

static bool ended_there(struct store *s, const struct draft_copy *c)
{
    struct revisions all = {0};
    bool ended = false;
    if (!store_revisions(s, c->entry, &all, NULL))
        return false;
    for (size_t i = 0; i < all.n && !ended; i++)
        ended = str_eq0(all.v[i].head.draft, c->draft) && str_eq0(all.v[i].head.inst, c->inst) &&
                all.v[i].head.time >= c->touched;
    revisions_finish(&all);
    return ended;
}

static bool ends_with(const char *path, const char *end)
{
    size_t n = strlen(path), k = strlen(end);
    return n > k && !strcmp(path + n - k, end);
}

/* Whether the answers say what the draft says there. */
static bool says(const struct field_values *fields, const char *path, const char *bytes)
{
    const char *now = fields_get(fields, path);
    if (ends_with(path, "/" FIELD_ORDER))
        return true; /* the number of a row, not the order as it is compared */
    if (ends_with(path, "/" FIELD_ALIVE))
        return (now != NULL) == (*bytes == '\0');
    return str_eq0(now, *bytes ? bytes : NULL);
}

static bool is_said(struct store *s, const struct draft_copy *c)
{
    struct merged m;
    struct field_values fields = {0};
    if (!store_merged(s, c->entry, NULL, 0, &m, NULL))
        return false;
    fields_flatten(m.answers, &fields);
    bool said = !m.conflicts.n;
    for (void *i = js_first(c->values); i && said; i = js_next(c->values, i))
        said = says(&fields, js_key(i), js_text(js_value(i)));
    fields_finish(&fields);
    merged_finish(&m);
    return said;
}

bool draft_copies(struct store *s, bool all, draft_copy_fn *fn, void *user, struct err *e)
{
    struct copies found = {0};
    bool good = read_all(s, all ? "SELECT " COLUMNS " FROM draft_copy ORDER BY touched DESC, hash"
                                : "SELECT " COLUMNS OPEN_ONES " ORDER BY touched DESC, hash",
                         &found, e);
    for (size_t i = 0; good && i < found.n; i++) {
        struct draft_copy *c = &found.v[i];
        if (!all && (ended_there(s, c) || is_said(s, c)))
            continue;
        ask_entry(s, c);
        if (!fn(user, c))
            break;
    }
    copies_finish(&found);
    return good;
}

#define COMPARED_MOST 20

static bool count_one(void *user, const struct draft_copy *c)
{
    (void)c;
    ++*(int64_t *)user;
    return true;
}

bool draft_copies_count(struct store *s, int64_t *ret, struct err *e)
{
    int64_t n = 0;
    *ret = 0;
    if (!db_int(s->db, "SELECT count(*)" OPEN_ONES, 0, &n, e))
        return false;
    if (n <= COMPARED_MOST)
        return !n || draft_copies(s, false, count_one, ret, e);
    *ret = n;
    return true;
}

bool draft_copy_find(struct store *s, const char *ref, struct draft_copy *ret, struct err *e)
{
    struct copies found = {0};
    size_t hits = 0, at = 0;
    char hex[HASH_HEX];
    if (!read_all(s, "SELECT " COLUMNS " FROM draft_copy", &found, e))
        return false;
    for (size_t i = 0; i < found.n && strlen(ref) >= 6; i++) {
        hash_hex(&found.v[i].id, hex);
        if (!strncmp(hex, ref, strlen(ref))) {
            at = i;
            hits++;
        }
    }
    if (hits == 1) {
        *ret = found.v[at];
        found.v[at] = (struct draft_copy){0};
        ask_entry(s, ret);
    }
    copies_finish(&found);
    return hits == 1 || err_set(e, ERR_USAGE, ref, _("“phieu drafts FILE” lists them"),
                                hits ? _("more than one piece of unfinished work begins so")
                                     : _("there is no unfinished work of that name"));
}

/* ---- what people do with it ---------------------------------------------------------------------------- */

static struct event dismissal(const struct draft_copy *c, const struct event *by)
{
    struct event ev = {.kind = EVENT_DISMISS, .has_target = true, .target = c->id, .time = by->time};
    ev.author = xstrdup0(by->author);
    ev.office = xstrdup0(by->office);
    ev.entry = xstrdup(c->entry);
    return ev;
}

bool draft_copy_dismiss(struct store *s, const struct draft_copy *c, const struct event *by,
                        struct err *e)
{
    struct event ev = dismissal(c, by);
    struct hash made;
    bool good = store_add_event(s, &ev, NULL, &made, e);
    event_finish(&ev);
    return good;
}

bool draft_copy_take(struct store *s, const struct draft_copy *c, struct draft *d,
                     const struct event *by, struct err *e)
{
    VEC(char *) pairs = {0};
    for (void *i = js_first(c->values); i; i = js_next(c->values, i)) {
        *vec_add(&pairs) = (char *)js_key(i);
        *vec_add(&pairs) = (char *)js_text(js_value(i));
    }
    (void)vec_add(&pairs);
    bool good = store_begin(s, e);
    if (good) {
        good = draft_create(s, d, e) && draft_put_many(s, d->draft, pairs.v, NULL, e) &&
               draft_copy_dismiss(s, c, by, e);
        good = store_end(s, good, e);
    }
    vec_finish(&pairs);
    return good;
}
