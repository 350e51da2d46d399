/* The frozen bytes: one worked example for each kind of event, and each kind of body. vectors.tsv
 * holds name, set (event or body), SHA-256 and bytes; doc/file-format.md shows the same examples.
 * `vectors --write` prints the table, `vectors --doc` the examples; neither may ever change for
 * what is already there. */
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/internal.h"
#include "tap.h"

static const char form_yaml[] = "form: mau1\nversion: 1\ntitle: Phụ lục 1\n";
static const char list_yaml[] = "list: quan-ba\nunits:\n- {id: qb-01, name: Xã Quản Bạ}\n";
static const char id_a[] = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
static const char id_b[] = "00112233445566778899aabbccddeeff";
static const char salt[] = "000102030405060708090a0b0c0d0e0f";

struct example {
    const char *name;
    bool event;
    char *bytes;
    size_t len;
    struct hash hash;
};
static VEC(struct example) all;

static struct hash add(const char *name, bool event, char *bytes, size_t len)
{
    struct example x = {name, event, bytes, len, {{0}}};
    x.hash = event ? event_hash(bytes, len) : body_hash(bytes, len);
    *vec_add(&all) = x;
    return x.hash;
}

static struct hash add_text(const char *name, const char *text)
{
    size_t len;
    char *body = body_write_text(text, salt, &len);
    return add(name, false, body, len);
}

static struct hash add_event(struct event *ev)
{
    size_t len;
    char *head = event_write(ev, &len);
    return add(event_kind_name(ev->kind), true, head, len);
}

static struct hash add_last(struct event *ev)
{
    struct hash h = add_event(ev);
    event_finish(ev);
    return h;
}

static void set(char **member, const char *text)
{
    free(*member);
    *member = xstrdup0(text);
}

static struct hash add_answers(void)
{
    static const char text[] =
        "{\"ty_le\":\"80.5\",\"phu_luc\":[{\"_row\":\"a1b2c3d4e5f60718\",\"ten\":\"Mô hình \\\"một"
        " cửa\\\"\",\"so\":12}],\"ngay\":\"2015-06-25\",\"so_lieu\":{\"missing\":\"kcsl\"}}";
    json *answers = js_parse(text, sizeof text - 1, "example", NULL);
    size_t len;
    char *body = body_write_answers(answers, salt, &len);
    js_free(answers);
    return add("answers", false, body, len);
}

/* What every event made by a person has. */
static struct event begin(enum event_kind kind)
{
    struct event ev = {.kind = kind, .time = 1435190400};
    set(&ev.author, "Nguyễn Văn An");
    set(&ev.office, "ha-giang/qb");
    set(&ev.inst, id_b);
    return ev;
}

static void build_texts(struct hash *ret_form)
{
    *ret_form = add("form-bytes", false, xstrdup(form_yaml), sizeof form_yaml - 1);
    struct event form = {.kind = EVENT_FORM, .has_body = true, .body = *ret_form};
    set(&form.form_id, "mau1");
    add_last(&form);
    struct hash h = add("list-bytes", false, xstrdup(list_yaml), sizeof list_yaml - 1);
    struct event list = {.kind = EVENT_LIST, .has_body = true, .body = h};
    set(&list.form_id, "quan-ba");
    add_last(&list);
}

static struct hash build_revisions(const struct hash *form)
{
    struct event ev = begin(EVENT_REVISION);
    set(&ev.entry, id_a);
    set(&ev.unit, "qb-01");
    set(&ev.period, "2015");
    set(&ev.status, "draft");
    set(&ev.draft, "f0e1d2c3b4a5968778695a4b3c2d1e0f");
    ev.has_form = ev.has_body = true;
    ev.form = *form;
    ev.body = add_answers();
    struct hash first = add_event(&ev);
    set(&ev.draft, NULL);
    set(&ev.status, "submitted");
    ev.time += 60;
    *vec_add(&ev.parents) = first;
    return add_last(&ev);
}

