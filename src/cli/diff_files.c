#include "cli/diff_files.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "cli/bar.h"
#include "cli/say.h"
#include "entry/session.h"
#include "store/compare.h"

/* One form, unit and period. */
struct group {
    const char *form_id, *unit, *period;
    int64_t here, there, different, same;
};
VEC_TYPEDEF(groups, struct group);

static bool is_of(const struct group *g, const struct compared_entry *x)
{
    return !strcmp(g->form_id, x->form_id) && !strcmp(g->unit, x->unit) &&
           !strcmp(g->period, x->period);
}

static bool count_row(void *user, const struct entry_row *row)
{
    (void)row;
    ++*(int64_t *)user;
    return true;
}

/* Entries here that are not among those that differ. */
static bool count_same(struct store *s, struct group *g, struct err *e)
{
    struct store_filter filter = {.form_id = g->form_id, .unit = g->unit, .period = g->period,
                                  .state = -1};
    int64_t all = 0;
    if (!*g->period)
        filter.period = NULL;
    if (!store_entries(s, &filter, count_row, &all, e))
        return false;
    g->same = all > g->here + g->different ? all - g->here - g->different : 0;
    return true;
}

static bool group_entries(struct store *s, const struct comparison *c, struct groups *ret,
                          struct err *e)
{
    for (size_t i = 0; i < c->entries.n; i++) {
        const struct compared_entry *x = &c->entries.v[i];
        struct group *g = ret->n ? &ret->v[ret->n - 1] : NULL;
        if (!g || !is_of(g, x)) {
            g = vec_add(ret);
            *g = (struct group){x->form_id, x->unit, x->period, 0, 0, 0, 0};
        }
        g->here += !x->both && x->here;
        g->there += !x->both && x->there;
        g->different += x->both;
    }
    bool good = true;
    for (size_t i = 0; good && i < ret->n; i++)
        good = count_same(s, &ret->v[i], e);
    return good;
}

static json *period_json(const char *period)
{
    return *period ? js_new_text(period) : js_new_null();
}

static json *group_json(const struct group *g)
{
    json *o = js_new_object();
    js_set_text(o, "form", g->form_id);
    js_set_text(o, "unit", g->unit);
    js_set(o, "period", period_json(g->period));
    js_set(o, "only_here", js_new_integer(g->here));
    js_set(o, "only_there", js_new_integer(g->there));
    js_set(o, "different", js_new_integer(g->different));
    js_set(o, "same", js_new_integer(g->same));
    return o;
}

static json *entry_json(const struct compared_entry *x)
{
    json *o = js_new_object();
    js_set_text(o, "entry", x->entry);
    js_set_text(o, "form", x->form_id);
    js_set_text(o, "unit", x->unit);
    js_set(o, "period", period_json(x->period));
    js_set_text(o, "where", x->both ? "both" : x->here ? "here" : "there");
    js_set(o, "events_here", js_new_integer(x->here));
    js_set(o, "events_there", js_new_integer(x->there));
    return o;
}

static bool is_equal(const struct comparison *c)
{
    return !c->entries.n && !c->other_here && !c->other_there && !c->bodies_here &&
           !c->bodies_there && !c->signatures_here && !c->signatures_there && !c->bad && !c->torn;
}

static void print_json(const struct comparison *c, const struct groups *groups)
{
    json *o = js_new_object(), *a = js_new_array(), *differ = js_new_array();
    for (size_t i = 0; i < groups->n; i++)
        js_push(a, group_json(&groups->v[i]));
    for (size_t i = 0; i < c->entries.n; i++)
        js_push(differ, entry_json(&c->entries.v[i]));
    js_set(o, "equal", js_new_bool(is_equal(c)));
    js_set(o, "entries", a);
    js_set(o, "differ", differ);
    js_set(o, "other_here", js_new_integer(c->other_here));
    js_set(o, "other_there", js_new_integer(c->other_there));
    js_set(o, "bodies_here", js_new_integer(c->bodies_here));
    js_set(o, "bodies_there", js_new_integer(c->bodies_there));
    if (c->signatures_here || c->signatures_there) {
        js_set(o, "signatures_here", js_new_integer(c->signatures_here));
        js_set(o, "signatures_there", js_new_integer(c->signatures_there));
    }
    js_set(o, "bad", js_new_integer(c->bad));
    js_set(o, "torn", js_new_bool(c->torn));
    command_print_json(o);
}

static void print_groups(struct session *s, const struct groups *groups)
{
    if (!groups->n)
        return;
    say_cell(_("Unit"), 26);
    say_cell(_("Form"), 22);
    printf("%7s %7s %7s %7s\n", _("Here"), _("There"), _("Differ"), _("Same"));
    for (size_t i = 0; i < groups->n; i++) {
        const struct group *g = &groups->v[i];
        struct str form = {0};
        str_addf(&form, "%s%s%s", g->form_id, *g->period ? " " : "", g->period);
        say_cell(session_office_name(s, g->unit), 26);
        say_cell(str_text(&form), 22);
        printf("%7" PRId64 " %7" PRId64 " %7" PRId64 " %7" PRId64 "\n", g->here, g->there,
               g->different, g->same);
        str_finish(&form);
    }
}

static void print_text(struct session *s, const struct comparison *c, const struct groups *groups)
{
    print_groups(s, groups);
    if (c->other_here || c->other_there)
        printf(_("forms, lists and the like: %lld only here, %lld only there\n"),
               (long long)c->other_here, (long long)c->other_there);
    if (c->bodies_here || c->bodies_there)
        printf(_("texts: %lld only here, %lld only there\n"), (long long)c->bodies_here,
               (long long)c->bodies_there);
    if (c->signatures_here || c->signatures_there)
        printf(_("signatures: %lld only here, %lld only there\n"), (long long)c->signatures_here,
               (long long)c->signatures_there);
    if (is_equal(c))
        puts(_("Both files hold the same."));
}

static bool compare(struct call *call, struct session *s, struct comparison *ret, struct err *e)
{
    const char *slash = strrchr(call->argv[1], '/');
    char *what = xasprintf(_("comparing with %.200s"), slash ? slash + 1 : call->argv[1]);
    bar_begin(call->options.quiet);
    bool good = store_compare(session_store(s), call->argv[1], &(struct watch){bar_goes_on, what}, ret, e);
    bar_end();
    free(what);
    return good;
}

int diff_files(struct call *call, struct session *s, struct err *e)
{
    struct comparison c;
    struct groups groups = {0};
    int status = EXIT_DONE;
    if (!compare(call, s, &c, e))
        return status;
    if (group_entries(session_store(s), &c, &groups, e)) {
        if (call->options.json)
            print_json(&c, &groups);
        else if (!call->options.quiet)
            print_text(s, &c, &groups);
        if (c.bad || c.torn)
            say(stderr, _("phieu: %s: the file is damaged; ask for another copy\n"), call->argv[1]);
        status = is_equal(&c) ? EXIT_DONE : EXIT_PROBLEMS;
    }
    vec_finish(&groups);
    comparison_finish(&c);
    return status;
}
