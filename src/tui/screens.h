#ifndef PHIEU_TUI_SCREENS_H
#define PHIEU_TUI_SCREENS_H
/* The screens, one file each. Each function makes one and pushes it. */
#include "entry/entry.h"
#include "tui/app.h"

/* Who works here: office, person, typing method (first start; "Đổi người nhập"). */
void screen_start(struct app *app);
/* What I owe. */
void screen_home(struct app *app);
/* What the program begins with: looks through a file that was closed elsewhere last, and pushes the first
 * screens. False with e: the file is not to be used. */
bool screens_begin(struct app *app, struct err *e);
/* Work made on this computer that the file lacks; false: there is none, and nothing is shown. */
bool screen_restore(struct app *app);
/* Who has reported below this office: of a form and period (NULL: it has none); or of those that are due nearest to
 * today, false: nobody owes it anything, and nothing is shown. */
void screen_reported(struct app *app, const struct form_brief *form, const char *period);
bool screen_reported_nearest(struct app *app);
/* What became of an entry; field NULL: of all of it, else only what is about that one. */
void screen_history(struct app *app, const char *entry, const char *field);
/* Everything that the file holds. */
void screen_entries(struct app *app);
/* Taking in files: choosing them, a trial, the merge, what it brought. */
void screen_take(struct app *app);
/* Forms that came with files and wait for a yes, one after the other; says so where none does. */
void screen_new_forms(struct app *app);
/* The same with this one first; false: it does not wait, and nothing is shown. */
bool screen_new_form(struct app *app, const struct hash *form);
/* A verified copy: where to, the copy, what was written. */
void screen_copy(struct app *app);
/* Opens an entry by its id; what hinders that is said. */
void screen_entry_open(struct app *app, const char *id);
/* The same with its list of problems open over it. */
void screen_entry_problems(struct app *app, const char *id);
/* What waits for somebody's decision: places that two people changed, possible duplicates, unfinished work
 * of others. Deciding itself is in screen_conflict.h. */
void screen_conflicts(struct app *app);
/* What waits for the review of the acting office; one after the other is read in screen_review.h. */
void screen_desk(struct app *app);
/* One piece of unfinished work of others (its id), to read; over that list. */
void screen_unfinished(struct app *app, const char *id);
/* Filling in an entry; takes the entry over. */
void screen_entry(struct app *app, struct entry *entry);

/* What the paper says about a field, its section and the whole form. */
void screen_about(struct app *app, const struct entry *entry, int field);

/* Lists over an entry, beginning at a field or section; picking a row closes the list and calls back with a place to go to. */
typedef void screen_pick_fn(struct screen *below, struct place p);
void screen_problems(struct app *app, struct entry *entry, struct screen *below, int field,
                     screen_pick_fn *pick);
void screen_sections(struct app *app, struct entry *entry, struct screen *below, int section,
                     screen_pick_fn *pick);
/* The first field of a section where a person types, else the first one shown; -1: the section is
 * not shown. */
int section_start(struct entry *entry, int section);
void screen_targets(struct app *app, struct entry *entry, struct screen *below, int field,
                    screen_pick_fn *pick);

/* Pasted bytes that seem to be text of before Unicode (text/legacy.h): shows what they would mean, and gives
 * what is chosen to the screen below as a paste. */
void screen_legacy(struct app *app, const char *s, size_t n);

/* Answers that the form has no place for, for reading and copying. */
void screen_unplaced(struct app *app, struct entry *entry);
size_t unplaced_count(const struct entry *entry);

/* Asks whether to submit in spite of warnings that nobody gave a reason for; false: there are none,
 * and nobody is asked. Esc goes back without an answer. */
enum submit_answer { SUBMIT_LOOK_FIRST, SUBMIT_ALL_THE_SAME };
typedef void screen_submit_fn(struct screen *below, enum submit_answer answer);
bool screen_submit(struct app *app, struct entry *entry, struct screen *below,
                   screen_submit_fn *answered);
/* Warnings without a reason. */
size_t warnings_open(struct entry *entry);

#endif
