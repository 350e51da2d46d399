#ifndef PHIEU_TUI_HOME_RETURNED_H
#define PHIEU_TUI_HOME_RETURNED_H
/* What home says of an entry that came back. Texts are freshly allocated. */
#include "entry/session.h"

/* "Trả lại · 3 góp ý" */
char *home_returned_state(struct session *s, const struct entry_row *row);
/* Why, who and when; NULL where nothing can be read. */
char *home_returned_reason(struct session *s, const struct entry_row *row);

#endif
