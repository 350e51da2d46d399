#include "form/type.h"
#include "form/typed.h"

#include <stdlib.h>

#include "base/lang.h"
#include "small_form.h"
#include "tap.h"

struct typed_case {
    int field;
    const char *typed;
    const char *bytes; /* of the value */
    const char *print; /* in Vietnamese */
};

static const struct typed_case cases[] = {
    /* One line of text: clean, NFC, no blanks at the ends. */
    {F_TEN, "", "", ""},
    {F_TEN, " \t \xc2\xa0", "", ""},
    {F_TEN, "  Tổ tự quản  ", "\"Tổ tự quản\"", "Tổ tự quản"},
    {F_TEN, "hai\ndòng\tmột", "\"hai dòng một\"", "hai dòng một"},
    {F_TEN, "Tie\xcc\x82\xcc\x81ng", "\"Tiếng\"", "Tiếng"},
    {F_TEN, "a\xff" "b", "\"a\xef\xbf\xbd" "b\"", "a\xef\xbf\xbd" "b"},
    {F_TEN, "12", "\"12\"", "12"},
    {F_TEN, "kcsl", "\"kcsl\"", "kcsl"},
    /* Narratives keep their paragraphs. */
    {F_Y_KIEN, "Một.\r\n\r\nHai.\n", "\"Một.\\n\\nHai.\\n\"", "Một.\n\nHai.\n"},
    {F_Y_KIEN, "\n \n", "", ""},
    /* Whole numbers. */
    {F_SO, "12", "12", "12"},
    {F_SO, " 09 ", "9", "9"},
    {F_SO, "1.240", "1240", "1.240"},
    {F_SO, "1 240 000", "1240000", "1.240.000"},
    {F_SO, "-5", "-5", "-5"},
    {F_SO, "0", "0", "0"},
    {F_SO, "9007199254740992", "9007199254740992", "9.007.199.254.740.992"},
    {F_SO, "9007199254740993", "{\"raw\":\"9007199254740993\"}", "9007199254740993"},
    {F_SO, "12a", "{\"raw\":\"12a\"}", "12a"},
    {F_SO, "1.24", "{\"raw\":\"1.24\"}", "1.24"},
    {F_SO, "12,5", "{\"raw\":\"12,5\"}", "12,5"},
    {F_SO, " khoảng 10 ", "{\"raw\":\"khoảng 10\"}", "khoảng 10"},
    {F_SO, "-", "{\"raw\":\"-\"}", "-"},
    {F_SO, "kcsl", "{\"missing\":\"kcsl\"}", "không có số liệu"},
    {F_SO, " KAD ", "{\"missing\":\"kad\"}", "không áp dụng"},
    {F_SO, "kcsl.", "{\"raw\":\"kcsl.\"}", "kcsl."},
    {F_SO, "  ", "", ""},
    /* Days. */
    {F_NGAY, "25/6/2015", "\"2015-06-25\"", "25/6/2015"},
    {F_NGAY, "05-02-2026", "\"2026-02-05\"", "05/02/2026"},
    {F_NGAY, "2015-06-25", "\"2015-06-25\"", "25/6/2015"},
    {F_NGAY, "1.1.69", "\"1969-01-01\"", "01/01/1969"},
    {F_NGAY, "31/02/2015", "{\"raw\":\"31/02/2015\"}", "31/02/2015"},
    {F_NGAY, "đầu tháng 6", "{\"raw\":\"đầu tháng 6\"}", "đầu tháng 6"},
    {F_NGAY, "kad", "{\"missing\":\"kad\"}", "không áp dụng"},
    {F_NGAY, "", "", ""},
    /* Choices: id, label, a beginning without marks, a number, khác. */
    {F_LOAI, "tot", "\"tot\"", "Hoạt động tốt"},
    {F_LOAI, "Hoạt động khá", "\"kha\"", "Hoạt động khá"},
    {F_LOAI, "Works well", "\"tot\"", "Hoạt động tốt"},
    {F_LOAI, "hoat dong kha", "\"kha\"", "Hoạt động khá"},
    {F_LOAI, "da", "\"dung\"", "Đã dừng"},
    {F_LOAI, "ĐÃ", "\"dung\"", "Đã dừng"},
    {F_LOAI, "st", "\"dung\"", "Đã dừng"},
    {F_LOAI, "hoat", "{\"raw\":\"hoat\"}", "hoat"},
    {F_LOAI, "2", "\"kha\"", "Hoạt động khá"},
    {F_LOAI, "4", "{\"raw\":\"4\"}", "4"},
    {F_LOAI, "0", "{\"raw\":\"0\"}", "0"},
    {F_LOAI, "12", "{\"raw\":\"12\"}", "12"},
    {F_LOAI, "khác: do dân lập", "{\"text\":\"do dân lập\",\"value\":\"khac\"}",
     "Khác: do dân lập"},
    {F_LOAI, "KHAC :x: y", "{\"text\":\"x: y\",\"value\":\"khac\"}", "Khác: x: y"},
    {F_LOAI, "other: z", "{\"text\":\"z\",\"value\":\"khac\"}", "Khác: z"},
    {F_LOAI, "khác", "{\"text\":\"\",\"value\":\"khac\"}", "Khác"},
    {F_LOAI, "khác hẳn", "{\"text\":\"hẳn\",\"value\":\"khac\"}", "Khác: hẳn"},
    {F_LOAI, "kháchẳn", "{\"raw\":\"kháchẳn\"}", "kháchẳn"},
    {F_MUC, "khác hẳn", "{\"raw\":\"khác hẳn\"}", "khác hẳn"},
    {F_LOAI, "kcsl", "{\"raw\":\"kcsl\"}", "kcsl"},
    {F_LOAI, " ", "", ""},
    {F_MUC, "5", "\"nam\"", "5 năm"},
    {F_MUC, "3", "\"giong\"", "Giống nhau"},
    {F_MUC, "giong_2", "\"giong_2\"", "Giống nhau"},
    {F_MUC, "khác: x", "{\"raw\":\"khác: x\"}", "khác: x"},
    {F_DON_VI, " kg_an_bien ", "\"kg_an_bien\"", "kg_an_bien"},
};

