/* Lists: page by page along an index, forwards and backwards, under every filter; single entries by
 * the ways to name them; and the tables as the document shows them. */
#include "base/file.h"
#include "base/str.h"
#include "store/internal.h"
#include "store/kit.h"

#define MANY 300 /* more than two pages */

static struct hash form, other_form;

static void fill(struct store *s)
{
    store_add_text(s, EVENT_FORM, "mau1", "form: mau1\n", 11, &form, NULL);
    store_add_text(s, EVENT_FORM, "mau2", "form: mau2\n", 11, &other_form, NULL);
    for (int i = 0; i < MANY; i++) {
        char id[ENTRY_ID_HEX], unit[16], period[16];
        random_hex(id, 16);
        snprintf(unit, sizeof unit, "U%02d", i % 20);
        snprintf(period, sizeof period, "%d", 2000 + i / 20);
        struct hash r;
        kit_revise(s, id, unit, period, i % 3 ? "submitted" : "draft", i % 5 ? &form : &other_form,
                   NULL, 0, "{\"a\":1}", &r);
    }
    for (int i = 0; i < 3; i++) {
        struct draft d = {.form = form};
        random_hex(d.entry, 16);
        d.form_id = xstrdup("mau1");
        d.unit = xasprintf("U%02d", 7 * i);
        draft_create(s, &d, NULL);
        draft_finish(&d);
    }
}

struct keys {
    VEC(char *) v;
    size_t limit;
    struct entry_row last;
};

static bool collect(void *user, const struct entry_row *row)
{
    struct keys *k = user;
    *vec_add(&k->v) = xasprintf("%s\t%s\t%s\t%s", row->form_id, row->unit,
                                row->period ? row->period : "", row->entry);
    entry_row_finish(&k->last);
    k->last = *row;
    k->last.form_id = xstrdup(row->form_id);
    k->last.unit = xstrdup(row->unit);
    k->last.period = xstrdup0(row->period);
    return k->v.n != k->limit;
}

static void keys_finish(struct keys *k)
{
    for (size_t i = 0; i < k->v.n; i++)
        free(k->v.v[i]);
    vec_finish(&k->v);
    entry_row_finish(&k->last);
}

static struct keys walk(struct store *s, struct store_filter f, size_t limit)
{
    struct keys k = {.limit = limit};
    struct err e = {0};
    if (!store_entries(s, &f, collect, &k, &e))
        kit_good(false, &e, "walk");
    return k;
}

static void test_order(struct store *s)
{
    struct keys all = walk(s, (struct store_filter){.state = -1}, 0);
    is_int(MANY + 3, (long long)all.v.n, "all entries, once each");
    int wrong = 0;
    for (size_t i = 1; i < all.v.n; i++)
        wrong += strcmp(all.v.v[i - 1], all.v.v[i]) >= 0;
    is_int(0, wrong, "in order");
    struct keys back = walk(s, (struct store_filter){.state = -1, .backward = true}, 0);
    wrong = back.v.n != all.v.n;
    for (size_t i = 0; i < all.v.n && !wrong; i++)
        wrong += strcmp(all.v.v[i], back.v.v[all.v.n - 1 - i]) != 0;
    is_int(0, wrong, "backwards the same");
    struct keys head = walk(s, (struct store_filter){.state = -1}, 130);
    struct keys rest = walk(s, (struct store_filter){.state = -1, .after = &head.last}, 0);
    is_int(MANY + 3 - 130, (long long)rest.v.n, "the rest behind a row");
    is(all.v.v[130], rest.v.v[0], "goes on with the next");
    struct keys up = walk(s, (struct store_filter){.state = -1, .after = &head.last,
                                                   .backward = true}, 0);
    is_int(129, (long long)up.v.n, "and those before it");
    is(all.v.v[128], up.v.v[0], "from the nearest");
    keys_finish(&all);
    keys_finish(&back);
    keys_finish(&head);
    keys_finish(&rest);
    keys_finish(&up);
}

