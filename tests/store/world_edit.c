/* Steps that change answers: revisions, decisions, drafts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/conflict.h"
#include "store/fields.h"
#include "store/world_steps.h"

/* ---- answers as fields ------------------------------------------------------------------------------ */

static void put(struct field_values *fields, const char *path, const char *bytes)
{
    for (size_t i = fields->n; i-- > 0;)
        if (!strcmp(fields->v[i].path, path)) {
            free(fields->v[i].path);
            free(fields->v[i].bytes);
            vec_remove(fields, i);
        }
    if (bytes)
        fields_add(fields, path, bytes);
    fields_sort(fields);
}

static void drop_row(struct field_values *fields, const char *row)
{
    for (size_t i = fields->n; i-- > 0;)
        if (str_starts(fields->v[i].path, row)) {
            char *path = xstrdup(fields->v[i].path);
            put(fields, path, NULL);
            free(path);
        }
}

/* The last row of the table comes first, or a new one is put behind all. */
static void change_order(struct field_values *fields, const char *added)
{
    const char *bytes = fields_get(fields, "t/$order");
    json *old = bytes ? js_parse(bytes, strlen(bytes), "", NULL) : js_new_array();
    json *order = js_new_array();
    size_t n = js_count(old);
    if (!added && n)
        js_push(order, js_copy(js_at(old, n - 1)));
    for (size_t i = 0; i + (added ? 0 : 1) < n; i++)
        js_push(order, js_copy(js_at(old, i)));
    if (added)
        js_push(order, js_new_text(added));
    char *text = js_canonical(order, NULL);
    put(fields, "t/$order", text);
    free(text);
    js_free(order);
    js_free(old);
}

/* ---- one edit ------------------------------------------------------------------------------------------ */

static void set_value(const struct doing *d, struct field_values *fields, const char *path, unsigned r)
{
    static const char *const values[] = {"0", "1", "2", NULL, "{\"missing\":\"kcsl\"}", "\"80.5\""};
    const char *bytes = values[r % 6];
    say(d, " %s=%s", path, bytes ? bytes : "blank");
    put(fields, path, bytes);
}

static void set_plain(const struct doing *d, struct field_values *fields, unsigned r)
{
    static const char *const paths[] = {"a", "b", "c", "_notes/a", "_reasons/k~1r"};
    set_value(d, fields, paths[r % 5], r / 5);
}

static void set_row(const struct doing *d, struct field_values *fields, unsigned r)
{
    char id[17], row[32], path[48];
    snprintf(id, sizeof id, "%016x", r / 8 % 3);
    snprintf(row, sizeof row, "t/%s/", id);
    snprintf(path, sizeof path, "%s" FIELD_ALIVE, row);
    bool there = fields_get(fields, path) != NULL;
    if (!there) {
        say(d, " row %.2s added", id + 14);
        put(fields, path, "true");
        change_order(fields, id);
    } else if (r % 4 == 0) {
        say(d, " row %.2s removed", id + 14);
        drop_row(fields, row);
        return;
    }
    snprintf(path, sizeof path, "%s%s", row, r / 24 % 2 ? "x" : "y");
    set_value(d, fields, path, r / 48);
}

static void edit(const struct doing *d, struct field_values *fields, unsigned r)
{
    if (r % 8 < 3) {
        set_plain(d, fields, r / 8);
    } else if (r % 8 < 7) {
        set_row(d, fields, r / 8);
    } else if (fields_get(fields, "t/$order")) {
        say(d, " rows moved");
        change_order(fields, NULL);
    }
}

/* ---- a revision ------------------------------------------------------------------------------------- */

/* What the event says besides answers, as in the newest of its parents. */
static void copy_facts(const struct doing *d, struct event *ev)
{
    struct revisions all;
    store_revisions(d->s, d->entry, &all, NULL);
    for (size_t i = 0; i < all.n; i++)
        for (size_t k = 0; k < ev->parents.n; k++) {
            if (hash_cmp(&all.v[i].id, &ev->parents.v[k]))
                continue;
            free(ev->unit);
            free(ev->period);
            ev->unit = xstrdup(all.v[i].head.unit);
            ev->period = xstrdup0(all.v[i].head.period);
            ev->form = all.v[i].head.form;
        }
    revisions_finish(&all);
}

