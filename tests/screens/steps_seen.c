/* Steps that look: at the screen, and at what is beside the program. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "screens/run.h"
#include "text/unicode.h"
#include "text/utf8.h"

static bool on_screen(struct run *r, const char *text)
{
    char *screen = r->vt ? vt_screen(r->vt) : xstrdup("");
    bool found = strstr(screen, text) != NULL;
    free(screen);
    return found;
}

static bool step_expect(struct run *r, const char *argument)
{
    return on_screen(r, argument) || run_fail(r, "it is not on the screen");
}

static bool step_reject(struct run *r, const char *argument)
{
    return !on_screen(r, argument) || run_fail(r, "it is on the screen");
}

/* Reads until it is there: what a thread of the program does, no key waits for. */
static bool step_until(struct run *r, const char *argument)
{
    while (!on_screen(r, argument))
        if (!r->vt || !vt_more(r->vt, ANSWER_MS))
            return run_fail(r, "it does not come");
    return true;
}

static bool step_row(struct run *r, const char *argument)
{
    char *rest;
    int y = (int)strtol(argument, &rest, 10);
    if (!r->vt || y < 0 || y >= vt_rows(r->vt))
        return run_fail(r, "no such row");
    char *row = vt_row(r->vt, y);
    bool same = !strcmp(row, rest + (*rest == ' '));
    free(row);
    return same || run_fail(r, "the row is another");
}

static bool step_cursor(struct run *r, const char *argument)
{
    int y, x, want_y = -1, want_x = -1;
    if (!r->vt || (sscanf(argument, "%d %d", &want_y, &want_x) != 2 && strcmp(argument, "hidden")))
        return run_fail(r, "no place");
    vt_cursor(r->vt, &y, &x);
    return (y == want_y && x == want_x) || run_fail(r, "the cursor stands elsewhere");
}

bool run_print(struct run *r)
{
    char *screen = r->vt ? vt_screen(r->vt) : xstrdup(""), *rest = screen;
    for (char *line; (line = strsep(&rest, "\n"));)
        printf("# %s\n", line);
    free(screen);
    return true;
}

static bool step_print(struct run *r, const char *argument)
{
    (void)argument;
    return run_print(r);
}

/* ---- screens under a name -------------------------------------------------------------------- */

/* The rows and where the cursor stands. */
static char *whole_screen(struct run *r)
{
    int y, x;
    char *rows = vt_screen(r->vt);
    vt_cursor(r->vt, &y, &x);
    char *screen = xasprintf("%scursor %d %d", rows, y, x);
    free(rows);
    return screen;
}

static struct kept *find_kept(struct run *r, const char *name)
{
    for (size_t i = 0; i < r->kept.n; i++)
        if (!strcmp(r->kept.v[i].name, name))
            return &r->kept.v[i];
    return NULL;
}

static bool step_keep(struct run *r, const char *argument)
{
    if (!r->vt)
        return run_fail(r, "the program was not started");
    struct kept *k = find_kept(r, argument);
    if (!k) {
        k = vec_add(&r->kept);
        k->name = xstrdup(argument);
        k->screen = NULL;
    }
    free(k->screen);
    k->screen = whole_screen(r);
    return true;
}

static bool is_kept(struct run *r, const struct kept *k)
{
    char *screen = whole_screen(r);
    bool same = !strcmp(screen, k->screen);
    free(screen);
    return same;
}

static bool step_same(struct run *r, const char *argument)
{
    const struct kept *k = find_kept(r, argument);
    if (!k || !r->vt)
        return run_fail(r, "nothing was kept under this name");
    if (is_kept(r, k))
        return true;
    printf("# kept:\n%s\n", k->screen);
    return run_fail(r, "the screen is another than the one that was kept");
}

/* Reads until the screen is the one that was kept. */
static bool step_await(struct run *r, const char *argument)
{
    const struct kept *k = find_kept(r, argument);
    if (!k || !r->vt)
        return run_fail(r, "nothing was kept under this name");
    while (!is_kept(r, k))
        if (!vt_more(r->vt, ANSWER_MS))
            return run_fail(r, "the screen does not become the one that was kept");
    return true;
}

/* No frames, arrows, quotes, dots. */
bool run_plain(struct run *r)
{
    char *screen = r->vt ? vt_screen(r->vt) : xstrdup("");
    size_t used, n = strlen(screen), at = 0;
    uint32_t c = 0;
    for (; at < n; at += used) {
        c = utf8_decode(screen + at, n - at, &used);
        if (c >= 0x80 && !text_is_word(c))
            break;
    }
    free(screen);
    if (at < n)
        printf("# U+%04X\n", (unsigned)c);
    return at == n || run_fail(r, "there is a sign that is neither ASCII nor a letter");
}

/* "always": after every step from now on. */
static bool step_plain(struct run *r, const char *argument)
{
    r->plain = !strcmp(argument, "always");
    return run_plain(r);
}

/* "0", "8": how many the program has used since its start. */
static bool step_colours(struct run *r, const char *argument)
{
    return (r->vt && vt_colours(r->vt) == atoi(argument)) || run_fail(r, "other colours are used");
}

/* ---- beside the program ---------------------------------------------------------------------- */

/* "!command": it must fail. */
static bool step_shell(struct run *r, const char *argument)
{
    bool must_fail = *argument == '!';
    run_set_env(r);
    str_clear(&r->output);
    char *command = xasprintf("exec 2>&1; cd \"$TMP\"; %s", argument + must_fail);
    FILE *f = popen(command, "r");
    free(command);
    char bytes[4096];
    for (size_t n; f && (n = fread(bytes, 1, sizeof bytes, f)) > 0;)
        str_addn(&r->output, bytes, n);
    bool failed = !f || pclose(f) != 0;
    return failed == must_fail || run_fail(r, must_fail ? "it succeeds" : "it fails");
}

static bool step_output(struct run *r, const char *argument)
{
    return strstr(str_text(&r->output), argument) || run_fail(r, "the last output is another");
}

static bool step_file_exists(struct run *r, const char *argument)
{
    char *command = xasprintf("test -e %s", argument);
    bool good = step_shell(r, command);
    free(command);
    return good || run_fail(r, "there is no such file");
}

/* ---- the table ------------------------------------------------------------------------------- */

const struct step seen_steps[] = {
    {"expect", step_expect}, {"reject", step_reject}, {"row", step_row},
    {"cursor", step_cursor}, {"print", step_print},   {"keep", step_keep},
    {"same", step_same},     {"await", step_await},   {"until", step_until},
    {"plain", step_plain},
    {"colours", step_colours},
    {"shell", step_shell},   {"output", step_output}, {"file-exists", step_file_exists},
    {0},
};
