/* Taking in the rows of one file that are new here: each verified by its own bytes, in batches. */
#include <stdlib.h>

#include "base/file.h"
#include "store/erase.h"
#include "store/merge_drafts.h"
#include "store/merge_internal.h"
#include "store/merge_signatures.h"
#include "text/utf8.h"

/* Called after each row; ends a full batch and begins the next. */
static bool batch_row(struct merge *m, size_t bytes, struct err *e)
{
    m->bytes += bytes;
    int most = m->options && m->options->batch_rows ? m->options->batch_rows : BATCH_ROWS;
    if (++m->rows < most && m->bytes < BATCH_BYTES)
        return true;
    return merge_end_batch(m, merge_note_batch(m, e), e) && merge_begin_batch(m, e);
}

static bool next_row(struct merge *m, size_t bytes, struct err *e)
{
    m->done++;
    return batch_row(m, bytes, e);
}

/* ---- quarantine ------------------------------------------------------------------------------ */

static bool put_apart(struct merge *m, struct merge_counts *counts, const char *reason,
                      const char *bytes, size_t len, struct err *e)
{
    counts->quarantined++;
    return import_put_apart(m->s, m->import, reason, bytes, len, e);
}

/* ---- one row ---------------------------------------------------------------------------------- */

/* why: it cannot be what its name says, and is put apart; NULL: it is. */
typedef bool take_fn(struct merge *m, const struct foreign_row *row, const char *why, struct err *e);

/* Why bytes cannot be what their name says; NULL when they can. */
static const char *distrust(const struct foreign_row *row, enum set set)
{
    static const struct {
        size_t max;
        struct hash (*sum)(const char *, size_t);
    } sets[] = {[SET_EVENTS] = {EVENT_HEAD_MAX, event_hash}, [SET_BODIES] = {EVENT_BODY_MAX, body_hash}};
    if (!row->bytes && !row->large)
        return "cannot be read";
    if (row->large || row->len > sets[set].max)
        return "too large";
    struct hash h = sets[set].sum(row->bytes, row->len);
    if (hash_cmp(&h, &row->named))
        return "hash differs";
    return utf8_valid(row->bytes, row->len, NULL) ? NULL : "not UTF-8";
}

/* Bytes that came under a wrong name before, or twice, are known by now. */
static void count_row(struct merge *m, struct merge_counts *counts, bool good)
{
    counts->added += good && m->s->fresh;
    counts->known += good && !m->s->fresh;
}

static bool take_body(struct merge *m, const struct foreign_row *row, const char *why, struct err *e)
{
    struct merge_counts *counts = &m->file->bodies;
    struct put_row put = {row->bytes, row->len, &row->named};
    if (why)
        return put_apart(m, counts, why, row->bytes, row->len, e);
    int erased = store_erased(m->s, &row->named, e);
    counts->refused += erased > 0;
    if (erased)
        return erased > 0;
    bool good = put_hashed_body(m->s, &put, e);
    count_row(m, counts, good);
    return good;
}

static bool take_event(struct merge *m, const struct foreign_row *row, const char *why, struct err *e)
{
    struct merge_counts *counts = &m->file->events;
    struct event ev = {0};
    struct put_row put = {row->bytes, row->len, &row->named};
    if (!why && !event_read(row->bytes, row->len, &ev, NULL))
        why = "not a header of an event";
    if (why)
        return put_apart(m, counts, why, row->bytes, row->len, e);
    touched_add(m->touched, &ev);
    bool good = put_hashed_event(m->s, &put, &ev, e);
    m->file->kinds[ev.kind] += good && m->s->fresh;
    event_finish(&ev);
    count_row(m, counts, good);
    return good;
}

/* ---- one set ---------------------------------------------------------------------------------- */

/* The disk or the memory failed, not the file: the rest may be read when it is taken in again. */
static void break_off(struct merge *m, struct err *why)
{
    m->file->interrupted = true;
    if (!m->file->err.message)
        err_move(&m->file->err, why);
    merge_name_file(m);
}

/* A row that cannot be read is put apart like one that lies. */
static bool take_row(struct merge *m, struct foreign_rows *from, int64_t id, take_fn *take, struct err *e)
{
    struct err why = {0};
    struct foreign_row row;
    foreign_rows_get(from, id, &row, &why);
    const char *lie = distrust(&row, from->set);
    if (lie && foreign_rows_stray(from)) {
        foreign_rows_get(from, id, &row, &why);
        lie = distrust(&row, from->set);
    }
    bool good = true;
    if (why.code == ERR_FILE)
        break_off(m, &why);
    else
        good = take(m, &row, lie, e) && next_row(m, row.len, e);
    m->file->torn |= !row.bytes && !row.large;
    err_finish(&why);
    return good;
}

