/* Vietnamese alone is enough; a form that began to speak English should go on. */
#include "base/lang.h"
#include "rules/parts.h"

struct texts {
    size_t all, english;
    struct mark first_missing;
};

static void count_text(struct texts *t, const struct text *text, struct mark at)
{
    if (text_is_empty(text))
        return;
    t->all++;
    if (text->en)
        t->english++;
    else if (!t->first_missing.line)
        t->first_missing = at;
}

static void count_field(struct texts *t, const struct field *f);

static void count_table(struct texts *t, const struct field *f)
{
    const struct table *table = f->table;
    count_text(t, &table->rows_label, f->at);
    count_text(t, &table->row_title, f->at);
    count_text(t, &table->unit_title, f->at);
    count_text(t, &table->totals_label, f->at);
    for (size_t i = 0; i < table->columns.n; i++)
        count_field(t, table->columns.v[i]);
    /* Groups alone: the other cells repeat the labels of columns. */
    for (size_t i = 0; i < table->header.n; i++)
        if (table->header.v[i].span > 1)
            count_text(t, &table->header.v[i].label, f->at);
    for (size_t i = 0; i < table->rows.n; i++) {
        count_text(t, &table->rows.v[i].label, table->rows.v[i].at);
        count_text(t, &table->rows.v[i].measure, table->rows.v[i].at);
    }
}

static void count_field(struct texts *t, const struct field *f)
{
    count_text(t, &f->label, f->at);
    count_text(t, &f->help, f->at);
    count_text(t, &f->heading, f->at);
    count_text(t, &f->heading_help, f->at);
    count_text(t, &f->required_message, f->at);
    for (size_t i = 0; i < f->options.n; i++)
        count_text(t, &f->options.v[i].label, f->at);
    if (f->table)
        count_table(t, f);
}

static void count_over(struct texts *t, const struct form *f)
{
    for (size_t i = 0; i < f->targets.n; i++)
        count_text(t, &f->targets.v[i].label, f->targets.v[i].at);
    for (size_t i = 0; i < f->rollups.n; i++) {
        const struct rollup *r = &f->rollups.v[i];
        count_text(t, &r->title, r->at);
        for (size_t k = 0; k < r->columns.n; k++)
            count_text(t, &r->columns.v[k].label, r->columns.v[k].at);
    }
}

void lint_texts(const struct form *f, struct problem_list *problems)
{
    struct texts t = {0};
    count_text(&t, &f->title, (struct mark){1, 1});
    for (size_t i = 0; i < f->sections.n; i++) {
        count_text(&t, &f->sections.v[i].title, f->sections.v[i].at);
        count_text(&t, &f->sections.v[i].help, f->sections.v[i].at);
    }
    for (size_t i = 0; i < f->fields.n; i++)
        count_field(&t, f->fields.v[i]);
    /* The messages that the program makes are in both languages. */
    for (size_t i = 0; i < f->checks.n; i++)
        if (!f->checks.v[i].made || !f->checks.v[i].message.en)
            count_text(&t, &f->checks.v[i].message, f->checks.v[i].message_at);
    count_over(&t, f);
    if (t.english && t.english < t.all)
        problem_add(problems, PROBLEM_NOTE, t.first_missing.line, t.first_missing.column,
                    _("write {vi: …, en: …}, or leave English out everywhere"),
                    _("%zu of %zu texts have no English; this is the first"), t.all - t.english,
                    t.all);
}
