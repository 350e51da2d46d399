#ifndef PHIEU_TUI_SCREEN_REPORTED_INSIDE_H
#define PHIEU_TUI_SCREEN_REPORTED_INSIDE_H
/* The inside of the screen of who has reported, for screen_reported*.c only. */
#include "entry/reporting.h"
#include "tui/app.h"
#include "tui/list.h"
#include "tui/reported_rows.h"

struct reported_screen {
    struct screen screen;
    const struct form_brief *form;
    char *period;               /* NULL: the form has none */
    struct reported_list all;
    struct reported_rows rows;  /* of those, as shown */
    struct list list;           /* over the rows */
    size_t looked;              /* all before were looked into */
    bool parents;               /* the units are under several others: said of each */
    bool stuck;                 /* the file cannot be read: nothing more is looked into */
};

/* Reads it again for this form and period; what has not changed need not be looked into again. */
void reported_screen_show(struct reported_screen *s, const struct form_brief *form,
                          const char *period);
/* NULL: there is no row. */
const struct reported *reported_screen_selected(const struct reported_screen *s);
/* Looks into all that are left; false: an error was shown. */
bool reported_screen_look_all(struct reported_screen *s);

/* The rows, the heads above them, and what there is to say of the selected one below. */
void reported_screen_draw(struct screen *s, struct surface *f);
bool reported_screen_draw_part(struct screen *s, struct surface *f);
void reported_screen_draw_row(void *user, struct surface *f, struct rect r, int i, bool selected);
/* "before 25/6/2015"; freshly allocated. */
char *reported_screen_due(const struct reported *u);
const enum action *reported_screen_keyline(struct screen *s);

/* Another form and period, from a list. */
void reported_screen_choose(struct reported_screen *s);
/* Asks where to, and writes what is shown for a spreadsheet. */
void reported_screen_export(struct reported_screen *s);

#endif
