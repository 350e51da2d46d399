/* Merging on trial: into a private copy, so that everything the real merge would do is really done, and
 * nothing of it is in the file. */
#include <stdlib.h>

#include "base/mem.h"
#include "store/copy.h"
#include "store/import.h"
#include "store/internal.h"
#include "store/merge.h"
#include "store/private.h"
#include "store/safety_internal.h"

struct merge_trial {
    char *folder, *path;
    struct store *store;
};

/* Copying may take as long as merging: who waits is asked there, too. */
static bool copy_goes_on(void *user, enum copy_stage stage, int64_t done, int64_t all)
{
    const struct merge_options *o = user;
    (void)stage, (void)done, (void)all;
    return o->progress(o->user, "", 0, 0);
}

static bool copy_own(struct store *s, const char *path, const struct merge_options *options,
                     struct err *e)
{
    struct copy_options copying = {0};
    if (options && options->progress)
        copying = (struct copy_options){copy_goes_on, (void *)options};
    return store_copy_watched(s, path, &copying, e);
}

/* As merging itself will do. */
static bool doubt_log(const struct store *own, struct store *copy, struct err *e)
{
    return safety_log_is_ours(own) || import_forget(copy, e);
}

struct merge_trial *merge_trial_begin(struct store *s, const char *const *paths, size_t n,
                                      const struct merge_options *options,
                                      struct merge_report *ret, struct err *e)
{
    struct merge_trial *t = xcalloc(1, sizeof *t);
    *ret = (struct merge_report){0};
    t->folder = private_folder(s->path, e);
    t->path = t->folder ? xasprintf("%s/" PRIVATE_FILE, t->folder) : NULL;
    if (t->folder && copy_own(s, t->path, options, e))
        t->store = store_open(t->path, STORE_REMOVABLE, e);
    if (t->store && doubt_log(s, t->store, e) && store_merge(t->store, paths, n, options, ret, e))
        return t;
    merge_trial_end(t);
    return NULL;
}

struct store *merge_trial_store(const struct merge_trial *t)
{
    return t->store;
}

void merge_trial_end(struct merge_trial *t)
{
    if (!t)
        return;
    store_close(t->store, NULL);
    private_folder_remove(t->folder);
    free(t->path);
    free(t);
}

bool store_merge_try(struct store *s, const char *const *paths, size_t n,
                     const struct merge_options *options, struct merge_report *ret, struct err *e)
{
    struct merge_trial *t = merge_trial_begin(s, paths, n, options, ret, e);
    merge_trial_end(t);
    return t != NULL;
}
