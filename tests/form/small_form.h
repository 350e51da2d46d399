#ifndef PHIEU_TESTS_SMALL_FORM_H
#define PHIEU_TESTS_SMALL_FORM_H
/* A form with a field of every type, made by hand: these tests need no YAML. */
#include "form/form.h"

enum { F_TEN, F_Y_KIEN, F_SO, F_NGAY, F_LOAI, F_MUC, F_DON_VI, F_PHU_LUC, F_COUNT };
enum { C_TEN, C_SO, C_LAP, C_NHOM, C_COUNT };

static struct option small_options[] = {
    {(char *)"tot", {(char *)"Hoạt động tốt", (char *)"Works well"}},
    {(char *)"kha", {(char *)"Hoạt động khá", (char *)"Works fairly"}},
    {(char *)"dung", {(char *)"Đã dừng", (char *)"Stopped"}},
};
static struct option small_levels[] = {
    {(char *)"mot", {(char *)"1 năm", NULL}},
    {(char *)"nam", {(char *)"5 năm", NULL}},
    {(char *)"giong", {(char *)"Giống nhau", NULL}},
    {(char *)"giong_2", {(char *)"Giống nhau", NULL}},
};

static struct field small_columns[C_COUNT];
static struct field *small_column_list[C_COUNT];
static struct table small_table;
static struct field small_fields[F_COUNT];
static struct field *small_field_list[F_COUNT];
static struct form small_form;

static inline void small_add(struct field *f, const char *id, enum type_id type, int index)
{
    f->id = (char *)id;
    f->type = &field_types[type];
    f->index = index;
    if (type == TYPE_INTEGER || type == TYPE_DATE)
        f->codes = CODE_NO_FIGURES | CODE_NOT_APPLICABLE;
    if (type == TYPE_CHOICE) {
        f->options.v = small_options;
        f->options.n = sizeof small_options / sizeof *small_options;
        f->other = true;
    }
}

static inline const struct form *small_form_get(void)
{
    static const struct {
        const char *id;
        enum type_id type;
    } fields[] = {
        {"ten", TYPE_TEXT},     {"y_kien", TYPE_NARRATIVE}, {"so", TYPE_INTEGER},
        {"ngay", TYPE_DATE},    {"loai", TYPE_CHOICE},      {"muc", TYPE_CHOICE},
        {"don_vi", TYPE_UNIT},  {"phu_luc", TYPE_TABLE},
    }, columns[] = {
        {"ten_loai_hinh", TYPE_TEXT}, {"so_mo_hinh", TYPE_INTEGER},
        {"ngay_lap", TYPE_DATE},      {"nhom", TYPE_CHOICE},
    };
    for (int i = 0; i < F_COUNT; i++)
        small_add(small_field_list[i] = &small_fields[i], fields[i].id, fields[i].type, i);
    for (int i = 0; i < C_COUNT; i++) {
        small_add(small_column_list[i] = &small_columns[i], columns[i].id, columns[i].type, i);
        small_columns[i].table_field = &small_fields[F_PHU_LUC];
    }
    small_fields[F_MUC].options.v = small_levels;
    small_fields[F_MUC].options.n = sizeof small_levels / sizeof *small_levels;
    small_fields[F_MUC].other = false;
    small_table.columns.v = small_column_list;
    small_table.columns.n = C_COUNT;
    small_fields[F_PHU_LUC].table = &small_table;
    small_form.id = (char *)"small";
    small_form.fields.v = small_field_list;
    small_form.fields.n = F_COUNT;
    return &small_form;
}

#endif
