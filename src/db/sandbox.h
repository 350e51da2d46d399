#ifndef PHIEU_DB_SANDBOX_H
#define PHIEU_DB_SANDBOX_H
/* The locked-down connection in which a form's expressions run: in memory, apart from the data
 * file; it can read the relations staged in it and call a short list of pure functions, nothing
 * else. Limits on length, depth, steps and memory; see doc/architecture.md. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct sandbox;
struct sandbox_stmt;

struct sandbox *sandbox_create(struct err *e);
void sandbox_destroy(struct sandbox *s);

/* The builder's side, not locked: makes relations and fills them. The SQL is ours, never the
 * form's. After sandbox_lock only DML through sandbox_edit works besides expressions. */
bool sandbox_define(struct sandbox *s, const char *sql, struct err *e);
void sandbox_lock(struct sandbox *s);
/* A prepared statement of ours that changes staged rows; sql may be built text (copied). */
struct sandbox_stmt *sandbox_edit(struct sandbox *s, const char *sql, struct err *e);

/* Called for each column that a prepared expression reads (column "" = the table as such). */
typedef void sandbox_read_fn(void *user, const char *table, const char *column);

/* Why an expression was refused: place in it and a sentence. */
struct sandbox_fault {
    size_t offset;    /* bytes into the expression */
    char *message;    /* translated; freed by the caller */
};

/* Checks the text with the lexer, wraps it as
 *     SELECT prefix_columns, (expr) AS __value FROM relation WHERE where
 * (prefix_columns, relation and where may be NULL; they are ours, never the form's) and prepares
 * it. On refusal NULL and *ret_fault. Refused besides what SQL refuses: unbalanced brackets, `;`,
 * comments, bind parameters, text in double quotes, chains like a = b = c, names that begin with
 * two underscores. A `where` that uses __value also makes SQL refuse a sum outside of a SELECT of
 * its own. */
struct sandbox_stmt *sandbox_expression(struct sandbox *s, const char *expression,
                                        const char *prefix_columns, const char *relation,
                                        const char *where, sandbox_read_fn *read, void *user,
                                        struct sandbox_fault *ret_fault);
void sandbox_stmt_free(struct sandbox_stmt *st);

/* The lexer alone, as sandbox_expression begins with it. */
bool sandbox_lex(const char *expression, struct sandbox_fault *ret_fault);
/* Whether a name stands for a number with a fraction. */
typedef bool sandbox_is_real_fn(void *user, const char *word, size_t len);
/* Finds a division that SQL would do on whole numbers, throwing the fraction away: neither with a
 * real number (100.0 * a / b) or a name of one, nor inside share(). is_real may be NULL. */
bool sandbox_whole_division(const char *expression, sandbox_is_real_fn *is_real, void *user,
                            size_t *ret_offset);
/* Finds = or <> between reckoned numbers with a fraction, which SQL compares in binary: a side that
 * reckons or sums with one, outside of round(). A lone name or number is exact. */
bool sandbox_inexact_equality(const char *expression, sandbox_is_real_fn *is_real, void *user,
                              size_t *ret_offset);
/* Walks the words, numbers and quoted texts of an expression; start with *at = 0. */
bool sandbox_next_word(const char *expression, size_t *at, size_t *ret_from, size_t *ret_len,
                       bool *ret_literal);

void sandbox_bind_int(struct sandbox_stmt *st, int i, int64_t v);
void sandbox_bind_real(struct sandbox_stmt *st, int i, double v);
/* NULL binds NULL; so does a text longer than the sandbox handles (16 KiB). */
void sandbox_bind_text(struct sandbox_stmt *st, int i, const char *v);
void sandbox_bind_null(struct sandbox_stmt *st, int i);
enum sandbox_row { SANDBOX_ROW, SANDBOX_DONE, SANDBOX_FAILED };
/* Failing (overflow, step budget, memory) fills *ret_message, a translated sentence, freed by the
 * caller. The step budget starts with the first step after a reset. */
enum sandbox_row sandbox_step(struct sandbox_stmt *st, char **ret_message);
/* Whether the last failure was the budget's end, so that trying again is of no use. */
bool sandbox_exhausted(const struct sandbox_stmt *st);
void sandbox_reset(struct sandbox_stmt *st);
bool sandbox_null(struct sandbox_stmt *st, int column);
bool sandbox_is_int(struct sandbox_stmt *st, int column);
bool sandbox_is_real(struct sandbox_stmt *st, int column);
int64_t sandbox_int(struct sandbox_stmt *st, int column);
double sandbox_real(struct sandbox_stmt *st, int column);
const char *sandbox_text(struct sandbox_stmt *st, int column);
bool sandbox_true(struct sandbox_stmt *st, int column); /* not NULL and not 0 */

#endif
