#include "entry/reading.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "entry/reading_text.h"
#include "entry/review_internal.h"
#include "store/changes.h"

/* ---- with what it is compared ------------------------------------------------------------------ */

static const struct revision *find(const struct revisions *all, const struct hash *id)
{
    for (size_t i = 0; i < all->n; i++)
        if (!hash_cmp(&all->v[i].id, id))
            return &all->v[i];
    return NULL;
}

/* Marks what the revision follows; all stand by generation, parents before children. */
static bool *ancestors(const struct revisions *all, const struct revision *of)
{
    bool *marked = xcalloc(all->n + 1, sizeof *marked);
    marked[of - all->v] = true;
    for (size_t i = all->n; i-- > 0;)
        for (size_t k = 0; marked[i] && k < all->v[i].head.parents.n; k++) {
            const struct revision *p = find(all, &all->v[i].head.parents.v[k]);
            if (p)
                marked[p - all->v] = true;
        }
    marked[of - all->v] = false;
    return marked;
}

static bool reviewed(const struct review *r, const struct revisions *reviews, const struct hash *id)
{
    const char *office = review_acting(r);
    for (size_t i = 0; i < reviews->n; i++)
        if (!hash_cmp(&reviews->v[i].head.target, id) && office_same(office, reviews->v[i].head.office))
            return true;
    for (size_t i = 0; i < r->comments.n; i++)
        if (!hash_cmp(&r->comments.v[i].target, id) && office_same(office, r->comments.v[i].office))
            return true;
    return false;
}

const struct revision *review_base(const struct review *r)
{
    struct revisions reviews;
    const struct revision *base = NULL;
    if (!r->looked_at ||
        !store_events(session_store(r->session), entry_id(r->entry), EVENT_REVIEW, &reviews, NULL))
        return NULL;
    bool *before = ancestors(&r->all, r->looked_at);
    for (size_t i = r->all.n; i-- > 0 && !base;)
        if (before[i] && !strcmp(r->all.v[i].head.status, "submitted") &&
            reviewed(r, &reviews, &r->all.v[i].id))
            base = &r->all.v[i];
    free(before);
    revisions_finish(&reviews);
    return base;
}

/* ---- items -------------------------------------------------------------------------------------- */

struct maker {
    struct review *r;
    struct reading *to;
    struct field_changes changes;
    bool whole;
    bool *told;    /* remarks that stand somewhere already */
    bool *claimed; /* changes that stand somewhere already */
};

static struct reading_item *add(struct maker *m, enum reading_kind kind, struct place place,
                                char *path, bool changed)
{
    struct reading_item *item = vec_add(m->to);
    *item = (struct reading_item){.kind = kind, .place = place, .path = path, .changed = changed};
    m->to->changes += changed && kind != READING_THREAD;
    return item;
}

/* Whether a thread is worth reading where only changes are shown. */
static bool is_alive(const struct maker *m, size_t remark)
{
    const struct comment *c = m->to->remarks.v[remark].said;
    return c->thread == remark && (m->whole || c->open);
}

/* Whether it is about this place, or about a paragraph of it. */
static bool is_about(const char *said, const char *path)
{
    size_t n = strlen(path);
    return !strncmp(said, path, n) && (!said[n] || (said[n] == '#' && *path));
}

static bool has_thread(const struct maker *m, const char *path)
{
    for (size_t i = 0; i < m->to->remarks.n; i++)
        if (is_alive(m, i) && !m->told[i] && is_about(m->to->remarks.v[i].said->path, path))
            return true;
    return false;
}

static void add_thread(struct maker *m, size_t i, struct place place)
{
    m->told[i] = true;
    add(m, READING_THREAD, place, xstrdup(m->to->remarks.v[i].said->path), false)->remark = i;
}

/* Those about this place; number: only those about that paragraph, 0: all. */
static void add_threads(struct maker *m, const char *path, size_t number, size_t count,
                        struct place place)
{
    size_t n = strlen(path);
    for (size_t i = 0; i < m->to->remarks.n; i++) {
        const char *said = m->to->remarks.v[i].said->path;
        if (m->told[i] || !is_alive(m, i) || !is_about(said, path))
            continue;
        size_t paragraph = said[n] == '#' ? strtoul(said + n + 1, NULL, 10) : 0;
        if (!number || (paragraph >= number && paragraph < number + count))
            add_thread(m, i, place);
    }
}

