/* A narrative: text of many paragraphs. Opens with the caret where it last was; Enter makes a
 * paragraph, Tab leaves. Given to the entry on leaving and two seconds after the last key. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "entry/entry.h"
#include "form/typed.h"
#include "text/number.h"
#include "tui/app.h"
#include "tui/keyed.h"
#include "tui/narrative_preview.h"
#include "tui/narrative_view.h"
#include "tui/replace_ask.h"
#include "tui/widget.h"

#define SAVE_PAUSE_MS 2000  /* after the last key */
#define SAVE_LATEST_MS 20000 /* of typing without a pause */
#define RETRY_MS 10000      /* after a write that failed */
#define ROWS_MIN 4
#define ROWS_MAX 100

struct narrative {
    struct widget w;
    struct keyed keyed;
    struct narrative_view view;
    struct replace_ask replace;
    char *stored;     /* what the entry held when the text was loaded or stored; NULL: not loaded */
    uintptr_t seen;   /* where in memory it held it */
    bool open;        /* has the cursor */
    bool fresh;       /* no key since the cursor came: a search takes the whole text */
    bool hit;         /* a search stands at `mark` */
    struct view_hit mark;
    bool waiting;     /* something was typed that the entry has not got */
    bool failed;      /* the last write did */
    int goal;         /* column that movement by lines keeps to; -1: where the caret is */
    int64_t key_ms;   /* last change, or last try to write */
    int64_t first_ms; /* first change since it was stored */
};

static struct narrative *of(struct widget *w)
{
    return (struct narrative *)w;
}

static void replaced(void *narrative);

static struct widget *narrative_create(struct app *app, struct entry *entry, int field)
{
    struct narrative *n = xcalloc(1, sizeof *n);
    n->w = (struct widget){&widget_narrative, app, entry, field, NULL};
    keyed_init(&n->keyed, app, true, field_takes_typing(widget_field(&n->w)));
    view_init(&n->view, n->keyed.edit);
    n->replace = (struct replace_ask){.app = app, .edit = n->keyed.edit, .context = n, .replaced = replaced};
    n->goal = -1;
    return &n->w;
}

static void narrative_destroy(struct widget *w)
{
    if (!w)
        return;
    view_finish(&of(w)->view);
    keyed_finish(&of(w)->keyed);
    replace_ask_finish(&of(w)->replace);
    free(of(w)->stored);
    free(w);
}

/* ---- the entry's text ------------------------------------------------------------------------ */

static const char *entry_text(struct narrative *n)
{
    const struct value *v = widget_value(&n->w);
    return v->text && v->kind != VALUE_MISSING ? v->text : "";
}

static void remember_stored(struct narrative *n)
{
    free(n->stored);
    n->seen = (uintptr_t)entry_text(n);
    n->stored = xstrdup(entry_text(n));
}

/* Loads the entry's text unless it is what the buffer came from: then caret and undo stay. */
static void load(struct narrative *n)
{
    const char *text = entry_text(n);
    if (n->stored && !strcmp(n->stored, text)) {
        n->seen = (uintptr_t)text;
        return;
    }
    struct edit_pos caret = edit_caret(n->keyed.edit);
    bool first = !n->stored;
    remember_stored(n);
    edit_load(n->keyed.edit, n->stored, strlen(n->stored));
    if (!first)
        edit_move(n->keyed.edit, caret, false);
    n->hit = false;
    view_reset(&n->view);
    n->goal = -1;
    n->waiting = false;
}

/* The same at every key. A changed answer is another piece of memory: long texts need not be
 * compared each time. */
static void follow_entry(struct narrative *n)
{
    if (!n->stored || n->seen != (uintptr_t)entry_text(n))
        load(n);
}

static bool store(struct narrative *n, struct err *e)
{
    const struct field *f = widget_field(&n->w);
    if (!edit_changed(n->keyed.edit)) {
        n->waiting = false;
        return true;
    }
    char *text = edit_text(n->keyed.edit, NULL);
    n->failed = !widget_store(&n->w, f->type->parse(f, text), e);
    free(text);
    edit_mark_saved(n->keyed.edit); /* the entry has it, even if the disk has not yet */
    remember_stored(n);
    n->key_ms = clock_ms();
    n->waiting = false;
    return !n->failed;
}

