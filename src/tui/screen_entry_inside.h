#ifndef PHIEU_TUI_SCREEN_ENTRY_INSIDE_H
#define PHIEU_TUI_SCREEN_ENTRY_INSIDE_H
/* The inside of the entry screen: screen_entry.c (what keys do), screen_entry_keys.c (which
 * there are), screen_entry_move.c (where the cursor goes), screen_entry_beside.c (notes, last period),
 * screen_entry_talk.c (comments),
 * screen_entry_draw.c and screen_entry_pane.c (how it looks).
 *
 * Fields and sections that are not asked (`when`) are not shown, and the cursor never stays there. */
#include "entry/talk.h"
#include "tui/screens.h"
#include "tui/talk_text.h"
#include "tui/widget.h"

#define SECTION_COLUMN 28  /* its width */
#define SECTION_COLUMN_FROM 70 /* terminals narrower than this fold it away */

struct entry_screen {
    struct screen screen;
    struct entry *entry;
    struct widget **widgets; /* one a field, made when first needed */
    int field;               /* that has the cursor */
    bool inside;             /* its widget was entered and not left yet */
    bool full;               /* F4: a narrative on the whole screen */
    int scroll;              /* first row shown of the section's lines */
    struct rect widget_rect; /* where the focused widget was drawn last */
    char *status;            /* its status text then */
    int widget_rows;         /* rows it wanted then */
    enum action keyline[16];
    struct talk talk;        /* what was said about it */
    struct place answering;  /* the place of the comment that an answer is typed to */
};

const struct field *entry_screen_field(const struct entry_screen *es);
struct widget *entry_screen_widget(struct entry_screen *es, int field);
/* The place under the cursor. */
struct place entry_screen_here(struct entry_screen *es);
/* The field there, or what a fixed row makes of it. Never NULL. */
const struct field *entry_screen_here_field(struct entry_screen *es);

/* ---- where the cursor goes ------------------------------------------------------------------- */

bool entry_screen_shown(const struct entry_screen *es, int field);
bool entry_screen_section_shown(const struct entry_screen *es, int section);
/* Says what could not be written; finishes e. */
void entry_screen_say(struct entry_screen *es, bool ok, struct err *e);
/* The cursor leaves its field, which is stored; and comes again, where it may stay. */
void entry_screen_leave(struct entry_screen *es);
void entry_screen_enter(struct entry_screen *es, struct place p, bool from_behind);
void entry_screen_note_cursor(struct entry_screen *es);
/* To a place, or to the nearest field that is asked. */
void entry_screen_go(struct entry_screen *es, struct place p, bool from_behind);
/* To the next field that is asked, or the one before; typed: to one where a person types. */
void entry_screen_go_by(struct entry_screen *es, int step, bool typed);
void entry_screen_go_section(struct entry_screen *es, int step);
/* After a change: when the field of the cursor is not asked any more, it goes to the nearest. */
void entry_screen_keep_cursor(struct entry_screen *es);

/* ---- what stands beside the answers (screen_entry_beside.c) ------------------------------------- */

/* Each leaves and enters the field of the cursor. */
void entry_screen_ask_note(struct entry_screen *es);
/* Into the field of the cursor, or confirms what was taken over there. */
void entry_screen_take_earlier(struct entry_screen *es);
void entry_screen_take_all_earlier(struct entry_screen *es);
void entry_screen_confirm_all(struct entry_screen *es);
/* What stands beside the place, in words; freshly allocated, NULL: nothing. */
char *entry_screen_beside(struct entry_screen *es, struct place p);

/* ---- what was said about it (screen_entry_talk.c) ----------------------------------------------- */

void entry_screen_talk_load(struct entry_screen *es);
/* Why it came back, and how many comments wait: from row 2 on; how many rows that took. */
int entry_screen_draw_talk(struct entry_screen *es, struct surface *f);
/* The thread at a place, one that waits first; of a table (row -1) that of any cell. NULL: none. */
const struct talk_thread *entry_screen_thread(const struct entry_screen *es, struct place p);
/* What it says and how it stands; freshly allocated. */
char *entry_screen_thread_line(const struct entry_screen *es, const struct talk_thread *x);
/* How many comments in it wait. */
int entry_screen_section_waits(const struct entry_screen *es, int section);
/* Asks whether to take the entry back, or to bring a withdrawn one again. */
void entry_screen_withdraw(struct entry_screen *es);
/* Asks for an answer to the comment at the cursor. */
void entry_screen_answer(struct entry_screen *es);

/* ---- how it looks ---------------------------------------------------------------------------- */

/* What the key line shows, by what has the cursor. */
const enum action *entry_screen_keyline(struct screen *s);
unsigned entry_screen_places(struct screen *s);
bool entry_screen_search(struct screen *s, const char *needle, int direction);
void entry_screen_draw(struct screen *s, struct surface *f);
bool entry_screen_draw_part(struct screen *s, struct surface *f);
/* The fields of the section, and the whole question of a full-screen narrative. */
void entry_screen_draw_pane(struct entry_screen *es, struct surface *f, struct rect pane);
void entry_screen_draw_full(struct entry_screen *es, struct surface *f, struct rect all);
/* The worst verdict at a place that is still open, else one that is kept with a reason; what is
 * only not filled in yet is none. */
const struct verdict *entry_screen_verdict(struct entry_screen *es, struct place p);

#endif
