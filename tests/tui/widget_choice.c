/* Choices and units through their operations: the open list, filtering, "other". */
#include "widget_bench.h"

static const char *result_name(enum widget_result r)
{
    static const char *const names[] = {"pass", "done", "next", "prev"};
    return names[r];
}

static void begin_choice(struct bench *b, const char *value)
{
    bench_field(b, TYPE_CHOICE);
    bench_option(b, "tot", "Hoạt động tốt");
    bench_option(b, "kem", "Hoạt động kém");
    bench_option(b, "ngung", "Đã ngừng hoạt động");
    b->entry.field.other = true;
    bench_begin(b, value, 6, 24);
}

static const char list_blank[] = "   1 Hoạt động tốt\n"
                                 "   2 Hoạt động kém\n"
                                 "   3 Đã ngừng hoạt động\n"
                                 "   4 Khác\n";

/* From a value, by keys, to the result of the last key, and what the entry holds after leaving. */
static const struct {
    const char *name, *value, *keys, *result, *held;
} cases[] = {
    {"Enter walks through a blank choice", "", "Enter", "next", ""},
    {"Enter walks through a chosen one", "\"kem\"", "Enter", "next", "\"kem\""},
    {"a digit chooses and goes on", "", "'2'", "next", "\"kem\""},
    {"a digit without an option does nothing", "\"tot\"", "'7' Esc", "done", "\"tot\""},
    {"Down and Enter", "", "Down Down Enter", "next", "\"kem\""},
    {"Down and a blank", "", "Down ' '", "next", "\"tot\""},
    {"a blank alone does nothing", "", "' '", "done", ""},
    {"Up at the top is the screen's", "\"tot\"", "Up", "pass", "\"tot\""},
    {"Down at the end is the screen's", "\"ngung\"", "Down Down", "pass", "\"ngung\""},
    {"moving alone chooses nothing", "\"tot\"", "Down Down Tab", "pass", "\"tot\""},
    {"End and Enter", "", "Home End Up Enter", "next", "\"ngung\""},
    {"letters find without marks", "", "'kem' Enter", "next", "\"kem\""},
    {"several words find in any order", "", "'hoat ngung' Enter", "next", "\"ngung\""},
    {"found and moved", "", "'hoat' Down Down Enter", "next", "\"ngung\""},
    {"the only one found is taken on leaving", "", "'tot' Tab", "pass", "\"tot\""},
    {"several found: nothing is taken", "\"kem\"", "'hoat' Tab", "pass", "\"kem\""},
    {"several found, one moved to", "\"kem\"", "'hoat' Down Down Tab", "pass", "\"ngung\""},
    {"none found: nothing is taken", "\"kem\"", "'xyz' Enter", "next", "\"kem\""},
    {"Esc forgets the filter", "\"kem\"", "'tot' Esc", "done", "\"kem\""},
    {"Esc without one is the screen's", "\"kem\"", "Esc", "pass", "\"kem\""},
    {"Backspace widens the filter", "", "'kema' Backspace Enter", "next", "\"kem\""},
    {"Del clears", "\"kem\"", "Del", "done", ""},
    {"other takes a text", "", "'4' 'tạm nghỉ' Enter", "next",
     "{\"text\":\"tạm nghỉ\",\"value\":\"khac\"}"},
    {"other takes a text on leaving", "", "'4' 'tạm nghỉ' Tab", "pass",
     "{\"text\":\"tạm nghỉ\",\"value\":\"khac\"}"},
    {"Esc in the text of other keeps the choice", "\"kem\"", "'4' 'tạm nghỉ' Esc", "done",
     "\"kem\""},
    {"letters on the row of other are its text", "", "Home End 'xây' Enter", "next",
     "{\"text\":\"xây\",\"value\":\"khac\"}"},
    {"Enter walks through other", "{\"text\":\"xây\",\"value\":\"khac\"}", "Enter", "next",
     "{\"text\":\"xây\",\"value\":\"khac\"}"},
    {"F2 edits the text of other", "{\"text\":\"xây\",\"value\":\"khac\"}", "F2 ' cầu' Enter",
     "next", "{\"text\":\"xây cầu\",\"value\":\"khac\"}"},
    {"typing replaces the text of other", "{\"text\":\"xây\",\"value\":\"khac\"}", "'cầu' Enter",
     "next", "{\"text\":\"cầu\",\"value\":\"khac\"}"},
    {"another option replaces other", "{\"text\":\"xây\",\"value\":\"khac\"}", "'1'", "next",
     "\"tot\""},
    {"a raw answer stays until one is chosen", "{\"raw\":\"tạm\"}", "Enter", "next",
     "{\"raw\":\"tạm\"}"},
    {"undo is the entry's", "\"tot\"", "C-z", "pass", "\"tot\""},
};

static void run_cases(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench b;
        begin_choice(&b, cases[i].value);
        bench_keys(&b, cases[i].keys);
        is(cases[i].result, result_name(b.result), cases[i].name);
        ok(leaves(&b), "… can be left");
        holds(&b, cases[i].held, "… what the entry holds");
        bench_end(&b);
    }
}

