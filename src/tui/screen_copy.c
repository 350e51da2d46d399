/* Making a copy: choosing where, the copy with progress, and what was written, for reading out by phone. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "report/note.h"
#include "store/copy.h"
#include "text/date.h"
#include "text/fold.h"
#include "text/wrap.h"
#include "tui/ask.h"
#include "tui/browse.h"
#include "tui/folder.h"
#include "tui/screens.h"
#include "tui/work.h"

struct copy {
    struct screen screen;
    struct copied copied;
    bool removable;
};

/* ---- the work, in its thread ----------------------------------------------------------------- */

struct job {
    struct store *store;
    const char *path;
    struct work *work;
    struct copied copied;
    bool good;
    struct err error;
};

static bool progress(void *user, enum copy_stage stage, int64_t done, int64_t all)
{
    static const char *const stages[] = {
        [COPY_WRITE] = N_("Writing"),
        [COPY_SYNC] = N_("Waiting until the disk has written all of it"),
        [COPY_READ] = N_("Reading back and comparing"),
    };
    return work_progress(user, _(stages[stage]), done, all);
}

/* Everything that belongs to the file, also what the file system keeps about it. */
static bool settle(const char *path, struct err *e)
{
    char *folder = folder_above(path);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 && syncfs(fd) == 0;
    if (!good)
        err_set_errno(e, path, _("do not trust this stick; choose another folder"),
                      _("the disk did not confirm that it has written everything"));
    if (fd >= 0)
        close(fd);
    free(folder);
    return good;
}

static void run(struct work *w, void *context)
{
    struct job *j = context;
    struct copy_options options = {progress, w};
    j->good = store_copy_to(j->store, j->path, &options, &j->copied, &j->error);
    if (!j->good)
        return;
    progress(w, COPY_SYNC, 0, 0);
    j->good = settle(j->copied.path, &j->error);
}

/* ---- what was written ------------------------------------------------------------------------ */

static int put_text(struct surface *f, int y, int x, enum style style, const char *text)
{
    struct wrap_lines lines = {0};
    wrap(text, strlen(text), f->columns - x - 1, &lines);
    for (size_t i = 0; i < lines.n && y < f->rows - 3; i++, y++)
        surface_putn(f, y, x, f->columns - x - 1, style, text + lines.v[i].from,
                     lines.v[i].to - lines.v[i].from);
    vec_finish(&lines);
    return y;
}

static int put_fact(struct surface *f, int y, const char *label, const char *text)
{
    surface_put(f, y, 3, 12, STYLE_LABEL, label);
    return put_text(f, y, 16, STYLE_NORMAL, text);
}

static int put_kept(const struct copied *c, struct surface *f, int y)
{
    if (!c->kept)
        return y;
    char *kept = folder_shown(c->kept);
    y = put_fact(f, y, _("Old copy"), kept);
    free(kept);
    if (c->ahead == 0)
        return y;
    char *text = c->ahead < 0
                     ? xstrdup(_("It could not be read, and is kept all the same."))
                     : xasprintf(_("It holds %lld events that this file does not: take it in."),
                                 (long long)c->ahead);
    surface_put(f, y, 16, 1, STYLE_WARNING, surface_mark(f, MARK_BAD));
    y = put_text(f, y, 18, STYLE_NORMAL, text);
    free(text);
    return y;
}

static int put_good(struct surface *f, int y, const char *text)
{
    surface_put(f, y, 1, 1, STYLE_OK, surface_mark(f, MARK_OK));
    return put_text(f, y, 3, STYLE_HEADING, text);
}

static const enum action *keyline(struct screen *s)
{
    static const enum action keys[] = {ACTION_DELIVERY_NOTE, ACTION_BACK, ACTION_HELP, ACTION_NONE};
    (void)s;
    return keys;
}

static unsigned places(struct screen *s)
{
    (void)s;
    return PLACE_LIST | PLACE_COPIED;
}

static void draw(struct screen *s, struct surface *f)
{
    struct copy *c = (struct copy *)s;
    const struct copied *d = &c->copied;
    const char *slash = strrchr(d->path, '/');
    char *above = folder_above(d->path), *folder = folder_shown(above);
    char *path = folder_shown(slash ? slash + 1 : d->path);
    char *counts = xasprintf(_("%lld events, %lld texts"), (long long)d->events,
                             (long long)d->bodies);
    app_draw_title(s->app, f, action_name(ACTION_MAKE_COPY), NULL);
    int y = put_good(f, 3, _("Copied, read back and compared: it is what this file holds."));
    y = put_fact(f, y + 1, _("File"), path);
    y = put_fact(f, y, _("Folder"), folder);
    y = put_fact(f, y, _("Holds"), counts);
    y = put_fact(f, y, _("Check code"), d->code);
    y = put_kept(d, f, y);
    if (c->removable)
        put_good(f, y + 1, _("The stick can be taken out now."));
    app_draw_bottom(s->app, f, keyline(s),
                    _("Two files with the same check code hold the same; read it out by phone."), NULL,
                    STYLE_DIM);
    free(path);
    free(folder);
    free(above);
    free(counts);
}