/* What is opened for editing and left untouched is the same value, in both languages. */
static void edits_back(const struct field *f, const struct value *v)
{
    for (enum lang l = LANG_VI; l <= LANG_EN; l++) {
        lang_set(l);
        char *edit = field_edit_text(f, v);
        struct value again = f->type->parse(f, edit);
        ok(value_equal(v, &again), "edited as \"%s\", it stays the same (%s)", edit, lang_name(l));
        value_finish(&again);
        free(edit);
    }
    lang_set(LANG_VI);
}

static void parses(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct field *f = small_form.fields.v[cases[i].field];
        const char *why = NULL;
        struct value v = f->type->parse(f, cases[i].typed);
        char *bytes = value_to_bytes(&v), *print = field_print(f, &v);
        printf("# %s: case %zu\n", f->id, i + 1);
        is(cases[i].bytes, bytes, "the value");
        is(cases[i].print, print, "what is shown");
        ok(value_is_blank(&v) || f->type->accepts(f, &v, &why), "its own type accepts it");
        edits_back(f, &v);
        free(print);
        free(bytes);
        value_finish(&v);
    }
}

static void prints_english(void)
{
    static const struct {
        int field;
        const char *bytes, *print;
    } texts[] = {
        {F_SO, "1240", "1,240"},
        {F_SO, "{\"missing\":\"kcsl\"}", "no figures"},
        {F_NGAY, "\"2015-06-25\"", "2015-06-25"},
        {F_LOAI, "\"dung\"", "Stopped"},
        {F_LOAI, "{\"text\":\"x\",\"value\":\"khac\"}", "Other: x"},
        {F_MUC, "\"mot\"", "1 năm"},
    };
    lang_set(LANG_EN);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct value v;
        value_from_bytes(texts[i].bytes, &v);
        char *print = field_print(small_form.fields.v[texts[i].field], &v);
        is(texts[i].print, print, "in English");
        free(print);
        value_finish(&v);
    }
    lang_set(LANG_VI);
}

