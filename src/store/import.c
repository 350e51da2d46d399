#include "store/import.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bool import_begin(struct store *s, const char *path, int64_t *ret_id, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "INSERT INTO import_log(at,name,code,done) VALUES(?,?,'',0)", e);
    if (!q || !db_begin(s->db, e))
        return false;
    stmt_bind_int(q, 1, clock_now());
    stmt_bind_text(q, 2, base_name(path));
    bool good = stmt_run(q, e);
    *ret_id = db_last_rowid(s->db);
    return store_finish(s, good, e);
}

/* Taking the same file in to its end completes what was interrupted before. */
static bool complete_earlier(struct store *s, const char *name, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "UPDATE import_log SET done=1 WHERE name=? AND done=0", e);
    if (!q)
        return false;
    stmt_bind_text(q, 1, base_name(name));
    return stmt_run(q, e);
}

bool import_end(struct store *s, const struct import *x, const char *code, int64_t seen,
                int64_t added, int64_t bad, struct err *e)
{
    struct stmt *q = db_prepare(
        s->db, "UPDATE import_log SET seen=?, added=?, bad=?, done=?, code=? WHERE id=?", e);
    if (!q || !db_begin(s->db, e))
        return false;
    stmt_bind_int(q, 1, seen);
    stmt_bind_int(q, 2, added);
    stmt_bind_int(q, 3, bad);
    stmt_bind_int(q, 4, x->done);
    stmt_bind_text(q, 5, code);
    stmt_bind_int(q, 6, x->id);
    return store_finish(s, stmt_run(q, e) && (!x->done || complete_earlier(s, x->name, e)), e);
}

bool import_forget(struct store *s, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "UPDATE import_log SET code='' WHERE code<>''", e);
    return q && stmt_run(q, e);
}

bool import_has_seen(struct store *s, int64_t events)
{
    struct stmt *q = db_prepare(s->db, "SELECT 1 FROM import_log WHERE seen=? AND done=1 AND code<>''", NULL);
    if (!q)
        return false;
    stmt_bind_int(q, 1, events);
    bool has = stmt_step(q, NULL) == STMT_ROW;
    stmt_done(q);
    return has;
}

bool import_knows(struct store *s, const char *code)
{
    struct stmt *q = *code ? db_prepare(s->db, "SELECT 1 FROM import_log WHERE code=? AND done=1", NULL)
                           : NULL;
    if (!q)
        return false;
    stmt_bind_text(q, 1, code);
    bool known = stmt_step(q, NULL) == STMT_ROW;
    stmt_done(q);
    return known;
}

bool import_again(struct store *s, int64_t id, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "DELETE FROM quarantine WHERE import=?", e);
    if (!q)
        return false;
    stmt_bind_int(q, 1, id);
    return stmt_run(q, e);
}

bool import_marks(struct store *s, struct import_marks *ret, struct err *e)
{
    return db_int(s->db, "SELECT coalesce(max(eid),0) FROM event", 0, &ret->event, e) &&
           db_int(s->db, "SELECT coalesce(max(bid),0) FROM body", 0, &ret->body, e);
}

static bool note(struct store *s, int64_t id, const char *kind, int64_t before, int64_t now,
                 struct err *e)
{
    if (now <= before)
        return true;
    struct stmt *q = db_prepare(
        s->db, "INSERT INTO import_range(import,kind,first,last) VALUES(?,?,?,?)", e);
    if (!q)
        return false;
    stmt_bind_int(q, 1, id);
    stmt_bind_text(q, 2, kind);
    stmt_bind_int(q, 3, before + 1);
    stmt_bind_int(q, 4, now);
    return stmt_run(q, e);
}

bool import_note(struct store *s, int64_t id, const struct import_marks *before, struct err *e)
{
    struct import_marks now;
    return import_marks(s, &now, e) && note(s, id, "event", before->event, now.event, e) &&
           note(s, id, "body", before->body, now.body, e);
}

bool import_note_draft(struct store *s, int64_t id, const struct hash *draft, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "INSERT INTO import_draft(import,hash) VALUES(?,?)", e);
    if (!q)
        return false;
    stmt_bind_int(q, 1, id);
    stmt_bind_hash(q, 2, draft);
    return stmt_run(q, e);
}

bool import_note_signature(struct store *s, int64_t id, const struct signature_row *row, struct err *e)
{
    struct stmt *q = db_prepare(
        s->db, "INSERT INTO import_signature(import,event,signer,sig) VALUES(?,?,?,?)", e);
    if (!q)
        return false;
    stmt_bind_int(q, 1, id);
    stmt_bind_hash(q, 2, &row->event);
    stmt_bind_blob(q, 3, row->signer, row->signer_len);
    stmt_bind_blob(q, 4, row->sig, sizeof row->sig);
    return stmt_run(q, e);
}

#define RAW_KEPT 4096 /* of a row that is put apart */

bool import_put_apart(struct store *s, int64_t id, const char *reason, const void *bytes, size_t len,
                      struct err *e)
{
    struct stmt *q = db_prepare(s->db, "INSERT INTO quarantine(import,reason,raw) VALUES(?,?,?)", e);
    if (!q)
        return false;
    stmt_bind_int(q, 1, id);
    stmt_bind_text(q, 2, reason);
    if (bytes)
        stmt_bind_blob(q, 3, bytes, len < RAW_KEPT ? len : RAW_KEPT);
    return stmt_run(q, e);
}

