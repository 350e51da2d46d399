/* What can be said about a form only with its unit list at hand. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/catalogue.h"
#include "form/chain.h"
#include "form/load.h"

VEC_TYPEDEF(name_list, const char *);

static void collect_ids(const struct catalogue *c, struct name_list *names)
{
    for (size_t i = 0; i < c->units.n; i++)
        *vec_add(names) = c->units.v[i].id;
}

static void check_office(struct load *l, const struct catalogue *c, struct mark at, const char *id)
{
    if (!id || catalogue_find(c, id) || str_eq0(id, c->province_id))
        return;
    struct name_list names = {0};
    collect_ids(c, &names);
    char *remedy = load_suggestion(id, names.v, names.n);
    load_problem_at(l, at, remedy, _("the unit list “%s” does not know “%s”"), c->id, id);
    free(remedy);
    vec_finish(&names);
}

static bool level_has_units(const struct catalogue *c, const char *level)
{
    for (size_t i = 0; i < c->units.n; i++)
        if (!c->units.v[i].organisation && !strcmp(c->units.v[i].level, level))
            return true;
    return !strcmp(level, "tinh");
}

/* "parent" needs one: *ret_who is the office that has none. False where somebody stands twice. */
static bool check_chain(const struct catalogue *c, const struct reporter *r, const char **ret_who,
                        const char **ret_twice)
{
    *ret_who = *ret_twice = NULL;
    for (size_t i = 0; i < c->units.n && !*ret_who && !*ret_twice; i++) {
        struct chain chain = {0};
        if (!reporter_is(r, &c->units.v[i]))
            continue;
        reporter_chain(r, c, c->units.v[i].id, &chain);
        if (chain.n < r->then.n + 1)
            *ret_who = chain.n ? chain.v[chain.n - 1] : c->units.v[i].id;
        for (size_t k = 0; k < chain.n; k++)
            for (size_t j = 0; j < k; j++)
                if (!strcmp(chain.v[k], chain.v[j]))
                    *ret_twice = chain.v[k];
        vec_finish(&chain);
    }
    return !*ret_who && !*ret_twice;
}

static void check_receiver(struct load *l, const struct catalogue *c, const struct reporter *r)
{
    const char *who, *twice;
    if (r->to && strcmp(r->to, REPORTER_PARENT) != 0)
        check_office(l, c, r->to_at, r->to);
    for (size_t i = 0; i < r->then.n; i++)
        if (strcmp(r->then.v[i], REPORTER_PARENT) != 0)
            check_office(l, c, r->then_at, r->then.v[i]);
    if (!r->to || check_chain(c, r, &who, &twice))
        return;
    struct mark at = r->then.n ? r->then_at : r->to_at;
    if (who)
        load_problem_at(l, at, _("write the id of the office that receives"),
                        _("the unit list “%s” names no unit above “%s”"), c->id, who);
    else
        load_problem_at(l, at, _("name each office once"),
                        _("“%s” would review the same entry twice"), twice);
}

static void check_reporter(struct load *l, const struct catalogue *c, const struct reporter *r)
{
    for (size_t i = 0; i < r->units.n; i++)
        check_office(l, c, r->units_at, r->units.v[i]);
    check_receiver(l, c, r);
    check_office(l, c, r->via_at, r->via);
    if (r->level && !level_has_units(c, r->level))
        load_problem_at(l, r->at, _("write another level, or name the units"),
                        _("the unit list “%s” has no unit of the level %s"), c->id, r->level);
}

bool form_check_catalogue(const struct form *f, const struct catalogue *c,
                          struct problem_list *problems)
{
    size_t errors = problems->errors;
    struct load load = {.problems = problems};
    for (size_t i = 0; i < f->reporters.n; i++)
        check_reporter(&load, c, &f->reporters.v[i]);
    problem_sort(problems);
    return problems->errors == errors;
}

static void report_missing(struct load *l, const struct form *f, const char *folder)
{
    char **files = file_list(folder, ".yaml");
    struct name_list names = {0};
    for (size_t i = 0; files[i]; i++) {
        files[i][strlen(files[i]) - strlen(".yaml")] = '\0';
        *vec_add(&names) = files[i];
    }
    char *remedy = load_suggestion(f->units, names.v, names.n);
    load_problem_at(l, f->units_at, remedy, _("there is no unit list “%s”"), f->units);
    free(remedy);
    vec_finish(&names);
    file_list_free(files);
}

struct catalogue *form_load_catalogue(const struct form *f, const char *folder,
                                      struct problem_list *problems)
{
    if (!f->units)
        return NULL;
    struct load load = {.problems = problems};
    struct problem_list of_units = {0};
    struct err e = {0};
    struct catalogue *c = catalogue_load(folder, f->units, &of_units, &e);
    if (c) {
        form_check_catalogue(f, c, problems);
    } else if (of_units.errors) {
        char *first = problem_text(&of_units, 0);
        load_problem_at(&load, f->units_at, first, _("the unit list “%s” has mistakes"), f->units);
        free(first);
    } else {
        report_missing(&load, f, folder);
    }
    problem_finish(&of_units);
    err_finish(&e);
    return c;
}
