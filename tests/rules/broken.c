/* Forms with mistakes that people make (tests/form/broken): each is told in its place, in both
 * languages. */
#include "base/lang.h"
#include "../form/cases.h"
#include "rules/lint.h"

static const char *units;

#define HEAD "form: thu\nversion: 1\ntitle: T\nsections:\n- section: s\n  title: S\n  fields:\n"
#define TABLE(id) "  - field: " id "\n    type: table\n    label: B\n    columns:\n"
#define FIGURE(id) "  - {field: " id ", type: integer, label: " id "}\n"
#define STATES "[{option: dat, label: D}, {option: khong_dat, label: K}]"
#define PLAIN                                                                                      \
    HEAD "  - {field: ten, type: text, label: Tên}\n" FIGURE("so") FIGURE("them") FIGURE("tong")   \
    "  - {field: ngay, type: date, label: Ngày}\n"                                                 \
    "  - {field: loai, type: choice, label: L, options: [{option: tot, label: T}]}\n"              \
    "  - {field: danh_gia_dung, type: choice, label: L, options: " STATES "}\n" TABLE("bang")      \
    "    - {field: cot_a, type: integer, label: A}\n    - {field: cot_b, type: text, label: B}\n"
#define ROWS                                                                                       \
    TABLE("chi_tieu") "    - {field: ky_nay, type: integer, label: K}\n"                           \
    "    - {field: luy_ke, type: integer, label: L}\n    rows:\n"

/* What stands in front of a case: fields follow; columns; rows; keys of the form (plain), the same
 * with fixed rows (top). */
static const struct prelude preludes[] = {
    {"fields", HEAD},
    {"columns", HEAD TABLE("bang")},
    {"rows", HEAD ROWS},
    {"plain", PLAIN},
    {"top", PLAIN ROWS "    - {row: ket_nap, label: Kết nạp}\n    - {row: nam, label: Nam}\n"
                       "    - {row: nu, label: Nữ, closed: [luy_ke]}\n"},
    {0},
};

static bool same_places(const struct problem_list *a, const struct problem_list *b)
{
    bool same = a->list.n == b->list.n && a->list.n > 0;
    for (size_t i = 0; same && i < a->list.n; i++)
        same = a->list.v[i].line == b->list.v[i].line &&
               a->list.v[i].column == b->list.v[i].column && a->list.v[i].line > 0;
    return same;
}

/* Sentences of the program; names and expressions stand in them as they are. */
static bool all_translated(const struct problem_list *a, const struct problem_list *b)
{
    for (size_t i = 0; i < a->list.n; i++)
        if (!strcmp(a->list.v[i].message, b->list.v[i].message)) {
            printf("# not translated: %s\n", a->list.v[i].message);
            return false;
        }
    return true;
}

/* In English, for the case; in Vietnamese only to compare. */
static void read_form(const char *text, size_t len, struct problem_list *p)
{
    struct problem_list vi = {0};
    lang_set(LANG_VI);
    lint_text(text, len, "case.yaml", units, &vi);
    lang_set(LANG_EN);
    lint_text(text, len, "case.yaml", units, p);
    problem_sort(p);
    problem_sort(&vi);
    if (!same_places(p, &vi))
        ok(false, "problems, in the same places in both languages");
    else if (!all_translated(p, &vi))
        ok(false, "every problem is told in Vietnamese");
    problem_finish(&vi);
}

int main(void)
{
    static const char *const files[] = {"reading", "names",   "fields",  "tables",      "parts",
                                        "targets", "rollups", "expressions", "due",     "texts"};
    char *folder = file_join(getenv("PHIEU_SOURCE"), "data/units");
    units = folder;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *path = xasprintf("tests/form/broken/%s.txt", files[i]);
        run_cases(path, preludes, read_form);
        free(path);
    }
    free(folder);
    return tap_done();
}
