/* The loop and what all screens share, driven by scripts through a demo screen. */
#include "tui/app.h"

#include "base/lang.h"
#include "demo_screen.h"
#include "tap.h"
#include "text/typing.h"
#include "tui/script.h"

struct outcome {
    char *screen, *log, *line;
    bool left; /* the demo screen was left before the script's end */
};

static struct outcome run_sized(unsigned places, bool stays, int rows, int columns,
                                const char *text)
{
    struct err e = {0};
    struct str log = {0};
    lang_set(LANG_VI);
    struct script *script = script_create(text, "script", rows, columns, &e);
    if (!script) {
        printf("# %s\n", e.message);
        err_finish(&e);
        return (struct outcome){0};
    }
    struct app *app = app_create(NULL, script_terminal(script), false);
    struct demo *d = demo_push(app, places, &log);
    d->stays = stays;
    app_run(app);
    struct outcome o = {.left = app_top(app) == NULL};
    o.line = o.left ? NULL : line_text(&d->line);
    app_destroy(app);
    o.screen = script_screen(script);
    o.log = str_take(&log);
    script_destroy(script);
    return o;
}

static struct outcome run(unsigned places, const char *text)
{
    return run_sized(places, false, 24, 80, text);
}

static void finish(struct outcome *o)
{
    free(o->screen);
    free(o->log);
    free(o->line);
}

/* What stands in the line after the keys. */
static void types(const char *want, const char *keys)
{
    struct outcome o = run(PLACE_ENTRY, keys);
    is(want, o.line, keys);
    finish(&o);
}

static void logs(const char *want, unsigned places, const char *keys)
{
    struct outcome o = run(places, keys);
    is(want, o.log, keys);
    finish(&o);
}

static void shows(const char *part, unsigned places, const char *keys)
{
    struct outcome o = run(places, keys);
    if (!ok(o.screen && strstr(o.screen, part), "%s shows %s", keys, part))
        printf("# %s\n", o.screen ? o.screen : "");
    finish(&o);
}

static void hides(const char *part, unsigned places, const char *keys)
{
    struct outcome o = run(places, keys);
    ok(o.screen && !strstr(o.screen, part), "%s does not show %s", keys, part);
    finish(&o);
}

static void typing(void)
{
    types("tiếng", "type:tieengs");
    types("Tiếng Việt", "type:\"Tieengs Vieejt\"");
    types("tieengs", "C-Space type:tieengs");
    types("tiếng", "C-Space C-Space type:tieengs");
    types("tiếng", "F9 type:tie6ng1");
    types("tieengs", "F9 F9 type:tieengs");
    types("tiếng", "F9 F9 F9 type:tieengs");
    types("tiếng", "M-9 C-o 9 C-o 9 type:tieengs");
    types("tiếng", "text:tiếng");
    types("Đoàn viên", "text:\"Đoàn viên\"");
    /* An input tool outside and the own method: the tool's words stay as it meant them. */
    types("ass", "type:a Backspace text:á Backspace type:ass");
    types("windows", "text:ư Backspace type:windows");
    types("chàoas á", "text:chào type:as Space type:as");
    types("tiếng", "type:tie Backspace text:ê type:ng Backspace*3 text:ếng");
    types("tiếngs Việt", "text:tiếng type:\"s Vieejt\"");
    types("dòng hai", "paste:\"dòng\\nhai\\n\"");
    types("q/?nN", "q / ? n N");
    types("ab", "type:ab C-c C-j");
}

static void actions(void)
{
    logs(" SUBMIT save", PLACE_ENTRY, "F8");
    logs(" SUBMIT save", PLACE_ENTRY, "M-8");
    logs(" SUBMIT save", PLACE_ENTRY, "C-o 8");
    logs(" UP save", PLACE_LIST, "C-o Up");
    logs(" COPY save", PLACE_ENTRY, "C-c");
    logs(" save", PLACE_LIST, "C-c C-i M-x F8 x");
    logs(" BACK save", PLACE_LIST, "Esc F8");
    logs(" QUIT save", PLACE_HOME | PLACE_LIST, "q Up");
    logs(" save", PLACE_LIST, "");
}

