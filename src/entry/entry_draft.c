/* The draft of an entry: reading it over the base answers, and writing what waits. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "entry/entry_internal.h"

void entry_orders_reset(struct entry *en, int field)
{
    vec_clear(&en->orders[field].v);
    int rows = record_rows(en->record, field);
    for (int i = 0; i < rows; i++)
        *vec_add(&en->orders[field].v) = (int64_t)(i + 1) * ORDER_GAP;
}

/* "table/ROWID/rest" → the table's field index and the row id; false for a top-level path. */
static bool split_row_path(struct entry *en, const char *path, int *ret_field,
                           char row_id[ROW_ID_SIZE], const char **ret_rest)
{
    const char *a = strchr(path, '/'), *b = a ? strchr(a + 1, '/') : NULL;
    if (!b || b - a - 1 >= ROW_ID_SIZE)
        return false;
    char *table = xstrndup(path, (size_t)(a - path));
    const struct field *f = form_field(en->form, table);
    free(table);
    if (!f || !f->table || table_fixed(f))
        return false;
    *ret_field = f->index;
    memcpy(row_id, a + 1, (size_t)(b - a - 1));
    row_id[b - a - 1] = '\0';
    *ret_rest = b + 1;
    return record_is_row_id(row_id);
}

struct row_state {
    int field;
    char row_id[ROW_ID_SIZE];
    bool dead;
    bool has_order;
    int64_t order;
};

struct loading {
    struct entry *en;
    VEC(struct row_state) rows; /* only rows with $order or $alive */
};

static struct row_state *row_state(struct loading *l, int field, const char *row_id)
{
    /* Paths come sorted, so that all of a row stand together. */
    struct row_state *last = l->rows.n ? &l->rows.v[l->rows.n - 1] : NULL;
    if (last && last->field == field && !strcmp(last->row_id, row_id))
        return last;
    last = vec_add(&l->rows);
    last->field = field;
    memcpy(last->row_id, row_id, ROW_ID_SIZE);
    return last;
}

static void ensure_row(struct entry *en, int field, const char *row_id)
{
    if (record_row_find(en->record, field, row_id) >= 0)
        return;
    int rows = record_rows(en->record, field);
    record_row_insert(en->record, field, rows, row_id);
    int64_t last = rows ? en->orders[field].v.v[rows - 1] : 0;
    *vec_add(&en->orders[field].v) = last + ORDER_GAP;
}

/* Not a table, a row as a whole, or a closed cell: a stranger's file may name those. */
static bool is_value_place(const struct entry *en, struct place p)
{
    return (en->form->fields.v[p.field]->table ? p.column >= 0 : p.row < 0) &&
           record_field(en->record, p) != NULL;
}

static bool load_value(void *user, const char *path, const char *bytes)
{
    struct loading *l = user;
    struct value v;
    int field;
    char row_id[ROW_ID_SIZE];
    const char *rest = NULL;
    if (!value_from_bytes(bytes, &v))
        return true;
    entry_note_decided(l->en, path, bytes);
    if (entry_load_beside(l->en, path, &v)) {
        value_finish(&v);
        return true;
    }
    if (split_row_path(l->en, path, &field, row_id, &rest)) {
        if (!strcmp(rest, PATH_ALIVE)) {
            /* Blank: alive again, after an undo. */
            row_state(l, field, row_id)->dead = !value_is_blank(&v);
            value_finish(&v);
            return true;
        }
        ensure_row(l->en, field, row_id);
        if (!strcmp(rest, PATH_ORDER)) {
            struct row_state *st = row_state(l, field, row_id);
            st->has_order = true;
            st->order = v.integer > ORDER_MAX ? ORDER_MAX
                        : v.integer < -ORDER_MAX ? -ORDER_MAX : v.integer;
            value_finish(&v);
            return true;
        }
    }
    struct place p;
    if (record_place(l->en->record, path, &p) && is_value_place(l->en, p))
        record_set(l->en->record, p, v);
    else
        value_finish(&v);
    return true;
}

struct ordered {
    int64_t order;
    const char *row_id;
    int from;
};

static int by_order(const void *a, const void *b)
{
    const struct ordered *x = a, *y = b;
    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    return strcmp(x->row_id, y->row_id);
}

/* Brings the rows of a table into the order of their numbers, then of their ids. */
static void sort_rows(struct entry *en, int field)
{
    int rows = record_rows(en->record, field);
    int64_t *order = en->orders[field].v.v;
    struct ordered *want = xcalloc((size_t)rows + 1, sizeof *want);
    int *from = xcalloc((size_t)rows + 1, sizeof *from);
    for (int i = 0; i < rows; i++)
        want[i] = (struct ordered){order[i], record_row_id(en->record, field, i), i};
    qsort(want, (size_t)rows, sizeof *want, by_order);
    for (int i = 0; i < rows; i++) {
        from[i] = want[i].from;
        order[i] = want[i].order;
    }
    record_rows_reorder(en->record, field, from);
    free(want);
    free(from);
}

