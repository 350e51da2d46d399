#ifndef PHIEU_DB_SANDBOX_PART_H
#define PHIEU_DB_SANDBOX_PART_H
/* What the files of the sandbox share; nobody else includes it. */
#include <sqlite3.h>

#include "db/sandbox.h"

enum token_kind {
    TOKEN_END,
    TOKEN_WORD,    /* a name, a function, a keyword */
    TOKEN_INTEGER,
    TOKEN_REAL,    /* a number with a point or an exponent */
    TOKEN_TEXT,    /* '…' */
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA,
    TOKEN_COMPARE, /* = == <> != < <= > >= */
    TOKEN_TIMES,   /* * and % */
    TOKEN_DIVIDE,
    TOKEN_OTHER,
    TOKEN_REFUSED, /* has no place in an expression */
};

struct token {
    enum token_kind kind;
    size_t from, to;
};

/* The token at or after byte `at`. */
struct token sandbox_token(const char *s, size_t at);
bool sandbox_token_is(const char *s, struct token t, const char *word); /* letter case ignored */
/* Words and signs that end a comparison: what follows is compared anew. */
bool sandbox_boundary(const char *s, struct token t);
/* Deeper brackets than this are refused before SQLite's parser sees them. */
#define SANDBOX_BRACKETS 48

/* Turns SQLite's complaint about an expression into a sentence and a place. offset: bytes into the
 * expression, or outside of it when SQLite does not know. */
void sandbox_explain(const char *expression, const char *complaint, long offset,
                     struct sandbox_fault *ret_fault);

/* Registers our functions and the collations "vi" (the alphabet) and "vi_name" (people, by the last word). */
bool sandbox_add_functions(sqlite3 *db);
/* Whether an expression may call it. */
bool sandbox_function_allowed(const char *name);

/* Longest text a function may see or give, and longest SQL. */
#define SANDBOX_LENGTH (16 * 1024)

#endif
