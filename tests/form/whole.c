/* What a form with every key of the language becomes: tests/form/whole.yaml. */
#include "base/lang.h"
#include "form/form.h"
#include "cases.h"

static const struct field *cell(const struct form *f, const char *row, const char *column)
{
    const struct field *table = form_field(f, "chi_tieu");
    return table_cell(table, table_row(table, row), table_column(table, column)->index);
}

static void test_fields(const struct form *f)
{
    const struct field *ten = form_field(f, "ten"), *tien = form_field(f, "tien");
    ok(ten->was.n == 2 && !strcmp(ten->was.v[1], "ten_rat_cu"), "earlier ids");
    is("CLB", ten->proposed.text, "a proposed text");
    ok(tien->scale == 1000000 && tien->places == 0, "money in millions, whole");
    is("triệu đồng", tien->measure.vi, "its measure");
    is("đồng", form_field(f, "qua")->measure.vi, "money is in đồng where nothing is said");
    is_int(1, form_field(f, "ty_le")->places, "places");
    is_int(2, form_field(f, "chi_tieu")->table->columns.v[1]->places, "two where nothing is said");
    is("share(so, 200, 1)", form_field(f, "ty_le")->value.text, "computed");
    char *given = value_to_bytes(&form_field(f, "co_quy")->given);
    is("true", given, "given");
    free(given);
    const struct field *thang = form_field(f, "thang"), *so = form_field(f, "so");
    is_int(DATE_MONTH, thang->precision, "a month");
    is_int(CODE_NO_FIGURES | CODE_NOT_APPLICABLE, thang->codes, "both codes");
    is_int(0, so->codes, "no code where nothing is said");
    char *proposed = value_to_bytes(&so->proposed);
    is("{\"at_least\":true,\"value\":5}", proposed, "a proposed lower bound");
    free(proposed);
    ok(so->at_least && so->estimate && so->blank == BLANK_ZERO, "marks, and what a blank means");
    is("co_quy", so->when.text, "asked when");
    proposed = value_to_bytes(&form_field(f, "hinh_thuc")->proposed);
    is("[\"mot\",\"hai\"]", proposed, "several are kept in the order of the options");
    free(proposed);
    is("_level = 'huyen'", f->sections.v[0].when.text, "a section asked when");
    is("Báo cáo của {ten}", f->entry_title.vi, "the title of entries");
}

static void test_rows(const struct form *f)
{
    const struct field *table = form_field(f, "chi_tieu");
    const struct table *t = table->table;
    ok(table_fixed(table) && t->rows.n == 9 && t->blank == BLANK_SKIP, "nine fixed rows");
    ok(t->rows.v[0].heading && !cell(f, "phat_trien", "ghi_chu"), "a heading has no cells");
    ok(t->rows.v[2].level == 2 && !strcmp(t->rows.v[2].number, "1.1"), "its place in the outline");
    ok(!cell(f, "nam", "kinh_phi") && cell(f, "nam", "ky_nay") == t->columns.v[0],
       "a closed cell; the column itself where nothing changes");
    is("người", cell(f, "ket_nap", "ky_nay")->measure.vi, "a row's measure");
    ok(cell(f, "ket_nap", "ghi_chu") == t->columns.v[3], "texts have none");
    const struct field *x = cell(f, "hai_long", "ky_nay");
    ok(!strcmp(x->type->name, "percent") && x->places == 1 && x->has_max, "a row of its own type");
    ok(cell(f, "hai_long", "binh_quan") == t->columns.v[2], "computed percentages stay");
    is_int(2, cell(f, "diem", "ky_nay")->places, "two places where a row says nothing");
    is_int(100, cell(f, "khac", "ky_nay")->given.integer, "given in a cell");
    is("_level = 'huyen'", t->rows.v[6].when.text, "a row asked when");
}

static void test_sums(const struct form *f)
{
    is("iif(coalesce(ket_nap.ky_nay, khac.ky_nay) is null, null, coalesce(ket_nap.ky_nay, 0) + "
       "coalesce(khac.ky_nay, 0))",
       cell(f, "tong", "ky_nay")->value.text, "a sum passes over blanks");
    ok(strstr(cell(f, "tong", "kinh_phi")->value.text, "round(") != NULL, "fractions are rounded");
    is("nam.ky_nay", cell(f, "le", "ky_nay")->value.text, "of one row: the row");
    ok(!cell(f, "le", "kinh_phi"), "no cell where nothing is summed");
    ok(!cell(f, "tong", "ghi_chu")->value.text, "texts are not summed");
}

