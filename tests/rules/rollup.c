/* Roll-ups over random entries, compared with sums made by hand in whole numbers. */
#include "rules/rollup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "tap.h"

#define COLUMNS \
    "      - {column: so_s, label: S, sum: so}\n" \
    "      - {column: tien_s, label: S, sum: tien}\n" \
    "      - {column: n, label: N, count: true}\n" \
    "      - {column: nhieu, label: N, count: so > 5}\n" \
    "      - {column: ty_le, label: T, share: tot, in: so, places: 1}\n" \
    "      - {column: ty_tien, label: T, share: tien, in: so, places: 2}\n" \
    "      - {column: it_nhat, label: I, min: so}\n" \
    "      - {column: lon_nhat, label: L, max: tien}\n"

static const char yaml[] =
    "form: f\n"
    "version: 1\n"
    "title: T\n"
    "period: year\n"
    "sections:\n"
    "  - section: s\n"
    "    title: S\n"
    "    fields:\n"
    "      - {field: co, type: boolean, label: Có}\n"
    "      - {field: dan, type: integer, label: Dân}\n"
    "      - {field: tong, type: integer, value: (SELECT sum(so) FROM t), label: Tổng}\n"
    "      - field: t\n"
    "        type: table\n"
    "        label: T\n"
    "        when: co\n"
    "        columns:\n"
    "          - {field: khoi, type: choice, label: Khối, options: [{option: a, label: A}, {option: b, label: B}, {option: c, label: C}]}\n"
    "          - {field: so, type: integer, codes: [kcsl], label: Số}\n"
    "          - {field: tot, type: integer, label: Tốt}\n"
    "          - {field: tien, type: money, places: 2, label: Tiền}\n"
    "rollups:\n"
    "  - rollup: khoi\n"
    "    title: Theo khối\n"
    "    from: t\n"
    "    where: so > 0 OR tien IS NOT NULL\n"
    "    by: [khoi]\n"
    "    columns:\n"
    COLUMNS
    "  - rollup: ky\n    title: K\n    from: t\n    where: so > 0 OR tien IS NOT NULL\n"
    "    by: [_period, khoi]\n    columns:\n" COLUMNS
    "  - rollup: tat_ca\n    title: C\n    from: t\n    where: so > 0 OR tien IS NOT NULL\n"
    "    columns:\n" COLUMNS
    "  - rollup: don_vi\n"
    "    title: Đơn vị\n"
    "    by: [_unit]\n"
    "    columns:\n"
    "      - {column: tong_s, label: T, sum: tong}\n"
    "      - {column: binh_quan, label: B, share: tong, in: dan, places: 0}\n"
    "      - {column: dong, label: D, sum: (SELECT count(*) FROM t)}\n";

enum { KHOI, SO, TOT, TIEN };
#define UNITS 30
#define PERIODS 2
#define ROWS 9
#define NONE INT64_MIN

struct made_row {
    int group;                /* 0 … 2; 3: blank */
    int64_t so, tot, tien;    /* tien in hundredths; NONE: blank */
};
struct made {
    char unit[16], period[8];
    bool shown;
    int64_t dan;
    struct made_row rows[ROWS];
    int count;
    struct record *record;
};

static struct form *form;
static struct made made[UNITS * PERIODS];
static uint32_t seed = 723;

static unsigned roll(unsigned below)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

/* ---- entries -------------------------------------------------------------------------------- */

static void set(struct record *r, int field, int row, int column, struct value v)
{
    record_set(r, (struct place){field, row, column}, v);
}

static void make_row(struct made *m, int table)
{
    struct made_row *x = &m->rows[m->count];
    int row = record_row_insert(m->record, table, m->count++, NULL);
    static const char *const groups[] = {"a", "b", "c"};
    *x = (struct made_row){(int)roll(4), NONE, NONE, NONE};
    if (x->group < 3)
        set(m->record, table, row, KHOI, value_text(groups[x->group]));
    if (roll(5))
        set(m->record, table, row, SO, value_integer(x->so = (int64_t)roll(12)));
    else if (roll(2))
        set(m->record, table, row, SO, value_missing(MISSING_NO_FIGURES));
    if (roll(4))
        set(m->record, table, row, TOT, value_integer(x->tot = (int64_t)roll(9)));
    if (roll(3)) {
        x->tien = (int64_t)roll(3000000) - 100000;
        set(m->record, table, row, TIEN, value_decimal((struct decimal){x->tien, 2}));
    }
}

