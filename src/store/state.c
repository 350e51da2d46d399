/* The state of one entry, computed from its revisions, reviews and joins alone (rule STORE_RULE,
 * doc/file-format.md): no clock, order of arrival or row number has a say. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/erase.h"
#include "store/graph.h"
#include "store/internal.h"
#include "store/state_heads.h"

static const struct graph_node *newest(const struct graph_node *a, const struct graph_node *b)
{
    if (!a || b->gen > a->gen || (b->gen == a->gen && hash_cmp(&b->hash, &a->hash) > 0))
        return b;
    return a;
}

/* ---- what the reviews say -------------------------------------------------------------------- */

struct summary {
    const struct graph_node *head, *shown;
    int heads, submission;
    int64_t submitted;
    bool all_withdrawn, any_draft, any_returned, all_accepted, any_passed, disagree, changed;
};

/* Submissions that count: not followed by another submission or a withdrawal. */
static void add_submission(struct summary *sum, const struct graph_node *r)
{
    sum->shown = newest(sum->shown, r);
    sum->any_returned |= r->review == REVIEW_RETURN || r->review == REVIEW_DISAGREE;
    sum->disagree |= r->review == REVIEW_DISAGREE;
    sum->any_passed |= r->review == REVIEW_PASSED_ON;
    sum->all_accepted &= r->review == REVIEW_ACCEPT;
}

static struct summary summarize(const struct graph *g)
{
    struct summary sum = {.all_withdrawn = true, .all_accepted = true};
    for (size_t i = 0; i < g->n; i++) {
        const struct graph_node *r = &g->v[i];
        if (r->head) {
            sum.heads++;
            sum.head = newest(sum.head, r);
            sum.all_withdrawn &= r->status == REV_WITHDRAWN;
            sum.any_draft |= r->status == REV_DRAFT;
        }
        if (r->submissions > sum.submission)
            sum.submission = r->submissions;
        if (r->status != REV_SUBMITTED)
            continue;
        if (r->submissions == 1 && (!sum.submitted || r->ts < sum.submitted))
            sum.submitted = r->ts;
        if (!r->covered)
            add_submission(&sum, r);
        else
            sum.changed |= r->review == REVIEW_ACCEPT;
    }
    return sum;
}

/* Whether what an entry says is gone: the submission that counts, else all heads. */
static bool is_erased(struct store *s, const struct graph *g, const struct graph_node *shown)
{
    if (!s->any_erased)
        return false;
    bool gone = !shown || store_erased(s, &shown->body, NULL) > 0;
    for (size_t i = 0; i < g->n && gone && !shown; i++)
        gone = !g->v[i].head || store_erased(s, &g->v[i].body, NULL) > 0;
    return gone;
}

static enum entry_state decide(const struct summary *sum, bool differ)
{
    if (sum->all_withdrawn)
        return STATE_WITHDRAWN;
    if (differ)
        return STATE_CONFLICT;
    if (!sum->shown)
        return STATE_DRAFT;
    if (sum->any_returned)
        return STATE_RETURNED;
    return sum->all_accepted ? STATE_ACCEPTED : STATE_SUBMITTED;
}

/* ---- the row --------------------------------------------------------------------------------- */

/* Where no submission counts, the heads together say where the entry stands. */
static bool write_row(struct store *s, const struct entry_id *id, const struct summary *sum,
                      const struct heads_say *heads, enum entry_state state, unsigned flags,
                      const char *form_id, struct err *e)
{
    struct stmt *q = db_prepare(
        s->db,
        "INSERT INTO x_state(entry,form_id,unit,period,form,state,flags,submission,heads,ts,"
        "submitted,head,shown) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(entry) DO UPDATE SET "
        "form_id=excluded.form_id, unit=excluded.unit, period=excluded.period, form=excluded.form,"
        "state=excluded.state, flags=excluded.flags, submission=excluded.submission,"
        "heads=excluded.heads, ts=excluded.ts, submitted=excluded.submitted, head=excluded.head,"
        "shown=excluded.shown", e);
    if (!q)
        return false;
    const struct graph_node *shown = sum->shown ? sum->shown : sum->head;
    stmt_bind_blob(q, 1, id->b, sizeof id->b);
    stmt_bind_text(q, 2, form_id);
    stmt_bind_text(q, 3, heads->unit && !sum->shown ? heads->unit : shown->unit);
    stmt_bind_text(q, 4, heads->period && !sum->shown ? heads->period : shown->period);
    stmt_bind_hash(q, 5, heads->form ? heads->form : &sum->head->form);
    stmt_bind_text(q, 6, entry_state_id(state));
    stmt_bind_int(q, 7, flags);
    stmt_bind_int(q, 8, sum->submission);
    stmt_bind_int(q, 9, sum->heads);
    stmt_bind_int(q, 10, sum->head->ts);
    stmt_bind_int(q, 11, sum->submitted);
    stmt_bind_hash(q, 12, &sum->head->hash);
    stmt_bind_hash(q, 13, &shown->hash);
    return stmt_run(q, e);
}

/* ---- two entries of one form, unit and period ------------------------------------------------ */

struct key {
    char *form_id, *unit, *period;
};

static void key_finish(struct key *k)
{
    free(k->form_id);
    free(k->unit);
    free(k->period);
}

static bool set_duplicate(struct store *s, const struct entry_id *id, bool on, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "UPDATE x_state SET flags=(flags & ~?2) | ?3"
                                       " WHERE entry=?1 AND flags & ?2 <> ?3", e);
    if (!q)
        return false;
    stmt_bind_blob(q, 1, id->b, sizeof id->b);
    stmt_bind_int(q, 2, FLAG_POSSIBLE_DUPLICATE);
    stmt_bind_int(q, 3, on ? FLAG_POSSIBLE_DUPLICATE : 0);
    return stmt_run(q, e);
}

