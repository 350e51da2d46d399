/* Where the cursor of the entry screen goes: between fields and sections that are asked. */
#include <stdlib.h>

#include "base/lang.h"
#include "tui/screen_entry_inside.h"

static int field_count(const struct entry_screen *es)
{
    return (int)entry_form(es->entry)->fields.n;
}

bool entry_screen_shown(const struct entry_screen *es, int field)
{
    return rules_relevant(entry_rules(es->entry), PLACE_FIELD(field));
}

bool entry_screen_section_shown(const struct entry_screen *es, int section)
{
    return section_start(es->entry, section) >= 0;
}

static bool is_typed(const struct entry_screen *es, int field)
{
    const struct field *f = entry_form(es->entry)->fields.v[field];
    return f->table || rules_open(entry_rules(es->entry), PLACE_FIELD(field));
}

/* The first field from here on that is shown (typed: where a person types); -1: none. */
static int find(const struct entry_screen *es, int field, int step, bool typed)
{
    for (; field >= 0 && field < field_count(es); field += step)
        if (entry_screen_shown(es, field) && (!typed || is_typed(es, field)))
            return field;
    return -1;
}

static int nearest(const struct entry_screen *es, int field, bool from_behind)
{
    int step = from_behind ? -1 : 1, to = find(es, field, step, false);
    if (to < 0)
        to = find(es, field, -step, false);
    return to < 0 ? field : to;
}

void entry_screen_say(struct entry_screen *es, bool ok, struct err *e)
{
    if (!ok && e->message)
        app_error(es->screen.app, e);
    else
        err_finish(e);
}

void entry_screen_leave(struct entry_screen *es)
{
    struct err e = {0};
    struct widget *w = entry_screen_widget(es, es->field);
    if (!es->inside)
        return;
    es->inside = false;
    entry_screen_say(es, w->ops->leave(w, &e), &e);
}

static void come(struct entry_screen *es, struct place p, bool from_behind)
{
    const struct form *form = entry_form(es->entry);
    int to = nearest(es, p.field, from_behind);
    if (to != p.field)
        p = PLACE_FIELD(to);
    if (to != es->field) {
        es->full = false;
        if (form->fields.v[to]->section != entry_screen_field(es)->section)
            es->scroll = 0;
    }
    es->field = to;
    es->inside = true;
    struct widget *w = entry_screen_widget(es, to);
    w->ops->enter(w, p, from_behind);
}

void entry_screen_enter(struct entry_screen *es, struct place p, bool from_behind)
{
    come(es, p, from_behind);
}

void entry_screen_note_cursor(struct entry_screen *es)
{
    struct widget *w = entry_screen_widget(es, es->field);
    char *where = w->ops->where ? w->ops->where(w) : NULL;
    entry_set_cursor(es->entry, where ? where : entry_screen_field(es)->id, NULL);
    free(where);
}

/* Another program wrote into the file: it is said, and nothing on the screen changes by it. */
static void announce(struct entry_screen *es)
{
    if (!store_events_came(session_store(app_session(es->screen.app))))
        return;
    if (entry_changed_outside(es->entry))
        app_say(es->screen.app, STYLE_WARNING, "%s",
                _("This entry was changed from elsewhere meanwhile. What you type stays a version "
                  "of its own; somebody will have to choose."));
    else
        app_say(es->screen.app, STYLE_NORMAL, "%s",
                _("Something in this file was changed from elsewhere. What you see stays; open it "
                  "again to see the new state."));
}

/* The value left behind and the new place of the cursor go to disk in one write. */
void entry_screen_go(struct entry_screen *es, struct place p, bool from_behind)
{
    struct err e = {0};
    app_dirty(es->screen.app);
    entry_group_begin(es->entry);
    entry_screen_leave(es);
    come(es, p, from_behind);
    entry_screen_note_cursor(es);
    announce(es);
    entry_screen_say(es, entry_group_end(es->entry, &e), &e);
}

/* What was typed is stored before anybody looks where to go: it may bring fields, or take them. */
void entry_screen_go_by(struct entry_screen *es, int step, bool typed)
{
    struct err e = {0};
    entry_group_begin(es->entry);
    entry_screen_leave(es);
    int to = find(es, es->field + step, step, typed);
    entry_screen_go(es, PLACE_FIELD(to < 0 ? es->field : to), to < 0 ? step > 0 : step < 0);
    entry_screen_say(es, entry_group_end(es->entry, &e), &e);
    if (to < 0 && step > 0)
        app_say(es->screen.app, STYLE_DIM, "%s", _("This was the last field. F8 submits."));
}

/* The next section that has fields, of those that are asked; -1: none. */
static int find_section(const struct entry_screen *es, int step, bool shown)
{
    const struct form *form = entry_form(es->entry);
    int to = entry_screen_field(es)->section + step;
    while (to >= 0 && to < (int)form->sections.n &&
           (shown ? !entry_screen_section_shown(es, to) : !form->sections.v[to].count))
        to += step;
    return to < (int)form->sections.n ? to : -1;
}

void entry_screen_go_section(struct entry_screen *es, int step)
{
    struct err e = {0};
    if (find_section(es, step, false) < 0)
        return;
    entry_group_begin(es->entry);
    entry_screen_leave(es);
    int to = find_section(es, step, true);
    struct place p = PLACE_FIELD(to < 0 ? es->field : section_start(es->entry, to));
    entry_screen_go(es, p, false);
    entry_screen_say(es, entry_group_end(es->entry, &e), &e);
}

void entry_screen_keep_cursor(struct entry_screen *es)
{
    if (es->inside && !entry_screen_shown(es, es->field) &&
        nearest(es, es->field, false) != es->field)
        entry_screen_go(es, PLACE_FIELD(es->field), false);
}
