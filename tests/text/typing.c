/* The typing methods: cases from files, every syllable typed canonically, and random keys. */
#include <stdint.h>
#include <stdlib.h>

#include "tap.h"
#include "text/typing.h"
#include "text/utf8.h"

enum { BACKSPACE = 0x232B };

struct screen {
    char text[8192];
    size_t letters;
};

static void screen_delete(struct screen *s, size_t n)
{
    size_t len = strlen(s->text);
    while (n-- && len) {
        do
            len--;
        while (len && ((unsigned char)s->text[len] & 0xC0) == 0x80);
        s->letters--;
    }
    s->text[len] = 0;
}

static bool screen_edit(struct screen *s, const struct typing_edit *e)
{
    size_t len = strlen(e->text);
    if (e->back > s->letters || len >= sizeof e->text || !utf8_valid(e->text, len, NULL))
        return false;
    screen_delete(s, e->back);
    strcat(s->text, e->text);
    for (size_t i = 0; i < len; i++)
        s->letters += ((unsigned char)e->text[i] & 0xC0) != 0x80;
    return true;
}

static bool screen_type(struct screen *s, struct typing *t, uint32_t key)
{
    struct typing_edit e;
    if (key != BACKSPACE) {
        e = typing_key(t, key);
        return screen_edit(s, &e);
    }
    if (typing_backspace(t, &e))
        return screen_edit(s, &e);
    if (s->letters)
        screen_delete(s, 1);
    return true;
}

static const char *typed(struct screen *s, const struct typing_options *o, const char *keys)
{
    struct typing *t = typing_create(o);
    size_t n = strlen(keys), len;
    *s = (struct screen){0};
    for (size_t i = 0; i < n; i += len)
        if (!screen_type(s, t, utf8_decode(keys + i, n - i, &len)))
            break;
    typing_destroy(t);
    return s->text;
}

/* Options of a case: old, new, on, off, simple, simple2; what is not named is tried both ways. */
static void case_run(enum typing_method m, const char *keys, const char *want, const char *words)
{
    static struct screen s;
    for (int style = 0; style < 2; style++)
        for (int spell = 0; spell < 2; spell++) {
            if (strstr(words, style ? "old" : "new") || strstr(words, spell ? "off" : "on"))
                continue;
            enum typing_variant v = strstr(words, "simple2") ? TELEX_SIMPLE_2
                                    : strstr(words, "simple") ? TELEX_SIMPLE : TELEX_FULL;
            struct typing_options o = {m, v, style, spell};
            char name[1200];
            snprintf(name, sizeof name, "%s: %s (%s, spelling %s)", typing_method_id(m), keys,
                     style ? "new" : "old", spell ? "on" : "off");
            is(want, typed(&s, &o, keys), name);
        }
}

static void cases_run(enum typing_method m, const char *file)
{
    char path[4096], line[1024];
    snprintf(path, sizeof path, "%s/tests/text/cases/%s", getenv("PHIEU_SOURCE"), file);
    FILE *f = fopen(path, "r");
    if (!ok(f, "%s is there", path))
        return;
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = 0;
        char *want = strchr(line, '\t');
        if (*line == '#' || !want)
            continue;
        *want++ = 0;
        char *words = strchr(want, '\t');
        if (words)
            *words++ = 0;
        case_run(m, line, want, words ? words : "");
    }
    fclose(f);
}

/* A rime in three parts; the tone sits on the middle one, in the closed or marked rimes where
 * both styles agree. */
struct rime {
    const char *before, *toned, *after;
    bool qu; /* stands after qu and gi too */
};

static const struct rime rimes[] = {
    {"", "a", "", true},    {"", "a", "ch", true},  {"", "ă", "ng", true},  {"", "â", "y", true},
    {"", "e", "o", true},   {"", "ê", "nh", true},  {"", "o", "c", false},  {"", "ô", "ng", false},
    {"", "ơ", "i", true},   {"", "u", "t", false},  {"", "ư", "u", false},  {"", "i", "a", false},
    {"i", "ê", "u", false}, {"i", "ê", "ng", false}, {"u", "ô", "c", false},
    {"ư", "ơ", "ng", false}, {"ư", "ơ", "i", false}, {"ư", "ơ", "u", false}, {"", "ư", "a", false},
    {"o", "a", "n", false}, {"o", "ă", "t", false}, {"o", "a", "i", false}, {"o", "a", "o", false},
    {"o", "e", "o", false}, {"u", "â", "n", false}, {"u", "ê", "ch", false},
    {"u", "y", "nh", false}, {"uy", "ê", "t", false}, {"u", "y", "a", false},
    {"u", "y", "u", false},
    {"u", "â", "y", false}, {"u", "ô", "i", false}, {"", "y", "", false},   {"o", "o", "ng", false},
    {"", "ơ", "ng", false}, {"", "u", "i", false},  {"", "a", "u", true},   {"", "ê", "p", false},
};

