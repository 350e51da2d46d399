#include "store/merge_caps.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/lang.h"
#include "store/foreign_rows.h"

struct of_entry {
    struct entry_id id;
    int64_t eid;
};

VEC_TYPEDEF(hash_list, struct hash);

struct caps {
    struct foreign *there;
    VEC(struct of_entry) entries; /* whose events came, by entry */
    int64_t texts;
};

bool caps_exceed(const struct foreign *there, const char *what, int64_t max, struct err *e)
{
    return err_set(e, ERR_RULE, store_path(there->store),
                   _("look at it with “phieu diff”; to take it in all the same: phieu merge --large"),
                   _("the file brings more %s than one file of an office would (%lld)"), what,
                   (long long)max);
}

/* ---- what came for which entry ---------------------------------------------------------------- */

/* Each place where an entry is named, without reading the header: quotes inside of texts are escaped. */
static void note_entries(struct caps *c, int64_t eid, const char *head, size_t len)
{
    static const char key[] = "\"entry\":\"";
    const char *p = head, *end = head + len;
    while ((p = memmem(p, (size_t)(end - p), key, sizeof key - 1))) {
        struct of_entry found = {.eid = eid};
        char hex[ENTRY_ID_HEX] = "";
        p += sizeof key - 1;
        if (end - p < ENTRY_ID_HEX)
            return;
        memcpy(hex, p, ENTRY_ID_HEX - 1);
        if (hex_decode(found.id.b, hex, sizeof found.id.b))
            *vec_add(&c->entries) = found;
    }
}

static bool is_kind(const char *head, size_t len, const char *kind)
{
    return memmem(head, len, kind, strlen(kind)) != NULL;
}

static void note_event(struct caps *c, int64_t eid, const char *head, size_t len)
{
    if (len > EVENT_HEAD_MAX)
        return;
    note_entries(c, eid, head, len);
    c->texts += is_kind(head, len, "\"kind\":\"form\"") || is_kind(head, len, "\"kind\":\"list\"");
}

/* A row that cannot be read counts for nothing: it will be put apart. */
static void note_events(struct caps *c, const int64_t *eids, size_t n)
{
    struct err ignored = {0};
    struct foreign_rows from;
    foreign_rows_begin(&from, c->there, SET_EVENTS, eids, n);
    for (size_t i = 0; i < n; i++) {
        struct foreign_row row;
        foreign_rows_get(&from, eids[i], &row, &ignored);
        if (row.bytes)
            note_event(c, eids[i], row.bytes, row.len);
    }
    foreign_rows_end(&from);
    err_finish(&ignored);
}

static int by_entry(const void *a, const void *b)
{
    const struct of_entry *x = a, *y = b;
    int c = memcmp(&x->id, &y->id, sizeof x->id);
    return c ? c : (x->eid > y->eid) - (x->eid < y->eid);
}

/* ---- heads of one entry ----------------------------------------------------------------------- */

static int by_hash(const void *a, const void *b)
{
    return hash_cmp(a, b);
}

static bool is_among(const struct hash_list *v, const struct hash *h)
{
    return v->n && bsearch(h, v->v, v->n, sizeof *v->v, by_hash);
}

static void note_revision(struct foreign *there, int64_t eid, struct hash_list *revisions,
                          struct hash_list *parents)
{
    struct err ignored = {0};
    struct event ev = {0};
    struct stmt *q = db_prepare(there->store->db, "SELECT head FROM event WHERE eid=?", &ignored);
    if (q) {
        stmt_bind_int(q, 1, eid);
        if (stmt_step(q, &ignored) == STMT_ROW &&
            event_read(stmt_text(q, 0), stmt_bytes(q, 0), &ev, NULL) && ev.kind == EVENT_REVISION) {
            *vec_add(revisions) = event_hash(stmt_text(q, 0), stmt_bytes(q, 0));
            for (size_t i = 0; i < ev.parents.n; i++)
                *vec_add(parents) = ev.parents.v[i];
        }
        stmt_done(q);
    }
    event_finish(&ev);
    err_finish(&ignored);
}

static size_t count_heads(struct foreign *there, const struct of_entry *v, size_t n)
{
    struct hash_list revisions = {0}, parents = {0};
    size_t heads = 0;
    for (size_t i = 0; i < n; i++)
        note_revision(there, v[i].eid, &revisions, &parents);
    if (parents.n)
        qsort(parents.v, parents.n, sizeof *parents.v, by_hash);
    for (size_t i = 0; i < revisions.n; i++)
        heads += !is_among(&parents, &revisions.v[i]);
    vec_finish(&revisions);
    vec_finish(&parents);
    return heads;
}

/* ---- all of it -------------------------------------------------------------------------------- */

static bool entries_hold(struct caps *c, struct err *e)
{
    if (c->entries.n)
        qsort(c->entries.v, c->entries.n, sizeof *c->entries.v, by_entry);
    for (size_t i = 0, n; i < c->entries.n; i += n) {
        const struct of_entry *first = &c->entries.v[i];
        for (n = 1; i + n < c->entries.n && !memcmp(&first[n].id, &first->id, sizeof first->id); n++)
            ;
        if (n > CAP_ENTRY_EVENTS)
            return caps_exceed(c->there, _("events of one entry"), CAP_ENTRY_EVENTS, e);
        if (n > CAP_ENTRY_HEADS && count_heads(c->there, first, n) > CAP_ENTRY_HEADS)
            return caps_exceed(c->there, _("versions of one entry side by side"), CAP_ENTRY_HEADS, e);
    }
    return true;
}

static bool size_holds(struct caps *c, struct err *e)
{
    struct stat st;
    return stat(store_path(c->there->store), &st) < 0 || st.st_size <= CAP_BYTES ||
           caps_exceed(c->there, _("bytes"), CAP_BYTES, e);
}

bool caps_hold(struct foreign *there, const struct new_rows *events, struct err *e)
{
    struct caps c = {.there = there};
    if (!size_holds(&c, e))
        return false;
    if (events->fresh.n > CAP_EVENTS)
        return caps_exceed(c.there, _("events"), CAP_EVENTS, e);
    if (events->fresh.n > CAP_ENTRY_HEADS)
        note_events(&c, events->fresh.v, events->fresh.n);
    bool good = entries_hold(&c, e) &&
                (c.texts <= CAP_TEXTS || caps_exceed(c.there, _("forms and lists"), CAP_TEXTS, e));
    vec_finish(&c.entries);
    return good;
}