static void first_facts(const struct doing *d, struct event *ev)
{
    struct store_texts forms;
    store_texts(d->s, EVENT_FORM, &forms, NULL);
    ev->has_form = true;
    if (forms.n)
        ev->form = forms.v[d->step->r[1] % forms.n].body;
    ev->unit = xstrdup(d->entry[31] < '3' ? "U1" : "U2");
    ev->period = xstrdup("2015");
    store_texts_finish(&forms);
}

static void change_facts(const struct doing *d, struct event *ev, unsigned r)
{
    static const char *const status[] = {"withdrawn", "submitted", "submitted", "submitted",
                                         "draft",     "draft",     "draft",     "draft"};
    ev->status = xstrdup(status[r % 8]);
    say(d, " %s", ev->status);
    if (r / 8 % 8)
        return;
    free(ev->unit);
    ev->unit = xstrdup(r / 64 % 2 ? "U1" : "U2");
    say(d, " $unit=%s", ev->unit);
}

/* What is to be changed: of all heads, or of one of them. Blank where nothing is known of it. */
static void begin_answers(const struct doing *d, struct event *ev, bool one, struct merged *ret)
{
    if (store_merged(d->s, d->entry, NULL, 0, ret, NULL) && one && ret->heads.n > 1) {
        struct hash head = ret->heads.v[d->step->r[3] % ret->heads.n];
        say(d, " upon one of %zu heads", ret->heads.n);
        merged_finish(ret);
        store_merged(d->s, d->entry, &head, 1, ret, NULL);
        *vec_add(&ev->parents) = head;
    }
    for (size_t i = 0; i < ret->heads.n && !ev->parents.n; i++)
        for (size_t k = 0; k < ret->heads.n; k++)
            *vec_add(&ev->parents) = ret->heads.v[k];
    if (!ret->answers)
        ret->answers = js_new_object();
    first_facts(d, ev);
    copy_facts(d, ev);
}

static void save(const struct doing *d, struct event *ev, const struct field_values *fields)
{
    struct hash made;
    struct err e = {0};
    json *answers = fields_unflatten(fields);
    bool good = store_add_revision(d->s, ev, answers, &made, &e);
    js_free(answers);
    event_made(d, good, &made, ev, &e);
}

void do_revise(struct doing *d)
{
    const unsigned *r = d->step->r;
    struct merged m = {0};
    struct field_values fields;
    struct event ev = event_begin(d, EVENT_REVISION);
    say(d, "revises %.2s", d->entry + 30);
    begin_answers(d, &ev, r[2] % 3 == 0, &m);
    fields_flatten(m.answers, &fields);
    edit(d, &fields, r[4]);
    if (r[5] % 2)
        edit(d, &fields, r[6]);
    change_facts(d, &ev, r[7]);
    save(d, &ev, &fields);
    fields_finish(&fields);
    merged_finish(&m);
}

/* ---- decisions ----------------------------------------------------------------------------------- */

static void decide(const struct doing *d, struct event *ev, struct field_values *fields,
                   const struct conflict *c, unsigned r)
{
    const char *bytes = c->candidates.v[r % c->candidates.n].bytes;
    const char *alive = strstr(c->path, "/" FIELD_ALIVE);
    say(d, " %s=%s", c->path, bytes ? bytes : "blank");
    if (!strcmp(c->path, "$status")) {
        free(ev->status);
        ev->status = xstrdup(bytes ? "withdrawn" : "draft");
    } else if (!strcmp(c->path, "$unit") || !strcmp(c->path, "$period")) {
        char **fact = c->path[1] == 'u' ? &ev->unit : &ev->period;
        json *text = bytes ? js_parse(bytes, strlen(bytes), "", NULL) : NULL;
        free(*fact);
        *fact = text ? xstrdup(js_text(text)) : NULL;
        js_free(text);
    } else if (*c->path != '$' && !alive) {
        put(fields, c->path, bytes);
    } else if (alive && !bytes) {
        char *row = xstrndup(c->path, (size_t)(alive - c->path) + 1);
        drop_row(fields, row);
        free(row);
    }
}