static void build_reviews(const struct hash *revision)
{
    struct event ev = begin(EVENT_REVIEW);
    set(&ev.entry, id_a);
    ev.has_target = ev.has_body = true;
    ev.target = *revision;
    set(&ev.verdict, "return");
    ev.body = add_text("reason", "Thiếu số liệu quý 2");
    struct hash first = add_event(&ev);
    set(&ev.verdict, "accept");
    ev.has_body = false;
    *vec_add(&ev.supersedes) = first;
    add_last(&ev);
}

static void build_comments(const struct hash *revision)
{
    struct event ev = begin(EVENT_COMMENT);
    set(&ev.entry, id_a);
    ev.has_target = ev.has_body = true;
    ev.target = *revision;
    set(&ev.field, "phu_luc/a1b2c3d4e5f60718/so");
    ev.body = add_text("comment-text", "Xem lại con số này");
    struct hash comment = add_last(&ev);
    struct event state = begin(EVENT_COMMENT_STATE);
    set(&state.entry, id_a);
    set(&state.status, "closed");
    state.has_target = true;
    state.target = comment;
    add_last(&state);
}

static void build_others(const struct hash *body)
{
    struct event join = begin(EVENT_JOIN);
    set(&join.entry, id_a);
    set(&join.other, id_b);
    struct hash joined = add_last(&join);
    struct event unjoin = begin(EVENT_UNJOIN);
    set(&unjoin.entry, id_a);
    set(&unjoin.other, id_b);
    *vec_add(&unjoin.supersedes) = joined;
    add_last(&unjoin);
    struct event erase = begin(EVENT_ERASE);
    *vec_add(&erase.bodies) = *body;
    add_last(&erase);
    struct event key = begin(EVENT_KEY);
    key.has_body = true;
    key.body = add_text("key-text", "ed25519:1f2e3d");
    add_last(&key);
    struct event dismiss = begin(EVENT_DISMISS);
    dismiss.has_target = true;
    dismiss.target = *body;
    add_last(&dismiss);
}

static void build(void)
{
    struct hash form;
    build_texts(&form);
    struct hash revision = build_revisions(&form);
    build_reviews(&revision);
    build_comments(&revision);
    build_others(&form);
}

/* Newlines as \n and backslashes doubled, for one line of a table. */
static char *escape(const char *bytes, size_t len)
{
    struct str b = {0};
    for (size_t i = 0; i < len; i++)
        if (bytes[i] == '\n')
            str_add(&b, "\\n");
        else if (bytes[i] == '\\')
            str_add(&b, "\\\\");
        else
            str_addc(&b, bytes[i]);
    return str_take(&b);
}

static size_t unescape(char *s)
{
    char *to = s;
    for (const char *p = s; *p; p++)
        if (*p == '\\' && p[1])
            *to++ = *++p == 'n' ? '\n' : *p;
        else
            *to++ = *p;
    *to = '\0';
    return (size_t)(to - s);
}

static char *line_of(const struct example *x)
{
    char hex[HASH_HEX], *bytes = escape(x->bytes, x->len);
    hash_hex(&x->hash, hex);
    char *line = xasprintf("%s\t%s\t%s\t%s\n", x->name, x->event ? "event" : "body", hex, bytes);
    free(bytes);
    return line;
}

static void print_doc(void)
{
    for (size_t i = 0; i < all.n; i++) {
        const struct example *x = &all.v[i];
        char hex[HASH_HEX], *bytes = escape(x->bytes, x->len);
        hash_hex(&x->hash, hex);
        printf("%s `%s`\n\n```%s\n%s\n%s\n```\n\n", x->event ? "Event" : "Body", x->name,
               x->event ? "event" : "body", bytes, hex);
        free(bytes);
    }
}

static char *read_source(const char *name)
{
    const char *source = getenv("PHIEU_SOURCE");
    char *path = file_join(source ? source : ".", name), *text = NULL;
    size_t len;
    if (!file_read(path, 1 << 20, &text, &len, NULL))
        text = xstrdup("");
    free(path);
    return text;
}

