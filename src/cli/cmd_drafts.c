#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "cli/command.h"
#include "cli/entry_json.h"
#include "cli/say.h"
#include "entry/unfinished.h"
#include "text/date.h"

struct listing {
    struct session *session;
    json *array; /* NULL: text */
    size_t count;
};

static json *copy_json(const struct draft_copy *c)
{
    json *o = js_new_object(), *values = js_new_object();
    js_set(o, "id", entry_json_hash(&c->id));
    js_set_text(o, "entry", c->entry);
    js_set_text(o, "form", c->form_id);
    js_set_text(o, "unit", c->unit);
    js_set_text(o, "period", c->period);
    js_set_text(o, "author", c->author);
    js_set_text(o, "office", c->office);
    js_set(o, "touched", js_new_integer(c->touched));
    js_set(o, "answers", js_new_integer((int64_t)unfinished_answers(c)));
    for (void *i = js_first(c->values); i; i = js_next(c->values, i)) {
        const char *bytes = js_text(js_value(i));
        json *j = *bytes ? js_parse(bytes, strlen(bytes), "", NULL) : NULL;
        js_set(values, js_key(i), j ? j : js_new_null());
    }
    js_set(o, "values", values);
    return o;
}

static bool list_copy(void *user, const struct draft_copy *c)
{
    struct listing *l = user;
    char hex[HASH_HEX], when[32];
    l->count++;
    if (l->array) {
        js_push(l->array, copy_json(c));
        return true;
    }
    hash_hex(&c->id, hex);
    date_print_time(c->touched, when);
    say(stdout, "%.12s  %s  %s  %s\n", hex, c->form_id ? c->form_id : "-",
        c->unit ? session_office_name(l->session, c->unit) : "-", c->period ? c->period : "");
    say(stdout, _("    %zu answers · %s · %s · %s\n"), unfinished_answers(c), when,
        c->author ? c->author : "-", c->office ? session_office_name(l->session, c->office) : "-");
    return true;
}

static int list(struct call *c, struct session *s, struct err *e)
{
    struct listing l = {s, c->options.json ? js_new_array() : NULL, 0};
    bool good = draft_copies(session_store(s), call_option(c, "all") != NULL, list_copy, &l, e);
    if (good && l.array)
        command_print_json(l.array);
    else
        js_free(l.array);
    if (good && !l.array && !l.count && !c->options.quiet)
        say(stdout, "%s\n", _("No unfinished work of others waits here."));
    return EXIT_DONE;
}

static void take(struct call *c, struct session *s, struct err *e)
{
    char entry[ENTRY_ID_HEX];
    if (unfinished_take(s, call_option(c, "take"), entry, e))
        say(stdout, "%s\n", entry);
}

static void dismiss(struct call *c, struct session *s, struct err *e)
{
    if (unfinished_dismiss(s, call_option(c, "dismiss"), e) && !c->options.quiet)
        say(stdout, "%s\n", _("It is not shown any more; nothing was deleted."));
}

static int run(struct call *c)
{
    struct err e = {0};
    bool takes = call_option(c, "take"), drops = call_option(c, "dismiss");
    struct session *s = NULL;
    if (takes && drops)
        err_set(&e, ERR_USAGE, NULL, c->command->usage, _("say either --take or --dismiss"));
    else
        s = call_session(c, false, !takes && !drops, &e);
    if (s)
        (takes ? take(c, s, &e) : drops ? dismiss(c, s, &e) : (void)list(c, s, &e));
    return call_end(c, s, EXIT_DONE, &e);
}

const struct command cmd_drafts = {
    .name = "drafts",
    .usage = "FILE [--all | --take ID | --dismiss ID]",
    .help = N_("Unfinished work that came from other offices: lists it, takes it over, or dismisses it."),
    .options = "all take= dismiss=",
    .min_args = 1,
    .max_args = 1,
    .run = run,
};
