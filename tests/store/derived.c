/* Derived tables are a function of the sets alone: the same events and bodies, in whatever order
 * and portions they arrive, give the same tables, and so does a rebuild. */
#include "store/internal.h"
#include "store/kit.h"

#define ENTRIES 4

struct pool {
    VEC(struct store_bytes) bytes;
    VEC(char) is_body;
    VEC(struct hash) revisions[ENTRIES];
    VEC(struct hash) reviews[ENTRIES];
    VEC(struct hash) joins;
};

static unsigned below(unsigned n)
{
    unsigned r;
    random_bytes(&r, sizeof r);
    return r % n;
}

static void pool_finish(struct pool *p)
{
    for (size_t i = 0; i < p->bytes.n; i++)
        free((char *)p->bytes.v[i].p);
    vec_finish(&p->bytes);
    vec_finish(&p->is_body);
    for (int i = 0; i < ENTRIES; i++) {
        vec_finish(&p->revisions[i]);
        vec_finish(&p->reviews[i]);
    }
    vec_finish(&p->joins);
}

static void add(struct pool *p, char *bytes, size_t len, bool body)
{
    *vec_add(&p->bytes) = (struct store_bytes){bytes, len};
    *vec_add(&p->is_body) = body;
}

static struct hash add_event(struct pool *p, struct event *ev)
{
    size_t len;
    ev->time = 1435190400 + below(100000);
    char *head = event_write(ev, &len);
    add(p, head, len, false);
    struct hash h = event_hash(head, len);
    event_finish(ev);
    return h;
}

static void id_of(int entry, char out[ENTRY_ID_HEX])
{
    snprintf(out, ENTRY_ID_HEX, "%032x", entry + 1);
}

static struct event begin(enum event_kind kind, int entry)
{
    char id[ENTRY_ID_HEX];
    id_of(entry, id);
    struct event ev = {.kind = kind};
    ev.entry = xstrdup(id);
    ev.author = xstrdup(below(2) ? "An" : "Bình");
    ev.inst = xstrdup(OFFICE_A);
    return ev;
}

static struct hash add_answers(struct pool *p)
{
    char salt[33], text[32];
    random_hex(salt, 16);
    snprintf(text, sizeof text, "{\"a\":%u}", below(3));
    json *j = kit_json(text);
    size_t len;
    char *body = body_write_answers(j, salt, &len);
    js_free(j);
    struct hash h = body_hash(body, len);
    if (below(8))
        add(p, body, len, true);
    else
        free(body); /* thinned: the body is nowhere */
    return h;
}

/* One that names revisions of another entry, too, as those do that are made after a join. */
static size_t parent_entry(int entry)
{
    return (size_t)(below(3) ? entry : (int)below(ENTRIES));
}

static void add_revision(struct pool *p, int entry, const struct hash *form)
{
    static const char *const status[] = {"draft", "submitted", "submitted", "withdrawn"};
    struct event ev = begin(EVENT_REVISION, entry);
    ev.has_form = ev.has_body = true;
    ev.form = *form;
    ev.body = add_answers(p);
    ev.unit = xstrdup(below(4) ? "U1" : "U2");
    ev.period = below(3) ? xstrdup("2015") : NULL;
    ev.status = xstrdup(status[below(4)]);
    for (unsigned i = below(3); i > 0; i--) {
        size_t from = parent_entry(entry);
        if (p->revisions[from].n)
            *vec_add(&ev.parents) = p->revisions[from].v[below((unsigned)p->revisions[from].n)];
    }
    if (below(10) == 0) /* a parent that never comes */
        random_bytes(vec_add(&ev.parents)->b, 32);
    *vec_add(&p->revisions[entry]) = add_event(p, &ev);
}

