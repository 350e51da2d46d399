#ifndef PHIEU_TEXT_EDIT_H
#define PHIEU_TEXT_EDIT_H
/* An edit buffer: NFC text of one or many paragraphs, a caret, a selection, undo. Knows no screen.
 * The text is a list of paragraphs, so that a change in a long narrative touches one of them.
 * The caret always stands on a grapheme boundary. */
#include <stdbool.h>
#include <stddef.h>

struct edit;

struct edit_pos {
    size_t para; /* paragraph, from 0 */
    size_t byte; /* offset in it */
};

struct edit *edit_create(bool many_paragraphs);
void edit_destroy(struct edit *e);

/* Replaces everything (no undo step, caret at the end, not changed). text is cleaned; bytes that
 * are no UTF-8, which no checked source gives, become U+FFFD. */
void edit_load(struct edit *e, const char *text, size_t n);
/* The whole text, paragraphs joined by LF, freshly allocated. */
char *edit_text(const struct edit *e, size_t *ret_len);
size_t edit_paragraphs(const struct edit *e);
/* One paragraph, without LF; valid until the next change. */
const char *edit_paragraph(const struct edit *e, size_t para, size_t *ret_len);
/* Counts up with every change; equal numbers mean equal text. edit_para_stamp: the same for one
 * paragraph, to re-wrap only what changed: never 0, unique in the buffer's life, and it goes with
 * the paragraph when others come or go before it. */
unsigned long edit_stamp(const struct edit *e);
unsigned long edit_para_stamp(const struct edit *e, size_t para);
/* Whether the text differs from what was loaded or last marked (typed and taken back: no). */
bool edit_changed(const struct edit *e);
void edit_mark_saved(struct edit *e);
/* Graphemes without newlines, and words: kept up to date cheaply. */
size_t edit_letters(const struct edit *e);
size_t edit_words(const struct edit *e);

struct edit_pos edit_caret(const struct edit *e);
void edit_move(struct edit *e, struct edit_pos to, bool select); /* clamped to a boundary */
void edit_left(struct edit *e, bool select);
void edit_right(struct edit *e, bool select);
void edit_word_left(struct edit *e, bool select);
void edit_word_right(struct edit *e, bool select);
void edit_para_start(struct edit *e, bool select);
void edit_para_end(struct edit *e, bool select);
void edit_all_start(struct edit *e, bool select);
void edit_all_end(struct edit *e, bool select);
void edit_select_all(struct edit *e);
void edit_select_none(struct edit *e);
/* The selection in order; false when there is none. */
bool edit_selection(const struct edit *e, struct edit_pos *ret_from, struct edit_pos *ret_to);
char *edit_selected_text(const struct edit *e); /* NULL when none */

/* Inserts at the caret (replacing the selection). Bytes from outside in any form; a combining mark
 * joins the letter before it. In a one-paragraph buffer newlines become spaces. Returns false when
 * nothing could be taken (bad UTF-8, only controls). */
bool edit_insert(struct edit *e, const char *text, size_t n);
void edit_backspace(struct edit *e); /* selection, else one letter, else joins paragraphs */
void edit_delete(struct edit *e);
void edit_delete_word_left(struct edit *e);
void edit_kill_to_end(struct edit *e); /* to the end of the paragraph, else joins the next */
/* Replaces n_back graphemes before the caret by text: what a typing method asks for. One undo step
 * together with the typing around it. */
void edit_replace_back(struct edit *e, size_t n_back, const char *text, size_t n);

/* Replaces each place that is exactly `needle` (not empty), in the selection or else in the whole text, by
 * `with`; one undo step. The caret stays where it was as far as it can. Answers how many. */
size_t edit_replace_all(struct edit *e, const char *needle, const char *with);

/* Undo steps are runs of typing letter by letter (broken by movement, by the end of a sentence, by
 * a word's end after some forty letters, by a pause of the caller's choosing through edit_break),
 * pastes (inserts of more than a letter), deletions. A few letters
 * deleted in the midst of typing belong to it: so input tools of the system work. Unlimited. Undo
 * restores caret and selection. */
bool edit_undo(struct edit *e);
bool edit_redo(struct edit *e);
void edit_break(struct edit *e);

/* Searches forward from after the caret, wrapping once; selects the hit. */
bool edit_find(struct edit *e, const char *needle, bool backwards);

#endif
