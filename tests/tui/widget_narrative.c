/* Narratives through their operations: wrapping, moving by lines, paragraphs, selection, search,
 * saving in pauses, where the caret was. */
#include <limits.h>

#include "widget_bench.h"

static const char *result_name(enum widget_result r)
{
    static const char *const names[] = {"pass", "done", "next", "prev"};
    return names[r];
}

#define TWO "\"Từ năm 2010 đến nay, đã mở 12 lớp.\\nHai.\""
#define TWO_SHOWN "Từ năm 2010 đến\nnay, đã mở 12\nlớp.\nHai.\n"

/* 16 columns: 15 of text. From a value, by keys, to what is shown and the last result. */
static const struct {
    const char *name;
    enum typing_method method;
    const char *value, *keys, *shown, *result;
} cases[] = {
    {"opens at its end", 0, TWO, "", TWO_SHOWN "@3,4", "pass"},
    {"typing goes on", 0, TWO, "' Ba.'", "Từ năm 2010 đến\nnay, đã mở 12\nlớp.\nHai. Ba.\n@3,8",
     "done"},
    {"Enter makes a paragraph", 0, "\"Một.\"", "Enter 'Hai.'", "Một.\nHai.\n@1,4", "done"},
    {"Up keeps the column", 0, TWO, "Up Up Up", TWO_SHOWN "@0,4", "done"},
    {"the column is remembered", 0, TWO, "Up Up End Down Down Up Up", TWO_SHOWN "@1,13", "done"},
    {"Up on the first line is the screen's", 0, TWO, "C-Home Up", TWO_SHOWN "@0,0", "pass"},
    {"Down on the last line is the screen's", 0, TWO, "Down", TWO_SHOWN "@3,4", "pass"},
    {"Home and End are of the line seen", 0, TWO, "C-Home Down End", TWO_SHOWN "@1,13", "done"},
    {"Home of the line seen", 0, TWO, "C-Home Down End Home", TWO_SHOWN "@1,0", "done"},
    {"Tab is the screen's", 0, TWO, "Tab", TWO_SHOWN "@3,4", "pass"},
    {"F4 is the screen's", 0, TWO, "F4", TWO_SHOWN "@3,4", "pass"},
    {"Esc is the screen's", 0, TWO, "Esc", TWO_SHOWN "@3,4", "pass"},
    {"Esc drops a selection first", 0, TWO, "S-Left Esc", TWO_SHOWN "@3,3", "done"},
    {"Backspace joins paragraphs", 0, "\"a\\nb\"", "Home Backspace", "ab\n@0,1", "done"},
    {"Del joins paragraphs", 0, "\"a\\nb\"", "C-Home End Del", "ab\n@0,1", "done"},
    {"Ctrl-K to the end of the paragraph", 0, "\"một hai\\nba\"", "C-Home C-Right C-k",
     "một\nba\n@0,4", "done"},
    {"Ctrl-W takes a word", 0, "\"một hai\"", "C-w", "một\n@0,4", "done"},
    {"undo and redo", 0, "\"một\"", "' hai' C-z C-z C-y", "một hai\n@0,7", "done"},
    {"undo with nothing left is the entry's", 0, "\"một\"", "' hai' C-z C-z", "một\n@0,3", "pass"},
    {"a selection is replaced", 0, "\"một hai\"", "S-Left S-Left S-Left 'ba'", "một ba\n@0,6",
     "done"},
    {"select by lines, cut, paste", 0, "\"a\\nb\\nc\"", "C-Home S-Down C-x C-End C-v",
     "b\nca\n@2,0", "done"},
    {"select all, copy, paste twice", 0, "\"ab\"", "C-a C-c C-v C-v", "abab\n@0,4", "done"},
    {"a long word is broken", 0, "\"\"", "'abcdefghijklmnopqrs'", "abcdefghijklmno\npqrs\n@1,4",
     "done"},
    {"the caret behind a full line", 0, "\"\"", "'abcdefghijklmno'", "abcdefghijklmno\n@0,15",
     "done"},
    {"pasted paragraphs", 0, "\"\"", "\"một\r\nhai\nba\"", "một\nhai\nba\n@2,2", "done"},
    {"Telex", TYPING_TELEX, "", "'tieengs Vieetj'", "tiếng Việt\n@0,10", "done"},
    {"Telex over Enter", TYPING_TELEX, "", "'to' Enter 'o'", "to\no\n@1,1", "done"},
    {"an impossible word goes back at Enter", TYPING_TELEX, "", "'windows' Enter", "windows\n@1,0",
     "done"},
    {"the word as it was keyed", TYPING_TELEX, "", "'tieengs' C-g", "tieengs\n@0,7", "done"},
    {"paste is not typed", TYPING_TELEX, "", "\"oo\" 'o'", "ooo\n@0,3", "done"},
    {"PgDn is the screen's when all is in sight", 0, TWO, "C-Home PgDn", TWO_SHOWN "@0,0", "pass"},
    {"PgUp too", 0, TWO, "PgUp", TWO_SHOWN "@3,4", "pass"},
    {"PgDn in a long text goes to its end", 0, "\"1\\n2\\n3\\n4\\n5\\n6\"", "C-Home PgDn PgDn",
     "2\n3\n4\n5\n6              ▐\n@4,0", "done"},
    {"… and only behind it to the screen", 0, "\"1\\n2\\n3\\n4\\n5\\n6\"", "PgDn",
     "2\n3\n4\n5\n6              ▐\n@4,1", "pass"},
    {"… as before its start", 0, "\"1\\n2\\n3\\n4\\n5\\n6\"", "C-Home PgUp",
     "1              ▐\n2\n3\n4\n5\n@0,0", "pass"},
    {"Shift-Home selects to the line's start", 0, "\"một hai\"", "S-Home 'ba'", "ba\n@0,2", "done"},
    {"Shift-End to its end", 0, "\"một hai\"", "Home S-End Del", "\n@0,0", "done"},
    {"Ctrl-Shift-Left by words", 0, "\"một hai\"", "C-S-Left 'ba'", "một ba\n@0,6", "done"},
    {"Ctrl-Shift-Right too", 0, "\"một hai\"", "Home C-S-Right Del", "hai\n@0,0", "done"},
};

