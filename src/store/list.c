#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/internal.h"

VEC_TYPEDEF(rows, struct entry_row);

static void rows_finish(struct rows *rows)
{
    for (size_t i = 0; i < rows->n; i++)
        entry_row_finish(&rows->v[i]);
    vec_finish(rows);
}

/* A walk over two sources in one order: x_state, page by page, and the few drafts that have no
 * revision yet, which are read at once. */
struct walk {
    struct store *s;
    const struct store_filter *f;
    struct rows page, drafts;
    size_t at, draft_at;
    bool last;    /* no page follows */
    char *form_id; /* of one unit: the form whose entries are read */
};

#define PAGE 64 /* more than a screen, so that the first page is one query */

static int page_of(const struct store_filter *f)
{
    return f->limit > 0 && f->limit < PAGE ? f->limit : PAGE;
}

/* A draft without a revision, in the columns of x_state. Of several for one entry the first counts. */
static const char drafts_sql[] =
    "(SELECT d.entry AS entry, d.form_id AS form_id, d.unit AS unit,"
    " coalesce(d.period,'') AS period, d.form AS form, 'draft' AS state, 0 AS flags,"
    " 0 AS submission, 0 AS heads, d.touched AS ts, 0 AS submitted, zeroblob(32) AS head,"
    " zeroblob(32) AS shown FROM draft AS d"
    " WHERE NOT EXISTS(SELECT 1 FROM x_state AS x WHERE x.entry=d.entry)"
    " AND NOT EXISTS(SELECT 1 FROM x_root AS r JOIN x_state AS x ON x.entry=r.root"
    " WHERE r.entry=d.entry)"
    " AND NOT EXISTS(SELECT 1 FROM draft AS o WHERE o.entry=d.entry AND o.draft_id<d.draft_id))"
    " AS x_state";

/* ---- the query of a filter ------------------------------------------------------------------- */

char *list_sql(const struct store_filter *f, bool drafts, bool begun)
{
    assert(drafts || f->form_id || !f->unit); /* no list stands in that order */
    struct str sql = {0};
    str_add(&sql, drafts ? "SELECT entry, form_id, unit, period, form, state, flags, submission,"
                           " heads, ts, submitted, head, shown, 1 FROM "
                         : "SELECT " ROW_COLUMNS " FROM ");
    str_add(&sql, drafts ? drafts_sql : "x_state");
    str_add(&sql, " WHERE 1");
    if (f->form_id)
        str_add(&sql, " AND form_id=?1");
    if (f->unit)
        str_add(&sql, " AND unit=?2");
    if (f->period)
        str_add(&sql, " AND period=?3");
    if (f->state >= 0)
        str_add(&sql, " AND state=?4");
    if (begun) /* columns that are fixed would keep the row comparison from the index */
        str_addf(&sql, " AND (%s%s%sentry)%c(%s%s%s?8)", f->form_id ? "" : "form_id,",
                 f->unit ? "" : "unit,", f->period ? "" : "period,", f->backward ? '<' : '>',
                 f->form_id ? "" : "?5,", f->unit ? "" : "?6,", f->period ? "" : "?7,");
    const char *way = f->backward ? " DESC" : "";
    str_addf(&sql, " ORDER BY form_id%s, unit%s, period%s, entry%s", way, way, way, way);
    if (!drafts)
        str_addf(&sql, " LIMIT %d", page_of(f));
    return str_take(&sql);
}

static void bind(struct stmt *q, const struct store_filter *f, const struct entry_row *after)
{
    if (f->form_id)
        stmt_bind_text(q, 1, f->form_id);
    if (f->unit)
        stmt_bind_text(q, 2, f->unit);
    if (f->period)
        stmt_bind_text(q, 3, f->period);
    if (f->state >= 0)
        stmt_bind_text(q, 4, entry_state_id((enum entry_state)f->state));
    if (!after)
        return;
    if (!f->form_id)
        stmt_bind_text(q, 5, after->form_id);
    if (!f->unit)
        stmt_bind_text(q, 6, after->unit);
    if (!f->period)
        stmt_bind_text(q, 7, after->period ? after->period : "");
    stmt_bind_id(q, 8, after->entry);
}

