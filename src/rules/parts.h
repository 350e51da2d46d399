#ifndef PHIEU_RULES_PARTS_H
#define PHIEU_RULES_PARTS_H
/* What the files of this layer share; nobody else includes it. How it works in one go:
 *
 *   words.c     which names the form's expressions mention: nothing else is staged
 *   relation.c, relation_sql.c  form → relations
 *   rewrite.c   cells "row.column" and blanks that count as zero, in the text of an expression
 *   formula.c   expression → prepared statements, with what it reads
 *   compile.c   the checks of the form, and the life of struct rules
 *   node.c      computed values and relevance: what is evaluated before the checks, in which order
 *   computed.c  evaluating values;  relevance.c  evaluating `when`
 *   cell.c      what stands in a place, whether it is asked
 *   stage.c, stage_value.c  record → rows of the relations;  prev.c  the earlier entries
 *   change.c    what changed → which expressions run;  run.c  checks → verdicts
 *   limits.c, unique.c  the built-in limits, in C
 *   found.c     the verdicts, kept where they stand: by field and by row
 *   target.c    targets;  rollup.c  tables over many entries
 *   message.c   sentences
 */
#include <regex.h>

#include "base/lang.h"
#include "db/sandbox.h"
#include "rules/rules.h"

/* ---- verdicts ------------------------------------------------------------------------------- */

#define RULE_LIMIT (-1)  /* a built-in limit, not a check of the form */
#define RULE_UNIQUE (-2) /* one that looks at the other rows */
#define RULE_VALUE (-3)  /* a value that cannot be computed */
#define RULE_WHEN (-4)   /* a `when` that cannot be evaluated */

struct found {
    struct verdict v;
    struct place *places; /* v.places, owned */
    int rule;             /* index in rules.list, or RULE_… */
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
    PART_COUNT,   /* several choices: how many are ticked */
    PART_AT_LEAST,
    PART_ESTIMATE,
    PART_ZERO,    /* figures: the value, or 0 where nothing stands */
};

struct staged_column {
    char *name;
    int column; /* in the table, or index of the top-level field */
    enum part part;
};

struct row_state {
    int64_t id;   /* __id in the relation */
    bool staged;  /* blank rows are not, nor hidden ones */
    bool filled;  /* somebody has filled something in */
    bool hidden;  /* a fixed row whose `when` is not true */
    bool *hidden_cells;     /* by column; NULL: none of the row's own */
    struct value *computed; /* by relation.slots */
    struct founds founds;
};

enum relation_kind {
    RELATION_ENTRY,      /* one row: the top-level fields */
    RELATION_TABLE,      /* the rows of a table */
    RELATION_ROW,        /* one fixed row, so that row.column names its cell */
    RELATION_OPTIONS,    /* form_x: what is ticked in a choice of several */
    RELATION_PREV,       /* earlier entries: their top-level fields */
    RELATION_PREV_TABLE, /* and their rows */
};

/* Only columns that some expression names are in it. */
struct relation {
    enum relation_kind kind;
    int field;                       /* of a table or choice; else -1 */
    int row;                         /* RELATION_ROW: which */
    char *name;
    bool used;                       /* some expression may look at it */
    bool numbers;                    /* some expression reads _row */
    bool plain;                      /* record values are what stands: nothing given, computed,
                                        hidden, no fixed rows */
    VEC(struct staged_column) columns;
    struct sandbox_stmt *insert, *remove, *clear, *shift;
    VEC(struct sandbox_stmt *) update; /* by column or field; NULL where nothing is staged */
    VEC(struct row_state) rows;
    int64_t next_id;
    int filled;                      /* rows that are not blank */
    size_t found_count;              /* verdicts in its rows */
    int *slots;                      /* by column: index in row_state.computed, -1: typed */
    int slot_count;
    bool *hidden_columns;            /* by column; NULL: no `when` of a whole column */
    bool cell_whens;                 /* some column's `when` reads its row */
    int *row_relations;              /* by fixed row: index in rules.cells, -1; NULL: none */
};

/* ---- expressions ---------------------------------------------------------------------------- */

#define COLUMN_SELF (-1)   /* the top-level field itself, or the table as such */
#define COLUMN_NUMBER (-2) /* _row */
#define COLUMN_ANY (-3)    /* any column, in a change */
#define ROW_ANY (-1)       /* any rows, in a change */
#define ROW_GONE (-2)      /* a row that is no more */