static void make_entries(void)
{
    int table = form_field(form, "t")->index;
    for (int i = 0; i < UNITS * PERIODS; i++) {
        struct made *m = &made[i];
        snprintf(m->unit, sizeof m->unit, "u%02d", i / PERIODS);
        snprintf(m->period, sizeof m->period, "%d", 2020 + i % PERIODS);
        m->record = record_create(form);
        m->shown = roll(6) != 0;
        m->dan = roll(4) ? (int64_t)roll(500) + 1 : NONE;
        record_set(m->record, PLACE_FIELD(0), value_of_boolean(m->shown));
        if (m->dan != NONE)
            record_set(m->record, PLACE_FIELD(1), value_integer(m->dan));
        for (unsigned k = roll(ROWS + 1); k > 0; k--)
            make_row(m, table);
    }
}

static bool next(void *user, struct rollup_source *ret)
{
    size_t *at = user;
    if (*at == UNITS * PERIODS)
        return false;
    const struct made *m = &made[(*at)++];
    *ret = (struct rollup_source){.unit = m->unit, .period = m->period, .record = m->record};
    return true;
}

/* ---- by hand -------------------------------------------------------------------------------- */

/* All in hundredths. */
struct by_hand {
    int64_t so, tien, tot_of, so_of, tien_of, so_of_tien, least, most;
    int rows, so_n, tien_n, many, share_n, share_tien_n, units;
    bool unit_seen[UNITS];
};

static bool counts(const struct made *m, const struct made_row *x)
{
    bool blank = x->group == 3 && x->so == NONE && x->tot == NONE && x->tien == NONE;
    return m->shown && !blank && ((x->so != NONE && x->so > 0) || x->tien != NONE);
}

static void add(struct by_hand *h, int unit, const struct made_row *x)
{
    h->rows++;
    h->units += !h->unit_seen[unit];
    h->unit_seen[unit] = true;
    if (x->so != NONE) {
        h->so += x->so * 100;
        h->least = !h->so_n || x->so * 100 < h->least ? x->so * 100 : h->least;
        h->so_n++;
        h->many += x->so > 5;
    }
    if (x->tien != NONE) {
        h->most = !h->tien_n || x->tien > h->most ? x->tien : h->most;
        h->tien += x->tien;
        h->tien_n++;
    }
    if (x->tot != NONE && x->so != NONE) {
        h->tot_of += x->tot * 100;
        h->so_of += x->so * 100;
        h->share_n++;
    }
    if (x->tien != NONE && x->so != NONE) {
        h->tien_of += x->tien;
        h->so_of_tien += x->so * 100;
        h->share_tien_n++;
    }
}

/* "known rows value" of hundredths with so many places. */
static void say(struct str *out, bool known, int rows, int64_t hundredths)
{
    if (known)
        str_addf(out, " %s%lld.%02lld/%d", hundredths < 0 ? "-" : "",
                 (long long)(llabs(hundredths) / 100), (long long)(llabs(hundredths) % 100), rows);
    else
        str_addf(out, " -/%d", rows);
}

/* part / whole in hundredths of a percent, rounded to places. */
static int64_t percent(int64_t part, int64_t whole, int places)
{
    int64_t scale = places == 2 ? 100 : places == 1 ? 10 : 1;
    int64_t up = part * 100 * scale * 2, half = up < 0 ? -whole : whole;
    return (up + half) / (whole * 2) * (100 / scale);
}

static void say_by_hand(struct str *out, const struct by_hand *h)
{
    str_addf(out, " units %d rows %d", h->units, h->rows);
    say(out, h->so_n, h->so_n, h->so);
    say(out, h->tien_n, h->tien_n, h->tien);
    say(out, true, h->rows, h->rows * 100);
    say(out, true, h->so_n, h->many * 100);
    say(out, h->share_n && h->so_of, h->share_n,
        h->share_n && h->so_of ? percent(h->tot_of, h->so_of, 1) : 0);
    say(out, h->share_tien_n && h->so_of_tien, h->share_tien_n,
        h->share_tien_n && h->so_of_tien ? percent(h->tien_of, h->so_of_tien, 2) : 0);
    say(out, h->so_n, h->so_n, h->least);
    say(out, h->tien_n, h->tien_n, h->most);
    str_addc(out, '\n');
}

static void expect_group(struct str *out, int period, int group)
{
    static const char *const names[] = {"a", "b", "c", "-"};
    struct by_hand h = {0};
    for (int i = 0; i < UNITS * PERIODS; i++)
        for (int k = 0; k < made[i].count; k++)
            if ((group < 0 || made[i].rows[k].group == group) &&
                (period < 0 || i % PERIODS == period) && counts(&made[i], &made[i].rows[k]))
                add(&h, i / PERIODS, &made[i].rows[k]);
    if (period >= 0)
        str_addf(out, "%d ", 2020 + period);
    if (group >= 0)
        str_addf(out, "%s", names[group]);
    say_by_hand(out, &h);
}

/* ---- comparing ------------------------------------------------------------------------------ */

