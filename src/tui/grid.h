#ifndef PHIEU_TUI_GRID_H
#define PHIEU_TUI_GRID_H
/* The inside of the widget of tables, for grid_*.c and widget_grid.c. Rows 0 … n-1 are the record's;
 * where rows are typed in, row n is a virtual empty one, in which typing makes a row. Columns are
 * those of the form. At the left stay the row number and the leading text columns, of fixed rows
 * their numbers, labels and measures (the stub); the rest scroll sideways.
 *
 * Rows and columns that are not asked (`when`), and rows of a folded group, are not shown: a row is
 * named by its index in the record, its place on the screen by its index among those shown. */
#include <stdbool.h>
#include <stdint.h>

#include "base/lang.h"
#include "base/vec.h"
#include "entry/entry.h"
#include "text/wrap.h"
#include "tui/line.h"
#include "tui/surface.h"
#include "tui/widget.h"

VEC_TYPEDEF(int_list, int);

struct grid_column {
    int width;         /* of its contents; 0: not shown at all */
    int x;             /* of its contents, from the left edge; -1: out of sight */
    int shown;         /* columns of it that are in sight: less than width when cut */
    bool starts, ends; /* a group of the merged header: lines stand between groups */
};

/* Where everything stands; made anew for each frame. */
struct grid_layout {
    VEC(struct grid_column) columns;
    struct int_list levels; /* screen rows of each header level */
    int number_width;       /* of the row numbers */
    int label_x, label_width, measure_x, measure_width; /* of fixed rows; widths may be 0 */
    int first, last;        /* columns shown at all; -1: none */
    int frozen;             /* leading columns that stay */
    int frozen_end;         /* x behind them, where the line stands */
    bool more_left, more_right;
    int header_rows;        /* of the labels */
    int number_row;         /* of the printed column numbers; -1: none */
    int body, body_rows;    /* first line and count of those for the rows */
    int foot;               /* the line under them: a rule or a sentence */
    int totals;             /* -1: none */
};

struct grid_total {
    struct sum sum;
    bool any, fresh;
};

/* A short list over the table: the options of the cell being typed, or what can be done to rows. */
struct grid_popup {
    struct int_list items;
    int at; /* highlighted; -1: none */
};

enum grid_mode {
    GRID_REST,   /* the entry holds the cell's text */
    GRID_TYPING, /* typed over the cell: arrows go to other cells */
    GRID_EDIT,   /* opened by F2: arrows move in the text */
    GRID_TICKS,  /* options of a choice of several are ticked in the list */
};

/* A header label, broken for a width; 0: not yet. */
struct grid_header_lines {
    int width;
    struct wrap_lines lines;
};

/* Words that stand beside the cells; they depend on form, language and width alone. */
struct grid_labels {
    bool made;
    enum lang lang;
    int width;                /* that the row labels are wrapped for */
    int number, label, measure; /* the widest of the rows */
    VEC(char *) columns;      /* label with its unit of measure, one a column */
    VEC(struct grid_header_lines) header; /* one a header cell */
    struct wrap_lines lines;  /* of all rows */
    struct int_list first;    /* line of each row; one more behind the last */
};

struct grid {
    struct widget w;
    struct line line;  /* the cell being typed */
    enum grid_mode mode;
    bool taken_back;   /* Esc: the line still knows what was typed, for redo */
    int row, column;   /* the cursor */
    bool selecting;
    int anchor_row, anchor_column; /* the other corner of the selection */
    int top, left;     /* first row in sight, of those shown; first column behind the frozen ones */
    bool gone;         /* the cursor left by an end of the table */
    bool fresh;        /* no key since the cursor came: a search takes the whole table */
    struct grid_popup options;
    struct grid_popup menu; /* open when it has items */
    struct ticks ticks;     /* GRID_TICKS: what is ticked now */
    bool ticked;            /* … and is not what the entry holds */
    struct int_list shown;  /* rows shown, where rows are fixed */
    bool *folded;           /* one per fixed row: the rows below it are folded away */
    int wished;             /* column to come back to, where rows on the way had it closed */
    bool lively;            /* a value may change what is shown or computed elsewhere */
    bool closed;            /* no cell at all is open: the cursor goes anywhere */
    struct grid_labels labels;
    int *widest;            /* per column: what its figures need; -1: not known */
    struct grid_total *totals; /* one per column */
    char *needle;      /* marked in the cells; NULL: nothing is searched */
    struct grid_layout layout;
    struct {           /* what the places of columns and header were made for */
        bool good;
        int rows, columns, last_row;
        enum lang lang;
    } laid;
    struct {           /* what was drawn last; no rows: nothing that a part could go on from */
        struct rect r;
        int row, column, top, left;
        enum grid_mode mode;
    } drawn;
};

