#include "entry/talk.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "entry/review_internal.h"

/* ---- threads --------------------------------------------------------------------------------------- */

/* The path without its paragraph; freshly allocated. */
static char *plain_path(const char *path, size_t *ret_paragraph)
{
    size_t len;
    *ret_paragraph = 0;
    return comment_paragraph(path, &len, ret_paragraph) ? xstrndup(path, len) : xstrdup(path);
}

/* What the place said in the submission that the comment is about. */
static char *said_then(const struct talk *t, const struct comment *c, const char *path)
{
    struct field_values fields = {0};
    struct hash parent;
    if (!entry_revision_fields(t->entry, &c->target, &fields, &parent, NULL))
        return NULL;
    char *then = xstrdup0(fields_get(&fields, path));
    fields_finish(&fields);
    return then;
}

static void add_thread(struct talk *t, size_t i)
{
    struct talk_thread x = {.remark = &t->remarks.v[i], .last = i, .place = PLACE_FIELD(-1)};
    const struct comment *c = x.remark->said;
    struct place p;
    char *path = plain_path(c->path, &x.paragraph);
    while (x.last + 1 < t->remarks.n && t->remarks.v[x.last + 1].said->thread == c->thread)
        x.last++;
    if (record_place(entry_record(t->entry), path, &p) && record_field(entry_record(t->entry), p))
        x.place = p;
    else
        x.gone = *path != '\0';
    if (*path)
        x.then = said_then(t, c, path);
    *vec_add(&t->v) = x;
    free(path);
}

static int compare(const void *a, const void *b)
{
    const struct talk_thread *x = a, *y = b;
    const int by[] = {x->place.field - y->place.field, x->place.row - y->place.row,
                      x->place.column - y->place.column};
    for (size_t i = 0; i < 3; i++)
        if (by[i])
            return by[i];
    return x->last < y->last ? -1 : x->last > y->last;
}

static void find_threads(struct talk *t)
{
    for (size_t i = 0; i < t->remarks.n; i++)
        if (t->remarks.v[i].said->thread == i)
            add_thread(t, i);
    if (t->v.n)
        qsort(t->v.v, t->v.n, sizeof *t->v.v, compare);
}

/* ---- decisions ------------------------------------------------------------------------------------- */

static bool holds_acceptance(const struct decided_list *v)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->v[i].says == SAYS_ACCEPT)
            return true;
    return false;
}

/* Of what was accepted and changed since: the acceptance. */
static bool find_accepted(struct talk *t, struct err *e)
{
    const struct revisions *all = &t->review->all;
    for (size_t i = all->n; i-- > 0;) {
        decided_finish(&t->decided);
        if (!review_decided(t->review, &all->v[i], &t->decided, e))
            return false;
        if (holds_acceptance(&t->decided))
            return true;
    }
    decided_finish(&t->decided);
    return true;
}

static bool find_decided(struct talk *t, struct err *e)
{
    if (!t->review->looked_at)
        return true;
    if (!review_decided(t->review, NULL, &t->decided, e))
        return false;
    t->wide = entry_row(t->entry)->flags & FLAG_CHANGED_AFTER_ACCEPTANCE && !t->decided.n;
    return !t->wide || find_accepted(t, e);
}

/* ---- life cycle ------------------------------------------------------------------------------------ */

bool talk_load(struct talk *t, struct session *s, struct entry *entry, struct err *e)
{
    talk_finish(t);
    t->session = s;
    t->entry = entry;
    t->review = review_over(s, entry, NULL, e);
    bool good = t->review && review_remarks(t->review, &t->remarks, e) && find_decided(t, e);
    if (good) {
        find_threads(t);
        return true;
    }
    talk_finish(t);
    t->session = s;
    t->entry = entry;
    return false;
}

void talk_finish(struct talk *t)
{
    for (size_t i = 0; i < t->v.n; i++)
        free(t->v.v[i].then);
    vec_finish(&t->v);
    vec_finish(&t->remarks);
    decided_finish(&t->decided);
    review_destroy(t->review);
    *t = (struct talk){0};
}

/* ---- reading --------------------------------------------------------------------------------------- */

bool talk_is_open(const struct talk_thread *x)
{
    return x->remark->said->open;
}

bool talk_is_answered(const struct talk_thread *x)
{
    return x->remark->answered;
}

bool talk_is_changed(const struct talk *t, const struct talk_thread *x)
{
    if (x->place.field < 0)
        return false; /* nobody can tell */
    char *now = value_to_bytes(record_get(entry_record(t->entry), x->place));
    bool changed = comment_place_changed(x->then, *now ? now : NULL, x->paragraph);
    free(now);
    return changed;
}

bool talk_is_waiting(const struct talk *t, const struct talk_thread *x)
{
    return talk_is_open(x) && !talk_is_answered(x) && !talk_is_changed(t, x);
}

size_t talk_waiting(const struct talk *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->v.n; i++)
        n += talk_is_waiting(t, &t->v.v[i]);
    return n;
}

static bool is_at(struct place x, struct place p)
{
    if (x.field != p.field || x.field < 0)
        return false;
    return p.row < 0 || (x.row == p.row && (p.column < 0 || x.column == p.column));
}

const struct talk_thread *talk_at(const struct talk *t, struct place p, size_t *at)
{
    for (; *at < t->v.n; ++*at)
        if (is_at(t->v.v[*at].place, p))
            return &t->v.v[(*at)++];
    return NULL;
}

bool talk_answer(struct talk *t, const struct talk_thread *x, const char *text, struct err *e)
{
    struct session *s = t->session;
    struct entry *entry = t->entry;
    char hex[HASH_HEX];
    hash_hex(&x->remark->said->id, hex);
    return review_answer(t->review, hex, text, NULL, e) && talk_load(t, s, entry, e);
}
