#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "cli/bar.h"
#include "cli/command.h"
#include "cli/form_waiting.h"
#include "cli/say.h"
#include "cli/imports.h"
#include "entry/session.h"
#include "store/merge.h"

/* ---- progress --------------------------------------------------------------------------------- */

struct taking {
    const char *file; /* that was told of last */
    int nth, files;
};

/* “3/200 tu-do.db: 45 %”; a trial copies our own file first, without a name. */
static bool show_progress(void *user, const char *file, int64_t done, int64_t all)
{
    struct taking *t = user;
    const char *slash = strrchr(file, '/');
    char what[256] = "";
    if (*file && file != t->file) {
        t->file = file;
        t->nth++;
    }
    if (*file)
        snprintf(what, sizeof what, "%d/%d %.200s", t->nth, t->files, slash ? slash + 1 : file);
    return bar_show(what, done, all);
}

/* ---- what came -------------------------------------------------------------------------------- */

static struct merge_counts records_of(const struct merge_file *f)
{
    const struct merge_counts *v = &f->events, *b = &f->bodies, *g = &f->signatures;
    return (struct merge_counts){
        .seen = v->seen + b->seen + g->seen,
        .known = v->known + b->known + g->known,
        .added = v->added + b->added + g->added,
        .quarantined = v->quarantined + b->quarantined + g->quarantined,
        .refused = v->refused + b->refused + g->refused,
    };
}

static json *signatures_json(const struct merge_counts *g)
{
    json *o = js_new_object();
    js_set(o, "seen", js_new_integer(g->seen));
    js_set(o, "known", js_new_integer(g->known));
    js_set(o, "added", js_new_integer(g->added));
    js_set(o, "quarantined", js_new_integer(g->quarantined));
    return o;
}

static json *file_json(const struct merge_file *f)
{
    json *o = js_new_object();
    struct merge_counts all = records_of(f);
    js_set_text(o, "name", f->name);
    js_set(o, "seen", js_new_integer(all.seen));
    js_set(o, "known", js_new_integer(all.known));
    js_set(o, "added", js_new_integer(all.added));
    js_set(o, "quarantined", js_new_integer(all.quarantined));
    js_set(o, "refused", js_new_integer(all.refused));
    js_set(o, "events", js_new_integer(f->events.added));
    js_set(o, "drafts", js_new_integer(f->drafts));
    js_set(o, "erase_requests", js_new_integer(f->kinds[EVENT_ERASE]));
    if (f->signatures.seen)
        js_set(o, "signatures", signatures_json(&f->signatures));
    js_set(o, "torn", js_new_bool(f->torn));
    if (f->large)
        js_set(o, "large", js_new_bool(true));
    if (f->err.message) {
        char *text = err_text(&f->err);
        js_set_text(o, "error", text);
        free(text);
    }
    return o;
}

static json *entry_json(const struct merge_entry *x)
{
    json *o = js_new_object();
    js_set_text(o, "form", x->form_id);
    js_set_text(o, "unit", x->unit);
    js_set(o, "period", *x->period ? js_new_text(x->period) : js_new_null());
    js_set(o, "new", js_new_integer(x->fresh));
    js_set(o, "changed", js_new_integer(x->changed));
    js_set(o, "same", js_new_integer(x->same));
    js_set(o, "conflicting", js_new_integer(x->conflicting));
    return o;
}

static void print_json(const struct merge_report *r, bool trial)
{
    json *o = js_new_object(), *files = js_new_array(), *entries = js_new_array();
    for (size_t i = 0; i < r->files.n; i++)
        js_push(files, file_json(&r->files.v[i]));
    for (size_t i = 0; i < r->entries.n; i++)
        js_push(entries, entry_json(&r->entries.v[i]));
    js_set(o, "files", files);
    js_set(o, "entries", entries);
    if (trial)
        js_set(o, "dry_run", js_new_bool(true));
    command_print_json(o);
}

