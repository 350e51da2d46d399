#include "report/parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "report/canvas.h"
#include "text/unicode.h"
#include "text/wrap.h"

/* A table as it stands on paper: the columns of the form, and before them those that the form
 * describes otherwise (row number, unit, number, label and measure of fixed rows). */
enum role { ROLE_ROW, ROLE_UNIT, ROLE_NUMBER, ROLE_LABEL, ROLE_MEASURE, ROLE_CELL };

struct paper_column {
    enum role role;
    int column;        /* ROLE_CELL */
    const char *title, *number;
    bool right;
    int at, width;     /* on the sheet */
};

struct paper {
    const struct report *r;
    const struct field *f;
    VEC(struct paper_column) columns;
    int lead;          /* columns before the cells */
    int levels;        /* of the header */
    int *heights;      /* by level */
    struct canvas *sheet;
};

static void add_column(struct paper *p, enum role role, int column, const char *title,
                       const char *number, bool right)
{
    *vec_add(&p->columns) = (struct paper_column){.role = role,
                                                  .column = column,
                                                  .title = title,
                                                  .number = number ? number : "",
                                                  .right = right};
}

static void add_row_columns(struct paper *p, const struct table *t)
{
    bool numbered = false, measured = false;
    for (size_t i = 0; i < t->rows.n; i++) {
        numbered |= t->rows.v[i].number != NULL;
        measured |= !text_is_empty(&t->rows.v[i].measure);
    }
    if (numbered)
        add_column(p, ROLE_NUMBER, 0, _("No."), "", false);
    add_column(p, ROLE_LABEL, 0, text_of(&t->rows_label), t->rows_number, false);
    if (measured)
        add_column(p, ROLE_MEASURE, 0, _("Measure"), "", false);
}

static void add_columns(struct paper *p)
{
    const struct table *t = p->f->table;
    if (t->row_number || !text_is_empty(&t->row_title))
        add_column(p, ROLE_ROW, 0, text_of(&t->row_title), t->row_number, true);
    if (t->unit_column)
        add_column(p, ROLE_UNIT, 0, text_of(&t->unit_title), t->unit_number, false);
    if (t->rows.n)
        add_row_columns(p, t);
    p->lead = (int)p->columns.n;
    for (size_t i = 0; i < t->columns.n; i++)
        add_column(p, ROLE_CELL, (int)i, "", t->columns.v[i]->number, t->columns.v[i]->type->right);
    p->levels = t->header_levels ? t->header_levels : 1;
}

/* ---- what stands in a cell ------------------------------------------------------------------- */

static char *fixed_text(const struct fixed_row *row, enum role role)
{
    if (role == ROLE_NUMBER)
        return xstrdup(row->number ? row->number : "");
    if (role == ROLE_MEASURE)
        return xstrdup(text_of(&row->measure));
    return xasprintf("%*s%s", row->level * 2, "", text_of(&row->label));
}

static char *cell_text(const struct paper *p, const struct paper_column *c, int row)
{
    const struct table *t = p->f->table;
    switch (c->role) {
    case ROLE_ROW:
        return xasprintf("%d", row + 1);
    case ROLE_UNIT:
        return xstrdup(row == 0 && p->r->unit ? p->r->unit : "");
    case ROLE_CELL:
        break;
    default:
        return fixed_text(&t->rows.v[row], c->role);
    }
    if (t->rows.n && !table_cell(p->f, row, c->column))
        return xstrdup(t->rows.v[row].heading ? "" : "×");
    return answer_text(p->r, (struct place){p->f->index, row, c->column});
}

static bool row_asked(const struct paper *p, int row)
{
    return answer_asked(p->r, (struct place){p->f->index, row, -1});
}

/* ---- widths ---------------------------------------------------------------------------------- */

static void wish_header(const struct paper *p, struct wish *wishes)
{
    const struct table *t = p->f->table;
    for (size_t i = 0; i < p->columns.n; i++) {
        wish_for(&wishes[i], p->columns.v[i].title);
        wish_for(&wishes[i], p->columns.v[i].number);
    }
    for (size_t i = 0; i < t->header.n; i++)
        if (t->header.v[i].span == 1)
            wish_for(&wishes[p->lead + t->header.v[i].first], text_of(&t->header.v[i].label));
}

static bool total_text(const struct paper *p, int column, char out[40])
{
    struct sum sum;
    *out = '\0';
    for (size_t i = 0; p->r->rules && i < p->f->table->totals.n; i++)
        if (p->f->table->totals.v[i] == column &&
            rules_sum(p->r->rules, p->f->index, column, &sum))
            decimal_print(sum.size, out);
    return *out != '\0';
}

