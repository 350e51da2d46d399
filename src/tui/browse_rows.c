#include "tui/browse_rows.h"

#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "text/fold.h"

/* ---- rows ------------------------------------------------------------------------------------ */

static void free_rows(struct browse_row *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(v[i].path);
        free(v[i].shown);
    }
}

static bool fits(const char *shown, const char *needle)
{
    return !*needle || fold_matches(shown, needle);
}

static struct browse_row *add_row(struct browse_rows *b, enum browse_kind kind, const char *path,
                                  const char *shown)
{
    struct browse_row *r = vec_add(&b->rows);
    *r = (struct browse_row){kind, xstrdup(path), xstrdup(shown), 0, 0, -1};
    return r;
}

static bool is_own(const struct browse_rows *b, const char *path)
{
    struct stat st;
    return b->own_number && stat(path, &st) == 0 && st.st_dev == b->own_device &&
           st.st_ino == b->own_number;
}

static void add_file(struct browse_rows *b, const struct browse_row *file)
{
    struct browse_row *r = add_row(b, BROWSE_FILE, file->path, file->shown);
    r->size = file->size;
    r->time = file->time;
}

/* ---- the places ------------------------------------------------------------------------------ */

/* More than somebody puts on a stick to hand over; who has more opens the folder. */
#define LOOK_AT_MOST 5000

static void note_found(struct browse_rows *b, const struct folder *from, const struct folder_item *x)
{
    char *path = file_join(from->path, x->name);
    if (is_own(b, path)) {
        free(path);
        return;
    }
    *vec_add(&b->found) = (struct browse_row){BROWSE_FILE, path, xstrdup(x->shown), x->size, x->time, -1};
}

/* A link may lead round in a circle, or anywhere. */
static bool is_link(const char *path)
{
    struct stat st;
    return lstat(path, &st) < 0 || S_ISLNK(st.st_mode);
}

static void search_later(struct browse_rows *b, char *path)
{
    if (is_link(path))
        free(path);
    else
        *vec_add(&b->to_search) = path;
}

/* Of a stick also the folders in it, one step deep. */
static void take_search(struct browse_rows *b)
{
    bool deeper = false;
    for (size_t i = 0; i < b->media.n && !deeper; i++)
        deeper = b->media.v[i].removable && !strcmp(b->media.v[i].path, b->search.path);
    for (size_t i = 0; i < b->search.items.n; i++) {
        const struct folder_item *x = &b->search.items.v[i];
        if (!x->folder)
            note_found(b, &b->search, x);
        else if (deeper)
            search_later(b, file_join(b->search.path, x->name));
    }
    b->looked += b->search.items.n + b->search.others;
}

static void search_on(struct browse_rows *b, int ms)
{
    if (b->search.path && folder_read(&b->search, ms))
        return;
    if (b->search.path)
        take_search(b);
    folder_finish(&b->search);
    if (b->searched < b->to_search.n && b->looked < LOOK_AT_MOST)
        folder_begin(&b->search, b->to_search.v[b->searched++]);
    else
        b->searched = b->to_search.n;
}

static bool lies_in(const char *path, const char *folder)
{
    size_t n = strlen(folder);
    return !strncmp(path, folder, n) && path[n] == '/';
}

/* The name of a file deeper in a stick begins with its folder. */
static void add_found(struct browse_rows *b, const struct medium *m, const char *needle)
{
    for (size_t i = 0; i < b->found.n; i++) {
        const struct browse_row *x = &b->found.v[i];
        if (!lies_in(x->path, m->path))
            continue;
        const char *inside = x->path + strlen(m->path) + 1;
        if (!m->removable && strchr(inside, '/'))
            continue;
        char *shown = folder_shown(inside);
        if (fits(shown, needle)) {
            add_file(b, x);
            free(b->rows.v[b->rows.n - 1].shown);
            b->rows.v[b->rows.n - 1].shown = xstrdup(shown);
        }
        free(shown);
    }
}

