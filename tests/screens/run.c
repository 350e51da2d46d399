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
#include "base/str.h"
#include "base/vec.h"
#include "screens/keys.h"
#include "screens/vt.h"
#include "tap.h"
#include "text/utf8.h"
#include "tui/script.h"

#define ANSWER_MS 20000 /* far more than ever needed, also under sanitizers on a busy machine */

struct run {
    const char *phieu, *scenario;
    char *folder;   /* of this run alone */
    struct vt *vt;  /* NULL: not started */
    int rows, columns;
    long long clock;
    char *args;     /* of the program, as a shell reads them */
    VEC(char *) env; /* additions of the scenario */
    struct str output; /* of the last shell step */
    const char *why;   /* a step failed: what was wrong */
};

/* ---- environment ----------------------------------------------------------------------------- */

static void add_env(struct run *r, char *owned)
{
    *vec_add(&r->env) = owned;
}

static void make_env(struct run *r)
{
    static const char *const taken_away[] = {"LINES", "COLUMNS", "NO_COLOR", "PHIEU_LOG",
                                             "PHIEU_TEST_SEED"};
    static const struct {
        const char *name, *value;
    } fixed[] = {{"LC_ALL", "C.UTF-8"}, {"TZ", "UTC"}, {"PHIEU_SYNC", "1"},
                 {"PHIEU_TEST_SEED", "1"}, {"TERM", "xterm-256color"}};
    static const struct {
        const char *name, *inside;
    } folders[] = {{"HOME", "home"}, {"XDG_CONFIG_HOME", "config"}, {"XDG_STATE_HOME", "state"},
                   {"XDG_DATA_HOME", "data"}, {"DB", "phieu.db"}, {"TMP", ""}};
    for (size_t i = 0; i < sizeof taken_away / sizeof taken_away[0]; i++)
        add_env(r, xstrdup(taken_away[i]));
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
        add_env(r, xasprintf("%s=%s", fixed[i].name, fixed[i].value));
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        add_env(r, xasprintf("%s=%s/%s", folders[i].name, r->folder, folders[i].inside));
    add_env(r, xasprintf("PHIEU=%s", r->phieu));
    add_env(r, xasprintf("ASAN_OPTIONS=log_path=%s/sanitizer", r->folder));
    add_env(r, xasprintf("UBSAN_OPTIONS=log_path=%s/sanitizer", r->folder));
}

static void set_env(const struct run *r)
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

static bool fail(struct run *r, const char *why)
{
    r->why = why;
    return false;
}

static bool settled(struct run *r)
{
    if (!r->vt)
        return fail(r, "the program was not started");
    return vt_wait(r->vt, ANSWER_MS) || fail(r, "no answer from the program");
}

static bool step_start(struct run *r, const char *argument)
{
    static const char *const nothing[] = {NULL};
    char *command = xasprintf("exec \"$PHIEU\" %s", *argument ? argument : r->args);
    if (*argument) {
        free(r->args);
        r->args = xstrdup(argument);
    }
    vt_destroy(r->vt);
    set_env(r);
    char *argv[] = {(char *)"/bin/sh", (char *)"-c", command, NULL};
    r->vt = vt_start(&(struct vt_options){r->rows, r->columns, argv, nothing});
    free(command);
    return settled(r);
}

static bool step_kill(struct run *r, const char *argument)
{
    static const struct {
        const char *name;
        int number;
    } signals[] = {{"", SIGKILL}, {"KILL", SIGKILL}, {"TERM", SIGTERM}, {"HUP", SIGHUP}};
    if (!r->vt)
        return fail(r, "the program was not started");
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        if (!strcmp(signals[i].name, argument)) {
            vt_signal(r->vt, signals[i].number);
            return vt_end(r->vt, ANSWER_MS) >= 0 || fail(r, "it goes on");
        }
    return fail(r, "unknown signal");
}

static bool step_end(struct run *r, const char *argument)
{
    int status = r->vt ? vt_end(r->vt, ANSWER_MS) : -1;
    if (status < 0)
        return fail(r, "the program has not ended");
    if (!WIFEXITED(status) || WEXITSTATUS(status) != atoi(argument))
        return fail(r, "another exit status");
    const char *unrestored = vt_unrestored(r->vt);
    return !unrestored || fail(r, unrestored);
}

/* ---- input ----------------------------------------------------------------------------------- */

static bool send(struct run *r, const char *bytes, size_t n)
{
    if (!r->vt)
        return fail(r, "the program was not started");
    return (vt_send(r->vt, bytes, n) || fail(r, "the program does not read")) && settled(r);
}

