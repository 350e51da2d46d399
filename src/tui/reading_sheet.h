#ifndef PHIEU_TUI_READING_SHEET_H
#define PHIEU_TUI_READING_SHEET_H
/* What a reviewer reads (entry/reading.h) as paragraphs of a sheet: old and new value with the words that changed,
 * what was said beside them, and what the rules say. */
#include "entry/reading.h"
#include "tui/sheet.h"

struct reading_view {
    struct session *session;
    struct review *review;
    const struct reading *reading;
    bool whole;
    size_t selected;  /* item */
    int columns;      /* of the place where it is drawn */
    int column;       /* of a row that is selected whole: the cell under the cursor */
};

/* Adds behind what stands in the sheet; each item is tagged by its index + 1. None has the cursor yet. */
void reading_sheet(struct sheet *sheet, const struct reading_view *v);
/* Shows that the selected item has the cursor, or takes that away before another is selected: of thousands of items
 * only this one is touched. */
void reading_mark(struct sheet *sheet, const struct reading_view *v, bool on);
/* Where a comment on the item under the cursor stands; freshly allocated, NULL: nowhere. */
char *reading_path(const struct reading_view *v);
/* How that place is called in full; freshly allocated. */
char *reading_label(const struct reading_view *v);
/* "Tỉnh Đoàn 22/6/2015": who said or decided something, and when. */
char *reading_who(struct session *s, const char *author, const char *office, int64_t time);

#endif
