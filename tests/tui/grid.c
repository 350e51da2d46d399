/* The annex of the survey, keyed as a clerk does: what keys do to cells and rows, what stands on
 * the screen, what the entry holds. */
#include "grid_bench.h"

#define ROW1 "{\"ng_dang_vien\":12,\"ng_doan_vien\":150,\"ng_quan_chung\":30,\"so_mo_hinh\":20," \
             "\"ten_loai_hinh\":\"Tổ góp vốn xoay vòng\",\"tl_den_2010\":12,\"tl_sau_2010\":8," \
             "\"yeu_cau_tap_hop\":\"so_thich\"}"
#define ROW2 "{\"ng_dang_vien\":10,\"ng_doan_vien\":100,\"ng_quan_chung\":20,\"so_mo_hinh\":12," \
             "\"ten_loai_hinh\":\"CLB đan lát\",\"tl_den_2010\":8,\"tl_sau_2010\":4," \
             "\"yeu_cau_tap_hop\":\"nganh_nghe\"}"
#define ROW3 "{\"ng_dang_vien\":25,\"ng_doan_vien\":75,\"ng_quan_chung\":0,\"so_mo_hinh\":15," \
             "\"ten_loai_hinh\":\"CLB đờn ca tài tử\",\"tl_den_2010\":11,\"tl_sau_2010\":4," \
             "\"yeu_cau_tap_hop\":\"nguyen_vong\"}"
#define ROW4 "{\"ng_dang_vien\":60,\"ng_doan_vien\":410,\"ng_quan_chung\":50,\"so_mo_hinh\":30," \
             "\"ten_loai_hinh\":\"CLB thanh niên\",\"tl_den_2010\":0,\"tl_sau_2010\":30," \
             "\"yeu_cau_tap_hop\":\"nhiem_vu\"}"

/* One key besides letters and digits per cell; Home and Down to the next row. */
#define KEYS1 "'Tổ góp vốn xoay vòng' Enter '20' Enter '12' Enter '8' Enter '150' Enter '30' " \
              "Enter '12' Enter '1' Enter Enter Enter "
#define KEYS2 "'CLB đan lát' Tab '12' Tab '8' Tab '4' Tab '100' Tab '20' Tab '10' Tab 'nganh' " \
              "Tab Tab Tab "
#define KEYS3 "'CLB đờn ca tài tử' Right '15' Right '11' Right '4' Right '75' Right '0' Right " \
              "'25' Right 'nguyen v' Enter Enter Enter "
#define KEYS4 "'CLB thanh niên' Enter '30' Enter '0' Enter '30' Enter '410' Enter '50' Enter " \
              "'60' Enter 'theo yêu cầu nhiệm vụ' Enter Enter Enter "

