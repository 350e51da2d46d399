#ifndef PHIEU_FORM_VALUE_H
#define PHIEU_FORM_VALUE_H
/* One answer. What a kind looks like in JSON stands beside it; a value and its JSON are one to one,
 * and two values are equal exactly when their canonical JSON bytes are equal. */
#include <stdbool.h>
#include <stdint.h>

#include "base/json.h"
#include "base/vec.h"
#include "text/decimal.h"

enum value_kind {
    VALUE_BLANK,   /* absent: never zero, never "" */
    VALUE_TEXT,    /* "…": text, narrative, date "2015-06-25", "2015-Q2", option code, unit id,
                      decimal "80.50" */
    VALUE_INTEGER, /* 12 */
    VALUE_RAW,     /* {"raw":"12a"}: does not fit its type; kept as typed, blocks submitting only */
    VALUE_MISSING, /* {"missing":"kcsl"} (no figures) or "kad" (not applicable) */
    VALUE_OTHER,   /* {"text":"…","value":"khac"}: the choice "other" with its text */
    VALUE_JSON,    /* any other JSON, kept verbatim: true, several choices, figures with a flag,
                      later shapes */
};

struct value {
    enum value_kind kind;
    int64_t integer;
    char *text; /* TEXT, RAW, MISSING (its code), OTHER (its text), JSON (canonical bytes) */
};

#define VALUE_NONE ((struct value){0})

/* The codes of MISSING: không có số liệu, không áp dụng. Other codes are VALUE_JSON. */
#define MISSING_NO_FIGURES "kcsl"
#define MISSING_NOT_APPLICABLE "kad"
#define OTHER_ID "khac"

struct value value_text(const char *text);     /* copies; "" gives BLANK */
struct value value_integer(int64_t i);
struct value value_raw(const char *text);      /* copies; "" gives BLANK */
struct value value_missing(const char *code);  /* one of the codes above */
struct value value_other(const char *text);    /* copies; "" is an "other" not yet explained */
struct value value_copy(const struct value *v);
void value_finish(struct value *v);
bool value_is_blank(const struct value *v);
bool value_equal(const struct value *a, const struct value *b);

/* ---- shapes that several kinds share: ask these, not the kinds -------------------------------- */

/* A figure, perhaps a lower bound ({"at_least":true,"value":100}) or an estimate; a fraction stands
 * in a text ("80.50"), also within an object. */
struct figure {
    struct decimal size;
    bool at_least, estimate;
};
/* Of a field whose type is a figure; false when it is none. Quick, without allocation. */
bool value_figure(const struct value *v, struct figure *ret);
/* With flags; `whole`: the size is written as a JSON number (integers), else as a text. */
struct value value_of_figure(struct figure f, bool whole);
/* "80.50" */
struct value value_decimal(struct decimal d);

bool value_boolean(const struct value *v, bool *ret);
struct value value_of_boolean(bool yes);

/* What is ticked in a choice of several. */
struct ticks {
    VEC(char *) ids; /* of options; never "khac" */
    char *other;     /* the text of "khác"; NULL: not ticked */
};
/* Also of what a single choice stored. False when it is no choice at all; *ret is empty then, and
 * for a blank. */
bool value_ticks(const struct value *v, struct ticks *ret);
void ticks_finish(struct ticks *t);
bool ticks_has(const struct ticks *t, const char *id);
void ticks_add(struct ticks *t, const char *id);
/* In this order; nothing ticked: BLANK. choice_ticked (form/choice.h) puts them in the form's. */
struct value value_of_ticks(const struct ticks *t);

/* null and "" give BLANK; numbers with a fraction, true and false give VALUE_JSON. */
struct value value_from_json(const json *j);
json *value_to_json(const struct value *v); /* NULL for BLANK */
/* Canonical JSON bytes, "" for BLANK: how a draft stores a value. */
char *value_to_bytes(const struct value *v);
/* False when the bytes are not JSON; *ret untouched then. */
bool value_from_bytes(const char *bytes, struct value *ret);

#endif
