#include "tui/talk_text.h"

#include <stdlib.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "tui/place_text.h"
#include "tui/reading_sheet.h"

/* ---- decisions ------------------------------------------------------------------------------------- */

static const char *const says_words[] = {
    [SAYS_ACCEPT] = N_("Accepted"),
    [SAYS_PASS_ON] = N_("Accepted and handed on"),
    [SAYS_RETURN] = N_("Returned"),
};

/* "Trả lại · Tỉnh Đoàn 22/6/2015 (Lê Văn A): “…”" */
static void add_decision(struct str *out, const struct talk *t, const struct decided *d)
{
    char *who = reading_who(t->session, d->author, d->office, d->time);
    str_addf(out, "%s · %s", _(says_words[d->says]), who);
    if (d->author && d->office)
        str_addf(out, " (%s)", d->author);
    if (d->text)
        str_addf(out, ": “%s”", d->text);
    free(who);
}

char *talk_decided_text(const struct talk *t)
{
    struct str out = {0};
    if (entry_row(t->entry)->flags & FLAG_REVIEWERS_DISAGREE)
        str_add(&out, _("The reviewers disagree; it counts as returned until one of them decides again."));
    for (size_t i = 0; i < t->decided.n; i++) {
        if (t->decided.v[i].says == SAYS_NOTHING)
            continue;
        str_add(&out, out.len ? " " : "");
        add_decision(&out, t, &t->decided.v[i]);
        str_add(&out, t->decided.v[i].text ? "" : ".");
    }
    if (out.len && t->wide)
        str_addf(&out, " %s", _("It was changed since: what was accepted stays, what is new must be reviewed."));
    return str_take(&out);
}

/* ---- threads --------------------------------------------------------------------------------------- */

char *talk_thread_text(const struct talk *t, const struct talk_thread *x)
{
    struct str out = {0};
    for (const struct remark *m = x->remark; m <= &t->remarks.v[x->last]; m++) {
        const struct comment *c = m->said;
        char *who = reading_who(t->session, c->author, c->office, c->time);
        str_addf(&out, "%s%s: “%s”", out.len ? " → " : "", who, c->text ? c->text : _("(no longer stored)"));
        free(who);
    }
    return str_take(&out);
}

const char *talk_thread_state(const struct talk *t, const struct talk_thread *x)
{
    return !talk_is_open(x)         ? _("comment closed")
           : talk_is_answered(x)    ? _("answered")
           : talk_is_changed(t, x) ? _("changed here")
                                    : _("not answered");
}

const char *talk_thread_mark(const struct talk *t, const struct talk_thread *x, const struct surface *f,
                             enum style *ret)
{
    bool waits = talk_is_waiting(t, x);
    *ret = waits ? STYLE_WARNING : STYLE_DIM;
    return waits ? (f->ascii ? "\"" : "»") : surface_mark(f, MARK_OK);
}

char *talk_place_text(const struct talk *t, const struct talk_thread *x)
{
    if (x->place.field < 0 && !x->gone)
        return xstrdup(_("The whole entry"));
    if (x->gone)
        return place_lost_label(t->entry, x->remark->said->path);
    char *place = place_label(t->entry, x->place);
    if (!x->paragraph)
        return place;
    char *text = xasprintf(_("%s (paragraph %zu)"), place, x->paragraph);
    free(place);
    return text;
}