static bool take_set(struct merge *m, enum set set, const struct new_rows *rows, take_fn *take,
                     struct err *e)
{
    bool good = true;
    struct foreign_rows from;
    foreign_rows_begin(&from, &m->f, set, rows->fresh.v, rows->fresh.n);
    for (size_t i = 0; good && !m->file->interrupted && i < rows->fresh.n; i++)
        if (i % 256 || !merge_asked_to_stop(m))
            good = take_row(m, &from, rows->fresh.v[i], take, e);
    foreign_rows_end(&from);
    return good;
}

/* ---- one file ---------------------------------------------------------------------------------- */

/* Only of a file without a fault is noted what it names. */
static bool log_end(struct merge *m, const char *code, struct err *e)
{
    const struct merge_counts *v = &m->file->events, *b = &m->file->bodies, *g = &m->file->signatures;
    struct import x = {.id = m->import, .name = m->file->name, .done = !m->file->interrupted};
    bool sound = x.done && !m->f.torn && !v->quarantined && !b->quarantined && !b->refused &&
                 !g->quarantined;
    return import_end(m->s, &x, sound ? code : "", v->seen, v->added,
                      v->quarantined + b->quarantined + g->quarantined, e);
}

/* What was added by an earlier reading of the same file is known now. */
static void count_known(struct merge_counts *counts, const struct new_rows *rows)
{
    counts->seen = rows->seen;
    counts->known = rows->seen - (int64_t)rows->fresh.n - counts->added;
    counts->quarantined = counts->refused = 0;
}

static bool next_signature(void *user, size_t bytes, struct err *e)
{
    struct merge *m = user;
    return batch_row(m, bytes, e) && (m->rows % 256 || !merge_asked_to_stop(m));
}

/* A part that cannot be read tells of itself, and keeps nothing else from coming. */
static bool take_signatures(struct merge *m, struct err *e)
{
    struct err why = {0};
    struct signatures_take take = {m->s, m->f.store, m->import, &m->file->signatures, next_signature, m};
    bool good = m->file->interrupted || signatures_take(&take, &why, e) || m->file->interrupted;
    if (why.code == ERR_FILE)
        break_off(m, &why);
    else if (why.message)
        m->file->torn = m->f.torn = true;
    err_finish(&why);
    return good;
}

static bool take_drafts(struct merge *m, struct err *e)
{
    struct err why = {0};
    bool good = m->file->interrupted ||
                drafts_take(m->s, m->f.store, m->import, &m->file->drafts, &why, e);
    if (why.code == ERR_FILE)
        break_off(m, &why);
    err_finish(&why);
    return good;
}

/* ---- whether much comes ------------------------------------------------------------------------- */

/* So few are counted one by one. */
#define MUCH 64

/* More events than are here, when the files that wait bring new ones like this one does: then all states
 * are computed together, at the end. */
static bool brings_much(struct merge *m, const struct news *news)
{
    int64_t here = 0;
    double size = (double)file_length(m->file->name), all = size;
    for (size_t i = 0; i < m->n_waiting; i++)
        all += (double)file_length(m->waiting[i]);
    double comes = size > 0 ? (double)news->events.fresh.n * (all / size) : 0;
    return comes >= MUCH && db_int(m->s->db, "SELECT max(eid) FROM x_event", 0, &here, NULL) &&
           comes > (double)here;
}

/* A second reading goes on with the import of the first. */
static bool begin_import(struct merge *m, struct err *e)
{
    if (!m->import)
        return import_begin(m->s, m->file->name, &m->import, e);
    return import_again(m->s, m->import, e);
}

/* A file that somebody wrote to meanwhile is read once more, as a copy. */
static bool end_import(struct merge *m, const char *code, struct err *e)
{
    m->again = !m->file->interrupted && foreign_changed(&m->f);
    return m->again || log_end(m, code, e);
}

static bool begin_file(struct merge *m, const struct news *news, struct err *e)
{
    if (!m->open && !merge_begin_batch(m, e))
        return false;
    bool put_off = m->s->put_off || brings_much(m, news);
    return import_marks(m->s, &m->marks, e) && (!put_off || derive_put_off_note(m->s, e)) &&
           begin_import(m, e);
}

/* Bodies first: an event never stands here without what it names, if the file had it. */
bool merge_take(struct merge *m, const struct news *news, struct err *e)
{
    const struct new_rows *bodies = &news->bodies, *events = &news->events;
    count_known(&m->file->bodies, bodies);
    count_known(&m->file->events, events);
    m->done = 0;
    m->all = (int64_t)(bodies->fresh.n + events->fresh.n);
    m->touched->all |= events->all_ours;
    if (!touched_known(m->s, m->touched, events->known.v, events->known.n, e))
        return false;
    return begin_file(m, news, e) && take_set(m, SET_BODIES, bodies, take_body, e) &&
           take_set(m, SET_EVENTS, events, take_event, e) && take_signatures(m, e) &&
           take_drafts(m, e) && end_import(m, news->code, e) && merge_note_batch(m, e);
}
