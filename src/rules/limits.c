#include "rules/parts.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/catalogue.h"
#include "text/date.h"
#include "text/number.h"
#include "text/unicode.h"

/* One value that is being judged, and where verdicts go. */
struct judged {
    struct rules *r;
    struct founds *list;
    struct place p;
    const struct field *f;
    const struct value *v;
    bool computed;
};

static void __attribute__((format(printf, 3, 4)))
refuse(const struct judged *j, const char *rule, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct found found = {.rule = RULE_LIMIT};
    found.places = xmalloc(sizeof *found.places);
    *found.places = j->p;
    found.v = (struct verdict){.level = LEVEL_ERROR,
                               .rule = rule,
                               .place = j->p,
                               .places = found.places,
                               .place_count = 1,
                               .message = xvasprintf(fmt, ap)};
    va_end(ap);
    found_add(j->r, j->list, found);
}

static void limit_required(const struct judged *j)
{
    if (!j->f->required)
        return;
    if (!text_is_empty(&j->f->required_message))
        refuse(j, "required", "%s", text_of(&j->f->required_message));
    else
        refuse(j, "required", "%s", _("This must be filled in, and is empty."));
}

/* What a type expects, for text that does not fit it. */
static const char *const expectations[TYPE_COUNT] = {
    [TYPE_TEXT] = N_("This must be a text; typed: “%s”"),
    [TYPE_NARRATIVE] = N_("This must be a text; typed: “%s”"),
    [TYPE_INTEGER] = N_("This must be a whole number; typed: “%s”"),
    [TYPE_DECIMAL] = N_("This must be a number; typed: “%s”"),
    [TYPE_PERCENT] = N_("This must be a number; typed: “%s”"),
    [TYPE_MONEY] = N_("This must be a number; typed: “%s”"),
    [TYPE_DATE] = N_("This must be a day such as 25/6/2015; typed: “%s”"),
    [TYPE_BOOLEAN] = N_("This must be yes or no; typed: “%s”"),
    [TYPE_CHOICE] = N_("Choose one of the choices; typed: “%s”"),
    [TYPE_UNIT] = N_("This must be a unit of the list; typed: “%s”"),
    [TYPE_TABLE] = N_("This must be a list of rows; typed: “%s”"),
};
static const char *const dates[] = {
    [DATE_DAY] = N_("This must be a day such as 25/6/2015; typed: “%s”"),
    [DATE_MONTH] = N_("This must be a month such as 6/2015; typed: “%s”"),
    [DATE_QUARTER] = N_("This must be a quarter such as 2/2015; typed: “%s”"),
    [DATE_YEAR] = N_("This must be a year such as 2015; typed: “%s”"),
};

/* What exactly is wrong with text that nearly fits; NULL when there is no more to say. */
static char *reason(const struct judged *j)
{
    if (j->v->kind != VALUE_RAW)
        return NULL;
    if (field_type_id(j->f->type) == TYPE_DATE && j->f->precision == DATE_DAY)
        return date_why(j->v->text);
    if (j->f->type->figure && number_too_large(j->v->text))
        return xstrdup(_("the number is too large"));
    return NULL;
}

static void refuse_type(const struct judged *j)
{
    enum type_id type = field_type_id(j->f->type);
    char *shown = j->v->kind == VALUE_RAW ? xstrdup(j->v->text) : value_to_bytes(j->v);
    struct str cut = {0};
    text_fit(&cut, shown, 40);
    /* Every sentence of the tables takes the one text. */
    const char *sentence = _(type == TYPE_DATE ? dates[j->f->precision] : expectations[type]);
    const char *hole = strstr(sentence, "%s");
    char *why = reason(j);
    if (why)
        refuse(j, "type", _("“%s” cannot be: %s"), str_text(&cut), why);
    else
        refuse(j, "type", "%.*s%s%s", (int)(hole - sentence), sentence, str_text(&cut), hole + 2);
    free(why);
    str_finish(&cut);
    free(shown);
}

