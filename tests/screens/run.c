/* Plays a scenario against the program on a terminal (vt.h) and prints TAP, one line a step:
 *     run PHIEU SCENARIO.scn
 * doc: tests/screens/README.md lists the steps. */
#include <dirent.h>
#include <ftw.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "folder.h"
#include "screens/run.h"
#include "tap.h"
#include "tui/script.h"

/* ---- environment ----------------------------------------------------------------------------- */

static void add_env(struct run *r, char *owned)
{
    *vec_add(&r->env) = owned;
}

static void make_env(struct run *r)
{
    static const char *const taken_away[] = {"LINES", "COLUMNS", "NO_COLOR", "PHIEU_TEST_SEED"};
    static const struct {
        const char *name, *value;
    } fixed[] = {{"LC_ALL", "C.UTF-8"}, {"TZ", "UTC"}, {"PHIEU_SYNC", "1"},
                 {"PHIEU_TEST_SEED", "1"}, {"TERM", "xterm-256color"}};
    static const struct {
        const char *name, *inside;
    } folders[] = {{"HOME", "home"}, {"XDG_CONFIG_HOME", "config"}, {"XDG_STATE_HOME", "state"},
                   {"XDG_DATA_HOME", "data"}, {"DB", "phieu.db"}, {"TMP", ""}, {"PHIEU_MEDIA", "media"}};
    for (size_t i = 0; i < sizeof taken_away / sizeof taken_away[0]; i++)
        add_env(r, xstrdup(taken_away[i]));
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
        add_env(r, xasprintf("%s=%s", fixed[i].name, fixed[i].value));
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        add_env(r, xasprintf("%s=%s/%s", folders[i].name, r->folder, folders[i].inside));
    add_env(r, xasprintf("PHIEU=%s", r->phieu));
    add_env(r, xasprintf("ASAN_OPTIONS=quarantine_size_mb=16:malloc_context_size=3:log_path=%s/sanitizer", r->folder));
    add_env(r, xasprintf("UBSAN_OPTIONS=log_path=%s/sanitizer", r->folder));
}

void run_set_env(const struct run *r)
{
    char clock[32];
    for (size_t i = 0; i < r->env.n; i++) {
        char *name = xstrdup(r->env.v[i]), *equals = strchr(name, '=');
        if (equals)
            *equals = '\0';
        if (equals)
            setenv(name, equals + 1, 1);
        else
            unsetenv(name);
        free(name);
    }
    snprintf(clock, sizeof clock, "%lld", r->clock);
    setenv("PHIEU_TEST_CLOCK", clock, 1);
}

/* ---- the program ----------------------------------------------------------------------------- */

bool run_fail(struct run *r, const char *why)
{
    r->why = why;
    return false;
}

bool run_settled(struct run *r)
{
    if (!r->vt)
        return run_fail(r, "the program was not started");
    return vt_wait(r->vt, ANSWER_MS) || run_fail(r, "no answer from the program");
}

/* Nothing that stood in the data may steer the terminal. */
static void stop(struct run *r)
{
    const char *strange = r->vt ? vt_strange(r->vt) : NULL;
    if (strange)
        ok(false, "written to the terminal: %s", strange);
    vt_destroy(r->vt);
    r->vt = NULL;
}

static bool step_start(struct run *r, const char *argument)
{
    static const char *const nothing[] = {NULL};
    char *command = xasprintf("exec \"$PHIEU\" %s", *argument ? argument : r->args);
    if (*argument) {
        free(r->args);
        r->args = xstrdup(argument);
    }
    stop(r);
    run_set_env(r);
    /* Another one for each program: two new files of one scenario are no copies of each other. */
    char seed[16];
    snprintf(seed, sizeof seed, "%d", ++r->starts);
    setenv("PHIEU_TEST_SEED", seed, 1);
    char *argv[] = {(char *)"/bin/sh", (char *)"-c", command, NULL};
    r->vt = vt_start(&(struct vt_options){r->rows, r->columns, argv, nothing});
    free(command);
    return run_settled(r);
}

static const struct {
    const char *name;
    int number;
} signals[] = {
    {"", SIGKILL},      {"KILL", SIGKILL}, {"TERM", SIGTERM}, {"HUP", SIGHUP},
    {"INT", SIGINT},    {"QUIT", SIGQUIT}, {"ABRT", SIGABRT}, {"SEGV", SIGSEGV},
    {"BUS", SIGBUS},    {"FPE", SIGFPE},   {"ILL", SIGILL},
};

