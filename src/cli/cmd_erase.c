#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/mem.h"
#include "cli/command.h"
#include "cli/entry_json.h"
#include "cli/say.h"
#include "cli/time_option.h"
#include "entry/erase.h"
#include "text/date.h"

#define ID_TYPED 6

/* ---- a person says yes ------------------------------------------------------------------------ */

static bool typed_the_id(const char *id)
{
    char line[64] = "";
    say(stderr, _("This cannot be undone. To erase, type the first %d letters of the id (%.6s…): "),
        ID_TYPED, id);
    fflush(stderr);
    return fgets(line, sizeof line, stdin) && !strncmp(line, id, ID_TYPED) &&
           (line[ID_TYPED] == '\n' || !line[ID_TYPED]);
}

static bool agreed(struct call *c, const char *id, struct err *e)
{
    if (call_option(c, "yes") || (isatty(STDIN_FILENO) && typed_the_id(id)))
        return true;
    return err_set(e, ERR_USAGE, NULL, _("say it with --yes"),
                   _("nothing was erased: it was not confirmed"));
}

/* ---- afterwards ------------------------------------------------------------------------------- */

static void print_reach(struct store *s)
{
    struct erase_leftovers left;
    store_erase_leftovers(s, &left);
    say(stdout, "%s\n", _("Not erased: copies on sticks, in e-mails, and at other offices. Those who "
                          "take in this file are asked to erase there, too."));
    for (size_t i = 0; i < left.v.n; i++)
        say(stdout, _("This older copy still holds the answers; delete it yourself: %s\n"), left.v.v[i]);
    erase_leftovers_finish(&left);
}

static json *leftovers_json(struct store *s)
{
    struct erase_leftovers left;
    json *a = js_new_array();
    store_erase_leftovers(s, &left);
    for (size_t i = 0; i < left.v.n; i++)
        js_push(a, js_new_text(left.v.v[i]));
    erase_leftovers_finish(&left);
    return a;
}

/* What was erased is gone for readers; the file may still need to be written anew. */
static void traces_remain(struct err *e)
{
    char *why = err_text(e);
    err_finish(e);
    err_set(e, ERR_FILE, NULL, _("free some room, close other programs that have the file open, "
                                 "then run “phieu erase FILE --pending”"),
            _("erased, but traces may still stand in the file: %s"), why);
    free(why);
}

/* ---- an entry, a revision, a comment ---------------------------------------------------------- */

static void print_plan(const struct erase_plan *p)
{
    say(stderr, _("To be erased for ever: answers of %zu revisions, %zu comments and reasons, "
                  "%zu drafts.\n"), p->revisions, p->words, p->drafts);
    if (p->shared)
        say(stderr, _("%zu pieces stay: other entries hold the same.\n"), p->shared);
}

static void print_erased(struct call *c, struct session *s, const struct erase_plan *p,
                         const struct hash *event)
{
    struct store *store = session_store(s);
    if (c->options.json) {
        json *o = js_new_object();
        js_set_text(o, "entry", p->entry);
        js_set(o, "event", entry_json_hash(event));
        js_set(o, "revisions", js_new_integer((int64_t)p->revisions));
        js_set(o, "words", js_new_integer((int64_t)p->words));
        js_set(o, "drafts", js_new_integer((int64_t)p->drafts));
        js_set(o, "shared", js_new_integer((int64_t)p->shared));
        js_set(o, "leftovers", leftovers_json(store));
        command_print_json(o);
    } else if (!c->options.quiet) {
        say(stdout, _("Erased: answers of %zu revisions, %zu comments and reasons, %zu drafts. "
                      "Who wrote when, and what state it has, stays.\n"),
            p->revisions, p->words, p->drafts);
        print_reach(store);
    }
}

static bool erase(struct call *c, struct session *s, struct err *e)
{
    const char *reason = call_option(c, "reason");
    struct erase_plan plan;
    struct hash event;
    bool done = false;
    if (c->argc < 2 || !reason || !*reason)
        return err_set(e, ERR_USAGE, NULL, c->command->usage, "%s",
                       c->argc < 2 ? _("ENTRY is missing")
                                   : _("--reason is missing: it is kept, and others read it"));
    if (!entry_erase_plan(s, c->argv[1], call_option(c, "revision"), call_option(c, "comment"),
                          &plan, e))
        return false;
    if (!call_option(c, "yes") && !c->options.quiet)
        print_plan(&plan);
    bool good = agreed(c, plan.entry, e) && entry_erase(s, &plan, reason, &event, &done, e);
    if (done)
        print_erased(c, s, &plan, &event);
    if (done && !good)
        traces_remain(e);
    erase_plan_finish(&plan);
    return good;
}

/* ---- requests of others ----------------------------------------------------------------------- */