static struct wish *measure(const struct paper *p)
{
    struct wish *wishes = xcalloc(p->columns.n + 1, sizeof *wishes);
    wish_header(p, wishes);
    char total[40];
    for (size_t i = 0; i < p->columns.n; i++) {
        const struct paper_column *c = &p->columns.v[i];
        for (int row = 0; row < record_rows(p->r->record, p->f->index); row++) {
            char *s = cell_text(p, c, row);
            wish_for_cell(&wishes[i], s, c->right);
            free(s);
        }
        if (c->role == ROLE_CELL && total_text(p, c->column, total))
            wish_for_cell(&wishes[i], total, c->right);
        wishes[i].least = wishes[i].least ? wishes[i].least : 3;
        wishes[i].best = wishes[i].best > wishes[i].least ? wishes[i].best : wishes[i].least;
    }
    return wishes;
}

#define ROWS_WEIGHED 300

static struct lengths lengths_of(const struct paper *p)
{
    struct lengths l = {NULL, record_rows(p->r->record, p->f->index), (int)p->columns.n};
    l.rows = l.rows < ROWS_WEIGHED ? l.rows : ROWS_WEIGHED;
    l.v = xcalloc((size_t)l.rows * (size_t)l.columns + 1, sizeof *l.v);
    for (int row = 0; row < l.rows; row++)
        for (int c = 0; c < l.columns; c++) {
            char *s = cell_text(p, &p->columns.v[c], row);
            l.v[row * l.columns + c] = text_width(s, strlen(s));
            free(s);
        }
    return l;
}

static void place_columns(struct paper *p, int width)
{
    struct wish *wishes = measure(p);
    struct lengths lengths = lengths_of(p);
    int *widths = share_out(wishes, &lengths, width), at = 0;
    free(lengths.v);
    for (size_t i = 0; i < p->columns.n; i++) {
        p->columns.v[i].at = at + 2;
        p->columns.v[i].width = widths[i];
        at += widths[i] + 3;
    }
    p->sheet = canvas_create(at + 1);
    free(widths);
    free(wishes);
}

/* ---- drawing --------------------------------------------------------------------------------- */

static int first_rule(const struct paper *p, size_t column)
{
    return p->columns.v[column].at - 2;
}

static int last_rule(const struct paper *p, size_t column)
{
    return p->columns.v[column].at + p->columns.v[column].width + 1;
}

/* One cell of the header over columns first … first + span - 1. */
struct header_box {
    const char *label;
    int level, depth;
    size_t first, span;
};

static struct header_box header_box(const struct paper *p, size_t i)
{
    if (i < (size_t)p->lead)
        return (struct header_box){p->columns.v[i].title, 0, p->levels, i, 1};
    const struct header_cell *h = &p->f->table->header.v[i - (size_t)p->lead];
    return (struct header_box){text_of(&h->label), h->level, h->depth,
                               (size_t)(p->lead + h->first), (size_t)h->span};
}

static size_t header_count(const struct paper *p)
{
    return (size_t)p->lead + p->f->table->header.n;
}

static int box_width(const struct paper *p, const struct header_box *b)
{
    return last_rule(p, b->first + b->span - 1) - first_rule(p, b->first) - 3;
}

/* Rows between the rules of levels from … from + depth - 1, the rules inside included. */
static int levels_height(const struct paper *p, int from, int depth)
{
    int height = depth - 1;
    for (int i = from; i < from + depth; i++)
        height += p->heights[i];
    return height;
}

static void measure_levels(struct paper *p)
{
    p->heights = xcalloc((size_t)p->levels, sizeof *p->heights);
    for (int depth = 1; depth <= p->levels; depth++)
        for (size_t i = 0; i < header_count(p); i++) {
            struct header_box b = header_box(p, i);
            if (b.depth != depth)
                continue;
            int need = canvas_text(NULL, 0, 0, box_width(p, &b), ALIGN_CENTRE, b.label);
            int have = levels_height(p, b.level, b.depth);
            if (need > have)
                p->heights[b.level + b.depth - 1] += need - have;
        }
    for (int i = 0; i < p->levels; i++)
        p->heights[i] = p->heights[i] ? p->heights[i] : 1;
}

