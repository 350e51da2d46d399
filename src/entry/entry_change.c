/* Changing an entry: values and rows, undo and redo. Each change goes to the record, the rules and
 * the list of writes in one place, so that undoing is only making the opposite change. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/random.h"
#include "entry/entry_beside.h"
#include "entry/entry_internal.h"

/* ---- applying -------------------------------------------------------------------------------- */

static void wait_row(struct entry *en, int field, const char *row_id, const char *what,
                     const char *bytes)
{
    char *path = xasprintf("%s/%s/%s", en->form->fields.v[field]->id, row_id, what);
    entry_wait(en, path, bytes);
    free(path);
}

static void wait_order(struct entry *en, int field, int row)
{
    char number[32];
    snprintf(number, sizeof number, "%lld", (long long)en->orders[field].v.v[row]);
    wait_row(en, field, record_row_id(en->record, field, row), PATH_ORDER, number);
}

/* The order number of a row put at `at`: between its neighbours, making room when there is none. */
static void insert_order(struct entry *en, int field, int at)
{
    int64_t *v = en->orders[field].v.v;
    int n = (int)en->orders[field].v.n;
    int64_t before = at ? v[at - 1] : 0;
    int64_t after = at < n ? v[at] : before + 2 * ORDER_GAP;
    *vec_insert(&en->orders[field].v, (size_t)at) = before + (after - before) / 2;
    if (after - before >= 2)
        return;
    entry_orders_reset(en, field);
    for (int i = 0; i <= n; i++)
        wait_order(en, field, i);
}

static void apply_value(struct entry *en, struct place p, const struct value *v)
{
    record_set(en->record, p, value_copy(v));
    char *path = record_path(en->record, p), *bytes = value_to_bytes(v);
    entry_wait(en, path, bytes);
    free(path);
    free(bytes);
    rules_changed(en->rules, p);
}

static void apply_row_add(struct entry *en, int field, int at, const char *row_id)
{
    record_row_insert(en->record, field, at, row_id);
    insert_order(en, field, at);
    wait_row(en, field, row_id, PATH_ALIVE, "");
    wait_order(en, field, at);
    rules_row_inserted(en->rules, field, at);
}

static void apply_row_remove(struct entry *en, int field, int row)
{
    char row_id[ROW_ID_SIZE];
    snprintf(row_id, sizeof row_id, "%s", record_row_id(en->record, field, row));
    record_row_remove(en->record, field, row);
    vec_remove(&en->orders[field].v, (size_t)row);
    wait_row(en, field, row_id, PATH_ALIVE, "false");
    rules_row_removed(en->rules, field, row, row_id);
}

/* The row keeps its id, so that what others say of it, and write in it elsewhere, stays with it. */
static void apply_row_move(struct entry *en, int field, int from, int to)
{
    int columns = (int)en->form->fields.v[field]->table->columns.n;
    char row_id[ROW_ID_SIZE];
    VEC(struct value) kept = {0};
    snprintf(row_id, sizeof row_id, "%s", record_row_id(en->record, field, from));
    for (int c = 0; c < columns; c++)
        *vec_add(&kept) = value_copy(record_get(en->record, (struct place){field, from, c}));
    record_row_remove(en->record, field, from);
    vec_remove(&en->orders[field].v, (size_t)from);
    rules_row_removed(en->rules, field, from, row_id);
    record_row_insert(en->record, field, to, row_id);
    insert_order(en, field, to);
    wait_order(en, field, to);
    rules_row_inserted(en->rules, field, to);
    for (int c = 0; c < columns; c++) {
        struct place p = {field, to, c};
        record_set(en->record, p, kept.v[c]);
        rules_changed(en->rules, p);
    }
    vec_finish(&kept);
}

/* ---- steps ----------------------------------------------------------------------------------- */

static void step_finish(struct step *st)
{
    for (size_t i = 0; i < st->changes.n; i++) {
        value_finish(&st->changes.v[i].old);
        value_finish(&st->changes.v[i].new);
        free(st->changes.v[i].key);
    }
    vec_finish(&st->changes);
}

static void redo_clear(struct entry *en)
{
    for (size_t i = 0; i < en->redo.n; i++)
        step_finish(&en->redo.v[i]);
    vec_clear(&en->redo);
}

