/* What a name that nothing has may have been meant to be. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/nearest.h"
#include "rules/parts.h"

static size_t word_length(const char *s)
{
    size_t n = 0;
    while (isalnum((unsigned char)s[n]) || s[n] == '_' || (unsigned char)s[n] >= 0x80)
        n++;
    return n;
}

static void try_columns(struct nearest *n, const struct field *table)
{
    for (size_t i = 0; table->table && i < table->table->columns.n; i++)
        nearest_try(n, table->table->columns.v[i]->id);
}

static void try_rows(struct nearest *n, const struct field *table)
{
    for (size_t i = 0; table->table && i < table->table->rows.n; i++)
        nearest_try(n, table->table->rows.v[i].id);
}

/* The table with such a column. */
static const struct field *table_of(const struct form *form, const char *word)
{
    for (size_t i = 0; i < form->fields.n; i++)
        if (table_column(form->fields.v[i], word))
            return form->fields.v[i];
    return NULL;
}

static char *hint(const struct form *form, const struct formula *f, const char *word)
{
    const struct field *other = table_of(form, word);
    if (other)
        return xasprintf(_("it is a column: write (select sum(%s) from %s), or a rule of the table"),
                         word, other->id);
    struct nearest n = {.word = word};
    if (f->table >= 0)
        try_columns(&n, form->fields.v[f->table]);
    for (size_t i = 0; i < form->fields.n; i++)
        nearest_try(&n, form->fields.v[i]->id);
    for (size_t i = 0; i < form->fields.n; i++) {
        try_rows(&n, form->fields.v[i]);
        try_columns(&n, form->fields.v[i]);
    }
    return n.best ? xasprintf(_("did you mean “%s”?"), n.best) : NULL;
}

/* Whether the complaint is about this word: “word”, or “word.…”. */
static bool complains_of(const char *complaint, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = complaint; n && (at = strstr(at, word)); at += n)
        if (at[n] == '.' || !strncmp(at + n, "”", strlen("”")))
            return true;
    return false;
}

static bool is_known(const struct form *form, const char *word)
{
    bool known = form_field(form, word) != NULL;
    for (size_t i = 0; i < form->fields.n && !known; i++)
        known = table_row(form->fields.v[i], word) >= 0;
    return known;
}

/* Of a name with a point the part before it is looked at first. */
char *formula_hint(const struct rules *r, const struct formula *f, size_t offset,
                   const char *complaint)
{
    char *found = NULL;
    for (const char *at = f->text + offset; !found && *at; at++) {
        size_t n = word_length(at);
        char *word = xstrndup(at, n);
        if (n && at[n] != '(' && complains_of(complaint, word) && !is_known(r->form, word))
            found = hint(r->form, f, word);
        free(word);
        at += n;
        if (*at != '.')
            break;
    }
    return found;
}

/* ---- options -------------------------------------------------------------------------------- */

/* Whether only "=", "<>", "in (" or a comma stand between a choice and the text, or two texts. */
static bool is_compared(const char *s, size_t from, size_t to)
{
    bool any = false;
    for (size_t i = from; i < to; i++) {
        if (strchr("=<>!(,", s[i]))
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
    size_t at = 0, from, len, end = 0;
    bool good = true, text;
    while (sandbox_next_word(f->text, &at, &from, &len, &text)) {
        if (text) {
            if (choice && is_compared(f->text, end, from) &&
                !is_option(choice, f->text + from + 1, len - 2)) {
                refuse_option(r, f, choice, from, f->text + from + 1, len - 2);
                good = false;
            }
        } else if (!(choice && is_in(f->text, from, len))) {
            const struct field *named = formula_field(r, f, f->text + from, len);
            choice = named && named->options.n && !named->several ? named : NULL;
        }
        end = from + len;
    }
    return good;
}
