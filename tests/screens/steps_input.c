/* Steps that send something: keys, letters, bytes, sizes, time. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "screens/keys.h"
#include "screens/run.h"
#include "text/utf8.h"
#include "tui/script.h"

static bool send(struct run *r, const char *bytes, size_t n)
{
    if (!r->vt)
        return run_fail(r, "the program was not started");
    return (vt_send(r->vt, bytes, n) || run_fail(r, "the program does not read")) && run_settled(r);
}

static bool press(struct run *r, const char *word)
{
    struct key k;
    char *name = xstrdup(word), *star = strrchr(name, '*');
    long times = star && star > name && star[1] ? strtol(star + 1, NULL, 10) : 0;
    if (times > 0)
        *star = '\0';
    bool good = key_from_name(name, &k) || run_fail(r, "no such key");
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

/* Does not wait for the answer: the program works, and hears keys only now and then. */
static bool step_press(struct run *r, const char *argument)
{
    struct key k;
    struct str bytes = {0};
    bool good = r->vt && key_from_name(argument, &k);
    if (good)
        key_bytes(k, &bytes);
    good = good && vt_send(r->vt, str_text(&bytes), bytes.len);
    str_finish(&bytes);
    return good || run_fail(r, "no such key, or nothing is started");
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
    bool good = (size > 0 && r->vt) || run_fail(r, "no size");
    for (size_t at = 0; good && at < bytes.len; at += size) {
        size_t n = bytes.len - at < size ? bytes.len - at : size;
        good = vt_send(r->vt, bytes.s + at, n) &&
               (vt_wait_read(r->vt, ANSWER_MS) || run_fail(r, "no answer from the program"));
    }
    str_finish(&bytes);
    return good && run_settled(r);
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
        return run_fail(r, "no size");
    if (r->vt)
        vt_resize(r->vt, r->rows, r->columns);
    return !r->vt || run_settled(r);
}

/* "500 60x16 250x70": so many changes of size, one to the other in turn, as fast as they can be
 * made, as by a mouse that pulls at the window's corner. Whether it keeps up says `await`. */
static bool step_storm(struct run *r, const char *argument)
{
    char *rest, *second;
    long times = strtol(argument, &rest, 10);
    struct {
        int rows, columns;
    } sizes[2];
    char *words = xstrdup(rest + (*rest == ' '));
    second = strchr(words, ' ');
    if (second)
        *second++ = '\0';
    bool good = second && script_size(words, &sizes[0].rows, &sizes[0].columns) &&
                script_size(second, &sizes[1].rows, &sizes[1].columns);
    free(words);
    if (!good || !r->vt)
        return run_fail(r, "a number and two sizes are needed, and a program");
    for (long i = 0; i < times; i++)
        vt_resize_unheard(r->vt, sizes[i % 2].rows, sizes[i % 2].columns);
    return true;
}

/* "$TMP" at the start of the value is the folder of this run. */
static bool step_env(struct run *r, const char *argument)
{
    const char *place = strstr(argument, "=$TMP");
    int name = place ? (int)(place - argument) : 0;
    *vec_add(&r->env) = place ? xasprintf("%.*s=%s%s", name, argument, r->folder, place + 5)
                              : xstrdup(argument);
    return true;
}

const struct step input_steps[] = {
    {"keys", step_keys}, {"press", step_press},     {"text", step_text},   {"type", step_type},
    {"raw", step_raw},       {"pieces", step_pieces}, {"paste", step_paste},
    {"wait", step_wait},     {"clock", step_clock}, {"size", step_resize},
    {"resize", step_resize}, {"storm", step_storm}, {"env", step_env},
    {0},
};
