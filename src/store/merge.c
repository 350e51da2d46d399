#include "store/merge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/mem.h"
#include "db/confine.h"
#include "store/copy.h"
#include "store/erase.h"
#include "store/foreign_rows.h"
#include "store/import.h"
#include "store/medium.h"
#include "store/merge_caps.h"
#include "store/merge_drafts.h"
#include "store/merge_entries.h"
#include "store/merge_new.h"
#include "store/merge_signatures.h"
#include "store/private.h"
#include "text/utf8.h"

/* Short transactions: each is a valid state, so that a copy made meanwhile, or a power cut, finds a
 * part of the union, and merging again goes on. */
#define BATCH_ROWS  20000
#define BATCH_BYTES (24 << 20)

struct merge {
    struct store *s;
    struct foreign f;
    struct merge_file *file;
    struct touched_entries *touched;
    const struct merge_options *options;
    int64_t import;        /* its row in import_log */
    struct import_marks marks; /* where the batch, or the file, began */
    int64_t done, all;
    int rows;              /* of the open batch */
    size_t bytes;
    bool open;             /* a batch is */
    const char *const *waiting; /* files that follow */
    size_t n_waiting;
    bool copy;             /* the file is read in a private copy, whatever it is */
    bool again;            /* it must be read once more: somebody wrote to it, or it is slow */
};

/* What a file names that is not here. */
struct news {
    struct new_rows bodies, events;
    char code[HASH_HEX]; /* of all that it names; "": it is torn */
};

/* ---- batches --------------------------------------------------------------------------------- */

static bool asked_to_stop(struct merge *m)
{
    const struct merge_options *o = m->options;
    if (!o || !o->progress || o->progress(o->user, m->file->name, m->done, m->all))
        return false;
    m->file->interrupted = true;
    return true;
}

static bool begin_batch(struct merge *m, struct err *e)
{
    if (!db_begin(m->s->db, e))
        return false;
    m->open = (import_marks(m->s, &m->marks, e) && (!m->s->put_off || derive_put_off_note(m->s, e))) ||
              store_finish(m->s, false, e);
    return m->open;
}

static bool end_batch(struct merge *m, bool good, struct err *e)
{
    m->rows = 0;
    m->bytes = 0;
    if (!m->open)
        return good;
    m->open = false;
    return store_finish(m->s, good, e);
}

static bool note_batch(struct merge *m, struct err *e)
{
    return import_note(m->s, m->import, &m->marks, e);
}

/* Called after each row; ends a full batch and begins the next. */
static bool batch_row(struct merge *m, size_t bytes, struct err *e)
{
    m->bytes += bytes;
    int most = m->options && m->options->batch_rows ? m->options->batch_rows : BATCH_ROWS;
    if (++m->rows < most && m->bytes < BATCH_BYTES)
        return true;
    return end_batch(m, note_batch(m, e), e) && begin_batch(m, e);
}

static bool next_row(struct merge *m, size_t bytes, struct err *e)
{
    m->done++;
    return batch_row(m, bytes, e);
}

/* Small files share a batch. It is not kept open, and others waiting, while a large file is looked at, or
 * one on a stick. */
static bool make_way(struct merge *m, struct err *e)
{
    struct stat st;
    bool quick = stat(m->file->name, &st) == 0 && st.st_size < BATCH_BYTES &&
                 medium_of(m->file->name) == MEDIUM_FIXED;
    return quick || end_batch(m, true, e);
}

/* ---- quarantine ------------------------------------------------------------------------------ */

static bool put_apart(struct merge *m, struct merge_counts *counts, const char *reason,
                      const char *bytes, size_t len, struct err *e)
{
    counts->quarantined++;
    return import_put_apart(m->s, m->import, reason, bytes, len, e);
}

/* ---- one row ---------------------------------------------------------------------------------- */

typedef bool take_fn(struct merge *m, const struct foreign_row *row, struct err *e);

