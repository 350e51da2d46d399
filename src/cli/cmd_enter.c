#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "cli/command.h"
#include "cli/entry_json.h"
#include "store/event.h"

#define ANSWERS_LIMIT (64u << 20)

/* *ret_text: what it was parsed from, for the caller to free. */
static json *read_answers(const char *from, char **ret_text, size_t *ret_len, struct err *e)
{
    if (!from)
        return js_new_object();
    if (!file_read(from, ANSWERS_LIMIT, ret_text, ret_len, e))
        return NULL;
    json *j = js_parse(*ret_text, *ret_len, strcmp(from, "-") ? from : _("standard input"), e);
    if (j && !js_is(j, JS_OBJECT)) {
        err_set(e, ERR_USAGE, from, _("write {\"field\": value, …}"),
                _("answers must be one JSON object"));
        js_free(j);
        return NULL;
    }
    if (j && js_size(j) > EVENT_BODY_MAX) {
        err_set(e, ERR_USAGE, from, _("shorten them; nothing was stored"),
                _("the answers are longer than an entry can be (%zu MB)"), EVENT_BODY_MAX >> 20);
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
    command_print_json(o);
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
        entry_print_problems(en, "", want_submit);
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

/* Which entry, and from where: what the options must say together. */
static bool check_options(const struct call *c, struct err *e)
{
    bool named = call_option(c, "entry") != NULL;
    bool form = call_option(c, "form") != NULL, unit = call_option(c, "unit") != NULL;
    if (named ? form || unit || call_option(c, "period") : !(form && unit))
        return err_set(e, ERR_USAGE, NULL, _("give --form ID --unit U, or --entry ENTRY"),
                       _("it is not said which entry"));
    /* Without answers everything in it would become blank. */
    if (named && !call_option(c, "from"))
        return err_set(e, ERR_USAGE, NULL, _("give --from ANSWERS.json, or use phieu submit"),
                       _("--entry needs the answers"));
    return true;
}

/* Every problem of the answers, then that nothing was stored. */
static void refuse(struct problem_list *problems, struct err *e)
{
    if (!problems->errors)
        return;
    command_print_problems(problems);
    err_set(e, ERR_USAGE, problems->file, _("correct them and enter it again"),
            _("nothing was stored: %zu errors in the answers"), problems->errors);
}

/* An existing entry is only opened for work (which takes its draft) when the answers fit. */
static bool answers_fit(struct session *s, const char *ref, const json *answers,
                        struct problem_list *problems, struct err *e)
{
    struct entry *en = ref ? entry_view(s, ref, NULL, e) : NULL;
    if (!en)
        return !ref;
    struct record *scratch = record_create(session_form_newest(s, entry_form(en)));
    bool fit = record_from_json(scratch, answers, false, problems);
    record_destroy(scratch);
    entry_destroy(en);
    return fit;
}

/* What to do about an entry that cannot be written to. */
static const char *refusal_remedy(struct session *s, const struct entry *en)
{
    const char *office = session_office(s);
    if (entry_conflicts(en, NULL))
        return _("“phieu conflicts FILE” lists what waits");
    if (office && !session_may_write(s, entry_form(en), office, entry_unit(en)))
        return _("act as the office that owns it (--as)");
    return _("nothing was changed");
}

static int run(struct call *c)
{
    struct err e = {0};
    const char *ref = call_option(c, "entry"), *from = call_option(c, "from");
    char *text = NULL;
    size_t len = 0;
    json *answers = check_options(c, &e) ? read_answers(from, &text, &len, &e) : NULL;
    if (!answers) {
        free(text);
        return command_fail(&e);
    }
    struct problem_list problems = {
        .file = xstrdup0(from && !strcmp(from, "-") ? _("standard input") : from),
        .json = text, .json_len = len};
    struct session *s = call_session(c, !ref, false, &e);
    bool fit = s && answers_fit(s, ref, answers, &problems, &e);
    struct entry *en = fit ? begin(c, s, &e) : NULL;
    int status = EXIT_DONE;
    if (en && entry_readonly(en)) {
        err_set(&e, ERR_USAGE, entry_unit(en),
                refusal_remedy(s, en),
                "%s", entry_readonly(en));
    } else if (en && entry_fill(en, answers, &problems, &e)) {
        js_free(answers); /* they are in the entry, and storing it takes as much again */
        answers = NULL;
        status = store_entry_answers(c, s, en, &e);
    }
    refuse(&problems, &e);
    problem_finish(&problems);
    free(text);
    entry_destroy(en);
    js_free(answers);
    return call_end(c, s, status, &e);
}

const struct command cmd_enter = {
    .name = "enter",
    .usage = "FILE --form ID --unit U [--period P] | --entry ENTRY  [--from ANSWERS.json|-] [--submit]",
    .help = N_("Makes one entry from JSON, through the same checks as the screen; prints its id. "
               "With --entry ENTRY instead of --form: a new revision of that entry."),
    .options = "form= unit= period= from= submit entry=",
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
