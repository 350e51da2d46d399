/* One-line fields through their operations: what keys do to the text, what stands on the surface,
 * what the entry holds afterwards. */
#include "widget_bench.h"

static const char *result_name(enum widget_result r)
{
    static const char *const names[] = {"pass", "done", "next", "prev"};
    return names[r];
}

/* From a value, by keys, to what is shown with the cursor, the result of the last key, and what the
 * entry holds after leaving. */
static const struct {
    const char *name;
    enum type_id type;
    enum typing_method method;
    const char *value, *keys, *shown, *result, *held;
} cases[] = {
    {"resting", TYPE_TEXT, 0, "\"An Biên\"", "", "An Biên\n@0,7", "pass", "\"An Biên\""},
    {"typing replaces", TYPE_TEXT, 0, "\"An Biên\"", "'Rạch Giá'", "Rạch Giá\n@0,8", "done",
     "\"Rạch Giá\""},
    {"F2 edits at the end", TYPE_TEXT, 0, "\"An\"", "F2 ' Biên'", "An Biên\n@0,7", "done",
     "\"An Biên\""},
    {"F2 alone changes nothing", TYPE_INTEGER, 0, "1240", "F2", "1240\n@0,4", "done", "1240"},
    {"Backspace edits from the end", TYPE_TEXT, 0, "\"Giá\"", "Backspace", "Gi\n@0,2", "done",
     "\"Gi\""},
    {"Del clears", TYPE_TEXT, 0, "\"Giá\"", "Del", "\n@0,0", "done", ""},
    {"Enter goes on", TYPE_TEXT, 0, "\"Giá\"", "'abc' Enter", "abc\n@0,3", "next", "\"abc\""},
    {"Enter on what rests goes on", TYPE_TEXT, 0, "\"Giá\"", "Enter", "Giá\n@0,3", "next",
     "\"Giá\""},
    {"Esc gives the old value back", TYPE_TEXT, 0, "\"Giá\"", "'abc' Esc", "Giá\n@0,3", "done",
     "\"Giá\""},
    {"Esc at rest is the screen's", TYPE_TEXT, 0, "\"Giá\"", "Esc", "Giá\n@0,3", "pass",
     "\"Giá\""},
    {"redo brings back what Esc took", TYPE_TEXT, 0, "\"Giá\"", "'abc' Esc C-y", "abc\n@0,3",
     "done", "\"abc\""},
    {"undo to the old value", TYPE_TEXT, 0, "\"Giá\"", "'abc' C-z", "Giá\n@0,3", "done",
     "\"Giá\""},
    {"undo at rest is the entry's", TYPE_TEXT, 0, "\"Giá\"", "C-z", "Giá\n@0,3", "pass",
     "\"Giá\""},
    {"Left at rest is the screen's", TYPE_TEXT, 0, "\"Giá\"", "Left", "Giá\n@0,3", "pass",
     "\"Giá\""},
    {"moving inside", TYPE_TEXT, 0, "\"Giá\"", "F2 Home 'A' Right Del", "AGá\n@0,2", "done",
     "\"AGá\""},
    {"Down is the screen's", TYPE_TEXT, 0, "", "'a' Down", "a\n@0,1", "pass", "\"a\""},
    {"a figure is shown with points", TYPE_INTEGER, 0, "1240", "", "1.240\n@0,5", "pass", "1240"},
    {"a figure is stored as one", TYPE_INTEGER, 0, "", "'1.240' Enter", "1.240\n@0,5", "next",
     "1240"},
    {"what is no figure stays as typed", TYPE_INTEGER, 0, "5", "'12a' Enter", "12a\n@0,3", "next",
     "{\"raw\":\"12a\"}"},
    {"a date", TYPE_DATE, 0, "", "'25/6/15' Enter", "25/6/2015\n@0,9", "next", "\"2015-06-25\""},
    {"Telex", TYPE_TEXT, TYPING_TELEX, "", "'tieengs Vieetj'", "tiếng Việt\n@0,10", "done",
     "\"tiếng Việt\""},
    {"Telex on what was there", TYPE_TEXT, TYPING_TELEX, "\"abc\"", "'oo'", "ô\n@0,1", "done",
     "\"ô\""},
    {"Telex and Backspace", TYPE_TEXT, TYPING_TELEX, "", "'tieengs' Backspace", "tiến\n@0,4",
     "done", "\"tiến\""},
    {"Telex, then the word as keyed", TYPE_TEXT, TYPING_TELEX, "", "'tieengs' C-g",
     "tieengs\n@0,7", "done", "\"tieengs\""},
    {"movement ends the word", TYPE_TEXT, TYPING_TELEX, "", "'to' Left Right 'o'", "too\n@0,3",
     "done", "\"too\""},
    {"a word that cannot be goes back on leaving", TYPE_TEXT, TYPING_TELEX, "", "'windows'",
     "ưindows\n@0,7", "done", "\"windows\""},
    {"VNI in text", TYPE_TEXT, TYPING_VNI, "", "'so61'", "số\n@0,2", "done", "\"số\""},
    {"VNI is off in figures", TYPE_INTEGER, TYPING_VNI, "", "'61'", "61\n@0,2", "done", "61"},
    {"VNI is off in dates", TYPE_DATE, TYPING_VNI, "", "'1/6/2015'", "1/6/2015\n@0,8", "done",
     "\"2015-06-01\""},
    {"a day without its year is of the period", TYPE_DATE, 0, "", "'05/11'", "05/11\n@0,5", "done",
     "\"2015-11-05\""},
    {"the same with dots", TYPE_DATE, 0, "", "'5.11'", "5.11\n@0,4", "done", "\"2015-11-05\""},
    {"no day of that year", TYPE_DATE, 0, "", "'29/2'", "29/2\n@0,4", "done", "{\"raw\":\"29/2\"}"},
    {"letters composed outside", TYPE_TEXT, TYPING_TELEX, "", "'tiê' Backspace 'ế' 'ng'",
     "tiếng\n@0,5", "done", "\"tiếng\""},
    {"paste replaces", TYPE_TEXT, TYPING_TELEX, "\"cũ\"", "\"mới oo\"", "mới oo\n@0,6", "done",
     "\"mới oo\""},
    {"lines pasted become one", TYPE_TEXT, 0, "", "\"một\nhai\n\"", "một hai\n@0,7", "done",
     "\"một hai\""},
    {"cut and paste", TYPE_TEXT, 0, "\"Giá\"", "C-x F2 C-v C-v", "GiáGiá\n@0,6", "done",
     "\"GiáGiá\""},
    {"copy at rest", TYPE_TEXT, 0, "\"Giá\"", "C-c F2 C-v", "GiáGiá\n@0,6", "done", "\"GiáGiá\""},
    {"Shift-Home selects", TYPE_TEXT, 0, "\"Rạch Giá\"", "S-Home 'a'", "a\n@0,1", "done",
     "\"a\""},
    {"Ctrl-Shift-Left selects a word", TYPE_TEXT, 0, "\"Rạch Giá\"", "C-S-Left Del", "Rạch\n@0,5",
     "done", "\"Rạch\""},
    {"Ctrl-W takes a word", TYPE_TEXT, 0, "\"Rạch Giá\"", "C-w", "Rạch\n@0,5", "done", "\"Rạch\""},
    {"Ctrl-K takes all", TYPE_TEXT, 0, "\"Rạch Giá\"", "C-k", "\n@0,0", "done", ""},
    {"a long text at its end", TYPE_TEXT, 0, "", "'một hai ba bốn năm'", "…ba bốn năm\n@0,11",
     "done", "\"một hai ba bốn năm\""},
    {"a long text at its start", TYPE_TEXT, 0, "", "'một hai ba bốn năm' Home",
     "một hai ba …\n@0,0", "done", "\"một hai ba bốn năm\""},
    {"a long text in its middle", TYPE_TEXT, 0, "",
     "'một hai ba bốn năm' Left Left Left Left Left Left Left Left Left Left Left Left Left",
     "…hai ba bốn…\n@0,2", "done", "\"một hai ba bốn năm\""},
    {"scrolled back when it fits again", TYPE_TEXT, 0, "", "'một hai ba bốn' C-w C-w",
     "một hai\n@0,8", "done", "\"một hai\""},
};