/* Any value in any field: print and edit never fail; each type accepts only its own. */
static void strangers(void)
{
    static const struct {
        const char *bytes;
        const char *accepted; /* letters of the fields: t y s n l m d p */
    } values[] = {
        {"\"x\"", "tyd"},
        {"\"tot\"", "tydl"},
        {"\"mot\"", "tydm"},
        {"\"2015-06-25\"", "tydn"},
        {"\"2015-02-31\"", "tyd"},
        {"\"25/6/2015\"", "tyd"},
        {"7", "s"},
        {"9007199254740992", "s"},
        {"-9007199254740992", "s"},
        {"9007199254740993", ""},
        {"-9223372036854775808", ""},
        {"{\"raw\":\"7a\"}", "snlm"},
        {"{\"missing\":\"kad\"}", "sn"},
        {"{\"text\":\"x\",\"value\":\"khac\"}", "l"},
        {"[\"tot\",\"kha\"]", ""},
        {"true", ""},
    };
    static const char letters[] = "tysnlmdp";
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char accepted[16] = "";
        bool good = true;
        struct value v;
        value_from_bytes(values[i].bytes, &v);
        for (int k = 0; k < F_COUNT; k++) {
            const struct field *f = small_form.fields.v[k];
            const char *why = NULL;
            char *print = field_print(f, &v), *edit = field_edit_text(f, &v);
            if (f->type->accepts(f, &v, &why))
                accepted[strlen(accepted)] = letters[k];
            else
                good = good && why && *why;
            good = good && *print && *edit;
            free(edit);
            free(print);
        }
        for (const char *p = values[i].accepted; *p; p++)
            good = good && strchr(accepted, *p);
        ok(good && strlen(accepted) == strlen(values[i].accepted), "%s is for \"%s\" (got \"%s\")",
           values[i].bytes, values[i].accepted, accepted);
        value_finish(&v);
    }
}

/* ---- fields of the later types, made as they are needed ----------------------------------------- */

static struct option three[] = {
    {(char *)"van_hoa", {(char *)"Văn hóa, văn nghệ", (char *)"Culture, arts"}},
    {(char *)"the_thao", {(char *)"Thể thao", (char *)"Sports"}},
    {(char *)"tinh_nguyen", {(char *)"Tình nguyện", (char *)"Volunteering"}},
};

#define CODES (CODE_NO_FIGURES | CODE_NOT_APPLICABLE)
#define OF(t, ...) {.id = (char *)"f", .type = &field_types[TYPE_##t], __VA_ARGS__}
#define THREE .options = {three, 3, 3}

enum { D_DECIMAL, D_THREE, D_PERCENT, D_MONEY, D_BOUND, D_ROUGH, D_WHOLE, D_BOOLEAN, D_MONTH,
       D_QUARTER, D_YEAR, D_SEVERAL, D_SEVERAL_OTHER, D_PLAIN, D_CODED, D_CODED_CHOICE,
       D_CODED_NARRATIVE, D_COUNT };

