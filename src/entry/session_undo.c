/* Taking back what was taken in last, while the file is open: it is closed for that, and opened again. */
#include <stdlib.h>

#include "base/mem.h"
#include "entry/session_internal.h"

/* What only the undone import had brought is a form no more; the rest is in the file as before. */
static void look_again(struct session *s)
{
    struct store_texts texts = {0};
    if (!store_texts(s->store, EVENT_FORM, &texts, NULL))
        return;
    for (size_t i = 0; i < s->forms.n; i++) {
        struct known_form *k = s->forms.v[i];
        k->in_file = false;
        for (size_t t = 0; t < texts.n && !k->in_file; t++)
            k->in_file = !hash_cmp(&texts.v[t].body, &k->brief.hash);
        k->bad = k->bad || (!k->in_file && !k->path);
    }
    session_list_ids(s);
    store_texts_finish(&texts);
}

static bool undo(const char *path, struct undone *ret, struct err *e)
{
    struct store *s = store_open(path, STORE_READONLY, e);
    bool good = s && store_undo_merge(s, ret, e);
    store_close(s, good ? e : NULL);
    return good;
}

bool session_undo_merge(struct session *s, struct undone *ret, bool *ret_lost, struct err *e)
{
    struct err why = {0};
    char *path = xstrdup(store_path(s->store));
    *ret = (struct undone){0};
    bool closed = store_close(s->store, e);
    bool good = closed && undo(path, ret, e);
    s->store = store_open(path, s->store_flags & ~(unsigned)STORE_CREATE, &why);
    *ret_lost = !s->store;
    if (!s->store)
        err_move(e, &why);
    else if (good)
        look_again(s);
    err_finish(&why);
    free(path);
    return good && !*ret_lost;
}