static void examples(void)
{
    struct bench b;
    bench_begin(&b, 19, 80);
    bench_keys(&b, KEYS1 KEYS2 KEYS3 KEYS4);
    holds(&b, "[" ROW1 "," ROW2 "," ROW3 "," ROW4 "]",
          "the example rows, one key besides letters and digits for each cell");
    char *where = b.w->ops->where(b.w);
    is("phu_luc/-/ten_loai_hinh", where, "… the cursor stands in the row that is not there yet");
    free(where);
    shows(&b,
          "                          │         │ Năm thành lập │  Tổng số người tham\n"
          "                          │   Số    │               │         gia\n"
          " STT    TÊN LOẠI HÌNH     │  lượng  │ Từ 2010  Từ   │   Đoàn   Quần  Đảng\n"
          "                          │ mô hình │   về     sau  │  viên,   chúng viên\n"
          "                          │         │  trước  2010  │ hội viên\n"
          "   1          3           │    4    │    5      6   │    7       8     9       ›\n"
          "──────────────────────────┼─────────┼───────────────┼───────────────────────────\n"
          "   1 Tổ góp vốn xoay vòng │      20 │      12     8 │      150    30    12\n"
          "   2 CLB đan lát          │      12 │       8     4 │      100    20    10\n"
          "   3 CLB đờn ca tài tử    │      15 │      11     4 │       75     0    25\n"
          "   4 CLB thanh niên       │      30 │       0    30 │      410    50    60\n"
          "   5[                    ]│         │               │\n"
          "                          │         │               │\n"
          "                          │         │               │\n"
          "                          │         │               │\n"
          "                          │         │               │\n"
          "                          │         │               │\n"
          "──────────────────────────┼─────────┼───────────────┼───────────────────────────\n"
          "     Cộng                 │      77 │      31    46 │      735   100   107\n",
          "… at 80 columns");
    surface_resize(b.surface, 35, 120);
    shows(&b,
          "                          │         │ Năm thành lập │  Tổng số người tham  │                  │  Số mô hình hiện còn\n"
          "                          │   Số    │               │         gia          │                  │        duy trì\n"
          " STT    TÊN LOẠI HÌNH     │  lượng  │ Từ 2010  Từ   │   Đoàn   Quần  Đảng  │ Yêu cầu tập hợp  │ Trong đó còn Không còn\n"
          "                          │ mô hình │   về     sau  │  viên,   chúng viên  │                  │ phát huy tác phát huy\n"
          "                          │         │  trước  2010  │ hội viên             │                  │     dụng     tác dụng\n"
          "   1          3           │    4    │    5      6   │    7       8     9   │        10        │      11         12\n"
          "──────────────────────────┼─────────┼───────────────┼──────────────────────┼──────────────────┼─────────────────────────\n"
          "   1 Tổ góp vốn xoay vòng │      20 │      12     8 │      150    30    12 │ theo sở thích    │\n"
          "   2 CLB đan lát          │      12 │       8     4 │      100    20    10 │ theo ngành nghề  │\n"
          "   3 CLB đờn ca tài tử    │      15 │      11     4 │       75     0    25 │ theo nguyện vọng │\n"
          "   4 CLB thanh niên       │      30 │       0    30 │      410    50    60 │ theo yêu cầu nh… │\n"
          "   5[                    ]│         │               │                      │                  │\n"
          "                          │         │               │                      │                  │\n"
          "                          │         │               │                      │                  │\n"
          "                          │         │               │                      │                  │\n"
          "                          │         │               │                      │                  │\n"
          "                          │         │               │                      │                  │\n"
          "                          │         │               │                      │                  │\n"
          "                          │         │               │                      │                  │\n"
          "                          │         │               │                      │                  │\n"
          "                          │         │               │                      │                  │\n"
          "                          │         │               │                      │                  │\n"
          "                          │         │               │                      │                  │\n"
          "                          │         │               │                      │                  │\n"
          "                          │         │               │                      │                  │\n"
          "                          │         │               │                      │                  │\n"
          "                          │         │               │                      │                  │\n"
          "                          │         │               │                      │                  │\n"
          "                          │         │               │                      │                  │\n"
          "                          │         │               │                      │                  │\n"
          "                          │         │               │                      │                  │\n"
          "                          │         │               │                      │                  │\n"
          "                          │         │               │                      │                  │\n"
          "──────────────────────────┼─────────┼───────────────┼──────────────────────┼──────────────────┼─────────────────────────\n"
          "     Cộng                 │      77 │      31    46 │      735   100   107 │                  │\n",
          "… all columns at 120");
    bench_end(&b);
}

static void rule(void)
{
    struct bench b;
    bench_begin(&b, 19, 80);
    bench_keys(&b, "'CLB' Enter '20' Enter '13' Enter '8' Enter");
    char *text = bench_screen(&b);
    ok(strstr(text, "\n ! Cột 5 + 6 phải bằng cột 4 (13 + 8 ≠ 20).\n") != NULL,
       "the rule with its numbers as soon as the third cell is left");
    ok(strstr(text, "\n ! 1 CLB ") != NULL, "… and a mark at the row");
    int y = 7, x = 0;
    for (int i = 0; i < 80; i++)
        x += surface_cell(b.surface, y, i)->style == STYLE_ERROR;
    is_int(6, x, "… and the mark and the figures in the style of errors");
    free(text);
    bench_keys(&b, "Left");
    text = bench_screen(&b);
    ok(!strstr(text, "phải bằng"), "at the cell itself the screen's own line says it");
    free(text);
    bench_keys(&b, "'7' Enter");
    text = bench_screen(&b);
    ok(!strstr(text, "!"), "put right, nothing is marked");
    free(text);
    bench_keys(&b, "Down");
    text = bench_screen(&b);
    ok(!strstr(text, "!"), "nor does a row that is complete");
    free(text);
    bench_keys(&b, "'5' Down");
    text = bench_screen(&b);
    ok(strstr(text, "\n ! 2 ! ") != NULL, "what must be filled in is told when the row is left");
    free(text);
    bench_end(&b);
}

