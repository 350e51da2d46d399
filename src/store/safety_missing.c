/* What was made here and is not in the file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "store/safety_internal.h"

static bool is_here(struct store *s, const struct hash *h, bool *ret, struct err *e)
{
    struct stmt *q = db_prepare(s->db, "SELECT 1 FROM event WHERE hash=?", e);
    if (!q)
        return false;
    stmt_bind_hash(q, 1, h);
    enum stmt_row row = stmt_step(q, e);
    *ret = row == STMT_ROW;
    stmt_done(q);
    return row != STMT_FAILED;
}

/* Events of the safety store above `from` that the file lacks. */
typedef bool lacking_fn(void *user, const struct hash *id, const char *head, size_t len);

static bool each_lacking(struct store *s, int64_t from, lacking_fn *fn, void *user,
                         int64_t *ret_complete, struct err *e)
{
    struct stmt *q = db_prepare(s->safety->db, "SELECT eid, hash, head FROM event WHERE eid>?"
                                               " ORDER BY eid", e);
    if (!q)
        return false;
    stmt_bind_int(q, 1, from);
    bool good = true, gap = false;
    enum stmt_row row = STMT_DONE;
    *ret_complete = from;
    while (good && (row = stmt_step(q, e)) == STMT_ROW) {
        struct hash h = stmt_hash(q, 1);
        bool here;
        good = is_here(s, &h, &here, e);
        gap |= good && !here;
        if (good && !gap)
            *ret_complete = stmt_int(q, 0);
        if (good && !here)
            good = fn(user, &h, stmt_text(q, 2), stmt_bytes(q, 2));
    }
    stmt_done(q);
    return good && row == STMT_DONE;
}

/* ---- how many ------------------------------------------------------------------------------------- */

static bool count_one(void *user, const struct hash *id, const char *head, size_t len)
{
    (void)id;
    (void)head;
    (void)len;
    ++*(int64_t *)user;
    return true;
}

static bool count_draft(void *user, const struct safety_draft *d, struct err *e)
{
    (void)d;
    (void)e;
    ++*(int64_t *)user;
    return true;
}

static bool count(struct store *s, struct err *e)
{
    struct safety *k = s->safety;
    int64_t missing = 0, complete;
    bool known = k->counted || (k->ours && !strcmp(k->id, k->seen.safety_id));
    int64_t from = !known ? 0 : k->counted ? k->complete : k->seen.complete;
    if (!each_lacking(s, from, count_one, &missing, &complete, e) ||
        !safety_each_draft(s, count_draft, &missing, e))
        return false;
    k->complete = complete;
    k->missing = missing;
    return k->counted = true;
}

static void take_noted(struct safety *k)
{
    k->complete = k->seen.complete;
    k->missing = k->seen.missing;
    memcpy(k->id, k->seen.safety_id, sizeof k->id);
    k->counted = true;
}

bool safety_count(struct store *s, struct err *e)
{
    struct err why = {0};
    struct safety *k = s->safety;
    char stamp[SEEN_STAMP];
    safety_stamp(k->lineage, stamp);
    bool same = !strcmp(stamp, k->seen.safety);
    if (!k->counted && k->ours && same && *stamp)
        take_noted(k);
    if (k->counted && same && !k->missing)
        return true;
    bool good = !*stamp || (safety_open(k, false, db_readonly(s->db), &why) ? count(s, &why) : !why.code);
    if (!good) { /* nothing is known: it is counted again, not noted */
        err_move(e, &why);
        return false;
    }
    if (!k->counted && !*stamp)
        k->complete = k->missing = 0;
    memcpy(k->seen.safety, stamp, sizeof stamp);
    return true;
}

int64_t safety_missing_count(struct store *s)
{
    if (!s->safety)
        return 0;
    struct err e = {0};
    if (!safety_count(s, &e) && !s->safety->trouble)
        safety_set_trouble(s->safety, true, &e);
    err_finish(&e);
    return s->safety->missing;
}

/* ---- what ----------------------------------------------------------------------------------------- */

struct lost {
    char entry[ENTRY_ID_HEX];
    struct event head;
};
VEC_TYPEDEF(losses, struct lost);

static bool note_lost(void *user, const struct hash *id, const char *head, size_t len)
{
    struct losses *all = user;
    struct event ev = {0};
    struct hash is = event_hash(head, len);
    if (hash_cmp(&is, id) || !event_read(head, len, &ev, NULL))
        return true; /* nothing is said of bytes that are not what their name says */
    struct lost *lost = vec_add(all);
    lost->head = ev;
    if (ev.entry)
        snprintf(lost->entry, sizeof lost->entry, "%s", ev.entry);
    return true;
}

static int by_entry(const void *a, const void *b)
{
    const struct lost *x = a, *y = b;
    int c = strcmp(x->entry, y->entry);
    return c ? c : (x->head.time > y->head.time) - (x->head.time < y->head.time);
}

static void set(char **to, const char *text)
{
    if (!text)
        return;
    free(*to);
    *to = xstrdup(text);
}

