#ifndef PHIEU_TEXT_EDIT_INTERNAL_H
#define PHIEU_TEXT_EDIT_INTERNAL_H
/* What the files edit*.c share. All text in here is NFC and clean. */
#include "base/str.h"
#include "base/vec.h"
#include "text/edit.h"
#include "text/para.h"

/* How a change joins the one before it in one undo step. */
enum step_kind {
    STEP_TYPE,  /* a letter typed: grows with the next */
    STEP_ERASE, /* a letter deleted: grows with the next; taken into the typing around it */
    STEP_OTHER, /* pastes, whole words, joined paragraphs: stands alone */
};

/* One undo step: at one place, old became new. */
struct step {
    enum step_kind kind;
    bool after_typing; /* began right behind a run of typing */
    struct edit_pos at;
    struct str old, new;
    struct edit_pos caret_before, anchor_before, caret_after;
    bool selected_before;
};

struct edit {
    bool many_paragraphs;
    VEC(struct para) paras; /* at least one */
    size_t bytes, letters, words; /* sums over all; bytes without the newlines */
    unsigned long stamp;
    struct edit_pos caret, anchor;
    bool selecting; /* the anchor counts */
    char *saved;    /* the text as loaded or last marked */
    size_t saved_len;
    VEC(struct step) steps;
    size_t done;   /* steps[0..done) are in the text, the rest can be redone */
    bool run_open; /* the last step may still grow */
    /* edit_outside.c: the letters that the last backspaces in a row took, how many these were, and where that was */
    struct str taken;
    size_t backs;
    struct edit_pos taken_at;
    unsigned long taken_stamp;
};

/* edit.c */
struct edit_pos edit_replace_(struct edit *e, struct edit_pos from, struct edit_pos to,
                              const char *s, size_t n);
/* Bytes between two places, LF between paragraphs, freshly made. */
struct str edit_range_(const struct edit *e, struct edit_pos from, struct edit_pos to);
/* The place n bytes of text behind at. */
struct edit_pos edit_advance_(struct edit_pos at, const char *s, size_t n);

/* edit_undo.c: takes over the two texts of the step. */
void edit_history_add_(struct edit *e, struct step *step);
void edit_history_clear_(struct edit *e);

/* edit_outside.c: a letter from `from` to the caret is about to go; it has gone; what of all these was meant to
 * stay, now that text s comes (NULL: nothing, else freed by the caller). */
void edit_taken_add_(struct edit *e, struct edit_pos from);
void edit_taken_at_(struct edit *e);
char *edit_taken_kept_(const struct edit *e, const char *s, size_t n);

/* edit_move.c: the place one letter, one word further; the ends of the text stay. */
struct edit_pos edit_letter_left_(const struct edit *e, struct edit_pos at);
struct edit_pos edit_letter_right_(const struct edit *e, struct edit_pos at);
struct edit_pos edit_word_left_(const struct edit *e, struct edit_pos at);

static inline bool edit_pos_equal_(struct edit_pos a, struct edit_pos b)
{
    return a.para == b.para && a.byte == b.byte;
}

#endif
