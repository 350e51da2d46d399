#include "cli/form_diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "cli/outline.h"

/* Everything that a clerk would notice of a field, as text. */
static char *describe(const struct field *f)
{
    struct str b = {0};
    outline_field_facts(&b, f);
    if (f->when.text)
        outline_add(&b, "%s: %s", _("only where"), f->when.text);
    str_addf(&b, " “%s”", text_of(&f->label));
    return str_take(&b);
}

static const struct field *same(const struct form *form, const struct field *table, const char *id)
{
    return table ? table_column(table, id) : form_field(form, id);
}

static bool compare_field(const struct field *a, const struct field *b, const char *name, FILE *out)
{
    char *old = describe(a), *new = describe(b);
    bool differs = strcmp(old, new) != 0;
    if (differs)
        fprintf(out, "~ %s: %s → %s\n", name, old, new);
    free(old);
    free(new);
    return differs;
}

/* What a row says: its label, and its cells where they are not their columns. */
static char *describe_row(const struct table *t, const struct fixed_row *r)
{
    struct str b = {0};
    str_addf(&b, "“%s”", text_of(&r->label));
    for (size_t i = 0; i < t->columns.n && !r->heading; i++) {
        const struct field *cell = r->cells[i], *column = t->columns.v[i];
        if (cell == column)
            continue;
        str_addf(&b, ", %s: ", column->id);
        char *facts = cell ? describe(cell) : xstrdup("×");
        str_add(&b, facts);
        free(facts);
    }
    return str_take(&b);
}

static bool compare_rows(const struct field *a, const struct field *b, FILE *out)
{
    bool differs = false;
    for (size_t i = 0; i < a->table->rows.n; i++) {
        const struct fixed_row *x = &a->table->rows.v[i];
        int k = table_row(b, x->id);
        char *old = describe_row(a->table, x);
        char *new = k < 0 ? NULL : describe_row(b->table, &b->table->rows.v[k]);
        if (!new)
            fprintf(out, "- %s.%s\n", a->id, x->id);
        else if (strcmp(old, new))
            fprintf(out, "~ %s.%s: %s → %s\n", a->id, x->id, old, new);
        differs |= !new || strcmp(old, new);
        free(old);
        free(new);
    }
    for (size_t i = 0; i < b->table->rows.n; i++)
        if (table_row(a, b->table->rows.v[i].id) < 0) {
            fprintf(out, "+ %s.%s\n", b->id, b->table->rows.v[i].id);
            differs = true;
        }
    return differs;
}

/* Fields of one level, in both directions; tables go one level deeper. */
static bool compare_fields(const struct form *fa, const struct form *fb, const struct field *ta,
                           const struct field *tb, FILE *out)
{
    bool differs = false;
    size_t na = ta ? ta->table->columns.n : fa->fields.n;
    size_t nb = tb ? tb->table->columns.n : fb->fields.n;
    for (size_t i = 0; i < na; i++) {
        const struct field *a = ta ? ta->table->columns.v[i] : fa->fields.v[i];
        const struct field *b = same(fb, tb, a->id);
        char *name = xasprintf("%s%s%s", ta ? ta->id : "", ta ? "." : "", a->id);
        if (!b) {
            fprintf(out, "- %s\n", name);
            differs = true;
        } else {
            differs |= compare_field(a, b, name, out);
            if (a->table && b->table) {
                differs |= compare_fields(fa, fb, a, b, out);
                differs |= compare_rows(a, b, out);
            }
        }
        free(name);
    }
    for (size_t i = 0; i < nb; i++) {
        const struct field *b = tb ? tb->table->columns.v[i] : fb->fields.v[i];
        if (same(fa, ta, b->id))
            continue;
        fprintf(out, "+ %s%s%s\n", tb ? tb->id : "", tb ? "." : "", b->id);
        differs = true;
    }
    return differs;
}

static const struct check *find_check(const struct form *f, const char *id)
{
    for (size_t i = 0; i < f->checks.n; i++)
        if (!strcmp(f->checks.v[i].id, id))
            return &f->checks.v[i];
    return NULL;
}

static bool compare_checks(const struct form *a, const struct form *b, FILE *out)
{
    bool differs = false;
    for (size_t i = 0; i < a->checks.n; i++) {
        const struct check *x = &a->checks.v[i], *y = find_check(b, x->id);
        if (y && !strcmp(x->expression, y->expression) && x->level == y->level)
            continue;
        differs = true;
        if (y)
            fprintf(out, _("~ rule %s: %s → %s\n"), x->id, x->expression, y->expression);
        else
            fprintf(out, _("- rule %s\n"), x->id);
    }
    for (size_t i = 0; i < b->checks.n; i++)
        if (!find_check(a, b->checks.v[i].id)) {
            fprintf(out, _("+ rule %s: %s\n"), b->checks.v[i].id, b->checks.v[i].expression);
            differs = true;
        }
    return differs;
}

static bool compare_due(const struct form *a, const struct form *b, FILE *out)
{
    bool differs = a->reporters.n != b->reporters.n;
    if (differs)
        fprintf(out, _("~ groups that report: %zu → %zu\n"), a->reporters.n, b->reporters.n);
    for (size_t i = 0; i < a->reporters.n && i < b->reporters.n; i++) {
        char old[16] = "-", new[16] = "-";
        const struct reporter *x = &a->reporters.v[i], *y = &b->reporters.v[i];
        if (x->has_due)
            outline_due(x->due, old);
        if (y->has_due)
            outline_due(y->due, new);
        if (strcmp(old, new) || x->inclusive != y->inclusive) {
            fprintf(out, _("~ due: %s → %s\n"), old, new);
            differs = true;
        }
    }
    return differs;
}

bool form_diff(const struct form *a, const struct form *b, FILE *out)
{
    bool differs = false;
    if (strcmp(text_of(&a->title), text_of(&b->title))) {
        fprintf(out, _("~ title: %s → %s\n"), text_of(&a->title), text_of(&b->title));
        differs = true;
    }
    differs |= compare_fields(a, b, NULL, NULL, out);
    differs |= compare_checks(a, b, out);
    differs |= compare_due(a, b, out);
    return differs;
}