/* 0: there is none of this name. */
static int signal_number(const char *name)
{
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        if (!strcmp(signals[i].name, name))
            return signals[i].number;
    return 0;
}

static bool step_kill(struct run *r, const char *argument)
{
    int number = signal_number(argument);
    if (!r->vt)
        return run_fail(r, "the program was not started");
    if (!number)
        return run_fail(r, "unknown signal");
    vt_signal(r->vt, number);
    return vt_end(r->vt, ANSWER_MS) >= 0 || run_fail(r, "it goes on");
}

/* "0": the exit status; "SEGV": by that signal. */
static bool step_end(struct run *r, const char *argument)
{
    int status = r->vt ? vt_end(r->vt, ANSWER_MS) : -1, number = signal_number(argument);
    if (status < 0)
        return run_fail(r, "the program has not ended");
    if (number ? !WIFSIGNALED(status) || WTERMSIG(status) != number
               : !WIFEXITED(status) || WEXITSTATUS(status) != atoi(argument))
        return run_fail(r, "another exit status");
    const char *unrestored = vt_unrestored(r->vt);
    return !unrestored || run_fail(r, unrestored);
}

/* ---- scenarios ------------------------------------------------------------------------------- */

static const struct step program_steps[] = {
    {"start", step_start}, {"restart", step_start}, {"kill", step_kill}, {"end", step_end}, {0},
};

static bool play_line(struct run *r, const char *line)
{
    static const struct step *const tables[] = {program_steps, input_steps, seen_steps};
    size_t n = strcspn(line, " ");
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        for (const struct step *s = tables[i]; s->name; s++)
            if (strlen(s->name) == n && !strncmp(s->name, line, n))
                return s->play(r, line + n + (line[n] == ' '));
    return run_fail(r, "no such step");
}

static void explain(struct run *r)
{
    printf("# %s\n", r->why ? r->why : "");
    if (r->vt) {
        int y, x;
        vt_cursor(r->vt, &y, &x);
        printf("# cursor %d %d\n", y, x);
        run_print(r);
    }
    if (r->output.len)
        printf("# last output: %s\n", str_text(&r->output));
}

static bool report_sanitizer(struct run *r)
{
    char *command = xasprintf("cat %s/sanitizer.* 2>/dev/null | LC_ALL=C sed 's/^/# /' | head -60",
                              r->folder);
    FILE *f = popen(command, "r");
    int found = f ? fgetc(f) : EOF;
    for (int c = found; f && c != EOF; c = fgetc(f))
        putchar(c);
    if (f)
        pclose(f);
    free(command);
    return found == EOF;
}

static int remove_one(const char *path, const struct stat *s, int kind, struct FTW *f)
{
    (void)s, (void)kind, (void)f;
    return remove(path);
}

/* The lines of a scenario, and the loop that is being played. */
struct lines {
    VEC(char *) v;
    size_t first; /* of the loop; 0: none */
    long round, rounds;
};

static void split_lines(char *text, struct lines *l)
{
    for (char *line; (line = strsep(&text, "\n"));)
        *vec_add(&l->v) = line;
}

/* The round that begins: of "each TERM linux vt100" the word of this round is set. */
static void begin_round(struct run *r, const struct lines *l)
{
    const char *line = l->v.v[l->first];
    if (!str_starts(line, "each "))
        return;
    char *words = xstrdup(line + strlen("each ")), *rest = words;
    char *name = strsep(&rest, " "), *value = rest;
    for (long i = 0; i < l->round && rest; i++)
        value = strsep(&rest, " ");
    *vec_add(&r->env) = xasprintf("%s=%s", name, value);
    free(words);
}

static long count_rounds(const char *line)
{
    long n = -1;
    if (str_starts(line, "repeat "))
        return atol(line + strlen("repeat "));
    for (; *line; line++)
        n += *line == ' ';
    return n;
}

/* "repeat 500" or "each TERM linux vt100" … "again". True when the line was one of these; *at is
 * where to go on. */
