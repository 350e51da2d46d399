#ifndef PHIEU_TUI_CONSOLE_FONT_H
#define PHIEU_TUI_CONSOLE_FONT_H
/* The font of a Linux console holds at most 512 letters, and few fonts hold the Vietnamese ones. */
#include <stddef.h>
#include <stdint.h>

/* How many of the 134 Vietnamese letters beyond ASCII are not among the n code points, which may
 * stand in any order and more than once. */
size_t console_missing(const uint16_t *codes, size_t n);
/* A sentence that says what the font of the console behind fd lacks, and which one has it, freshly
 * allocated; NULL: nothing is missing, or it is no Linux console and cannot be asked. */
char *console_advice(int fd);

#endif
