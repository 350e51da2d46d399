/* More than 10,000 Vietnamese words through a terminal into the real program, as outside input tools send
 * them (backspaces and the new letters in one read, BS or DEL, NFC or NFD, cut at every byte, pasted) and
 * as people key them by the program's own methods; each must be stored letter for letter, in NFC.
 *     replay PHIEU
 * The words are drawn from all possible syllables. PHIEU_ROUNDS: so many times as many; every round has
 * other words in each manner, and cuts them elsewhere. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "screens/clerk.h"
#include "tap.h"
#include "text/apart.h"
#include "text/keyer.h"
#include "text/syllables.h"
#include "text/unicode.h"

/* How bytes go out. A change is what one key makes an outside tool send. */
enum sending {
    EACH_CHANGE, /* each change is one write, and read before the next */
    EACH_BYTE,   /* the same for each byte */
    TWO_PIECES,  /* each change is cut in two, at another byte in each word */
    AT_ONCE,     /* some fifty words in one write: fast hands, a slow program */
    PASTED,      /* a bracketed paste, cut into pieces of seven bytes */
};

/* By whom letters are composed. */
enum by { BY_TOOL_DEL, BY_TOOL_BS, BY_TOOL_MARKS, BY_PROGRAM };

struct manner {
    const char *name;
    enum by by;
    bool nfd;
    enum sending sending;
    size_t words;
};

/* One start of the program each, with this typing method of its own. */
static const struct session {
    const char *name;
    struct typing_options options;
    struct manner manners[10];
} sessions[] = {
    {"own method off", {TYPING_OFF, TELEX_FULL, false, true}, {
        {"NFC, DEL, change by change", BY_TOOL_DEL, false, EACH_CHANGE, 300},
        {"NFC, BS, byte by byte", BY_TOOL_BS, false, EACH_BYTE, 200},
        {"NFC, BS, in two pieces", BY_TOOL_BS, false, TWO_PIECES, 200},
        {"NFD, DEL, byte by byte", BY_TOOL_DEL, true, EACH_BYTE, 200},
        {"NFD, BS, in two pieces", BY_TOOL_BS, true, TWO_PIECES, 200},
        {"NFD, DEL, at once", BY_TOOL_DEL, true, AT_ONCE, 600},
        {"NFC, pasted", BY_TOOL_DEL, false, PASTED, 600},
        {"NFD, pasted", BY_TOOL_DEL, true, PASTED, 600},
        {"a line: NFC, DEL, change by change", BY_TOOL_DEL, false, EACH_CHANGE, 60},
        {"cells: NFD, BS, in two pieces", BY_TOOL_BS, true, TWO_PIECES, 60},
    }},
    {"a tool that deletes mark by mark", {TYPING_TELEX, TELEX_SIMPLE_2, false, true}, {
        {"change by change", BY_TOOL_MARKS, true, EACH_CHANGE, 60},
        {"byte by byte", BY_TOOL_MARKS, true, EACH_BYTE, 30},
        {"in two pieces", BY_TOOL_MARKS, true, TWO_PIECES, 60},
        {"at once", BY_TOOL_MARKS, true, AT_ONCE, 200},
    }},
    {"own Telex on, and a tool outside as well", {TYPING_TELEX, TELEX_SIMPLE_2, false, true}, {
        {"NFC, DEL, change by change", BY_TOOL_DEL, false, EACH_CHANGE, 300},
        {"NFC, BS, byte by byte", BY_TOOL_BS, false, EACH_BYTE, 200},
        {"NFC, DEL, in two pieces", BY_TOOL_DEL, false, TWO_PIECES, 200},
        {"NFD, BS, change by change", BY_TOOL_BS, true, EACH_CHANGE, 200},
        {"NFD, DEL, in two pieces", BY_TOOL_DEL, true, TWO_PIECES, 200},
        {"NFC, BS, at once", BY_TOOL_BS, false, AT_ONCE, 600},
        {"NFC, pasted", BY_TOOL_DEL, false, PASTED, 400},
        {"NFD, DEL, at once", BY_TOOL_DEL, true, AT_ONCE, 400},
        {"a line: NFD, DEL, in two pieces", BY_TOOL_DEL, true, TWO_PIECES, 60},
        {"cells: NFC, DEL, change by change", BY_TOOL_DEL, false, EACH_CHANGE, 60},
    }},
    {"own VNI on, and a tool outside as well", {TYPING_VNI, TELEX_FULL, false, true}, {
        {"NFC, DEL, change by change", BY_TOOL_DEL, false, EACH_CHANGE, 200},
        {"NFD, BS, in two pieces", BY_TOOL_BS, true, TWO_PIECES, 200},
        {"VNI keys, key by key", BY_PROGRAM, false, EACH_BYTE, 200},
        {"VNI keys, at once", BY_PROGRAM, false, AT_ONCE, 1500},
    }},
    {"Telex", {TYPING_TELEX, TELEX_FULL, false, true}, {
        {"keys at once", BY_PROGRAM, false, AT_ONCE, 1500}, {"key by key", BY_PROGRAM, false, EACH_BYTE, 200}}},
    {"Simple Telex", {TYPING_TELEX, TELEX_SIMPLE, false, true}, {
        {"keys at once", BY_PROGRAM, false, AT_ONCE, 1000}}},
    {"Simple Telex 2, new style", {TYPING_TELEX, TELEX_SIMPLE_2, true, true}, {
        {"keys at once", BY_PROGRAM, false, AT_ONCE, 1500}, {"key by key", BY_PROGRAM, false, EACH_BYTE, 200}}},
};

