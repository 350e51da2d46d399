#include "store/state_heads.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/conflict.h"

/* NULL: nobody wrote it, or it is in question. */
static char *fact(const struct merged *m, const char *path)
{
    const char *bytes = fields_get(&m->facts, path);
    json *j = bytes ? js_parse(bytes, strlen(bytes), "", NULL) : NULL;
    char *text = bytes ? xstrdup(js_is(j, JS_STRING) ? js_text(j) : "") : NULL;
    js_free(j);
    return text;
}

static bool is_newer(const struct graph_node *a, const struct graph_node *b)
{
    return !b || a->gen > b->gen || (a->gen == b->gen && hash_cmp(&a->hash, &b->hash) > 0);
}

/* Of the newest head that was written with a form of this name. */
static bool find_form(struct store *s, const struct graph *g, const char *name, const struct hash **ret,
                      struct err *e)
{
    const struct graph_node *best = NULL;
    for (size_t i = 0; i < g->n; i++) {
        if (!g->v[i].head || !is_newer(&g->v[i], best))
            continue;
        char *its = text_name(s, &g->v[i].form, e);
        if (!its)
            return false;
        best = strcmp(its, name) ? best : &g->v[i];
        free(its);
    }
    *ret = best ? &best->form : NULL;
    return true;
}

static bool take_facts(struct store *s, const struct graph *g, const struct merged *m,
                       struct heads_say *ret, struct err *e)
{
    char *form = fact(m, "$form");
    ret->unit = fact(m, "$unit");
    ret->period = fact(m, "$period");
    bool good = !form || find_form(s, g, form, &ret->form, e);
    free(form);
    return good;
}

/* Whether two values stand against each other is for store/merged.h to say. Where that cannot be told (a damaged
 * record, too many heads) somebody has to look. */
bool heads_say(struct store *s, const struct entry_id *id, const struct graph *g, struct heads_say *ret,
               struct err *e)
{
    struct merged m;
    struct err why = {0};
    char entry[ENTRY_ID_HEX];
    hex_encode(entry, id->b, sizeof id->b);
    *ret = (struct heads_say){.differ = true};
    if (store_merged(s, entry, NULL, 0, &m, &why)) {
        ret->differ = m.conflicts.n > 0 || m.too_many;
        bool good = take_facts(s, g, &m, ret, e);
        merged_finish(&m);
        return good;
    }
    if (why.code == ERR_DAMAGED) {
        err_finish(&why);
        return true;
    }
    err_move(e, &why);
    return false;
}

void heads_say_finish(struct heads_say *h)
{
    free(h->unit);
    free(h->period);
    *h = (struct heads_say){0};
}
