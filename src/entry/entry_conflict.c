/* Deciding between what two people wrote in one place. Each decision is a value of the draft, under the
 * path of the conflict; the revision that follows all heads is made when none is open. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/entry_internal.h"
#include "store/fields.h"

size_t entry_conflicts(const struct entry *en, const struct conflict **ret)
{
    if (ret)
        *ret = en->base.conflicts.v;
    return en->base.conflicts.n;
}

const struct hash *entry_parents(const struct entry *en, size_t *ret_n)
{
    if (en->has_draft) {
        *ret_n = en->draft.parents.n;
        return en->draft.parents.v;
    }
    if (en->base.heads.n) {
        *ret_n = en->base.heads.n;
        return en->base.heads.v;
    }
    *ret_n = !hash_is_none(&en->row.head);
    return &en->row.head;
}

static void clear_decided(struct entry *en)
{
    for (size_t i = 0; i < en->decided.n; i++) {
        free(en->decided.v[i].path);
        free(en->decided.v[i].bytes);
    }
    vec_clear(&en->decided);
}

void entry_base_clear(struct entry *en)
{
    merged_finish(&en->base);
    clear_decided(en);
    vec_finish(&en->decided);
}

/* ---- decisions -------------------------------------------------------------------------------- */

static struct decision *find_decision(const struct entry *en, const char *path)
{
    for (size_t i = 0; i < en->decided.n; i++)
        if (!strcmp(en->decided.v[i].path, path))
            return &en->decided.v[i];
    return NULL;
}

static bool is_decided(const struct entry *en, const char *path)
{
    return find_decision(en, path) != NULL;
}

void entry_note_decided(struct entry *en, const char *path, const char *bytes)
{
    for (size_t i = 0; i < en->base.conflicts.n; i++) {
        if (strcmp(en->base.conflicts.v[i].path, path) != 0)
            continue;
        struct decision *d = find_decision(en, path);
        if (!d) {
            d = vec_add(&en->decided);
            d->path = xstrdup(path);
        }
        free(d->bytes);
        d->bytes = xstrdup(bytes);
    }
}

/* The $alive of the row that a cell stands in; freshly allocated, NULL for other paths. */
static char *row_path(const char *path)
{
    size_t table_len, row_len;
    const char *row, *rest;
    if (!fields_split(path, &table_len, &row, &row_len, &rest))
        return NULL;
    return xasprintf("%.*s/" FIELD_ALIVE, (int)(row + row_len - path), path);
}

/* Nothing is left to decide in a row that was removed. */
bool entry_conflict_decided(const struct entry *en, const struct conflict *c)
{
    char *alive = row_path(c->path);
    bool gone = false;
    if (alive && strcmp(alive, c->path) != 0 && is_decided(en, alive)) {
        struct place p;
        gone = !record_place(en->record, c->path, &p);
    }
    free(alive);
    return gone || is_decided(en, c->path);
}

static bool refuse_value(const struct conflict *c, const char *why, struct err *e)
{
    return err_set(e, ERR_USAGE, c->path, _("choose one of the candidates, or another value"),
                   _("this value does not fit here: %s"), why);
}

/* Also a value of another program, or of another version of the form, may be taken as it stands. */
static bool is_candidate(const struct conflict *c, const char *bytes)
{
    for (size_t i = 0; i < c->candidates.n; i++)
        if (str_eq0(c->candidates.v[i].bytes, bytes))
            return true;
    return false;
}

static bool has_place(const struct entry *en, const char *path)
{
    struct place p;
    return record_place(en->record, path, &p) && record_field(en->record, p);
}

static bool decide_value(struct entry *en, const struct conflict *c, const char *bytes,
                         struct err *e)
{
    struct place p;
    struct value v = VALUE_NONE;
    const char *why;
    if (!has_place(en, c->path)) /* one side is taken as it is (entry_answers) */
        return is_candidate(c, bytes) || refuse_value(c, _("the form has no place for it"), e);
    if (bytes && !value_from_bytes(bytes, &v))
        return refuse_value(c, _("it is not JSON"), e);
    record_place(en->record, c->path, &p);
    const struct field *f = record_field(en->record, p);
    if (!value_is_blank(&v) && !is_candidate(c, bytes) && !f->type->accepts(f, &v, &why)) {
        value_finish(&v);
        return refuse_value(c, why, e);
    }
    record_set(en->record, p, v);
    rules_changed(en->rules, p);
    return true;
}