static const char *const fields[] = {
    "doan_1", "doan_2", "doan_3", "doan_4", "doan_5", "doan_6", "doan_7", "doan_8", "dong", "bang",
};
enum { LINE = 8, TABLE = 9, BATCH = 50 };

struct replay {
    struct clerk clerk;
    const struct session *session;
    const struct syllables *all;
    size_t next;         /* the word that comes next, anywhere in the list */
    size_t cut;          /* counts up: where the next change is cut in two */
    struct str want[10]; /* what the fields must hold; the cells by newlines */
    bool good;           /* the program has answered so far */
};

/* ---- what an outside tool sends --------------------------------------------------------------- */

static void letters_add(struct str *out, const struct apart *a, size_t n, bool nfd)
{
    for (size_t i = 0; i < n; i++)
        apart_add(out, a[i], nfd);
}

/* The same for a tool that sees code points: so many of them back, and the new ones. */
static void change_marks(const struct apart *old, size_t n_old, const struct apart *new, size_t n_new, struct str *ret)
{
    struct str a = {0}, b = {0};
    size_t same = 0;
    letters_add(&a, old, n_old, true);
    letters_add(&b, new, n_new, true);
    while (same < a.len && same < b.len && a.s[same] == b.s[same])
        same++;
    while (same && (b.s[same] & 0xC0) == 0x80)
        same--;
    str_clear(ret);
    for (size_t i = same; i < a.len; i++)
        if ((a.s[i] & 0xC0) != 0x80)
            str_addc(ret, '\177');
    str_add(ret, str_text(&b) + same);
    str_finish(&a);
    str_finish(&b);
}

/* What stands there becomes what shall: so many letters back, and the new ones. */
static void change(const struct apart *old, size_t n_old, const struct apart *new, size_t n_new,
                   const struct manner *m, struct str *ret)
{
    size_t same = 0;
    while (same < n_old && same < n_new && !memcmp(&old[same], &new[same], sizeof *old))
        same++;
    str_clear(ret);
    for (size_t i = same; i < n_old; i++)
        str_addc(ret, m->by == BY_TOOL_BS ? '\b' : '\177');
    letters_add(ret, new + same, n_new - same, m->nfd);
}

/* ---- sending --------------------------------------------------------------------------------- */

static void send_pieces(struct replay *r, const char *bytes, size_t n, size_t size)
{
    for (size_t at = 0; at < n && r->good; at += size)
        r->good = clerk_send_read(&r->clerk, bytes + at, n - at < size ? n - at : size);
}

