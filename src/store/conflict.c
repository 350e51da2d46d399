#include "store/conflict.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/internal.h"
#include "store/merged.h"
#include "store/weave.h"

struct work {
    struct store *s;
    const char *entry;
    const struct hash *wanted;       /* the heads to merge; n_wanted 0: all */
    size_t n_wanted;
    struct revisions all;            /* parents before children */
    struct field_values *fields;     /* by revision */
    char **forms;                    /* by revision: the names of their forms; NULL: not all are known */
    struct merged_revision *revisions;
    VEC(size_t) heads;               /* newest first */
};

/* ---- loading --------------------------------------------------------------------------------- */

static int by_hash(const void *a, const void *b)
{
    return hash_cmp(&((const struct revision *)a)->id, &((const struct revision *)b)->id);
}

static int by_generation(const void *a, const void *b)
{
    const struct revision *x = a, *y = b;
    if (x->generation != y->generation)
        return x->generation < y->generation ? -1 : 1;
    return by_hash(a, b);
}

static const struct revision *find_hash(const struct revisions *all, const struct hash *id)
{
    struct revision key = {.id = *id};
    return bsearch(&key, all->v, all->n, sizeof *all->v, by_hash);
}

/* Parents before children, by the events themselves, whatever the lists say. Revisions are sorted by
 * hash. */
static void find_generations(struct revisions *all)
{
    VEC(size_t) *children = xcalloc(all->n, sizeof *children);
    size_t *waiting = xcalloc(all->n, sizeof *waiting), *queue = xcalloc(all->n, sizeof *queue);
    size_t end = 0;
    for (size_t i = 0; i < all->n; i++) {
        all->v[i].generation = 0;
        for (size_t k = 0; k < all->v[i].head.parents.n; k++) {
            const struct revision *p = find_hash(all, &all->v[i].head.parents.v[k]);
            if (!p)
                continue;
            *vec_add(&children[p - all->v]) = i;
            waiting[i]++;
        }
        if (!waiting[i])
            queue[end++] = i;
    }
    for (size_t at = 0; at < end; at++)
        for (size_t k = 0; k < children[queue[at]].n; k++) {
            struct revision *child = &all->v[children[queue[at]].v[k]];
            if (child->generation <= all->v[queue[at]].generation)
                child->generation = all->v[queue[at]].generation + 1;
            if (--waiting[child - all->v] == 0)
                queue[end++] = (size_t)(child - all->v);
        }
    for (size_t i = 0; i < all->n; i++)
        vec_finish(&children[i]);
    free(children);
    free(waiting);
    free(queue);
}

/* Where each revision stands once they are sorted by generation. */
static size_t place_of(const struct revisions *sorted, const struct revision *r)
{
    return (size_t)((const struct revision *)bsearch(r, sorted->v, sorted->n, sizeof *sorted->v,
                                                     by_generation) - sorted->v);
}

/* Without its body (erased, thinned out, or not yet here) a revision says nothing: it goes on with what
 * those before it say. */
static bool load_fields(struct work *w, size_t r, struct err *e)
{
    struct err why = {0};
    json *answers = store_answers(w->s, &w->all.v[r].head.body, &why);
    if (answers) {
        fields_flatten(answers, &w->fields[r]);
        js_free(answers);
        return true;
    }
    if (why.code == ERR_FILE) {
        err_move(e, &why);
        return false;
    }
    err_finish(&why);
    w->revisions[r].silent = true;
    return true;
}

/* by_id: the same revisions in the order of their hashes. */
static void link_parents(struct work *w, const struct revisions *by_id, size_t r, bool *followed)
{
    const struct event *head = &w->all.v[r].head;
    size_t *parents = xcalloc(head->parents.n + 1, sizeof *parents), n = 0;
    for (size_t i = 0; i < head->parents.n; i++) {
        const struct revision *p = find_hash(by_id, &head->parents.v[i]);
        if (!p) /* a parent of another entry, or none that is here, says nothing */
            continue;
        parents[n] = place_of(&w->all, p);
        followed[parents[n++]] = true;
    }
    w->revisions[r] = (struct merged_revision){
        .fields = &w->fields[r], .parents = parents, .n_parents = n, .cut = head->parents.n > 0 && !n};
}

static bool is_wanted(const struct work *w, const struct hash *id, bool head)
{
    for (size_t i = 0; i < w->n_wanted; i++)
        if (!hash_cmp(&w->wanted[i], id))
            return true;
    return head && !w->n_wanted;
}

