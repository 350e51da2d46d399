#include "form/id.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/str.h"

/* Words that SQL reads as its own, sorted. */
static const char *const keywords[] = {
    "abort", "action", "add", "after", "all", "alter", "always", "analyze", "and", "as", "asc",
    "attach", "autoincrement", "before", "begin", "between", "by", "cascade", "case", "cast",
    "check", "collate", "column", "commit", "conflict", "constraint", "create", "cross",
    "current", "current_date", "current_time", "current_timestamp", "database", "default",
    "deferrable", "deferred", "delete", "desc", "detach", "distinct", "do", "drop", "each",
    "else", "end", "escape", "except", "exclude", "exclusive", "exists", "explain", "fail",
    "false", "filter", "first", "following", "for", "foreign", "from", "full", "generated",
    "glob", "group", "groups", "having", "if", "ignore", "immediate", "in", "index", "indexed",
    "initially", "inner", "insert", "instead", "intersect", "into", "is", "isnull", "join", "key",
    "last", "left", "like", "limit", "match", "materialized", "natural", "no", "not", "nothing",
    "notnull", "null", "nulls", "of", "offset", "oid", "on", "or", "order", "others", "outer",
    "over", "partition", "plan", "pragma", "preceding", "prev", "primary", "query", "raise",
    "range", "recursive", "references", "regexp", "reindex", "release", "rename", "replace",
    "restrict", "returning", "right", "rollback", "row", "rowid", "rows", "savepoint", "select",
    "set", "table", "temp", "temporary", "then", "ties", "to", "transaction", "trigger", "true",
    "unbounded", "union", "unique", "update", "using", "vacuum", "values", "view", "virtual",
    "when", "where", "window", "with", "within", "without",
};

static int compare_word(const void *a, const void *b)
{
    return strcmp(a, *(const char *const *)b);
}

static bool is_keyword(const char *id)
{
    return bsearch(id, keywords, sizeof keywords / sizeof *keywords, sizeof *keywords,
                   compare_word) != NULL;
}

#define SMALL "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

enum id_fault id_check(const char *id)
{
    if (!*id)
        return ID_EMPTY;
    if (*id == '_')
        return ID_UNDERSCORE;
    if (!strchr(SMALL, *id) || id[strspn(id, SMALL DIGITS "_")])
        return ID_LETTERS;
    if (strlen(id) > ID_MAX)
        return ID_LONG;
    if (str_starts(id, "prev_") || str_starts(id, "form_") || strstr(id, "__"))
        return ID_RESERVED;
    return is_keyword(id) ? ID_KEYWORD : ID_GOOD;
}

enum id_fault id_check_file(const char *id)
{
    if (!*id)
        return ID_EMPTY;
    if (*id == '-' || id[strspn(id, SMALL DIGITS "-")])
        return ID_LETTERS;
    return strlen(id) > ID_MAX ? ID_LONG : ID_GOOD;
}

const char *id_fault_text(enum id_fault fault)
{
    static const char *const texts[] = {
        [ID_GOOD] = NULL,
        [ID_EMPTY] = N_("an id cannot be empty"),
        [ID_LETTERS] = N_("ids are made of small letters without marks, and digits"),
        [ID_LONG] = N_("ids have at most 48 letters"),
        [ID_UNDERSCORE] = N_("names that begin with “_” belong to the program"),
        [ID_KEYWORD] = N_("this is a word of SQL, in which the rules are written; add to it, as in "
                          "“so_nhom” for “group”"),
        [ID_RESERVED] = N_("names with “prev_” or “form_” in front, or with “__”, belong to the program"),
    };
    return fault == ID_GOOD ? NULL : _(texts[fault]);
}

bool id_is_limit(const char *id)
{
    static const char *const limits[] = {"required", "type",   "min",  "max",  "length",
                                         "pattern",  "option", "unit", "rows", "unique"};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        if (!strcmp(limits[i], id))
            return true;
    return false;
}
