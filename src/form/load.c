#include "form/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/id.h"
#include "form/nearest.h"

/* More names than this are no help. */
#define NAMES_MAX 12
#define LIST_MAX 20000 /* a country has eleven thousand communes */

struct mark load_mark(const struct yaml_node *node)
{
    return (struct mark){node->line, node->column};
}

static void add_problem(struct load *l, struct mark at, const char *remedy, char *message)
{
    problem_add(l->problems, PROBLEM_ERROR, at.line, at.column, remedy, "%s", message);
    free(message);
}

void load_problem(struct load *l, const struct yaml_node *node, const char *remedy,
                  const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    add_problem(l, load_mark(node), remedy, xvasprintf(fmt, ap));
    va_end(ap);
}

void load_problem_at(struct load *l, struct mark at, const char *remedy, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    add_problem(l, at, remedy, xvasprintf(fmt, ap));
    va_end(ap);
}

char *load_suggestion(const char *word, const char *const *names, size_t count)
{
    struct nearest n = {.word = word};
    for (size_t i = 0; i < count; i++)
        nearest_try(&n, names[i]);
    if (n.best)
        return xasprintf(_("did you mean “%s”?"), n.best);
    if (!count)
        return NULL;
    struct str b = {0};
    str_add(&b, _("known here: "));
    for (size_t i = 0; i < count && i < NAMES_MAX; i++)
        str_addf(&b, "%s%s", i ? ", " : "", names[i]);
    if (count > NAMES_MAX)
        str_add(&b, ", …");
    return str_take(&b);
}

static bool key_is_known(const struct load_key *keys, const char *name)
{
    for (; keys->name; keys++)
        if (!strcmp(keys->name, name))
            return true;
    return false;
}

static void refuse_key(struct load *l, const struct yaml_pair *pair, const struct load_key *keys,
                       const char *what)
{
    struct mark at = {pair->line, pair->column};
    VEC(const char *) names = {0};
    for (const struct load_key *k = keys; k->name; k++)
        *vec_add(&names) = k->name;
    char *remedy = load_suggestion(pair->key, names.v, names.n);
    load_problem_at(l, at, remedy, _("unknown key “%s” in %s"), pair->key, what);
    free(remedy);
    vec_finish(&names);
}

void load_map(struct load *l, const struct yaml_node *node, const struct load_key *keys, void *into,
              const char *what)
{
    if (node->kind != YAML_MAP) {
        load_problem(l, node, _("write “key: value”, a line each"), _("%s was expected here"),
                     what);
        return;
    }
    for (size_t i = 0; i < node->count; i++)
        if (!key_is_known(keys, node->pairs[i].key))
            refuse_key(l, &node->pairs[i], keys, what);
    for (const struct load_key *k = keys; k->name; k++) {
        const struct yaml_node *value = yaml_get(node, k->name);
        if (value)
            k->read(l, value, (char *)into + k->offset);
        else if (k->required)
            load_problem(l, node, _("add it; without it the form cannot be used"),
                         _("the key “%s” is missing in %s"), k->name, what);
    }
}

bool load_room(struct load *l, const struct yaml_node *node, size_t count, size_t max)
{
    if (count < max)
        return true;
    if (!l->full)
        load_problem(l, node, _("split it"), _("more than %zu of these are too many"), max);
    l->full = true;
    return false;
}

void load_list(struct load *l, const struct yaml_node *node,
               void (*read)(struct load *l, const struct yaml_node *node, void *into), void *into)
{
    if (node->kind != YAML_LIST)
        load_problem(l, node, _("write each on a line of its own, after “- ”"),
                     _("a list was expected here"));
    else if (!node->count)
        load_problem(l, node, _("fill it, or take its key away"), _("the list is empty"));
    else
        for (size_t i = 0; i < node->count && load_room(l, node->items[i], i, LIST_MAX); i++)
            read(l, node->items[i], into);
}

/* ---- single values -------------------------------------------------------------------------- */

const char *load_scalar(struct load *l, const struct yaml_node *node)
{
    if (node->kind != YAML_SCALAR) {
        load_problem(l, node,
                     _("write one value; a text that begins with [ or { in quotation marks"),
                     _("a single value was expected here"));
        return NULL;
    }
    if (!node->text[strspn(node->text, " \t\n")]) {
        load_problem(l, node, _("write it, or take its key away"), _("the value is empty"));
        return NULL;
    }
    return node->text;
}

