/* What stands beside the answers: reasons why warnings are kept, notes, and where an answer was taken over
 * from. In a draft their path is "_reasons/KEY" and so on. */
#include "entry/entry_beside.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "entry/entry_internal.h"

void entry_apply_beside(struct entry *en, enum beside kind, const char *key, const char *text)
{
    record_set_beside(en->record, kind, key, text);
    const char *kept = record_beside(en->record, kind, key);
    struct value v = value_text(kept ? kept : "");
    char *path = xasprintf("%s/%s", beside_member(kind), key), *bytes = value_to_bytes(&v);
    entry_wait(en, path, bytes);
    if (kind == BESIDE_REASON)
        rules_reasons_changed(en->rules);
    value_finish(&v);
    free(path);
    free(bytes);
}

/* Nothing is noted when the text stays as it is. */
static bool set(struct entry *en, enum beside kind, const char *key, struct place p, const char *text,
                struct err *e)
{
    const char *before = record_beside(en->record, kind, key);
    if (en->readonly)
        return err_set(e, ERR_RULE, NULL, _("nothing was changed"), "%s", en->readonly);
    if (!strcmp(before ? before : "", text ? text : ""))
        return entry_flush(en, e);
    entry_note_beside(en, kind, key, p, text);
    entry_apply_beside(en, kind, key, text);
    return entry_flush(en, e);
}

bool entry_set_reason(struct entry *en, const char *key, const char *text, struct err *e)
{
    return set(en, BESIDE_REASON, key, PLACE_FIELD(-1), text, e);
}

bool entry_load_beside(struct entry *en, const char *path, const struct value *v)
{
    enum beside kind;
    const char *key;
    if (!beside_of_path(path, &kind, &key))
        return false;
    record_set_beside(en->record, kind, key, v->kind == VALUE_TEXT ? v->text : NULL);
    return true;
}

/* The row under a cursor may be one that is only offered. */
static int rows_there(const struct entry *en, int field)
{
    return en->form->fields.v[field]->table ? record_rows(en->record, field) : 0;
}

static const char *at_place(const struct entry *en, enum beside kind, struct place p)
{
    if (!record_beside_count(en->record, kind) || p.row >= rows_there(en, p.field))
        return NULL;
    char *path = record_path(en->record, p);
    const char *text = record_beside(en->record, kind, path);
    free(path);
    return text;
}

static bool set_place(struct entry *en, enum beside kind, struct place p, const char *text, struct err *e)
{
    char *path = record_path(en->record, p);
    bool good = set(en, kind, path, p, text, e);
    free(path);
    return good;
}

/* ---- notes --------------------------------------------------------------------------------------- */

const char *entry_note(const struct entry *en, struct place p)
{
    return at_place(en, BESIDE_NOTE, p);
}

bool entry_set_note(struct entry *en, struct place p, const char *text, struct err *e)
{
    return set_place(en, BESIDE_NOTE, p, text, e);
}

/* ---- answers taken over from the period before ------------------------------------------------------ */

const char *entry_taken(const struct entry *en, struct place p)
{
    return at_place(en, BESIDE_FROM, p);
}

size_t entry_taken_count(const struct entry *en)
{
    return record_beside_count(en->record, BESIDE_FROM);
}

bool entry_confirm(struct entry *en, struct place p, struct err *e)
{
    return set_place(en, BESIDE_FROM, p, NULL, e);
}

struct marked {
    VEC(char *) keys;
};

static void add_key(void *user, const char *key, const char *text)
{
    struct marked *m = user;
    (void)text;
    *vec_add(&m->keys) = xstrdup(key);
}

bool entry_confirm_all(struct entry *en, size_t *ret_n, struct err *e)
{
    struct marked marked = {{0}};
    record_beside_each(en->record, BESIDE_FROM, add_key, &marked);
    entry_group_begin(en);
    for (size_t i = 0; i < marked.keys.n; i++) {
        struct place p;
        if (!record_place(en->record, marked.keys.v[i], &p))
            p = PLACE_FIELD(-1);
        set(en, BESIDE_FROM, marked.keys.v[i], p, NULL, NULL);
        free(marked.keys.v[i]);
    }
    *ret_n = marked.keys.n;
    vec_finish(&marked.keys);
    return entry_group_end(en, e);
}

struct taking {
    struct entry *en;
    const struct record *from;
    const char *period;
    size_t n;
};

/* Into a blank place where a person answers, and is asked. */
static void take_value(struct taking *t, struct place p, struct place from)
{
    struct entry *en = t->en;
    const struct value *v = record_get(t->from, from);
    if (value_is_blank(v) || !value_is_blank(record_get(en->record, p)) || !record_is_open(en->record, p) ||
        !rules_open(en->rules, p))
        return;
    entry_set(en, p, value_copy(v), NULL);
    set_place(en, BESIDE_FROM, p, t->period, NULL);
    t->n++;
}

static void take_row(struct taking *t, int field, int row, int from)
{
    int columns = (int)t->en->form->fields.v[field]->table->columns.n;
    for (int c = 0; c < columns; c++)
        take_value(t, (struct place){field, row, c}, (struct place){field, from, c});
}

/* Rows of the form one for one; else all rows, into a table where nobody has written anything yet. */
static void take_table(struct taking *t, int field)
{
    struct entry *en = t->en;
    int rows = record_rows(t->from, field), here = record_rows(en->record, field);
    if (table_fixed(en->form->fields.v[field])) {
        for (int r = 0; r < rows; r++) {
            int row = record_row_find(en->record, field, record_row_id(t->from, field, r));
            if (row >= 0)
                take_row(t, field, row, r);
        }
        return;
    }
    for (int r = 0; r < here; r++)
        if (!record_row_blank(en->record, field, r))
            return;
    for (int r = 0; r < rows; r++) {
        if (r >= here)
            entry_row_add(en, field, -1, NULL, NULL);
        take_row(t, field, r, r);
    }
}

static void take_field(struct taking *t, int field)
{
    if (t->en->form->fields.v[field]->table)
        take_table(t, field);
    else
        take_value(t, PLACE_FIELD(field), PLACE_FIELD(field));
}

static const struct rules_earlier *nearest(const struct earlier_list *list)
{
    const struct rules_earlier *best = NULL;
    for (size_t i = 0; i < list->v.n; i++)
        if (!best || strcmp(list->v.v[i].period, best->period) > 0)
            best = &list->v.v[i];
    return best;
}

bool entry_take_earlier(struct entry *en, int field, size_t *ret_n, char **ret_period, struct err *e)
{
    *ret_n = 0;
    *ret_period = NULL;
    if (en->readonly)
        return err_set(e, ERR_RULE, NULL, _("nothing was changed"), "%s", en->readonly);
    struct earlier_list list = entry_earlier(en);
    const struct rules_earlier *earlier = nearest(&list);
    bool good = true;
    if (earlier) {
        struct taking t = {.en = en, .from = earlier->record, .period = earlier->period};
        *ret_period = xstrdup(earlier->period);
        entry_group_begin(en);
        for (int f = 0; f < (int)en->form->fields.n; f++)
            if (field < 0 || field == f)
                take_field(&t, f);
        good = entry_group_end(en, e);
        *ret_n = t.n;
    }
    earlier_finish(&list);
    return good;
}