static void test_table(void)
{
    char *want = read_source("tests/store/vectors.tsv");
    struct str made = {0};
    for (size_t i = 0; i < all.n; i++) {
        char *line = line_of(&all.v[i]);
        str_add(&made, line);
        ok(strstr(want, line) != NULL, "%s: bytes and hash as frozen", all.v[i].name);
        free(line);
    }
    is(want, str_text(&made), "vectors.tsv holds exactly these");
    str_finish(&made);
    free(want);
}

static void test_round_trip(void)
{
    bool seen[EVENT_KINDS] = {false};
    for (size_t i = 0; i < all.n; i++) {
        const struct example *x = &all.v[i];
        struct event ev, twin;
        if (!x->event)
            continue;
        bool good = event_read(x->bytes, x->len, &ev, NULL);
        ok(good && !strcmp(event_kind_name(ev.kind), x->name), "%s: is read", x->name);
        seen[ev.kind] = true;
        event_copy(&twin, &ev);
        event_finish(&ev);
        size_t len;
        char *again = event_write(&twin, &len);
        is(x->bytes, again, "and written the same");
        free(again);
        event_finish(&twin);
    }
    for (int k = 0; k < EVENT_KINDS; k++)
        ok(seen[k], "an example of %s", event_kind_name((enum event_kind)k));
}

/* Every fenced block of the document that says event or body: bytes, then their hash. */
static void test_doc(void)
{
    char *doc = read_source("doc/file-format.md");
    int blocks = 0;
    for (char *p = doc; (p = strstr(p, "\n```")); ) {
        bool event = !strncmp(p + 4, "event\n", 6), body = !strncmp(p + 4, "body\n", 5);
        p += 4;
        if (!event && !body)
            continue;
        char *bytes = strchr(p, '\n') + 1, *end = strchr(bytes, '\n');
        char *copy = xstrndup(bytes, (size_t)(end - bytes)), *hex = xstrndup(end + 1, 64);
        size_t len = unescape(copy);
        struct hash h = event ? event_hash(copy, len) : body_hash(copy, len), want;
        ok(hash_parse(hex, &want) && !hash_cmp(&h, &want), "doc: %.40s", copy);
        blocks++;
        free(copy);
        free(hex);
        p = end;
    }
    is_int((long long)all.n, blocks, "the document shows every example");
    for (size_t i = 0; i < all.n; i++) {
        char hex[HASH_HEX];
        hash_hex(&all.v[i].hash, hex);
        ok(strstr(doc, hex) != NULL, "the document shows %s", all.v[i].name);
    }
    free(doc);
}

/* The check code of the examples, computed from scratch. */
static int by_hash(const void *a, const void *b)
{
    return hash_cmp(a, b);
}

static void test_code(void)
{
    VEC(struct hash) sorted = {0};
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].event)
            *vec_add(&sorted) = all.v[i].hash;
    qsort(sorted.v, sorted.n, sizeof *sorted.v, by_hash);
    struct hash sum = hash_bytes("", 0, (const char *)sorted.v, sorted.n * sizeof *sorted.v);
    char code[20];
    check_code(&sum, code);
    is("KMZV-BAMH-XBCD-YNYQ", code, "check code of the examples");
    char *doc = read_source("doc/file-format.md");
    ok(strstr(doc, code) != NULL, "the document shows it");
    free(doc);
    vec_finish(&sorted);
    for (int i = 0; i < 32; i++)
        sum.b[i] = (uint8_t)i;
    check_code(&sum, code);
    is("ABCD-EFGH-JKMN-PQRS", code, "bytes 0 to 15 are the first sixteen letters");
}

