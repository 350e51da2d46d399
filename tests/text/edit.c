#include "text/edit.h"

#include <stdlib.h>

#include "base/str.h"
#include "tap.h"

static void load(struct edit *e, const char *text)
{
    edit_load(e, text, strlen(text));
}

static struct edit *edit_of(const char *text)
{
    struct edit *e = edit_create(true);
    load(e, text);
    return e;
}

static void insert(struct edit *e, const char *text)
{
    edit_insert(e, text, strlen(text));
}

/* Types letter by letter, as keys come. */
static void type(struct edit *e, const char *ascii)
{
    for (; *ascii; ascii++)
        edit_insert(e, ascii, 1);
}

static void has(const struct edit *e, const char *want, const char *name)
{
    size_t len;
    char *got = edit_text(e, &len);
    is(want, got, name);
    if (len != strlen(got))
        ok(false, "the length is told");
    free(got);
}

static void caret_is(const struct edit *e, size_t para, size_t byte, const char *name)
{
    struct edit_pos at = edit_caret(e);
    if (!ok(at.para == para && at.byte == byte, "%s", name))
        printf("# caret %zu:%zu\n", at.para, at.byte);
}

static void test_load(void)
{
    struct edit *e = edit_create(true);
    has(e, "", "a new buffer is empty");
    is_int(1, (long long)edit_paragraphs(e), "and has one paragraph");
    ok(!edit_changed(e) && !edit_undo(e) && !edit_redo(e), "nothing is changed, nothing to undo");
    load(e, "một\nhai\n\nba");
    has(e, "một\nhai\n\nba", "a text comes back");
    is_int(4, (long long)edit_paragraphs(e), "in four paragraphs");
    is("hai", edit_paragraph(e, 1, NULL), "of which this is the second");
    caret_is(e, 3, 2, "the caret is at the end");
    is_int(8, (long long)edit_letters(e), "eight letters");
    is_int(3, (long long)edit_words(e), "three words");
    ok(!edit_changed(e), "loading changes nothing");
    load(e, "a\r\nb\x01\te\u0301");
    has(e, "a\nb\té", "what comes in is cleaned");
    load(e, "a\xFFz");
    has(e, "a\uFFFDz", "bad bytes show");
    load(e, "");
    has(e, "", "loaded empty again");
    edit_destroy(e);
    edit_destroy(NULL);

    e = edit_create(false);
    load(e, "một\nhai\tba");
    has(e, "một hai ba", "a one-line buffer has no newlines");
    insert(e, "\nx");
    has(e, "một hai ba x", "nor gets any");
    edit_destroy(e);
}

static void test_typing(void)
{
    struct edit *e = edit_create(true);
    type(e, "chao ban");
    has(e, "chao ban", "letters are typed");
    ok(edit_changed(e), "the text is changed");
    edit_left(e, false);
    edit_left(e, false);
    edit_left(e, false);
    edit_left(e, false);
    insert(e, "\n");
    has(e, "chao\n ban", "Enter splits");
    caret_is(e, 1, 0, "and the caret is behind");
    edit_backspace(e);
    has(e, "chao ban", "Backspace joins");
    edit_delete(e);
    has(e, "chaoban", "Delete takes the letter behind");
    edit_all_end(e, false);
    edit_delete(e);
    has(e, "chaoban", "nothing behind the end");
    edit_all_start(e, false);
    edit_backspace(e);
    has(e, "chaoban", "nothing before the start");
    ok(!edit_insert(e, "\x01\x02", 2) && !edit_insert(e, "\xFF", 1) && !edit_insert(e, "", 0),
       "what gives no text is refused");
    has(e, "chaoban", "and changes nothing");
    edit_destroy(e);
}

