#ifndef PHIEU_BASE_JSON_WALK_H
#define PHIEU_BASE_JSON_WALK_H
/* Where the values of a JSON text stand: js_parse forgets it, and who finds a value wrong wants to
 * tell line and column. Walks forward only, so asking for many places in the order of the text reads
 * it once. */
#include <stdbool.h>
#include <stddef.h>

#include "base/json.h"

struct js_walk {
    const char *text; /* that js_parse has taken; borrowed */
    size_t len;
    size_t at;
    int line, column;             /* of at, from 1; columns count letters */
    size_t depth;                 /* 0: the whole; 1: its members or elements … */
    size_t nth[JS_DEPTH_MAX + 2]; /* nth[d]: which one at depth d, from 0 */
};

void js_walk_begin(struct js_walk *w, const char *text, size_t len);
/* Goes on to where member or element path[n - 1] of … of path[0] begins (a member with its key);
 * w->line and w->column are its place. false when it is not there, or was passed already. */
bool js_walk_to(struct js_walk *w, const size_t *path, size_t n);

#endif
