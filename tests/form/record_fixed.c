/* Records of forms with fixed rows, with answers that the form gives, computes or proposes, and with
 * figures that have fractions. */
#include "form/record.h"

#include <stdlib.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "tap.h"

static const char yaml[] =
    "form: a\nversion: 1\ntitle: T\nsections:\n- section: s_all\n  title: S\n  fields:\n"
    "  - {field: ten, label: L, type: text, proposed: An}\n"
    "  - {field: nam, label: L, type: integer, given: 2015}\n"
    "  - {field: hieu, label: L, type: integer, value: nam - 1}\n"
    "  - {field: dien_tich, label: L, type: decimal, places: 2, at_least: true}\n"
    "  - {field: co_quan, label: L, type: boolean}\n"
    "  - {field: nganh, label: L, type: choice, several: true, other: true,\n"
    "     options: [{option: mot, label: Một}, {option: hai, label: Hai}]}\n"
    "  - {field: thang, label: L, type: date, precision: month}\n"
    "  - field: chi_tieu\n    label: L\n    type: table\n"
    "    rows:\n"
    "    - {row: dau, label: L, heading: true}\n"
    "    - {row: ket_nap, label: L}\n"
    "    - {row: nam_gioi, label: L, closed: [luy_ke]}\n"
    "    - {row: ty_le, label: L, type: percent, places: 1}\n"
    "    - {row: moc, label: L, given: {ky_nay: 100}}\n"
    "    - {row: tong, label: L, sum_of: [ket_nap, nam_gioi, moc]}\n"
    "    columns:\n"
    "    - {field: ky_nay, label: L, type: integer, codes: [kcsl]}\n"
    "    - {field: luy_ke, label: L, type: integer, proposed: 3}\n"
    "    - {field: ghi_chu, label: L, type: text}\n"
    "  - field: so_tien\n    label: L\n    type: table\n"
    "    columns:\n"
    "    - {field: tien, label: L, type: money, places: 1, estimate: true, codes: [kad]}\n"
    "    - {field: loai, label: L, type: text, given: x}\n"
    "    - {field: muc, label: L, type: integer, proposed: 5}\n";

enum { F_TEN, F_NAM, F_HIEU, F_DIEN_TICH, F_CO_QUAN, F_NGANH, F_THANG, F_CHI_TIEU, F_SO_TIEN };
enum { R_DAU, R_KET_NAP, R_NAM_GIOI, R_TY_LE, R_MOC, R_TONG, R_COUNT };
enum { C_KY_NAY, C_LUY_KE, C_GHI_CHU };
#define CELL(row, column) ((struct place){F_CHI_TIEU, (row), (column)})
#define MONEY(row, column) ((struct place){F_SO_TIEN, (row), (column)})

static struct form *form;

static void is_record(const char *want, const struct record *r, const char *name)
{
    json *j = record_to_json(r);
    char *bytes = js_canonical(j, NULL);
    is(want, bytes, name);
    free(bytes);
    js_free(j);
}

static struct record *read_record(const char *text, bool keep, char **ret_problems)
{
    struct problem_list list = {0};
    struct record *r = record_create(form);
    json *j = js_parse(text, strlen(text), "t", NULL);
    record_from_json(r, j, keep, &list);
    struct str out = {0};
    for (size_t i = 0; i < list.list.n; i++)
        str_addf(&out, "%s%s", i ? "|" : "", list.list.v[i].message);
    *ret_problems = str_take(&out);
    problem_finish(&list);
    js_free(j);
    return r;
}

