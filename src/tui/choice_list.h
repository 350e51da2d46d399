#ifndef PHIEU_TUI_CHOICE_LIST_H
#define PHIEU_TUI_CHOICE_LIST_H
/* The open list of a choice: options from a source, those that fit what is typed, one of them
 * highlighted. Long labels take several rows. */
#include <stdbool.h>
#include <stddef.h>

#include "base/vec.h"
#include "tui/line.h"
#include "tui/surface.h"
#include "tui/widget.h"

/* Where options come from. Labels are asked for at each drawing: the language can change. */
struct choice_source {
    size_t (*count)(const struct widget *w);
    const char *(*id)(const struct widget *w, size_t i); /* NULL: "other" */
    const char *(*label)(const struct widget *w, size_t i);
    /* What stands in the field; freshly allocated, "" for blank. */
    char *(*print)(const struct widget *w);
    bool numbered;  /* digits choose the first nine */
    bool several;   /* options are ticked, any number of them */
    bool open_text; /* what is typed can be stored even when no option fits */
    int rows;       /* more options than this scroll; 0: all are shown */
};
/* Options of the form, or units of the entry's unit list. */
const struct choice_source *choice_source_of(const struct widget *w);

struct choice_list {
    struct widget *w;
    const struct choice_source *source;
    struct line filter;
    VEC(size_t) shown; /* options that fit the filter */
    int at;            /* the highlighted one, in shown; -1: none */
    int top;           /* rows scrolled away */
};

void choice_list_init(struct choice_list *l, struct widget *w);
void choice_list_finish(struct choice_list *l);
/* Forgets the filter; the highlight goes to the option chosen, if any. */
void choice_list_reset(struct choice_list *l);
/* Fits the list to the filter after it changed. */
void choice_list_refresh(struct choice_list *l);
bool choice_list_filtered(const struct choice_list *l);
/* The highlighted option; the one the entry holds, of several the first; -1: none. */
int choice_list_option(const struct choice_list *l);
int choice_list_chosen(const struct choice_list *l);
/* Whether the entry holds this option. */
bool choice_list_holds(const struct choice_list *l, size_t option);
/* False at the ends. */
bool choice_list_move(struct choice_list *l, int by);

int choice_list_rows(struct choice_list *l, int columns);
/* other: drawn behind the label of "other" instead of its text, with the cursor; or NULL. */
void choice_list_draw(struct choice_list *l, struct surface *f, struct rect r, bool focused,
                      struct line *other);

#endif
