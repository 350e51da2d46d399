#include "tui/widget.h"

#include "base/lang.h"
#include "base/mem.h"
#include "entry/entry.h"
#include "tui/app.h"

/* A unit is typed as text on paper; on the screen it is chosen from the unit list. */
const struct widget_ops *widget_for(const struct field *f)
{
    static const struct widget_ops *const by_kind[] = {
        [WIDGET_LINE] = &widget_line,
        [WIDGET_NARRATIVE] = &widget_narrative,
        [WIDGET_CHOICE] = &widget_choice,
        [WIDGET_GRID] = &widget_grid,
    };
    if (f->type == &field_types[TYPE_UNIT])
        return &widget_choice;
    return by_kind[f->type->widget];
}

const struct field *widget_field(const struct widget *w)
{
    return entry_form(w->entry)->fields.v[w->field];
}

const struct value *widget_value(const struct widget *w)
{
    return record_get(entry_record(w->entry), PLACE_FIELD(w->field));
}

bool widget_store(struct widget *w, struct value v, struct err *e)
{
    return entry_set(w->entry, PLACE_FIELD(w->field), v, e);
}

bool widget_may_change(struct widget *w)
{
    const char *why_not = entry_readonly(w->entry);
    if (why_not)
        app_say(w->app, STYLE_WARNING, "%s", why_not);
    return !why_not;
}

enum widget_result widget_finish(struct widget *w)
{
    struct err e = {0};
    if (w->ops->leave(w, &e))
        return WIDGET_NEXT;
    app_error(w->app, &e);
    return WIDGET_DONE;
}

void widget_draw_text(struct widget *w, struct surface *f, struct rect r, const char *text)
{
    const struct value *v = widget_value(w);
    if (value_is_blank(v))
        surface_put(f, r.y, r.x, r.columns, STYLE_DIM, _("(not filled in)"));
    else
        surface_put(f, r.y, r.x, r.columns, v->kind == VALUE_RAW ? STYLE_ERROR : STYLE_NORMAL,
                    text);
}

int64_t widget_wake_never(struct widget *w)
{
    (void)w;
    return INT64_MAX;
}

bool widget_tick_nothing(struct widget *w, struct err *e)
{
    (void)w;
    (void)e;
    return true;
}

char *widget_where_field(struct widget *w)
{
    return xstrdup(widget_field(w)->id);
}

void widget_go_nowhere(struct widget *w, const char *where)
{
    (void)w;
    (void)where;
}

struct place widget_place(struct widget *w)
{
    return PLACE_FIELD(w->field);
}