static void fixed_rows(void)
{
    struct record *r = record_create(form);
    is_int(R_COUNT, record_rows(r, F_CHI_TIEU), "the rows are there");
    is("ket_nap", record_row_id(r, F_CHI_TIEU, R_KET_NAP), "with the ids of the form");
    is_int(R_TONG, record_row_find(r, F_CHI_TIEU, "tong"), "and found by them");
    is_record("{}", r, "blank rows are not written, nor what the form gives");
    ok(!record_field(r, CELL(R_NAM_GIOI, C_LUY_KE)) && !record_field(r, CELL(R_DAU, C_KY_NAY)) &&
           value_is_blank(record_get(r, CELL(R_NAM_GIOI, C_LUY_KE))), "closed cells are none");
    ok(record_field(r, CELL(R_TY_LE, C_KY_NAY))->type == &field_types[TYPE_PERCENT] &&
           record_field(r, CELL(R_KET_NAP, C_KY_NAY))->type == &field_types[TYPE_INTEGER],
       "a row has a type of its own");
    ok(record_is_open(r, CELL(R_KET_NAP, C_KY_NAY)) && !record_is_open(r, CELL(R_MOC, C_KY_NAY)) &&
           !record_is_open(r, CELL(R_TONG, C_KY_NAY)) && record_is_open(r, CELL(R_TONG, C_GHI_CHU)) &&
           !record_is_open(r, CELL(R_NAM_GIOI, C_LUY_KE)) && !record_is_open(r, PLACE_FIELD(F_NAM)) &&
           !record_is_open(r, PLACE_FIELD(F_HIEU)) && record_is_open(r, PLACE_FIELD(F_TEN)),
       "which places are open");
    is_int(100, record_get(r, CELL(R_MOC, C_KY_NAY))->integer, "a given cell");
    is_int(2015, record_get(r, PLACE_FIELD(F_NAM))->integer, "a given field");
    record_set(r, PLACE_FIELD(F_NAM), value_integer(1));
    record_set(r, PLACE_FIELD(F_HIEU), value_integer(1));
    record_set(r, CELL(R_TONG, C_KY_NAY), value_integer(1));
    is_int(2015, record_get(r, PLACE_FIELD(F_NAM))->integer, "stays");
    record_set(r, CELL(R_KET_NAP, C_KY_NAY), value_integer(12));
    is_record("{\"chi_tieu\":[{\"_row\":\"ket_nap\",\"ky_nay\":12}]}", r, "what is answered is written");
    ok(record_row_blank(r, F_CHI_TIEU, R_MOC) && !record_row_blank(r, F_CHI_TIEU, R_KET_NAP),
       "a row with given answers only is blank");
    struct record *copy = record_copy(r);
    is_record("{\"chi_tieu\":[{\"_row\":\"ket_nap\",\"ky_nay\":12}]}", copy, "a copy is equal");
    is_int(R_COUNT, record_rows(copy, F_CHI_TIEU), "and has the same rows");
    char *path = record_path(r, CELL(R_KET_NAP, C_KY_NAY));
    char *name = record_place_name(r, CELL(R_KET_NAP, C_KY_NAY));
    is("chi_tieu/ket_nap/ky_nay", path, "the path of a cell");
    is("ket_nap.ky_nay", name, "and how people name it");
    free(name);
    free(path);
    record_destroy(copy);
    record_destroy(r);
}

static void sums(void)
{
    struct record *r = record_create(form);
    struct sum sum;
    record_set(r, CELL(R_KET_NAP, C_KY_NAY), value_integer(12));
    record_set(r, CELL(R_NAM_GIOI, C_KY_NAY), value_missing(MISSING_NO_FIGURES));
    record_set(r, CELL(R_TONG, C_GHI_CHU), value_text("x"));
    ok(record_subtotal(r, F_CHI_TIEU, R_TONG, C_KY_NAY, &sum) && sum.size.digits == 112 &&
           sum.coded == 1 && sum.blank == 0, "a subtotal, with a given part and a code");
    ok(record_sum(r, F_CHI_TIEU, C_KY_NAY, &sum) && sum.size.digits == 112 && sum.coded == 1,
       "a total leaves subtotals out");
    ok(!record_subtotal(r, F_CHI_TIEU, R_TONG, C_LUY_KE, &sum), "nothing is summed there");
    static const char *const figures[] = {"0,1", "0,2", "1.000.000", "~5", "kad", "7a"};
    for (int i = 0; i < 6; i++) {
        record_row_insert(r, F_SO_TIEN, i, NULL);
        const struct field *f = record_field(r, MONEY(i, 0));
        record_set(r, MONEY(i, 0), f->type->parse(f, figures[i]));
    }
    char text[32];
    ok(record_sum(r, F_SO_TIEN, 0, &sum), "a sum of fractions");
    decimal_canonical(sum.size, text);
    is("1000005.3", text, "is exact");
    ok(sum.estimate && !sum.at_least && sum.coded == 1 && sum.blank == 1,
       "an estimate, a code, and what is no figure are told");
    record_destroy(r);
}

