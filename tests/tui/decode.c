/* Bytes from terminals → keys, texts and pastes. Each case is fed whole, then cut at every place
 * into two reads, which must give the same but for where texts are joined. */
#include "tui/decode.h"

#include <stdlib.h>

#include "base/str.h"
#include "tap.h"

static int64_t advanced;

static void advance(int64_t ms)
{
    advanced += ms;
}

/* "Down text(é) paste(a)" */
static void describe(struct decode *d, int64_t now, struct str *out)
{
    struct input in;
    while (decode_next(d, now, &in)) {
        char name[32];
        if (in.kind == INPUT_KEY)
            str_addf(out, " %s", key_name(in.key, name));
        else
            str_addf(out, " %s(%s)", in.kind == INPUT_TEXT ? "text" : "paste", in.text);
        input_finish(&in);
    }
}

static char *decoded(const char *bytes, size_t n, size_t cut)
{
    struct decode *d = decode_create();
    struct str out = {0};
    decode_on_advance(d, advance);
    decode_add(d, "\033\033[A", (struct key){K_F1, MOD_CTRL});
    decode_add(d, "\033~~x", (struct key){K_F2, MOD_CTRL});
    decode_feed(d, bytes, cut, 1000);
    describe(d, 1000, &out);
    decode_feed(d, bytes + cut, n - cut, 1001);
    describe(d, 1001, &out);
    describe(d, 9999, &out); /* whatever waits gives up */
    if (decode_taken(d) != decode_fed(d))
        str_add(&out, " ?");
    decode_destroy(d);
    char *s = str_take(&out);
    memmove(s, s + (*s == ' '), strlen(s) + (*s != ' '));
    return s;
}

static const struct {
    const char *bytes, *want;
} cases[] = {
    {"abc", "a b c"},
    {"\r", "Enter"},
    {"a\r\nb", "a Enter b"},
    {"\n", "Enter"},
    {"\t\b\x7f", "Tab Backspace Backspace"},
    {"\x10\x1a\x1f", "C-p C-z C-_"},
    {"\033", "Esc"},
    {"\033\033", "Esc Esc"},
    {"\033[A\033[B\033OC\033OD", "Up Down Right Left"},
    {"\033[H\033[F\033OH\033OF", "Home End Home End"},
    {"\033[1~\033[2~\033[3~\033[4~\033[5~\033[6~\033[7~\033[8~",
     "Home Ins Del End PgUp PgDn Home End"},
    {"\033OP\033OQ\033OR\033OS", "F1 F2 F3 F4"},
    {"\033[[A\033[[B\033[[C\033[[D\033[[E", "F1 F2 F3 F4 F5"},
    {"\033[11~\033[12~\033[13~\033[14~\033[15~", "F1 F2 F3 F4 F5"},
    {"\033[17~\033[18~\033[19~\033[20~\033[21~\033[23~\033[24~", "F6 F7 F8 F9 F10 F11 F12"},
    {"\033[25~\033[26~", "S-F1 S-F2"},
    {"\033[1;2A\033[1;5C\033[1;6D\033[1;3B\033[1;9B", "S-Up C-Right C-S-Left M-Down M-Down"},
    {"\033[3;5~\033[2;5~\033[1;5H\033[15;2~\033[1;2P", "C-Del C-Ins C-Home S-F5 S-F1"},
    {"\033O5C\033O2P", "C-Right S-F1"},
    {"\033[a\033Oa\033[3^\033[3$\033[3@\033[Z", "S-Up C-Up C-Del S-Del C-S-Del S-Tab"},
    {"\033OM\033Oq\033Oy\033Ok", "Enter 1 9 +"},
    {"\033[97;5u\033[27;5;112~\033[9;5u\033[13u\033[97;2u", "C-a C-p C-Tab Enter A"},
    {"\0331\033=\033-\033b", "M-1 M-= M-- M-b"},
    {"\033\x7f\033\r\033\t\033\x10", "M-Backspace M-Enter M-Tab C-M-p"},
    {"\033\xc4\x91", "M-đ"},
    {"\033\033OB", "M-Down"},
    {"\033\033[A", "C-F1"},
    {"\033~~xq", "C-F2 q"},
    {"\033[I\033[O\033[?1;2c\033[0n\033[?2004;1$yx", "x"},
    {"\033[99~\033[1;2;3;4;5;6;7;8;9R\033Ozx", "S-F3 x"},
    {"\033]11;rgb:0000/0000/0000\033\\x\033P1+r\033\\y\033_z\a", "x y"},
    {"\033]7771;250\ax", "x"},
    {"\033[200~a\tb\r\nđ\033[201~c", "paste(a\tb\nđ) c"},
    {"\033[200~\033[201~c", "c"},
    {"\033[200~a\033[Ab\x01\xff\033[201~", "paste(a[Ab)"},
    {"\033[200~never closed", "paste(never closed)"},
    {"\033[1\033[A", "Up"},
    {"\033[", "M-["},
    {"\033O", "M-O"},
    {"\033[12", ""},
    {"\x00", ""}, /* its length is 0 here; see below */
};

