/* What every screen gets without asking: help, palette, back, language, typing method, search. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "entry/session.h"
#include "tui/app_state.h"
#include "tui/ask.h"
#include "tui/help.h"
#include "tui/palette.h"

static bool on_help(struct app *app)
{
    app_push(app, help_create(app_places(app)));
    return true;
}

static bool on_palette(struct app *app)
{
    app_push(app, palette_create(app, app_places(app)));
    return true;
}

static bool on_back(struct app *app)
{
    app_pop(app);
    return true;
}

/* A choice is kept for the next start; when it cannot be written, it holds for this run. Says
 * either that or the sentence. */
static void keep_settings(struct app *app, const char *sentence)
{
    struct err e = {0};
    if (!app->session || session_save_settings(app->session, &e))
        app_say(app, STYLE_NORMAL, "%s", sentence);
    else
        app_error(app, &e);
}

static bool on_language(struct app *app)
{
    lang_set(lang_get() == LANG_VI ? LANG_EN : LANG_VI);
    if (app->session)
        session_settings(app->session)->lang = lang_get();
    keep_settings(app, lang_get() == LANG_VI ? "Tiếng Việt" : "English");
    return true;
}

static bool set_method(struct app *app, enum typing_method method)
{
    struct typing_options options = *typing_get(app->typing);
    options.method = method;
    app_set_typing(app, &options);
    if (app->session)
        session_settings(app->session)->typing = options;
    char *sentence = xasprintf(_("Typing method: %s"), typing_method_name(method));
    keep_settings(app, sentence);
    free(sentence);
    return true;
}

static bool on_typing(struct app *app)
{
    return set_method(app, (typing_get(app->typing)->method + 1) % TYPING_METHODS);
}

static bool on_typing_toggle(struct app *app)
{
    bool off = typing_get(app->typing)->method == TYPING_OFF;
    return set_method(app, off ? app->last_method : TYPING_OFF);
}

static bool on_enter_way(struct app *app)
{
    if (!app->session)
        return false;
    struct settings *s = session_settings(app->session);
    s->enter_down = !s->enter_down;
    keep_settings(app, s->enter_down ? _("Enter goes down in tables.") : _("Enter goes to the right in tables."));
    return true;
}

static bool on_autosaved(struct app *app)
{
    app_say(app, STYLE_OK, "%s",
            _("Nothing to save by hand: every field is in the file as soon as you leave it"));
    return true;
}

static bool on_redraw(struct app *app)
{
    app->terminal.ops->redraw(app->terminal.self);
    app_dirty(app);
    return true;
}

/* ---- search ---------------------------------------------------------------------------------- */

static bool find(struct app *app, struct screen *s, int direction)
{
    if (!s->ops->search(s, app->needle, direction) && app->needle[0])
        app_say(app, STYLE_WARNING, _("\"%s\" is not found"), app->needle);
    return true;
}

static struct screen *below_prompt(struct app *app)
{
    return app->stack.v[app->stack.n - 2];
}

/* The prompt is on top, the screen that is searched right below it. */
static void search_changed(struct app *app, void *context, const char *text)
{
    (void)context;
    char *needle = xstrdup(text);
    free(app->needle);
    app->needle = needle;
    find(app, below_prompt(app), 0);
}

static void search_moved(struct app *app, void *context, int direction)
{
    (void)context;
    if (app->needle[0])
        find(app, below_prompt(app), direction);
}

static void search_done(struct app *app, void *context, const char *text)
{
    (void)context;
    struct screen *s = app_top(app);
    unsigned places = s->ops->places ? s->ops->places(s) : PLACE_LIST;
    app->searched = text && text[0] && !(places & PLACE_TYPING) ? s : NULL;
    if (!text || !text[0])
        s->ops->search(s, "", 0);
}

static bool on_search(struct app *app)
{
    struct screen *s = app_top(app);
    if (!s->ops->search) {
        app_say(app, STYLE_NORMAL, "%s", _("There is nothing to search here"));
        return true;
    }
    app->searched = NULL;
    ask_line(app, &(struct ask){.label = _("Search:"),
                                .text = app->needle,
                                .changed = search_changed,
                                .moved = search_moved,
                                .done = search_done});
    return true;
}

bool app_search_end(struct app *app)
{
    struct screen *s = app->searched;
    if (!s || s != app_top(app))
        return false;
    app->searched = NULL;
    s->ops->search(s, "", 0);
    app_dirty(app);
    return true;
}

static bool on_next(struct app *app)
{
    return app->searched && find(app, app->searched, 1);
}

static bool on_previous(struct app *app)
{
    return app->searched && find(app, app->searched, -1);
}

/* ---- the table ------------------------------------------------------------------------------- */

static bool (*const shared[ACTION_COUNT])(struct app *app) = {
    [ACTION_HELP] = on_help,
    [ACTION_HELP_MARK] = on_help,
    [ACTION_PALETTE] = on_palette,
    [ACTION_BACK] = on_back,
    [ACTION_QUIT] = on_back,
    [ACTION_LANGUAGE] = on_language,
    [ACTION_TYPING] = on_typing,
    [ACTION_TYPING_TOGGLE] = on_typing_toggle,
    [ACTION_ENTER_WAY] = on_enter_way,
    [ACTION_AUTOSAVED] = on_autosaved,
    [ACTION_REDRAW] = on_redraw,
    [ACTION_SEARCH] = on_search,
    [ACTION_SEARCH_LIST] = on_search,
    [ACTION_FIND_NEXT] = on_next,
    [ACTION_FIND_PREV] = on_previous,
};

void app_act(struct app *app, enum action a)
{
    if (a != ACTION_DELETE_LEFT)
        app->outside_word = false;
    struct screen *top = app_top(app);
    if (!top || a == ACTION_NONE)
        return;
    if (a == ACTION_BACK && app_search_end(app))
        return;
    if (top->ops->act && top->ops->act(top, a))
        return;
    if (shared[a] && shared[a](app))
        return;
    struct screen *bottom = app->stack.v[0];
    if (action_table[a].places == PLACE_ALL && bottom != top && bottom->ops->act)
        bottom->ops->act(bottom, a);
}

void app_do(struct app *app, enum action a)
{
    app->drawn = false;
    app_act(app, a);
}
