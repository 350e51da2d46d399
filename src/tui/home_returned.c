#include "tui/home_returned.h"

#include <stdlib.h>

#include "base/lang.h"
#include "base/mem.h"
#include "store/comment.h"
#include "tui/talk_text.h"

char *home_returned_state(struct session *s, const struct entry_row *row)
{
    struct comments all = {0};
    size_t open = 0;
    if (store_comments(session_store(s), row->entry, &all, NULL))
        for (size_t i = 0; i < all.n; i++)
            open += all.v[i].thread == i && all.v[i].open;
    comments_finish(&all);
    const char *state = entry_state_name(row->state);
    return open ? xasprintf(_("%s · %zu comments"), state, open) : xstrdup(state);
}

char *home_returned_reason(struct session *s, const struct entry_row *row)
{
    struct talk talk = {0};
    struct entry *en = entry_view(s, row->entry, NULL, NULL);
    char *reason = en && talk_load(&talk, s, en, NULL) ? talk_decided_text(&talk) : NULL;
    talk_finish(&talk);
    entry_destroy(en);
    return reason;
}
