#include "tui/target_text.h"

#include <stdlib.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"

const char *target_state_mark(const struct surface *f, enum target_state s)
{
    return s == TARGET_REACHED  ? surface_mark(f, MARK_OK)
           : s == TARGET_MISSED ? surface_mark(f, MARK_BAD)
           : s == TARGET_NOT_DUE ? surface_mark(f, MARK_NOTE)
                                 : " ";
}

enum style target_state_style(enum target_state s)
{
    static const enum style styles[] = {
        [TARGET_UNREPORTED] = STYLE_DIM, [TARGET_NOT_APPLICABLE] = STYLE_DIM,
        [TARGET_NOT_DUE] = STYLE_NORMAL, [TARGET_MISSED] = STYLE_WARNING,
        [TARGET_REACHED] = STYLE_OK,
    };
    return styles[s];
}

static bool compares(const struct target *t)
{
    return !t->judged && (t->has_at_least || t->has_at_most);
}

static void add_measure(struct str *b, const struct target *t)
{
    if (!text_is_empty(&t->measure))
        str_addf(b, " %s", text_of(&t->measure));
}

char *target_threshold(const struct target *t)
{
    char figure[40];
    struct str b = {0};
    if (!compares(t))
        return str_take(&b);
    if (t->has_at_least)
        str_addf(&b, _("at least %s"), decimal_print(t->at_least, figure));
    if (t->has_at_most)
        str_addf(&b, b.len ? _(", at most %s") : _("at most %s"),
                 decimal_print(t->at_most, figure));
    add_measure(&b, t);
    return str_take(&b);
}

/* "1/1": of what is asked; where at most so much is asked the threshold stands elsewhere. */
static void add_figure(struct str *b, const struct target_result *x, size_t i)
{
    const struct target *t = x->target;
    char figure[40], least[40];
    if (!x->known[i])
        str_add(b, "–");
    else if (!compares(t))
        str_add(b, x->figures[i].digits ? _("yes") : _("no"));
    else
        str_add(b, decimal_print(x->figures[i], figure));
    if (compares(t) && t->has_at_least && !t->has_at_most)
        str_addf(b, "/%s", decimal_print(t->at_least, least));
}

char *target_figure(const struct target_result *x)
{
    static const char *const quarters[] = {"I", "II", "III", "IV"};
    struct str b = {0};
    bool any = false;
    for (size_t i = 0; i < x->figure_count; i++)
        any = any || x->known[i];
    if (!any || x->target->judged)
        return str_take(&b);
    for (size_t i = 0; i < x->figure_count; i++) {
        if (x->figure_count > 1)
            str_addf(&b, "%s%s ", i ? " · " : "", quarters[i]);
        add_figure(&b, x, i);
    }
    if (compares(x->target))
        add_measure(&b, x->target);
    return str_take(&b);
}

char *target_name(const struct target *t)
{
    return t->number ? xasprintf(_("Target %s"), t->number) : xstrdup(text_of(&t->label));
}

char *target_line(const struct target_result *x)
{
    char *name = target_name(x->target), *figure = target_figure(x);
    char *line = *figure ? xasprintf("%s: %s (%s)", name, target_state_name(x->state), figure)
                         : xasprintf("%s: %s", name, target_state_name(x->state));
    free(name);
    free(figure);
    return line;
}

char *target_line_rows(const struct target_result *x, size_t n)
{
    size_t reached = 0, applies = 0, missed = 0;
    char *name = target_name(x->target);
    struct str b = {0};
    for (size_t i = 0; i < n; i++) {
        reached += x[i].state == TARGET_REACHED;
        missed += x[i].state == TARGET_MISSED;
        applies += x[i].state != TARGET_NOT_APPLICABLE;
    }
    str_addf(&b, _("%s: %zu of %zu reached"), name, reached, applies);
    if (missed)
        str_addf(&b, _(", %zu missed"), missed);
    free(name);
    return str_take(&b);
}

const struct target_result *target_at(struct rules *r, struct place p, size_t *at)
{
    const struct target_result *x;
    size_t n = rules_targets(r, &x);
    for (; *at < n; (*at)++) {
        const struct target_result *y = &x[*at];
        if (y->place.field == p.field &&
            (p.row < 0 || y->place.row < 0 || y->place.row == p.row))
            return &x[(*at)++];
    }
    return NULL;
}
