/* What must hold, what must be reached, what is rolled up: the end of a form's outline. */
#include "base/lang.h"
#include "cli/outline.h"

static void begin(FILE *out, size_t count, const char *title)
{
    if (count)
        fprintf(out, "\n%s\n", title);
}

static void flush(FILE *out, int indent, int hang, struct str *line)
{
    outline_print(out, indent, hang, str_text(line));
    str_finish(line);
    *line = (struct str){0};
}

void outline_checks(const struct form *f, FILE *out)
{
    begin(out, f->checks.n, _("Rules"));
    for (size_t i = 0; i < f->checks.n; i++) {
        const struct check *c = &f->checks.v[i];
        struct str line = {0};
        str_addf(&line, "%s%s%s (%s): %s", c->table ? c->table->id : "", c->table ? "." : "", c->id,
                 _(problem_level_ids[c->level]), c->expression);
        flush(out, 2, 6, &line);
        if (!text_is_empty(&c->message))
            outline_print(out, 6, 6, text_of(&c->message));
    }
}

static const char *const windows[] = {
    [WINDOW_YEAR] = N_("this year"),
    [WINDOW_QUARTER] = N_("every quarter"),
    [WINDOW_FIRST_QUARTER] = N_("the first quarter"),
    [WINDOW_ONGOING] = N_("no end"),
};

static void add_window(struct str *line, const struct target *t)
{
    if (t->window == WINDOW_TWO_YEARS)
        outline_add(line, _("two years from %d"), t->cycle_start);
    else
        outline_add(line, "%s", _(windows[t->window]));
}

static void add_figures(struct str *line, const struct target *t)
{
    char text[40];
    if (t->judged && t->state_field)
        outline_add(line, _("judged in %s"), t->state_field->id);
    for (size_t i = 0; i < t->figures.n; i++)
        str_addf(line, "%s%s", i ? " | " : ", ", t->figures.v[i].text);
    if (t->has_at_least)
        str_addf(line, " ≥ %s", decimal_print(t->at_least, text));
    if (t->has_at_most)
        str_addf(line, " ≤ %s", decimal_print(t->at_most, text));
    if (!text_is_empty(&t->measure))
        str_addf(line, " %s", text_of(&t->measure));
    if (t->applies.text)
        outline_add(line, "%s: %s", _("only where"), t->applies.text);
}

void outline_targets(const struct form *f, FILE *out)
{
    begin(out, f->targets.n, _("Targets"));
    for (size_t i = 0; i < f->targets.n; i++) {
        const struct target *t = &f->targets.v[i];
        struct str line = {0};
        str_addf(&line, "%s%s%s [%s]", t->number ? t->number : "", t->number ? " " : "",
                 text_of(&t->label), t->id);
        flush(out, 2, 4, &line);
        if (t->level)
            outline_add(&line, "%s", t->level);
        add_window(&line, t);
        if (t->rows)
            outline_add(&line, _("each row of %s"), t->rows->id);
        add_figures(&line, t);
        flush(out, 6, 8, &line);
    }
}

static void print_column(const struct rollup_column *c, FILE *out)
{
    static const char *const kinds[] = {
        [ROLLUP_SUM] = N_("sum of"), [ROLLUP_COUNT] = N_("count of"),
        [ROLLUP_SHARE] = N_("share of"), [ROLLUP_MIN] = N_("smallest"),
        [ROLLUP_MAX] = N_("largest")};
    struct str line = {0};
    str_addf(&line, "%s [%s]: ", text_of(&c->label), c->id);
    if (c->of.text)
        str_addf(&line, "%s %s", _(kinds[c->kind]), c->of.text);
    else
        str_add(&line, _("number of rows"));
    if (c->in.text)
        str_addf(&line, " / %s", c->in.text);
    flush(out, 6, 8, &line);
}

void outline_rollups(const struct form *f, FILE *out)
{
    begin(out, f->rollups.n, _("Roll-ups"));
    for (size_t i = 0; i < f->rollups.n; i++) {
        const struct rollup *r = &f->rollups.v[i];
        struct str line = {0};
        str_addf(&line, "%s [%s]", text_of(&r->title), r->id);
        flush(out, 2, 4, &line);
        if (r->from)
            outline_add(&line, _("each row of %s"), r->from->id);
        if (r->where.text)
            outline_add(&line, "%s: %s", _("only where"), r->where.text);
        for (size_t k = 0; k < r->by.n; k++)
            outline_add(&line, _("grouped by %s"), r->by.v[k].text);
        if (line.len)
            flush(out, 4, 6, &line);
        for (size_t k = 0; k < r->columns.n; k++)
            print_column(&r->columns.v[k], out);
    }
}