static void proposals(void)
{
    struct record *r = record_create(form);
    record_propose(r);
    is_record("{\"chi_tieu\":[{\"_row\":\"ket_nap\",\"luy_ke\":3},{\"_row\":\"ty_le\",\"luy_ke\":\"3\"},"
              "{\"_row\":\"moc\",\"luy_ke\":3}],\"ten\":\"An\"}", r, "what is proposed stands there");
    record_set(r, PLACE_FIELD(F_TEN), value_text("Bình"));
    record_propose(r);
    is("Bình", record_get(r, PLACE_FIELD(F_TEN))->text, "an answer stays");
    record_row_insert(r, F_SO_TIEN, 0, "r1");
    ok(value_is_blank(record_get(r, MONEY(0, 2))) && record_row_blank(r, F_SO_TIEN, 0) &&
           !strcmp(record_get(r, MONEY(0, 1))->text, "x"), "a new row has only what is given");
    record_row_propose(r, F_SO_TIEN, 0);
    is_int(5, record_get(r, MONEY(0, 2))->integer, "until it is asked for");
    record_row_insert(r, F_SO_TIEN, 1, "r2");
    record_row_insert(r, F_SO_TIEN, 2, "r3");
    record_row_move(r, F_SO_TIEN, 0, 2);
    is("r2", record_row_id(r, F_SO_TIEN, 0), "rows move");
    is_int(2, record_row_find(r, F_SO_TIEN, "r1"), "and are found");
    record_row_move(r, F_SO_TIEN, 2, 0);
    is_int(0, record_row_find(r, F_SO_TIEN, "r1"), "and back");
    record_destroy(r);
}

