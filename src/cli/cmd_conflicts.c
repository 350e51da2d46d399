#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "cli/command.h"
#include "cli/entry_json.h"
#include "cli/say.h"
#include "text/date.h"

struct listing {
    struct session *session;
    json *array; /* NULL: text */
    size_t count;
    struct err *e;
};

/* x NULL: what stood there before. */
static char *side_text(struct session *s, const struct conflict *c, const struct candidate *x)
{
    const char *bytes = x ? x->bytes : c->base;
    if (!strcmp(c->path, "$form") && bytes)
        return entry_form_side(s, c, x);
    return xstrdup(bytes ? bytes : _("(blank)"));
}

static void print_candidate(struct session *s, const struct conflict *c, size_t i)
{
    char when[32];
    const struct candidate *x = &c->candidates.v[i];
    char *text = side_text(s, c, x);
    date_print_time(x->time, when);
    say(stdout, "      %zu  %s\n         %s · %s · %s\n", i + 1, text, when, x->author ? x->author : "-",
        x->office ? session_office_name(s, x->office) : "-");
    free(text);
}

static void print_conflict(struct session *s, const struct entry *en, const struct conflict *c)
{
    char *name = entry_path_name(en, c->path);
    say(stdout, "  %s%s\n", name, entry_conflict_decided(en, c) ? _(" (decided)") : "");
    char *base = c->base ? side_text(s, c, NULL) : NULL;
    if (base)
        say(stdout, _("      before: %s\n"), base);
    for (size_t i = 0; i < c->candidates.n; i++)
        print_candidate(s, c, i);
    free(name);
    free(base);
}

static json *conflict_object(const struct entry *en, const struct conflict *c)
{
    json *o = entry_json_conflict(en, c);
    js_set_text(o, "entry", entry_id(en));
    js_set_text(o, "form", entry_form(en)->id);
    js_set_text(o, "unit", entry_unit(en));
    js_set(o, "decided", js_new_bool(entry_conflict_decided(en, c)));
    return o;
}

static bool list_entry(void *user, const struct entry_row *row)
{
    struct listing *l = user;
    struct entry *en = entry_open_conflict(l->session, row->entry, l->e);
    const struct conflict *v = NULL;
    size_t n = en ? entry_conflicts(en, &v) : 0;
    if (en && !l->array)
        say(stdout, "%s  %s  %s  %s\n", row->entry, row->form_id,
            session_office_name(l->session, row->unit), row->period ? row->period : "");
    for (size_t i = 0; i < n; i++, l->count++) {
        if (l->array)
            js_push(l->array, conflict_object(en, &v[i]));
        else
            print_conflict(l->session, en, &v[i]);
    }
    entry_destroy(en);
    return en != NULL;
}

static int run(struct call *c)
{
    struct err e = {0};
    struct store_filter filter = {.form_id = call_option(c, "form"), .state = STATE_CONFLICT};
    struct session *s = call_session(c, false, true, &e);
    struct listing l = {s, c->options.json ? js_new_array() : NULL, 0, &e};
    bool good = s && store_entries(session_store(s), &filter, list_entry, &l, &e) && !e.message;
    if (good && l.array)
        command_print_json(l.array);
    else
        js_free(l.array);
    if (good && !l.array && !l.count && !c->options.quiet)
        say(stdout, "%s\n", _("Nothing waits for a decision."));
    return call_end(c, s, l.count ? EXIT_PROBLEMS : EXIT_DONE, &e);
}

const struct command cmd_conflicts = {
    .name = "conflicts",
    .usage = "FILE [--form ID]",
    .help = N_("Lists what two people wrote in one place, until somebody decides."),
    .options = "form=",
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