static void test_joining(void)
{
    struct edit *e = edit_create(true);
    type(e, "tie");
    insert(e, "\u0302");
    has(e, "tiê", "a mark joins the letter before");
    insert(e, "\u0301");
    has(e, "tiế", "and so does the next");
    is_int(3, (long long)edit_letters(e), "three letters");
    caret_is(e, 0, 5, "the caret is behind them");
    type(e, "ng e");
    insert(e, "\u0301");
    insert(e, "\u0302");
    has(e, "tiếng ế", "also with the tone first");
    edit_backspace(e);
    has(e, "tiếng ", "a letter is deleted as a whole");
    edit_undo(e);
    edit_undo(e);
    has(e, "", "typing with marks is one step");
    edit_redo(e);
    has(e, "tiếng ế", "that comes back as a whole");

    load(e, "abc");
    edit_move(e, (struct edit_pos){0, 1}, false);
    insert(e, "\u0323");
    has(e, "ạbc", "in the midst of a text");
    edit_all_start(e, false);
    insert(e, "\u0301");
    has(e, "\u0301ạbc", "with no letter before it a mark stands alone");
    edit_undo(e);
    has(e, "ạbc", "and can be undone");
    edit_all_end(e, false);
    insert(e, "\nx");
    edit_para_start(e, false);
    insert(e, "\u0301");
    edit_para_start(e, false);
    edit_backspace(e);
    has(e,
        "ạbć"
        "x",
        "joining paragraphs joins letters");
    caret_is(e, 0, 6, "with the caret behind the letter");
    edit_undo(e);
    has(e, "ạbc\n\u0301x", "undone byte for byte");

    load(e, "n");
    insert(e, "\u0302");
    is_int(1, (long long)edit_letters(e), "a mark that composes with nothing is no letter");
    caret_is(e, 0, 3, "nor a place for the caret");
    edit_left(e, false);
    caret_is(e, 0, 0, "which goes by letters");
    edit_move(e, (struct edit_pos){0, 1}, false);
    caret_is(e, 0, 0, "never between");
    load(e, "🇻x🇳");
    edit_move(e, (struct edit_pos){0, 5}, false);
    edit_backspace(e);
    caret_is(e, 0, 8, "letters that grow together leave no caret inside");
    is_int(1, (long long)edit_letters(e), "and are counted as one");
    edit_destroy(e);
}

static void test_replace_back(void)
{
    struct edit *e = edit_of("xin ");
    type(e, "tieng");
    edit_replace_back(e, 3, "êng", 4);
    edit_replace_back(e, 3, "ếng", 5);
    has(e, "xin tiếng", "letters before the caret are replaced");
    type(e, " v");
    edit_undo(e);
    has(e, "xin ", "in one step with the typing around it");
    edit_redo(e);
    has(e, "xin tiếng v", "forth again");
    edit_replace_back(e, 99, "ư", 2);
    has(e, "ư", "never beyond the paragraph");
    edit_replace_back(e, 1, "", 0);
    has(e, "", "by nothing");
    edit_undo(e);
    has(e, "xin tiếng v", "this step reaches before the run");
    edit_replace_back(e, 2, "\xFF", 1);
    has(e, "xin tiếng v", "bad bytes replace nothing");
    edit_destroy(e);

    e = edit_create(true);
    type(e, "a");
    edit_replace_back(e, 1, "", 0);
    ok(!edit_undo(e), "a run of which nothing is left is no step");
    edit_destroy(e);
}

/* What an input tool of the system sends: letters taken back, the marked ones put there. */
static void test_input_tool(void)
{
    struct edit *e = edit_create(true);
    type(e, "vie");
    edit_backspace(e);
    insert(e, "ê");
    type(e, "t");
    edit_backspace(e);
    edit_backspace(e);
    insert(e, "ệ");
    type(e, "t nam");
    has(e, "việt nam", "the word is as the tool meant it");
    edit_undo(e);
    has(e, "", "and one step");
    edit_redo(e);
    for (int i = 0; i < 5; i++)
        edit_backspace(e);
    edit_undo(e);
    has(e, "việt nam", "letters deleted by hand come back first");
    edit_undo(e);
    has(e, "", "then the typing goes");
    edit_destroy(e);

    e = edit_create(true);
    type(e, "mot doan van dai");
    for (int i = 0; i < 9; i++)
        edit_backspace(e);
    type(e, "x");
    has(e, "mot doax", "a longer stretch deleted");
    edit_undo(e);
    has(e, "mot doa", "stays a step of its own");
    edit_undo(e);
    has(e, "mot doan van dai", "and is not lost");
    edit_destroy(e);
}

