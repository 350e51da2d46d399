#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "cli/bar.h"
#include "cli/command.h"
#include "cli/entry_json.h"
#include "cli/say.h"
#include "cli/time_option.h"
#include "store/receipt.h"
#include "text/date.h"

static json *row_json(const struct receipt_row *r)
{
    char at[32];
    json *o = js_new_object();
    js_set(o, "id", entry_json_hash(&r->id));
    js_set_text(o, "kind", event_kind_name(r->head.kind));
    js_set_text(o, "lacks", receipt_lack_id(r->lack));
    js_set_text(o, "entry", r->head.entry);
    js_set_text(o, "unit", r->head.unit);
    js_set_text(o, "period", r->head.period);
    js_set_text(o, "author", r->head.author);
    js_set_text(o, "at", time_iso(r->head.time, at));
    return o;
}

static void print_json(const struct receipt *r)
{
    json *o = js_new_object(), *lacking = js_new_array();
    for (size_t i = 0; i < r->lacking.n; i++)
        js_push(lacking, row_json(&r->lacking.v[i]));
    js_set(o, "made", js_new_integer(r->made));
    js_set(o, "received", js_new_integer(r->received));
    js_set(o, "lacking", lacking);
    js_set(o, "torn", js_new_bool(r->torn));
    command_print_json(o);
}

static const char *const reasons[] = {
    [LACK_EVENT] = N_("is not there"),
    [LACK_DAMAGED] = N_("is damaged there"),
    [LACK_BODY] = N_("is there without what it says"),
};

static void print_row(struct session *s, const struct receipt_row *r)
{
    char hex[HASH_HEX], when[32];
    hash_hex(&r->id, hex);
    date_print_time(r->head.time, when);
    say(stdout, "  %.12s  %s  %.12s  %s%s%s: %s\n", hex, when, r->head.entry ? r->head.entry : "-",
        r->head.unit ? session_office_name(s, r->head.unit) : "", r->head.period ? " " : "",
        r->head.period ? r->head.period : "", _(reasons[r->lack]));
}

static void print_receipt(struct call *c, struct session *s, const struct receipt *r)
{
    if (c->options.json) {
        print_json(r);
        return;
    }
    if (c->options.quiet)
        return;
    say(stdout, _("%s: %lld of %lld received\n"), c->argv[1], (long long)r->received,
        (long long)r->made);
    for (size_t i = 0; i < r->lacking.n; i++)
        print_row(s, &r->lacking.v[i]);
}

static bool look(struct call *c, struct session *s, struct receipt *ret, struct err *e)
{
    const char *slash = strrchr(c->argv[1], '/');
    char *what = xasprintf(_("reading %.200s"), slash ? slash + 1 : c->argv[1]);
    bar_begin(c->options.quiet);
    bool good = store_receipt(session_store(s), c->argv[1], session_office(s),
                              &(struct watch){bar_goes_on, what}, ret, e);
    bar_end();
    free(what);
    return good;
}

static int run(struct call *c)
{
    struct err e = {0};
    struct receipt r = {0};
    int status = EXIT_DONE;
    struct session *s = call_session(c, false, true, &e);
    if (s && look(c, s, &r, &e)) {
        print_receipt(c, s, &r);
        if (r.torn)
            say(stderr, _("phieu: %s: the file is damaged; ask for another copy\n"), c->argv[1]);
        status = r.received < r.made || r.torn ? EXIT_PROBLEMS : EXIT_DONE;
    }
    receipt_finish(&r);
    return call_end(c, s, status, &e);
}

const struct command cmd_receipt = {
    .name = "receipt",
    .usage = "FILE OTHER",
    .help = N_("Which of the events made here another file holds, and which it lacks."),
    .min_args = 2,
    .max_args = 2,
    .run = run,
};
