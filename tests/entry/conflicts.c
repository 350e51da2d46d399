/* Over every place of the real forms, tables, fixed rows, choices, notes and reasons too: who writes
 * different places is never asked, who writes the same one differently always is, a place that was
 * settled is not asked again, and only a newer write of it opens it again (M3, M4, M5). */
#include "store/conflict.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "form/form.h"
#include "form/record.h"
#include "store/fields.h"
#include "store/kit.h"

#define ROWS   3 /* in tables that people fill with rows */

/* What two offices do to a place. */
enum part { NOBODY, ONE, OTHER, BOTH_SAME, BOTH_DIFFER, PARTS };

struct trial {
    struct store *s;
    struct field_values filled[3]; /* the same places, three times another value */
    enum part *parts;              /* by place */
    char entry[ENTRY_ID_HEX];
    struct hash form, base, one, other;
    unsigned seen[PARTS];
};

/* ---- filling a form ----------------------------------------------------------------------------------- */

static const char *const typed[TYPE_COUNT][3] = {
    [TYPE_TEXT] = {"Một", "Hai", "Ba"},
    [TYPE_NARRATIVE] = {"Một.\nHai.", "Ba.", "Bốn."},
    [TYPE_INTEGER] = {"1", "2", "30"},
    [TYPE_DECIMAL] = {"1,5", "2", "80,50"},
    [TYPE_PERCENT] = {"1,5", "2", "80,50"},
    [TYPE_MONEY] = {"1", "2", "3"},
    [TYPE_DATE] = {"1/6/2015", "2/6/2015", "3/6/2015"},
    [TYPE_BOOLEAN] = {"Có", "Không", "chưa rõ"},
    [TYPE_UNIT] = {"kg_an_bien", "kg_an_minh", "kg_rach_gia"},
};

static struct value nth_value(const struct field *f, int nth)
{
    size_t n = f->options.n;
    const char *text = field_type_id(f->type) != TYPE_CHOICE ? typed[field_type_id(f->type)][nth]
                       : (size_t)nth < n ? f->options.v[nth].id : "một giá trị khác";
    return f->type->parse(f, text);
}

static void fill_place(struct record *r, struct place p, int nth)
{
    if (record_is_open(r, p) && record_field(r, p))
        record_set(r, p, nth_value(record_field(r, p), nth));
}

static void fill_table(struct record *r, int field, int nth)
{
    const struct table *t = record_form(r)->fields.v[field]->table;
    for (int i = 0; !t->rows.n && i < ROWS; i++) {
        char id[ROW_ID_HEX];
        snprintf(id, sizeof id, "%016x", i + 1);
        record_row_insert(r, field, i, id);
    }
    for (int row = 0; row < record_rows(r, field); row++)
        for (size_t c = 0; c < t->columns.n; c++)
            fill_place(r, (struct place){field, row, (int)c}, nth);
}

static void add_beside(struct field_values *fields, int nth)
{
    static const char *const paths[] = {"_notes/a", "_notes/phu_luc~1r~1c", "_reasons/c5_c6"};
    static const char *const words[] = {"\"vì\"", "\"do\"", "\"bởi\""};
    for (size_t i = 0; i < 3; i++)
        fields_add(fields, paths[i], words[nth]);
    fields_sort(fields);
}

static void fill(const struct form *f, int nth, struct field_values *ret)
{
    struct record *r = record_create(f);
    for (size_t i = 0; i < f->fields.n; i++)
        if (f->fields.v[i]->table)
            fill_table(r, (int)i, nth);
        else
            fill_place(r, PLACE_FIELD((int)i), nth);
    json *answers = record_to_json(r);
    fields_flatten(answers, ret);
    add_beside(ret, nth);
    js_free(answers);
    record_destroy(r);
}

/* ---- revisions ------------------------------------------------------------------------------------------- */

static struct hash save(struct trial *t, const struct field_values *fields, const struct hash *parents,
                        size_t n)
{
    struct hash made = {{0}};
    json *answers = fields_unflatten(fields);
    char *text = js_canonical(answers, NULL);
    if (!kit_revise(t->s, t->entry, "U1", "2015", "draft", &t->form, parents, n, text, &made))
        ok(false, "a revision is saved");
    free(text);
    js_free(answers);
    return made;
}

/* The base, with what one of the two writes: one its own value, the other either the same or a third. */
static struct hash save_part(struct trial *t, enum part whose)
{
    struct field_values mine = {0};
    for (size_t i = 0; i < t->filled[0].n; i++) {
        bool wrote = t->parts[i] == whose || t->parts[i] >= BOTH_SAME;
        int value = !wrote ? 0 : whose == OTHER && t->parts[i] != BOTH_SAME ? 2 : 1;
        fields_add(&mine, t->filled[0].v[i].path, t->filled[value].v[i].bytes);
    }
    struct hash made = save(t, &mine, &t->base, 1);
    fields_finish(&mine);
    return made;
}