/* Whether the value may be judged by its figure or text. */
static bool limit_type(const struct judged *j)
{
    switch (j->computed ? FIT_GOOD : field_fit(j->f, j->v)) {
    case FIT_GOOD:
        return j->v->kind != VALUE_MISSING;
    case FIT_TYPE:
        refuse_type(j);
        return false;
    case FIT_CODE:
        refuse(j, "type", _("A code may not stand here: “%s”"), j->v->text);
        return false;
    case FIT_FLAG:
        refuse(j, "type", _("Only the figure itself may stand here, neither “more than” nor “about”"));
        return true;
    case FIT_PLACES:
        refuse(j, "type", _("At most %d digits may stand after the comma"), j->f->places);
        return true;
    }
    return true;
}

static void limit_size(const struct judged *j, struct decimal size)
{
    char limit[40], typed[40];
    bool low = j->f->has_min && decimal_compare(size, j->f->min) < 0;
    bool high = j->f->has_max && decimal_compare(size, j->f->max) > 0;
    if (low || high) /* printing costs more than judging */
        decimal_print(size, typed);
    if (low)
        refuse(j, "min", _("This must be at least %s; entered: %s"),
               decimal_print(j->f->min, limit), typed);
    if (high)
        refuse(j, "max", _("This must be at most %s; entered: %s"),
               decimal_print(j->f->max, limit), typed);
}

static void limit_figure(const struct judged *j)
{
    struct figure figure;
    if (j->f->type->figure && value_figure(j->v, &figure))
        limit_size(j, figure.size);
}

static void limit_length(const struct judged *j)
{
    if (!j->f->min_length && !j->f->max_length)
        return;
    char limit[32], has[32];
    size_t n = text_letters(j->v->text, strlen(j->v->text));
    if (n >= (size_t)j->f->min_length && (!j->f->max_length || n <= (size_t)j->f->max_length))
        return;
    number_print((int64_t)n, has);
    if (j->f->max_length && n > (size_t)j->f->max_length)
        refuse(j, "length", _("Too long: %s letters, at most %s are allowed"), has,
               number_print(j->f->max_length, limit));
    else if (n < (size_t)j->f->min_length)
        refuse(j, "length", _("Too short: %s letters, at least %s are needed"), has,
               number_print(j->f->min_length, limit));
}

static void limit_text(const struct judged *j)
{
    enum type_id type = field_type_id(j->f->type);
    if (j->v->kind != VALUE_TEXT || type == TYPE_CHOICE || type == TYPE_DATE || j->f->type->figure)
        return;
    limit_length(j);
    if (j->f->pattern && !pattern_fits(j->r, j->f, j->v->text))
        refuse(j, "pattern", _("This is not written in the expected way (%s)"), j->f->pattern);
    if (type == TYPE_UNIT && j->r->catalogue && !catalogue_find(j->r->catalogue, j->v->text))
        refuse(j, "unit", _("There is no unit “%s” in the list of units"), j->v->text);
}

static void limit_ticks(const struct judged *j)
{
    struct ticks ticks;
    value_ticks(j->v, &ticks);
    for (size_t i = 0; i < ticks.ids.n; i++)
        if (!field_option(j->f, ticks.ids.v[i]))
            refuse(j, "option", _("“%s” is not one of the choices"), ticks.ids.v[i]);
    if (ticks.other && !j->f->other)
        refuse(j, "option", _("This question has no choice “other”"));
    else if (ticks.other && !*ticks.other)
        refuse(j, "option", _("Write what “other” is"));
    ticks_finish(&ticks);
}

