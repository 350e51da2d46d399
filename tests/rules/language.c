/* What forms can say, as data: tests/rules/language.txt. Each case is a name, a form, and a talk:
 * lines that begin with "$" change or ask, the lines below them are what comes out. After each
 * change everything is also judged anew from nothing and must say the same. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/record_beside.h"
#include "everything.h"
#include "tap.h"

#define EARLIER_MAX 4

struct talk {
    struct form *form;
    struct rules *rules;
    struct record *record;
    struct rules_context context;
    struct rules_earlier earlier[EARLIER_MAX];
    char unit[32], level[32], period[32], day[32];
    uint64_t runs; /* of the last change */
    bool differs;  /* a fresh load said something else */
    struct str out;
};

/* ---- places --------------------------------------------------------------------------------- */

/* "x", "t[2].c", "t[2]", "t.c" or "row.c" of a fixed row. */
static bool find_place(const struct form *form, const char *name, struct place *ret)
{
    char first[64] = "", column[64] = "";
    int row = 0, used = 0;
    if (sscanf(name, "%63[a-z0-9_][%d].%63s", first, &row, column) < 2 &&
        sscanf(name, "%63[a-z0-9_].%63s%n", first, column, &used) < 1)
        return false;
    const struct field *f = form_field(form, first);
    *ret = (struct place){-1, row - 1, -1};
    for (size_t i = 0; i < form->fields.n && !f; i++)
        if (table_row(form->fields.v[i], first) >= 0) {
            f = form->fields.v[i];
            ret->row = table_row(f, first);
        }
    if (!f)
        return false;
    ret->field = f->index;
    if (*column && !table_column(f, column))
        return false;
    ret->column = *column ? table_column(f, column)->index : -1;
    return true;
}

/* ---- changes and a fresh load -------------------------------------------------------------- */

static void compare_fresh(struct talk *t)
{
    char *changed = everything(t->rules, t->record);
    struct rules *fresh = rules_create(t->form, NULL, NULL);
    rules_load(fresh, t->record, &t->context);
    char *loaded = everything(fresh, t->record);
    if (strcmp(changed, loaded) != 0) {
        str_addf(&t->out, "CHANGED:\n%sLOADED:\n%s", changed, loaded);
        t->differs = true;
    }
    free(changed);
    free(loaded);
    rules_destroy(fresh);
}

/* ---- changes -------------------------------------------------------------------------------- */

static void load(struct talk *t)
{
    t->context.earlier = t->earlier;
    rules_load(t->rules, t->record, &t->context);
}

static struct record *read_record(const struct form *form, const char *text)
{
    struct record *record = record_create(form);
    struct problem_list problems = {0};
    json *j = js_parse(text, strlen(text), NULL, NULL);
    if (!j || !record_from_json(record, j, false, &problems))
        printf("# bad answers: %s %s\n", text, problems.list.n ? problems.list.v[0].message : "");
    problem_finish(&problems);
    js_free(j);
    return record;
}

static void do_load(struct talk *t, const char *rest)
{
    record_destroy(t->record);
    t->record = read_record(t->form, *rest ? rest : "{}");
    load(t);
}

static void do_context(struct talk *t, const char *rest)
{
    t->unit[0] = t->level[0] = t->period[0] = t->day[0] = '\0';
    sscanf(rest, "%31s %31s %31s %31s", t->unit, t->level, t->period, t->day);
    t->context.unit = *t->unit ? t->unit : NULL;
    t->context.level = *t->level ? t->level : NULL;
    t->context.period = *t->period ? t->period : NULL;
    t->context.report_date = *t->day ? t->day : NULL;
    load(t);
}

static void do_earlier(struct talk *t, const char *rest)
{
    static char periods[EARLIER_MAX][32];
    size_t n = t->context.earlier_count++;
    int used = 0;
    sscanf(rest, "%31s %n", periods[n], &used);
    t->earlier[n] = (struct rules_earlier){periods[n], read_record(t->form, rest + used)};
    load(t);
}

static void do_set(struct talk *t, const char *rest)
{
    char name[160] = "";
    int used = 0;
    struct place p;
    sscanf(rest, "%159s %n", name, &used);
    if (!find_place(t->form, name, &p)) {
        str_addf(&t->out, "no place %s\n", name);
        return;
    }
    const struct field *f = record_field(t->record, p);
    const char *typed = rest + used;
    struct value v = {0};
    if (*typed != '!' || !value_from_bytes(typed + 1, &v)) /* !JSON as it stands */
        v = f->type->parse(f, typed);
    uint64_t before = rules_runs(t->rules);
    record_set(t->record, p, v);
    rules_changed(t->rules, p);
    t->runs = rules_runs(t->rules) - before;
}

static void do_row(struct talk *t, const char *rest)
{
    int field = form_field(t->form, rest)->index;
    rules_row_inserted(t->rules, field, record_row_insert(t->record, field,
                                                          record_rows(t->record, field), NULL));
}

static void do_drop(struct talk *t, const char *rest)
{
    struct place p;
    if (!find_place(t->form, rest, &p))
        return;
    record_row_remove(t->record, p.field, p.row);
    rules_row_removed(t->rules, p.field, p.row, "");
}