static void test_long_run(void)
{
    struct edit *e = edit_create(true);
    type(e, "Cau mot. Cau hai? Ba");
    edit_undo(e);
    has(e, "Cau mot. Cau hai? ", "typing without a pause: the sentence begun");
    edit_undo(e);
    has(e, "Cau mot. ", "then the one before it");
    edit_undo(e);
    has(e, "", "then the first");
    edit_redo(e);
    has(e, "Cau mot. ", "comes back alone, too");
    edit_undo(e);
    type(e, "forty letters are enough for one step, and then another");
    edit_undo(e);
    has(e, "forty letters are enough for one step, and ", "a long run ends with a word");
    edit_undo(e);
    has(e, "", "and is a step of its own");
    type(e, "12.5 a.b");
    edit_undo(e);
    has(e, "", "a point within a word ends nothing");
    edit_destroy(e);
}

static void test_undo(void)
{
    struct edit *e = edit_create(true);
    type(e, "mot");
    edit_break(e);
    type(e, " hai");
    edit_left(e, false);
    type(e, "x");
    insert(e, "dán vào");
    has(e, "mot haxdán vàoi", "four steps");
    ok(edit_undo(e), "the paste");
    has(e, "mot haxi", "is undone alone");
    edit_undo(e);
    has(e, "mot hai", "then the letter behind the movement");
    caret_is(e, 0, 6, "with the caret where it was");
    edit_undo(e);
    has(e, "mot", "then the run behind the break");
    edit_undo(e);
    has(e, "", "then the first");
    ok(!edit_undo(e), "then there is no more");
    while (edit_redo(e))
        ;
    has(e, "mot haxdán vàoi", "all comes back");
    caret_is(e, 0, 16, "with its caret");
    edit_undo(e);
    type(e, "y");
    ok(!edit_redo(e), "a new change ends redoing");
    edit_destroy(e);

    e = edit_of("một hai ba");
    edit_word_left(e, false);
    edit_word_left(e, true);
    type(e, "xy");
    has(e, "một xyba", "typing replaces the selection");
    edit_undo(e);
    has(e, "một hai ba", "undone in one step");
    char *selected = edit_selected_text(e);
    is("hai ", selected, "with the selection as it was");
    free(selected);
    edit_destroy(e);
}

static void test_changed(void)
{
    struct edit *e = edit_of("a\nb");
    unsigned long stamp = edit_stamp(e), first = edit_para_stamp(e, 0),
                  last = edit_para_stamp(e, 1);
    ok(first != last, "paragraphs have stamps of their own");
    type(e, "c");
    ok(edit_changed(e), "a letter more is a change");
    ok(edit_stamp(e) != stamp && edit_para_stamp(e, 1) != last && edit_para_stamp(e, 0) == first,
       "that stamps its paragraph only");
    edit_backspace(e);
    ok(!edit_changed(e), "taken back it is none");
    type(e, "c");
    edit_mark_saved(e);
    ok(!edit_changed(e), "nor after saving");
    edit_undo(e);
    ok(edit_changed(e), "but undoing is one");
    edit_redo(e);
    ok(!edit_changed(e), "and redoing not");
    edit_all_start(e, false);
    insert(e, "\n");
    ok(edit_para_stamp(e, 2) != last && edit_para_stamp(e, 0) != edit_para_stamp(e, 1),
       "stamps go with their paragraphs");
    stamp = edit_stamp(e);
    edit_all_end(e, false);
    edit_left(e, true);
    insert(e, "c");
    ok(edit_stamp(e) == stamp, "the same text put in the place of itself is no change");
    edit_destroy(e);
}

static void test_moving(void)
{
    struct edit *e = edit_of("Số: 15/QĐ-UBND  ngày\nhai");
    edit_all_start(e, false);
    size_t stops[12], n = 0;
    do {
        edit_word_right(e, false);
        stops[n++] = edit_caret(e).byte;
    } while (edit_caret(e).para == 0 && n < 12);
    static const size_t want[] = {4, 6, 8, 9, 12, 13, 19, 24, 0};
    ok(n == 9 && !memcmp(stops, want, sizeof want), "word by word to the right");
    for (size_t i = 0; i < n; i++)
        printf("# %zu\n", stops[i]);
    size_t back = 0;
    for (; edit_caret(e).para || edit_caret(e).byte; back++)
        edit_word_left(e, false);
    is_int(9, (long long)back, "and as many to the left");
    edit_left(e, false);
    caret_is(e, 0, 0, "the start is the start");
    edit_para_end(e, false);
    edit_right(e, false);
    caret_is(e, 1, 0, "right from the end is the next paragraph");
    edit_left(e, false);
    caret_is(e, 0, 24, "left from its start the one before");
    edit_move(e, (struct edit_pos){9, 9}, false);
    caret_is(e, 1, 3, "places beyond the text are its end");
    edit_move(e, (struct edit_pos){0, 2}, false);
    caret_is(e, 0, 1, "places in a letter are its start");
    edit_move(e, (struct edit_pos){0, 999}, false);
    caret_is(e, 0, 24, "places beyond a paragraph its end");
    edit_destroy(e);
}

