#include "tui/term_write.h"

#include <curses.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

#undef columns /* <term.h> takes these words */
#undef lines

#include "base/mem.h"
#include "text/unicode.h"
#include "text/utf8.h"

/* tputs gives no argument to its function. */
static struct str *sink;

static int put_byte(int c)
{
    str_addc(sink, (char)c);
    return c;
}

void writer_add_capability(struct str *out, const char *capability)
{
    sink = out;
    if (capability)
        tputs(capability, 1, put_byte);
}

static const char *ability(const char *name)
{
    const char *s = tigetstr(name);
    return s == (const char *)-1 ? NULL : s;
}

void writer_init(struct writer *w, const struct looks *looks)
{
    *w = (struct writer){.looks = looks, .style = -1, .y = -1, .x = -1, .cursor = -1};
    w->can = (struct abilities){
        .clear = ability("clear"),
        .clear_rest = ability("el"),
        .go = ability("cup"),
        .show_cursor = ability("cnorm"),
        .hide_cursor = ability("civis"),
        .region = ability("csr"),
        .up = ability("ind"),
        .down = ability("ri"),
        .plain = ability("sgr0"),
        .bold = ability("bold"),
        .underline = ability("smul"),
        .reverse = ability("rev"),
        .ink = ability("setaf"),
        .paper = ability("setab"),
        .keeps_corner = !tigetflag("am") || tigetflag("xenl"),
    };
}

void writer_forget(struct writer *w)
{
    surface_destroy(w->shown);
    w->shown = NULL;
}

void writer_finish(struct writer *w)
{
    writer_forget(w);
    str_finish(&w->out);
    for (int i = 0; i < STYLE_COUNT; i++)
        free(w->styles[i]);
}

/* ---- attributes and cursor ------------------------------------------------------------------- */

static char *make_style(const struct writer *w, const struct looks *l)
{
    struct str s = {0};
    writer_add_capability(&s, w->can.plain);
    if (l->bold)
        writer_add_capability(&s, w->can.bold);
    if (l->underline)
        writer_add_capability(&s, w->can.underline);
    if (l->reverse)
        writer_add_capability(&s, w->can.reverse);
    if (l->ink >= 0 && w->can.ink)
        writer_add_capability(&s, tiparm(w->can.ink, l->ink));
    if (l->paper >= 0 && w->can.paper)
        writer_add_capability(&s, tiparm(w->can.paper, l->paper));
    return str_take(&s);
}

static void set_style(struct writer *w, int style)
{
    if (w->style == style)
        return;
    if (!w->styles[style])
        w->styles[style] = make_style(w, &w->looks[style]);
    str_add(&w->out, w->styles[style]);
    w->style = style;
}

static void go(struct writer *w, int y, int x)
{
    int back = w->y == y && w->x >= 0 ? w->x - x : -1;
    if (back > 0 && back <= 4) {
        for (; back; back--)
            str_addc(&w->out, '\b');
    } else if (back) {
        writer_add_capability(&w->out, tiparm(w->can.go, y, x));
    }
    w->y = y;
    w->x = x;
}

