#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/str.h"
#include "cli/command.h"
#include "text/typing.h"
#include "text/unicode.h"
#include "text/utf8.h"

#define BACKSPACE 0x232B /* ⌫ */

static bool variant_of(const char *name, enum typing_variant *ret)
{
    static const char *const names[] = {
        [TELEX_FULL] = "telex", [TELEX_SIMPLE] = "simple-telex", [TELEX_SIMPLE_2] = "simple-telex-2"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i], name)) {
            *ret = (enum typing_variant)i;
            return true;
        }
    return false;
}

static bool choose(const char *value, const char *yes, const char *no, bool *ret)
{
    if (!value)
        return true;
    if (strcmp(value, yes) && strcmp(value, no))
        return false;
    *ret = !strcmp(value, yes);
    return true;
}

static bool read_options(struct call *c, struct typing_options *o)
{
    const char *method = call_option(c, "method"), *variant = call_option(c, "variant");
    return method && typing_method_from_id(method, &o->method) &&
           (!variant || variant_of(variant, &o->variant)) &&
           choose(call_option(c, "style"), "new", "old", &o->new_style) &&
           choose(call_option(c, "spell"), "on", "off", &o->spell);
}

static void apply(struct str *out, const struct typing_edit *edit)
{
    for (size_t i = 0; i < edit->back && out->len; i++)
        out->len = text_grapheme_before(out->s, out->len);
    str_addn(out, edit->text, strlen(edit->text));
}

/* What one line of keys makes. */
static void type_line(struct typing *t, const char *s, size_t n, struct str *out)
{
    typing_reset(t);
    str_clear(out);
    for (size_t used; n; s += used, n -= used) {
        struct typing_edit edit;
        uint32_t c = utf8_decode(s, n, &used);
        if (c != BACKSPACE) {
            edit = typing_key(t, c);
            apply(out, &edit);
        } else if (typing_backspace(t, &edit)) {
            apply(out, &edit);
        } else if (out->len) {
            out->len = text_grapheme_before(out->s, out->len);
        }
        if (out->s)
            out->s[out->len] = '\0';
    }
}

static int run(struct call *c)
{
    struct typing_options options = {.method = TYPING_TELEX, .variant = TELEX_FULL, .spell = true};
    if (!read_options(c, &options)) {
        struct err e = {0};
        err_set(&e, ERR_USAGE, NULL, c->command->usage,
                call_option(c, "method") ? _("an option has an unknown value")
                                         : _("--method is missing"));
        return command_fail(&e);
    }
    struct typing *t = typing_create(&options);
    struct str out = {0};
    json *all = c->options.json ? js_new_array() : NULL;
    char *line = NULL;
    size_t size = 0;
    for (ssize_t n; (n = getline(&line, &size, stdin)) >= 0;) {
        if (n && line[n - 1] == '\n')
            n--;
        type_line(t, line, (size_t)n, &out);
        if (!all)
            puts(str_text(&out));
        else
            js_push(all, js_new_textn(str_text(&out), out.len));
    }
    if (all)
        command_print_json(all);
    free(line);
    str_finish(&out);
    typing_destroy(t);
    return EXIT_DONE;
}

const struct command cmd_type = {
    .name = "type",
    .usage = "--method telex|vni [--style old|new] [--variant telex|simple-telex|simple-telex-2] "
             "[--spell on|off]",
    .help = N_("Reads lines of keys (⌫ is Backspace) and prints what they make, a line each."),
    .options = "method= style= variant= spell=",
    .min_args = 0,
    .max_args = 0,
    .run = run,
};
