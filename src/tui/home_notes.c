#include "tui/home_notes.h"

#include <stdlib.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/desk.h"
#include "entry/waiting.h"
#include "store/merge.h"
#include "store/safety.h"
#include "text/date.h"
#include "text/unicode.h"
#include "tui/folder.h"

/* "Mới nhất: nhận từ Tỉnh Đoàn 24/6/2015 09:12 (3 góp ý)"; of several offices: "nhận kien-giang.db" */
static char *taken_in(struct session *s, const struct import *last, const char *when)
{
    struct str out = {0};
    int64_t comments;
    char *office, *shown = folder_shown(last->name);
    store_import_brought(session_store(s), last->id, &office, &comments, NULL);
    struct str name = {0};
    text_fit(&name, office ? session_office_name(s, office) : shown, 32);
    str_addf(&out, office ? _("Newest: took in from %s %s") : _("Newest: took in %s %s"), str_text(&name), when);
    if (comments)
        str_addf(&out, _(" (comments: %lld)"), (long long)comments);
    str_finish(&name);
    free(office);
    free(shown);
    return str_take(&out);
}

static char *newest(struct session *s)
{
    struct import last = {0};
    char when[32];
    if (!store_import_newest(session_store(s), &last, NULL))
        return NULL;
    date_print_time(last.at, when);
    char *news = last.restored ? xasprintf(_("Newest: took back work made on this computer %s"), when)
                               : taken_in(s, &last, when);
    import_finish(&last);
    return news;
}

static size_t count_forms(struct app *app, struct err *e)
{
    struct waiting_forms forms;
    if (!session_waiting_forms(app_session(app), &forms, e))
        return 0;
    size_t n = forms.n;
    waiting_finish(&forms);
    return n;
}

#define REVIEWS_MOST 99 /* more are not counted at each start */

void home_notes_load(struct home_notes *n, struct app *app)
{
    struct store *s = session_store(app_session(app));
    struct err e = {0};
    home_notes_finish(n);
    n->news = newest(app_session(app));
    n->missing = safety_missing_count(s);
    n->forms = count_forms(app, &e);
    if (!e.message)
        session_desk_count(app_session(app), REVIEWS_MOST, &n->reviews, &n->more, &e);
    if (e.message || !store_waiting(s, &n->waiting, &e))
        app_error(app, &e);
}

void home_notes_finish(struct home_notes *n)
{
    free(n->news);
    *n = (struct home_notes){0};
}

bool home_notes_decide(const struct home_notes *n)
{
    return n->waiting.conflicts || n->waiting.duplicates || n->waiting.drafts;
}

int home_notes_rows(const struct home_notes *n)
{
    return home_notes_decide(n) + (n->missing > 0) + (n->forms > 0) + (n->reviews > 0);
}

/* ---- drawing ------------------------------------------------------------------------------------- */

/* Returns the row above it. */
static int draw_note(struct surface *f, int y, char *text)
{
    surface_fill(f, (struct rect){y, 0, 1, f->columns}, STYLE_NORMAL);
    surface_put(f, y, 1, 1, STYLE_WARNING, surface_mark(f, MARK_BAD));
    surface_put(f, y, 3, f->columns - 4, STYLE_WARNING, text);
    free(text);
    return y - 1;
}

/* "2 phiếu trùng sửa · 1 phiếu có thể trùng (bấm x)" */
static char *decide_text(const struct store_waiting *w)
{
    struct str out = {0};
    char key[32];
    if (w->conflicts)
        str_addf(&out, _("changed twice: %lld"), (long long)w->conflicts);
    if (w->duplicates)
        str_addf(&out, _("%spossible duplicates: %lld"), out.len ? " · " : "", (long long)w->duplicates);
    if (w->drafts)
        str_addf(&out, _("%sunfinished elsewhere: %lld"), out.len ? " · " : "", (long long)w->drafts);
    str_addf(&out, _(" (%s to decide)"), action_key(ACTION_CONFLICTS, key));
    return str_take(&out);
}

void home_notes_draw(const struct home_notes *n, struct surface *f)
{
    char key[32];
    int y = f->rows - 4;
    if (home_notes_decide(n))
        y = draw_note(f, y, decide_text(&n->waiting));
    if (n->missing)
        y = draw_note(f, y, xasprintf(_("%lld pieces of work made on this computer are not in this file (%s)"),
                                      (long long)n->missing, action_key(ACTION_MISSING, key)));
    if (n->reviews)
        y = draw_note(f, y, xasprintf(n->more ? _("submissions that wait for your review: more than %d (%s)")
                                              : _("submissions that wait for your review: %d (%s)"),
                                      n->reviews, action_key(ACTION_DESK, key)));
    if (n->forms)
        draw_note(f, y, xasprintf(_("forms from elsewhere that wait to be approved: %zu (%s)"), n->forms,
                                  action_key(ACTION_NEW_FORMS, key)));
}
