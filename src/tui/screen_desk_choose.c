/* The reviewer's desk: which of what waits is shown, and in what order. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/random.h"
#include "tui/ask.h"
#include "tui/choose.h"
#include "tui/screen_desk_inside.h"

static const char *const choice_names[] = {
    [CHOOSE_ALL] = N_("all that wait"),
    [CHOOSE_CHANGED] = N_("new, or changed since I read them"),
    [CHOOSE_WARNED] = N_("with warnings or errors"),
    [CHOOSE_LATE] = N_("that came late"),
};

char *desk_choice_text(const struct desk_screen *x)
{
    struct session *s = app_session(x->screen.app);
    const struct form_brief *form = x->choice == CHOOSE_FORM ? session_form_brief(s, x->key) : NULL;
    if (x->choice == CHOOSE_SHARE)
        return xasprintf(_("a random share: 1 of %u, seed %s"), x->each, x->key);
    if (x->choice == CHOOSE_UNIT)
        return xstrdup(session_office_name(s, x->key));
    if (x->choice == CHOOSE_FORM)
        return xstrdup(form ? form_brief_name(form) : x->key);
    return xstrdup(_(choice_names[x->choice]));
}

/* ---- which are shown --------------------------------------------------------------------------------- */

static bool is_chosen(const struct desk_screen *x, size_t i)
{
    const struct desk_item *item = &x->desk.v[i];
    switch (x->choice) {
    case CHOOSE_CHANGED:
        return item->look != DESK_SEEN;
    case CHOOSE_WARNED:
        return x->warned.v[i] > 0;
    case CHOOSE_LATE:
        return item->late;
    case CHOOSE_SHARE:
        return desk_drawn(item->entry, x->key, x->each);
    case CHOOSE_UNIT:
        return !strcmp(item->unit, x->key);
    case CHOOSE_FORM:
        return !strcmp(item->form->id, x->key);
    case CHOOSE_ALL:
        break;
    }
    return true;
}

void desk_choose_shown(struct desk_screen *x, const char *at)
{
    int selected = x->list.selected < 0 ? 0 : x->list.selected;
    vec_clear(&x->shown);
    for (size_t i = 0; i < x->desk.n; i++)
        if (is_chosen(x, i))
            *vec_add(&x->shown) = i;
    list_set_count(&x->list, (int)x->shown.n);
    for (size_t i = 0; at && i < x->shown.n; i++)
        if (!strcmp(x->desk.v[x->shown.v[i]].entry, at))
            selected = (int)i;
    if (x->shown.n)
        list_select(&x->list, selected < (int)x->shown.n ? selected : (int)x->shown.n - 1);
    app_dirty(x->screen.app);
}

void desk_set_choice(struct desk_screen *x, enum choice choice, const char *key, unsigned each)
{
    char *copy = xstrdup0(key);
    const struct desk_item *item = desk_item_at(x, x->list.selected);
    free(x->key);
    x->choice = choice;
    x->key = copy;
    x->each = each;
    desk_choose_shown(x, item ? item->entry : NULL);
}

/* ---- choosing ---------------------------------------------------------------------------------------- */

/* "5", or "5 48213": one of so many, and the seed of an earlier choice. */
static void share_typed(struct app *app, void *context, const char *text)
{
    unsigned each;
    char seed[17] = "", drawn[9];
    app_dirty(app);
    if (!text)
        return;
    int n = sscanf(text, " %u %16[0-9a-z]", &each, seed);
    if (n < 1 || each < 1) {
        app_say(app, STYLE_WARNING, "%s", _("Write a number: 5 is one of five; 5 and a seed repeats an earlier choice."));
        return;
    }
    if (n < 2)
        random_hex(drawn, 4);
    desk_set_choice(context, CHOOSE_SHARE, n < 2 ? drawn : seed, each);
}

static void ask_share(struct desk_screen *x)
{
    char *before = x->choice == CHOOSE_SHARE ? xasprintf("%u %s", x->each, x->key) : xstrdup("5");
    ask_line(x->screen.app, &(struct ask){.label = _("One of how many (and the seed of an earlier choice):"),
                                          .plain = true,
                                          .text = before,
                                          .context = x,
                                          .done = share_typed});
    free(before);
}

static void choice_made(struct app *app, void *context, int chosen)
{
    struct desk_screen *x = context;
    (void)app;
    if (chosen < 0)
        return;
    if (chosen == CHOOSE_SHARE)
        ask_share(x);
    else if (chosen < CHOOSE_SHARE)
        desk_set_choice(x, (enum choice)chosen, NULL, 0);
    else
        desk_set_choice(x, chosen == CHOOSE_UNIT ? CHOOSE_UNIT : CHOOSE_FORM, x->choices.v[chosen - CHOOSE_UNIT], 0);
}

void desk_forget_choices(struct desk_screen *x)
{
    for (size_t i = 0; i < x->choices.n; i++)
        free(x->choices.v[i]);
    vec_clear(&x->choices);
}

static bool form_is_offered(const struct desk_screen *x, const char *id)
{
    for (size_t i = 1; i < x->choices.n; i++)
        if (!strcmp(x->choices.v[i], id))
            return true;
    return false;
}

bool desk_filter(struct desk_screen *x)
{
    const struct desk_item *item = desk_item_at(x, x->list.selected);
    VEC(char *) lines = {0};
    desk_forget_choices(x);
    for (int i = CHOOSE_ALL; i < CHOOSE_SHARE; i++)
        *vec_add(&lines) = xstrdup(_(choice_names[i]));
    *vec_add(&lines) = xstrdup(_("a random share …"));
    if (item) {
        *vec_add(&x->choices) = xstrdup(item->unit);
        *vec_add(&lines) = xasprintf(_("only %s"), item->name);
    }
    for (size_t i = 0; item && i < x->desk.n; i++)
        if (!form_is_offered(x, x->desk.v[i].form->id)) {
            *vec_add(&x->choices) = xstrdup(x->desk.v[i].form->id);
            *vec_add(&lines) = xasprintf(_("only %s"), form_brief_name(x->desk.v[i].form));
        }
    choose(x->screen.app, &(struct choose){.title = action_name(ACTION_DESK_FILTER),
                                           .lines = (const char *const *)lines.v,
                                           .n = lines.n,
                                           .selected = x->choice < CHOOSE_UNIT ? x->choice : CHOOSE_ALL,
                                           .context = x,
                                           .done = choice_made});
    for (size_t i = 0; i < lines.n; i++)
        free(lines.v[i]);
    vec_finish(&lines);
    return true;
}

bool desk_sort_next(struct desk_screen *x)
{
    const struct desk_item *item = desk_item_at(x, x->list.selected);
    char at[ENTRY_ID_HEX] = "";
    if (item)
        memcpy(at, item->entry, sizeof at);
    x->order = (x->order + 1) % DESK_ORDERS;
    desk_sort(&x->desk, x->order);
    for (size_t i = 0; i < x->desk.n; i++)
        x->warned.v[i] = -1;
    x->judged = 0;
    desk_choose_shown(x, at);
    return true;
}