/* Cells from row to row_end and column to column_end, all inclusive. */
struct grid_block {
    int row, column, row_end, column_end;
};

/* ---- the table as it stands (grid_cell.c) ---------------------------------------------------- */

static inline struct grid *grid_of(struct widget *w)
{
    return (struct grid *)w;
}
const struct table *grid_table(const struct grid *g);
int grid_columns(const struct grid *g);
int grid_rows(const struct grid *g);      /* without the virtual one */
int grid_last_row(const struct grid *g);  /* the virtual one, where one more is allowed */
struct place grid_place(const struct grid *g, int row, int column);
/* The column as it is in most rows; what it is in this one, NULL: a closed cell. */
const struct field *grid_field(const struct grid *g, int column);
const struct field *grid_cell(const struct grid *g, int row, int column);
/* What stands there: typed, given or computed; blank where it is not asked. */
const struct value *grid_value(const struct grid *g, int row, int column);
/* As shown; freshly allocated. f: of the cell, NULL: closed. */
char *grid_print(const struct grid *g, const struct field *f, const struct value *v);
struct value grid_parse(const struct grid *g, const struct field *f, const char *text);
/* What can be chosen: options, units of the unit list, yes and no; 0 for other fields. The last one
 * of an open choice is "other". */
int grid_option_count(const struct grid *g, const struct field *f);
const char *grid_option_label(const struct grid *g, const struct field *f, int option);
const char *grid_option_id(const struct grid *g, const struct field *f, int option); /* NULL: other */
struct value grid_option_value(const struct field *f, const char *id);
/* Those that fit a text: whose words begin with it, else those that hold all of its words. */
void grid_option_find(const struct grid *g, const struct field *f, const char *text,
                      struct int_list *ret);
/* The sum of a column, cached until grid_total_changed; NULL when nothing is summed. */
const struct grid_total *grid_total(struct grid *g, int column);
void grid_total_changed(struct grid *g, int column); /* -1: all of them */

/* Columns that a person fills in, apart from what single rows say. */
bool grid_typable(const struct grid *g, int column);
/* Makes a figure's column wide enough for one more value. */
void grid_widen(struct grid *g, int column, const struct field *f, const struct value *v);

/* ---- which rows and cells there are to see (grid_view.c) ------------------------------------- */

bool grid_fixed(const struct grid *g);
const struct fixed_row *grid_fixed_row(const struct grid *g, int row); /* NULL: rows are typed in */
/* Looks again which rows are shown, after something changed. */
void grid_view_make(struct grid *g);
int grid_shown_count(const struct grid *g); /* with the virtual row */
int grid_shown_row(const struct grid *g, int index);
/* Of a row that is not shown: of the last one shown before it. */
int grid_shown_index(const struct grid *g, int row);
/* Asked; it may be folded away all the same. */
bool grid_row_shown(const struct grid *g, int row);
bool grid_column_shown(const struct grid *g, int column);
/* Whether a person types there, and if not, why: a translated sentence. */
bool grid_is_open(const struct grid *g, int row, int column);
const char *grid_why_closed(const struct grid *g, int row, int column);
/* Where the cursor goes by itself: open cells, and the heading of a folded group. */
bool grid_is_stop(const struct grid *g, int row, int column);
bool grid_row_stops(const struct grid *g, int row);

/* Groups: a row of the outline with rows below it. *_end: the row behind its last one. */
int grid_group_end(const struct grid *g, int row); /* row + 1: no group */
int grid_group_rows(const struct grid *g, int row); /* below it, apart from what is not asked */
bool grid_is_folded(const struct grid *g, int row);
/* Opens all groups that hide the row. */
void grid_unfold(struct grid *g, int row);
enum widget_result grid_fold_act(struct grid *g, enum action a);

/* ---- typing in a cell (grid_cell_edit.c, grid_ticks.c) ----------------------------------------------------- */