static bool is_place(const struct trial *t, size_t i)
{
    return !strchr(t->filled[0].v[i].path, '$') &&
           strcmp(t->filled[1].v[i].bytes, t->filled[2].v[i].bytes) != 0 &&
           strcmp(t->filled[0].v[i].bytes, t->filled[1].v[i].bytes) != 0 &&
           strcmp(t->filled[0].v[i].bytes, t->filled[2].v[i].bytes) != 0;
}

static void next_entry(struct trial *t)
{
    static unsigned entries;
    snprintf(t->entry, sizeof t->entry, "%032x", ++entries);
}

static void begin_round(struct trial *t, unsigned round)
{
    next_entry(t);
    /* Over as many rounds as there are parts, each place plays each part. */
    memset(t->seen, 0, sizeof t->seen);
    for (size_t i = 0; i < t->filled[0].n; i++) {
        t->parts[i] = is_place(t, i) ? (enum part)((i * 7 + i / PARTS + round) % PARTS) : NOBODY;
        t->seen[t->parts[i]]++;
    }
    t->base = save(t, &t->filled[0], NULL, 0);
    t->one = save_part(t, ONE);
    t->other = save_part(t, OTHER);
}

/* ---- what is asked ----------------------------------------------------------------------------------------- */

static bool asked(const struct merged *m, const char *path)
{
    for (size_t i = 0; i < m->conflicts.n; i++)
        if (!strcmp(m->conflicts.v[i].path, path))
            return m->conflicts.v[i].candidates.n == 2;
    return false;
}

/* Exactly the places that both wrote differently are asked; the others stand as somebody wrote them. */
static void check_asked(struct trial *t, const struct merged *m, const char *form)
{
    struct field_values now;
    size_t missed = 0, wrong = 0;
    fields_flatten(m->answers, &now);
    for (size_t i = 0; i < t->filled[0].n; i++) {
        const char *path = t->filled[0].v[i].path, *value = fields_get(&now, path);
        int want = t->parts[i] == OTHER ? 2 : t->parts[i] != NOBODY;
        if (t->parts[i] == BOTH_DIFFER)
            missed += !asked(m, path);
        else
            wrong += !value || strcmp(value, t->filled[want].v[i].bytes) != 0;
    }
    fields_finish(&now);
    is_int(0, (long long)missed, "M3: every place that both wrote differently is asked");
    is_int(t->seen[BOTH_DIFFER], (long long)m->conflicts.n, "M3: and no other one");
    ok(!wrong, "M3: %s: all else stands as it was written (%zu places)", form, t->filled[0].n);
}

static size_t waiting(struct trial *t)
{
    struct merged m = {0};
    store_merged(t->s, t->entry, NULL, 0, &m, NULL);
    size_t n = m.conflicts.n;
    merged_finish(&m);
    return n;
}

/* Somebody decides; then one who did not know of it yet writes a place that nobody had written, and then
 * one that was settled. */
static void check_settled(struct trial *t, const struct merged *m)
{
    struct field_values now, late = {0};
    struct hash both[] = {t->one, t->other};
    size_t untouched = t->filled[0].n, settled = untouched;
    fields_flatten(m->answers, &now);
    save(t, &now, both, 2);
    fields_finish(&now);
    is_int(0, (long long)waiting(t), "M4: what is settled is not asked again");
    for (size_t i = 0; i < t->filled[0].n; i++) {
        untouched = t->parts[i] == NOBODY && is_place(t, i) ? i : untouched;
        settled = t->parts[i] == BOTH_DIFFER ? i : settled;
    }
    for (size_t i = 0; i < t->filled[0].n; i++) {
        int value = i == untouched || (t->parts[i] != NOBODY && t->parts[i] != OTHER);
        fields_add(&late, t->filled[0].v[i].path, t->filled[value].v[i].bytes);
    }
    struct hash first = save(t, &late, &t->one, 1);
    is_int(0, (long long)waiting(t), "M4: nor by a later write of another place");
    fields_finish(&late);
    late = (struct field_values){0};
    for (size_t i = 0; i < t->filled[0].n; i++) {
        bool mine = i == untouched || (t->parts[i] != NOBODY && t->parts[i] != OTHER);
        fields_add(&late, t->filled[0].v[i].path,
                   i == settled ? "\"về sau\"" : t->filled[mine].v[i].bytes);
    }
    save(t, &late, &first, 1);
    is_int(1, (long long)waiting(t), "M4: a later write of a settled place opens that one again");
    fields_finish(&late);
}

/* ---- rows -------------------------------------------------------------------------------------------------- */

static void drop(struct field_values *fields, const char *prefix)
{
    for (size_t i = fields->n; i-- > 0;)
        if (!strncmp(fields->v[i].path, prefix, strlen(prefix))) {
            free(fields->v[i].path);
            free(fields->v[i].bytes);
            vec_remove(fields, i);
        }
}

