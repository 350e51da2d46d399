#include "report/note.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/vec.h"
#include "report/page.h"
#include "store/contents.h"
#include "text/date.h"
#include "text/number.h"
#include "text/unicode.h"

#define COLUMNS 78
#define FORMS_MOST 12      /* lines of forms and periods */
#define UNITS_COLUMNS 540  /* of the names of units: about seven lines */

/* ---- what is in it ---------------------------------------------------------------------------- */

struct group {
    char *form, *period; /* period NULL: once */
    int64_t entries, submitted, accepted;
};

struct summary {
    struct session *session;
    VEC(struct group) groups;
    VEC(char *) units; /* each once, sorted in the end */
    int64_t entries;
};

/* Free periods may be as many as entries: one line for all of them. */
static struct group *group_of(struct summary *m, const struct entry_row *row)
{
    const struct form_brief *f = session_form_brief(m->session, row->form_id);
    const char *period = f && f->period != PERIOD_FREE ? row->period : NULL;
    for (size_t i = m->groups.n; i-- > 0;)
        if (!strcmp(m->groups.v[i].form, row->form_id) && str_eq0(m->groups.v[i].period, period))
            return &m->groups.v[i];
    struct group *g = vec_add(&m->groups);
    g->form = xstrdup(row->form_id);
    g->period = xstrdup0(period);
    return g;
}

static bool count_row(void *user, const struct entry_row *row)
{
    struct summary *m = user;
    struct group *g = group_of(m, row);
    m->entries++;
    g->entries++;
    g->submitted += row->submission > 0;
    g->accepted += row->state == STATE_ACCEPTED;
    if (!m->units.n || strcmp(m->units.v[m->units.n - 1], row->unit) != 0)
        *vec_add(&m->units) = xstrdup(row->unit);
    return true;
}

