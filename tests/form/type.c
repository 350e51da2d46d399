#include "form/type.h"

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

static void table(void)
{
    for (int i = 0; i < TYPE_COUNT; i++) {
        const struct field_type *t = &field_types[i];
        ok(field_type_find(t->name) == t && field_type_id(t) == (enum type_id)i && t->parse &&
               t->print && t->accepts && (t->sql || i == TYPE_TABLE), "type %s", t->name);
    }
    ok(!field_type_find("number") && !field_type_find(""), "no other types");
}

int main(void)
{
    small_form_get();
    lang_set(LANG_VI);
    table();
    parses();
    prints_english();
    strangers();
    return tap_done();
}
