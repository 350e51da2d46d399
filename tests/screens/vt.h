#ifndef PHIEU_TESTS_VT_H
#define PHIEU_TESTS_VT_H
/* A terminal for tests: a program behind a pty, its screen kept by libvterm. Nothing sleeps: the
 * program is started with PHIEU_SYNC=1 and tells in its output how many bytes it has understood and
 * how many changes of size it has seen (tui/term.h); waiting means reading until that is all. */
#include <stdbool.h>
#include <stddef.h>

struct vt;

struct vt_options {
    int rows, columns;
    char *const *argv;
    const char *const *env; /* "NAME=value", set in the child; "NAME" alone: taken away. NULL-ended */
};

/* NULL: could not start. */
struct vt *vt_start(const struct vt_options *o);
/* Also ends the program if it still runs. */
void vt_destroy(struct vt *v);

/* Sends bytes; false when the program does not take them. */
bool vt_send(struct vt *v, const char *bytes, size_t n);
void vt_resize(struct vt *v, int rows, int columns);
/* The same, but vt_wait does not wait until the program has seen it. */
void vt_resize_unheard(struct vt *v, int rows, int columns);
/* Reads until all that was sent is understood and shown, or the program ended; false: it did not
 * answer in ms milliseconds. vt_wait_read: until it was read at least. */
bool vt_wait(struct vt *v, int ms);
bool vt_wait_read(struct vt *v, int ms);
/* Reads what comes within ms; false: nothing came, or it has ended. */
bool vt_more(struct vt *v, int ms);
void vt_signal(struct vt *v, int number);
/* Waits for the end; the status as from waitpid, -1: it goes on. */
int vt_end(struct vt *v, int ms);

int vt_rows(const struct vt *v);
/* One row without the blanks at its end; freshly allocated. */
char *vt_row(struct vt *v, int y);
/* All rows, each ended by a newline; freshly allocated. */
char *vt_screen(struct vt *v);
void vt_cursor(struct vt *v, int *ret_y, int *ret_x);
/* Bytes the program has written so far, without the markers. */
size_t vt_written(const struct vt *v);
/* What the program has written and never should (strange.h): a control character, a sequence that
 * it has no use for. NULL: nothing. */
const char *vt_strange(const struct vt *v);
/* How many colours the program has used so far: 0, 8 (some of the first eight) or 9 (others). */
int vt_colours(const struct vt *v);
/* After the end: the terminal is as it was before (echo, lines, cursor, main screen, no paste
 * brackets). NULL: yes; else what is not. */
const char *vt_unrestored(struct vt *v);

#endif
