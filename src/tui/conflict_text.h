#ifndef PHIEU_TUI_CONFLICT_TEXT_H
#define PHIEU_TUI_CONFLICT_TEXT_H
/* What the screens say of a conflict: where it is, what each side wrote, who and when. Texts are freshly
 * allocated. */
#include "entry/entry.h"
#include "tui/sheet.h"

/* The kinds of places that two people can have written. */
enum conflict_kind {
    CONFLICT_VALUE,     /* one line, a date, choices: of a field or a cell */
    CONFLICT_NARRATIVE,
    CONFLICT_ROW,       /* removed, and changed */
    CONFLICT_FACT,      /* unit, period, withdrawn */
    CONFLICT_OTHER,     /* stands beside the answers, or has no place in the form */
};
enum conflict_kind conflict_kind(const struct entry *en, const struct conflict *c);
/* The field or column; NULL where there is none. */
const struct field *conflict_field(const struct entry *en, const struct conflict *c);

/* "III.1 Tuyên truyền, giáo dục", "Phụ lục, dòng 3, Số lượng" */
char *conflict_where(const struct entry *en, const struct conflict *c);
/* "23/6/2015 08:31 · Huyện Đoàn An Biên · Nguyễn Văn An · máy 1"; the PC only where there are several. */
char *conflict_who(struct session *s, const struct entry *en, const struct candidate *x);

/* Fills the sheet: the whole question, what was there before, each side with its number; sides are tagged from
 * 1 on. selected: from 0. whole: also what long texts have in common; rows, columns: of the place where it is drawn. */
void conflict_sheet(struct sheet *sheet, struct session *s, struct entry *en,
                    const struct conflict *c, size_t selected, bool whole, int rows, int columns);

#endif