static void test_parts(const struct form *f)
{
    static const struct {
        const char *id, *that;
        bool row;
    } want[] = {
        {"parts_ket_nap_ky_nay", "nam.ky_nay + nu.ky_nay = ket_nap.ky_nay", false},
        {"gop_ky_nay", "ket_nap.ky_nay + khac.ky_nay = tong.ky_nay", false},
        {"gop_kinh_phi",
         "round(ket_nap.kinh_phi + khac.kinh_phi, 2) = round(tong.kinh_phi, 2)", false},
        {"of_which_kinh_phi_ky_nay", "ky_nay <= kinh_phi", true},
        {"parts_tien", "round(qua + ket_nap.kinh_phi, 2) = round(tien, 2)", false},
        {"parts_so", "nam.ky_nay + nu.ky_nay = so", false},
        {"parts_so_2", "ket_nap.ky_nay + khac.ky_nay = so", false},
    };
    is_int(sizeof want / sizeof *want, (long long)f->checks.n, "checks follow from parts");
    for (size_t i = 0; i < f->checks.n && i < sizeof want / sizeof *want; i++) {
        const struct check *c = &f->checks.v[i];
        is(want[i].id, c->id, "the id");
        is(want[i].that, c->expression, want[i].id);
        ok(c->made && (c->table != NULL) == want[i].row, "of the row, or the entry");
    }
    is("“Nam” + “Nữ” phải bằng “Kết nạp” ({nam.ky_nay} + {nu.ky_nay} ≠ {ket_nap.ky_nay})",
       f->checks.v[0].message.vi, "a message");
    is("“Kỳ này” cannot be more than “Kinh phí” ({ky_nay} > {kinh_phi})",
       f->checks.v[3].message.en, "in English");
    const struct check *own = &f->checks.v[1];
    ok(!strcmp(own->message.vi, "Gộp sai.") && own->level == LEVEL_WARNING &&
           own->blank == BLANK_ZERO,
       "the author's words, level and blanks");
}

static void test_over(const struct form *f)
{
    const struct target *six = &f->targets.v[0], *nine = &f->targets.v[1], *four = &f->targets.v[2];
    ok(six->window == WINDOW_YEAR && six->has_at_least && !six->has_at_most &&
           six->at_least.digits == 15 && six->at_least.places == 1,
       "a threshold");
    ok(!strcmp(six->applies.text, "co_quy") && six->place == form_field(f, "chi_tieu"),
       "where it applies, where it shows");
    ok(nine->figures.n == 4 && nine->rows == form_field(f, "chi_tieu") &&
           nine->place == table_column(nine->rows, "ky_nay"),
       "four figures of each row");
    ok(four->judged && four->state_field == form_field(f, "danh_gia") && four->cycle_start == 2021,
       "judged by a person");
    const struct rollup *r = &f->rollups.v[0];
    ok(r->from == form_field(f, "chi_tieu") && r->by.n == 2 && r->columns.n == 4, "a roll-up");
    is("Kỳ này", r->columns.v[0].label.vi, "a column goes by its field's label");
    ok(r->columns.v[1].kind == ROLLUP_COUNT && !r->columns.v[1].of.text, "all rows");
    ok(r->columns.v[3].kind == ROLLUP_SHARE && r->columns.v[3].places == 1, "a share");
}

static void test_answers(const struct form *f)
{
    is("{\"chi_tieu\":[{\"_row\":\"ket_nap\",\"kinh_phi\":\"2.50\",\"ky_nay\":3},{\"_row\":\"hai_long\","
       "\"ky_nay\":\"5.5\"}],\"hinh_thuc\":[\"mot\",\"hai\"],\"so\":{\"estimate\":true,\"value\":5},"
       "\"thang\":\"2026-03\",\"tien\":\"5.5\"}",
       f->tests.v[0].answers, "answers of a test");
    is("{\"chi_tieu\":{\"kinh_phi\":\"2.5\"}}", f->tests.v[0].totals, "sums with a fraction");
}

int main(void)
{
    char *text = read_source("tests/form/whole.yaml");
    struct problem_list p = {0};
    struct form *f = form_parse(text, strlen(text), "whole.yaml", &p);
    for (size_t i = 0; i < p.list.n; i++)
        printf("# %d:%d %s\n", p.list.v[i].line, p.list.v[i].column, p.list.v[i].message);
    if (!ok(f != NULL, "a form with every key is read"))
        return tap_done();
    ok(lang_get() == LANG_VI, "and leaves the language as it was");
    test_fields(f);
    test_rows(f);
    test_sums(f);
    test_parts(f);
    test_over(f);
    test_answers(f);
    form_free(f);
    problem_finish(&p);
    free(text);
    return tap_done();
}
