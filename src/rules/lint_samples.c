/* "Can never fail" is undecidable; what can be done is to try a few hundred rows made of small
 * figures, the figures and texts that stand in the expressions and their neighbours, and to warn
 * when a check never fails over them, or never passes, or a `when` is never true. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "rules/parts.h"
#include "text/date.h"
#include "text/decimal.h"

#define SAMPLE_ROWS 400    /* one table of them, for row checks */
#define SAMPLE_ENTRIES_MAX 1500 /* while something was never asked */
#define SAMPLE_ENTRIES 200 /* entries of a few rows, for checks of the entry */

struct samples {
    uint32_t seed;
    VEC(int64_t) figures; /* that the expressions name */
    VEC(char *) texts;
    VEC(struct date) days; /* of the texts */
};

/* The same sequence in every run, so that lint says the same twice. */
static unsigned roll(struct samples *s, unsigned below)
{
    s->seed = s->seed * 1664525u + 1013904223u;
    return (s->seed >> 8) % below;
}

/* ---- what the expressions name -------------------------------------------------------------- */

static void add_text(struct samples *s, const char *text, size_t n)
{
    char *copy = xstrndup(text, n);
    struct date day;
    *vec_add(&s->texts) = copy;
    if (date_parse_iso(copy, &day))
        *vec_add(&s->days) = day;
}

static void add_literal(struct samples *s, const char *text, size_t n)
{
    struct decimal figure;
    if (*text == '\'') {
        add_text(s, text + 1, n - 2);
        return;
    }
    char *digits = xstrndup(text, n);
    if (decimal_parse_canonical(digits, &figure))
        *vec_add(&s->figures) = (int64_t)decimal_double(figure);
    free(digits);
}

static void add_literals(void *user, const char *text)
{
    size_t at = 0, from, n;
    bool literal;
    while (sandbox_next_word(text, &at, &from, &n, &literal))
        if (literal)
            add_literal(user, text + from, n);
}

static void collect_literals(struct samples *s, const struct form *form)
{
    form_each_expression(form, false, add_literals, s);
}

static void samples_finish(struct samples *s)
{
    vec_finish(&s->figures);
    vec_finish(&s->days);
    for (size_t i = 0; i < s->texts.n; i++)
        free(s->texts.v[i]);
    vec_finish(&s->texts);
}

/* ---- values --------------------------------------------------------------------------------- */

static int64_t any_count(struct samples *s, const struct field *f)
{
    switch (roll(s, 8)) {
    case 0:
        return (int64_t)roll(s, 200);
    case 1:
        return f->has_min ? (int64_t)decimal_double(f->min) : 0;
    case 2:
        return f->has_max ? (int64_t)decimal_double(f->max) : 1000;
    case 3:
    case 4:
        if (s->figures.n)
            return s->figures.v[roll(s, (unsigned)s->figures.n)] + (int64_t)roll(s, 3) - 1;
        return 1;
    default:
        return (int64_t)roll(s, 4);
    }
}

/* Mostly whole, mostly without a mark. */
static struct value any_figure(struct samples *s, const struct field *f)
{
    bool whole = field_type_id(f->type) == TYPE_INTEGER;
    struct figure figure = {.size = decimal_of(any_count(s, f))};
    if (!whole && f->places > 0 && roll(s, 4) == 0)
        figure.size = (struct decimal){figure.size.digits * 10 + 5, 1};
    figure.at_least = f->at_least && roll(s, 6) == 0;
    figure.estimate = f->estimate && roll(s, 6) == 0;
    return value_of_figure(figure, whole);
}

static struct value any_text(struct samples *s, const struct field *f)
{
    static const char *const some[] = {"a", "b", "Tổ", "Tổ hợp tác số 12"};
    (void)f;
    if (s->texts.n && roll(s, 2))
        return value_text(s->texts.v[roll(s, (unsigned)s->texts.n)]);
    return value_text(some[roll(s, 4)]);
}

/* Around a day that some expression names. */
static struct date any_day(struct samples *s, enum date_precision p)
{
    static const int step[] = {
        [DATE_DAY] = 1, [DATE_MONTH] = 30, [DATE_QUARTER] = 91, [DATE_YEAR] = 365,
    };
    struct date d = {2015, 6, 25};
    if (s->days.n && roll(s, 2))
        d = s->days.v[roll(s, (unsigned)s->days.n)];
    return date_from_days(date_days(d) + ((int64_t)roll(s, 7) - 3) * step[p]);
}

static struct value any_date(struct samples *s, const struct field *f)
{
    char stored[16];
    date_stored(any_day(s, f->precision), f->precision, stored);
    return value_text(stored);
}

static struct value any_boolean(struct samples *s, const struct field *f)
{
    (void)f;
    return value_of_boolean(roll(s, 2));
}

static struct value any_ticks(struct samples *s, const struct field *f)
{
    struct ticks ticks = {0};
    for (size_t i = 0; i < f->options.n; i++)
        if (roll(s, 2))
            ticks_add(&ticks, f->options.v[i].id);
    struct value v = value_of_ticks(&ticks);
    ticks_finish(&ticks);
    return v;
}