static bool read_rows(struct store *s, const struct store_filter *f, bool drafts,
                      const struct entry_row *after, struct rows *ret, struct err *e)
{
    char *sql = list_sql(f, drafts, after != NULL);
    struct stmt *q = db_prepare_once(s->db, sql, e);
    free(sql);
    if (!q)
        return false;
    bind(q, f, after);
    enum stmt_row row;
    bool sound = true; /* pages follow each other by key: it must be exactly what stands there */
    while (sound && (row = stmt_step(q, e)) == STMT_ROW)
        sound = row_read(q, vec_add(ret)) || drafts;
    stmt_free(q);
    return sound ? row == STMT_DONE : lists_damaged(s, e);
}

/* ---- form by form ---------------------------------------------------------------------------- */

/* The form next to this one; NULL: the first. *ret NULL: there is none. */
static bool next_form(struct store *s, const char *form_id, bool backward, char **ret, struct err *e)
{
    static const char *const sql[] = {"SELECT min(form_id) FROM x_state WHERE form_id>=?",
                                      "SELECT min(form_id) FROM x_state WHERE form_id>?",
                                      "SELECT max(form_id) FROM x_state",
                                      "SELECT max(form_id) FROM x_state WHERE form_id<?"};
    struct stmt *q = db_prepare(s->db, sql[2 * backward + (form_id != NULL)], e);
    *ret = NULL;
    if (!q)
        return false;
    if (form_id || !backward)
        stmt_bind_text(q, 1, form_id ? form_id : "");
    enum stmt_row row = stmt_step(q, e);
    if (row == STMT_ROW && !stmt_null(q, 0))
        *ret = xstrdup(stmt_text(q, 0));
    stmt_done(q);
    return row != STMT_FAILED;
}

/* Entries of one unit lie together by form: so each form is asked for those of the unit, one after the other,
 * until a page holds something. */
static bool next_page_of_unit(struct walk *w, const struct entry_row *after, struct err *e)
{
    struct store_filter f = *w->f;
    if (!w->form_id && after)
        w->form_id = xstrdup(after->form_id);
    else if (!w->form_id && !next_form(w->s, NULL, f.backward, &w->form_id, e))
        return false;
    bool good = true;
    while (good && w->form_id && !w->page.n) {
        f.form_id = w->form_id;
        bool same = after && !strcmp(after->form_id, w->form_id);
        good = read_rows(w->s, &f, false, same ? after : NULL, &w->page, e);
        if (!good || w->page.n == (size_t)page_of(&f))
            break;
        char *last = w->form_id;
        good = next_form(w->s, last, f.backward, &w->form_id, e);
        free(last);
    }
    w->last = !w->form_id;
    return good;
}

/* ---- the walk -------------------------------------------------------------------------------- */

static bool next_page(struct walk *w, struct err *e)
{
    struct rows old = w->page;
    const struct entry_row *after = old.n ? &old.v[old.n - 1] : w->f->after;
    w->page = (struct rows){0};
    w->at = 0;
    bool good;
    if (w->f->unit && !w->f->form_id) {
        good = next_page_of_unit(w, after, e);
    } else {
        good = read_rows(w->s, w->f, false, after, &w->page, e);
        w->last = w->page.n < (size_t)page_of(w->f);
    }
    rows_finish(&old);
    return good;
}

static int compare(const struct entry_row *a, const struct entry_row *b)
{
    int c = strcmp(a->form_id, b->form_id);
    if (!c)
        c = strcmp(a->unit, b->unit);
    if (!c)
        c = strcmp(a->period ? a->period : "", b->period ? b->period : "");
    return c ? c : strcmp(a->entry, b->entry);
}

/* The next row of the two sources; NULL at the end. */
static const struct entry_row *next_row(struct walk *w)
{
    const struct entry_row *a = w->at < w->page.n ? &w->page.v[w->at] : NULL;
    const struct entry_row *b = w->draft_at < w->drafts.n ? &w->drafts.v[w->draft_at] : NULL;
    if (a && (!b || (compare(a, b) < 0) != w->f->backward)) {
        w->at++;
        return a;
    }
    w->draft_at += b != NULL;
    return b;
}

bool store_entries(struct store *s, const struct store_filter *filter, store_entry_fn *fn,
                   void *user, struct err *e)
{
    struct walk w = {.s = s, .f = filter};
    bool good = read_rows(s, filter, true, filter->after, &w.drafts, e) && next_page(&w, e);
    const struct entry_row *row;
    while (good && (row = next_row(&w)) && fn(user, row))
        if (w.at == w.page.n && !w.last)
            good = next_page(&w, e);
    rows_finish(&w.page);
    rows_finish(&w.drafts);
    free(w.form_id);
    return good;
}