/* Keys from an empty table to what the entry holds. */
static const struct {
    const char *name, *keys, *held;
} cases[] = {
    {"nothing typed makes no row", "Enter Enter Tab Down F2 Enter", "[]"},
    {"typing replaces", "'a' Enter Left 'b' Enter", "[{\"ten_loai_hinh\":\"b\"}]"},
    {"F2 edits", "'a' Enter Left F2 'b' Enter", "[{\"ten_loai_hinh\":\"ab\"}]"},
    {"F2: arrows move in the text", "'ac' Enter Left F2 Left 'b' Enter",
     "[{\"ten_loai_hinh\":\"abc\"}]"},
    {"Backspace edits from the end", "'ab' Enter Left Backspace Enter",
     "[{\"ten_loai_hinh\":\"a\"}]"},
    {"Del clears", "'a' Enter '5' Enter Left Del", "[{\"ten_loai_hinh\":\"a\"}]"},
    {"Esc restores", "'a' Enter Left 'b' Esc Enter", "[{\"ten_loai_hinh\":\"a\"}]"},
    {"redo after Esc brings back what was typed", "'a' Enter Left 'b' Esc C-y Enter",
     "[{\"ten_loai_hinh\":\"b\"}]"},
    {"what is no figure is kept", "'a' Enter '12a' Enter",
     "[{\"so_mo_hinh\":{\"raw\":\"12a\"},\"ten_loai_hinh\":\"a\"}]"},
    {"thousands", "'a' Enter '1.240' Enter", "[{\"so_mo_hinh\":1240,\"ten_loai_hinh\":\"a\"}]"},
    {"undo takes a row back with its first cell", "'a' Enter C-z", "[]"},
    {"redo brings it again", "'a' Enter C-z C-y", "[{\"ten_loai_hinh\":\"a\"}]"},
    {"undo of a cell", "'a' Enter '1' Enter '2' Enter C-z C-z",
     "[{\"ten_loai_hinh\":\"a\"}]"},
    {"Ctrl-D repeats the cell above", "'a' Enter '5' Home Down C-d Right F6",
     "[{\"so_mo_hinh\":5,\"ten_loai_hinh\":\"a\"},{\"so_mo_hinh\":5,\"ten_loai_hinh\":\"a\"}]"},
    {"Ctrl-D fills down", "'a' Down 'b' Down 'c' Up Up S-Down S-Down C-d",
     "[{\"ten_loai_hinh\":\"a\"},{\"ten_loai_hinh\":\"a\"},{\"ten_loai_hinh\":\"a\"}]"},
    {"… in one step", "'a' Down 'b' Down 'c' Up Up S-Down S-Down C-d C-z",
     "[{\"ten_loai_hinh\":\"a\"},{\"ten_loai_hinh\":\"b\"},{\"ten_loai_hinh\":\"c\"}]"},
    {"Ctrl-Del takes a row", "'a' Down 'b' Up C-Del", "[{\"ten_loai_hinh\":\"b\"}]"},
    {"… and undo gives it back", "'a' Down 'b' Up C-Del C-z",
     "[{\"ten_loai_hinh\":\"a\"},{\"ten_loai_hinh\":\"b\"}]"},
    {"Ctrl-Ins puts one above", "'b' Up Down Up C-Ins 'a' Down",
     "[{\"ten_loai_hinh\":\"a\"},{\"ten_loai_hinh\":\"b\"}]"},
    {"the menu by letter", "'a' Down 'b' F7 'l'",
     "[{\"ten_loai_hinh\":\"b\"},{\"ten_loai_hinh\":\"a\"}]"},
    {"the menu by Enter", "'a' Down 'b' Up F7 Down Down Down Enter",
     "[{\"ten_loai_hinh\":\"b\"},{\"ten_loai_hinh\":\"a\"}]"},
    {"the menu closes", "'a' Down 'b' F7 Esc 'x' Enter",
     "[{\"ten_loai_hinh\":\"a\"},{\"ten_loai_hinh\":\"x\"}]"},
    {"copy and paste a block", "'a' Enter '1' Home S-Right C-c Down Home C-v",
     "[{\"so_mo_hinh\":1,\"ten_loai_hinh\":\"a\"},{\"so_mo_hinh\":1,\"ten_loai_hinh\":\"a\"}]"},
    {"cut", "'a' Enter '1' Home S-Right C-x", "[]"},
    {"a copied cell over a selection", "'a' Down 'b' Down 'c' Up Up C-c Down S-Down C-v",
     "[{\"ten_loai_hinh\":\"a\"},{\"ten_loai_hinh\":\"a\"},{\"ten_loai_hinh\":\"a\"}]"},
    {"clear a selection", "'a' Enter '1' Enter '2' Enter '3' Left S-Left Del",
     "[{\"ten_loai_hinh\":\"a\",\"tl_sau_2010\":3}]"},
    {"a block from a spreadsheet", "\"a\t1.240\t\nb\t12a\t3\r\n\"",
     "[{\"so_mo_hinh\":1240,\"ten_loai_hinh\":\"a\"},"
     "{\"so_mo_hinh\":{\"raw\":\"12a\"},\"ten_loai_hinh\":\"b\",\"tl_den_2010\":3}]"},
    {"… is one step", "\"a\t1\nb\t2\" C-z", "[]"},
    {"… takes options by their names", "\"a\t\t\t\t\t\t\tTheo ngành nghề\"",
     "[{\"ten_loai_hinh\":\"a\",\"yeu_cau_tap_hop\":\"nganh_nghe\"}]"},
    {"text without tabs goes into the cell", "'a' \"bc\" Enter", "[{\"ten_loai_hinh\":\"abc\"}]"},
    {"an option by its number", "End Left Left '4' Enter",
     "[{\"yeu_cau_tap_hop\":\"nhiem_vu\"}]"},
    {"an option by a beginning of a word", "End Left Left 's' Enter",
     "[{\"yeu_cau_tap_hop\":\"so_thich\"}]"},
    {"an option by the arrows", "End Left Left 'ng' Down Down Enter",
     "[{\"yeu_cau_tap_hop\":\"nguyen_vong\"}]"},
    {"an option by F2 and the arrows", "End Left Left F2 Down Enter",
     "[{\"yeu_cau_tap_hop\":\"so_thich\"}]"},
    {"another option, with its text", "End Left Left '5' Enter 'dòng họ' Enter",
     "[{\"yeu_cau_tap_hop\":{\"text\":\"dòng họ\",\"value\":\"khac\"}}]"},
    {"another option, typed", "End Left Left 'khác: dòng họ' Enter",
     "[{\"yeu_cau_tap_hop\":{\"text\":\"dòng họ\",\"value\":\"khac\"}}]"},
    {"what is no option is kept", "End Left Left 'xyz' Enter",
     "[{\"yeu_cau_tap_hop\":{\"raw\":\"xyz\"}}]"},
    {"moving a row keeps its cells", "'a' Enter '1' Home Down 'b' Up F7 'u'",
     "[{\"ten_loai_hinh\":\"b\"},{\"so_mo_hinh\":1,\"ten_loai_hinh\":\"a\"}]"},
};

