/* What can be judged only when the whole form is read: names that other parts must know. */
#include "form/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"

VEC_TYPEDEF(names, const char *);

static void add_ids(struct names *names, struct field *const *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (fields[i]->id)
            *vec_add(names) = fields[i]->id;
}

static void collect_names(const struct load *l, const struct field *table,
                          const char *const *extra, struct names *names)
{
    if (table)
        add_ids(names, table->table->columns.v, table->table->columns.n);
    for (; extra && *extra; extra++)
        *vec_add(names) = *extra;
    add_ids(names, l->form->fields.v, l->form->fields.n);
}

/* A field's id with __letters or __words behind it: how long its text is. */
static bool is_counted(const char *name, const char *id)
{
    size_t n = strlen(id);
    return !strncmp(name, id, n) &&
           (!strcmp(name + n, "__letters") || !strcmp(name + n, "__words"));
}

/* "table.column", the sum of a column, or "row.column", a cell of a fixed row. */
static bool is_total(const struct form *form, const char *name)
{
    const char *point = strchr(name, '.');
    if (!point)
        return false;
    char *id = xstrndup(name, (size_t)(point - name));
    const struct field *table = form_field(form, id);
    free(id);
    if (table && table->table && table_column(table, point + 1))
        return true;
    return load_cell(form, name, NULL) != NULL;
}

static void check_name(struct load *l, struct mark at, const struct names *names, const char *name)
{
    for (size_t i = 0; i < names->n; i++)
        if (!strcmp(names->v[i], name) || is_counted(name, names->v[i]))
            return;
    if (is_total(l->form, name))
        return;
    char *remedy = load_suggestion(name, names->v, names->n);
    load_problem_at(l, at, remedy, _("nothing is called {%s} here"), name);
    free(remedy);
}

static void check_text(struct load *l, struct mark at, const struct names *names, const char *s)
{
    while (s && (s = strchr(s, '{'))) {
        size_t n = strcspn(++s, "{}");
        if (s[n] != '}') {
            load_problem_at(l, at, _("write {id}: the id of a field in braces"),
                            _("a brace is not closed"));
            return;
        }
        char *name = xstrndup(s, n);
        check_name(l, at, names, name);
        free(name);
        s += n;
    }
}

void load_placeholders(struct load *l, struct mark at, const struct text *text,
                       const struct field *table, const char *const *extra)
{
    struct names names = {0};
    collect_names(l, table, extra, &names);
    check_text(l, at, &names, text->vi);
    check_text(l, at, &names, text->en);
    vec_finish(&names);
}

void load_links(struct load *l)
{
    const struct form *form = l->form;
    load_check_ids(l);
    load_check_was(l);
    load_placeholders(l, form->sections.n ? form->sections.v[0].at : (struct mark){1, 1},
                      &form->entry_title, NULL, NULL);
    for (size_t i = 0; i < form->checks.n; i++) {
        const struct check *c = &form->checks.v[i];
        static const char *const row[] = {"_row", NULL};
        load_placeholders(l, c->message_at, &c->message, c->table, c->table ? row : NULL);
    }
}
