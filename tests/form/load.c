/* Forms: what is refused, and where; what a good one becomes; the forms of the program. */
#include "base/lang.h"
#include "form/catalogue.h"
#include "form/form.h"
#include "form/nearest.h"
#include "cases.h"

static const struct prelude preludes[] = {
    {"fields", "form: a\nversion: 1\ntitle: T\nsections:\n- section: s\n  title: S\n  fields:\n"
               "  - {field: first_one, type: text, label: L}\n"},
    {"top", "form: a\nversion: 1\ntitle: T\nsections:\n"
            "- {section: s, title: S, fields: [{field: x, type: text, label: L}]}\n"},
    {0},
};

static void read_form(const char *text, size_t len, struct problem_list *p)
{
    struct form *f = form_parse(text, len, "case.yaml", p);
    if ((f == NULL) != (p->errors > 0))
        ok(false, "no form exactly when there are errors");
    form_free(f);
}

static struct form *parse(const char *text)
{
    struct problem_list p = {0};
    struct form *f = form_parse(text, strlen(text), "t.yaml", &p);
    for (size_t i = 0; i < p.list.n; i++)
        printf("# %d:%d %s\n", p.list.v[i].line, p.list.v[i].column, p.list.v[i].message);
    problem_finish(&p);
    if (!f) {
        puts("Bail out! the form has mistakes");
        exit(1);
    }
    return f;
}

/* Every prefix of a good form, and the form with one byte changed, is read without harm. */
static void test_damage(void)
{
    char *text = read_source("forms/kg-khao-sat-2015.yaml");
    size_t len = strlen(text), refused = 0;
    static const char bytes[] = "[]{}\"'&*!|>%@`:-#?, \n\t\x80\0";
    for (size_t i = 0; i < 400; i++) {
        size_t at = (i * 2654435761u) % len;
        char was = text[at];
        struct problem_list p = {0};
        text[at] = bytes[i % sizeof bytes];
        struct form *f = form_parse(text, i % 2 ? len : at + 1, "damaged.yaml", &p);
        refused += !f;
        if ((f == NULL) != (p.errors > 0))
            ok(false, "a damaged form without a problem, at byte %zu", at);
        for (size_t k = 0; k < p.list.n; k++)
            if (p.list.v[k].line < 1 || p.list.v[k].column < 1)
                ok(false, "a problem without a place, at byte %zu", at);
        text[at] = was;
        form_free(f);
        problem_finish(&p);
    }
    ok(refused > 200, "damaged forms are read without harm (%zu of 400 refused)", refused);
    free(text);
}

/* A form from a stranger costs no more than it may. */
static void test_limits(void)
{
    struct str text = {0};
    str_add(&text, preludes[0].text);
    for (int i = 0; i < 20000; i++)
        str_addf(&text, "  - {field: x%d, type: text, label: L}\n", i);
    struct problem_list p = {0};
    struct form *f = form_parse(str_text(&text), text.len, "large.yaml", &p);
    ok(!f && p.list.n == 1 && strstr(p.list.v[0].message, "too many"), "too many fields");
    problem_finish(&p);
    str_finish(&text);
}

static void test_nearest(void)
{
    is_int(0, (long long)edit_distance("label", "label"), "equal words are at distance 0");
    is_int(1, (long long)edit_distance("lable", "label"), "a swap counts one");
    is_int(1, (long long)edit_distance("lbel", "label"), "a letter left out counts one");
    is_int(1, (long long)edit_distance("labell", "label"), "a letter too much counts one");
    is_int(5, (long long)edit_distance("", "label"), "all letters are missing");
}

