#include "store/contents.h"

#include "store/internal.h"

bool store_contents(struct store *s, struct store_contents *ret, struct err *e)
{
    *ret = (struct store_contents){0};
    struct stmt *q = db_prepare(s->db,
                                "SELECT coalesce(sum(kind=?1 AND status='submitted'),0),"
                                " coalesce(sum(kind=?2),0), coalesce(sum(kind=?3),0) FROM x_event", e);
    if (!q)
        return false;
    stmt_bind_int(q, 1, EVENT_REVISION);
    stmt_bind_int(q, 2, EVENT_REVIEW);
    stmt_bind_int(q, 3, EVENT_COMMENT);
    enum stmt_row row = stmt_step(q, e);
    if (row == STMT_ROW)
        *ret = (struct store_contents){stmt_int(q, 0), stmt_int(q, 1), stmt_int(q, 2)};
    stmt_done(q);
    return row == STMT_ROW;
}
