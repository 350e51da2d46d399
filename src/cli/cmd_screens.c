#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "cli/command.h"
#include "entry/session.h"
#include "store/times.h"
#include "tui/app.h"
#include "tui/screens.h"
#include "tui/term.h"

static char *default_file(struct err *e)
{
    char *folder = file_data_folder(), *path = NULL;
    if (file_make_folder(folder, e))
        path = file_join(folder, "phieu.db");
    free(folder);
    return path;
}

static void run_app(struct call *c, struct session *s, struct err *e)
{
    struct term *term = term_create(e);
    if (!term)
        return;
    struct app *app = app_create(s, term_terminal(term), c->options.ascii);
    char *advice = term_advice(term);
    if (!advice)
        advice = store_clock_doubt(session_store(s));
    bool begun = screens_begin(app, e);
    if (begun && advice)
        app_say(app, STYLE_WARNING, "%s", advice);
    free(advice);
    if (begun)
        app_run(app);
    c->made_file &= !begun; /* somebody may have worked in it: it stays, whatever happens now */
    if (begun && app_unsaved(app))
        err_set(e, ERR_FILE, NULL, NULL, _("What was typed last is not saved: %s"),
                app_unsaved(app));
    app_destroy(app);
    term_destroy(term);
    /* A terminal that was closed takes no last words: all is saved, and that is no failure. */
    if (!isatty(STDOUT_FILENO) && !freopen("/dev/null", "w", stdout))
        clearerr(stdout);
}

int screens_refuse(const char *word)
{
    struct err e = {0};
    err_set(&e, ERR_USAGE, word, _("phieu help lists the commands; a data file ends in .db"),
            _("there is no such command or file"));
    return command_fail(&e);
}

static int run(struct call *c)
{
    struct err e = {0};
    char *made = NULL;
    /* "phieu lits": a command mistyped is not a file to be made. */
    if (c->argc && !strchr(c->argv[0], '/') && !strchr(c->argv[0], '.') &&
        !file_exists(c->argv[0]))
        return screens_refuse(c->argv[0]);
    if (!c->argc)
        made = default_file(&e);
    char *argv[] = {c->argc ? c->argv[0] : made};
    if (!argv[0] || !term_set_locale(&e))
        return free(made), command_fail(&e);
    c->argv = argv;
    struct session *s = call_session(c, true, false, &e);
    if (s)
        run_app(c, s, &e);
    bool stick = s && store_is_removable(session_store(s));
    int status = call_end(c, s, EXIT_DONE, &e);
    if (stick && !status)
        printf(_("%s: everything is written and was read back; it is safe to unplug.\n"), argv[0]);
    free(made);
    return status;
}

const struct command cmd_screens = {
    .name = "screens",
    .usage = "[FILE]",
    .help = N_("Opens the screens; FILE is made if it does not exist."),
    .min_args = 0,
    .max_args = 1,
    .screens = true,
    .run = run,
};
