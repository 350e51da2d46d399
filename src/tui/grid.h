#ifndef PHIEU_TUI_GRID_H
#define PHIEU_TUI_GRID_H
/* The inside of the widget of tables, for grid_*.c and widget_grid.c. Rows 0 … n-1 are the record's;
 * row n is a virtual empty one, in which typing makes a row. Columns are those of the form; the row
 * number and the leading text columns stay at the left, the rest scroll sideways. */
#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"
#include "entry/entry.h"
#include "tui/line.h"
#include "tui/surface.h"
#include "tui/widget.h"

VEC_TYPEDEF(int_list, int);

struct grid_column {
    int width;         /* of its contents */
    int x;             /* of its contents, from the left edge; -1: out of sight */
    int shown;         /* columns of it that are in sight: less than width when cut */
    bool starts, ends; /* a group of the merged header: lines stand between groups */
};

/* Where everything stands; made anew for each frame. */
struct grid_layout {
    VEC(struct grid_column) columns;
    struct int_list levels; /* screen rows of each header level */
    int number_width;       /* of the row numbers */
    int frozen;             /* leading columns that stay */
    int frozen_end;         /* x behind them, where the line stands */
    bool more_left, more_right;
    int header_rows;        /* of the labels */
    int number_row;         /* of the printed column numbers; -1: none */
    int body, body_rows;    /* first row and count of the data rows */
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
};

struct grid {
    struct widget w;
    struct line line;  /* the cell being typed */
    enum grid_mode mode;
    bool taken_back;   /* Esc: the line still knows what was typed, for redo */
    int row, column;   /* the cursor */
    bool selecting;
    int anchor_row, anchor_column; /* the other corner of the selection */
    int top, left;     /* first row shown; first column shown behind the frozen ones */
    bool gone;         /* the cursor left by an end of the table */
    bool fresh;        /* no key since the cursor came: a search takes the whole table */
    struct grid_popup options;
    struct grid_popup menu; /* open when it has items */
    struct grid_total *totals; /* one per column */
    char *needle;      /* marked in the cells; NULL: nothing is searched */
    struct grid_layout layout;
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
const struct field *grid_field(const struct grid *g, int column);
int grid_columns(const struct grid *g);
int grid_rows(const struct grid *g);      /* without the virtual one */
int grid_last_row(const struct grid *g);  /* the virtual one, where one more is allowed */
struct place grid_place(const struct grid *g, int row, int column);
const struct value *grid_value(const struct grid *g, int row, int column);
/* As shown; freshly allocated. */
char *grid_print(const struct grid *g, int column, const struct value *v);
struct value grid_parse(const struct grid *g, int column, const char *text);
/* Options of a choice or units of the unit list; 0 for other columns. The last one of an open
 * choice is "other". */
int grid_option_count(const struct grid *g, int column);
const char *grid_option_label(const struct grid *g, int column, int option);
const char *grid_option_id(const struct grid *g, int column, int option); /* NULL: "other" */
/* Those that fit a text: whose words begin with it, else those that hold all of its words. */
void grid_option_find(const struct grid *g, int column, const char *text, struct int_list *ret);
/* The sum of a column, cached until grid_total_changed; NULL when nothing is summed. */
const struct grid_total *grid_total(struct grid *g, int column);
void grid_total_changed(struct grid *g, int column); /* -1: all of them */

/* ---- typing in a cell (grid_cell_edit.c) ----------------------------------------------------- */

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

/* ---- moving (grid_move.c) -------------------------------------------------------------------- */

void grid_clamp(struct grid *g);
/* Settles and goes; select: the selection grows. */
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

/* ---- looks (grid_layout.c, grid_header.c, grid_draw.c, grid_popup.c) ------------------------- */

/* Fits columns and rows to the rect and scrolls so that the cursor's cell is in sight. */
void grid_layout_make(struct grid *g, int rows, int columns);
void grid_header_draw(struct grid *g, struct surface *f, struct rect r);
/* "Column 5: Founded › Before 2010" for the cursor's column, freshly allocated; NULL where its one
 * label is seen whole anyway. */
char *grid_header_path(const struct grid *g);
void grid_draw(struct widget *w, struct surface *f, struct rect r, bool focused);
/* After a letter typed into a cell: only that cell; false: draw everything. */
bool grid_draw_part(struct widget *w, struct surface *f);
void grid_popup_draw(struct grid *g, struct surface *f, struct rect r);
/* Whether the list of options is open. */
bool grid_options_open(const struct grid *g);

#endif
