/* A clerk keys whole reports in Telex at a bare Linux console, letter by letter, and what `show --json`
 * gives then is what the sample says; then a hundred rows of the annex, with at most one key a cell besides
 * its data.
 *     typed_report PHIEU
 * The keys are reckoned from data/samples by tests/text/keyer.h. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "form/form.h"
#include "form/type.h"
#include "screens/clerk.h"
#include "tap.h"
#include "text/keyer.h"
#include "text/utf8.h"

#define FORM "kg-khao-sat-2015"

/* As the console sends them. */
#define ENTER "\r"
#define TAB "\t"
#define LEFT_RIGHT "\033[D\033[C"
#define CONSOLE_F5 "\033[[E"
#define CONSOLE_END "\033[4~"

static const struct typing_options options = {TYPING_TELEX, TELEX_SIMPLE_2, false, true};

struct report {
    struct clerk clerk;
    struct form *form;
    size_t keys, data, besides; /* pressed; of the annex: for letters and figures, for anything else */
    struct keyer_counts words;
    bool good;
};

/* ---- keys ------------------------------------------------------------------------------------ */

static void press(struct report *r, const char *bytes, size_t n)
{
    r->keys++;
    r->good = r->good && clerk_send_read(&r->clerk, bytes, n);
}

/* Each key by itself, read before the next is pressed. */
static size_t press_text(struct report *r, const char *text)
{
    struct str keys = {0};
    size_t before = r->keys, used;
    keyer_add(text, &options, &keys, &r->words);
    for (const char *p = str_text(&keys), *end = p + keys.len; p < end; p += used) {
        utf8_decode(p, (size_t)(end - p), &used);
        if (*p == KEYER_BREAK)
            press(r, LEFT_RIGHT, strlen(LEFT_RIGHT));
        else if (*p == '\n')
            press(r, ENTER, 1);
        else
            press(r, p, used);
    }
    str_finish(&keys);
    return r->keys - before;
}

/* 2015-06-22 → 22/6/2015, as people write it. */
static char *day_typed(const char *iso)
{
    int y = 0, m = 0, d = 0;
    return sscanf(iso, "%d-%d-%d", &y, &m, &d) == 3 ? xasprintf("%d/%d/%d", d, m, y) : xstrdup(iso);
}

/* What is keyed for an answer: of a choice the number before the option. */
static char *typed(const struct field *f, const json *v)
{
    if (js_is(v, JS_INTEGER))
        return xasprintf("%lld", (long long)js_integer(v));
    if (f->type == &field_types[TYPE_DATE])
        return day_typed(js_text(v));
    for (size_t i = 0; i < f->options.n; i++)
        if (!strcmp(f->options.v[i].id, js_text(v)))
            return xasprintf("%zu", i + 1);
    return xstrdup(js_text(v));
}

static void press_answer(struct report *r, const struct field *f, const json *v)
{
    char *text = typed(f, v);
    r->data += press_text(r, text);
    free(text);
}

static void press_rows(struct report *r, const struct field *f, const json *rows)
{
    for (size_t i = 0; i < js_count(rows); i++)
        for (size_t c = 0; c < f->table->columns.n && r->good; c++) {
            const struct field *column = f->table->columns.v[c];
            press_answer(r, column, js_get(js_at(rows, i), column->id));
            press(r, ENTER, 1);
            r->besides++;
        }
}

/* To the first field of the section after the tables, which is the last one of this form. */
static void press_last_section(struct report *r)
{
    press(r, CONSOLE_F5, strlen(CONSOLE_F5));
    press(r, CONSOLE_END, strlen(CONSOLE_END));
    press(r, ENTER, 1);
}

static void press_field(struct report *r, const struct field *f, const json *v)
{
    if (f->table) {
        press_rows(r, f, v);
        press_last_section(r);
    } else {
        press_answer(r, f, v);
        press(r, TAB, 1);
    }
}

/* ---- what came of it ------------------------------------------------------------------------- */

static size_t differences(const char *at, const json *want, const json *got)
{
    size_t wrong = 0;
    if (js_is(want, JS_OBJECT)) {
        for (void *i = js_first(want); i; i = js_next(want, i))
            wrong += differences(js_key(i), js_value(i), js_get(got, js_key(i)));
        for (void *i = js_first(got); i; i = js_next(got, i))
            wrong += js_key(i)[0] != '_' && !js_get(want, js_key(i));
        return wrong;
    }
    if (js_is(want, JS_ARRAY)) {
        for (size_t i = 0; i < js_count(want); i++)
            wrong += differences(at, js_at(want, i), js_at(got, i));
        return wrong + (js_count(want) != js_count(got));
    }
    char *a = js_compact(want), *b = got ? js_compact(got) : xstrdup("nothing");
    if (strcmp(a, b) != 0) {
        printf("# %s\n#   wanted: %s\n#   got:    %s\n", at, a, b);
        wrong++;
    }
    free(a);
    free(b);
    return wrong;
}

