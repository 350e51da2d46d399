#include "store/compare.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "store/foreign.h"
#include "store/form_name.h"
#include "store/signature.h"

struct named_form {
    struct hash body;
    char *id;
};

/* An event that only one of the files holds, and what it says of its entry. */
struct note {
    char entry[ENTRY_ID_HEX];
    bool here;
    char *unit, *period; /* of a revision; else NULL */
    struct hash form;
    int64_t time;
};

struct compare {
    struct store *s;
    struct foreign f;
    struct comparison *ret;
    VEC(struct named_form) forms; /* that only one of the files holds */
    VEC(struct note) notes;
    int64_t done, all;            /* rows there, each of which is read twice */
};

static bool is_sound(struct stmt *q, struct event *ret)
{
    const char *head = stmt_text(q, 1);
    size_t len = stmt_bytes(q, 1);
    struct hash named = stmt_hash(q, 0), h = event_hash(head, len);
    return len <= EVENT_HEAD_MAX && !hash_cmp(&named, &h) && event_read(head, len, ret, NULL);
}

static void note_form(struct compare *c, const struct event *ev, bool here)
{
    char *name = ev->kind == EVENT_FORM ? form_name_of(here ? c->s : c->f.store, ev, NULL) : NULL;
    if (name)
        *vec_add(&c->forms) = (struct named_form){ev->body, name};
}

static void note_entry(struct compare *c, const struct event *ev, bool here)
{
    struct note *n = vec_add(&c->notes);
    memcpy(n->entry, ev->entry, sizeof n->entry);
    n->here = here;
    if (ev->kind != EVENT_REVISION)
        return;
    n->unit = xstrdup(ev->unit);
    n->period = xstrdup(ev->period ? ev->period : "");
    n->form = ev->form;
    n->time = ev->time;
}

static void note_event(struct compare *c, struct stmt *q, bool here)
{
    struct event ev = {0};
    if (!is_sound(q, &ev))
        return;
    note_form(c, &ev, here);
    if (ev.entry)
        note_entry(c, &ev, here);
    else if (here)
        c->ret->other_here++;
    else
        c->ret->other_there++;
    event_finish(&ev);
}

/* ---- who waits ------------------------------------------------------------------------------------ */

#define ASK_EVERY 256 /* rows */

static bool count_rows(struct compare *c, struct err *e)
{
    int64_t events, bodies;
    bool good = db_int(c->f.store->db, "SELECT count(*) FROM event", 0, &events, e) &&
                db_int(c->f.store->db, "SELECT count(*) FROM body", 0, &bodies, e);
    c->all = good ? 2 * (events + bodies) : 0;
    return good;
}

/* After each row there. */
static bool goes_on(struct compare *c, struct err *e)
{
    return ++c->done % ASK_EVERY || foreign_goes_on(&c->f, c->done, c->all, e);
}

/* ---- side by side ------------------------------------------------------------------------------- */

static const char *const hashes_sql[] = {
    [SET_EVENTS] = "SELECT hash, head FROM event ORDER BY hash",
    [SET_BODIES] = "SELECT hash FROM body ORDER BY hash",
};

struct side {
    struct stmt *q;
    enum stmt_row row;
    struct hash hash;
    bool begun;
};

static bool step(struct compare *c, struct side *w, struct err *e)
{
    struct hash last = w->hash;
    w->row = stmt_step(w->q, e);
    if (w->row != STMT_ROW)
        return w->row == STMT_DONE;
    w->hash = stmt_hash(w->q, 0);
    bool onward = !w->begun || hash_cmp(&last, &w->hash) < 0;
    w->begun = true;
    return onward || err_set(e, ERR_DAMAGED, store_path(c->f.store),
                             _("ask whoever sent it for a copy made by “phieu copy”"),
                             _("the file is damaged"));
}

