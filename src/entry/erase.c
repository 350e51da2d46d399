#include "entry/erase.h"

#include <string.h>

#include "base/clock.h"
#include "base/lang.h"

/* Looks for an event by its id or a beginning of it; *found counts. */
static bool look_among(struct store *s, const char *entry, enum event_kind kind, const char *want,
                       struct hash *ret, size_t *found, struct err *e)
{
    struct revisions all = {0};
    bool good = kind == EVENT_REVISION ? store_revisions(s, entry, &all, e)
                                       : store_events(s, entry, kind, &all, e);
    for (size_t i = 0; good && i < all.n; i++) {
        char hex[HASH_HEX];
        hash_hex(&all.v[i].id, hex);
        if (strncmp(hex, want, strlen(want)))
            continue;
        *ret = all.v[i].id;
        ++*found;
    }
    revisions_finish(&all);
    return good;
}

static bool find_event(struct store *s, const char *entry, const char *revision,
                       const char *comment, struct hash *ret, struct err *e)
{
    const char *want = revision ? revision : comment;
    size_t found = 0;
    bool good = strlen(want) < 6 ||
                (revision ? look_among(s, entry, EVENT_REVISION, want, ret, &found, e)
                          : look_among(s, entry, EVENT_COMMENT, want, ret, &found, e) &&
                                look_among(s, entry, EVENT_REVIEW, want, ret, &found, e));
    if (!good || found == 1)
        return good;
    return err_set(e, ERR_USAGE, want, _("“phieu history” lists revisions, reviews and comments"),
                   found ? _("more than one begins so") : _("the entry has nothing of this id"));
}

bool entry_erase_plan(struct session *s, const char *ref, const char *revision,
                      const char *comment, struct erase_plan *ret, struct err *e)
{
    struct store *store = session_store(s);
    struct entry_row row = {0};
    struct hash of;
    *ret = (struct erase_plan){0};
    bool one = revision || comment;
    bool good = store_entry(store, ref, &row, e) && session_owns(s, &row, e) &&
                (!one || find_event(store, row.entry, revision, comment, &of, e)) &&
                store_erase_plan(store, row.entry, one ? &of : NULL, ret, e);
    entry_row_finish(&row);
    return good;
}

bool entry_erase(struct session *s, const struct erase_plan *plan, const char *reason,
                 struct hash *ret, bool *ret_done, struct err *e)
{
    struct event by = {.author = (char *)session_author(s), .office = (char *)session_office(s),
                       .time = clock_now()};
    return store_erase(session_store(s), &by, plan, reason, ret, ret_done, e);
}
