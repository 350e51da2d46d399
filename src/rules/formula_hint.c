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
