/* Checks and limits over a record: what they say, where, and how little runs after a change. The
 * form is tests/rules/form.yaml. */
#include "rules/rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "tap.h"

static struct form *form;
static struct record *record;
static struct rules *rules;
enum { TEN, SO, TRUOC, SAU, LOAI, GHI_CHU };

static struct place at(const char *field, int row, int column)
{
    return (struct place){form_field(form, field)->index, row, column};
}

static void set(struct place p, const char *typed)
{
    const struct field *f = record_field(record, p);
    record_set(record, p, f->type->parse(f, typed));
    rules_changed(rules, p);
}

static void set_field(const char *field, const char *typed)
{
    set(at(field, -1, -1), typed);
}

/* "level:rule@field.row.column message" for each verdict, in order. */
static char *said(void)
{
    static const char *const levels[] = {"e", "w", "n"};
    struct str out = {0};
    size_t n;
    const struct verdict *v = rules_verdicts(rules, &n);
    for (size_t i = 0; i < n; i++) {
        char *name = record_place_name(record, v[i].place);
        str_addf(&out, "%s:%s@%s %s\n", levels[v[i].level], v[i].rule, name, v[i].message);
        free(name);
    }
    return str_take(&out);
}

static void is_said(const char *want, const char *name)
{
    char *got = said();
    is(want, got, name);
    free(got);
}

/* Everything again from nothing must say what the changes said. */
static void is_like_loaded(const char *name)
{
    char *before = said();
    size_t errors = rules_count(rules, LEVEL_ERROR), n, counted = 0;
    rules_load(rules, record, &(struct rules_context){.report_date = "2015-06-25"});
    const struct verdict *v = rules_verdicts(rules, &n);
    for (size_t i = 0; i < n; i++)
        counted += v[i].level == LEVEL_ERROR;
    is_said(before, name);
    is_int((long long)counted, (long long)errors, "  and counts the same errors");
    free(before);
}

static void load_form(void)
{
    char *path = file_join(getenv("PHIEU_SOURCE"), "tests/rules/form.yaml");
    struct problem_list problems = {0};
    struct err e = {0};
    form = form_load(path, &problems, &e);
    free(path);
    if (form)
        rules = rules_create(form, NULL, &problems);
    for (size_t i = 0; i < problems.list.n; i++) {
        char *text = problem_text(&problems, i);
        printf("# %s\n", text);
        free(text);
    }
    if (!ok(form && problems.errors == 0, "the form loads and compiles"))
        exit(tap_done());
    problem_finish(&problems);
    err_finish(&e);
}

static void test_limits(void)
{
    record = record_create(form);
    rules_load(rules, record, &(struct rules_context){.report_date = "2015-06-25"});
    is_said("e:required@so_bao_cao This must be filled in, and is empty.\n"
            "e:required@ngay_lap Ghi ngày lập báo cáo.\n"
            "e:required@kho_khan This must be filled in, and is empty.\n"
            "e:rows@phu_luc At least 1 rows are needed, 0 filled in: Phụ lục\n",
            "an empty record: what is required");
    set_field("so_bao_cao", "12-KH");
    set_field("ngay_lap", "31/02/2015");
    set_field("kho_khan", "Ít");
    set_field("tong_khai", "12a");
    is_said("e:pattern@so_bao_cao This is not written in the expected way ([0-9]+-BC)\n"
            "e:type@ngay_lap “31/02/2015” cannot be: month 2 of 2015 has only 28 days\n"
            "e:length@kho_khan Too short: 2 letters, at least 5 are needed\n"
            "n:dai@kho_khan Mới có 1 từ.\n"
            "e:type@tong_khai This must be a whole number; typed: “12a”\n"
            "e:rows@phu_luc At least 1 rows are needed, 0 filled in: Phụ lục\n",
            "pattern, type, length, and a narrative counted in words");
    set_field("so_bao_cao", "1234567890-BC");
    set_field("ngay_lap", "20/6/2015");
    set_field("kho_khan", "Thiếu kinh phí");
    set_field("tong_khai", "-3");
    set_field("ngay_den", "26/6/2015");
    is_said("e:length@so_bao_cao Too long: 13 letters, at most 10 are allowed\n"
            "e:ky@ngay_den Ngày 2015-06-26 sau ngày báo cáo.\n"
            "e:min@tong_khai This must be at least 0; entered: -3\n"
            "e:rows@phu_luc At least 1 rows are needed, 0 filled in: Phụ lục\n",
            "length, min, and the date of the report");
    is_like_loaded("a fresh load says the same");
    set_field("so_bao_cao", "12-BC");
    set_field("tong_khai", "");
    set_field("ngay_den", "25/6/2015");
    is_said("e:rows@phu_luc At least 1 rows are needed, 0 filled in: Phụ lục\n",
            "corrected, nothing is left but the rows");
}

static void insert_row(int row)
{
    record_row_insert(record, at("phu_luc", -1, -1).field, row, NULL);
    rules_row_inserted(rules, at("phu_luc", -1, -1).field, row);
}

