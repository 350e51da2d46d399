/* What was said about the entry, on the entry screen: why it came back above everything, marks and words at the
 * fields, and answers. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "text/wrap.h"
#include "tui/ask.h"
#include "tui/screen_entry_inside.h"

void entry_screen_talk_load(struct entry_screen *es)
{
    struct err e = {0};
    if (!talk_load(&es->talk, app_session(es->screen.app), es->entry, &e))
        app_error(es->screen.app, &e);
}

/* ---- above everything ------------------------------------------------------------------------------ */

/* "Còn 3 góp ý chưa xử lý (F3) · Trả lại …"; NULL: there is nothing to say. */
static char *banner(struct entry_screen *es)
{
    char key[32], *text = talk_decided_text(&es->talk);
    size_t waiting = talk_waiting(&es->talk);
    if (waiting) {
        char *more = xasprintf(_("Comments that wait for you: %zu (%s)%s%s"), waiting,
                               action_key(ACTION_PROBLEMS, key), *text ? " · " : "", text);
        free(text);
        text = more;
    }
    if (*text)
        return text;
    free(text);
    return NULL;
}

static bool is_alarm(const struct entry_screen *es)
{
    return entry_row(es->entry)->state == STATE_RETURNED || talk_waiting(&es->talk);
}

int entry_screen_draw_talk(struct entry_screen *es, struct surface *f)
{
    int most = f->rows >= 24 ? 3 : 1;
    struct wrap_lines lines = {0};
    char *text = es->full ? NULL : banner(es);
    if (!text)
        return 0;
    wrap(text, strlen(text), f->columns - 4, &lines);
    int n = (int)lines.n < most ? (int)lines.n : most;
    enum style style = is_alarm(es) ? STYLE_WARNING : STYLE_OK;
    surface_put(f, 2, 1, 1, style, surface_mark(f, is_alarm(es) ? MARK_BAD : MARK_OK));
    for (int i = 0; i < n; i++) {
        size_t from = lines.v[i].from;
        size_t to = i < n - 1 ? lines.v[i].to : strlen(text);
        while (to > from && text[to - 1] == ' ')
            to--; /* blanks hang over the end of a line */
        surface_putn(f, 2 + i, 3, f->columns - 4, style, text + from, to - from);
    }
    surface_hline(f, 2 + n, 0, f->columns);
    vec_finish(&lines);
    free(text);
    return n + 1;
}

/* ---- at the places --------------------------------------------------------------------------------- */

const struct talk_thread *entry_screen_thread(const struct entry_screen *es, struct place p)
{
    size_t at = 0;
    const struct talk_thread *x, *first = NULL;
    while ((x = talk_at(&es->talk, p, &at))) {
        if (talk_is_waiting(&es->talk, x))
            return x;
        first = first ? first : x;
    }
    return first;
}

char *entry_screen_thread_line(const struct entry_screen *es, const struct talk_thread *x)
{
    char *text = talk_thread_text(&es->talk, x);
    char *line = xasprintf("%s · %s", text, talk_thread_state(&es->talk, x));
    free(text);
    return line;
}

int entry_screen_section_waits(const struct entry_screen *es, int section)
{
    int n = 0;
    for (size_t i = 0; i < es->talk.v.n; i++) {
        const struct talk_thread *x = &es->talk.v.v[i];
        n += x->place.field >= 0 && talk_is_waiting(&es->talk, x) &&
             entry_form(es->entry)->fields.v[x->place.field]->section == section;
    }
    return n;
}

/* ---- answering ------------------------------------------------------------------------------------- */

static void come_back(struct entry_screen *es)
{
    if (!es->inside)
        entry_screen_enter(es, PLACE_FIELD(es->field), false);
    app_dirty(es->screen.app);
}

static void answer_typed(struct app *app, void *context, const char *text)
{
    struct entry_screen *es = context;
    const struct talk_thread *x = entry_screen_thread(es, es->answering);
    struct err e = {0};
    if (x && text && *text) {
        if (talk_answer(&es->talk, x, text, &e))
            app_say(app, STYLE_OK, "%s", _("The answer is in the file."));
        else
            app_error(app, &e);
    }
    come_back(es);
}

void entry_screen_answer(struct entry_screen *es)
{
    const struct talk_thread *x = entry_screen_thread(es, entry_screen_here(es));
    char list[32];
    if (!x) {
        app_say(es->screen.app, STYLE_DIM, _("Nobody has commented on this place; %s lists all comments."),
                action_key(ACTION_PROBLEMS, list));
        come_back(es);
        return;
    }
    es->answering = x->place;
    ask_line(es->screen.app, &(struct ask){.label = _("Answer:"), .context = es, .done = answer_typed});
}
