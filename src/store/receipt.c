#include "store/receipt.h"

#include <stdlib.h>
#include <string.h>

#include "base/installation.h"
#include "store/foreign.h"

const char *receipt_lack_id(enum receipt_lack lack)
{
    static const char *const ids[] = {
        [LACK_EVENT] = "event", [LACK_DAMAGED] = "damaged", [LACK_BODY] = "body"};
    return ids[lack];
}

struct look {
    struct store *here;
    struct foreign there;
    const char *office;
    char inst[INSTALLATION_HEX];
    struct receipt *ret;
    int64_t done, all;     /* rows here */
};

enum held { HELD, ABSENT, OTHER_BYTES };

/* A row that cannot be read is as good as none. */
static enum held holds(struct store *s, const char *sql, const struct hash *h,
                       struct hash (*sum)(const char *, size_t))
{
    struct err ignored = {0};
    struct stmt *q = db_prepare(s->db, sql, &ignored);
    enum held held = ABSENT;
    if (q) {
        stmt_bind_hash(q, 1, h);
        if (stmt_step(q, &ignored) == STMT_ROW) {
            struct hash is = sum(stmt_text(q, 0), stmt_bytes(q, 0));
            held = hash_cmp(&is, h) ? OTHER_BYTES : HELD;
        }
        stmt_done(q);
    }
    err_finish(&ignored);
    return held;
}

static enum held holds_body(struct store *s, const struct hash *h)
{
    return holds(s, "SELECT data FROM body WHERE hash=?", h, body_hash);
}

/* What is not stored here either cannot have been sent. */
static bool is_lacking(struct look *l, const struct hash *id, const struct event *ev,
                       enum receipt_lack *ret)
{
    switch (holds(l->there.store, "SELECT head FROM event WHERE hash=?", id, event_hash)) {
    case ABSENT:
        *ret = LACK_EVENT;
        return true;
    case OTHER_BYTES:
        *ret = LACK_DAMAGED;
        return true;
    case HELD:
        break;
    }
    *ret = LACK_BODY;
    return ev->has_body && holds_body(l->there.store, &ev->body) != HELD &&
           holds_body(l->here, &ev->body) == HELD;
}

static bool is_own(const struct look *l, const struct event *ev)
{
    return (ev->inst && !strcmp(ev->inst, l->inst)) ||
           (l->office && ev->office && !strcmp(ev->office, l->office));
}

static bool look_at(void *user, const struct set_row *row, struct err *e)
{
    struct look *l = user;
    struct event ev = {0};
    if (++l->done % 256 == 0 && !foreign_goes_on(&l->there, l->done, l->all, e))
        return false;
    struct hash is = event_hash(row->bytes ? row->bytes : "", row->len);
    if (!row->bytes || hash_cmp(&is, &row->hash) || !event_read(row->bytes, row->len, &ev, NULL))
        return true; /* damaged here: “phieu check” says so */
    enum receipt_lack lack = LACK_EVENT;
    bool own = is_own(l, &ev), lacking = own && is_lacking(l, &row->hash, &ev, &lack);
    l->ret->made += own;
    l->ret->received += own && !lacking;
    if (!lacking) {
        event_finish(&ev);
        return true;
    }
    *vec_add(&l->ret->lacking) = (struct receipt_row){row->hash, ev, lack};
    return true;
}

bool store_receipt(struct store *s, const char *other, const char *office, const struct watch *watch,
                   struct receipt *ret, struct err *e)
{
    struct look l = {.here = s, .office = office, .ret = ret};
    *ret = (struct receipt){0};
    if (!foreign_open_watched(other, watch, &l.there, e))
        return false;
    installation_id(l.inst);
    ret->torn = l.there.torn;
    bool good = db_int(s->db, "SELECT count(*) FROM event", 0, &l.all, e) &&
                each_row(s, SET_EVENTS, look_at, &l, e);
    foreign_close(&l.there);
    if (!good)
        receipt_finish(ret);
    return good;
}

void receipt_finish(struct receipt *r)
{
    for (size_t i = 0; i < r->lacking.n; i++)
        event_finish(&r->lacking.v[i].head);
    vec_finish(&r->lacking);
}
