#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "cli/command.h"
#include "cli/entry_json.h"

#define ANSWERS_LIMIT (64u << 20)

static json *read_answers(const char *from, struct err *e)
{
    char *text = NULL;
    size_t len = 0;
    if (!from)
        return js_new_object();
    if (!file_read(from, ANSWERS_LIMIT, &text, &len, e))
        return NULL;
    json *j = js_parse(text, len, strcmp(from, "-") ? from : _("standard input"), e);
    free(text);
    if (j && !js_is(j, JS_OBJECT)) {
        err_set(e, ERR_USAGE, from, _("write {\"field\": value, …}"),
                _("answers must be one JSON object"));
        js_free(j);
        return NULL;
    }
    return j;
}

static struct entry *begin(struct call *c, struct session *s, struct err *e)
{
    const char *ref = call_option(c, "entry"), *form_id = call_option(c, "form");
    const char *unit = call_option(c, "unit");
    if (ref)
        return entry_open(s, ref, e);
    const struct form *form = session_form(s, form_id, e);
    return form ? entry_begin_another(s, form, unit, call_option(c, "period"), e) : NULL;
}

static void print_made(struct call *c, struct session *s, struct entry *en, struct err *e)
{
    if (!c->options.json) {
        puts(entry_id(en));
        return;
    }
    json *o = entry_json_summary(s, entry_row(en), e);
    if (!o)
        return;
    js_set(o, "problems", entry_json_problems(en));
    char *text = js_pretty(o);
    puts(text);
    free(text);
    js_free(o);
}

/* Stores the answers, as a draft or submitted; the status says whether all rules hold. */
static int store_entry_answers(struct call *c, struct session *s, struct entry *en, struct err *e)
{
    bool want_submit = call_option(c, "submit") != NULL, submitted = false;
    if (want_submit && !rules_count(entry_rules(en), LEVEL_ERROR))
        submitted = entry_submit(en, NULL, e);
    if (e->message)
        return EXIT_PROBLEMS;
    if (!submitted && !entry_leave(en, NULL, e))
        return EXIT_FILE;
    print_made(c, s, en, e);
    if (!c->options.quiet)
        entry_print_problems(en, "");
    bool bad = (want_submit && !submitted) || entry_failed_rules(en) ||
               (entry_row(en)->flags & FLAG_POSSIBLE_DUPLICATE);
    if (want_submit && !submitted && !c->options.quiet)
        fprintf(stderr, "phieu: %s\n", _("not submitted: errors stand; the draft is kept"));
    if ((entry_row(en)->flags & FLAG_POSSIBLE_DUPLICATE) && !c->options.quiet)
        fprintf(stderr, "phieu: %s\n",
                _("there is already an entry of this form, unit and period (possible duplicate); "
                  "use --entry to change it"));
    return bad ? EXIT_PROBLEMS : EXIT_DONE;
}

static int run(struct call *c)
{
    struct err e = {0};
    bool named = call_option(c, "entry") != NULL;
    if (!named && !(call_option(c, "form") && call_option(c, "unit")))
        err_set(&e, ERR_USAGE, NULL, _("give --form ID --unit U, or --entry ENTRY"),
                _("it is not said which entry"));
    json *answers = e.message ? NULL : read_answers(call_option(c, "from"), &e);
    if (!answers)
        return command_fail(&e);
    struct session *s = call_session(c, !named, false, &e);
    struct entry *en = s ? begin(c, s, &e) : NULL;
    struct problem_list problems = {.file = xstrdup0(call_option(c, "from"))};
    int status = EXIT_DONE;
    if (en && entry_readonly(en)) {
        err_set(&e, ERR_USAGE, entry_unit(en), _("act as the office that owns it (--as)"), "%s",
                entry_readonly(en));
    } else if (en && !entry_fill(en, answers, &problems, &e)) {
        if (problems.list.n > 1)
            command_print_problems(&problems);
    } else if (en) {
        status = store_entry_answers(c, s, en, &e);
    }
    problem_finish(&problems);
    entry_destroy(en);
    js_free(answers);
    return call_end(c, s, status, &e);
}

const struct command cmd_enter = {
    .name = "enter",
    .usage = "FILE --form ID --unit U [--period P] [--from ANSWERS.json|-] [--submit]",
    .help = N_("Makes one entry from JSON, through the same checks as the screen; prints its id. "
               "With --entry ENTRY instead of --form: a new revision of that entry."),
    .options = "form= unit= period= from= submit entry=",
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
