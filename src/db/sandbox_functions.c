#include "db/sandbox_part.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "text/date.h"
#include "text/fold.h"
#include "text/unicode.h"
#include "text/utf8.h"

/* Pure, repeatable, and bounded by the length of what they are given. Not here: printf, replace,
 * group_concat and trim with two arguments (they grow, or run long inside one step), date('now')
 * and everything else that sees a clock, chance, files or the connection itself. */
static const char *const allowed[] = {
    "abs",  "avg",   "coalesce", "count", "days",   "glob",  "has",  "ifnull", "iif",    "instr",
    "length", "like", "lower",   "max",   "min",    "nullif", "round", "share",  "substr",
    "sum",  "total", "trim",     "typeof", "upper", "words",
};

bool sandbox_function_allowed(const char *name)
{
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (!sqlite3_stricmp(allowed[i], name))
            return true;
    return false;
}

static void give_text(sqlite3_context *c, char *text, size_t n)
{
    sqlite3_result_text(c, text, (int)n, free);
}

static void change_case(sqlite3_context *c, sqlite3_value *v, unsigned (*change)(unsigned))
{
    const char *s = (const char *)sqlite3_value_text(v);
    if (!s)
        return;
    struct str out = {0};
    size_t n = (size_t)sqlite3_value_bytes(v), step;
    for (size_t i = 0; i < n; i += step) {
        char letter[4];
        unsigned code = change(utf8_decode(s + i, n - i, &step));
        str_addn(&out, letter, utf8_encode(code, letter));
    }
    size_t len = out.len;
    give_text(c, str_take(&out), len);
}

static void fn_lower(sqlite3_context *c, int n, sqlite3_value **v)
{
    (void)n;
    change_case(c, v[0], fold_lower);
}

static void fn_upper(sqlite3_context *c, int n, sqlite3_value **v)
{
    (void)n;
    change_case(c, v[0], fold_upper);
}

static void fn_length(sqlite3_context *c, int n, sqlite3_value **v)
{
    (void)n;
    const char *s = (const char *)sqlite3_value_text(v[0]);
    if (s)
        sqlite3_result_int64(c, (int64_t)text_letters(s, (size_t)sqlite3_value_bytes(v[0])));
}

