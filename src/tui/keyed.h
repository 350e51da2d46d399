#ifndef PHIEU_TUI_KEYED_H
#define PHIEU_TUI_KEYED_H
/* Keys on their way into an edit buffer: letters through the typing method, the actions that
 * editing a line and editing a narrative have in common, and the copy buffer. */
#include <stdbool.h>

#include "text/edit.h"
#include "tui/action.h"

struct app;

struct keyed {
    struct app *app;
    struct edit *edit; /* owned */
    bool method;       /* a typing method may be on here */
    bool whole;        /* without a selection, copy and cut take the whole text (one-line fields) */
};

void keyed_init(struct keyed *k, struct app *app, bool many_paragraphs, bool method);
void keyed_finish(struct keyed *k);

/* Letters as they were typed. Plain ASCII goes letter by letter through the typing method; anything
 * else was composed outside: it is inserted as it is, and the word is over. A selection is
 * replaced. */
void keyed_text(struct keyed *k, const char *utf8);
/* One insertion, never through the typing method. */
void keyed_paste(struct keyed *k, const char *utf8);
/* Movement by letters and words, deletion, undo, copy and paste, word as keyed. False: no such
 * action, or nothing left to undo or redo. */
bool keyed_act(struct keyed *k, enum action a);
/* Whether keyed_act could change the text by this action: not for what is read-only. */
bool keyed_changes(enum action a);
/* The caret went elsewhere: the word being typed is over. */
void keyed_word_over(struct keyed *k);
/* The word is finished (Enter, Tab, the field is left): the spelling may give it back as keyed. */
void keyed_word_end(struct keyed *k);

#endif
