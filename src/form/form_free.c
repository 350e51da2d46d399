#include "form/load.h"

#include <stdlib.h>

void text_finish(struct text *t)
{
    free(t->vi);
    free(t->en);
}

static void texts_finish(struct text_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        text_finish(&list->v[i]);
    vec_finish(list);
}

static void ids_finish(struct id_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        free(list->v[i]);
    vec_finish(list);
}

static void field_free(struct field *f);

/* A cell of its own shares all but what the row has made. */
static void cell_free(struct field *cell, const struct field *column)
{
    if (!cell || cell == column)
        return;
    if (cell->value.text != column->value.text)
        free(cell->value.text);
    if (cell->given.text != column->given.text)
        value_finish(&cell->given);
    free(cell);
}

/* Before the columns, which the cells share. */
static void rows_finish(struct table *t)
{
    for (size_t i = 0; i < t->rows.n; i++) {
        struct fixed_row *r = &t->rows.v[i];
        for (size_t k = 0; r->cells && k < t->columns.n; k++)
            cell_free(r->cells[k], t->columns.v[k]);
        free(r->cells);
        free(r->id);
        free(r->number);
        free(r->when.text);
        text_finish(&r->label);
        text_finish(&r->measure);
        vec_finish(&r->sum_of);
    }
    vec_finish(&t->rows);
    text_finish(&t->rows_label);
    free(t->rows_number);
}

static void table_free(struct table *t)
{
    if (!t)
        return;
    rows_finish(t);
    for (size_t i = 0; i < t->columns.n; i++)
        field_free(t->columns.v[i]);
    vec_finish(&t->columns);
    for (size_t i = 0; i < t->header.n; i++)
        text_finish(&t->header.v[i].label);
    vec_finish(&t->header);
    vec_finish(&t->totals);
    text_finish(&t->row_title);
    text_finish(&t->unit_title);
    text_finish(&t->totals_label);
    free(t->row_number);
    free(t->unit_number);
    free(t);
}

static void field_free(struct field *f)
{
    for (size_t i = 0; i < f->options.n; i++) {
        free(f->options.v[i].id);
        text_finish(&f->options.v[i].label);
    }
    vec_finish(&f->options);
    table_free(f->table);
    text_finish(&f->label);
    text_finish(&f->help);
    text_finish(&f->heading);
    text_finish(&f->heading_help);
    text_finish(&f->required_message);
    text_finish(&f->measure);
    free(f->when.text);
    free(f->value.text);
    value_finish(&f->given);
    value_finish(&f->proposed);
    ids_finish(&f->was);
    free(f->number);
    free(f->pattern);
    free(f->id);
    free(f);
}

static void letter_finish(struct letter *l)
{
    texts_finish(&l->head_left);
    texts_finish(&l->head_right);
    texts_finish(&l->signer);
    texts_finish(&l->recipients);
    text_finish(&l->place_date);
    text_finish(&l->addressee);
    text_finish(&l->basis);
    text_finish(&l->request);
}

static void signatures_finish(struct signature_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        text_finish(&list->v[i].title);
        text_finish(&list->v[i].office);
        free(list->v[i].name_field);
    }
    vec_finish(list);
}

static void print_finish(struct print *p)
{
    struct text_list *lists[] = {&p->head_left, &p->head_right, &p->title,       &p->notes,
                                 &p->recipients, &p->annex.head, &p->annex.title, &p->annex.notes};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        texts_finish(lists[i]);
    struct text *texts[] = {&p->number, &p->place_date, &p->addressee, &p->annex.place_date};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        text_finish(texts[i]);
    char *fields[] = {p->number_field, p->place_field, p->date_field, p->annex.place_field,
                      p->annex.date_field};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        free(fields[i]);
    signatures_finish(&p->signatures);
    signatures_finish(&p->annex.signatures);
}

static void check_finish(struct check *c)
{
    free(c->id);
    free(c->expression);
    text_finish(&c->message);
    vec_finish(&c->places);
}

static void target_finish(struct target *t)
{
    for (size_t i = 0; i < t->figures.n; i++)
        free(t->figures.v[i].text);
    vec_finish(&t->figures);
    free(t->applies.text);
    text_finish(&t->label);
    text_finish(&t->measure);
    free(t->number);
    free(t->level);
    free(t->id);
}

static void rollup_finish(struct rollup *r)
{
    for (size_t i = 0; i < r->columns.n; i++) {
        free(r->columns.v[i].id);
        free(r->columns.v[i].of.text);
        free(r->columns.v[i].in.text);
        text_finish(&r->columns.v[i].label);
    }
    vec_finish(&r->columns);
    for (size_t i = 0; i < r->by.n; i++)
        free(r->by.v[i].text);
    vec_finish(&r->by);
    free(r->where.text);
    text_finish(&r->title);
    free(r->id);
}

static void reporter_finish(struct reporter *r)
{
    free(r->level);
    free(r->to);
    free(r->via);
    ids_finish(&r->units);
    ids_finish(&r->then);
}

void reporters_finish(struct reporter_list *l)
{
    for (size_t i = 0; i < l->n; i++)
        reporter_finish(&l->v[i]);
    vec_finish(l);
}

static void section_finish(struct section *s)
{
    free(s->id);
    free(s->number);
    text_finish(&s->title);
    text_finish(&s->short_title);
    text_finish(&s->help);
    free(s->when.text);
}

static void test_finish(struct form_test *t)
{
    free(t->name);
    free(t->answers);
    free(t->totals);
    ids_finish(&t->must);
    ids_finish(&t->must_not);
}

#define FINISH_ALL(list, finish)                                                                   \
    do {                                                                                           \
        for (size_t i_ = 0; i_ < (list).n; i_++)                                                   \
            finish(&(list).v[i_]);                                                                 \
        vec_finish(&(list));                                                                       \
    } while (0)

void form_free(struct form *f)
{
    if (!f)
        return;
    for (size_t i = 0; i < f->fields.n; i++)
        field_free(f->fields.v[i]);
    vec_finish(&f->fields);
    reporters_finish(&f->reporters);
    FINISH_ALL(f->sections, section_finish);
    FINISH_ALL(f->checks, check_finish);
    FINISH_ALL(f->targets, target_finish);
    FINISH_ALL(f->rollups, rollup_finish);
    FINISH_ALL(f->tests, test_finish);
    print_finish(&f->print);
    letter_finish(&f->letter);
    text_finish(&f->title);
    text_finish(&f->short_title);
    text_finish(&f->entry_title);
    text_finish(&f->source_about);
    free(f->source_number);
    free(f->source_issuer);
    free(f->units);
    free(f->id);
    free(f->file);
    free(f->yaml);
    free(f);
}