static void print_entries(struct session *s, const struct merge_report *r)
{
    if (!r->entries.n)
        return;
    say_cell(_("Unit"), 26);
    say_cell(_("Form"), 22);
    printf("%7s %7s %7s %7s\n", _("New"), _("Chgd"), _("Same"), _("Confl"));
    for (size_t i = 0; i < r->entries.n; i++) {
        const struct merge_entry *x = &r->entries.v[i];
        struct str form = {0};
        str_addf(&form, "%s%s%s", x->form_id, *x->period ? " " : "", x->period);
        say_cell(session_office_name(s, x->unit), 26);
        say_cell(str_text(&form), 22);
        printf("%7" PRId64 " %7" PRId64 " %7" PRId64 " %7" PRId64 "\n", x->fresh, x->changed,
               x->same, x->conflicting);
        str_finish(&form);
    }
}

static void print_file(const struct merge_file *f)
{
    struct merge_counts all = records_of(f);
    if (f->err.message)
        return;
    say(stdout, _("%s: %lld records seen, %lld known, %lld added, %lld put apart, %lld refused\n"),
           f->name, (long long)all.seen, (long long)all.known, (long long)all.added,
           (long long)all.quarantined, (long long)all.refused);
    if (f->signatures.seen)
        say(stdout, _("%s: signatures among them: %lld, new here: %lld\n"), f->name,
            (long long)f->signatures.seen, (long long)f->signatures.added);
    if (f->drafts)
        say(stdout, _("%s: unfinished work of other offices: %lld\n"), f->name, (long long)f->drafts);
    if (f->kinds[EVENT_ERASE])
        say(stdout, _("%s: requests to erase that wait for a yes: %lld (phieu erase FILE --pending)\n"),
            f->name, (long long)f->kinds[EVENT_ERASE]);
    if (f->torn)
        say(stderr, _("phieu: %s: the file is damaged: what could be read was taken; ask for "
                          "another copy\n"), f->name);
    if (f->interrupted)
        say(stderr, _("phieu: %s: stopped halfway; take it in again to go on\n"), f->name);
}

/* The worst of what befell the files: one that was refused as a whole gives its own status, unless
 * others were taken. */
static int status_of(const struct merge_report *r)
{
    int worst = merge_report_troubled(r) ? EXIT_PROBLEMS : EXIT_DONE;
    size_t refused = 0;
    int why = EXIT_DONE;
    for (size_t i = 0; i < r->files.n; i++)
        if (r->files.v[i].err.message) {
            refused++;
            why = (int)r->files.v[i].err.code;
        }
    return refused && refused == r->files.n ? why : worst;
}

static void print_report(struct call *c, struct session *s, const struct merge_report *r,
                         bool trial)
{
    for (size_t i = 0; i < r->files.n; i++)
        if (r->files.v[i].err.message) {
            char *text = err_text(&r->files.v[i].err);
            say(stderr, "phieu: %s\n", text);
            free(text);
        }
    if (c->options.json) {
        print_json(r, trial);
        return;
    }
    if (c->options.quiet)
        return;
    for (size_t i = 0; i < r->files.n; i++)
        print_file(&r->files.v[i]);
    print_entries(s, r);
    if (trial)
        puts(_("This was a trial: nothing was written."));
}

static int run(struct call *c)
{
    struct err e = {0};
    struct taking taking = {.files = c->argc - 1};
    bool trial = call_option(c, "dry-run") != NULL;
    struct merge_options options = {.progress = show_progress, .user = &taking,
                                    .large = call_option(c, "large") != NULL};
    struct session *s = call_session(c, !trial, false, &e);
    int status = EXIT_DONE;
    if (s) {
        imports_warn(c, s);
        struct merge_report r;
        const char *const *paths = (const char *const *)c->argv + 1;
        bar_begin(c->options.quiet);
        bool good = (trial ? store_merge_try : store_merge)(
            session_store(s), paths, (size_t)c->argc - 1, &options, &r, &e);
        bar_end();
        if (good) {
            print_report(c, s, &r, trial);
            form_warn_waiting(c, s);
            status = status_of(&r);
        }
        merge_report_finish(&r);
    }
    return call_end(c, s, status, &e);
}

const struct command cmd_merge = {
    .name = "merge",
    .usage = "FILE OTHER… [--dry-run] [--large]",
    .help = N_("Takes in everything from other files; what is here stays as it is."),
    .options = "dry-run large",
    .min_args = 2,
    .max_args = -1,
    .run = run,
};