static void run_cases(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench b;
        bench_begin(&b, 19, 80);
        bench_keys(&b, cases[i].keys);
        free(bench_screen(&b));
        holds(&b, cases[i].held, cases[i].name);
        bench_end(&b);
    }
}

static void goes(struct bench *b, const char *keys, enum widget_result want, const char *at,
                 const char *name)
{
    bench_keys(b, keys);
    char *where = b->w->ops->where(b->w);
    const char *column = strrchr(where, '/') + 1;
    is(at, column, name);
    ok(b->result == want, "… as the screen should know");
    free(where);
}

static void ends(void)
{
    struct bench b;
    bench_begin(&b, 19, 80);
    goes(&b, "Up", WIDGET_DONE, "ten_loai_hinh", "the first row is the end upwards");
    goes(&b, "Down", WIDGET_DONE, "ten_loai_hinh", "the virtual row downwards");
    goes(&b, "End", WIDGET_DONE, "dt_khong_phat_huy", "End");
    goes(&b, "Right", WIDGET_DONE, "dt_khong_phat_huy", "the last column to the right");
    goes(&b, "Tab", WIDGET_NEXT, "dt_khong_phat_huy", "Tab leaves behind the last cell");
    goes(&b, "Home S-Tab", WIDGET_PREV, "ten_loai_hinh", "Shift-Tab before the first");
    goes(&b, "Esc", WIDGET_PASS, "ten_loai_hinh", "Esc at rest is the screen's");
    session_settings(b.app.session)->enter_down = true;
    bench_keys(&b, "'a' Enter 'b' Enter");
    holds(&b, "[{\"ten_loai_hinh\":\"a\"},{\"ten_loai_hinh\":\"b\"}]", "Enter can go down");
    bench_end(&b);
}

