#include "cli/form_outline.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/lang.h"
#include "base/mem.h"
#include "cli/outline.h"
#include "text/wrap.h"

void outline_print(FILE *out, int indent, int hang, const char *text)
{
    struct wrap_lines lines = {0};
    size_t n = strlen(text);
    wrap(text, n, OUTLINE_COLUMNS - (indent > hang ? indent : hang), &lines);
    for (size_t i = 0; i < lines.n; i++) {
        size_t to = lines.v[i].to;
        while (to > lines.v[i].from && (text[to - 1] == ' ' || text[to - 1] == '\n'))
            to--;
        fprintf(out, "%*s%.*s\n", i ? hang : indent, "", (int)(to - lines.v[i].from),
                text + lines.v[i].from);
    }
    vec_finish(&lines);
}

void outline_add(struct str *line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *part = xvasprintf(fmt, ap);
    va_end(ap);
    str_addf(line, "%s%s", line->len ? ", " : "", part);
    free(part);
}

/* Prints what was gathered, and begins anew. */
static void flush(FILE *out, int indent, int hang, struct str *line)
{
    if (line->len)
        outline_print(out, indent, hang, str_text(line));
    str_finish(line);
    *line = (struct str){0};
}

static void print_when(const struct expression *when, int indent, FILE *out)
{
    if (!when->text)
        return;
    char *text = xasprintf("%s: %s", _("only where"), when->text);
    outline_print(out, indent, indent + 2, text);
    free(text);
}

static void print_field(const struct field *f, int indent, FILE *out)
{
    struct str line = {0};
    str_addf(&line, "%s%s%s", f->number ? f->number : "", f->number ? " " : "",
             text_of(&f->label));
    flush(out, indent, indent + 2, &line);
    str_addf(&line, "[%s] ", f->id);
    struct str facts = {0};
    outline_field_facts(&facts, f);
    str_add(&line, str_text(&facts));
    str_finish(&facts);
    flush(out, indent + 2, indent + 4, &line);
    print_when(&f->when, indent + 2, out);
    for (size_t i = 0; f->table && i < f->table->columns.n; i++)
        print_field(f->table->columns.v[i], indent + 2, out);
    if (table_fixed(f))
        outline_rows(f, out);
}

void outline_due(struct date due, char out[16])
{
    if (due.year)
        date_iso(due, out);
    else
        snprintf(out, 16, "%02d-%02d", due.month % 100, due.day % 100);
}

/* The same as people read it: 25/6/2015, or 05/11 in every year. */
static char *due_text(struct date due)
{
    char day[16];
    if (due.year) {
        date_print(due, day);
        return xstrdup(day);
    }
    return xasprintf(_("%02d/%02d of the year"), due.day, due.month);
}

static void print_reporter(const struct reporter *r, FILE *out)
{
    struct str line = {0};
    str_addf(&line, "%s: %s", _("Reports"), r->level ? r->level : "");
    for (size_t k = 0; k < r->units.n; k++)
        str_addf(&line, "%s%s", k ? ", " : "", r->units.v[k]);
    if (r->has_due) {
        char *day = due_text(r->due);
        str_add(&line, ", ");
        str_addf(&line, r->inclusive ? _("by %s") : _("before %s"), day);
        free(day);
    }
    if (r->to)
        str_addf(&line, " → %s", r->to);
    flush(out, 0, 2, &line);
}

static void print_head(const struct form *f, FILE *out)
{
    struct str line = {0};
    char day[16] = "";
    str_addf(&line, "%s (%s %d)", text_of(&f->title), f->id, f->version);
    flush(out, 0, 2, &line);
    if (f->source_date.year)
        date_print(f->source_date, day);
    if (f->source_number || f->source_issuer)
        str_addf(&line, "%s:", _("Source"));
    const char *source[] = {f->source_number, *day ? day : NULL, f->source_issuer};
    for (size_t i = 0; i < 3 && line.len; i++)
        if (source[i])
            str_addf(&line, " %s", source[i]);
    flush(out, 0, 2, &line);
    for (size_t i = 0; i < f->reporters.n; i++)
        print_reporter(&f->reporters.v[i], out);
}

static void print_section(const struct form *f, const struct section *s, FILE *out)
{
    struct str line = {0};
    str_addf(&line, "%s%s%s [%s]", s->number ? s->number : "", s->number ? " " : "",
             text_of(&s->title), s->id);
    fputc('\n', out);
    flush(out, 0, 2, &line);
    print_when(&s->when, 2, out);
    for (int k = s->first; k < s->first + s->count; k++) {
        if (!text_is_empty(&f->fields.v[k]->heading))
            outline_print(out, 2, 4, text_of(&f->fields.v[k]->heading));
        print_field(f->fields.v[k], 4, out);
    }
}

void form_outline(const struct form *f, FILE *out)
{
    print_head(f, out);
    for (size_t i = 0; i < f->sections.n; i++)
        print_section(f, &f->sections.v[i], out);
    outline_checks(f, out);
    outline_targets(f, out);
    outline_rollups(f, out);
}
