/* One entry from the first letter to the submission: what is written when, what is refused, where
 * work goes on. */
#include "bench.h"

static int64_t events(struct bench *b)
{
    struct store_health h = {0};
    struct err e = {0};
    store_check(session_store(b->session), &h, &e);
    int64_t n = h.events;
    store_health_finish(&h);
    err_finish(&e);
    return n;
}

static void fill_all(struct entry *en)
{
    struct err e = {0};
    for (size_t i = 0; i < entry_form(en)->fields.n; i++) {
        const struct field *f = entry_form(en)->fields.v[i];
        if (f->required && !f->table)
            entry_set(en, PLACE_FIELD((int)i), value_text("Đã làm tốt."), &e);
    }
    if (form_field(entry_form(en), "phu_luc")->required &&
        !record_rows(entry_record(en), cell_of(en, 0, "so_mo_hinh").field)) {
        entry_row_add(en, cell_of(en, 0, "so_mo_hinh").field, -1, NULL, &e);
        entry_set(en, cell_of(en, 0, "ten_loai_hinh"), value_text("CLB"), &e);
        entry_set(en, cell_of(en, 0, "so_mo_hinh"), value_integer(1), &e);
    }
    err_finish(&e);
}

static void test_looking_writes_nothing(struct bench *b)
{
    int64_t before = events(b);
    struct entry *en = bench_begin(b);
    bool made = true;
    struct err e = {0};
    good(entry_leave(en, &made, &e), &e, "an entry that was only looked at is left");
    ok(!made, "no revision was made");
    entry_destroy(en);
    is_int(before, events(b), "and nothing was written");
    is_int(0, store_changed_outside(session_store(b->session)), "by nobody");
}

static void test_draft(struct bench *b)
{
    struct err e = {0};
    struct entry *en = bench_begin(b);
    struct place p = field_of(en, "i_van_de_dat_ra");
    entry_group_begin(en);
    entry_set(en, p, value_text("Vấn đề một."), &e);
    entry_set_cursor(en, "ii_so_ket_dinh_ky@0:3", &e);
    good(entry_group_end(en, &e), &e, "a value and the cursor are written");
    char id[ENTRY_ID_HEX];
    snprintf(id, sizeof id, "%s", entry_id(en));
    entry_destroy(en);
    bench_reopen(b, UNIT "/youth");
    en = bench_begin(b);
    is(id, entry_id(en), "the same entry opens again");
    is("Vấn đề một.", record_get(entry_record(en), p)->text, "with the value");
    is("ii_so_ket_dinh_ky@0:3", entry_cursor(en), "and the cursor");
    is_int(STATE_DRAFT, entry_row(en)->state, "it is a draft");
    bool made = false;
    good(entry_leave(en, &made, &e), &e, "it is left");
    ok(made, "a revision was made");
    entry_destroy(en);
    bench_reopen(b, UNIT "/youth");
    en = bench_begin(b);
    is("ii_so_ket_dinh_ky@0:3", entry_cursor(en), "the cursor outlives the draft");
    int64_t before = events(b);
    entry_set(en, p, value_text("Khác."), &e);
    entry_set(en, p, value_text("Vấn đề một."), &e);
    good(entry_leave(en, &made, &e), &e, "changed and changed back, it is left");
    ok(!made, "no revision: nothing is different");
    is_int(before, events(b), "no event was written");
    entry_destroy(en);
}

static void test_submit(struct bench *b)
{
    struct err e = {0};
    struct entry *en = bench_begin(b);
    int64_t before = events(b);
    ok(!entry_submit(en, NULL, &e) && e.code == ERR_RULE, "not submitted while fields are empty");
    ok(strstr(e.message, "ii_") || strstr(e.message, "i_"), "the first are named");
    err_finish(&e);
    is_int(before, events(b), "and nothing is written");
    fill_all(en);
    entry_row_add(en, cell_of(en, 0, "so_mo_hinh").field, 0, NULL, &e);
    entry_set(en, cell_of(en, 0, "ten_loai_hinh"), value_text("Tổ góp vốn"), &e);
    entry_set(en, cell_of(en, 0, "so_mo_hinh"), value_integer(20), &e);
    entry_set(en, cell_of(en, 0, "tl_den_2010"), value_integer(13), &e);
    entry_set(en, cell_of(en, 0, "tl_sau_2010"), value_integer(8), &e);
    ok(!entry_submit(en, NULL, &e) && strstr(e.message, "13 + 8"), "a broken rule is named");
    err_finish(&e);
    entry_set(en, cell_of(en, 0, "tl_den_2010"), value_integer(12), &e);
    good(entry_submit(en, NULL, &e), &e, "without errors it is submitted");
    is_int(STATE_SUBMITTED, entry_row(en)->state, "the state says so");
    is_int(1, entry_row(en)->submission, "for the first time");
    ok(!entry_undo(en, NULL, &e) && !e.message, "undo does not reach across it");
    ok(!entry_submit(en, NULL, &e) && e.code == ERR_RULE, "nothing new: not again");
    err_finish(&e);
    entry_set(en, field_of(en, "iv_uu_diem"), value_text("Sửa thêm."), &e);
    bool made = false;
    good(entry_leave(en, &made, &e), &e, "a later edit is left");
    is_int(STATE_SUBMITTED, entry_row(en)->state, "it does not hide the submission");
    ok(entry_row(en)->flags & FLAG_EDITED_SINCE, "but is told");
    good(entry_submit(en, NULL, &e), &e, "and can be submitted");
    is_int(2, entry_row(en)->submission, "as the second time");
    entry_destroy(en);
}

