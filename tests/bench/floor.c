/* The floor: the least that a program on these libraries does to open the same file, read the same
 * form, show 22 rows by key and echo letters. phieu is measured against it (bench.py).
 *
 *     bench_floor FILE.db FORM.yaml
 *
 * Down and PageDown move the first row on and draw the rows again; other keys are echoed at the last
 * row; q ends. With PHIEU_SYNC=1 it tells, as phieu does, when all keys are understood and shown. */
#include <curses.h>
#include <locale.h>
#include <poll.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yaml.h>

#define ROWS 22

struct key {
    char form[64], unit[64], period[128];
    unsigned char entry[16];
    int entry_len;
};

static sqlite3 *db;
static sqlite3_stmt *rows;
static struct key top, second, last;
static unsigned long taken;

static int parse_form(const char *path)
{
    yaml_parser_t parser;
    yaml_document_t document;
    FILE *f = fopen(path, "rb");
    if (!f || !yaml_parser_initialize(&parser))
        return 0;
    yaml_parser_set_input_file(&parser, f);
    int good = yaml_parser_load(&parser, &document);
    if (good)
        yaml_document_delete(&document);
    yaml_parser_delete(&parser);
    fclose(f);
    return good;
}

static int open_file(const char *path)
{
    return sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(db,
                              "SELECT form_id, unit, period, entry, state, ts FROM x_state"
                              " WHERE (form_id,unit,period,entry)>=(?1,?2,?3,?4)"
                              " ORDER BY form_id, unit, period, entry LIMIT ?5",
                              -1, &rows, NULL) == SQLITE_OK;
}

static void copy(char *to, size_t size, int column)
{
    snprintf(to, size, "%s", (const char *)sqlite3_column_text(rows, column));
}

static void read_key(struct key *k)
{
    copy(k->form, sizeof k->form, 0);
    copy(k->unit, sizeof k->unit, 1);
    copy(k->period, sizeof k->period, 2);
    k->entry_len = sqlite3_column_bytes(rows, 3);
    memcpy(k->entry, sqlite3_column_blob(rows, 3), 16);
}

static void draw_rows(void)
{
    int y = 1;
    sqlite3_reset(rows);
    sqlite3_bind_text(rows, 1, top.form, -1, SQLITE_STATIC);
    sqlite3_bind_text(rows, 2, top.unit, -1, SQLITE_STATIC);
    sqlite3_bind_text(rows, 3, top.period, -1, SQLITE_STATIC);
    sqlite3_bind_blob(rows, 4, top.entry, top.entry_len, SQLITE_STATIC);
    sqlite3_bind_int(rows, 5, ROWS);
    for (; sqlite3_step(rows) == SQLITE_ROW; y++) {
        if (y == 1)
            read_key(&last);
        if (y == 2)
            read_key(&second);
        mvprintw(y, 0, "%-16.16s %-14.14s %-28.28s %-9.9s %lld", (const char *)sqlite3_column_text(rows, 0),
                 (const char *)sqlite3_column_text(rows, 1), (const char *)sqlite3_column_text(rows, 2),
                 (const char *)sqlite3_column_text(rows, 4), sqlite3_column_int64(rows, 5));
        clrtoeol();
    }
    if (y > 1 && y <= ROWS)
        second = last;
    for (; y <= ROWS; y++) {
        move(y, 0);
        clrtoeol();
    }
}

static void go_down(int by)
{
    for (; by > 1; by--) { /* a page: the last row of this one becomes the first */
        sqlite3_reset(rows);
        sqlite3_bind_int(rows, 5, by);
        while (sqlite3_step(rows) == SQLITE_ROW)
            read_key(&second);
        break;
    }
    top = second;
    draw_rows();
}

/* Says that everything sent so far is on the screen, once nothing more waits. */
static void mark(void)
{
    struct pollfd p = {.fd = 0, .events = POLLIN};
    if (!getenv("PHIEU_SYNC") || poll(&p, 1, 0) > 0)
        return;
    char out[64];
    int n = snprintf(out, sizeof out, "\033]7770;%lu;0;%lu\a", taken, taken);
    if (write(1, out, (size_t)n) != n)
        exit(1);
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    if (argc < 3 || !open_file(argv[1]) || !parse_form(argv[2]))
        return 1;
    initscr();
    raw();
    noecho();
    keypad(stdscr, TRUE);
    set_escdelay(25);
    mvaddstr(0, 0, "Phiếu khảo sát");
    draw_rows();
    move(23, 0);
    refresh();
    mark();
    for (int c, x = 0; (c = getch()) != 'q' && c != ERR;) {
        taken += c == KEY_DOWN ? 3 : c == KEY_NPAGE ? 4 : 1;
        if (c == KEY_DOWN) {
            go_down(1);
        } else if (c == KEY_NPAGE) {
            go_down(ROWS);
        } else {
            mvaddch(23, x, (chtype)(c >= 32 && c < 127 ? c : '?'));
            x = (x + 1) % 79;
        }
        move(23, x);
        refresh();
        mark();
    }
    endwin();
    sqlite3_finalize(rows);
    sqlite3_close(db);
    return 0;
}