static void run_cases(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench b;
        bench_field(&b, cases[i].type);
        bench_begin(&b, cases[i].value, 1, 12);
        bench_typing(&b, cases[i].method);
        bench_keys(&b, cases[i].keys);
        shows(&b, cases[i].shown, cases[i].name);
        is(cases[i].result, result_name(b.result), "… what the last key asks for");
        ok(leaves(&b), "… can be left");
        holds(&b, cases[i].held, "… what the entry holds");
        bench_end(&b);
    }
}

static void at_rest(void)
{
    struct bench b;
    bench_field(&b, TYPE_INTEGER);
    bench_begin(&b, "", 1, 12);
    rests(&b, "(chưa nhập)\n", "a blank field says so");
    styled(&b, 0, "ddddddddddd.", "… dimmed");
    bench_keys(&b, "'12a' Enter");
    rests(&b, "12a\n", "what does not fit is shown");
    styled(&b, 0, "eee.........", "… as an error");
    bench_keys(&b, "'1234567890123' Enter");
    rests(&b, "1.234.567.8…\n", "a long one is cut");
    bench_end(&b);
}

static void read_only(void)
{
    struct bench b;
    bench_field(&b, TYPE_TEXT);
    bench_begin(&b, "\"cũ\"", 1, 12);
    b.entry.readonly = "mở ở chỗ khác";
    bench_keys(&b, "'mới' Del F2 C-x");
    shows(&b, "cũ\n@0,2", "nothing can be typed into a read-only entry");
    is("mở ở chỗ khác", b.app.said, "… and the reason is said");
    leaves(&b);
    holds(&b, "\"cũ\"", "… and nothing is stored");
    bench_end(&b);
}