static void limit_option(const struct judged *j)
{
    if (field_type_id(j->f->type) != TYPE_CHOICE)
        return;
    if (j->f->several) {
        limit_ticks(j);
        return;
    }
    if (j->v->kind == VALUE_OTHER && !j->f->other)
        refuse(j, "option", _("This question has no choice “other”"));
    else if (j->v->kind == VALUE_OTHER && !*j->v->text)
        refuse(j, "option", _("Write what “other” is"));
    if (j->v->kind == VALUE_TEXT && !field_option(j->f, j->v->text) &&
        !(j->f->other && !strcmp(j->v->text, OTHER_ID)))
        refuse(j, "option", _("“%s” is not one of the choices"), j->v->text);
}

static void judge(const struct judged *j)
{
    if (value_is_blank(j->v)) {
        if (!j->computed)
            limit_required(j);
    } else if (limit_type(j)) {
        limit_figure(j);
        limit_text(j);
        limit_option(j);
    }
}

/* What is hidden, closed or given is not judged; of what is computed only the figure. */
static void judge_place(struct rules *r, struct founds *list, struct place p)
{
    const struct field *f = place_field(r, p);
    if (!f || !rules_relevant(r, p) || !value_is_blank(&f->given))
        return;
    struct judged j = {r, list, p, f, rules_value(r, p), rules_computed(r, p)};
    judge(&j);
}

void limits_field(struct rules *r, int field)
{
    struct founds *list = &r->at_field[field];
    found_remove(r, list, RULE_LIMIT);
    judge_place(r, list, PLACE_FIELD(field));
}

/* The quick way for what long tables are made of; false: judge it. */
static bool is_surely_good(const struct field *f, const struct value *v)
{
    if (v->kind == VALUE_BLANK)
        return !f->required;
    if (v->kind == VALUE_TEXT)
        return f->type == &field_types[TYPE_TEXT] && !f->min_length && !f->max_length && !f->pattern;
    return v->kind == VALUE_INTEGER && f->type == &field_types[TYPE_INTEGER] &&
           (!f->has_min || (f->min.places == 0 && v->integer >= f->min.digits)) &&
           (!f->has_max || (f->max.places == 0 && v->integer <= f->max.digits));
}

void limits_row(struct rules *r, int field, int row)
{
    struct founds *list = &r->tables[field].rows.v[row].founds;
    const struct table *table = r->form->fields.v[field]->table;
    found_remove(r, list, RULE_LIMIT);
    if (!row_counts(r, field, row))
        return;
    bool plain = r->tables[field].plain;
    for (size_t i = 0; i < table->columns.n; i++) {
        struct place p = {field, row, (int)i};
        if (!plain) {
            judge_place(r, list, p);
            continue;
        }
        const struct field *f = table->columns.v[i];
        const struct value *v = record_get(r->record, p);
        if (is_surely_good(f, v))
            continue;
        struct judged j = {r, list, p, f, v, false};
        judge(&j);
    }
}

void limits_table(struct rules *r, int field)
{
    const struct field *f = r->form->fields.v[field];
    struct judged j = {r, &r->at_field[field], PLACE_FIELD(field), f, &VALUE_NONE, false};
    int filled = r->tables[field].filled;
    found_remove(r, j.list, RULE_LIMIT);
    if (!rules_relevant(r, j.p))
        return;
    if (filled == 0)
        limit_required(&j);
    if (f->table->min_rows && filled < f->table->min_rows && (filled || !f->required))
        refuse(&j, "rows", _("At least %d rows are needed, %d filled in: %s"), f->table->min_rows,
               filled, text_of(&f->label));
    if (f->table->max_rows && filled > f->table->max_rows)
        refuse(&j, "rows", _("At most %d rows are allowed, %d filled in: %s"), f->table->max_rows,
               filled, text_of(&f->label));
}

void limits_all_of(struct rules *r, int field)
{
    if (!r->form->fields.v[field]->table) {
        limits_field(r, field);
        return;
    }
    limits_table(r, field);
    for (size_t i = 0; i < r->tables[field].rows.n; i++)
        limits_row(r, field, (int)i);
    limits_unique(r, field, COLUMN_ANY);
}
