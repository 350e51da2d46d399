#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "store/comment.h"
#include "store/erase.h"
#include "store/internal.h"

/* ---- what others ask for --------------------------------------------------------------------- */

/* What is the form or the list of everybody is nobody's answer. */
static int64_t is_common(struct store *s, const struct hash *body, struct err *e)
{
    return erase_ask(s, "SELECT 1 FROM x_event WHERE body=? AND kind IN (7,8,9) LIMIT 1", body, e);
}
_Static_assert(EVENT_FORM == 7 && EVENT_LIST == 8 && EVENT_KEY == 9, "kinds in is_common");

/* *ret: whether it still may be erased here. */
static bool is_left(struct store *s, const struct hash *body, bool *ret, struct err *e)
{
    int gone = store_erased(s, body, e);
    int64_t common = gone < 0 ? -1 : is_common(s, body, e);
    *ret = !gone && !common;
    return common >= 0;
}

static void add_entry(struct entry_ids *ids, const char *hex)
{
    for (size_t i = 0; i < ids->v.n; i++)
        if (!strcmp(ids->v.v[i].hex, hex))
            return;
    memcpy(vec_add(&ids->v)->hex, hex, ENTRY_ID_HEX);
}

static bool add_entries(struct store *s, const struct hash *body, struct entry_ids *ids,
                        struct err *e)
{
    struct stmt *q = db_prepare(
        s->db, "SELECT DISTINCT coalesce(root, x.entry) FROM x_event AS x LEFT JOIN x_root AS r"
               " ON r.entry=x.entry WHERE body=? AND x.entry IS NOT NULL", e);
    if (!q)
        return false;
    stmt_bind_hash(q, 1, body);
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW) {
        char hex[ENTRY_ID_HEX];
        stmt_id(q, 0, hex);
        add_entry(ids, hex);
    }
    stmt_done(q);
    return row == STMT_DONE;
}

static bool look_at_body(struct store *s, const struct hash *body, struct erase_request *r,
                         struct err *e)
{
    bool left;
    int64_t here = 0;
    if (!is_left(s, body, &left, e))
        return false;
    r->left += left;
    if (left)
        here = erase_ask(s, "SELECT 1 FROM body WHERE hash=?", body, e);
    r->here += here > 0;
    return here >= 0 && (!left || add_entries(s, body, &r->entries, e));
}

static void request_finish(struct erase_request *r)
{
    event_finish(&r->head);
    free(r->reason);
    entry_ids_finish(&r->entries);
}

/* Takes the event in r; drops it when nothing is left of what it asks. */
static bool look_at(struct store *s, struct erase_requests *to, struct erase_request *r,
                    struct err *e)
{
    bool good = true;
    for (size_t i = 0; good && i < r->head.bodies.n; i++)
        good = look_at_body(s, &r->head.bodies.v[i], r, e);
    if (good && r->left) {
        r->reason = store_words(s, &r->head);
        *vec_add(&to->v) = *r;
    } else {
        request_finish(r);
    }
    return good;
}

/* Queries with one number: erase events, decoded. */
static bool load_requests(struct store *s, struct revisions *ret, struct err *e)
{
    *ret = (struct revisions){0};
    struct stmt *q = db_prepare(s->db, "SELECT hash, head FROM x_event AS x JOIN event USING(eid)"
                                       " WHERE kind=? ORDER BY ts, hash", e);
    if (!q)
        return false;
    stmt_bind_int(q, 1, EVENT_ERASE);
    enum stmt_row row;
    while ((row = stmt_step(q, e)) == STMT_ROW) {
        struct event head;
        if (event_read(stmt_text(q, 1), stmt_bytes(q, 1), &head, NULL))
            *vec_add(ret) = (struct revision){.id = stmt_hash(q, 0), .head = head};
    }
    stmt_done(q);
    if (row == STMT_FAILED)
        revisions_finish(ret);
    return row == STMT_DONE;
}

bool store_erase_requests(struct store *s, struct erase_requests *ret, struct err *e)
{
    struct revisions all;
    *ret = (struct erase_requests){0};
    bool good = load_requests(s, &all, e);
    for (size_t i = 0; good && i < all.n; i++) {
        struct erase_request r = {.id = all.v[i].id, .head = all.v[i].head};
        all.v[i].head = (struct event){0};
        good = look_at(s, ret, &r, e);
    }
    revisions_finish(&all);
    if (!good)
        erase_requests_finish(ret);
    return good;
}

void erase_requests_finish(struct erase_requests *r)
{
    for (size_t i = 0; i < r->v.n; i++)
        request_finish(&r->v.v[i]);
    vec_finish(&r->v);
}

static bool confirm(struct store *s, const struct erase_request *r, size_t *ret_bodies,
                    struct err *e)
{
    bool good = true, left;
    for (size_t i = 0; good && i < r->head.bodies.n; i++) {
        good = is_left(s, &r->head.bodies.v[i], &left, e) &&
               (!left || erase_take_away(s, &r->head.bodies.v[i], &r->id, e));
        *ret_bodies += good && left;
    }
    return good;
}

bool store_erase_confirm(struct store *s, const struct hash *event, size_t *ret_bodies,
                         bool *ret_done, struct err *e)
{
    struct erase_requests all;
    const struct erase_request *found = NULL;
    *ret_bodies = 0;
    *ret_done = false;
    if (!store_erase_requests(s, &all, e))
        return false;
    for (size_t i = 0; i < all.v.n && !found; i++)
        if (!hash_cmp(&all.v.v[i].id, event))
            found = &all.v.v[i];
    if (!found)
        err_set(e, ERR_USAGE, s->path, _("“phieu erase FILE --pending” lists them"),
                _("no such request waits here"));
    *ret_done = found && db_begin(s->db, e) &&
                store_finish(s, confirm(s, found, ret_bodies, e), e);
    erase_requests_finish(&all);
    return *ret_done && store_scrub(s, e);
}

/* ---- copies beside the file ------------------------------------------------------------------ */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void store_erase_leftovers(const struct store *s, struct erase_leftovers *ret)
{
    const char *slash = strrchr(s->path, '/'), *name = slash ? slash + 1 : s->path;
    char *folder = slash ? xstrndup(s->path, (size_t)(slash - s->path + 1)) : xstrdup("./");
    *ret = (struct erase_leftovers){0};
    DIR *d = opendir(folder);
    size_t n = strlen(name);
    for (struct dirent *f; d && (f = readdir(d));)
        if (!strncmp(f->d_name, name, n) &&
            (!strncmp(f->d_name + n, ".bak", 4) || !strncmp(f->d_name + n, "-journal.old", 12)))
            *vec_add(&ret->v) = xasprintf("%s%s", slash ? folder : "", f->d_name);
    if (d)
        closedir(d);
    if (ret->v.n)
        qsort(ret->v.v, ret->v.n, sizeof *ret->v.v, by_text);
    free(folder);
}

void erase_leftovers_finish(struct erase_leftovers *l)
{
    for (size_t i = 0; i < l->v.n; i++)
        free(l->v.v[i]);
    vec_finish(&l->v);
}
