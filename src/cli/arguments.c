/* Reading the command line. Apart from command.c because getopt's `struct option` and a form's
 * share their name. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/random.h"
#include "base/str.h"
#include "base/vec.h"
#include "cli/command.h"
#include "cli/time_option.h"
#include "entry/settings.h"
#include "text/unicode.h"

enum { OPT_JSON = 1, OPT_QUIET, OPT_ASCII, OPT_AS, OPT_AUTHOR, OPT_AT, OPT_LANG, OPT_VERSION,
       OPT_HELP, OPT_OWN };

static const struct option common[] = {
    {"json", no_argument, NULL, OPT_JSON},
    {"quiet", no_argument, NULL, OPT_QUIET},
    {"ascii", no_argument, NULL, OPT_ASCII},
    {"as", required_argument, NULL, OPT_AS},
    {"author", required_argument, NULL, OPT_AUTHOR},
    {"at", required_argument, NULL, OPT_AT},
    {"lang", required_argument, NULL, OPT_LANG},
    {"version", no_argument, NULL, OPT_VERSION},
    {"help", no_argument, NULL, OPT_HELP},
};
#define COMMON_COUNT (sizeof common / sizeof *common)

struct option_list {
    VEC(struct option) v;
    VEC(char *) names;
};

static void list_options(struct option_list *l, const char *own)
{
    for (size_t i = 0; i < COMMON_COUNT; i++)
        *vec_add(&l->v) = common[i];
    for (const char *p = own ? own : ""; *p;) {
        size_t n = strcspn(p, " ");
        bool value = p[n - 1] == '=';
        char *name = xstrndup(p, value ? n - 1 : n);
        *vec_add(&l->names) = name;
        *vec_add(&l->v) = (struct option){name, value ? required_argument : no_argument, NULL,
                                          OPT_OWN};
        p += n + strspn(p + n, " ");
    }
    (void)vec_add(&l->v);
}

static void free_options(struct option_list *l)
{
    for (size_t i = 0; i < l->names.n; i++)
        free(l->names.v[i]);
    vec_finish(&l->names);
    vec_finish(&l->v);
}

static int usage_error(const struct command *c, const char *what)
{
    fprintf(stderr, "phieu%s%s: %s\n", c == &cmd_screens ? "" : " ",
            c == &cmd_screens ? "" : c->name, what);
    fprintf(stderr, _("usage: phieu %s%s%s\n"), c == &cmd_screens ? "" : c->name,
            c == &cmd_screens ? "" : " ", c->usage);
    return EXIT_USAGE;
}

static bool take_common(struct options *o, int which, const char *value, bool *ret_version,
                        bool *ret_help)
{
    switch (which) {
    case OPT_JSON:
        o->json = true;
        return true;
    case OPT_QUIET:
        o->quiet = true;
        return true;
    case OPT_ASCII:
        o->ascii = true;
        return true;
    case OPT_AS:
        o->as = value;
        return true;
    case OPT_AUTHOR:
        o->author = value;
        return true;
    case OPT_AT:
        o->at = value;
        return true;
    case OPT_LANG:
        o->lang = value;
        return true;
    case OPT_VERSION:
        *ret_version = true;
        return true;
    case OPT_HELP:
        *ret_help = true;
        return true;
    default:
        return false;
    }
}

/* The language is needed before the first message: --lang anywhere, else PHIEU_LANG, else the
 * user's settings, else Vietnamese. */
static void choose_language(int argc, char **argv)
{
    enum lang lang = LANG_VI;
    struct settings settings;
    settings_load(&settings, NULL);
    lang = settings.lang;
    settings_finish(&settings);
    const char *env = getenv("PHIEU_LANG");
    if (env)
        lang_from_name(env, &lang);
    for (int i = 1; i < argc; i++) {
        const char *value = !strncmp(argv[i], "--lang=", 7)                  ? argv[i] + 7
                            : !strcmp(argv[i], "--lang") && i + 1 < argc ? argv[i + 1]
                                                                         : NULL;
        if (value)
            lang_from_name(value, &lang);
    }
    lang_set(lang);
}

/* The name as it will stand in the file: NFC, on one line, without blanks around it. */
static bool clean_author(struct options *o)
{
    char *clean = NULL;
    size_t len;
    if (!text_clean(o->author, strlen(o->author), false, &clean, &len))
        return false;
    while (len && clean[len - 1] == ' ')
        clean[--len] = '\0';
    o->clean_author = clean;
    o->author = clean + strspn(clean, " ");
    if (!*o->author)
        o->author = NULL;
    return true;
}