static void places(void)
{
    struct bench b;
    bench_begin(&b, 19, 80);
    bench_keys(&b, "'a' Down 'Đờn ca' Down 'c' Up Right");
    char *where = b.w->ops->where(b.w);
    bench_keys(&b, "C-Home");
    b.w->ops->go(b.w, where);
    struct place p = b.w->ops->place_now(b.w);
    ok(p.row == 1 && p.column == 1, "back to the cell that was named");
    free(where);
    ok(b.w->ops->search(b.w, "don", 1) == false, "behind the last hit the search goes elsewhere");
    ok(b.w->ops->search(b.w, "don", -1), "backwards it finds without marks");
    p = b.w->ops->place_now(b.w);
    ok(p.row == 1 && p.column == 0, "… and goes there");
    ok(b.w->ops->search(b.w, "đơn", 0) == false, "a marked letter only finds itself");
    b.w->ops->enter(b.w, PLACE_FIELD(b.w->field), false);
    ok(b.w->ops->search(b.w, "a", 0), "a table just entered is searched from its start");
    p = b.w->ops->place_now(b.w);
    ok(p.row == 0 && p.column == 0, "… all of it");
    bench_end(&b);
}

/* How often the style stands in a row of the screen. */
static int styled(struct bench *b, int y, enum style style)
{
    int n = 0;
    free(bench_screen(b));
    for (int x = 0; x < b->surface->columns; x++)
        n += surface_cell(b->surface, y, x)->style == style;
    return n;
}

static bool has(struct bench *b, const char *part)
{
    char *text = bench_screen(b);
    bool found = strstr(text, part) != NULL;
    free(text);
    return found;
}

static void looks(void)
{
    struct bench b;
    bench_begin(&b, 19, 80);
    bench_keys(&b, "'a' Enter '5' Home");
    is_int(22, styled(&b, 7, STYLE_FOCUS), "the cell of the cursor stands out, with brackets");
    bench_keys(&b, "S-Right");
    is_int(27, styled(&b, 7, STYLE_SELECTED), "so do selected ones");
    bench_keys(&b, "'12'");
    is_int(7, styled(&b, 7, STYLE_INPUT), "and what is typed");
    bench_keys(&b, "'x'");
    is_int(7, styled(&b, 7, STYLE_ERROR), "a letter in a figure is told at once");
    bench_keys(&b, "Esc End Left Left");
    ok(has(&b, "\n F2 mở danh sách 5 ý; hoặc gõ số thứ tự hay vài chữ đầu\n"),
       "an empty choice tells how to see its options");
    bench_keys(&b, "'ng'");
    ok(has(&b, "┌────────────────────┐\n") && has(&b, "│ 2 theo ngành nghề  │\n") &&
           has(&b, "│ 3 theo nguyện vọng │\n") && !has(&b, "sở thích"),
       "typing lists those that fit");
    ok(has(&b, "│[ng              ]\n"), "… under the cell");
    bench_keys(&b, "Esc Home F7");
    ok(has(&b, "│▸Chèn một dòng phía trên │") && has(&b, "│ Xóa dòng này            │"),
       "the menu of rows");
    bench_keys(&b, "Esc Right Right");
    ok(has(&b, "\n Cột 5: Năm thành lập › Từ 2010 về trước\n"), "the whole header of a column");
    bench_keys(&b, "Home Esc 'Câu lạc bộ những người yêu đờn ca tài tử' Enter");
    ok(has(&b, "Câu lạc bộ những ng…│") || has(&b, "Câu lạc bộ những ng… │"),
       "a long text is cut by a mark");
    bench_keys(&b, "Left");
    ok(has(&b, "\n Câu lạc bộ những người yêu đờn ca tài tử\n"),
       "… and shown in full under the table when the cursor is there");
    b.surface->ascii = true;
    ok(has(&b, "  9       >\n") && has(&b, "--+--") && !has(&b, "│"), "lines and marks as ASCII");
    bench_end(&b);
}

