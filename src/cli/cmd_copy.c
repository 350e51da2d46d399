#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/lang.h"
#include "cli/bar.h"
#include "cli/command.h"
#include "cli/say.h"
#include "entry/session.h"
#include "store/copy.h"

static json *copied_json(const struct copied *c)
{
    json *o = js_new_object();
    js_set_text(o, "path", c->path);
    js_set_text(o, "code", c->code);
    js_set(o, "events", js_new_integer(c->events));
    js_set(o, "bodies", js_new_integer(c->bodies));
    if (c->kept) {
        js_set_text(o, "kept", c->kept);
        js_set(o, "ahead", c->ahead < 0 ? js_new_null() : js_new_integer(c->ahead));
    }
    return o;
}

static void print_kept(const struct call *call, const struct copied *c)
{
    if (!call->options.quiet && !call->options.json)
        say(stdout, _("the file that stood there is kept as %s\n"), c->kept);
    if (c->ahead > 0)
        say(stderr,
            _("phieu: %s: holds %lld events that the copy does not: phieu merge %s %s takes them in\n"),
            c->kept, (long long)c->ahead, call->argv[0], c->kept);
}

static bool show_progress(void *user, enum copy_stage stage, int64_t done, int64_t all)
{
    static const char *const stages[] = {
        [COPY_WRITE] = N_("writing"), [COPY_SYNC] = N_("waiting for the disk"), [COPY_READ] = N_("reading back")};
    (void)user;
    return bar_show(_(stages[stage]), done, all);
}

static int run(struct call *c)
{
    struct err e = {0};
    struct copied copied = {0};
    struct copy_options options = {.progress = show_progress};
    struct session *s = call_session(c, false, true, &e);
    bar_begin(c->options.quiet);
    bool good = s && store_copy_to(session_store(s), c->argv[1], &options, &copied, &e);
    bar_end();
    if (good) {
        if (c->options.json)
            command_print_json(copied_json(&copied));
        else if (!c->options.quiet)
            say(stdout, _("%s: a whole copy, read back · check code %s · %lld events · %lld bodies\n"),
                copied.path, copied.code, (long long)copied.events, (long long)copied.bodies);
        if (copied.kept)
            print_kept(c, &copied);
    }
    copied_finish(&copied);
    return call_end(c, s, EXIT_DONE, &e);
}

const struct command cmd_copy = {
    .name = "copy",
    .usage = "FILE DEST",
    .help = N_("Makes a whole copy and reads it back; works while others have the file open."),
    .looks = true,
    .min_args = 2,
    .max_args = 2,
    .run = run,
};