static void remove_row(int row)
{
    int field = at("phu_luc", -1, -1).field;
    char *id = xstrdup(record_row_id(record, field, row));
    record_row_remove(record, field, row);
    rules_row_removed(rules, field, row, id);
    free(id);
}

static void set_row(int row, const char *ten, const char *so, const char *truoc, const char *sau)
{
    set(at("phu_luc", row, TEN), ten);
    set(at("phu_luc", row, SO), so);
    set(at("phu_luc", row, TRUOC), truoc);
    set(at("phu_luc", row, SAU), sau);
}

static void test_rows(void)
{
    insert_row(0);
    is_said("e:rows@phu_luc At least 1 rows are needed, 0 filled in: Phụ lục\n",
            "a blank row counts as none");
    set(at("phu_luc", 0, TRUOC), "12");
    is_said("e:required@phu_luc[1].ten This must be filled in, and is empty.\n"
            "e:required@phu_luc[1].so This must be filled in, and is empty.\n",
            "a row with one figure needs its required columns; its check is not decided");
    set_row(0, "Tổ đan lát", "21", "12", "8");
    is_said("e:bang@phu_luc[1].so Dòng 1, cột Tổ đan lát. 12 + 8 ≠ 21.\n",
            "5 + 6 ≠ 4 at the first column that it reads");
    set_field("tong_khai", "20");
    is_said("e:tong@tong_khai Tổng 21 của 1 dòng khác 20.\n"
            "e:bang@phu_luc[1].so Dòng 1, cột Tổ đan lát. 12 + 8 ≠ 21.\n"
            "e:duoi_tong@phu_luc[1].so 21 lớn hơn 20.\n",
            "a sum over the table, and a row against a top-level field");
    set(at("phu_luc", 0, SO), "20");
    is_said("", "corrected");
    insert_row(0);
    set_row(0, "Tổ đan lát", "0", "", "0");
    is_said("e:ten_rieng@phu_luc[1].ten Trùng tên.\n"
            "w:canh_bao@phu_luc[1].so Số bằng 0.\n"
            "e:ten_rieng@phu_luc[2].ten Trùng tên.\n",
            "a row put before: both rows with the same name, a warning, a check not decided");
    is_like_loaded("a fresh load says the same of rows");
    set(at("phu_luc", 0, TRUOC), "1");
    is_said("e:ten_rieng@phu_luc[1].ten Trùng tên.\n"
            "e:bang@phu_luc[1].so Dòng 1, cột Tổ đan lát. 1 + 0 ≠ 0.\n"
            "w:canh_bao@phu_luc[1].so Số bằng 0.\n"
            "e:ten_rieng@phu_luc[2].ten Trùng tên.\n",
            "decided once the last figure is there");
    insert_row(0);
    is_like_loaded("a blank row in front moves them down, messages too");
    remove_row(2);
    is_said("e:tong@tong_khai Tổng 0 của 1 dòng khác 20.\n"
            "e:bang@phu_luc[2].so Dòng 2, cột Tổ đan lát. 1 + 0 ≠ 0.\n"
            "w:canh_bao@phu_luc[2].so Số bằng 0.\n",
            "a removed row takes its verdicts along");
    is_like_loaded("and a fresh load agrees");
    remove_row(0);
    remove_row(0);
    is_said("e:rows@phu_luc At least 1 rows are needed, 0 filled in: Phụ lục\n", "no rows again");
}

static void test_values(void)
{
    insert_row(0);
    set_field("tong_khai", "");
    set_row(0, "Tổ", "1x", "1", "1");
    is_said("e:type@phu_luc[1].so This must be a whole number; typed: “1x”\n",
            "what is no number is NULL to the checks");
    record_set(record, at("phu_luc", 0, SO),
               (struct value){.kind = VALUE_MISSING, .text = xstrdup("kcsl")});
    rules_changed(rules, at("phu_luc", 0, SO));
    is_said("", "no figures: answers what is required, decides nothing");
    set(at("phu_luc", 0, SO), "2");
    record_set(record, at("phu_luc", 0, LOAI),
               (struct value){.kind = VALUE_OTHER, .text = xstrdup("x")});
    rules_changed(rules, at("phu_luc", 0, LOAI));
    is_said("e:khac_a@phu_luc[1].loai Ghi rõ loại khác.\n", "the text of a choice “other”");
    record_set(record, at("phu_luc", 0, LOAI), value_other(""));
    rules_changed(rules, at("phu_luc", 0, LOAI));
    is_said("e:option@phu_luc[1].loai Write what “other” is\n"
            "e:khac_a@phu_luc[1].loai Ghi rõ loại khác.\n", "“other” alone says nothing");
    record_set(record, at("phu_luc", 0, LOAI), value_text("z"));
    rules_changed(rules, at("phu_luc", 0, LOAI));
    is_said("e:option@phu_luc[1].loai “z” is not one of the choices\n", "an unknown choice");
    record_set(record, at("phu_luc", 0, LOAI), VALUE_NONE);
    rules_changed(rules, at("phu_luc", 0, LOAI));
    set_field("tong_khai", "5");
    is_said("e:tong@tong_khai Tổng 2 của 1 dòng khác 5.\n"
            "e:tran@tong_khai The check tran cannot be evaluated: a figure grows too large. "
            "Tell the form's author.\n",
            "a check that overflows is an error of its own");
    set_field("tong_khai", "2");
    is_said("", "and goes when it can be evaluated");
}

