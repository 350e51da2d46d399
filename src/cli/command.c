#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "entry/session.h"

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
    &cmd_comment,
    &cmd_check,
    &cmd_merge,
    &cmd_conflicts,
    &cmd_drafts,
    &cmd_resolve,
    &cmd_history,
    &cmd_diff,
    &cmd_withdraw,
    &cmd_join,
    &cmd_status,
    &cmd_undo,
    &cmd_receipt,
    &cmd_copy,
    &cmd_rebuild,
    &cmd_report,
    &cmd_rollup,
    &cmd_keys,
    &cmd_type,
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
    puts(text);
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

struct session *call_session(struct call *c, bool make, bool readonly, struct err *e)
{
    const char *path = c->argv[0];
    bool existed = file_exists(path);
    struct session_options options = {
        .store_flags = (make ? STORE_CREATE : 0) | (readonly ? STORE_READONLY : 0),
        .office = c->options.as,
        .author = c->options.author,
    };
    struct session *s = session_open(path, &options, e);
    c->made_file = s && !existed;
    return s;
}

int call_end(struct call *c, struct session *s, int status, struct err *e)
{
    struct err closing = {0};
    char *path = s ? xstrdup(store_path(session_store(s))) : NULL;
    if (e->message)
        status = command_fail(e);
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