static void run_cases(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench b;
        bench_field(&b, TYPE_NARRATIVE);
        bench_begin(&b, cases[i].value, 5, 16);
        bench_typing(&b, cases[i].method);
        bench_keys(&b, cases[i].keys);
        shows(&b, cases[i].shown, cases[i].name);
        is(cases[i].result, result_name(b.result), "… what the last key asks for");
        bench_end(&b);
    }
}

static void at_rest(void)
{
    struct bench b;
    bench_field(&b, TYPE_NARRATIVE);
    bench_begin(&b, "", 5, 16);
    leaves(&b);
    rests(&b, "(chưa nhập)\n", "a blank one says so");
    is_int(1, b.w->ops->rows(b.w, 16), "… in one row");
    b.w->ops->enter(b.w, PLACE_FIELD(0), false);
    bench_keys(&b, "\"một hai ba bốn\n\nnăm sáu bảy tám chín mười\nmười một\"");
    leaves(&b);
    rests(&b, "một hai ba bốn\nnăm sáu bảy tám\nchín mười …\n",
          "three lines at rest, without blank ones");
    is_int(3, b.w->ops->rows(b.w, 16), "… in three rows");
    bench_end(&b);
}

static void scrolling(void)
{
    struct bench b;
    bench_field(&b, TYPE_NARRATIVE);
    bench_begin(&b, "\"1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\"", 3, 6);
    shows(&b, "6\n7\n8    ▐\n@2,1", "the end, marked at the right edge");
    bench_keys(&b, "C-Home");
    shows(&b, "1    ▐\n2\n3\n@0,0", "the start");
    bench_keys(&b, "Down Down Down");
    shows(&b, "2\n3    ▐\n4\n@2,0", "one line further");
    bench_keys(&b, "PgDn");
    shows(&b, "4\n5    ▐\n6\n@2,0", "a page further");
    bench_keys(&b, "C-End C-a Del");
    shows(&b, "\n@0,0", "nothing left");
    bench_end(&b);
}