static int by_id(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void keep_each_once(struct summary *m)
{
    size_t kept = 0;
    if (m->units.n)
        qsort(m->units.v, m->units.n, sizeof *m->units.v, by_id);
    for (size_t i = 0; i < m->units.n; i++)
        if (kept && !strcmp(m->units.v[kept - 1], m->units.v[i]))
            free(m->units.v[i]);
        else
            m->units.v[kept++] = m->units.v[i];
    m->units.n = kept;
}

static void summary_finish(struct summary *m)
{
    for (size_t i = 0; i < m->groups.n; i++) {
        free(m->groups.v[i].form);
        free(m->groups.v[i].period);
    }
    for (size_t i = 0; i < m->units.n; i++)
        free(m->units.v[i]);
    vec_finish(&m->groups);
    vec_finish(&m->units);
}

/* ---- its parts -------------------------------------------------------------------------------- */

static void add_fact(struct str *out, const char *label, const char *text)
{
    str_addf(out, "  %s:%*s%s\n", label, 14 - text_width(label, strlen(label)), "", text);
}

static void write_file_part(const struct note *n, struct str *out)
{
    const char *slash = strrchr(n->path, '/');
    char size[32], when[32];
    char *bytes = xasprintf(_("%s bytes"), number_print(n->bytes, size));
    date_print_time(clock_now(), when);
    add_fact(out, _("File"), slash ? slash + 1 : n->path);
    add_fact(out, _("Size"), bytes);
    add_fact(out, _("Made on"), when);
    add_fact(out, _("Check code"), n->code);
    free(bytes);
}

static void cell(struct str *out, const char *text, int width)
{
    int used = text_fit(out, text, width);
    str_addf(out, "%*s", width - used + 1, "");
}

static void figure(struct str *out, int64_t n)
{
    char text[32];
    number_print(n, text);
    str_addf(out, "%*s%s", 9 - (int)strlen(text), "", text);
}

static void head(struct str *out, const char *text)
{
    str_addf(out, "%*s%s", 9 - text_width(text, strlen(text)), "", text);
}

static void add_figures(struct str *out, const struct group *g)
{
    figure(out, g->entries);
    figure(out, g->submitted);
    figure(out, g->accepted);
    str_add(out, "\n");
}

static void add_group(struct session *s, struct str *out, const struct group *g)
{
    const struct form_brief *f = session_form_brief(s, g->form);
    char *name = xasprintf("%s%s%s", f ? form_brief_name(f) : g->form, g->period ? " · " : "",
                           g->period ? g->period : "");
    str_add(out, "  ");
    cell(out, name, 46);
    add_figures(out, g);
    free(name);
}

static void write_forms(struct session *s, const struct summary *m, struct str *out)
{
    struct group rest = {0};
    size_t shown = m->groups.n > FORMS_MOST ? FORMS_MOST - 1 : m->groups.n;
    str_add(out, "  ");
    cell(out, _("Form, period"), 46);
    head(out, _("Entries"));
    head(out, _("Sent"));
    head(out, _("Accepted"));
    str_add(out, "\n");
    for (size_t i = 0; i < shown; i++)
        add_group(s, out, &m->groups.v[i]);
    for (size_t i = shown; i < m->groups.n; i++) {
        rest.entries += m->groups.v[i].entries;
        rest.submitted += m->groups.v[i].submitted;
        rest.accepted += m->groups.v[i].accepted;
    }
    if (shown == m->groups.n)
        return;
    char *name = xasprintf(_("and %zu more, summed up"), m->groups.n - shown);
    str_add(out, "  ");
    cell(out, name, 46);
    add_figures(out, &rest);
    free(name);
}

static void write_units(struct session *s, const struct summary *m, struct page *page)
{
    struct str names = {0};
    size_t i = 0;
    str_addf(&names, _("Units (%zu): "), m->units.n);
    for (; i < m->units.n; i++) {
        const char *name = session_office_name(s, m->units.v[i]);
        if (text_width(str_text(&names), names.len) + text_width(name, strlen(name)) > UNITS_COLUMNS)
            break;
        str_addf(&names, "%s%s", i ? ", " : "", name);
    }
    if (i < m->units.n)
        str_addf(&names, _(" and %zu more"), m->units.n - i);
    str_add(&names, ".");
    page_paragraph(page, 2, 2, "", str_text(&names));
    str_finish(&names);
}

static void write_hands(struct page *page)
{
    static char line[] = ".............................", blank[] = " ";
    const char *const giver[] = {_("HANDED OVER BY"), _("(signature, full name, stamp)")};
    const char *const taker[] = {_("RECEIVED BY"), _("(signature, full name, stamp)")};
    struct text_list left = {0}, right = {0};
    for (int i = 0; i < 2; i++) {
        *vec_add(&left) = (struct text){.vi = (char *)giver[i]};
        *vec_add(&right) = (struct text){.vi = (char *)taker[i]};
    }
    for (int i = 0; i < 7; i++) {
        char *text = i < 5 ? blank : line;
        *vec_add(&left) = (struct text){.vi = text};
        *vec_add(&right) = (struct text){.vi = text};
    }
    page_halves(page, &left, &right);
    vec_finish(&left);
    vec_finish(&right);
}

/* ---- the page --------------------------------------------------------------------------------- */

static void write_counts(const struct summary *m, const struct store_contents *c, struct page *page)
{
    char entries[32], sent[32], reviews[32], comments[32];
    char *text = xasprintf(_("It holds %s entries, %s submissions, %s reviews and %s comments."),
                           number_print(m->entries, entries), number_print(c->submissions, sent),
                           number_print(c->reviews, reviews), number_print(c->comments, comments));
    page_paragraph(page, 2, 2, "", text);
    free(text);
}

bool note_write(struct session *s, const struct note *n, struct str *out, struct err *e)
{
    struct store_filter all = {.state = -1};
    struct store_contents contents;
    struct summary m = {.session = s};
    struct page page = {.out = out, .columns = COLUMNS, .ascii = n->ascii};
    bool good = store_entries(session_store(s), &all, count_row, &m, e) &&
                store_contents(session_store(s), &contents, e);
    if (good) {
        keep_each_once(&m);
        page_centre(&page, _("DELIVERY NOTE"));
        page_centre(&page, session_office(s) ? session_office_name(s, session_office(s)) : "");
        page_gap(&page);
        write_file_part(n, out);
        page_gap(&page);
        write_counts(&m, &contents, &page);
        page_gap(&page);
        write_forms(s, &m, out);
        page_gap(&page);
        write_units(s, &m, &page);
        page_gap(&page);
        page_paragraph(&page, 2, 2, "",
                       _("Whoever receives the file takes it in with phieu and compares the check code: the same "
                         "code, the same content, to the last letter."));
        page_gap(&page);
        page_paragraph(&page, 2, 2, "", _("Handed over on …… / …… / …………, at …… h ……"));
        page_gap(&page);
        write_hands(&page);
    }
    summary_finish(&m);
    return good;
}
