#ifndef PHIEU_FORM_FORM_H
#define PHIEU_FORM_FORM_H
/* The model of a form: what its YAML says, checked. Plain data, read-only after loading. All
 * texts are NFC, owned by the form. doc/form-language.md explains it to authors. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/problem.h"
#include "base/vec.h"
#include "form/type.h"
#include "form/value.h"
#include "text/date.h"
#include "text/decimal.h"

/* A text in Vietnamese and perhaps English. text_of() gives the current language, or the other. */
struct text {
    char *vi, *en; /* either may be NULL */
};
const char *text_of(const struct text *t); /* "" when empty */
bool text_is_empty(const struct text *t);
VEC_TYPEDEF(text_list, struct text);
VEC_TYPEDEF(id_list, char *);

struct mark {
    int line, column;
};

/* Of a check and its verdicts; problem_level_ids names them. */
enum level {
    LEVEL_ERROR = PROBLEM_ERROR,
    LEVEL_WARNING = PROBLEM_WARNING,
    LEVEL_NOTE = PROBLEM_NOTE,
};
enum period_kind { PERIOD_ONCE, PERIOD_YEAR, PERIOD_QUARTER, PERIOD_MONTH, PERIOD_FREE };
/* What a blank figure means to a check: not decided (also where nothing is said), zero, or skipped:
 * zero unless all that the check reads is blank. */
enum blank_mode { BLANK_UNSAID, BLANK_UNDECIDED, BLANK_ZERO, BLANK_SKIP };

/* An SQL expression of the form (rules/); text NULL: there is none. */
struct expression {
    char *text;
    struct mark at; /* of its first letter */
};

struct option {
    char *id;
    struct text label;
};

/* The codes a field allows beside its values (form/value.h). */
enum { CODE_NO_FIGURES = 1, CODE_NOT_APPLICABLE = 2 };

struct field {
    char *id;
    const struct field_type *type;
    struct text label, help;
    struct text heading;  /* a sub-heading printed above it ("1. Nâng cao …"), mostly empty */
    struct text heading_help; /* explanation under that heading */
    char *number;         /* printed number of a column, or of an outline item; may be NULL */
    bool required;
    struct text required_message; /* its own words, else the built-in ones */
    bool has_min, has_max;
    struct decimal min, max;      /* of the figure */
    int places;                   /* decimal, percent, money: digits after the comma */
    enum date_precision precision; /* date */
    struct text measure;          /* unit of measure (đơn vị tính), as printed */
    int64_t scale;                /* money: what 1 stands for (1000000: triệu đồng); else 1 */
    unsigned codes;               /* CODE_… that may be given instead of a value */
    bool at_least, estimate;      /* a figure may be marked as a lower bound, as estimated */
    bool unique;                  /* column: no two rows alike */
    enum blank_mode blank;
    struct expression when;       /* asked only where it is true */
    struct expression value;      /* computed; never typed, never stored */
    struct value given, proposed; /* stands there from the beginning: for ever, or to be changed */
    struct id_list was;           /* earlier ids: "field" or "table.column" */
    struct mark was_at;
    int min_length, max_length;   /* letters; 0 = none */
    char *pattern;                /* POSIX extended, for the whole text (form/pattern.h); or NULL */
    VEC(struct option) options;   /* choice */
    bool other;                   /* choice: "khác" with a text of its own */
    bool several;                 /* choice: any number of options */
    int width;                    /* wished columns on the screen; 0 = by type */
    struct table *table;          /* type table, else NULL */
    int section;                  /* index in form.sections */
    int index;                    /* index in form.fields, or of the column in its table */
    struct field *table_field;    /* for a column: the table it belongs to, else NULL */
    struct mark at;
};

/* A cell of the merged header above the columns: levels 0 (top) … header_levels-1. A column that is
 * not grouped reaches down over all levels below its own. */
struct header_cell {
    struct text label;
    int level, depth;  /* first level and how many levels it covers */
    int first, span;   /* columns */
};

/* A row that the form fixes. Its id is the row id in answers. */
struct fixed_row {
    char *id;
    struct text label;
    char *number;             /* outline number as printed ("1.2"); may be NULL */
    int level;                /* depth in the outline, from 0 */
    bool heading;             /* no cells at all */
    struct text measure;      /* its own unit of measure; may be empty */
    VEC(int) sum_of;          /* rows that add up to it (a subtotal): its figures are computed */
    struct expression when;   /* asked only where it is true */
    struct field **cells;     /* by column: the column itself, a copy with what this row changes
                                 (type, places, limits, given …), or NULL: closed */
    struct mark at;
};

