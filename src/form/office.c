/* Offices of a catalogue: "kg_an_bien", "kg_an_bien/youth". */
#include "form/catalogue.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"

static const char *const systems[] = {"party", "youth"};

/* NULL: none; "" : one that is not known. */
static const char *office_system(const char *office)
{
    const char *slash = strchr(office, '/');
    if (!slash)
        return NULL;
    for (size_t i = 0; i < 2; i++)
        if (!strcmp(systems[i], slash + 1))
            return systems[i];
    return "";
}

char *office_unit(const char *office)
{
    return xstrndup(office, strcspn(office, "/"));
}

static int id_compare(const char *id, const char *letters, size_t n)
{
    int c = strncmp(id, letters, n);
    return c ? c : id[n] != '\0';
}

const struct unit *catalogue_unit(const struct catalogue *c, const char *id, size_t n)
{
    size_t from = 0, to = c->by_id.n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (id_compare(c->units.v[c->by_id.v[middle]].id, id, n) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    const struct unit *u = from < c->by_id.n ? &c->units.v[c->by_id.v[from]] : NULL;
    return u && !id_compare(u->id, id, n) ? u : NULL;
}

const struct unit *catalogue_find(const struct catalogue *c, const char *office)
{
    const char *system = office_system(office);
    const struct unit *u = system && !*system ? NULL : catalogue_unit(c, office, strcspn(office, "/"));
    return u && system && u->organisation ? NULL : u;
}

const char *catalogue_office_name(const struct catalogue *c, const char *office)
{
    const struct unit *u = catalogue_find(c, office);
    if (!u)
        return c->province_id && !strcmp(office, c->province_id) ? c->province_name : office;
    const char *system = office_system(office);
    if (!system)
        system = c->system;
    const char *name = NULL;
    if (system)
        name = !strcmp(system, "youth") ? u->youth : u->party;
    return name ? name : u->full_name;
}

/* Who stands for the province where the chain of parents ends. */
static bool is_head(const struct catalogue *c, const char *id)
{
    const struct unit *u = catalogue_find(c, id);
    return str_eq0(id, c->province_id) ||
           (u && u->organisation && !u->parent && str_eq0(u->role, "tong_hop"));
}

bool catalogue_is_above(const struct catalogue *c, const char *above, const char *office)
{
    char *top = office_unit(above);
    const struct unit *u = catalogue_find(c, office);
    bool found = false;
    /* Loading refused circles. */
    for (; u && !found; u = u->parent ? catalogue_find(c, u->parent) : NULL)
        found = u->parent ? !strcmp(u->parent, top)
                          : strcmp(u->id, top) != 0 && is_head(c, top);
    free(top);
    return found;
}