static void test_header(void)
{
    struct form *f = parse("form: a\nversion: 3\ntitle: T\nsections:\n"
                           "- section: s\n  title: S\n  fields:\n"
                           "  - field: t\n    type: table\n    label: T\n    columns:\n"
                           "    - {field: a, type: text, label: A, number: A}\n"
                           "    - group: G\n      columns:\n"
                           "      - {field: b, type: integer, label: B}\n"
                           "      - group: {vi: H, en: Eitch}\n        columns:\n"
                           "        - {field: c, type: integer, label: C}\n"
                           "        - {field: d, type: integer, label: D}\n"
                           "    totals: [d, b]\n");
    const struct table *t = f->fields.v[0]->table;
    static const struct {
        const char *label;
        int level, depth, first, span;
    } cells[] = {{"A", 0, 3, 0, 1}, {"G", 0, 1, 1, 3}, {"B", 1, 2, 1, 1},
                 {"H", 1, 1, 2, 2}, {"C", 2, 1, 2, 1}, {"D", 2, 1, 3, 1}};
    is_int(3, t->header_levels, "the header has three levels");
    is_int(6, (long long)t->header.n, "and six cells");
    for (size_t i = 0; i < t->header.n && i < 6; i++) {
        const struct header_cell *h = &t->header.v[i];
        ok(!strcmp(text_of(&h->label), cells[i].label) && h->level == cells[i].level &&
               h->depth == cells[i].depth && h->first == cells[i].first &&
               h->span == cells[i].span,
           "cell %s", cells[i].label);
    }
    ok(t->totals.n == 2 && t->totals.v[0] == 3 && t->totals.v[1] == 1, "totals keep their order");
    lang_set(LANG_EN);
    is("Eitch", text_of(&t->header.v[3].label), "an English label");
    is("A", text_of(&t->header.v[0].label), "Vietnamese where there is no English");
    lang_set(LANG_VI);
    is_int(3, f->version, "the version");
    form_free(f);
}

/* Where the first letter of an expression stands, however it is quoted. */
static void test_expression_places(void)
{
    struct form *f = parse("form: a\nversion: 1\ntitle: T\nsections:\n"
                           "- {section: s, title: S, fields: [{field: x, type: integer, "
                           "label: L}]}\n"
                           "checks:\n"
                           "- {check: c1, that: x > 1}\n"
                           "- {check: c2, that: 'x > 1'}\n"
                           "- check: c3\n  that: \"x > 1\"\n"
                           "- check: c4\n  that: |\n    x > 1\n    and x < 9\n"
                           "- check: c5\n  that: >-\n\n      x > 1\n  level: warning\n  at: [x]\n");
    static const int places[][2] = {{7, 21}, {8, 22}, {10, 10}, {13, 5}, {18, 7}};
    for (size_t i = 0; i < f->checks.n; i++)
        ok(f->checks.v[i].at.line == places[i][0] && f->checks.v[i].at.column == places[i][1],
           "the expression of %s begins at %d:%d", f->checks.v[i].id, f->checks.v[i].at.line,
           f->checks.v[i].at.column);
    is("x > 1\nand x < 9\n", f->checks.v[3].expression, "a block keeps its lines");
    ok(f->checks.v[4].level == LEVEL_WARNING && f->checks.v[0].level == LEVEL_ERROR, "levels");
    ok(f->checks.v[4].places.n == 1 && !f->checks.v[4].table, "places");
    form_free(f);
}

