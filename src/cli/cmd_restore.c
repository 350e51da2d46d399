#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "cli/command.h"
#include "cli/say.h"
#include "cli/time_option.h"
#include "entry/session.h"
#include "store/safety.h"
#include "text/date.h"

/* ---- what is known on this computer ------------------------------------------------------------- */

static json *copy_json(const struct safety_copy *c)
{
    char at[32];
    json *o = js_new_object();
    js_set_text(o, "code", c->code);
    js_set_text(o, "path", c->path);
    js_set(o, "events", js_new_integer(c->events));
    js_set(o, "drafts", js_new_integer(c->drafts));
    js_set_text(o, "last", time_iso(c->last, at));
    return o;
}

static int list(const struct call *c)
{
    struct safety_copies all;
    safety_list(&all);
    json *a = js_new_array();
    for (size_t i = 0; i < all.n; i++) {
        char when[32];
        date_print_time(all.v[i].last, when);
        if (c->options.json)
            js_push(a, copy_json(&all.v[i]));
        else
            say(stdout, _("%.8s  %s  %lld events  last %s\n"), all.v[i].code, all.v[i].path,
                (long long)all.v[i].events, when);
    }
    if (c->options.json)
        command_print_json(js_copy(a));
    else if (!all.n && !c->options.quiet)
        puts(_("No work is kept on this computer yet."));
    js_free(a);
    safety_copies_finish(&all);
    return EXIT_DONE;
}

/* ---- what a file lacks --------------------------------------------------------------------------- */

static json *entry_json(const struct safety_entry *x)
{
    char at[32];
    json *o = js_new_object();
    js_set_text(o, "entry", x->entry);
    js_set_text(o, "form", x->form_id);
    js_set_text(o, "unit", x->unit);
    js_set(o, "period", *x->period ? js_new_text(x->period) : js_new_null());
    js_set(o, "revisions", js_new_integer(x->revisions));
    js_set(o, "others", js_new_integer(x->others));
    js_set(o, "draft", js_new_bool(x->draft));
    js_set_text(o, "last", time_iso(x->last, at));
    if (x->author)
        js_set_text(o, "author", x->author);
    return o;
}

static void print_entry(const struct safety_entry *x)
{
    char when[32];
    date_print_time(x->last, when);
    say(stdout, _("%s %s %s: %lld revisions, %lld others%s, last %s %s\n"), *x->form_id ? x->form_id : "?",
        *x->unit ? x->unit : "?", x->period, (long long)x->revisions, (long long)x->others,
        x->draft ? _(", unfinished work") : "", when, x->author ? x->author : "");
}

static json *restored_json(const struct safety_restored *r)
{
    json *o = js_new_object();
    js_set(o, "events", js_new_integer(r->events));
    js_set(o, "bodies", js_new_integer(r->bodies));
    js_set(o, "drafts", js_new_integer(r->drafts));
    js_set(o, "bad", js_new_integer(r->bad));
    return o;
}

static void print(const struct call *c, const struct safety_missing *m,
                  const struct safety_restored *r)
{
    if (c->options.json) {
        json *o = js_new_object(), *entries = js_new_array();
        js_set(o, "events", js_new_integer(m->events));
        js_set(o, "drafts", js_new_integer(m->drafts));
        for (size_t i = 0; i < m->entries.n; i++)
            js_push(entries, entry_json(&m->entries.v[i]));
        js_set(o, "entries", entries);
        if (r)
            js_set(o, "restored", restored_json(r));
        command_print_json(o);
        return;
    }
    if (c->options.quiet)
        return;
    for (size_t i = 0; i < m->entries.n; i++)
        print_entry(&m->entries.v[i]);
    if (!m->events && !m->drafts)
        puts(_("The file holds everything made on this computer."));
    else if (r)
        printf(_("Taken back: %lld events, %lld drafts; %lld bad.\n"), (long long)r->events,
               (long long)r->drafts, (long long)r->bad);
    else
        printf(_("Missing: %lld events, %lld drafts. Nothing was changed.\n"), (long long)m->events,
               (long long)m->drafts);
}

static int into_file(struct call *c)
{
    struct err e = {0};
    bool trial = call_option(c, "dry-run");
    struct safety_missing m = {0};
    struct safety_restored r = {0};
    int status = EXIT_DONE;
    struct session *s = call_session(c, false, trial, &e);
    struct store *store = s ? session_store(s) : NULL;
    if (s && safety_missing(store, &m, &e) && (trial || safety_restore(store, &r, &e))) {
        print(c, &m, trial ? NULL : &r);
        if (r.bad || (trial && m.events + m.drafts) || safety_missing_count(store))
            status = EXIT_PROBLEMS;
    }
    safety_missing_finish(&m);
    return call_end(c, s, status, &e);
}

static int into_new_file(const struct call *c)
{
    struct err e = {0};
    struct safety_restored r;
    struct safety_missing m = {0};
    if (!safety_restore_to(call_option(c, "from"), c->argv[0], &r, &e))
        return command_fail(&e);
    m.events = r.events;
    m.drafts = r.drafts;
    print(c, &m, &r);
    return r.bad ? EXIT_PROBLEMS : EXIT_DONE;
}

static int run(struct call *c)
{
    struct err e = {0};
    bool from = call_option(c, "from");
    if (c->argc ? from && call_option(c, "dry-run") : from || call_option(c, "dry-run")) {
        err_set(&e, ERR_USAGE, NULL, _("phieu help restore"),
                c->argc ? _("--from makes a new file; --dry-run looks at one that is there")
                        : _("which file?"));
        return command_fail(&e);
    }
    return !c->argc ? list(c) : from ? into_new_file(c) : into_file(c);
}

const struct command cmd_restore = {
    .name = "restore",
    .usage = "[FILE] [--dry-run] [--from CODE]",
    .help = N_("Takes back into FILE what was made on this computer and FILE lacks. Without FILE: what this "
               "computer keeps, by code; --from makes a new FILE of that."),
    .options = "dry-run from=",
    .min_args = 0,
    .max_args = 1,
    .run = run,
};
