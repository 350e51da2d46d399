#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/lang.h"
#include "cli/command.h"
#include "text/legacy.h"

enum { TEXT_LIMIT = 64 * 1024 * 1024 };

static json *guesses_json(const struct legacy_guess *guesses, size_t n)
{
    json *all = js_new_array();
    for (size_t i = 0; i < n; i++) {
        json *one = js_new_object();
        js_set(one, "encoding", js_new_text(legacy_id(guesses[i].encoding)));
        js_set(one, "words", js_new_integer((int64_t)guesses[i].possible));
        js_set(one, "others", js_new_integer((int64_t)guesses[i].impossible));
        js_push(all, one);
    }
    return all;
}

static void print(const struct call *c, enum legacy e, const struct legacy_guess *guesses, size_t n,
                  const char *s, size_t len)
{
    size_t text_len;
    char *text = legacy_decode(e, s, len, &text_len);
    if (c->options.json) {
        json *j = js_new_object();
        js_set(j, "encoding", js_new_text(legacy_id(e)));
        js_set(j, "guesses", guesses_json(guesses, n));
        js_set(j, "text", js_new_textn(text, text_len));
        command_print_json(j);
    } else {
        fwrite(text, 1, text_len, stdout);
        if (!c->options.quiet)
            fprintf(stderr, _("read as %s\n"), legacy_name(e));
    }
    free(text);
}

static int run(struct call *c)
{
    struct err e = {0};
    enum legacy chosen = LEGACY_NONE;
    const char *from = call_option(c, "from");
    if (from && !legacy_from_id(from, &chosen)) {
        err_set(&e, ERR_USAGE, from, _("write tcvn3, vni, viscii, cp1258, utf8 or none"),
                _("this way of writing is unknown"));
        return command_fail(&e);
    }
    char *s;
    size_t len;
    if (!file_read(c->argc ? c->argv[0] : "-", TEXT_LIMIT, &s, &len, &e))
        return command_fail(&e);
    struct legacy_guess guesses[LEGACY_COUNT];
    size_t n = legacy_guess(s, len, guesses);
    print(c, from ? chosen : guesses[0].encoding, guesses, n, s, len);
    free(s);
    return EXIT_DONE;
}

const struct command cmd_decode = {
    .name = "decode",
    .usage = "[FILE] [--from tcvn3|vni|viscii|cp1258|utf8]",
    .help = N_("Text of before Unicode (TCVN3, VNI, …) as UTF-8; without --from it finds out what it is."),
    .options = "from=",
    .min_args = 0,
    .max_args = 1,
    .run = run,
};
