#include "form/catalogue.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/load.h"

/* ---- reading -------------------------------------------------------------------------------- */

/* What stands before a unit's name: "Huyện", "Huyện ủy", "Huyện Đoàn". */
struct prefix {
    char *kind, *unit, *party, *youth;
};

struct reading {
    struct catalogue *c;
    char *parent; /* of units that name none */
    VEC(struct prefix) prefixes;
    int unit_count;               /* as the list says it; 0: it does not */
    struct mark unit_count_at;
    VEC(struct mark) marks;       /* of units, by index */
    VEC(struct mark) parent_marks;
};

/* The levels of an administration of three steps; cities and towns of a province are districts. */
static const struct {
    const char *kind, *level;
} kinds[] = {
    {"tinh", "tinh"},   {"thanh_pho", "huyen"}, {"thi_xa", "huyen"}, {"huyen", "huyen"},
    {"quan", "huyen"},  {"xa", "xa"},           {"phuong", "xa"},    {"thi_tran", "xa"},
    {"dac_khu", "xa"},
};

static const char *level_of(const char *kind)
{
    for (size_t i = 0; kind && i < sizeof kinds / sizeof *kinds; i++)
        if (!strcmp(kinds[i].kind, kind))
            return kinds[i].level;
    return NULL;
}

static void load_kind(struct load *l, const struct yaml_node *node, void *into)
{
    struct unit *u = into;
    const char *names[sizeof kinds / sizeof *kinds];
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        names[i] = kinds[i].kind;
    int i = load_word(l, node, names, sizeof kinds / sizeof *kinds, _("a kind of unit"));
    if (i < 0)
        return;
    u->kind = xstrdup(kinds[i].kind);
    u->level = kinds[i].level;
}

static const struct load_key unit_keys[] = {
    {"id", load_id, offsetof(struct unit, id), true},
    {"name", load_string, offsetof(struct unit, name), true},
    {"kind", load_kind, 0, true},
    {"full_name", load_string, offsetof(struct unit, full_name), false},
    {"party", load_string, offsetof(struct unit, party), false},
    {"youth", load_string, offsetof(struct unit, youth), false},
    {"parent", load_string, offsetof(struct unit, parent), false},
    {0},
};

static const struct load_key organisation_keys[] = {
    {"id", load_id, offsetof(struct unit, id), true},
    {"name", load_string, offsetof(struct unit, name), true},
    {"kind", load_string, offsetof(struct unit, kind), false},
    {"role", load_string, offsetof(struct unit, role), false},
    {"parent", load_string, offsetof(struct unit, parent), false},
    {0},
};

static void add_office(struct load *l, const struct yaml_node *node, struct reading *r,
                       bool organisation)
{
    struct unit *u = vec_add(&r->c->units);
    u->organisation = organisation;
    if (organisation)
        u->level = "tinh";
    const struct yaml_node *id = yaml_get(node, "id"), *parent = yaml_get(node, "parent");
    *vec_add(&r->marks) = load_mark(id ? id : node);
    *vec_add(&r->parent_marks) = load_mark(parent ? parent : node);
    if (organisation)
        load_map(l, node, organisation_keys, u, _("an organisation"));
    else
        load_map(l, node, unit_keys, u, _("a unit"));
}

static void add_unit(struct load *l, const struct yaml_node *node, void *into)
{
    add_office(l, node, into, false);
}

static void add_organisation(struct load *l, const struct yaml_node *node, void *into)
{
    add_office(l, node, into, true);
}

static void load_units(struct load *l, const struct yaml_node *node, void *into)
{
    load_list(l, node, add_unit, into);
}

static void load_organisations(struct load *l, const struct yaml_node *node, void *into)
{
    load_list(l, node, add_organisation, into);
}

static void ignore(struct load *l, const struct yaml_node *node, void *into)
{
    (void)into;
    load_scalar(l, node);
}

static void load_as_of(struct load *l, const struct yaml_node *node, void *into)
{
    struct date day;
    (void)into;
    load_date(l, node, &day);
}

static void load_province_id(struct load *l, const struct yaml_node *node, void *into)
{
    struct reading *r = into;
    load_id(l, node, &r->c->province_id);
}

static void load_province_name(struct load *l, const struct yaml_node *node, void *into)
{
    struct reading *r = into;
    load_string(l, node, &r->c->province_name);
}

static void load_unit_count(struct load *l, const struct yaml_node *node, void *into)
{
    struct reading *r = into;
    load_count(l, node, &r->unit_count);
    r->unit_count_at = load_mark(node);
}