static void note_row(struct compare *c, enum set set, struct side *w, bool here)
{
    if (set == SET_EVENTS) {
        note_event(c, w->q, here);
        return;
    }
    c->ret->bodies_here += here;
    c->ret->bodies_there += !here;
}

static bool walk(struct compare *c, enum set set, struct side *ours, struct side *theirs,
                 struct err *e)
{
    bool good = step(c, ours, e) && step(c, theirs, e);
    while (good && (ours->row == STMT_ROW || theirs->row == STMT_ROW)) {
        int order = ours->row != STMT_ROW     ? 1
                    : theirs->row != STMT_ROW ? -1
                                              : hash_cmp(&ours->hash, &theirs->hash);
        if (order)
            note_row(c, set, order < 0 ? ours : theirs, order < 0);
        good = (order > 0 || step(c, ours, e)) && (order < 0 || (step(c, theirs, e) && goes_on(c, e)));
    }
    return good;
}

static bool walk_set(struct compare *c, enum set set, struct err *e)
{
    struct side ours = {db_prepare(c->s->db, hashes_sql[set], e), STMT_DONE, {{0}}, false};
    struct side theirs = {NULL, STMT_DONE, {{0}}, false};
    if (ours.q)
        theirs.q = db_prepare(c->f.store->db, hashes_sql[set], e);
    bool good = theirs.q && walk(c, set, &ours, &theirs, e);
    if (ours.q)
        stmt_done(ours.q);
    if (theirs.q)
        stmt_done(theirs.q);
    return good;
}

/* The same name stands for the same bytes only where they were read. */
static bool count_bad_event(void *user, const struct set_row *row, struct err *e)
{
    struct compare *c = user;
    struct hash is = event_hash(row->bytes ? row->bytes : "", row->len);
    c->ret->bad += !row->bytes || hash_cmp(&is, &row->hash);
    return goes_on(c, e);
}

static bool count_bad_body(void *user, const struct set_row *row, struct err *e)
{
    struct compare *c = user;
    struct hash is = body_hash(row->bytes ? row->bytes : "", row->len);
    c->ret->bad += !row->bytes || hash_cmp(&is, &row->hash);
    return goes_on(c, e);
}

/* ---- what they are ------------------------------------------------------------------------------ */

static void replace(char **old, const char *text)
{
    free(*old);
    *old = xstrdup(text);
}

static char *entry_form_name(struct compare *c, const struct hash *form, struct err *e)
{
    for (size_t i = 0; i < c->forms.n; i++)
        if (!hash_cmp(&c->forms.v[i].body, form))
            return xstrdup(c->forms.v[i].id);
    return text_name(c->s, form, e);
}

/* What the lists here say of the entry; *ret_events = how many of its events are here. */
static bool look_here(struct compare *c, struct compared_entry *x, int64_t *ret_events,
                      struct err *e)
{
    struct stmt *q = db_prepare(c->s->db,
                                "SELECT form_id, unit, period, (SELECT count(*) FROM x_event AS v"
                                " WHERE v.entry=?1) FROM x_state WHERE entry=coalesce((SELECT root"
                                " FROM x_root WHERE x_root.entry=?1), ?1)", e);
    if (!q)
        return false;
    stmt_bind_id(q, 1, x->entry);
    enum stmt_row row = stmt_step(q, e);
    *ret_events = 0;
    if (row == STMT_ROW) {
        replace(&x->form_id, stmt_text(q, 0));
        replace(&x->unit, stmt_text(q, 1));
        replace(&x->period, stmt_text(q, 2));
        *ret_events = stmt_int(q, 3);
    }
    stmt_done(q);
    return row != STMT_FAILED;
}

