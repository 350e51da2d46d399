/* What a reviewer reads: a text that changed, piece by piece; of random work every change, and nothing else; the
 * share that a seed draws. */
#include "bench.h"

#include "base/str.h"
#include "entry/desk.h"
#include "entry/reading.h"
#include "entry/reading_text.h"
#include "store/changes.h"

/* "1 a|b; 2 =c; " : number, before, after; "=" where nothing changed. */
static void is_cut(const char *before, const char *after, const char *want)
{
    struct text_pieces pieces = {0};
    struct str got = {0};
    text_pieces_make(before, after, &pieces);
    for (size_t i = 0; i < pieces.n; i++) {
        const struct text_piece *p = &pieces.v[i];
        if (p->changed)
            str_addf(&got, "%zu+%zu %s|%s; ", p->number, p->count, p->before, p->after);
        else
            str_addf(&got, "%zu =%s; ", p->number, p->after);
    }
    is(want, str_text(&got), want);
    str_finish(&got);
    text_pieces_finish(&pieces);
}

static void test_pieces(void)
{
    is_cut("", "", "");
    is_cut("một", "một", "1 =một; ");
    is_cut("", "mới", "1+1 |mới; ");
    is_cut("cũ", "", "1+0 cũ|; ");
    is_cut("một\nhai\nba", "một\nhai hai\nba", "1 =một; 2+1 hai|hai hai; 3 =ba; ");
    is_cut("một\n\nhai", "một\n\nba", "1 =một; 2+1 hai|ba; ");
    is_cut("một\nhai", "một\nthêm\nhai", "1 =một; 2+1 |thêm; 3 =hai; ");
}

/* Put together again, the pieces are the texts. */
static void test_whole(void)
{
    static const char *const words[] = {"a", "b", "\n", "c c", "\n\n", "đ"};
    srand(7);
    for (int round = 0; round < 200; round++) {
        struct str a = {0}, b = {0}, left = {0}, right = {0};
        for (int i = rand() % 12; i > 0; i--) {
            const char *w = words[rand() % 6];
            if (rand() % 4)
                str_addf(&a, "%s ", w);
            if (rand() % 4)
                str_addf(&b, "%s ", w);
        }
        struct text_pieces pieces = {0};
        text_pieces_make(str_text(&a), str_text(&b), &pieces);
        for (size_t i = 0; i < pieces.n; i++) {
            str_add(&left, pieces.v[i].before);
            str_add(&right, pieces.v[i].after);
        }
        char *texts[4] = {str_take(&a), str_take(&b), str_take(&left), str_take(&right)};
        for (int i = 0; i < 4; i++) { /* newlines between pieces are nobody's */
            char *to = texts[i];
            for (const char *from = texts[i]; *from; from++)
                if (*from != '\n')
                    *to++ = *from;
            *to = '\0';
        }
        ok(!strcmp(texts[0], texts[2]) && !strcmp(texts[1], texts[3]), "round %d: nothing is lost", round);
        for (int i = 0; i < 4; i++)
            free(texts[i]);
        text_pieces_finish(&pieces);
    }
}

/* ---- random work --------------------------------------------------------------------------------- */

#define ROUNDS 10

static unsigned rnd(unsigned n)
{
    return (unsigned)rand() % n;
}

static struct value some_value(const struct field *f)
{
    static const char *const texts[] = {"", "Một.", "Một.\nHai.", "Một.\nHai, sửa.\nBa.", "Ba."};
    if (f->type == &field_types[TYPE_INTEGER])
        return rnd(5) ? value_integer(rnd(9)) : VALUE_NONE;
    if (f->type == &field_types[TYPE_CHOICE])
        return value_text(f->options.v[rnd((unsigned)f->options.n)].id);
    if (f->type == &field_types[TYPE_DATE])
        return value_text(rnd(2) ? "2015-06-20" : "2015-06-21");
    return value_text(texts[rnd(5)]);
}

static void change_something(struct entry *en)
{
    const struct form *form = entry_form(en);
    int table = form_field(form, "phu_luc")->index, rows = record_rows(entry_record(en), table);
    const struct field *f = form->fields.v[rnd(3) ? (unsigned)table : rnd((unsigned)form->fields.n)];
    unsigned what = rnd(9);
    if (!f->table)
        entry_set(en, PLACE_FIELD(f->index), some_value(f), NULL);
    else if (what == 0 || rows < 3)
        entry_row_add(en, table, -1, NULL, NULL);
    else if (what == 1)
        entry_row_remove(en, table, (int)rnd((unsigned)rows), NULL);
    else if (what == 2)
        entry_row_move(en, table, (int)rnd((unsigned)rows), (int)rnd((unsigned)rows), NULL);
    else {
        int column = (int)rnd((unsigned)f->table->columns.n);
        entry_set(en, (struct place){table, (int)rnd((unsigned)rows), column},
                  some_value(f->table->columns.v[column]), NULL);
    }
}