static void shown(void)
{
    shows("Ctrl-O: bấm tiếp một chữ số", PLACE_ENTRY, "C-o");
    hides("bấm tiếp", PLACE_ENTRY, "C-o 3");
    shows("↓ tiếp  ↑ trước  Enter xong", PLACE_LIST, "/");
    shows("Enter Chạy  Esc Ra", PLACE_LIST, "C-p");
    shows("▸ F1, Alt-1, ?", PLACE_LIST, "F1");
    shows("Thay câu trả lời: kcsl = không có số liệu, kad = không áp dụng; phím: Ctrl-N", PLACE_GRID | PLACE_CODES, "F1");
    shows("Ctrl-N, Alt-N", PLACE_ENTRY | PLACE_CODES, "F1 PgDn PgDn");
    hides("kcsl", PLACE_ENTRY, "F1");
    shows("Không có số liệu, không áp dụng", PLACE_ENTRY | PLACE_CODES, "C-p type:\"khong co so\"");
    hides("Không có số liệu", PLACE_ENTRY, "C-p type:\"khong co so\"");
    hides("Backspace", PLACE_LIST, "F1");
    shows("Shift-←", PLACE_TEXT, "F1 PgDn PgDn");
    shows("Enter: Xong ô này, sang ô sau; trong đoạn văn: xuống đoạn mới", PLACE_ENTRY,
          "F1 / type:\"xong o nay\" Enter");
    /* A word without a hit leads back to where the search began. */
    shows("▸ ↓ ", PLACE_LIST, "F1 / type:xuong");
    shows("▸ F1", PLACE_LIST, "F1 / type:xuongq");
}

static void leaving(void)
{
    struct outcome o = run(PLACE_LIST, "Esc Up Up");
    ok(o.left, "Esc leaves");
    finish(&o);
    o = run_sized(PLACE_LIST, true, 24, 80, "Esc q F10 Up");
    ok(!o.left, "a screen that could not save stays");
    is(" BACK save BACK save UP save", o.log, "and gets its keys");
    finish(&o);
}

static void timers(void)
{
    logs(" save", PLACE_ENTRY, "a wait:1999");
    logs(" tick save save", PLACE_ENTRY, "a wait:2000");
    logs(" tick save save", PLACE_ENTRY, "a wait:1500 wait:1500");
    logs(" save", PLACE_ENTRY, "a wait:1500 b wait:1500");
    logs(" HELP tick save save", PLACE_ENTRY, "a F1 wait:2000");
    shows("typing", PLACE_ENTRY, "a");
    shows("saved", PLACE_ENTRY, "a wait:2000");
}

static void searching(void)
{
    logs(" SEARCH_LIST search(d,0) search(do,0) save", PLACE_LIST, "/ d o");
    logs(" SEARCH search(d,0) search(đ,0) resume FIND_NEXT search(đ,1) FIND_PREV search(đ,-1) save",
         PLACE_LIST, "C-f type:dd Enter n N");
    logs(" SEARCH_LIST search(h,0) resume search(,0) save", PLACE_LIST, "/ h Esc n");
    logs(" SEARCH_LIST search(h,0) resume search(,0) UP save", PLACE_LIST, "/ h Enter Esc Up n");
    logs(" SEARCH_LIST search(h,0) resume SEARCH_LIST search(h,1) resume save", PLACE_LIST,
         "/ h Enter / Enter");
    logs(" SEARCH search(h,0) resume DOWN save", PLACE_TEXT, "C-f h Enter n Down");
    shows("Không tìm thấy \"xyz\"", PLACE_LIST, "/ x y z");
    shows("Tìm: đoàn", PLACE_LIST, "/ type:ddoanf");
    hides("Tìm:", PLACE_LIST, "/ type:ddoanf Enter");
    logs(" SEARCH_LIST search(h,0) resume save", PLACE_LIST, "/ h Enter");
}

static void palette(void)
{
    shows("Nộp", PLACE_ENTRY, "C-p type:nop");
    hides("Xóa từ", PLACE_ENTRY, "C-p type:nop");
    logs(" PALETTE resume SUBMIT save", PLACE_ENTRY, "C-p type:nop Enter");
    shows("Ở đây không có lệnh nào", PLACE_ENTRY, "C-p type:qqqq");
    shows("Chép ô trên", PLACE_GRID, "C-p type:chep Down");
    hides("Chép ô trên", PLACE_LIST, "C-p type:chep");
    shows("status", PLACE_LIST, "C-p Esc");
}

