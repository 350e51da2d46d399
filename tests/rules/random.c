/* Random changes to entries of every form that comes with the program: what the rules say after
 * them must be what they say of the same answers loaded from nothing. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "everything.h"
#include "tap.h"

#define CHANGES 240
#define COMPARE_EVERY 12
#define ROWS_MAX 4

static uint32_t seed;

static unsigned roll(unsigned below)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

static struct value any_value(const struct field *f)
{
    static const char *const typed[] = {"",  "0",  "1",     "2",         "7",  "60",   "12,5",
                                        "x", "co", "khong", "20/6/2021", "2021", "kcsl", "Tổ 1"};
    if (f->options.n && roll(6))
        return f->type->parse(f, f->options.v[roll((unsigned)f->options.n)].id);
    return f->type->parse(f, typed[roll(sizeof typed / sizeof *typed)]);
}

static void change_cell(struct rules *rules, struct record *record, struct place p)
{
    if (!record_is_open(record, p))
        return;
    record_set(record, p, any_value(record_field(record, p)));
    rules_changed(rules, p);
}

static void change_table(struct rules *rules, struct record *record, int field)
{
    const struct field *f = record_form(record)->fields.v[field];
    int rows = record_rows(record, field);
    if (!table_fixed(f) && rows < ROWS_MAX && !roll(4)) {
        int at = record_row_insert(record, field, (int)roll((unsigned)rows + 1), NULL);
        rules_row_inserted(rules, field, at);
    } else if (!table_fixed(f) && rows && !roll(8)) {
        int at = (int)roll((unsigned)rows);
        record_row_remove(record, field, at);
        rules_row_removed(rules, field, at, "");
    } else if (rows) {
        change_cell(rules, record,
                    (struct place){field, (int)roll((unsigned)rows),
                                   (int)roll((unsigned)f->table->columns.n)});
    }
}

static bool same_as_fresh(struct rules *rules, struct rules *fresh, const struct record *record,
                          const struct rules_context *context)
{
    rules_load(fresh, record, context);
    char *changed = everything(rules, record), *loaded = everything(fresh, record);
    bool same = !strcmp(changed, loaded);
    if (!same)
        is(loaded, changed, "changed as loaded");
    free(changed);
    free(loaded);
    return same;
}

static void test_form(const struct form *form, const char *level)
{
    struct record *record = record_create(form);
    struct rules *rules = rules_create(form, NULL, NULL), *fresh = rules_create(form, NULL, NULL);
    struct rules_context context = {.unit = "u", .level = level, .period = "2021",
                                    .report_date = "2021-12-01"};
    bool same = true;
    rules_load(rules, record, &context);
    for (int i = 0; i < CHANGES && same; i++) {
        int field = (int)roll((unsigned)form->fields.n);
        if (form->fields.v[field]->table)
            change_table(rules, record, field);
        else
            change_cell(rules, record, PLACE_FIELD(field));
        if (i % COMPARE_EVERY == 0)
            same = same_as_fresh(rules, fresh, record, &context);
    }
    ok(same, "%s of %s: %d changes", form->id, level, CHANGES);
    rules_destroy(rules);
    rules_destroy(fresh);
    record_destroy(record);
}

static struct form *load(const char *folder, const char *name)
{
    struct problem_list problems = {0};
    struct err e = {0};
    char *path = file_join(folder, name);
    struct form *form = form_load(path, &problems, &e);
    ok(form != NULL, "loads %s", name);
    free(path);
    problem_finish(&problems);
    err_finish(&e);
    return form;
}

int main(void)
{
    char *folder = file_forms_folder();
    char **names = file_list(folder, ".yaml");
    lang_set(LANG_EN);
    for (size_t i = 0; names[i]; i++) {
        struct form *form = load(folder, names[i]);
        seed = 20210101;
        if (form) {
            test_form(form, "tinh");
            test_form(form, "huyen");
        }
        form_free(form);
    }
    file_list_free(names);
    free(folder);
    return tap_done();
}
