#ifndef PHIEU_RULES_PARTS_H
#define PHIEU_RULES_PARTS_H
/* What the files of this layer share; nobody else includes it. How it works in one go:
 *
 *   compile.c  form → relations and prepared checks, each with what it reads
 *   stage.c    record → rows of the relations
 *   run.c      what changed → which checks run → verdicts
 *   limits.c   the built-in limits, in C
 *   found.c    the verdicts, kept where they stand: by field and by row
 *   message.c  sentences
 */
#include <regex.h>

#include "base/lang.h"
#include "db/sandbox.h"
#include "rules/rules.h"

/* ---- verdicts ------------------------------------------------------------------------------- */

#define RULE_LIMIT (-1) /* a built-in limit, not a check of the form */

struct found {
    struct verdict v;
    struct place *places; /* v.places, owned */
    int rule;             /* index in rules.list, or RULE_LIMIT */
    bool numbered;        /* its message names the row number */
};
VEC_TYPEDEF(founds, struct found);

/* ---- relations ------------------------------------------------------------------------------ */

/* What of a value stands in a column of a relation. */
enum part {
    PART_VALUE,
    PART_FILLED,  /* narratives: 1 or NULL */
    PART_LETTERS,
    PART_WORDS,
    PART_MISSING,
    PART_OTHER,
};

struct staged_column {
    char *name;
    int column; /* in the table, or index of the top-level field */
    enum part part;
};

struct row_state {
    int64_t id;   /* __id in the relation */
    bool staged;  /* blank rows are not */
    struct founds founds;
};

/* A relation: the row of top-level fields (field -1), or the rows of a table. Only columns that
 * some expression names are in it. */
struct relation {
    int field;
    const char *name;
    bool used;                       /* some expression may look at it */
    bool numbers;                    /* some expression reads _row */
    VEC(struct staged_column) columns;
    struct sandbox_stmt *insert, *remove, *clear, *shift;
    VEC(struct sandbox_stmt *) update; /* by column or field; NULL where nothing is staged */
    VEC(struct row_state) rows;
    int64_t next_id;
    int filled;                      /* rows that are not blank */
    size_t found_count;              /* verdicts in its rows */
};

/* ---- checks --------------------------------------------------------------------------------- */

#define COLUMN_SELF (-1)   /* the top-level field itself, or the table as such */
#define COLUMN_NUMBER (-2) /* _row */
#define COLUMN_ANY (-3)    /* asks for any column, see rule_reads */

struct read {
    int field, column; /* field -1: _unit, _period … */
    bool own;          /* of the row that is being checked */
    char *name;        /* "phu_luc.so_mo_hinh" */
};

struct rule {
    const struct check *check;
    int table;               /* index in form.fields, -1: checks the whole entry */
    struct sandbox_stmt *all; /* the failing rows, or the failing entry */
    struct sandbox_stmt *one; /* the same for one row; NULL for the entry */
    VEC(struct read) reads;
    VEC(int) places;         /* columns of the table, or fields */
    bool numbered;           /* its message names the row number */
};

struct rules {
    const struct form *form;
    const struct catalogue *catalogue;
    struct problem_list *problems; /* only while compiling; may be NULL */
    struct sandbox *box;
    VEC(struct rule) list;
    struct relation entry;
    struct relation *tables;       /* by index of field; zero for fields that are no table */
    struct sandbox_stmt *begin, *commit;
    regex_t **patterns;            /* by pattern_index; NULL: none */
    const struct record *record;
    char *unit, *level, *period, *report_date;
    struct founds *at_field;       /* by index of field: limits, checks of the entry */
    VEC(struct verdict) flat;      /* what rules_verdicts shows */
    bool flat_fresh;
    size_t counts[3];              /* by level */
    enum lang lang;                /* of the messages */
    uint64_t runs;
};

/* compile.c */
bool rule_reads(const struct rule *rule, int field, int column, bool own);
/* Prepares a check anew, without a WHERE: one truth value for each row. For lint. */
struct sandbox_stmt *rule_values(struct rules *r, const struct rule *rule);
/* Whether some expression of the form names this. */
bool form_mentions(const struct form *f, const char *name);

/* relation.c */
void relation_init(struct rules *r, struct relation *x, int field);
bool relation_define(struct rules *r, const struct relation *x);
bool relation_prepare(struct rules *r, struct relation *x);
void relation_finish(struct rules *r, struct relation *x);
/* The field of a column of the relation. */
const struct field *relation_field(const struct rules *r, const struct relation *x, int column);

/* stage.c */
void stage_entry(struct rules *r);
void stage_table(struct rules *r, struct relation *x);
void stage_field(struct rules *r, int field);
/* Brings one row up to date; column COLUMN_ANY: all of it. Returns whether it came or went. */
bool stage_cell(struct rules *r, struct relation *x, int row, int column);
void stage_row_added(struct rules *r, struct relation *x, int row);
void stage_row_gone(struct rules *r, struct relation *x, int row);

/* run.c */
/* Messages are made when a check runs: in another language everything is said anew. */
void rules_speak(struct rules *r);
/* Stages a record without judging it. For lint. */
void rules_stage(struct rules *r, const struct record *record, const struct rules_context *context);

/* limits.c: replace the built-in verdicts of a field, a row, a table as such */
void limits_field(struct rules *r, int field);
void limits_row(struct rules *r, int field, int row);
void limits_table(struct rules *r, int field);

/* pattern.c */
void patterns_compile(struct rules *r);
bool pattern_fits(struct rules *r, const struct field *f, const char *text);
void patterns_finish(struct rules *r);

/* found.c */
/* Takes places and message over. */
void found_add(struct rules *r, struct founds *list, struct found f);
void found_remove(struct rules *r, struct founds *list, int rule);
void founds_clear(struct rules *r, struct founds *list);
void found_move_row(struct rules *r, struct relation *x, int row);

/* message.c */
char *rule_message(const struct rules *r, const struct rule *rule, int row);
bool message_names_row(const struct check *check);
/* Finds a placeholder of the message that means nothing; freshly allocated, else NULL. */
char *message_unknown(const struct form *f, const struct check *check);

/* place.c */
/* Where a byte of a check's expression stands in the YAML. */
struct mark expression_mark(const struct form *f, const struct check *check, size_t offset);


/* lint_tests.c: runs the form's own tests. */
void lint_tests(struct rules *r, struct problem_list *problems);
/* lint_samples.c: checks that generated answers cannot make fail, or pass. */
void lint_samples(struct rules *r, struct problem_list *problems);

#endif
