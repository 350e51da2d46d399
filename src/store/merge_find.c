/* What one file brings: by the ids that it names, before anything of it is read for more. */
#include "base/file.h"
#include "db/confine.h"
#include "store/merge_caps.h"
#include "store/merge_internal.h"
#include "store/merge_signatures.h"

void news_finish(struct news *news)
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
    ret->events.all_ours = same && import_knows(m->s, ret->code) && foreign_beside_sound(&m->f);
    if (!ret->events.all_ours)
        news_finish(ret);
    return ret->events.all_ours;
}

/* It was sound when it was taken in, and names the same now, all of which is here. */
static bool is_nothing_new(struct merge *m, const struct news *news)
{
    return !news->bodies.fresh.n && !news->events.fresh.n && import_knows(m->s, news->code) &&
           foreign_beside_sound(&m->f);
}

static bool goes_on(void *user)
{
    return !merge_asked_to_stop(user);
}

/* Of a large file only what is new is read along its tables, where each row says itself whether it is whole, and the
 * index has told how many there must be: pages of rows that are known are nothing to us, and looking at all of
 * them would cost more than the rest of a merge that brings little. */
#define LARGE (INT64_C(64) << 20)

static bool check_watched(struct merge *m, bool torn, struct err *e)
{
    bool asks = m->options && m->options->progress;
    if (asks)
        db_on_progress(m->f.store->db, goes_on, m);
    bool good = foreign_check(&m->f, torn || file_length(store_path(m->f.store)) <= LARGE, e);
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

/* Asked before anything is written. */
static bool is_small_enough(struct merge *m, const struct new_rows *events)
{
    if ((m->options && m->options->large) || (caps_hold(&m->f, events, &m->file->err) &&
                                              signatures_hold(m->s, &m->f, &m->file->err)))
        return true;
    m->file->large = m->file->err.code == ERR_RULE;
    return false;
}

/* Whether it is to be taken now. What stopped the look at it may have been the person, or somebody who
 * wrote to it, rather than the file. */
bool merge_look(struct merge *m, struct news *news)
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
