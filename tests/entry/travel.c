/* Random work on an entry: values, rows, groups, undo, redo, closing and opening again. After each
 * reopening the answers are the same bytes; undoing everything leads back to the start; the rules
 * say the same as when they are loaded anew. */
#include "bench.h"

#define ROUNDS 12
#define STEPS 120

static unsigned long state;

static unsigned rnd(unsigned n)
{
    state = state * 6364136223846793005UL + 1442695040888963407UL;
    return (unsigned)(state >> 33) % n;
}

static struct value some_value(const struct field *f)
{
    static const char *const texts[] = {"", "a", "Tổ góp vốn", "12a", "Đoạn một.\nĐoạn hai."};
    if (f->type == &field_types[TYPE_INTEGER])
        return rnd(5) ? value_integer(rnd(60)) : rnd(2) ? VALUE_NONE : value_raw("12a");
    if (f->type == &field_types[TYPE_DATE])
        return rnd(3) ? value_text("2015-06-20") : VALUE_NONE;
    if (f->type == &field_types[TYPE_CHOICE])
        return rnd(3) ? value_text(f->options.v[rnd((unsigned)f->options.n)].id) : VALUE_NONE;
    return value_text(texts[rnd(sizeof texts / sizeof *texts)]);
}

static void change_something(struct entry *en)
{
    const struct form *form = entry_form(en);
    int table = form_field(form, "phu_luc")->index, rows = record_rows(entry_record(en), table);
    unsigned what = rnd(10);
    if (what == 0 || (what < 6 && !rows)) {
        entry_row_add(en, table, rnd(2) ? -1 : (int)rnd((unsigned)rows + 1), NULL, NULL);
    } else if (what == 1) {
        entry_row_remove(en, table, (int)rnd((unsigned)rows), NULL);
    } else if (what == 2) {
        entry_row_move(en, table, (int)rnd((unsigned)rows), (int)rnd((unsigned)rows), NULL);
    } else if (what < 6) {
        const struct field *f = form->fields.v[table];
        int column = (int)rnd((unsigned)f->table->columns.n);
        entry_set(en, (struct place){table, (int)rnd((unsigned)rows), column},
                  some_value(f->table->columns.v[column]), NULL);
    } else {
        int field = (int)rnd((unsigned)form->fields.n);
        if (field != table)
            entry_set(en, PLACE_FIELD(field), some_value(form->fields.v[field]), NULL);
    }
}

static char *verdicts_of(struct entry *en)
{
    struct str b = {0};
    size_t n = 0;
    const struct verdict *v = rules_verdicts(entry_rules(en), &n);
    for (size_t i = 0; i < n; i++) {
        char *where = record_place_name(entry_record(en), v[i].place);
        str_addf(&b, "%s %s %s\n", where, v[i].rule, v[i].message);
        free(where);
    }
    return str_take(&b);
}

static struct entry *reopen(struct bench *b, struct entry *en)
{
    entry_destroy(en);
    return bench_begin(b);
}

static void round_of(struct bench *b, unsigned seed)
{
    state = seed;
    struct entry *en = bench_begin(b);
    char *start = answers_of(en);
    bool same = true, travelled = true, judged = true;
    for (int i = 0; i < STEPS; i++) {
        bool group = rnd(4) == 0;
        if (group)
            entry_group_begin(en);
        for (unsigned k = group ? 1 + rnd(4) : 1; k > 0; k--)
            change_something(en);
        if (group)
            entry_group_end(en, NULL);
        if (rnd(5) == 0) {
            char *before = answers_of(en);
            while (rnd(3) && entry_undo(en, NULL, NULL))
                ;
            while (entry_redo(en, NULL, NULL))
                ;
            char *after = answers_of(en);
            travelled = travelled && !strcmp(before, after);
            free(before);
            free(after);
        }
    }
    char *before = answers_of(en), *said = verdicts_of(en);
    en = reopen(b, en);
    char *after = answers_of(en), *said_again = verdicts_of(en);
    same = !strcmp(before, after);
    judged = !strcmp(said, said_again);
    ok(same, "round %u: the answers are the same after opening again", seed);
    ok(judged, "round %u: the rules say the same after opening again", seed);
    ok(travelled, "round %u: redo leads back to where undo began", seed);
    if (!judged)
        printf("# before:\n# %s\n# after:\n# %s\n", said, said_again);
    free(before);
    free(after);
    free(said);
    free(said_again);

    /* Undo of everything done since: back to the reopened state. */
    before = answers_of(en);
    for (int i = 0; i < 20; i++)
        change_something(en);
    while (entry_undo(en, NULL, NULL))
        ;
    after = answers_of(en);
    ok(!strcmp(before, after), "round %u: undoing everything leads back", seed);
    free(before);
    free(after);
    struct err e = {0};
    good(entry_leave(en, NULL, &e), &e, "leaving makes a revision");
    entry_destroy(en);
    free(start);
}

/* What was said of a row, and what others write in it, stays with it wherever it goes. */
static void moved_rows_keep_their_ids(struct bench *b)
{
    struct err e = {0};
    struct entry *en = bench_begin(b);
    int table = form_field(entry_form(en), "phu_luc")->index;
    while (record_rows(entry_record(en), table))
        entry_row_remove(en, table, 0, NULL);
    for (int i = 0; i < 4; i++) {
        entry_row_add(en, table, -1, NULL, NULL);
        entry_set(en, (struct place){table, i, 0}, value_text((const char *[]){"a", "b", "c", "d"}[i]), NULL);
    }
    char id[ROW_ID_SIZE];
    snprintf(id, sizeof id, "%s", record_row_id(entry_record(en), table, 0));
    good(entry_row_move(en, table, 0, 2, &e), &e, "the first row becomes the third");
    is(id, record_row_id(entry_record(en), table, 2), "it is the same row");
    is("a", record_get(entry_record(en), (struct place){table, 2, 0})->text, "with what stood in it");
    entry_undo(en, NULL, NULL);
    is(id, record_row_id(entry_record(en), table, 0), "undone, it stands first again");
    entry_redo(en, NULL, NULL);
    en = reopen(b, en);
    is(id, record_row_id(entry_record(en), table, 2), "and third after opening again");
    is_int(4, record_rows(entry_record(en), table), "of four");
    entry_destroy(en);
}

int main(void)
{
    struct bench b;
    bench_init(&b);
    for (unsigned i = 1; i <= ROUNDS; i++)
        round_of(&b, i);
    moved_rows_keep_their_ids(&b);
    struct store_health health = {0};
    struct err e = {0};
    good(store_check(session_store(b.session), &health, &e), &e, "the file is checked");
    is_int(0, health.bad, "no row is bad");
    store_health_finish(&health);
    bench_finish(&b);
    return tap_done();
}
