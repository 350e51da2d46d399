#include "form/record.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/random.h"
#include "small_form.h"
#include "tap.h"

#define CELL(row, column) ((struct place){F_PHU_LUC, (row), (column)})

static char *bytes_of(const struct record *r)
{
    json *j = record_to_json(r);
    char *bytes = js_canonical(j, NULL);
    js_free(j);
    return bytes;
}

static void is_record(const char *want, const struct record *r, const char *name)
{
    char *bytes = bytes_of(r);
    is(want, bytes, name);
    free(bytes);
}

/* A record from JSON text; problems (may be NULL) gets one line each, "\n" between them. */
static struct record *read_record(const char *text, bool keep, bool *ret_good, char **problems)
{
    struct problem_list list = {0};
    struct record *r = record_create(&small_form);
    json *j = js_parse(text, strlen(text), "t", NULL);
    *ret_good = record_from_json(r, j, keep, &list);
    struct str out = {0};
    for (size_t i = 0; i < list.list.n; i++)
        str_addf(&out, "%s%s", i ? "\n" : "", list.list.v[i].message);
    if (*ret_good != (list.errors == 0))
        str_add(&out, "the answer and the list of problems disagree");
    if (problems)
        *problems = str_take(&out);
    str_finish(&out);
    problem_finish(&list);
    js_free(j);
    return r;
}

/* ---- values and rows ------------------------------------------------------------------------ */

static void sets_and_gets(void)
{
    struct record *r = record_create(&small_form);
    ok(record_form(r) == &small_form, "the form it is made for");
    is_record("{}", r, "an empty record");
    ok(value_is_blank(record_get(r, PLACE_FIELD(F_TEN))), "nothing stands there yet");
    ok(value_is_blank(record_get(r, CELL(5, 0))), "a row that is not there is blank");
    record_set(r, PLACE_FIELD(F_TEN), value_text("Tổ"));
    record_set(r, PLACE_FIELD(F_TEN), value_text("Đội"));
    is_int(0, record_row_insert(r, F_PHU_LUC, 0, "b"), "the first row");
    is_int(0, record_row_insert(r, F_PHU_LUC, 0, "a"), "a row before it");
    is_int(2, record_row_insert(r, F_PHU_LUC, 2, NULL), "a row at the end");
    ok(strlen(record_row_id(r, F_PHU_LUC, 2)) == ROW_ID_HEX - 1, "with an id of its own");
    record_set(r, CELL(1, C_SO), value_integer(7));
    is_record("{\"phu_luc\":[{\"_row\":\"b\",\"so_mo_hinh\":7}],\"ten\":\"Đội\"}", r,
              "rows without any value are left out");
    ok(record_row_blank(r, F_PHU_LUC, 0) && !record_row_blank(r, F_PHU_LUC, 1), "which are blank");
    is_int(3, record_rows(r, F_PHU_LUC), "they are there all the same");
    is_int(0, record_rows(r, F_TEN), "a field that is no table has no rows");
    ok(record_field(r, CELL(0, C_SO)) == &small_columns[C_SO] &&
           record_field(r, PLACE_FIELD(F_SO)) == &small_fields[F_SO] &&
           record_field(r, PLACE_FIELD(F_PHU_LUC)) == &small_fields[F_PHU_LUC],
       "the field of a place");
    struct record *copy = record_copy(r);
    record_row_remove(r, F_PHU_LUC, 0);
    record_set(r, CELL(0, C_SO), VALUE_NONE);
    record_set(r, PLACE_FIELD(F_TEN), VALUE_NONE);
    is_record("{}", r, "all taken away again");
    is_int(0, record_row_find(r, F_PHU_LUC, "b"), "the row moved up");
    is_int(-1, record_row_find(r, F_PHU_LUC, "a"), "the removed one is not found");
    ok(record_rows(copy, F_PHU_LUC) == 3 && record_get(copy, CELL(1, C_SO))->integer == 7,
       "a copy does not change");
    record_destroy(copy);
    record_destroy(r);
    record_destroy(NULL);
}

