#include "cli/entry_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "cli/comments_show.h"
#include "cli/say.h"
#include "cli/time_option.h"
#include "form/record_follow.h"

static const struct {
    unsigned flag;
    const char *name;
} flags_table[] = {
    {FLAG_CHANGED_AFTER_ACCEPTANCE, "changed_after_acceptance"},
    {FLAG_REVIEWERS_DISAGREE, "reviewers_disagree"},
    {FLAG_POSSIBLE_DUPLICATE, "possible_duplicate"},
    {FLAG_EDITED_SINCE, "edited_since"},
    {FLAG_UNFINISHED, "unfinished"},
    {FLAG_PARENTS_MISSING, "parents_missing"},
    {FLAG_ERASED, "erased"},
    {FLAG_PASSED_ON, "passed_on"},
};

json *entry_json_flags(unsigned flags)
{
    json *a = js_new_array();
    for (size_t i = 0; i < sizeof flags_table / sizeof *flags_table; i++)
        if (flags & flags_table[i].flag)
            js_push(a, js_new_text(flags_table[i].name));
    return a;
}

json *entry_json_hash(const struct hash *h)
{
    char hex[HASH_HEX];
    hash_hex(h, hex);
    return js_new_text(hex);
}

/* Revisions that no other revision names as its parent. */
static json *heads_json(const struct revisions *all)
{
    json *a = js_new_array();
    for (size_t i = 0; i < all->n; i++) {
        bool child = false;
        for (size_t k = 0; k < all->n && !child; k++)
            for (size_t p = 0; p < all->v[k].head.parents.n && !child; p++)
                child = !hash_cmp(&all->v[k].head.parents.v[p], &all->v[i].id);
        if (!child)
            js_push(a, entry_json_hash(&all->v[i].id));
    }
    return a;
}

static json *summary(struct session *s, const struct entry_row *row, json *heads)
{
    json *o = js_new_object();
    const struct form *form = session_form_by_hash(s, &row->form, NULL);
    js_set_text(o, "entry", row->entry);
    js_set_text(o, "form", row->form_id);
    js_set(o, "version", form ? js_new_integer(form->version) : js_new_null());
    js_set_text(o, "unit", row->unit);
    js_set_text_or_null(o, "period", row->period);
    js_set_text(o, "state", entry_state_id(row->state));
    js_set_text(o, "turn", session_turn(s, row));
    js_set(o, "heads", heads);
    js_set(o, "flags", entry_json_flags(row->flags));
    js_set(o, "submission", js_new_integer(row->submission));
    return o;
}

json *entry_json_summary(struct session *s, const struct entry_row *row, struct err *e)
{
    json *heads = js_new_array();
    if (row->heads > 1) {
        struct revisions all = {0};
        js_free(heads);
        if (!store_revisions(session_store(s), row->entry, &all, e))
            return NULL;
        heads = heads_json(&all);
        revisions_finish(&all);
    } else if (!hash_is_none(&row->head)) {
        js_push(heads, entry_json_hash(&row->head));
    }
    return summary(s, row, heads);
}

json *entry_json_problems(struct entry *en)
{
    size_t count = 0;
    const struct verdict *v = rules_verdicts(entry_rules(en), &count);
    json *a = js_new_array();
    for (size_t i = 0; i < count; i++) {
        char *where = record_place_name(entry_record(en), v[i].place);
        json *o = js_new_object();
        js_set_text(o, "level", problem_level_ids[v[i].level]);
        js_set_text(o, "field", where);
        js_set_text(o, "check", v[i].rule);
        js_set_text(o, "message", v[i].message);
        js_set_text(o, "reason", v[i].reason); /* why a warning is kept */
        js_push(a, o);
        free(where);
    }
    return a;
}

/* Which targets are reached; NULL: the form has none for this office. */
static json *targets_json(struct entry *en)
{
    const struct target_result *v;
    size_t n = rules_targets(entry_rules(en), &v);
    json *a = n ? js_new_array() : NULL;
    for (size_t i = 0; i < n; i++) {
        json *o = js_new_object(), *figures = js_new_array();
        js_set_text(o, "target", v[i].target->id);
        if (v[i].row >= 0)
            js_set_text(o, "row", record_row_id(entry_record(en), v[i].target->rows->index, v[i].row));
        js_set_text(o, "state", target_state_ids[v[i].state]);
        for (size_t k = 0; k < v[i].figure_count; k++) {
            char text[32];
            decimal_canonical(v[i].figures[k], text);
            js_push(figures, !v[i].known[k]           ? js_new_null()
                             : v[i].figures[k].places ? js_new_text(text)
                                                      : js_new_integer(v[i].figures[k].digits));
        }
        js_set(o, "figures", figures);
        js_push(a, o);
    }
    return a;
}

