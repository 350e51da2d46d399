#ifndef PHIEU_FORM_LOAD_H
#define PHIEU_FORM_LOAD_H
/* Inside form/: how YAML becomes the model. Each map has a const table of the keys it knows, with
 * the reader that takes the value; unknown and missing keys are found in one place. Readers never
 * stop: what is wrong becomes a problem, and the member stays empty. */
#include <stdbool.h>
#include <stddef.h>

#include "base/json.h"
#include "base/problem.h"
#include "form/form.h"
#include "form/yaml.h"

struct load {
    struct form *form; /* NULL while a unit list is read */
    struct problem_list *problems;
    bool full; /* load_room has spoken */
};

struct load_key {
    const char *name; /* NULL ends a table */
    /* into: the object of the map plus offset. */
    void (*read)(struct load *l, const struct yaml_node *node, void *into);
    size_t offset;
    bool required;
};

/* Reads a map by its table, in the order of the table. what: what the map is ("a field"), a
 * sentence part already translated. */
void load_map(struct load *l, const struct yaml_node *node, const struct load_key *keys, void *into,
              const char *what);
/* Calls read for every item of a list; an empty list, or no list, is a problem. */
void load_list(struct load *l, const struct yaml_node *node,
               void (*read)(struct load *l, const struct yaml_node *node, void *into), void *into);

/* Bounds on what a form from a stranger can cost: names are looked up one by one. Whether one more
 * item may be read; the first that may not is a problem. */
bool load_room(struct load *l, const struct yaml_node *node, size_t count, size_t max);