/* ---- reading it --------------------------------------------------------------------------------- */

static struct import read_import(struct stmt *q)
{
    return (struct import){.id = stmt_int(q, 0), .at = stmt_int(q, 1), .name = stmt_text0(q, 2),
                           .done = stmt_int(q, 3)};
}

bool store_imports_unfinished(struct store *s, struct imports *ret, struct err *e)
{
    *ret = (struct imports){0};
    struct stmt *q = db_prepare(
        s->db, "SELECT id, at, name, done FROM import_log WHERE done=0 ORDER BY id", e);
    if (!q)
        return false;
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW)
        *vec_add(ret) = read_import(q);
    stmt_done(q);
    return row == STMT_DONE;
}

/* A file that an older program made, and that is only read, has no table of what imports brought. */
static bool is_known(struct store *s)
{
    int64_t n = 0;
    return db_int(s->db, "SELECT count(*) FROM sqlite_schema WHERE name IN"
                         " ('import_range','import_draft','import_signature')", 0, &n, NULL) && n == 3;
}

bool store_import_of(struct store *s, enum event_kind kind, const struct hash *body,
                     struct import *ret, struct err *e)
{
    *ret = (struct import){0};
    if (!is_known(s))
        return true;
    struct stmt *q = db_prepare(
        s->db, "SELECT l.id, at, name, done FROM x_event AS x JOIN import_range AS r ON r.kind='event'"
               " AND x.eid BETWEEN first AND last JOIN import_log AS l ON l.id=r.import"
               " WHERE x.kind=? AND x.body=? ORDER BY l.id LIMIT 1", e);
    if (!q)
        return false;
    stmt_bind_int(q, 1, kind);
    stmt_bind_hash(q, 2, body);
    enum stmt_row row = stmt_step(q, e);
    if (row == STMT_ROW)
        *ret = read_import(q);
    stmt_done(q);
    return row != STMT_FAILED;
}

/* The second copy is named by the lineage that it is the copy of. */
static bool is_second_copy(struct store *s, const char *name)
{
    char *lineage = store_meta(s, "lineage", NULL);
    char *copy = xasprintf("%s.db", lineage ? lineage : "");
    bool is = lineage && name && !strcmp(copy, name);
    free(copy);
    free(lineage);
    return is;
}

bool store_import_newest(struct store *s, struct import *ret, struct err *e)
{
    *ret = (struct import){0};
    if (!is_known(s))
        return false;
    struct stmt *q = db_prepare(
        s->db, "SELECT id, at, name, done FROM import_log WHERE id IN (SELECT import FROM"
               " import_range UNION SELECT import FROM import_draft UNION SELECT import FROM import_signature) ORDER BY id DESC LIMIT 1", e);
    if (!q)
        return false;
    bool found = stmt_step(q, e) == STMT_ROW;
    if (found)
        *ret = read_import(q);
    stmt_done(q);
    ret->restored = found && is_second_copy(s, ret->name);
    return found;
}

bool store_import_brought(struct store *s, int64_t id, char **ret_office, int64_t *ret_comments, struct err *e)
{
    *ret_office = NULL;
    *ret_comments = 0;
    struct stmt *q = db_prepare(
        s->db, "SELECT count(*) FILTER (WHERE x.kind=?2), CASE count(DISTINCT x.office) WHEN 1 THEN min(x.office) END"
               " FROM import_range AS r CROSS JOIN x_event AS x ON x.eid BETWEEN r.first AND r.last"
               " WHERE r.import=?1 AND r.kind='event' AND 5000>=(SELECT sum(last-first) FROM import_range"
               " WHERE import=?1 AND kind='event')", e);
    if (!q)
        return false;
    stmt_bind_int(q, 1, id);
    stmt_bind_int(q, 2, EVENT_COMMENT);
    enum stmt_row row = stmt_step(q, e);
    if (row == STMT_ROW) {
        *ret_comments = stmt_int(q, 0);
        *ret_office = *stmt_text(q, 1) ? xstrdup(stmt_text(q, 1)) : NULL;
    }
    stmt_done(q);
    return row == STMT_ROW;
}

bool store_came(struct store *s, const char *entry, int64_t submitted, int64_t *ret, struct err *e)
{
    *ret = 0;
    if (!is_known(s))
        return true;
    struct stmt *q = db_prepare(
        s->db, "SELECT coalesce(min(coalesce((SELECT l.at FROM import_range AS r JOIN import_log AS l"
               " ON l.id=r.import WHERE r.kind='event' AND x.eid BETWEEN r.first AND r.last"
               " ORDER BY l.id LIMIT 1),0)),0) FROM x_event AS x"
               " WHERE x.entry IN " WHOLE_ENTRY " AND x.kind=?2 AND x.status='submitted' AND x.ts=?3", e);
    if (!q)
        return false;
    stmt_bind_id(q, 1, entry);
    stmt_bind_int(q, 2, EVENT_REVISION);
    stmt_bind_int(q, 3, submitted);
    enum stmt_row row = stmt_step(q, e);
    if (row == STMT_ROW)
        *ret = stmt_int(q, 0);
    stmt_done(q);
    return row == STMT_ROW;
}

void import_finish(struct import *x)
{
    free(x->name);
    *x = (struct import){0};
}

void imports_finish(struct imports *v)
{
    for (size_t i = 0; i < v->n; i++)
        free(v->v[i].name);
    vec_finish(v);
}