/* After something that may have changed the text. */
static void touched(struct narrative *n)
{
    view_sync(&n->view, n->view.columns);
    n->goal = -1;
    if (!edit_changed(n->keyed.edit))
        return;
    n->key_ms = clock_ms();
    if (!n->waiting)
        n->first_ms = n->key_ms;
    n->waiting = true;
}

/* ---- drawing --------------------------------------------------------------------------------- */

/* A code in place of a text: in words, where nothing is typed yet. */
static void draw_code(struct narrative *n, struct surface *f, struct rect r)
{
    size_t length;
    if (widget_value(&n->w)->kind != VALUE_MISSING || edit_paragraphs(n->keyed.edit) > 1)
        return;
    edit_paragraph(n->keyed.edit, 0, &length);
    if (length)
        return;
    char *text = field_print(widget_field(&n->w), widget_value(&n->w));
    surface_put(f, r.y, r.x + 1, r.columns - 1, STYLE_DIM, text);
    free(text);
}

static int narrative_rows(struct widget *w, int columns)
{
    struct narrative *n = of(w);
    if (!n->open)
        return preview_rows(entry_text(n), columns);
    follow_entry(n);
    view_sync(&n->view, columns - 1);
    int rows = view_count(&n->view, ROWS_MAX);
    return rows > ROWS_MIN ? rows : ROWS_MIN;
}

static void narrative_draw(struct widget *w, struct surface *f, struct rect r, bool focused)
{
    struct narrative *n = of(w);
    if (focused) {
        n->open = true;
        follow_entry(n);
        view_draw(&n->view, f, r, n->hit ? &n->mark : NULL);
        draw_code(n, f, r);
    } else if (value_is_blank(widget_value(w)) || widget_value(w)->kind == VALUE_MISSING) {
        char *text = field_print(widget_field(w), widget_value(w));
        widget_draw_text(w, f, r, text);
        free(text);
    } else {
        preview_draw(entry_text(n), f, r, STYLE_NORMAL);
    }
}

/* ---- actions --------------------------------------------------------------------------------- */

typedef enum widget_result action_fn(struct narrative *n, enum action a);

static bool drop_selection(struct narrative *n)
{
    struct edit_pos from, to;
    if (!edit_selection(n->keyed.edit, &from, &to))
        return false;
    edit_select_none(n->keyed.edit);
    return true;
}

/* How each action moves by lines. */
static const struct {
    int lines, pages;
    bool select;
} vertical[ACTION_COUNT] = {
    [ACTION_UP] = {.lines = -1},
    [ACTION_DOWN] = {.lines = 1},
    [ACTION_SELECT_UP] = {.lines = -1, .select = true},
    [ACTION_SELECT_DOWN] = {.lines = 1, .select = true},
    [ACTION_PAGE_UP] = {.pages = -1},
    [ACTION_PAGE_DOWN] = {.pages = 1},
};

/* Whether a page up (by < 0) or down leads nowhere. */
static bool no_page(struct narrative *n, int by)
{
    const struct edit *e = n->keyed.edit;
    struct edit_pos at = edit_caret(e);
    size_t last = edit_paragraphs(e) - 1, end;
    if (view_count(&n->view, n->view.rows + 1) <= n->view.rows)
        return true;
    edit_paragraph(e, last, &end);
    return by < 0 ? !at.para && !at.byte : at.para == last && at.byte == end;
}

/* At the ends of the text, Up and Down are the screen's, to another field; so are pages, to another
 * section, there and where the text is no longer than a page. */
