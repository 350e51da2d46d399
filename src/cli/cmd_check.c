#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/vec.h"
#include "cli/bar.h"
#include "cli/command.h"
#include "cli/entry_json.h"
#include "cli/imports.h"
#include "cli/say.h"
#include "store/safety.h"
#include "store/times.h"

struct checking {
    struct call *call;
    struct session *session;
    VEC(char *) entries;
    json *problems;
    size_t failed;
    int64_t reversed; /* events whose time is before that of what they follow */
};

static bool note_entry(void *user, const struct entry_row *row)
{
    if (!(row->flags & FLAG_ERASED)) /* no answers, no rules */
        *vec_add(&((struct checking *)user)->entries) = xstrdup(row->entry);
    return true;
}

static void add_problems(struct checking *k, struct entry *en)
{
    json *own = entry_json_problems(en);
    for (size_t i = 0; i < js_count(own); i++) {
        json *o = js_copy(js_at(own, i));
        js_set_text(o, "entry", entry_id(en));
        js_set_text(o, "unit", entry_unit(en));
        js_set_text(o, "form", entry_form(en)->id);
        js_push(k->problems, o);
    }
    js_free(own);
}

/* Rules of one entry: all problems are reported; what fails decides the status. */
static bool check_entry(struct checking *k, const char *ref, struct err *e)
{
    struct entry *en = entry_view(k->session, ref, NULL, e);
    if (!en)
        return false;
    k->failed += entry_failed_rules(en);
    if (k->call->options.json)
        add_problems(k, en);
    else if (!k->call->options.quiet) {
        char *prefix = xasprintf("%s %s: ", entry_unit(en), entry_form(en)->id);
        entry_print_problems(en, prefix, false);
        free(prefix);
    }
    entry_destroy(en);
    return true;
}

/* What has not come yet (answers, a form) keeps nobody from judging the others. */
static void note_unread(struct checking *k, const char *entry, const struct err *why)
{
    k->failed++;
    if (k->call->options.json) {
        json *o = js_new_object();
        js_set_text(o, "level", "error");
        js_set_text(o, "field", "");
        js_set_text(o, "check", "damaged");
        js_set_text(o, "message", why->message);
        js_set_text(o, "entry", entry);
        js_push(k->problems, o);
    } else if (!k->call->options.quiet) {
        char *text = err_text(why);
        say(stderr, "%s: %s\n", entry, text);
        free(text);
    }
}

/* Problems that go to the same terminal tell by themselves how far it is. */
static bool go_on(const struct checking *k, size_t i)
{
    bool silent = k->call->options.json || k->call->options.quiet || !isatty(STDOUT_FILENO);
    return !silent || bar_show(_("rules of entries"), (int64_t)i, (int64_t)k->entries.n);
}

static bool check_entries(struct checking *k, bool damaged, struct err *e)
{
    bool good = true;
    for (size_t i = 0; good && i < k->entries.n; i++) {
        struct err why = {0};
        if (!go_on(k, i))
            return err_set(e, ERR_RULE, k->call->argv[0], _("run it again to see all"), _("stopped by Ctrl-C"));
        good = check_entry(k, k->entries.v[i], &why) || damaged || why.code == ERR_RULE;
        if (why.code == ERR_RULE && !damaged)
            note_unread(k, k->entries.v[i], &why);
        else if (!good)
            err_move(e, &why);
        err_finish(&why);
    }
    return good;
}

/* In a damaged file what can be read is still judged. */
static bool check_rules(struct checking *k, bool damaged, struct err *e)
{
    struct store_filter all = {.state = -1};
    if (k->call->argc > 1)
        return check_entry(k, k->call->argv[1], e) || (damaged && e->code == ERR_DAMAGED);
    if (!store_entries(session_store(k->session), &all, note_entry, k, e))
        return damaged;
    bar_begin(k->call->options.quiet);
    bool good = check_entries(k, damaged, e);
    bar_end();
    return good;
}

static void print_health(struct checking *k, const struct store_health *h)
{
    if (k->call->options.json) {
        json *o = js_new_object();
        js_set_text(o, "code", h->code);
        js_set(o, "events", js_new_integer(h->events));
        js_set(o, "bad", js_new_integer(h->bad));
        if (h->signatures) {
            js_set(o, "signatures", js_new_integer(h->signatures));
            js_set(o, "signatures_without_event", js_new_integer(h->stray));
        }
        js_set_text(o, "structure", h->structure);
        js_set(o, "missing", js_new_integer(safety_missing_count(session_store(k->session))));
        js_set(o, "interrupted", imports_json(k->session));
        js_set(o, "times_reversed", js_new_integer(k->reversed));
        js_set(o, "problems", js_copy(k->problems));
        command_print_json(o);
        return;
    }
    printf(_("check code %s · %lld events · %lld bodies · %lld bad\n"), h->code,
           (long long)h->events, (long long)h->bodies, (long long)h->bad);
    if (h->signatures)
        printf(_("signatures: %lld, of events that are not here: %lld\n"), (long long)h->signatures,
               (long long)h->stray);
    if (*h->structure)
        printf(_("structure: %s\n"), h->structure);
}

/* No reason to call anything wrong: times decide nothing. */
static void warn_of_clocks(const struct checking *k)
{
    const char *path = k->call->argv[0];
    char *doubt = store_clock_doubt(session_store(k->session));
    if (doubt)
        say(stderr, "phieu: %s: %s\n", path, doubt);
    if (k->reversed)
        say(stderr, _("phieu: %s: events whose time is before that of what they follow: %lld; some clock was "
                      "wrong, nothing is lost by it\n"), path, (long long)k->reversed);
    free(doubt);
}

static int run(struct call *c)
{
    struct err e = {0};
    struct checking k = {.call = c, .problems = js_new_array()};
    struct store_health health = {0};
    int status = EXIT_DONE;
    k.session = call_session(c, false, true, &e);
    if (k.session && store_check(session_store(k.session), &health, &e)) {
        bool damaged = health.bad || *health.structure;
        bool judged = check_rules(&k, damaged, &e);
        if (judged) {
            err_finish(&e);
            store_times_reversed(session_store(k.session), &k.reversed, NULL);
            print_health(&k, &health);
            imports_warn(c, k.session);
            warn_of_clocks(&k);
        }
        if (judged && damaged) {
            fprintf(stderr, "phieu: %s: %s\n", c->argv[0],
                    _("the file is damaged: keep it as it is, and merge a good copy"));
            status = EXIT_DAMAGED;
        } else if (k.failed || safety_missing_count(session_store(k.session))) {
            status = EXIT_PROBLEMS;
        }
    }
    store_health_finish(&health);
    for (size_t i = 0; i < k.entries.n; i++)
        free(k.entries.v[i]);
    vec_finish(&k.entries);
    js_free(k.problems);
    return call_end(c, k.session, status, &e);
}

const struct command cmd_check = {
    .name = "check",
    .usage = "FILE [ENTRY]",
    .looks = true,
    .help = N_("Checks the rules of every entry and the integrity of the file."),
    .min_args = 1,
    .max_args = 2,
    .run = run,
};