struct read {
    int field, row, column; /* field -1: _unit, _period, prev …; row -1: any */
    bool own;               /* of the row for which the expression is asked */
    char *name;             /* "phu_luc.so_mo_hinh" */
};

/* An expression of the form over one scope: the entry, or each row of a table. */
struct formula {
    const char *text; /* as its author wrote it; the form's */
    struct mark at;
    char *what;       /* names it in messages: "check c5" */
    int table;        /* index in form.fields, -1: the entry */
    const struct check *check; /* whose blank: says what blanks mean; or NULL */
    char *sql;        /* the text as SQLite gets it */
    char *decided;    /* SQL that is false where all that is skipped is blank; or NULL */
    VEC(struct read) reads;
};

struct rule {
    struct formula f;
    const struct check *check;
    int table;                /* f.table */
    struct sandbox_stmt *all; /* the failing rows, or the failing entry */
    struct sandbox_stmt *one; /* the same for one row; NULL for the entry */
    VEC(struct place) places; /* of a row check without their row */
    bool numbered;            /* its message names the row number */
};

/* What is evaluated before the checks. */
enum node_kind { NODE_VALUE, NODE_SUM, NODE_WHEN };

struct node {
    enum node_kind kind;
    struct formula f;         /* NODE_SUM: only its reads */
    struct sandbox_stmt *all, *one; /* id and value of all rows, value of one */
    int section;              /* WHEN of a section, else -1 */
    struct place target;      /* column -1: all; row -1: each */
    int visited;              /* while they are put in order */
};

struct change {
    struct place p;           /* row may be ROW_…, column COLUMN_… */
    bool relevance;           /* it came, or went */
};
VEC_TYPEDEF(changes, struct change);

/* ---- targets -------------------------------------------------------------------------------- */

struct goal_part {
    struct formula f;
    struct sandbox_stmt *all;
    bool broken;
};
struct goal {
    const struct target *target;
    VEC(struct goal_part) figures;
    struct goal_part applies; /* f.text NULL: always */
    bool dirty;
    VEC(struct target_result) results;
};

struct rules {
    const struct form *form;
    const struct catalogue *catalogue;
    struct problem_list *problems; /* only while compiling; may be NULL */
    struct sandbox *box;
    struct words *words;           /* what the expressions mention */
    VEC(struct rule) list;
    VEC(struct node) nodes;        /* in the order in which they need each other */
    VEC(struct goal) goals;
    struct relation entry;
    struct relation *tables;       /* by index of field; zero for fields that are no table */
    VEC(struct relation) cells;    /* fixed rows that are named, and choices as relations */
    VEC(struct relation) prevs;    /* RELATION_PREV… that are named */
    int *option_relations;         /* by index of field: index in cells, -1 */
    struct sandbox_stmt *begin, *commit;
    regex_t **patterns;            /* by pattern_index; NULL: none */
    const struct record *record;
    char *unit, *level, *period, *report_date;
    bool *hidden_sections, *hidden_fields; /* by index */
    struct value *computed;        /* by index of field */
    bool *computes;                /* fields with value: */
    struct rules *past;            /* computes the earlier entries' values; or NULL */
    struct changes changes;        /* not yet acted upon */
    struct founds *at_field;       /* by index of field: limits, checks of the entry */
    VEC(struct verdict) flat;      /* what rules_verdicts shows */
    bool flat_fresh;
    bool wander;                   /* some check of the entry shows at cells */
    bool rollups;                  /* the roll-ups' expressions count as the form's */
    VEC(struct target_result) results; /* what rules_targets shows */
    size_t counts[3];              /* by level */
    enum lang lang;                /* of the messages */
    uint64_t runs;
};

/* words.c */
struct words *words_collect(const struct form *f, bool rollups);
void words_free(struct words *w);
bool rules_mention(const struct rules *r, const char *name);
/* Calls fn for every expression of the form; those of its roll-ups only with `rollups`. */
void form_each_expression(const struct form *f, bool rollups,
                          void (*fn)(void *user, const char *text), void *user);

/* compile.c */
/* rules_create; `rollups`: the relations also hold what the form's roll-ups ask for. */
struct rules *rules_build(const struct form *form, const struct catalogue *catalogue,
                          struct problem_list *problems, bool rollups);

