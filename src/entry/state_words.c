#include "entry/state_words.h"

#include <stdlib.h>

#include "base/lang.h"
#include "base/str.h"
#include "entry/review.h"

static const struct {
    unsigned flag;
    const char *words;
} flag_words[] = {
    {FLAG_REVIEWERS_DISAGREE, N_("the reviewers disagree")},
    {FLAG_CHANGED_AFTER_ACCEPTANCE, N_("changed after it was accepted")},
    {FLAG_EDITED_SINCE, N_("edited since")},
    {FLAG_POSSIBLE_DUPLICATE, N_("perhaps there twice")},
    {FLAG_PARENTS_MISSING, N_("a part has not arrived")},
    {FLAG_ERASED, N_("erased on request")},
};

static void add(struct str *out, const char *words)
{
    str_addf(out, "%s%s", out->len ? " · " : "", words);
}

static void add_flags(struct session *s, const struct entry_row *row, struct str *out)
{
    const char *turn = row->flags & FLAG_PASSED_ON ? session_turn(s, row) : NULL;
    if (turn) {
        add(out, "");
        str_addf(out, _("accepted one level below, next: %s"), session_office_name(s, turn));
    }
    for (size_t i = 0; i < sizeof flag_words / sizeof *flag_words; i++)
        if (row->flags & flag_words[i].flag)
            add(out, _(flag_words[i].words));
}

char *session_flag_words(struct session *s, const struct entry_row *row)
{
    struct str out = {0};
    add_flags(s, row, &out);
    return str_take(&out);
}

char *session_state_words(struct session *s, const struct entry_row *row)
{
    struct str out = {0};
    add(&out, entry_state_name(row->state));
    add_flags(s, row, &out);
    return str_take(&out);
}
