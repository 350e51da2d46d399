#include "tui/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "text/wrap.h"

void sheet_clear(struct sheet *s)
{
    for (size_t i = 0; i < s->v.n; i++) {
        free(s->v.v[i].text);
        vec_finish(&s->v.v[i].spans);
    }
    vec_clear(&s->v);
    vec_clear(&s->lines);
    s->columns = 0;
}

void sheet_finish(struct sheet *s)
{
    sheet_clear(s);
    vec_finish(&s->v);
    vec_finish(&s->lines);
}

void sheet_home(struct sheet *s)
{
    s->top = 0;
}

/* ---- paragraphs -------------------------------------------------------------------------------- */

/* Marks as spans of one paragraph, whose text began at `from`. */
static void add_spans(struct sheet_para *p, enum style marked, const struct marks *marks, size_t from)
{
    size_t end = from + strlen(p->text);
    for (size_t i = 0; marks && i + 1 < marks->v.n; i += 2) {
        size_t a = marks->v.v[i] > from ? marks->v.v[i] : from;
        size_t b = marks->v.v[i + 1] < end ? marks->v.v[i + 1] : end;
        if (a < b)
            *vec_add(&p->spans) = (struct sheet_span){a - from, b - from, marked};
    }
}

void sheet_add_marked(struct sheet *s, int indent, enum style style, char *text, enum style marked,
                      const struct marks *marks)
{
    s->columns = 0;
    for (const char *at = text;;) {
        size_t n = strcspn(at, "\n");
        struct sheet_para *p = vec_add(&s->v);
        p->text = xstrndup(at, n);
        p->indent = indent;
        p->style = style;
        add_spans(p, marked, marks, (size_t)(at - text));
        if (!at[n])
            break;
        at += n + 1;
    }
    free(text);
}

struct sheet_para *sheet_add(struct sheet *s, int indent, enum style style, char *text)
{
    sheet_add_marked(s, indent, style, text, style, NULL);
    return &s->v.v[s->v.n - 1];
}

void sheet_retext(struct sheet *s, size_t para, char *text)
{
    struct sheet_para *p = &s->v.v[para];
    size_t before = strlen(p->text), after = strlen(text);
    for (size_t i = 0; i < s->lines.n; i++)
        if (s->lines.v[i].para == para) { /* what differs stands in the first line */
            s->lines.v[i].from = s->lines.v[i].from ? s->lines.v[i].from + after - before : 0;
            s->lines.v[i].to = s->lines.v[i].to + after - before;
        }
    free(p->text);
    p->text = text;
}

void sheet_gap(struct sheet *s)
{
    sheet_add(s, 0, STYLE_NORMAL, xstrdup(""));
}

/* ---- lines --------------------------------------------------------------------------------------- */

int sheet_count(const char *text, int columns)
{
    struct wrap_lines lines = {0};
    wrap(text, strlen(text), columns, &lines);
    int n = (int)lines.n;
    vec_finish(&lines);
    return n;
}

static void make_lines(struct sheet *s, int columns)
{
    struct wrap_lines wrapped = {0};
    if (s->columns == columns)
        return;
    vec_clear(&s->lines);
    for (size_t i = 0; i < s->v.n; i++) {
        const struct sheet_para *p = &s->v.v[i];
        wrap(p->text, strlen(p->text), columns - p->indent, &wrapped);
        for (size_t k = 0; k < wrapped.n; k++)
            *vec_add(&s->lines) = (struct sheet_line){i, wrapped.v[k].from, wrapped.v[k].to};
    }
    vec_finish(&wrapped);
    s->columns = columns;
}

static void keep_inside(struct sheet *s)
{
    int most = (int)s->lines.n - s->rows;
    if (s->top > most)
        s->top = most;
    if (s->top < 0)
        s->top = 0;
}

bool sheet_act(struct sheet *s, enum action a)
{
    int page = s->rows > 2 ? s->rows - 1 : 1, before = s->top;
    const struct {
        enum action action;
        int by;
    } moves[] = {{ACTION_UP, -1},          {ACTION_DOWN, 1}, {ACTION_PAGE_UP, -page},
                 {ACTION_PAGE_DOWN, page}, {ACTION_HOME, -(int)s->lines.n},
                 {ACTION_END, (int)s->lines.n}};
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if (moves[i].action == a)
            s->top += moves[i].by;
    keep_inside(s);
    return s->top != before;
}

void sheet_show(struct sheet *s, int tag, struct rect r)
{
    int first = -1, last = -1;
    s->rows = r.rows;
    make_lines(s, r.columns - 2);
    for (size_t i = 0; i < s->lines.n; i++) {
        int other = s->v.v[s->lines.v[i].para].tag;
        if (other == tag && first < 0)
            first = (int)i;
        if (first >= 0 && (other == tag || !other))
            last = (int)i;
        else if (first >= 0)
            break;
    }
    if (first < 0)
        return;
    if (last >= s->top + s->rows)
        s->top = last - s->rows + 1;
    if (first < s->top || first >= s->top + s->rows)
        s->top = first;
    keep_inside(s);
}

/* ---- drawing ------------------------------------------------------------------------------------- */

static void draw_line(const struct sheet *s, struct surface *f, int y, int x, int columns,
                      const struct sheet_line *l)
{
    const struct sheet_para *p = &s->v.v[l->para];
    size_t at = l->from, span = 0;
    int left = columns - p->indent;
    x += p->indent;
    while (at < l->to && left > 0) {
        while (span < p->spans.n && p->spans.v[span].to <= at)
            span++;
        const struct sheet_span *next = span < p->spans.n ? &p->spans.v[span] : NULL;
        bool inside = next && next->from <= at;
        size_t to = inside ? next->to : next && next->from < l->to ? next->from : l->to;
        if (to > l->to)
            to = l->to;
        int used = surface_putn(f, y, x, left, inside ? next->style : p->style, p->text + at, to - at);
        x += used;
        left -= used;
        at = to;
    }
}

void sheet_draw(struct sheet *s, struct surface *f, struct rect r)
{
    s->rows = r.rows;
    make_lines(s, r.columns - 2);
    keep_inside(s);
    for (int i = 0; i < r.rows && s->top + i < (int)s->lines.n; i++)
        draw_line(s, f, r.y + i, r.x, r.columns - 1, &s->lines.v[s->top + i]);
    if (s->top > 0)
        surface_put(f, r.y, r.x + r.columns - 1, 1, STYLE_LINE, f->ascii ? "^" : "↑");
    if (s->top + r.rows < (int)s->lines.n)
        surface_put(f, r.y + r.rows - 1, r.x + r.columns - 1, 1, STYLE_LINE, f->ascii ? "v" : "↓");
}
