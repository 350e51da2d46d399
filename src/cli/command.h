#ifndef PHIEU_CLI_COMMAND_H
#define PHIEU_CLI_COMMAND_H
/* The command table: one row and one file per command. Contract: doc/cli.md. */
#include <stdbool.h>

#include "base/err.h"
#include "base/problem.h"

enum exit_status { EXIT_DONE = 0, EXIT_PROBLEMS = 1, EXIT_USAGE = 2, EXIT_FILE = 3, EXIT_DAMAGED = 4 };

/* Options common to all commands, already taken out of the arguments. */
struct options {
    bool json, quiet, ascii;
    const char *as, *author, *at, *lang;
};

struct call;

struct command {
    const char *name;
    const char *usage;    /* "FILE ENTRY [--revision R]" */
    const char *help;     /* N_() one sentence */
    /* Options of its own for getopt: "form:unit:period:from:submit" — a colon after a name that
     * takes a value; NULL: none. They arrive in the call. */
    const char *options;
    int min_args, max_args; /* -1: no limit */
    int (*run)(struct call *call);
};

struct call {
    const struct command *command;
    struct options options;
    int argc;              /* arguments without options */
    char **argv;
};
/* The value of an own option: NULL when not given, "" for one without a value. */
const char *call_option(const struct call *c, const char *name);

extern const struct command command_table[];
extern const unsigned command_count;

/* Everything main() does; returns the exit status. */
int command_main(int argc, char **argv);
/* Prints the error to stderr, finishes it, and returns its exit status. */
int command_fail(struct err *e);
/* Prints all problems to stderr. */
void command_print_problems(const struct problem_list *p);

#endif
