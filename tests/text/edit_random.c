/* Random edits on a buffer and on a plain text side by side: they stay equal, all counts are
 * right, the caret stands between letters, undoing everything gives the first text back, redoing
 * everything the last. */
#include "text/edit.h"

#include <stdlib.h>

#include "base/str.h"
#include "tap.h"
#include "text/unicode.h"

#define ROUNDS 1000
#define EDITS  (seed % 40 ? 12 : 250)

static const char *const pieces[] = {
    "a",
    "e",
    "o",
    "n",
    " ",
    "\n",
    "ế",
    "đ",
    "\u0301",
    "\u0302",
    "\u0323",
    "\u0306",
    "é",
    "漢",
    "🇻",
    "🇳",
    "👍",
    "🏽",
    "\u1112",
    "\u1161",
    "\u11AB",
    "tiếng Việt",
    "một\nhai\n\nba",
    "\n\n",
    "\u0301x",
    "x\u0302\n\u0301y",
    "  ",
    "\u00A0",
    "ngh",
    ".",
    "\u0915",
    "\u094D",
    "\u093F",
    "\u0600",
};
#define PIECES (int)(sizeof pieces / sizeof *pieces)

static const char *random_piece(void)
{
    return pieces[rand() % PIECES];
}

static size_t offset_of(const char *text, struct edit_pos at)
{
    const char *p = text;
    for (size_t i = 0; i < at.para; i++)
        p = strchr(p, '\n') + 1;
    return (size_t)(p - text) + at.byte;
}

/* The text with [from, to) replaced: whole letters are normalised anew. */
static char *model_replace(const char *text, size_t from, size_t to, const char *piece)
{
    struct str s = {0};
    size_t len;
    str_addn(&s, text, from);
    str_add(&s, piece);
    str_add(&s, text + to);
    char *nfc = text_nfc(str_text(&s), s.len, &len);
    str_finish(&s);
    return nfc;
}

static void random_move(struct edit *e)
{
    static void (*const moves[])(struct edit *, bool) = {
        edit_left,       edit_right,    edit_word_left, edit_word_right,
        edit_para_start, edit_para_end, edit_all_start, edit_all_end,
    };
    if (rand() % 3)
        moves[rand() % 8](e, rand() % 3 == 0);
    else
        edit_move(e, (struct edit_pos){(size_t)rand() % 12, (size_t)rand() % 30}, rand() % 3 == 0);
    if (rand() % 8 == 0)
        edit_find(e, random_piece(), rand() % 2);
}

/* Selects a stretch for the model: what the operation is about to replace. */
static void stretch(const struct edit *e, const char *text, size_t *from, size_t *to)
{
    struct edit_pos a = edit_caret(e), b = a;
    edit_selection(e, &a, &b);
    *from = offset_of(text, a);
    *to = offset_of(text, b);
}

/* A mark behind backspaces comes of a tool that deletes marks one by one: tests/text/edit.c. */
static const char *piece_after(bool erased)
{
    const char *piece = random_piece();
    while (erased && (unsigned char)*piece == 0xCC)
        piece = random_piece();
    return piece;
}

/* One edit on both; the model's text after it. */
static char *random_edit(struct edit *e, const char *text)
{
    static bool erased; /* since the text was as it is */
    bool erases = false;
    size_t from, to;
    stretch(e, text, &from, &to);
    const char *piece = "";
    size_t paragraph = from - edit_caret(e).byte;
    switch (rand() % 4) {
    case 0:
        if (from == to && from > 0)
            from = text[from - 1] == '\n' ? from - 1 : text_grapheme_before(text, from);
        edit_backspace(e);
        erases = true;
        break;
    case 1:
        if (from == to && text[to])
            to += text[to] == '\n' ? 1 : text_grapheme(text + to, strcspn(text + to, "\n"));
        edit_delete(e);
        break;
    case 2:
        if (from == to && from > paragraph) {
            piece = random_piece();
            from = paragraph + text_grapheme_before(text + paragraph, from - paragraph);
            edit_replace_back(e, 1, piece, strlen(piece));
            break;
        } /* fall through */
    default:
        piece = piece_after(erased);
        edit_insert(e, piece, strlen(piece));
    }
    char *next = model_replace(text, from, to, piece);
    erased = erases || (erased && !strcmp(next, text));
    return next;
}