static bool press(struct run *r, const char *word)
{
    struct key k;
    char *name = xstrdup(word), *star = strrchr(name, '*');
    long times = star && star > name && star[1] ? strtol(star + 1, NULL, 10) : 0;
    if (times > 0)
        *star = '\0';
    bool good = key_from_name(name, &k) || fail(r, "no such key");
    struct str bytes = {0};
    if (good)
        key_bytes(k, &bytes);
    for (long i = 0; good && i < (times > 0 ? times : 1); i++)
        good = send(r, str_text(&bytes), bytes.len);
    str_finish(&bytes);
    free(name);
    return good;
}

static bool step_keys(struct run *r, const char *argument)
{
    char *words = xstrdup(argument), *rest = words;
    bool good = true;
    for (char *word; good && (word = strsep(&rest, " "));)
        good = !*word || press(r, word);
    free(words);
    return good;
}

static bool step_text(struct run *r, const char *argument)
{
    return send(r, argument, strlen(argument));
}

static bool step_type(struct run *r, const char *argument)
{
    bool good = true;
    for (size_t used, n = strlen(argument); good && n; argument += used, n -= used) {
        utf8_decode(argument, n, &used);
        good = send(r, argument, used);
    }
    return good;
}

/* \e \n \t \r \\ \xHH */
static void unescape(const char *s, struct str *out)
{
    static const char names[] = "entr\\b", bytes[] = "\033\n\t\r\\\b";
    for (; *s; s++) {
        const char *at = *s == '\\' && s[1] ? strchr(names, s[1]) : NULL;
        char hex[3] = "";
        if (at) {
            str_addc(out, bytes[at - names]);
            s++;
        } else if (s[0] == '\\' && s[1] == 'x' && s[2] && s[3]) {
            memcpy(hex, s + 2, 2);
            str_addc(out, (char)strtol(hex, NULL, 16));
            s += 3;
        } else {
            str_addc(out, *s);
        }
    }
}

static bool step_raw(struct run *r, const char *argument)
{
    struct str bytes = {0};
    unescape(argument, &bytes);
    bool good = send(r, str_text(&bytes), bytes.len);
    str_finish(&bytes);
    return good;
}

/* "3 bytes": in pieces of three bytes, each read by the program before the next is sent. */
static bool step_pieces(struct run *r, const char *argument)
{
    char *rest;
    struct str bytes = {0};
    size_t size = strtoul(argument, &rest, 10);
    unescape(rest + (*rest == ' '), &bytes);
    bool good = (size > 0 && r->vt) || fail(r, "no size");
    for (size_t at = 0; good && at < bytes.len; at += size) {
        size_t n = bytes.len - at < size ? bytes.len - at : size;
        good = vt_send(r->vt, bytes.s + at, n) &&
               (vt_wait_read(r->vt, ANSWER_MS) || fail(r, "no answer from the program"));
    }
    str_finish(&bytes);
    return good && settled(r);
}

static bool step_paste(struct run *r, const char *argument)
{
    struct str bytes = {0};
    str_add(&bytes, "\033[200~");
    unescape(argument, &bytes);
    str_add(&bytes, "\033[201~");
    bool good = send(r, str_text(&bytes), bytes.len);
    str_finish(&bytes);
    return good;
}

static bool step_wait(struct run *r, const char *argument)
{
    char *bytes = xasprintf("\033]7771;%s\a", argument);
    bool good = send(r, bytes, strlen(bytes));
    free(bytes);
    r->clock += atoll(argument) / 1000;
    return good;
}

static bool step_clock(struct run *r, const char *argument)
{
    r->clock = *argument == '+' ? r->clock + atoll(argument + 1) : atoll(argument);
    return true;
}

static bool step_resize(struct run *r, const char *argument)
{
    if (!script_size(argument, &r->rows, &r->columns))
        return fail(r, "no size");
    if (r->vt)
        vt_resize(r->vt, r->rows, r->columns);
    return !r->vt || settled(r);
}

static bool step_env(struct run *r, const char *argument)
{
    add_env(r, xstrdup(argument));
    return true;
}

/* ---- what must be seen ----------------------------------------------------------------------- */

static bool on_screen(struct run *r, const char *text)
{
    char *screen = r->vt ? vt_screen(r->vt) : xstrdup("");
    bool found = strstr(screen, text) != NULL;
    free(screen);
    return found;
}

static bool step_expect(struct run *r, const char *argument)
{
    return on_screen(r, argument) || fail(r, "it is not on the screen");
}

static bool step_reject(struct run *r, const char *argument)
{
    return !on_screen(r, argument) || fail(r, "it is on the screen");
}

static bool step_row(struct run *r, const char *argument)
{
    char *rest;
    int y = (int)strtol(argument, &rest, 10);
    if (!r->vt || y < 0 || y >= vt_rows(r->vt))
        return fail(r, "no such row");
    char *row = vt_row(r->vt, y);
    bool same = !strcmp(row, rest + (*rest == ' '));
    free(row);
    return same || fail(r, "the row is another");
}

