/* Taking in files: a trial first, its table, then the merge and what it brought. Nothing is written before
 * somebody has seen the table. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "entry/waiting.h"
#include "tui/browse.h"
#include "tui/folder.h"
#include "tui/take.h"
#include "tui/work.h"

struct take {
    struct screen screen;
    VEC(char *) paths;
    struct merge_trial *trial; /* NULL: taken, or stopped */
    struct merge_report report;
    VEC(struct take_receipt) receipts;
    struct take_forms forms; /* new ones that wait for a yes */
    bool taken;
    struct take_lines lines;
    struct list list;
    struct err error; /* of the work in the thread */
};

static struct take *of(struct screen *s)
{
    return (struct take *)s;
}

static struct store *own_store(const struct take *t)
{
    return session_store(app_session(t->screen.app));
}

static struct take_view view(const struct take *t)
{
    return (struct take_view){.session = app_session(t->screen.app),
                              .report = &t->report,
                              .receipts = t->receipts.n ? t->receipts.v : NULL,
                              .forms = &t->forms,
                              .taken = t->taken};
}

/* ---- the work, in its thread ----------------------------------------------------------------- */

static bool progress(void *user, const char *file, int64_t done, int64_t all)
{
    char *name = *file ? take_file_name(file) : xstrdup("");
    bool goes_on = work_progress(user, name, done, all);
    free(name);
    return goes_on;
}

static bool is_known_text(const struct store_texts *here, const struct hash *body)
{
    for (size_t i = 0; i < here->n; i++)
        if (!hash_cmp(&here->v[i].body, body))
            return true;
    return false;
}

/* As its head says; nothing of it is believed or run. */
static char *name_form(struct store *s, const struct store_text *text)
{
    size_t len = 0;
    struct form_brief brief;
    char *yaml = store_body(s, &text->body, &len, NULL), *shown;
    if (yaml && form_brief_glance(yaml, len, &text->body, &brief)) {
        char *name = xasprintf("%s (%s, %d)", text_of(&brief.title), brief.id, brief.version);
        shown = folder_shown(name);
        form_brief_finish(&brief);
        free(name);
    } else {
        shown = folder_shown(text->id);
    }
    free(yaml);
    return shown;
}

static bool list_new_forms(struct take *t)
{
    struct store_texts here = {0}, there = {0};
    bool good = store_texts(own_store(t), EVENT_FORM, &here, &t->error) &&
                store_texts(merge_trial_store(t->trial), EVENT_FORM, &there, &t->error);
    for (size_t i = 0; good && i < there.n; i++)
        if (!is_known_text(&here, &there.v[i].body) &&
            session_form_is_waiting(app_session(t->screen.app), &there.v[i].body))
            *vec_add(&t->forms) = (struct take_form){
                there.v[i].body, name_form(merge_trial_store(t->trial), &there.v[i])};
    store_texts_finish(&here);
    store_texts_finish(&there);
    return good;
}

/* A file that cannot give one was refused before, or will be said to be damaged. */
static void ask_receipts(struct take *t, struct work *w)
{
    const char *office = session_office(app_session(t->screen.app));
    for (size_t i = 0; i < t->report.files.n; i++) {
        struct take_receipt *r = vec_add(&t->receipts);
        struct receipt full = {0};
        if (t->report.files.v[i].err.message)
            continue;
        if (!progress(w, t->report.files.v[i].name, 0, 0))
            return;
        if (store_receipt(own_store(t), t->report.files.v[i].name, office, NULL, &full, NULL))
            *r = (struct take_receipt){full.made, full.received};
        receipt_finish(&full);
    }
}

static void run_trial(struct work *w, void *context)
{
    struct take *t = context;
    struct merge_options options = {.progress = progress, .user = w};
    t->trial = merge_trial_begin(own_store(t), (const char *const *)t->paths.v, t->paths.n, &options,
                                 &t->report, &t->error);
    if (t->trial && list_new_forms(t))
        ask_receipts(t, w);
}

static void run_merge(struct work *w, void *context)
{
    struct take *t = context;
    struct merge_options options = {.progress = progress, .user = w};
    store_merge(own_store(t), (const char *const *)t->paths.v, t->paths.n, &options, &t->report,
                &t->error);
}

/* ---- lines ----------------------------------------------------------------------------------- */

static bool line_selectable(void *user, int i)
{
    const struct take_line *x = &((struct take *)user)->lines.v.v[i];
    return x->entry >= 0 || *x->text;
}

static void draw_line(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    struct take *t = user;
    struct take_view v = view(t);
    take_draw_line(&t->lines, &v, f, r, i, selected);
}

static char *line_text(void *user, int i)
{
    struct take *t = user;
    struct take_view v = view(t);
    const struct take_line *x = &t->lines.v.v[i];
    if (x->entry < 0)
        return xstrdup(x->text);
    const struct merge_entry *e = &t->report.entries.v[x->entry];
    char *form = take_form_name(v.session, e->form_id, e->period);
    char *unit = take_unit_name(v.session, e->form_id, e->unit);
    char *text = xasprintf("%s %s", unit, form);
    free(form);
    free(unit);
    return text;
}