/* Why bytes cannot be what their name says; NULL when they can. */
static const char *distrust(const struct foreign_row *row, size_t max,
                            struct hash (*sum)(const char *, size_t))
{
    if (!row->bytes && !row->large)
        return "cannot be read";
    if (row->large || row->len > max)
        return "too large";
    struct hash h = sum(row->bytes, row->len);
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

static bool take_body(struct merge *m, const struct foreign_row *row, struct err *e)
{
    struct merge_counts *counts = &m->file->bodies;
    const char *why = distrust(row, EVENT_BODY_MAX, body_hash);
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

static bool take_event(struct merge *m, const struct foreign_row *row, struct err *e)
{
    struct merge_counts *counts = &m->file->events;
    const char *why = distrust(row, EVENT_HEAD_MAX, event_hash);
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

/* Errors speak of the file that was named, not of a copy. */
static void name_file(struct merge *m)
{
    if (!m->file->err.message)
        return;
    free(m->file->err.place);
    m->file->err.place = xstrdup(m->file->name);
}

/* The disk or the memory failed, not the file: the rest may be read when it is taken in again. */
static void break_off(struct merge *m, struct err *why)
{
    m->file->interrupted = true;
    if (!m->file->err.message)
        err_move(&m->file->err, why);
    name_file(m);
}

/* A row that cannot be read is put apart like one that lies. */
static bool take_row(struct merge *m, struct foreign_rows *from, int64_t id, take_fn *take, struct err *e)
{
    struct err why = {0};
    struct foreign_row row;
    foreign_rows_get(from, id, &row, &why);
    bool good = true;
    if (why.code == ERR_FILE)
        break_off(m, &why);
    else
        good = take(m, &row, e) && next_row(m, row.len, e);
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
        if (i % 256 || !asked_to_stop(m))
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
    return batch_row(m, bytes, e) && (m->rows % 256 || !asked_to_stop(m));
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

static off_t size_of(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? st.st_size : 0;
}

/* More events than are here, when the files that wait bring new ones like this one does: then all states
 * are computed together, at the end. */
static bool brings_much(struct merge *m, const struct news *news)
{
    int64_t here = 0;
    double size = (double)size_of(m->file->name), all = size;
    for (size_t i = 0; i < m->n_waiting; i++)
        all += (double)size_of(m->waiting[i]);
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
    if (!m->open && !begin_batch(m, e))
        return false;
    bool put_off = m->s->put_off || brings_much(m, news);
    return import_marks(m->s, &m->marks, e) && (!put_off || derive_put_off_note(m->s, e)) &&
           begin_import(m, e);
}

/* Bodies first: an event never stands here without what it names, if the file had it. */
static bool take_all(struct merge *m, const struct news *news, struct err *e)
{
    const struct new_rows *bodies = &news->bodies, *events = &news->events;
    count_known(&m->file->bodies, bodies);
    count_known(&m->file->events, events);
    m->done = 0;
    m->all = (int64_t)(bodies->fresh.n + events->fresh.n);
    m->touched->all |= events->same;
    if (!touched_known(m->s, m->touched, events->known.v, events->known.n, e))
        return false;
    return begin_file(m, news, e) && take_set(m, SET_BODIES, bodies, take_body, e) &&
           take_set(m, SET_EVENTS, events, take_event, e) && take_signatures(m, e) &&
           take_drafts(m, e) && end_import(m, news->code, e) && note_batch(m, e);
}

/* Asked before anything is written. */
static bool is_small_enough(struct merge *m, const struct new_rows *events)
{
    if ((m->options && m->options->large) || (caps_hold(&m->f, events, &m->file->err) &&
                                              signatures_hold(m->s, &m->f, &m->file->err)))
        return true;
    m->file->large = m->file->err.code == ERR_RULE;
    return false;
}

/* ---- what is new in it ------------------------------------------------------------------------- */

static void news_finish(struct news *news)
{
    new_rows_finish(&news->bodies);
    new_rows_finish(&news->events);
    *news = (struct news){0};
}

static void name_all(struct news *news)
{
    struct hash both[] = {news->bodies.code, news->events.code};
    struct hash h = hash_bytes("", 0, (const char *)both, sizeof both);
    hash_hex(&h, news->code);
}

static bool find_news(struct merge *m, struct news *ret, struct err *e)
{
    bool good = new_rows_find(m->s, &m->f, SET_BODIES, &ret->bodies, e) &&
                new_rows_find(m->s, &m->f, SET_EVENTS, &ret->events, e);
    if (good && !m->f.torn)
        name_all(ret);
    return good;
}

/* As many events there as here, and as an import has brought: it may well be the same file again. */
static bool may_be_same(struct merge *m)
{
    int64_t ours = 0, theirs = 0, seen = 0;
    return db_int(m->f.store->db, "SELECT max(eid) FROM event", 0, &theirs, NULL) && theirs > 0 &&
           import_has_seen(m->s, theirs) && db_int(m->s->db, "SELECT count(*) FROM event", 0, &ours, NULL) &&
           ours == theirs && db_int(m->f.store->db, "SELECT count(*) FROM event", 0, &seen, NULL) && seen == theirs;
}

/* The file names exactly what a sound import named, and there are no other events: what is here need not
 * be walked through. */
static bool is_same(struct merge *m, struct news *ret)
{
    bool whole = false;
    struct err ignored = {0};
    bool same = !m->f.torn && may_be_same(m) &&
                new_rows_name(&m->f, SET_BODIES, &ret->bodies, &whole, &ignored) && whole &&
                new_rows_name(&m->f, SET_EVENTS, &ret->events, &whole, &ignored) && whole;
    err_finish(&ignored);
    if (same)
        name_all(ret);
    ret->events.same = same && import_knows(m->s, ret->code) && foreign_beside_sound(&m->f);
    if (!ret->events.same)
        news_finish(ret);
    return ret->events.same;
}

/* It was sound when it was taken in, and names the same now, all of which is here. */
static bool is_nothing_new(struct merge *m, const struct news *news)
{
    return !news->bodies.fresh.n && !news->events.fresh.n && import_knows(m->s, news->code) &&
           foreign_beside_sound(&m->f);
}

static bool goes_on(void *user)
{
    return !asked_to_stop(user);
}

/* Not at the bodies: those that are new are read along their table, and each says itself whether it is whole;
 * the index has told how many there must be. */
static bool check_watched(struct merge *m, bool torn, struct err *e)
{
    bool asks = m->options && m->options->progress;
    if (asks)
        db_on_progress(m->f.store->db, goes_on, m);
    bool good = foreign_check(&m->f, torn, e);
    if (asks)
        db_on_progress(m->f.store->db, NULL, NULL);
    return good;
}

/* The ids alone say whether anything is new; a file that is read for more is looked at as a whole
 * before. Of a torn one every row that can be read is asked for. */
static bool find_and_check(struct merge *m, struct news *ret, struct err *e)
{
    struct err why = {0};
    if (is_same(m, ret))
        return true;
    bool found = find_news(m, ret, &why);
    bool torn = m->f.torn || (!found && why.code == ERR_DAMAGED);
    if (!found && !torn) {
        err_move(e, &why);
        return false;
    }
    err_finish(&why);
    if (found && !torn && is_nothing_new(m, ret))
        return true;
    if (foreign_is_slow(&m->f)) { /* in the order of the disk, instead of page by page */
        m->again = true;
        return true;
    }
    if (!check_watched(m, torn, e))
        return false;
    if (found && m->f.torn == torn)
        return true;
    m->f.torn |= torn;
    news_finish(ret);
    return find_news(m, ret, e);
}

/* ---- a file ------------------------------------------------------------------------------------ */

/* Whether it is to be taken now. What stopped the look at it may have been the person, or somebody who
 * wrote to it, rather than the file. */
static bool look(struct merge *m, struct news *news)
{
    struct err *why = &m->file->err;
    bool good = find_and_check(m, news, why);
    m->again = !m->file->interrupted && (m->again || foreign_changed(&m->f));
    if (m->file->interrupted || m->again) {
        err_finish(why);
        return false;
    }
    m->file->torn = m->f.torn;
    return good && is_small_enough(m, &news->events);
}

static bool copying_goes_on(void *user, int64_t done, int64_t all)
{
    struct merge *m = user;
    m->done = done;
    m->all = all;
    return !asked_to_stop(m);
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
    bool ours = !look(m, &news) || take_all(m, &news, e);
    name_file(m);
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
        end_batch(m, false, NULL);
    if (m->s->put_off) {
        bool done = (m->open || begin_batch(m, good ? e : NULL)) &&
                    end_batch(m, derive_put_off_end(m->s, good ? e : NULL), good ? e : NULL);
        m->s->put_off = false;
        return done && good;
    }
    return end_batch(m, good, e);
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
    bool good = touched_begin(s, &touched, e) && db_set_bulk(s->db, true, e);
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
    for (size_t i = 0; i < r->entries.n; i++) {
        free(r->entries.v[i].form_id);
    }
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
