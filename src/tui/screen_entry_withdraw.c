/* An entry is taken back, or a withdrawn one is brought again: from the palette, after a question. */
#include "base/lang.h"
#include "tui/confirm.h"
#include "tui/screen_entry_inside.h"

static bool is_withdrawn(const struct entry_screen *es)
{
    return entry_row(es->entry)->state == STATE_WITHDRAWN;
}

static void answered(struct app *app, void *context, bool yes)
{
    struct entry_screen *es = context;
    struct err e = {0};
    bool back = is_withdrawn(es);
    if (!yes)
        return;
    if (!(back ? entry_restore : entry_withdraw)(es->entry, NULL, &e)) {
        app_error(app, &e);
        return;
    }
    entry_screen_leave(es);
    app_pop(app);
    app_say(app, STYLE_OK, "%s",
            back ? _("The entry is there again, as a draft with the answers it had.")
                 : _("Withdrawn. Nothing is deleted: open it and withdraw it again to bring it back."));
}

void entry_screen_withdraw(struct entry_screen *es)
{
    bool back = is_withdrawn(es);
    confirm(es->screen.app,
            &(struct confirm){.title = action_name(ACTION_WITHDRAW),
                              .question = back ? _("This entry was withdrawn. Bring it back as a draft?")
                                               : _("Withdraw this entry? It does not count any more, wherever this file "
                                                   "goes; all that was written stays in its history."),
                              .yes = back ? _("Bring it back") : _("Withdraw it"),
                              .no = _("Leave everything as it is"),
                              .context = es,
                              .done = answered});
}
