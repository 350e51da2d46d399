/* The states of all entries at once, after headers, edges and joins were noted: most entries have one first
 * revision and no more, and their rows are written by one statement, in the order of the table; the
 * lists over them are sorted afterwards. The others follow the long way. What comes out is what state.c
 * gives one by one (I3: tests/store/derived.c, tests/store/converge.c). */
#include "store/internal.h"

_Static_assert(EVENT_REVISION == 0 && EVENT_REVIEW == 1 && EVENT_FORM == 7, "the kinds of the queries");

/* Every first revision; what more there is to an entry is found below. */
static const char rows_sql[] =
    "INSERT INTO x_state(entry,form_id,unit,period,form,state,flags,submission,heads,ts,submitted,head,"
    "shown) SELECT x.entry, coalesce(f.name,''), coalesce(x.unit,''), coalesce(x.period,''),"
    " coalesce(x.form,zeroblob(32)),"
    " CASE x.status WHEN 'submitted' THEN 'submitted' WHEN 'withdrawn' THEN 'withdrawn' ELSE 'draft' END,"
    " 0, x.status IS 'submitted', 1, x.ts, CASE x.status WHEN 'submitted' THEN x.ts ELSE 0 END, h.hash, h.hash"
    " FROM x_event AS x NOT INDEXED CROSS JOIN event AS h ON h.eid=x.eid"
    " LEFT JOIN (SELECT body, min(text_id) AS name FROM x_event WHERE kind=7 AND text_id IS NOT NULL"
    " GROUP BY body) AS f ON f.body=x.form WHERE x.kind=0 AND x.entry IS NOT NULL"
    " AND NOT EXISTS(SELECT 1 FROM x_edge WHERE child=x.eid)"
    " ORDER BY x.eid ON CONFLICT(entry) DO NOTHING";

/* Entries of which something else is known than one first revision. */
static const char several_sql[] =
    "SELECT entry FROM x_event INDEXED BY x_event_entry WHERE entry IS NOT NULL AND kind<2"
    " GROUP BY entry HAVING count(*)>1";

static const char *const others_sql[] = {
    "SELECT x.entry FROM x_edge AS g CROSS JOIN x_event AS x ON x.eid=g.child"
    " WHERE x.kind<2 AND x.entry IS NOT NULL",
    "SELECT entry FROM x_root",
    "SELECT s.entry FROM (SELECT form_id, unit, period FROM x_state WHERE form_id<>'' AND unit<>''"
    " GROUP BY form_id, unit, period HAVING count(*)>1) AS k CROSS JOIN x_state AS s"
    " ON s.form_id=k.form_id AND s.unit=k.unit AND s.period=k.period",
};

static const char erased_sql[] =
    "SELECT entry FROM x_event NOT INDEXED WHERE kind=0 AND entry IS NOT NULL"
    " AND body IN (SELECT body FROM erased)";

static const char all_sql[] =
    "SELECT entry FROM x_event INDEXED BY x_event_entry WHERE entry IS NOT NULL AND kind<2";

static bool run(struct store *s, const char *sql, struct err *e)
{
    struct stmt *q = db_prepare(s->db, sql, e);
    return q && stmt_run(q, e);
}

/* As many rows were written as there are revisions and reviews: then each entry has one. */
static bool mark_several(struct store *s, struct err *e)
{
    int64_t known = 0, written = 0;
    return db_int(s->db, "SELECT count(*) FROM x_event INDEXED BY x_event_entry WHERE entry IS NOT NULL AND kind<2",
                  0, &known, e) &&
           db_int(s->db, "SELECT count(*) FROM x_state", 0, &written, e) &&
           (known == written || derive_mark_found(s, several_sql, NULL, e));
}

static bool mark_others(struct store *s, struct err *e)
{
    bool good = state_begin(s, e) && mark_several(s, e) &&
                (!s->any_erased || derive_mark_found(s, erased_sql, NULL, e));
    for (size_t i = 0; good && i < sizeof others_sql / sizeof *others_sql; i++)
        good = derive_mark_found(s, others_sql[i], NULL, e);
    return good;
}

static bool empty(struct store *s, struct err *e)
{
    return db_set_sorting(s->db, true, e) && run(s, "DELETE FROM x_state", e) &&
           schema_drop_state_lists(s->db, e);
}

bool state_all(struct store *s, struct err *e)
{
    bool brief = !s->no_shortcuts;
    vec_clear(&s->dirty);
    return empty(s, e) && (!brief || run(s, rows_sql, e)) && schema_create_state_lists(s->db, e) &&
           db_set_sorting(s->db, false, e) && (brief ? mark_others(s, e) : derive_mark_found(s, all_sql, NULL, e)) &&
           derive_flush(s, e);
}