static void all_cases(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t n = strlen(cases[i].bytes);
        char *whole = decoded(cases[i].bytes, n, n);
        is(cases[i].want, whole, cases[i].want);
        free(whole);
        bool same = true;
        for (size_t cut = 1; cut < n; cut++) {
            char *parts = decoded(cases[i].bytes, n, cut);
            if (strcmp(parts, cases[i].want) != 0) {
                printf("# cut at %zu: %s\n", cut, parts);
                same = false;
            }
            free(parts);
        }
        ok(same, "cut anywhere");
    }
    char *nul = decoded("\0", 1, 1);
    is("C-Space", nul, "NUL is Ctrl-Space");
    free(nul);
}

/* What reaches a text field, by a field that knows nothing but letters and Backspace. */
static void apply(struct decode *d, struct str *field)
{
    struct input in;
    while (decode_next(d, 1000, &in)) {
        if (in.kind == INPUT_KEY && in.key.code == K_BACKSPACE) {
            while (field->len && (field->s[--field->len] & 0xC0) == 0x80)
                continue;
        } else if (in.kind == INPUT_KEY) {
            str_addc(field, (char)in.key.code);
        } else {
            str_add(field, in.text);
        }
        input_finish(&in);
    }
}

/* Input tools send backspaces and the new letters at once, cut anywhere. */
static void composed_outside(void)
{
    static const struct {
        const char *bytes, *want;
    } streams[] = {
        {"tie\x7fê\x7fêng\x7f\x7f\x7f\x7fiếng Vie\x7fê\x7f\x7fiệt", "tiếng Việt"},
        {"d\bđ\bĐu\bưo\b\bươ\b\bườ\b\bường", "Đường"},
        {"a\x7fá\x7f" "as", "as"},
        {"Xin chào các bạn", "Xin chào các bạn"},
        {"\x7f\x7fữ", "ữ"},
    };
    for (size_t i = 0; i < sizeof streams / sizeof streams[0]; i++) {
        size_t n = strlen(streams[i].bytes);
        for (size_t size = 1; size <= n; size++) {
            struct decode *d = decode_create();
            struct str field = {0};
            for (size_t at = 0; at < n; at += size) {
                decode_feed(d, streams[i].bytes + at, n - at < size ? n - at : size, 1000);
                apply(d, &field);
            }
            str_addc(&field, '\0');
            if (strcmp(field.s, streams[i].want) != 0)
                is(streams[i].want, field.s, "in pieces");
            str_finish(&field);
            decode_destroy(d);
        }
        ok(true, "%s, in pieces of every size", streams[i].want);
    }
}