/* newest: the revision among the notes whose names are taken; NULL: none is one. */
static bool complete(struct compare *c, struct compared_entry *x, const struct note *newest,
                     struct err *e)
{
    int64_t events;
    if (!look_here(c, x, &events, e))
        return false;
    x->both = events > x->here || (events && x->there);
    if (x->unit)
        return true;
    x->unit = xstrdup(newest ? newest->unit : "");
    x->period = xstrdup(newest ? newest->period : "");
    x->form_id = newest ? entry_form_name(c, &newest->form, e) : xstrdup("");
    return x->form_id != NULL;
}

static int by_entry(const void *a, const void *b)
{
    return strcmp(((const struct note *)a)->entry, ((const struct note *)b)->entry);
}

/* One entry of all the notes about it. Only names hang on the time. */
static bool fold(struct compare *c, size_t *at, struct err *e)
{
    const struct note *first = &c->notes.v[*at], *newest = NULL;
    struct compared_entry *x = vec_add(&c->ret->entries);
    memcpy(x->entry, first->entry, sizeof x->entry);
    for (; *at < c->notes.n && !by_entry(first, &c->notes.v[*at]); ++*at) {
        const struct note *n = &c->notes.v[*at];
        x->here += n->here;
        x->there += !n->here;
        if (n->unit && (!newest || n->time > newest->time))
            newest = n;
    }
    return complete(c, x, newest, e);
}

static int by_name(const void *a, const void *b)
{
    const struct compared_entry *x = a, *y = b;
    int c = strcmp(x->form_id, y->form_id);
    c = c ? c : strcmp(x->unit, y->unit);
    c = c ? c : strcmp(x->period, y->period);
    return c ? c : strcmp(x->entry, y->entry);
}

/* Both are sets: what is not common is the rest. */
static bool compare_signatures(struct compare *c, struct err *e)
{
    int64_t here, seen;
    struct err why = {0};
    bool good = signature_count(c->s, &here, e) &&
                signature_count_new(c->s, c->f.store, &seen, &c->ret->signatures_there, &why, e);
    if (why.message)
        err_move(e, &why);
    c->ret->signatures_here = good ? here - (seen - c->ret->signatures_there) : 0;
    return good;
}

static bool compare(struct compare *c, struct err *e)
{
    struct store *there = c->f.store;
    bool good = count_rows(c, e) && walk_set(c, SET_EVENTS, e) && walk_set(c, SET_BODIES, e) &&
                each_row(there, SET_EVENTS, count_bad_event, c, e) &&
                each_row(there, SET_BODIES, count_bad_body, c, e) && compare_signatures(c, e);
    if (good && c->notes.n)
        qsort(c->notes.v, c->notes.n, sizeof *c->notes.v, by_entry);
    for (size_t at = 0; good && at < c->notes.n;)
        good = fold(c, &at, e);
    if (good && c->ret->entries.n)
        qsort(c->ret->entries.v, c->ret->entries.n, sizeof *c->ret->entries.v, by_name);
    return good;
}

static void compare_finish(struct compare *c)
{
    for (size_t i = 0; i < c->forms.n; i++)
        free(c->forms.v[i].id);
    for (size_t i = 0; i < c->notes.n; i++) {
        free(c->notes.v[i].unit);
        free(c->notes.v[i].period);
    }
    vec_finish(&c->forms);
    vec_finish(&c->notes);
    foreign_close(&c->f);
}

bool store_compare(struct store *s, const char *other, const struct watch *watch, struct comparison *ret,
                   struct err *e)
{
    struct compare c = {.s = s, .ret = ret};
    *ret = (struct comparison){0};
    if (!foreign_open_watched(other, watch, &c.f, e))
        return false;
    ret->torn = c.f.torn;
    bool good = compare(&c, e);
    compare_finish(&c);
    if (!good)
        comparison_finish(ret);
    return good;
}

void comparison_finish(struct comparison *c)
{
    for (size_t i = 0; i < c->entries.n; i++) {
        free(c->entries.v[i].form_id);
        free(c->entries.v[i].unit);
        free(c->entries.v[i].period);
    }
    vec_finish(&c->entries);
}
