/* F3: every comment on the entry and every problem of it; Enter jumps to its field. A warning may be kept with a reason. Under
 * them stands how many old answers have no place. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/vec.h"
#include "entry/entry_beside.h"
#include "text/wrap.h"
#include "tui/ask.h"
#include "tui/list.h"
#include "tui/screens.h"
#include "tui/talk_text.h"

struct problems {
    struct screen screen;
    struct entry *entry;
    struct screen *below;
    screen_pick_fn *pick;
    struct list list;
    VEC(size_t) order; /* verdicts as shown: broken rules first, then what is still empty, at last
                          what is kept with a reason */
    struct talk talk;  /* what was said about it: rows above the verdicts */
    size_t unplaced;   /* answers that have no place: one more row */
    char *key;         /* of the warning that a reason is typed for */
    bool asking;       /* it is being typed */
};

static const struct talk_thread *thread_at(const struct problems *p, int i)
{
    return i >= 0 && (size_t)i < p->talk.v.n ? &p->talk.v.v[i] : NULL;
}

static const struct verdict *verdict_at(const struct problems *p, int i)
{
    size_t count = 0;
    i -= (int)p->talk.v.n;
    const struct verdict *v = rules_verdicts(entry_rules(p->entry), &count);
    return i >= 0 && (size_t)i < p->order.n && p->order.v[i] < count ? &v[p->order.v[i]] : NULL;
}

static int rank(const struct verdict *v)
{
    return v->reason ? 2 : strcmp(v->rule, "required") == 0;
}

static void sort_problems(struct problems *p)
{
    size_t count = 0;
    const struct verdict *v = rules_verdicts(entry_rules(p->entry), &count);
    vec_clear(&p->order);
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < count; i++)
            if (rank(&v[i]) == round)
                *vec_add(&p->order) = i;
    list_set_count(&p->list, (int)(p->talk.v.n + count) + (p->unplaced > 0));
}

/* The comment that waits at the field that the person came from, or behind it. */
static bool select_thread(struct problems *p, int field)
{
    for (size_t i = 0; i < p->talk.v.n; i++) {
        const struct talk_thread *x = &p->talk.v.v[i];
        if (talk_is_waiting(&p->talk, x) && x->place.field >= field) {
            list_select(&p->list, (int)i);
            return true;
        }
    }
    return false;
}

/* The selection begins at a comment or the first broken rule, else at the field that the person came from. */
static void select_first(struct problems *p, int field)
{
    size_t count = 0;
    if (select_thread(p, field))
        return;
    const struct verdict *v = rules_verdicts(entry_rules(p->entry), &count);
    for (size_t i = 0; i < count && rank(&v[p->order.v[0]]) == 1; i++)
        if (rank(&v[p->order.v[i]]) == 1 && v[p->order.v[i]].place.field >= field) {
            list_select(&p->list, (int)(p->talk.v.n + i));
            break;
        }
}

/* "III · Những phương pháp …" or "Phụ lục, dòng 3, cột 6": how a person finds the place. */
static char *where(const struct problems *p, const struct verdict *v)
{
    const struct form *form = entry_form(p->entry);
    const struct field *f = form->fields.v[v->place.field];
    const struct section *s = &form->sections.v[f->section];
    if (v->place.row < 0)
        return xasprintf("%s%s%s%s%s", s->number ? s->number : "", s->number ? " " : "",
                         f->number ? f->number : "", f->number ? " " : "", text_of(&f->label));
    const struct field *column = record_field(entry_record(p->entry), v->place);
    const char *title = text_of(text_is_empty(&s->short_title) ? &s->title : &s->short_title);
    const char *label = text_of(column ? &column->label : &f->label);
    if (table_fixed(f) && (size_t)v->place.row < f->table->rows.n)
        return xasprintf("%s, %s", text_of(&f->table->rows.v[v->place.row].label), label);
    return xasprintf(_("%s, row %d, %s"), title, v->place.row + 1, label);
}

