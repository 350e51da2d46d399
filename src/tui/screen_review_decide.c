/* What the keys of the review screen decide and say; and how the last decision is taken back. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "tui/ask.h"
#include "tui/confirm.h"
#include "tui/screen_review_inside.h"

static struct session *session_of(const struct review_screen *x)
{
    return app_session(x->screen.app);
}

/* Owned by the unit list. */
static const char *unit_name(const struct review_screen *x)
{
    return session_office_name(session_of(x), entry_unit(review_entry(x->review)));
}

/* People know an entry by its unit. */
static void refused(struct review_screen *x, struct err *e)
{
    if (e->place && !strcmp(e->place, entry_id(review_entry(x->review)))) {
        free(e->place);
        e->place = xstrdup(unit_name(x));
    }
    app_error(x->screen.app, e);
}

/* ---- deciding -------------------------------------------------------------------------------------- */

static void decided(struct review_screen *x, enum review_done done, char *said)
{
    struct review_ref *ref = &x->refs.v[x->at];
    ref->done = done;
    hash_hex(&review_revision(x->review)->id, ref->revision);
    *vec_add(&x->steps) = x->at;
    x->decided(x->context, ref->id, ref->revision, false);
    review_screen_go_on(x, said);
    free(said);
}

static void accept(struct review_screen *x)
{
    struct err e = {0};
    const char *next = review_next(x->review);
    if (!review_accept(x->review, NULL, &e)) {
        refused(x, &e);
        return;
    }
    char *said = next ? xasprintf(_("Accepted and handed on to %s: %s."), session_office_name(session_of(x), next),
                                  unit_name(x))
                      : xasprintf(_("Accepted: %s."), unit_name(x));
    if (x->newer) {
        char *more = xasprintf(_("%s What has come since still waits."), said);
        free(said);
        said = more;
    }
    decided(x, REVIEW_ACCEPTED, said);
}

static void warnings_answered(struct app *app, void *context, bool yes)
{
    (void)app;
    if (yes)
        accept(context);
}

/* "Còn 2 lưu ý …:" and what they say. */
static void ask_warnings(struct review_screen *x, size_t n)
{
    struct str question = {0};
    size_t count;
    const struct verdict *v = rules_verdicts(entry_rules(review_entry(x->review)), &count);
    str_addf(&question, _("Warnings that nobody has given a reason for: %zu. Accept it all the same?"), n);
    for (size_t i = 0; i < count; i++)
        if (v[i].level == LEVEL_WARNING && !v[i].reason)
            str_addf(&question, "\n• %s", v[i].message);
    confirm(x->screen.app, &(struct confirm){.title = action_name(ACTION_ACCEPT),
                                             .question = str_text(&question),
                                             .yes = _("Accept it"),
                                             .no = _("No, look at it again"),
                                             .context = x,
                                             .done = warnings_answered});
    str_finish(&question);
}

static bool on_accept(struct review_screen *x)
{
    size_t errors = rules_count(entry_rules(review_entry(x->review)), LEVEL_ERROR);
    size_t warnings = review_warnings(x->review);
    char list[32], back[32];
    if (errors)
        app_say(x->screen.app, STYLE_ERROR,
                _("It cannot be accepted: %zu errors (%s lists them). %s returns it."), errors,
                action_key(ACTION_PROBLEMS, list), action_key(ACTION_RETURN, back));
    else if (warnings && entry_row(review_entry(x->review))->state != STATE_CONFLICT)
        ask_warnings(x, warnings);
    else
        accept(x);
    return true;
}

static void reason_typed(struct app *app, void *context, const char *text)
{
    struct review_screen *x = context;
    struct err e = {0};
    app_dirty(app);
    if (!text)
        return;
    if (review_return(x->review, text, NULL, &e))
        decided(x, REVIEW_RETURNED, xasprintf(_("Returned: %s."), unit_name(x)));
    else
        refused(x, &e);
}

static bool on_return(struct review_screen *x)
{
    ask_line(x->screen.app, &(struct ask){.label = review_has_open_comment(x->review)
                                                       ? _("Reason (may be blank):") : _("Reason:"),
                                          .context = x,
                                          .done = reason_typed});
    return true;
}

/* ---- taking back ------------------------------------------------------------------------------------- */

