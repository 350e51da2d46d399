#ifndef PHIEU_ENTRY_ENTRY_H
#define PHIEU_ENTRY_ENTRY_H
/* One entry being filled in: everything a person can do to it, without a screen. Answers live in
 * a record; every change goes at once to the draft in the file (one committed write) and to the
 * rules. Leaving or submitting turns the draft into a revision. */
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/json.h"
#include "entry/session.h"
#include "form/record.h"
#include "rules/rules.h"
#include "store/conflict.h"
#include "store/fields.h"

struct entry;

/* Opens the entry of this form, unit and period, or prepares a new one (nothing is written before
 * the first change). unit without suffix; period NULL or "once" alike. */
struct entry *entry_begin(struct session *s, const struct form *form, const char *unit,
                          const char *period, struct err *e);
/* A new entry even if one exists (command line; the state says possible_duplicate). */
struct entry *entry_begin_another(struct session *s, const struct form *form, const char *unit,
                                  const char *period, struct err *e);
/* An existing one, by id, prefix or form/unit[/period]. */
struct entry *entry_open(struct session *s, const char *ref, struct err *e);
/* Read-only, for showing and checking: the answers that count (the newest submitted revision; of an
 * entry never submitted the newest, with the open draft of this installation over it), or those of
 * one revision (64 hex letters or a unique prefix of at least 6). */
struct entry *entry_view(struct session *s, const char *ref, const char *revision, struct err *e);
/* Releases memory; the draft stays as it is in the file. */
void entry_destroy(struct entry *en);

const char *entry_id(const struct entry *en);
const struct form *entry_form(const struct entry *en);
const struct catalogue *entry_catalogue(const struct entry *en); /* NULL when unknown */
const struct record *entry_record(const struct entry *en);
struct rules *entry_rules(struct entry *en);
const char *entry_unit(const struct entry *en);
const char *entry_period(const struct entry *en);
/* State as listed, refreshed after each write. */
const struct entry_row *entry_row(const struct entry *en);
/* NULL, or why nothing can be changed (another program has it open, not your office, withdrawn):
 * a translated sentence. */
const char *entry_readonly(const struct entry *en);
/* Time of the last committed write of this program to this entry, 0 = none yet. */
int64_t entry_saved(const struct entry *en);

/* Each takes v over; nothing is written when the value is the same. On failure the record keeps
 * the new value (what was typed stays on the screen), the error says what to do, and the next
 * successful write stores all that is waiting. */
bool entry_set(struct entry *en, struct place p, struct value v, struct err *e);
/* *ret_row = its index. at = -1: at the end. */
bool entry_row_add(struct entry *en, int field, int at, int *ret_row, struct err *e);
bool entry_row_remove(struct entry *en, int field, int row, struct err *e);
bool entry_row_move(struct entry *en, int field, int row, int to, struct err *e);
/* What two people wrote in one place, and nobody has decided yet (store/conflict.h); *ret by path. An
 * entry with conflicts is read-only, unless it was opened to decide them. */
size_t entry_conflicts(const struct entry *en, const struct conflict **ret);
struct entry *entry_open_conflict(struct session *s, const char *ref, struct err *e);
bool entry_conflict_decided(const struct entry *en, const struct conflict *c);
/* Decides one conflict: canonical JSON, NULL for blank (or: the row is removed, the entry not withdrawn).
 * Written to the draft at once; undecided ones stay open. ERR_USAGE: not a value of this field. */
bool entry_decide(struct entry *en, const struct conflict *c, const char *bytes, struct err *e);
/* The same for every place that is still open, as it stands in the revision that this candidate comes
 * from; *ret_n: how many these are. really false: they are only counted. */
bool entry_decide_rest(struct entry *en, const struct conflict *c, const struct candidate *like,
                       bool really, size_t *ret_n, struct err *e);
/* Opens decided ones again (indexes of entry_conflicts): nobody has said anything about them. */
bool entry_undecide(struct entry *en, const size_t *which, size_t n, struct err *e);
/* Lays a value in the place of a conflict, for somebody to edit there: neither written nor decided. */
void entry_propose(struct entry *en, const struct conflict *c, const char *bytes);
/* Once all are decided: a revision that follows all heads. ERR_RULE while some are open. */
bool entry_settle(struct entry *en, struct hash *ret, struct err *e);
/* How many rules fail in the answers as they stand that fail in none of these revisions of the entry: of
 * figures that came from both sides the sum is wrong. */
