#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "cli/say.h"
#include "entry/session.h"
#include "store/safety.h"

const struct command *const command_table[] = {
    &cmd_screens,
    &cmd_lint,
    &cmd_form,
    &cmd_enter,
    &cmd_list,
    &cmd_show,
    &cmd_submit,
    &cmd_accept,
    &cmd_return,
    &cmd_undo_review,
    &cmd_comment,
    &cmd_check,
    &cmd_merge,
    &cmd_note,
    &cmd_conflicts,
    &cmd_drafts,
    &cmd_resolve,
    &cmd_history,
    &cmd_diff,
    &cmd_withdraw,
    &cmd_restore,
    &cmd_join,
    &cmd_erase,
    &cmd_status,
    &cmd_undo,
    &cmd_receipt,
    &cmd_copy,
    &cmd_rebuild,
    &cmd_report,
    &cmd_rollup,
    &cmd_keys,
    &cmd_type,
    &cmd_keymap,
    &cmd_decode,
    &cmd_help,
};
const unsigned command_count = sizeof command_table / sizeof *command_table;

const struct command *command_find(const char *name)
{
    for (unsigned i = 0; i < command_count; i++)
        if (!strcmp(command_table[i]->name, name))
            return command_table[i];
    return NULL;
}

int command_fail(struct err *e)
{
    int status = e->code ? (int)e->code : EXIT_FILE;
    char *text = err_text(e);
    fprintf(stderr, "phieu: %s\n", text);
    free(text);
    err_finish(e);
    return status;
}

void command_print_problems(const struct problem_list *p)
{
    for (size_t i = 0; i < p->list.n; i++) {
        char *text = problem_text(p, i);
        fprintf(stderr, "%s\n", text);
        free(text);
    }
}

void command_print_json(json *j)
{
    char *text = js_pretty(j);
    say_json(text);
    free(text);
    js_free(j);
}

const char *call_option(const struct call *c, const char *name)
{
    for (int i = c->given_count - 1; i >= 0; i--)
        if (!strcmp(c->given[i].name, name))
            return c->given[i].value;
    return NULL;
}

/* ---- the data file ------------------------------------------------------------------------------- */

#define SHOW_AFTER_MS 500
#define SHOW_EVERY_MS 200

struct looking {
    const char *path;
    int64_t begun, shown;
};

static bool show_looking(void *user, int64_t done, int64_t all)
{
    struct looking *l = user;
    int64_t now = clock_real_ms();
    if (now - l->begun < SHOW_AFTER_MS || now - l->shown < SHOW_EVERY_MS || !isatty(STDERR_FILENO))
        return true;
    l->shown = now;
    fprintf(stderr, "\r%s: %s ", l->path, _("looking through the file, which was closed elsewhere last"));
    if (all)
        fprintf(stderr, "%3d %%", (int)(done * 100 / all));
    return true;
}

/* What a command that only reads may go on with, one that writes must not. */
static bool look_through(struct call *c, struct session *s, bool readonly, struct err *e)
{
    struct looking l = {.path = c->argv[0], .begun = clock_real_ms()};
    if (c->command->looks)
        return true;
    bool good = session_look_through(s, !readonly, show_looking, &l, e);
    if (l.shown)
        fputc('\n', stderr);
    if (good && session_readonly(s))
        say(stderr, "phieu: %s: %s\n", c->argv[0], session_readonly(s));
    return good;
}

static void tell_missing(const struct call *c, struct session *s)
{
    int64_t n = c->command == &cmd_restore ? 0 : safety_missing_count(session_store(s));
    if (n && !c->options.quiet)
        fprintf(stderr, _("phieu: %s: %lld pieces of work made on this computer are not in this file (phieu restore %s)\n"),
                c->argv[0], (long long)n, c->argv[0]);
}

struct session *call_session(struct call *c, bool make, bool readonly, struct err *e)
{
    const char *path = c->argv[0];
    bool existed = file_exists(path);
    struct session_options options = {
        .store_flags = (make ? STORE_CREATE : 0) | (readonly ? STORE_READONLY : 0),
        .office = c->options.as,
        .author = c->options.author,
        .fall_back = c->command->screens,
    };
    struct session *s = session_open(path, &options, e);
    c->made_file = s && !existed;
    if (!s || c->command->screens)
        return s;
    if (!look_through(c, s, readonly, e)) {
        session_close(s, NULL);
        return NULL;
    }
    tell_missing(c, s);
    return s;
}

/* Work is safe in the data file all the same. */
static void tell_safety(struct session *s)
{
    const char *trouble = safety_trouble(session_store(s));
    char *news = safety_news(session_store(s));
    if (news)
        fprintf(stderr, "phieu: %s\n", news);
    if (trouble)
        fprintf(stderr, "phieu: %s\n", trouble);
    free(news);
}

int call_end(struct call *c, struct session *s, int status, struct err *e)
{
    struct err closing = {0};
    char *path = s ? xstrdup(store_path(session_store(s))) : NULL;
    if (e->message)
        status = command_fail(e);
    if (s)
        tell_safety(s);
    /* A file that could not be closed cleanly holds what was written: only failed work undoes it. */
    bool undo = c->made_file && status >= EXIT_USAGE;
    if (s && !session_close(s, &closing) && status < EXIT_USAGE)
        status = command_fail(&closing);
    err_finish(&closing);
    if (path && undo)
        unlink(path);
    free(path);
    return status;
}
