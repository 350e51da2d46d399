/* Choices that are compared with what is no option of theirs: mostly its label, or a slip. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/nearest.h"
#include "rules/parts.h"

/* Whether only "=", "<>" or "(" stand between a choice and a text; between two texts a comma. */
static bool is_compared(const char *s, size_t from, size_t to, const char *signs)
{
    bool any = false;
    for (size_t i = from; i < to; i++) {
        if (strchr(signs, s[i]))
            any = true;
        else if (!isspace((unsigned char)s[i]))
            return false;
    }
    return any;
}

static bool is_in(const char *s, size_t from, size_t len)
{
    return len == 2 && (s[from] | 32) == 'i' && (s[from + 1] | 32) == 'n';
}

static bool is_option(const struct field *f, const char *text, size_t len)
{
    char *id = xstrndup(text, len);
    bool known = field_option(f, id) || (f->other && !strcmp(id, OTHER_ID));
    free(id);
    return known;
}

/* _level is compared like a choice. */
static const struct field *level_choice(const char *word, size_t len)
{
    static struct option options[] = {{(char *)"tinh", {NULL, NULL}},
                                      {(char *)"huyen", {NULL, NULL}},
                                      {(char *)"xa", {NULL, NULL}}};
    static const struct field level = {.id = (char *)"_level",
                                       .options = {.v = options, .n = 3, .cap = 3}};
    return len == strlen(level.id) && !strncmp(word, level.id, len) ? &level : NULL;
}

static void refuse_option(struct rules *r, const struct formula *f, const struct field *choice,
                          size_t at, const char *text, size_t len)
{
    struct str ids = {0};
    struct nearest n = {0};
    char *word = xstrndup(text, len);
    n.word = word;
    str_add(&ids, _("write the id of an option: "));
    for (size_t i = 0; i < choice->options.n; i++) {
        nearest_try(&n, choice->options.v[i].id);
        str_addf(&ids, "%s%s", i ? ", " : "", choice->options.v[i].id);
    }
    char *near = n.best ? xasprintf(_("did you mean “%s”?"), n.best) : NULL;
    char *what = xasprintf(_("“%s” is no option of “%s”"), word, choice->id);
    formula_complain(r, f, at, near ? near : str_text(&ids), what);
    free(what);
    free(near);
    free(word);
    str_finish(&ids);
}

bool formula_options(struct rules *r, const struct formula *f)
{
    const struct field *choice = NULL;
    const char *signs = "=<>!(", *s = f->text;
    size_t at = 0, from, len, end = 0;
    bool good = true, literal;
    while (sandbox_next_word(s, &at, &from, &len, &literal)) {
        if (!literal && !(choice && is_in(s, from, len))) {
            const struct field *named = level_choice(s + from, len);
            if (!named)
                named = formula_field(r, f, s + from, len);
            choice = named && named->options.n && !named->several ? named : NULL;
            signs = "=<>!(";
        } else if (literal && (s[from] != '\'' || !is_compared(s, end, from, signs))) {
            choice = NULL;
        } else if (literal && choice) {
            signs = ",";
            if (!is_option(choice, s + from + 1, len - 2)) {
                refuse_option(r, f, choice, from, s + from + 1, len - 2);
                good = false;
            }
        }
        end = from + len;
    }
    return good;
}