static json *request_json(struct session *s, const struct erase_request *r)
{
    char at[32];
    json *o = js_new_object(), *entries = js_new_array();
    js_set(o, "event", entry_json_hash(&r->id));
    js_set_text(o, "author", r->head.author);
    js_set_text(o, "office", r->head.office);
    js_set_text(o, "at", time_iso(r->head.time, at));
    js_set_text(o, "reason", r->reason);
    js_set(o, "bodies", js_new_integer((int64_t)r->left));
    js_set(o, "here", js_new_integer((int64_t)r->here));
    for (size_t i = 0; i < r->entries.v.n; i++) {
        struct entry_row row = {0};
        json *x = js_new_object();
        js_set_text(x, "entry", r->entries.v.v[i].hex);
        if (store_entry(session_store(s), r->entries.v.v[i].hex, &row, NULL)) {
            js_set_text(x, "form", row.form_id);
            js_set_text(x, "unit", row.unit);
            js_set_text(x, "period", row.period);
        }
        entry_row_finish(&row);
        js_push(entries, x);
    }
    js_set(o, "entries", entries);
    return o;
}

static void print_request(FILE *out, struct session *s, const struct erase_request *r)
{
    char when[32], hex[HASH_HEX];
    hash_hex(&r->id, hex);
    date_print_time(r->head.time, when);
    say(out, "%.12s  %s  %s · %s\n", hex, when, r->head.author ? r->head.author : "-",
        r->head.office ? session_office_name(s, r->head.office) : "-");
    say(out, _("    %zu pieces, %zu of them stored here; reason: %s\n"), r->left, r->here,
        r->reason ? r->reason : "-");
    for (size_t i = 0; i < r->entries.v.n; i++) {
        struct entry_row row = {0};
        if (store_entry(session_store(s), r->entries.v.v[i].hex, &row, NULL))
            say(out, "    %s  %s  %s  %s\n", row.entry, row.form_id,
                session_office_name(s, row.unit), row.period ? row.period : "");
        entry_row_finish(&row);
    }
}

static bool list_pending(struct call *c, struct session *s, struct err *e)
{
    struct erase_requests all;
    if (!store_scrub(session_store(s), e) || !store_erase_requests(session_store(s), &all, e))
        return false;
    json *a = js_new_array();
    for (size_t i = 0; i < all.v.n; i++) {
        js_push(a, request_json(s, &all.v.v[i]));
        if (!c->options.json)
            print_request(stdout, s, &all.v.v[i]);
    }
    if (c->options.json)
        command_print_json(js_copy(a));
    else if (!all.v.n && !c->options.quiet)
        say(stdout, "%s\n", _("No request to erase waits here."));
    js_free(a);
    erase_requests_finish(&all);
    return true;
}

static const struct erase_request *find_request(const struct erase_requests *all, const char *want,
                                                struct err *e)
{
    const struct erase_request *found = NULL;
    size_t n = 0;
    for (size_t i = 0; i < all->v.n; i++) {
        char hex[HASH_HEX];
        hash_hex(&all->v.v[i].id, hex);
        if (strlen(want) < 6 || strncmp(hex, want, strlen(want)))
            continue;
        found = &all->v.v[i];
        n++;
    }
    if (n != 1)
        err_set(e, ERR_USAGE, want, _("“phieu erase FILE --pending” lists them"),
                n ? _("more than one begins so") : _("no such request waits here"));
    return n == 1 ? found : NULL;
}

static bool confirm(struct call *c, struct session *s, struct err *e)
{
    struct store *store = session_store(s);
    struct erase_requests all;
    size_t bodies = 0;
    bool done = false;
    if (!store_erase_requests(store, &all, e))
        return false;
    const struct erase_request *r = find_request(&all, call_option(c, "confirm"), e);
    char hex[HASH_HEX] = "";
    if (r)
        hash_hex(&r->id, hex);
    if (r && !call_option(c, "yes") && !c->options.quiet)
        print_request(stderr, s, r);
    bool good = r && agreed(c, hex, e) && store_erase_confirm(store, &r->id, &bodies, &done, e);
    if (done && c->options.json) {
        json *o = request_json(s, r);
        js_set(o, "leftovers", leftovers_json(store));
        command_print_json(o);
    } else if (done && !c->options.quiet) {
        say(stdout, _("Erased here, as asked: %zu pieces.\n"), bodies);
        print_reach(store);
    }
    if (done && !good)
        traces_remain(e);
    erase_requests_finish(&all);
    return good;
}

static int run(struct call *c)
{
    struct err e = {0};
    struct session *s = call_session(c, false, false, &e);
    if (s)
        (call_option(c, "pending")   ? list_pending
         : call_option(c, "confirm") ? confirm
                                     : erase)(c, s, &e);
    return call_end(c, s, EXIT_DONE, &e);
}

const struct command cmd_erase = {
    .name = "erase",
    .usage = "FILE ENTRY [--revision R | --comment C] --reason T [--yes] | FILE --pending |"
             " FILE --confirm EVENT [--yes]",
    .help = N_("Erases answers for ever, on request; lists and confirms what other offices ask to "
               "erase."),
    .options = "revision= comment= reason= yes pending confirm=",
    .min_args = 1,
    .max_args = 2,
    .run = run,
};
