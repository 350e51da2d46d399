/* Checks: an expression that must not be false. They are compiled by rules/; here stand their
 * ids, places and messages. */
#include "form/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "form/id.h"

#define CHECKS_MAX 4000

static void load_that(struct load *l, const struct yaml_node *node, void *into)
{
    struct check *check = into;
    load_string(l, node, &check->expression);
    check->at = (struct mark){node->text_line, node->text_column};
}

static void load_message(struct load *l, const struct yaml_node *node, void *into)
{
    struct check *check = into;
    load_text(l, node, &check->message);
    check->message_at = load_mark(node);
}

void load_check_level(struct load *l, const struct yaml_node *node, void *into)
{
    int i = load_word(l, node, problem_level_ids, 3, _("a level"));
    if (i >= 0)
        *(enum level *)into = (enum level)i;
}

static void add_place(struct load *l, const struct yaml_node *node, void *into)
{
    struct check *check = into;
    const char *id = load_scalar(l, node);
    if (!id)
        return;
    const struct field *f = check->table ? table_column(check->table, id) : form_field(l->form, id);
    if (f)
        *vec_add(&check->places) = f->index;
    else if (check->table)
        load_problem(l, node, _("a check of a table shows at its columns"),
                     _("the table has no column “%s”"), id);
    else
        load_problem(l, node, _("a check of the form shows at its fields"),
                     _("the form has no field “%s”"), id);
}

static void load_at(struct load *l, const struct yaml_node *node, void *into)
{
    load_list(l, node, add_place, into);
}

static const struct load_key check_keys[] = {
    {"check", load_id, offsetof(struct check, id), true},
    {"that", load_that, 0, true},
    {"level", load_check_level, offsetof(struct check, level), false},
    {"blank", load_blank, offsetof(struct check, blank), false},
    {"message", load_message, 0, false},
    {"at", load_at, 0, false},
    {0},
};

static bool id_is_taken(const struct form *f, const char *id)
{
    for (size_t i = 0; i + 1 < f->checks.n; i++)
        if (f->checks.v[i].id && !strcmp(f->checks.v[i].id, id))
            return true;
    return id_is_limit(id);
}

static void load_check(struct load *l, const struct yaml_node *node, struct field *table)
{
    if (!load_room(l, node, l->form->checks.n, CHECKS_MAX))
        return;
    struct check *check = vec_add(&l->form->checks);
    check->table = table;
    load_map(l, node, check_keys, check, _("a check"));
    if (check->id && id_is_taken(l->form, check->id))
        load_problem(l, yaml_get(node, "check"), _("give each check an id of its own"),
                     _("the id “%s” is taken"), check->id);
}

static void add_check(struct load *l, const struct yaml_node *node, void *into)
{
    (void)into;
    load_check(l, node, NULL);
}

static void add_row_check(struct load *l, const struct yaml_node *node, void *into)
{
    load_check(l, node, into);
}

void load_checks(struct load *l, const struct yaml_node *node, void *into)
{
    load_list(l, node, add_check, into);
}

void load_row_checks(struct load *l, const struct yaml_node *node, void *into)
{
    const struct field *table = into;
    if (table->table)
        load_list(l, node, add_row_check, into);
}
