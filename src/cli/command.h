#ifndef PHIEU_CLI_COMMAND_H
#define PHIEU_CLI_COMMAND_H
/* The command table: one row and one file per command. The contract is doc/cli.md. */
#include <stdbool.h>

#include "base/err.h"
#include "base/json.h"
#include "base/problem.h"

struct session;

enum exit_status { EXIT_DONE = 0, EXIT_PROBLEMS = 1, EXIT_USAGE = 2, EXIT_FILE = 3, EXIT_DAMAGED = 4 };

/* Options common to all commands. */
struct options {
    bool json, quiet, ascii;
    const char *as, *author, *at, *lang;
    char *clean_author; /* owned; author points into it */
};

struct call;

struct command {
    const char *name;
    const char *usage;   /* "FILE ENTRY [--revision R]" */
    const char *help;    /* N_(): one sentence */
    /* Options of its own, separated by blanks; "name=" takes a value. NULL: none. */
    const char *options;
    bool screens;            /* it shows screens, which say what is to be said */
    bool looks;              /* it looks through the file itself, also a damaged one */
    int min_args, max_args; /* -1: no limit */
    int (*run)(struct call *call);
};

struct call {
    const struct command *command;
    struct options options;
    int argc;    /* arguments without options */
    char **argv;
    struct given {
        const char *name, *value;
    } *given;    /* its own options, as given */
    int given_count;
    bool made_file; /* call_session made the data file */
};

/* The value of an own option: NULL when not given, "" for one without a value. */
const char *call_option(const struct call *c, const char *name);
/* Opens the data file argv[0]. make: a file that does not exist is made; it is taken away again when the
 * call ends with status 2 or more. NULL: e is filled. */
struct session *call_session(struct call *c, bool make, bool readonly, struct err *e);
/* Closes, prints what went wrong, and gives the status: `status` when all is well. */
int call_end(struct call *c, struct session *s, int status, struct err *e);

extern const struct command *const command_table[];
extern const unsigned command_count;
const struct command *command_find(const char *name);

/* Everything main() does; returns the exit status. */
int command_main(int argc, char **argv);
/* Prints the error to stderr, finishes it, and returns its exit status. */
int command_fail(struct err *e);
/* Prints all problems to stderr. */
void command_print_problems(const struct problem_list *p);
/* Prints the document to stdout and releases it. */
void command_print_json(json *j);
/* "phieu lits FILE": a command mistyped. Prints it and gives the status. */
int screens_refuse(const char *word);

extern const struct command
    cmd_accept,
    cmd_check,
    cmd_comment,
    cmd_conflicts,
    cmd_copy,
    cmd_decode,
    cmd_diff,
    cmd_drafts,
    cmd_enter,
    cmd_erase,
    cmd_form,
    cmd_help,
    cmd_history,
    cmd_join,
    cmd_keymap,
    cmd_keys,
    cmd_lint,
    cmd_list,
    cmd_merge,
    cmd_note,
    cmd_rebuild,
    cmd_receipt,
    cmd_report,
    cmd_resolve,
    cmd_restore,
    cmd_return,
    cmd_undo_review,
    cmd_rollup,
    cmd_screens,
    cmd_show,
    cmd_status,
    cmd_submit,
    cmd_type,
    cmd_undo,
    cmd_withdraw;

#endif
