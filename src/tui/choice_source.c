#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "entry/entry.h"
#include "tui/choice_list.h"

/* ---- options of the form --------------------------------------------------------------------- */

static size_t option_count(const struct widget *w)
{
    const struct field *f = widget_field(w);
    return f->options.n + f->other;
}

static const char *option_id(const struct widget *w, size_t i)
{
    const struct field *f = widget_field(w);
    return i < f->options.n ? f->options.v[i].id : NULL;
}

static const char *option_label(const struct widget *w, size_t i)
{
    const struct field *f = widget_field(w);
    return i < f->options.n ? text_of(&f->options.v[i].label) : _("Other");
}

static char *option_print(const struct widget *w)
{
    return field_print(widget_field(w), widget_value(w));
}

/* ---- units of the unit list ------------------------------------------------------------------ */

static size_t unit_count(const struct widget *w)
{
    const struct catalogue *c = entry_catalogue(w->entry);
    return c ? c->units.n : 0;
}

static const char *unit_id(const struct widget *w, size_t i)
{
    return entry_catalogue(w->entry)->units.v[i].id;
}

static const char *unit_label(const struct widget *w, size_t i)
{
    return catalogue_office_name(entry_catalogue(w->entry), unit_id(w, i));
}

static char *unit_print(const struct widget *w)
{
    const struct catalogue *c = entry_catalogue(w->entry);
    const struct value *v = widget_value(w);
    if (c && v->kind == VALUE_TEXT && catalogue_find(c, v->text))
        return xstrdup(catalogue_office_name(c, v->text));
    return field_print(widget_field(w), v);
}

static const struct choice_source options = {
    .count = option_count,
    .id = option_id,
    .label = option_label,
    .print = option_print,
    .numbered = true,
};

static const struct choice_source several = {
    .count = option_count,
    .id = option_id,
    .label = option_label,
    .print = option_print,
    .numbered = true,
    .several = true,
};

static const struct choice_source units = {
    .count = unit_count,
    .id = unit_id,
    .label = unit_label,
    .print = unit_print,
    .open_text = true,
    .rows = 8,
};

const struct choice_source *choice_source_of(const struct widget *w)
{
    const struct field *f = widget_field(w);
    return f->type == &field_types[TYPE_UNIT] ? &units : f->several ? &several : &options;
}