size_t entry_broken_rules(struct entry *en, const struct hash *heads, size_t n);
/* The revisions that stand beside each other here, newest first. */
size_t entry_heads(const struct entry *en, const struct hash **ret);
/* What a revision of the entry says, by path (store/fields.h), with "$unit", "$period", "$form" and, when
 * it is withdrawn, "$status"; *ret_parent: the first revision that it follows (all zero: none is here). */
bool entry_revision_fields(struct entry *en, const struct hash *revision, struct field_values *ret,
                           struct hash *ret_parent, struct err *e);
/* The form that has this field, and in it this column (NULL: none is asked for): that of the entry, else the newest
 * version that one of its revisions was written with. NULL: none has. */
const struct form *entry_form_with(const struct entry *en, const char *field, const char *column);
/* How a side of a conflict over "$form" calls its form: "Khảo sát (kg-khao-sat-2015), version 1"; x NULL: what stood
 * there before. Freshly allocated. */
char *entry_form_side(struct session *s, const struct conflict *c, const struct candidate *x);
/* How a person names the place of a path: "phu_luc[3].so_mo_hinh"; freshly allocated. */
char *entry_path_name(const struct entry *en, const char *path);

/* Between these, changes are one undo step and one write. Nests. */
void entry_group_begin(struct entry *en);
bool entry_group_end(struct entry *en, struct err *e);
/* Ends the group, the outermost one, by taking back what was done in it: no step is left of it, and what
 * could be redone before still can. */
bool entry_group_drop(struct entry *en, struct err *e);
/* Whether another program has added a revision since these answers were read. */
bool entry_changed_outside(struct entry *en);
/* Whether a failed write waits; entry_flush tries again. */
bool entry_waiting(const struct entry *en);
bool entry_flush(struct entry *en, struct err *e);
/* *ret_place = where something changed. False with ERR_NONE: nothing to undo. */
bool entry_undo(struct entry *en, struct place *ret_place, struct err *e);
bool entry_redo(struct entry *en, struct place *ret_place, struct err *e);

/* The file takes nothing more (full, gone, read-only): writes everything to a new one and goes on
 * there, with all that waits. *ret_whole false: the old file could not be read, so the new one holds
 * the form and this entry alone. On failure of the copy the session stays where it is. */
bool entry_save_elsewhere(struct entry *en, const char *path, bool *ret_whole, struct err *e);

/* Where work stopped: text of the screens' own, kept in the draft (written only when a draft exists). */
const char *entry_cursor(const struct entry *en); /* NULL: unknown */
bool entry_set_cursor(struct entry *en, const char *cursor, struct err *e);

/* Turns the draft into a revision of status draft (nothing when nothing changed; *ret_made says).
 * Afterwards the entry can go on being edited. */
bool entry_leave(struct entry *en, bool *ret_made, struct err *e);
/* Refused (ERR_RULE, message names the first errors and how many) while errors stand. Submitting again
 * without change is refused too (already submitted). ret may be NULL. */
bool entry_submit(struct entry *en, struct hash *ret, struct err *e);

/* Takes the entry back: a revision of status withdrawn with the same answers (what was typed since becomes one
 * of its own first). ERR_USAGE: not yours, open elsewhere, in conflict; ERR_RULE: withdrawn already. ret may
 * be NULL. */
bool entry_withdraw(struct entry *en, struct hash *ret, struct err *e);
/* Takes that back: a draft again, with the answers it had. */
bool entry_restore(struct entry *en, struct hash *ret, struct err *e);

/* Replaces all answers by those of the JSON object (a field left out becomes blank, rows are
 * matched by "_row"), through the same checks; unknown fields and wrong types refuse everything (ERR_USAGE,
 * all listed in problems). */
bool entry_fill(struct entry *en, const json *answers, struct problem_list *problems,
                struct err *e);

/* How much of a section is filled and how many errors it has; for the section column. */
struct section_progress {
    int required, filled; /* required fields, and how many of them have a value; of the cells of fixed
                             rows only those that are still empty are counted */
    int any;              /* fields with any value */
    int errors, warnings; /* an empty required field is not counted: it is unfilled */
};
/* Nothing filled in; a table: no row with a value. */
bool entry_field_blank(const struct entry *en, int field);
struct section_progress entry_section_progress(struct entry *en, int section);

#endif
