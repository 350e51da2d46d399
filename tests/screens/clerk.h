#ifndef PHIEU_TESTS_CLERK_H
#define PHIEU_TESTS_CLERK_H
/* A clerk at a terminal, for tests that reckon their keys: the real program behind vt.h, a data file and
 * a home of its own. What a scenario can say in words belongs into a .scn file (README.md). */
#include <stdbool.h>

#include "base/json.h"
#include "screens/vt.h"
#include "text/typing.h"

#define CLERK_MS 60000 /* far more than ever needed for an answer */

struct clerk {
    char folder[64];
    const char *phieu;
    struct vt *vt; /* NULL: the program does not run */
};

/* phieu: path of the program; forms: the folder of its forms. */
void clerk_init(struct clerk *c, const char *phieu, const char *forms);
void clerk_finish(struct clerk *c);
/* The next start of the program types by this method. */
void clerk_set_typing(struct clerk *c, const struct typing_options *options);
/* Starts it as Huyện Đoàn An Biên on the file of this clerk. */
bool clerk_start(struct clerk *c, const char *term);
bool clerk_send(struct clerk *c, const char *bytes, size_t n); /* and waits until it is shown */
bool clerk_send_read(struct clerk *c, const char *bytes, size_t n); /* … until it is read */
bool clerk_keys(struct clerk *c, const char *names); /* "Down F2", an xterm's */
/* Ends it by Esc and q, as often as needed. */
bool clerk_leave(struct clerk *c);
void clerk_print(struct clerk *c); /* the screen, as comments of the test */
/* The answers of `phieu show FILE ENTRY --json`; NULL: none. */
json *clerk_answers(struct clerk *c, const char *entry);

#endif
