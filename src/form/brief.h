#ifndef PHIEU_FORM_BRIEF_H
#define PHIEU_FORM_BRIEF_H
/* What the lists of screens need of a form: its name and who owes it. Kept as JSON beside the
 * program's other state, so that a start does not read forms that nobody opens. */
#include "base/json.h"
#include "form/form.h"

struct form_brief {
    char *id;
    int version;
    struct text title, short_title;
    char *units;              /* NULL: the form names no units */
    enum period_kind period;
    struct reporter_list reporters; /* without their marks */
    struct hash hash;         /* of the form's bytes as a body */
};

/* A copy; released by form_brief_finish. */
struct form_brief form_brief_of(const struct form *f);
/* Reads only what stands above "sections:", which costs a tenth; whether the rest is good stays
 * open. False, with nothing to release, when that part has an error or some key of the brief may
 * stand further below: then only reading the whole form tells. hash NULL: it is summed here. */
bool form_brief_glance(const char *yaml, size_t len, const struct hash *hash,
                       struct form_brief *ret);
void form_brief_finish(struct form_brief *b);
/* The short title, else the whole one. */
const char *form_brief_name(const struct form_brief *b);

json *form_brief_write(const struct form_brief *b);
/* False, with nothing to release, when j is not what form_brief_write makes. */
bool form_brief_read(const json *j, struct form_brief *ret);

#endif
