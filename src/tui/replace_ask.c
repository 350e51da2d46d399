#include "tui/replace_ask.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "text/edit.h"
#include "tui/ask.h"

static void with_typed(struct app *app, void *context, const char *with)
{
    struct replace_ask *r = context;
    if (!with)
        return;
    size_t n = edit_replace_all(r->edit, r->needle, with);
    if (n)
        app_say(app, STYLE_OK, _("Replaced in %zu places; Ctrl-Z takes it back."), n);
    else
        app_say(app, STYLE_WARNING, _("“%s” does not stand here, written exactly so."), r->needle);
    if (n)
        r->replaced(r->context);
    app_dirty(app);
}

static void needle_typed(struct app *app, void *context, const char *needle)
{
    struct replace_ask *r = context;
    if (!needle || !*needle)
        return;
    free(r->needle);
    r->needle = xstrdup(needle);
    ask_line(app, &(struct ask){.label = _("Replace it by:"), .context = r, .done = with_typed});
}

/* A word that is selected is what is meant; a longer selection is where to replace. */
static char *proposal(const struct replace_ask *r)
{
    char *text = edit_selected_text(r->edit);
    if (text && !strpbrk(text, " \n")) {
        edit_select_none(r->edit);
        return text;
    }
    free(text);
    return r->needle ? xstrdup(r->needle) : NULL;
}

void replace_ask(struct replace_ask *r)
{
    char *text = proposal(r);
    ask_line(r->app, &(struct ask){.label = _("Text to replace:"), .text = text, .context = r,
                                   .done = needle_typed});
    free(text);
}

void replace_ask_finish(struct replace_ask *r)
{
    free(r->needle);
    r->needle = NULL;
}
