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

const struct unit *catalogue_find(const struct catalogue *c, const char *office)
{
    size_t n = strcspn(office, "/");
    const char *system = office_system(office);
    for (size_t i = 0; i < c->units.n && !(system && !*system); i++) {
        const struct unit *u = &c->units.v[i];
        if (strlen(u->id) == n && !memcmp(u->id, office, n))
            return system && u->organisation ? NULL : u;
    }
    return NULL;
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