static bool decide_row(struct entry *en, const struct conflict *c, const char *bytes)
{
    size_t table_len, row_len;
    const char *row, *rest;
    fields_split(c->path, &table_len, &row, &row_len, &rest);
    char *table = xstrndup(c->path, table_len), *id = xstrndup(row, row_len);
    const struct field *f = form_field(en->form, table);
    int at = f && f->table && !table_fixed(f) ? record_row_find(en->record, f->index, id) : -1;
    if (!bytes && at >= 0)
        entry_drop_row(en, f->index, at);
    free(table);
    free(id);
    return true;
}

static bool is_row(const char *path)
{
    size_t table_len, row_len;
    const char *row, *rest;
    return fields_split(path, &table_len, &row, &row_len, &rest) && !strcmp(rest, FIELD_ALIVE);
}

static bool find_form(struct entry *en, const char *id, struct hash *ret, struct err *e)
{
    struct revisions all = {0};
    bool good = store_revisions(session_store(en->session), en->row.entry, &all, e) &&
                entry_form_named(en->session, &all, id, ret, e);
    revisions_finish(&all);
    return good;
}

/* A form that nobody here has approved is not chosen either. */
static bool form_is_usable(struct entry *en, const char *bytes, struct err *e)
{
    struct hash form;
    char *id = entry_fact(bytes);
    bool good = id && find_form(en, id, &form, e);
    free(id);
    return good;
}

static bool decide_fact(struct entry *en, const struct conflict *c, const char *bytes, struct err *e)
{
    if (!is_candidate(c, bytes))
        return refuse_value(c, _("only the candidates can be chosen"), e);
    return strcmp(c->path, "$form") != 0 || form_is_usable(en, bytes, e);
}

bool entry_decide(struct entry *en, const struct conflict *c, const char *bytes, struct err *e)
{
    if (en->readonly)
        return err_set(e, ERR_USAGE, NULL, _("nothing was changed"), "%s", en->readonly);
    bool good = *c->path == '$' ? decide_fact(en, c, bytes, e)
                : is_row(c->path) ? decide_row(en, c, bytes)
                                  : decide_value(en, c, bytes, e);
    if (!good)
        return false;
    /* A row that stays is noted as alive, in the way of drafts. */
    const char *noted = is_row(c->path) ? (bytes ? "" : "false") : bytes ? bytes : "";
    entry_wait(en, c->path, noted);
    entry_note_decided(en, c->path, noted);
    return entry_flush(en, e);
}

/* ---- taking decisions back ---------------------------------------------------------------------- */

/* The answers as they are in the merge, with the draft over them. */
static bool load_again(struct entry *en, struct err *e)
{
    struct problem_list ignored = {0};
    clear_decided(en);
    record_destroy(en->record);
    en->record = record_create(en->form);
    record_from_json(en->record, en->base.answers, true, &ignored);
    problem_finish(&ignored);
    for (size_t i = 0; i < en->form->fields.n; i++)
        if (en->form->fields.v[i]->table)
            entry_orders_reset(en, (int)i);
    entry_steps_clear(en);
    bool good = !en->has_draft || entry_load_draft(en, e);
    entry_load_rules(en);
    return good;
}

bool entry_undecide(struct entry *en, const size_t *which, size_t n, struct err *e)
{
    VEC(const char *) paths = {0};
    if (en->readonly)
        return err_set(e, ERR_USAGE, NULL, _("nothing was changed"), "%s", en->readonly);
    for (size_t i = 0; i < n; i++)
        *vec_add(&paths) = en->base.conflicts.v[which[i]].path;
    (void)vec_add(&paths);
    bool good = entry_flush(en, e) &&
                (!en->has_draft ||
                 draft_forget(session_store(en->session), en->draft.draft, paths.v, e)) &&
                load_again(en, e);
    vec_finish(&paths);
    return good;
}

void entry_propose(struct entry *en, const struct conflict *c, const char *bytes)
{
    struct place p;
    struct value v = VALUE_NONE;
    if (!record_place(en->record, c->path, &p) || !record_field(en->record, p) ||
        (bytes && !value_from_bytes(bytes, &v)))
        return;
    record_set(en->record, p, v);
    rules_changed(en->rules, p);
}

/* ---- settling --------------------------------------------------------------------------------- */

static bool find_fact(void *user, const char *path, const char *bytes)
{
    const char **want = user; /* the path; then what was found */
    if (strcmp(path, want[0]))
        return true;
    want[1] = xstrdup(bytes);
    return false;
}

