/* A thousand random sequences of edits in a table, by its keys, beside a simple model, a list of rows of
 * texts: equal after each edit; undo leads back to the start, step by step, and redo to the end.
 * (tests/text/edit_random.c does the same with texts.) PHIEU_ROUNDS: how many sequences. */
#include "grid_bench.h"

#define COLUMNS 4
#define EDITS 8
#define ROWS_MAX 12 /* of the model; sequences that grow beyond are cut */

struct model {
    struct row {
        char cells[COLUMNS][16];
        int id; /* moving a row is an edit, though it be like its neighbour */
    } rows[ROWS_MAX + 8];
    int n, ids;
};

struct sequence {
    struct bench *b;
    struct model now, steps[EDITS + 1]; /* the table after each undo step */
    int n_steps, at;                    /* how many there are, and where undo stands */
    struct str said;                    /* the keys, for a report */
};

static unsigned state = 20261122;

static int chance(int n)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return (int)(state % (unsigned)n);
}

static const char *text(void)
{
    static const char *const texts[] = {"một", "hai", "ba bốn", "x", "Tổ 1", "12", "đờn ca"};
    return texts[chance(7)];
}

/* ---- the program ----------------------------------------------------------------------------- */

static void press(struct sequence *s, const char *keys)
{
    str_addf(&s->said, "%s ", keys);
    bench_keys(s->b, keys);
}

static void press_times(struct sequence *s, const char *key, int n)
{
    while (n-- > 0)
        press(s, key);
}

static void go(struct sequence *s, int row, int column)
{
    press(s, "C-Home");
    press_times(s, "Down", row);
    press_times(s, "Right", column);
}

static void choose(struct sequence *s, int rows, int columns)
{
    press_times(s, "S-Down", rows - 1);
    press_times(s, "S-Right", columns - 1);
}

/* Whether the table holds what the model does. */
static bool equal(struct sequence *s)
{
    const struct record *record = entry_record(s->b->entry);
    int field = s->b->w->field, n = record_rows(record, field);
    bool same = n == s->now.n;
    for (int r = 0; same && r < n; r++)
        for (int c = 0; same && c < COLUMNS; c++) {
            char *shown = field_print(widget_field(s->b->w)->table->columns.v[c],
                                      record_get(record, (struct place){field, r, c}));
            same = !strcmp(shown, s->now.rows[r].cells[c]);
            free(shown);
        }
    return same;
}

/* ---- the model ------------------------------------------------------------------------------- */

static void row_insert(struct model *m, int at)
{
    memmove(&m->rows[at + 1], &m->rows[at], (size_t)(m->n - at) * sizeof m->rows[0]);
    m->rows[at] = (struct row){.id = ++m->ids};
    m->n++;
}

static void row_delete(struct model *m, int at)
{
    m->n--;
    memmove(&m->rows[at], &m->rows[at + 1], (size_t)(m->n - at) * sizeof m->rows[0]);
    m->rows[m->n] = (struct row){0};
}

static void put(struct model *m, int row, int column, const char *what)
{
    if (row == m->n && *what)
        row_insert(m, row);
    if (row == m->n)
        return;
    memset(m->rows[row].cells[column], 0, sizeof m->rows[0].cells[0]); /* models are compared as bytes */
    strcpy(m->rows[row].cells[column], what);
}

struct block {
    char cells[4][COLUMNS][16];
    int rows, columns;
};

static void put_block(struct model *m, int row, int column, const struct block *b)
{
    for (int r = 0; r < b->rows; r++) {
        for (int c = 0; c < b->columns && column + c < COLUMNS; c++)
            put(m, row + r, column + c, b->cells[r][c]);
        if (row + r == m->n && r + 1 < b->rows)
            row_insert(m, m->n); /* an empty line in the midst */
    }
}

static struct block take_block(const struct model *m, int row, int column, int rows, int columns)
{
    struct block b = {.rows = rows, .columns = columns};
    for (int r = 0; r < rows; r++)
        memcpy(b.cells[r], m->rows[row + r].cells[column], (size_t)columns * sizeof b.cells[0][0]);
    return b;
}

static void clear_block(struct model *m, int row, int column, int rows, int columns)
{
    for (int r = row; r < row + rows; r++)
        memset(m->rows[r].cells[column], 0, (size_t)columns * sizeof m->rows[0].cells[0]);
}