static void add_computed(json *o, struct entry *en, struct place p)
{
    const struct field *f = record_field(entry_record(en), p);
    if (!f || !rules_computed(entry_rules(en), p) || !rules_relevant(entry_rules(en), p))
        return;
    json *value = value_to_json(rules_value(entry_rules(en), p));
    char *name = record_place_name(entry_record(en), p);
    js_set(o, name, value ? value : js_new_null());
    free(name);
}

/* Computed values, which are stored nowhere, by the name of their place; NULL: none. */
static json *computed_json(struct entry *en)
{
    const struct form *form = entry_form(en);
    json *o = js_new_object();
    for (int i = 0; i < (int)form->fields.n; i++) {
        const struct field *f = form->fields.v[i];
        if (!f->table)
            add_computed(o, en, PLACE_FIELD(i));
        for (int row = 0; f->table && row < record_rows(entry_record(en), i); row++)
            for (int c = 0; c < (int)f->table->columns.n; c++)
                add_computed(o, en, (struct place){i, row, c});
    }
    if (js_count(o))
        return o;
    js_free(o);
    return NULL;
}

/* Answers that the form has no place for, as they are shown; NULL: none. */
static json *unplaced_json(const struct entry *en)
{
    struct unplaced_list list = {0};
    record_unplaced(entry_record(en), &list);
    json *o = list.n ? js_new_object() : NULL;
    for (size_t i = 0; i < list.n; i++)
        js_set_text(o, list.v[i].id, list.v[i].text);
    unplaced_finish(&list);
    return o;
}

static void set_some(json *o, const char *key, json *value)
{
    if (value)
        js_set(o, key, value);
}

static json *value_json(const char *bytes)
{
    json *j = bytes ? js_parse(bytes, strlen(bytes), "", NULL) : NULL;
    return j ? j : js_new_null();
}

json *entry_json_conflict(const struct entry *en, const struct conflict *c)
{
    char *name = entry_path_name(en, c->path);
    json *o = js_new_object(), *candidates = js_new_array();
    js_set_text(o, "field", name);
    js_set_text(o, "path", c->path);
    js_set(o, "base", value_json(c->base));
    for (size_t i = 0; i < c->candidates.n; i++) {
        const struct candidate *x = &c->candidates.v[i];
        char at[32];
        json *k = js_new_object();
        js_set(k, "value", value_json(x->bytes));
        js_set(k, "revision", entry_json_hash(&x->revision));
        js_set_text_or_null(k, "author", x->author);
        js_set_text_or_null(k, "office", x->office);
        js_set_text(k, "at", time_iso(x->time, at));
        js_push(candidates, k);
    }
    js_set(o, "candidates", candidates);
    free(name);
    return o;
}

static json *conflicts_json(const struct entry *en)
{
    const struct conflict *v;
    size_t n = entry_conflicts(en, &v);
    json *a = js_new_array();
    for (size_t i = 0; i < n; i++)
        js_push(a, entry_json_conflict(en, &v[i]));
    return a;
}

/* What stands in every object beside the state. */
static bool add_judgement(json *o, struct session *s, struct entry *en, struct err *e)
{
    json *comments = comments_json(s, en, e);
    js_set(o, "problems", entry_json_problems(en));
    js_set(o, "conflicts", conflicts_json(en));
    js_set(o, "comments", comments ? comments : js_new_array());
    return comments != NULL;
}

/* An entry that cannot be read is listed all the same, with that as its problem; one that was erased (why
 * NULL) has none. */
static void add_trouble(json *o, struct err *why)
{
    json *problems = js_new_array(), *problem = why ? js_new_object() : NULL;
    if (problem) {
        js_set_text(problem, "level", problem_level_ids[LEVEL_ERROR]);
        js_set_text(problem, "field", "");
        js_set_text(problem, "check", "damaged");
        js_set_text(problem, "message", why->message);
        js_push(problems, problem);
    }
    js_set(o, "problems", problems);
    js_set(o, "conflicts", js_new_array());
    js_set(o, "comments", js_new_array());
}

json *entry_json_listed(struct session *s, const struct entry_row *row, struct err *e)
{
    struct err why = {0};
    json *o = entry_json_summary(s, row, e);
    struct entry *en = o ? entry_view(s, row->entry, NULL, &why) : NULL;
    if (o && (!en || !add_judgement(o, s, en, &why)))
        add_trouble(o, !en && row->flags & FLAG_ERASED ? NULL : &why);
    entry_destroy(en);
    err_finish(&why);
    return o;
}