static const struct field later[D_COUNT] = {
    [D_DECIMAL] = OF(DECIMAL, .places = 2, .codes = CODES),
    [D_THREE] = OF(DECIMAL, .places = 3),
    [D_PERCENT] = OF(PERCENT, .places = 1),
    [D_MONEY] = OF(MONEY, .places = 0),
    [D_BOUND] = OF(INTEGER, .at_least = true),
    [D_ROUGH] = OF(DECIMAL, .places = 2, .at_least = true, .estimate = true, .codes = CODES),
    [D_WHOLE] = OF(INTEGER, .codes = CODE_NO_FIGURES),
    [D_BOOLEAN] = OF(BOOLEAN, .codes = CODES),
    [D_MONTH] = OF(DATE, .precision = DATE_MONTH),
    [D_QUARTER] = OF(DATE, .precision = DATE_QUARTER, .codes = CODES),
    [D_YEAR] = OF(DATE, .precision = DATE_YEAR),
    [D_SEVERAL] = OF(CHOICE, .several = true, THREE),
    [D_SEVERAL_OTHER] = OF(CHOICE, .several = true, .other = true, .codes = CODES, THREE),
    [D_PLAIN] = OF(INTEGER, .places = 0),
    [D_CODED] = OF(TEXT, .codes = CODES),
    [D_CODED_CHOICE] = OF(CHOICE, .codes = CODES, THREE),
    [D_CODED_NARRATIVE] = OF(NARRATIVE, .codes = CODES),
};

