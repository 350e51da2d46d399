/* What can be decided in the list itself: two entries are one, or one of them is taken back; unfinished work is
 * gone on with, or not shown any more. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "entry/join.h"
#include "entry/unfinished.h"
#include "tui/confirm.h"
#include "tui/screen_conflicts_inside.h"
#include "tui/screens.h"

static bool same_place(const struct item *a, const struct item *b)
{
    return a != b && b->kind == ITEM_DUPLICATE && !strcmp(a->row.form_id, b->row.form_id) &&
           !strcmp(a->row.unit, b->row.unit) && str_eq0(a->row.period, b->row.period);
}

/* Whatever became of it: the list shows what is there now. */
static void done(struct conflicts *x, bool good, struct err *e, const char *sentence)
{
    conflicts_load(x);
    if (good)
        app_say(x->screen.app, STYLE_OK, "%s", sentence);
    else
        app_error(x->screen.app, e);
}

/* ---- possible duplicates ------------------------------------------------------------------------------- */

static void join_all(struct app *app, void *context, bool yes)
{
    struct conflicts *x = context;
    const struct item *item = conflicts_selected(x);
    struct err e = {0};
    struct joined made;
    bool good = true;
    if (!yes || !item)
        return;
    for (size_t i = 0; i < x->items.n && good; i++)
        if (same_place(item, &x->items.v[i]))
            good = entry_join(app_session(app), item->row.entry, x->items.v[i].row.entry, &made, &e);
    done(x, good, &e, _("They are one entry now. What they say differently stands above, to be decided."));
}

static void withdraw(struct app *app, void *context, bool yes)
{
    struct conflicts *x = context;
    const struct item *item = conflicts_selected(x);
    struct err e = {0};
    if (!yes || !item)
        return;
    struct entry *en = entry_open(app_session(app), item->row.entry, &e);
    bool good = en && entry_withdraw(en, NULL, &e);
    entry_destroy(en);
    done(x, good, &e, _("Withdrawn; its history stays, and it can be brought back."));
}

/* ---- unfinished work ------------------------------------------------------------------------------------- */

static void take_over(struct app *app, void *context, bool yes)
{
    struct conflicts *x = context;
    const struct item *item = conflicts_selected(x);
    struct err e = {0};
    char entry[ENTRY_ID_HEX];
    if (!yes || !item)
        return;
    if (unfinished_take(app_session(app), item->copy, entry, &e))
        screen_entry_open(app, entry);
    else
        done(x, false, &e, "");
}

static void dismiss(struct app *app, void *context, bool yes)
{
    struct conflicts *x = context;
    const struct item *item = conflicts_selected(x);
    struct err e = {0};
    if (!yes || !item)
        return;
    bool good = unfinished_dismiss(app_session(app), item->copy, &e);
    done(x, good, &e, _("It is not shown any more; nothing was deleted."));
}

/* ---- questions ------------------------------------------------------------------------------------------- */

static const struct {
    enum action action;
    enum item_kind kind;
    const char *question, *yes;
    void (*done)(struct app *app, void *context, bool yes);
} decisions[] = {
    {ACTION_JOIN, ITEM_DUPLICATE,
     N_("Are the entries of this unit and period one and the same? They become one; nothing is lost. What they say "
        "differently is decided afterwards, place by place."),
     N_("Yes, they are one entry"), join_all},
    {ACTION_WITHDRAW, ITEM_DUPLICATE,
     N_("Withdraw the entry selected? The other one stays. Nothing is deleted."), N_("Withdraw it"), withdraw},
    {ACTION_TAKE_OVER, ITEM_DRAFT,
     N_("Go on with this unfinished work here, in your own name? What you have typed in the same entry becomes a "
        "version of its own first. Theirs is not changed."),
     N_("Take it over and open it"), take_over},
    {ACTION_DISMISS, ITEM_DRAFT,
     N_("Not show this unfinished work any more, here and in every file that takes this one in? Nothing is deleted."),
     N_("Do not show it any more"), dismiss},
};

bool conflicts_decide(struct conflicts *x, enum action a)
{
    const struct item *item = conflicts_selected(x);
    for (size_t i = 0; i < sizeof decisions / sizeof *decisions; i++) {
        if (decisions[i].action != a || item->kind != decisions[i].kind)
            continue;
        confirm(x->screen.app, &(struct confirm){.title = action_name(a),
                                                 .question = _(decisions[i].question),
                                                 .yes = _(decisions[i].yes),
                                                 .no = _("No, leave it as it is"),
                                                 .context = x,
                                                 .done = decisions[i].done});
        return true;
    }
    return false;
}