/* The form may be among what is lost. */
static char *form_name(struct store *s, const struct losses *all, const struct hash *form)
{
    char *here = text_name(s, form, NULL);
    for (size_t i = 0; i < all->n && !(here && *here); i++) {
        const struct event *ev = &all->v[i].head;
        if (ev->kind == EVENT_FORM && !hash_cmp(&ev->body, form))
            set(&here, ev->form_id);
    }
    return here;
}

/* What an entry is called: by its revisions, in the file or lost. */
static void name_entry(struct store *s, const struct losses *all, struct safety_entry *x,
                       const struct event *ev)
{
    struct entry_row row = {0};
    struct err e = {0};
    if (ev->kind == EVENT_REVISION) {
        char *form = ev->has_form ? form_name(s, all, &ev->form) : NULL;
        set(&x->form_id, form);
        set(&x->unit, ev->unit);
        set(&x->period, ev->period ? ev->period : "");
        free(form);
    } else if (*x->entry && !*x->unit && store_entry(s, x->entry, &row, &e)) {
        set(&x->form_id, row.form_id);
        set(&x->unit, row.unit);
        set(&x->period, row.period ? row.period : "");
        entry_row_finish(&row);
    }
    err_finish(&e);
}

static struct safety_entry *add_entry(struct safety_missing *m, const char *entry)
{
    struct safety_entry *x = vec_add(&m->entries);
    snprintf(x->entry, sizeof x->entry, "%s", entry);
    x->form_id = xstrdup("");
    x->unit = xstrdup("");
    x->period = xstrdup("");
    return x;
}

static void add_event(struct store *s, const struct losses *all, struct safety_missing *m,
                      const struct lost *lost)
{
    struct safety_entry *x = m->entries.n ? &m->entries.v[m->entries.n - 1] : NULL;
    const struct event *ev = &lost->head;
    m->events++;
    if (ev->kind == EVENT_FORM || ev->kind == EVENT_LIST)
        return; /* it comes along with what names it */
    if (!x || strcmp(x->entry, lost->entry))
        x = add_entry(m, lost->entry);
    x->revisions += ev->kind == EVENT_REVISION;
    x->others += ev->kind != EVENT_REVISION;
    x->first = x->first ? x->first : ev->time;
    x->last = ev->time > x->last ? ev->time : x->last;
    set(&x->author, ev->author);
    name_entry(s, all, x, ev);
}

struct adding {
    struct store *s;
    struct safety_missing *m;
};

static bool add_draft(void *user, const struct safety_draft *d, struct err *e)
{
    struct adding *a = user;
    struct safety_entry *x = NULL;
    (void)e;
    for (size_t i = 0; i < a->m->entries.n && !x; i++)
        if (!strcmp(a->m->entries.v[i].entry, d->entry))
            x = &a->m->entries.v[i];
    if (!x)
        x = add_entry(a->m, d->entry);
    a->m->drafts++;
    x->draft = true;
    x->last = d->touched > x->last ? d->touched : x->last;
    x->first = x->first ? x->first : d->touched;
    set(&x->author, d->author);
    set(&x->form_id, d->form_id);
    set(&x->unit, d->unit);
    set(&x->period, d->period ? d->period : "");
    return true;
}

static int newest_first(const void *a, const void *b)
{
    const struct safety_entry *x = a, *y = b;
    return x->last != y->last ? (x->last < y->last) - (x->last > y->last)
                              : strcmp(x->entry, y->entry);
}

bool safety_lacks(struct store *s, bool *ret, struct err *e)
{
    *ret = false;
    if (!s->safety)
        return true;
    bool counted = safety_count(s, e);
    *ret = counted && s->safety->missing;
    return counted;
}

bool safety_missing(struct store *s, struct safety_missing *ret, struct err *e)
{
    *ret = (struct safety_missing){0};
    struct safety *k = s->safety;
    bool lacks;
    struct losses all = {0};
    struct adding adding = {s, ret};
    int64_t complete;
    if (!safety_lacks(s, &lacks, e))
        return false;
    if (!lacks)
        return true;
    if (!safety_open(k, false, db_readonly(s->db), e))
        return !e || !e->code;
    bool good = each_lacking(s, k->complete, note_lost, &all, &complete, e);
    if (good && all.n)
        qsort(all.v, all.n, sizeof *all.v, by_entry);
    for (size_t i = 0; good && i < all.n; i++)
        add_event(s, &all, ret, &all.v[i]);
    for (size_t i = 0; i < all.n; i++)
        event_finish(&all.v[i].head);
    vec_finish(&all);
    good = good && safety_each_draft(s, add_draft, &adding, e);
    if (ret->entries.n)
        qsort(ret->entries.v, ret->entries.n, sizeof *ret->entries.v, newest_first);
    if (!good)
        safety_missing_finish(ret);
    return good;
}

void safety_missing_finish(struct safety_missing *m)
{
    for (size_t i = 0; i < m->entries.n; i++) {
        struct safety_entry *x = &m->entries.v[i];
        free(x->form_id);
        free(x->unit);
        free(x->period);
        free(x->author);
    }
    vec_finish(&m->entries);
    *m = (struct safety_missing){0};
}
