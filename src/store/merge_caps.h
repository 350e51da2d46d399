#ifndef PHIEU_STORE_MERGE_CAPS_H
#define PHIEU_STORE_MERGE_CAPS_H
/* What one file may bring before somebody is asked: far beyond what offices do, and near enough that a
 * file made to choke the program does not. */
#include "store/merge_new.h"

#define CAP_BYTES        (INT64_C(2) << 30) /* of the file */
#define CAP_EVENTS       1000000            /* new ones */
#define CAP_TEXTS        200                /* new forms and lists */
#define CAP_ENTRY_EVENTS 1000               /* new ones of one entry */
#define CAP_ENTRY_HEADS  64                 /* new revisions of one entry that nothing new goes on from */
#define CAP_SIGNATURES   1000000            /* new ones */
#define CAP_EVENT_SIGNATURES 64             /* new ones of one event */

/* False with ERR_RULE when the file brings more; nothing was written then. */
bool caps_hold(struct foreign *there, const struct new_rows *events, struct err *e);
/* The error of that; returns false. */
bool caps_exceed(const struct foreign *there, const char *what, int64_t max, struct err *e);

#endif