static void test_periods(void)
{
    static const struct {
        const char *kind, *period;
        bool good;
    } rows[] = {
        {"once", "once", true},       {"once", NULL, true},        {"once", "2021", false},
        {"year", "2021", true},       {"year", NULL, false},       {"year", "2021-Q1", false},
        {"year", "021", false},       {"quarter", "2021-Q4", true}, {"quarter", "2021-Q5", false},
        {"quarter", "2021-q1", false}, {"month", "2021-03", true}, {"month", "2021-13", false},
        {"month", "2021-3", false},   {"free", NULL, true},        {"free", "đợt 2", true},
        {"free", "", false},          {"free", "a\nb", false},     {"once", "", false},
        {"free", "1234567890123456789012345678901234567890", true},
        {"free", "12345678901234567890123456789012345678901", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[200];
        snprintf(text, sizeof text,
                 "form: a\nversion: 1\ntitle: T\nperiod: %s\nsections: [{section: s, title: S, "
                 "fields: [{field: x, type: text, label: L}]}]\n",
                 rows[i].kind);
        struct form *f = parse(text);
        ok(form_period_valid(f, rows[i].period) == rows[i].good, "period %s: “%s”", rows[i].kind,
           rows[i].period ? rows[i].period : "(none)");
        form_free(f);
    }
    struct date due = {0};
    struct reporter yearly = {.has_due = true, .due = {0, 11, 5}};
    struct reporter once = {.has_due = true, .due = {2015, 6, 25}};
    ok(reporter_due(&yearly, "2021", &due) && due.year == 2021 && due.month == 11 && due.day == 5,
       "a yearly due day lies in the period's year");
    ok(!reporter_due(&yearly, "once", &due), "and nowhere without a year");
    ok(reporter_due(&once, "once", &due) && due.year == 2015, "a due day with its year");
    ok(!reporter_due(&(struct reporter){0}, "2021", &due), "no due day");
}

/* ---- the form of Kiên Giang 2015 ------------------------------------------------------------ */

static void test_kg_outline(const struct form *f)
{
    static const char *const sections[] = {"i",  "ii", "iii",             "iv",
                                           "v",  "vi", "phu_luc_so_lieu", "van_ban"};
    static const int counts[] = {2, 4, 11, 2, 1, 1, 1, 7};
    is_int(8, (long long)f->sections.n, "eight sections");
    for (size_t i = 0; i < f->sections.n && i < 8; i++) {
        is(sections[i], f->sections.v[i].id, "section id");
        is_int(counts[i], f->sections.v[i].count, sections[i]);
    }
    int narratives = 0, required = 0, headings = 0;
    for (size_t i = 0; i < f->fields.n; i++) {
        const struct field *x = f->fields.v[i];
        narratives += field_type_id(x->type) == TYPE_NARRATIVE;
        required += x->required;
        headings += !text_is_empty(&x->heading);
        ok(x->index == (int)i && x->section >= 0, "%s knows its place", x->id);
    }
    is_int(21, narratives, "21 narratives");
    is_int(21, required, "all of them required, nothing else");
    is_int(3, headings, "III has three sub-headings");
    ok(strstr(f->sections.v[2].help.vi, "Nêu cụ thể những biện pháp đổi mới"), "III is explained");
    is("Kết quả", text_of(&f->sections.v[2].short_title), "a short title for the screen");
    is("Ưu điểm, tiến bộ", text_of(&form_field(f, "iv_uu_diem")->label), "IV.1");
}

static void test_kg_annex(const struct form *f)
{
    const struct field *annex = form_field(f, "phu_luc");
    const struct table *t = annex->table;
    static const char *const ids[] = {"ten_loai_hinh", "so_mo_hinh",     "tl_den_2010",
                                      "tl_sau_2010",   "ng_doan_vien",   "ng_quan_chung",
                                      "ng_dang_vien",  "yeu_cau_tap_hop", "dt_phat_huy",
                                      "dt_khong_phat_huy"};
    is_int(10, (long long)t->columns.n, "ten columns are typed in");
    for (size_t i = 0; i < t->columns.n && i < 10; i++) {
        const struct field *c = t->columns.v[i];
        char number[8];
        snprintf(number, sizeof number, "%zu", i + 3);
        is(ids[i], c->id, "column id");
        is(number, c->number, ids[i]);
        ok(c->required == (i < 2), "%s: %s", c->id, c->required ? "required" : "optional");
        if (field_type_id(c->type) == TYPE_INTEGER)
            ok(c->has_min && c->min.digits == 0 && !c->has_max, "%s is not negative", c->id);
    }
    is("STT", t->row_title.vi, "column 1 is counted");
    is("2", t->unit_number, "column 2 is given");
    ok(t->number_row && t->unit_column, "the numbers are printed");
    is_int(2, t->header_levels, "the header has two levels");
    is_int(13, (long long)t->header.n, "ten columns under three groups");
    is("Số mô hình hiện còn duy trì", t->header.v[10].label.vi, "columns 11 and 12 are a group");
    ok(t->header.v[10].span == 2 && t->header.v[10].first == 8, "of two");
    is_int(8, (long long)t->totals.n, "4 to 9, 11 and 12 are summed");
    const struct field *choice = table_column(annex, "yeu_cau_tap_hop");
    ok(choice->options.n == 4 && choice->other, "column 10 has four options, or another");
}

static const struct check *kg_check(const struct form *f, const char *id)
{
    for (size_t i = 0; i < f->checks.n; i++)
        if (!strcmp(f->checks.v[i].id, id))
            return &f->checks.v[i];
    return NULL;
}

static void test_kg_rules(const struct form *f)
{
    static const char *const warnings[] = {"khong_mo_hinh", "khong_nguoi", "it_nguoi",
                                           "c11_c12_trong", "trung_loai_hinh"};
    const struct check *sum = kg_check(f, "c5_c6"), *most = kg_check(f, "c11_c12");
    is_int(7, (long long)f->checks.n, "seven checks");
    if (ok(sum && most, "two of them by the note of the annex")) {
        is("tl_den_2010 + tl_sau_2010 = so_mo_hinh", sum->expression, "columns 5 + 6");
        is("dt_phat_huy + dt_khong_phat_huy <= so_mo_hinh", most->expression, "columns 11 + 12");
        ok(sum->made && !most->made, "the first as parts of a whole");
        ok(sum->level == LEVEL_ERROR && most->level == LEVEL_ERROR, "are errors");
    }
    for (size_t i = 0; i < sizeof warnings / sizeof *warnings; i++) {
        const struct check *c = kg_check(f, warnings[i]);
        ok(c && c->level == LEVEL_WARNING, "%s is a warning", warnings[i]);
    }
    is_int(4, (long long)f->rollups.n, "four roll-ups");
    ok(f->tests.n >= 8, "the form has tests");
    is("{\"phu_luc\":{\"ng_dang_vien\":107,\"ng_doan_vien\":735,\"ng_quan_chung\":100,"
       "\"so_mo_hinh\":77,\"tl_den_2010\":31,\"tl_sau_2010\":46}}",
       f->tests.v[0].totals, "totals of the example rows");
    ok(strstr(f->tests.v[0].answers, "\"so_mo_hinh\":20"), "figures become numbers");
}

static void test_kg(void)
{
    char *text = read_source("forms/kg-khao-sat-2015.yaml");
    struct form *f = parse(text);
    is("kg-khao-sat-2015", f->id, "the id");
    is("723-CV/TĐTN-BTCKT", f->source_number, "the number of the letter");
    ok(f->source_date.year == 2015 && f->source_date.month == 6 && f->source_date.day == 10,
       "its date");
    const struct reporter *r = &f->reporters.v[0];
    struct date due;
    ok(f->reporters.n == 1 && reporter_due(r, "once", &due) && date_days(due) ==
           date_days((struct date){2015, 6, 25}) && !r->inclusive,
       "due strictly before 25/6/2015");
    is("kg_tinh_doan", r->to, "to the province");
    is("kg_ban_tckt", r->via, "by way of its office");
    test_kg_outline(f);
    test_kg_annex(f);
    test_kg_rules(f);
    is_int(2, (long long)f->print.annex.signatures.n, "the annex is signed twice");
    struct hash want = hash_bytes("phieu-body-1", 13, text, strlen(text));
    ok(!hash_cmp(&want, &f->hash) && f->yaml_len == strlen(text) && !strcmp(f->yaml, text),
       "the form is the hash of its bytes");
    form_free(f);
    free(text);
}

int main(void)
{
    lang_set(LANG_EN);
    run_cases("tests/form/cases/form.txt", preludes, read_form);
    test_limits();
    lang_set(LANG_VI);
    test_nearest();
    test_header();
    test_expression_places();
    test_periods();
    test_kg();
    test_damage();
    return tap_done();
}
