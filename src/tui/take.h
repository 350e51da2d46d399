#ifndef PHIEU_TUI_TAKE_H
#define PHIEU_TUI_TAKE_H
/* What the screens of taking in share: the report as lines (take_lines.c), the trial and the merge
 * (screen_take.c), single entries (screen_take_entry.c). */
#include "store/merge.h"
#include "store/receipt.h"
#include "tui/list.h"
#include "tui/screens.h"

/* A form that came, or would come, and waits for a yes. */
struct take_form {
    struct hash hash;
    char *name; /* as a person may see it */
};
VEC_TYPEDEF(take_forms, struct take_form);

/* A line of the report: of the table, or a sentence (a part of one, where it takes several lines). */
struct take_line {
    int entry;   /* of the report; -1: a sentence */
    enum style style;
    bool first;  /* of a sentence: with its mark */
    char *text;
};

/* What one of the files says about the work done here; made 0: nothing was done here. */
struct take_receipt {
    int64_t made, received;
};

struct take_lines {
    VEC(struct take_line) v;
    int columns;      /* for which they are broken */
    int64_t totals[5]; /* new, changed, same, conflicting, comments */
    int64_t own;      /* changed entries of this person's office */
    size_t refused;   /* files */
};

struct take_view {
    struct session *session;
    const struct merge_report *report;
    const struct take_receipt *receipts; /* one a file; NULL: not asked */
    const struct take_forms *forms;
    bool taken;         /* else only tried */
};
/* Makes them for this width. */
void take_lines_make(struct take_lines *l, const struct take_view *v, int columns);
void take_lines_finish(struct take_lines *l);
/* The heads of the columns, and one line of it. */
void take_draw_heads(struct surface *f, int y);
void take_draw_line(const struct take_lines *l, const struct take_view *v, struct surface *f,
                    struct rect r, int i, bool selected);
/* "an-bien.db", as a person may see it; freshly allocated. */
char *take_file_name(const char *path);
/* "Khảo sát 56-CTr/TU · 2015-Q2"; freshly allocated. */
char *take_form_name(struct session *s, const char *form_id, const char *period);
/* "An Biên"; freshly allocated. */
char *take_unit_name(struct session *s, const char *form_id, const char *unit);

/* When the result is on top: leaves it, and the browser below. */
void take_leave(struct app *app);
/* The report once more, after somebody may have decided: what of it is still in conflict. */
void take_count_again(struct store *s, struct merge_report *report);
/* Asks whether to undo what was taken in last, and does it. */
void take_undo(struct app *app);
/* The entries of one line of a trial, one by one. Both stores must stay until the screen is gone. */
void screen_take_entries(struct app *app, struct store *trial, const struct merge_entry *line);

#endif