/* More digits than other programs' numbers can hold are written as a text, which is read back. */
#define SAFE_NUMBER INT64_C(999999999999999)

static json *outside_number(const json *j)
{
    char digits[32];
    int64_t i = js_integer(j);
    if (!js_is(j, JS_INTEGER) || (i >= -SAFE_NUMBER && i <= SAFE_NUMBER))
        return js_copy(j);
    snprintf(digits, sizeof digits, "%lld", (long long)i);
    return js_new_text(digits);
}

static json *outside_numbers(const json *j)
{
    if (js_is(j, JS_ARRAY)) {
        json *a = js_new_array();
        for (size_t i = 0; i < js_count(j); i++)
            js_push(a, outside_numbers(js_at(j, i)));
        return a;
    }
    if (!js_is(j, JS_OBJECT))
        return outside_number(j);
    json *o = js_new_object();
    for (void *i = js_first(j); i; i = js_next(j, i))
        js_set(o, js_key(i), outside_numbers(js_value(i)));
    return o;
}

static json *answers_json(const struct record *record)
{
    json *own = record_to_json_shown(record), *out = outside_numbers(own);
    js_free(own);
    return out;
}

static json *revision_json(const struct revision *r)
{
    char at[32];
    json *o = js_new_object();
    js_set(o, "id", entry_json_hash(&r->id));
    js_set_text_or_null(o, "author", r->head.author);
    js_set_text_or_null(o, "office", r->head.office);
    js_set_text(o, "at", time_iso(r->head.time, at));
    js_set_text(o, "state", r->head.status);
    json *parents = js_new_array();
    for (size_t i = 0; i < r->head.parents.n; i++)
        js_push(parents, entry_json_hash(&r->head.parents.v[i]));
    js_set(o, "parents", parents);
    return o;
}

static json *revisions_json(const struct revisions *all)
{
    json *a = js_new_array();
    for (size_t i = 0; i < all->n; i++)
        js_push(a, revision_json(&all->v[i]));
    return a;
}

json *entry_json_erased(struct session *s, const struct entry_row *row, struct err *e)
{
    struct revisions all = {0};
    if (!store_revisions(session_store(s), row->entry, &all, e))
        return NULL;
    json *o = summary(s, row, heads_json(&all));
    js_set(o, "answers", js_new_null());
    add_trouble(o, NULL);
    js_set(o, "revisions", revisions_json(&all));
    revisions_finish(&all);
    return o;
}

json *entry_json_full(struct session *s, struct entry *en, struct err *e)
{
    struct revisions all = {0};
    if (!store_revisions(session_store(s), entry_id(en), &all, e))
        return NULL;
    json *o = summary(s, entry_row(en), heads_json(&all));
    js_set(o, "version", js_new_integer(entry_form(en)->version));
    js_set(o, "answers", answers_json(entry_record(en)));
    json *reviews = add_judgement(o, s, en, e) ? reviews_json(s, entry_id(en), e) : NULL;
    if (!reviews) {
        revisions_finish(&all);
        js_free(o);
        return NULL;
    }
    set_some(o, "reviews", js_count(reviews) ? reviews : (js_free(reviews), NULL));
    js_set(o, "revisions", revisions_json(&all));
    set_some(o, "computed", computed_json(en));
    set_some(o, "targets", targets_json(en));
    set_some(o, "unplaced", unplaced_json(en));
    revisions_finish(&all);
    return o;
}

static bool is_unfinished(struct entry *en, const struct verdict *v)
{
    return entry_row(en)->state == STATE_DRAFT && !strcmp(v->rule, "required");
}

size_t entry_failed_rules(struct entry *en)
{
    size_t count = 0, failed = 0;
    const struct verdict *v = rules_verdicts(entry_rules(en), &count);
    for (size_t i = 0; i < count; i++)
        failed += v[i].level == LEVEL_ERROR && !is_unfinished(en, &v[i]);
    return failed;
}

void entry_print_problems(struct entry *en, const char *prefix, bool unfinished)
{
    size_t count = 0, left_out = 0;
    const struct verdict *v = rules_verdicts(entry_rules(en), &count);
    for (size_t i = 0; i < count; i++) {
        if (!unfinished && is_unfinished(en, &v[i])) {
            left_out++;
            continue;
        }
        char *where = record_place_name(entry_record(en), v[i].place);
        say(stderr, "%s%s: %s: %s\n", prefix, _(problem_level_ids[v[i].level]), where, v[i].message);
        free(where);
    }
    if (left_out)
        say(stderr, _("%sunfinished: %zu required fields are still empty\n"), prefix, left_out);
}
