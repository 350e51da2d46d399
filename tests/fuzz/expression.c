/* The lexer of expressions, and SQLite behind it in its sandbox: any UTF-8 text as an expression. */
#include "fuzz/fuzz.h"

#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "db/sandbox.h"
#include "text/utf8.h"

static struct sandbox *box;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    box = sandbox_create(NULL);
    must(box && sandbox_define(box,
                               "CREATE TABLE self(a INTEGER, b INTEGER, ten TEXT COLLATE vi);"
                               "CREATE TABLE t(a INTEGER, ghi_chu TEXT)", NULL),
         "the sandbox opens");
    sandbox_lock(box);
    struct sandbox_stmt *st = sandbox_edit(box, "INSERT INTO self VALUES (3,4,'Đức')", NULL);
    char *message = NULL;
    must(sandbox_step(st, &message) == SANDBOX_DONE, "a row is staged");
    sandbox_stmt_free(st);
    st = sandbox_edit(box, "INSERT INTO t VALUES (?1,'x')", NULL);
    for (int i = 0; i < 50; i++) {
        sandbox_bind_int(st, 1, i);
        must(sandbox_step(st, &message) == SANDBOX_DONE, "rows are staged");
        sandbox_reset(st);
    }
    sandbox_stmt_free(st);
    return 0;
}

static void read_nothing(void *user, const char *table, const char *column)
{
    (void)user;
    must(!strcmp(table, "self") || !strcmp(table, "t"), "only staged relations are read");
    must(*column != '_' || column[1] != '_', "hidden columns are not read");
}

static void check_message(const char *message)
{
    must(message && *message && utf8_valid(message, strlen(message), NULL), "a message is a text");
}

/* Words are found one behind the other, inside the text. */
static void walk_words(const char *text, size_t len)
{
    size_t at = 0, from = 0, n, behind = 0;
    bool literal;
    while (sandbox_next_word(text, &at, &from, &n, &literal)) {
        must(from >= behind && n > 0 && from + n <= len, "a word stands in the text");
        behind = from + n;
    }
    must(!sandbox_whole_division(text, NULL, NULL, &from) || from < len, "a division stands in the text");
}

static void run(struct sandbox_stmt *st)
{
    char *message = NULL;
    int64_t start = clock_real_ms();
    enum sandbox_row row = sandbox_step(st, &message);
    if (row == SANDBOX_FAILED)
        check_message(message);
    free(message);
    must(clock_real_ms() - start < 2000, "an expression ends in time");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = xstrndup(size ? (const char *)data : "", size);
    size_t len = strlen(text);
    if (utf8_valid(text, len, NULL)) {
        struct sandbox_fault fault = {0};
        walk_words(text, len);
        struct sandbox_stmt *st = sandbox_expression(box, text, NULL, "self", "__value IS NOT 0.5",
                                                     read_nothing, NULL, &fault);
        if (st) {
            run(st);
        } else {
            check_message(fault.message);
            must(fault.offset <= len, "the fault stands in the text");
        }
        free(fault.message);
        sandbox_stmt_free(st);
    }
    free(text);
    return 0;
}
