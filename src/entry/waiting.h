#ifndef PHIEU_ENTRY_WAITING_H
#define PHIEU_ENTRY_WAITING_H
/* Forms that came with a file and wait for a person: nobody on this PC has approved them, and the program's
 * folder does not hold their bytes. They are stored, travel on with copies, and nothing of them runs:
 * their entries are listed, but cannot be opened, checked or added up. */
#include "entry/session.h"

struct waiting_form {
    struct hash hash;
    char *id;      /* as its event calls it: the stranger's word */
    char *from;    /* name of the file that brought it; NULL: it was in this file from the start */
    int64_t at;    /* when it came; 0: not known */
};
VEC_TYPEDEF(waiting_forms, struct waiting_form);

/* By id, then hash; also those that came since the session was opened. */
bool session_waiting_forms(struct session *s, struct waiting_forms *ret, struct err *e);
void waiting_finish(struct waiting_forms *v);
/* Whether this one does, or would if it came. */
bool session_form_is_waiting(struct session *s, const struct hash *form);
/* Reads one for the person who is to decide: title, number, issuer, fields. Its expressions are texts
 * here, nothing is compiled. Owned by the caller (form_free); NULL with e when it is no good form, which
 * then cannot be approved either. */
struct form *session_read_waiting(struct session *s, const struct hash *form, struct err *e);
/* From now on the form is one like any other, in this session and at later starts. */
bool session_approve_form(struct session *s, const struct hash *form, struct err *e);

#endif
