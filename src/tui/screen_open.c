/* Opening an entry: what has to be said or decided before comes first. */
#include "tui/screen_conflict.h"
#include "tui/screens.h"

/* Its form waits for a yes: that is asked first. */
static bool form_waits(struct app *app, const char *id)
{
    struct entry_row row;
    if (!store_entry(session_store(app_session(app)), id, &row, NULL))
        return false;
    bool waits = screen_new_form(app, &row.form);
    entry_row_finish(&row);
    return waits;
}

void screen_entry_open(struct app *app, const char *id)
{
    struct err e = {0};
    if (form_waits(app, id) || screen_conflict_instead(app, id))
        return;
    struct entry *entry = entry_open(app_session(app), id, &e);
    if (entry)
        screen_entry(app, entry);
    else
        app_error(app, &e);
}

void screen_entry_problems(struct app *app, const char *id)
{
    struct screen *below = app_top(app);
    screen_entry_open(app, id);
    if (app_top(app) != below)
        app_do(app, ACTION_PROBLEMS);
}