/* ---- one entry ------------------------------------------------------------------------------- */

static bool entry_range(const char *prefix, uint8_t low[16], uint8_t high[16])
{
    size_t n = strlen(prefix);
    if (n < 6 || n > 32)
        return false;
    char from[ENTRY_ID_HEX], to[ENTRY_ID_HEX];
    memset(from, '0', 32);
    memset(to, 'f', 32);
    memcpy(from, prefix, n);
    memcpy(to, prefix, n);
    from[32] = to[32] = '\0';
    return hex_decode(low, from, 16) && hex_decode(high, to, 16);
}

/* The id of a member leads to the root. */
static const char by_id[] = " WHERE entry BETWEEN ?1 AND ?2 OR entry IN (SELECT root FROM x_root"
                            " WHERE x_root.entry BETWEEN ?1 AND ?2) LIMIT 2";
static const char by_key[] = " WHERE form_id=?1 AND unit=?2 AND (?3 IS NULL OR period=?3) LIMIT 2";

/* Rows that stand where the statement's condition says, from both sources. */
static bool find_rows(struct store *s, const char *where, const uint8_t (*range)[16],
                      const char *const *key, struct rows *ret, struct err *e)
{
    enum stmt_row row = STMT_DONE;
    for (int drafts = 0; drafts < 2 && row == STMT_DONE; drafts++) {
        char *sql = xasprintf(
            "SELECT %s FROM %s%s",
            drafts ? "entry, form_id, unit, period, form, state, flags, submission, heads, ts,"
                     " submitted, head, shown, 1"
                   : ROW_COLUMNS,
            drafts ? drafts_sql : "x_state", where);
        struct stmt *q = db_prepare_once(s->db, sql, e);
        free(sql);
        if (!q)
            return false;
        for (int i = 0; range && i < 2; i++)
            stmt_bind_blob(q, i + 1, range[i], 16);
        for (int i = 0; key && i < 3; i++)
            stmt_bind_text(q, i + 1, key[i]);
        bool sound = true;
        while (sound && (row = stmt_step(q, e)) == STMT_ROW)
            sound = row_read(q, vec_add(ret)) || drafts;
        stmt_free(q);
        if (!sound)
            return lists_damaged(s, e);
    }
    return row == STMT_DONE;
}

/* form/unit[/period]: a unit may hold a slash itself (an office), so both readings are tried. */
static bool find_key(struct store *s, const char *ref, struct rows *ret, struct err *e)
{
    const char *slash = strchr(ref, '/'), *last = strrchr(ref, '/');
    char *form = xstrndup(ref, (size_t)(slash - ref));
    char *unit = xstrndup(slash + 1, last > slash ? (size_t)(last - slash - 1) : 0);
    const char *period = strcmp(last + 1, "once") ? last + 1 : "";
    const char *whole[3] = {form, slash + 1, NULL}, *split[3] = {form, unit, period};
    bool good = find_rows(s, by_key, NULL, whole, ret, e) &&
                (last == slash || find_rows(s, by_key, NULL, split, ret, e));
    free(form);
    free(unit);
    return good;
}

static bool find_ref(struct store *s, const char *ref, struct rows *ret, struct err *e)
{
    uint8_t range[2][16];
    if (strchr(ref, '/'))
        return find_key(s, ref, ret, e);
    if (!entry_range(ref, range[0], range[1]))
        return true;
    return find_rows(s, by_id, (const uint8_t(*)[16])range, NULL, ret, e);
}

bool store_entry(struct store *s, const char *ref, struct entry_row *ret, struct err *e)
{
    struct rows found = {0};
    bool good = find_ref(s, ref, &found, e);
    if (good && found.n == 0)
        good = err_set(e, ERR_USAGE, s->path,
                       _("“phieu list” shows what the file holds; name an entry by its id, by at "
                         "least 6 letters of it, or as form/unit/period"),
                       _("there is no entry “%s”"), ref);
    else if (good && found.n > 1)
        good = err_set(e, ERR_USAGE, s->path, _("name it by its whole id (“phieu list”)"),
                       _("“%s” fits more than one entry"), ref);
    if (good) {
        *ret = found.v[0];
        found.v[0] = (struct entry_row){0};
    }
    rows_finish(&found);
    return good;
}
