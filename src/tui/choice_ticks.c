#include "tui/choice_ticks.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "form/choice.h"
#include "form/form.h"

struct value choice_ticks_toggled(const struct choice_list *l, size_t option)
{
    const char *id = l->source->id(l->w, option);
    bool held = choice_list_holds(l, option);
    struct ticks old, new = {0};
    value_ticks(widget_value(l->w), &old);
    for (size_t i = 0; i < old.ids.n; i++)
        if (!id || !held || strcmp(old.ids.v[i], id) != 0)
            ticks_add(&new, old.ids.v[i]);
    if (id && !held)
        ticks_add(&new, id);
    if (old.other && (id || !held))
        new.other = xstrdup(old.other);
    struct value v = choice_ticked(widget_field(l->w), &new);
    ticks_finish(&old);
    ticks_finish(&new);
    return v;
}

struct value choice_ticks_other(const struct choice_list *l, const char *text)
{
    struct ticks t;
    value_ticks(widget_value(l->w), &t);
    free(t.other);
    t.other = *text ? xstrdup(text) : NULL;
    struct value v = choice_ticked(widget_field(l->w), &t);
    ticks_finish(&t);
    return v;
}

bool choice_ticks_read(const struct choice_list *l, const char *text, struct value *ret)
{
    const struct field *f = widget_field(l->w);
    struct value v = f->type->parse(f, text);
    struct ticks t;
    bool any = value_ticks(&v, &t) && t.ids.n + (t.other != NULL) > 0;
    ticks_finish(&t);
    if (any)
        *ret = v;
    else
        value_finish(&v);
    return any;
}