bool grid_begin(struct grid *g, enum grid_mode mode, bool replace);
/* Whether something was typed or chosen that the entry does not know. */
bool grid_typed(const struct grid *g);
/* Gives what was typed to the entry. The cell rests afterwards, whatever happens. */
bool grid_commit(struct grid *g, struct err *e);
/* The same with the error shown. */
void grid_settle(struct grid *g);
/* Forgets what was typed. */
void grid_drop(struct grid *g);
enum widget_result grid_cell_act(struct grid *g, enum action a);
enum widget_result grid_cell_text(struct grid *g, const char *utf8);
void grid_cell_paste(struct grid *g, const char *utf8);
/* Stores a value, which is taken over; makes the row when it is the virtual one. */
bool grid_store(struct grid *g, int row, int column, struct value v, struct err *e);
/* The virtual row becomes a row, when there is one more to have. */
bool grid_make_row(struct grid *g, int row, struct err *e);
/* The list with ticks. False: not for it. */
bool grid_ticks_begin(struct grid *g);
bool grid_ticks_act(struct grid *g, enum action a);
void grid_ticks_text(struct grid *g, const char *utf8);

/* ---- moving (grid_move.c) -------------------------------------------------------------------- */

void grid_clamp(struct grid *g);
/* From a cell where nothing is typed to the next where something is, in this direction, else in the
 * other. */
void grid_seek_stop(struct grid *g, int by);
/* Settles and goes; select: the selection grows. Folded groups on the way open. */
void grid_go(struct grid *g, int row, int column, bool select);
enum widget_result grid_move_act(struct grid *g, enum action a);
struct grid_block grid_selection(const struct grid *g); /* the cursor's cell when there is none */

/* ---- blocks and rows (grid_block.c, grid_rows.c) --------------------------------------------- */

enum widget_result grid_block_act(struct grid *g, enum action a);
enum widget_result grid_paste(struct grid *g, const char *utf8);
enum widget_result grid_rows_act(struct grid *g, enum action a);
/* The menu of rows is open: its keys. False: not for the menu, which is closed. */
bool grid_menu_act(struct grid *g, enum action a);
void grid_menu_text(struct grid *g, const char *utf8);
const char *grid_menu_label(int item); /* with "&" before its letter */

/* ---- looks (grid_layout.c, grid_stub.c, grid_header.c, grid_draw.c, grid_foot.c, grid_popup.c) -- */

struct grid_frame {
    struct grid *g;
    struct surface *f;
    struct rect r;
    bool focused;
    bool sentence; /* the line under the rows says something */
};

#define GRID_VERDICTS 32 /* of one row: more are not told apart */

struct grid_verdicts {
    const struct verdict *v[GRID_VERDICTS];
    size_t n;
};

/* Fits columns and rows to the rect and scrolls so that the cursor's cell is in sight. */
void grid_layout_make(struct grid *g, int rows, int columns);
void grid_scroll_down(struct grid *g); /* grid_scroll.c */
void grid_header_draw(struct grid *g, struct surface *f, struct rect r);
/* The words of form and language, made again when the language changed. */
void grid_labels_make(struct grid *g);
void grid_labels_finish(struct grid *g);
/* Places what stays at the left of fixed rows; `data`: what the columns would like to have. */
void grid_stub_place(struct grid *g, int columns, int data);
/* Lines of a row; the label of the cursor's row is shown whole. */
int grid_row_height(const struct grid *g, int row);
/* The first line of a row in sight, in the rect of the table. */
int grid_row_y(const struct grid *g, int row);
void grid_stub_draw(const struct grid_frame *d, int y, int row);
/* What is told of a row; of a group that is folded, also what is inside; of row -1: of all. */
void grid_find_verdicts(const struct grid_frame *d, int row, struct grid_verdicts *ret);
/* The worst verdict at a cell, NULL: none. */
const struct verdict *grid_verdict_at(const struct grid_verdicts *s, int row, int column);
enum style grid_verdict_style(const struct verdict *v);
const char *grid_verdict_mark(const struct surface *f, const struct verdict *v);
/* The line under the rows. */
void grid_foot_draw(struct grid_frame *d);
/* The words of a header cell; of a single column with its unit of measure. */
const char *grid_header_label(const struct grid *g, const struct header_cell *c);
/* "Column 5: Founded › Before 2010" for the cursor's column, freshly allocated; NULL where its one
 * label is seen whole anyway. */
char *grid_header_path(struct grid *g);
void grid_draw(struct widget *w, struct surface *f, struct rect r, bool focused);
/* After a letter typed into a cell: only that cell; false: draw everything. */
bool grid_draw_part(struct widget *w, struct surface *f);
void grid_popup_draw(struct grid *g, struct surface *f, struct rect r);
/* Whether the list of options is open. */
bool grid_options_open(const struct grid *g);

#endif
