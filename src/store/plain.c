#include "store/plain.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

struct lexer {
    const char *p;
    const char *word; /* the token: a name, a number, a quoted text, or one sign */
    size_t len;
};

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || (unsigned char)c >= 0x80;
}

static const char *skip_blank(const char *p)
{
    for (;;) {
        p += strspn(p, " \t\r\n");
        if (p[0] == '-' && p[1] == '-')
            p += strcspn(p, "\n");
        else
            return p;
    }
}

/* false at the end of the text. */
static bool next(struct lexer *l)
{
    l->p = skip_blank(l->p);
    l->word = l->p;
    if (!*l->p)
        return false;
    if (is_word(*l->p)) {
        while (is_word(*l->p))
            l->p++;
    } else if (*l->p == '"' || *l->p == '\'' || *l->p == '`') {
        const char *end = strchr(l->p + 1, *l->p);
        l->p = end ? end + 1 : l->p + strlen(l->p);
    } else {
        l->p++;
    }
    l->len = (size_t)(l->p - l->word);
    return true;
}

static bool token_is(const struct lexer *l, const char *word)
{
    return strlen(word) == l->len && !strncasecmp(l->word, word, l->len);
}

/* Words and signs that cannot stand in a plain definition. */
static bool is_forbidden(const struct lexer *l)
{
    static const char *const words[] = {"AS",     "GENERATED", "CHECK",   "DEFAULT", "COLLATE",
                                        "SELECT", "REFERENCES", "FOREIGN", ";",       "/",
                                        "[",      "@",          "$",       ":",       "?"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (token_is(l, words[i]))
            return true;
    return false;
}

/* The rest of a definition: a table may hold brackets two deep (a key, a length), an index only its
 * list of columns. */
static bool rest_is_plain(struct lexer *l, bool table)
{
    int depth = 0, deepest = table ? 2 : 1, opened = 0;
    while (next(l)) {
        if (is_forbidden(l))
            return false;
        depth += (*l->word == '(') - (*l->word == ')');
        opened += *l->word == '(';
        if (depth < 0 || depth > deepest || (!table && opened > 1))
            return false;
    }
    return depth == 0;
}

bool sql_is_plain(const char *sql)
{
    struct lexer l = {.p = sql};
    if (!next(&l) || !token_is(&l, "CREATE") || !next(&l))
        return false;
    if (token_is(&l, "TABLE"))
        return rest_is_plain(&l, true);
    if (token_is(&l, "UNIQUE") && !next(&l))
        return false;
    return token_is(&l, "INDEX") && rest_is_plain(&l, false);
}