static void add_review(struct pool *p, int entry)
{
    if (!p->revisions[entry].n)
        return;
    struct event ev = begin(EVENT_REVIEW, entry);
    ev.has_target = true;
    ev.target = p->revisions[entry].v[below((unsigned)p->revisions[entry].n)];
    ev.verdict = xstrdup(below(2) ? "accept" : "return");
    ev.next = below(3) ? NULL : xstrdup("tinh");
    ev.status = below(5) ? NULL : xstrdup(REVIEW_UNDONE);
    if (p->reviews[entry].n && below(2))
        *vec_add(&ev.supersedes) = p->reviews[entry].v[below((unsigned)p->reviews[entry].n)];
    *vec_add(&p->reviews[entry]) = add_event(p, &ev);
}

static void add_comment(struct pool *p, int entry)
{
    if (!p->revisions[entry].n)
        return;
    struct event ev = begin(EVENT_COMMENT, entry);
    ev.has_target = ev.has_body = true;
    ev.target = p->revisions[entry].v[0];
    ev.field = xstrdup("a");
    size_t len;
    char *body = body_write_text("Xem lại", "00000000000000000000000000000000", &len);
    ev.body = body_hash(body, len);
    add(p, body, len, true);
    add_event(p, &ev);
}

/* Also of one with itself, of the same two again, and taken back twice. */
static void add_join(struct pool *p)
{
    bool back = p->joins.n && below(3) == 0;
    struct event ev = begin(back ? EVENT_UNJOIN : EVENT_JOIN, (int)below(ENTRIES));
    char other[ENTRY_ID_HEX];
    id_of((int)below(ENTRIES), other);
    ev.other = xstrdup(other);
    for (unsigned i = 1 + below(2); back && i > 0; i--)
        *vec_add(&ev.supersedes) = p->joins.v[below((unsigned)p->joins.n)];
    struct hash h = add_event(p, &ev);
    if (!back)
        *vec_add(&p->joins) = h;
}

static struct pool make_pool(void)
{
    static const char yaml[] = "form: mau1\n";
    struct pool p = {0};
    struct event ev = {.kind = EVENT_FORM, .has_body = true};
    ev.body = body_hash(yaml, sizeof yaml - 1);
    struct hash form = ev.body;
    ev.form_id = xstrdup("mau1");
    add(&p, xstrdup(yaml), sizeof yaml - 1, true);
    add_event(&p, &ev);
    struct event stranger = {.kind = EVENT_FORM, .has_body = true, .body = form};
    stranger.form_id = xstrdup("aaa");
    add_event(&p, &stranger);
    static const char other_yaml[] = "form: mau2\n";
    struct event other = {.kind = EVENT_FORM, .has_body = true, .body = body_hash(other_yaml, sizeof other_yaml - 1)};
    struct hash forms[] = {form, form, form, other.body};
    other.form_id = xstrdup("bbb");
    add(&p, xstrdup(other_yaml), sizeof other_yaml - 1, true);
    add_event(&p, &other);
    static const char unknown[] = "{\"kind\":\"telepathy\",\"v\":1}";
    add(&p, xstrdup(unknown), sizeof unknown - 1, false);
    for (unsigned i = 10 + below(30); i > 0; i--) {
        int entry = (int)below(ENTRIES);
        unsigned what = below(11);
        if (what == 10)
            add_join(&p);
        else if (what < 6)
            add_revision(&p, entry, &forms[below(4)]);
        else if (what < 9)
            add_review(&p, entry);
        else
            add_comment(&p, entry);
    }
    return p;
}

/* Takes everything in, in a random order and random portions. */
static bool take_all(struct store *s, const struct pool *p, struct err *e)
{
    size_t n = p->bytes.n, *order = xcalloc(n, sizeof *order);
    for (size_t i = 0; i < n; i++) {
        size_t j = below((unsigned)i + 1);
        order[i] = order[j];
        order[j] = i;
    }
    bool good = true;
    for (size_t i = 0; good && i < n;) {
        struct store_bytes bodies[8], heads[8];
        size_t b = 0, h = 0;
        for (unsigned k = 1 + below(8); k > 0 && i < n; k--, i++)
            if (p->is_body.v[order[i]])
                bodies[b++] = p->bytes.v[order[i]];
            else
                heads[h++] = p->bytes.v[order[i]];
        good = store_take(s, bodies, b, heads, h, e);
    }
    free(order);
    return good;
}

