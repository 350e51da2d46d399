/* The unit lists a session knows: data/units/, and what the data file holds. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "entry/session_internal.h"
#include "form/yaml.h"

static struct catalogue *find(struct session *s, const char *id)
{
    for (size_t i = 0; i < s->catalogues.n; i++)
        if (!strcmp(s->catalogues.v[i]->id, id))
            return s->catalogues.v[i];
    return NULL;
}

static struct catalogue *from_file(struct session *s, const char *id, struct problem_list *problems)
{
    struct store_texts texts = {0};
    struct catalogue *c = NULL;
    if (!s->store || !store_texts(s->store, EVENT_LIST, &texts, NULL))
        return NULL;
    for (size_t i = 0; i < texts.n && !c; i++) {
        size_t len = 0;
        char *yaml = strcmp(texts.v[i].id, id)
                         ? NULL
                         : store_body(s->store, &texts.v[i].body, &len, NULL);
        if (yaml)
            c = catalogue_parse(id, yaml, len, store_path(s->store), problems);
        free(yaml);
    }
    store_texts_finish(&texts);
    return c;
}

/* Only names of ours reach the file system. */
static bool plain_id(const char *id)
{
    return *id && strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-_") == strlen(id);
}

const struct catalogue *session_catalogue(struct session *s, const char *id, struct err *e)
{
    if (!id || !plain_id(id)) {
        err_set(e, ERR_USAGE, id, _("name one in the form, with units: …"),
                _("no unit list is named"));
        return NULL;
    }
    struct catalogue *c = find(s, id);
    if (c)
        return c;
    struct problem_list problems = {0};
    struct err why = {0};
    c = catalogue_load(s->units_folder, id, &problems, &why);
    if (!c)
        c = from_file(s, id, &problems);
    if (c)
        *vec_add(&s->catalogues) = c;
    else if (problems.errors)
        problem_to_err(&problems, ERR_USAGE, e);
    else
        err_set(e, ERR_USAGE, id, _("put its YAML file into the units folder"),
                _("the unit list is not known"));
    problem_finish(&problems);
    err_finish(&why);
    return c;
}

bool session_catalogue_may_hold(struct session *s, const char *id, const char *office)
{
    if (!id || !plain_id(id) || find(s, id))
        return true;
    char *name = xasprintf("%s.yaml", id), *path = file_join(s->units_folder, name), *text;
    char *unit = office_unit(office);
    size_t len;
    bool may = true;
    if (file_read(path, YAML_SIZE_MAX, &text, &len, NULL)) {
        /* A backslash may spell an id in another way. */
        may = memmem(text, len, unit, strlen(unit)) || memchr(text, '\\', len);
        free(text);
    }
    free(unit);
    free(path);
    free(name);
    return may;
}

const char *const *session_catalogue_ids(struct session *s)
{
    if (s->catalogue_ids.n)
        return (const char *const *)s->catalogue_ids.v;
    char **names = file_list(s->units_folder, ".yaml");
    for (char **p = names; *p; p++)
        *vec_add(&s->catalogue_ids) = xstrndup(*p, strlen(*p) - strlen(".yaml"));
    *vec_add(&s->catalogue_ids) = NULL;
    file_list_free(names);
    return (const char *const *)s->catalogue_ids.v;
}

const char *session_office_name(struct session *s, const char *office)
{
    if (!office)
        return "";
    for (size_t i = 0; i < s->catalogues.n; i++)
        if (catalogue_find(s->catalogues.v[i], office))
            return catalogue_office_name(s->catalogues.v[i], office);
    const char *chosen = s->settings.catalogue;
    const struct catalogue *c = chosen ? session_catalogue(s, chosen, NULL) : NULL;
    if (c && catalogue_find(c, office))
        return catalogue_office_name(c, office);
    for (const char *const *id = session_catalogue_ids(s); *id; id++) {
        c = session_catalogue_may_hold(s, *id, office) ? session_catalogue(s, *id, NULL) : NULL;
        if (c && catalogue_find(c, office))
            return catalogue_office_name(c, office);
    }
    return office;
}

void session_units_finish(struct session *s)
{
    for (size_t i = 0; i < s->catalogues.n; i++)
        catalogue_free(s->catalogues.v[i]);
    vec_finish(&s->catalogues);
    for (size_t i = 0; i < s->catalogue_ids.n; i++)
        free(s->catalogue_ids.v[i]);
    vec_finish(&s->catalogue_ids);
}

bool session_owns(struct session *s, const struct entry_row *row, struct err *e)
{
    const struct form *form = session_form_by_hash(s, &row->form, e);
    const char *office = session_office(s) ? session_office(s) : row->unit;
    return form && (session_may_write(s, form, office, row->unit) ||
                    err_set(e, ERR_USAGE, NULL, _("nothing was changed"),
                            _("This entry belongs to %s; you act as %s."),
                            session_office_name(s, row->unit), session_office_name(s, office)));
}
