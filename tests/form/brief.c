/* A glance at a form gives the brief of the whole, or nothing. */
#include "form/brief.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cases.h"

static char *as_text(const struct form_brief *b)
{
    json *j = form_brief_write(b);
    char *text = js_canonical(j, NULL);
    js_free(j);
    return text;
}

/* The same without the hash, which a test cannot write by hand. */
static bool glances(const char *yaml, char **ret_text)
{
    struct form_brief b;
    if (!form_brief_glance(yaml, strlen(yaml), NULL, &b))
        return false;
    *ret_text = as_text(&b);
    form_brief_finish(&b);
    return true;
}

static void same_as_whole(const char *yaml, const char *name)
{
    struct problem_list problems = {0};
    struct form *form = form_parse(yaml, strlen(yaml), "x.yaml", &problems);
    char *glance = NULL;
    if (ok(form && glances(yaml, &glance), "%s: both can be read", name)) {
        struct form_brief b = form_brief_of(form);
        char *whole = as_text(&b);
        is(whole, glance, name);
        free(whole);
        form_brief_finish(&b);
    }
    free(glance);
    form_free(form);
    problem_finish(&problems);
}

#define HEAD "form: thu\nversion: 3\ntitle: {vi: Thử, en: Try}\n"
#define PERIOD "period: year\n"
#define WHO "units: thu\nreporters:\n  - level: xa\n    to: huyen\n    due: 06-30\n"
#define REST "sections:\n  - section: i\n    title: Một\n    fields:\n      - {field: a, type: integer, label: A}\n"
#define CHECKS "# below\n\nchecks:\n- {id: c, expect: a > 0, message: \"period: không\", places: [a]}\n"

static const struct {
    const char *name, *yaml;
} whole[] = {
    {"a comment, a short title", "# to\n" HEAD "short_title: T\n" PERIOD REST},
    {"a text of several lines", HEAD "source: {about: \"a\n  sections: b\"}\n" REST},
    {"Windows", "form: thu\r\nversion: 3\r\ntitle: T\r\nsections:\r\n  - section: i\r\n    title: Một\r\n    fields:\r\n"
                "      - {field: a, type: integer, label: A}\r\n"},
    {"a check above", HEAD "checks:\n  - {check: c, that: a > 0, message: M}\n" REST},
    {"a byte order mark", "\xEF\xBB\xBF" HEAD REST},
}, refused[] = {
    {"nothing", ""},
    {"no sections", HEAD},
    {"sections first", REST HEAD},
    {"a key of the brief below", HEAD REST PERIOD},
    {"the reporters below", HEAD PERIOD REST WHO},
    {"a key in quotation marks below", HEAD REST "\"period\": year\n"},
    {"a key behind a question mark below", HEAD REST "? period\n: year\n"},
    {"a second document below", HEAD REST "...\n" HEAD},
    {"an unknown key above", HEAD "periods: year\n" REST},
    {"no title", "form: thu\nversion: 3\n" REST},
    {"a bad period", HEAD "period: often\n" REST},
    {"a key that stands twice", HEAD PERIOD PERIOD REST},
    {"an open quotation mark", HEAD "short_title: \"a\nsections:\n  b\"\n" REST},
    {"bad bytes above", HEAD "short_title: \xFF\n" REST},
    {"all in braces", "{form: thu, version: 3, title: T,\nsections: [{title: Một}]}\n"},
};

int main(void)
{
    char *survey = read_source("forms/kg-khao-sat-2015.yaml"), *meeting =
        read_source("tests/bench/giao-ban.yaml");
    same_as_whole(survey, "the survey");
    same_as_whole(meeting, "the meeting");
    free(survey);
    free(meeting);
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        same_as_whole(whole[i].yaml, whole[i].name);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        char *text = NULL;
        if (!ok(!glances(refused[i].yaml, &text), "not enough: %s", refused[i].name))
            printf("# %s\n", text);
        free(text);
    }
    char *text = NULL;
    ok(glances(HEAD PERIOD WHO REST CHECKS "tests:\n  - nonsense\nperiods: year\n", &text),
       "what stands below is not judged");
    free(text);
    return tap_done();
}
