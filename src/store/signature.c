#include "store/signature.h"

#include <string.h>

#include "base/lang.h"

/* ---- reading ------------------------------------------------------------------------------------ */

/* Rows that are none come to nothing: so many are told of, then the file is called damaged. */
#define FAULTS_MAX 10000

static const char *fault_of(struct stmt *q)
{
    if (stmt_bytes(q, 0) != sizeof(struct hash))
        return "not the signature of an event";
    if (!stmt_bytes(q, 1) || stmt_bytes(q, 1) > SIGNER_MAX)
        return "not a signer";
    return stmt_bytes(q, 2) == SIGNATURE_BYTES ? NULL : "not a signature";
}

/* What is too long is cut: such a row is only told of. */
static void copy_bytes(void *to, size_t max, struct stmt *q, int column)
{
    size_t n = stmt_bytes(q, column);
    const void *from = stmt_blob(q, column);
    if (from)
        memcpy(to, from, n < max ? n : max);
}

static struct signature_row read_row(struct stmt *q)
{
    struct signature_row row = {.fault = fault_of(q)};
    copy_bytes(row.event.b, sizeof row.event.b, q, 0);
    copy_bytes(row.signer, sizeof row.signer, q, 1);
    copy_bytes(row.sig, sizeof row.sig, q, 2);
    row.signer_len = stmt_bytes(q, 1) < SIGNER_MAX ? stmt_bytes(q, 1) : SIGNER_MAX;
    return row;
}

/* As SQLite orders bytes. */
static int compare(const struct signature_row *a, const struct signature_row *b)
{
    int c = hash_cmp(&a->event, &b->event);
    c = c ? c : memcmp(a->signer, b->signer, a->signer_len < b->signer_len ? a->signer_len : b->signer_len);
    c = c ? c : (a->signer_len > b->signer_len) - (a->signer_len < b->signer_len);
    return c ? c : memcmp(a->sig, b->sig, sizeof a->sig);
}

/* Pages of a damaged file may name each other in circles: rows must go upwards. */
struct way {
    struct signature_row last;
    bool begun;
    int faults;
};

static bool goes_upwards(struct way *w, const struct signature_row *row)
{
    if (row->fault)
        return ++w->faults <= FAULTS_MAX;
    bool up = !w->begun || compare(&w->last, row) < 0;
    w->last = *row;
    w->begun = true;
    return up;
}

static bool refuse_disorder(struct store *s, struct err *theirs)
{
    return err_set(theirs, ERR_DAMAGED, s->path,
                   _("ask whoever sent it for a copy made by “phieu copy”"), _("the file is damaged"));
}

bool signature_each(struct store *s, signature_fn *fn, void *user, struct err *theirs, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "SELECT event, signer, sig FROM signature"
                                       " ORDER BY event, signer, sig", theirs);
    struct way way = {0};
    bool good = true, upwards = true;
    while (q && good && upwards && stmt_step(q, theirs) == STMT_ROW) {
        struct signature_row row = read_row(q);
        upwards = goes_upwards(&way, &row) || refuse_disorder(s, theirs);
        good = !upwards || fn(user, &row, e);
    }
    if (q)
        stmt_done(q);
    return good;
}

/* ---- one of them -------------------------------------------------------------------------------- */

static void bind(struct stmt *q, const struct signature_row *row)
{
    stmt_bind_hash(q, 1, &row->event);
    stmt_bind_blob(q, 2, row->signer, row->signer_len);
    stmt_bind_blob(q, 3, row->sig, sizeof row->sig);
}

bool signature_is_here(struct store *s, const struct signature_row *row, bool *ret, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "SELECT 1 FROM signature WHERE event=? AND signer=? AND sig=?", e);
    if (!q)
        return false;
    bind(q, row);
    enum stmt_row found = stmt_step(q, e);
    stmt_done(q);
    *ret = found == STMT_ROW;
    return found != STMT_FAILED;
}

bool signature_put(struct store *s, const struct signature_row *row, bool *ret_fresh, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "INSERT INTO signature(event,signer,sig) VALUES(?,?,?)"
                                       " ON CONFLICT(event,signer,sig) DO NOTHING", e);
    bool here;
    if (!q)
        return false;
    bind(q, row);
    if (!stmt_run(q, e))
        return false;
    if (ret_fresh)
        *ret_fresh = db_changes(s->db) > 0;
    return signature_is_here(s, row, &here, e) && (here || read_back_differs(s, e));
}

/* ---- many --------------------------------------------------------------------------------------- */

bool signature_count(struct store *s, int64_t *ret, struct err *e)
{
    return db_int(s->db, "SELECT count(*) FROM signature", 0, ret, e);
}

bool signature_count_stray(struct store *s, int64_t *ret, struct err *e)
{
    return db_int(s->db, "SELECT count(*) FROM signature AS g WHERE NOT EXISTS"
                         "(SELECT 1 FROM event WHERE hash=g.event)", 0, ret, e);
}

struct counting {
    struct store *s;
    int64_t seen, fresh;
};

static bool count_new(void *user, const struct signature_row *row, struct err *e)
{
    struct counting *c = user;
    bool here;
    if (row->fault)
        return true;
    if (!signature_is_here(c->s, row, &here, e))
        return false;
    c->seen++;
    c->fresh += !here;
    return true;
}

bool signature_count_new(struct store *s, struct store *there, int64_t *ret_seen, int64_t *ret_new,
                         struct err *theirs, struct err *e)
{
    struct counting c = {.s = s};
    struct err why = {0};
    bool good = signature_each(there, count_new, &c, &why, e) && !why.message;
    err_move(theirs, &why);
    if (ret_seen)
        *ret_seen = c.seen;
    *ret_new = c.fresh;
    return good;
}

bool signature_hand_on(struct store *from, struct store *to, const struct hash *event,
                       struct err *theirs, struct err *e)
{
    struct stmt *q =
        db_prepare(from->db, "SELECT event, signer, sig FROM signature WHERE event=?", theirs);
    bool good = true;
    if (!q)
        return true;
    stmt_bind_hash(q, 1, event);
    while (good && stmt_step(q, theirs) == STMT_ROW) {
        struct signature_row row = read_row(q);
        good = row.fault || signature_put(to, &row, NULL, e);
    }
    stmt_done(q);
    return good;
}
