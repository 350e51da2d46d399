#include "db/sandbox_part.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"

/* What is never part of an expression, longest first where one begins another. */
static const struct refusal {
    const char *text, *why;
} refusals[] = {
    {";", N_("“;” has no place here: an expression is one question, not several commands")},
    {"--", N_("a comment has no place in an expression: write it after # outside of it")},
    {"/*", N_("a comment has no place in an expression: write it after # outside of it")},
    {"*/", N_("a comment has no place in an expression: write it after # outside of it")},
    {"\"", N_("double quotes are not used in expressions: write text in single quotes, 'so', and "
              "names of fields without quotes")},
    {"`", N_("write names of fields without quotes")},
    {"[", N_("write names of fields without brackets")},
    {"]", N_("write names of fields without brackets")},
    {"?", N_("“?” has no place in an expression: write a field or a value")},
    {"@", N_("“@” has no place in an expression: write a field or a value")},
    {"$", N_("“$” has no place in an expression: write a field or a value")},
    {":", N_("“:” has no place in an expression: write a field or a value")},
    {"#", N_("“#” has no place in an expression: write a field or a value")},
    {"{", N_("write names of fields without braces; braces belong in messages")},
    {"}", N_("write names of fields without braces; braces belong in messages")},
    {"\\", N_("“\\” has no place in an expression: write a field or a value")},
    {"“", N_("write text in straight single quotes, 'so'")},
    {"”", N_("write text in straight single quotes, 'so'")},
    {"‘", N_("write text in straight single quotes, 'so'")},
    {"’", N_("write text in straight single quotes, 'so'")},
    {"&&", N_("write AND instead of &&")},
    {"=>", N_("write >= instead of =>")},
    {"=<", N_("write <= instead of =<")},
    {"≥", N_("write >= instead of ≥")},
    {"≤", N_("write <= instead of ≤")},
    {"≠", N_("write <> instead of ≠")},
    {"×", N_("write * instead of ×")},
    {"÷", N_("write share(part, whole, places) instead of ÷")},
    {"–", N_("write the sign - instead of a dash")},
    {"—", N_("write the sign - instead of a dash")},
    {"−", N_("write the sign - instead of a dash")},
};

static const struct refusal *refusal_at(const char *s)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        if (!strncmp(s, refusals[i].text, strlen(refusals[i].text)))
            return &refusals[i];
    return NULL;
}

static bool is_word(unsigned char c)
{
    return isalnum(c) || c == '_' || c >= 0x80;
}

static struct token read_text(const char *s, size_t at)
{
    size_t i = at + 1;
    while (s[i] && (s[i] != '\'' || s[i + 1] == '\''))
        i += s[i] == '\'' ? 2 : 1;
    if (!s[i])
        return (struct token){TOKEN_REFUSED, at, i};
    return (struct token){TOKEN_TEXT, at, i + 1};
}

static struct token read_number(const char *s, size_t at)
{
    size_t i = at;
    bool real = false;
    if (s[i] == '0' && (s[i + 1] == 'x' || s[i + 1] == 'X')) {
        i += 2;
        while (isxdigit((unsigned char)s[i]))
            i++;
        return (struct token){TOKEN_INTEGER, at, i};
    }
    for (; isdigit((unsigned char)s[i]) || s[i] == '.'; i++)
        real |= s[i] == '.';
    if ((s[i] == 'e' || s[i] == 'E') &&
        isdigit((unsigned char)s[i + 1 + (s[i + 1] == '-' || s[i + 1] == '+')])) {
        real = true;
        for (i += 2; isdigit((unsigned char)s[i]); i++)
            ;
    }
    return (struct token){real ? TOKEN_REAL : TOKEN_INTEGER, at, i};
}

