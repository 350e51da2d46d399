#include "cli/form_follow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "cli/say.h"
#include "form/record_follow.h"

/* ---- counting --------------------------------------------------------------------------------- */

/* Names of one entry, each once: they are counted when the entry is done. */
struct names {
    VEC(char *) v;
};

/* Rows have no say in a name: "phu_luc[3].x" and "phu_luc[4].x" are one answer. */
static char *without_row(const char *id)
{
    const char *open = strchr(id, '['), *close = open ? strchr(open, ']') : NULL;
    if (!close)
        return xstrdup(id);
    return xasprintf("%.*s%s", (int)(open - id), id, close + 1);
}

static void add_name(struct names *names, char *name)
{
    for (size_t i = 0; i < names->v.n; i++)
        if (!strcmp(names->v.v[i], name)) {
            free(name);
            return;
        }
    *vec_add(&names->v) = name;
}

static void count_names(struct follow_counts *counts, struct names *names)
{
    for (size_t i = 0; i < names->v.n; i++) {
        size_t k = 0;
        while (k < counts->n && strcmp(counts->v[k].name, names->v.v[i]))
            k++;
        if (k == counts->n)
            vec_add(counts)->name = xstrdup(names->v.v[i]);
        counts->v[k].entries++;
        free(names->v.v[i]);
    }
    vec_finish(&names->v);
}

static void find_unplaced(const struct record *r, struct names *names)
{
    struct unplaced_list list = {0};
    record_unplaced(r, &list);
    for (size_t i = 0; i < list.n; i++)
        add_name(names, without_row(list.v[i].id));
    unplaced_finish(&list);
}

static void look_at(const struct record *r, struct place p, struct names *names)
{
    const struct field *f = record_field(r, p);
    if (!f || record_get(r, p)->kind != VALUE_RAW)
        return;
    char *name = record_place_name(r, p);
    add_name(names, without_row(name));
    free(name);
}

static void find_unfit(const struct record *r, struct names *names)
{
    const struct form *form = record_form(r);
    for (int i = 0; i < (int)form->fields.n; i++) {
        const struct field *f = form->fields.v[i];
        if (!f->table)
            look_at(r, PLACE_FIELD(i), names);
        for (int row = 0; f->table && row < record_rows(r, i); row++)
            for (int c = 0; c < (int)f->table->columns.n; c++)
                look_at(r, (struct place){i, row, c}, names);
    }
}

struct count {
    struct session *session;
    const struct form *to;
    struct follow *ret;
    struct err *e;
};

static bool count_entry(void *user, const struct entry_row *row)
{
    struct count *c = user;
    if (!hash_cmp(&row->form, &c->to->hash) || row->flags & FLAG_ERASED)
        return true;
    struct entry *en = entry_view(c->session, row->entry, NULL, c->e);
    if (!en)
        return false;
    struct record *followed = record_follow(c->to, entry_record(en));
    struct names unplaced = {{0}}, unfit = {{0}};
    c->ret->entries++;
    c->ret->drafts += (row->flags & FLAG_UNFINISHED) != 0;
    find_unplaced(followed, &unplaced);
    find_unfit(followed, &unfit);
    count_names(&c->ret->unplaced, &unplaced);
    count_names(&c->ret->unfit, &unfit);
    record_destroy(followed);
    entry_destroy(en);
    return true;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct follow_count *)a)->name, ((const struct follow_count *)b)->name);
}

bool follow_count(struct session *s, const struct form *to, struct follow *ret, struct err *e)
{
    struct count c = {s, to, ret, e};
    struct store_filter filter = {.form_id = to->id, .state = -1};
    *ret = (struct follow){0};
    if (!store_entries(session_store(s), &filter, count_entry, &c, e) || (e && e->message)) {
        follow_finish(ret);
        return false;
    }
    struct follow_counts *const lists[] = {&ret->unplaced, &ret->unfit};
    for (size_t i = 0; i < 2; i++)
        if (lists[i]->n)
            qsort(lists[i]->v, lists[i]->n, sizeof *lists[i]->v, by_name);
    return true;
}

/* ---- telling ---------------------------------------------------------------------------------- */

void follow_print(const struct follow *f)
{
    say(stdout, _("In the file: %d entries of another version will follow this one, %d of them with "
                  "an open draft. Nothing they hold is lost.\n"), f->entries, f->drafts);
    for (size_t i = 0; i < f->unplaced.n; i++)
        say(stdout, _("  %s: %d entries have an answer that has no place any more; it is kept and shown "
                      "apart\n"), f->unplaced.v[i].name, f->unplaced.v[i].entries);
    for (size_t i = 0; i < f->unfit.n; i++)
        say(stdout, _("  %s: %d entries have an answer that does not fit the new type; it is kept as it "
                      "was typed\n"), f->unfit.v[i].name, f->unfit.v[i].entries);
}

static json *counts_json(const struct follow_counts *counts)
{
    json *a = js_new_array();
    for (size_t i = 0; i < counts->n; i++) {
        json *o = js_new_object();
        js_set_text(o, "field", counts->v[i].name);
        js_set(o, "entries", js_new_integer(counts->v[i].entries));
        js_push(a, o);
    }
    return a;
}

void follow_json(const struct follow *f, json *o)
{
    js_set(o, "entries", js_new_integer(f->entries));
    js_set(o, "drafts", js_new_integer(f->drafts));
    js_set(o, "unplaced", counts_json(&f->unplaced));
    js_set(o, "unfit", counts_json(&f->unfit));
}

static void finish_counts(struct follow_counts *c)
{
    for (size_t i = 0; i < c->n; i++)
        free(c->v[i].name);
    vec_finish(c);
}

void follow_finish(struct follow *f)
{
    finish_counts(&f->unplaced);
    finish_counts(&f->unfit);
}
