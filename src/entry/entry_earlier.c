/* What `prev` shows: the same unit's entries of this form for earlier periods, each with the answers
 * that count. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "entry/entry_internal.h"

struct period_row {
    char entry[ENTRY_ID_HEX];
    char *period;
    struct hash shown;
};

struct search {
    const char *before;
    VEC(struct period_row) found;
};

/* Codes of one kind of period sort as the periods do. */
static bool keep_earlier(void *user, const struct entry_row *row)
{
    struct search *search = user;
    if (!row->period || hash_is_none(&row->shown) || strcmp(row->period, search->before) >= 0 ||
        row->state == STATE_WITHDRAWN)
        return true;
    struct period_row *kept = vec_add(&search->found);
    memcpy(kept->entry, row->entry, sizeof kept->entry);
    kept->period = xstrdup(row->period);
    kept->shown = row->shown;
    return true;
}

static struct record *record_of_row(struct entry *en, const struct period_row *row)
{
    struct revisions all = {0};
    struct record *record = NULL;
    if (!store_revisions(session_store(en->session), row->entry, &all, NULL))
        return NULL;
    for (size_t i = 0; i < all.n && !record; i++)
        if (!hash_cmp(&all.v[i].id, &row->shown))
            record = entry_record_of(en, &all.v[i], NULL);
    revisions_finish(&all);
    return record;
}

/* What cannot be read counts as not reported: the check of the file says so elsewhere. */
struct earlier_list entry_earlier(struct entry *en)
{
    struct earlier_list list = {{0}};
    struct search search = {.before = en->row.period};
    struct store_filter filter = {
        .form_id = en->row.form_id, .unit = en->row.unit, .state = -1};
    if (!en->row.period || en->form->period == PERIOD_FREE)
        return list;
    store_entries(session_store(en->session), &filter, keep_earlier, &search, NULL);
    for (size_t i = 0; i < search.found.n; i++) {
        struct period_row *row = &search.found.v[i];
        struct record *record = record_of_row(en, row);
        if (record)
            *vec_add(&list.v) = (struct rules_earlier){xstrdup(row->period), record};
        free(row->period);
    }
    vec_finish(&search.found);
    return list;
}

void earlier_finish(struct earlier_list *l)
{
    for (size_t i = 0; i < l->v.n; i++) {
        free((char *)l->v.v[i].period);
        record_destroy((struct record *)l->v.v[i].record);
    }
    vec_finish(&l->v);
}