static void read_only(void)
{
    struct bench b;
    struct err e = {0};
    bench_begin(&b, 19, 80);
    bench_keys(&b, "'a' Down 'b' Down");
    bool made;
    must(entry_leave(b.entry, &made, &e), &e);
    struct entry *view = entry_view(b.app.session, entry_id(b.entry), NULL, &e);
    must(view, &e);
    struct widget *mine = b.w;
    b.w = widget_grid.create(&b.app, view, mine->field);
    bench_keys(&b, "Down Down 'x' Enter C-d C-Del C-Ins F7 Enter \"c\td\"");
    is_int(2, record_rows(entry_record(view), mine->field), "what is only shown stays as it is");
    is(entry_readonly(view), b.app.said, "… and the reason is said");
    ok(has(&b, "\n   2") && !has(&b, "\n   3"), "… there is no row to fill in");
    b.w->ops->destroy(b.w);
    entry_destroy(view);
    b.w = mine;
    bench_end(&b);
}

/* The smallest terminal, and one in which the header would take all. */
static void small(void)
{
    struct bench b;
    bench_begin(&b, 11, 60);
    bench_keys(&b, "'a' Enter '1' Enter '2' Enter '3' Enter '4' Enter '5' Enter '6'");
    ok(has(&b, "[6"), "the focused column is in sight at 60 columns");
    ok(has(&b, "   2 "), "… and more rows than one");
    bench_keys(&b, "Home PgDn PgDn");
    ok(has(&b, "   2["), "paging ends at the last row");
    bench_end(&b);
}

static void many_rows(void)
{
    struct bench b;
    struct str block = {0};
    bench_begin(&b, 19, 80);
    for (int i = 0; i < 10000; i++)
        str_addf(&block, "CLB %d\t20\t12\t8\n", i + 1);
    int64_t start = clock_real_ms();
    b.w->ops->paste(b.w, str_text(&block));
    printf("# pasted in %d ms\n", (int)(clock_real_ms() - start));
    str_finish(&block);
    is_int(10000, record_rows(entry_record(b.entry), b.w->field), "ten thousand rows pasted");
    start = clock_real_ms();
    bench_keys(&b, "C-End Home");
    for (int i = 0; i < 100; i++) {
        bench_keys(&b, "Up '1' Enter Left");
        free(bench_screen(&b));
    }
    int64_t spent = clock_real_ms() - start;
    ok(spent < 5000, "a cell among them is quick (%d ms for 100 with their frames)", (int)spent);
    printf("# %d ms\n", (int)spent);
    char *text = bench_screen(&b);
    ok(strstr(text, "200.000") && strstr(text, "120.000"), "the sums of all of them");
    free(text);
    bench_end(&b);
}

/* Esc while a block is pasted: the table, what can be undone and what can be redone are as before. */
static void stopped_paste(void)
{
    struct bench b;
    struct str block = {0};
    bench_begin(&b, 19, 80);
    bench_keys(&b, "'a' Enter '1' Enter C-Home Down 'b' Enter C-z C-Home");
    char *before = bench_answers(&b);
    for (int i = 0; i < 500; i++)
        str_addf(&block, "CLB %d\t20\t12\t8\t150\t30\t12\ttheo sở thích\t1\t2\n", i);
    stop_work = 400;
    b.w->ops->paste(b.w, str_text(&block));
    holds(&b, before, "a paste stopped half-way leaves the table as it was");
    is(_("Nothing was pasted."), b.app.said, "… and says so");
    stop_work = 0;
    bench_keys(&b, "C-y");
    char *after = bench_answers(&b);
    ok(strstr(after, "\"ten_loai_hinh\":\"b\"") != NULL, "… what could be redone still can");
    bench_keys(&b, "C-z C-Home");
    holds(&b, before, "… and be undone again");
    b.w->ops->paste(b.w, str_text(&block));
    is_int(500, record_rows(entry_record(b.entry), b.w->field), "5,000 cells pasted");
    bench_keys(&b, "C-z");
    holds(&b, before, "… are one step");
    free(after);
    free(before);
    str_finish(&block);
    bench_end(&b);
}

int main(void)
{
    stopped_paste();
    examples();
    rule();
    run_cases();
    ends();
    places();
    looks();
    small();
    read_only();
    many_rows();
    return tap_done();
}