/* Each filter gives what counting by hand gives. */
static void test_filters(struct store *s)
{
    static const struct {
        struct store_filter f;
        int want;
    } cases[] = {
        {{.state = -1, .form_id = "mau2"}, 60},
        {{.state = -1, .form_id = "mau1"}, 243},
        {{.state = -1, .unit = "U07"}, 16},
        {{.state = -1, .form_id = "mau1", .unit = "U14"}, 16},
        {{.state = -1, .period = "2003"}, 20},
        {{.state = STATE_DRAFT}, 103},
        {{.state = STATE_SUBMITTED}, 200},
        {{.state = STATE_SUBMITTED, .form_id = "mau1", .unit = "U01"}, 10},
        {{.state = STATE_CONFLICT}, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int back = 0; back < 2; back++) {
            struct store_filter f = cases[i].f;
            f.backward = back;
            struct keys k = walk(s, f, 0);
            ok(k.v.n == (size_t)cases[i].want, "filter %zu: %zu of %d", i, k.v.n, cases[i].want);
            keys_finish(&k);
        }
}

/* Entries of one unit, several pages of some forms and none of others: from every row, both ways, what picking
 * them out of all gives. */
static void fill_unit(struct store *s)
{
    static const int many[] = {150, 0, 3, 70};
    for (size_t f = 0; f < 4; f++) {
        char id[ENTRY_ID_HEX], name[16], text[32];
        struct hash body, r;
        snprintf(name, sizeof name, "f%zu", f);
        snprintf(text, sizeof text, "form: %s\n", name);
        store_add_text(s, EVENT_FORM, name, text, strlen(text), &body, NULL);
        for (int i = 0; i < many[f] + 20; i++) {
            random_hex(id, 16);
            kit_revise(s, id, i < many[f] ? "M" : i % 2 ? "L" : "N", i % 7 ? "2015" : "2014",
                       i % 3 ? "submitted" : "draft", &body, NULL, 0, "{\"a\":1}", &r);
        }
    }
}

static bool is_of(const struct entry_row *row, const struct store_filter *f)
{
    return !strcmp(row->unit, f->unit) && (f->state < 0 || row->state == (enum entry_state)f->state);
}

struct rows {
    VEC(char *) v;
    VEC(struct entry_row) rows;
    const struct store_filter *f;
};

static bool pick(void *user, const struct entry_row *row)
{
    struct rows *r = user;
    if (!is_of(row, r->f))
        return true;
    *vec_add(&r->v) = xasprintf("%s\t%s\t%s\t%s", row->form_id, row->unit, row->period ? row->period : "",
                                row->entry);
    struct entry_row *kept = vec_add(&r->rows);
    *kept = *row;
    kept->form_id = xstrdup(row->form_id);
    kept->unit = xstrdup(row->unit);
    kept->period = xstrdup0(row->period);
    return true;
}

/* How many of those behind row i stand otherwise than in the list of all. */
static int differ(struct store *s, const struct rows *all, size_t i, struct store_filter f)
{
    f.after = &all->rows.v[i];
    size_t n = f.backward ? i : all->v.n - 1 - i;
    struct keys k = walk(s, f, 0);
    int wrong = k.v.n != n;
    for (size_t j = 0; !wrong && j < n; j++)
        wrong = strcmp(k.v.v[j], all->v.v[f.backward ? i - 1 - j : i + 1 + j]) != 0;
    keys_finish(&k);
    return wrong;
}

static void test_unit(void)
{
    struct store *s = kit_open("unit.db", STORE_CREATE);
    fill_unit(s);
    for (int c = 0; c < 6; c++) {
        struct store_filter f = {.state = (int[]){-1, STATE_SUBMITTED, STATE_DRAFT}[c / 2], .unit = "M", .backward = c % 2};
        struct rows all = {.f = &f};
        struct store_filter none = {.state = -1};
        store_entries(s, &none, pick, &all, NULL);
        int wrong = 0;
        for (size_t i = 0; i < all.v.n; i++)
            wrong += differ(s, &all, i, f);
        ok(all.v.n > 60 && !wrong, "one unit, state %d, %s: %zu rows, %d wrong", f.state,
           f.backward ? "back" : "on", all.v.n, wrong);
        for (size_t i = 0; i < all.v.n; i++) {
            free(all.v.v[i]);
            entry_row_finish(&all.rows.v[i]);
        }
        vec_finish(&all.v);
        vec_finish(&all.rows);
    }
    store_close(s, NULL);
}

/* No page of a list sorts, or walks the table from its start. */
static void test_plans(struct store *s)
{
    static const struct store_filter filters[] = {
        {.state = -1},
        {.state = -1, .form_id = "mau1"},
        {.state = -1, .form_id = "mau1", .unit = "U1"},
        {.state = -1, .form_id = "mau1", .unit = "U1", .period = "2015"},
        {.state = STATE_RETURNED},
        {.state = STATE_RETURNED, .form_id = "mau1"},
        {.state = STATE_RETURNED, .form_id = "mau1", .unit = "U1"},
    };
    for (size_t i = 0; i < 2 * sizeof filters / sizeof *filters; i++) {
        struct store_filter f = filters[i / 2];
        f.backward = i % 2;
        char *sql = list_sql(&f, false, true);
        char *explain = xasprintf("EXPLAIN QUERY PLAN %s", sql);
        struct stmt *q = db_prepare_once(s->db, explain, NULL);
        struct str plan = {0};
        while (q && stmt_step(q, NULL) == STMT_ROW)
            str_addf(&plan, "%s; ", stmt_text(q, 3));
        stmt_free(q);
        const char *p = str_text(&plan);
        ok(strstr(p, "SEARCH x_state") && !strstr(p, "B-TREE") && !strstr(p, "SCAN"), "%s", p);
        str_finish(&plan);
        free(explain);
        free(sql);
    }
}

static void test_names(struct store *s)
{
    struct keys k = walk(s, (struct store_filter){.state = -1}, 200);
    struct err e = {0};
    char ref[ENTRY_ID_HEX];
    snprintf(ref, sizeof ref, "%.9s", k.last.entry);
    struct entry_row row = {0};
    kit_good(store_entry(s, ref, &row, &e), &e, "by an odd prefix");
    is(k.last.entry, row.entry, "the right one");
    entry_row_finish(&row);
    static const char *const bad[] = {"",      "12345", "zzzzzz", "mau1",        "mau1/U01",
                                      "mau9/U01", "/",  "//",     "mau1/U01/1999",
                                      "000000000000000000000000000000000000"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ok(!store_entry(s, bad[i], &row, &e) && e.code == ERR_USAGE && e.remedy, "refused: “%s”",
           bad[i]);
        err_finish(&e);
    }
    kit_good(store_entry(s, "mau1/U01/2000", &row, &e), &e, "by form, unit and period");
    entry_row_finish(&row);
    keys_finish(&k);
    struct hash r;
    kit_revise(s, "99999999999999999999999999999999", "U01/party", NULL, "draft", &form, NULL, 0,
               "{}", &r);
    kit_good(store_entry(s, "mau1/U01/party", &row, &e), &e, "an office may hold a slash");
    entry_row_finish(&row);
}

/* The document shows every statement of a new file's schema. */
static void test_doc(struct store *s)
{
    const char *source = getenv("PHIEU_SOURCE");
    char *path = file_join(source ? source : ".", "doc/file-format.md"), *doc = NULL;
    size_t len;
    if (!file_read(path, 1 << 20, &doc, &len, NULL))
        doc = xstrdup("");
    struct stmt *q = db_prepare(s->db, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL",
                                NULL);
    while (stmt_step(q, NULL) == STMT_ROW)
        ok(strstr(doc, stmt_text(q, 1)) != NULL, "the document shows %s", stmt_text(q, 0));
    stmt_done(q);
    free(doc);
    free(path);
}

int main(void)
{
    kit_begin();
    struct store *s = kit_open("list.db", STORE_CREATE);
    fill(s);
    test_order(s);
    test_filters(s);
    test_plans(s);
    test_unit();
    test_doc(s);
    test_names(s);
    store_close(s, NULL);
    return kit_done();
}
