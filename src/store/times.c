#include "store/times.h"

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "store/internal.h"
#include "text/date.h"

#define NO_MATTER 600 /* seconds by which good clocks differ */

char *store_clock_doubt(struct store *s)
{
    int64_t newest = 0, now = clock_now();
    if (!db_int(s->db, "SELECT max(ts) FROM (SELECT ts FROM x_event ORDER BY eid DESC LIMIT 1000)", 0,
                &newest, NULL) ||
        newest <= now + NO_MATTER)
        return NULL;
    char here[32], there[32];
    date_print_time(now, here);
    date_print_time(newest, there);
    return xasprintf(_("Clock here: %s; work in the file: %s. Is the clock right?"), here, there);
}

bool store_times_reversed(struct store *s, int64_t *ret, struct err *e)
{
    return db_int(s->db, "SELECT count(DISTINCT d.child) FROM x_edge AS d JOIN event AS h ON h.hash=d.parent"
                         " JOIN x_event AS p ON p.eid=h.eid JOIN x_event AS c ON c.eid=d.child"
                         " WHERE c.ts < p.ts - 600", 0, ret, e);
}

bool revision_time_reversed(const struct revisions *all, const struct revision *r)
{
    for (size_t i = 0; i < all->n; i++)
        for (size_t k = 0; k < r->head.parents.n; k++)
            if (!hash_cmp(&all->v[i].id, &r->head.parents.v[k]) &&
                r->head.time < all->v[i].head.time - NO_MATTER)
                return true;
    return false;
}