static struct value any_choice(struct samples *s, const struct field *f)
{
    if (f->several)
        return any_ticks(s, f);
    unsigned i = roll(s, (unsigned)f->options.n + 1);
    if (i < f->options.n)
        return value_text(f->options.v[i].id);
    struct value v = any_text(s, f);
    if (f->other)
        v.kind = VALUE_OTHER;
    return v;
}

static struct value any_narrative(struct samples *s, const struct field *f)
{
    struct str text = {0};
    int64_t words = any_count(s, f);
    for (int64_t i = 0; i <= words && i < 2000; i++)
        str_add(&text, i ? " chữ" : "Chữ");
    struct value v = value_text(str_text(&text));
    str_finish(&text);
    return v;
}

static struct value (*const any_of[TYPE_COUNT])(struct samples *s, const struct field *f) = {
    [TYPE_TEXT] = any_text,       [TYPE_NARRATIVE] = any_narrative, [TYPE_INTEGER] = any_figure,
    [TYPE_DECIMAL] = any_figure,  [TYPE_PERCENT] = any_figure,      [TYPE_MONEY] = any_figure,
    [TYPE_DATE] = any_date,       [TYPE_BOOLEAN] = any_boolean,     [TYPE_CHOICE] = any_choice,
    [TYPE_UNIT] = any_text,
};

static struct value any_value(struct samples *s, const struct field *f)
{
    if (roll(s, 6) == 0)
        return VALUE_NONE;
    if ((f->codes & CODE_NO_FIGURES) && roll(s, 6) == 0)
        return value_missing(MISSING_NO_FIGURES);
    if ((f->codes & CODE_NOT_APPLICABLE) && roll(s, 6) == 0)
        return value_missing(MISSING_NOT_APPLICABLE);
    return any_of[field_type_id(f->type)](s, f);
}

/* Sums of many parts hold by chance only where all are nought. */
static void set_any(struct samples *s, struct record *record, struct place p, bool nought)
{
    if (!record_is_open(record, p))
        return;
    const struct field *f = record_field(record, p);
    bool zero = nought && f->type->figure;
    bool whole = field_type_id(f->type) == TYPE_INTEGER;
    record_set(record, p, zero ? value_of_figure((struct figure){0}, whole) : any_value(s, f));
}

static void set_rows(struct samples *s, struct record *record, int field, int rows, bool noughts)
{
    const struct field *f = record_form(record)->fields.v[field];
    if (table_fixed(f))
        rows = record_rows(record, field);
    for (int row = 0; row < rows; row++) {
        bool none = noughts || roll(s, 12) == 0;
        if (!table_fixed(f))
            record_row_insert(record, field, row, NULL);
        for (size_t k = 0; k < f->table->columns.n; k++)
            set_any(s, record, (struct place){field, row, (int)k}, none);
    }
}

static struct record *any_record(struct samples *s, const struct form *form, int rows)
{
    struct record *record = record_create(form);
    bool noughts = roll(s, 12) == 0;
    for (size_t i = 0; i < form->fields.n; i++) {
        if (form->fields.v[i]->table)
            set_rows(s, record, (int)i, rows, noughts);
        else
            set_any(s, record, PLACE_FIELD((int)i), noughts);
    }
    return record;
}

static const char *any_period(struct samples *s, const struct form *form, char out[16])
{
    unsigned year = roll(s, 2) ? 2015 : 2012 + roll(s, 14); /* most sample days are in 2015 */
    if (form->period == PERIOD_YEAR)
        snprintf(out, 16, "%u", year);
    else if (form->period == PERIOD_QUARTER)
        snprintf(out, 16, "%u-Q%u", year, roll(s, 4) + 1);
    else if (form->period == PERIOD_MONTH)
        snprintf(out, 16, "%u-%02u", year, roll(s, 12) + 1);
    else
        return "once";
    return out;
}

static void stage_sample(struct samples *s, struct rules *r, struct record *record)
{
    static const char *const levels[] = {"tinh", "huyen", "xa"};
    char period[16];
    struct value unit = any_text(s, NULL);
    char day[16];
    date_iso(any_day(s, DATE_DAY), day);
    rules_stage(r, record,
                &(struct rules_context){.unit = unit.text,
                                        .level = levels[roll(s, 3)],
                                        .period = any_period(s, r->form, period),
                                        .report_date = day});
    value_finish(&unit);
}

/* ---- trying --------------------------------------------------------------------------------- */

static void try_samples(struct samples *s, struct rules *r, struct trial *t)
{
    /* A few times, because row checks may read the top-level fields too. */
    for (int i = 0; i < 8 && trial_wants_rows(t); i++) {
        struct record *record = any_record(s, r->form, SAMPLE_ROWS / 8);
        stage_sample(s, r, record);
        trial_note(t, true);
        record_destroy(record);
    }
    for (int i = 0; i < SAMPLE_ENTRIES_MAX && trial_wants_entries(t, i < SAMPLE_ENTRIES); i++) {
        struct record *record = any_record(s, r->form, i % 4);
        stage_sample(s, r, record);
        trial_note(t, false);
        record_destroy(record);
    }
}

void lint_samples(struct rules *r, struct problem_list *problems)
{
    struct samples s = {.seed = 20150625};
    struct trial *t = trial_create(r);
    collect_literals(&s, r->form);
    try_samples(&s, r, t);
    trial_say(t, problems);
    trial_destroy(t);
    samples_finish(&s);
}