void entry_steps_clear(struct entry *en)
{
    for (size_t i = 0; i < en->undo.n; i++)
        step_finish(&en->undo.v[i]);
    vec_clear(&en->undo);
    redo_clear(en);
    en->step_open = en->redo_over = false;
}

static struct change *note_change(struct entry *en, enum change_kind kind, int field)
{
    en->redo_over = en->group > 0;
    if (!en->redo_over)
        redo_clear(en);
    if (!en->step_open)
        (void)vec_add(&en->undo);
    en->step_open = en->group > 0;
    struct change *c = vec_add(&en->undo.v[en->undo.n - 1].changes);
    c->kind = kind;
    c->field = field;
    c->column = -1;
    return c;
}

static struct change *note_place(struct entry *en, enum change_kind kind, struct place p)
{
    struct change *c = note_change(en, kind, p.field);
    c->column = p.column;
    if (p.row >= 0)
        snprintf(c->row_id, sizeof c->row_id, "%s", record_row_id(en->record, p.field, p.row));
    return c;
}

void entry_note_beside(struct entry *en, enum beside kind, const char *key, struct place p, const char *text)
{
    struct change *c = note_place(en, CHANGE_BESIDE, p);
    const char *before = record_beside(en->record, kind, key);
    c->beside = kind;
    c->key = xstrdup(key);
    c->old = value_text(before ? before : "");
    c->new = value_text(text ? text : "");
}

static void note_value(struct entry *en, struct place p, const struct value *new)
{
    struct change *c = note_place(en, CHANGE_VALUE, p);
    c->old = value_copy(record_get(en->record, p));
    c->new = value_copy(new);
}

/* ---- what people do -------------------------------------------------------------------------- */

static bool refuse_readonly(const struct entry *en, struct err *e)
{
    return err_set(e, ERR_RULE, NULL, _("nothing was changed"), "%s", en->readonly);
}

/* With the first value of a row what the form proposes for the others comes too. */
static void propose_row(struct entry *en, struct place p)
{
    const struct field *table = en->form->fields.v[p.field];
    for (int c = 0; c < (int)table->table->columns.n; c++) {
        struct place other = {p.field, p.row, c};
        const struct field *f = record_field(en->record, other);
        if (!f || value_is_blank(&f->proposed) || !value_is_blank(record_get(en->record, other)))
            continue;
        note_value(en, other, &f->proposed);
        apply_value(en, other, &f->proposed);
    }
}

bool entry_set(struct entry *en, struct place p, struct value v, struct err *e)
{
    if (value_equal(record_get(en->record, p), &v)) {
        value_finish(&v);
        return entry_flush(en, e);
    }
    if (en->readonly) {
        value_finish(&v);
        return refuse_readonly(en, e);
    }
    bool first = p.column >= 0 && record_row_blank(en->record, p.field, p.row);
    entry_group_begin(en); /* one step with what follows from it */
    note_value(en, p, &v);
    apply_value(en, p, &v);
    value_finish(&v);
    if (entry_taken(en, p))
        entry_confirm(en, p, NULL);
    if (first)
        propose_row(en, p);
    return entry_group_end(en, e);
}

bool entry_row_add(struct entry *en, int field, int at, int *ret_row, struct err *e)
{
    if (en->readonly)
        return refuse_readonly(en, e);
    char row_id[ROW_ID_SIZE];
    random_hex(row_id, 8);
    if (at < 0)
        at = record_rows(en->record, field);
    struct change *c = note_change(en, CHANGE_ROW_ADD, field);
    c->at = at;
    memcpy(c->row_id, row_id, sizeof row_id);
    apply_row_add(en, field, at, row_id);
    if (ret_row)
        *ret_row = at;
    return entry_flush(en, e);
}

bool entry_row_remove(struct entry *en, int field, int row, struct err *e)
{
    if (en->readonly)
        return refuse_readonly(en, e);
    entry_group_begin(en);
    int columns = (int)en->form->fields.v[field]->table->columns.n;
    for (int c = 0; c < columns; c++)
        entry_set(en, (struct place){field, row, c}, VALUE_NONE, NULL);
    struct change *c = note_change(en, CHANGE_ROW_REMOVE, field);
    c->at = row;
    snprintf(c->row_id, sizeof c->row_id, "%s", record_row_id(en->record, field, row));
    apply_row_remove(en, field, row);
    return entry_group_end(en, e);
}