static bool play_loop(struct run *r, struct lines *l, size_t *at)
{
    const char *line = l->v.v[*at];
    bool begins = str_starts(line, "repeat ") || str_starts(line, "each ");
    if (!begins && strcmp(line, "again") != 0)
        return false;
    if (begins) {
        l->first = *at;
        l->round = 1;
        l->rounds = count_rounds(line);
    } else if (l->round++ < l->rounds) {
        *at = l->first;
    } else {
        ok(l->rounds > 0, "%ld times lines %zu to %zu", l->rounds, l->first + 2, *at);
        l->first = 0;
        return true;
    }
    begin_round(r, l);
    return true;
}

/* "needs COMMAND": where it fails, the rest cannot be played here. */
static bool has(struct run *r, const char *command)
{
    char *line = xasprintf("cd \"$TMP\"; { %s; } >/dev/null 2>&1", command);
    run_set_env(r);
    bool good = system(line) == 0;
    ok(true, "%s%s", command, good ? "" : " # SKIP it fails here");
    free(line);
    return good;
}

/* Lines are played one by one; after a failure the rest of the scenario would say nothing. In a
 * loop only what fails is printed. */
static bool play_lines(struct run *r, struct lines *l)
{
    for (size_t at = 0; at < l->v.n; at++) {
        const char *line = l->v.v[at];
        if (!*line || *line == '#' || str_starts(line, "sizes "))
            continue;
        if (str_starts(line, "needs ") && !has(r, line + strlen("needs ")))
            return true;
        if (str_starts(line, "needs ") || play_loop(r, l, &at))
            continue;
        bool good = play_line(r, line) && (!r->plain || run_plain(r));
        if (!good && l->first)
            printf("# round %ld of %ld\n", l->round, l->rounds);
        if (!good || !l->first)
            ok(good, "%dx%d %zu: %s", r->columns, r->rows, at + 1, line);
        if (!good)
            return false;
    }
    return ok(!l->first, "every loop has its end");
}

static void run_finish(struct run *r)
{
    nftw(r->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    for (size_t i = 0; i < r->env.n; i++)
        free(r->env.v[i]);
    for (size_t i = 0; i < r->kept.n; i++) {
        free(r->kept.v[i].name);
        free(r->kept.v[i].screen);
    }
    vec_finish(&r->env);
    vec_finish(&r->kept);
    str_finish(&r->output);
    free(r->args);
}

static void play_at(const char *phieu, const char *scenario, const char *text, int rows,
                    int columns)
{
    char folder[64];
    folder_make(folder, sizeof folder, "scn");
    struct run r = {.phieu = phieu, .scenario = scenario, .rows = rows, .columns = columns,
                    .clock = 1435200000, .args = xstrdup("\"$DB\"")};
    r.folder = folder;
    char *home = xasprintf("%s/home", folder);
    mkdir(home, 0700);
    free(home);
    make_env(&r);
    char *copy = xstrdup(text);
    struct lines lines = {0};
    split_lines(copy, &lines);
    if (!play_lines(&r, &lines))
        explain(&r);
    vec_finish(&lines.v);
    free(copy);
    stop(&r);
    ok(report_sanitizer(&r), "%dx%d: no complaint of a sanitizer", columns, rows);
    run_finish(&r);
}

/* "sizes 60x16 80x24" in the first lines: the whole scenario at each. */
static void play(const char *phieu, const char *scenario, const char *text)
{
    const char *line = str_starts(text, "sizes ") ? text : strstr(text, "\nsizes ");
    int rows = 24, columns = 80;
    if (!line) {
        play_at(phieu, scenario, text, rows, columns);
        return;
    }
    line += strcspn(line, " ");
    char *sizes = xstrndup(line, strcspn(line, "\n")), *rest = sizes;
    for (char *size; (size = strsep(&rest, " "));)
        if (script_size(size, &rows, &columns))
            play_at(phieu, scenario, text, rows, columns);
    free(sizes);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: run PHIEU SCENARIO.scn\n");
        return 2;
    }
    FILE *f = fopen(argv[2], "r");
    struct str text = {0};
    char bytes[4096];
    for (size_t n; f && (n = fread(bytes, 1, sizeof bytes, f)) > 0;)
        str_addn(&text, bytes, n);
    if (!ok(f != NULL, "%s", argv[2]))
        return tap_done();
    fclose(f);
    signal(SIGPIPE, SIG_IGN);
    char *phieu = realpath(argv[1], NULL); /* shell steps run in another folder */
    if (ok(phieu != NULL, "%s is there", argv[1]))
        play(phieu, argv[2], str_text(&text));
    free(phieu);
    str_finish(&text);
    return tap_done();
}