static void send_as(struct replay *r, const struct manner *m, const char *bytes, size_t n)
{
    size_t cut = n > 1 ? 1 + r->cut++ % (n - 1) : n;
    if (m->sending == EACH_BYTE) {
        send_pieces(r, bytes, n, 1);
    } else if (m->sending == TWO_PIECES) {
        send_pieces(r, bytes, cut, cut);
        send_pieces(r, bytes + cut, n - cut, n);
    } else {
        send_pieces(r, bytes, n, n);
    }
}

/* A tool composes the word: letters as they come with their marks behind them, or all of them first;
 * the tone at last. In manners that collect, the bytes are added to `waiting`. */
static void compose(struct replay *r, const struct manner *m, const char *word, struct str *waiting)
{
    struct apart *want, now[16], before[16];
    size_t n = apart_text(word, &want), n_now = 0;
    bool late = r->cut & 1;
    struct str bytes = {0};
    memset(now, 0, sizeof now);
    for (size_t step = 0; step < 3 * n; step++) {
        size_t i = late ? step % n : step < 2 * n ? step / 2 : step % n;
        size_t phase = late ? step / n : step < 2 * n ? step % 2 : 2, n_before = n_now;
        memcpy(before, now, sizeof now);
        if (phase == 0)
            now[n_now++].base = want[i].base;
        else if (phase == 1)
            now[i].mark = want[i].mark;
        else
            now[i].tone = want[i].tone;
        if (m->by == BY_TOOL_MARKS)
            change_marks(before, n_before, now, n_now, &bytes);
        else
            change(before, n_before, now, n_now, m, &bytes);
        if (m->sending == AT_ONCE)
            str_add(waiting, str_text(&bytes));
        else if (bytes.len)
            send_as(r, m, bytes.s, bytes.len);
    }
    str_finish(&bytes);
    free(want);
}

static void key(struct replay *r, const struct manner *m, const char *word, struct str *waiting)
{
    struct str keys = {0};
    struct keyer_counts counts = {0};
    keyer_add(word, &r->session->options, &keys, &counts);
    if (m->sending == AT_ONCE)
        str_add(waiting, str_text(&keys));
    else
        send_as(r, m, str_text(&keys), keys.len);
    str_finish(&keys);
}

static void flush(struct replay *r, const struct manner *m, struct str *waiting)
{
    if (m->sending == PASTED) {
        char *bytes = xasprintf("\033[200~%s\033[201~", str_text(waiting));
        send_pieces(r, bytes, strlen(bytes), 7);
        free(bytes);
    } else if (waiting->len) {
        send_pieces(r, waiting->s, waiting->len, waiting->len);
    }
    str_clear(waiting);
}

/* ---- words ----------------------------------------------------------------------------------- */

/* Where a tool works and the own Telex is on as well, oo would be ô: nobody could tell. */
static bool fits(const struct replay *r, const struct manner *m, const char *word)
{
    struct apart *a;
    bool oo = false;
    if (m->by == BY_PROGRAM || r->session->options.method != TYPING_TELEX)
        return true;
    for (size_t i = 1, n = apart_text(word, &a); i < n; i++)
        oo = oo || (a[i].base == 'o' && a[i - 1].base == 'o');
    free(a);
    return !oo;
}

/* Far from the one before, and in the end each of them. */
static const char *next_word(struct replay *r, const struct manner *m)
{
    do
        r->next = (r->next + 7919) % r->all->n;
    while (!fits(r, m, r->all->v[r->next]));
    return r->all->v[r->next];
}

static void send_word(struct replay *r, const struct manner *m, const char *word, struct str *waiting)
{
    if (m->sending == PASTED) {
        struct apart *letters;
        size_t n = apart_text(word, &letters);
        letters_add(waiting, letters, n, m->nfd);
        free(letters);
    } else if (m->by == BY_PROGRAM) {
        key(r, m, word, waiting);
    } else {
        compose(r, m, word, waiting);
    }
}

