#ifndef PHIEU_TUI_TARGET_TEXT_H
#define PHIEU_TUI_TARGET_TEXT_H
/* What the screens say of targets. All texts are freshly allocated. */
#include "rules/rules.h"
#include "tui/surface.h"

/* "✓", "!", or a blank, and its style. */
const char *target_state_mark(const struct surface *f, enum target_state s);
enum style target_state_style(enum target_state s);
/* "ít nhất 1 lớp", "nhiều nhất 5 %"; "" for a truth or what a person judges. */
char *target_threshold(const struct target *t);
/* "1/1 lớp", "3 lớp", "I 1/1 · II 0/1", "" where nothing is known. */
char *target_figure(const struct target_result *x);
/* "Chỉ tiêu 6: đạt (1/1 lớp)" */
char *target_line(const struct target_result *x);
/* Of a target of each row of a table, whose n results are these: "Chỉ tiêu 9: 3/11 đạt" */
char *target_line_rows(const struct target_result *x, size_t n);
/* How it is named: "Chỉ tiêu 6", or its label. */
char *target_name(const struct target *t);

/* The results at a place; row < 0: of the whole field. Goes on from *at, NULL behind the last. */
const struct target_result *target_at(struct rules *r, struct place p, size_t *at);

#endif
