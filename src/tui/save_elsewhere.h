#ifndef PHIEU_TUI_SAVE_ELSEWHERE_H
#define PHIEU_TUI_SAVE_ELSEWHERE_H
/* “Lưu ra nơi khác”: asks for a path, writes everything there, and work goes on in that file. */
#include "entry/entry.h"
#include "tui/app.h"

/* What is being typed must be in the entry already (the widget was left). */
void save_elsewhere(struct app *app, struct entry *entry);

#endif