static void draw_unplaced(struct problems *p, struct surface *f, struct rect r, enum style style)
{
    surface_fill(f, r, style);
    surface_put(f, r.y, r.x + 1, 1, style, surface_mark(f, MARK_NOTE));
    surface_putf(f, r.y, r.x + 3, r.columns - 4, style,
                 _("%zu answers by an older form have no place in this one: Enter shows them"),
                 p->unplaced);
}

/* Errors, warnings, notes, and what is kept. */
static void draw_mark(struct surface *f, int y, int x, enum style style, const struct verdict *v)
{
    enum style mark = v->level == LEVEL_ERROR ? STYLE_ERROR : STYLE_WARNING;
    if (v->reason)
        surface_put(f, y, x, 1, style == STYLE_NORMAL ? STYLE_OK : style, surface_mark(f, MARK_OK));
    else
        surface_put(f, y, x, 1, style == STYLE_NORMAL ? mark : style,
                    surface_mark(f, v->level == LEVEL_ERROR ? MARK_BAD : MARK_NOTE));
}

static void draw_thread(struct problems *p, struct surface *f, struct rect r, const struct talk_thread *x,
                        enum style style)
{
    enum style mark_style;
    const char *mark = talk_thread_mark(&p->talk, x, f, &mark_style);
    int half = (r.columns - 6) / 2;
    char *place = talk_place_text(&p->talk, x);
    char *text = xasprintf("%s · %s", x->remark->said->text ? x->remark->said->text : _("(no longer stored)"),
                           talk_thread_state(&p->talk, x));
    surface_fill(f, r, style);
    surface_put(f, r.y, r.x + 1, 1, style == STYLE_NORMAL ? mark_style : style, mark);
    surface_put(f, r.y, r.x + 3, half, style, place);
    surface_put(f, r.y, r.x + 4 + half, r.columns - half - 5, style, text);
    free(place);
    free(text);
}

static void draw_verdict(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    struct problems *p = user;
    const struct verdict *v = verdict_at(p, i);
    enum style style = selected ? STYLE_FOCUS : STYLE_NORMAL;
    if (thread_at(p, i)) {
        draw_thread(p, f, r, thread_at(p, i), style);
        return;
    }
    if (!v) {
        draw_unplaced(p, f, r, style);
        return;
    }
    int half = (r.columns - 6) / 2;
    char *place = where(p, v);
    char *text = v->reason ? xasprintf(_("Kept: %s"), v->reason) : xstrdup(v->message);
    surface_fill(f, r, style);
    draw_mark(f, r.y, r.x + 1, style, v);
    surface_put(f, r.y, r.x + 3, half, style, place);
    surface_put(f, r.y, r.x + 4 + half, r.columns - half - 5, style, text);
    free(place);
    free(text);
}

static char *verdict_text(void *user, int i)
{
    struct problems *p = user;
    const struct verdict *v = verdict_at(p, i);
    if (thread_at(p, i))
        return talk_thread_text(&p->talk, thread_at(p, i));
    if (!v)
        return xstrdup(action_name(ACTION_UNPLACED));
    char *place = where(p, v);
    char *text = xasprintf("%s %s %s", place, v->message, v->reason ? v->reason : "");
    free(place);
    return text;
}

static const struct list_ops list_ops = {.draw = draw_verdict, .text = verdict_text};

/* A warning that a reason may be given for. */
static bool takes_reason(const struct problems *p, const struct verdict *v)
{
    return v && v->level == LEVEL_WARNING && !entry_readonly(p->entry);
}

static const enum action *problems_keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_OPEN, ACTION_SEARCH_LIST, ACTION_BACK, ACTION_HELP,
                                       ACTION_NONE};
    static const enum action warning[] = {ACTION_OPEN, ACTION_REASON, ACTION_SEARCH_LIST,
                                          ACTION_BACK, ACTION_HELP, ACTION_NONE};
    static const enum action thread[] = {ACTION_OPEN, ACTION_ANSWER, ACTION_SEARCH_LIST,
                                         ACTION_BACK, ACTION_HELP, ACTION_NONE};
    struct problems *p = (struct problems *)s;
    if (thread_at(p, p->list.selected))
        return thread;
    return takes_reason(p, verdict_at(p, p->list.selected)) ? warning : keys;
}

