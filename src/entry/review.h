#ifndef PHIEU_ENTRY_REVIEW_H
#define PHIEU_ENTRY_REVIEW_H
/* The superior's side of an entry: one revision is looked at, and what is decided or said names that revision,
 * whatever arrives meanwhile. Reviews and comments are events beside the revisions; nothing is changed. */
#include "entry/entry.h"
#include "store/comment.h"

/* Who receives the reports of a unit: `to:` of its line in `reporters`, else of the first line ("parent": the
 * unit above). NULL: nobody. Owned by the form or the catalogue. */
const char *session_receiver(struct session *s, const struct form *f, const char *unit);
/* Whether an office may accept or return entries of the unit: the receiver, the office that it is handed to for
 * them (`via:`), or one above. Other systems of the same unit (party, youth) are the same office. */
bool session_may_review(struct session *s, const struct form *f, const char *office,
                        const char *unit);

/* Whose turn it is with an entry: the office that received it, or the one that it was handed on to. NULL: nobody
 * waits for it (it was never submitted, is returned, accepted …). Owned by the form or the catalogue. */
const char *session_turn(struct session *s, const struct entry_row *row);

struct review;

/* revision NULL: the one that counts (the newest submitted). ERR_USAGE: no such entry or revision. */
struct review *review_open(struct session *s, const char *ref, const char *revision,
                           struct err *e);
/* The same over an entry that was opened for viewing already; en stays the caller's and must outlive it. */
struct review *review_over(struct session *s, struct entry *en, const char *revision,
                           struct err *e);
void review_destroy(struct review *r);
/* Its answers, read-only; owned by r. */
struct entry *review_entry(const struct review *r);
/* NULL: nothing was ever written but a draft. */
const struct revision *review_revision(const struct review *r);
/* Warnings that the reporter has kept without giving a reason. */
size_t review_warnings(const struct review *r);

/* Accepts the revision; where another office reviews it next, that hands it on. ERR_USAGE: not your office;
 * ERR_RULE: errors stand, it was not submitted, it is accepted already, an office further up has decided, or its
 * entry is in conflict or withdrawn. ret may be NULL. */
bool review_accept(struct review *r, struct hash *ret, struct err *e);
/* Who reviews it next when the acting office accepts it; NULL: that office has the last word. */
const char *review_next(const struct review *r);
/* The day it came in, for the next decision ("24/6/2015"; "": not said). ERR_USAGE: no day. */
bool review_set_received(struct review *r, const char *day, struct err *e);
/* Returns it. reason NULL or "": only where a comment of this office on it is open (ERR_USAGE). */
bool review_return(struct review *r, const char *reason, struct hash *ret, struct err *e);
bool review_has_open_comment(const struct review *r);

/* Takes the last decision of the acting office about the revision back: what it had replaced says again what it
 * said, else nobody has decided. ERR_RULE: there is none, or somebody has decided since. */
bool review_undo(struct review *r, struct hash *ret, struct err *e);

/* What was decided about a revision (NULL: the one looked at) and nobody has replaced, by time; one that differs
 * makes them disagree. */
struct decided {
    struct hash id;
    enum review_says says;
    char *author, *office, *next, *received; /* each may be NULL */
    char *text;                              /* the reason; NULL: none, or no longer stored */
    int64_t time;
};
VEC_TYPEDEF(decided_list, struct decided);
bool review_decided(const struct review *r, const struct revision *about, struct decided_list *ret,
                    struct err *e);
void decided_finish(struct decided_list *v);

/* A thread or an answer, with what became of it. */
struct remark {
    const struct comment *said;
    bool answered; /* somebody of another office has answered */
    bool changed;  /* the place does not say any more what it said then; also: it is gone */
};
VEC_TYPEDEF(remarks, struct remark);
/* In the order of struct comments; *ret is freed by vec_finish, what it names belongs to r. */
bool review_remarks(struct review *r, struct remarks *ret, struct err *e);

/* field: "phu_luc[3].so_mo_hinh", a path, "FIELD#2" (a narrative's second paragraph), or "-": the whole
 * entry. The reporter's office may comment too. ERR_USAGE: no such place, an empty text. */
bool review_comment(struct review *r, const char *field, const char *text, struct hash *ret,
                    struct err *e);
/* comment: 64 hex letters, or a unique prefix of at least 6. */
bool review_answer(struct review *r, const char *comment, const char *text, struct hash *ret,
                   struct err *e);
/* Closes a thread, or opens it again. ERR_RULE: it is so already. */
bool review_close(struct review *r, const char *comment, bool open, struct hash *ret,
                  struct err *e);
/* How a person names the place of a comment ("III.1", "phu_luc[3].so_mo_hinh", "FIELD#2"); "" for the
 * whole entry. Freshly allocated. */
char *review_place_name(const struct review *r, const char *path);

#endif