static bool step_cursor(struct run *r, const char *argument)
{
    int y, x, want_y = -1, want_x = -1;
    if (!r->vt || (sscanf(argument, "%d %d", &want_y, &want_x) != 2 && strcmp(argument, "hidden")))
        return fail(r, "no place");
    vt_cursor(r->vt, &y, &x);
    return (y == want_y && x == want_x) || fail(r, "the cursor stands elsewhere");
}

static bool step_print(struct run *r, const char *argument)
{
    (void)argument;
    char *screen = r->vt ? vt_screen(r->vt) : xstrdup(""), *rest = screen;
    for (char *line; (line = strsep(&rest, "\n"));)
        printf("# %s\n", line);
    free(screen);
    return true;
}

/* ---- beside the program ---------------------------------------------------------------------- */

/* "!command": it must fail. */
static bool step_shell(struct run *r, const char *argument)
{
    bool must_fail = *argument == '!';
    set_env(r);
    str_clear(&r->output);
    char *command = xasprintf("exec 2>&1; cd \"$TMP\"; %s", argument + must_fail);
    FILE *f = popen(command, "r");
    free(command);
    char bytes[4096];
    for (size_t n; f && (n = fread(bytes, 1, sizeof bytes, f)) > 0;)
        str_addn(&r->output, bytes, n);
    bool failed = !f || pclose(f) != 0;
    return failed == must_fail || fail(r, must_fail ? "it succeeds" : "it fails");
}

static bool step_output(struct run *r, const char *argument)
{
    return strstr(str_text(&r->output), argument) || fail(r, "the last output is another");
}

static bool step_file_exists(struct run *r, const char *argument)
{
    char *command = xasprintf("test -e %s", argument);
    bool good = step_shell(r, command);
    free(command);
    return good || fail(r, "there is no such file");
}

/* ---- scenarios ------------------------------------------------------------------------------- */

static const struct step {
    const char *name;
    bool (*play)(struct run *r, const char *argument);
} steps[] = {
    {"size", step_resize},     {"resize", step_resize}, {"env", step_env},
    {"start", step_start},     {"restart", step_start}, {"kill", step_kill},
    {"end", step_end},         {"keys", step_keys},     {"text", step_text},
    {"type", step_type},       {"raw", step_raw},       {"pieces", step_pieces},
    {"paste", step_paste},     {"wait", step_wait},     {"clock", step_clock},
    {"expect", step_expect},   {"reject", step_reject}, {"row", step_row},
    {"cursor", step_cursor},   {"print", step_print},   {"shell", step_shell},
    {"output", step_output},   {"file-exists", step_file_exists},
};

static bool play_line(struct run *r, char *line)
{
    size_t n = strcspn(line, " ");
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if (strlen(steps[i].name) == n && !strncmp(steps[i].name, line, n))
            return steps[i].play(r, line + n + (line[n] == ' '));
    return fail(r, "no such step");
}

static void explain(struct run *r)
{
    printf("# %s\n", r->why ? r->why : "");
    if (r->vt) {
        int y, x;
        vt_cursor(r->vt, &y, &x);
        printf("# cursor %d %d\n", y, x);
        step_print(r, "");
    }
    if (r->output.len)
        printf("# last output: %s\n", str_text(&r->output));
}

static bool report_sanitizer(struct run *r)
{
    char *command = xasprintf("cat %s/sanitizer.* 2>/dev/null | sed 's/^/# /' | head -60",
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

/* Lines are played one by one; after a failure the rest of the scenario would say nothing. */
static void play_at(const char *phieu, const char *scenario, const char *text, int rows,
                    int columns)
{
    char folder[] = "/tmp/phieu-screens-XXXXXX";
    struct run r = {.phieu = phieu, .scenario = scenario, .rows = rows, .columns = columns,
                    .clock = 1435200000, .args = xstrdup("\"$DB\"")};
    r.folder = mkdtemp(folder);
    make_env(&r);
    char *lines = xstrdup(text), *rest = lines;
    int number = 0;
    bool good = true;
    for (char *line; good && (line = strsep(&rest, "\n"));) {
        number++;
        if (!*line || *line == '#' || str_starts(line, "sizes "))
            continue;
        good = play_line(&r, line);
        ok(good, "%dx%d %d: %s", columns, rows, number, line);
    }
    if (!good)
        explain(&r);
    vt_destroy(r.vt);
    ok(report_sanitizer(&r), "%dx%d: no complaint of a sanitizer", columns, rows);
    nftw(r.folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    for (size_t i = 0; i < r.env.n; i++)
        free(r.env.v[i]);
    vec_finish(&r.env);
    str_finish(&r.output);
    free(r.args);
    free(lines);
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
