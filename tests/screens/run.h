#ifndef PHIEU_TESTS_RUN_H
#define PHIEU_TESTS_RUN_H
/* What plays a scenario (README.md): run.c holds the program, the environment and the lines,
 * steps_input.c what is sent, steps_seen.c what must be seen. */
#include <stdbool.h>

#include "base/str.h"
#include "base/vec.h"
#include "screens/vt.h"

#define ANSWER_MS 20000 /* far more than ever needed, also under sanitizers on a busy machine */

struct kept {
    char *name, *screen;
};

struct run {
    const char *phieu, *scenario;
    char *folder;   /* of this run alone */
    struct vt *vt;  /* NULL: not started */
    int rows, columns;
    long long clock;
    int starts;    /* of the program, so far */
    char *args;     /* of the program, as a shell reads them */
    VEC(char *) env; /* additions of the scenario */
    VEC(struct kept) kept; /* screens kept under a name */
    bool plain;     /* "plain always" */
    struct str output; /* of the last shell step */
    const char *why;   /* a step failed: what was wrong */
};

struct step {
    const char *name;
    bool (*play)(struct run *r, const char *argument);
};

/* Ended by a row without name. */
extern const struct step input_steps[], seen_steps[];

/* Notes what is wrong; always false. */
bool run_fail(struct run *r, const char *why);
/* Reads until all that was sent is understood and shown. */
bool run_settled(struct run *r);
void run_set_env(const struct run *r);
bool run_print(struct run *r);
/* Beyond ASCII only letters, marks and digits are on the screen. */
bool run_plain(struct run *r);

#endif