static char *with_comments(struct problems *p, char *text)
{
    size_t n = talk_waiting(&p->talk);
    if (!n)
        return text;
    char *more = xasprintf(_("%s · %zu comments wait"), text, n);
    free(text);
    return more;
}

static char *count_text(struct problems *p)
{
    struct rules *rules = entry_rules(p->entry);
    size_t open = warnings_open(p->entry), kept = rules_count(rules, LEVEL_WARNING) - open;
    char *text = xasprintf(_("%zu errors · %zu warnings"), rules_count(rules, LEVEL_ERROR),
                           open + rules_count(rules, LEVEL_NOTE));
    if (!kept)
        return with_comments(p, text);
    char *more = xasprintf(_("%s · %zu kept"), text, kept);
    free(text);
    return with_comments(p, more);
}

/* What the row had to cut: the whole of the place, or of the message. */
static char *whole_text(struct problems *p)
{
    const struct verdict *v = verdict_at(p, p->list.selected);
    if (!v)
        return NULL;
    return v->place.row < 0 && !v->reason && !p->asking ? where(p, v) : xstrdup(v->message);
}

/* Under the list: the whole thread under the cursor; how many rows that takes. */
static int draw_words(struct problems *p, struct surface *f)
{
    const struct talk_thread *x = thread_at(p, p->list.selected);
    int most = f->rows / 3;
    struct wrap_lines lines = {0};
    if (!x)
        return 0;
    char *text = talk_thread_text(&p->talk, x);
    wrap(text, strlen(text), f->columns - 4, &lines);
    int n = (int)lines.n < most ? (int)lines.n : most, y = f->rows - 3 - n;
    for (int i = 0; i < n; i++) {
        size_t from = lines.v[i].from, to = i < n - 1 ? lines.v[i].to : strlen(text);
        while (to > from && text[to - 1] == ' ')
            to--;
        surface_putn(f, y + i, 3, f->columns - 4, STYLE_NORMAL, text + from, to - from);
    }
    surface_hline(f, y - 1, 0, f->columns);
    vec_finish(&lines);
    free(text);
    return n + 1;
}

static void problems_draw(struct screen *s, struct surface *f)
{
    struct problems *p = (struct problems *)s;
    char *count = count_text(p), *text = whole_text(p);
    app_draw_title(s->app, f, _("Problems"), count);
    if (!p->list.count)
        surface_put(f, 3, 3, -1, STYLE_OK, _("No problem: this entry can be submitted (Esc, then F8)."));
    int words = draw_words(p, f);
    list_draw(&p->list, f, (struct rect){2, 0, f->rows - 5 - words, f->columns});
    app_draw_bottom(s->app, f, problems_keyline(s), text, NULL, STYLE_NORMAL);
    free(count);
    free(text);
}

/* ---- reasons --------------------------------------------------------------------------------- */

/* The warning stays selected, wherever it has gone. */
static void reason_typed(struct app *app, void *context, const char *text)
{
    struct problems *p = context;
    struct err e = {0};
    p->asking = false;
    if (text && !entry_set_reason(p->entry, p->key, text, &e))
        app_error(app, &e);
    sort_problems(p);
    for (int i = 0; i < (int)p->order.n; i++) {
        char *key = rules_reason_key(entry_rules(p->entry), verdict_at(p, i));
        if (key && !strcmp(key, p->key))
            list_select(&p->list, i);
        free(key);
    }
    app_dirty(app);
}

static void ask_reason(struct problems *p)
{
    const struct verdict *v = verdict_at(p, p->list.selected);
    char *key = takes_reason(p, v) ? rules_reason_key(entry_rules(p->entry), v) : NULL;
    if (!key) {
        app_say(p->screen.app, STYLE_WARNING, "%s",
                _("Only warnings can be kept with a reason; errors are mended."));
        return;
    }
    free(p->key);
    p->key = key;
    p->asking = true;
    ask_line(p->screen.app, &(struct ask){.label = _("Reason:"),
                                          .text = v->reason,
                                          .context = p,
                                          .done = reason_typed});
}