void do_settle(struct doing *d)
{
    struct merged m = {0};
    struct field_values fields;
    struct event ev = event_begin(d, EVENT_REVISION);
    say(d, "settles %.2s", d->entry + 30);
    begin_answers(d, &ev, false, &m);
    ev.status = xstrdup("draft");
    fields_flatten(m.answers, &fields);
    for (size_t i = 0; i < m.conflicts.n; i++)
        decide(d, &ev, &fields, &m.conflicts.v[i], d->step->r[i % 8]);
    if (ev.parents.n > 1)
        save(d, &ev, &fields);
    else
        event_finish(&ev);
    fields_finish(&fields);
    merged_finish(&m);
}

void world_settle(struct world *w, struct store *s, const char *entry, unsigned seed)
{
    struct step step = {.seed = seed};
    struct doing d = {.w = w, .s = s, .step = &step};
    for (size_t i = 0; i < 8; i++)
        step.r[i] = world_roll(&seed, 1 << 15);
    snprintf(d.entry, sizeof d.entry, "%s", entry);
    do_settle(&d);
    say(&d, "\n");
}

/* ---- drafts --------------------------------------------------------------------------------------- */

static void begin_draft(struct doing *d, struct draft *ret)
{
    struct merged m = {0};
    *ret = (struct draft){0};
    struct event ev = {0};
    begin_answers(d, &ev, false, &m);
    memcpy(ret->entry, d->entry, sizeof ret->entry);
    for (size_t i = 0; i < ev.parents.n; i++)
        *vec_add(&ret->parents) = ev.parents.v[i];
    ret->form = ev.form;
    ret->form_id = xstrdup("f");
    ret->unit = xstrdup(ev.unit);
    ret->period = xstrdup0(ev.period);
    event_finish(&ev);
    merged_finish(&m);
    if (!draft_create(d->s, ret, NULL))
        world_trouble(d->w, "no draft can be made");
}

void do_type(struct doing *d)
{
    struct draft draft;
    struct err e = {0};
    const char *path = d->step->r[1] % 2 ? "a" : "b";
    say(d, "types into %s of %.2s", path, d->entry + 30);
    if (!draft_find(d->s, d->entry, &draft, NULL))
        begin_draft(d, &draft);
    char value[8];
    snprintf(value, sizeof value, "%u", d->step->r[2] % 10);
    if (!draft_put(d->s, draft.draft, path, value, &e))
        world_trouble(d->w, "a draft cannot be written: %s", e.message);
    err_finish(&e);
    draft_finish(&draft);
}

struct typed {
    struct field_values *fields;
};

static bool take_value(void *user, const char *path, const char *bytes)
{
    put(((struct typed *)user)->fields, path, *bytes ? bytes : NULL);
    return true;
}

static void leave_saved(struct doing *d, struct draft *draft)
{
    struct merged m = {0};
    struct field_values fields;
    struct hash made;
    struct err e = {0};
    struct event ev = event_begin(d, EVENT_REVISION);
    for (size_t i = 0; i < draft->parents.n; i++)
        *vec_add(&ev.parents) = draft->parents.v[i];
    if (draft->parents.n)
        store_merged(d->s, d->entry, draft->parents.v, draft->parents.n, &m, NULL);
    first_facts(d, &ev);
    copy_facts(d, &ev);
    ev.status = xstrdup("draft");
    ev.draft = xstrdup(draft->draft);
    if (m.answers)
        fields_flatten(m.answers, &fields);
    else
        fields = (struct field_values){0};
    draft_values(d->s, draft->draft, take_value, &(struct typed){&fields}, NULL);
    json *answers = fields_unflatten(&fields);
    bool good = draft_end(d->s, draft->draft, &ev, answers, &made, &e);
    js_free(answers);
    event_made(d, good, &made, &ev, &e);
    fields_finish(&fields);
    merged_finish(&m);
}

void do_leave(struct doing *d)
{
    struct draft draft;
    say(d, "leaves %.2s", d->entry + 30);
    if (!draft_find(d->s, d->entry, &draft, NULL))
        return;
    if (d->step->r[1] % 4)
        leave_saved(d, &draft);
    else if (!draft_end(d->s, draft.draft, NULL, NULL, NULL, NULL))
        world_trouble(d->w, "a draft cannot be dropped");
    draft_finish(&draft);
}
