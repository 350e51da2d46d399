#include "entry/session.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/lang.h"
#include "entry/session_internal.h"
#include "store/erase.h"
#include "store/medium.h"

static void free_session(struct session *s)
{
    session_forms_finish(s);
    session_units_finish(s);
    settings_finish(&s->settings);
    free(s->readonly);
    free(s->office);
    free(s->author);
    free(s->forms_folder);
    free(s->units_folder);
    free(s);
}

/* Sentences for the screens, which say it where somebody wants to write. */
static unsigned fall_back(struct session *s, const char *path, unsigned flags)
{
    struct err why = {0};
    if (medium_of(path) != MEDIUM_NETWORK || !file_exists(path))
        return flags;
    medium_refuse(path, &why);
    s->readonly = xasprintf("%s: %s", why.message, why.remedy);
    err_finish(&why);
    return (flags & ~(unsigned)STORE_CREATE) | STORE_READONLY;
}

struct session *session_open(const char *path, const struct session_options *options,
                             struct err *e)
{
    struct session *s = xcalloc(1, sizeof *s);
    s->keep_settings = !options->ignore_settings;
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
        s->store_flags = options->store_flags | (options->ignore_settings ? 0 : STORE_KEPT);
        if (options->fall_back)
            s->store_flags = fall_back(s, path, s->store_flags);
        s->store = store_open(path, s->store_flags, e);
        if (!s->store) {
            free_session(s);
            return NULL;
        }
    }
    return s;
}

/* ---- a file that was closed elsewhere ------------------------------------------------------------ */

const char *session_readonly(const struct session *s)
{
    return s->readonly;
}

static char *damage_of(const struct verified *v)
{
    return v->bad ? xasprintf(_("%lld of its %lld rows are not what was recorded"), (long long)v->bad,
                              (long long)v->rows)
                  : xasprintf(_("its structure is damaged: %s"), v->structure);
}

static const char *damage_remedy(void)
{
    return _("keep it as it is; take it in into a healthy copy (phieu merge); “phieu check” tells more");
}

static bool only_read(struct session *s, const char *damage, struct err *e)
{
    char *path = xstrdup(store_path(s->store));
    store_close(s->store, NULL);
    s->store_flags = STORE_READONLY | STORE_KEPT;
    s->store = store_open(path, s->store_flags, e);
    free(s->readonly);
    s->readonly = xasprintf(_("The file is only read, for %s; %s."), damage, damage_remedy());
    free(path);
    return s->store != NULL;
}

/* Some rows at random tell of a disk that rots; what an erasure could not finish is tried again. */
static bool look_at_known(struct session *s, bool *ret_sound, struct err *e)
{
    if (!store_sample(s->store, ret_sound, e))
        return false;
    if (*ret_sound)
        store_scrub_again(s->store);
    return true;
}

bool session_look_through(struct session *s, bool refuse, verify_fn *fn, void *user, struct err *e)
{
    struct verified v;
    bool sound = false;
    if (s->store && store_is_known(s->store) && !look_at_known(s, &sound, e))
        return false;
    if (!s->store || sound)
        return true;
    bool good = store_verify(s->store, fn, user, &v, e);
    if (v.stopped)
        err_set(e, ERR_RULE, store_path(s->store), _("open it again when there is time for it"),
                _("it was closed elsewhere last and has not been looked through, so it was not opened"));
    if (good && !verified_is_good(&v)) {
        char *damage = damage_of(&v);
        good = refuse ? err_set(e, ERR_DAMAGED, store_path(s->store), damage_remedy(), "%s", damage)
                      : only_read(s, damage, e);
        free(damage);
    }
    if (good && !s->readonly)
        store_scrub_again(s->store);
    verified_finish(&v);
    return good;
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
