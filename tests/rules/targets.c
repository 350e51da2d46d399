/* The targets of a whole form (forms/tn-chi-tieu-2021.yaml) in each of their states, as data:
 * tests/rules/targets.txt. A case is a block of lines: its name; level, period, day of the report;
 * the answers; "earlier PERIOD ANSWERS" for the report of the year before; then what is wanted:
 * "TARGET STATE", a state for each row where rows are judged, or "-" where nobody asks. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "rules/rules.h"
#include "tap.h"

struct bench {
    struct form *form;
    struct rules *rules;
    struct record *record, *before;
    bool seen[16][5]; /* by target and state */
};

static char *read_source(const char *name)
{
    char *path = file_join(getenv("PHIEU_SOURCE"), name), *text = NULL;
    size_t len;
    ok(file_read(path, 1 << 20, &text, &len, NULL), "reads %s", name);
    free(path);
    return text;
}

static struct record *read_record(const struct form *form, const char *text)
{
    struct record *record = record_create(form);
    struct problem_list problems = {0};
    json *answers = js_parse(text, strlen(text), NULL, NULL);
    bool good = answers && record_from_json(record, answers, false, &problems);
    if (!good)
        ok(false, "answers: %s: %s", text, problems.list.n ? problems.list.v[0].message : "JSON");
    problem_finish(&problems);
    js_free(answers);
    return record;
}

static void load(struct bench *b, const char *context, const char *earlier_period)
{
    char level[8] = "", period[8] = "", day[16] = "";
    sscanf(context, "%7s %7s %15s", level, period, day);
    struct rules_earlier earlier = {earlier_period, b->before};
    rules_load(b->rules, b->record,
               &(struct rules_context){.unit = "tn_tan_bien",
                                       .level = level,
                                       .period = period,
                                       .report_date = *day ? day : NULL,
                                       .earlier = &earlier,
                                       .earlier_count = b->before ? 1 : 0});
}

/* "ct8 dat khong_dat": the states of its results in their order. */
static void judge(struct bench *b, const char *name, const char *line)
{
    const struct target_result *t;
    size_t n = rules_targets(b->rules, &t), id_len = strcspn(line, " ");
    struct str got = {0};
    str_addn(&got, line, id_len);
    for (size_t i = 0; i < n; i++) {
        if (strlen(t[i].target->id) != id_len || strncmp(t[i].target->id, line, id_len) != 0)
            continue;
        str_addf(&got, " %s", target_state_ids[t[i].state]);
        b->seen[t[i].target - b->form->targets.v][t[i].state] = true;
    }
    if (got.len == id_len)
        str_add(&got, " -");
    is(line, str_text(&got), name);
    str_finish(&got);
}

static void run_case(struct bench *b, char *text)
{
    char *rest = text, *name = strsep(&rest, "\n"), *context = strsep(&rest, "\n");
    char *answers = strsep(&rest, "\n"), period[8] = "";
    b->record = read_record(b->form, answers ? answers : "");
    if (rest && !strncmp(rest, "earlier ", 8)) {
        char *line = strsep(&rest, "\n");
        int used = 0;
        sscanf(line, "earlier %7s %n", period, &used);
        b->before = read_record(b->form, line + used);
    }
    load(b, context, period);
    for (char *line; (line = strsep(&rest, "\n"));)
        if (*line)
            judge(b, name, line);
    record_destroy(b->record);
    record_destroy(b->before);
    b->record = b->before = NULL;
}

static void run_cases(struct bench *b, char *text)
{
    for (char *next; text && *text; text = next) {
        next = strstr(text, "\n\n");
        if (next) {
            *next = '\0';
            next += 2;
        }
        if (*text != '#')
            run_case(b, text);
    }
}

/* What cannot come: ct4 is judged by a person, the state of ct8 and the others never by the form
 * alone; all else has to. */
static void all_states_seen(const struct bench *b)
{
    for (size_t i = 0; i < b->form->targets.n; i++)
        for (int state = 0; state < 5; state++) {
            const struct target *t = &b->form->targets.v[i];
            bool always = !t->applies.text && !t->judged && state == TARGET_NOT_APPLICABLE;
            if (!always)
                ok(b->seen[i][state], "%s was seen %s", t->id, target_state_ids[state]);
        }
}

int main(void)
{
    struct bench b = {0};
    struct problem_list problems = {0};
    char *yaml = read_source("forms/tn-chi-tieu-2021.yaml");
    char *cases = read_source("tests/rules/targets.txt");
    b.form = form_parse(yaml, strlen(yaml), "tn-chi-tieu-2021.yaml", &problems);
    if (ok(b.form && b.form->targets.n <= 16, "the form is read")) {
        b.rules = rules_create(b.form, NULL, &problems);
        is_int(0, problems.errors, "without errors");
        is_int(10, (long long)b.form->targets.n, "nine targets, and one for 2022");
        run_cases(&b, cases);
        all_states_seen(&b);
        rules_destroy(b.rules);
    }
    form_free(b.form);
    problem_finish(&problems);
    free(yaml);
    free(cases);
    return tap_done();
}