static void test_selecting(void)
{
    struct edit *e = edit_of("một\nhai ba");
    struct edit_pos from, to;
    ok(!edit_selection(e, &from, &to) && !edit_selected_text(e), "nothing is selected");
    edit_select_all(e);
    char *s = edit_selected_text(e);
    is("một\nhai ba", s, "all is selected");
    free(s);
    edit_left(e, false);
    caret_is(e, 0, 0, "left goes to its start");
    ok(!edit_selection(e, &from, &to), "and selects nothing");
    edit_right(e, true);
    edit_para_end(e, true);
    edit_right(e, true);
    ok(edit_selection(e, &from, &to) && from.para == 0 && to.para == 1 && to.byte == 0,
       "a selection over the end of a paragraph");
    edit_right(e, false);
    caret_is(e, 1, 0, "right goes to its end");
    edit_all_end(e, false);
    edit_word_left(e, true);
    edit_backspace(e);
    has(e, "một\nhai ", "Backspace deletes it");
    edit_select_all(e);
    edit_select_none(e);
    edit_delete_word_left(e);
    has(e, "một\n", "a word is deleted");
    edit_delete_word_left(e);
    has(e, "một", "then the end of the paragraph");
    edit_para_start(e, false);
    edit_kill_to_end(e);
    has(e, "", "killed to the end");
    while (edit_undo(e))
        ;
    has(e, "một\nhai ba", "all undone");
    edit_all_start(e, false);
    edit_para_end(e, false);
    edit_kill_to_end(e);
    has(e, "mộthai ba", "killing at the end joins the next paragraph");
    edit_destroy(e);
}

static void found_is(const struct edit *e, size_t para, size_t byte, const char *text)
{
    struct edit_pos from = {99, 99}, to;
    char *got = edit_selected_text(e);
    edit_selection(e, &from, &to);
    is(text, got, "found");
    ok(from.para == para && from.byte == byte, "at %zu:%zu", from.para, from.byte);
    free(got);
}

static void test_find(void)
{
    struct edit *e = edit_of("Hòa Bình\nxã hoà an\ntỉnh Hoa");
    edit_all_start(e, false);
    ok(edit_find(e, "hoa", false), "the first");
    found_is(e, 0, 0, "Hòa");
    edit_find(e, "hoa", false);
    found_is(e, 1, 4, "hoà");
    edit_find(e, "hoa", false);
    found_is(e, 2, 7, "Hoa");
    edit_find(e, "hoa", false);
    found_is(e, 0, 0, "Hòa");
    edit_find(e, "hoa", true);
    found_is(e, 2, 7, "Hoa");
    edit_find(e, "hoa", true);
    found_is(e, 1, 4, "hoà");
    edit_find(e, "tỉnh", true);
    found_is(e, 2, 0, "tỉnh");
    ok(!edit_find(e, "huế", false) && !edit_find(e, "", true), "what is not there is not found");
    found_is(e, 2, 0, "tỉnh");
    load(e, "aaaa");
    edit_find(e, "aa", true);
    found_is(e, 0, 2, "aa");
    edit_find(e, "aa", true);
    found_is(e, 0, 0, "aa");
    load(e, "một");
    ok(edit_find(e, "mot", false) && edit_find(e, "mot", false), "the only one again and again");
    edit_destroy(e);
}