/* Insertions and removals anywhere, against a plain list of numbers. */
static void rows_like_a_list(void)
{
    struct record *r = record_create(&small_form);
    int model[400], n = 0;
    bool good = true;
    char id[16];
    for (int step = 0; step < 6000 && good; step++) {
        uint32_t dice;
        random_bytes(&dice, sizeof dice);
        int at = (int)(dice >> 8) % (n + 1);
        if (n < 390 && dice % 5 < 3) {
            snprintf(id, sizeof id, "r%d", step);
            memmove(model + at + 1, model + at, (size_t)(n++ - at) * sizeof *model);
            model[at] = step;
            good = record_row_insert(r, F_PHU_LUC, at, id) == at;
            record_set(r, CELL(at, C_SO), value_integer(step));
        } else if (at < n) {
            memmove(model + at, model + at + 1, (size_t)(n-- - at - 1) * sizeof *model);
            record_row_remove(r, F_PHU_LUC, at);
        }
        good = good && record_rows(r, F_PHU_LUC) == n;
        for (int i = step % 7; i < n && good; i += 7) {
            snprintf(id, sizeof id, "r%d", model[i]);
            good = record_row_find(r, F_PHU_LUC, id) == i &&
                   record_get(r, CELL(i, C_SO))->integer == model[i];
        }
    }
    ok(good, "six thousand random insertions and removals agree with a plain list");
    record_destroy(r);
}

static void sums(void)
{
    struct record *r = record_create(&small_form);
    struct sum sum = {.size = {5, 0}};
    ok(!record_sum(r, F_PHU_LUC, C_SO, &sum) && sum.size.digits == 5 && sum.blank == 0, "no rows, no sum");
    for (int i = 0; i < 5; i++)
        record_row_insert(r, F_PHU_LUC, i, NULL);
    record_set(r, CELL(0, C_SO), value_integer(1240));
    record_set(r, CELL(1, C_SO), value_integer(-40));
    record_set(r, CELL(2, C_SO), value_raw("12a"));
    record_set(r, CELL(3, C_TEN), value_text("x"));
    ok(record_sum(r, F_PHU_LUC, C_SO, &sum) && sum.size.digits == 1200, "figures are summed");
    is_int(2, sum.blank, "rows without a figure are told; wholly blank rows are none");
    record_set(r, CELL(0, C_SO), value_integer(INT64_MAX));
    record_set(r, CELL(1, C_SO), value_integer(INT64_MAX));
    record_set(r, CELL(2, C_SO), value_integer(INT64_MIN));
    record_set(r, CELL(3, C_SO), value_integer(INT64_MIN));
    ok(record_sum(r, F_PHU_LUC, C_SO, &sum) && sum.size.digits == -2, "exact, also on the way");
    record_set(r, CELL(3, C_SO), value_integer(2));
    sum.size.digits = 5;
    ok(!record_sum(r, F_PHU_LUC, C_SO, &sum) && sum.size.digits == 5, "a sum beyond 64 bits is none");
    record_set(r, CELL(2, C_SO), value_integer(INT64_MIN + 1));
    record_set(r, CELL(1, C_SO), VALUE_NONE);
    record_set(r, CELL(0, C_SO), value_integer(-2));
    ok(record_sum(r, F_PHU_LUC, C_SO, &sum) && sum.size.digits == -INT64_MAX, "the smallest sum");
    record_destroy(r);
}

static void names(void)
{
    static const struct {
        struct place place;
        const char *path, *name;
    } cases[] = {
        {PLACE_FIELD(F_SO), "so", "so"},
        {PLACE_FIELD(F_PHU_LUC), "phu_luc", "phu_luc"},
        {{F_PHU_LUC, 1, -1}, "phu_luc/r2", "phu_luc[2]"},
        {{F_PHU_LUC, 1, C_SO}, "phu_luc/r2/so_mo_hinh", "phu_luc[2].so_mo_hinh"},
    };
    static const char *const none[] = {
        "", "s", "soo", "/", "so/", "so/r1", "phu_luc/", "phu_luc/r", "phu_luc/r22",
        "phu_luc/r2/", "phu_luc/r2/so", "phu_luc/r2/so_mo_hinh/", "phu_luc/r2/$order",
        "phu_luc//so",
    };
    struct record *r = record_create(&small_form);
    record_row_insert(r, F_PHU_LUC, 0, "r1");
    record_row_insert(r, F_PHU_LUC, 1, "r2");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct place p = cases[i].place, back = {-7, -7, -7};
        char *path = record_path(r, p), *name = record_place_name(r, p);
        is(cases[i].path, path, "path");
        is(cases[i].name, name, "name");
        ok(record_place(r, path, &back) && back.field == p.field && back.row == p.row &&
               back.column == p.column, "and back");
        free(name);
        free(path);
    }
    char *column = record_place_name(r, (struct place){F_PHU_LUC, -1, C_SO});
    is("phu_luc.so_mo_hinh", column, "a column as a whole");
    free(column);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        struct place back = {-7, -7, -7};
        ok(!record_place(r, none[i], &back) && back.field == -7, "no place: \"%s\"", none[i]);
    }
    record_destroy(r);
}