/* Work on the entry, then the same answers as a submission; whatever the rules say. */
static struct hash submitted(struct bench *b, int changes)
{
    struct err e = {0};
    struct hash made = {{0}};
    struct entry *en = bench_begin(b);
    for (int i = 0; i < changes; i++)
        change_something(en);
    bool good_so_far = entry_leave(en, NULL, &e);
    struct event ev = {.kind = EVENT_REVISION, .has_form = true, .form = entry_form(en)->hash};
    ev.entry = xstrdup(entry_id(en));
    ev.unit = xstrdup(UNIT);
    ev.status = xstrdup("submitted");
    *vec_add(&ev.parents) = entry_row(en)->head;
    good(good_so_far && store_add_revision(session_store(b->session), &ev, NULL, &made, &e), &e, "it is submitted");
    event_finish(&ev);
    entry_destroy(en);
    return made;
}

/* Whether an item tells of a change. */
static bool covers(const struct reading_item *item, const char *path)
{
    size_t n = strcspn(item->path, "#");
    if (!item->changed)
        return false;
    switch (item->kind) {
    case READING_ROW_ADDED:
        n = strlen(item->path);
        return !strncmp(path, item->path, n) && path[n] == '/';
    case READING_ROW_REMOVED:
        n = strlen(item->before);
        return !strncmp(path, item->before, n) && path[n] == '/';
    case READING_MOVED:
        return !strncmp(path, item->path, n) && !strcmp(path + n, "/" FIELD_ORDER);
    default:
        return strlen(path) == n && !strncmp(path, item->path, n);
    }
}

static void compare(const struct reading *v)
{
    struct field_changes want = {0};
    size_t told = 0, said = 0, needless = 0;
    fields_compare(&v->then, &v->now, &want);
    for (size_t i = 0; i < want.n; i++) {
        bool found = false;
        for (size_t k = 0; k < v->n && !found; k++)
            found = covers(&v->v[k], want.v[i].path);
        told += found;
        if (!found)
            printf("# not told: %s\n", want.v[i].path);
    }
    for (size_t k = 0; k < v->n; k++) {
        bool any = false;
        for (size_t i = 0; i < want.n && !any; i++)
            any = covers(&v->v[k], want.v[i].path);
        needless += !any;
        said += v->v[k].kind == READING_THREAD;
    }
    is_int((long long)want.n, (long long)told, "every change is told");
    is_int(0, (long long)(needless - said), "and nothing else");
    changes_finish(&want);
}

static void test_random(void)
{
    struct bench b;
    bench_init(&b);
    bench_reopen(&b, "kg_tinh_doan");
    srand(11);
    struct hash before = submitted(&b, 60);
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct err e = {0};
        struct review *r = review_open(b.session, FORM "/" UNIT, NULL, &e);
        struct reading v = {0};
        good(r && review_return(r, "Sửa lại", NULL, &e), &e, "returned");
        review_destroy(r);
        clock_advance(1000);
        struct hash now = submitted(&b, 25);
        r = review_open(b.session, FORM "/" UNIT, NULL, &e);
        good(r && review_read(r, false, &v, &e), &e, "read");
        ok(v.base && !hash_cmp(&v.base->id, &before), "against the submission that was reviewed");
        ok(!hash_cmp(&review_revision(r)->id, &now), "the newest one");
        compare(&v);
        reading_finish(&v);
        review_destroy(r);
        before = now;
    }
    bench_finish(&b);
}

static void test_share(void)
{
    int drawn = 0, other = 0, same = 0;
    for (int i = 0; i < 2000; i++) {
        char entry[ENTRY_ID_HEX];
        snprintf(entry, sizeof entry, "%032x", (unsigned)i * 2654435761u);
        bool one = desk_drawn(entry, "48213", 5);
        drawn += one;
        other += desk_drawn(entry, "48214", 5);
        same += one && desk_drawn(entry, "48214", 5);
        if (one != desk_drawn(entry, "48213", 5))
            drawn = -10000;
    }
    ok(drawn > 300 && drawn < 500, "one of five, about, and always the same ones: %d of 2000", drawn);
    ok(other > 300 && same < 150, "another seed draws others: %d, %d of them the same", other, same);
    ok(desk_drawn("00", "x", 1), "one of one is all");
}

int main(void)
{
    test_pieces();
    test_whole();
    test_share();
    test_random();
    return tap_done();
}
