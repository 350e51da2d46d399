/* What the checks of the annex cost: rules_cost FORM.yaml sql|stage|load ROWS TIMES
 *
 * sql: plain SQLite, the form's checks of the annex over ROWS rows staged once, TIMES times; stage:
 * phieu stages the rows, TIMES times; load: it stages them and judges everything. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/str.h"
#include "rules/parts.h"

/* Time stands still here: callgrind is so slow that the checks would be stopped for taking too long,
 * at another place in each run. */
int clock_gettime(clockid_t id, struct timespec *ret)
{
    (void)id;
    *ret = (struct timespec){.tv_sec = 1};
    return 0;
}

static int count_of(int i)
{
    return 1 + i * 7 % 40;
}

/* The annex as somebody would lay it out by hand for these checks. */
static void create_table(sqlite3 *db, const struct field *table)
{
    struct str sql = {0};
    str_add(&sql, "CREATE TABLE phu_luc(id INTEGER PRIMARY KEY");
    for (size_t i = 0; i < table->table->columns.n; i++) {
        const struct field *f = table->table->columns.v[i];
        str_addf(&sql, ", %s %s, %s__missing TEXT, %s__other TEXT", f->id, f->type->sql, f->id, f->id);
    }
    str_add(&sql, ")");
    sqlite3_exec(db, str_text(&sql), 0, 0, 0);
    str_finish(&sql);
}

static void insert_rows(sqlite3 *db, int rows)
{
    sqlite3_stmt *st;
    sqlite3_exec(db, "BEGIN", 0, 0, 0);
    sqlite3_prepare_v2(db, "INSERT INTO phu_luc(so_mo_hinh, tl_den_2010, tl_sau_2010, dt_phat_huy,"
                           " dt_khong_phat_huy) VALUES(?,?,?,?,?)", -1, &st, NULL);
    for (int i = 0; i < rows; i++) {
        int n = count_of(i), values[] = {n, n / 2, n - n / 2, n / 3, n / 4};
        for (int k = 0; k < 5; k++)
            sqlite3_bind_int(st, k + 1, values[k]);
        sqlite3_step(st);
        sqlite3_reset(st);
    }
    sqlite3_finalize(st);
    sqlite3_exec(db, "COMMIT", 0, 0, 0);
}

/* A row check, or one of the entry that reads only the annex; other checks cannot be prepared. */
static int run_check(sqlite3 *db, const struct check *c)
{
    sqlite3_stmt *st;
    int found = 0;
    char *sql = xasprintf(c->table ? "SELECT id FROM phu_luc WHERE NOT (%s)" : "SELECT 1 WHERE NOT (%s)",
                          c->expression);
    if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK)
        while (sqlite3_step(st) == SQLITE_ROW)
            found++;
    sqlite3_finalize(st);
    free(sql);
    return found;
}

static int plain_sql(const struct form *form, int rows, int times)
{
    sqlite3 *db;
    int found = 0;
    sqlite3_open(":memory:", &db);
    create_table(db, form_field(form, "phu_luc"));
    insert_rows(db, rows);
    for (int k = 0; k < times; k++)
        for (size_t i = 0; i < form->checks.n; i++)
            found += run_check(db, &form->checks.v[i]);
    sqlite3_close(db);
    return found;
}

static void fill(struct record *record, const struct form *form, int rows)
{
    const struct field *table = form_field(form, "phu_luc");
    static const char *const names[] = {"ten_loai_hinh", "so_mo_hinh", "tl_den_2010", "tl_sau_2010",
                                        "dt_phat_huy", "dt_khong_phat_huy"};
    while (record_rows(record, table->index) < rows)
        record_row_insert(record, table->index, record_rows(record, table->index), NULL);
    for (int i = 0; i < rows; i++) {
        int n = count_of(i), values[] = {0, n, n / 2, n - n / 2, n / 3, n / 4};
        for (int k = 0; k < 6; k++) {
            const struct field *column = table_column(table, names[k]);
            char text[32];
            snprintf(text, sizeof text, k ? "%d" : "Tổ hợp tác số %d", k ? values[k] : i);
            record_set(record, (struct place){table->index, i, column->index},
                       column->type->parse(column, text));
        }
    }
}

int main(int argc, char **argv)
{
    if (argc != 5)
        return 2;
    int rows = atoi(argv[3]), times = atoi(argv[4]);
    struct problem_list problems = {0};
    struct form *form = form_load(argv[1], &problems, NULL);
    struct rules_context context = {.unit = "kg_an_bien", .level = "huyen", .period = "once"};
    if (!form)
        return 1;
    if (!strcmp(argv[2], "sql")) {
        printf("%d rows found\n", plain_sql(form, rows, times));
        form_free(form);
        problem_finish(&problems);
        return 0;
    }
    struct record *record = record_create(form);
    struct rules *rules = rules_create(form, NULL, &problems);
    fill(record, form, rows);
    for (int i = 0; i < times; i++) {
        if (!strcmp(argv[2], "load"))
            rules_load(rules, record, &context);
        else
            rules_stage(rules, record, &context);
    }
    rules_destroy(rules);
    record_destroy(record);
    form_free(form);
    problem_finish(&problems);
    return 0;
}
