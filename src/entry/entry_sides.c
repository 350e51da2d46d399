/* The sides of a conflict as they are by themselves: what a revision says, which one a candidate comes
 * from, and which rules held in each of them. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/entry_internal.h"
#include "store/fields.h"

size_t entry_heads(const struct entry *en, const struct hash **ret)
{
    *ret = en->base.heads.v;
    return en->base.heads.n;
}

/* ---- what a revision says ------------------------------------------------------------------------ */

static bool fields_of(struct entry *en, const struct revisions *all, const struct revision *r,
                      struct field_values *ret, struct hash *ret_parent, struct err *e)
{
    json *answers = store_answers(session_store(en->session), &r->head.body, e);
    if (!answers)
        return false;
    fields_flatten(answers, ret);
    js_free(answers);
    fields_add_text(ret, "$unit", r->head.unit);
    fields_add_text(ret, "$period", r->head.period);
    char *form = store_form_name(session_store(en->session), &r->head.form, NULL);
    fields_add_text(ret, "$form", form);
    free(form);
    if (str_eq0(r->head.status, "withdrawn"))
        fields_add_text(ret, "$status", r->head.status);
    fields_sort(ret);
    for (size_t i = 0; i < all->n && ret_parent && r->head.parents.n; i++)
        if (!hash_cmp(&all->v[i].id, &r->head.parents.v[0]))
            *ret_parent = all->v[i].id;
    return true;
}

bool entry_revision_fields(struct entry *en, const struct hash *revision, struct field_values *ret,
                           struct hash *ret_parent, struct err *e)
{
    struct revisions all = {0};
    bool good = false;
    *ret = (struct field_values){0};
    if (ret_parent)
        *ret_parent = (struct hash){{0}};
    if (!store_revisions(session_store(en->session), en->row.entry, &all, e))
        return false;
    for (size_t i = 0; i < all.n; i++)
        if (!hash_cmp(&all.v[i].id, revision))
            good = fields_of(en, &all, &all.v[i], ret, ret_parent, e);
    revisions_finish(&all);
    return good;
}

/* ---- the rest as on one side ----------------------------------------------------------------------- */

/* The head that says what the candidate says: its own revision if that is one, else the newest. */
static bool find_side(struct entry *en, const struct conflict *c, const struct candidate *like,
                      struct field_values *ret, struct err *e)
{
    for (int own = 1; own >= 0; own--)
        for (size_t i = 0; i < en->base.heads.n; i++) {
            if (own && hash_cmp(&en->base.heads.v[i], &like->revision))
                continue;
            if (!entry_revision_fields(en, &en->base.heads.v[i], ret, NULL, e))
                return false;
            if (str_eq0(fields_get(ret, c->path), like->bytes))
                return true;
            fields_finish(ret);
        }
    *ret = (struct field_values){0};
    return true;
}

static const struct candidate *candidate_like(const struct conflict *c, const char *bytes)
{
    for (size_t i = 0; i < c->candidates.n; i++)
        if (str_eq0(c->candidates.v[i].bytes, bytes))
            return &c->candidates.v[i];
    return NULL;
}

bool entry_decide_rest(struct entry *en, const struct conflict *c, const struct candidate *like,
                       bool really, size_t *ret_n, struct err *e)
{
    struct field_values side;
    *ret_n = 0;
    if (!find_side(en, c, like, &side, e))
        return false;
    bool good = true;
    for (size_t i = 0; i < en->base.conflicts.n && good; i++) {
        const struct conflict *x = &en->base.conflicts.v[i];
        const struct candidate *same = x == c ? like : candidate_like(x, fields_get(&side, x->path));
        if (entry_conflict_decided(en, x) || !same)
            continue;
        good = !really || entry_decide(en, x, same->bytes, e);
        *ret_n += good;
    }
    fields_finish(&side);
    return good;
}

/* ---- rules that held in each ------------------------------------------------------------------------- */

VEC_TYPEDEF(names, char *);

/* Rules that fail, each with its place; what is only not filled in yet is none. */
static void failing(struct entry *en, struct names *ret)
{
    size_t n = 0;
    const struct verdict *v = rules_verdicts(en->rules, &n);
    for (size_t i = 0; i < n; i++) {
        if (v[i].level == LEVEL_NOTE || !strcmp(v[i].rule, "required"))
            continue;
        char *path = record_path(en->record, v[i].place);
        *vec_add(ret) = xasprintf("%s %s", v[i].rule, path);
        free(path);
    }
}

static void names_finish(struct names *n)
{
    for (size_t i = 0; i < n->n; i++)
        free(n->v[i]);
    vec_finish(n);
}

static void take_out(struct names *from, const struct names *what)
{
    for (size_t i = 0; i < what->n; i++)
        for (size_t k = from->n; k-- > 0;)
            if (!strcmp(from->v[k], what->v[i])) {
                free(from->v[k]);
                vec_remove(from, k);
            }
}

size_t entry_broken_rules(struct entry *en, const struct hash *heads, size_t n)
{
    struct names broken = {0};
    failing(en, &broken);
    for (size_t i = 0; i < n && broken.n; i++) {
        char hex[HASH_HEX];
        struct names there = {0};
        struct err e = {0};
        hash_hex(&heads[i], hex);
        struct entry *head = entry_view(en->session, en->row.entry, hex, &e);
        if (head)
            failing(head, &there);
        take_out(&broken, &there);
        names_finish(&there);
        entry_destroy(head);
        err_finish(&e);
    }
    size_t count = broken.n;
    names_finish(&broken);
    return count;
}
