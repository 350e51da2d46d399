/* What the paper prints around the answers. */
#include "form/load.h"

#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"

static const char *const filled_in[] = {"unit", "province", "number", "place",
                                        "day",  "month",    "year",   NULL};

static void load_line(struct load *l, const struct yaml_node *node, void *into)
{
    load_text(l, node, into);
    load_placeholders(l, load_mark(node), into, NULL, filled_in);
}

static void add_line(struct load *l, const struct yaml_node *node, void *into)
{
    struct text_list *list = into;
    load_line(l, node, vec_add(list));
}

static void load_lines(struct load *l, const struct yaml_node *node, void *into)
{
    load_list(l, node, add_line, into);
}

static void load_field_of(struct load *l, const struct yaml_node *node, void *into, bool date)
{
    const char *id = load_scalar(l, node);
    if (!id)
        return;
    const struct field *f = form_field(l->form, id);
    if (!f)
        load_problem(l, node, _("write the id of a field"), _("the form has no field “%s”"), id);
    else if (f->table || (date && f->type && field_type_id(f->type) != TYPE_DATE))
        load_problem(l, node, _("write the id of another field"), _("“%s” has the wrong type"), id);
    else
        *(char **)into = xstrdup(id);
}

static void load_field_id(struct load *l, const struct yaml_node *node, void *into)
{
    load_field_of(l, node, into, false);
}

static void load_date_field(struct load *l, const struct yaml_node *node, void *into)
{
    load_field_of(l, node, into, true);
}

static const struct load_key signature_keys[] = {
    {"title", load_line, offsetof(struct signature, title), true},
    {"office", load_line, offsetof(struct signature, office), false},
    {"name_field", load_field_id, offsetof(struct signature, name_field), false},
    {0},
};

static void add_signature(struct load *l, const struct yaml_node *node, void *into)
{
    struct signature_list *list = into;
    load_map(l, node, signature_keys, vec_add(list), _("a signature"));
}

static void load_signatures(struct load *l, const struct yaml_node *node, void *into)
{
    load_list(l, node, add_signature, into);
}

static const struct load_key annex_keys[] = {
    {"head", load_lines, offsetof(struct print, annex.head), false},
    {"title", load_lines, offsetof(struct print, annex.title), false},
    {"notes", load_lines, offsetof(struct print, annex.notes), false},
    {"place_date", load_line, offsetof(struct print, annex.place_date), false},
    {"place_field", load_field_id, offsetof(struct print, annex.place_field), false},
    {"date_field", load_date_field, offsetof(struct print, annex.date_field), false},
    {"signatures", load_signatures, offsetof(struct print, annex.signatures), false},
    {0},
};

static void load_annex(struct load *l, const struct yaml_node *node, void *into)
{
    load_map(l, node, annex_keys, into, _("the annex"));
}

static const struct load_key print_keys[] = {
    {"head_left", load_lines, offsetof(struct print, head_left), false},
    {"head_right", load_lines, offsetof(struct print, head_right), false},
    {"number", load_line, offsetof(struct print, number), false},
    {"place_date", load_line, offsetof(struct print, place_date), false},
    {"number_field", load_field_id, offsetof(struct print, number_field), false},
    {"place_field", load_field_id, offsetof(struct print, place_field), false},
    {"date_field", load_date_field, offsetof(struct print, date_field), false},
    {"title", load_lines, offsetof(struct print, title), false},
    {"addressee", load_line, offsetof(struct print, addressee), false},
    {"notes", load_lines, offsetof(struct print, notes), false},
    {"signatures", load_signatures, offsetof(struct print, signatures), false},
    {"recipients", load_lines, offsetof(struct print, recipients), false},
    {"annex", load_annex, 0, false},
    {0},
};

void load_print(struct load *l, const struct yaml_node *node, void *into)
{
    load_map(l, node, print_keys, into, _("the print block"));
}