static bool key_of(struct store *s, const struct entry_id *id, struct key *ret, struct err *e)
{
    struct stmt *q =
        db_prepare(s->db, "SELECT form_id, unit, period FROM x_state WHERE entry=?", e);
    if (!q)
        return false;
    stmt_bind_blob(q, 1, id->b, sizeof id->b);
    *ret = (struct key){0};
    enum stmt_row row = stmt_step(q, e);
    if (row == STMT_ROW)
        *ret = (struct key){xstrdup(stmt_text(q, 0)), xstrdup(stmt_text(q, 1)),
                            xstrdup(stmt_text(q, 2))};
    stmt_done(q);
    return row != STMT_FAILED;
}

_Static_assert(FLAG_ERASED == 64, "as in the query below");

/* The flags of a key turn only when its entries become two, or one again: so looking at three is
 * enough, however many there are. */
static bool refresh_key(struct store *s, const struct key *k, const struct entry_id *self,
                        bool counts, struct err *e)
{
    if (!k->form_id || !*k->form_id || !*k->unit)
        return true;
    struct stmt *q = db_prepare(s->db, "SELECT entry FROM x_state WHERE form_id=? AND unit=?"
                                       " AND period=? AND state<>'withdrawn' AND flags & 64 = 0"
                                       " LIMIT 3", e);
    if (!q)
        return false;
    stmt_bind_text(q, 1, k->form_id);
    stmt_bind_text(q, 2, k->unit);
    stmt_bind_text(q, 3, k->period);
    struct entry_id found[3];
    int n = 0;
    bool sound = true;
    while (sound && stmt_step(q, e) == STMT_ROW) {
        sound = stmt_bytes(q, 0) == sizeof found->b;
        if (sound)
            memcpy(found[n++].b, stmt_blob(q, 0), sizeof found->b);
    }
    stmt_done(q);
    if (!sound)
        return lists_damaged(s, e);
    bool good = !counts || set_duplicate(s, self, n > 1, e);
    for (int i = 0; good && n < 3 && i < n; i++)
        good = set_duplicate(s, &found[i], n > 1, e);
    return good;
}

/* counts: its answers stand against those of others. */
static bool refresh_duplicates(struct store *s, const struct entry_id *id, const struct key *old,
                               bool counts, struct err *e)
{
    struct key now;
    if (!key_of(s, id, &now, e))
        return false;
    bool moved = old->form_id && (strcmp(old->form_id, now.form_id) ||
                                  strcmp(old->unit, now.unit) || strcmp(old->period, now.period));
    bool good = (!moved || refresh_key(s, old, id, false, e)) &&
                refresh_key(s, &now, id, counts, e);
    key_finish(&now);
    return good;
}

bool state_begin(struct store *s, struct err *e)
{
    int64_t any = 0;
    bool good = db_int(s->db, "SELECT EXISTS(SELECT 1 FROM erased)", 0, &any, e);
    s->any_erased = any;
    return good;
}

bool state_forget(struct store *s, const struct entry_id *id, struct err *e)
{
    struct key old = {0};
    bool good = key_of(s, id, &old, e);
    if (good && old.form_id) {
        struct stmt *q = db_prepare(s->db, "DELETE FROM x_state WHERE entry=?", e);
        if (q)
            stmt_bind_blob(q, 1, id->b, sizeof id->b);
        good = q && stmt_run(q, e);
    }
    good = good && refresh_key(s, &old, id, false, e);
    key_finish(&old);
    return good;
}

bool state_refresh(struct store *s, const struct entry_id *id, struct err *e)
{
    struct graph g = {0};
    if (!graph_load(s, id, &g, e))
        return false;
    if (g.n == 0) { /* reviews that came before what they review; the root of what was taken apart */
        graph_finish(&g);
        return state_forget(s, id, e);
    }
    struct summary sum = summarize(&g);
    if (!sum.head) { /* each follows another: no program of ours wrote that */
        graph_finish(&g);
        return lists_damaged(s, e);
    }
    struct heads_say heads = {0};
    if (sum.heads > 1 && !heads_say(s, id, &g, &heads, e)) {
        heads_say_finish(&heads);
        graph_finish(&g);
        return false;
    }
    bool differ = heads.differ;
    enum entry_state state = decide(&sum, differ);
    unsigned flags = (sum.changed ? FLAG_CHANGED_AFTER_ACCEPTANCE : 0) |
                     (sum.disagree ? FLAG_REVIEWERS_DISAGREE : 0) |
                     (state == STATE_SUBMITTED && sum.any_passed ? FLAG_PASSED_ON : 0) |
                     (sum.shown && sum.any_draft ? FLAG_EDITED_SINCE : 0) |
                     (g.missing ? FLAG_PARENTS_MISSING : 0) |
                     (is_erased(s, &g, differ ? NULL : sum.shown) ? FLAG_ERASED : 0);
    struct key old = {0};
    char *name = text_name(s, heads.form ? heads.form : &sum.head->form, e);
    bool good = name && key_of(s, id, &old, e) && graph_store(s, &g, e) &&
                write_row(s, id, &sum, &heads, state, flags, name, e) &&
                refresh_duplicates(s, id, &old,
                                   state != STATE_WITHDRAWN && !(flags & FLAG_ERASED), e);
    free(name);
    key_finish(&old);
    heads_say_finish(&heads);
    graph_finish(&g);
    return good;
}
