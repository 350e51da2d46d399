#include "form/record_follow.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/follow.h"
#include "form/follow_value.h"
#include "form/record_inside.h"

/* ---- the answers there are, piece by piece ----------------------------------------------------- */

static bool are_rows(const json *j, const struct field *known)
{
    bool any = known && known->table;
    for (size_t i = 0; i < js_count(j); i++) {
        if (!js_is(js_at(j, i), JS_OBJECT))
            return false;
        any = any || js_is(js_get(js_at(j, i), ROW_KEY), JS_STRING);
    }
    return js_is(j, JS_ARRAY) && any;
}

static struct piece *add_piece(struct follow *fo, const char *id, const json *j, bool set_aside)
{
    struct piece *p = vec_add(&fo->pieces);
    p->id = id;
    p->j = j;
    p->set_aside = set_aside;
    p->goal.field = -1;
    return p;
}

/* The field of a cell in the older form, where its row may have changed the column. */
static const struct field *old_cell(const struct field *table, const char *row, const char *id)
{
    const struct field *column = table ? table_column(table, id) : NULL;
    int at = column && table_fixed(table) ? table_row(table, row) : -1;
    const struct field *cell = at < 0 ? column : table_cell(table, at, column->index);
    return cell ? cell : column;
}

static void add_row(struct follow *fo, const char *table, const json *row, bool set_aside)
{
    const struct field *known = form_field(fo->old_form, table);
    const json *id = js_get(row, ROW_KEY);
    if (!js_is(id, JS_STRING) || !record_is_row_id(js_text(id))) {
        add_piece(fo, NULL, row, set_aside)->table = table;
        return;
    }
    for (void *i = js_first(row); i; i = js_next(row, i)) {
        if (!strcmp(js_key(i), ROW_KEY))
            continue;
        struct piece *p = add_piece(fo, js_key(i), js_value(i), set_aside);
        p->table = table;
        p->row = js_text(id);
        p->f = set_aside ? NULL : old_cell(known, p->row, p->id);
    }
}

static void add_answer(struct follow *fo, const char *id, const json *j, bool set_aside)
{
    const struct field *f = set_aside ? NULL : form_field(fo->old_form, id);
    if (are_rows(j, f))
        for (size_t i = 0; i < js_count(j); i++)
            add_row(fo, id, js_at(j, i), set_aside);
    else
        add_piece(fo, id, j, set_aside)->f = f;
}

static void add_set_aside(struct follow *fo, const json *old)
{
    for (void *i = js_first(old); i; i = js_next(old, i)) {
        if (!js_is(js_value(i), JS_ARRAY))
            add_piece(fo, js_key(i), js_value(i), true);
        for (size_t k = 0; js_is(js_value(i), JS_ARRAY) && k < js_count(js_value(i)); k++) {
            const json *one = js_at(js_value(i), k);
            if (are_rows(one, NULL))
                add_answer(fo, js_key(i), one, true);
            else
                add_piece(fo, js_key(i), one, true);
        }
    }
}

void follow_unknown_set(json **unknown, const char *id, const json *j)
{
    if (!*unknown)
        *unknown = js_new_object();
    js_set(*unknown, id, js_copy(j));
}

static void gather(struct follow *fo, const json *answers)
{
    for (void *i = js_first(answers); i; i = js_next(answers, i)) {
        const char *id = js_key(i);
        if (!strcmp(id, OLD_KEY) && js_is(js_value(i), JS_OBJECT))
            continue;
        if (*id == '_')
            follow_unknown_set(&fo->new->unknown, id, js_value(i));
        else
            add_answer(fo, id, js_value(i), false);
    }
    if (js_is(js_get(answers, OLD_KEY), JS_OBJECT))
        add_set_aside(fo, js_get(answers, OLD_KEY));
}

/* ---- where they go ---------------------------------------------------------------------------- */