static void check(struct report *r, const json *want, const char *name)
{
    if (!ok(r->good, "%s: the program reads every key", name))
        clerk_print(&r->clerk);
    ok(clerk_leave(&r->clerk), "%s: it ends", name);
    json *got = clerk_answers(&r->clerk, FORM "/kg_an_bien");
    is_int(0, (long long)differences("", want, got), name);
    js_free(got);
}

/* ---- the two of them ------------------------------------------------------------------------- */

static void begin(struct report *r, const char *phieu)
{
    char *forms = file_forms_folder(), *path = xasprintf("%s/" FORM ".yaml", forms);
    struct problem_list problems = {0};
    *r = (struct report){.good = true};
    r->form = form_load(path, &problems, NULL);
    problem_finish(&problems);
    clerk_init(&r->clerk, phieu, forms);
    clerk_set_typing(&r->clerk, &options);
    r->good = r->form && clerk_start(&r->clerk, "linux");
    press(r, ENTER, 1);
    r->good = r->good && vt_wait(r->clerk.vt, CLERK_MS);
    free(path);
    free(forms);
}

static void finish(struct report *r)
{
    clerk_finish(&r->clerk);
    form_free(r->form);
}

static json *sample(void)
{
    char *path = xasprintf("%s/samples/" FORM ".json", getenv("PHIEU_DATA")), *text = NULL;
    size_t n = 0;
    json *j = file_read(path, 1 << 20, &text, &n, NULL) ? js_parse(text, n, path, NULL) : NULL;
    free(text);
    free(path);
    return j;
}

static void test_report(const char *phieu)
{
    struct report r;
    json *want = sample();
    begin(&r, phieu);
    for (size_t i = 0; r.good && i < r.form->fields.n; i++)
        press_field(&r, r.form->fields.v[i], js_get(want, r.form->fields.v[i]->id));
    ok(want && r.keys > 3000, "%zu keys for the report of 2015, %zu words", r.keys,
       r.words.words[KEYER_SPELLED] + r.words.words[KEYER_DOUBLED] + r.words.words[KEYER_RESTORED] +
           r.words.words[KEYER_BROKEN]);
    check(&r, want, "the report keyed in Telex on a Linux console is the sample, letter for letter");
    finish(&r);
    js_free(want);
}

static json *hundred_rows(const struct form *form)
{
    static const char *const names[] = {"Tổ góp vốn xoay vòng", "CLB đan lát", "Đội thanh niên xung kích",
                                        "CLB đờn ca tài tử", "Nhóm “Tiết kiệm”", "Tổ hùn vốn số 3"};
    const struct table *t = form_field(form, "phu_luc")->table;
    json *rows = js_new_array();
    for (int i = 0; i < 100; i++) {
        json *row = js_new_object();
        for (size_t c = 0; c < t->columns.n; c++) {
            const struct field *f = t->columns.v[c];
            int figure = (i * 37 + (int)c * 11) % 400;
            if (f->type == &field_types[TYPE_TEXT])
                js_set_text(row, f->id, names[i % 6]);
            else if (f->type == &field_types[TYPE_CHOICE])
                js_set_text(row, f->id, f->options.v[(size_t)i % f->options.n].id);
            else if (figure % 9) /* some cells stay blank */
                js_set(row, f->id, js_new_integer(figure));
        }
        js_push(rows, row);
    }
    return rows;
}

static void test_rows(const char *phieu)
{
    struct report r;
    begin(&r, phieu);
    const struct field *f = form_field(r.form, "phu_luc");
    json *want = js_new_object(), *rows = hundred_rows(r.form);
    js_set(want, "phu_luc", rows);
    size_t cells = js_count(rows) * f->table->columns.n;
    press(&r, CONSOLE_F5, strlen(CONSOLE_F5));
    press(&r, CONSOLE_END, strlen(CONSOLE_END));
    press(&r, "\033[A", 3);
    press(&r, ENTER, 1);
    r.data = 0;
    press_rows(&r, f, rows);
    ok(r.besides <= cells, "%zu cells in 100 rows: %zu keys of data, %zu besides", cells, r.data, r.besides);
    check(&r, want, "100 rows keyed with one key a cell besides the data");
    js_free(want);
    finish(&r);
}

int main(int argc, char **argv)
{
    char *phieu = argc == 2 ? realpath(argv[1], NULL) : NULL;
    if (!phieu) {
        fprintf(stderr, "usage: typed_report PHIEU\n");
        return 2;
    }
    test_report(phieu);
    test_rows(phieu);
    free(phieu);
    return tap_done();
}
