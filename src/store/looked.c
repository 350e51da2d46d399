#include "store/looked.h"

#include "base/installation.h"
#include "store/internal.h"

static void bind_inst(struct stmt *q, int i)
{
    char inst[INSTALLATION_HEX];
    installation_id(inst);
    stmt_bind_id(q, i, inst);
}

bool store_look(struct store *s, const char *entry, const struct hash *revision, struct err *e)
{
    if (!db_begin(s->db, e))
        return false;
    struct stmt *q = db_prepare(s->db,
                                "INSERT INTO looked(entry,inst,revision) VALUES(?,?,?)"
                                " ON CONFLICT(entry,inst) DO UPDATE SET revision=excluded.revision",
                                e);
    if (q) {
        stmt_bind_id(q, 1, entry);
        bind_inst(q, 2);
        stmt_bind_hash(q, 3, revision);
    }
    return store_finish(s, q && stmt_run(q, e), e);
}

bool store_looked(struct store *s, store_looked_fn *fn, void *user, struct err *e)
{
    int64_t there = 0;
    if (!db_int(s->db, "SELECT count(*) FROM sqlite_schema WHERE name='looked'", 0, &there, e))
        return false;
    struct stmt *q = there ? db_prepare(s->db, "SELECT entry, revision FROM looked WHERE inst=?"
                                               " AND length(entry)=16 ORDER BY entry", e)
                           : NULL;
    if (!q)
        return !there;
    bind_inst(q, 1);
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW) {
        char entry[ENTRY_ID_HEX];
        struct hash revision = stmt_hash(q, 1);
        stmt_id(q, 0, entry);
        fn(user, entry, &revision);
    }
    stmt_done(q);
    return row == STMT_DONE;
}