/* ---- one edit on both -------------------------------------------------------------------------- */

static void edit_type(struct sequence *s, int row, int column)
{
    const char *what = text();
    char *keys = xasprintf("'%s' Enter", what);
    go(s, row, column);
    press(s, keys);
    free(keys);
    put(&s->now, row, column, what);
}

static void edit_paste(struct sequence *s, int row, int column)
{
    struct block b = {.rows = 1 + chance(3), .columns = 1 + chance(4)};
    struct str all = {0};
    b.rows += b.rows * b.columns == 1; /* one cell alone would be typed */
    for (int r = 0; r < b.rows; r++) {
        for (int c = 0; c < b.columns; c++) {
            if (r + 1 == b.rows || chance(4))
                snprintf(b.cells[r][c], sizeof b.cells[0][0], "%s", text());
            str_addf(&all, "%s%s", c ? "\t" : "", b.cells[r][c]);
        }
        str_add(&all, r + 1 < b.rows ? "\n" : chance(2) ? "\n" : "");
    }
    char *keys = xasprintf("\"%s\"", str_text(&all));
    go(s, row, column);
    press(s, keys);
    free(keys);
    str_finish(&all);
    put_block(&s->now, row, column, &b);
}

/* A stretch inside the rows that are there, copied or cut, and put in elsewhere. */
static void edit_copy(struct sequence *s, int row, int column)
{
    int rows = 1 + chance(s->now.n - row < 3 ? s->now.n - row : 3), columns = 1 + chance(COLUMNS - column);
    bool cut = chance(2);
    if (rows * columns == 1)
        return;
    struct block b = take_block(&s->now, row, column, rows, columns);
    go(s, row, column);
    choose(s, rows, columns);
    press(s, cut ? "C-x" : "C-c");
    if (cut) {
        clear_block(&s->now, row, column, rows, columns);
        return;
    }
    int to = chance(s->now.n + 1), to_column = chance(COLUMNS);
    go(s, to, to_column);
    press(s, "C-v");
    put_block(&s->now, to, to_column, &b);
}

static void edit_clear(struct sequence *s, int row, int column)
{
    int rows = 1 + chance(s->now.n - row), columns = 1 + chance(COLUMNS - column);
    go(s, row, column);
    choose(s, rows, columns);
    press(s, "Del");
    clear_block(&s->now, row, column, rows, columns);
}

static void edit_fill(struct sequence *s, int row, int column)
{
    int rows = 1 + chance(s->now.n - row), columns = 1 + chance(COLUMNS - column);
    if (rows == 1)
        columns = 1;
    int from = rows > 1 ? row : row - 1;
    go(s, row, column);
    choose(s, rows, columns);
    press(s, "C-d");
    for (int r = row; from >= 0 && r < row + rows; r++)
        for (int c = column; c < column + columns; c++)
            memmove(s->now.rows[r].cells[c], s->now.rows[from].cells[c], sizeof s->now.rows[0].cells[0]);
}

static void edit_insert(struct sequence *s, int row, int column)
{
    go(s, row, column);
    press(s, "C-Ins");
    row_insert(&s->now, row);
}

static void edit_delete(struct sequence *s, int row, int column)
{
    int rows = 1 + chance(s->now.n - row < 3 ? s->now.n - row : 3);
    go(s, row, column);
    choose(s, rows, 1);
    press(s, "C-Del");
    while (rows-- > 0)
        row_delete(&s->now, row);
}

static void edit_move(struct sequence *s, int row, int column)
{
    bool down = chance(2);
    int to = down ? row + 1 : row - 1;
    go(s, row, column);
    press(s, down ? "F7 Down Down Down Enter" : "F7 Down Down Enter");
    if (to < 0 || to >= s->now.n)
        return;
    struct row kept = s->now.rows[row];
    s->now.rows[row] = s->now.rows[to];
    s->now.rows[to] = kept;
}

/* The first two may also stand in the row after the last, which comes into being then. */
static void (*const edits[])(struct sequence *, int row, int column) = {
    edit_type, edit_paste, edit_type, edit_copy, edit_clear, edit_fill, edit_insert, edit_delete, edit_move,
};

static void edit(struct sequence *s)
{
    int which = chance(sizeof edits / sizeof *edits);
    if (which > 2 && !s->now.n)
        which = 1;
    edits[which](s, chance(s->now.n + (which < 3)), chance(COLUMNS));
}