/* What must hold at any moment; the number of things that do not. */
static size_t check(const struct edit *e, const char *text)
{
    size_t len, n = strlen(text), at = offset_of(text, edit_caret(e)), newlines = 0;
    char *got = edit_text(e, &len);
    for (const char *p = text; *p; p++)
        newlines += *p == '\n';
    size_t wrong = len != n || memcmp(got, text, n) != 0;
    wrong += edit_letters(e) != text_letters(text, n) || edit_words(e) != text_words(text, n);
    wrong += edit_paragraphs(e) != newlines + 1 || !text_is_nfc(text, n) || at > n;
    size_t para_len, byte = edit_caret(e).byte;
    const char *para = edit_paragraph(e, edit_caret(e).para, &para_len);
    wrong += para[para_len] != '\0' || byte > para_len;
    if (byte > 0 && byte < para_len) {
        size_t end = byte + text_grapheme(para + byte, para_len - byte);
        wrong += text_grapheme_before(para, end) != byte;
    }
    if (wrong)
        printf("# wanted: %s\n# got: %s\n", text, got);
    free(got);
    return wrong;
}

static size_t round_trip(struct edit *e, const char *first, const char *last)
{
    while (edit_undo(e))
        ;
    size_t wrong = check(e, first) + edit_changed(e);
    while (edit_redo(e))
        ;
    return wrong + check(e, last);
}

static size_t run(unsigned seed)
{
    srand(seed);
    struct edit *e = edit_create(true);
    const char *start = seed % 2 ? "Từ năm 2010\n\nđến nay, một hai ba\nbốn" : "";
    char *text = model_replace(start, 0, 0, "");
    size_t wrong = 0;
    edit_load(e, start, strlen(start));
    for (unsigned i = 0; i < EDITS && !wrong; i++) {
        if (rand() % 4 == 0)
            random_move(e);
        if (rand() % 20 == 0)
            edit_break(e);
        char *next = random_edit(e, text);
        free(text);
        text = next;
        wrong += check(e, text);
        wrong += edit_changed(e) != (strcmp(text, start) != 0);
        if (i % 50 == 49)
            wrong += round_trip(e, start, text);
    }
    wrong += round_trip(e, start, text);
    edit_destroy(e);
    free(text);
    return wrong;
}

/* Undoing some steps and redoing them gives the same text each time, whatever the step. */
static void test_steps(void)
{
    size_t wrong = 0;
    srand(99);
    struct edit *e = edit_create(true);
    for (int i = 0; i < 2000; i++) {
        const char *piece = random_piece();
        if (rand() % 3 == 0)
            edit_backspace(e);
        else
            edit_insert(e, piece, strlen(piece));
        if (rand() % 5 == 0)
            random_move(e);
        if (rand() % 10)
            continue;
        char *before = edit_text(e, NULL);
        int undone = 0;
        for (int k = rand() % 6; k > 0 && edit_undo(e); k--)
            undone++;
        for (int k = 0; k < undone; k++)
            edit_redo(e);
        char *after = edit_text(e, NULL);
        wrong += strcmp(before, after) != 0 || edit_caret(e).para >= edit_paragraphs(e);
        free(before);
        free(after);
    }
    is_int(0, (long long)wrong, "undone and redone steps give the same text");
    edit_destroy(e);
}

int main(void)
{
    unsigned seed = 0;
    while (seed < ROUNDS && !run(seed + 1))
        seed++;
    is_int(ROUNDS, seed, "random sequences of edits are equal to the model, and undo to the start");
    test_steps();
    return tap_done();
}
