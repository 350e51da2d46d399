#include "tui/widget.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/entry.h"
#include "text/unicode.h"
#include "tui/app.h"
#include "tui/calendar.h"

/* A unit is typed as text on paper; on the screen it is chosen from the unit list. Yes and no are
 * chosen, too. */
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
    if (f->type == &field_types[TYPE_BOOLEAN])
        return &widget_boolean;
    return by_kind[f->type->widget];
}

const struct field *widget_field(const struct widget *w)
{
    return entry_form(w->entry)->fields.v[w->field];
}

const struct value *widget_value(const struct widget *w)
{
    return rules_value(entry_rules(w->entry), PLACE_FIELD(w->field));
}

bool widget_store(struct widget *w, struct value v, struct err *e)
{
    return entry_set(w->entry, PLACE_FIELD(w->field), v, e);
}

int widget_year(const struct widget *w)
{
    const char *period = entry_period(w->entry);
    int year = period ? atoi(period) : 0;
    return year ? year : calendar_today().year;
}

const char *widget_closed(const struct widget *w)
{
    const struct rules *rules = entry_rules(w->entry);
    struct place p = PLACE_FIELD(w->field);
    if (widget_field(w)->table || rules_open(rules, p))
        return NULL;
    if (rules_computed(rules, p))
        return _("This is computed from other answers; nobody types it.");
    return rules_relevant(rules, p) ? _("This is given by the form; nobody types it.")
                                    : _("This is not asked here, by the other answers.");
}

bool widget_may_change(struct widget *w)
{
    const char *why_not = entry_readonly(w->entry);
    if (!why_not)
        why_not = widget_closed(w);
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

char *widget_tail(const struct widget *w)
{
    const struct field *f = widget_field(w);
    const char *measure = f->type->figure ? text_of(&f->measure) : "";
    bool coded = widget_value(w)->kind == VALUE_MISSING;
    struct str b = {0};
    if (*measure && !coded)
        str_addf(&b, " %s", measure);
    if (!f->table && rules_computed(entry_rules(w->entry), PLACE_FIELD(w->field)))
        str_addf(&b, "  %s", _("(computed)"));
    else if (!value_is_blank(&f->given))
        str_addf(&b, "  %s", _("(given)"));
    return str_take(&b);
}

static const char *blank_text(const struct widget *w)
{
    bool computed = rules_computed(entry_rules(w->entry), PLACE_FIELD(w->field));
    return computed ? _("(not known yet)") : _("(not filled in)");
}

void widget_draw_text(struct widget *w, struct surface *f, struct rect r, const char *text)
{
    const struct value *v = widget_value(w);
    char *tail = widget_tail(w);
    int room = r.columns - text_width(tail, strlen(tail));
    int used;
    if (value_is_blank(v))
        used = surface_put(f, r.y, r.x, room, STYLE_DIM, blank_text(w));
    else
        used = surface_put(f, r.y, r.x, room, v->kind == VALUE_RAW ? STYLE_ERROR : STYLE_NORMAL,
                           text);
    surface_put(f, r.y, r.x + used, r.columns - used, STYLE_DIM, tail);
    free(tail);
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