/* Its place in the list of earlier ids: "table.id", or with table NULL "id"; -1. */
static int place_in(const struct id_list *was, const char *table, const char *id)
{
    size_t n = table ? strlen(table) : 0;
    for (size_t i = 0; i < was->n; i++) {
        const char *s = was->v[i];
        if (table ? !strncmp(s, table, n) && s[n] == '.' && !strcmp(s + n + 1, id) : !strcmp(s, id))
            return (int)i;
    }
    return -1;
}

/* Of a list on a column, only the ids of fields make rows. */
static int row_made(const struct field *column, int at)
{
    int row = 0;
    for (int i = 0; i < at; i++)
        row += !strchr(column->was.v[i], '.');
    return row;
}

static struct goal claimed_by_column(const struct form *f, const char *table, const char *id)
{
    for (size_t i = 0; i < f->fields.n; i++) {
        const struct field *t = f->fields.v[i];
        for (size_t c = 0; t->table && c < t->table->columns.n; c++) {
            const struct field *column = t->table->columns.v[c];
            int at = place_in(&column->was, table, id);
            if (at >= 0)
                return (struct goal){(int)i, (int)c, table ? -1 : row_made(column, at), at};
        }
    }
    return (struct goal){.field = -1};
}

/* The newer field that an earlier one has become, itself or by `was`; NULL. */
static const struct field *heir(const struct form *f, const char *id, bool table, int *ret_rank)
{
    const struct field *own = form_field(f, id);
    *ret_rank = -1;
    if (own)
        return !own->table == !table ? own : NULL;
    for (size_t i = 0; i < f->fields.n; i++) {
        *ret_rank = place_in(&f->fields.v[i]->was, NULL, id);
        if (*ret_rank >= 0 && !f->fields.v[i]->table == !table)
            return f->fields.v[i];
    }
    return NULL;
}

static struct goal goal_of(const struct form *f, const char *table, const char *id)
{
    int rank;
    if (!table) {
        const struct field *own = heir(f, id, false, &rank);
        return own ? (struct goal){own->index, -1, -1, rank} : claimed_by_column(f, NULL, id);
    }
    const struct field *t = heir(f, table, true, &rank);
    const struct field *column = t ? table_column(t, id) : NULL;
    return column ? (struct goal){t->index, column->index, -1, rank}
                  : claimed_by_column(f, table, id);
}

/* Rows come with the same columns again and again: so the goals found are kept. */
struct found {
    const char *table, *id;
    struct goal goal;
};

static void find_goals(struct follow *fo)
{
    VEC(struct found) all = {0};
    size_t at = 0;
    for (size_t i = 0; i < fo->pieces.n; i++) {
        struct piece *p = &fo->pieces.v[i];
        size_t tried = 0;
        if (!p->id)
            continue;
        for (; tried < all.n; tried++, at = (at + 1) % all.n)
            if (all.v[at].table == p->table && !strcmp(all.v[at].id, p->id))
                break;
        if (tried == all.n) {
            at = all.n;
            *vec_add(&all) = (struct found){p->table, p->id,
                                            goal_of(fo->new->form, p->table, p->id)};
        }
        p->goal = all.v[at].goal;
        if (!p->table) /* asked for once */
            vec_clear(&all), at = 0;
        else
            at = (at + 1) % all.n;
    }
    vec_finish(&all);
}

/* ---- putting them there ----------------------------------------------------------------------- */

int follow_row(struct record *r, int field, const char *id)
{
    int row = record_row_find(r, field, id);
    if (row >= 0 || table_fixed(r->form->fields.v[field]))
        return row;
    return record_row_insert(r, field, record_rows(r, field), id);
}

/* The k-th row that is no heading; -1. */
static int fixed_row_at(const struct field *table, int k)
{
    for (size_t i = 0; i < table->table->rows.n; i++)
        if (!table->table->rows.v[i].heading && !k--)
            return (int)i;
    return -1;
}

