#include "tui/narrative_preview.h"

#include <stdbool.h>
#include <string.h>

#include "base/str.h"
#include "text/unicode.h"
#include "text/wrap.h"

struct preview {
    struct {
        const char *s;
        size_t n;
    } lines[PREVIEW_ROWS];
    int count;
    bool more;
};

/* One paragraph into the lines that are left. */
static void add_paragraph(struct preview *p, const char *s, size_t n, int columns)
{
    struct wrap_lines lines = {0};
    size_t part = text_take(s, n, columns * (PREVIEW_ROWS + 1), NULL);
    wrap(s, part, columns, &lines);
    for (size_t i = 0; i < lines.n; i++) {
        if (p->count == PREVIEW_ROWS) {
            p->more = true;
            break;
        }
        p->lines[p->count].s = s + lines.v[i].from;
        p->lines[p->count++].n = lines.v[i].to - lines.v[i].from;
    }
    vec_finish(&lines);
}

static struct preview preview_of(const char *text, int columns)
{
    struct preview p = {0};
    if (columns < 1)
        columns = 1;
    while (*text && !p.more) {
        const char *newline = strchr(text, '\n');
        size_t n = newline ? (size_t)(newline - text) : strlen(text);
        if (n && p.count == PREVIEW_ROWS)
            p.more = true;
        else if (n)
            add_paragraph(&p, text, n, columns);
        text += n + (newline != NULL);
    }
    return p;
}

int preview_rows(const char *text, int columns)
{
    int count = preview_of(text, columns).count;
    return count ? count : 1;
}

void preview_draw(const char *text, struct surface *f, struct rect r, enum style style)
{
    struct preview p = preview_of(text, r.columns);
    for (int i = 0; i < p.count && i < r.rows; i++) {
        struct str line = {0};
        bool last = i + 1 == p.count || i + 1 == r.rows;
        size_t n = p.lines[i].n;
        while (n && p.lines[i].s[n - 1] == ' ')
            n--;
        str_addn(&line, p.lines[i].s, n);
        if (last && (p.more || i + 1 < p.count))
            str_add(&line, " …");
        surface_put(f, r.y + i, r.x, r.columns, style, str_text(&line));
        str_finish(&line);
    }
}