static int apply_common(const struct command *c, struct options *o)
{
    enum lang lang;
    int64_t at;
    if (o->lang && !lang_from_name(o->lang, &lang))
        return usage_error(c, _("--lang takes vi or en"));
    if (o->author && !clean_author(o))
        return usage_error(c, _("--author takes a name in UTF-8"));
    if (o->at) {
        if (!time_option(o->at, &at))
            return usage_error(c, _("--at takes a time: 2015-06-20, 2015-06-20T08:30, or seconds"));
        clock_fix(at);
    }
    return EXIT_DONE;
}

/* Fixed clock and random bytes for tests of the whole program. */
static void apply_test_doors(void)
{
    const char *clock = getenv("PHIEU_TEST_CLOCK"), *seed = getenv("PHIEU_TEST_SEED");
    if (clock && *clock)
        clock_fix(strtoll(clock, NULL, 10));
    if (seed && *seed)
        random_seed(strtoull(seed, NULL, 10));
}

static void print_version(const struct options *o)
{
    if (!o->json) {
        printf("phieu %s\n", PHIEU_VERSION);
        return;
    }
    json *j = js_new_object();
    js_set_text(j, "version", PHIEU_VERSION);
    command_print_json(j);
}

/* -o FILE is the one short option. */
static bool takes_output(const struct command *c)
{
    return c->options && str_starts(c->options, "o=");
}

static int run(const struct command *c, int argc, char **argv)
{
    struct call call = {.command = c};
    struct option_list list = {0};
    VEC(struct given) given = {0};
    bool version = false, help = false;
    int status = EXIT_DONE, which, index = 0;
    list_options(&list, c->options);
    opterr = 0;
    optind = 1;
    while (!status && (which = getopt_long(argc, argv, ":o:", list.v.v, &index)) != -1) {
        if (which == ':' || which == '?') {
            char *what = xasprintf(which == ':' ? _("%s needs a value") : _("unknown option %s"),
                                   argv[optind - 1]);
            status = usage_error(c, what);
            free(what);
        } else if (which == OPT_OWN) {
            *vec_add(&given) = (struct given){list.v.v[index].name, optarg ? optarg : ""};
        } else if (which == 'o' && takes_output(c)) {
            *vec_add(&given) = (struct given){"o", optarg};
        } else if (!take_common(&call.options, which, optarg, &version, &help)) {
            status = usage_error(c, _("unknown option -o"));
        }
    }
    call.argc = argc - optind;
    call.argv = argv + optind;
    call.given = given.v;
    call.given_count = (int)given.n;
    if (!status && version)
        print_version(&call.options);
    else if (!status && help) {
        char *name[] = {(char *)c->name};
        struct call about = {.command = &cmd_help, .argc = c != &cmd_screens, .argv = name,
                             .options = call.options};
        status = cmd_help.run(&about);
    } else if (!status) {
        if (call.argc < c->min_args)
            status = usage_error(c, _("an argument is missing"));
        else if (c->max_args >= 0 && call.argc > c->max_args)
            status = c == &cmd_screens ? screens_refuse(call.argv[0])
                                       : usage_error(c, _("too many arguments"));
        else
            status = apply_common(c, &call.options);
        if (!status)
            status = c->run(&call);
    }
    free(call.options.clean_author);
    vec_finish(&given);
    free_options(&list);
    return status;
}

/* Options that go with every command may also stand in front of it: where the command is. */
static int command_at(int argc, char **argv)
{
    int i = 1;
    for (; i < argc && !strncmp(argv[i], "--", 2) && argv[i][2]; i++) {
        const struct option *o = common;
        while (o < common + COMMON_COUNT && strcmp(o->name, argv[i] + 2))
            o++;
        i += o < common + COMMON_COUNT && o->has_arg == required_argument;
    }
    return i < argc && command_find(argv[i]) ? i : 0;
}

int command_main(int argc, char **argv)
{
    apply_test_doors();
    choose_language(argc, argv);
    int at = command_at(argc, argv), status;
    if (at) {
        const struct command *c = command_find(argv[at]);
        memmove(argv + 2, argv + 1, (size_t)(at - 1) * sizeof *argv);
        status = run(c, argc - 1, argv + 1);
    } else {
        status = run(&cmd_screens, argc, argv);
    }
    /* What was printed must have arrived. */
    if (fflush(stdout) || ferror(stdout)) {
        struct err e = {0};
        err_set_errno(&e, NULL, _("free some room, or write elsewhere"), _("output failed"));
        status = command_fail(&e);
    }
    return status;
}