static void test_refused(void)
{
    static const char *const bad[] = {
        "", "[]", "{}x", "{\"v\":1,\"kind\":\"dismiss\"}", "{ \"kind\":\"dismiss\",\"v\":1}",
        "{\"kind\":\"dismiss\",\"v\":1}",
        "{\"kind\":\"form\",\"v\":1,\"v\":1}", "{\"a\":null,\"kind\":\"x\",\"v\":1}",
        "{\"a\":1.5,\"kind\":\"x\",\"v\":1}", "{\"a\":9007199254740993,\"kind\":\"x\",\"v\":1}",
        "{\"entry\":\"0F1e2d3c4b5a69788796a5b4c3d2e1f0\",\"kind\":\"join\","
        "\"other\":\"00112233445566778899aabbccddeeff\",\"v\":1}",
        "{\"entry\":\"0f1e2d3c4b5a69788796a5b4c3d2e1f0\",\"kind\":\"join\",\"other\":7,\"v\":1}",
        "{\"entry\":\"0f1e2d3c4b5a69788796a5b4c3d2e1f0\",\"kind\":\"join\","
        "\"other\":\"00112233445566778899aabbccddeeff\",\"parents\":[],\"v\":1}",
        "{\"entry\":\"0f1e2d3c4b5a69788796a5b4c3d2e1f0\",\"kind\":\"join\","
        "\"other\":\"00112233445566778899aabbccddeeff\",\"time\":0,\"v\":1}",
    };
    struct event ev;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct err e = {0};
        ok(!event_read(bad[i], strlen(bad[i]), &ev, &e) && e.code == ERR_DAMAGED, "refused: %s",
           bad[i]);
        err_finish(&e);
    }
    static const char *const unknown[] = {
        "{\"kind\":\"telepathy\",\"v\":1}", "{\"kind\":\"form\",\"v\":2}", "{}",
        "{\"entry\":[\"any\",{\"shape\":true}],\"kind\":\"join\",\"v\":3}",
    };
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        ok(event_read(unknown[i], strlen(unknown[i]), &ev, NULL) && ev.kind == EVENT_UNKNOWN,
           "kept, not understood: %s", unknown[i]);
    static const char more[] = "{\"entry\":\"0f1e2d3c4b5a69788796a5b4c3d2e1f0\",\"kind\":\"join\","
                               "\"other\":\"00112233445566778899aabbccddeeff\",\"v\":1,\"z\":[1]}";
    ok(event_read(more, sizeof more - 1, &ev, NULL) && ev.kind == EVENT_JOIN,
       "a key that is not known is passed over");
    event_finish(&ev);
}

/* One byte changed, dropped or doubled anywhere is refused, unknown, or another event: never a
 * crash, and never the same hash. */
static void test_bent(void)
{
    int same = 0;
    for (size_t x = 0; x < all.n; x++) {
        if (!all.v[x].event)
            continue;
        for (size_t i = 0; i < all.v[x].len; i++) {
            char *bent = xstrndup(all.v[x].bytes, all.v[x].len);
            bent[i] ^= (char)(1 << (i % 7));
            struct event ev;
            struct hash h = event_hash(bent, all.v[x].len);
            same += !hash_cmp(&h, &all.v[x].hash);
            if (event_read(bent, all.v[x].len, &ev, NULL))
                event_finish(&ev);
            free(bent);
        }
    }
    is_int(0, same, "no bent event keeps its name");
}

int main(int argc, char **argv)
{
    build();
    if (argc > 1 && !strcmp(argv[1], "--write")) {
        for (size_t i = 0; i < all.n; i++) {
            char *line = line_of(&all.v[i]);
            fputs(line, stdout);
            free(line);
        }
    } else if (argc > 1 && !strcmp(argv[1], "--doc")) {
        print_doc();
    } else {
        test_table();
        test_round_trip();
        test_doc();
        test_code();
        test_refused();
        test_bent();
        tap_done();
    }
    for (size_t i = 0; i < all.n; i++)
        free(all.v[i].bytes);
    vec_finish(&all);
    return tap_failed != 0;
}