/* ---- the note to go with it ------------------------------------------------------------------ */

static void write_note(struct app *app, void *context, const char *text)
{
    const struct copy *c = context;
    struct str out = {0};
    struct err e = {0};
    struct stat st = {0};
    if (!text || !*text)
        return;
    char *path = folder_expand(text), *shown = folder_shown(path);
    stat(c->copied.path, &st);
    struct note note = {.path = c->copied.path, .code = c->copied.code, .bytes = st.st_size};
    if (file_exists(path))
        app_say(app, STYLE_WARNING, _("%s is there already; choose another name."), shown);
    else if (note_write(app_session(app), &note, &out, &e) && file_write(path, str_text(&out), out.len, &e))
        app_say(app, STYLE_OK, _("Delivery note written: %s"), shown);
    else
        app_error(app, &e);
    str_finish(&out);
    free(shown);
    free(path);
}

/* Beside the copy, under its name. */
static void ask_note(struct copy *c)
{
    const char *dot = strrchr(c->copied.path, '.'), *slash = strrchr(c->copied.path, '/');
    size_t n = dot && (!slash || dot > slash) ? (size_t)(dot - c->copied.path) : strlen(c->copied.path);
    char *path = xasprintf("%.*s.txt", (int)n, c->copied.path);
    ask_line(c->screen.app,
             &(struct ask){.label = _("Write to:"), .plain = true, .text = path, .context = c, .done = write_note});
    free(path);
}

static bool act(struct screen *s, enum action a)
{
    if (a == ACTION_DELIVERY_NOTE) {
        ask_note((struct copy *)s);
        return true;
    }
    if (a != ACTION_BACK && a != ACTION_OPEN)
        return false;
    struct app *app = s->app;
    app_pop(app);
    browse_leave(app);
    return true;
}

static void destroy(struct screen *s)
{
    copied_finish(&((struct copy *)s)->copied);
    free(s);
}

static const struct screen_ops ops = {
    .id = "copy",
    .places = places,
    .draw = draw,
    .act = act,
    .destroy = destroy,
    .keyline = keyline,
};

static void show(struct app *app, struct job *j)
{
    struct copy *c = xcalloc(1, sizeof *c);
    struct media_options options = media_options_now(NULL);
    struct media media;
    media_list(&options, &media);
    c->screen = (struct screen){&ops, app};
    c->copied = j->copied;
    j->copied = (struct copied){0};
    c->removable = media_is_removable(&media, c->copied.path);
    media_finish(&media);
    app_push(app, &c->screen);
}

/* ---- where ----------------------------------------------------------------------------------- */

/* "huyen-doan-an-bien-2015-06-25.db": small ASCII letters, which every stick keeps apart. */
static char *propose(struct app *app)
{
    struct session *s = app_session(app);
    const char *office = session_office(s);
    char *plain = fold_plain(office ? session_office_name(s, office) : "phieu");
    struct str name = {0};
    for (const char *p = plain; *p; p++) {
        bool good = (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9');
        if (good)
            str_addc(&name, *p);
        else if (name.len && name.s[name.len - 1] != '-')
            str_addc(&name, '-');
    }
    struct date d = date_of_time(clock_now());
    str_addf(&name, "%s%04d-%02d-%02d.db", name.len ? "-" : "", d.year, d.month, d.day);
    free(plain);
    return str_take(&name);
}

static void note_folder(struct app *app, const char *path)
{
    struct settings *settings = session_settings(app_session(app));
    free(settings->copy_folder);
    settings->copy_folder = folder_above(path);
    session_save_settings(app_session(app), NULL);
}

static void copy_to(struct app *app, const char *path)
{
    struct job j = {.store = session_store(app_session(app)), .path = path};
    bool stopped = app_work(app, _("Copying …"), _("Stop; an old copy there stays as it is"), run, &j);
    if (j.good) {
        note_folder(app, j.copied.path);
        show(app, &j);
    } else if (stopped) {
        app_say(app, STYLE_NORMAL, "%s", _("Stopped; no copy was made."));
    } else {
        app_error(app, &j.error);
    }
    err_finish(&j.error);
    copied_finish(&j.copied);
}

static void named(struct app *app, void *context, const char *text)
{
    (void)context;
    if (!text || !*text)
        return;
    char *path = folder_expand(text);
    copy_to(app, path);
    free(path);
}

static void chosen(struct app *app, char *const *paths, size_t n)
{
    (void)n;
    char *name = propose(app), *path = file_join(paths[0], name);
    ask_line(app, &(struct ask){
                      .label = _("Copy to:"), .plain = true, .text = path, .done = named});
    free(name);
    free(path);
}

void screen_copy(struct app *app)
{
    struct session *s = app_session(app);
    screen_browse(app, &(struct browse){.title = action_name(ACTION_MAKE_COPY),
                                        .folder = true,
                                        .media = media_options_now(session_settings(s)->copy_folder),
                                        .chosen = chosen});
}
