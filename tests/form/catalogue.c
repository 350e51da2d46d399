/* Unit lists: what is refused, offices and their names, who is above whom; forms against lists. */
#include "form/catalogue.h"

#include "base/lang.h"
#include "form/form.h"
#include "cases.h"

static void read_units(const char *text, size_t len, struct problem_list *p)
{
    struct catalogue *c = catalogue_parse("case", text, len, "case.yaml", p);
    if ((c == NULL) != (p->errors > 0))
        ok(false, "no list exactly when there are errors");
    catalogue_free(c);
}

static struct catalogue *load_kg(void)
{
    char *folder = file_units_folder();
    struct problem_list p = {0};
    struct err e = {0};
    struct catalogue *c = catalogue_load(folder, "kien-giang-2015", &p, &e);
    if (!c) {
        printf("Bail out! %s\n", e.message);
        exit(1);
    }
    problem_finish(&p);
    err_finish(&e);
    free(folder);
    return c;
}

static void test_units(const struct catalogue *c)
{
    size_t organisations = 0, districts = 0;
    for (size_t i = 0; i < c->units.n; i++) {
        const struct unit *u = &c->units.v[i];
        organisations += u->organisation;
        districts += !u->organisation && !strcmp(u->level, "huyen");
    }
    is("kien-giang-2015", c->id, "the id");
    is_int(15, (long long)districts, "15 units of the district level");
    is_int(3, (long long)organisations, "3 organisations");
    is("Kiên Giang", c->province_name, "the province");
    is("youth", c->system, "the reporters are youth committees");
    is("Ban Thường vụ các Huyện, Thị, Thành Đoàn", c->group_text, "and their common name");
    char *text = read_source("data/units/kien-giang-2015.yaml");
    struct hash want = hash_bytes("phieu-body-1", 13, text, strlen(text));
    ok(!hash_cmp(&want, &c->hash) && !strcmp(c->yaml, text), "the list is the hash of its bytes");
    free(text);
}