static struct token read_sign(const char *s, size_t at)
{
    static const struct {
        const char *text;
        enum token_kind kind;
    } signs[] = {
        {"->>", TOKEN_OTHER}, {"->", TOKEN_OTHER},   {"<<", TOKEN_OTHER},  {">>", TOKEN_OTHER},
        {"==", TOKEN_COMPARE}, {"<>", TOKEN_COMPARE}, {"!=", TOKEN_COMPARE}, {"<=", TOKEN_COMPARE},
        {">=", TOKEN_COMPARE}, {"=", TOKEN_COMPARE},  {"<", TOKEN_COMPARE},  {">", TOKEN_COMPARE},
        {"(", TOKEN_OPEN},     {")", TOKEN_CLOSE},    {",", TOKEN_COMMA},    {"*", TOKEN_TIMES},
        {"%", TOKEN_TIMES},    {"/", TOKEN_DIVIDE},
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (!strncmp(s + at, signs[i].text, strlen(signs[i].text)))
            return (struct token){signs[i].kind, at, at + strlen(signs[i].text)};
    return (struct token){TOKEN_OTHER, at, at + 1};
}

struct token sandbox_token(const char *s, size_t at)
{
    while (s[at] && isspace((unsigned char)s[at]))
        at++;
    if (!s[at])
        return (struct token){TOKEN_END, at, at};
    const struct refusal *r = refusal_at(s + at);
    if (r)
        return (struct token){TOKEN_REFUSED, at, at + strlen(r->text)};
    unsigned char c = (unsigned char)s[at];
    if (c == '\'')
        return read_text(s, at);
    if (isdigit(c) || (c == '.' && isdigit((unsigned char)s[at + 1])))
        return read_number(s, at);
    if (!is_word(c))
        return read_sign(s, at);
    size_t i = at;
    while (is_word((unsigned char)s[i]) && !refusal_at(s + i))
        i++;
    return (struct token){TOKEN_WORD, at, i};
}

bool sandbox_token_is(const char *s, struct token t, const char *word)
{
    return strlen(word) == t.to - t.from && !strncasecmp(s + t.from, word, t.to - t.from);
}

bool sandbox_boundary(const char *s, struct token t)
{
    static const char *const words[] = {
        "and",    "or",     "not",   "case",  "when", "then",  "else",  "end",   "select", "from",
        "where",  "group",  "by",    "having", "order", "limit", "on",   "join",  "as",     "distinct",
        "all",    "union",  "except", "intersect", "with", "values", "filter", "over", "cross",
        "inner",  "left",   "using", "between", "exists", "offset",
    };
    for (size_t i = 0; t.kind == TOKEN_WORD && i < sizeof words / sizeof *words; i++)
        if (sandbox_token_is(s, t, words[i]))
            return true;
    return t.kind == TOKEN_COMMA || t.kind == TOKEN_CLOSE || t.kind == TOKEN_END;
}

#define CHAIN_MAX 8
/* A longer chain is not repeated in the message. */
#define SHOWN_MAX 200

/* The comparisons of one stretch between boundaries, at one depth of brackets. */
struct stretch {
    size_t from, open; /* first byte; the bracket it stands in */
    struct token sign[CHAIN_MAX];
    int signs;
};

static void add_trimmed(struct str *out, const char *s, size_t from, size_t to)
{
    while (from < to && isspace((unsigned char)s[from]))
        from++;
    while (to > from && isspace((unsigned char)s[to - 1]))
        to--;
    str_addn(out, s + from, to - from);
}

static bool fault(struct sandbox_fault *ret, size_t offset, char *message)
{
    ret->offset = offset;
    ret->message = message;
    return false;
}

/* a = b = c is (a = b) = c in SQL: 1 = c. Shows what was meant. */
static bool check_chain(const char *s, const struct stretch *x, size_t end,
                        struct sandbox_fault *ret)
{
    if (x->signs < 2)
        return true;
    struct str parts = {0};
    bool shown = end - x->from <= SHOWN_MAX;
    if (!shown)
        str_add(&parts, "a < b AND b < c");
    for (int i = 0; i < x->signs && shown; i++) {
        if (i)
            str_add(&parts, " AND ");
        add_trimmed(&parts, s, i ? x->sign[i - 1].to : x->from, x->sign[i].from);
        str_addc(&parts, ' ');
        str_addn(&parts, s + x->sign[i].from, x->sign[i].to - x->sign[i].from);
        str_addc(&parts, ' ');
        add_trimmed(&parts, s, x->sign[i].to, i + 1 < x->signs ? x->sign[i + 1].from : end);
    }
    char *message = xasprintf(_("comparisons cannot be chained: write separate checks, or %s"),
                              str_text(&parts));
    str_finish(&parts);
    return fault(ret, x->sign[1].from, message);
}

static char *refused_message(const char *s, struct token t)
{
    const struct refusal *r = refusal_at(s + t.from);
    if (r)
        return xstrdup(_(r->why));
    return xstrdup(_("the text that begins here has no closing quote '"));
}

/* Names that would reach behind the relations. */
static bool is_hidden_name(const char *s, struct token t)
{
    return t.kind == TOKEN_WORD &&
           (!strncmp(s + t.from, "__", 2) || sandbox_token_is(s, t, "rowid") ||
            sandbox_token_is(s, t, "oid") || sandbox_token_is(s, t, "_rowid_"));
}

static bool check_token(const char *s, struct token t, int depth, struct sandbox_fault *ret)
{
    if (t.kind == TOKEN_REFUSED)
        return fault(ret, t.from, refused_message(s, t));
    if (is_hidden_name(s, t))
        return fault(ret, t.from, xasprintf(_("unknown name “%.*s”"), (int)(t.to - t.from),
                                            s + t.from));
    if (t.kind == TOKEN_CLOSE && depth == 0)
        return fault(ret, t.from, xstrdup(_("this bracket ) closes nothing")));
    if (t.kind == TOKEN_OPEN && depth + 1 >= SANDBOX_BRACKETS)
        return fault(ret, t.from, xstrdup(_("the expression is nested too deep or too long")));
    return true;
}

bool sandbox_lex(const char *s, struct sandbox_fault *ret)
{
    struct stretch stack[SANDBOX_BRACKETS] = {{0}};
    int depth = 0;
    struct token t = sandbox_token(s, 0);
    if (t.kind == TOKEN_END)
        return fault(ret, 0, xstrdup(_("the expression is empty")));
    for (;; t = sandbox_token(s, t.to)) {
        struct stretch *x = &stack[depth];
        if (!check_token(s, t, depth, ret))
            return false;
        if (sandbox_boundary(s, t)) {
            if (!check_chain(s, x, t.from, ret))
                return false;
            x->signs = 0;
            x->from = t.to;
        }
        if (t.kind == TOKEN_END)
            break;
        if (t.kind == TOKEN_COMPARE && x->signs < CHAIN_MAX)
            x->sign[x->signs++] = t;
        if (t.kind == TOKEN_OPEN)
            stack[++depth] = (struct stretch){.from = t.to, .open = t.from};
        if (t.kind == TOKEN_CLOSE)
            depth--;
    }
    if (depth)
        return fault(ret, stack[depth].open, xstrdup(_("this bracket ( is never closed")));
    return true;
}

bool sandbox_next_word(const char *s, size_t *at, size_t *ret_from, size_t *ret_len,
                       bool *ret_literal)
{
    for (struct token t = sandbox_token(s, *at); t.kind != TOKEN_END; t = sandbox_token(s, t.to)) {
        *at = t.to;
        if (t.kind != TOKEN_WORD && t.kind != TOKEN_TEXT && t.kind != TOKEN_INTEGER)
            continue;
        *ret_literal = t.kind != TOKEN_WORD;
        *ret_from = t.from;
        *ret_len = t.to - t.from;
        return true;
    }
    return false;
}