static const char *const onsets[] = {
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "kh", "l", "m", "n", "ng", "ngh", "nh", "p",
    "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
};

static const struct {
    const char *letter, *forms[6], *telex, *vni;
} vowels[] = {
    {"a", {"a", "á", "à", "ả", "ã", "ạ"}, "a", "a"},
    {"ă", {"ă", "ắ", "ằ", "ẳ", "ẵ", "ặ"}, "aw", "a8"},
    {"â", {"â", "ấ", "ầ", "ẩ", "ẫ", "ậ"}, "aa", "a6"},
    {"e", {"e", "é", "è", "ẻ", "ẽ", "ẹ"}, "e", "e"},
    {"ê", {"ê", "ế", "ề", "ể", "ễ", "ệ"}, "ee", "e6"},
    {"i", {"i", "í", "ì", "ỉ", "ĩ", "ị"}, "i", "i"},
    {"o", {"o", "ó", "ò", "ỏ", "õ", "ọ"}, "o", "o"},
    {"ô", {"ô", "ố", "ồ", "ổ", "ỗ", "ộ"}, "oo", "o6"},
    {"ơ", {"ơ", "ớ", "ờ", "ở", "ỡ", "ợ"}, "ow", "o7"},
    {"u", {"u", "ú", "ù", "ủ", "ũ", "ụ"}, "u", "u"},
    {"ư", {"ư", "ứ", "ừ", "ử", "ữ", "ự"}, "uw", "u7"},
    {"y", {"y", "ý", "ỳ", "ỷ", "ỹ", "ỵ"}, "y", "y"},
    {"đ", {"đ", NULL, NULL, NULL, NULL, NULL}, "dd", "d9"},
};

static size_t vowel_at(const char *s)
{
    size_t i = 0;
    while (i < sizeof vowels / sizeof *vowels
           && strncmp(s, vowels[i].letter, strlen(vowels[i].letter)))
        i++;
    return i;
}

/* Appends to `out`, whose rest is all zero. */
static void keys_of(char *out, const char *s, bool vni)
{
    bool oo = strstr(s, "oo");
    for (size_t i, n; *s; s += n) {
        i = vowel_at(s);
        n = i < sizeof vowels / sizeof *vowels ? strlen(vowels[i].letter) : 1;
        if (n == 1)
            out[strlen(out)] = *s;
        else
            strcat(out, vni ? vowels[i].vni : vowels[i].telex);
        if (oo && !vni && *s == 'o' && s[1] != 'o')
            strcat(out, "o"); /* the third o undoes ô */
    }
}

static bool syllable_typed(const char *onset, const struct rime *r, int tone, bool new_style,
                           bool vni)
{
    static struct screen s;
    char plain[64], want[64], keys[64] = "";
    snprintf(plain, sizeof plain, "%s%s%s%s", onset, r->before, r->toned, r->after);
    snprintf(want, sizeof want, "%s%s%s%s ", onset, r->before,
             *r->toned ? vowels[vowel_at(r->toned)].forms[tone] : "", r->after);
    keys_of(keys, plain, vni);
    if (tone)
        keys[strlen(keys)] = (vni ? " 12345" : " sfrxj")[tone];
    strcat(keys, " ");
    struct typing_options o = {vni ? TYPING_VNI : TYPING_TELEX, TELEX_FULL, new_style, true};
    if (!strcmp(typed(&s, &o, keys), want))
        return true;
    printf("# %s gave %s, not %s\n", keys, s.text, want);
    return false;
}

static void test_syllables(bool new_style, bool vni)
{
    size_t wrong = 0, count = 0;
    for (size_t o = 0; o < sizeof onsets / sizeof *onsets; o++)
        for (size_t r = 0; r < sizeof rimes / sizeof *rimes; r++) {
            bool merges = !strcmp(onsets[o], "qu") || !strcmp(onsets[o], "gi");
            char last = rimes[r].after[0] ? rimes[r].after[strlen(rimes[r].after) - 1] : 0;
            bool stop = last == 'c' || last == 'p' || last == 't'
                        || !strcmp(rimes[r].after, "ch");
            bool gia = !strcmp(onsets[o], "g") && !strcmp(rimes[r].toned, "i");
            if (gia || (merges && !rimes[r].qu))
                continue;
            for (int tone = 0; tone < (*rimes[r].toned ? 6 : 1); tone++) {
                if (stop && tone >= 2 && tone <= 4)
                    continue;
                count++;
                wrong += !syllable_typed(onsets[o], &rimes[r], tone, new_style, vni);
            }
        }
    ok(!wrong, "%s, %s style: %zu syllables come as typed", vni ? "vni" : "telex",
       new_style ? "new" : "old", count);
}