/* relation.c: which columns; relation_sql.c: in the sandbox */
/* The SQL type of a companion; NULL: that of its field. */
const char *part_sql(enum part part);
void relations_init(struct rules *r);
bool relations_define(struct rules *r);
bool relations_prepare(struct rules *r);
void relation_finish(struct rules *r, struct relation *x);
/* The field of a column of the relation. */
const struct field *relation_field(const struct rules *r, const struct relation *x, int column);
int relation_width(const struct rules *r, const struct relation *x);
/* The relation of this name, also as "the row itself"; NULL: none. */
struct relation *relation_named(struct rules *r, const char *name, bool *ret_own);

/* rewrite.c */
struct rewritten;
/* What SQLite gets for an expression; *ret_map tells where its letters came from. */
char *rewrite(struct rules *r, struct formula *f, struct rewritten **ret_map);
size_t rewritten_origin(const struct rewritten *map, size_t offset);
void rewritten_free(struct rewritten *map);
/* What a blank of this field (a column, a cell) means; check may be NULL: not a check. */
enum blank_mode blank_mode_of(const struct check *check, const struct field *f);
/* The field of a name as the formula sees it bare; NULL: none. */
const struct field *formula_field(const struct rules *r, const struct formula *f, const char *word,
                                  size_t len);

/* formula.c */
/* Checks the text and learns what it reads. False after a problem that points into it. */
bool formula_learn(struct rules *r, struct formula *f);
/* NULL after a problem. where: our own SQL over __value, "%s" stands for the table's name; the
 * first column is the row's __id in the scope of a table. */
struct sandbox_stmt *formula_prepare(struct rules *r, struct formula *f, const char *where);
/* Whether it reads what changed; own: of the row that it is asked for. */
bool formula_reads(const struct formula *f, struct place p, bool own);
void formula_finish(struct formula *f);
void formula_complain(struct rules *r, const struct formula *f, size_t offset, const char *remedy,
                      const char *message);
/* Prepares a check anew, without a WHERE: one truth value for each row. For lint. */
struct sandbox_stmt *rule_values(struct rules *r, struct rule *rule);
/* Byte of a word in the expression, its beginning where it does not stand there. */
size_t formula_find(const struct formula *f, const char *word);
/* formula_options.c: false, with problems, where a choice is compared with what it has not. */
bool formula_options(struct rules *r, const struct formula *f);
/* formula_hint.c: "did you mean …?" for the name that a complaint is about; NULL: nothing near. */
char *formula_hint(const struct rules *r, const struct formula *f, size_t offset,
                   const char *complaint);

/* node.c */
void nodes_compile(struct rules *r);
void nodes_finish(struct rules *r);
/* Evaluates all; or what reads r->changes, to which it adds. */
void nodes_run_all(struct rules *r);
void nodes_run_changed(struct rules *r);
/* Which rows of its table an expression must be asked for again. */
struct need {
    bool all;
    VEC(int) rows;
};
struct need formula_need(const struct formula *f, const struct changes *changes);

/* computed.c, relevance.c: one node over all rows, or over some (rows NULL: all) */
void value_run(struct rules *r, struct node *n, const struct need *need);
void sum_run(struct rules *r, struct node *n);
void when_run(struct rules *r, struct node *n, const struct need *need);
/* Before anything is evaluated all is asked, and nothing is computed. */
void relevance_reset(struct rules *r);
void row_state_finish(struct rules *r, struct relation *x, struct row_state *row);
/* Gives a new row what it needs to be hidden and computed. */
void row_state_init(struct rules *r, struct relation *x, struct row_state *row);

/* figure.c */
struct decimal decimal_of_real(double x);
/* Half away from zero. */
struct decimal decimal_round(struct decimal d, int places);
/* A statement's result; false for NULL, text, and figures too large. */
bool sandbox_figure(struct sandbox_stmt *st, int column, struct decimal *ret);
/* Sums without overflow on the way. */
struct total {
    __int128 digits; /* of 10^-9 */
    int places;      /* the most that were added */
    int count;
};
void total_add(struct total *t, struct decimal d);
bool total_read(const struct total *t, struct decimal *ret);

/* cell.c */
/* NULL where a cell is closed; the column, where the row is not told. */
const struct field *place_field(const struct rules *r, struct place p);
/* What expressions and limits see: blank where it is hidden. */
const struct value *live_value(const struct rules *r, struct place p);
bool row_live(const struct rules *r, int field, int row);
/* Whether the row counts: it is asked, and fixed or filled. */
bool row_counts(const struct rules *r, int field, int row);

