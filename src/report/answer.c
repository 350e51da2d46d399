#include "report/parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define DOTS "………"

bool answer_asked(const struct report *r, struct place p)
{
    return !r->rules || rules_relevant(r->rules, p);
}

char *report_answer(const struct record *record, struct rules *rules,
                    const struct catalogue *catalogue, struct place p)
{
    const struct field *f = record_field(record, p);
    if (!f || (rules && !rules_relevant(rules, p)))
        return xstrdup("");
    const struct value *v = rules ? rules_value(rules, p) : record_get(record, p);
    if (field_type_id(f->type) == TYPE_UNIT && v->kind == VALUE_TEXT && catalogue)
        return xstrdup(catalogue_office_name(catalogue, v->text));
    return field_print(f, v);
}

char *answer_text(const struct report *r, struct place p)
{
    return report_answer(r->record, r->rules, r->catalogue, p);
}

/* ---- lines with placeholders ---------------------------------------------------------------- */

static char *field_text(const struct report *r, const char *id)
{
    const struct field *f = id ? form_field(r->form, id) : NULL;
    return f && !f->table ? answer_text(r, PLACE_FIELD(f->index)) : xstrdup("");
}

/* A part of the day in a field; "" while it is no day. */
static char *date_part(const struct report *r, const char *id, char part)
{
    const struct field *f = id ? form_field(r->form, id) : NULL;
    struct date d;
    const struct value *v = f && !f->table ? record_get(r->record, PLACE_FIELD(f->index)) : NULL;
    if (!v || v->kind != VALUE_TEXT || !date_parse_iso(v->text, &d))
        return xstrdup("");
    char shown[16];
    date_print(d, shown); /* 05/02/2026: its parts have the zeros that documents want */
    if (part == 'd')
        return xasprintf("%02d", d.day);
    return part == 'm' ? xasprintf(d.month < 3 ? "%02d" : "%d", d.month) : xasprintf("%d", d.year);
}

static char *placeholder(const struct report *r, const struct line_fields *f, const char *name)
{
    if (!strcmp(name, "unit"))
        return xstrdup(r->unit ? r->unit : "");
    if (!strcmp(name, "province"))
        return xstrdup(r->catalogue ? r->catalogue->province_name : "");
    if (!strcmp(name, "number"))
        return field_text(r, f->number);
    if (!strcmp(name, "place"))
        return field_text(r, f->place);
    if (!strcmp(name, "day") || !strcmp(name, "month") || !strcmp(name, "year"))
        return date_part(r, f->date, *name);
    return field_text(r, name);
}

char *line_fill(const struct report *r, const struct line_fields *f, const struct text *line)
{
    struct str out = {0};
    for (const char *s = text_of(line); *s;) {
        const char *end = *s == '{' ? strchr(s, '}') : NULL;
        if (!end) {
            str_addc(&out, *s++);
            continue;
        }
        char *name = xasprintf("%.*s", (int)(end - s - 1), s + 1);
        char *value = placeholder(r, f, name);
        str_add(&out, *value ? value : DOTS);
        free(value);
        free(name);
        s = end + 1;
    }
    return str_take(&out);
}

struct text_list lines_fill(const struct report *r, const struct line_fields *f,
                            const struct text_list *lines)
{
    struct text_list filled = {0};
    for (size_t i = 0; i < lines->n; i++)
        vec_add(&filled)->vi = line_fill(r, f, &lines->v[i]);
    return filled;
}

void lines_finish(struct text_list *lines)
{
    for (size_t i = 0; i < lines->n; i++)
        free(lines->v[i].vi);
    vec_finish(lines);
}