static const struct load_key province_keys[] = {
    {"id", load_province_id, 0, true},  {"name", load_province_name, 0, true},
    {"kind", ignore, 0, false},         {"as_of", load_as_of, 0, false},
    {"unit_count", load_unit_count, 0, false}, {0},
};

static void load_province(struct load *l, const struct yaml_node *node, void *into)
{
    load_map(l, node, province_keys, into, _("the province"));
}

static void load_system(struct load *l, const struct yaml_node *node, void *into)
{
    static const char *const names[] = {"party", "youth"};
    struct reading *r = into;
    int i = load_word(l, node, names, 2, _("a system of offices"));
    if (i >= 0)
        r->c->system = xstrdup(names[i]);
}

static void load_group_text(struct load *l, const struct yaml_node *node, void *into)
{
    struct reading *r = into;
    load_string(l, node, &r->c->group_text);
}

static const struct load_key group_keys[] = {
    {"text", load_group_text, 0, false},
    {"system", load_system, 0, false},
    {"parent", load_string, offsetof(struct reading, parent), false},
    {0},
};

static void load_group(struct load *l, const struct yaml_node *node, void *into)
{
    load_map(l, node, group_keys, into, _("the group of reporters"));
}

static const struct load_key prefix_keys[] = {
    {"unit", load_string, offsetof(struct prefix, unit), false},
    {"party", load_string, offsetof(struct prefix, party), false},
    {"youth", load_string, offsetof(struct prefix, youth), false},
    {0},
};

static void load_prefixes(struct load *l, const struct yaml_node *node, void *into)
{
    struct reading *r = into;
    if (node->kind != YAML_MAP)
        load_problem(l, node, _("write “key: value”, a line each"), _("a map was expected here"));
    for (size_t i = 0; node->kind == YAML_MAP && i < node->count; i++) {
        struct prefix *p = vec_add(&r->prefixes);
        p->kind = xstrdup(node->pairs[i].key);
        if (!level_of(p->kind))
            load_problem_at(l, (struct mark){node->pairs[i].line, node->pairs[i].column}, NULL,
                            _("“%s” is not %s"), p->kind, _("a kind of unit"));
        load_map(l, node->pairs[i].value, prefix_keys, p, _("the prefixes of a kind"));
    }
}

static const struct load_key catalogue_keys[] = {
    {"province", load_province, 0, true},
    {"reporting_group", load_group, 0, false},
    {"prefixes", load_prefixes, 0, false},
    {"units", load_units, 0, true},
    {"organisations", load_organisations, 0, false},
    {0},
};

/* ---- what must fit together ----------------------------------------------------------------- */

static void name_after(char **name, const char *prefix, const struct unit *u)
{
    if (!*name && prefix && u->name)
        *name = xasprintf("%s %s", prefix, u->name);
}

static void complete_unit(const struct reading *r, struct unit *u)
{
    for (size_t i = 0; i < r->prefixes.n && !u->organisation; i++) {
        const struct prefix *p = &r->prefixes.v[i];
        if (!str_eq0(p->kind, u->kind))
            continue;
        name_after(&u->full_name, p->unit, u);
        name_after(&u->party, p->party, u);
        name_after(&u->youth, p->youth, u);
    }
    if (!u->full_name)
        u->full_name = xstrdup0(u->name);
    if (!u->organisation && !u->parent)
        u->parent = xstrdup0(r->parent);
}

struct place_of_id {
    const char *id;
    size_t index;
};

static int by_id(const void *a, const void *b)
{
    const struct place_of_id *x = a, *y = b;
    int c = strcmp(x->id, y->id);
    return c ? c : (x->index > y->index) - (x->index < y->index);
}

/* Lists of a country have eleven thousand units, and everything asks for them by id. */
static void sort_ids(struct catalogue *c)
{
    VEC(struct place_of_id) ids = {0};
    for (size_t i = 0; i < c->units.n; i++)
        if (c->units.v[i].id)
            *vec_add(&ids) = (struct place_of_id){c->units.v[i].id, i};
    if (ids.n)
        qsort(ids.v, ids.n, sizeof *ids.v, by_id);
    for (size_t i = 0; i < ids.n; i++)
        *vec_add(&c->by_id) = ids.v[i].index;
    vec_finish(&ids);
}

static const struct unit *find_id(const struct catalogue *c, const char *id)
{
    return catalogue_unit(c, id, strlen(id));
}

#define LEVELS_MAX 64 /* no administration has so many: then the list was made to take time */

