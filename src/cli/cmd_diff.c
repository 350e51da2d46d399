#include <stdlib.h>

#include "base/file.h"
#include "base/lang.h"
#include "cli/changes_show.h"
#include "cli/command.h"
#include "cli/diff_entries.h"
#include "cli/diff_files.h"
#include "cli/entry_json.h"
#include "cli/say.h"

struct pair {
    const struct revision *from; /* NULL: all parents of `to` */
    const struct revision *to;
};

/* The newest against those before it, or the two that were named. */
static bool choose(struct call *c, const struct revisions *all, const struct entry_row *row,
                   struct pair *ret, struct err *e)
{
    *ret = (struct pair){NULL, NULL};
    if (c->argc == 4) {
        ret->from = revision_named(all, c->argv[2], e);
        ret->to = ret->from ? revision_named(all, c->argv[3], e) : NULL;
        return ret->to != NULL;
    }
    for (size_t i = 0; i < all->n; i++)
        if (!hash_cmp(&all->v[i].id, &row->head))
            ret->to = &all->v[i];
    return ret->to || err_set(e, ERR_USAGE, row->entry, NULL, _("the entry has no revision yet"));
}

static json *pair_json(const struct pair *p)
{
    json *a = js_new_array();
    if (p->from)
        js_push(a, entry_json_hash(&p->from->id));
    for (size_t i = 0; !p->from && i < p->to->head.parents.n; i++)
        js_push(a, entry_json_hash(&p->to->head.parents.v[i]));
    return a;
}

static void print_pair(struct call *c, const struct entry *en, const struct entry_row *row,
                       const struct pair *p, const struct field_changes *changes)
{
    if (c->options.json) {
        json *o = js_new_object();
        js_set_text(o, "entry", row->entry);
        js_set(o, "from", pair_json(p));
        js_set(o, "to", entry_json_hash(&p->to->id));
        js_set(o, "changes", changes_json(en, changes));
        command_print_json(o);
    } else {
        changes_print(en, changes);
        if (!changes->n && !c->options.quiet)
            say(stdout, "%s\n", _("Nothing differs."));
    }
}

static void diff_entry(struct call *c, struct session *s, struct err *e)
{
    struct store *store = session_store(s);
    struct entry_row row = {0};
    struct revisions all = {0};
    struct field_changes changes = {0};
    struct pair pair;
    if (store_entry(store, c->argv[1], &row, e) && store_revisions(store, row.entry, &all, e) &&
        choose(c, &all, &row, &pair, e) &&
        (pair.from ? store_changes(store, pair.from, pair.to, &changes, e)
                   : store_changes_made(store, &all, pair.to, &changes, e))) {
        struct entry *en = entry_view(s, row.entry, NULL, NULL);
        print_pair(c, en, &row, &pair, &changes);
        entry_destroy(en);
    }
    changes_finish(&changes);
    revisions_finish(&all);
    entry_row_finish(&row);
}

static int run(struct call *c)
{
    struct err e = {0};
    int status = EXIT_DONE;
    struct session *s = call_session(c, false, true, &e);
    if (s && c->argc == 2 && file_exists(c->argv[1]))
        status = diff_files(c, s, &e);
    else if (s && c->argc == 3)
        diff_entries(c, s, &e);
    else if (s)
        diff_entry(c, s, &e);
    return call_end(c, s, status, &e);
}

const struct command cmd_diff = {
    .name = "diff",
    .usage = "FILE ENTRY [R1 R2] | FILE ENTRY ENTRY | FILE OTHER",
    .help = N_("Compares two revisions of an entry, or two entries, field by field; or two files entry by entry."),
    .min_args = 2,
    .max_args = 4,
    .run = run,
};