/* Named by the first column that was a list of fields. */
static int row_of_list(struct record *r, int field, int k)
{
    const struct field *table = r->form->fields.v[field];
    if (table_fixed(table))
        return fixed_row_at(table, k);
    for (size_t c = 0; c < table->table->columns.n; c++) {
        const struct field *column = table->table->columns.v[c];
        for (size_t i = 0; i < column->was.n; i++)
            if (!strchr(column->was.v[i], '.') && row_made(column, (int)i) == k)
                return follow_row(r, field, column->was.v[i]);
    }
    return -1;
}

static bool find_place(struct follow *fo, const struct piece *p, struct place *ret)
{
    const struct goal *t = &p->goal;
    struct place place = {t->field, -1, t->column};
    if (t->field < 0)
        return false;
    if (t->column >= 0) {
        place.row = t->row >= 0 ? row_of_list(fo->new, t->field, t->row)
                                : follow_row(fo->new, t->field, p->row);
        if (place.row < 0)
            return false;
    }
    *ret = place;
    return record_is_open(fo->new, place);
}

static void move_note(struct follow *fo, const struct piece *p, struct place place)
{
    char *from = p->table ? xasprintf("%s/%s/%s", p->table, p->row, p->id) : xstrdup(p->id);
    char *to = record_path(fo->new, place);
    const json *note = js_get(fo->notes, from);
    if (note && strcmp(from, to) != 0 && !js_get(fo->notes, to)) {
        js_set(fo->notes, to, js_copy(note));
        js_delete(fo->notes, from);
    }
    free(to);
    free(from);
}

static void put(struct follow *fo, struct piece *p)
{
    struct place place;
    if (!find_place(fo, p, &place) || !value_is_blank(record_get(fo->new, place)))
        return;
    record_set(fo->new, place, follow_value(record_field(fo->new, place), p->f, p->j));
    p->placed = true;
    if (fo->notes)
        move_note(fo, p, place);
}

/* Rows first, in their order; then the answers, those set aside behind the others. */
static void put_all(struct follow *fo)
{
    int last = -1;
    for (size_t i = 0; i < fo->pieces.n; i++) {
        const struct piece *p = &fo->pieces.v[i];
        const struct field *table = p->row && p->goal.field < 0
                                        ? form_field(fo->new->form, p->table) : NULL;
        if (p->goal.field >= 0 && p->goal.column >= 0 && p->goal.row < 0)
            follow_row(fo->new, p->goal.field, p->row);
        else if (table && table->table)
            follow_row(fo->new, table->index, p->row);
        last = p->goal.field >= 0 && p->goal.rank > last ? p->goal.rank : last;
    }
    for (int set_aside = 0; set_aside < 2; set_aside++)
        for (int rank = -1; rank <= last; rank++)
            for (size_t i = 0; i < fo->pieces.n; i++)
                if (fo->pieces.v[i].goal.rank == rank && fo->pieces.v[i].set_aside == set_aside)
                    put(fo, &fo->pieces.v[i]);
}

/* ---- the whole -------------------------------------------------------------------------------- */

static void follow_notes(struct follow *fo, const json *notes)
{
    if (js_is(notes, JS_OBJECT))
        fo->notes = js_copy(notes);
}

struct record *record_follow(const struct form *newer, const struct record *older)
{
    struct follow fo = {.new = record_create(newer), .old_form = older->form};
    json *answers = record_to_json(older);
    enum lang shown = lang_get();
    lang_set(LANG_VI); /* what an answer says must not depend on who looks at it */
    follow_notes(&fo, js_get(answers, "_notes"));
    gather(&fo, answers);
    find_goals(&fo);
    put_all(&fo);
    follow_keep(&fo);
    if (fo.notes)
        js_set(fo.new->unknown, "_notes", fo.notes);
    lang_set(shown);
    vec_finish(&fo.pieces);
    js_free(answers);
    return fo.new;
}