/* "" when the derived tables are `want` (or want is NULL, then it is filled) before and after. */
static bool same_everywhere(struct store *s, char **want, struct err *e)
{
    char *before = store_derived_dump(s, e);
    bool good = before && store_rebuild(s, e);
    char *after = good ? store_derived_dump(s, e) : NULL;
    if (!*want)
        *want = xstrdup(before ? before : "");
    good = good && after && !strcmp(before, after) && !strcmp(before, *want);
    if (!good)
        printf("# wanted:\n%s# arrived:\n%s# rebuilt:\n%s", *want, before ? before : "",
               after ? after : "");
    free(before);
    free(after);
    return good;
}

static bool run(unsigned seed)
{
    random_seed(seed);
    struct pool p = make_pool();
    char *want = NULL;
    bool good = true;
    for (int file = 0; good && file < 3; file++) {
        struct err e = {0};
        char name[32];
        snprintf(name, sizeof name, "r%u-%d.db", seed, file);
        struct store *s = kit_open(name, STORE_CREATE);
        if (s) /* one of them computes every state the long way */
            s->no_shortcuts = file == 1;
        good = s && take_all(s, &p, &e) && same_everywhere(s, &want, &e);
        if (e.code)
            printf("# %s\n", e.message);
        err_finish(&e);
        store_close(s, NULL);
        char *path = kit_path(name);
        unlink(path);
        free(path);
    }
    free(want);
    pool_finish(&p);
    return good;
}

/* One entry a key, then two, three, one again: the flag of all of them follows. */
static void test_duplicates(void)
{
    struct store *s = kit_open("dup.db", STORE_CREATE);
    struct hash form, r[4];
    struct err e = {0};
    store_add_text(s, EVENT_FORM, "mau1", "form: mau1\n", 11, &form, &e);
    char id[ENTRY_ID_HEX];
    const unsigned want[] = {0, FLAG_POSSIBLE_DUPLICATE, FLAG_POSSIBLE_DUPLICATE};
    for (int i = 0; i < 3; i++) {
        id_of(i, id);
        kit_revise(s, id, "U1", "2015", "draft", &form, NULL, 0, "{\"a\":1}", &r[i]);
        for (int k = 0; k <= i; k++) {
            struct entry_row row;
            id_of(k, id);
            store_entry(s, id, &row, &e);
            is_int(want[i], row.flags, "flag of a duplicate");
            entry_row_finish(&row);
        }
    }
    id_of(1, id);
    kit_revise(s, id, "U1", "2015", "withdrawn", &form, &r[1], 1, NULL, &r[3]);
    id_of(2, id);
    kit_revise(s, id, "U1", "2016", "draft", &form, &r[2], 1, NULL, &r[3]);
    for (int k = 0; k < 3; k++) {
        struct entry_row row;
        id_of(k, id);
        store_entry(s, id, &row, &e);
        is_int(0, row.flags, "one withdrawn, one moved away");
        entry_row_finish(&row);
    }
    struct entry_row row;
    ok(!store_entry(s, "mau1/U1", &row, &e) && e.code == ERR_USAGE, "form/unit fits two");
    err_finish(&e);
    store_close(s, NULL);
}

int main(void)
{
    kit_begin();
    const char *rounds = getenv("PHIEU_ROUNDS");
    unsigned n = rounds ? (unsigned)atoi(rounds) : 40;
    for (unsigned seed = 1; seed <= n; seed++)
        if (!ok(run(seed), "seed %u: any order gives the same tables", seed))
            break;
    test_duplicates();
    return kit_done();
}