static void play_manner(struct replay *r, const struct manner *m, size_t field)
{
    struct str waiting = {0};
    bool collects = m->sending == AT_ONCE || m->sending == PASTED;
    const char *end = field == TABLE ? "\r" : " ";
    for (size_t i = 0; i < m->words && r->good; i++) {
        const char *word = next_word(r, m);
        bool last = i + 1 == m->words;
        send_word(r, m, word, &waiting);
        str_add(&r->want[field], word);
        if (!last)
            str_add(&r->want[field], field == TABLE ? "\n" : " ");
        if (collects && !last)
            str_add(&waiting, end);
        else if (!last || field == TABLE)
            send_pieces(r, end, 1, 1);
        if (collects && (last || i % BATCH == BATCH - 1))
            flush(r, m, &waiting);
    }
    r->good = r->good && vt_wait(r->clerk.vt, CLERK_MS);
    str_finish(&waiting);
}

/* ---- what was stored -------------------------------------------------------------------------- */

static char *stored(const json *answers, size_t field)
{
    const json *j = js_get(answers, fields[field]);
    struct str s = {0};
    if (field != TABLE)
        return xstrdup(js_text(j));
    for (size_t i = 0; i < js_count(j); i++)
        str_addf(&s, "%s%s", i ? "\n" : "", js_text(js_get(js_at(j, i), "o")));
    return str_take(&s);
}

static size_t wrong_words(const char *want, const char *got)
{
    size_t wrong = 0;
    while (*want || *got) {
        size_t n = strcspn(want, " \n"), m = strcspn(got, " \n");
        if (n != m || memcmp(want, got, n) != 0) {
            wrong++;
            if (wrong < 6)
                printf("# wanted %.*s, got %.*s\n", (int)n, want, (int)m, got);
        }
        want += n + !!want[n];
        got += m + !!got[m];
    }
    return wrong;
}

static size_t check(struct replay *r)
{
    json *answers = clerk_answers(&r->clerk, "thu-go/kg_an_bien");
    size_t words = 0;
    for (size_t f = 0; f < 10; f++) {
        const struct manner *m = &r->session->manners[f];
        if (!m->name)
            continue;
        char *got = stored(answers, f);
        size_t wrong = wrong_words(str_text(&r->want[f]), got);
        ok(!wrong && !strcmp(got, str_text(&r->want[f])) && text_is_nfc(got, strlen(got)),
           "%s: %s: %zu words, %zu wrong", r->session->name, m->name, m->words, wrong);
        words += m->words;
        free(got);
    }
    js_free(answers);
    return words;
}

static size_t play(const struct session *session, const char *phieu, const char *forms, size_t round)
{
    struct syllables all;
    struct replay r = {.session = session, .good = true, .cut = round, .all = &all};
    syllables_make(&all, session->options.new_style);
    r.next = round * 104729 % all.n;
    clerk_init(&r.clerk, phieu, forms);
    clerk_set_typing(&r.clerk, &session->options);
    r.good = clerk_start(&r.clerk, "xterm-256color") && clerk_keys(&r.clerk, "Enter");
    for (size_t f = 0; f < 10; f++) {
        if (session->manners[f].name)
            play_manner(&r, &session->manners[f], f);
        r.good = r.good && (f == TABLE || clerk_keys(&r.clerk, "Tab"));
    }
    if (!ok(r.good, "%s: the program reads it all", session->name))
        clerk_print(&r.clerk);
    ok(clerk_leave(&r.clerk), "%s: the program ends", session->name);
    size_t words = check(&r);
    clerk_finish(&r.clerk);
    for (size_t f = 0; f < 10; f++)
        str_finish(&r.want[f]);
    syllables_finish(&all);
    return words;
}

int main(int argc, char **argv)
{
    const char *source = getenv("PHIEU_SOURCE"), *env = getenv("PHIEU_ROUNDS");
    size_t rounds = env ? strtoul(env, NULL, 10) : 1, words = 0;
    char *phieu = argc == 2 ? realpath(argv[1], NULL) : NULL;
    if (!phieu || !source) {
        fprintf(stderr, "usage: PHIEU_SOURCE=… replay PHIEU\n");
        return 2;
    }
    char *forms = xasprintf("%s/tests/screens/replay", source);
    for (size_t round = 0; round < rounds; round++)
        for (size_t i = 0; i < sizeof sessions / sizeof sessions[0]; i++)
            words += play(&sessions[i], phieu, forms, round);
    ok(words >= 10000 * rounds, "%zu words in all", words);
    free(forms);
    free(phieu);
    return tap_done();
}
