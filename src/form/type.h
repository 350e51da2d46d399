#ifndef PHIEU_FORM_TYPE_H
#define PHIEU_FORM_TYPE_H
/* The table of field types. A row says everything about a type: its name in YAML, how typed text
 * becomes a value and back, what JSON it takes, its SQL column, the widget that edits it. A new
 * type is one row (and a widget if none fits). */
#include <stdbool.h>

#include "form/value.h"

struct field;
struct sql_value;

enum type_id {
    TYPE_TEXT,
    TYPE_NARRATIVE,
    TYPE_INTEGER,
    TYPE_DECIMAL,
    TYPE_PERCENT,
    TYPE_MONEY,
    TYPE_DATE,
    TYPE_BOOLEAN,
    TYPE_CHOICE,
    TYPE_UNIT,
    TYPE_TABLE,
    TYPE_COUNT,
};

enum widget_kind { WIDGET_LINE, WIDGET_NARRATIVE, WIDGET_CHOICE, WIDGET_GRID };

struct field_type {
    const char *name; /* in YAML */
    enum widget_kind widget;
    bool typing;      /* a Vietnamese typing method may be on */
    bool right;       /* figures: drawn at the right edge */
    bool figure;      /* value_figure (form/value.h) reads it */
    bool narrative;   /* in the rules only as f__letters, f__words, filled-or-NULL */
    /* What a person typed → value. Text that does not fit gives VALUE_RAW, blanks give BLANK; a
     * fraction with more places than the field has stays as typed. Never fails, never loses a
     * letter. */
    struct value (*parse)(const struct field *f, const char *typed);
    /* Value → what is shown when it is not being edited; freshly allocated. */
    char *(*print)(const struct field *f, const struct value *v);
    /* Value → what F2 opens for editing; NULL: the same as print. */
    char *(*edit)(const struct field *f, const struct value *v);
    /* Whether a value from JSON is of this type; otherwise *ret_why says what is expected. RAW and
     * what field_fit finds fault with may be: they are kept, and judged by the limits. */
    bool (*accepts)(const struct field *f, const struct value *v, const char **ret_why);
    /* The SQL type of its column: "INTEGER", "REAL", "TEXT". */
    const char *sql;
};

extern const struct field_type field_types[TYPE_COUNT];
/* NULL when there is none of that name. */
const struct field_type *field_type_find(const char *name);
enum type_id field_type_id(const struct field_type *t);
/* print for any field, also RAW, MISSING and OTHER values. Freshly allocated, "" for BLANK. */
char *field_print(const struct field *f, const struct value *v);
/* How well a value fits its field; the other limits (min, length …) are not asked here. */
enum field_fit {
    FIT_GOOD,
    FIT_TYPE,   /* not of the type: RAW, or the shape of another type */
    FIT_CODE,   /* a code that the field does not allow */
    FIT_FLAG,   /* a lower bound or an estimate where the field allows none */
    FIT_PLACES, /* more digits after the comma than the field has */
};
/* FIT_GOOD for BLANK. */
enum field_fit field_fit(const struct field *f, const struct value *v);
/* What F2 opens, for any value; parse gives the same value back for what parse made. */
char *field_edit_text(const struct field *f, const struct value *v);

#endif
