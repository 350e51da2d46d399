#include "form/form.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/str.h"
#include "form/catalogue.h"
#include "text/unicode.h"
#include "text/utf8.h"

#define PERIOD_TEXT_MAX 40

const char *text_of(const struct text *t)
{
    const char *first = lang_get() == LANG_EN ? t->en : t->vi;
    const char *other = lang_get() == LANG_EN ? t->vi : t->en;
    return first ? first : other ? other : "";
}

bool text_is_empty(const struct text *t)
{
    return !t->vi && !t->en;
}

/* ---- looking things up ---------------------------------------------------------------------- */

struct field *form_field(const struct form *f, const char *id)
{
    for (size_t i = 0; i < f->fields.n; i++)
        if (str_eq0(f->fields.v[i]->id, id))
            return f->fields.v[i];
    return NULL;
}

struct field *table_column(const struct field *table, const char *id)
{
    for (size_t i = 0; table->table && i < table->table->columns.n; i++)
        if (str_eq0(table->table->columns.v[i]->id, id))
            return table->table->columns.v[i];
    return NULL;
}

bool table_fixed(const struct field *table)
{
    return table->table && table->table->rows.n > 0;
}

int table_row(const struct field *table, const char *id)
{
    for (size_t i = 0; table->table && i < table->table->rows.n; i++)
        if (str_eq0(table->table->rows.v[i].id, id))
            return (int)i;
    return -1;
}

struct field *table_cell(const struct field *table, int row, int column)
{
    const struct table *t = table->table;
    return t->rows.n ? t->rows.v[row].cells[column] : t->columns.v[column];
}

const char *const target_state_ids[5] = {
    [TARGET_UNREPORTED] = "chua_bao_cao", [TARGET_NOT_APPLICABLE] = "khong_ap_dung",
    [TARGET_NOT_DUE] = "chua_den_han",    [TARGET_MISSED] = "khong_dat",
    [TARGET_REACHED] = "dat",
};

const char *target_state_name(enum target_state s)
{
    static const char *const names[] = {
        [TARGET_UNREPORTED] = N_("not reported"), [TARGET_NOT_APPLICABLE] = N_("not applicable"),
        [TARGET_NOT_DUE] = N_("not due yet"),     [TARGET_MISSED] = N_("missed"),
        [TARGET_REACHED] = N_("reached"),
    };
    return _(names[s]);
}

const struct option *field_option(const struct field *f, const char *id)
{
    for (size_t i = 0; i < f->options.n; i++)
        if (str_eq0(f->options.v[i].id, id))
            return &f->options.v[i];
    return NULL;
}

const struct section *form_section(const struct form *f, const char *id)
{
    for (size_t i = 0; i < f->sections.n; i++)
        if (str_eq0(f->sections.v[i].id, id))
            return &f->sections.v[i];
    return NULL;
}

/* ---- periods -------------------------------------------------------------------------------- */

const char *period_kind_name(enum period_kind k)
{
    static const char *const names[] = {[PERIOD_ONCE] = "once",
                                        [PERIOD_YEAR] = "year",
                                        [PERIOD_QUARTER] = "quarter",
                                        [PERIOD_MONTH] = "month",
                                        [PERIOD_FREE] = "free"};
    return names[k];
}

/* The year in front of a period code; 0 when there is none. */
static int period_year(const char *period)
{
    if (!period || strspn(period, "0123456789") != 4 || (period[4] && period[4] != '-'))
        return 0;
    return atoi(period);
}

bool reporter_due(const struct reporter *r, const char *period, struct date *ret)
{
    struct date due = r->due;
    if (!r->has_due)
        return false;
    if (!due.year)
        due.year = period_year(period);
    if (!due.year)
        return false;
    *ret = due;
    return true;
}

static bool is_free_text(const char *s)
{
    size_t n = strlen(s);
    return utf8_valid(s, n, NULL) && !strpbrk(s, "\n\r\t") && s[strspn(s, " ")] &&
           text_letters(s, n) <= PERIOD_TEXT_MAX;
}

bool form_period_valid(const struct form *f, const char *period)
{
    bool none = !period || !strcmp(period, period_kind_name(PERIOD_ONCE));
    const char *rest = !none && period_year(period) ? period + 4 : "?";
    switch (f->period) {
    case PERIOD_ONCE:
        return none;
    case PERIOD_YEAR:
        return !*rest;
    case PERIOD_QUARTER:
        return strlen(rest) == 3 && rest[1] == 'Q' && rest[2] >= '1' && rest[2] <= '4';
    case PERIOD_MONTH:
        return strlen(rest) == 3 && strspn(rest + 1, "0123456789") == 2 && atoi(rest + 1) >= 1 &&
               atoi(rest + 1) <= 12;
    case PERIOD_FREE:
        return !period || is_free_text(period);
    }
    return false;
}

bool reporter_is(const struct reporter *r, const struct unit *u)
{
    if (r->level)
        return u->level && !strcmp(r->level, u->level) && !u->organisation;
    for (size_t i = 0; i < r->units.n; i++)
        if (!strcmp(r->units.v[i], u->id))
            return true;
    return false;
}
