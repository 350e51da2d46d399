#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "store/erase.h"
#include "store/internal.h"

bool store_add_text(struct store *s, enum event_kind kind, const char *id, const char *yaml,
                    size_t len, struct hash *ret_body, struct err *e)
{
    assert(kind == EVENT_FORM || kind == EVENT_LIST);
    if (!db_begin(s->db, e))
        return false;
    struct event ev = {.kind = kind, .form_id = (char *)id, .has_body = true};
    struct hash h;
    bool good = put_body(s, yaml, len, &ev.body, e) && put_made(s, &ev, &h, e);
    *ret_body = ev.body;
    return store_finish(s, good, e);
}

static bool is_damaged(struct store *s, struct err *e)
{
    return err_set(e, ERR_DAMAGED, s->path, _("run “phieu check”, and take in a copy of the file"),
                   _("a text in the file is not what was recorded (it does not match its hash)"));
}

char *store_body(struct store *s, const struct hash *body, size_t *ret_len, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "SELECT data FROM body WHERE hash=?", e);
    if (!q)
        return NULL;
    stmt_bind_hash(q, 1, body);
    char *data = NULL;
    size_t len = 0;
    if (stmt_step(q, e) == STMT_ROW) {
        const char *text = stmt_text(q, 0);
        len = stmt_bytes(q, 0);
        struct hash h = body_hash(text, len);
        if (hash_cmp(&h, body))
            is_damaged(s, e);
        else
            data = memcpy(xcalloc(1, len + 1), text, len);
    }
    stmt_done(q);
    if (ret_len)
        *ret_len = len;
    return data;
}

static bool absent(struct store *s, const struct hash *body, struct err *e)
{
    if (store_erased(s, body, NULL) > 0)
        return err_set(e, ERR_RULE, NULL, NULL, _("the answers were erased on request"));
    return err_set(e, ERR_RULE, s->path, _("take in the newest file of that office"),
                   _("the answers of this revision are not in the file"));
}

json *store_answers(struct store *s, const struct hash *body, struct err *e)
{
    struct err why = {0};
    size_t len;
    char *data = store_body(s, body, &len, &why);
    if (!data) {
        if (why.code)
            err_move(e, &why);
        else
            absent(s, body, e);
        return NULL;
    }
    json *j = js_parse(data, len, s->path, NULL);
    free(data);
    const json *answers = js_get(j, "answers");
    json *ret = js_is(answers, JS_OBJECT) ? js_copy(answers) : NULL;
    js_free(j);
    if (!ret)
        err_set(e, ERR_DAMAGED, s->path, _("run “phieu check”, and take in a copy of the file"),
                _("the answers of this revision are damaged"));
    return ret;
}

bool store_texts(struct store *s, enum event_kind kind, struct store_texts *ret, struct err *e)
{
    *ret = (struct store_texts){0};
    struct stmt *q = db_prepare(s->db,
                                "SELECT DISTINCT text_id, body FROM x_event WHERE kind=?"
                                " AND text_id IS NOT NULL ORDER BY text_id, body", e);
    if (!q)
        return false;
    stmt_bind_int(q, 1, kind);
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW) {
        struct store_text *t = vec_add(ret);
        t->id = xstrdup(stmt_text(q, 0));
        t->body = stmt_hash(q, 1);
    }
    stmt_done(q);
    if (row == STMT_FAILED)
        store_texts_finish(ret);
    return row == STMT_DONE;
}

char *store_form_name(struct store *s, const struct hash *form, struct err *e)
{
    return text_name(s, form, e);
}

void store_texts_finish(struct store_texts *t)
{
    for (size_t i = 0; i < t->n; i++)
        free(t->v[i].id);
    vec_finish(t);
}

char *text_name(struct store *s, const struct hash *form, struct err *e)
{
    struct stmt *q = db_prepare(s->db,
                                "SELECT min(text_id) FROM x_event WHERE kind=? AND body=?"
                                " AND text_id IS NOT NULL", e);
    if (!q)
        return NULL;
    stmt_bind_int(q, 1, EVENT_FORM);
    stmt_bind_hash(q, 2, form);
    char *name = stmt_step(q, e) == STMT_FAILED ? NULL : xstrdup(stmt_text(q, 0));
    stmt_done(q);
    return name;
}
