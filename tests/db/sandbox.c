/* The expression connection: what it computes, and what strangers' expressions cannot do
 * (sandbox_hostile.tsv). */
#include "db/sandbox.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "tap.h"

static struct sandbox *open_sandbox(void)
{
    struct err e = {0};
    struct sandbox *s = sandbox_create(&e);
    ok(s != NULL, "opens");
    ok(sandbox_define(s, "CREATE TABLE self(a INTEGER, b INTEGER, c INTEGER, dai TEXT,"
                         " ten TEXT COLLATE vi, trong INTEGER);"
                         "CREATE TABLE t(a INTEGER, ghi_chu TEXT)", &e), "defines relations");
    sandbox_lock(s);
    struct sandbox_stmt *st = sandbox_edit(s, "INSERT INTO self VALUES (3,4,7,?1,?2,NULL)", &e);
    char *lots = xmalloc(8001);
    memset(lots, 'a', 8000);
    lots[8000] = 0;
    sandbox_bind_text(st, 1, lots);
    sandbox_bind_text(st, 2, "Đức");
    char *message = NULL;
    is_int(SANDBOX_DONE, sandbox_step(st, &message), "stages a row");
    sandbox_stmt_free(st);
    st = sandbox_edit(s, "INSERT INTO t VALUES (?1, 'x')", &e);
    for (int i = 0; i < 3000; i++) {
        sandbox_bind_int(st, 1, i);
        sandbox_step(st, &message);
        sandbox_reset(st);
    }
    sandbox_stmt_free(st);
    free(lots);
    return s;
}

static struct sandbox_stmt *prepare(struct sandbox *s, const char *expression,
                                    struct sandbox_fault *f)
{
    return sandbox_expression(s, expression, NULL, "self", "__value IS NOT 0.5", NULL, NULL, f);
}

/* The outcome of one expression in the words of the case file; freshly allocated detail. */
static const char *outcome(struct sandbox *s, const char *expression, struct sandbox_fault *f)
{
    struct sandbox_stmt *st = prepare(s, expression, f);
    if (!st)
        return "refused";
    const char *is_what = "failed";
    f->message = NULL;
    if (sandbox_step(st, &f->message) == SANDBOX_ROW)
        is_what = sandbox_null(st, 0) ? "null" : "ok";
    sandbox_stmt_free(st);
    return is_what;
}

static void run_case(struct sandbox *s, char *line)
{
    char *expression = strsep(&line, "\t"), *want = strsep(&line, "\t");
    char *offset = strsep(&line, "\t"), *part = strsep(&line, "\t");
    if (!part) {
        ok(false, "case has four columns: %s", expression);
        return;
    }
    struct sandbox_fault f = {0};
    int64_t start = clock_real_ms();
    const char *got = outcome(s, expression, &f);
    int64_t took = clock_real_ms() - start;
    bool good = !strcmp(want, "bounded") ? strcmp(got, "refused") != 0 : !strcmp(want, got);
    ok(good && took < 250, "%.80s: %s in time", expression, want);
    if (!good || took >= 250)
        printf("#   got %s after %d ms: %s\n", got, (int)took, f.message ? f.message : "");
    if (strcmp(offset, "-") && !strcmp(got, "refused"))
        if (!is_int(atoi(offset), (int)f.offset, "  at its place"))
            printf("#   said %s\n", f.message);
    if (strcmp(part, "-")) {
        ok(f.message && strstr(f.message, part), "  says %s", part);
        if (!f.message || !strstr(f.message, part))
            printf("#   said %s\n", f.message ? f.message : "nothing");
    }
    free(f.message);
}

static void test_hostile(struct sandbox *s)
{
    char *path = file_join(getenv("PHIEU_SOURCE"), "tests/db/sandbox_hostile.tsv"), *text;
    size_t len;
    struct err e = {0};
    if (!ok(file_read(path, 1 << 20, &text, &len, &e), "reads the hostile texts"))
        exit(1);
    char *rest = text, *line;
    while ((line = strsep(&rest, "\n")))
        if (line[0] && line[0] != '#')
            run_case(s, line);
    free(text);
    free(path);
}

