#ifndef PHIEU_TUI_PLACE_TEXT_H
#define PHIEU_TUI_PLACE_TEXT_H
/* What the screens call a place of an entry, and what stands there. Texts are freshly allocated. */
#include "base/str.h"
#include "entry/entry.h"
#include "store/fields.h"
#include "tui/sheet.h"

/* "III.1 Tuyên truyền, giáo dục"; "Phụ lục, dòng 3 CLB đan lát › cột 6 Từ sau 2010"; a row where it has no column. */
char *place_label(const struct entry *en, struct place p);
/* "III.1 Tuyên truyền, giáo dục" */
char *field_label(const struct entry *en, const struct field *f);
/* The same of a path that has no place in the entry as it is: of a row that is gone, or of a field that another version
 * of the form had; by its label there. */
char *place_lost_label(const struct entry *en, const char *path);
/* "cột 6 Từ sau 2010": by its printed number, where it has one. */
char *column_label(const struct field *column);
/* An answer (canonical JSON; NULL: blank) as its field shows it; field may be NULL. */
char *place_value(const struct entry *en, const struct field *f, const char *bytes);
/* The text of a narrative in canonical bytes; "" for anything else. */
char *place_plain(const char *bytes);

/* Open and close what differs: brackets, since colour may say nothing alone. */
void marked_add(struct str *out, struct marks *marks, const char *text, size_t n);
/* A text with what the other has not in brackets; whole: also all of a long stretch that both have. sign: "− ". */
void marked_text(struct sheet *sheet, int indent, enum style style, const char *sign,
                 const char *text, const char *other, bool whole);

#endif
