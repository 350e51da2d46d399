/* "Hoàn lại lần nhận": asks, then puts the file back as it was before the last one that was taken in. */
#include <stdlib.h>

#include "base/lang.h"
#include "base/mem.h"
#include "store/merge.h"
#include "text/date.h"
#include "tui/confirm.h"
#include "tui/folder.h"
#include "tui/screens.h"
#include "tui/take.h"
#include "tui/work.h"

struct undo {
    struct session *session;
    struct undone undone;
    bool good, lost;
    struct err error;
};

static void run(struct work *w, void *context)
{
    struct undo *u = context;
    work_progress(w, "", 0, 0);
    u->good = session_undo_merge(u->session, &u->undone, &u->lost, &u->error);
}

static void say_done(struct app *app, const struct undone *u)
{
    char *name = folder_shown(u->name), *kept = folder_shown(u->kept);
    app_say(app, STYLE_OK,
            _("Undone: what came from %s is out again. The file as it was stands beside it as %s. "
              "Check code now: %s"),
            name, kept, u->code);
    free(name);
    free(kept);
}

static void answered(struct app *app, void *context, bool yes)
{
    struct undo u = {.session = app_session(app)};
    (void)context;
    if (!yes)
        return;
    app_work(app, _("Undoing …"), NULL, run, &u);
    if (u.lost) {
        app_end(app, &u.error);
    } else {
        take_leave(app);
        if (u.good)
            say_done(app, &u.undone);
        else
            app_error(app, &u.error);
    }
    undone_finish(&u.undone);
    err_finish(&u.error);
}

void take_undo(struct app *app)
{
    struct import last = {0};
    struct err e = {0};
    if (!store_import_newest(session_store(app_session(app)), &last, &e)) {
        if (e.message)
            app_error(app, &e);
        else
            app_say(app, STYLE_NORMAL, "%s", _("No file was taken in that could be undone."));
        return;
    }
    char when[32], *name = last.restored ? xstrdup(_("the second copy on this computer"))
                                           : folder_shown(last.name);
    date_print_time(last.at, when);
    char *text = xasprintf(_("Taken in last: %s, %s. All that came with it goes out of this file "
                             "again, and nothing else. The file as it is now is kept beside it. It "
                             "works only while nobody has gone on with what came."),
                           name, when);
    confirm(app, &(struct confirm){.title = action_name(ACTION_UNDO_TAKE),
                                   .question = text,
                                   .yes = _("Undo it"),
                                   .no = _("Leave everything as it is"),
                                   .done = answered});
    free(text);
    free(name);
    import_finish(&last);
}