static void test_values(struct sandbox *s)
{
    static const struct {
        const char *expression, *value;
    } cases[] = {
        {"a + b = c", "1"},
        {"a + b\n  = c + 1", "0"},
        {"share(1, 3, 0)", "33"},
        {"share(2, 3, 1)", "66.7"},
        {"share(-1, 8, 0)", "-13"},
        {"days('2015-06-25') - days('2015-05-25')", "31"},
        {"lower('ĐỨC')", "đức"},
        {"upper('đức')", "ĐỨC"},
        {"length('tiếng Việt')", "10"},
        {"words(' tiếng  Việt ')", "2"},
        {"trim('  x ')", "x"},
        {"ten > 'Dũng'", "1"},
        {"ten < 'Em'", "1"},
        {"ten = 'Đức'", "1"},
        {"coalesce(trong, 5)", "5"},
        {"(SELECT count(*) FROM t)", "3000"},
        {"(SELECT sum(a) FROM t WHERE a < 4)", "6"},
        {"a BETWEEN 1 AND 3 AND b = 4", "1"},
        {"CASE WHEN a = 3 THEN b = 4 ELSE c = 0 END", "1"},
        {"a = 3 AND b = 4 AND c = 7", "1"},
        {"iif(a = 3, b = 4, c = 0)", "1"},
        {"a IN (1, 2, 3)", "1"},
        {"ten LIKE '%--;%' OR 1", "1"},
        {"(a = 3) = (b = 4)", "1"},
        {"'it''s'", "it's"},
        {"share(1.5, 3, 1)", "50.0"},
        {"share(0.1, 0.3, 2)", "33.33"},
        {"share(-2.5, 100.0, 0)", "-3"},
        {"has('a,bc,d', 'bc')", "1"},
        {"has('a,bc,d', 'b')", "0"},
        {"has('a', 'a')", "1"},
        {"ifnull(has(NULL, 'a'), 'x')", "x"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sandbox_fault f = {0};
        struct sandbox_stmt *st = prepare(s, cases[i].expression, &f);
        if (ok(st != NULL, "prepares %s", cases[i].expression) &&
            sandbox_step(st, &f.message) == SANDBOX_ROW)
            is(cases[i].value, sandbox_text(st, 0), cases[i].expression);
        else
            printf("# %s\n", f.message);
        free(f.message);
        sandbox_stmt_free(st);
    }
}

static void test_division(void)
{
    static const struct {
        const char *expression;
        int at; /* -1: fine */
    } cases[] = {
        {"a / b > 1", 2},          {"100.0 * a / b > 1", -1}, {"a / 2.0", -1},
        {"1.5 + a / b", 8},        {"share(a, b, 1) > 2", -1}, {"share(a / b, c, 1)", 8},
        {"'a/b' = ten", -1},       {"(1.0 * a) = b / c", 14},  {"a * (b / c) / 2.0", 7},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t at = 0;
        bool found = sandbox_whole_division(cases[i].expression, NULL, NULL, &at);
        is_int(cases[i].at, found ? (int)at : -1, cases[i].expression);
    }
}

static bool is_tien(void *user, const char *word, size_t len)
{
    (void)user;
    return len == 4 && !memcmp(word, "tien", 4);
}

static void test_real_names(void)
{
    static const struct {
        const char *expression;
        int division, equality; /* -1: fine */
    } cases[] = {
        {"tien / a > 1", -1, -1},       {"a / tien", -1, -1},
        {"a / t.tien", -1, -1},         {"t.tien / a", -1, -1},
        {"a + tien / b", -1, -1},       {"tien + a / b", 9, -1},
        {"sum(tien) / a", -1, -1},      {"count(tien) / a", 12, -1},
        {"(SELECT sum(tien) FROM t) / a", -1, -1}, {"(SELECT sum(a) FROM t WHERE tien > 1) / a", 38, -1},
        {"tien = 1.5", -1, -1},         {"tien = -1.5", -1, -1},
        {"tien + a = b", -1, 9},        {"b = a + t.tien", -1, 2},
        {"b <> a * tien", -1, 2},       {"b >= a * tien", -1, -1},
        {"round(a + tien, 2) = b", -1, -1}, {"round(a + tien, 2) = b + tien", -1, 19},
        {"a + b = c", -1, -1},          {"(SELECT sum(tien) FROM t) = a", -1, 26},
        {"round((SELECT sum(tien) FROM t), 2) = a", -1, -1},
        {"a = b AND tien + 1 > c", -1, -1}, {"share(tien, a, 1) = 5.0", -1, -1},
        {"coalesce(tien, a + 1) = b", -1, -1}, {"coalesce(tien + 1, a) = b", -1, 22},
        {"(tien + a > 1) = b", -1, -1}, {"0.1 + a == b", -1, 8},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t at = 0;
        const char *e = cases[i].expression;
        bool found = sandbox_whole_division(e, is_tien, NULL, &at);
        is_int(cases[i].division, found ? (int)at : -1, e);
        found = sandbox_inexact_equality(e, is_tien, NULL, &at);
        is_int(cases[i].equality, found ? (int)at : -1, e);
    }
}

static void note_read(void *user, const char *table, const char *column)
{
    str_addf(user, "%s.%s ", table, column);
}

static void test_reads(struct sandbox *s)
{
    struct str reads = {0};
    struct sandbox_fault f = {0};
    struct sandbox_stmt *st =
        sandbox_expression(s, "a > (SELECT count(*) FROM t) + b", NULL, "self", "NOT __value",
                           note_read, &reads, &f);
    ok(st != NULL, "prepares with a reader");
    ok(strstr(str_text(&reads), "self.a ") && strstr(str_text(&reads), "self.b ") &&
           strstr(str_text(&reads), "t. ") && !strstr(str_text(&reads), "self.c"),
       "the authorizer tells what is read: %s", str_text(&reads));
    sandbox_stmt_free(st);
    str_finish(&reads);
}

static void test_locked(struct sandbox *s)
{
    struct err e = {0};
    struct sandbox_stmt *st = sandbox_edit(s, "UPDATE self SET a = ?1", &e);
    char *message = NULL;
    sandbox_bind_int(st, 1, 9);
    is_int(SANDBOX_DONE, sandbox_step(st, &message), "our own edits work after the lock");
    sandbox_stmt_free(st);
    struct sandbox_fault f = {0};
    st = prepare(s, "a", &f);
    is_int(SANDBOX_ROW, sandbox_step(st, &message), "and expressions see them");
    is_int(9, (long long)sandbox_int(st, 0), "at once");
    sandbox_stmt_free(st);
}

int main(void)
{
    lang_set(LANG_EN);
    struct sandbox *s = open_sandbox();
    test_values(s);
    test_hostile(s);
    test_division();
    test_real_names();
    test_reads(s);
    test_locked(s);
    sandbox_destroy(s);
    return tap_done();
}
