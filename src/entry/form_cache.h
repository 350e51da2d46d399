#ifndef PHIEU_ENTRY_FORM_CACHE_H
#define PHIEU_ENTRY_FORM_CACHE_H
/* Briefs of forms read before, in the user's cache folder: by file (name, size, times) and by the
 * hash of the bytes. It may be lost or deleted at any time; what does not match is read anew, and
 * forms with errors are never kept, so that they are reported at every start. */
#include "form/brief.h"

struct form_cache;

/* The cache of the user's folder; use false: one that is always empty and never written. */
struct form_cache *form_cache_open(bool use);
/* The brief of the form file, when it is as it was; freshly made in *ret. */
bool form_cache_file(struct form_cache *c, const char *path, struct form_brief *ret);
bool form_cache_body(struct form_cache *c, const struct hash *body, struct form_brief *ret);
/* Notes a form that was read as a whole; stamp: of its file, taken before it was read; path NULL:
 * from a data file. */
void form_cache_add(struct form_cache *c, const char *path, const char *stamp,
                    const struct form_brief *b);
/* Writes it if anything was added, and releases it. Trouble is nobody's: then it stays old. */
void form_cache_close(struct form_cache *c);

#endif
