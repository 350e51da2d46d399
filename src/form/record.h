#ifndef PHIEU_FORM_RECORD_H
#define PHIEU_FORM_RECORD_H
/* The answers of one entry in memory, by the shape of its form. Rows are kept by row id; their
 * order is the order of the array. Answers that the form does not know are kept verbatim and
 * written out again. The rows of a table with fixed rows (table_fixed) are always there, in the
 * order of the form, with the form's row ids; they are never inserted, moved or removed. */
#include <stdbool.h>
#include <stddef.h>

#include "base/problem.h"
#include "form/form.h"
#include "form/value.h"

struct record;

/* Where a value stands. field: index in form.fields; row, column: -1 for a top-level field. */
struct place {
    int field, row, column;
};
#define PLACE_FIELD(f) ((struct place){(f), -1, -1})

#define ROW_ID_HEX 17   /* a random one: 16 letters and the NUL */
#define ROW_ID_MAX 64   /* letters of any row id, also of a form's own row codes */
#define ROW_ID_SIZE (ROW_ID_MAX + 1)
/* Letters, digits and - _ . only. */
bool record_is_row_id(const char *id);

/* The form must outlive the record. */
struct record *record_create(const struct form *form);
struct record *record_copy(const struct record *r);
void record_destroy(struct record *r);
const struct form *record_form(const struct record *r);

/* Never NULL: a blank value where nothing stands, also in a closed cell and where the form computes
 * the answer; where the form gives it, that one. Valid until the next change. */
const struct value *record_get(const struct record *r, struct place p);
/* Takes v over. The row must exist, the cell not be closed. Where the form gives or computes the
 * answer, v is only dropped. */
void record_set(struct record *r, struct place p, struct value v);
/* The field, or the column, or what a fixed row makes of it; NULL: a closed cell. */
const struct field *record_field(const struct record *r, struct place p);
/* Whether a person answers there: neither closed, nor given, nor computed (also as a subtotal). */
bool record_is_open(const struct record *r, struct place p);

int record_rows(const struct record *r, int field);
const char *record_row_id(const struct record *r, int field, int row);
int record_row_find(const struct record *r, int field, const char *row_id); /* -1 */
/* Inserts a row before `at` (0..rows). id: new in this table; NULL: a random one of 8 bytes.
 * Returns its index. What the form gives stands in it, what it proposes does not. */
int record_row_insert(struct record *r, int field, int at, const char *id);
void record_row_remove(struct record *r, int field, int row);
/* All at once: from[i] is the present index of the row that becomes row i; each stands there once. */
void record_rows_reorder(struct record *r, int field, const int *from);
/* Row `from` becomes row `to`; the others keep their order. */
void record_row_move(struct record *r, int field, int from, int to);
/* Whether nobody answered anything in it: such rows are not written. */
bool record_row_blank(const struct record *r, int field, int row);

/* Fills what the form proposes into the places that are blank: of a new entry; of a new row. */
void record_propose(struct record *r);
void record_row_propose(struct record *r, int field, int row);

struct sum {
    struct decimal size;     /* exact; with the most places of its parts; digits within 64 bits */
    int blank;               /* rows with any answer that have no figure there */
    int coded;               /* rows with a code in place of the figure; not counted as blank */
    bool at_least, estimate; /* some part is a lower bound, an estimate */
};
/* Of a column over all rows but subtotals and closed cells. False when nothing is summed, or the
 * sum does not fit; then only blank and coded are set. */
bool record_sum(const struct record *r, int field, int column, struct sum *ret);
/* The computed figure of a row with sum_of; the rest as for record_sum. */
bool record_subtotal(const struct record *r, int field, int row, int column, struct sum *ret);

/* The answers object. Blank values and rows without any value are left out; rows carry "_row". */
json *record_to_json(const struct record *r);
/* For other programs: figures with a fraction are JSON numbers, up to 15 digits. */
json *record_to_json_shown(const struct record *r);
/* Fills an empty record. Members that the form does not know: kept when keep_unknown, else an
 * error problem each. Values of the wrong type, wrong shapes, bad or duplicate "_row": error
 * problems (the message names the field as record_place_name does); such values are left out, or,
 * with keep_unknown (answers stored by another form or program), kept as they are. So is what has no
 * place: other answers than the form gives or computes, closed cells, rows that a table with fixed
 * rows does not have. "_reasons", "_notes", "_from" and "_old" are always kept. Rows without "_row"
 * get random ids. Texts are made clean; figures and dates may also be texts in another spelling
 * ("1.240", "25/6/2015"), choices labels.
 * Returns whether there was no problem. */
bool record_from_json(struct record *r, const json *answers, bool keep_unknown,
                      struct problem_list *problems);

/* Stored path of a value: "field", "table/ROWID/column". Freshly allocated. */
char *record_path(const struct record *r, struct place p);
/* Path → place; false when field, row or column do not exist. */
bool record_place(const struct record *r, const char *path, struct place *ret);
/* How a person names a place: "III. Kết quả › …" is the screen's; here "so_mo_hinh",
 * "phu_luc[3].so_mo_hinh" (row number as shown, from 1), "ket_nap.ky_nay" of fixed rows. Freshly
 * allocated. */
char *record_place_name(const struct record *r, struct place p);

/* Everything as path → value pairs: what a draft stores. Row order travels as
 * "table/ROWID/$order" (integers that sort), and a removed row as "table/ROWID/$alive" = false. */
#define PATH_ORDER "$order"
#define PATH_ALIVE "$alive"

#endif
