/* Where work on an entry stopped, per installation; local to this file, never travels. */
#include <stdlib.h>

#include "base/installation.h"
#include "base/mem.h"
#include "store/internal.h"

static bool bind_key(struct stmt *q, const char *entry)
{
    char inst[INSTALLATION_HEX];
    if (!q)
        return false;
    installation_id(inst);
    stmt_bind_id(q, 1, entry);
    stmt_bind_id(q, 2, inst);
    return true;
}

char *store_bookmark(struct store *s, const char *entry, struct err *e)
{
    struct stmt *q =
        db_prepare(s->db, "SELECT cursor FROM bookmark WHERE entry=? AND inst=?", e);
    if (!bind_key(q, entry))
        return NULL;
    char *cursor = stmt_step(q, e) == STMT_ROW ? xstrdup(stmt_text(q, 0)) : NULL;
    stmt_done(q);
    return cursor;
}

bool store_set_bookmark(struct store *s, const char *entry, const char *cursor, struct err *e)
{
    if (!db_begin(s->db, e))
        return false;
    struct stmt *q = db_prepare(s->db,
                                "INSERT INTO bookmark(entry,inst,cursor) VALUES(?,?,?)"
                                " ON CONFLICT(entry,inst) DO UPDATE SET cursor=excluded.cursor",
                                e);
    if (bind_key(q, entry))
        stmt_bind_text(q, 3, cursor);
    return store_finish(s, q && stmt_run(q, e), e);
}