static const struct field_change *change_at(struct maker *m, const char *path)
{
    for (size_t low = 0, high = m->changes.n; low < high;) {
        size_t mid = (low + high) / 2;
        int c = strcmp(m->changes.v[mid].path, path);
        if (!c) {
            m->claimed[mid] = true;
            return &m->changes.v[mid];
        }
        if (c < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

static void set_values(struct reading_item *item, const char *before, const char *after)
{
    item->before = xstrdup0(before);
    item->after = xstrdup0(after);
}

/* A field or a cell. */
static void add_value(struct maker *m, enum reading_kind kind, struct place p, const char *path)
{
    const struct field_change *c = change_at(m, path);
    if (!c && !m->whole && !has_thread(m, path))
        return;
    const char *now = fields_get(&m->to->now, path);
    set_values(add(m, kind, p, xstrdup(path), c != NULL), c ? c->before : now, now);
    add_threads(m, path, 0, 0, p);
}

/* ---- narratives --------------------------------------------------------------------------------- */

static char *plain(const char *bytes)
{
    struct value v = VALUE_NONE;
    if (bytes)
        value_from_bytes(bytes, &v);
    char *text = xstrdup(v.kind == VALUE_TEXT ? v.text : "");
    value_finish(&v);
    return text;
}

static void add_piece(struct maker *m, struct place p, const char *path, const struct text_piece *x)
{
    char *own = x->count ? xasprintf("%s#%zu", path, x->number) : xstrdup(path);
    bool said = false;
    for (size_t i = 0; i < m->to->remarks.n && !m->whole && !x->changed && !said; i++)
        said = is_alive(m, i) && !m->told[i] && !strcmp(m->to->remarks.v[i].said->path, own);
    if (x->changed || said || m->whole) {
        set_values(add(m, READING_PARAGRAPH, p, own, x->changed), x->before, x->after);
        add_threads(m, path, x->number, x->count, p);
    } else {
        free(own);
    }
}

static void add_narrative(struct maker *m, struct place p, const char *path)
{
    const struct field_change *c = change_at(m, path);
    const char *now = fields_get(&m->to->now, path);
    char *before = plain(c ? c->before : now), *after = plain(now);
    struct text_pieces pieces = {0};
    if (!c && !m->whole && !has_thread(m, path)) {
        free(before);
        free(after);
        return;
    }
    size_t from = m->to->n;
    text_pieces_make(before, after, &pieces);
    for (size_t i = 0; i < pieces.n; i++)
        add_piece(m, p, path, &pieces.v[i]);
    /* blank, a code in place of a text, or what was said is about the text as a whole */
    if (m->to->n == from && (c || m->whole || has_thread(m, path)))
        set_values(add(m, READING_FIELD, p, xstrdup(path), c != NULL), c ? c->before : now, now);
    add_threads(m, path, 0, 0, p);
    text_pieces_finish(&pieces);
    free(before);
    free(after);
}

/* ---- tables ------------------------------------------------------------------------------------- */

static void add_row(struct maker *m, const struct field *f, int row)
{
    const struct record *record = entry_record(m->r->entry);
    char *path = xasprintf("%s/%s", f->id, record_row_id(record, f->index, row));
    char *alive = xasprintf("%s/" FIELD_ALIVE, path);
    bool added = change_at(m, alive) != NULL && !table_fixed(f), any = added || m->whole;
    struct place p = {f->index, row, -1};
    size_t at = m->to->n;
    if (any)
        add(m, added ? READING_ROW_ADDED : READING_ROW, p, xstrdup(path), added);
    for (size_t c = 0; c < f->table->columns.n; c++) {
        char *cell = xasprintf("%s/%s", path, f->table->columns.v[c]->id);
        p.column = (int)c;
        if (any && change_at(m, cell) && !added) {
            m->to->v[at].changed = true;
            m->to->changes++;
        }
        if (any)
            add_threads(m, cell, 0, 0, p);
        else
            add_value(m, READING_CELL, p, cell);
        free(cell);
    }
    free(alive);
    free(path);
}

/* Rows that are gone stand only in what changed: "table/ROW/$alive" without a value now. */
static void add_removed(struct maker *m, const struct field *f)
{
    size_t n = strlen(f->id);
    for (size_t i = 0; i < m->changes.n; i++) {
        const struct field_change *c = &m->changes.v[i];
        size_t table_len, row_len;
        const char *row, *rest;
        if (c->after || !fields_split(c->path, &table_len, &row, &row_len, &rest) || table_len != n ||
            strncmp(c->path, f->id, n) != 0 || strcmp(rest, FIELD_ALIVE) != 0 || table_fixed(f))
            continue;
        m->claimed[i] = true;
        char *path = xstrndup(c->path, (size_t)(row + row_len - c->path));
        struct reading_item *item =
            add(m, READING_ROW_REMOVED, PLACE_FIELD(f->index), xstrdup(f->id), true);
        item->before = path;
    }
}

static bool is_row_blank(const struct record *record, const struct field *f, int row)
{
    return table_fixed(f) && record_row_blank(record, f->index, row);
}

static void add_table(struct maker *m, const struct field *f)
{
    const struct record *record = entry_record(m->r->entry);
    char *order = xasprintf("%s/" FIELD_ORDER, f->id);
    if (change_at(m, order))
        add(m, READING_MOVED, PLACE_FIELD(f->index), xstrdup(f->id), true);
    free(order);
    for (int row = 0; row < record_rows(record, f->index); row++)
        if (!m->whole || !is_row_blank(record, f, row))
            add_row(m, f, row);
    add_removed(m, f);
    if (has_thread(m, f->id) && !m->whole)
        add(m, READING_FIELD, PLACE_FIELD(f->index), xstrdup(f->id), false);
    add_threads(m, f->id, 0, 0, PLACE_FIELD(f->index));
}

/* ---- all of it ---------------------------------------------------------------------------------- */

static void add_fields(struct maker *m)
{
    const struct form *form = entry_form(m->r->entry);
    for (size_t i = 0; i < form->fields.n; i++) {
        const struct field *f = form->fields.v[i];
        struct place p = PLACE_FIELD((int)i);
        bool shown = rules_relevant(entry_rules(m->r->entry), p) || change_at(m, f->id);
        if (f->table)
            add_table(m, f);
        else if (shown && f->type->narrative)
            add_narrative(m, p, f->id);
        else if (shown || has_thread(m, f->id))
            add_value(m, READING_FIELD, p, f->id);
    }
}

static void add_fact(struct maker *m, const char *path, const char *before, const char *after)
{
    if (!str_eq0(before, after))
        set_values(add(m, READING_FACT, PLACE_FIELD(-1), xstrdup(path), true), before, after);
}

static void add_facts(struct maker *m)
{
    const struct revision *base = m->to->base, *now = m->r->looked_at;
    char old_form[HASH_HEX], new_form[HASH_HEX];
    if (!base)
        return;
    hash_hex(&base->head.form, old_form);
    hash_hex(&now->head.form, new_form);
    add_fact(m, "$unit", base->head.unit, now->head.unit);
    add_fact(m, "$period", base->head.period, now->head.period);
    add_fact(m, "$form", old_form, new_form);
}

/* What has no place in the form, and what was said about places that are gone. */
static void add_rest(struct maker *m)
{
    for (size_t i = 0; i < m->changes.n && m->to->base; i++) {
        const struct field_change *c = &m->changes.v[i];
        if (!m->claimed[i])
            set_values(add(m, READING_OTHER, PLACE_FIELD(-1), xstrdup(c->path), true), c->before, c->after);
    }
    for (size_t i = 0; i < m->to->remarks.n; i++)
        if (!m->told[i] && is_alive(m, i))
            add_thread(m, i, PLACE_FIELD(-1));
}

static bool load_fields(struct review *r, const struct revision *x, struct field_values *ret,
                        struct err *e)
{
    json *answers = store_answers(session_store(r->session), &x->head.body, e);
    if (answers)
        fields_flatten(answers, ret);
    js_free(answers);
    return answers != NULL;
}

bool review_read(struct review *r, bool whole, struct reading *ret, struct err *e)
{
    struct maker m = {.r = r, .to = ret};
    *ret = (struct reading){.base = review_base(r)};
    m.whole = whole || !ret->base;
    bool good = r->looked_at && load_fields(r, r->looked_at, &ret->now, e) &&
                (!ret->base || load_fields(r, ret->base, &ret->then, e)) &&
                review_remarks(r, &ret->remarks, e);
    if (good && ret->base)
        fields_compare(&ret->then, &ret->now, &m.changes);
    m.told = xcalloc(ret->remarks.n + 1, sizeof *m.told);
    m.claimed = xcalloc(m.changes.n + 1, sizeof *m.claimed);
    if (good) {
        add_threads(&m, "", 0, 0, PLACE_FIELD(-1));
        add_facts(&m);
        add_fields(&m);
        add_rest(&m);
    }
    free(m.told);
    free(m.claimed);
    changes_finish(&m.changes);
    if (!good)
        reading_finish(ret);
    return good;
}

void reading_finish(struct reading *v)
{
    for (size_t i = 0; i < v->n; i++) {
        free(v->v[i].path);
        free(v->v[i].before);
        free(v->v[i].after);
    }
    vec_finish(v);
    vec_finish(&v->remarks);
    fields_finish(&v->then);
    fields_finish(&v->now);
}