static const struct list_ops list_ops = {
    .draw = draw_line, .selectable = line_selectable, .text = line_text};

/* What was decided or approved meanwhile is not said any more. */
static void forget_done(struct take *t)
{
    size_t n = 0;
    take_count_again(own_store(t), &t->report);
    for (size_t i = 0; i < t->forms.n; i++)
        if (session_form_is_waiting(app_session(t->screen.app), &t->forms.v[i].hash))
            t->forms.v[n++] = t->forms.v[i];
        else
            free(t->forms.v[i].name);
    t->forms.n = n;
}

/* The first line of the table, or what is said where there is none. */
static void make_lines(struct take *t, int columns)
{
    struct take_view v = view(t);
    take_lines_make(&t->lines, &v, columns);
    list_set_count(&t->list, (int)t->lines.v.n);
    for (size_t i = 0; i < t->lines.v.n; i++)
        if (t->lines.v.v[i].entry == 0)
            list_select(&t->list, (int)i);
}

/* ---- drawing --------------------------------------------------------------------------------- */

static char *title(const struct take *t)
{
    if (t->paths.n != 1)
        return xasprintf(_("Take in › %zu files"), t->paths.n);
    char *path = folder_shown(t->paths.v[0]), *text = xasprintf(_("Take in › %s"), path);
    free(path);
    return text;
}

static bool brings_nothing(const struct take *t)
{
    for (size_t i = 0; i < t->report.files.n; i++) {
        const struct merge_file *f = &t->report.files.v[i];
        if (f->events.added || f->bodies.added || f->signatures.added || f->drafts)
            return false;
    }
    return true;
}

static bool was_stopped(const struct take *t)
{
    for (size_t i = 0; i < t->report.files.n; i++)
        if (t->report.files.v[i].interrupted)
            return true;
    return false;
}

static char *summary(const struct take *t, enum style *ret)
{
    const int64_t *n = t->lines.totals;
    bool stopped = was_stopped(t);
    *ret = n[3] || t->lines.refused || stopped ? STYLE_WARNING : t->taken ? STYLE_OK : STYLE_DIM;
    if (t->lines.refused == t->report.files.n)
        return xstrdup(_("Nothing can be taken in: see the reasons."));
    if (stopped)
        return xstrdup(_("Stopped halfway: what has come stays; take the file in again for the rest."));
    if (brings_nothing(t))
        return xstrdup(t->taken ? _("There was nothing new.")
                                : _("Nothing new: everything in it is here already."));
    struct str b = {0};
    str_addf(&b, t->taken ? _("Taken in: %lld new, %lld changed") : _("It brings: %lld new, %lld changed"),
             (long long)n[0], (long long)n[1]);
    if (n[3])
        str_addf(&b, _(" · %lld wait for a decision"), (long long)n[3]);
    if (t->lines.refused)
        str_addf(&b, _(" · files refused: %zu"), t->lines.refused);
    return str_take(&b);
}

/* Something in it has to be decided by a person. */
static bool waits(const struct take *t)
{
    return t->lines.totals[3] > 0;
}

/* What can be done with it, and always how to go on. */
static const enum action *keyline(struct screen *s)
{
#define GO_ON ACTION_SEARCH_LIST, ACTION_BACK, ACTION_HELP, ACTION_NONE
    static const enum action trial[] = {ACTION_TAKE_IN, ACTION_DETAILS, GO_ON};
    static const enum action nothing[] = {GO_ON};
    static const enum action taken[] = {ACTION_UNDO_TAKE, GO_ON};
    static const enum action forms[] = {ACTION_NEW_FORMS, ACTION_UNDO_TAKE, GO_ON};
    static const enum action decide[] = {ACTION_TO_DECIDE, ACTION_UNDO_TAKE, GO_ON};
    static const enum action both[] = {ACTION_TO_DECIDE, ACTION_NEW_FORMS, ACTION_UNDO_TAKE, GO_ON};
#undef GO_ON
    const struct take *t = of(s);
    if (t->lines.refused == t->report.files.n)
        return nothing;
    if (!t->taken)
        return trial;
    if (t->forms.n)
        return waits(t) ? both : forms;
    return waits(t) ? decide : taken;
}

static void draw(struct screen *s, struct surface *f)
{
    struct take *t = of(s);
    enum style style;
    if (t->lines.columns != f->columns)
        make_lines(t, f->columns);
    char *left = title(t), *says = summary(t, &style);
    app_draw_title(s->app, f, left, t->taken ? _("taken in") : _("a trial, nothing written"));
    take_draw_heads(f, 2);
    list_draw(&t->list, f, (struct rect){3, 0, f->rows - 6, f->columns});
    app_draw_bottom(s->app, f, keyline(s), says, NULL, style);
    free(left);
    free(says);
}

/* ---- acting ---------------------------------------------------------------------------------- */

