#include "cli/comments_show.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/lang.h"
#include "cli/entry_json.h"
#include "cli/say.h"
#include "cli/time_option.h"
#include "text/date.h"

static void add_who(json *o, const char *author, const char *office, int64_t time)
{
    char at[32];
    js_set_text_or_null(o, "author", author);
    js_set_text_or_null(o, "office", office);
    js_set_text(o, "at", time_iso(time, at));
}

static json *said_json(const struct comment *c)
{
    json *o = js_new_object();
    js_set(o, "id", entry_json_hash(&c->id));
    js_set_text_or_null(o, "text", c->text);
    add_who(o, c->author, c->office, c->time);
    return o;
}

static json *thread_json(const struct review *r, const struct remark *x, json **ret_answers)
{
    json *o = said_json(x->said);
    char *name = review_place_name(r, x->said->path);
    js_set_text(o, "field", name);
    js_set_text(o, "path", x->said->path);
    js_set(o, "revision", entry_json_hash(&x->said->target));
    js_set(o, "open", js_new_bool(x->said->open));
    js_set(o, "answered", js_new_bool(x->answered));
    js_set(o, "changed", js_new_bool(x->changed));
    js_set(o, "answers", *ret_answers = js_new_array());
    free(name);
    return o;
}

json *comments_json(struct session *s, struct entry *en, struct err *e)
{
    struct remarks remarks = {0};
    struct review *r = review_over(s, en, NULL, e);
    json *a = r && review_remarks(r, &remarks, e) ? js_new_array() : NULL, *answers = NULL;
    for (size_t i = 0; a && i < remarks.n; i++) {
        if (remarks.v[i].said->thread == i) {
            js_push(a, thread_json(r, &remarks.v[i], &answers));
        } else {
            js_push(answers, said_json(remarks.v[i].said));
        }
    }
    vec_finish(&remarks);
    review_destroy(r);
    return a;
}

json *reviews_json(struct session *s, const char *entry, struct err *e)
{
    struct revisions all;
    if (!store_events(session_store(s), entry, EVENT_REVIEW, &all, e))
        return NULL;
    json *a = js_new_array();
    for (size_t i = 0; i < all.n; i++) {
        const struct event *x = &all.v[i].head;
        char *text = store_words(session_store(s), x);
        json *o = js_new_object(), *supersedes = js_new_array();
        js_set(o, "id", entry_json_hash(&all.v[i].id));
        js_set(o, "revision", entry_json_hash(&x->target));
        js_set_text(o, "verdict", review_says_words[review_says(x)]);
        js_set_text(o, "next", x->next);
        js_set_text(o, "received", x->received);
        js_set_text_or_null(o, "text", text);
        add_who(o, x->author, x->office, x->time);
        for (size_t k = 0; k < x->supersedes.n; k++)
            js_push(supersedes, entry_json_hash(&x->supersedes.v[k]));
        js_set(o, "supersedes", supersedes);
        js_push(a, o);
        free(text);
    }
    revisions_finish(&all);
    return a;
}

/* ---- for people ------------------------------------------------------------------------------- */

static void print_said(struct session *s, const struct comment *c, const char *indent)
{
    char when[32];
    date_print_time(c->time, when);
    say(stdout, "%s%s · %s · %s\n%s  %s\n", indent, c->author ? c->author : "-",
        c->office ? session_office_name(s, c->office) : "-", when, indent,
        c->text ? c->text : _("(no longer stored)"));
}

static void print_reason(struct session *s, const struct entry_row *row)
{
    struct revisions all;
    if (row->state != STATE_RETURNED ||
        !store_events(session_store(s), row->entry, EVENT_REVIEW, &all, NULL))
        return;
    for (size_t i = 0; i < all.n; i++) {
        char *text = hash_cmp(&all.v[i].head.target, &row->shown)
                         ? NULL : store_words(session_store(s), &all.v[i].head);
        if (text)
            say(stdout, _("\nReturned by %s: %s\n"),
                all.v[i].head.office ? session_office_name(s, all.v[i].head.office) : "-", text);
        free(text);
    }
    revisions_finish(&all);
}

bool comments_print(struct session *s, struct entry *en, struct err *e)
{
    struct remarks remarks = {0};
    struct review *r = review_over(s, en, NULL, e);
    bool good = r && review_remarks(r, &remarks, e), title = false;
    print_reason(s, entry_row(en));
    for (size_t i = 0; good && i < remarks.n; i++) {
        const struct remark *x = &remarks.v[i];
        if (!x->said->open)
            continue;
        if (!title)
            say(stdout, "\n%s\n", _("Comments"));
        title = true;
        if (x->said->thread == i) {
            char *name = review_place_name(r, x->said->path);
            say(stdout, "  %s%s%s\n", *name ? name : _("The whole entry"),
                x->answered ? _(" (answered)") : "", x->changed ? _(" (changed since)") : "");
            free(name);
        }
        print_said(s, x->said, x->said->thread == i ? "    " : "      » ");
    }
    vec_finish(&remarks);
    review_destroy(r);
    return good;
}