static void help(void)
{
    shows("F8, Alt-8", PLACE_ENTRY, "F1 PgDn*3");
    hides("F8", PLACE_LIST, "F1");
    shows("Các phím dùng được ở đây", PLACE_LIST, "?");
    shows("Keys that work here", PLACE_LIST, "F12 F1");
    shows("status", PLACE_LIST, "F1 Esc");
    shows("Tiếng Việt", PLACE_LIST, "F12 F12");
}

static void bottom(void)
{
    shows("F1 Giúp  F2 Sửa  F3 Lỗi  F4 Toàn màn hình  F5 Mục  F8 Nộp  Esc Ra", PLACE_ENTRY, "Up");
    shows("Esc Ra        Telex\n", PLACE_ENTRY, "Up");
    hides("Telex", PLACE_LIST, "Up");
    shows(" status", PLACE_ENTRY, "Up");
    shows("✓ Đã tự lưu", PLACE_ENTRY, "C-s");
    shows(" status", PLACE_ENTRY, "C-s Up");
    struct outcome o = run_sized(PLACE_ENTRY, false, 16, 60, "Up");
    ok(strstr(o.screen, "F1 Giúp  F2 Sửa  F3 Lỗi  F4 Toàn màn hình  Esc Ra    Telex"),
       "keys are dropped from the right, the way out stays");
    finish(&o);
    o = run_sized(PLACE_ENTRY, false, 15, 60, "Up");
    ok(strstr(o.screen, "Phiếu cần 60 cột và 16 dòng"), "too small");
    finish(&o);
    o = run_sized(PLACE_ENTRY, false, 15, 59, "resize:80x24 Up");
    ok(strstr(o.screen, "Demo"), "grown again");
    finish(&o);
}

static void messages(void)
{
    struct err e = {0};
    lang_set(LANG_VI);
    struct script *script = script_create("resize:60x16", "script", 16, 60, &e);
    struct app *app = app_create(NULL, script_terminal(script), false);
    struct str log = {0};
    demo_push(app, PLACE_LIST, &log);
    err_set(&e, ERR_FILE, "/media/usb/an-bien.db", "cắm lại thẻ nhớ rồi thử lần nữa",
            "không ghi được tệp vì thẻ nhớ đã bị rút ra giữa chừng");
    app_error(app, &e);
    app_run(app);
    char *screen = script_screen(script);
    ok(strstr(screen, "\n ! /media/usb/an-bien.db: không ghi được"), "an error begins with a mark");
    ok(strstr(screen, "lần nữa\n"), "and is shown to its end on several lines");
    free(screen);
    app_destroy(app);
    script_destroy(script);
    str_finish(&log);
}

static void scripts(void)
{
    static const struct {
        const char *text, *place, *message;
    } wrong[] = {
        {"Down\n  Dwon*3", "name:2:3", "Không có phím nào tên như vậy: Dwon*3"},
        {"text:\"a", "name:1:1", "Thiếu dấu nháy đóng: text:\"a"},
        {"ắ wait:x", "name:1:3", "wait: cần số mili giây: wait:x"},
        {"resize:80", "name:1:1", "Kích thước viết như 80x24: resize:80"},
        {"Up text:\xff", "name:1:4", NULL},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct err e = {0};
        ok(!script_create(wrong[i].text, "name", 24, 80, &e), "refused");
        is(wrong[i].place, e.place, "at its place");
        if (wrong[i].message)
            is(wrong[i].message, e.message, "with its reason");
        err_finish(&e);
    }
    types("a b'c\"d", "# a comment\n text:\"a b'c\" text:'\"d'\n# the end");
    types("x*y*", "type:x*y *");
    types("bbb", "b*3");
    types("a\\", "text:'a\\'");
    int rows, columns;
    ok(script_size("80x24", &rows, &columns) && rows == 24 && columns == 80, "a size");
    ok(!script_size("80x", &rows, &columns) && !script_size("x24", &rows, &columns) &&
           !script_size("0x0", &rows, &columns) && !script_size("80x24x", &rows, &columns),
       "no sizes");
}

int main(void)
{
    lang_set(LANG_VI);
    clock_fix(1435200000);
    typing();
    actions();
    shown();
    leaving();
    timers();
    searching();
    palette();
    help();
    bottom();
    messages();
    scripts();
    return tap_done();
}
