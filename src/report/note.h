#ifndef PHIEU_REPORT_NOTE_H
#define PHIEU_REPORT_NOTE_H
/* The delivery note: one page to print and hand over with a copied file, with lines for names, signatures and stamp. */
#include "base/str.h"
#include "entry/session.h"

struct note {
    const char *path;  /* of the file that is handed over; only its name is said */
    const char *code;  /* its check code */
    int64_t bytes;     /* its size */
    bool ascii;
};

/* What the open file holds, which is what the one handed over does. Never more than a page (60 lines of 78
 * columns): long lists are summed up, and say so. */
bool note_write(struct session *s, const struct note *n, struct str *out, struct err *e);

#endif