static void find_heads(struct work *w)
{
    struct revisions by_id = {0};
    bool *followed = xcalloc(w->all.n + 1, sizeof *followed);
    if (w->all.n)
        qsort(w->all.v, w->all.n, sizeof *w->all.v, by_hash);
    find_generations(&w->all);
    for (size_t i = 0; i < w->all.n; i++)
        *vec_add(&by_id) = w->all.v[i]; /* lent */
    if (w->all.n)
        qsort(w->all.v, w->all.n, sizeof *w->all.v, by_generation);
    for (size_t r = 0; r < w->all.n; r++)
        link_parents(w, &by_id, r, followed);
    for (size_t r = w->all.n; r-- > 0;)
        if (is_wanted(w, &w->all.v[r].id, !followed[r]))
            *vec_add(&w->heads) = r;
    vec_finish(&by_id);
    free(followed);
}

/* The form that each was written with, by name: another version of it is no question (the higher one leads).
 * Nobody is asked while one of them is not here. */
static bool name_forms(struct work *w, struct err *e)
{
    bool good = true, known = true;
    w->forms = xcalloc(w->all.n + 1, sizeof *w->forms);
    for (size_t r = 0; r < w->all.n && good; r++) {
        const struct hash *form = &w->all.v[r].head.form;
        bool again = r && !hash_cmp(form, &w->all.v[r - 1].head.form);
        w->forms[r] = again ? xstrdup(w->forms[r - 1]) : text_name(w->s, form, e);
        good = w->forms[r] != NULL;
        known &= good && *w->forms[r];
    }
    for (size_t r = 0; r < w->all.n && !known; r++) {
        free(w->forms[r]);
        w->forms[r] = NULL;
    }
    return good;
}

/* Unit, period and form are fields like any other. */
static void add_facts(struct work *w, size_t r)
{
    fields_add_text(&w->fields[r], "$unit", w->all.v[r].head.unit);
    fields_add_text(&w->fields[r], "$period", w->all.v[r].head.period);
    fields_add_text(&w->fields[r], "$form", w->forms[r]);
    fields_sort(&w->fields[r]);
}

static bool load(struct work *w, struct err *e)
{
    if (!store_revisions(w->s, w->entry, &w->all, e))
        return false;
    bool good = true;
    w->fields = xcalloc(w->all.n + 1, sizeof *w->fields);
    w->revisions = xcalloc(w->all.n + 1, sizeof *w->revisions);
    find_heads(w);
    bool compare = w->heads.n > 1 && w->heads.n <= MERGED_HEADS_MAX &&
                   w->all.n <= MERGED_REVISIONS_MAX;
    good = !compare || name_forms(w, e);
    for (size_t r = 0; r < w->all.n && good && compare; r++) {
        good = load_fields(w, r, e);
        add_facts(w, r);
    }
    return good;
}

static void work_finish(struct work *w)
{
    for (size_t r = 0; w->fields && r < w->all.n; r++) {
        fields_finish(&w->fields[r]);
        free((size_t *)w->revisions[r].parents);
        if (w->forms)
            free(w->forms[r]);
    }
    free(w->forms);
    free(w->fields);
    free(w->revisions);
    vec_finish(&w->heads);
    revisions_finish(&w->all);
}

/* ---- conflicts ------------------------------------------------------------------------------- */

static struct candidate candidate_of(const struct work *w, size_t r, const char *bytes)
{
    const struct event *head = &w->all.v[r].head;
    return (struct candidate){.bytes = xstrdup0(bytes),
                              .revision = w->all.v[r].id,
                              .form = head->form,
                              .author = xstrdup0(head->author),
                              .office = xstrdup0(head->office),
                              .inst = xstrdup0(head->inst),
                              .time = head->time};
}

static void add_conflict(struct merged *m, const struct work *w, const struct merged_field *f)
{
    struct conflict *c = vec_add(&m->conflicts);
    c->path = xstrdup(f->path);
    c->base = xstrdup0(f->base);
    for (size_t i = 0; i < f->candidates.n; i++) {
        const struct merged_candidate *x = &f->candidates.v[i];
        *vec_add(&c->candidates) = candidate_of(w, x->writers.v[x->writers.n - 1], x->bytes);
    }
}

/* Withdrawn here and edited there is a question, whoever did what first. */
static void compare_status(struct merged *m, const struct work *w)
{
    static const char *const bytes[] = {NULL, "\"withdrawn\""};
    size_t newest[2] = {w->all.n, w->all.n};
    for (size_t i = w->heads.n; i-- > 0;)
        newest[str_eq0(w->all.v[w->heads.v[i]].head.status, "withdrawn")] = w->heads.v[i];
    if (newest[0] == w->all.n || newest[1] == w->all.n)
        return;
    struct conflict *c = vec_add(&m->conflicts);
    c->path = xstrdup("$status");
    bool withdrawn_first = newest[1] > newest[0];
    for (int i = 0; i < 2; i++) {
        int k = i ^ withdrawn_first;
        *vec_add(&c->candidates) = candidate_of(w, newest[k], bytes[k]);
    }
}