static const struct read_case {
    const char *answers;
    const char *stored;   /* without keep_unknown */
    const char *problems; /* beginnings, joined by "|"; NULL: none */
    const char *kept;     /* with keep_unknown; NULL: as stored */
} read_cases[] = {
    {"{\"dien_tich\":80.5}", "{\"dien_tich\":\"80.5\"}", NULL, NULL},
    {"{\"dien_tich\":80.10}", "{\"dien_tich\":\"80.1\"}", NULL, NULL},
    {"{\"dien_tich\":0.1}", "{\"dien_tich\":\"0.1\"}", NULL, NULL},
    {"{\"dien_tich\":1e3}", "{\"dien_tich\":\"1000\"}", NULL, NULL},
    {"{\"dien_tich\":1e-7}", "{\"dien_tich\":\"0.0000001\"}", NULL, NULL},
    {"{\"dien_tich\":80}", "{\"dien_tich\":\"80\"}", NULL, NULL},
    {"{\"dien_tich\":\"80,50\"}", "{\"dien_tich\":\"80.50\"}", NULL, NULL},
    {"{\"dien_tich\":\"80.500\"}", "{\"dien_tich\":\"80.500\"}", NULL, NULL},
    {"{\"dien_tich\":\"1.234,5\"}", "{\"dien_tich\":\"1234.5\"}", NULL, NULL},
    {"{\"dien_tich\":\"trên 80\"}", "{\"dien_tich\":{\"at_least\":true,\"value\":\"80\"}}", NULL, NULL},
    {"{\"dien_tich\":{\"value\":80.5,\"at_least\":true,\"estimate\":false}}",
     "{\"dien_tich\":{\"at_least\":true,\"value\":\"80.5\"}}", NULL, NULL},
    {"{\"dien_tich\":{\"raw\":\"80a\"}}", "{\"dien_tich\":{\"raw\":\"80a\"}}", NULL, NULL},
    {"{\"dien_tich\":\"nhiều\"}", "{}", "dien_tich:", "{\"dien_tich\":\"nhiều\"}"},
    {"{\"dien_tich\":1e300}", "{}", "dien_tich:", NULL},
    {"{\"dien_tich\":{\"value\":1.5}}", "{}", "dien_tich:", NULL},
    {"{\"co_quan\":true}", "{\"co_quan\":true}", NULL, NULL},
    {"{\"co_quan\":\"Không\"}", "{\"co_quan\":false}", NULL, NULL},
    {"{\"co_quan\":1}", "{}", "co_quan:", "{\"co_quan\":1}"},
    {"{\"nganh\":[\"hai\",\"mot\"]}", "{\"nganh\":[\"mot\",\"hai\"]}", NULL, NULL},
    {"{\"nganh\":[\"Hai\",{\"value\":\"khac\",\"text\":\"x\"}]}",
     "{\"nganh\":[\"hai\",{\"text\":\"x\",\"value\":\"khac\"}]}", NULL, NULL},
    {"{\"nganh\":\"Hai; Một\"}", "{\"nganh\":[\"mot\",\"hai\"]}", NULL, NULL},
    {"{\"nganh\":[]}", "{}", NULL, NULL},
    {"{\"nganh\":[\"ba\"]}", "{}", "nganh:", "{\"nganh\":[\"ba\"]}"},
    {"{\"nganh\":[1.5]}", "{}", "nganh:", NULL},
    {"{\"thang\":\"6/2015\"}", "{\"thang\":\"2015-06\"}", NULL, NULL},
    {"{\"thang\":\"2015-06-25\"}", "{}", "thang:", "{\"thang\":\"2015-06-25\"}"},
    {"{\"nam\":2015}", "{}", NULL, "{\"nam\":2015}"},
    {"{\"nam\":2014}", "{}", "nam:", "{\"nam\":2014}"},
    {"{\"hieu\":2014}", "{}", "hieu:", "{\"hieu\":2014}"},
    {"{\"hieu\":null}", "{}", NULL, NULL},
    {"{\"chi_tieu\":[{\"_row\":\"ket_nap\",\"ky_nay\":\"1.240\"},{\"_row\":\"ty_le\",\"ky_nay\":80.5}]}",
     "{\"chi_tieu\":[{\"_row\":\"ket_nap\",\"ky_nay\":1240},{\"_row\":\"ty_le\",\"ky_nay\":\"80.5\"}]}",
     NULL, NULL},
    {"{\"chi_tieu\":[{\"_row\":\"ty_le\",\"ky_nay\":1},{\"_row\":\"ket_nap\",\"ky_nay\":2}]}",
     "{\"chi_tieu\":[{\"_row\":\"ket_nap\",\"ky_nay\":2},{\"_row\":\"ty_le\",\"ky_nay\":\"1\"}]}",
     NULL, NULL},
    {"{\"chi_tieu\":[{\"_row\":\"khong_co\",\"ky_nay\":1}]}", "{}", "chi_tieu[1]:",
     "{\"chi_tieu\":[{\"_row\":\"khong_co\",\"ky_nay\":1}]}"},
    {"{\"chi_tieu\":[{\"ky_nay\":1}]}", "{}", "chi_tieu[1]:", "{\"chi_tieu\":[{\"ky_nay\":1}]}"},
    {"{\"chi_tieu\":[{\"_row\":\"ket_nap\",\"ky_nay\":1},{\"_row\":\"ket_nap\",\"ky_nay\":2}]}",
     "{\"chi_tieu\":[{\"_row\":\"ket_nap\",\"ky_nay\":1}]}", "chi_tieu[2]:",
     "{\"chi_tieu\":[{\"_row\":\"ket_nap\",\"ky_nay\":1},{\"_row\":\"ket_nap\",\"ky_nay\":2}]}"},
    {"{\"chi_tieu\":[{\"_row\":\"nam_gioi\",\"luy_ke\":1}]}", "{}", "nam_gioi.luy_ke:",
     "{\"chi_tieu\":[{\"_row\":\"nam_gioi\",\"luy_ke\":1}]}"},
    {"{\"chi_tieu\":[{\"_row\":\"moc\",\"ky_nay\":7}]}", "{}", "moc.ky_nay:",
     "{\"chi_tieu\":[{\"_row\":\"moc\",\"ky_nay\":7}]}"},
    {"{\"chi_tieu\":[{\"_row\":\"tong\",\"ky_nay\":7}]}", "{}", "tong.ky_nay:",
     "{\"chi_tieu\":[{\"_row\":\"tong\",\"ky_nay\":7}]}"},
    {"{\"chi_tieu\":7}", "{}", "chi_tieu:", "{\"chi_tieu\":7}"},
    {"{\"ten\":\"không có số liệu\"}", "{\"ten\":\"không có số liệu\"}", NULL, NULL},
    {"{\"_old\":{\"a\":[1]}}", "{\"_old\":{\"a\":[1]}}", NULL, NULL},
};

