/* An open entry: what it is, and how far it is filled in. */
#include "entry/entry.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "entry/entry_internal.h"

void entry_destroy(struct entry *en)
{
    if (!en)
        return;
    if (en->has_draft && !en->readonly)
        draft_release(session_store(en->session), en->draft.draft, NULL);
    draft_finish(&en->draft);
    entry_steps_clear(en);
    vec_finish(&en->undo);
    vec_finish(&en->redo);
    for (size_t i = 0; i < en->waiting.n; i++)
        free(en->waiting.v[i]);
    vec_finish(&en->waiting);
    for (size_t i = 0; i < en->form->fields.n; i++)
        vec_finish(&en->orders[i].v);
    free(en->orders);
    if (en->rules)
        session_give_rules(en->session, en->form, en->rules);
    record_destroy(en->record);
    entry_row_finish(&en->row);
    free(en->readonly);
    free(en->report_date);
    free(en->base_answers);
    entry_base_clear(en);
    free(en->tried);
    free(en->cursor);
    free(en);
}

bool entry_refresh_row(struct entry *en, struct err *e)
{
    struct entry_row row = {0};
    if (!store_entry(session_store(en->session), en->row.entry, &row, e))
        return false;
    entry_row_finish(&en->row);
    en->row = row;
    return true;
}

bool entry_changed_outside(struct entry *en)
{
    struct entry_row row = {0};
    if (!store_entry(session_store(en->session), en->row.entry, &row, NULL))
        return false;
    bool changed = hash_cmp(&row.head, &en->row.head) != 0;
    entry_row_finish(&row);
    return changed;
}

const char *entry_id(const struct entry *en)
{
    return en->row.entry;
}

const struct form *entry_form(const struct entry *en)
{
    return en->form;
}

const struct catalogue *entry_catalogue(const struct entry *en)
{
    return en->catalogue;
}

const struct record *entry_record(const struct entry *en)
{
    return en->record;
}

struct rules *entry_rules(struct entry *en)
{
    return en->rules;
}

const char *entry_unit(const struct entry *en)
{
    return en->row.unit;
}

const char *entry_period(const struct entry *en)
{
    return en->row.period ? en->row.period : "once";
}

const struct entry_row *entry_row(const struct entry *en)
{
    return &en->row;
}

const char *entry_readonly(const struct entry *en)
{
    return en->readonly;
}

int64_t entry_saved(const struct entry *en)
{
    return en->saved;
}

bool entry_field_blank(const struct entry *en, int field)
{
    const struct record *record = en->record;
    if (!record_form(record)->fields.v[field]->table)
        return value_is_blank(record_get(record, PLACE_FIELD(field)));
    for (int row = 0; row < record_rows(record, field); row++)
        if (!record_row_blank(record, field, row))
            return false;
    return true;
}

/* An empty required place that stands there from the beginning: a field, a cell of a fixed row. */
static bool is_unfilled(const struct entry *en, const struct verdict *v)
{
    return !strcmp(v->rule, "required") &&
           (v->place.row < 0 || table_fixed(en->form->fields.v[v->place.field]));
}

struct section_progress entry_section_progress(struct entry *en, int section)
{
    struct section_progress p = {0};
    const struct section *x = &en->form->sections.v[section];
    for (int i = x->first; i < x->first + x->count; i++) {
        if (!rules_open(en->rules, PLACE_FIELD(i)))
            continue;
        bool filled = !entry_field_blank(en, i);
        p.required += en->form->fields.v[i]->required;
        p.filled += en->form->fields.v[i]->required && filled;
        p.any += filled;
    }
    size_t count = 0;
    const struct verdict *v = rules_verdicts(en->rules, &count);
    for (size_t i = 0; i < count; i++) {
        int f = v[i].place.field;
        if (f < x->first || f >= x->first + x->count)
            continue;
        bool empty = is_unfilled(en, &v[i]);
        p.required += empty && v[i].place.row >= 0;
        p.errors += v[i].level == LEVEL_ERROR && !empty;
        p.warnings += v[i].level == LEVEL_WARNING;
    }
    return p;
}