static void say_line(struct str *out, const struct rollup *x, const struct rollup_line *line,
                     bool keys)
{
    for (size_t i = 0; i < x->by.n && keys; i++)
        str_addf(out, "%s%s", i ? " " : "", line->keys[i].text ? line->keys[i].text : "-");
    str_addf(out, " units %d rows %d", line->units, line->rows);
    for (size_t i = 0; i < x->columns.n; i++) {
        struct decimal hundredths = {0, 2};
        struct decimal v = line->cells[i].value;
        while (v.places < 2) {
            v.digits *= 10;
            v.places++;
        }
        hundredths.digits = v.digits;
        say(out, line->cells[i].known, line->cells[i].rows, hundredths.digits);
    }
    str_addc(out, '\n');
}

static char *run(const char *id)
{
    struct rollup_result result = {0};
    struct err e = {0};
    struct str out = {0};
    size_t at = 0;
    for (size_t i = 0; i < form->rollups.n; i++) {
        const struct rollup *x = &form->rollups.v[i];
        if (strcmp(x->id, id) != 0)
            continue;
        ok(rollup_run(form, NULL, x, next, &at, &result, &e), "%s runs %s", id,
           e.message ? e.message : "");
        for (size_t k = 0; k < result.lines.n; k++)
            say_line(&out, x, &result.lines.v[k], true);
        str_add(&out, "all");
        say_line(&out, x, &result.all, false);
        is_int(UNITS * PERIODS, result.entries, "and read every entry");
        if (!strcmp(id, "khoi"))
            is("khoi", result.lines.v[0].keys[0].field->id, "the group is a field with options");
    }
    rollup_finish(&result);
    err_finish(&e);
    return str_take(&out);
}

static void compare(const char *id, struct str *want)
{
    str_add(want, "all");
    expect_group(want, -1, -1);
    char *got = run(id);
    is(str_text(want), got, id);
    free(got);
    str_finish(want);
}

static void test_rows(void)
{
    struct str want = {0};
    for (int g = 0; g < 4; g++)
        expect_group(&want, -1, g);
    compare("khoi", &want);
    for (int p = 0; p < PERIODS; p++)
        for (int g = 0; g < 4; g++)
            expect_group(&want, p, g);
    compare("ky", &want);
    expect_group(&want, -1, -1);
    compare("tat_ca", &want);
}

/* One row an entry, with a computed value and what is hidden. */
static void test_entries(void)
{
    struct str want = {0};
    int64_t all[4] = {0};
    int known[3] = {0};
    for (int u = 0; u < UNITS + 1; u++) {
        int64_t tong = 0, of = 0, dan = 0, rows = 0;
        int n = 0, shares = 0;
        for (int i = u * PERIODS; i < (u + 1) * PERIODS && u < UNITS; i++) {
            int64_t sum = NONE;
            for (int k = 0; k < made[i].count && made[i].shown; k++) {
                const struct made_row *x = &made[i].rows[k];
                rows += !(x->group == 3 && x->so == NONE && x->tot == NONE && x->tien == NONE &&
                          value_is_blank(record_get(made[i].record, (struct place){3, k, SO})));
                if (x->so != NONE)
                    sum = (sum == NONE ? 0 : sum) + x->so;
            }
            n += sum != NONE;
            tong += sum != NONE ? sum : 0;
            if (sum != NONE && made[i].dan != NONE) {
                shares++;
                of += sum;
                dan += made[i].dan;
            }
        }
        if (u == UNITS) {
            tong = all[0], of = all[1], dan = all[2], rows = all[3], n = known[0], shares = known[1];
            str_addf(&want, "all units %d rows %d", UNITS, UNITS * PERIODS);
        } else {
            str_addf(&want, "u%02d units 1 rows %d", u, PERIODS);
            all[0] += tong, all[1] += of, all[2] += dan, all[3] += rows;
            known[0] += n, known[1] += shares;
        }
        say(&want, n, n, tong * 100);
        say(&want, shares, shares, shares ? percent(of, dan, 0) : 0);
        say(&want, true, u == UNITS ? UNITS * PERIODS : PERIODS, rows * 100);
        str_addc(&want, '\n');
    }
    char *got = run("don_vi");
    is(str_text(&want), got, "one row an entry");
    free(got);
    str_finish(&want);
}

int main(void)
{
    struct problem_list problems = {0};
    lang_set(LANG_EN);
    form = form_parse(yaml, strlen(yaml), "f", &problems);
    if (!ok(form && !problems.errors, "the form loads")) {
        for (size_t i = 0; i < problems.list.n; i++)
            printf("# %d:%d %s\n", problems.list.v[i].line, problems.list.v[i].column,
                   problems.list.v[i].message);
        problem_finish(&problems);
        form_free(form);
        return tap_done();
    }
    make_entries();
    test_rows();
    test_entries();
    for (int i = 0; i < UNITS * PERIODS; i++)
        record_destroy(made[i].record);
    form_free(form);
    problem_finish(&problems);
    return tap_done();
}