/* Problems (errors) at a node, or at a mark. remedy is copied, may be NULL. */
void load_problem(struct load *l, const struct yaml_node *node, const char *remedy,
                  const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void load_problem_at(struct load *l, struct mark at, const char *remedy, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
struct mark load_mark(const struct yaml_node *node);
/* "did you mean “x”?" when some name is near, else "known here: a, b, c"; freshly allocated. */
char *load_suggestion(const char *word, const char *const *names, size_t count);

/* Readers of values; `into` is what the comment names. */
const char *load_scalar(struct load *l, const struct yaml_node *node); /* NULL after a problem */
void load_string(struct load *l, const struct yaml_node *node, void *into);  /* char ** */
void load_id(struct load *l, const struct yaml_node *node, void *into);      /* char ** */
void load_text(struct load *l, const struct yaml_node *node, void *into);    /* struct text * */
void load_texts(struct load *l, const struct yaml_node *node, void *into);   /* text_list * */
void load_bool(struct load *l, const struct yaml_node *node, void *into);    /* bool * */
void load_count(struct load *l, const struct yaml_node *node, void *into);   /* int *, from 1 */
void load_date(struct load *l, const struct yaml_node *node, void *into);    /* struct date * */
bool load_integer(struct load *l, const struct yaml_node *node, int64_t *ret);
bool load_decimal(struct load *l, const struct yaml_node *node, struct decimal *ret);
/* The index of the word in names; -1 after a problem. what: "a level", translated. */
int load_word(struct load *l, const struct yaml_node *node, const char *const *names, size_t count,
              const char *what);

/* struct expression * */
void load_expression(struct load *l, const struct yaml_node *node, void *into);
void load_type(struct load *l, const struct yaml_node *node, void *into); /* struct field_type ** */
void load_level(struct load *l, const struct yaml_node *node, void *into);   /* char ** */
void load_places(struct load *l, const struct yaml_node *node, void *into);  /* int *, 0 … 9 */
void load_scale(struct load *l, const struct yaml_node *node, void *into);   /* int64_t * */
/* enum date_precision * */
void load_precision(struct load *l, const struct yaml_node *node, void *into);
void load_blank(struct load *l, const struct yaml_node *node, void *into);   /* enum blank_mode * */
void load_codes(struct load *l, const struct yaml_node *node, void *into);   /* unsigned * */
void load_was(struct load *l, const struct yaml_node *node, void *into);     /* struct field * */
void load_given(struct load *l, const struct yaml_node *node, void *into);   /* struct field * */
void load_proposed(struct load *l, const struct yaml_node *node, void *into); /* struct field * */
/* A value that the form itself gives to a field: it must fit type and limits. */
void load_constant(struct load *l, const struct yaml_node *node, const struct field *f,
                   struct value *ret);
/* An answer as a person would write it in YAML; NULL for a blank, and after a problem. */
json *load_json(struct load *l, const struct yaml_node *node, const struct field *f);

#define FRACTION_TYPES "decimal percent money"
#define FIGURE_TYPES "integer " FRACTION_TYPES
/* Whether the field's type is one of the names, which stand between blanks. */
bool load_type_among(const struct field *f, const char *names);
bool load_is_figure(const struct field *f);
/* Judges the keys of a field against its type and each other, and sets what is meant where it says
 * nothing. */
void load_fit(struct load *l, const struct yaml_node *node, struct field *f);
/* Its parts, for the rows of a table. Keys that the field's type does not have: */
void load_refuse_misplaced(struct load *l, const struct yaml_node *node, const struct field *f);
/* Keys that say nothing beside another one; the list ends with an empty row. */
struct load_exclusive {
    const char *key, *refused[16];
};
void load_refuse_together(struct load *l, const struct yaml_node *node,
                          const struct load_exclusive *rules);
/* Limits with more digits behind their point than the field has: */
void load_figure_ends(struct load *l, const struct yaml_node *node, struct field *f);

/* struct field **: the table of this id. */
void load_table_id(struct load *l, const struct yaml_node *node, void *into);
/* Ids that nothing has, with the nearest one: of a field (table NULL) or a column; of a row. */
void load_refuse_name(struct load *l, struct mark at, const char *id, const struct field *table);
void load_refuse_row(struct load *l, struct mark at, const char *id, const struct field *table);
/* The cell "row.column" of any table; NULL when there is none, or it is closed. ret_table, when
 * there is such a row and column, may be NULL. */
struct field *load_cell(const struct form *form, const char *name, const struct field **ret_table);
/* Says why "row.column" is no cell; false, and nothing said, when there is no such row. */
bool load_refuse_cell(struct load *l, struct mark at, const char *name);
void load_check_ids(struct load *l); /* of columns and rows against all others */
void load_check_was(struct load *l); /* earlier ids against the present ones and each other */

/* Readers of the parts of a form; each lives in the file named after it. */
void load_sections(struct load *l, const struct yaml_node *node, void *into);  /* struct form * */
void load_field(struct load *l, const struct yaml_node *node, struct field *field);
void load_columns(struct load *l, const struct yaml_node *node, void *into);   /* struct field * */
void load_rows(struct load *l, const struct yaml_node *node, void *into);      /* struct field * */
void load_row_column(struct load *l, const struct yaml_node *node, void *into);
void load_unit_column(struct load *l, const struct yaml_node *node, void *into);
void load_totals(struct load *l, const struct yaml_node *node, void *into);    /* struct field * */
void load_print(struct load *l, const struct yaml_node *node, void *into);     /* struct print * */
void load_source(struct load *l, const struct yaml_node *node, void *into);    /* struct form * */
void load_reporters(struct load *l, const struct yaml_node *node, void *into); /* struct form * */
void load_checks(struct load *l, const struct yaml_node *node, void *into);    /* struct form * */
void load_row_checks(struct load *l, const struct yaml_node *node, void *into); /* struct field * */
void load_check_level(struct load *l, const struct yaml_node *node, void *into); /* enum level * */
/* Checks that follow: struct field * (a table); struct form *. */
void load_table_parts(struct load *l, const struct yaml_node *node, void *into);
void load_table_of_which(struct load *l, const struct yaml_node *node, void *into);
void load_form_parts(struct load *l, const struct yaml_node *node, void *into);
void load_form_of_which(struct load *l, const struct yaml_node *node, void *into);
void load_targets(struct load *l, const struct yaml_node *node, void *into);   /* struct form * */
void load_rollups(struct load *l, const struct yaml_node *node, void *into);   /* struct form * */
void load_tests(struct load *l, const struct yaml_node *node, void *into);     /* struct form * */

/* Reads the first keys of a form, up to the sections in the table of its keys, from a text that ends
 * above the sections; the rest of the form is empty. NULL with problems when anything is wrong. */
struct form *form_parse_head(const char *yaml, size_t len, struct problem_list *problems);

/* Release parts that do not belong to a form (form_free.c). */
void text_finish(struct text *t);
void reporters_finish(struct reporter_list *l);

/* Judged when everything is read: names that other parts of the form must know. */
void load_links(struct load *l);
/* Placeholders of a text: extra (ended by NULL, may be NULL) are names allowed beside field ids;
 * table (may be NULL) lends its columns. */
void load_placeholders(struct load *l, struct mark at, const struct text *text,
                       const struct field *table, const char *const *extra);

#endif
