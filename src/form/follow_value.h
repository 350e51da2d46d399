#ifndef PHIEU_FORM_FOLLOW_VALUE_H
#define PHIEU_FORM_FOLLOW_VALUE_H
/* An answer read by another field (record_follow.c). */
#include "form/form.h"

/* old: the field it was given to; NULL: not known any more. */
struct value follow_value(const struct field *to, const struct field *old, const json *j);

#endif
