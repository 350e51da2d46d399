#include "store/form_name.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "form/id.h"

/* ---- the bytes ---------------------------------------------------------------------------------- */

static const char key[] = "form:";

/* The line that begins with the key; NULL: none does. */
static const char *find_line(const char *yaml, const char *end)
{
    static const char bom[] = "\xef\xbb\xbf";
    const char *line = yaml;
    if (end - line >= 3 && !memcmp(line, bom, 3))
        line += 3;
    while (line && line < end) {
        if ((size_t)(end - line) >= sizeof key - 1 && !memcmp(line, key, sizeof key - 1))
            return line + sizeof key - 1;
        line = memchr(line, '\n', (size_t)(end - line));
        line = line ? line + 1 : NULL;
    }
    return NULL;
}

static bool ends_name(char c)
{
    return strchr(" \t\r\n'\"", c) != NULL; /* also at the NUL */
}

char *form_name(const char *yaml, size_t len)
{
    const char *end = yaml + len, *from = find_line(yaml, end);
    if (!from || from == end || !strchr(" \t", *from))
        return NULL;
    while (from < end && strchr(" \t", *from) && *from)
        from++;
    if (from < end && (*from == '\'' || *from == '"'))
        from++;
    const char *to = from;
    while (to < end && !ends_name(*to))
        to++;
    char *name = xstrndup(from, (size_t)(to - from));
    if (id_check_file(name) == ID_GOOD)
        return name;
    free(name);
    return NULL;
}

/* ---- what is noted ------------------------------------------------------------------------------ */

/* Bytes that are damaged give no name: “phieu check” tells of them. */
char *form_name_of(struct store *s, const struct event *ev, struct err *e)
{
    struct err why = {0};
    size_t len = 0;
    char *data = ev->kind == EVENT_FORM && ev->has_body ? store_body(s, &ev->body, &len, &why) : NULL;
    if (why.code == ERR_FILE) {
        err_move(e, &why);
        return NULL;
    }
    err_finish(&why);
    char *name = data ? form_name(data, len) : NULL;
    free(data);
    return name ? name : xstrdup0(ev->form_id);
}

static bool rename_events(struct store *s, const struct hash *body, const char *name, bool *ret,
                          struct err *e)
{
    struct stmt *q = db_prepare(s->db, "UPDATE x_event SET text_id=?1 WHERE kind=?2 AND body=?3"
                                       " AND text_id IS NOT NULL AND text_id<>?1", e);
    if (!q)
        return false;
    stmt_bind_text(q, 1, name);
    stmt_bind_int(q, 2, EVENT_FORM);
    stmt_bind_hash(q, 3, body);
    if (!stmt_run(q, e))
        return false;
    *ret = db_changes(s->db) > 0;
    return true;
}

bool form_name_mark_split(struct store *s, const struct hash *form, struct err *e)
{
    return derive_mark_found(s,
                      "SELECT x.entry FROM x_state AS x INDEXED BY x_state_split"
                      " CROSS JOIN x_event AS v ON v.entry=x.entry AND v.kind=0"
                      " WHERE x.heads>1 AND v.form=?1"
                      " UNION ALL SELECT x.entry FROM x_root AS r CROSS JOIN x_state AS x"
                      " ON x.entry=r.root CROSS JOIN x_event AS v ON v.entry=r.entry AND v.kind=0"
                      " WHERE x.heads>1 AND v.form=?1", form, e);
}

/* Answers and words are JSON: they are told at the first letter. */
bool form_name_came(struct store *s, const struct hash *body, const char *data, size_t len,
                    struct err *e)
{
    bool renamed = false;
    char *name = len && *data != '{' ? form_name(data, len) : NULL;
    bool good = !name || rename_events(s, body, name, &renamed, e);
    free(name);
    return good && (!renamed || s->put_off ||
                    (derive_mark_found(s, "SELECT entry FROM x_state WHERE form=?", body, e) &&
                     form_name_mark_split(s, body, e)));
}
