#ifndef PHIEU_BASE_PROBLEM_H
#define PHIEU_BASE_PROBLEM_H
/* A list of problems found in a text (a form, a catalogue, answers): all are collected, none
 * stops the reading. Printed as `file:line:column: error|warning: what — why and what instead`;
 * without line and column where they are not known. */
#include <stdbool.h>
#include <stddef.h>

#include "base/vec.h"

struct err;

enum problem_level { PROBLEM_ERROR, PROBLEM_WARNING, PROBLEM_NOTE };

struct problem {
    enum problem_level level;
    int line, column; /* from 1; column counts letters; 0: the whole, or what the message names */
    char *message;    /* what */
    char *remedy;     /* why, and what to write instead; may be NULL */
};

struct problem_list {
    char *file; /* the name shown; may be NULL */
    /* The JSON text that answers were parsed from, borrowed, for line and column; may be NULL. */
    const char *json;
    size_t json_len;
    VEC(struct problem) list;
    size_t errors; /* how many are PROBLEM_ERROR */
};

/* remedy may be NULL and is copied; fmt is the translated message. Of more than a thousand the rest
 * is only counted. */
void problem_add(struct problem_list *p, enum problem_level level, int line, int column,
                 const char *remedy, const char *fmt, ...) __attribute__((format(printf, 6, 7)));
/* Sorts by line, then column; equal places keep their order. */
void problem_sort(struct problem_list *p);
/* One line as lint prints it, without newline; freshly allocated. */
char *problem_text(const struct problem_list *p, size_t i);
/* "error", "warning", "note": as YAML and JSON write them; also by enum level (form/form.h), which
 * has the same order. */
extern const char *const problem_level_ids[3];
/* The word of a level, translated: "error", "warning", "note". */
const char *problem_level_name(enum problem_level level);
/* Turns the first error into e (place file:line:column, or file); returns false. Needs errors > 0. */
bool problem_to_err(const struct problem_list *p, int code, struct err *e);
void problem_finish(struct problem_list *p);

#endif