static const struct later_case {
    int field;
    const char *typed, *bytes, *print;
    enum field_fit fit;
} later_cases[] = {
    /* Fractions, as typed. */
    {D_DECIMAL, "80,5", "\"80.5\"", "80,5", FIT_GOOD},
    {D_DECIMAL, "80,50", "\"80.50\"", "80,50", FIT_GOOD},
    {D_DECIMAL, "80.5", "\"80.5\"", "80,5", FIT_GOOD},
    {D_DECIMAL, "1.240", "\"1240\"", "1.240", FIT_GOOD},
    {D_DECIMAL, "1.240,5", "\"1240.5\"", "1.240,5", FIT_GOOD},
    {D_DECIMAL, "-0,05", "\"-0.05\"", "-0,05", FIT_GOOD},
    {D_DECIMAL, "80,555", "\"80.555\"", "80,555", FIT_PLACES},
    {D_DECIMAL, "80,5555555555", "{\"raw\":\"80,5555555555\"}", "80,5555555555", FIT_TYPE},
    {D_DECIMAL, "80a", "{\"raw\":\"80a\"}", "80a", FIT_TYPE},
    {D_DECIMAL, "80%", "{\"raw\":\"80%\"}", "80%", FIT_TYPE},
    {D_DECIMAL, "Không có số liệu", "{\"missing\":\"kcsl\"}", "không có số liệu", FIT_GOOD},
    {D_DECIMAL, "khong ap dung", "{\"missing\":\"kad\"}", "không áp dụng", FIT_GOOD},
    {D_DECIMAL, "Not applicable", "{\"missing\":\"kad\"}", "không áp dụng", FIT_GOOD},
    {D_DECIMAL, " ", "", "", FIT_GOOD},
    {D_THREE, "1,234", "\"1.234\"", "1,234", FIT_GOOD},
    {D_THREE, "1234,500", "\"1234.500\"", "1.234,500", FIT_GOOD},
    {D_THREE, "kad", "{\"raw\":\"kad\"}", "kad", FIT_TYPE},
    {D_PERCENT, "80,5", "\"80.5\"", "80,5%", FIT_GOOD},
    {D_PERCENT, "80,5 %", "\"80.5\"", "80,5%", FIT_GOOD},
    {D_PERCENT, "120%", "\"120\"", "120%", FIT_GOOD},
    {D_MONEY, "1 240 000", "\"1240000\"", "1.240.000", FIT_GOOD},
    {D_MONEY, "0,5", "\"0.5\"", "0,5", FIT_PLACES},
    /* Lower bounds and estimates, where they are allowed. */
    {D_BOUND, "100", "100", "100", FIT_GOOD},
    {D_BOUND, "100+", "{\"at_least\":true,\"value\":100}", "trên 100", FIT_GOOD},
    {D_BOUND, "1.240 +", "{\"at_least\":true,\"value\":1240}", "trên 1.240", FIT_GOOD},
    {D_BOUND, ">100", "{\"at_least\":true,\"value\":100}", "trên 100", FIT_GOOD},
    {D_BOUND, "> 100", "{\"at_least\":true,\"value\":100}", "trên 100", FIT_GOOD},
    {D_BOUND, "≥100", "{\"at_least\":true,\"value\":100}", "trên 100", FIT_GOOD},
    {D_BOUND, "Trên 100", "{\"at_least\":true,\"value\":100}", "trên 100", FIT_GOOD},
    {D_BOUND, "hơn 100", "{\"at_least\":true,\"value\":100}", "trên 100", FIT_GOOD},
    {D_BOUND, "it nhat 100", "{\"at_least\":true,\"value\":100}", "trên 100", FIT_GOOD},
    {D_BOUND, "100 trở lên", "{\"at_least\":true,\"value\":100}", "trên 100", FIT_GOOD},
    {D_BOUND, "~100", "{\"raw\":\"~100\"}", "~100", FIT_TYPE},
    {D_BOUND, "trên 12,5", "{\"raw\":\"trên 12,5\"}", "trên 12,5", FIT_TYPE},
    {D_BOUND, "trên", "{\"raw\":\"trên\"}", "trên", FIT_TYPE},
    {D_ROUGH, "~80,5", "{\"estimate\":true,\"value\":\"80.5\"}", "~80,5", FIT_GOOD},
    {D_ROUGH, "khoảng 80,5", "{\"estimate\":true,\"value\":\"80.5\"}", "~80,5", FIT_GOOD},
    {D_ROUGH, "khoảng trên 80", "{\"at_least\":true,\"estimate\":true,\"value\":\"80\"}",
     "trên ~80", FIT_GOOD},
    {D_ROUGH, "~1,234", "{\"estimate\":true,\"value\":\"1.234\"}", "~1,234", FIT_PLACES},
    {D_PLAIN, "100+", "{\"raw\":\"100+\"}", "100+", FIT_TYPE},
    {D_PLAIN, "kcsl", "{\"raw\":\"kcsl\"}", "kcsl", FIT_TYPE},
    {D_WHOLE, "KCSL", "{\"missing\":\"kcsl\"}", "không có số liệu", FIT_GOOD},
    {D_WHOLE, "kad", "{\"raw\":\"kad\"}", "kad", FIT_TYPE},
    /* Yes and no. */
    {D_BOOLEAN, "c", "true", "Có", FIT_GOOD},
    {D_BOOLEAN, "Có", "true", "Có", FIT_GOOD},
    {D_BOOLEAN, "co", "true", "Có", FIT_GOOD},
    {D_BOOLEAN, "x", "true", "Có", FIT_GOOD},
    {D_BOOLEAN, "1", "true", "Có", FIT_GOOD},
    {D_BOOLEAN, "k", "false", "Không", FIT_GOOD},
    {D_BOOLEAN, "kh", "false", "Không", FIT_GOOD},
    {D_BOOLEAN, "KHÔNG", "false", "Không", FIT_GOOD},
    {D_BOOLEAN, "0", "false", "Không", FIT_GOOD},
    {D_BOOLEAN, "không áp dụng", "{\"missing\":\"kad\"}", "không áp dụng", FIT_GOOD},
    {D_BOOLEAN, "có lẽ", "{\"raw\":\"có lẽ\"}", "có lẽ", FIT_TYPE},
    /* Months, quarters, years. */
    {D_MONTH, "6/2015", "\"2015-06\"", "tháng 6/2015", FIT_GOOD},
    {D_MONTH, "Tháng 12 năm 2015", "\"2015-12\"", "tháng 12/2015", FIT_GOOD},
    {D_MONTH, "13/2015", "{\"raw\":\"13/2015\"}", "13/2015", FIT_TYPE},
    {D_MONTH, "25/6/2015", "{\"raw\":\"25/6/2015\"}", "25/6/2015", FIT_TYPE},
    {D_QUARTER, "Quý II/2015", "\"2015-Q2\"", "quý II/2015", FIT_GOOD},
    {D_QUARTER, "quý 2 2015", "\"2015-Q2\"", "quý II/2015", FIT_GOOD},
    {D_QUARTER, "Q2/2015", "\"2015-Q2\"", "quý II/2015", FIT_GOOD},
    {D_QUARTER, "kad", "{\"missing\":\"kad\"}", "không áp dụng", FIT_GOOD},
    {D_YEAR, "2015", "\"2015\"", "năm 2015", FIT_GOOD},
    {D_YEAR, "năm 2015", "\"2015\"", "năm 2015", FIT_GOOD},
    {D_YEAR, "15", "{\"raw\":\"15\"}", "15", FIT_TYPE},
    /* Several choices: in the order of the form, whatever is typed first. */
    {D_SEVERAL, "thể thao", "[\"the_thao\"]", "Thể thao", FIT_GOOD},
    {D_SEVERAL, "tinh nguyen; the thao", "[\"the_thao\",\"tinh_nguyen\"]",
     "Thể thao; Tình nguyện", FIT_GOOD},
    {D_SEVERAL, "3,1", "[\"van_hoa\",\"tinh_nguyen\"]", "Văn hóa, văn nghệ; Tình nguyện", FIT_GOOD},
    {D_SEVERAL, "the_thao, the_thao", "[\"the_thao\"]", "Thể thao", FIT_GOOD},
    {D_SEVERAL, "Văn hóa, văn nghệ, thể thao", "[\"van_hoa\",\"the_thao\"]",
     "Văn hóa, văn nghệ; Thể thao", FIT_GOOD},
    {D_SEVERAL, ",;", "{\"raw\":\",;\"}", ",;", FIT_TYPE},
    {D_SEVERAL, "thể thao; khác", "{\"raw\":\"thể thao; khác\"}", "thể thao; khác", FIT_TYPE},
    {D_SEVERAL, "t", "{\"raw\":\"t\"}", "t", FIT_TYPE},
    {D_SEVERAL_OTHER, "thể thao, khác: đua ghe, bơi",
     "[\"the_thao\",{\"text\":\"đua ghe, bơi\",\"value\":\"khac\"}]",
     "Thể thao; Khác: đua ghe, bơi", FIT_GOOD},
    {D_SEVERAL_OTHER, "khác", "[{\"text\":\"\",\"value\":\"khac\"}]", "Khác", FIT_GOOD},
    {D_SEVERAL_OTHER, "kcsl", "{\"missing\":\"kcsl\"}", "không có số liệu", FIT_GOOD},
    {D_CODED, "Không áp dụng", "{\"missing\":\"kad\"}", "không áp dụng", FIT_GOOD},
    {D_CODED, "Không áp dụng ở xã", "\"Không áp dụng ở xã\"", "Không áp dụng ở xã", FIT_GOOD},
    {D_CODED_CHOICE, "kad", "{\"missing\":\"kad\"}", "không áp dụng", FIT_GOOD},
    {D_CODED_NARRATIVE, "\nkcsl\n", "{\"missing\":\"kcsl\"}", "không có số liệu", FIT_GOOD},
};