static void runs(void)
{
    static const struct {
        const char *bytes, *want;
    } one_read[] = {
        {"tieengs", "t i e e n g s"},
        {"tiếng", "text(tiếng)"},
        {"\x7f\x7f" "ếng", "Backspace Backspace text(ếng)"},
        {"e\xcc\x82\xcc\x81", "text(ế)"},
        {"ban xã", "text(ban xã)"},
        {"a\xff" "b", "text(ab)"},
        {"\xff", ""},
        {"x\xc2\x85y", "text(x y)"},
    };
    for (size_t i = 0; i < sizeof one_read / sizeof one_read[0]; i++) {
        size_t n = strlen(one_read[i].bytes);
        char *got = decoded(one_read[i].bytes, n, n);
        is(one_read[i].want, got, "what came in one read");
        free(got);
    }
}

static void times(void)
{
    struct decode *d = decode_create();
    struct input in;
    decode_feed(d, "\033", 1, 1000);
    ok(!decode_next(d, 1010, &in), "an ESC waits");
    is_int(1025, decode_deadline(d), "25 ms");
    ok(decode_next(d, 1025, &in) && in.key.code == K_ESC, "then it is Esc");
    decode_feed(d, "\033[", 2, 2000);
    is_int(2500, decode_deadline(d), "a sequence that has begun waits longer");
    ok(!decode_next(d, 2499, &in), "waits");
    decode_feed(d, "A", 1, 2499);
    ok(decode_next(d, 2499, &in) && in.key.code == K_UP, "and is finished");
    is_int(INT64_MAX, decode_deadline(d), "nothing waits");
    decode_feed(d, "\xe1\xba", 2, 3000);
    ok(!decode_next(d, 9000, &in) && decode_deadline(d) == INT64_MAX, "half a letter just waits");
    ok(decode_taken(d) == decode_fed(d) - 2, "and is not counted as understood");
    decode_feed(d, "\xbf", 1, 9000);
    ok(decode_next(d, 9000, &in) && in.kind == INPUT_TEXT && !strcmp(in.text, "ế"), "ế");
    input_finish(&in);
    decode_destroy(d);
}

static void big_paste(void)
{
    struct decode *d = decode_create();
    struct str want = {0};
    struct input in = {0};
    decode_feed(d, "\033[200~", 6, 0);
    for (int i = 0; i < 20000; i++) {
        char line[32];
        int n = snprintf(line, sizeof line, "dòng %d\r\n", i);
        decode_feed(d, line, (size_t)n, 0);
        str_addf(&want, "dòng %d\n", i);
        if (decode_next(d, 0, &in))
            break;
    }
    decode_feed(d, "\033[201~", 6, 0);
    ok(decode_next(d, 0, &in) && in.kind == INPUT_PASTE, "a big paste in many reads is one");
    ok(in.text && !strcmp(in.text, str_text(&want)), "and whole");
    input_finish(&in);
    str_finish(&want);
    decode_destroy(d);
}

/* Rubbish of every kind: nothing may crash, hang or put a control into a text. */
static void noise(void)
{
    static const char alphabet[] = "\033\033\033[[]OP;;120~~?$\a\\\x7f\x01 aZu\xe1\xba\xbf\xff\r";
    unsigned long seed = 1;
    bool clean = true;
    for (int round = 0; round < 20000; round++) {
        struct decode *d = decode_create();
        char bytes[24];
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 6364136223846793005UL + 1442695040888963407UL;
            bytes[i] = alphabet[(seed >> 33) % (sizeof alphabet - 1)];
        }
        struct input in;
        decode_feed(d, bytes, sizeof bytes, 0);
        for (int64_t now = 0; now <= 9000; now += 3000)
            while (decode_next(d, now, &in)) {
                for (const char *p = in.text; in.kind != INPUT_KEY && *p; p++)
                    clean = clean && ((unsigned char)*p >= ' ' || *p == '\n') && *p != 0x7F;
                input_finish(&in);
            }
        decode_destroy(d);
    }
    ok(clean, "noise leaves no controls in texts");
}

int main(void)
{
    all_cases();
    ok(advanced >= 250, "the clock of a test is moved");
    composed_outside();
    runs();
    times();
    big_paste();
    noise();
    return tap_done();
}