static void test_rights(struct bench *b)
{
    struct err e = {0};
    bench_reopen(b, "kg_giong_rieng/youth");
    struct entry *en = bench_begin(b);
    ok(entry_readonly(en) != NULL, "another district may only look");
    ok(!entry_set(en, field_of(en, "iv_uu_diem"), value_text("x"), &e) && e.code == ERR_RULE,
       "a change is refused");
    err_finish(&e);
    is("Sửa thêm.", record_get(entry_record(en), field_of(en, "iv_uu_diem"))->text,
       "and nothing changed");
    entry_destroy(en);
    bench_reopen(b, "kg_tinh_doan");
    en = bench_begin(b);
    ok(!entry_readonly(en), "the office above may write");
    entry_destroy(en);
    bench_reopen(b, UNIT "/youth");
}

static void test_fill(struct bench *b)
{
    struct err e = {0};
    struct problem_list problems = {0};
    struct entry *en = bench_begin(b);
    json *j = js_parse("{\"iv_uu_diem\":\"A\"}", 18, "t", &e);
    good(entry_fill(en, j, &problems, &e), &e, "answers replace the old ones");
    char *bytes = answers_of(en);
    is("{\"iv_uu_diem\":\"A\"}", bytes, "a field left out is blank");
    free(bytes);
    js_free(j);
    j = js_parse("{\"iv_uu_diem\":\"B\",\"khong_co\":1,\"ngay_lap\":7}", 46, "t", &e);
    if (!j)
        j = js_parse("{\"khong_co\":1,\"ngay_lap\":7}", 27, "t", &e);
    ok(!entry_fill(en, j, &problems, &e) && e.code == ERR_USAGE, "unknown fields refuse all");
    is_int(2, (long long)problems.list.n, "every problem is listed");
    err_finish(&e);
    bytes = answers_of(en);
    is("{\"iv_uu_diem\":\"A\"}", bytes, "and nothing changed");
    free(bytes);
    js_free(j);
    problem_finish(&problems);
    entry_destroy(en);
}

static void test_unknown(struct bench *b)
{
    struct err e = {0};
    const struct form *form = session_form(b->session, FORM, &e);
    ok(!entry_begin(b->session, form, "kg_xyz", NULL, &e) && e.code == ERR_USAGE, "unknown unit");
    err_finish(&e);
    ok(!entry_begin(b->session, form, UNIT, "2021", &e) && e.code == ERR_USAGE, "wrong period");
    err_finish(&e);
    ok(!session_form(b->session, "khong-co", &e) && e.code == ERR_USAGE, "unknown form");
    ok(strstr(e.message, FORM), "the known ones are named");
    err_finish(&e);
    ok(!entry_open(b->session, "abcdef", &e) && e.code == ERR_USAGE, "unknown entry");
    err_finish(&e);
}

static void test_owed(struct bench *b)
{
    struct err e = {0};
    struct owed_list owed = {0};
    good(session_owed(b->session, &owed, &e), &e, "what is owed is listed");
    is_int(1, (long long)owed.n, "one survey");
    ok(owed.v[0].exists && owed.v[0].has_due && !owed.v[0].inclusive, "strictly before a day");
    is_int(25, owed.v[0].due.day, "the 25th");
    owed_finish(&owed);
    bench_reopen(b, "kg_tinh_doan");
    good(session_owed(b->session, &owed, &e), &e, "the province asks too");
    is_int(0, (long long)owed.n, "and owes nothing");
    owed_finish(&owed);
}

int main(void)
{
    struct bench b;
    bench_init(&b);
    test_looking_writes_nothing(&b);
    test_draft(&b);
    test_submit(&b);
    test_rights(&b);
    test_fill(&b);
    test_unknown(&b);
    test_owed(&b);
    bench_finish(&b);
    return tap_done();
}
