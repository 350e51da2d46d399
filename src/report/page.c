#include "report/page.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/canvas.h"
#include "text/unicode.h"
#include "text/wrap.h"

static void pad(struct page *p, int columns)
{
    while (columns-- > 0)
        str_addc(p->out, ' ');
}

/* Lines of at most width columns; each is given without the blanks at its end. */
static void write_wrapped(struct page *p, int first, int rest, const char *mark, const char *s,
                          size_t n)
{
    struct wrap_lines lines = {0};
    struct str text = {0};
    int lead = first > rest ? first - rest : 0; /* stands in for a deeper first line */
    for (int i = 0; i < lead; i++)
        str_add(&text, "\u2003");
    str_addn(&text, s, n);
    wrap(str_text(&text), text.len, p->columns - rest, &lines);
    for (size_t i = 0; i < lines.n; i++) {
        size_t from = lines.v[i].from + (i ? 0 : (size_t)lead * strlen("\u2003"));
        size_t to = lines.v[i].to;
        while (to > from && strchr(" \t\n", text.s[to - 1]))
            to--;
        if (to > from || (!i && *mark)) {
            pad(p, i ? rest : first - text_width(mark, strlen(mark)));
            str_add(p->out, i ? "" : mark);
            str_addn(p->out, str_text(&text) + from, to > from ? to - from : 0);
        }
        str_addc(p->out, '\n');
    }
    vec_finish(&lines);
    str_finish(&text);
}

void page_paragraph(struct page *p, int first, int rest, const char *mark, const char *text)
{
    do {
        size_t n = strcspn(text, "\n");
        write_wrapped(p, first, rest, mark, text, n);
        text += n + (text[n] == '\n');
        mark = "";
    } while (*text);
}

void page_centre(struct page *p, const char *text)
{
    struct canvas *c = canvas_create(p->columns);
    int margin = p->columns / 10;
    canvas_text(c, 0, margin, p->columns - 2 * margin, ALIGN_CENTRE, text);
    canvas_write(c, p->ascii, p->out);
    canvas_destroy(c);
}

void page_gap(struct page *p)
{
    const struct str *o = p->out;
    if (o->len > 1 && (o->s[o->len - 2] != '\n' || o->s[o->len - 1] != '\n') &&
        o->s[o->len - 1] != '\f')
        str_addc(p->out, '\n');
}

void page_break(struct page *p)
{
    str_add(p->out, "\f");
}

void page_columns(struct page *p, const struct text_list *columns, size_t count)
{
    struct canvas *c = canvas_create(p->columns);
    int share = p->columns / (int)count;
    for (size_t i = 0; i < count; i++) {
        int row = 0;
        for (size_t k = 0; k < columns[i].n; k++) {
            int rows = canvas_text(c, row, (int)i * share + 1, share - 2, ALIGN_CENTRE,
                                   text_of(&columns[i].v[k]));
            row += rows ? rows : 1;
        }
    }
    canvas_write(c, p->ascii, p->out);
    canvas_destroy(c);
}

void page_halves(struct page *p, const struct text_list *left, const struct text_list *right)
{
    const struct text_list both[] = {*left, *right};
    page_columns(p, both, 2);
}
