#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "cli/command.h"
#include "cli/say.h"
#include "entry/entry.h"
#include "form/record_follow.h"
#include "report/canvas.h"
#include "rules/rollup.h"
#include "text/unicode.h"

/* ---- the entries behind it --------------------------------------------------------------------- */

struct counted {
    char entry[ENTRY_ID_HEX];
};

struct source {
    struct session *session;
    const struct form *form;
    bool accepted;
    VEC(struct counted) entries;
    int left_out;              /* in conflict, or of a group of possible duplicates */
    int erased;
    size_t at;
    struct entry *open;        /* lives until the next is asked for */
    struct record *followed;
    struct err *e;
};

/* The newest submission counts; what nobody submitted, or somebody has to decide first, does not. */
static bool keep_row(void *user, const struct entry_row *row)
{
    struct source *s = user;
    bool counts = row->submission > 0 && row->state != STATE_WITHDRAWN &&
                  (!s->accepted || row->state == STATE_ACCEPTED);
    bool open = row->state == STATE_CONFLICT || row->flags & FLAG_POSSIBLE_DUPLICATE;
    bool erased = row->flags & FLAG_ERASED;
    s->left_out += counts && open && !erased;
    s->erased += counts && erased;
    if (counts && !open && !erased)
        memcpy(vec_add(&s->entries)->entry, row->entry, sizeof row->entry);
    return true;
}

static void close_open(struct source *s)
{
    record_destroy(s->followed);
    entry_destroy(s->open);
    s->followed = NULL;
    s->open = NULL;
}

static bool next_entry(void *user, struct rollup_source *ret)
{
    struct source *s = user;
    close_open(s);
    if (s->at == s->entries.n)
        return false;
    s->open = entry_view(s->session, s->entries.v[s->at++].entry, NULL, s->e);
    if (!s->open)
        return false;
    const struct record *record = entry_record(s->open);
    if (entry_form(s->open) != s->form)
        record = s->followed = record_follow(s->form, record);
    const struct catalogue *c = entry_catalogue(s->open);
    const struct unit *unit = c ? catalogue_find(c, entry_unit(s->open)) : NULL;
    *ret = (struct rollup_source){.unit = entry_unit(s->open),
                                  .level = unit ? unit->level : NULL,
                                  .period = entry_period(s->open),
                                  .record = record};
    return true;
}

/* ---- showing ----------------------------------------------------------------------------------- */

/* A group as people call it: the label of an option, the name of a unit. */
static char *key_text(struct session *s, const struct rollup_key *k)
{
    if (!k->text)
        return xstrdup(_("(blank)"));
    const struct option *o = k->field ? field_option(k->field, k->text) : NULL;
    return xstrdup(o ? text_of(&o->label) : session_office_name(s, k->text));
}

static char *cell_text(const struct rollup_cell *c, enum rollup_kind kind)
{
    char out[40];
    return c->known ? xasprintf("%s%s", decimal_print(c->value, out), kind == ROLLUP_SHARE ? " %" : "")
                    : xstrdup("-");
}

struct grid {
    VEC(char *) cells;   /* the first line is the header */
    size_t columns, left; /* left: how many stand at the left edge of their column */
};

static void add_line(struct session *s, struct grid *g, const struct rollup *r,
                     const struct rollup_line *line, bool all)
{
    if (all)
        *vec_add(&g->cells) = xstrdup(_("All together"));
    for (size_t i = all; i < r->by.n; i++)
        *vec_add(&g->cells) = all ? xstrdup("") : key_text(s, &line->keys[i]);
    for (size_t i = 0; i < r->columns.n; i++)
        *vec_add(&g->cells) = cell_text(&line->cells[i], r->columns.v[i].kind);
    *vec_add(&g->cells) = xasprintf("%d", line->units);
    *vec_add(&g->cells) = xasprintf("%d", line->rows);
}

static int longest_word(const char *s)
{
    int longest = 0;
    while (*s) {
        size_t n = strcspn(s, " ");
        int width = text_width(s, n);
        longest = width > longest ? width : longest;
        s += n + (s[n] != '\0');
    }
    return longest;
}

/* No word of the header is broken, and no figure. */
static int column_width(const struct grid *g, size_t column)
{
    int width = longest_word(g->cells.v[column]);
    for (size_t i = column + g->columns; i < g->cells.n; i += g->columns) {
        int w = text_width(g->cells.v[i], strlen(g->cells.v[i]));
        width = w > width ? w : width;
    }
    return width;
}

