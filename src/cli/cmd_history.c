#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "cli/changes_show.h"
#include "cli/command.h"
#include "cli/entry_json.h"
#include "cli/say.h"
#include "cli/time_option.h"
#include "entry/history.h"
#include "store/comment.h"
#include "store/erase.h"
#include "store/times.h"
#include "text/date.h"

struct telling {
    struct call *call;
    struct session *session;
    const struct entry *en;  /* names the fields; NULL: the form is not known */
    struct revisions all, reviews, comments, joins;
    json *array;             /* NULL: text */
};

static void head_json(json *o, const struct revision *r)
{
    char at[32];
    js_set_text(o, "kind", event_kind_name(r->head.kind));
    js_set(o, "id", entry_json_hash(&r->id));
    js_set_text_or_null(o, "author", r->head.author);
    js_set_text_or_null(o, "office", r->head.office);
    js_set_text(o, "at", time_iso(r->head.time, at));
}

static json *hashes_json(const struct hash *v, size_t n)
{
    json *a = js_new_array();
    for (size_t i = 0; i < n; i++)
        js_push(a, entry_json_hash(&v[i]));
    return a;
}

static void print_head(struct telling *h, const struct revision *r, const char *what)
{
    char when[32], hex[HASH_HEX];
    hash_hex(&r->id, hex);
    date_print_time(r->head.time, when);
    say(stdout, "%.12s  %s  %s · %s · %s\n", hex, when, what,
        r->head.author ? r->head.author : "-",
        r->head.office ? session_office_name(h->session, r->head.office) : "-");
}

/* ---- revisions -------------------------------------------------------------------------------- */

/* The status stands in the line above already. */
static bool is_no_status(const struct field_change *c, const void *user)
{
    (void)user;
    return strcmp(c->path, "$status") != 0;
}

static bool show_revision(struct telling *h, const struct revision *r, struct err *e)
{
    struct field_changes changes;
    struct err why = {0};
    bool known = store_changes_made(session_store(h->session), &h->all, r, &changes, &why);
    if (!known && why.code == ERR_FILE) {
        err_move(e, &why);
        return false;
    }
    err_finish(&why);
    changes_keep(&changes, is_no_status, NULL);
    bool reversed = revision_time_reversed(&h->all, r);
    if (h->array) {
        json *o = js_new_object();
        head_json(o, r);
        js_set_text(o, "state", r->head.status);
        js_set(o, "parents", hashes_json(r->head.parents.v, r->head.parents.n));
        js_set(o, "changes", known ? changes_json(h->en, &changes) : js_new_null());
        if (reversed)
            js_set(o, "time_reversed", js_new_bool(true));
        js_push(h->array, o);
    } else {
        print_head(h, r, history_word(r));
        if (reversed)
            say(stdout, "%s\n", _("    (the clock was wrong: what this follows bears a later time)"));
        if (r->head.parents.n > 1)
            say(stdout, _("    brings %zu revisions together\n"), r->head.parents.n);
        if (known)
            changes_print(h->en, &changes);
        else
            say(stdout, "%s\n", store_erased(session_store(h->session), &r->head.body, NULL) > 0
                                   ? _("    (erased on request)")
                                   : _("    (what was written is no longer stored)"));
    }
    changes_finish(&changes);
    return true;
}

/* ---- reviews and comments --------------------------------------------------------------------- */

static char *field_name(const struct telling *h, const char *path)
{
    return !path ? NULL : h->en ? entry_path_name(h->en, path) : xstrdup(path);
}

static void show_said(struct telling *h, const struct revision *r)
{
    char *text = store_words(session_store(h->session), &r->head);
    char *field = field_name(h, r->head.field);
    bool review = r->head.kind == EVENT_REVIEW;
    if (h->array) {
        json *o = js_new_object();
        head_json(o, r);
        js_set(o, "target", entry_json_hash(&r->head.target));
        js_set_text(o, "verdict", review ? review_says_words[review_says(&r->head)] : NULL);
        js_set_text(o, "field", field);
        js_set_text(o, "text", text);
        if (review)
            js_set(o, "supersedes", hashes_json(r->head.supersedes.v, r->head.supersedes.n));
        js_push(h->array, o);
    } else {
        print_head(h, r, history_word(r));
        if (field)
            say(stdout, "    %s\n", field);
        if (text)
            say(stdout, "    %s\n", text);
    }
    free(text);
    free(field);
}

static void show_join(struct telling *h, const struct revision *r)
{
    bool join = r->head.kind == EVENT_JOIN;
    if (!h->array) {
        print_head(h, r, history_word(r));
        say(stdout, "    %s · %s\n", r->head.entry, r->head.other);
        return;
    }
    json *o = js_new_object();
    head_json(o, r);
    js_set_text(o, "entry", r->head.entry);
    js_set_text(o, "other", r->head.other);
    if (!join)
        js_set(o, "supersedes", hashes_json(r->head.supersedes.v, r->head.supersedes.n));
    js_push(h->array, o);
}

static bool is_here(const struct telling *h, const struct hash *revision)
{
    for (size_t i = 0; i < h->all.n; i++)
        if (!hash_cmp(&h->all.v[i].id, revision))
            return true;
    return false;
}

/* Those of one revision, behind it; those of none that is here (NULL), at the end. */
static void show_about(struct telling *h, const struct revisions *v, const struct hash *target)
{
    for (size_t i = 0; i < v->n; i++) {
        const struct hash *own = &v->v[i].head.target;
        if (target ? !hash_cmp(own, target) : !is_here(h, own))
            show_said(h, &v->v[i]);
    }
}

static bool show_all(struct telling *h, struct err *e)
{
    for (size_t i = 0; i < h->all.n; i++) {
        if (!show_revision(h, &h->all.v[i], e))
            return false;
        show_about(h, &h->reviews, &h->all.v[i].id);
        show_about(h, &h->comments, &h->all.v[i].id);
    }
    show_about(h, &h->reviews, NULL);
    show_about(h, &h->comments, NULL);
    for (size_t i = 0; i < h->joins.n; i++)
        show_join(h, &h->joins.v[i]);
    return true;
}

static bool load(struct telling *h, const char *entry, struct err *e)
{
    struct store *s = session_store(h->session);
    return store_revisions(s, entry, &h->all, e) &&
           store_events(s, entry, EVENT_REVIEW, &h->reviews, e) &&
           store_events(s, entry, EVENT_COMMENT, &h->comments, e) &&
           store_join_events(s, entry, &h->joins, e);
}

static int run(struct call *c)
{
    struct err e = {0};
    struct entry_row row = {0};
    struct session *s = call_session(c, false, true, &e);
    struct telling h = {.call = c, .session = s};
    if (s && store_entry(session_store(s), c->argv[1], &row, &e) && load(&h, row.entry, &e)) {
        struct entry *en = entry_view(s, row.entry, NULL, NULL);
        h.en = en;
        h.array = c->options.json ? js_new_array() : NULL;
        if (show_all(&h, &e) && h.array)
            command_print_json(js_copy(h.array));
        js_free(h.array);
        entry_destroy(en);
    }
    revisions_finish(&h.all);
    revisions_finish(&h.reviews);
    revisions_finish(&h.comments);
    revisions_finish(&h.joins);
    entry_row_finish(&row);
    return call_end(c, s, EXIT_DONE, &e);
}

const struct command cmd_history = {
    .name = "history",
    .usage = "FILE ENTRY",
    .help = N_("Lists the revisions and reviews of an entry: when, who, which office, what changed."),
    .min_args = 2,
    .max_args = 2,
    .run = run,
};
