#ifndef PHIEU_STORE_FIELDS_H
#define PHIEU_STORE_FIELDS_H
/* The answers of a revision, field by field: what merging compares. Needs no form: an array whose
 * items all carry "_row" is a table, everything else is one value.
 *
 *     field               the value
 *     table/ROW/column    a cell
 *     table/ROW/$alive    true: the row is there
 *     table/$order        the ids of its rows in order
 *     _reasons/KEY        also _notes, _from: what stands beside the answers, one by one
 *
 * "~" and "/" in names are written ~0 and ~1. */
#include <stdbool.h>

#include "base/json.h"
#include "base/vec.h"

#define FIELD_ALIVE "$alive"
#define FIELD_ORDER "$order"

struct field_value {
    char *path;
    char *bytes; /* canonical JSON; never empty: blank fields are left out */
};
VEC_TYPEDEF(field_values, struct field_value);

/* Sorted by path (strcmp); released by fields_finish. */
void fields_flatten(const json *answers, struct field_values *ret);
/* The answers again. Rows are those that are alive, in the order given (rows that it does not name
 * stand behind, by id). */
json *fields_unflatten(const struct field_values *fields);
/* NULL when blank. */
const char *fields_get(const struct field_values *fields, const char *path);
void fields_add(struct field_values *fields, const char *path, const char *bytes);
/* The same with a text, which becomes canonical JSON; NULL: nothing is added. */
void fields_add_text(struct field_values *fields, const char *path, const char *text);
void fields_sort(struct field_values *fields);
void fields_finish(struct field_values *fields);

/* The parts of the path of a cell or of a row's $alive: "table/ROW/rest". False for others. */
bool fields_split(const char *path, size_t *ret_table_len, const char **ret_row,
                  size_t *ret_row_len, const char **ret_rest);

#endif
