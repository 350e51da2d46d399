/* Which keys work and are shown where the cursor of the entry screen is, and searching the entry. */
#include <stdlib.h>

#include "text/fold.h"
#include "tui/screen_entry_inside.h"

static bool takes_code(struct entry_screen *es)
{
    struct place p = entry_screen_here(es);
    const struct field *f = record_field(entry_record(es->entry), p);
    return f && !f->table && f->codes && !entry_readonly(es->entry) &&
           rules_open(entry_rules(es->entry), p);
}

unsigned entry_screen_places(struct screen *s)
{
    struct entry_screen *es = (struct entry_screen *)s;
    const struct field *f = entry_screen_field(es);
    bool open = rules_open(entry_rules(es->entry), PLACE_FIELD(es->field));
    unsigned more = !open                                    ? 0
                    : f->type == &field_types[TYPE_DATE]    ? PLACE_DATE
                    : f->type == &field_types[TYPE_BOOLEAN] ? PLACE_BOOLEAN
                                                            : 0;
    return entry_screen_widget(es, es->field)->ops->place | more |
           (takes_code(es) ? PLACE_CODES : 0);
}

/* By what has the cursor; what comes late is left out where the line is short. */
static const enum action *keys_of(unsigned place)
{
    static const enum action line[] = {ACTION_HELP, ACTION_EDIT, ACTION_CODE, ACTION_PROBLEMS, ACTION_ANSWER,
                                       ACTION_SECTIONS, ACTION_SUBMIT, ACTION_TARGETS,
                                       ACTION_PALETTE, ACTION_BACK, ACTION_NONE};
    static const enum action date[] = {ACTION_HELP, ACTION_DATE_NEXT, ACTION_DATE_PREV,
                                       ACTION_DATE_DOWN, ACTION_DATE_UP, ACTION_PROBLEMS, ACTION_ANSWER,
                                       ACTION_CODE, ACTION_SECTIONS, ACTION_SUBMIT, ACTION_BACK,
                                       ACTION_NONE};
    static const enum action boolean[] = {ACTION_HELP, ACTION_TOGGLE, ACTION_CODE,
                                          ACTION_PROBLEMS, ACTION_ANSWER, ACTION_SECTIONS, ACTION_SUBMIT,
                                          ACTION_TARGETS, ACTION_PALETTE, ACTION_BACK,
                                          ACTION_NONE};
    static const enum action text[] = {ACTION_HELP, ACTION_PROBLEMS, ACTION_ANSWER, ACTION_FULL_SCREEN,
                                       ACTION_CODE, ACTION_SECTIONS, ACTION_SUBMIT, ACTION_ABOUT,
                                       ACTION_BACK, ACTION_NONE};
    static const enum action grid[] = {ACTION_HELP, ACTION_PROBLEMS, ACTION_ANSWER, ACTION_CODE,
                                       ACTION_COPY_ABOVE, ACTION_ROW_MENU, ACTION_SECTIONS,
                                       ACTION_SUBMIT, ACTION_TARGETS, ACTION_BACK, ACTION_NONE};
    return place & PLACE_GRID      ? grid
           : place & PLACE_TEXT    ? text
           : place & PLACE_DATE    ? date
           : place & PLACE_BOOLEAN ? boolean
                                   : line;
}

/* Rows of the form do not come and go; in an outline their groups fold. */
static enum action rows_key(const struct field *f)
{
    bool groups = false;
    if (!f->table || !table_fixed(f))
        return ACTION_ROW_MENU;
    for (size_t i = 0; i < f->table->rows.n && !groups; i++)
        groups = f->table->rows.v[i].heading || f->table->rows.v[i].level > 0;
    return groups ? ACTION_FOLD : ACTION_NONE;
}

/* There is room for one of the keys that put something into a cell: a code, where one may stand. */
static bool is_useful(struct entry_screen *es, enum action a)
{
    switch (a) {
    case ACTION_CODE:
        return takes_code(es);
    case ACTION_COPY_ABOVE:
        return !takes_code(es);
    case ACTION_ANSWER:
        return entry_screen_thread(es, entry_screen_here(es)) != NULL;
    case ACTION_TARGETS:
        return entry_form(es->entry)->targets.n;
    case ACTION_ROW_MENU:
        return rows_key(entry_screen_field(es)) != ACTION_NONE;
    default:
        return true;
    }
}

const enum action *entry_screen_keyline(struct screen *s)
{
    static const enum action unsaved[] = {ACTION_SAVE_ELSEWHERE, ACTION_HELP, ACTION_BACK,
                                          ACTION_NONE};
    struct entry_screen *es = (struct entry_screen *)s;
    if (entry_waiting(es->entry))
        return unsaved;
    size_t n = 0;
    for (const enum action *k = keys_of(entry_screen_places(s)); *k != ACTION_NONE; k++)
        if (is_useful(es, *k))
            es->keyline[n++] = *k == ACTION_ROW_MENU ? rows_key(entry_screen_field(es)) : *k;
    es->keyline[n] = ACTION_NONE;
    return es->keyline;
}

/* ---- searching ------------------------------------------------------------------------------- */

static bool field_matches(struct entry_screen *es, int field, const char *needle)
{
    const struct field *f = entry_form(es->entry)->fields.v[field];
    const struct record *record = entry_record(es->entry);
    const struct rules *rules = entry_rules(es->entry);
    if (!entry_screen_shown(es, field))
        return false;
    if (fold_find(text_of(&f->label), needle, NULL) >= 0)
        return true;
    int rows = f->table ? record_rows(record, field) : 1;
    int columns = f->table ? (int)f->table->columns.n : 1;
    bool hit = false;
    for (int r = 0; r < rows && !hit; r++)
        for (int c = 0; c < columns && !hit; c++) {
            struct place p = f->table ? (struct place){field, r, c} : PLACE_FIELD(field);
            const struct field *cell = record_field(record, p);
            if (!cell || !rules_relevant(rules, p))
                continue;
            char *shown = field_print(cell, rules_value(rules, p));
            hit = fold_find(shown, needle, NULL) >= 0;
            free(shown);
        }
    return hit;
}

/* In the field of the cursor first, then in those after it (or before), around the form. */
bool entry_screen_search(struct screen *s, const char *needle, int direction)
{
    struct entry_screen *es = (struct entry_screen *)s;
    struct widget *w = entry_screen_widget(es, es->field);
    int n = (int)entry_form(es->entry)->fields.n, step = direction < 0 ? -1 : 1;
    if (w->ops->search && w->ops->search(w, needle, direction))
        return true;
    if (!*needle)
        return false;
    for (int k = 1; k <= n; k++) {
        int i = ((es->field + k * step) % n + n) % n;
        if (!field_matches(es, i, needle))
            continue;
        entry_screen_go(es, PLACE_FIELD(i), step < 0);
        w = entry_screen_widget(es, es->field);
        if (w->ops->search)
            w->ops->search(w, needle, direction);
        return true;
    }
    return false;
}
