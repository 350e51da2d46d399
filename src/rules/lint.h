#ifndef PHIEU_RULES_LINT_H
#define PHIEU_RULES_LINT_H
/* Everything that can be said about a form file: reading problems, expressions, references, due
 * dates, missing translations, checks that never fail or never pass over generated rows, and the
 * form's own tests. */
#include "base/problem.h"

struct form;

/* Reads and judges one file; problems are sorted. false only when the file cannot be read (e). */
bool lint_file(const char *path, const char *units_folder, struct problem_list *problems,
               struct err *e);
/* The same over bytes in memory. */
void lint_text(const char *yaml, size_t len, const char *name, const char *units_folder,
               struct problem_list *problems);

#endif