static void later_types(void)
{
    for (size_t i = 0; i < sizeof later_cases / sizeof *later_cases; i++) {
        const struct later_case *c = &later_cases[i];
        const struct field *f = &later[c->field];
        const char *why = NULL;
        struct value v = f->type->parse(f, c->typed);
        char *bytes = value_to_bytes(&v), *print = field_print(f, &v);
        printf("# %s: case %zu\n", f->type->name, i + 1);
        is(c->bytes, bytes, "the value");
        is(c->print, print, "what is shown");
        is_int(c->fit, field_fit(f, &v), "how it fits");
        ok(value_is_blank(&v) || f->type->accepts(f, &v, &why), "its own type accepts it");
        edits_back(f, &v);
        struct value shown = c->fit == FIT_GOOD ? f->type->parse(f, print) : value_copy(&v);
        ok(value_equal(&v, &shown), "typed as it is shown, it is the same");
        value_finish(&shown);
        free(print);
        free(bytes);
        value_finish(&v);
    }
}

static void later_english(void)
{
    static const struct {
        int field;
        const char *bytes, *print;
    } texts[] = {
        {D_DECIMAL, "\"1240.50\"", "1,240.50"},
        {D_BOUND, "{\"at_least\":true,\"value\":100}", "over 100"},
        {D_BOOLEAN, "true", "Yes"},
        {D_MONTH, "\"2015-06\"", "June 2015"},
        {D_QUARTER, "\"2015-Q2\"", "Q2 2015"},
        {D_YEAR, "\"2015\"", "2015"},
        {D_SEVERAL, "[\"van_hoa\",\"the_thao\"]", "Culture, arts; Sports"},
    };
    lang_set(LANG_EN);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct value v;
        value_from_bytes(texts[i].bytes, &v);
        char *print = field_print(&later[texts[i].field], &v);
        is(texts[i].print, print, "in English");
        free(print);
        value_finish(&v);
    }
    lang_set(LANG_VI);
}

