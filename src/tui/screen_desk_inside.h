#ifndef PHIEU_TUI_SCREEN_DESK_INSIDE_H
#define PHIEU_TUI_SCREEN_DESK_INSIDE_H
/* The inside of the reviewer's desk, for the files screen_desk*.c only. */
#include "base/vec.h"
#include "entry/desk.h"
#include "tui/app.h"
#include "tui/list.h"

enum choice { CHOOSE_ALL, CHOOSE_CHANGED, CHOOSE_WARNED, CHOOSE_LATE, CHOOSE_SHARE, CHOOSE_UNIT, CHOOSE_FORM };

struct desk_screen {
    struct screen screen;
    struct desk desk;
    VEC(size_t) shown;   /* of the desk's items */
    struct list list;
    enum desk_order order;
    enum choice choice;
    char *key;           /* unit or form that is chosen; the seed of a share */
    unsigned each;       /* of a share */
    VEC(signed char) warned; /* by item: 1, 0; -1: not looked at yet */
    size_t judged;       /* of them */
    VEC(char *) decided; /* revision and entry of each decision, for Ctrl-Z */
    VEC(char *) choices; /* keys of the lines that are offered */
};

static inline const struct desk_item *desk_item_at(const struct desk_screen *x, int i)
{
    return i < 0 || (size_t)i >= x->shown.n ? NULL : &x->desk.v[x->shown.v[i]];
}

/* Makes the list anew. The entry `at` (NULL: none) stays under the cursor, else the one that stood behind it. */
void desk_choose_shown(struct desk_screen *x, const char *at);
/* key: of a unit, a form; the seed of a share, of which `each` says the size. */
void desk_set_choice(struct desk_screen *x, enum choice choice, const char *key, unsigned each);
/* Asks which shall be shown: the fixed choices, the unit under the cursor, each form that waits. */
bool desk_filter(struct desk_screen *x);
/* The next order. */
bool desk_sort_next(struct desk_screen *x);
/* "một phần ngẫu nhiên: cứ 5 lấy 1, mã rút 48213"; freshly allocated. */
char *desk_choice_text(const struct desk_screen *x);
void desk_forget_choices(struct desk_screen *x);

#endif