static void selection(void)
{
    struct bench b;
    bench_field(&b, TYPE_NARRATIVE);
    bench_begin(&b, "\"một hai\\nba bốn\"", 2, 10);
    bench_keys(&b, "S-Up S-Left");
    shows(&b, "một hai\nba bốn\n@0,5", "a selection over two paragraphs");
    styled(&b, 0, "iiiiisssii", "… with the paragraph's end");
    styled(&b, 1, "ssssssiiii", "… up to where it began");
    ok(b.w->ops->search(b.w, "hai", 1), "a word is found");
    free(bench_screen(&b, true));
    styled(&b, 0, "iiiihhhiii", "… and shown as a hit");
    ok(b.w->ops->search(b.w, "bon", 1), "another, without marks");
    free(bench_screen(&b, true));
    styled(&b, 1, "iiihhhiiii", "… shown");
    ok(!b.w->ops->search(b.w, "năm", 1), "what is not there is not found");
    ok(b.w->ops->search(b.w, "bon", 1), "found again");
    bench_keys(&b, "'x'");
    shows(&b, "một hai\nba bốnx\n@1,7", "typing takes nothing of a hit away");
    styled(&b, 1, "iiiiiiiiii", "… and ends the showing");
    b.w->ops->search(b.w, "hai", 1);
    bench_keys(&b, "Esc");
    is_int(WIDGET_DONE, b.result, "Esc ends the search first");
    bench_keys(&b, "Esc");
    is_int(WIDGET_PASS, b.result, "… then it is the screen's");
    bench_keys(&b, "C-c");
    is("Chưa chọn chữ nào; giữ Shift và bấm phím mũi tên để chọn.", b.app.said,
       "nothing selected, nothing copied");
    bench_keys(&b, "S-Left C-c");
    is("Đã chép; Ctrl-V để dán.", b.app.said, "a copy is told");
    bench_end(&b);
}

/* Searches and tells where the hit is, "" for none. */
static void finds(struct bench *b, const char *needle, int direction, const char *want,
                  const char *name)
{
    bool found = b->w->ops->search(b->w, needle, direction);
    char *where = b->w->ops->where(b->w);
    is(want, found ? where : "", name);
    free(where);
}

static void searching(void)
{
    struct bench b;
    bench_field(&b, TYPE_NARRATIVE);
    bench_begin(&b, "\"một hai\\nba một\"", 2, 10);
    finds(&b, "m", 0, "o@0:1", "from the start of a text just entered");
    finds(&b, "mot", 0, "o@0:5", "a needle that grows stays");
    finds(&b, "mot", 1, "o@1:8", "the next hit");
    finds(&b, "mot", 1, "", "behind the last one other fields have their turn");
    finds(&b, "mot", 1, "o@0:5", "asked again it begins anew");
    finds(&b, "mot", -1, "", "before the first one too");
    finds(&b, "mot", -1, "o@1:8", "and begins at the end");
    finds(&b, "mot", -1, "o@0:5", "backwards");
    finds(&b, "", 0, "", "no needle, no search");
    bench_end(&b);
}

static void saving(void)
{
    struct bench b;
    struct err e = {0};
    clock_fix(1000000);
    bench_field(&b, TYPE_NARRATIVE);
    bench_begin(&b, "\"một\"", 2, 10);
    ok(b.w->ops->wake(b.w) == INT64_MAX, "nothing typed: no timer");
    bench_keys(&b, "' hai'");
    is_int(clock_ms() + 2000, b.w->ops->wake(b.w), "two seconds after the last key");
    clock_advance(1500);
    bench_keys(&b, "' '");
    clock_advance(1500);
    ok(b.w->ops->tick(b.w, &e), "a tick before its time");
    is_int(0, b.entry.writes, "… writes nothing");
    clock_advance(500);
    ok(b.w->ops->tick(b.w, &e), "a tick in its time");
    is_int(1, b.entry.writes, "… writes once");
    holds(&b, "\"một hai \"", "… what was typed");
    ok(b.w->ops->wake(b.w) == INT64_MAX, "… and asks for no other");
    shows(&b, "một hai\n@0,8", "the caret stays behind the blank");
    for (int i = 0; i < 15; i++) {
        bench_keys(&b, "'a'");
        clock_advance(1900);
        b.w->ops->tick(b.w, &e);
    }
    ok(b.entry.writes >= 2, "who never pauses is saved all the same");
    leaves(&b);
    int writes = b.entry.writes;
    leaves(&b);
    is_int(writes, b.entry.writes, "leaving twice writes once");
    b.entry.disk_full = true;
    b.w->ops->enter(b.w, PLACE_FIELD(0), false);
    bench_keys(&b, "'b'");
    clock_advance(2000);
    ok(!b.w->ops->tick(b.w, &e), "a full disk is told");
    is_int(clock_ms() + 10000, b.w->ops->wake(b.w), "… and tried again");
    b.entry.disk_full = false;
    clock_advance(10000);
    ok(b.w->ops->tick(b.w, &e) && !b.entry.waiting, "… until it is written");
    ok(b.w->ops->wake(b.w) == INT64_MAX, "… then all is quiet");
    err_finish(&e);
    bench_end(&b);
}

