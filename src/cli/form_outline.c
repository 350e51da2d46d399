#include "cli/form_outline.h"

#include "base/lang.h"
#include "form/form.h"

static void print_limits(const struct field *f, FILE *out)
{
    char limit[40];
    if (f->required)
        fprintf(out, ", %s", _("required"));
    if (f->has_min)
        fprintf(out, ", ≥ %s", decimal_print(f->min, limit));
    if (f->has_max)
        fprintf(out, ", ≤ %s", decimal_print(f->max, limit));
    for (size_t i = 0; i < f->options.n; i++)
        fprintf(out, "%s%s", i ? " | " : ": ", text_of(&f->options.v[i].label));
    if (f->other)
        fprintf(out, " | %s", _("other (with text)"));
}

static void print_field(const struct field *f, const char *indent, FILE *out)
{
    fprintf(out, "%s%s%s%s [%s, %s", indent, f->number ? f->number : "", f->number ? " " : "",
            text_of(&f->label), f->id, f->type->name);
    print_limits(f, out);
    fprintf(out, "]\n");
    for (size_t i = 0; f->table && i < f->table->columns.n; i++)
        print_field(f->table->columns.v[i], "      ", out);
}

static void print_reporters(const struct form *f, FILE *out)
{
    for (size_t i = 0; i < f->reporters.n; i++) {
        const struct reporter *r = &f->reporters.v[i];
        char day[16] = "";
        if (r->has_due)
            date_print(r->due, day);
        fprintf(out, "%s: ", _("Reports"));
        if (r->level)
            fprintf(out, "%s", r->level);
        for (size_t k = 0; k < r->units.n; k++)
            fprintf(out, "%s%s", k ? ", " : "", r->units.v[k]);
        if (r->has_due) {
            fprintf(out, ", ");
            fprintf(out, r->inclusive ? _("by %s") : _("before %s"), day);
        }
        if (r->to)
            fprintf(out, " → %s", r->to);
        fputc('\n', out);
    }
}

static void print_checks(const struct form *f, FILE *out)
{
    if (f->checks.n)
        fprintf(out, "\n%s\n", _("Rules"));
    for (size_t i = 0; i < f->checks.n; i++) {
        const struct check *c = &f->checks.v[i];
        fprintf(out, "  %s%s%s (%s): %s\n", c->table ? c->table->id : "", c->table ? "." : "",
                c->id, _(problem_level_ids[c->level]), c->expression);
        if (!text_is_empty(&c->message))
            fprintf(out, "      %s\n", text_of(&c->message));
    }
}

void form_outline(const struct form *f, FILE *out)
{
    char day[16] = "";
    fprintf(out, "%s (%s %d)\n", text_of(&f->title), f->id, f->version);
    if (f->source_date.year)
        date_print(f->source_date, day);
    if (f->source_number || f->source_issuer)
        fprintf(out, "%s: %s %s %s\n", _("Source"), f->source_number ? f->source_number : "", day,
                f->source_issuer ? f->source_issuer : "");
    print_reporters(f, out);
    for (size_t i = 0; i < f->sections.n; i++) {
        const struct section *s = &f->sections.v[i];
        fprintf(out, "\n%s%s%s [%s]\n", s->number ? s->number : "", s->number ? " " : "",
                text_of(&s->title), s->id);
        for (int k = s->first; k < s->first + s->count; k++) {
            if (!text_is_empty(&f->fields.v[k]->heading))
                fprintf(out, "  %s\n", text_of(&f->fields.v[k]->heading));
            print_field(f->fields.v[k], "    ", out);
        }
    }
    print_checks(f, out);
}
