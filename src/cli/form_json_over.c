/* What stands over the answers, as JSON: targets and roll-ups. */
#include "base/lang.h"
#include "cli/form_json.h"

static void set_threshold(json *o, const char *key, bool has, struct decimal d)
{
    char text[32];
    decimal_canonical(d, text);
    if (has)
        js_set(o, key, d.places ? js_new_text(text) : js_new_integer(d.digits));
}

static json *expressions(const struct expression *v, size_t n)
{
    json *a = js_new_array();
    for (size_t i = 0; i < n; i++)
        js_push(a, js_new_text(v[i].text));
    return a;
}

static json *target_json(const struct target *t)
{
    static const char *const windows[] = {
        [WINDOW_YEAR] = "year", [WINDOW_TWO_YEARS] = "two_years", [WINDOW_QUARTER] = "quarter",
        [WINDOW_FIRST_QUARTER] = "first_quarter", [WINDOW_ONGOING] = "ongoing"};
    json *o = js_new_object();
    js_set_text(o, "target", t->id);
    js_set_text(o, "number", t->number);
    js_set_text(o, "label", text_of(&t->label));
    js_set_text(o, "level", t->level);
    js_set_text(o, "period", windows[t->window]);
    if (t->cycle_start)
        js_set(o, "cycle_start", js_new_integer(t->cycle_start));
    js_set_text(o, "rows", t->rows ? t->rows->id : NULL);
    js_set(o, "figures", expressions(t->figures.v, t->figures.n));
    set_threshold(o, "at_least", t->has_at_least, t->at_least);
    set_threshold(o, "at_most", t->has_at_most, t->at_most);
    if (!text_is_empty(&t->measure))
        js_set_text(o, "measure", text_of(&t->measure));
    js_set_text(o, "applies", t->applies.text);
    js_set_text(o, "judge", t->judged && t->state_field ? t->state_field->id : NULL);
    return o;
}

json *form_json_targets(const struct form *f)
{
    json *a = js_new_array();
    for (size_t i = 0; i < f->targets.n; i++)
        js_push(a, target_json(&f->targets.v[i]));
    return a;
}

static json *column_json(const struct rollup_column *c)
{
    static const char *const kinds[] = {
        [ROLLUP_SUM] = "sum", [ROLLUP_COUNT] = "count", [ROLLUP_SHARE] = "share",
        [ROLLUP_MIN] = "min", [ROLLUP_MAX] = "max"};
    json *o = js_new_object();
    js_set_text(o, "column", c->id);
    js_set_text(o, "label", text_of(&c->label));
    js_set(o, kinds[c->kind], c->of.text ? js_new_text(c->of.text) : js_new_bool(true));
    js_set_text(o, "in", c->in.text);
    if (c->kind == ROLLUP_SHARE)
        js_set(o, "places", js_new_integer(c->places));
    return o;
}

json *form_json_rollups(const struct form *f)
{
    json *a = js_new_array();
    for (size_t i = 0; i < f->rollups.n; i++) {
        const struct rollup *r = &f->rollups.v[i];
        json *o = js_new_object(), *columns = js_new_array();
        js_set_text(o, "rollup", r->id);
        js_set_text(o, "title", text_of(&r->title));
        js_set_text(o, "from", r->from ? r->from->id : NULL);
        js_set_text(o, "where", r->where.text);
        js_set(o, "by", expressions(r->by.v, r->by.n));
        for (size_t k = 0; k < r->columns.n; k++)
            js_push(columns, column_json(&r->columns.v[k]));
        js_set(o, "columns", columns);
        js_push(a, o);
    }
    return a;
}