static void test_names(const struct catalogue *c)
{
    static const struct {
        const char *office, *name;
    } rows[] = {
        {"kg_an_bien", "Huyện Đoàn An Biên"},
        {"kg_an_bien/youth", "Huyện Đoàn An Biên"},
        {"kg_an_bien/party", "Huyện ủy An Biên"},
        {"kg_rach_gia", "Thành Đoàn Rạch Giá"},
        {"kg_ha_tien/party", "Thị ủy Hà Tiên"},
        {"kg_tinh_doan", "Tỉnh Đoàn"},
        {"kien_giang", "Kiên Giang"},
        {"kg_nowhere", "kg_nowhere"},
        {"kg_an_bien/front", "kg_an_bien/front"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        is(rows[i].name, catalogue_office_name(c, rows[i].office), rows[i].office);
    ok(!catalogue_find(c, "kg_an"), "a part of an id finds nothing");
    ok(!catalogue_find(c, "kg_tinh_doan/youth"), "an organisation has no second name");
    char *unit = office_unit("kg_an_bien/youth");
    is("kg_an_bien", unit, "an office without its suffix");
    free(unit);
}

static void test_above(const struct catalogue *c)
{
    static const struct {
        const char *above, *office;
        bool yes;
    } rows[] = {
        {"kg_tinh_doan", "kg_an_bien", true},
        {"kg_tinh_doan", "kg_an_bien/youth", true},
        {"kg_tinh_doan", "kg_ban_tckt", true},
        {"kg_ban_tckt", "kg_an_bien", false},
        {"kg_an_bien", "kg_an_bien", false},
        {"kg_an_bien", "kg_tinh_doan", false},
        {"kg_tinh_doan", "kg_tinh_doan", false},
        {"kien_giang", "kg_tinh_doan", true},
        {"kien_giang", "kg_an_bien", true},
        {"kg_ban_dan_van", "kg_an_bien", false},
        {"kg_tinh_doan", "kg_nowhere", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ok(catalogue_is_above(c, rows[i].above, rows[i].office) == rows[i].yes, "%s above %s: %s",
           rows[i].above, rows[i].office, rows[i].yes ? "yes" : "no");
}

static void test_prefixes(void)
{
    static const char text[] = "province: {id: bt, name: Bình Thuận}\n"
                               "prefixes: {thi_xa: {unit: Thị xã, youth: Thị đoàn}}\n"
                               "units: [{id: bt_la_gi, name: La Gi, kind: thi_xa},\n"
                               "        {id: bt_x, name: X, kind: xa, parent: bt_la_gi}]\n"
                               "organisations: [{id: bt_bdv, name: Ban Dân vận, role: tong_hop}]\n";
    struct problem_list p = {0};
    struct catalogue *c = catalogue_parse("bt", text, sizeof text - 1, "bt.yaml", &p);
    ok(c && !p.list.n, "a list without full names is read");
    is("Thị xã La Gi", catalogue_office_name(c, "bt_la_gi"), "full names are made by the prefix");
    is("Thị đoàn La Gi", catalogue_office_name(c, "bt_la_gi/youth"), "so are offices");
    is("X", catalogue_office_name(c, "bt_x"), "without a prefix the name itself");
    ok(catalogue_is_above(c, "bt_la_gi", "bt_x"), "a parent is above");
    ok(catalogue_is_above(c, "bt_bdv", "bt_x"), "so is who gathers for the province");
    catalogue_free(c);
    problem_finish(&p);
}

/* A form against its list: the form's text and the problems that come. */
static void check_form(const char *reporters, const char *units, const char *wanted,
                       const char *name)
{
    char *text = xasprintf("form: a\nversion: 1\ntitle: T\nunits: %s\nreporters:\n%s\n"
                           "sections: [{section: s, title: S, fields: [{field: x, type: text, "
                           "label: L}]}]\n",
                           units, reporters);
    char *folder = file_units_folder();
    struct problem_list p = {0};
    struct form *f = form_parse(text, strlen(text), "t.yaml", &p);
    struct catalogue *c = f ? form_load_catalogue(f, folder, &p) : NULL;
    struct str got = {0};
    for (size_t i = 0; i < p.list.n; i++) {
        char *line = problem_text(&p, i);
        str_addf(&got, "%s\n", line);
        free(line);
    }
    is(wanted, str_text(&got), name);
    str_finish(&got);
    catalogue_free(c);
    form_free(f);
    problem_finish(&p);
    free(folder);
    free(text);
}

static void test_forms(void)
{
    check_form("- {level: huyen, to: kg_tinh_doan, via: kg_ban_tckt}\n"
               "- {units: [kg_an_bien, kg_ha_tien/party], to: kien_giang}",
               "kien-giang-2015", "", "a form that fits its list");
    check_form("- {level: xa, to: kg_tinh_daon}\n- {units: [kg_an_bein], to: x}",
               "kien-giang-2015",
               "t.yaml:6:3: error: the unit list “kien-giang-2015” has no unit of the level xa — "
               "write another level, or name the units\n"
               "t.yaml:6:19: error: the unit list “kien-giang-2015” does not know “kg_tinh_daon” — "
               "did you mean “kg_tinh_doan”?\n"
               "t.yaml:7:11: error: the unit list “kien-giang-2015” does not know “kg_an_bein” — "
               "did you mean “kg_an_bien”?\n"
               "t.yaml:7:29: error: the unit list “kien-giang-2015” does not know “x” — known "
               "here: kg_rach_gia, kg_ha_tien, kg_an_bien, kg_an_minh, kg_chau_thanh, "
               "kg_giang_thanh, kg_giong_rieng, kg_go_quao, kg_hon_dat, kg_kien_hai, "
               "kg_kien_luong, kg_phu_quoc, …\n",
               "a form that does not fit");
    check_form("- {level: huyen, to: x}", "kien-giang-2016",
               "t.yaml:4:8: error: there is no unit list “kien-giang-2016” — did you mean "
               "“kien-giang-2015”?\n",
               "a unit list that does not exist");
}

static void test_files(void)
{
    static const char *const files[] = {"forms/kg-khao-sat-2015.yaml",
                                        "tests/form/cases/short.yaml"};
    char *folder = file_units_folder();
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *text = read_source(files[i]);
        struct problem_list p = {0};
        struct form *f = form_parse(text, strlen(text), files[i], &p);
        struct catalogue *c = f ? form_load_catalogue(f, folder, &p) : NULL;
        ok(f && c && !p.list.n, "%s and its units", files[i]);
        for (size_t k = 0; k < p.list.n; k++)
            printf("# %d:%d %s\n", p.list.v[k].line, p.list.v[k].column, p.list.v[k].message);
        catalogue_free(c);
        form_free(f);
        problem_finish(&p);
        free(text);
    }
    free(folder);
}

/* The examples in the manual for authors are what the program reads. */
static void test_manual(void)
{
    char *manual = read_source("doc/form-language.md");
    char *whole = strstr(manual, "```yaml\n") + strlen("```yaml\n");
    size_t len = (size_t)(strstr(whole, "\n```") + 1 - whole);
    struct problem_list p = {0};
    struct form *f = form_parse(whole, len, "manual", &p);
    char *folder = file_units_folder();
    struct catalogue *c = f ? form_load_catalogue(f, folder, &p) : NULL;
    ok(f && c && !p.list.n, "the form in the manual");
    catalogue_free(c);
    form_free(f);
    char *units = strstr(manual, "```yaml\nprovince") + strlen("```yaml\n");
    len = (size_t)(strstr(units, "\n```") + 1 - units);
    c = catalogue_parse("manual", units, len, "manual", &p);
    ok(!c && p.list.n == 1 && strstr(p.list.v[0].message, "1 units, but unit_count says 15"),
       "the unit list in the manual, which shows one unit of 15");
    catalogue_free(c);
    problem_finish(&p);
    free(folder);
    free(manual);
}

int main(void)
{
    lang_set(LANG_EN);
    run_cases("tests/form/cases/units.txt", (struct prelude[]){{0}}, read_units);
    struct catalogue *c = load_kg();
    test_units(c);
    test_names(c);
    test_above(c);
    catalogue_free(c);
    test_prefixes();
    test_forms();
    test_files();
    test_manual();
    return tap_done();
}
