/* Numbered promises of the store that no other test carries (doc/red-team.md): one small case each. */
#include <string.h>

#include "store/internal.h"
#include "store/kit.h"
#include "store/merge.h"

static const char E1[] = "11111111111111111111111111111111";
static struct hash form;

static struct store *begin(const char *name)
{
    struct store *s = kit_open(name, STORE_CREATE);
    store_add_text(s, EVENT_FORM, "mau1", "form: mau1\n", 11, &form, NULL);
    return s;
}

static int64_t count(struct store *s, const char *sql)
{
    int64_t n = -1;
    db_int(s->db, sql, -1, &n, NULL);
    return n;
}

static void merge(struct store *to, struct store *from, struct merge_report *ret)
{
    const char *path = store_path(from);
    struct err e = {0};
    kit_good(store_merge(to, &path, 1, NULL, ret, &e), &e, "a merge");
}

static void test_frozen(void)
{
    static const char *const sql[] = {
        "UPDATE event SET head='{}'", "DELETE FROM event", "UPDATE body SET data='{}'",
        "UPDATE event SET hash=zeroblob(32)", "DROP TABLE event", "ALTER TABLE event RENAME TO other",
    };
    struct store *s = begin("frozen.db");
    for (size_t i = 0; i < sizeof sql / sizeof *sql; i++)
        ok(!db_exec(s->db, sql[i], NULL), "I2: refused: %s", sql[i]);
    is_int(1, count(s, "SELECT count(*) FROM event"), "I2: the event is there");
    store_close(s, NULL);
}

/* Somebody's damage: other bytes stand under the hash that is to come. */
static void test_taken(void)
{
    static const char text[] = "{\"answers\":{\"a\":1},\"salt\":\"00000000000000000000000000000000\"}";
    struct store *s = begin("taken.db");
    struct hash h = body_hash(text, strlen(text));
    struct stmt *q = db_prepare(s->db, "INSERT INTO body(hash,data) VALUES(?,'other')", NULL);
    stmt_bind_hash(q, 1, &h);
    stmt_run(q, NULL);
    struct err e = {0};
    ok(!store_take(s, &(struct store_bytes){text, strlen(text)}, 1, NULL, 0, &e) && e.code == ERR_DAMAGED,
       "U6: a name that stands for other bytes is an error, not passed over");
    err_finish(&e);
    store_close(s, NULL);
}

static void test_erased(void)
{
    struct store *a = begin("erased-a.db"), *b = begin("erased-b.db");
    struct merge_report report;
    struct hash r;
    kit_revise(a, E1, "U1", "2015", "draft", &form, NULL, 0, "{\"a\":1}", &r);
    db_exec(b->db, "INSERT INTO erased VALUES(zeroblob(32), zeroblob(32), 1)", NULL);
    struct stmt *q = db_prepare(a->db, "SELECT body FROM x_event WHERE kind=0", NULL);
    stmt_step(q, NULL);
    struct hash body = stmt_hash(q, 0);
    stmt_done(q);
    q = db_prepare(b->db, "INSERT INTO erased VALUES(?1, ?1, 1)", NULL);
    stmt_bind_hash(q, 1, &body);
    stmt_run(q, NULL);
    for (int i = 0; i < 2; i++) {
        merge(b, a, &report);
        is_int(1, report.files.v[0].bodies.refused, "U7: an erased body does not come back");
        is_int(1, count(b, "SELECT count(*) FROM x_event WHERE kind=0"), "U7: its event is there");
        merge_report_finish(&report);
    }
    size_t len;
    char *bytes = store_body(a, &body, &len, NULL);
    ok(store_take(b, &(struct store_bytes){bytes, len}, 1, NULL, 0, NULL), "U7: the same without a file");
    free(bytes);
    char *answers = store_body(b, &body, NULL, NULL);
    ok(!answers, "U7: without what it said");
    free(answers);
    store_close(a, NULL);
    store_close(b, NULL);
}

/* ---- drafts ------------------------------------------------------------------------------------ */

static void type(struct store *s, struct draft *d)
{
    *d = (struct draft){.form = form};
    snprintf(d->entry, sizeof d->entry, "%s", E1);
    d->form_id = xstrdup("mau1");
    d->unit = xstrdup("U1");
    draft_create(s, d, NULL);
    draft_put(s, d->draft, "a", "1", NULL);
}

static void test_whose(void)
{
    struct store *s = begin("whose.db");
    struct draft d, other;
    type(s, &d);
    installation_fix(OFFICE_B);
    ok(!draft_find(s, E1, &other, NULL), "D1: another installation does not find it as its own");
    installation_fix(OFFICE_A);
    ok(draft_find(s, E1, &other, NULL), "D1: its own does");
    draft_finish(&other);
    draft_finish(&d);
    store_close(s, NULL);
}

static struct event revision(void)
{
    struct event ev = {.kind = EVENT_REVISION, .has_form = true, .form = form};
    ev.entry = xstrdup(E1);
    ev.unit = xstrdup("U1");
    ev.status = xstrdup("draft");
    return ev;
}

/* More parents than a header may have: the last step of all fails. */
static void test_ended(void)
{
    struct store *s = begin("ended.db");
    struct draft d;
    struct hash made;
    json *answers = kit_json("{\"a\":1}");
    type(s, &d);
    struct event ev = revision();
    for (int i = 0; i <= EVENT_LINKS_MAX; i++)
        random_bytes(vec_add(&ev.parents)->b, 32);
    ok(!draft_end(s, d.draft, &ev, answers, &made, NULL), "a revision that cannot be made");
    event_finish(&ev);
    is_int(1, count(s, "SELECT count(*) FROM draft JOIN draft_value USING(draft_id)"), "D2: the draft stands as it was");
    is_int(1, count(s, "SELECT count(*) FROM body"), "D2: and nothing half made");
    ev = revision();
    ok(draft_end(s, d.draft, &ev, answers, &made, NULL), "one that can");
    event_finish(&ev);
    is_int(0, count(s, "SELECT count(*) FROM draft"), "D2: ends the draft");
    is_int(1, count(s, "SELECT count(*) FROM x_state"), "D2: and stands in the lists, at once");
    js_free(answers);
    draft_finish(&d);
    store_close(s, NULL);
}

static void test_carried(void)
{
    struct store *a = begin("carried-a.db"), *b = begin("carried-b.db");
    struct merge_report report;
    struct draft d;
    type(a, &d);
    merge(b, a, &report);
    merge_report_finish(&report);
    is_int(0, count(b, "SELECT count(*) FROM draft"), "D3: unfinished work of others is nobody's draft here");
    draft_end(a, d.draft, NULL, NULL, NULL, NULL);
    merge(b, a, &report);
    merge_report_finish(&report);
    is_int(1, count(b, "SELECT count(*) FROM draft_copy"), "D3: a merge takes no carried draft away");
    draft_finish(&d);
    store_close(a, NULL);
    store_close(b, NULL);
}

int main(void)
{
    kit_begin();
    test_frozen();
    test_taken();
    test_erased();
    test_whose();
    test_ended();
    test_carried();
    return kit_done();
}