/* ---- answers --------------------------------------------------------------------------------- */

static void answer_typed(struct app *app, void *context, const char *text)
{
    struct problems *p = context;
    const struct talk_thread *x = thread_at(p, p->list.selected);
    struct err e = {0};
    if (x && text && *text && !talk_answer(&p->talk, x, text, &e))
        app_error(app, &e);
    else if (x && text && *text)
        app_say(app, STYLE_OK, "%s", _("The answer is in the file."));
    sort_problems(p);
    app_dirty(app);
}

static void ask_answer(struct problems *p)
{
    if (thread_at(p, p->list.selected))
        ask_line(p->screen.app, &(struct ask){.label = _("Answer:"), .context = p, .done = answer_typed});
    else
        app_say(p->screen.app, STYLE_DIM, "%s", _("This line is no comment."));
}

static bool open_selected(struct problems *p)
{
    struct app *app = p->screen.app;
    const struct talk_thread *x = thread_at(p, p->list.selected);
    const struct verdict *v = verdict_at(p, p->list.selected);
    if (x && x->place.field < 0) {
        char key[32];
        app_say(app, STYLE_DIM, _("This comment belongs to no field; %s answers it."),
                action_key(ACTION_ANSWER, key));
        return true;
    }
    if (!v && !x) {
        if (p->unplaced)
            screen_unplaced(app, p->entry);
        return true;
    }
    struct place place = x ? x->place : v->place;
    struct screen *below = p->below;
    screen_pick_fn *pick = p->pick;
    app_pop(app);
    pick(below, place);
    return true;
}

static bool problems_act(struct screen *s, enum action a)
{
    struct problems *p = (struct problems *)s;
    if (list_act(&p->list, a))
        return true;
    if (a == ACTION_BACK || a == ACTION_PROBLEMS)
        return app_pop(s->app);
    if (a == ACTION_REASON)
        ask_reason(p);
    if (a == ACTION_ANSWER)
        ask_answer(p);
    return a == ACTION_OPEN ? open_selected(p) : a == ACTION_REASON || a == ACTION_ANSWER;
}

static bool problems_search(struct screen *s, const char *needle, int direction)
{
    return list_search(&((struct problems *)s)->list, needle, direction);
}

static unsigned problems_places(struct screen *s)
{
    (void)s;
    return PLACE_LIST | PLACE_PROBLEMS;
}

static void problems_destroy(struct screen *s)
{
    vec_finish(&((struct problems *)s)->order);
    talk_finish(&((struct problems *)s)->talk);
    free(((struct problems *)s)->key);
    free(s);
}

static const struct screen_ops problems_ops = {
    .id = "problems",
    .places = problems_places,
    .draw = problems_draw,
    .act = problems_act,
    .search = problems_search,
    .destroy = problems_destroy,
    .keyline = problems_keyline,
};

/* For the reporter; who reviews has them beside the answers. */
static void load_talk(struct problems *p)
{
    struct session *s = app_session(p->screen.app);
    struct err e = {0};
    const char *office = session_office(s);
    if (office && !session_may_write(s, entry_form(p->entry), office, entry_unit(p->entry)))
        return;
    if (!talk_load(&p->talk, s, p->entry, &e))
        app_error(p->screen.app, &e);
}

void screen_problems(struct app *app, struct entry *entry, struct screen *below, int field,
                     screen_pick_fn *pick)
{
    struct problems *p = xcalloc(1, sizeof *p);
    p->screen = (struct screen){&problems_ops, app};
    p->entry = entry;
    p->below = below;
    p->pick = pick;
    p->list = (struct list){.ops = &list_ops, .user = p};
    p->unplaced = unplaced_count(entry);
    load_talk(p);
    sort_problems(p);
    select_first(p, field);
    app_push(app, &p->screen);
}