static void fn_words(sqlite3_context *c, int n, sqlite3_value **v)
{
    (void)n;
    const char *s = (const char *)sqlite3_value_text(v[0]);
    if (s)
        sqlite3_result_int64(c, (int64_t)text_words(s, (size_t)sqlite3_value_bytes(v[0])));
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

static void fn_trim(sqlite3_context *c, int n, sqlite3_value **v)
{
    (void)n;
    const char *s = (const char *)sqlite3_value_text(v[0]);
    if (!s)
        return;
    size_t from = 0, to = (size_t)sqlite3_value_bytes(v[0]);
    while (from < to && is_blank(s[from]))
        from++;
    while (to > from && is_blank(s[to - 1]))
        to--;
    sqlite3_result_text(c, s + from, (int)(to - from), SQLITE_TRANSIENT);
}

/* days('2015-06-25') → days since 1970, so that two days can be subtracted; NULL for no day. */
static void fn_days(sqlite3_context *c, int n, sqlite3_value **v)
{
    (void)n;
    const char *s = (const char *)sqlite3_value_text(v[0]);
    struct date d;
    if (s && date_parse_iso(s, &d))
        sqlite3_result_int64(c, date_days(d));
}

/* Figures as whole numbers of 10^-9, exact for what 15 digits can say. False for anything else. */
static bool billionths(sqlite3_value *v, __int128 *ret)
{
    char digits[64];
    if (sqlite3_value_type(v) == SQLITE_INTEGER) {
        *ret = (__int128)sqlite3_value_int64(v) * 1000000000;
        return true;
    }
    double x = sqlite3_value_double(v);
    if (sqlite3_value_type(v) != SQLITE_FLOAT || !(x > -1e15 && x < 1e15))
        return false;
    snprintf(digits, sizeof digits, "%.9f", x);
    *ret = 0;
    for (const char *p = digits; *p; p++)
        if (*p >= '0' && *p <= '9')
            *ret = *ret * 10 + (*p - '0');
    if (*digits == '-')
        *ret = -*ret;
    return true;
}

/* share(part, whole, places): percent, rounded half away from zero; NULL without a whole. Exact. */
static void fn_share(sqlite3_context *c, int n, sqlite3_value **v)
{
    (void)n;
    __int128 part, whole;
    int64_t places = sqlite3_value_int64(v[2]), scale = 1;
    if (!billionths(v[0], &part) || !billionths(v[1], &whole) ||
        sqlite3_value_type(v[2]) != SQLITE_INTEGER || whole == 0 || places < 0 || places > 6)
        return;
    for (int64_t i = 0; i < places; i++)
        scale *= 10;
    if (whole < 0) {
        part = -part;
        whole = -whole;
    }
    __int128 up = part * 100 * scale * 2, half = up < 0 ? -whole : whole;
    __int128 rounded = (up + half) / (whole * 2);
    if (rounded > INT64_MAX || rounded < INT64_MIN)
        sqlite3_result_error(c, "integer overflow", -1);
    else if (places == 0)
        sqlite3_result_int64(c, (int64_t)rounded);
    else
        sqlite3_result_double(c, (double)rounded / (double)scale);
}

/* has(x, 'a'): whether an option is ticked; x is 'a,b', the ids joined by commas. NULL where nothing
 * is ticked or said. */
static void fn_has(sqlite3_context *c, int n, sqlite3_value **v)
{
    (void)n;
    const char *list = (const char *)sqlite3_value_text(v[0]);
    const char *id = (const char *)sqlite3_value_text(v[1]);
    if (!list || !id)
        return;
    size_t len = strlen(id);
    bool found = false;
    while (!found && *list) {
        size_t k = strcspn(list, ",");
        found = k == len && !memcmp(list, id, k);
        list += k + (list[k] == ',');
    }
    sqlite3_result_int(c, found);
}

static int compare_by(int (*order)(const char *, const char *), int an, const void *a, int bn, const void *b)
{
    if (an == bn && !memcmp(a, b, (size_t)an))
        return 0;
    char *x = xstrndup(a, (size_t)an), *y = xstrndup(b, (size_t)bn);
    int cmp = order(x, y);
    free(x);
    free(y);
    return cmp;
}

static int compare_vi(void *user, int an, const void *a, int bn, const void *b)
{
    (void)user;
    return compare_by(fold_compare, an, a, bn, b);
}

static int compare_vi_name(void *user, int an, const void *a, int bn, const void *b)
{
    (void)user;
    return compare_by(fold_compare_names, an, a, bn, b);
}

bool sandbox_add_functions(sqlite3 *db)
{
    static const struct {
        const char *name;
        int args;
        void (*call)(sqlite3_context *, int, sqlite3_value **);
    } own[] = {
        {"lower", 1, fn_lower}, {"upper", 1, fn_upper}, {"length", 1, fn_length},
        {"words", 1, fn_words}, {"trim", 1, fn_trim},   {"days", 1, fn_days},
        {"share", 3, fn_share}, {"has", 2, fn_has},
    };
    int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (sqlite3_create_function_v2(db, own[i].name, own[i].args, flags, NULL, own[i].call, NULL,
                                       NULL, NULL))
            return false;
    /* trim with two arguments runs long inside one step: take it away. */
    return !sqlite3_create_function_v2(db, "trim", 2, flags, NULL, NULL, NULL, NULL, NULL) &&
           !sqlite3_create_collation_v2(db, "vi", SQLITE_UTF8, NULL, compare_vi, NULL) &&
           !sqlite3_create_collation_v2(db, "vi_name", SQLITE_UTF8, NULL, compare_vi_name, NULL);
}