/* ---- sequences ------------------------------------------------------------------------------- */

static bool travel_to(struct sequence *s, int at)
{
    while (s->at != at) {
        press(s, s->at > at ? "C-z" : "C-y");
        s->at += s->at > at ? -1 : 1;
        s->now = s->steps[s->at];
        if (!equal(s))
            return false;
    }
    return true;
}

/* An edit that changed something is one step; what had been undone is gone then. */
static void note_step(struct sequence *s)
{
    if (!memcmp(&s->now, &s->steps[s->at], sizeof s->now))
        return;
    s->steps[++s->at] = s->now;
    s->n_steps = s->at;
}

/* The table as it stands when the sequence begins: blank rows are not kept when an entry is left. */
static void read_table(struct bench *b, struct model *m)
{
    const struct record *record = entry_record(b->entry);
    int field = b->w->field;
    for (int r = 0; r < record_rows(record, field); r++) {
        row_insert(m, r);
        for (int c = 0; c < COLUMNS; c++) {
            char *shown = field_print(widget_field(b->w)->table->columns.v[c],
                                      record_get(record, (struct place){field, r, c}));
            snprintf(m->rows[r].cells[c], sizeof m->rows[0].cells[0], "%s", shown);
            free(shown);
        }
    }
}

static void explain(struct sequence *s)
{
    struct model got = {0};
    read_table(s->b, &got);
    printf("# after: %s\n", str_text(&s->said));
    for (int r = 0; r < s->now.n || r < got.n; r++)
        for (int c = 0; c < COLUMNS; c++)
            printf("# %d.%d begun %s, wanted %s, got %s\n", r, c, s->steps[0].rows[r].cells[c],
                   s->now.rows[r].cells[c], got.rows[r].cells[c]);
    printf("# rows begun %d, wanted %d, got %d; step %d of %d\n", s->steps[0].n, s->now.n, got.n, s->at,
           s->n_steps);
}

/* Afterwards the table is as at the start of it, unless the sequence shall stand. */
static bool play(struct bench *b, bool stands)
{
    struct sequence s = {.b = b};
    read_table(b, &s.now);
    s.steps[0] = s.now;
    bool good = true;
    for (int i = 0; i < EDITS && good && s.now.n <= ROWS_MAX; i++) {
        if (chance(6) == 0)
            good = travel_to(&s, chance(s.n_steps + 1));
        edit(&s);
        good = good && equal(&s);
        note_step(&s);
    }
    good = good && travel_to(&s, 0);
    press(&s, "C-z"); /* nothing more to undo */
    good = good && equal(&s) && travel_to(&s, s.n_steps) && (stands || travel_to(&s, 0));
    if (!good)
        explain(&s);
    str_finish(&s.said);
    return good;
}

/* The next sequence goes on from this table, as after opening the entry again. */
static void reopen(struct bench *b)
{
    struct err e = {0};
    int field = b->w->field;
    b->w->ops->destroy(b->w);
    must(entry_leave(b->entry, NULL, &e), &e);
    const struct form *form = entry_form(b->entry);
    entry_destroy(b->entry);
    b->entry = entry_begin(b->app.session, form, "kg_an_bien", NULL, &e);
    must(b->entry, &e);
    b->w = widget_for(form->fields.v[field])->create(&b->app, b->entry, field);
    b->w->ops->enter(b->w, PLACE_FIELD(field), false);
}

int main(void)
{
    const char *env = getenv("PHIEU_ROUNDS"), *source = getenv("PHIEU_SOURCE");
    long rounds = env ? atol(env) : 1000, good = 0;
    char *forms = xasprintf("%s/tests/tui/rows", source ? source : ".");
    struct bench b;
    setenv("PHIEU_FORMS", forms, 1);
    bench_begin_table(&b, "bang-chu", "bang", 24, 80);
    while (good < rounds && play(&b, good % 5 == 4)) {
        good++;
        if (good % 5 == 0 && record_rows(entry_record(b.entry), b.w->field) > ROWS_MAX - 6)
            bench_keys(&b, "C-Home C-a C-Del");
        if (good % 5 == 0)
            reopen(&b);
    }
    is_int(rounds, good, "random sequences of edits are equal to the model, and undo to the start");
    bench_end(&b);
    free(forms);
    return tap_done();
}
