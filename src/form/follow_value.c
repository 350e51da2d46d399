#include "form/follow_value.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "form/choice.h"
#include "form/figure.h"
#include "form/record_follow.h"

static bool is_type(const struct field *f, enum type_id type)
{
    return f && f->type == &field_types[type];
}

/* Texts of any length and kind hold one another as they stand. */
static bool is_text(const struct field *f)
{
    return is_type(f, TYPE_TEXT) || is_type(f, TYPE_NARRATIVE) || is_type(f, TYPE_UNIT);
}

/* ---- choices -------------------------------------------------------------------------------- */

/* An option of the same id, or of the same label; else the id stays, and is judged. */
static const char *option_of(const struct field *to, const struct field *old, const char *id)
{
    const struct option *o = old ? field_option(old, id) : NULL;
    const char *found = field_option(to, id) ? id : NULL;
    if (!found && o && o->label.vi)
        found = choice_exact(to, o->label.vi);
    if (!found && !old)
        found = choice_exact(to, id);
    return found ? found : id;
}

/* BLANK: several are ticked, and the field takes one. */
static struct value choice_follow(const struct field *to, const struct field *old,
                                  const struct ticks *t)
{
    struct ticks found = {.other = t->other};
    for (size_t i = 0; i < t->ids.n; i++)
        ticks_add(&found, option_of(to, old, t->ids.v[i]));
    struct value v = choice_ticked(to, &found);
    found.other = NULL; /* t's */
    ticks_finish(&found);
    return v;
}

/* ---- anything ------------------------------------------------------------------------------- */

/* What it says, as one would type it; NULL: a shape that nobody types. */
static char *said(const struct field *old, const struct value *v)
{
    static const struct field text = {.type = &field_types[TYPE_TEXT]};
    static const struct field yes_no = {.type = &field_types[TYPE_BOOLEAN]};
    static const struct field number = {.type = &field_types[TYPE_DECIMAL]};
    static const struct field several = {.type = &field_types[TYPE_CHOICE], .several = true};
    struct figure figure;
    bool yes;
    struct ticks t;
    if (v->kind != VALUE_JSON)
        return field_edit_text(old && field_fit(old, v) != FIT_TYPE ? old : &text, v);
    if (value_boolean(v, &yes))
        return field_edit_text(&yes_no, v);
    if (value_figure(v, &figure))
        return field_edit_text(old && old->type->figure ? old : &number, v);
    if (!value_ticks(v, &t))
        return NULL;
    ticks_finish(&t);
    return field_edit_text(is_type(old, TYPE_CHOICE) && old->several ? old : &several, v);
}

static struct value read_said(const struct field *to, const char *text)
{
    if (!is_type(to, TYPE_CHOICE))
        return to->type->parse(to, text);
    struct value v = choice_parse_exact(to, text);
    return value_is_blank(&v) ? value_raw(text) : v;
}

/* Whether the value can stay as it is, because it is written alike in both. */
static bool stays(const struct field *to, const struct field *old, const struct value *v)
{
    if (v->kind == VALUE_MISSING)
        return true;
    if (is_text(to))
        return v->kind == VALUE_TEXT && (!old || is_text(old) || is_type(old, TYPE_TABLE));
    if (v->kind == VALUE_RAW || is_type(to, TYPE_CHOICE) || (is_text(old) && to->type->figure))
        return false;
    return !to->type->figure && field_fit(to, v) == FIT_GOOD;
}

/* Of a figure that is one in the new field too; else BLANK. */
static struct value figure_follow(const struct field *to, const struct field *old,
                                  const struct value *v)
{
    struct figure figure;
    if ((old && !old->type->figure) || !value_figure(v, &figure))
        return VALUE_NONE;
    if (!figure_is_whole(to) || !figure.size.places)
        return value_of_figure(figure, figure_is_whole(to));
    /* Whether the point is a fraction's or groups thousands, nobody knows any more. */
    return old || v->kind != VALUE_TEXT ? VALUE_NONE : value_raw(v->text);
}

struct value follow_value(const struct field *to, const struct field *old, const json *j)
{
    struct value v = value_from_json(j), new = VALUE_NONE;
    struct ticks t = {0};
    if (value_is_blank(&v) || stays(to, old, &v))
        return v;
    if (to->type->figure)
        new = figure_follow(to, old, &v);
    else if (is_type(to, TYPE_CHOICE) && (!old || is_type(old, TYPE_CHOICE)) &&
             value_ticks(&v, &t))
        new = choice_follow(to, old, &t);
    ticks_finish(&t);
    char *text = value_is_blank(&new) ? said(old, &v) : NULL;
    if (text)
        new = read_said(to, text);
    free(text);
    if (value_is_blank(&new))
        return v;
    value_finish(&v);
    return new;
}