static void looks(void)
{
    struct bench b;
    char want[512];
    begin_choice(&b, "");
    snprintf(want, sizeof want, "%s@0,0", list_blank);
    shows(&b, want, "a blank choice is open, nothing highlighted");
    is_int(4, b.w->ops->rows(b.w, 24), "… and wants a row for each option");
    bench_keys(&b, "Down");
    shows(&b,
          "▸  1 Hoạt động tốt\n   2 Hoạt động kém\n   3 Đã ngừng hoạt động\n   4 Khác\n@0,0",
          "Down highlights");
    bench_keys(&b, "'kem'");
    shows(&b, "kem\n▸  2 Hoạt động kém\n@0,3", "typing shows the filter and what fits");
    is_int(2, b.w->ops->rows(b.w, 24), "… which takes fewer rows");
    bench_keys(&b, "'z'");
    shows(&b, "kemz\nkhông có mục nào khớp\n@0,4", "nothing fits");
    bench_keys(&b, "Esc '4' 'nghỉ'");
    shows(&b,
          "   1 Hoạt động tốt\n   2 Hoạt động kém\n   3 Đã ngừng hoạt động\n▸  4 Khác: nghỉ\n@3,15",
          "the text of other is typed behind it");
    bench_keys(&b, "Enter");
    leaves(&b);
    rests(&b, "Khác: nghỉ\n", "other at rest");
    is_int(1, b.w->ops->rows(b.w, 24), "… takes one row");
    shows(&b,
          "   1 Hoạt động tốt\n   2 Hoạt động kém\n   3 Đã ngừng hoạt động\n▸• 4 Khác: nghỉ\n@3,0",
          "the chosen one is marked");
    bench_keys(&b, "Del");
    rests(&b, "(chưa nhập)\n", "blank at rest");
    bench_end(&b);
}

static void long_labels(void)
{
    struct bench b;
    bench_field(&b, TYPE_CHOICE);
    bench_option(&b, "a", "Mô hình còn hoạt động và có hiệu quả");
    bench_option(&b, "b", "Không");
    bench_begin(&b, "\"a\"", 4, 20);
    shows(&b, "▸• 1 Mô hình còn\n     hoạt động và có\n     hiệu quả\n   2 Không\n@0,0",
          "long labels are shown whole");
    is_int(4, b.w->ops->rows(b.w, 20), "… and their rows are counted");
    leaves(&b);
    rests(&b, "Mô hình còn hoạt độ…\n", "at rest a long one is cut");
    bench_end(&b);
}

/* ---- units ----------------------------------------------------------------------------------- */

static struct unit units[] = {
    {.id = (char[]){"ab"}, .name = (char[]){"An Biên"}, .full_name = (char[]){"Huyện An Biên"}},
    {.id = (char[]){"am"}, .name = (char[]){"An Minh"}, .full_name = (char[]){"Huyện An Minh"}},
    {.id = (char[]){"rg"}, .name = (char[]){"Rạch Giá"}, .full_name = (char[]){"TP Rạch Giá"}},
    {.id = (char[]){"pq"}, .name = (char[]){"Phú Quốc"}, .full_name = (char[]){"Huyện Phú Quốc"}},
};
static struct catalogue catalogue = {.id = (char[]){"kien_giang"},
                                     .province_id = (char[]){"kien_giang"},
                                     .province_name = (char[]){"Kiên Giang"},
                                     .units = {units, 4, 4},
                                     .by_id = {(size_t[]){0, 1, 3, 2}, 4, 4}};

static const struct {
    const char *name, *value, *keys, *result, *held;
} unit_cases[] = {
    {"part of a name and Enter", "", "'rach' Enter", "next", "\"rg\""},
    {"the only one on leaving", "", "'minh' Tab", "pass", "\"am\""},
    {"several: what was typed stays", "", "'an' Tab", "pass", "\"an\""},
    {"none: what was typed stays", "", "'Cà Mau' Enter", "next", "\"Cà Mau\""},
    {"a blank in the name", "", "'phu quoc' Enter", "next", "\"pq\""},
    {"digits are text here", "", "'1' Esc", "done", ""},
    {"Enter walks through", "\"ab\"", "Enter", "next", "\"ab\""},
    {"Down from the chosen one", "\"ab\"", "Down Enter", "next", "\"am\""},
};

static void run_unit_cases(void)
{
    for (size_t i = 0; i < sizeof unit_cases / sizeof *unit_cases; i++) {
        struct bench b;
        bench_field(&b, TYPE_UNIT);
        bench_begin(&b, unit_cases[i].value, 4, 24);
        b.entry.catalogue = &catalogue;
        b.w->ops->enter(b.w, PLACE_FIELD(0), false);
        bench_keys(&b, unit_cases[i].keys);
        is(unit_cases[i].result, result_name(b.result), unit_cases[i].name);
        ok(leaves(&b), "… can be left");
        holds(&b, unit_cases[i].held, "… what the entry holds");
        bench_end(&b);
    }
}

static void unit_looks(void)
{
    struct bench b;
    bench_field(&b, TYPE_UNIT);
    bench_begin(&b, "", 4, 24);
    shows(&b, "gõ một phần của tên\ndanh sách trống\n@0,0", "without a unit list");
    bench_keys(&b, "'An Biên' Enter");
    holds(&b, "\"An Biên\"", "… a unit is plain text");
    b.entry.catalogue = &catalogue;
    leaves(&b);
    bench_keys(&b, "Del");
    b.w->ops->enter(b.w, PLACE_FIELD(0), false);
    shows(&b, "gõ một phần của tên\n   Huyện An Biên\n   Huyện An Minh\n   TP Rạch Giá\n@0,0",
          "the list, as much as there is room for");
    bench_keys(&b, "'an' End");
    shows(&b, "an\n   Huyện An Biên\n▸  Huyện An Minh\n@0,2", "names that fit");
    bench_keys(&b, "Esc End");
    shows(&b, "gõ một phần của tên\n   Huyện An Minh\n   TP Rạch Giá\n▸  Huyện Phú Quốc\n@0,0",
          "a list longer than the room scrolls");
    bench_keys(&b, "Enter");
    leaves(&b);
    rests(&b, "Huyện Phú Quốc\n", "a unit at rest is shown by its name");
    bench_end(&b);
}

int main(void)
{
    run_cases();
    looks();
    long_labels();
    run_unit_cases();
    unit_looks();
    return tap_done();
}
