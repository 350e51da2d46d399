#include "store/merge_drafts.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/draft_copy.h"
#include "store/erase.h"
#include "store/import.h"

struct take {
    struct store *here, *there;
    int64_t import, *added;
    struct err *theirs; /* why reading there failed */
};

static json *draft_data(struct store *f, const void *id, size_t n, struct err *e)
{
    struct stmt *q = db_prepare(f->db, "SELECT path, value FROM draft_value WHERE draft_id=?"
                                       " ORDER BY path", e);
    if (!q)
        return NULL;
    json *data = js_new_object();
    stmt_bind_blob(q, 1, id, n);
    char *last = NULL;
    size_t bytes = 0;
    while (stmt_step(q, e) == STMT_ROW && bytes <= EVENT_BODY_MAX) {
        if (!stmt_is_text(q, 0) || !stmt_is_text(q, 1))
            continue;
        if (last && strcmp(stmt_text(q, 0), last) <= 0)
            break; /* pages that name each other */
        free(last);
        last = xstrdup(stmt_text(q, 0));
        bytes += stmt_bytes(q, 0) + stmt_bytes(q, 1);
        js_set_text(data, stmt_text(q, 0), stmt_text(q, 1));
    }
    stmt_done(q);
    free(last);
    if (bytes <= EVENT_BODY_MAX)
        return data;
    js_free(data);
    return NULL;
}

/* Where each column of draft_copy stands in the queries below. */
enum { DRAFT_ID, DRAFT_INST, DRAFT_ENTRY, DRAFT_BASE, DRAFT_FORM, DRAFT_TOUCHED, DRAFT_DATA, DRAFT_ROW };

static struct hash draft_hash(struct stmt *from, const char *data, size_t len)
{
    struct hash_sum *sum = hash_begin();
    static const int columns[] = {DRAFT_ID, DRAFT_INST, DRAFT_ENTRY, DRAFT_BASE, DRAFT_FORM};
    hash_add(sum, "phieu-draft-1", sizeof "phieu-draft-1");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        hash_add(sum, stmt_blob(from, columns[i]), stmt_bytes(from, columns[i]));
        hash_add(sum, "", 1);
    }
    hash_add(sum, data, len);
    return hash_end(sum);
}

/* What was erased here with its entry does not come back. */
static int is_erased(struct take *t, struct stmt *from, const char *data, struct err *e)
{
    struct hash h = draft_hash(from, data, strlen(data));
    return t->here->any_erased ? store_erased(t->here, &h, e) : 0;
}

static bool put_draft(struct take *t, struct stmt *from, const char *data, struct err *e)
{
    struct stmt *q = db_prepare(t->here->db,
                                "INSERT INTO draft_copy(hash,draft_id,inst,entry,base,form,data,"
                                "touched) VALUES(?,?,?,?,?,?,?,?) ON CONFLICT(hash) DO NOTHING", e);
    if (!q)
        return false;
    struct hash h = draft_hash(from, data, strlen(data));
    stmt_bind_hash(q, 1, &h);
    stmt_bind_blob(q, 2, stmt_blob(from, DRAFT_ID), stmt_bytes(from, DRAFT_ID));
    stmt_bind_blob(q, 3, stmt_blob(from, DRAFT_INST), stmt_bytes(from, DRAFT_INST));
    stmt_bind_blob(q, 4, stmt_blob(from, DRAFT_ENTRY), stmt_bytes(from, DRAFT_ENTRY));
    stmt_bind_text(q, 5, stmt_text(from, DRAFT_BASE));
    stmt_bind_blob(q, 6, stmt_blob(from, DRAFT_FORM), stmt_bytes(from, DRAFT_FORM));
    stmt_bind_text(q, 7, data);
    stmt_bind_int(q, 8, stmt_int(from, DRAFT_TOUCHED));
    if (!stmt_run(q, e))
        return false;
    bool fresh = db_changes(t->here->db) > 0;
    *t->added += fresh;
    return !fresh || import_note_draft(t->here, t->import, &h, e);
}

static bool is_draft_row(struct stmt *q)
{
    return stmt_bytes(q, DRAFT_ID) == 16 && stmt_bytes(q, DRAFT_INST) == 16 &&
           stmt_bytes(q, DRAFT_ENTRY) == 16 && stmt_bytes(q, DRAFT_FORM) == 32 &&
           stmt_is_text(q, DRAFT_BASE);
}

/* The values of a draft as one text; NULL: there are none, or e. */
static char *own_text(struct store *f, struct stmt *from, struct err *e)
{
    json *values = draft_data(f, stmt_blob(from, DRAFT_ID), stmt_bytes(from, DRAFT_ID), e);
    char *head = values && js_count(values)
                     ? draft_copy_head(f, stmt_blob(from, DRAFT_ID), stmt_bytes(from, DRAFT_ID), e)
                     : NULL, *text = NULL;
    if (head) {
        js_set_text(values, DRAFT_COPY_HEAD, head);
        text = js_canonical(values, NULL);
    }
    free(head);
    js_free(values);
    return text;
}

/* Whether the same draft stands here and says the same: a copy of this file brings no news then. One
 * that was continued elsewhere is kept as it was left there. */
static bool is_here(struct store *here, struct stmt *from, const char *data, bool *ret, struct err *e)
{
    struct err why = {0};
    char *own = own_text(here, from, &why);
    bool good = !why.message;
    *ret = own && !strcmp(own, data);
    if (!good)
        err_move(e, &why);
    free(own);
    return good;
}

static bool take_news(struct take *t, struct stmt *q, const char *data, struct err *e)
{
    int erased = is_erased(t, q, data, e);
    return erased > 0 || (erased == 0 && put_draft(t, q, data, e));
}

static bool take_draft(struct take *t, struct stmt *q, bool own, struct err *e)
{
    if (!is_draft_row(q))
        return true;
    char *data = NULL;
    if (own)
        data = own_text(t->there, q, t->theirs);
    else if (stmt_is_text(q, DRAFT_DATA) && stmt_bytes(q, DRAFT_DATA) <= EVENT_BODY_MAX)
        data = xstrdup(stmt_text(q, DRAFT_DATA));
    bool here = false, good = true;
    if (data && t->theirs->code != ERR_FILE) /* else a part of it may be missing */
        good = is_here(t->here, q, data, &here, e) && (here || take_news(t, q, data, e));
    free(data);
    return good;
}

bool drafts_take(struct store *here, struct store *there, int64_t import, int64_t *added,
                 struct err *theirs, struct err *e)
{
    static const char *const sql[] = {
        "SELECT draft_id, inst, entry, base, form, touched, '', rowid FROM draft ORDER BY rowid",
        "SELECT draft_id, inst, entry, base, form, touched, data, rowid FROM draft_copy ORDER BY rowid",
    };
    struct take t = {here, there, import, added, theirs};
    bool good = true;
    for (int i = 0; i < 2 && good; i++) {
        struct stmt *q = db_prepare(there->db, sql[i], theirs);
        int64_t last = INT64_MIN; /* pages of a damaged file may name each other */
        while (q && good && stmt_step(q, theirs) == STMT_ROW && stmt_int(q, DRAFT_ROW) > last) {
            last = stmt_int(q, DRAFT_ROW);
            good = take_draft(&t, q, i == 0, e);
        }
        if (q)
            stmt_done(q);
    }
    return good;
}