static void replace(struct field_values *fields, const char *path, const char *bytes)
{
    drop(fields, path);
    fields_add(fields, path, bytes);
    fields_sort(fields);
}

struct rows {
    char *row, *cell, *order; /* paths: its beginning, of one of its cells, of the table's order */
};

/* Removes or moves the first row here, writes a cell of it there. */
static struct merged try_rows(struct trial *t, const struct rows *r, bool removed, bool changed)
{
    struct field_values one, other;
    json *answers = fields_unflatten(&t->filled[0]);
    fields_flatten(answers, &one);
    fields_flatten(answers, &other);
    js_free(answers);
    if (removed)
        drop(&one, r->row);
    replace(&one, r->order, "[\"0000000000000003\",\"0000000000000002\",\"0000000000000001\"]");
    if (changed)
        replace(&other, r->cell, "\"khác\"");
    next_entry(t);
    t->base = save(t, &t->filled[0], NULL, 0);
    save(t, &one, &t->base, 1);
    save(t, &other, &t->base, 1);
    fields_finish(&one);
    fields_finish(&other);
    struct merged m = {0};
    store_merged(t->s, t->entry, NULL, 0, &m, NULL);
    return m;
}

static void test_rows(struct trial *t, const char *table, const char *column)
{
    struct rows r = {xasprintf("%s/0000000000000001/", table),
                     xasprintf("%s/0000000000000001/%s", table, column), xasprintf("%s/$order", table)};
    struct merged m = try_rows(t, &r, false, true);
    ok(!m.conflicts.n, "M5: %s: a row moved here, changed there: nobody is asked", table);
    merged_finish(&m);
    m = try_rows(t, &r, true, false);
    ok(!m.conflicts.n, "M5: %s: a row removed here, left alone there: nobody is asked", table);
    is_int(ROWS - 1, (long long)js_count(js_get(m.answers, table)), "and it is gone");
    merged_finish(&m);
    m = try_rows(t, &r, true, true);
    ok(m.conflicts.n == 1 && strstr(m.conflicts.v[0].path, "/$alive"),
       "M5: %s: a row removed here, changed there: exactly that is asked", table);
    is_int(ROWS, (long long)js_count(js_get(m.answers, table)), "and it stays in sight");
    merged_finish(&m);
    free(r.row);
    free(r.cell);
    free(r.order);
}

/* ---- a form ------------------------------------------------------------------------------------------------ */

static void test_rounds(struct trial *t, const char *form)
{
    bool *asked_once = xcalloc(t->filled[0].n, sizeof *asked_once);
    size_t places = 0, covered = 0;
    for (unsigned round = 0; round < PARTS; round++) {
        struct merged m = {0};
        begin_round(t, round);
        store_merged(t->s, t->entry, NULL, 0, &m, NULL);
        check_asked(t, &m, form);
        check_settled(t, &m);
        merged_finish(&m);
        for (size_t i = 0; i < t->filled[0].n; i++)
            asked_once[i] |= t->parts[i] == BOTH_DIFFER;
    }
    for (size_t i = 0; i < t->filled[0].n; i++) {
        places += is_place(t, i);
        covered += asked_once[i];
    }
    ok(places > 20, "%s has %zu places to write", form, places);
    is_int((long long)places, (long long)covered, "each was asked about in some round");
    free(asked_once);
}

static void test_form(const char *name)
{
    struct problem_list problems = {0};
    struct err e = {0};
    char *path = file_join(getenv("PHIEU_FORMS"), name), *file = xasprintf("%s.db", name);
    struct form *f = form_load(path, &problems, &e);
    struct trial t = {.s = kit_open(file, STORE_CREATE)};
    kit_good(f != NULL, &e, name);
    store_add_text(t.s, EVENT_FORM, f->id, "form: f\n", 8, &t.form, NULL);
    for (int i = 0; i < 3; i++)
        fill(f, i, &t.filled[i]);
    ok(t.filled[0].n == t.filled[1].n && t.filled[0].n == t.filled[2].n, "the same places three times");
    t.parts = xcalloc(t.filled[0].n, sizeof *t.parts);
    test_rounds(&t, f->id);
    for (size_t i = 0; i < f->fields.n; i++) {
        const struct table *table = f->fields.v[i]->table;
        if (table && !table->rows.n)
            test_rows(&t, f->fields.v[i]->id, table->columns.v[0]->id);
    }
    for (int i = 0; i < 3; i++)
        fields_finish(&t.filled[i]);
    free(t.parts);
    store_close(t.s, NULL);
    form_free(f);
    problem_finish(&problems);
    free(path);
    free(file);
}

int main(void)
{
    static const char *const names[] = {"bt-so-ket-2014.yaml", "kg-khao-sat-2015.yaml",
                                        "kt-tong-ket-2019.yaml", "tn-chi-tieu-2021.yaml"};
    kit_begin();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        test_form(names[i]);
    return kit_done();
}