/* ---- answers --------------------------------------------------------------------------------- */

static bool is_order(const char *path)
{
    const char *slash = strchr(path, '/');
    return slash && *path != '_' && !strcmp(slash + 1, FIELD_ORDER);
}

/* The order of rows is nobody's question: the newest head's, with the others' rows woven in. */
static void add_order(struct field_values *to, const struct work *w, const char *path)
{
    json *order = js_new_array();
    for (size_t i = 0; i < w->heads.n; i++) {
        const char *bytes = fields_get(&w->fields[w->heads.v[i]], path);
        json *other = bytes ? js_parse(bytes, strlen(bytes), "", NULL) : NULL;
        order_weave(&order, other);
        js_free(other);
    }
    char *bytes = js_compact(order);
    fields_add(to, path, bytes);
    free(bytes);
    js_free(order);
}

static void merge_fields(struct merged *m, const struct work *w, const struct merged_fields *result)
{
    struct field_values merged = {0};
    for (size_t i = 0; i < result->n; i++) {
        const struct merged_field *f = &result->v[i];
        if (is_order(f->path)) {
            add_order(&merged, w, f->path);
            continue;
        }
        const char *shown = f->candidates.v[0].bytes;
        /* A row that somebody removed while it was changed stays in sight. */
        for (size_t k = 0; k < f->candidates.n && !shown; k++)
            shown = f->candidates.v[k].bytes;
        if (f->candidates.n > 1)
            add_conflict(m, w, f);
        else
            shown = f->candidates.v[0].bytes;
        if (*f->path == '$' && f->candidates.n == 1)
            fields_add(&m->facts, f->path, shown ? shown : "");
        else if (shown && *f->path != '$')
            fields_add(&merged, f->path, shown);
    }
    fields_sort(&merged);
    m->answers = fields_unflatten(&merged);
    fields_finish(&merged);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct conflict *)a)->path, ((const struct conflict *)b)->path);
}

/* Where nothing is compared: of the newest head; of several, of the first whose answers are stored. */
static bool first_answers(struct merged *m, const struct work *w, struct err *e)
{
    for (size_t i = 0; i < w->heads.n && !m->answers; i++) {
        struct err why = {0};
        m->answers = store_answers(w->s, &w->all.v[w->heads.v[i]].head.body, &why);
        bool missing = !m->answers && why.code == ERR_RULE && w->heads.n > 1;
        err_move(m->answers || missing ? NULL : e, &why);
        if (!m->answers && !missing)
            return false;
    }
    if (!m->answers)
        m->answers = js_new_object();
    return true;
}

static bool merge(struct merged *m, struct work *w, struct err *e)
{
    struct merged_fields result;
    for (size_t i = 0; i < w->heads.n; i++)
        *vec_add(&m->heads) = w->all.v[w->heads.v[i]].id;
    if (!w->heads.n)
        return err_set(e, ERR_DAMAGED, w->s->path, _("take in the newest file of that office first"),
                       _("the revision to go on from is not in this file"));
    if (w->heads.n == 1 ||
        !merged_compute(w->revisions, w->all.n, w->heads.v, w->heads.n, &result)) {
        m->too_many = w->heads.n > 1;
        return first_answers(m, w, e);
    }
    merge_fields(m, w, &result);
    merged_fields_finish(&result);
    compare_status(m, w);
    if (m->conflicts.n)
        qsort(m->conflicts.v, m->conflicts.n, sizeof *m->conflicts.v, by_path);
    return true;
}

bool store_merged(struct store *s, const char *entry, const struct hash *heads, size_t n,
                  struct merged *ret, struct err *e)
{
    struct work w = {.s = s, .entry = entry, .wanted = heads, .n_wanted = n};
    *ret = (struct merged){0};
    bool good = load(&w, e) && merge(ret, &w, e);
    work_finish(&w);
    if (!good)
        merged_finish(ret);
    return good;
}

void merged_finish(struct merged *m)
{
    for (size_t i = 0; i < m->conflicts.n; i++) {
        struct conflict *c = &m->conflicts.v[i];
        for (size_t k = 0; k < c->candidates.n; k++) {
            free(c->candidates.v[k].bytes);
            free(c->candidates.v[k].author);
            free(c->candidates.v[k].office);
            free(c->candidates.v[k].inst);
        }
        vec_finish(&c->candidates);
        free(c->path);
        free(c->base);
    }
    fields_finish(&m->facts);
    vec_finish(&m->conflicts);
    vec_finish(&m->heads);
    js_free(m->answers);
    *m = (struct merged){0};
}
