#include "cli/form_waiting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "cli/form_json.h"
#include "cli/form_outline.h"
#include "cli/say.h"
#include "text/date.h"

/* ---- the list --------------------------------------------------------------------------------- */

static json *waiting_json(const struct waiting_form *w)
{
    char hex[HASH_HEX];
    hash_hex(&w->hash, hex);
    json *o = js_new_object();
    js_set_text(o, "form", w->id);
    js_set_text(o, "hash", hex);
    js_set_text(o, "from", w->from);
    js_set(o, "approved", js_new_bool(false));
    return o;
}

static void print_waiting(const struct waiting_form *w)
{
    char hex[HASH_HEX];
    hash_hex(&w->hash, hex);
    say_cell(w->id, 24);
    if (w->from)
        say(stdout, _("not approved yet, came with %s (%.12s)\n"), w->from, hex);
    else
        say(stdout, _("not approved yet (%.12s)\n"), hex);
}

bool form_list_waiting(struct session *s, json *array, struct err *e)
{
    struct waiting_forms all;
    if (!session_waiting_forms(s, &all, e))
        return false;
    for (size_t i = 0; i < all.n; i++) {
        if (array)
            js_push(array, waiting_json(&all.v[i]));
        else
            print_waiting(&all.v[i]);
    }
    waiting_finish(&all);
    return true;
}

void form_warn_waiting(struct call *c, struct session *s)
{
    struct waiting_forms all;
    if (!session_waiting_forms(s, &all, NULL))
        return;
    if (all.n)
        say(stderr, _("phieu: %s: forms that wait to be approved: %zu (phieu form approve %s)\n"),
            c->argv[0], all.n, c->argv[0]);
    waiting_finish(&all);
}

/* ---- one of them ------------------------------------------------------------------------------ */

static const struct waiting_form *choose(const struct waiting_forms *all, const char *name,
                                         struct err *e)
{
    const struct waiting_form *found = NULL;
    for (size_t i = 0; i < all->n; i++) {
        char hex[HASH_HEX];
        hash_hex(&all->v[i].hash, hex);
        bool named = !strcmp(all->v[i].id, name) ||
                     (strlen(name) >= 6 && !strncmp(hex, name, strlen(name)));
        if (named && found) {
            err_set(e, ERR_USAGE, name, _("name it by the letters in brackets"),
                    _("more than one form waits under this name"));
            return NULL;
        }
        found = named ? &all->v[i] : found;
    }
    return found;
}

struct form *form_find_waiting(struct session *s, const char *name, struct err *e)
{
    struct waiting_forms all;
    struct form *f = NULL;
    if (!session_waiting_forms(s, &all, e))
        return NULL;
    const struct waiting_form *w = choose(&all, name, e);
    if (w)
        f = session_read_waiting(s, &w->hash, e);
    waiting_finish(&all);
    return f;
}

static int approve(struct call *c, struct session *s, struct err *e)
{
    struct form *f = form_find_waiting(s, c->argv[1], e);
    if (!f && !e->message)
        err_set(e, ERR_USAGE, c->argv[1], _("phieu form approve FILE lists those that wait"),
                _("no form of this name waits to be approved"));
    if (f && session_approve_form(s, &f->hash, e)) {
        if (c->options.json)
            command_print_json(form_json_summary(f));
        else if (!c->options.quiet)
            say(stdout, "%s %d\n", f->id, f->version);
    }
    form_free(f);
    return EXIT_DONE;
}

/* What somebody must see before saying yes: what it is, whose, from whom, and all that it asks. */
static void print_for_decision(struct session *s, const struct waiting_form *w)
{
    struct err e = {0};
    struct form *f = session_read_waiting(s, &w->hash, &e);
    print_waiting(w);
    if (f) {
        form_outline(f, stdout);
    } else {
        char *text = err_text(&e);
        say(stdout, "%s\n", text);
        free(text);
    }
    err_finish(&e);
    form_free(f);
}

static int list_all(struct call *c, struct session *s, struct err *e)
{
    struct waiting_forms all;
    if (c->options.json) {
        json *array = js_new_array();
        if (form_list_waiting(s, array, e))
            command_print_json(array);
        else
            js_free(array);
        return EXIT_DONE;
    }
    if (!session_waiting_forms(s, &all, e))
        return EXIT_DONE;
    for (size_t i = 0; i < all.n; i++)
        print_for_decision(s, &all.v[i]);
    if (!all.n)
        puts(_("No form waits to be approved."));
    waiting_finish(&all);
    return EXIT_DONE;
}

int form_run_approve(struct call *c, struct err *e)
{
    struct session *s = call_session(c, false, true, e);
    int status = EXIT_DONE;
    if (s)
        status = c->argc > 1 ? approve(c, s, e) : list_all(c, s, e);
    return call_end(c, s, status, e);
}
