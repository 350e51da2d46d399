#include "store/periods.h"

#include "store/internal.h"

bool store_periods(struct store *s, const char *form_id, struct periods *ret, struct err *e)
{
    *ret = (struct periods){0};
    struct stmt *q = db_prepare(s->db,
                                "SELECT DISTINCT period FROM x_state INDEXED BY x_state_key WHERE form_id=?1"
                                " UNION SELECT coalesce(period,'') FROM draft WHERE form_id=?1 ORDER BY 1", e);
    if (!q)
        return false;
    stmt_bind_text(q, 1, form_id);
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW)
        *vec_add(ret) = stmt_text0(q, 0);
    stmt_done(q);
    if (row != STMT_DONE)
        periods_finish(ret);
    return row == STMT_DONE;
}

void periods_finish(struct periods *p)
{
    for (size_t i = 0; i < p->n; i++)
        free(p->v[i]);
    vec_finish(p);
}

bool store_period_until(struct store *s, const char *form_id, const char *period, bool *ret,
                        struct err *e)
{
    *ret = false;
    struct stmt *q = db_prepare(s->db,
                                "SELECT EXISTS(SELECT 1 FROM x_state INDEXED BY x_state_key"
                                " WHERE form_id=?1 AND period<=?2)"
                                " OR EXISTS(SELECT 1 FROM draft WHERE form_id=?1 AND coalesce(period,'')<=?2)", e);
    if (!q)
        return false;
    stmt_bind_text(q, 1, form_id);
    stmt_bind_text(q, 2, period);
    enum stmt_row row = stmt_step(q, e);
    if (row == STMT_ROW)
        *ret = stmt_int(q, 0);
    stmt_done(q);
    return row == STMT_ROW;
}
