#include "store/merge.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "store/medium.h"
#include "store/merge_internal.h"
#include "store/private.h"
#include "store/safety_internal.h"

/* ---- batches --------------------------------------------------------------------------------- */

bool merge_asked_to_stop(struct merge *m)
{
    const struct merge_options *o = m->options;
    if (!o || !o->progress || o->progress(o->user, m->file->name, m->done, m->all))
        return false;
    m->file->interrupted = true;
    return true;
}

bool merge_begin_batch(struct merge *m, struct err *e)
{
    if (!db_begin(m->s->db, e))
        return false;
    m->open = (import_marks(m->s, &m->marks, e) && (!m->s->put_off || derive_put_off_note(m->s, e))) ||
              store_finish(m->s, false, e);
    return m->open;
}

bool merge_end_batch(struct merge *m, bool good, struct err *e)
{
    m->rows = 0;
    m->bytes = 0;
    if (!m->open)
        return good;
    m->open = false;
    return store_finish(m->s, good, e);
}

bool merge_note_batch(struct merge *m, struct err *e)
{
    return import_note(m->s, m->import, &m->marks, e);
}

/* ---- a file ------------------------------------------------------------------------------------ */

/* Errors speak of the file that was named, not of a copy. */
void merge_name_file(struct merge *m)
{
    if (!m->file->err.message)
        return;
    free(m->file->err.place);
    m->file->err.place = xstrdup(m->file->name);
}

/* Small files share a batch. It is not kept open, and others waiting, while a large file is looked at, or
 * one on a stick. */
static bool make_way(struct merge *m, struct err *e)
{
    struct stat st;
    bool quick = stat(m->file->name, &st) == 0 && st.st_size < BATCH_BYTES &&
                 medium_of(m->file->name) == MEDIUM_FIXED;
    return quick || merge_end_batch(m, true, e);
}

static bool copying_goes_on(void *user, int64_t done, int64_t all)
{
    struct merge *m = user;
    m->done = done;
    m->all = all;
    return !merge_asked_to_stop(m);
}

static bool open_file(struct merge *m)
{
    struct watch watch = {copying_goes_on, m};
    bool good = foreign_look_watched(m->file->name, m->copy ? NULL : m->s->path, &watch, &m->f,
                                     &m->file->err);
    m->f.watch = NULL;
    m->done = m->all = 0;
    if (m->file->interrupted)
        err_finish(&m->file->err);
    return good;
}

/* false: our own file could not be written. m->again: it must be read once more. */
static bool read_file(struct merge *m, struct err *e)
{
    struct news news = {0};
    m->again = false;
    if (!open_file(m))
        return true;
    bool ours = !merge_look(m, &news) || merge_take(m, &news, e);
    merge_name_file(m);
    news_finish(&news);
    foreign_close(&m->f);
    return ours;
}

static bool merge_file(struct merge *m, struct err *e)
{
    m->copy = false;
    m->import = 0;
    bool good = make_way(m, e) && read_file(m, e);
    m->copy = true;
    return good && m->again ? read_file(m, e) : good;
}

static bool merge_files(struct merge *m, const char *const *paths, size_t n, struct merge_report *ret,
                        struct err *e)
{
    bool good = true;
    for (size_t i = 0; good && i < n; i++) {
        vec_add(&ret->files)->name = xstrdup(paths[i]);
        m->file = &ret->files.v[i];
        m->waiting = paths + i + 1;
        m->n_waiting = n - i - 1;
        good = merge_file(m, e);
        if (m->file->interrupted && !m->file->err.message)
            break;
    }
    return good;
}

/* What was put off is done with the last batch; also when our own file took no more, as far as it went. */
static bool end_files(struct merge *m, bool good, struct err *e)
{
    if (!good && m->open)
        merge_end_batch(m, false, NULL);
    if (m->s->put_off) {
        bool done = (m->open || merge_begin_batch(m, good ? e : NULL)) &&
                    merge_end_batch(m, derive_put_off_end(m->s, good ? e : NULL), good ? e : NULL);
        m->s->put_off = false;
        return done && good;
    }
    return merge_end_batch(m, good, e);
}

/* The log of a file from elsewhere may call things known that never were in it. */
static bool doubt_log(struct store *s, struct err *e)
{
    if (safety_log_is_ours(s))
        return true;
    bool good = db_begin(s->db, e) && store_finish(s, import_forget(s, e), e);
    if (good)
        safety_own_log(s);
    return good;
}

/* In one transaction: else each look-up would lock the file anew. */
static bool report(struct store *s, struct touched_entries *touched, struct merge_report *ret, struct err *e)
{
    db_forget(s->db); /* makes room for its lines */
    if (!db_begin_reading(s->db, e))
        return false;
    bool good = touched_report(s, touched, ret, e);
    db_rollback(s->db);
    return good;
}

bool store_merge(struct store *s, const char *const *paths, size_t n,
                 const struct merge_options *options, struct merge_report *ret, struct err *e)
{
    struct touched_entries touched = {0};
    struct merge m = {.s = s, .touched = &touched, .options = options};
    *ret = (struct merge_report){0};
    private_sweep();
    bool good = doubt_log(s, e) && touched_begin(s, &touched, e) && db_set_bulk(s->db, true, e);
    good = good && end_files(&m, merge_files(&m, paths, n, ret, e), e) &&
           report(s, &touched, ret, e);
    touched_finish(&touched);
    return db_set_bulk(s->db, false, good ? e : NULL) && good;
}

/* ---- the report -------------------------------------------------------------------------------- */

void merge_report_finish(struct merge_report *r)
{
    for (size_t i = 0; i < r->files.n; i++) {
        free(r->files.v[i].name);
        err_finish(&r->files.v[i].err);
    }
    for (size_t i = 0; i < r->entries.n; i++)
        free(r->entries.v[i].form_id);
    vec_finish(&r->files);
    vec_finish(&r->entries);
}

bool merge_report_troubled(const struct merge_report *r)
{
    for (size_t i = 0; i < r->files.n; i++) {
        const struct merge_file *f = &r->files.v[i];
        if (f->err.message || f->torn || f->interrupted || f->events.quarantined ||
            f->bodies.quarantined || f->signatures.quarantined)
            return true;
    }
    for (size_t i = 0; i < r->entries.n; i++)
        if (r->entries.v[i].conflicting)
            return true;
    return false;
}
