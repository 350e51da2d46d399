#include "tui/keyed.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "text/typing.h"
#include "tui/app.h"

void keyed_init(struct keyed *k, struct app *app, bool many_paragraphs, bool method)
{
    *k = (struct keyed){.app = app, .method = method, .whole = !many_paragraphs};
    k->edit = edit_create(many_paragraphs);
}

void keyed_finish(struct keyed *k)
{
    edit_destroy(k->edit);
    k->edit = NULL;
}

void keyed_word_over(struct keyed *k)
{
    typing_reset(app_typing(k->app));
}

static bool has_selection(const struct keyed *k)
{
    struct edit_pos from, to;
    return edit_selection(k->edit, &from, &to);
}

void keyed_word_end(struct keyed *k)
{
    struct typing_edit d;
    if (k->method && !has_selection(k) && typing_end(app_typing(k->app), &d))
        edit_replace_back(k->edit, d.back, d.text, strlen(d.text));
    keyed_word_over(k);
}

static bool is_ascii(const char *s)
{
    for (; *s; s++)
        if ((unsigned char)*s >= 0x80)
            return false;
    return true;
}

static void type_key(struct keyed *k, unsigned c)
{
    struct typing *t = app_typing(k->app);
    bool selected = has_selection(k);
    if (selected)
        typing_reset(t);
    struct typing_edit d = typing_key(t, c);
    if (selected)
        edit_insert(k->edit, d.text, strlen(d.text));
    else
        edit_replace_back(k->edit, d.back, d.text, strlen(d.text));
}

void keyed_text(struct keyed *k, const char *utf8)
{
    if (!k->method || !is_ascii(utf8)) {
        keyed_word_over(k);
        edit_insert(k->edit, utf8, strlen(utf8));
        return;
    }
    for (; *utf8; utf8++)
        type_key(k, (unsigned char)*utf8);
}

void keyed_paste(struct keyed *k, const char *utf8)
{
    size_t n = strlen(utf8);
    if (k->whole)
        while (n && (utf8[n - 1] == '\n' || utf8[n - 1] == '\r'))
            n--; /* a line copied elsewhere mostly brings its end along */
    keyed_word_over(k);
    edit_break(k->edit);
    if (n)
        edit_insert(k->edit, utf8, n);
    edit_break(k->edit);
}

/* ---- actions --------------------------------------------------------------------------------- */

static bool delete_left(struct keyed *k)
{
    struct typing *t = app_typing(k->app);
    struct typing_edit d;
    if (k->method && !has_selection(k) && typing_backspace(t, &d)) {
        edit_replace_back(k->edit, d.back, d.text, strlen(d.text));
        return true;
    }
    edit_backspace(k->edit);
    typing_reset(t);
    return true;
}

static bool restore_word(struct keyed *k)
{
    struct typing_edit d;
    if (k->method && !has_selection(k) && typing_restore(app_typing(k->app), &d))
        edit_replace_back(k->edit, d.back, d.text, strlen(d.text));
    return true;
}

/* False: there was nothing to take. */
static bool take_copy(struct keyed *k)
{
    char *text = edit_selected_text(k->edit);
    if (!text && k->whole)
        text = edit_text(k->edit, NULL);
    bool any = text && *text;
    if (any)
        app_set_clipboard(k->app, text);
    free(text);
    return any;
}

static bool copy(struct keyed *k)
{
    if (take_copy(k))
        app_say(k->app, STYLE_NORMAL, "%s", _("Copied; Ctrl-V inserts it."));
    else if (!k->whole)
        app_say(k->app, STYLE_NORMAL, "%s", _("Nothing is selected. Shift with the arrows selects."));
    return true;
}

static bool cut(struct keyed *k)
{
    if (!has_selection(k) && !k->whole)
        return true;
    take_copy(k);
    if (!has_selection(k))
        edit_select_all(k->edit);
    keyed_word_over(k);
    edit_delete(k->edit);
    return true;
}

/* What was there can be put in elsewhere. */
static bool kill_to_end(struct keyed *k)
{
    keyed_word_over(k);
    if (!has_selection(k))
        edit_para_end(k->edit, true);
    char *text = edit_selected_text(k->edit);
    if (text)
        app_set_clipboard(k->app, text);
    free(text);
    edit_kill_to_end(k->edit);
    return true;
}

static bool paste(struct keyed *k)
{
    const char *text = app_clipboard(k->app);
    if (text)
        keyed_paste(k, text);
    return true;
}

static bool undo(struct keyed *k)
{
    keyed_word_over(k);
    return edit_undo(k->edit);
}

static bool redo(struct keyed *k)
{
    keyed_word_over(k);
    return edit_redo(k->edit);
}

/* One of move, change and run; change and run may change the text unless `reads`. */
static const struct command {
    void (*move)(struct edit *e, bool select);
    void (*change)(struct edit *e);
    bool (*run)(struct keyed *k);
    bool select, reads;
} commands[ACTION_COUNT] = {
    [ACTION_LEFT] = {.move = edit_left},
    [ACTION_RIGHT] = {.move = edit_right},
    [ACTION_SELECT_LEFT] = {.move = edit_left, .select = true},
    [ACTION_SELECT_RIGHT] = {.move = edit_right, .select = true},
    [ACTION_SELECT_WORD_LEFT] = {.move = edit_word_left, .select = true},
    [ACTION_SELECT_WORD_RIGHT] = {.move = edit_word_right, .select = true},
    [ACTION_SELECT_HOME] = {.move = edit_para_start, .select = true},
    [ACTION_SELECT_END] = {.move = edit_para_end, .select = true},
    [ACTION_WORD_LEFT] = {.move = edit_word_left},
    [ACTION_WORD_RIGHT] = {.move = edit_word_right},
    [ACTION_HOME] = {.move = edit_para_start},
    [ACTION_END] = {.move = edit_para_end},
    [ACTION_ALL_START] = {.move = edit_all_start},
    [ACTION_ALL_END] = {.move = edit_all_end},
    [ACTION_SELECT_ALL] = {.change = edit_select_all, .reads = true},
    [ACTION_DELETE_RIGHT] = {.change = edit_delete},
    [ACTION_DELETE_WORD] = {.change = edit_delete_word_left},
    [ACTION_KILL] = {.run = kill_to_end},
    [ACTION_DELETE_LEFT] = {.run = delete_left},
    [ACTION_RESTORE_WORD] = {.run = restore_word},
    [ACTION_COPY] = {.run = copy, .reads = true},
    [ACTION_CUT] = {.run = cut},
    [ACTION_PASTE] = {.run = paste},
    [ACTION_UNDO] = {.run = undo},
    [ACTION_REDO] = {.run = redo},
};

bool keyed_changes(enum action a)
{
    const struct command *c = &commands[a];
    return (c->change || c->run) && !c->reads;
}

bool keyed_act(struct keyed *k, enum action a)
{
    const struct command *c = &commands[a];
    if (c->run)
        return c->run(k);
    if (!c->move && !c->change)
        return false;
    keyed_word_over(k);
    if (c->move)
        c->move(k->edit, c->select);
    else
        c->change(k->edit);
    return true;
}