/* What was stored under another form is judged, and kept. */
static void fits(void)
{
    static const struct {
        int field;
        const char *bytes;
        enum field_fit fit;
    } cases_of_fit[] = {
        {D_PLAIN, "{\"missing\":\"kcsl\"}", FIT_CODE},
        {D_WHOLE, "{\"missing\":\"kad\"}", FIT_CODE},
        {D_SEVERAL, "{\"missing\":\"kad\"}", FIT_CODE},
        {D_PLAIN, "{\"at_least\":true,\"value\":100}", FIT_FLAG},
        {D_BOUND, "{\"estimate\":true,\"value\":100}", FIT_FLAG},
        {D_BOUND, "{\"at_least\":true,\"value\":\"100\"}", FIT_TYPE},
        {D_PLAIN, "\"80\"", FIT_TYPE},
        {D_DECIMAL, "80", FIT_GOOD},
        {D_DECIMAL, "\"80,5\"", FIT_TYPE},
        {D_DECIMAL, "true", FIT_TYPE},
        {D_BOOLEAN, "1", FIT_TYPE},
        {D_MONTH, "\"2015-06-25\"", FIT_TYPE},
        {D_MONTH, "\"2015-6\"", FIT_TYPE},
        {D_QUARTER, "\"2015-Q5\"", FIT_TYPE},
        {D_SEVERAL, "\"the_thao\"", FIT_GOOD},
        {D_SEVERAL, "[1]", FIT_TYPE},
        {D_SEVERAL, "{\"a\":1}", FIT_TYPE},
        {D_CODED_CHOICE, "[\"the_thao\"]", FIT_TYPE},
        {D_CODED, "7", FIT_TYPE},
    };
    for (size_t i = 0; i < sizeof cases_of_fit / sizeof *cases_of_fit; i++) {
        const struct field *f = &later[cases_of_fit[i].field];
        struct value v;
        value_from_bytes(cases_of_fit[i].bytes, &v);
        char *print = field_print(f, &v), *edit = field_edit_text(f, &v);
        ok(field_fit(f, &v) == cases_of_fit[i].fit && *print && *edit, "%s in a %s: %d (got %d)",
           cases_of_fit[i].bytes, f->type->name, (int)cases_of_fit[i].fit, (int)field_fit(f, &v));
        free(edit);
        free(print);
        value_finish(&v);
    }
}

static void table(void)
{
    for (int i = 0; i < TYPE_COUNT; i++) {
        const struct field_type *t = &field_types[i];
        ok(field_type_find(t->name) == t && field_type_id(t) == (enum type_id)i && t->parse &&
               t->print && t->accepts && (t->sql || i == TYPE_TABLE), "type %s", t->name);
    }
    ok(!field_type_find("number") && !field_type_find(""), "no other types");
}

