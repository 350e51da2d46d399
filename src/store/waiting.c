#include "store/waiting.h"

#include <stdlib.h>

#include "store/draft_copy.h"
#include "store/internal.h"

/* By the index x_state_twice, whatever the planner thinks. */
#define TWICE "FROM x_state INDEXED BY x_state_twice WHERE flags>3"
#define IS_TWICE " AND flags&4"

_Static_assert(FLAG_POSSIBLE_DUPLICATE == 4, "as in the queries");

bool store_waiting(struct store *s, struct store_waiting *ret, struct err *e)
{
    *ret = (struct store_waiting){0};
    return db_int(s->db, "SELECT count(*) FROM x_state WHERE state='conflict'", 0, &ret->conflicts, e) &&
           db_int(s->db, "SELECT count(*) " TWICE IS_TWICE, 0, &ret->duplicates, e) &&
           draft_copies_count(s, &ret->drafts, e);
}

bool store_duplicates(struct store *s, store_entry_fn *fn, void *user, struct err *e)
{
    struct stmt *q = db_prepare_once(
        s->db, "SELECT " ROW_COLUMNS " " TWICE IS_TWICE " ORDER BY form_id, unit, period, entry", e);
    if (!q)
        return false;
    enum stmt_row row = STMT_DONE;
    bool sound = true, on = true;
    while (sound && on && (row = stmt_step(q, e)) == STMT_ROW) {
        struct entry_row found;
        sound = row_read(q, &found);
        on = sound && fn(user, &found);
        entry_row_finish(&found);
    }
    stmt_free(q);
    return sound ? row != STMT_FAILED : lists_damaged(s, e);
}

bool store_form_use(struct store *s, const struct hash *form, struct store_form_use *ret,
                    struct err *e)
{
    *ret = (struct store_form_use){0};
    struct stmt *q = db_prepare(s->db, "SELECT count(DISTINCT entry) FROM x_event WHERE form=?", e);
    if (!q)
        return false;
    stmt_bind_hash(q, 1, form);
    bool good = stmt_step(q, e) == STMT_ROW;
    ret->entries = good ? stmt_int(q, 0) : 0;
    stmt_done(q);
    q = good ? db_prepare(s->db, "SELECT DISTINCT office FROM x_event WHERE form=? AND office IS NOT"
                                 " NULL ORDER BY office LIMIT 12", e) : NULL;
    if (!q)
        return false;
    stmt_bind_hash(q, 1, form);
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW)
        *vec_add(&ret->offices) = stmt_text0(q, 0);
    stmt_done(q);
    return row == STMT_DONE;
}

void store_form_use_finish(struct store_form_use *u)
{
    for (size_t i = 0; i < u->offices.n; i++)
        free(u->offices.v[i]);
    vec_finish(&u->offices);
}