/* Whether the chain of parents comes back to where it began. */
static bool parents_loop(const struct catalogue *c, const struct unit *u)
{
    int steps = 0;
    while (u && u->parent && steps++ <= LEVELS_MAX)
        u = find_id(c, u->parent);
    return steps > LEVELS_MAX;
}

static void check_parent(struct load *l, const struct reading *r, size_t i)
{
    const struct unit *u = &r->c->units.v[i];
    if (!u->parent || str_eq0(u->parent, r->c->province_id))
        return;
    if (!find_id(r->c, u->parent))
        load_problem_at(l, r->parent_marks.v[i], _("write the id of a unit or organisation here"),
                        _("the parent “%s” is not in the list"), u->parent);
    else if (parents_loop(r->c, u))
        load_problem_at(l, r->parent_marks.v[i], _("name another parent"),
                        _("the parents of “%s” go in a circle"), u->id ? u->id : "");
}

static void check_id(struct load *l, const struct reading *r, size_t i)
{
    const struct unit *u = &r->c->units.v[i];
    if (!u->id)
        return;
    const struct unit *first = find_id(r->c, u->id);
    if (first != u || str_eq0(u->id, r->c->province_id))
        load_problem_at(l, r->marks.v[i],
                        _("units and organisations share their ids; write another"),
                        _("the id “%s” is taken"), u->id);
}

static void check_offices(struct load *l, struct reading *r)
{
    int units = 0;
    sort_ids(r->c);
    for (size_t i = 0; i < r->c->units.n; i++) {
        complete_unit(r, &r->c->units.v[i]);
        units += !r->c->units.v[i].organisation;
    }
    for (size_t i = 0; i < r->c->units.n; i++) {
        check_id(l, r, i);
        check_parent(l, r, i);
    }
    if (r->unit_count && r->unit_count != units)
        load_problem_at(l, r->unit_count_at, _("correct the count, or the list"),
                        _("the list has %d units, but unit_count says %d"), units, r->unit_count);
}

static void reading_finish(struct reading *r)
{
    for (size_t i = 0; i < r->prefixes.n; i++) {
        free(r->prefixes.v[i].kind);
        free(r->prefixes.v[i].unit);
        free(r->prefixes.v[i].party);
        free(r->prefixes.v[i].youth);
    }
    vec_finish(&r->prefixes);
    vec_finish(&r->marks);
    vec_finish(&r->parent_marks);
    free(r->parent);
}

struct catalogue *catalogue_parse(const char *id, const char *yaml, size_t len, const char *file,
                                  struct problem_list *problems)
{
    if (!problems->file)
        problems->file = xstrdup0(file);
    size_t errors = problems->errors;
    struct yaml_node *root = yaml_parse(yaml, len, problems);
    if (!root)
        return NULL;
    struct load load = {.problems = problems};
    struct reading r = {.c = xcalloc(1, sizeof *r.c)};
    load_map(&load, root, catalogue_keys, &r, _("a unit list"));
    check_offices(&load, &r);
    yaml_node_free(root);
    reading_finish(&r);
    problem_sort(problems);
    if (problems->errors > errors) {
        catalogue_free(r.c);
        return NULL;
    }
    r.c->id = xstrdup(id);
    r.c->yaml = xmalloc(len + 1);
    memcpy(r.c->yaml, yaml, len);
    r.c->yaml[len] = '\0';
    r.c->yaml_len = len;
    r.c->hash = hash_body(yaml, len);
    return r.c;
}

struct catalogue *catalogue_load(const char *folder, const char *id, struct problem_list *problems,
                                 struct err *e)
{
    char *name = xasprintf("%s.yaml", id), *path = file_join(folder, name), *yaml;
    size_t len, errors = problems->errors;
    struct catalogue *c = NULL;
    if (file_read(path, YAML_SIZE_MAX, &yaml, &len, e)) {
        c = catalogue_parse(id, yaml, len, path, problems);
        free(yaml);
        if (!c && problems->errors > errors)
            problem_to_err(problems, ERR_USAGE, e);
    }
    free(path);
    free(name);
    return c;
}

void catalogue_free(struct catalogue *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->units.n; i++) {
        struct unit *u = &c->units.v[i];
        char *texts[] = {u->id, u->name, u->kind, u->full_name, u->party, u->youth, u->parent,
                         u->role};
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            free(texts[k]);
    }
    vec_finish(&c->units);
    vec_finish(&c->by_id);
    free(c->id);
    free(c->province_id);
    free(c->province_name);
    free(c->system);
    free(c->group_text);
    free(c->yaml);
    free(c);
}