/* A typing method is off by itself in figures, dates, codes and addresses. */
static void typing(void)
{
    static const struct {
        enum type_id type;
        const char *pattern;
        bool on;
    } rows[] = {
        {TYPE_TEXT, NULL, true},
        {TYPE_NARRATIVE, NULL, true},
        {TYPE_BOOLEAN, NULL, true}, /* “có” may be typed with its mark */
        {TYPE_CHOICE, NULL, true},
        {TYPE_INTEGER, NULL, false},
        {TYPE_DECIMAL, NULL, false},
        {TYPE_PERCENT, NULL, false},
        {TYPE_MONEY, NULL, false},
        {TYPE_DATE, NULL, false},
        {TYPE_TEXT, "[0-9]{4}", false},
        {TYPE_TEXT, "[A-Z]{2}[-/]?[0-9]+(a|b)", false},
        {TYPE_TEXT, "[^@ ]+@[^@ ]+\\.[a-z]+", false},
        {TYPE_TEXT, "[][:digit:].-]+", false},
        {TYPE_TEXT, "[0-9]+\\.[0-9]+", false},
        {TYPE_TEXT, "[0-9]+-(BC|KH)/.+", true},
        {TYPE_TEXT, "[0-9]+/QĐ", true},
        {TYPE_TEXT, "[^0-9]*", true},
        {TYPE_TEXT, "[[:alpha:] ]+", true},
        {TYPE_TEXT, "\\w+", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct field f = {.type = &field_types[rows[i].type], .pattern = (char *)rows[i].pattern};
        ok(field_takes_typing(&f) == rows[i].on, "typing is %s: %s %s", rows[i].on ? "on" : "off", f.type->name,
           rows[i].pattern ? rows[i].pattern : "");
    }
}

/* As people write them into a report of 2015. */
static void test_without_year(void)
{
    static const struct {
        enum date_precision precision;
        const char *typed, *want;
    } dates[] = {
        {DATE_DAY, "05/11", "2015-11-05"},   {DATE_DAY, "5-11", "2015-11-05"},
        {DATE_DAY, "5.11", "2015-11-05"},    {DATE_DAY, "ngày 5 tháng 6", "2015-06-05"},
        {DATE_DAY, "7-10-2003", "2003-10-07"}, {DATE_DAY, "31/2", NULL},
        {DATE_DAY, "25", NULL},              {DATE_DAY, "6/2015", NULL},
        {DATE_MONTH, "6", "2015-06"},        {DATE_MONTH, "tháng 6", "2015-06"},
        {DATE_MONTH, "13", NULL},            {DATE_MONTH, "6/2014", "2014-06"},
        {DATE_QUARTER, "Quý I", "2015-Q1"},  {DATE_QUARTER, "iv", "2015-Q4"},
        {DATE_QUARTER, "2", "2015-Q2"},      {DATE_QUARTER, "quý II/2014", "2014-Q2"},
        {DATE_QUARTER, "5", NULL},           {DATE_YEAR, "14", NULL},
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        struct field f = {.type = &field_types[TYPE_DATE], .precision = dates[i].precision};
        struct value v = typed_read(&f, dates[i].typed, 2015);
        ok(v.kind == (dates[i].want ? VALUE_TEXT : VALUE_RAW) &&
               !strcmp(v.text, dates[i].want ? dates[i].want : dates[i].typed),
           "%s is %s", dates[i].typed, dates[i].want ? dates[i].want : "left as it is");
        value_finish(&v);
    }
    struct field f = {.type = &field_types[TYPE_INTEGER]};
    struct value v = typed_read(&f, "5/11", 2015);
    is("5/11", v.kind == VALUE_RAW ? v.text : "", "a figure has no year");
    value_finish(&v);
}

int main(void)
{
    test_without_year();
    typing();
    small_form_get();
    lang_set(LANG_VI);
    table();
    parses();
    prints_english();
    strangers();
    later_types();
    later_english();
    fits();
    return tap_done();
}
