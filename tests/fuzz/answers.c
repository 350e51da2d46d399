/* Answers in JSON: any bytes to `phieu enter`. What is taken comes out again as it went in, and the
 * rules can judge it. */
#include "fuzz/fuzz.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "form/record.h"
#include "rules/rules.h"
#include "text/utf8.h"

static const char yaml[] =
    "form: f\nversion: 1\ntitle: T\nsections:\n- section: s\n  title: S\n  fields:\n"
    "  - {field: so, type: integer, label: S, min: 0, max: 1000}\n"
    "  - {field: ten, type: text, label: T, required: true, pattern: '[A-Z]+-[0-9]{1,4}'}\n"
    "  - {field: ngay, type: date, label: N}\n"
    "  - {field: loi, type: narrative, label: L, min_length: 3}\n"
    "  - {field: dv, type: unit, label: D}\n"
    "  - {field: loai, type: choice, label: C, other: true,\n"
    "     options: [{option: a, label: Loại A}, {option: b, label: Loại B}]}\n"
    "  - {field: nhieu, type: choice, label: N, several: true, other: true,\n"
    "     options: [{option: mot, label: Một}, {option: hai, label: Hai}]}\n"
    "  - {field: tl, type: decimal, label: L, places: 2, codes: [kcsl, kad], at_least: true,\n"
    "     estimate: true}\n"
    "  - {field: tien, type: money, label: M, when: co}\n"
    "  - {field: co, type: boolean, label: C}\n"
    "  - {field: thang, type: date, precision: month, label: T, proposed: 2015-06}\n"
    "  - {field: nam, type: integer, label: N, given: 2015}\n"
    "  - {field: doi, type: integer, label: D, value: so * 2}\n"
    "  - field: bang\n    type: table\n    label: B\n    columns:\n"
    "    - {field: x, type: integer, label: X}\n    - {field: y, type: integer, label: Y}\n"
    "    - {field: z, type: text, label: Z}\n    totals: [x]\n    checks:\n"
    "    - {check: c, that: x + y <= 100, message: 'Dòng {_row}: {x} + {y}, {z}'}\n"
    "  - field: ct\n    type: table\n    label: C\n    columns:\n"
    "    - {field: k, type: decimal, label: K, at_least: true}\n    - {field: g, type: text, label: G}\n"
    "    - {field: p, type: percent, label: P, value: 'share(k, so, 1)'}\n    rows:\n"
    "    - {row: muc, label: M, heading: true}\n    - {row: r1, label: R, min: 0}\n"
    "    - {row: r2, label: R, closed: [g], type: integer, when: co}\n"
    "    - {row: r3, label: R, sum_of: [r1, r2]}\n    - {row: r4, label: R, given: {k: 1}}\n"
    "    parts: [{whole: r3, of: [r1, r2]}]\n"
    "checks:\n- {check: e, that: r1.k <= r3.k, message: '{r1.k} {ct}'}\n- {check: d, that: (SELECT sum(x) FROM bang) = so, message: '{so} {ten}'}\n";

static struct form *form;
static struct rules *rules;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    struct problem_list problems = {0};
    form = form_parse(yaml, sizeof yaml - 1, "f.yaml", &problems);
    if (form)
        rules = rules_create(form, NULL, &problems);
    for (size_t i = 0; i < problems.list.n; i++)
        fprintf(stderr, "%d %s\n", problems.list.v[i].line, problems.list.v[i].message);
    must(form && !problems.errors, "the form of the test is good");
    problem_finish(&problems);
    clock_fix(1435190400);
    return 0;
}

/* Written, read and written again: the same bytes. */
static void check_round_trip(const struct record *r, bool keep)
{
    json *out = record_to_json(r);
    size_t n, m;
    char *bytes = js_canonical(out, &n);
    json *in = js_parse(bytes, n, "again", NULL);
    must(in != NULL, "what was written can be parsed");
    struct record *second = record_create(form);
    must(record_from_json(second, in, keep, &(struct problem_list){0}) || keep,
         "what was written can be read");
    json *out2 = record_to_json(second);
    char *bytes2 = js_canonical(out2, &m);
    must(n == m && !memcmp(bytes, bytes2, n), "what was read is written alike");
    free(bytes);
    free(bytes2);
    js_free(out);
    js_free(out2);
    js_free(in);
    record_destroy(second);
}

static void check_verdicts(const struct record *r)
{
    struct rules_context context = {"dv1", "huyen", "2015", "2015-06-25", NULL, 0};
    size_t n;
    rules_load(rules, r, &context);
    const struct verdict *v = rules_verdicts(rules, &n);
    for (size_t i = 0; i < n; i++)
        must(v[i].message && utf8_valid(v[i].message, strlen(v[i].message), NULL),
             "a verdict is a text");
}

static void read_answers(const json *answers, bool keep)
{
    struct problem_list problems = {0};
    struct record *r = record_create(form);
    bool good = record_from_json(r, answers, keep, &problems);
    must(good == (problems.errors == 0), "refused exactly when there are problems");
    for (size_t i = 0; i < problems.list.n; i++) {
        const char *said = problems.list.v[i].message;
        must(*said && utf8_valid(said, strlen(said), NULL), "a message is a text");
    }
    check_verdicts(r);
    if (good)
        check_round_trip(r, keep);
    /* The rules must not look at a record that is gone. */
    struct record *blank = record_create(form);
    rules_load(rules, blank, &(struct rules_context){0});
    rules_verdicts(rules, &(size_t){0});
    record_destroy(blank);
    record_destroy(r);
    problem_finish(&problems);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err e = {0};
    random_seed(7);
    json *j = js_parse(size ? (const char *)data : "", size, "answers.json", &e);
    must((j == NULL) == (e.code != ERR_NONE), "no value exactly when there is an error");
    must(j || (e.message && e.place && utf8_valid(e.message, strlen(e.message), NULL)),
         "an error has words and a place");
    if (j) {
        read_answers(j, false);
        read_answers(j, true);
    }
    js_free(j);
    err_finish(&e);
    return 0;
}
