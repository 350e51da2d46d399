#include "store/verify.h"

#include <stdlib.h>

#include "db/confine.h"
#include "store/safety_internal.h"

#define ASK_EVERY 64 /* rows */

struct pass {
    enum set set;
    int64_t done, all;
    verify_fn *fn;
    void *user;
    struct verified *ret;
};

static bool go_on(struct pass *p, int64_t all)
{
    if (p->fn && !p->fn(p->user, p->done, all))
        p->ret->stopped = true;
    return !p->ret->stopped;
}

static bool look_at(void *user, const struct set_row *row, struct err *e)
{
    struct pass *p = user;
    (void)e;
    struct hash is = {{0}};
    if (row->bytes)
        is = p->set == SET_EVENTS ? event_hash(row->bytes, row->len) : body_hash(row->bytes, row->len);
    p->ret->bad += !row->bytes || hash_cmp(&is, &row->hash);
    p->ret->rows++;
    return ++p->done % ASK_EVERY || go_on(p, p->all);
}

static bool on_progress(void *user)
{
    return go_on(user, 0);
}

static bool check_structure(struct store *s, struct pass *p, struct err *e)
{
    db_on_progress(s->db, on_progress, p);
    p->ret->structure = db_quick_check(s->db, e);
    db_on_progress(s->db, NULL, NULL);
    return p->ret->structure && !p->ret->stopped;
}

/* A file whose rows cannot all be read is damaged, and that is an answer. */
static bool look_at_rows(struct store *s, struct pass *p, struct err *e)
{
    struct err why = {0};
    int64_t bodies = 0;
    bool good = db_int(s->db, "SELECT count(*) FROM event", 0, &p->all, &why) &&
                db_int(s->db, "SELECT count(*) FROM body", 0, &bodies, &why);
    p->all += bodies;
    good = good && each_row(s, SET_EVENTS, look_at, p, &why);
    p->set = SET_BODIES;
    good = good && each_row(s, SET_BODIES, look_at, p, &why);
    if (!good && why.code == ERR_DAMAGED) {
        p->ret->bad++;
        good = true;
        err_finish(&why);
    }
    err_move(e, &why);
    return good && !p->ret->stopped;
}

bool store_verify(struct store *s, verify_fn *fn, void *user, struct verified *ret, struct err *e)
{
    *ret = (struct verified){0};
    struct pass p = {.set = SET_EVENTS, .fn = fn, .user = user, .ret = ret};
    db_forget(s->db);
    if (!check_structure(s, &p, e) || !look_at_rows(s, &p, e))
        return false;
    if (verified_is_good(ret))
        safety_trust(s);
    return true;
}

bool verified_is_good(const struct verified *v)
{
    return !v->stopped && !v->bad && v->structure && !*v->structure;
}

void verified_finish(struct verified *v)
{
    free(v->structure);
    *v = (struct verified){0};
}