static void reads(void)
{
    for (size_t i = 0; i < sizeof read_cases / sizeof *read_cases; i++) {
        const struct read_case *c = &read_cases[i];
        char *problems, *ignored;
        struct record *r = read_record(c->answers, false, &problems);
        is_record(c->stored, r, c->answers);
        ok(c->problems ? str_starts(problems, c->problems) : !*problems, "problems: %s", problems);
        record_destroy(r);
        r = read_record(c->answers, true, &ignored);
        is_record(c->kept ? c->kept : c->stored, r, "kept");
        record_destroy(r);
        free(ignored);
        free(problems);
    }
}

/* What no table of the form can take makes room when rows come. */
static void makes_room(void)
{
    char *problems;
    struct record *r = read_record("{\"chi_tieu\":\"lạ\"}", true, &problems);
    record_set(r, CELL(R_KET_NAP, C_KY_NAY), value_integer(1));
    is_record("{\"_old\":{\"chi_tieu\":[\"lạ\"]},\"chi_tieu\":[{\"_row\":\"ket_nap\",\"ky_nay\":1}]}", r,
              "set aside, not lost");
    record_destroy(r);
    free(problems);
}

static void shown(void)
{
    char *problems;
    struct record *r = read_record(
        "{\"dien_tich\":{\"at_least\":true,\"value\":\"80.10\"},\"so_tien\":[{\"_row\":\"r1\",\"tien\":\"0.3\"},"
        "{\"_row\":\"r2\",\"tien\":\"1234567890123456\"},{\"_row\":\"r3\",\"tien\":\"5\"}]}", true, &problems);
    json *j = record_to_json_shown(r);
    char *text = js_pretty(j);
    ok(strstr(text, "\"value\": 80.1\n") && strstr(text, "\"tien\": 0.3\n") &&
           strstr(text, "\"tien\": \"1234567890123456\"") && strstr(text, "\"tien\": 5\n"),
       "for other programs figures are numbers, up to 15 digits: %s", "");
    free(text);
    js_free(j);
    record_destroy(r);
    free(problems);
}

int main(void)
{
    lang_set(LANG_VI);
    struct problem_list p = {0};
    form = form_parse(yaml, sizeof yaml - 1, "t.yaml", &p);
    for (size_t i = 0; i < p.list.n; i++)
        printf("# %d:%d %s\n", p.list.v[i].line, p.list.v[i].column, p.list.v[i].message);
    problem_finish(&p);
    if (!form) {
        puts("Bail out! the form has mistakes");
        return 1;
    }
    fixed_rows();
    sums();
    proposals();
    reads();
    makes_room();
    shown();
    form_free(form);
    return tap_done();
}
