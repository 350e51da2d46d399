#ifndef PHIEU_ENTRY_ENTRY_INTERNAL_H
#define PHIEU_ENTRY_ENTRY_INTERNAL_H
/* The inside of an entry, for the files entry*.c only. */
#include <stdio.h>

#include "base/str.h"
#include "base/vec.h"
#include "entry/entry.h"
#include "form/record_beside.h"

/* One change, able to be made backwards. Rows are named by id, since indexes move. */
enum change_kind { CHANGE_VALUE, CHANGE_ROW_ADD, CHANGE_ROW_REMOVE, CHANGE_ROW_MOVE, CHANGE_BESIDE };

struct change {
    enum change_kind kind;
    int field, column;      /* column: VALUE in a table, else -1 */
    char row_id[ROW_ID_SIZE]; /* "" for a top-level value */
    int at;                 /* ROW_ADD, ROW_REMOVE, ROW_MOVE: where the row stood */
    int to;                 /* ROW_MOVE: where it went */
    struct value old, new;  /* VALUE; BESIDE: texts */
    enum beside beside;     /* BESIDE: what, */
    char *key;              /* and its key, owned */
};

struct step {
    VEC(struct change) changes;
};

struct decision {
    char *path, *bytes; /* as in the draft */
};

struct entry {
    struct session *session;
    const struct form *form;
    const struct catalogue *catalogue;
    struct record *record;
    struct rules *rules;
    struct entry_row row;      /* as listed; for a new one: its id, form, unit, period */
    char *readonly;
    char *report_date;         /* ISO; what the rules see as _report_date */

    bool has_draft;
    struct draft draft;
    struct merged base;        /* what this is based on, when several heads were merged; else empty */
    VEC(struct decision) decided; /* conflicts that somebody has decided */
    struct hash next_form;     /* decided: with which the next revision is written; none: with form */
    char *base_answers;        /* canonical answers of the revision this is based on; "" = none */
    char *tried;               /* ending the draft failed with these answers, and may be on the disk */
    bool proposed;             /* what the form proposes stands in the record, not yet in the file */
    bool replaced;             /* entry_fill put other answers in, without a draft */

    /* Per top-level field: for tables, the stored order number of each row, in row order. */
    struct row_orders {
        VEC(int64_t) v;
    } *orders;

    VEC(char *) waiting;       /* path, bytes, path, bytes …: not yet written */
    char *cursor;              /* where work stands */
    bool cursor_waiting;
    int64_t saved;

    int group;                 /* depth of entry_group_begin */
    bool step_open;            /* the top undo step still takes changes of this group */
    bool redo_over;            /* … and what could be redone is gone when the group ends */
    VEC(struct step) undo, redo;
};

#define ORDER_GAP 1024
#define ORDER_MAX (INT64_C(1) << 53) /* of what a file says; room remains above it */

void entry_steps_clear(struct entry *en);
/* Puts the stored values of the draft over the record (entry_draft.c). */
bool entry_load_draft(struct entry *en, struct err *e);
/* After ending the draft failed: sees what the file holds, and stands on that. */
bool entry_find_out(struct entry *en, struct err *e);
/* Queues path and bytes for the next write; both copied. */
void entry_wait(struct entry *en, const char *path, const char *bytes);
/* Numbers the rows of a table anew from their present order. */
void entry_orders_reset(struct entry *en, int field);
/* The revisions that the next one follows: of the draft, of the merge, or the head. */
const struct hash *entry_parents(const struct entry *en, size_t *ret_n);
/* Notes that a value of the draft decides a conflict (entry_conflict.c). */
void entry_note_decided(struct entry *en, const char *path, const char *bytes);
/* The answers to be written: the record, and what was decided beside it. */
json *entry_answers(const struct entry *en);
/* Of two versions of a form, which one leads (entry_open.c). */
bool entry_form_leads(const struct form *a, const struct form *b);
/* The form of this name that an entry goes on with, among those that its revisions were written with. */
bool entry_form_named(struct session *s, const struct revisions *all, const char *id, struct hash *ret,
                      struct err *e);
/* The text that the bytes of a fact ("$unit") are; freshly allocated, NULL: blank. */
char *entry_fact(const char *bytes);
/* Forgets the merge: the entry stands on one revision now. */
void entry_base_clear(struct entry *en);
/* The draft, if any, becomes a revision; afterwards the entry stands on it (entry_commit.c). */
bool entry_commit(struct entry *en, const char *status, struct hash *ret, struct err *e);
/* The row itself, without undo (entry_change.c). */
void entry_drop_row(struct entry *en, int field, int row);
/* Whether a value of the draft stands beside the answers; then it is put there. */
bool entry_load_beside(struct entry *en, const char *path, const struct value *v);
/* The text itself, without undo; and an undo step of it, before it is changed (entry_change.c). p: where
 * the cursor goes when it is undone; field -1: nowhere. */
void entry_apply_beside(struct entry *en, enum beside kind, const char *key, const char *text);
void entry_note_beside(struct entry *en, enum beside kind, const char *key, struct place p, const char *text);
/* The answers of a revision in the shape of the entry's form; those of another version follow. NULL
 * with e. */
struct record *entry_record_of(struct entry *en, const struct revision *r, struct err *e);
/* The same unit's entries of earlier periods, for expressions that look at them (entry_earlier.c). */
struct earlier_list {
    VEC(struct rules_earlier) v; /* periods and records are owned */
};
struct earlier_list entry_earlier(struct entry *en);
void earlier_finish(struct earlier_list *l);
/* Read-only, with the reason, when the acting office may not write this entry (entry_open.c). */
void entry_check_owner(struct entry *en);
/* Stages the whole record for the rules. */
void entry_load_rules(struct entry *en);
bool entry_refresh_row(struct entry *en, struct err *e);

#endif