static void forget_report(struct take *t)
{
    take_lines_finish(&t->lines);
    merge_report_finish(&t->report);
    t->report = (struct merge_report){0};
    vec_finish(&t->receipts);
    merge_trial_end(t->trial);
    t->trial = NULL;
}

static void note_folder(struct take *t)
{
    char *folder = folder_above(t->paths.v[0]);
    struct settings *settings = session_settings(app_session(t->screen.app));
    free(settings->take_folder);
    settings->take_folder = folder;
    session_save_settings(app_session(t->screen.app), NULL);
}

/* What came until then is sound and stays: so the result is shown also after a stop. */
static void take_in(struct take *t)
{
    struct app *app = t->screen.app;
    if (t->lines.refused == t->report.files.n) {
        app_say(app, STYLE_WARNING, "%s", _("Nothing can be taken in: see the reasons."));
        return;
    }
    forget_report(t);
    app_work(app, _("Taking in …"), _("Stop: what has come stays, taking it in again goes on"),
             run_merge, t);
    t->taken = true;
    note_folder(t);
    if (t->error.message)
        app_error(app, &t->error);
    t->list.selected = 0;
    t->list.top = 0;
}

static void open_entries(struct take *t)
{
    int i = t->list.selected;
    if (i >= 0 && t->lines.v.v[i].entry >= 0)
        screen_take_entries(t->screen.app, merge_trial_store(t->trial),
                            &t->report.entries.v[t->lines.v.v[i].entry]);
    else
        app_say(t->screen.app, STYLE_NORMAL, "%s", _("Choose a line of the table first."));
}

static bool leave(struct take *t)
{
    struct app *app = t->screen.app;
    bool taken = t->taken;
    app_pop(app);
    if (taken)
        browse_leave(app);
    return true;
}

static bool act(struct screen *s, enum action a)
{
    struct take *t = of(s);
    if (list_act(&t->list, a))
        return true;
    if ((a == ACTION_OPEN || a == ACTION_TAKE_IN) && !t->taken)
        take_in(t);
    else if (a == ACTION_DETAILS && !t->taken)
        open_entries(t);
    else if (a == ACTION_UNDO_TAKE && t->taken)
        take_undo(s->app);
    else if (t->taken && waits(t) && (a == ACTION_OPEN || a == ACTION_TO_DECIDE))
        screen_conflicts(s->app);
    else if (a == ACTION_NEW_FORMS && t->taken)
        screen_new_forms(s->app);
    else if (a == ACTION_BACK || (a == ACTION_OPEN && t->taken))
        return leave(t);
    else
        return false;
    return true;
}

static void resume(struct screen *s)
{
    struct take *t = of(s);
    if (t->taken)
        forget_done(t);
    t->lines.columns = 0; /* made anew when drawn */
}

static bool search(struct screen *s, const char *needle, int direction)
{
    app_dirty(s->app);
    return list_search(&of(s)->list, needle, direction);
}

static unsigned places(struct screen *s)
{
    return PLACE_LIST | (of(s)->taken ? PLACE_TAKEN : PLACE_TRIAL);
}

static void destroy(struct screen *s)
{
    struct take *t = of(s);
    forget_report(t);
    for (size_t i = 0; i < t->paths.n; i++)
        free(t->paths.v[i]);
    for (size_t i = 0; i < t->forms.n; i++)
        free(t->forms.v[i].name);
    vec_finish(&t->paths);
    vec_finish(&t->forms);
    err_finish(&t->error);
    free(t);
}

static const struct screen_ops ops = {
    .id = "take",
    .places = places,
    .draw = draw,
    .act = act,
    .search = search,
    .resume = resume,
    .destroy = destroy,
    .keyline = keyline,
};

void take_leave(struct app *app)
{
    struct screen *top = app_top(app);
    if (top && top->ops == &ops && of(top)->taken)
        leave(of(top));
}

/* ---- beginning ------------------------------------------------------------------------------- */

static void try_files(struct app *app, char *const *paths, size_t n)
{
    struct take *t = xcalloc(1, sizeof *t);
    t->screen = (struct screen){&ops, app};
    t->list = (struct list){.ops = &list_ops, .user = t};
    for (size_t i = 0; i < n; i++)
        *vec_add(&t->paths) = xstrdup(paths[i]);
    bool stopped = app_work(app, _("Looking what would come …"), _("Stop; nothing is written"),
                            run_trial, t);
    if (t->trial && !stopped) {
        app_push(app, &t->screen);
        return;
    }
    if (stopped)
        app_say(app, STYLE_NORMAL, "%s", _("Stopped; nothing was written."));
    else
        app_error(app, &t->error);
    destroy(&t->screen);
}

void screen_take(struct app *app)
{
    struct session *s = app_session(app);
    screen_browse(app, &(struct browse){.title = action_name(ACTION_TAKE),
                                        .own = store_path(session_store(s)),
                                        .media = media_options_now(session_settings(s)->take_folder),
                                        .chosen = try_files});
}
