#ifndef PHIEU_TUI_REPORTED_ROWS_H
#define PHIEU_TUI_REPORTED_ROWS_H
/* Which units the screen of who has reported shows, and in which order. */
#include "base/vec.h"
#include "entry/reported.h"

enum reported_column {
    COLUMN_LIST, /* as the unit list has them */
    COLUMN_NAME,
    COLUMN_STATE,
    COLUMN_COMPLETE,
    COLUMN_SENT,
    COLUMN_CAME,
    COLUMN_LATE,
    COLUMN_COUNT,
};
enum reported_filter {
    SHOW_ALL,
    SHOW_LATE,
    SHOW_MISSING,
    SHOW_RETURNED,
    SHOW_WAITING,
    SHOW_ACCEPTED,
    SHOW_INCOMPLETE,
    SHOW_NOT_OWING,
    SHOW_COUNT,
};

struct reported_rows {
    VEC(size_t) v; /* indexes of the list */
    enum reported_column column;
    bool backward;
    enum reported_filter filter;
};

/* "Days late", "Late": translated. */
const char *reported_column_name(enum reported_column c);
const char *reported_filter_name(enum reported_filter f);
/* The way round that people want first: the latest, the newest. */
bool reported_column_backward(enum reported_column c);
bool reported_shown(const struct reported *r, enum reported_filter f);
void reported_rows_make(struct reported_rows *rows, const struct reported_list *l);
void reported_rows_finish(struct reported_rows *rows);

#endif
