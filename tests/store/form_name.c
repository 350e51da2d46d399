/* What lists call a form is what its own bytes say, whoever else wrote an event about them (S2), in every order of
 * arrival (U1), after rebuilding (I3), and in files whose lists were made by an older rule. */
#include <string.h>

#include "store/form_name.h"
#include "store/internal.h"
#include "store/kit.h"

#define FORM  "# Phiếu của ta\nform: phieu-that\nversion: 1\n"
#define OTHER "{form: khong-doc-duoc}\n"

static void test_bytes(void)
{
    static const struct {
        const char *yaml, *name;
    } cases[] = {
        {FORM, "phieu-that"},
        {"form: a-1\r\nversion: 1", "a-1"},
        {"\xef\xbb\xbf" "form: \"co-nhay\" # ghi chú\n", "co-nhay"},
        {"title: x\n  form: khong\nform:  'b'\n", "b"},
        {"form:khong\n", NULL},
        {"form: Hoa\n", NULL},
        {"form:", NULL},
        {"form: ", NULL},
        {"platform: x\n", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *name = form_name(cases[i].yaml, strlen(cases[i].yaml));
        is(cases[i].name ? cases[i].name : "(none)", name ? name : "(none)", cases[i].yaml);
        free(name);
    }
}

/* ---- rows that arrive ---------------------------------------------------------------------------- */

enum row { BODY, OURS, STRANGER, ENTRY, ROWS };

static struct store_bytes rows[ROWS];

static struct store_bytes form_event(const char *id, const struct hash *body)
{
    struct event ev = {.kind = EVENT_FORM, .form_id = xstrdup(id), .has_body = true, .body = *body};
    struct store_bytes b = {0};
    b.p = event_write(&ev, &b.n);
    event_finish(&ev);
    return b;
}

static void make_rows(const char *yaml)
{
    struct hash body = body_hash(yaml, strlen(yaml)), answers = {{7}};
    struct event ev = {.kind = EVENT_REVISION, .has_form = true, .form = body, .has_body = true, .body = answers};
    ev.entry = xstrdup("00000000000000000000000000000001");
    ev.unit = xstrdup("u");
    ev.status = xstrdup("draft");
    ev.inst = xstrdup(OFFICE_B);
    ev.time = 1435190400;
    rows[BODY] = (struct store_bytes){xstrdup(yaml), strlen(yaml)};
    rows[OURS] = form_event("phieu-that", &body);
    rows[STRANGER] = form_event("aaa-gia-mao", &body);
    rows[ENTRY].p = event_write(&ev, &rows[ENTRY].n);
    event_finish(&ev);
}

static void free_rows(void)
{
    for (int i = 0; i < ROWS; i++)
        free((char *)rows[i].p);
}

static bool take(struct store *s, enum row r)
{
    bool body = r == BODY;
    return store_take(s, body ? &rows[r] : NULL, body, body ? NULL : &rows[r], !body, NULL);
}

static char *name_of_entry(struct store *s)
{
    return db_text(s->db, "SELECT form_id FROM x_state", NULL);
}

/* ---- every order ----------------------------------------------------------------------------------- */

static void check(struct store *s, const char *want, const char *order, const char *said)
{
    char *name = name_of_entry(s), *dump = store_derived_dump(s, NULL);
    is(want, name, order);
    ok(!said || !strcmp(said, dump), "U1: %s: the same lists", order);
    store_rebuild(s, NULL);
    char *again = store_derived_dump(s, NULL);
    ok(!strcmp(dump, again), "I3: %s: made again the same", order);
    free(name);
    free(dump);
    free(again);
}

/* left: a row that never comes, or ROWS. */
static void test_orders(const char *yaml, enum row left, const char *want)
{
    char *said = NULL;
    make_rows(yaml);
    for (int n = 0; n < 24; n++) {
        enum row order[ROWS] = {BODY, OURS, STRANGER, ENTRY};
        char name[ROWS + 1] = "";
        struct store *s = kit_open("f.db", STORE_CREATE);
        for (int i = ROWS - 1, k = n; i > 0; k /= i + 1, i--) {
            enum row other = order[k % (i + 1)];
            order[k % (i + 1)] = order[i];
            order[i] = other;
        }
        for (int i = 0; i < ROWS; i++) {
            name[i] = "BOSE"[order[i]];
            if (order[i] != left && !take(s, order[i]))
                ok(false, "a row is taken");
        }
        check(s, want, name, said);
        free(said);
        said = store_derived_dump(s, NULL);
        store_close(s, NULL);
        kit_empty();
    }
    free(said);
    free_rows();
}

/* ---- what stands in other places ------------------------------------------------------------------ */

static void test_listed(void)
{
    struct store *s = kit_open("f.db", STORE_CREATE);
    struct store_texts texts;
    make_rows(FORM);
    for (enum row r = 0; r < ROWS; r++)
        take(s, r);
    store_texts(s, EVENT_FORM, &texts, NULL);
    is_int(1, (long long)texts.n, "one form is listed once, however many events name it");
    is("phieu-that", texts.n ? texts.v[0].id : "", "by its own name");
    store_texts_finish(&texts);
    store_close(s, NULL);
    kit_empty();
    free_rows();
}

/* A file whose lists an older program made. */
static void test_older_rule(void)
{
    struct store *s = kit_open("f.db", STORE_CREATE);
    make_rows(FORM);
    for (enum row r = 0; r < ROWS; r++)
        take(s, r);
    db_exec(s->db, "UPDATE x_event SET text_id='aaa-gia-mao' WHERE kind=7; UPDATE x_state SET form_id='aaa-gia-mao';"
                   "UPDATE meta SET v='mv2' WHERE k='rule'", NULL);
    store_close(s, NULL);
    s = kit_open("f.db", 0);
    check(s, "phieu-that", "an older rule", NULL);
    store_close(s, NULL);
    kit_empty();
    free_rows();
}

int main(void)
{
    kit_begin();
    test_bytes();
    test_orders(FORM, ROWS, "phieu-that");
    test_orders(FORM, OURS, "phieu-that");
    test_orders(FORM, BODY, "aaa-gia-mao"); /* until the bytes come, the smallest of what is said */
    test_orders(OTHER, STRANGER, "phieu-that"); /* bytes that give no name */
    test_listed();
    test_older_rule();
    return kit_done();
}
