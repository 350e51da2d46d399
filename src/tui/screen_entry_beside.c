/* What stands beside the answers, at the field of the cursor: notes, and answers taken over from the period
 * before, which wait to be confirmed. */
#include <stdlib.h>

#include "base/lang.h"
#include "base/mem.h"
#include "entry/entry_beside.h"
#include "text/date.h"
#include "tui/ask.h"
#include "tui/screen_entry_inside.h"

/* The place that notes and marks belong to: a field, or a cell; a table alone has none, nor has a row that is
 * only offered. */
static bool place_of(struct entry_screen *es, struct place *ret)
{
    *ret = entry_screen_here(es);
    if (!entry_screen_field(es)->table)
        return true;
    return ret->column >= 0 && ret->row < record_rows(entry_record(es->entry), ret->field);
}

static void enter_again(struct entry_screen *es, struct place p)
{
    if (!es->inside)
        entry_screen_enter(es, p, false);
    app_dirty(es->screen.app);
}

char *entry_screen_beside(struct entry_screen *es, struct place p)
{
    const char *taken = entry_taken(es->entry, p), *note = entry_note(es->entry, p);
    char key[32];
    if (!taken)
        return note ? xasprintf(_("Note: %s"), note) : NULL;
    char *period = date_print_period(taken);
    char *text = xasprintf(_("Taken over from %s: %s confirms it, or change it."), period,
                           action_key(ACTION_TAKE_EARLIER, key));
    free(period);
    return text;
}

/* ---- notes ----------------------------------------------------------------------------------------- */

static void note_typed(struct app *app, void *context, const char *text)
{
    struct entry_screen *es = context;
    struct err e = {0};
    struct place p = entry_screen_here(es);
    if (text)
        entry_screen_say(es, entry_set_note(es->entry, p, text, &e), &e);
    enter_again(es, p);
    app_dirty(app);
}

void entry_screen_ask_note(struct entry_screen *es)
{
    struct place p;
    if (!place_of(es, &p)) {
        enter_again(es, PLACE_FIELD(es->field));
        return;
    }
    if (entry_readonly(es->entry)) {
        app_say(es->screen.app, STYLE_WARNING, "%s", entry_readonly(es->entry));
        enter_again(es, p);
        return;
    }
    ask_line(es->screen.app, &(struct ask){.label = _("Note:"), .text = entry_note(es->entry, p),
                                           .context = es, .done = note_typed});
}

/* ---- from the period before -------------------------------------------------------------------------- */

static void take(struct entry_screen *es, int field)
{
    struct app *app = es->screen.app;
    struct place p = entry_screen_here(es);
    struct err e = {0};
    char *period = NULL;
    size_t n = 0;
    bool good = entry_take_earlier(es->entry, field, &n, &period, &e);
    char *name = period ? date_print_period(period) : NULL;
    if (!name && good)
        app_say(app, STYLE_WARNING, "%s", _("There is no earlier report of this unit in the file."));
    else if (good && !n)
        app_say(app, STYLE_NORMAL, _("Nothing blank here has an answer in %s."), name);
    else if (good)
        app_say(app, STYLE_OK, _("Taken over from %s: %zu answers. Each waits to be confirmed."), name, n);
    entry_screen_say(es, good, &e);
    free(name);
    free(period);
    enter_again(es, p);
}

void entry_screen_take_earlier(struct entry_screen *es)
{
    struct place p;
    struct err e = {0};
    if (!place_of(es, &p) || !entry_taken(es->entry, p)) {
        take(es, es->field);
        return;
    }
    bool good = entry_confirm(es->entry, p, &e);
    if (good)
        app_say(es->screen.app, STYLE_OK, "%s", _("Confirmed."));
    entry_screen_say(es, good, &e);
    enter_again(es, p);
}

void entry_screen_take_all_earlier(struct entry_screen *es)
{
    take(es, -1);
}

void entry_screen_confirm_all(struct entry_screen *es)
{
    struct place p = entry_screen_here(es);
    struct err e = {0};
    size_t n = 0;
    bool good = entry_confirm_all(es->entry, &n, &e);
    if (good)
        app_say(es->screen.app, STYLE_OK, _("Confirmed: %zu answers."), n);
    entry_screen_say(es, good, &e);
    enter_again(es, p);
}
