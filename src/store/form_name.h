#ifndef PHIEU_STORE_FORM_NAME_H
#define PHIEU_STORE_FORM_NAME_H
/* What a form is called, by its own bytes: anybody can write an event that gives the bytes of a form another
 * id, but nobody can write the same bytes with another one inside. Only store/ uses this. */
#include "store/internal.h"

/* The id that the bytes give themselves ("form: ID" at the beginning of a line), without reading them as YAML:
 * a stranger's form is not read before somebody asks for it. NULL: they give none. Freshly allocated. */
char *form_name(const char *yaml, size_t len);
/* What the event of a form or a list is noted as: the name in the bytes where they are here and give one, else the
 * id in the event. Freshly allocated; NULL without e: the event has none. */
char *form_name_of(struct store *s, const struct event *ev, struct err *e);
/* Marks the entries in which several revisions stand beside each other, one of them of this form: it has a name now,
 * or another one. */
bool form_name_mark_split(struct store *s, const struct hash *form, struct err *e);
/* A body came: the events that name it as a form are noted by its name from now on. */
bool form_name_came(struct store *s, const struct hash *body, const char *data, size_t len,
                    struct err *e);

#endif