static enum widget_result act_vertical(struct narrative *n, enum action a)
{
    struct edit *e = n->keyed.edit;
    int column, page = n->view.rows > 2 ? n->view.rows - 1 : 1;
    int by = vertical[a].lines + vertical[a].pages * page;
    bool select = vertical[a].select;
    struct view_line at = view_line_of(&n->view, edit_caret(e), &column);
    if (n->goal >= 0)
        column = n->goal;
    keyed_word_over(&n->keyed);
    if (vertical[a].pages && no_page(n, by))
        return WIDGET_PASS;
    if (view_step(&n->view, &at, by)) {
        edit_move(e, view_pos_at(&n->view, at, column), select);
        n->goal = column;
        return WIDGET_DONE;
    }
    if (!select && vertical[a].lines)
        return WIDGET_PASS;
    n->goal = -1;
    (by < 0 ? edit_all_start : edit_all_end)(e, select);
    return WIDGET_DONE;
}

/* Start and end of the line as it is seen. */
static enum widget_result act_line_end(struct narrative *n, enum action a)
{
    int column;
    struct view_line at = view_line_of(&n->view, edit_caret(n->keyed.edit), &column);
    keyed_word_over(&n->keyed);
    n->goal = -1;
    bool home = a == ACTION_HOME || a == ACTION_SELECT_HOME;
    bool select = a == ACTION_SELECT_HOME || a == ACTION_SELECT_END;
    edit_move(n->keyed.edit, view_pos_at(&n->view, at, home ? 0 : n->view.columns + 1), select);
    return WIDGET_DONE;
}

static enum widget_result act_paragraph(struct narrative *n, enum action a)
{
    (void)a;
    if (!widget_may_change(&n->w))
        return WIDGET_DONE;
    keyed_word_end(&n->keyed);
    edit_insert(n->keyed.edit, "\n", 1);
    touched(n);
    return WIDGET_DONE;
}

/* When the buffer has nothing left to undo the entry has: after it got what is here. */
static enum widget_result act_history(struct narrative *n, enum action a)
{
    if (widget_closed(&n->w))
        return WIDGET_PASS; /* nothing was typed here, but elsewhere */
    if (!widget_may_change(&n->w))
        return WIDGET_DONE;
    if (keyed_act(&n->keyed, a)) {
        touched(n);
        return WIDGET_DONE;
    }
    struct err e = {0};
    if (!store(n, &e))
        app_error(n->w.app, &e);
    return WIDGET_PASS;
}

static void replaced(void *narrative)
{
    touched(narrative);
}

static enum widget_result act_replace(struct narrative *n, enum action a)
{
    (void)a;
    if (widget_may_change(&n->w)) {
        keyed_word_end(&n->keyed);
        replace_ask(&n->replace);
    }
    return WIDGET_DONE;
}

static enum widget_result act_back(struct narrative *n, enum action a)
{
    (void)a;
    n->goal = -1;
    return drop_selection(n) ? WIDGET_DONE : WIDGET_PASS;
}

static action_fn *const actions[ACTION_COUNT] = {
    [ACTION_UP] = act_vertical,
    [ACTION_DOWN] = act_vertical,
    [ACTION_SELECT_UP] = act_vertical,
    [ACTION_SELECT_DOWN] = act_vertical,
    [ACTION_PAGE_UP] = act_vertical,
    [ACTION_PAGE_DOWN] = act_vertical,
    [ACTION_HOME] = act_line_end,
    [ACTION_END] = act_line_end,
    [ACTION_SELECT_HOME] = act_line_end,
    [ACTION_SELECT_END] = act_line_end,
    [ACTION_ENTER] = act_paragraph,
    [ACTION_UNDO] = act_history,
    [ACTION_REDO] = act_history,
    [ACTION_REPLACE] = act_replace,
    [ACTION_BACK] = act_back,
};

static enum widget_result narrative_act(struct widget *w, enum action a)
{
    struct narrative *n = of(w);
    follow_entry(n);
    bool hit = n->hit;
    n->hit = n->fresh = false;
    if (hit && a == ACTION_BACK)
        return WIDGET_DONE; /* the search is over */
    if (actions[a])
        return actions[a](n, a);
    if (keyed_changes(a) && !widget_may_change(w))
        return WIDGET_DONE;
    if (!keyed_act(&n->keyed, a))
        return WIDGET_PASS;
    touched(n);
    return WIDGET_DONE;
}