static bool on_undo(struct review_screen *x)
{
    struct err e = {0};
    if (!x->steps.n) {
        app_say(x->screen.app, STYLE_DIM, "%s", _("Nothing more to undo."));
        return true;
    }
    size_t at = x->steps.v[x->steps.n - 1];
    if (!review_screen_show(x, at)) {
        if (!x->review)
            app_pop(x->screen.app);
        return true;
    }
    x->steps.n--;
    if (!review_undo(x->review, NULL, &e)) {
        refused(x, &e);
        return true;
    }
    x->refs.v[at].done = REVIEW_WAITS;
    x->decided(x->context, x->refs.v[at].id, NULL, true);
    x->quiet = false;
    review_screen_again(x);
    app_say(x->screen.app, STYLE_OK, _("Taken back: %s waits for a decision again."), unit_name(x));
    return true;
}

/* ---- saying ------------------------------------------------------------------------------------------ */

static const struct comment *thread_of(const struct review_screen *x)
{
    const struct reading_item *item = review_screen_item(x);
    return item && item->kind == READING_THREAD ? x->reading.remarks.v[item->remark].said : NULL;
}

static void said(struct review_screen *x, bool good, struct err *e, const char *sentence)
{
    if (good)
        review_screen_again(x);
    if (good)
        app_say(x->screen.app, STYLE_OK, "%s", sentence);
    else
        refused(x, e);
}

static void remark_typed(struct app *app, void *context, const char *text)
{
    struct review_screen *x = context;
    struct err e = {0};
    char hex[HASH_HEX];
    const struct comment *c = thread_of(x);
    app_dirty(app);
    if (!text || !*text)
        return;
    if (c) {
        hash_hex(&c->id, hex);
        said(x, review_answer(x->review, hex, text, NULL, &e), &e, _("The answer is in the file."));
        return;
    }
    char *path = reading_path(&x->view);
    said(x, path && review_comment(x->review, path, text, NULL, &e), &e, _("The comment is in the file."));
    free(path);
}

static bool on_remark(struct review_screen *x)
{
    char *path = thread_of(x) ? xstrdup("") : reading_path(&x->view);
    if (!path) {
        app_say(x->screen.app, STYLE_DIM, "%s", _("Nobody can comment on this place alone."));
        return true;
    }
    ask_line(x->screen.app, &(struct ask){.label = thread_of(x) ? _("Answer:") : _("Comment:"),
                                          .context = x,
                                          .done = remark_typed});
    free(path);
    return true;
}

static void whole_typed(struct app *app, void *context, const char *text)
{
    struct review_screen *x = context;
    struct err e = {0};
    app_dirty(app);
    if (text && *text)
        said(x, review_comment(x->review, "-", text, NULL, &e), &e, _("The comment is in the file."));
}

static bool on_remark_whole(struct review_screen *x)
{
    ask_line(x->screen.app, &(struct ask){.label = _("Comment on the whole entry:"),
                                          .context = x,
                                          .done = whole_typed});
    return true;
}

static bool on_close(struct review_screen *x)
{
    struct err e = {0};
    const struct comment *c = thread_of(x);
    char hex[HASH_HEX];
    if (!c) {
        app_say(x->screen.app, STYLE_DIM, "%s", _("Go to a comment first (arrows up, down)."));
        return true;
    }
    bool open = c->open;
    hash_hex(&c->id, hex);
    said(x, review_close(x->review, hex, !open, NULL, &e), &e,
         open ? _("The comment is closed.") : _("The comment is open again."));
    return true;
}

static void day_typed(struct app *app, void *context, const char *text)
{
    struct review_screen *x = context;
    struct err e = {0};
    app_dirty(app);
    if (!text)
        return;
    if (!review_set_received(x->review, text, &e)) {
        refused(x, &e);
        return;
    }
    free(x->received);
    x->received = xstrdup(text);
    app_say(app, STYLE_OK, "%s", _("The day goes with the next decision about this entry."));
}

static bool on_received(struct review_screen *x)
{
    ask_line(x->screen.app, &(struct ask){.label = _("Came in on (24/6/2015):"),
                                          .plain = true,
                                          .text = x->received,
                                          .context = x,
                                          .done = day_typed});
    return true;
}

/* ---- the table --------------------------------------------------------------------------------------- */

static const struct {
    enum action action;
    bool (*key)(struct review_screen *x);
} keys[] = {
    {ACTION_ACCEPT, on_accept},           {ACTION_RETURN, on_return},     {ACTION_UNDO, on_undo},
    {ACTION_REMARK, on_remark},           {ACTION_REMARK_WHOLE, on_remark_whole},
    {ACTION_CLOSE_REMARK, on_close},      {ACTION_RECEIVED, on_received},
};

bool review_screen_decide(struct review_screen *x, enum action a)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].action == a)
            return keys[i].key(x);
    return false;
}