/* The text of a fact that was decided; NULL: none was in question, or blank was chosen. */
static char *chosen_fact(struct entry *en, const char *path)
{
    const char *want[2] = {path, NULL};
    if (!is_decided(en, path))
        return NULL;
    draft_values(session_store(en->session), en->draft.draft, find_fact, want, NULL);
    char *text = entry_fact(want[1]);
    free((char *)want[1]);
    return text;
}

/* Reasons, notes, and answers that the form has no place for. */
static bool stands_beside(const struct entry *en, const char *path)
{
    return *path != '$' && !is_row(path) && !has_place(en, path);
}

static void put_field(struct field_values *fields, const char *path, const char *bytes)
{
    for (size_t i = fields->n; i-- > 0;)
        if (!strcmp(fields->v[i].path, path)) {
            free(fields->v[i].path);
            free(fields->v[i].bytes);
            vec_remove(fields, i);
        }
    if (*bytes)
        fields_add(fields, path, bytes);
    fields_sort(fields);
}

/* Also what is in no row. */
static bool in_living_row(const struct field_values *fields, const char *path)
{
    char *alive = row_path(path);
    bool lives = !alive || fields_get(fields, alive);
    free(alive);
    return lives;
}

json *entry_answers(const struct entry *en)
{
    json *answers = record_to_json(en->record);
    struct field_values fields = {0};
    bool any = false;
    for (size_t i = 0; i < en->decided.n && !any; i++)
        any = stands_beside(en, en->decided.v[i].path);
    if (!any)
        return answers;
    fields_flatten(answers, &fields);
    js_free(answers);
    for (size_t i = 0; i < en->decided.n; i++)
        if (stands_beside(en, en->decided.v[i].path) && in_living_row(&fields, en->decided.v[i].path))
            put_field(&fields, en->decided.v[i].path, en->decided.v[i].bytes);
    answers = fields_unflatten(&fields);
    fields_finish(&fields);
    return answers;
}

/* The record again as it was written: with what stands beside it. */
static void load_settled(struct entry *en)
{
    struct problem_list ignored = {0};
    json *answers = js_parse(en->base_answers, strlen(en->base_answers), "", NULL);
    record_destroy(en->record);
    en->record = record_create(en->form);
    record_from_json(en->record, answers, true, &ignored);
    problem_finish(&ignored);
    js_free(answers);
    for (size_t i = 0; i < en->form->fields.n; i++)
        if (en->form->fields.v[i]->table)
            entry_orders_reset(en, (int)i);
    entry_steps_clear(en);
    entry_load_rules(en);
}

static size_t count_open(const struct entry *en)
{
    size_t n = 0;
    for (size_t i = 0; i < en->base.conflicts.n; i++)
        n += !entry_conflict_decided(en, &en->base.conflicts.v[i]);
    return n;
}

bool entry_settle(struct entry *en, struct hash *ret, struct err *e)
{
    size_t open = count_open(en);
    if (open)
        return err_set(e, ERR_RULE, en->row.entry, _("decide them too"),
                       _("%zu places are still undecided"), open);
    char *unit = chosen_fact(en, "$unit"), *period = chosen_fact(en, "$period");
    char *status = chosen_fact(en, "$status"), *form = chosen_fact(en, "$form");
    if (unit) {
        free(en->row.unit);
        en->row.unit = unit;
    }
    if (is_decided(en, "$period")) {
        free(en->row.period);
        en->row.period = period;
    }
    bool good = (!form || find_form(en, form, &en->next_form, e)) && entry_flush(en, e) &&
                entry_commit(en, status ? status : "draft", ret, e);
    en->next_form = (struct hash){{0}};
    if (good)
        load_settled(en);
    free(status);
    free(form);
    return good;
}

char *entry_path_name(const struct entry *en, const char *path)
{
    struct place p;
    if (record_place(en->record, path, &p))
        return record_place_name(en->record, p);
    char *cell = is_row(path) ? xstrndup(path, strlen(path) - strlen("/" FIELD_ALIVE)) : NULL;
    size_t table_len, row_len;
    const char *row, *rest;
    char *name = NULL;
    if (cell && fields_split(path, &table_len, &row, &row_len, &rest)) {
        char *table = xstrndup(path, table_len), *id = xstrndup(row, row_len);
        const struct field *f = form_field(en->form, table);
        int at = f && f->table ? record_row_find(en->record, f->index, id) : -1;
        name = at >= 0 ? xasprintf("%s[%d]", table, at + 1) : xasprintf("%s[%s]", table, id);
        free(table);
        free(id);
    }
    free(cell);
    return name ? name : xstrdup(path);
}
