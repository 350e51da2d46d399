#ifndef PHIEU_FORM_TYPED_H
#define PHIEU_FORM_TYPED_H
/* What a person typed, or JSON brought, made clean before a type looks at it. Freshly allocated;
 * bytes that are no UTF-8 become U+FFFD, so that the letters around them stay. */
#include <stdbool.h>

#include "form/value.h"

struct field;

char *typed_clean(const char *typed, bool keep_newlines);
/* Clean, on one line, without blanks at its ends. */
char *typed_line(const char *typed);
/* Takes the blanks at both ends away, in place. */
void typed_trim(char *s);

/* kcsl, kad, "không có số liệu", "không áp dụng" (marks may be left out; also what English shows),
 * where the field allows that code. */
bool typed_code(const struct field *f, const char *text, struct value *ret);
/* How a code is shown. */
const char *code_label(const char *code);
/* Whether the field allows it. */
bool code_allowed(const struct field *f, const char *code);

/* What a person typed, as the field's type reads it; a date that leaves the year out (05/11, tháng 6, Quý I) is one
 * of this year. */
struct value typed_read(const struct field *f, const char *text, int year);

/* Whether a typing method may be on: never in figures, dates, codes and addresses, which the type or the
 * pattern tells. */
bool field_takes_typing(const struct field *f);

#endif
