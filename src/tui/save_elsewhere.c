#include "tui/save_elsewhere.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "tui/ask.h"

/* NAME-2.db, NAME-3.db … in the person's own folder: the first that is free. */
static char *propose(struct app *app)
{
    const char *path = store_path(session_store(app_session(app))), *home = getenv("HOME");
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t n = strlen(name);
    if (n > 3 && !strcmp(name + n - 3, ".db"))
        n -= 3;
    for (int i = 2;; i++) {
        char *p = xasprintf("%s/%.*s-%d.db", home && *home ? home : ".", (int)n, name, i);
        if (!file_exists(p))
            return p;
        free(p);
    }
}

/* "~/x" as the shell reads it. */
static char *expand(const char *text)
{
    const char *home = getenv("HOME");
    return !strncmp(text, "~/", 2) && home ? xasprintf("%s%s", home, text + 1) : xstrdup(text);
}

static void done(struct app *app, void *context, const char *text)
{
    struct entry *entry = context;
    struct err e = {0};
    bool whole = false;
    if (!text || !*text)
        return;
    char *path = expand(text);
    if (!entry_save_elsewhere(entry, path, &whole, &e))
        app_error(app, &e);
    else if (whole)
        app_say(app, STYLE_OK, _("Everything is in %s now, and work goes on there."), path);
    else
        app_say(app, STYLE_WARNING,
                _("This entry is in %s now, and work goes on there. The rest of the old file could "
                  "not be read."), path);
    free(path);
}

void save_elsewhere(struct app *app, struct entry *entry)
{
    char *path = propose(app);
    ask_line(app, &(struct ask){.label = _("New file:"),
                                .plain = true,
                                .text = path,
                                .context = entry,
                                .done = done});
    free(path);
}