static void set_cursor(struct writer *w, int on)
{
    if (w->cursor == on)
        return;
    writer_add_capability(&w->out, on ? w->can.show_cursor : w->can.hide_cursor);
    w->cursor = on;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static bool same(const struct cell *a, const struct cell *b)
{
    return !memcmp(a, b, sizeof *a);
}

/* A letter of whose width terminals may think otherwise makes the place of the cursor unsure. */
static bool put_cell(struct writer *w, const struct cell *c)
{
    char bytes[4];
    set_style(w, c->style);
    for (int i = 0; i < CELL_LETTERS && c->c[i]; i++) {
        if (c->c[i] < 0x80)
            str_addc(&w->out, (char)c->c[i]);
        else
            str_addn(&w->out, bytes, utf8_encode(c->c[i], bytes));
    }
    return c->width == 1 && !c->c[1] && text_is_simple(c->c[0]);
}

static void put_run(struct writer *w, int y, int from, int to, const struct cell *row)
{
    bool sure = true;
    int columns = w->shown->columns;
    /* The last place of all would scroll a terminal that wraps at once. */
    if (y == w->shown->rows - 1 && to == columns && !w->can.keeps_corner)
        to--;
    go(w, y, from);
    for (int x = from; x < to; x++)
        if (row[x].width)
            sure = put_cell(w, &row[x]) && sure;
    w->x = sure && to < columns ? to : -1;
}

static const struct cell blank = {.c = {' '}, .width = 1};

/* Where the plain blanks at the right end begin. */
static int blank_from(const struct cell *row, int columns)
{
    while (columns > 0 && same(&row[columns - 1], &blank))
        columns--;
    return columns;
}

static void clear_rest(struct writer *w, int y, int from)
{
    go(w, y, from);
    set_style(w, STYLE_NORMAL);
    writer_add_capability(&w->out, w->can.clear_rest);
}

#define GAP 6 /* so many cells that stay are written again rather than jumped over */

/* The end of the stretch that begins at from: short gaps are part of it. */
static int run_end(const struct cell *old, const struct cell *row, int from, int limit)
{
    int end = from + 1;
    for (int x = end; x < limit && x - end < GAP; x++)
        if (!same(&old[x], &row[x]) || row[x].width == 0)
            end = x + 1;
    return end;
}

static void show_row(struct writer *w, int y, const struct cell *row)
{
    int columns = w->shown->columns;
    struct cell *old = surface_cell(w->shown, y, 0);
    if (!memcmp(old, row, (size_t)columns * sizeof *row))
        return;
    int end = blank_from(row, columns), old_end = blank_from(old, columns);
    bool clear = old_end - end > 8 && w->can.clear_rest;
    int limit = clear ? end : columns;
    for (int x = 0; x < limit; x++) {
        if (same(&old[x], &row[x]))
            continue;
        int from = row[x].width == 0 && x > 0 ? x - 1 : x;
        x = run_end(old, row, x, limit);
        put_run(w, y, from, x, row);
        x--;
    }
    if (clear)
        clear_rest(w, y, end);
    memcpy(old, row, (size_t)columns * sizeof *row);
}

/* ---- frames ---------------------------------------------------------------------------------- */

static void flush(struct writer *w)
{
    const char *p = str_text(&w->out);
    for (size_t left = w->out.len; left;) {
        ssize_t n = write(STDOUT_FILENO, p, left);
        if (n < 0 && errno != EINTR && errno != EAGAIN)
            break;
        p += n > 0 ? n : 0;
        left -= n > 0 ? (size_t)n : 0;
    }
    str_clear(&w->out);
}

static void begin_anew(struct writer *w, const struct surface *f)
{
    surface_destroy(w->shown);
    w->shown = surface_create(f->rows, f->columns);
    set_style(w, STYLE_NORMAL);
    writer_add_capability(&w->out, w->can.clear);
    w->y = w->x = -1;
}

/* The terminal moves rows by itself where it can. */
static void scroll_rows(struct writer *w, const struct surface *f)
{
    const struct rect *r = &f->scrolled;
    int by = f->scrolled_by;
    const char *step = by > 0 ? w->can.up : w->can.down;
    if (!by || by > 3 || by < -3 || !w->can.region || !step)
        return;
    set_style(w, STYLE_NORMAL);
    writer_add_capability(&w->out, tiparm(w->can.region, r->y, r->y + r->rows - 1));
    w->y = -1;
    go(w, by > 0 ? r->y + r->rows - 1 : r->y, 0);
    for (int i = 0; i < (by > 0 ? by : -by); i++)
        writer_add_capability(&w->out, step);
    writer_add_capability(&w->out, tiparm(w->can.region, 0, f->rows - 1));
    w->y = w->x = -1;
    surface_scroll(w->shown, *r, by);
}

void writer_show(struct writer *w, struct surface *f)
{
    bool whole = !w->shown || w->shown->rows != f->rows || w->shown->columns != f->columns;
    bool visible = f->cursor_y >= 0 && f->cursor_x >= 0;
    if (whole)
        begin_anew(w, f);
    else
        scroll_rows(w, f);
    for (int y = 0; y < f->rows; y++) {
        if (whole || f->touched[y])
            show_row(w, y, surface_cell(f, y, 0));
        f->touched[y] = false;
    }
    f->scrolled_by = 0;
    if (visible)
        go(w, f->cursor_y, f->cursor_x);
    set_cursor(w, visible);
    flush(w);
}

void writer_rest(struct writer *w)
{
    set_style(w, STYLE_NORMAL);
    set_cursor(w, 1);
    flush(w);
}
