/* The delivery note of a file. */
#include <stdio.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/lang.h"
#include "cli/command.h"
#include "cli/say.h"
#include "report/note.h"

static bool write_note(struct call *c, struct session *s, struct str *out, struct err *e)
{
    struct store_health health = {0};
    struct stat st = {0};
    if (!store_check(session_store(s), &health, e))
        return false;
    stat(c->argv[0], &st);
    struct note note = {.path = c->argv[0], .code = health.code, .bytes = st.st_size, .ascii = c->options.ascii};
    bool good = health.bad == 0 || err_set(e, ERR_DAMAGED, c->argv[0], _("run “phieu check”, and hand over a good copy"),
                                           _("the file is damaged: no note is made for it"));
    good = good && note_write(s, &note, out, e);
    store_health_finish(&health);
    return good;
}

static int run(struct call *c)
{
    struct err e = {0};
    struct str out = {0};
    const char *path = call_option(c, "o");
    struct session *s = call_session(c, false, true, &e);
    if (s && path && file_exists(path))
        err_set(&e, ERR_USAGE, path, _("name another file"), _("there is a file of that name"));
    else if (s && write_note(c, s, &out, &e) && path)
        file_write(path, str_text(&out), out.len, &e);
    if (s && !path && !e.message)
        say(stdout, "%s", str_text(&out));
    str_finish(&out);
    return call_end(c, s, EXIT_DONE, &e);
}

const struct command cmd_note = {
    .name = "note",
    .usage = "FILE [-o OUT.txt]",
    .help = N_("Prints the delivery note of a file: one page with its contents, its check code and lines to sign."),
    .options = "o=",
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