void entry_drop_row(struct entry *en, int field, int row)
{
    apply_row_remove(en, field, row);
}

bool entry_row_move(struct entry *en, int field, int row, int to, struct err *e)
{
    if (en->readonly)
        return refuse_readonly(en, e);
    if (row == to)
        return entry_flush(en, e);
    struct change *c = note_change(en, CHANGE_ROW_MOVE, field);
    c->at = row;
    c->to = to;
    snprintf(c->row_id, sizeof c->row_id, "%s", record_row_id(en->record, field, row));
    apply_row_move(en, field, row, to);
    return entry_flush(en, e);
}

void entry_group_begin(struct entry *en)
{
    en->group++;
}

bool entry_group_end(struct entry *en, struct err *e)
{
    assert(en->group > 0);
    if (--en->group == 0) {
        if (en->redo_over)
            redo_clear(en);
        en->step_open = en->redo_over = false;
    }
    return entry_flush(en, e);
}

/* ---- undo ------------------------------------------------------------------------------------ */

static struct place place_of(const struct entry *en, const struct change *c)
{
    int row = *c->row_id ? record_row_find(en->record, c->field, c->row_id) : -1;
    return (struct place){c->field, row, c->column};
}

static void apply_change(struct entry *en, const struct change *c, bool back)
{
    enum change_kind kind = c->kind;
    if (kind == CHANGE_VALUE)
        apply_value(en, place_of(en, c), back ? &c->old : &c->new);
    else if (kind == CHANGE_BESIDE)
        entry_apply_beside(en, c->beside, c->key, (back ? &c->old : &c->new)->text);
    else if (kind == CHANGE_ROW_MOVE)
        apply_row_move(en, c->field, back ? c->to : c->at, back ? c->at : c->to);
    else if ((kind == CHANGE_ROW_ADD) != back)
        apply_row_add(en, c->field, c->at, c->row_id);
    else
        apply_row_remove(en, c->field, record_row_find(en->record, c->field, c->row_id));
}

bool entry_group_drop(struct entry *en, struct err *e)
{
    assert(en->group == 1);
    if (en->step_open) {
        struct step st = en->undo.v[--en->undo.n];
        for (size_t i = st.changes.n; i-- > 0;)
            apply_change(en, &st.changes.v[i], true);
        step_finish(&st);
    }
    en->group = 0;
    en->step_open = en->redo_over = false;
    return entry_flush(en, e);
}

static struct place place_seen(const struct entry *en, const struct change *c)
{
    struct place p = place_of(en, c);
    bool value = c->kind == CHANGE_VALUE || c->kind == CHANGE_BESIDE;
    if (value && p.row < 0 && *c->row_id)
        p.column = -1;
    if (!value)
        p.column = p.row < 0 ? -1 : 0;
    return p;
}

static bool travel(struct entry *en, bool back, struct place *ret_place, struct err *e)
{
    if ((back ? en->undo.n : en->redo.n) == 0) {
        if (e)
            err_finish(e);
        return false;
    }
    if (en->readonly)
        return refuse_readonly(en, e);
    struct step st = back ? en->undo.v[--en->undo.n] : en->redo.v[--en->redo.n];
    size_t n = st.changes.n;
    for (size_t i = 0; i < n; i++)
        apply_change(en, &st.changes.v[back ? n - 1 - i : i], back);
    if (ret_place && st.changes.v[back ? 0 : n - 1].field >= 0)
        *ret_place = place_seen(en, &st.changes.v[back ? 0 : n - 1]);
    if (back)
        *vec_add(&en->redo) = st;
    else
        *vec_add(&en->undo) = st;
    en->step_open = false;
    return entry_flush(en, e);
}

bool entry_undo(struct entry *en, struct place *ret_place, struct err *e)
{
    return travel(en, true, ret_place, e);
}

bool entry_redo(struct entry *en, struct place *ret_place, struct err *e)
{
    return travel(en, false, ret_place, e);
}