/* 20,000 letters in 200 paragraphs: in at once, by paste, and out byte for byte. */
static void test_large(void)
{
    struct str s = {0};
    for (int i = 0; i < 200; i++) {
        str_add(&s, i ? "\n" : "");
        for (int k = 0; k < 10; k++)
            str_add(&s, "nghĩa vụ. ");
    }
    struct edit *e = edit_create(true);
    insert(e, s.s);
    has(e, s.s, "a long paste comes back byte for byte");
    is_int(20000, (long long)edit_letters(e), "20,000 letters");
    is_int(4000, (long long)edit_words(e), "4,000 words");
    is_int(200, (long long)edit_paragraphs(e), "200 paragraphs");
    edit_undo(e);
    has(e, "", "undone in one step");
    edit_load(e, s.s, s.len);
    has(e, s.s, "loaded, too, it comes back");
    edit_select_all(e);
    type(e, "x");
    edit_undo(e);
    has(e, s.s, "typed over and undone");
    edit_destroy(e);
    str_finish(&s);
}

static void test_replace_all(void)
{
    struct edit *e = edit_create(true);
    load(e, "Đoàn xã. Đoàn xã\nđoàn xã, Đoàn xã");
    edit_move(e, (struct edit_pos){0, 0}, false);
    is_int(3, (long long)edit_replace_all(e, "Đoàn xã", "ĐX"), "three places");
    has(e, "ĐX. ĐX\nđoàn xã, ĐX", "exactly as written");
    caret_is(e, 0, 0, "the caret stays");
    edit_undo(e);
    has(e, "Đoàn xã. Đoàn xã\nđoàn xã, Đoàn xã", "one step");
    edit_redo(e);
    has(e, "ĐX. ĐX\nđoàn xã, ĐX", "and again");
    is_int(0, (long long)edit_replace_all(e, "", "x"), "nothing is nowhere");
    is_int(0, (long long)edit_replace_all(e, "Đoàn huyện", "x"), "absent");
    load(e, "aaaa");
    is_int(2, (long long)edit_replace_all(e, "aa", "a"), "no place twice");
    has(e, "aa", "left to right");
    is_int(2, (long long)edit_replace_all(e, "a", ""), "by nothing");
    has(e, "", "nothing is left");
    load(e, "một hai\nmột hai");
    edit_move(e, (struct edit_pos){1, 0}, false);
    edit_all_end(e, true);
    is_int(1, (long long)edit_replace_all(e, "hai", "ba"), "in the selection only");
    has(e, "một hai\nmột ba", "the rest stays");
    edit_destroy(e);
}

/* Tools that keep marks apart, and delete one with one backspace. */
static void test_marks_apart(void)
{
    static const struct {
        const char *before;
        int back;
        const char *text, *want, *name;
    } cases[] = {
        {"tiếng", 3, "\u0300ng", "tiềng", "another tone, two letters before the caret"},
        {"ế", 1, "\u0300", "ề", "another tone"},
        {"ậ", 1, "\u0301", "ấ", "the dot is the last part"},
        {"đê", 1, "\u0306", "đĕ", "another mark"},
        {"trương", 3, "\u031B\u0300ng", "trường", "from the mark on"},
        {"cấm", 3, "\u0306\u0301m", "cắm", "both mark and tone"},
        {"viê", 0, "\u0323", "việ", "no backspace, a tone"},
        {"xin tiếng", 3, "\u0309ng", "xin tiểng", "in a text"},
        {"ấ", 1, "a", "a", "letters count as letters where no mark comes first"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct edit *e = edit_of(cases[i].before);
        for (int k = 0; k < cases[i].back; k++)
            edit_backspace(e);
        insert(e, cases[i].text);
        has(e, cases[i].want, cases[i].name);
        while (edit_undo(e))
            continue;
        has(e, cases[i].before, "undone");
        edit_destroy(e);
    }
    struct edit *e = edit_of("tiếng");
    edit_backspace(e);
    edit_left(e, false);
    insert(e, "\u0300");
    has(e, "tiế\u0300n", "not after the caret went elsewhere");
    edit_destroy(e);
}

int main(void)
{
    test_marks_apart();
    test_replace_all();
    test_load();
    test_typing();
    test_joining();
    test_replace_back();
    test_input_tool();
    test_long_run();
    test_undo();
    test_changed();
    test_moving();
    test_selecting();
    test_find();
    test_large();
    return tap_done();
}