static uint32_t random_next(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static uint32_t random_key(uint32_t *state)
{
    static const char likely[] = "aaeeoouuiywwddssffrrxxjjzznghtcmpklqvbAEOUWDS[]{}0123456789 .";
    uint32_t r = random_next(state) % 100;
    if (r < 12)
        return BACKSPACE;
    if (r < 14)
        return 0xE0 + random_next(state) % 0x2000;
    return (unsigned char)likely[random_next(state) % (sizeof likely - 1)];
}

static void test_random(enum typing_method m)
{
    static struct screen s;
    uint32_t state = 20260101;
    bool good = true;
    for (int round = 0; round < 400 && good; round++) {
        struct typing_options o = {m, (enum typing_variant)(round % 3), round & 1, round & 2};
        struct typing *t = typing_create(&o);
        s = (struct screen){0};
        for (int i = 0; i < 120 && good; i++) {
            struct typing_edit e;
            uint32_t r = random_next(&state) % 60;
            if (r == 0)
                typing_reset(t);
            else if (r == 1)
                good = !typing_restore(t, &e) || screen_edit(&s, &e);
            else if (r == 2)
                good = !typing_end(t, &e) || screen_edit(&s, &e);
            else
                good = screen_type(&s, t, random_key(&state));
        }
        typing_destroy(t);
    }
    ok(good, "%s: random keys make valid edits only", typing_method_id(m));
}

static void test_restore(void)
{
    static struct screen s;
    struct typing_options o = {TYPING_TELEX, TELEX_SIMPLE_2, false, true};
    struct typing *t = typing_create(&o);
    struct typing_edit e;
    for (const char *k = "tieengs"; *k; k++)
        screen_type(&s, t, (unsigned char)*k);
    ok(typing_restore(t, &e) && screen_edit(&s, &e), "a word can be given back");
    is("tieengs", s.text, "as it was keyed");
    ok(!typing_restore(t, &e), "not twice");
    for (const char *k = "a hoaf, "; *k; k++)
        screen_type(&s, t, (unsigned char)*k);
    is("tieengsa hòa, ", s.text, "it stays literal, the next is not");
    ok(typing_restore(t, &e) && screen_edit(&s, &e), "so can a word just finished");
    is("tieengsa hoaf, ", s.text, "with what follows it");
    for (const char *k = "windows"; *k; k++)
        screen_type(&s, t, (unsigned char)*k);
    ok(typing_end(t, &e) && screen_edit(&s, &e), "leaving the field ends the word");
    is("tieengsa hoaf, windows", s.text, "which goes back to its keys");
    typing_destroy(t);
}

static void test_foreign(void)
{
    static struct screen s;
    struct typing_options o = {TYPING_TELEX, TELEX_FULL, false, true};
    is("tiếng Việt", typed(&s, &o, "tie⌫ếng Vie⌫⌫iệt"), "composed letters pass untouched");
    is("ếs á", typed(&s, &o, "ếs as"), "and nothing is composed in their word");
    o.method = TYPING_OFF;
    is("tieengs[", typed(&s, &o, "tieengs["), "off, nothing is composed");
    char keys[512] = "";
    for (int i = 0; i < 100; i++)
        strcat(keys, "ax");
    o.method = TYPING_TELEX;
    o.spell = false;
    typed(&s, &o, keys);
    ok(strlen(s.text) > 100, "a very long word is only passed on at its end");
}

int main(void)
{
    enum typing_method m;
    cases_run(TYPING_TELEX, "telex.tsv");
    cases_run(TYPING_VNI, "vni.tsv");
    for (int i = 0; i < 4; i++)
        test_syllables(i & 1, i & 2);
    test_random(TYPING_TELEX);
    test_random(TYPING_VNI);
    test_restore();
    test_foreign();
    ok(typing_method_from_id("vni", &m) && m == TYPING_VNI, "a method has an id");
    ok(!typing_method_from_id("viqr", &m), "others are refused");
    return tap_done();
}