static void test_at(void)
{
    const struct verdict *v[8];
    set_row(0, "", "0", "1", "1");
    is_int(1, (long long)rules_at(rules, at("phu_luc", 0, TEN), v, 8), "one at the name");
    is("required", v[0]->rule, "which is required");
    is_int(2, (long long)rules_at(rules, at("phu_luc", 0, SO), v, 8), "two at the figure");
    is("bang", v[0]->rule, "the error first");
    is("canh_bao", v[1]->rule, "then the warning");
    is_int(1, (long long)rules_at(rules, at("phu_luc", 0, SAU), v, 8),
           "the sum shows at all of its columns");
    is_int(3, (long long)rules_at(rules, at("phu_luc", 0, -1), v, 8), "three in the row");
    is_int(4, (long long)rules_at(rules, at("phu_luc", -1, -1), v, 1),
           "four in the table, though only one is asked for");
    is_int(0, (long long)rules_at(rules, at("phu_luc", 0, GHI_CHU), v, 8), "none elsewhere");
    is_int(1, (long long)rules_at(rules, at("tong_khai", -1, -1), v, 8), "one at the field");
    set_row(0, "Tổ", "2", "1", "1");
}

static void is_read(const char *check, const char *want)
{
    char *got = rules_reads(rules, check);
    is(want, got, check);
    free(got);
}

static long long runs_of(struct place p, const char *typed)
{
    uint64_t before = rules_runs(rules);
    set(p, typed);
    return (long long)(rules_runs(rules) - before);
}

static void test_reads(void)
{
    is_read("bang", "phu_luc.sau phu_luc.so phu_luc.truoc");
    is_read("ten_rieng", "phu_luc.ten");
    is_read("duoi_tong", "phu_luc.so tong_khai");
    is_read("tong", "phu_luc.so tong_khai");
    is_read("dai", "kho_khan__words");
    is_read("ky", "_report_date ngay_den");
    is_int(0, runs_of(at("phu_luc", 0, GHI_CHU), "x"), "a cell that nobody reads runs nothing");
    is_int(1, runs_of(at("phu_luc", 0, TRUOC), "2"), "a part of a sum runs the one check");
    is_int(4, runs_of(at("phu_luc", 0, SO), "3"), "the whole runs the four that read it");
    is_int(1, runs_of(at("phu_luc", 0, TEN), "Đội"), "the name runs the comparison of names");
    is_int(3, runs_of(at("tong_khai", -1, -1), "3"), "a field runs the three that read it");
    is_int(0, runs_of(at("so_bao_cao", -1, -1), "13-BC"), "a field that no check reads: none");
}

#define MANY 10000

static void test_many(void)
{
    int field = at("phu_luc", -1, -1).field;
    while (record_rows(record, field))
        record_row_remove(record, field, 0);
    for (int i = 0; i < MANY; i++) {
        record_row_insert(record, field, i, NULL);
        record_set(record, (struct place){field, i, SO}, value_integer(i));
        record_set(record, (struct place){field, i, TRUOC}, value_integer(i / 2));
        record_set(record, (struct place){field, i, SAU}, value_integer(i - i / 2 + !(i % 100)));
    }
    uint64_t runs = rules_runs(rules);
    int64_t start = clock_real_ms();
    rules_load(rules, record, NULL);
    printf("# %d rows loaded in %d ms\n", MANY, (int)(clock_real_ms() - start));
    is_int(9, (long long)(rules_runs(rules) - runs), "a load runs each check once, not once a row");
    size_t bang = 0, n;
    const struct verdict *v = rules_verdicts(rules, &n);
    for (size_t i = 0; i < n; i++)
        bang += !strcmp(v[i].rule, "bang");
    is_int(MANY / 100, (long long)bang, "and finds every failing row");
    start = clock_real_ms();
    set((struct place){field, 100, SAU}, "50");
    printf("# a cell changed in %d ms\n", (int)(clock_real_ms() - start));
    const struct verdict *found[4];
    is_int(0, (long long)rules_at(rules, (struct place){field, 100, SAU}, found, 4), "corrected");
}

int main(void)
{
    lang_set(LANG_EN);
    load_form();
    test_limits();
    test_rows();
    test_values();
    test_at();
    test_reads();
    test_many();
    rules_destroy(rules);
    record_destroy(record);
    form_free(form);
    return tap_done();
}