struct table {
    VEC(struct field *) columns;
    VEC(struct fixed_row) rows; /* empty: rows are typed in */
    struct text rows_label;     /* heads the column of the rows' labels */
    char *rows_number;          /* its printed column number; may be NULL */
    enum blank_mode blank;
    VEC(struct header_cell) header;
    int header_levels;
    bool number_row;          /* print the row of column numbers */
    struct text row_title;    /* label of the automatic row number column (STT); may be empty */
    char *row_number;         /* its printed column number ("1"); NULL: no such column on paper */
    bool unit_column;         /* the reporting unit is a column on paper (ĐƠN VỊ): given */
    struct text unit_title;
    char *unit_number;
    VEC(int) totals;          /* columns that are summed */
    struct text totals_label; /* "Cộng" */
    int min_rows, max_rows;   /* 0 = no limit */
};

struct check {
    char *id;
    struct field *table;   /* a row check of this table, or NULL for the whole entry */
    char *expression;
    struct mark at;        /* of the expression's first letter */
    enum level level;
    struct text message;   /* with {field} placeholders; may be empty: a built-in sentence */
    struct mark message_at;
    enum blank_mode blank; /* for this check; BLANK_UNSAID: as its fields and table say */
    bool made;             /* follows from parts: or of_which:, not written by the author */
    VEC(int) places;       /* where it shows: indexes of columns (row check) or fields; never empty
                              after loading through rules (default: what it reads) */
};

/* ---- targets: what must be reached ----------------------------------------------------------- */

enum target_window { WINDOW_YEAR, WINDOW_TWO_YEARS, WINDOW_QUARTER, WINDOW_FIRST_QUARTER,
                     WINDOW_ONGOING };
enum target_state { TARGET_UNREPORTED, TARGET_NOT_APPLICABLE, TARGET_NOT_DUE, TARGET_MISSED,
                    TARGET_REACHED };
extern const char *const target_state_ids[5]; /* "chua_bao_cao" … "dat" */
const char *target_state_name(enum target_state s); /* in words, translated */

struct target {
    char *id, *number;
    struct text label, measure;
    char *level;                  /* whose target: tinh | huyen | xa */
    enum target_window window;
    int cycle_start;              /* WINDOW_TWO_YEARS: first year of some cycle */
    struct field *rows;           /* judged for each row of this table; NULL: once */
    VEC(struct expression) figures; /* one; WINDOW_QUARTER: four, quarter by quarter */
    bool has_at_least, has_at_most;
    struct decimal at_least, at_most; /* threshold of the figure; neither: the figure is a truth */
    struct expression applies;    /* where false: not applicable */
    bool judged;                  /* by a person: `state_field` says so, no figure is compared */
    struct field *state_field;    /* a choice whose options are dat, khong_dat …; or NULL */
    struct field *place;          /* where its state shows; NULL: at what it reads */
    struct mark at;
};

/* ---- roll-ups: tables over all reporting units ------------------------------------------------ */

enum rollup_kind { ROLLUP_SUM, ROLLUP_COUNT, ROLLUP_SHARE, ROLLUP_MIN, ROLLUP_MAX };

struct rollup_column {
    char *id;
    struct text label;
    enum rollup_kind kind;
    struct expression of;   /* SUM, MIN, MAX: what; SHARE: the numerator; COUNT: which rows count */
    struct expression in;   /* SHARE: the denominator */
    int places;             /* SHARE: of the percentage */
    struct mark at;
};

struct rollup {
    char *id;
    struct text title;
    struct field *from;     /* rows of this table; NULL: one row an entry */
    struct expression where;
    VEC(struct expression) by; /* groups: columns, or _unit, _period; none: one line for all */
    VEC(struct rollup_column) columns;
    struct mark at;
};

#define REPORTER_PARENT "parent"

struct reporter {
    char *level;       /* tinh | huyen | xa; or NULL with a list of units */
    struct id_list units;
    struct date due;   /* year 0: the day of the period's year */
    bool has_due, inclusive;
    char *to;          /* unit id: who receives and reviews; REPORTER_PARENT: the unit above */
    char *via;         /* unit id: the office it is handed to for them, or NULL */
    struct id_list then; /* who reviews it after them, one after the other; REPORTER_PARENT: the unit above
                            the one before */
    struct mark at, units_at, to_at, via_at, then_at;
};
VEC_TYPEDEF(reporter_list, struct reporter);

struct section {
    char *id, *number; /* number as printed ("III/"), may be NULL */
    struct text title, short_title; /* short: for the section column */
    struct text help;               /* explanation under the title */
    struct expression when;         /* asked only where it is true */
    int first, count;               /* fields */
    struct mark at;
};

