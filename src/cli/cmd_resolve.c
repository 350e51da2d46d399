#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "cli/command.h"
#include "cli/entry_json.h"
#include "cli/say.h"

/* By the name that lists show ("phu_luc[3].so_mo_hinh"), or by its path. */
static const struct conflict *find_conflict(const struct entry *en, const char *field,
                                            struct err *e)
{
    const struct conflict *v, *found = NULL;
    size_t n = entry_conflicts(en, &v);
    for (size_t i = 0; i < n && !found; i++) {
        char *name = entry_path_name(en, v[i].path);
        if (!strcmp(name, field) || !strcmp(v[i].path, field))
            found = &v[i];
        free(name);
    }
    if (!found)
        err_set(e, ERR_USAGE, field, _("“phieu conflicts FILE” lists what waits"),
                n ? _("nobody has to decide about this place") : _("nothing waits for a decision here"));
    return found;
}

static bool take_candidate(const struct conflict *c, const char *take, const char **ret,
                           struct err *e)
{
    char *end;
    long n = strtol(take, &end, 10);
    if (*end || end == take || n < 1 || (size_t)n > c->candidates.n)
        return err_set(e, ERR_USAGE, take, _("“phieu conflicts FILE” numbers the candidates"),
                       _("--take is a number from 1 to %zu"), c->candidates.n);
    *ret = c->candidates.v[n - 1].bytes;
    return true;
}

/* What was chosen, as canonical bytes; *ret_own is freed by the caller. */
static bool choose(struct call *call, const struct conflict *c, const char **ret, char **ret_own,
                   struct err *e)
{
    const char *take = call_option(call, "take"), *value = call_option(call, "value");
    *ret = NULL;
    if ((take == NULL) == (value == NULL))
        return err_set(e, ERR_USAGE, NULL, call->command->usage,
                       _("say either --take or --value"));
    if (take)
        return take_candidate(c, take, ret, e);
    json *j = js_parse(value, strlen(value), "--value", e);
    if (!j)
        return false;
    if (js_has_real(j)) {
        js_free(j);
        return err_set(e, ERR_USAGE, value, _("write it in quotation marks: '\"80.5\"'"),
                       _("a figure with a fraction is written as a text"));
    }
    if (!js_is(j, JS_NULL) && !(js_is(j, JS_STRING) && !*js_text(j)))
        *ret = *ret_own = js_canonical(j, NULL);
    js_free(j);
    return true;
}

static bool all_decided(const struct entry *en)
{
    const struct conflict *v;
    size_t n = entry_conflicts(en, &v);
    for (size_t i = 0; i < n; i++)
        if (!entry_conflict_decided(en, &v[i]))
            return false;
    return true;
}

static bool resolve(struct call *c, struct session *s, struct entry *en, struct err *e)
{
    const char *bytes;
    char *own = NULL;
    const struct conflict *conflict = find_conflict(en, c->argv[2], e);
    bool good = conflict && choose(c, conflict, &bytes, &own, e) &&
                entry_decide(en, conflict, bytes, e);
    free(own);
    if (!good)
        return false;
    bool settled = all_decided(en);
    struct hash made;
    if (settled && !entry_settle(en, &made, e))
        return false;
    json *o = c->options.json ? entry_json_summary(s, entry_row(en), e) : NULL;
    if (o)
        command_print_json(o);
    else if (!c->options.quiet && settled)
        say(stdout, "%s\n", _("Decided; nothing is open in this entry any more."));
    else if (!c->options.quiet)
        say(stdout, "%s\n", _("Decided; other places of this entry still wait."));
    return true;
}

static int run(struct call *c)
{
    struct err e = {0};
    struct session *s = call_session(c, false, false, &e);
    struct entry *en = s ? entry_open_conflict(s, c->argv[1], &e) : NULL;
    if (en)
        resolve(c, s, en, &e);
    entry_destroy(en);
    return call_end(c, s, EXIT_DONE, &e);
}

const struct command cmd_resolve = {
    .name = "resolve",
    .usage = "FILE ENTRY FIELD --take N | --value JSON",
    .help = N_("Decides one place that two people wrote: a candidate by its number, or another value."),
    .options = "take= value=",
    .min_args = 3,
    .max_args = 3,
    .run = run,
};