bool entry_load_draft(struct entry *en, struct err *e)
{
    struct loading l = {.en = en};
    free(en->cursor);
    en->cursor = xstrdup0(en->draft.cursor);
    bool ok = draft_values(session_store(en->session), en->draft.draft, load_value, &l, e);
    for (size_t i = 0; ok && i < l.rows.n; i++) {
        const struct row_state *st = &l.rows.v[i];
        int row = record_row_find(en->record, st->field, st->row_id);
        if (row < 0)
            continue;
        if (st->dead) {
            record_row_remove(en->record, st->field, row);
            vec_remove(&en->orders[st->field].v, (size_t)row);
        } else if (st->has_order) {
            en->orders[st->field].v.v[row] = st->order;
        }
    }
    for (size_t i = 0; ok && i < en->form->fields.n; i++)
        if (en->form->fields.v[i]->table && !table_fixed(en->form->fields.v[i]))
            sort_rows(en, (int)i);
    vec_finish(&l.rows);
    return ok;
}

void entry_wait(struct entry *en, const char *path, const char *bytes)
{
    *vec_add(&en->waiting) = xstrdup(path);
    *vec_add(&en->waiting) = xstrdup(bytes);
}

static bool make_draft(struct entry *en, struct err *e)
{
    const char *office = session_office(en->session);
    char tried[ENTRY_ID_HEX];
    assert(!en->has_draft);
    memcpy(tried, en->draft.draft, sizeof tried);
    draft_finish(&en->draft);
    memcpy(en->draft.draft, tried, sizeof tried);
    memcpy(en->draft.entry, en->row.entry, sizeof en->draft.entry);
    size_t n;
    const struct hash *parents = entry_parents(en, &n);
    for (size_t i = 0; i < n; i++)
        *vec_add(&en->draft.parents) = parents[i];
    en->draft.form = en->form->hash;
    en->draft.form_id = xstrdup(en->form->id);
    en->draft.unit = xstrdup(en->row.unit);
    en->draft.period = xstrdup0(en->row.period);
    en->draft.author = xstrdup0(session_author(en->session));
    en->draft.office = xstrdup(office ? office : en->row.unit);
    en->draft.cursor = xstrdup0(en->cursor);
    en->draft.touched = clock_now();
    return draft_create(session_store(en->session), &en->draft, e);
}

bool entry_waiting(const struct entry *en)
{
    return en->waiting.n > 0;
}

/* The form's proposals are answers from the first change on. */
static void wait_proposed(struct entry *en)
{
    for (size_t i = 0; i < en->form->fields.n; i++) {
        const struct value *v = record_get(en->record, PLACE_FIELD((int)i));
        if (en->form->fields.v[i]->table || value_is_blank(&en->form->fields.v[i]->proposed) ||
            value_is_blank(v))
            continue;
        char *bytes = value_to_bytes(v);
        entry_wait(en, en->form->fields.v[i]->id, bytes);
        free(bytes);
    }
    en->proposed = false;
}

/* The draft, when it is the first write, comes with its first values: a crash leaves both or none. */
static bool write_waiting(struct entry *en, struct err *e)
{
    struct store *store = session_store(en->session);
    bool fresh = !en->has_draft;
    if ((fresh && !session_keep_form(en->session, en->form, e)) || !store_begin(store, e))
        return false;
    if (fresh && en->proposed)
        wait_proposed(en);
    *vec_add(&en->waiting) = NULL;
    const char *cursor = en->cursor_waiting ? en->cursor : NULL;
    bool good = (!fresh || make_draft(en, e)) &&
                draft_put_many(store, en->draft.draft, en->waiting.v, cursor, e);
    en->waiting.n--;
    good = store_end(store, good, e);
    en->has_draft = good || !fresh;
    return good;
}

bool entry_flush(struct entry *en, struct err *e)
{
    if (en->group || en->readonly)
        return true;
    if (!entry_find_out(en, e))
        return false;
    bool cursor_only = !en->waiting.n;
    if (cursor_only && !(en->cursor_waiting && en->has_draft))
        return true;
    if (!write_waiting(en, e))
        return false;
    for (size_t i = 0; i < en->waiting.n; i++)
        free(en->waiting.v[i]);
    vec_clear(&en->waiting);
    en->cursor_waiting = false;
    if (!cursor_only)
        en->saved = clock_now();
    return true;
}

const char *entry_cursor(const struct entry *en)
{
    return en->cursor;
}

bool entry_set_cursor(struct entry *en, const char *cursor, struct err *e)
{
    if (en->readonly || str_eq0(cursor, en->cursor))
        return true;
    free(en->cursor);
    en->cursor = xstrdup0(cursor);
    en->cursor_waiting = true;
    (void)e;
    return true;
}
