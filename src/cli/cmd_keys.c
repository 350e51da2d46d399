#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/lang.h"
#include "cli/command.h"
#include "entry/session.h"
#include "tui/app.h"
#include "tui/screens.h"
#include "tui/script.h"
#include "tui/term.h"

#define SCRIPT_LIMIT (16u << 20)

static struct script *read_script(struct call *c, struct err *e)
{
    const char *size = call_option(c, "size");
    int rows = 24, columns = 80;
    if (size && !script_size(size, &rows, &columns)) {
        err_set(e, ERR_USAGE, size, NULL, _("--size takes columns x rows, like 80x24"));
        return NULL;
    }
    char *text = NULL;
    size_t len = 0;
    if (!file_read(c->argv[1], SCRIPT_LIMIT, &text, &len, e))
        return NULL;
    struct script *script = script_create(text, c->argv[1], rows, columns, e);
    free(text);
    return script;
}

static void print_lines(const char *screen)
{
    json *o = js_new_object(), *lines = js_new_array();
    for (size_t n; *screen; screen += n + (screen[n] == '\n')) {
        n = strcspn(screen, "\n");
        js_push(lines, js_new_textn(screen, n));
    }
    js_set(o, "screen", lines);
    command_print_json(o);
}

static void play(struct call *c, struct session *s, struct script *script, struct err *e)
{
    struct app *app = app_create(s, script_terminal(script), c->options.ascii);
    if (screens_begin(app, e))
        app_run(app);
    app_destroy(app);
    char *screen = script_screen(script);
    if (c->options.json)
        print_lines(screen);
    else
        fputs(screen, stdout);
    free(screen);
}

static int run(struct call *c)
{
    struct err e = {0};
    struct script *script = term_set_locale(&e) ? read_script(c, &e) : NULL;
    if (!script)
        return command_fail(&e);
    struct session *s = call_session(c, true, false, &e);
    if (s)
        play(c, s, script, &e);
    script_destroy(script);
    return call_end(c, s, EXIT_DONE, &e);
}

const struct command cmd_keys = {
    .name = "keys",
    .usage = "FILE [--size 80x24] SCRIPT",
    .help = N_("Feeds named keys to the screens and prints the last screen. SCRIPT is a file or "
               "-: words like Down*3 F2 C-p text:… paste:… type:…"),
    .options = "size=",
    .min_args = 2,
    .max_args = 2,
    .screens = true,
    .run = run,
};
