#ifndef PHIEU_TUI_PERIOD_TEXT_H
#define PHIEU_TUI_PERIOD_TEXT_H
/* Periods as the screens show them; what is printed is freshly allocated. */

/* "quý II/2015" for 2015-Q2, "năm 2021"; "" for NULL and "once"; a free one as it is. */
char *period_text(const char *period);
/* "Báo cáo quý · quý II/2015", or the title alone. */
char *titled_period(const char *title, const char *period);

#endif