static void do_keep(struct talk *t, const char *rest)
{
    size_t n;
    const struct verdict *v = rules_verdicts(t->rules, &n);
    for (size_t i = 0; i < n; i++) {
        char *key = rules_reason_key(t->rules, &v[i]);
        if (key)
            record_set_beside(t->record, BESIDE_REASON, key, rest);
        free(key);
    }
    rules_reasons_changed(t->rules);
}

/* ---- questions ------------------------------------------------------------------------------ */

static void do_say(struct talk *t, const char *rest)
{
    (void)rest;
    add_verdicts(t->rules, t->record, &t->out);
}

static void do_value(struct talk *t, const char *rest)
{
    struct place p;
    if (find_place(t->form, rest, &p))
        add_value(t->rules, p, p.row < 0 && p.column >= 0 ? NULL : record_field(t->record, p),
                  &t->out);
    else
        str_add(&t->out, "no such place\n");
}

static void do_open(struct talk *t, const char *rest)
{
    struct place p;
    if (find_place(t->form, rest, &p))
        str_add(&t->out, rules_open(t->rules, p) ? "open\n" : "not open\n");
}

static void do_sum(struct talk *t, const char *rest)
{
    struct place p;
    struct sum sum;
    char figure[32] = "-";
    if (!find_place(t->form, rest, &p))
        return;
    if (rules_sum(t->rules, p.field, p.column, &sum))
        decimal_canonical(sum.size, figure);
    str_addf(&t->out, "%s blank %d coded %d\n", figure, sum.blank, sum.coded);
}

static void do_targets(struct talk *t, const char *rest)
{
    (void)rest;
    add_targets(t->rules, t->record, &t->out);
}

static void do_runs(struct talk *t, const char *rest)
{
    (void)rest;
    str_addf(&t->out, "%d\n", (int)t->runs);
}

static void do_reads(struct talk *t, const char *rest)
{
    char *reads = rules_reads(t->rules, rest);
    str_addf(&t->out, "%s\n", reads);
    free(reads);
}

static const struct {
    const char *word;
    void (*run)(struct talk *t, const char *rest);
    bool changes;
} commands[] = {
    {"load", do_load, true},       {"context", do_context, true}, {"earlier", do_earlier, true},
    {"set", do_set, true},         {"row", do_row, true},         {"drop", do_drop, true},
    {"keep", do_keep, true},       {"say", do_say, false},        {"value", do_value, false},
    {"open", do_open, false},      {"sum", do_sum, false},        {"targets", do_targets, false},
    {"runs", do_runs, false},      {"reads", do_reads, false},
};

static void run_line(struct talk *t, const char *line)
{
    size_t n = strcspn(line, " ");
    const char *rest = line + n + strspn(line + n, " ");
    str_addf(&t->out, "$ %s\n", line);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strlen(commands[i].word) != n || strncmp(commands[i].word, line, n) != 0)
            continue;
        commands[i].run(t, rest);
        if (commands[i].changes && !t->differs)
            compare_fresh(t);
        return;
    }
    str_addf(&t->out, "unknown command\n");
}

/* ---- cases ---------------------------------------------------------------------------------- */

static void print_problems(const struct problem_list *problems)
{
    for (size_t i = 0; i < problems->list.n; i++) {
        char *line = problem_text(problems, i);
        printf("# %s\n", line);
        free(line);
    }
}

static void run_talk(struct talk *t, const char *talk)
{
    load(t);
    for (const char *at = talk; at; at = strchr(at, '\n')) {
        at += *at == '\n';
        if (strncmp(at, "$ ", 2) != 0)
            continue;
        char *line = xstrndup(at + 2, strcspn(at + 2, "\n"));
        run_line(t, line);
        free(line);
    }
}

static void run_case(char *text)
{
    char *yaml = strchr(text, '\n'), *talk = strstr(text, "\n----\n");
    struct problem_list problems = {0};
    struct talk t = {0};
    if (!yaml || !talk) {
        ok(false, "a case has a form and a talk: %.40s", text);
        return;
    }
    *yaml++ = '\0';
    talk[1] = '\0';
    talk += strlen("\n----\n");
    t.form = form_parse(yaml, strlen(yaml), "f", &problems);
    if (t.form)
        t.rules = rules_create(t.form, NULL, &problems);
    if (!ok(t.form && !problems.errors, "%s: the form compiles", text)) {
        print_problems(&problems);
    } else {
        t.record = record_create(t.form);
        run_talk(&t, talk);
        is(talk, str_text(&t.out), text);
    }
    str_finish(&t.out);
    for (size_t i = 0; i < t.context.earlier_count; i++)
        record_destroy((struct record *)t.earlier[i].record);
    rules_destroy(t.rules);
    record_destroy(t.record);
    form_free(t.form);
    problem_finish(&problems);
}

int main(void)
{
    char *path = file_join(getenv("PHIEU_SOURCE"), "tests/rules/language.txt"), *text;
    size_t len;
    lang_set(LANG_EN);
    if (!ok(file_read(path, 1 << 20, &text, &len, NULL), "reads the cases"))
        return tap_done();
    char *at = strstr(text, "\n==== ");
    while (at) {
        char *next = strstr(at + 1, "\n==== ");
        if (next)
            *next = '\0';
        run_case(at + strlen("\n==== "));
        at = next;
    }
    free(text);
    free(path);
    return tap_done();
}
