#ifndef PHIEU_TUI_CHOICE_TICKS_H
#define PHIEU_TUI_CHOICE_TICKS_H
/* Values of a choice of several, as its open list makes them from what the entry holds. */
#include "form/value.h"
#include "tui/choice_list.h"

/* With one more ticked, or one less. */
struct value choice_ticks_toggled(const struct choice_list *l, size_t option);
/* With "other" and its text; "": without. */
struct value choice_ticks_other(const struct choice_list *l, const char *text);
/* Options as a copied answer has them ("one; two"); false: the text names none. */
bool choice_ticks_read(const struct choice_list *l, const char *text, struct value *ret);

#endif