static enum widget_result take_text(struct widget *w, const char *utf8,
                                    void (*into)(struct keyed *k, const char *utf8))
{
    struct narrative *n = of(w);
    follow_entry(n);
    n->hit = n->fresh = false;
    if (!widget_may_change(w))
        return WIDGET_DONE;
    into(&n->keyed, utf8);
    touched(n);
    return WIDGET_DONE;
}

static enum widget_result narrative_text(struct widget *w, const char *utf8)
{
    return take_text(w, utf8, keyed_text);
}

static enum widget_result narrative_paste(struct widget *w, const char *utf8)
{
    return take_text(w, utf8, keyed_paste);
}

/* ---- coming, going, saving ------------------------------------------------------------------- */

static void narrative_enter(struct widget *w, struct place p, bool from_behind)
{
    struct narrative *n = of(w);
    (void)p;
    (void)from_behind;
    load(n);
    n->open = n->fresh = true;
    n->hit = false;
    n->goal = -1;
    keyed_word_over(&n->keyed);
}

static bool narrative_leave(struct widget *w, struct err *e)
{
    struct narrative *n = of(w);
    if (n->open && n->stored)
        keyed_word_end(&n->keyed);
    edit_break(n->keyed.edit);
    n->hit = false;
    bool ok = !n->stored || store(n, e);
    n->open = !ok;
    return ok;
}

static int64_t narrative_wake(struct widget *w)
{
    const struct narrative *n = of(w);
    if (!n->waiting)
        return n->failed ? n->key_ms + RETRY_MS : INT64_MAX;
    int64_t pause = n->key_ms + SAVE_PAUSE_MS, latest = n->first_ms + SAVE_LATEST_MS;
    return pause < latest ? pause : latest;
}

static bool retry(struct narrative *n, struct err *e)
{
    n->key_ms = clock_ms();
    n->failed = entry_waiting(n->w.entry) && !entry_flush(n->w.entry, e);
    return !n->failed;
}

static bool narrative_tick(struct widget *w, struct err *e)
{
    struct narrative *n = of(w);
    if (clock_ms() < narrative_wake(w))
        return true;
    edit_break(n->keyed.edit);
    return n->waiting ? store(n, e) : retry(n, e);
}

static char *narrative_where(struct widget *w)
{
    struct edit_pos at = edit_caret(of(w)->keyed.edit);
    return xasprintf("%s@%zu:%zu", widget_field(w)->id, at.para, at.byte);
}

static void narrative_go(struct widget *w, const char *where)
{
    struct edit_pos at;
    const char *mark = strchr(where, '@');
    if (!mark || sscanf(mark, "@%zu:%zu", &at.para, &at.byte) != 2)
        return;
    load(of(w));
    edit_move(of(w)->keyed.edit, at, false);
    of(w)->goal = -1;
}

static bool narrative_search(struct widget *w, const char *needle, int direction)
{
    struct narrative *n = of(w);
    load(n);
    keyed_word_over(&n->keyed);
    n->goal = -1;
    if (!*needle) {
        n->hit = false;
        return false;
    }
    n->hit = view_find(n->keyed.edit, needle, direction, n->fresh, n->hit, &n->mark);
    n->fresh = n->fresh && !n->hit;
    return n->hit;
}

static char *narrative_status(struct widget *w)
{
    const struct edit *e = of(w)->keyed.edit;
    int limit = widget_field(w)->max_length;
    char words[32], letters[32], most[32];
    number_print((int64_t)edit_words(e), words);
    number_print((int64_t)edit_letters(e), letters);
    if (limit > 0)
        return xasprintf(_("%s words · %s/%s letters"), words, letters, number_print(limit, most));
    return xasprintf(_("%s words"), words);
}

const struct widget_ops widget_narrative = {
    .place = PLACE_TEXT,
    .create = narrative_create,
    .destroy = narrative_destroy,
    .rows = narrative_rows,
    .draw = narrative_draw,
    .act = narrative_act,
    .text = narrative_text,
    .paste = narrative_paste,
    .enter = narrative_enter,
    .leave = narrative_leave,
    .wake = narrative_wake,
    .tick = narrative_tick,
    .where = narrative_where,
    .go = narrative_go,
    .search = narrative_search,
    .status = narrative_status,
    .place_now = widget_place,
};
