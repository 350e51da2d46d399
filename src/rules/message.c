#include "rules/parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "text/number.h"
#include "text/unicode.h"

/* What a placeholder stands for. */
enum slot_kind { SLOT_UNKNOWN, SLOT_ROW, SLOT_CELL, SLOT_FIXED, SLOT_FIELD, SLOT_TOTAL, SLOT_ROWS };

struct slot {
    enum slot_kind kind;
    const struct field *field;
    int row; /* SLOT_FIXED */
    size_t (*count)(const char *, size_t); /* letters or words instead of the value */
};

/* Takes __letters or __words off the end of name. */
static void take_count(char *name, struct slot *slot)
{
    static const struct {
        const char *suffix;
        size_t (*count)(const char *, size_t);
    } counts[] = {{"__letters", text_letters}, {"__words", text_words}};
    size_t n = strlen(name);
    for (size_t i = 0; i < 2; i++) {
        size_t k = strlen(counts[i].suffix);
        if (n <= k || strcmp(name + n - k, counts[i].suffix) != 0)
            continue;
        name[n - k] = '\0';
        slot->count = counts[i].count;
        return;
    }
}

static struct slot slot_of_fixed(const struct form *f, const char *row, const char *column)
{
    for (size_t i = 0; i < f->fields.n; i++) {
        int at = table_row(f->fields.v[i], row);
        const struct field *c = at < 0 ? NULL : table_column(f->fields.v[i], column);
        if (c)
            return (struct slot){.kind = SLOT_FIXED, .field = c, .row = at};
    }
    return (struct slot){.kind = SLOT_UNKNOWN};
}

static struct slot slot_with_point(const struct form *f, const char *name, const char *point)
{
    char *table = xstrndup(name, (size_t)(point - name));
    const struct field *t = form_field(f, table);
    struct slot slot = slot_of_fixed(f, table, point + 1);
    free(table);
    const struct field *column = t && t->table ? table_column(t, point + 1) : NULL;
    if (column && column->type->figure)
        return (struct slot){.kind = SLOT_TOTAL, .field = column};
    return slot;
}

/* {_row}; {column} of the checked row; {row.column} of a fixed row; {field}; {table}: how many rows; {table.column}: its sum. */
static struct slot slot_of(const struct form *f, const struct check *c, char *name)
{
    struct slot slot = {.kind = SLOT_UNKNOWN};
    const char *point = strchr(name, '.');
    if (c->table && !strcmp(name, "_row"))
        return (struct slot){.kind = SLOT_ROW};
    if (point)
        return slot_with_point(f, name, point);
    take_count(name, &slot);
    if (c->table && (slot.field = table_column(c->table, name)))
        slot.kind = SLOT_CELL;
    else if ((slot.field = form_field(f, name)))
        slot.kind = slot.field->table ? SLOT_ROWS : SLOT_FIELD;
    return slot;
}

static void add_value(const struct rules *r, struct str *out, const struct slot *slot,
                      struct place p)
{
    char number[32];
    const struct value *v = live_value(r, p);
    const struct field *f = place_field(r, p);
    if (slot->count && v->kind == VALUE_TEXT) {
        size_t n = slot->count(v->text, strlen(v->text));
        str_add(out, number_print((int64_t)n, number));
        return;
    }
    if (!f || value_is_blank(v)) {
        str_add(out, _("(blank)"));
        return;
    }
    char *text = field_print(f, v);
    text_fit(out, text, 60);
    free(text);
}

static void add_total(const struct rules *r, struct str *out, const struct field *column)
{
    struct sum sum;
    char number[40];
    if (rules_sum(r, column->table_field->index, column->index, &sum))
        str_add(out, decimal_print(sum.size, number));
    else
        str_add(out, _("(blank)"));
}

static void add_slot(const struct rules *r, const struct rule *rule, int row, struct slot slot,
                     struct str *out)
{
    char number[32];
    switch (slot.kind) {
    case SLOT_UNKNOWN:
        break;
    case SLOT_ROW:
        str_add(out, number_print(row + 1, number));
        break;
    case SLOT_CELL:
        add_value(r, out, &slot, (struct place){rule->table, row, slot.field->index});
        break;
    case SLOT_FIXED:
        add_value(r, out, &slot, (struct place){slot.field->table_field->index, slot.row,
                                                slot.field->index});
        break;
    case SLOT_FIELD:
        add_value(r, out, &slot, PLACE_FIELD(slot.field->index));
        break;
    case SLOT_ROWS:
        str_add(out, number_print(r->tables[slot.field->index].filled, number));
        break;
    case SLOT_TOTAL:
        add_total(r, out, slot.field);
        break;
    }
}

/* The next {name} at or after s: its name, freshly allocated, and where it begins and ends. */
static char *next_placeholder(const char *s, const char **ret_from, const char **ret_to)
{
    const char *open = strchr(s, '{'), *close = open ? strchr(open, '}') : NULL;
    if (!close)
        return NULL;
    *ret_from = open;
    *ret_to = close + 1;
    return xstrndup(open + 1, (size_t)(close - open - 1));
}

static void fill_message(const struct rules *r, const struct rule *rule, int row, const char *s,
                         struct str *out)
{
    const char *from, *to;
    char *name;
    while ((name = next_placeholder(s, &from, &to))) {
        str_addn(out, s, (size_t)(from - s));
        add_slot(r, rule, row, slot_of(r->form, rule->check, name), out);
        free(name);
        s = to;
    }
    str_add(out, s);
}

char *rule_message(const struct rules *r, const struct rule *rule, int row)
{
    struct str out = {0};
    if (text_is_empty(&rule->check->message))
        str_addf(&out, _("This does not hold: %s"), rule->check->expression);
    else
        fill_message(r, rule, row, text_of(&rule->check->message), &out);
    return str_take(&out);
}

bool message_names_row(const struct check *c)
{
    const struct text *m = &c->message;
    return (m->vi && strstr(m->vi, "{_row}")) || (m->en && strstr(m->en, "{_row}"));
}

static char *unknown_in(const struct form *f, const struct check *c, const char *s)
{
    const char *from;
    char *name;
    while (s && (name = next_placeholder(s, &from, &s))) {
        char *asked = xstrdup(name);
        bool known = slot_of(f, c, asked).kind != SLOT_UNKNOWN;
        free(asked);
        if (!known)
            return name;
        free(name);
    }
    return NULL;
}

char *message_unknown(const struct form *f, const struct check *c)
{
    char *unknown = unknown_in(f, c, c->message.vi);
    return unknown ? unknown : unknown_in(f, c, c->message.en);
}