static void where_it_was(void)
{
    struct bench b;
    bench_field(&b, TYPE_NARRATIVE);
    bench_begin(&b, "\"một hai\\nba bốn\"", 2, 10);
    b.w->ops->go(b.w, "o@1:3");
    shows(&b, "một hai\nba bốn\n@1,3", "goes to a stored place");
    char *where = b.w->ops->where(b.w);
    is("o@1:3", where, "… and tells it");
    free(where);
    leaves(&b);
    b.w->ops->enter(b.w, PLACE_FIELD(0), true);
    shows(&b, "một hai\nba bốn\n@1,3", "comes back to where it was");
    b.w->ops->go(b.w, "o@9:999");
    shows(&b, "một hai\nba bốn\n@1,6", "a place that is no more is the end");
    b.w->ops->go(b.w, "o@x");
    struct value v = value_text("mới");
    record_set(b.entry.record, PLACE_FIELD(0), v);
    shows(&b, "mới\n@0,3", "the entry's text changed elsewhere is taken");
    char *status = b.w->ops->status(b.w);
    is("1 chữ", status, "words are counted");
    free(status);
    b.entry.field.max_length = 500;
    bench_keys(&b, "' hai ba'");
    status = b.w->ops->status(b.w);
    is("3 chữ · 10/500 ký tự", status, "… letters where they are limited");
    free(status);
    bench_end(&b);
}

static void read_only(void)
{
    struct bench b;
    bench_field(&b, TYPE_NARRATIVE);
    bench_begin(&b, "\"một\"", 2, 10);
    b.entry.readonly = "đã rút";
    bench_keys(&b, "'a' Enter Backspace C-z \"b\" Left");
    shows(&b, "một\n@0,2", "read-only: the caret moves, the text stays");
    is("đã rút", b.app.said, "… and the reason is said");
    bench_end(&b);
}

/* Wraps each paragraph anew and compares with the cached lines, under many changes. */
static void cache_is_right(void)
{
    static const char *const keys[] = {
        "Enter", "Backspace", "Up", "Down", "Home", "End", "C-z", "C-y", "S-Down", "S-Left", "Del",
        "C-w", "C-k", "PgUp", "C-Right", "'chữ dài hơn '", "'a'", "\"một\nhai\nba\"", "C-x", "C-v",
        "C-a",
    };
    struct bench b;
    unsigned seed = 7;
    int wrong = 0, compared = 0;
    bench_field(&b, TYPE_NARRATIVE);
    bench_begin(&b, TWO, 12, 16);
    for (int i = 0; i < 600; i++) {
        seed = seed * 1103515245u + 12345u;
        bench_keys(&b, keys[(seed >> 16) % (sizeof keys / sizeof *keys)]);
        char *now = bench_screen(&b, true), *where = b.w->ops->where(b.w);
        leaves(&b);
        struct widget *fresh = widget_narrative.create(&b.app, &b.entry, 0), *old = b.w;
        b.w = fresh;
        fresh->ops->enter(fresh, PLACE_FIELD(0), false);
        fresh->ops->go(fresh, where);
        bool blank = value_is_blank(record_get(b.entry.record, PLACE_FIELD(0)));
        int rows = blank ? INT_MAX : fresh->ops->rows(fresh, 16);
        char *again = bench_screen(&b, true);
        fresh->ops->destroy(fresh);
        b.w = old;
        b.w->ops->enter(b.w, PLACE_FIELD(0), false);
        /* What stands above the caret may be scrolled otherwise; a short text is all in sight. */
        compared += rows <= 12;
        if (rows <= 12 && strcmp(now, again) && !wrong++)
            printf("# kept: %s\n# fresh: %s\n", now, again);
        free(now);
        free(again);
        free(where);
    }
    ok(compared > 100, "short texts came up");
    is_int(0, wrong, "lines kept from before are those of a fresh view");
    bench_end(&b);
}

int main(void)
{
    run_cases();
    at_rest();
    scrolling();
    selection();
    searching();
    saving();
    where_it_was();
    read_only();
    cache_is_right();
    return tap_done();
}
