#include "entry/session.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/session_internal.h"

static void free_session(struct session *s)
{
    session_forms_finish(s);
    session_units_finish(s);
    settings_finish(&s->settings);
    free(s->office);
    free(s->author);
    free(s->forms_folder);
    free(s->units_folder);
    free(s);
}

struct session *session_open(const char *path, const struct session_options *options,
                             struct err *e)
{
    struct session *s = xcalloc(1, sizeof *s);
    s->keep_settings = !options->ignore_settings;
    s->store_flags = options->store_flags;
    s->forms_folder = file_forms_folder();
    s->units_folder = file_units_folder();
    /* Settings that cannot be read must not keep anybody from their data. */
    if (s->keep_settings)
        settings_load(&s->settings, NULL);
    else
        settings_init(&s->settings);
    s->office = xstrdup0(options->office ? options->office : s->settings.office);
    s->author = xstrdup0(options->author ? options->author : s->settings.author);
    if (path) {
        unsigned kept = options->ignore_settings ? 0 : STORE_KEPT;
        s->store = store_open(path, options->store_flags | kept, e);
        if (!s->store) {
            free_session(s);
            return NULL;
        }
    }
    return s;
}

bool session_close(struct session *s, struct err *e)
{
    if (!s)
        return true;
    bool ok = !s->store || store_close(s->store, e);
    free_session(s);
    return ok;
}

struct store *session_store(struct session *s)
{
    return s->store;
}

struct settings *session_settings(struct session *s)
{
    return &s->settings;
}

bool session_save_settings(struct session *s, struct err *e)
{
    return !s->keep_settings || settings_save(&s->settings, e);
}

const char *session_office(const struct session *s)
{
    return s->office;
}

const char *session_author(const struct session *s)
{
    return s->author;
}

static void replace(char **old, const char *new)
{
    char *copy = xstrdup0(new);
    free(*old);
    *old = copy;
}

void session_set_office(struct session *s, const char *catalogue, const char *office,
                        const char *author)
{
    replace(&s->settings.catalogue, catalogue);
    replace(&s->settings.office, office);
    replace(&s->settings.author, author);
    replace(&s->office, office);
    replace(&s->author, author);
}

bool session_may_write(struct session *s, const struct form *f, const char *office,
                       const char *unit)
{
    const struct catalogue *c = session_catalogue(s, f->units, NULL);
    if (c && strchr(office, '/') && !catalogue_find(c, office))
        return false;
    char *own = office_unit(office);
    bool may = !strcmp(own, unit) || (c && catalogue_is_above(c, own, unit));
    free(own);
    return may;
}