static void disk_full(void)
{
    struct bench b;
    bench_field(&b, TYPE_TEXT);
    bench_begin(&b, "", 1, 12);
    b.entry.disk_full = true;
    bench_keys(&b, "'abc' Enter");
    ok(b.result == WIDGET_DONE, "a write that fails keeps the cursor once");
    is("disk full", b.app.said, "… and says why");
    shows(&b, "abc\n@0,3", "… the text stays");
    bench_keys(&b, "Enter");
    ok(b.result == WIDGET_NEXT, "nobody is kept in the field");
    bench_end(&b);
}

static void limits(void)
{
    struct bench b;
    bench_field(&b, TYPE_TEXT);
    b.entry.field.max_length = 4;
    bench_begin(&b, "", 1, 12);
    bench_keys(&b, "'số'");
    char *status = b.w->ops->status(b.w), *where = b.w->ops->where(b.w);
    is("2/4", status, "the status tells how much room there is");
    is("o", where, "the place is the field");
    ok(!b.w->ops->search(b.w, "so", 0), "what is not stored yet is not found");
    leaves(&b);
    ok(b.w->ops->search(b.w, "so", 0), "search needs no marks");
    ok(!b.w->ops->search(b.w, "so", 1), "the next hit is in another field");
    free(status);
    free(where);
    bench_end(&b);
}

static void long_text(void)
{
    struct bench b;
    bench_field(&b, TYPE_TEXT);
    bench_begin(&b, "\"Hoạt động của Mặt trận\"", 3, 12);
    is_int(2, b.w->ops->rows(b.w, 12), "with the cursor a long text wants rows");
    shows(&b, "Hoạt động\ncủa Mặt trận\n@0,11", "… and is shown whole");
    bench_keys(&b, "F2");
    is_int(1, b.w->ops->rows(b.w, 12), "edited it takes one");
    shows(&b, "…a Mặt trận\n@0,11", "… scrolled to its end");
    leaves(&b);
    is_int(1, b.w->ops->rows(b.w, 12), "left it takes one");
    rests(&b, "Hoạt động c…\n", "… and is cut");
    bench_end(&b);
}

int main(void)
{
    run_cases();
    at_rest();
    read_only();
    disk_full();
    limits();
    long_text();
    return tap_done();
}
