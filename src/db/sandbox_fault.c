#include "db/sandbox_part.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"

/* SQLite's complaints, by how they begin. A sentence with %s takes the name that follows. */
static const struct complaint {
    const char *begins;
    const char *say;
    bool named;
} complaints[] = {
    {"no such column: ", N_("unknown name “%s”: there is no such field or column"), true},
    {"no such table: ", N_("unknown table “%s”"), true},
    {"no such function: ", N_("unknown function “%s”"), true},
    {"no such collation sequence: ", N_("unknown order “%s”"), true},
    {"no such table-valued function: ", N_("unknown table “%s”"), true},
    {"not authorized to use function: ", N_("the function “%s” may not be used in a form"), true},
    {"ambiguous column name: ", N_("the name “%s” could mean two columns: write table.column"),
     true},
    {"wrong number of arguments to function ", N_("“%s” was given the wrong number of values"),
     true},
    {"misuse of aggregate: ",
     N_("“%s” goes over many rows: write it as (SELECT … FROM table)"), true},
    {"misuse of aggregate function ",
     N_("“%s” goes over many rows: write it as (SELECT … FROM table)"), true},
    {"misuse of aliased ", N_("sums over many rows are written as (SELECT … FROM table)"), false},
    {"misuse of window function", N_("sums over many rows are written as (SELECT … FROM table)"),
     false},
    {"access to ", N_("“%s” may not be read in a form"), true},
    {"vtable constructor failed: ", N_("“%s” may not be read in a form"), true},
    {"near ", N_("this is not understood near “%s”"), true},
    {"unrecognized token: ", N_("this is not understood near “%s”"), true},
    {"incomplete input", N_("the expression is not finished"), false},
    {"sub-select returns", N_("one value is expected here, not several columns"), false},
    {"row value misused", N_("one value is expected here, not several"), false},
    {"Expression tree is too large", N_("the expression is nested too deep or too long"), false},
    {"parser stack overflow", N_("the expression is nested too deep or too long"), false},
    {"too many ", N_("the expression is nested too deep or too long"), false},
    {"string or blob too big", N_("the expression is nested too deep or too long"), false},
    {"statement too long", N_("the expression is nested too deep or too long"), false},
    {"out of memory", N_("the expression is nested too deep or too long"), false},
    {"not authorized", N_("this may not be used in a form"), false},
};

/* The name after the beginning of a complaint, without quotes, "()" and what comes behind. */
static char *named(const char *rest)
{
    if (*rest == '"') {
        rest++;
        const char *end = strrchr(rest, '"');
        return xstrndup(rest, end ? (size_t)(end - rest) : strlen(rest));
    }
    return xstrndup(rest, strcspn(rest, " ("));
}

/* First place of a word in the expression; a name with a point counts by what stands before it. */
static bool find_word(const char *expression, const char *name, size_t *ret)
{
    char *word = xstrndup(name, strcspn(name, "."));
    bool found = false;
    for (struct token t = sandbox_token(expression, 0); t.kind != TOKEN_END && !found;
         t = sandbox_token(expression, t.to)) {
        found = sandbox_token_is(expression, t, word);
        if (found)
            *ret = t.from;
    }
    free(word);
    return found;
}

static bool find_aggregate(const char *expression, size_t *ret)
{
    static const char *const names[] = {"sum", "count", "avg", "total", "max", "min"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (find_word(expression, names[i], ret))
            return true;
    return false;
}

static const struct complaint *complaint_of(const char *text)
{
    for (size_t i = 0; i < sizeof complaints / sizeof *complaints; i++)
        if (!strncmp(text, complaints[i].begins, strlen(complaints[i].begins)))
            return &complaints[i];
    return NULL;
}

/* The sentence with its %s filled in. */
static char *fill(const char *sentence, const char *name)
{
    const char *hole = strstr(sentence, "%s");
    if (!hole || !name)
        return xstrdup(sentence);
    return xasprintf("%.*s%s%s", (int)(hole - sentence), sentence, name, hole + 2);
}

void sandbox_explain(const char *expression, const char *complaint, long offset,
                     struct sandbox_fault *ret)
{
    size_t len = strlen(expression);
    const struct complaint *c = complaint_of(complaint);
    bool inside = offset >= 0 && (size_t)offset < len;
    ret->offset = inside ? (size_t)offset : 0;
    if (c && offset >= (long)len && !strncmp(complaint, "near ", 5)) {
        /* SQLite met our closing bracket. */
        ret->offset = len;
        ret->message = xstrdup(_("the expression is not finished"));
        return;
    }
    if (!c) {
        ret->message = xasprintf(_("this is not understood (%s)"), complaint);
        return;
    }
    char *name = c->named ? named(complaint + strlen(c->begins)) : NULL;
    if (!inside && name)
        find_word(expression, name, &ret->offset);
    else if (!inside && !strncmp(c->begins, "misuse", 6))
        find_aggregate(expression, &ret->offset);
    ret->message = fill(_(c->say), name);
    free(name);
}