static void print_grid(const struct grid *g, bool ascii)
{
    int whole = 0, at = 0, header = 0;
    for (size_t k = 0; k < g->columns; k++)
        whole += column_width(g, k) + 2;
    struct canvas *sheet = canvas_create(whole);
    for (size_t k = 0; k < g->columns; k++) {
        int rows = canvas_text(NULL, 0, 0, column_width(g, k), ALIGN_LEFT, g->cells.v[k]);
        header = rows > header ? rows : header;
    }
    for (size_t k = 0; k < g->columns; k++) {
        enum align align = k < g->left ? ALIGN_LEFT : ALIGN_RIGHT;
        int width = column_width(g, k), line = header + 1;
        canvas_text(sheet, 0, at, width, align, g->cells.v[k]);
        for (size_t i = k + g->columns; i < g->cells.n; i += g->columns, line++)
            canvas_line(sheet, line, at, width, align, g->cells.v[i], strlen(g->cells.v[i]));
        at += width + 2;
    }
    canvas_rule_across(sheet, header, 0, whole - 3);
    struct str out = {0};
    canvas_write(sheet, ascii, &out);
    say(stdout, "%s", str_text(&out));
    str_finish(&out);
    canvas_destroy(sheet);
}

/* What a group is of: the label of a column, "unit"; else the expression itself. */
static char *group_title(const struct rollup *r, size_t i)
{
    const char *text = r->by.v[i].text;
    const struct field *f = r->from ? table_column(r->from, text) : NULL;
    if (f)
        return xstrdup(text_of(&f->label));
    return xstrdup(!strcmp(text, "_unit") ? _("Unit") : !strcmp(text, "_period") ? _("Period") : text);
}

static void print_text(struct session *s, const struct rollup *r, const struct rollup_result *result,
                       bool ascii)
{
    struct grid g = {.columns = (r->by.n ? r->by.n : 1) + r->columns.n + 2,
                     .left = r->by.n ? r->by.n : 1};
    if (!r->by.n)
        *vec_add(&g.cells) = xstrdup("");
    for (size_t i = 0; i < r->by.n; i++)
        *vec_add(&g.cells) = group_title(r, i);
    for (size_t i = 0; i < r->columns.n; i++)
        *vec_add(&g.cells) = xstrdup(text_of(&r->columns.v[i].label));
    *vec_add(&g.cells) = xstrdup(_("Units"));
    *vec_add(&g.cells) = xstrdup(_("Rows"));
    for (size_t i = 0; i < result->lines.n && r->by.n; i++)
        add_line(s, &g, r, &result->lines.v[i], false);
    add_line(s, &g, r, &result->all, true);
    say(stdout, "%s\n\n", text_is_empty(&r->title) ? r->id : text_of(&r->title));
    print_grid(&g, ascii);
    for (size_t i = 0; i < g.cells.n; i++)
        free(g.cells.v[i]);
    vec_finish(&g.cells);
}

static json *line_json(const struct rollup *r, const struct rollup_line *line, bool all)
{
    json *o = js_new_object(), *keys = js_new_object(), *cells = js_new_object();
    for (size_t i = 0; !all && i < r->by.n; i++)
        js_set(keys, r->by.v[i].text,
               line->keys[i].text ? js_new_text(line->keys[i].text) : js_new_null());
    for (size_t i = 0; i < r->columns.n; i++) {
        const struct rollup_cell *c = &line->cells[i];
        json *cell = js_new_object();
        char figure[32];
        decimal_canonical(c->value, figure);
        js_set(cell, "value", !c->known ? js_new_null()
                              : c->value.places ? js_new_text(figure)
                                                : js_new_integer(c->value.digits));
        js_set(cell, "rows", js_new_integer(c->rows));
        js_set(cells, r->columns.v[i].id, cell);
    }
    js_set(o, "keys", keys);
    js_set(o, "cells", cells);
    js_set(o, "units", js_new_integer(line->units));
    js_set(o, "rows", js_new_integer(line->rows));
    return o;
}