static void draw_box(const struct paper *p, const struct header_box *b)
{
    int top = 0, left = first_rule(p, b->first), right = last_rule(p, b->first + b->span - 1);
    for (int i = 0; i < b->level; i++)
        top += p->heights[i] + 1;
    int height = levels_height(p, b->level, b->depth), bottom = top + height + 1;
    canvas_rule_across(p->sheet, top, left, right);
    canvas_rule_across(p->sheet, bottom, left, right);
    canvas_rule_down(p->sheet, left, top, bottom);
    canvas_rule_down(p->sheet, right, top, bottom);
    int lines = canvas_text(NULL, 0, 0, box_width(p, b), ALIGN_CENTRE, b->label);
    canvas_text(p->sheet, top + 1 + (height - lines) / 2, left + 2, box_width(p, b), ALIGN_CENTRE,
                b->label);
}

static int draw_header(struct paper *p)
{
    measure_levels(p);
    for (size_t i = 0; i < header_count(p); i++) {
        struct header_box b = header_box(p, i);
        draw_box(p, &b);
    }
    return levels_height(p, 0, p->levels) + 1;
}

/* A row of texts, below the rule at `top`; frees them. Returns the row of the rule that ends it. */
static int draw_texts(struct paper *p, int top, char **texts, bool centred)
{
    int height = 1;
    for (size_t i = 0; i < p->columns.n; i++) {
        const struct paper_column *c = &p->columns.v[i];
        int rows = canvas_text(p->sheet, top + 1, c->at, c->width,
                               centred ? ALIGN_CENTRE : c->right ? ALIGN_RIGHT : ALIGN_LEFT,
                               texts[i]);
        height = rows > height ? rows : height;
        free(texts[i]);
    }
    int bottom = top + height + 1;
    canvas_rule_across(p->sheet, bottom, 0, last_rule(p, p->columns.n - 1));
    for (size_t i = 0; i <= p->columns.n; i++)
        canvas_rule_down(p->sheet, i ? last_rule(p, i - 1) : 0, top, bottom);
    return bottom;
}

static int draw_numbers(struct paper *p, int top, char **texts)
{
    for (size_t i = 0; i < p->columns.n; i++)
        texts[i] = xstrdup(p->columns.v[i].number);
    return draw_texts(p, top, texts, true);
}

static int draw_row(struct paper *p, int top, int row, char **texts)
{
    for (size_t i = 0; i < p->columns.n; i++)
        texts[i] = cell_text(p, &p->columns.v[i], row);
    return draw_texts(p, top, texts, false);
}

static void draw_totals(struct paper *p, int top, char **texts)
{
    const char *label = text_of(&p->f->table->totals_label);
    int at = -1; /* the last text before the first sum carries the word */
    for (size_t i = 0; i < p->columns.n; i++) {
        char sum[40] = "";
        if (p->columns.v[i].role == ROLE_CELL)
            total_text(p, p->columns.v[i].column, sum);
        texts[i] = xstrdup(sum);
        if (!*sum && !p->columns.v[i].right && at < (int)i && !(at >= 0 && *texts[at]))
            at = at < 0 || p->columns.v[i].role == ROLE_UNIT || p->columns.v[i].role == ROLE_LABEL
                     ? (int)i
                     : at;
    }
    if (at >= 0) {
        free(texts[at]);
        texts[at] = xstrdup(*label ? label : _("Total"));
    }
    draw_texts(p, top, texts, false);
}

/* ---- the table -------------------------------------------------------------------------------- */

static void paper_finish(struct paper *p)
{
    canvas_destroy(p->sheet);
    free(p->heights);
    vec_finish(&p->columns);
}

int table_width(const struct report *r, const struct field *f)
{
    struct paper p = {.r = r, .f = f};
    add_columns(&p);
    struct wish *wishes = measure(&p);
    int *least = xcalloc(p.columns.n + 1, sizeof *least);
    for (size_t i = 0; i < p.columns.n; i++)
        least[i] = wishes[i].least;
    int width = sheet_width(least, p.columns.n);
    free(least);
    free(wishes);
    paper_finish(&p);
    return width;
}

void table_write(const struct report *r, struct page *page, const struct field *f)
{
    struct paper p = {.r = r, .f = f};
    add_columns(&p);
    place_columns(&p, page->columns);
    char **texts = xcalloc(p.columns.n + 1, sizeof *texts);
    int top = draw_header(&p);
    if (f->table->number_row)
        top = draw_numbers(&p, top, texts);
    for (int row = 0; row < record_rows(r->record, f->index); row++)
        if (row_asked(&p, row) && (table_fixed(f) || !record_row_blank(r->record, f->index, row)))
            top = draw_row(&p, top, row, texts);
    if (f->table->totals.n)
        draw_totals(&p, top, texts);
    canvas_write(p.sheet, r->ascii, page->out);
    free(texts);
    paper_finish(&p);
}