/* The document that asks for the report, in its own words; all but these words is optional. */
struct letter {
    struct text_list head_left, head_right; /* its letterhead */
    struct text place_date;                 /* "Rạch Giá, ngày 10 tháng 6 năm 2015" */
    struct text addressee;                  /* whom it is sent to ("Kính gửi") */
    struct text basis;                      /* "Căn cứ …" */
    struct text request;                    /* what it asks for */
    struct text_list signer;                /* office and name, line by line */
    struct text_list recipients;            /* "Nơi nhận" */
};

/* What the paper prints around the answers. Lines may hold {unit}, {province}, {number}, {place},
 * {day}, {month}, {year}, and the id of any top-level field. */
struct signature {
    struct text title;   /* "TM. BAN THƯỜNG VỤ…", "NGƯỜI TỔNG HỢP" */
    struct text office;  /* "BÍ THƯ"; may be empty */
    char *name_field;    /* id of the field with the name; may be NULL */
};
VEC_TYPEDEF(signature_list, struct signature);

struct print {
    struct text_list head_left, head_right; /* letterhead */
    struct text number;                     /* "Số: …" */
    struct text place_date;
    char *number_field, *place_field, *date_field; /* for {number}, {place}, {day}…; or NULL */
    struct text_list title;
    struct text addressee;                  /* "Kính gửi" */
    struct text_list notes;                 /* ghi chú under the outline */
    struct signature_list signatures;       /* under the outline */
    struct text_list recipients;
    struct {                                /* the annex: the tables, on pages of their own */
        struct text_list head, title, notes;
        struct text place_date;
        char *place_field, *date_field;
        struct signature_list signatures;
    } annex;
};

/* Answers with the problems they must and must not give; run by lint. */
struct form_test {
    char *name;
    char *answers;       /* canonical JSON, rows without "_row" */
    struct id_list must;  /* ids of checks, or "field:required", "field:min" … (rules/rules.h) */
    struct id_list must_not;
    char *totals;        /* canonical JSON: {table: {column: sum}} or NULL */
    struct mark at;
};

struct form {
    char *id;
    int version;
    struct text title, short_title;
    char *source_number, *source_issuer;
    struct date source_date;
    struct text source_about;   /* what the document is about (V/v …) */
    struct letter letter;
    char *units;                /* id of the unit catalogue; NULL: the form names no units */
    struct mark units_at;
    enum period_kind period;
    struct reporter_list reporters;
    VEC(struct section) sections;
    VEC(struct field *) fields; /* top level, in order */
    VEC(struct check) checks;   /* row checks and entry checks, in order */
    VEC(struct target) targets;
    VEC(struct rollup) rollups;
    struct text entry_title;    /* names an entry by its answers: "{so_bao_cao}"; may be empty */
    struct print print;
    VEC(struct form_test) tests;
    char *file;                 /* the name it was read from */
    char *yaml;                 /* its bytes */
    size_t yaml_len;
    struct hash hash;           /* hash of the bytes as a body (doc/file-format.md) */
};

/* Reads a form; NULL when it has errors. All problems (also warnings) are added to `problems`.
 * `file` is the name shown. Expressions are not compiled here (rules/). */
struct form *form_parse(const char *yaml, size_t len, const char *file,
                        struct problem_list *problems);
struct form *form_load(const char *path, struct problem_list *problems, struct err *e);
void form_free(struct form *f);

struct catalogue;
struct unit;
/* Whether the line is about this unit. */
bool reporter_is(const struct reporter *r, const struct unit *u);
/* What can be said only with the unit list at hand: unknown units in `to:`, `via:`, `units:`, a
 * level without units. Adds problems; false when there was an error. */
bool form_check_catalogue(const struct form *f, const struct catalogue *c,
                          struct problem_list *problems);
/* Reads the form's unit list from the folder and checks the form against it. NULL, with a problem
 * at the form's `units:`, when the list is missing or broken; NULL without a problem when the form
 * names no units. */
struct catalogue *form_load_catalogue(const struct form *f, const char *folder,
                                      struct problem_list *problems);

/* NULL when there is none. */
struct field *form_field(const struct form *f, const char *id);
struct field *table_column(const struct field *table, const char *id);
/* Index of a fixed row; -1 when there is none. */
int table_row(const struct field *table, const char *id);
bool table_fixed(const struct field *table);
/* The field of a cell: of a fixed row what the row says, NULL where the cell is closed; row is
 * without meaning in other tables. */
struct field *table_cell(const struct field *table, int row, int column);
const struct option *field_option(const struct field *f, const char *id);
const struct section *form_section(const struct form *f, const char *id);
/* The due day for a period ("2021", "once"); false when the form names none for this reporter. */
bool reporter_due(const struct reporter *r, const char *period, struct date *ret);
const char *period_kind_name(enum period_kind k);
/* Whether a period code fits the form ("once" for PERIOD_ONCE; NULL counts as "once"). */
bool form_period_valid(const struct form *f, const char *period);

#endif