void load_string(struct load *l, const struct yaml_node *node, void *into)
{
    const char *text = load_scalar(l, node);
    if (text)
        *(char **)into = xstrdup(text);
}

void load_id(struct load *l, const struct yaml_node *node, void *into)
{
    const char *text = load_scalar(l, node);
    if (!text)
        return;
    enum id_fault fault = id_check(text);
    if (fault != ID_GOOD)
        load_problem(l, node, id_fault_text(fault), _("“%s” cannot be an id"), text);
    else
        *(char **)into = xstrdup(text);
}

static const struct load_key text_keys[] = {
    {"vi", load_string, offsetof(struct text, vi), false},
    {"en", load_string, offsetof(struct text, en), false},
    {0},
};

void load_text(struct load *l, const struct yaml_node *node, void *into)
{
    struct text *text = into;
    if (node->kind != YAML_MAP) {
        load_string(l, node, &text->vi);
        return;
    }
    load_map(l, node, text_keys, text, _("a text"));
    if (!yaml_get(node, "vi"))
        load_problem(l, node, _("write vi: …; English is optional"),
                     _("the Vietnamese text is missing"));
}

static void add_text(struct load *l, const struct yaml_node *node, void *into)
{
    struct text_list *list = into;
    load_text(l, node, vec_add(list));
}

void load_texts(struct load *l, const struct yaml_node *node, void *into)
{
    load_list(l, node, add_text, into);
}

void load_bool(struct load *l, const struct yaml_node *node, void *into)
{
    const char *text = load_scalar(l, node);
    if (!text)
        return;
    bool yes = !strcmp(text, "true");
    if (!yes && strcmp(text, "false"))
        load_problem(l, node, _("write true or false"), _("“%s” is neither true nor false"), text);
    else
        *(bool *)into = yes;
}

/* Whole numbers within ±2^53, as the answers themselves are. */
bool load_integer(struct load *l, const struct yaml_node *node, int64_t *ret)
{
    const char *text = load_scalar(l, node);
    if (!text)
        return false;
    const char *digits = text + (*text == '-');
    size_t n = strspn(digits, "0123456789");
    int64_t value = n > 0 && n < 17 && !digits[n] ? strtoll(text, NULL, 10) : INT64_MAX;
    if (value > INT64_C(9007199254740992) || value < -INT64_C(9007199254740992)) {
        load_problem(l, node, _("write digits only: 1000, not 1.000"),
                     _("“%s” is no whole number"), text);
        return false;
    }
    *ret = value;
    return true;
}

bool load_decimal(struct load *l, const struct yaml_node *node, struct decimal *ret)
{
    const char *text = load_scalar(l, node);
    if (text && decimal_parse_canonical(text, ret))
        return true;
    if (text)
        load_problem(l, node, _("write digits, with a point before the fraction: 1000, 0.5"),
                     _("“%s” is no figure"), text);
    return false;
}

void load_count(struct load *l, const struct yaml_node *node, void *into)
{
    int64_t value;
    if (!load_integer(l, node, &value))
        return;
    if (value < 1 || value > 1000000)
        load_problem(l, node, NULL, _("a number from 1 to 1000000 was expected here"));
    else
        *(int *)into = (int)value;
}

void load_date(struct load *l, const struct yaml_node *node, void *into)
{
    const char *text = load_scalar(l, node);
    if (text && !date_parse_iso(text, into))
        load_problem(l, node, _("write year-month-day, as in 2015-06-25"), _("“%s” is no day"),
                     text);
}

int load_word(struct load *l, const struct yaml_node *node, const char *const *names, size_t count,
              const char *what)
{
    const char *text = load_scalar(l, node);
    if (!text)
        return -1;
    for (size_t i = 0; i < count; i++)
        if (!strcmp(names[i], text))
            return (int)i;
    char *remedy = load_suggestion(text, names, count);
    load_problem(l, node, remedy, _("“%s” is not %s"), text, what);
    free(remedy);
    return -1;
}