static void add_places(struct browse_rows *b, bool removable, const char *heading,
                       const char *needle)
{
    size_t first = b->rows.n;
    for (size_t i = 0; i < b->media.n; i++) {
        const struct medium *m = &b->media.v[i];
        if (m->removable != removable)
            continue;
        if (fits(m->label, needle))
            add_row(b, BROWSE_PLACE, m->path, m->label)->room = m->room;
        if (!b->folders_only)
            add_found(b, m, needle);
    }
    if (b->rows.n == first)
        return;
    *vec_insert(&b->rows, first) =
        (struct browse_row){BROWSE_HEADING, xstrdup(""), xstrdup(heading), 0, 0, -1};
    if (first)
        *vec_insert(&b->rows, first) =
            (struct browse_row){BROWSE_HEADING, xstrdup(""), xstrdup(""), 0, 0, -1};
}

/* ---- one folder ------------------------------------------------------------------------------ */

static void add_item(struct browse_rows *b, const struct folder_item *x, const char *needle)
{
    if (!fits(x->shown, needle) || (b->folders_only && !x->folder))
        return;
    char *path = file_join(b->folder.path, x->name);
    if (x->folder)
        add_row(b, BROWSE_FOLDER, path, x->shown);
    else if (!is_own(b, path))
        add_file(b, &(struct browse_row){BROWSE_FILE, path, x->shown, x->size, x->time, -1});
    free(path);
}

static void add_folder(struct browse_rows *b, const char *needle)
{
    char *above = folder_above(b->path);
    if (!*needle && b->folders_only && !b->folder.trouble)
        add_row(b, BROWSE_HERE, b->path, _("Into this folder"));
    if (!*needle)
        add_row(b, BROWSE_UP, above, "..");
    free(above);
    for (size_t i = 0; i < b->folder.items.n; i++)
        add_item(b, &b->folder.items.v[i], needle);
}

void browse_rows_make(struct browse_rows *b, const char *needle)
{
    free_rows(b->rows.v, b->rows.n);
    vec_clear(&b->rows);
    if (b->path) {
        add_folder(b, needle);
        return;
    }
    add_places(b, true, _("Sticks, cards, other disks"), needle);
    add_places(b, false, _("Folders"), needle);
}

/* ---- going and reading ----------------------------------------------------------------------- */

void browse_rows_go(struct browse_rows *b, const char *path)
{
    char *copy = xstrdup0(path);
    free(b->path);
    b->path = copy;
    folder_finish(&b->folder);
    if (copy)
        folder_begin(&b->folder, copy);
}

bool browse_rows_reading(const struct browse_rows *b)
{
    if (b->path)
        return b->folder.dir != NULL;
    return b->search.path || b->searched < b->to_search.n;
}

void browse_rows_read(struct browse_rows *b, int ms)
{
    if (b->path)
        folder_read(&b->folder, ms);
    else
        search_on(b, ms);
}

void browse_rows_init(struct browse_rows *b, const struct media_options *media, const char *own,
                      bool folders_only)
{
    struct stat st;
    *b = (struct browse_rows){.folders_only = folders_only};
    if (own && stat(own, &st) == 0) {
        b->own_device = st.st_dev;
        b->own_number = st.st_ino;
    }
    media_list(media, &b->media);
    for (size_t i = 0; i < b->media.n && !folders_only; i++)
        *vec_add(&b->to_search) = xstrdup(b->media.v[i].path);
}

void browse_rows_finish(struct browse_rows *b)
{
    for (size_t i = 0; i < b->to_search.n; i++)
        free(b->to_search.v[i]);
    vec_finish(&b->to_search);
    free_rows(b->rows.v, b->rows.n);
    free_rows(b->found.v, b->found.n);
    vec_finish(&b->rows);
    vec_finish(&b->found);
    media_finish(&b->media);
    folder_finish(&b->folder);
    folder_finish(&b->search);
    free(b->path);
}