/* ---- JSON ----------------------------------------------------------------------------------- */

/* Accepted answers → what is stored. */
static void accepts(void)
{
    static const struct {
        const char *in, *out; /* out NULL: the same */
    } cases[] = {
        {"{}", NULL},
        {"{\"ten\":null,\"so\":null,\"phu_luc\":null,\"y_kien\":\"\"}", "{}"},
        {"{\"phu_luc\":[]}", "{}"},
        {"{\"ten\":\" Tổ\\n1 \"}", "{\"ten\":\"Tổ 1\"}"},
        {"{\"ten\":\"Tie\\u0302\\u0301ng\"}", "{\"ten\":\"Tiếng\"}"},
        {"{\"y_kien\":\"a\\r\\nb\"}", "{\"y_kien\":\"a\\nb\"}"},
        {"{\"so\":0}", NULL},
        {"{\"so\":12.0}", "{\"so\":12}"},
        {"{\"so\":1e3}", "{\"so\":1000}"},
        {"{\"so\":\"1.240\"}", "{\"so\":1240}"},
        {"{\"so\":9007199254740992}", NULL},
        {"{\"so\":{\"raw\":\"12a\"}}", NULL},
        {"{\"so\":{\"raw\":\" o\\u0309 \"}}", "{\"so\":{\"raw\":\"ỏ\"}}"},
        {"{\"so\":{\"missing\":\"kcsl\"}}", NULL},
        {"{\"ngay\":\"2015-06-25\"}", NULL},
        {"{\"ngay\":\"25/6/2015\"}", "{\"ngay\":\"2015-06-25\"}"},
        {"{\"ngay\":{\"missing\":\"kad\"}}", NULL},
        {"{\"ngay\":{\"raw\":\"đầu năm\"}}", NULL},
        {"{\"loai\":\"tot\"}", NULL},
        {"{\"loai\":\"Đã dừng\"}", "{\"loai\":\"dung\"}"},
        {"{\"loai\":\"Stopped\"}", "{\"loai\":\"dung\"}"},
        {"{\"loai\":{\"text\":\" x\\ny\",\"value\":\"khac\"}}",
         "{\"loai\":{\"text\":\"x y\",\"value\":\"khac\"}}"},
        {"{\"loai\":{\"text\":\"\",\"value\":\"khac\"}}", NULL},
        {"{\"don_vi\":\"kg_an_bien\"}", NULL},
        {"{\"_from\":{\"so\":1},\"_notes\":{\"so\":\"x\"},\"_reasons\":{\"c\":[\"y\",null]}}",
         NULL},
        {"{\"phu_luc\":[{\"_row\":\"A-1.b_2\",\"nhom\":\"kha\",\"so_mo_hinh\":3},"
         "{\"_row\":\"0\",\"ngay_lap\":\"2010-12-31\"}]}", NULL},
        {"{\"phu_luc\":[{\"_row\":\"x\"},{\"_row\":\"y\",\"so_mo_hinh\":1}]}",
         "{\"phu_luc\":[{\"_row\":\"y\",\"so_mo_hinh\":1}]}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool good;
        char *problems;
        struct record *r = read_record(cases[i].in, false, &good, &problems);
        ok(good, "accepts %s", cases[i].in);
        is("", problems, "without a word");
        is_record(cases[i].out ? cases[i].out : cases[i].in, r, "and stores it so");
        free(problems);
        record_destroy(r);
    }
}

static void new_rows(void)
{
    bool good;
    struct record *r = read_record("{\"phu_luc\":[{\"so_mo_hinh\":1},"
                                   "{\"_row\":\"\",\"so_mo_hinh\":2},{\"_row\":null}]}",
                                   false, &good, NULL);
    ok(good && record_rows(r, F_PHU_LUC) == 3, "rows need no id");
    bool own = true;
    for (int i = 0; i < 3; i++)
        own = own && strlen(record_row_id(r, F_PHU_LUC, i)) == ROW_ID_HEX - 1 &&
              record_row_find(r, F_PHU_LUC, record_row_id(r, F_PHU_LUC, i)) == i;
    ok(own, "each gets one of its own");
    record_destroy(r);
}

/* Refused answers: every problem in order, each naming its field; what is kept when nothing known
 * as an answer may get lost. */
static void refuses(void)
{
    static const char number[] = "expected a whole number (at most 9007199254740992, no fraction)";
    static const char day[] = "expected a date such as \"2015-06-25\"";
    static const char one_of[] =
        "expected the id of an option, or {\"value\":\"khac\",\"text\":\"…\"}";
    static const char text[] = "expected a text in quotation marks";
    static const char row_id[] = "expected a row id in \"_row\"";
    static const struct {
        const char *in, *words[4], *kept; /* kept NULL: the same; "": not asked */
    } cases[] = {
        {"{\"so\":\"12a\"}", {"so: ", number, "found \"12a\""}, NULL},
        {"{\"so\":\"kcsl\"}", {"so: ", number, "found \"kcsl\""}, NULL},
        {"{\"so\":12.5}", {"so: ", number, "found 12.5"}, "{}"},
        {"{\"so\":9007199254740993}", {"so: ", number, "found 9007199254740993"}, NULL},
        {"{\"so\":-9007199254740993}", {"so: ", number}, NULL},
        {"{\"so\":1e300}", {"so: ", number}, "{}"},
        {"{\"so\":true}", {"so: ", number, "found true"}, NULL},
        {"{\"so\":[1]}", {"so: ", number, "found a list […]"}, NULL},
        {"{\"so\":{\"a\":1}}", {"so: ", number, "found an object {…}"}, NULL},
        {"{\"so\":{\"missing\":\"x\"}}", {"so: ", number}, NULL},
        {"{\"ngay\":\"31/2/2015\"}", {"ngay: ", day, "found \"31/2/2015\""}, NULL},
        {"{\"ngay\":20150625}", {"ngay: ", day}, NULL},
        {"{\"loai\":\"xau\"}", {"loai: ", one_of, "found \"xau\""}, NULL},
        {"{\"loai\":\"hoat dong kha\"}", {"loai: ", one_of}, NULL},
        {"{\"loai\":\"2\"}", {"loai: ", one_of}, NULL},
        {"{\"loai\":{\"value\":\"khac\"}}", {"loai: ", one_of}, NULL},
        {"{\"muc\":{\"text\":\"x\",\"value\":\"khac\"}}",
         {"muc: expected the id of an option, found"}, NULL},
        {"{\"ten\":12}", {"ten: ", text, "found 12"}, NULL},
        {"{\"ten\":{\"raw\":\"x\"}}", {"ten: ", text}, NULL},
        {"{\"ten\":false}", {"ten: ", text}, NULL},
        {"{\"y_kien\":[\"a\"]}", {"y_kien: ", text}, NULL},
        {"{\"don_vi\":7}", {"don_vi: expected the id of a unit"}, NULL},
        {"{\"phu_luc\":{}}", {"phu_luc: expected a list of rows [{…}, …], found an object"}, NULL},
        {"{\"phu_luc\":\"x\"}", {"phu_luc: expected a list of rows"}, NULL},
        {"{\"phu_luc\":[{\"_row\":\"a\"},null]}",
         {"phu_luc[2]: expected a row {…}, found null"}, NULL},
        {"{\"phu_luc\":[{\"_row\":\"a\",\"so_mo_hinh\":\"x\"}]}",
         {"phu_luc[1].so_mo_hinh: ", number}, NULL},
        {"{\"phu_luc\":[{\"_row\":\"a\",\"so_mo_hinh\":1},{\"_row\":\"a\",\"so_mo_hinh\":2}]}",
         {"phu_luc[2]: ", row_id, "that no other row has, found \"a\""}, ""},
        {"{\"phu_luc\":[{\"_row\":7}]}", {"phu_luc[1]: ", row_id, "found 7"}, "{}"},
        {"{\"phu_luc\":[{\"_row\":\"a/b\"}]}", {"phu_luc[1]: ", row_id}, "{}"},
        {"{\"phu_luc\":[{\"_row\":\"$x\"}]}", {"phu_luc[1]: ", row_id}, "{}"},
        {"{\"_notes\":{\"so\":1.5}}",
         {"_notes: expected a whole number or a text, found an object"}, "{}"},
        {"{\"so\":\"a\",\"ngay\":\"b\",\"ten\":1,\"so_mo_hinh\":1,\"muc\":\"mot\"}",
         {"so: ", "\nngay: ", "\nten: ", "\nso_mo_hinh: the form has no such field"}, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool good, kept_good;
        char *problems;
        struct record *r = read_record(cases[i].in, false, &good, &problems);
        ok(!good, "refuses %s", cases[i].in);
        for (size_t k = 0; k < 4 && cases[i].words[k]; k++)
            if (!ok(strstr(problems, cases[i].words[k]) != NULL, "says \"%s\"", cases[i].words[k]))
                printf("#   %s\n", problems);
        struct record *kept = read_record(cases[i].in, true, &kept_good, NULL);
        const char *want = cases[i].kept ? cases[i].kept : cases[i].in;
        if (*want)
            is_record(want, kept, "nothing is lost where it is kept");
        free(problems);
        record_destroy(kept);
        record_destroy(r);
    }
}

static void not_an_object(void)
{
    static const char *const texts[] = {"[]", "null", "7", "\"x\""};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        bool good;
        char *problems;
        struct record *r = read_record(texts[i], true, &good, &problems);
        ok(!good && strstr(problems, "answers: expected an object"), "answers are no %s: %s",
           texts[i], problems);
        free(problems);
        record_destroy(r);
    }
}

static void remedies(void)
{
    struct problem_list list = {0};
    struct record *r = record_create(&small_form);
    json *j = js_parse("{\"loai\":\"x\",\"la\":1}", 19, "t", NULL);
    record_from_json(r, j, false, &list);
    is("the options are: tot, kha, dung", list.list.v[0].remedy, "a choice names its options");
    is("correct the name of the field, or leave it out", list.list.v[1].remedy, "an unknown field");
    problem_finish(&list);
    js_free(j);
    record_destroy(r);
}

/* Answers of a newer form come out as they went in, also around changes. */
static void keeps_unknown(void)
{
    static const char in[] =
        "{\"moi\":{\"b\":[1,\"é\"]},\"phu_luc\":[{\"_row\":\"a\",\"cot_moi\":\"x\","
        "\"so_mo_hinh\":1},{\"_row\":\"b\",\"cot_moi\":[true]}],\"so\":3,\"trong\":null}";
    bool good, refused;
    char *problems;
    struct record *r = read_record(in, true, &good, &problems);
    ok(good, "unknown members are no problem when they are kept: %s", problems);
    free(problems);
    is_record(in, r, "and are written out again");
    ok(!record_row_blank(r, F_PHU_LUC, 1), "a row of unknown answers is not blank");
    struct record *copy = record_copy(r);
    is_record(in, copy, "a copy has them too");
    record_row_remove(copy, F_PHU_LUC, 0);
    record_set(copy, PLACE_FIELD(F_SO), VALUE_NONE);
    is_record("{\"moi\":{\"b\":[1,\"é\"]},\"phu_luc\":[{\"_row\":\"b\",\"cot_moi\":[true]}],"
              "\"trong\":null}", copy, "a removed row takes its own along");
    struct record *strict = read_record(in, false, &refused, &problems);
    is("moi: the form has no such field\nphu_luc[1].cot_moi: the form has no such field\n"
       "phu_luc[2].cot_moi: the form has no such field\ntrong: the form has no such field",
       problems, "otherwise each is a problem");
    free(problems);
    record_destroy(strict);
    record_destroy(copy);
    record_destroy(r);
}

/* ---- random records ------------------------------------------------------------------------- */

static unsigned dice(unsigned n)
{
    uint32_t x;
    random_bytes(&x, sizeof x);
    return x % n;
}

static char *random_text(bool newlines)
{
    static const char *const pieces[] = {"ế",  "đ", "a", " ", "Ồ",  "\"",
                                         "\\", "1", "–", "ữ", "😀", "/"};
    struct str b = {0};
    for (unsigned n = 1 + dice(12); n; n--)
        str_add(&b, newlines && !dice(5) ? "\n" : pieces[dice(12)]);
    return str_take(&b);
}

/* Any value that a person can bring about in the field, by typing. */
static struct value random_value(const struct field *f)
{
    static const char *const typed[TYPE_COUNT][5] = {
        [TYPE_INTEGER] = {"0", "-7", "1.240", "9007199254740992", "kcsl"},
        [TYPE_DATE] = {"25/6/2015", "1-1-99", "29.2.2024", "31/2/2015", "kad"},
        [TYPE_CHOICE] = {"1", "khác: gì đó", "khác", "dung", "?"},
        [TYPE_UNIT] = {"kg_an_bien", "x", "kg/youth", "kg_rach_gia", "1"},
    };
    const char *some = typed[field_type_id(f->type)][dice(5)];
    char *text = some && dice(6) ? xstrdup(some) : random_text(true);
    struct value v = dice(4) ? f->type->parse(f, text) : VALUE_NONE;
    free(text);
    return v;
}

static struct record *random_record(void)
{
    struct record *r = record_create(&small_form);
    for (int i = 0; i < F_PHU_LUC; i++)
        record_set(r, PLACE_FIELD(i), random_value(small_form.fields.v[i]));
    for (unsigned n = dice(12); n; n--) {
        int at = record_row_insert(r, F_PHU_LUC, (int)dice((unsigned)record_rows(r, F_PHU_LUC) + 1),
                                   NULL);
        for (int c = 0; c < C_COUNT; c++)
            record_set(r, CELL(at, c), random_value(&small_columns[c]));
    }
    return r;
}

/* Whether both have the same values; rows without any value do not count. */
static bool same(const struct record *a, const struct record *b)
{
    for (int i = 0; i < F_PHU_LUC; i++)
        if (!value_equal(record_get(a, PLACE_FIELD(i)), record_get(b, PLACE_FIELD(i))))
            return false;
    int k = 0;
    for (int i = 0; i < record_rows(a, F_PHU_LUC); i++) {
        if (record_row_blank(a, F_PHU_LUC, i))
            continue;
        if (k >= record_rows(b, F_PHU_LUC) ||
            strcmp(record_row_id(a, F_PHU_LUC, i), record_row_id(b, F_PHU_LUC, k)))
            return false;
        for (int c = 0; c < C_COUNT; c++)
            if (!value_equal(record_get(a, CELL(i, c)), record_get(b, CELL(k, c))))
                return false;
        k++;
    }
    return k == record_rows(b, F_PHU_LUC);
}

/* A draft: every value by path and bytes, into a record with the same rows. */
static struct record *through_paths(const struct record *r)
{
    struct record *out = record_create(&small_form);
    for (int i = 0; i < record_rows(r, F_PHU_LUC); i++)
        record_row_insert(out, F_PHU_LUC, i, record_row_id(r, F_PHU_LUC, i));
    for (int f = 0; f < F_COUNT; f++) {
        int rows = f == F_PHU_LUC ? record_rows(r, f) * C_COUNT : 1;
        for (int k = 0; k < rows; k++) {
            struct place p = f == F_PHU_LUC ? CELL(k / C_COUNT, k % C_COUNT) : PLACE_FIELD(f), back;
            char *path = record_path(r, p), *bytes = value_to_bytes(record_get(r, p));
            struct value v;
            if (record_place(out, path, &back) && value_from_bytes(bytes, &v))
                record_set(out, back, v);
            free(bytes);
            free(path);
        }
    }
    return out;
}

static void random_records(void)
{
    int lost = 0, other_bytes = 0, draft = 0, refused = 0;
    for (int i = 0; i < 1500; i++) {
        struct record *r = random_record();
        char *bytes = bytes_of(r);
        bool good;
        struct record *again = read_record(bytes, i & 1, &good, NULL), *other = through_paths(r);
        char *second = bytes_of(again), *third = bytes_of(other);
        refused += !good;
        lost += !same(r, again);
        other_bytes += strcmp(bytes, second) != 0;
        draft += strcmp(bytes, third) || record_rows(r, F_PHU_LUC) != record_rows(other, F_PHU_LUC);
        if (!good || strcmp(bytes, second))
            printf("#   %s\n#   %s\n", bytes, second);
        free(third);
        free(second);
        free(bytes);
        record_destroy(other);
        record_destroy(again);
        record_destroy(r);
    }
    is_int(0, refused, "what people type is accepted as JSON");
    is_int(0, lost, "record → JSON → record keeps every value and the order of rows");
    is_int(0, other_bytes, "and its bytes are the same again");
    is_int(0, draft, "record → paths and bytes → record, too");
}

/* Any JSON at all, mostly of the wrong shape, under known and unknown names. */
static json *random_json(int depth)
{
    static const char *const keys[] = {"raw",  "missing", "value",      "text", "_row",  "so",
                                       "loai", "phu_luc", "so_mo_hinh", "nhom", "_notes", "la"};
    static const char *const texts[] = {"khac", "kcsl", "tot", "a", " 7 ", "", "1/1/2020", "  "};
    unsigned kind = dice(depth > 0 ? 10 : 6);
    json *j;
    switch (kind) {
    case 0:
        return js_new_null();
    case 1:
        return js_new_bool(dice(2));
    case 2:
        return js_new_integer((int64_t)dice(100) - 50);
    case 3:
    case 4:
    case 5:
        return js_new_text(texts[dice(8)]);
    case 6:
    case 7:
        j = js_new_array();
        for (unsigned n = dice(4); n; n--)
            js_push(j, random_json(depth - 1));
        return j;
    default:
        j = js_new_object();
        for (unsigned n = dice(5); n; n--)
            js_set(j, keys[dice(12)], random_json(depth - 1));
        return j;
    }
}

static json *random_answers(void)
{
    json *j = js_new_object(), *rows = js_new_array();
    for (int i = 0; i < F_COUNT; i++)
        if (dice(2))
            js_set(j, small_fields[i].id, random_json(2));
    for (unsigned n = dice(3); n; n--)
        js_push(rows, random_json(2));
    if (dice(2))
        js_set(j, "phu_luc", js_copy(rows));
    js_free(rows);
    return j;
}

static void random_answers_settle(void)
{
    int unsettled = 0, quiet = 0, loud = 0;
    for (int i = 0; i < 4000; i++) {
        json *j = random_answers();
        char *in = js_canonical(j, NULL);
        bool good, kept, again;
        char *problems;
        struct record *strict = read_record(in, false, &good, &problems);
        struct record *first = read_record(in, true, &kept, NULL);
        char *bytes = bytes_of(first), *strict_bytes = bytes_of(strict);
        struct record *second = read_record(bytes, true, &again, NULL);
        char *more = bytes_of(second);
        struct record *clean = read_record(strict_bytes, false, &again, NULL);
        unsettled += strcmp(bytes, more) != 0;
        quiet += good != !*problems;
        loud += !again;
        free(more);
        free(strict_bytes);
        free(bytes);
        free(problems);
        free(in);
        record_destroy(clean);
        record_destroy(second);
        record_destroy(first);
        record_destroy(strict);
        js_free(j);
    }
    is_int(0, unsettled, "answers of any shape, kept, are the same when they are read again");
    is_int(0, quiet, "whatever is refused is said");
    is_int(0, loud, "and what was taken is accepted for ever");
}

/* ---- size ----------------------------------------------------------------------------------- */

/* A search through all rows for each row would take minutes here. */
static void many_rows(void)
{
    enum { ROWS = 60000 };
    int64_t start = clock_real_ms();
    struct record *r = record_create(&small_form);
    for (int i = 0; i < ROWS; i++) {
        int at = record_row_insert(r, F_PHU_LUC, i, NULL);
        record_set(r, CELL(at, C_SO), value_integer(i));
    }
    json *j = record_to_json(r);
    struct problem_list problems = {0};
    struct record *again = record_create(&small_form);
    ok(record_from_json(again, j, false, &problems), "%d rows", ROWS);
    bool found = true;
    for (int i = 0; i < ROWS; i++)
        found = found && record_row_find(again, F_PHU_LUC, record_row_id(r, F_PHU_LUC, i)) == i;
    ok(found, "each is found by its id");
    struct sum sum;
    ok(record_sum(again, F_PHU_LUC, C_SO, &sum) &&
           sum.size.digits == (int64_t)ROWS * (ROWS - 1) / 2, "and summed");
    int64_t ms = clock_real_ms() - start;
    ok(ms < 20000, "in no more than a blink (%lld ms)", (long long)ms);
    record_destroy(again);
    record_destroy(r);
    js_free(j);
}

int main(void)
{
    small_form_get();
    lang_set(LANG_EN);
    random_seed(2015);
    sets_and_gets();
    rows_like_a_list();
    sums();
    names();
    accepts();
    new_rows();
    refuses();
    not_an_object();
    remedies();
    keeps_unknown();
    random_records();
    random_answers_settle();
    many_rows();
    return tap_done();
}