static json *result_json(const struct rollup *r, const struct rollup_result *result,
                         const struct source *source)
{
    json *o = js_new_object(), *lines = js_new_array();
    for (size_t i = 0; i < result->lines.n && r->by.n; i++)
        js_push(lines, line_json(r, &result->lines.v[i], false));
    js_set_text(o, "rollup", r->id);
    js_set_text(o, "title", text_of(&r->title));
    js_set(o, "lines", lines);
    js_set(o, "all", line_json(r, &result->all, true));
    js_set(o, "entries", js_new_integer(result->entries));
    js_set(o, "left_out", js_new_integer(source->left_out));
    js_set(o, "erased", js_new_integer(source->erased));
    return o;
}

/* ---- the command ------------------------------------------------------------------------------- */

static const struct rollup *find_rollup(const struct form *f, const char *name)
{
    for (size_t i = 0; i < f->rollups.n; i++)
        if (!strcmp(f->rollups.v[i].id, name))
            return &f->rollups.v[i];
    return NULL;
}

static bool know_rollup(const struct form *f, const char *name, struct err *e)
{
    struct str names = {0};
    for (size_t i = 0; i < f->rollups.n; i++)
        str_addf(&names, "%s%s", i ? ", " : "", f->rollups.v[i].id);
    bool known = name ? find_rollup(f, name) != NULL : f->rollups.n > 0;
    if (!known && f->rollups.n)
        err_set(e, ERR_USAGE, name, str_text(&names), _("the form has no roll-up of this name"));
    else if (!known)
        err_set(e, ERR_USAGE, f->id, _("write rollups: in the form"), _("the form has no roll-ups"));
    str_finish(&names);
    return known;
}

static bool run_one(struct call *c, struct source *source, const struct rollup *r, json *array)
{
    struct rollup_result result;
    const struct catalogue *catalogue = session_catalogue(source->session, source->form->units, NULL);
    source->at = 0;
    bool good = rollup_run(source->form, catalogue, r, next_entry, source, &result, source->e);
    close_open(source);
    if (!good)
        return false;
    if (!source->e->message && c->options.json)
        js_push(array, result_json(r, &result, source));
    else if (!source->e->message)
        print_text(source->session, r, &result, c->options.ascii);
    rollup_finish(&result);
    return !source->e->message;
}

static bool run_all(struct call *c, struct source *source, const char *name)
{
    json *array = js_new_array();
    bool good = true, first = true;
    for (size_t i = 0; good && i < source->form->rollups.n; i++) {
        const struct rollup *r = &source->form->rollups.v[i];
        if (name && strcmp(r->id, name))
            continue;
        if (!first && !c->options.json)
            fputs("\n", stdout);
        first = false;
        good = run_one(c, source, r, array);
    }
    if (good && c->options.json)
        command_print_json(array);
    else
        js_free(array);
    if (good && source->left_out && !c->options.json && !c->options.quiet)
        say(stdout, _("%d entries are left out: they are in conflict, or may be the same report twice.\n"),
            source->left_out);
    if (good && source->erased && !c->options.json && !c->options.quiet)
        say(stdout, _("%d entries were erased on request, and are not counted.\n"), source->erased);
    return good;
}

static int run(struct call *c)
{
    struct err e = {0};
    const char *id = call_option(c, "form"), *name = c->argc > 1 ? c->argv[1] : NULL;
    if (!id) {
        err_set(&e, ERR_USAGE, NULL, c->command->usage, _("--form is missing"));
        return command_fail(&e);
    }
    struct session *s = call_session(c, false, true, &e);
    const struct form *form = s ? session_form(s, id, &e) : NULL;
    struct source source = {.session = s, .form = form, .e = &e,
                            .accepted = call_option(c, "accepted") != NULL};
    struct store_filter filter = {.form_id = id, .period = call_option(c, "period"), .state = -1};
    int status = EXIT_DONE;
    if (form && know_rollup(form, name, &e) &&
        store_entries(session_store(s), &filter, keep_row, &source, &e) &&
        run_all(c, &source, name) && source.left_out)
        status = EXIT_PROBLEMS;
    vec_finish(&source.entries);
    return call_end(c, s, status, &e);
}

const struct command cmd_rollup = {
    .name = "rollup",
    .usage = "FILE --form ID [NAME] [--period P] [--accepted]",
    .help = N_("Adds up what was submitted, as the form's roll-ups say, with what stands behind each figure."),
    .options = "form= period= accepted",
    .min_args = 1,
    .max_args = 2,
    .run = run,
};