/* stage_value.c */
void bind_part(struct sandbox_stmt *st, int i, const struct field *f, const struct value *v,
               enum part part);
void run_edit(struct sandbox_stmt *st);

/* stage.c */
void stage_entry(struct rules *r);
void stage_table(struct rules *r, struct relation *x);
void stage_field(struct rules *r, int field);
/* Brings one row up to date; column COLUMN_ANY: all of it. Returns whether it came or went. */
bool stage_cell(struct rules *r, struct relation *x, int row, int column);
void stage_row_added(struct rules *r, struct relation *x, int row);
void stage_row_gone(struct rules *r, struct relation *x, int row);
/* The last day of a period; false for other codes than years, quarters, months. */
bool period_end(const char *period, struct date *ret);

/* prev.c */
void prevs_stage(struct rules *r, const struct rules_context *context);

/* change.c */
void change_add(struct rules *r, struct place p, bool relevance);

/* run.c */
/* Messages are made when a check runs: in another language everything is said anew. */
void rules_speak(struct rules *r);
/* Stages a record without judging it. For lint and roll-ups. */
void rules_stage(struct rules *r, const struct record *record, const struct rules_context *context);
void rules_judge(struct rules *r);
void rule_run(struct rules *r, int index, const struct need *need);
void forget_everything(struct rules *r);
/* Rows by __id: what statements answer are ids, and rows move. */
int *rows_by_id(const struct relation *x);
/* Whether the check could not be evaluated over its table when it last ran. */
bool rule_is_broken(struct rules *r, int index);

/* limits.c: replace the built-in verdicts of a field, a row, a table as such */
void limits_field(struct rules *r, int field);
void limits_row(struct rules *r, int field, int row);
void limits_table(struct rules *r, int field);
void limits_all_of(struct rules *r, int field);
/* unique.c: the verdicts of columns without repetitions; column COLUMN_ANY: of all */
void limits_unique(struct rules *r, int field, int column);

/* pattern.c */
void patterns_compile(struct rules *r);
bool pattern_fits(struct rules *r, const struct field *f, const char *text);
void patterns_finish(struct rules *r);

/* found.c */
/* Takes places and message over. */
void found_add(struct rules *r, struct founds *list, struct found f);
void found_remove(struct rules *r, struct founds *list, int rule);
/* Only where it stands in this column (of a field: -1). */
void found_remove_at(struct rules *r, struct founds *list, int rule, int column);
void founds_clear(struct rules *r, struct founds *list);
void found_move_row(struct rules *r, struct relation *x, int row);
struct founds *founds_of(struct rules *r, struct place p);
/* Says one thing of one place; takes message over. */
void found_say(struct rules *r, int rule, const char *id, struct place p, char *message);

/* target.c */
void goals_compile(struct rules *r);
void goals_finish(struct rules *r);
void goals_touch(struct rules *r, bool all);

/* message.c */
char *rule_message(const struct rules *r, const struct rule *rule, int row);
bool message_names_row(const struct check *check);
/* Finds a placeholder of the message that means nothing; freshly allocated, else NULL. */
char *message_unknown(const struct form *f, const struct check *check);

/* place.c */
/* Where a byte of an expression stands in the YAML. */
struct mark expression_mark(const struct form *f, const char *text, struct mark at, size_t offset);

/* lint_tests.c: runs the form's own tests. */
void lint_tests(struct rules *r, struct problem_list *problems);
/* Texts without English in a form that has English elsewhere (lint_texts.c). */
void lint_texts(const struct form *f, struct problem_list *problems);
/* lint_samples.c: expressions that generated answers cannot make fail, or pass. */
void lint_samples(struct rules *r, struct problem_list *problems);
/* lint_trial.c: what comes out. Samples are staged in the rules before they are noted. */
struct trial *trial_create(struct rules *r);
void trial_destroy(struct trial *t);
bool trial_wants_rows(const struct trial *t);
bool trial_wants_entries(const struct trial *t, bool first);
void trial_note(struct trial *t, bool rows);
void trial_say(const struct trial *t, struct problem_list *problems);

/* rollup.c: finds what is wrong with the expressions of the roll-ups. */
void rollups_compile(struct rules *r);

#endif
