#ifndef PHIEU_TESTS_RELIABILITY_WORK_H
#define PHIEU_TESTS_RELIABILITY_WORK_H
/* A person at work on one entry, step by step by a seed; and what of it stands in a file. */
#include <stdint.h>

#include "base/str.h"
#include "base/vec.h"
#include "entry/bench.h"
#include "reliability/image.h"
#include "store/internal.h"

/* What the environment asks for, or `otherwise`. */
static inline int number_from(const char *name, int otherwise)
{
    const char *text = getenv(name);
    return text && atoi(text) > 0 ? atoi(text) : otherwise;
}

/* ---- what stands in a file ------------------------------------------------------------------- */

/* Sorted lines: events and bodies by hash, values of drafts, where the cursor stands. */
VEC_TYPEDEF(snapshot, char *);

static inline void snapshot_finish(struct snapshot *s)
{
    for (size_t i = 0; i < s->n; i++)
        free(s->v[i]);
    vec_finish(s);
}

static inline bool snapshot_take(struct store *store, struct snapshot *ret, struct err *e)
{
    struct stmt *q = db_prepare_once(
        store->db,
        "SELECT 'event '||hex(hash) FROM event UNION ALL SELECT 'body '||hex(hash) FROM body"
        " UNION ALL SELECT 'cursor '||hex(entry)||ifnull(cursor,'') FROM draft"
        " UNION ALL SELECT 'value '||hex(entry)||path||' '||value FROM draft JOIN draft_value"
        " USING(draft_id) ORDER BY 1", e);
    enum stmt_row row = STMT_FAILED;
    while (q && (row = stmt_step(q, e)) == STMT_ROW)
        *vec_add(ret) = xstrdup(stmt_text(q, 0));
    stmt_free(q);
    return row == STMT_DONE;
}

/* The first line of `want` that `have` lacks; NULL: it holds all. */
static inline const char *snapshot_lacks(const struct snapshot *have, const struct snapshot *want)
{
    size_t k = 0;
    for (size_t i = 0; i < want->n; i++) {
        while (k < have->n && strcmp(have->v[k], want->v[i]) < 0)
            k++;
        if (k >= have->n || strcmp(have->v[k], want->v[i]))
            return want->v[i];
    }
    return NULL;
}

/* Opens the file as the program does; NULL: whole, every hash right, and it holds `a` or `b`.
 * Else what is wrong; freshly allocated. */
static inline char *file_trouble(const char *path, const struct snapshot *a,
                                 const struct snapshot *b)
{
    struct err e = {0};
    struct store_health h = {0};
    struct snapshot now = {0};
    struct store *s = store_open(path, 0, &e);
    const char *lost = NULL;
    char *whole = s ? db_text(s->db, "PRAGMA integrity_check", &e) : NULL;
    char *wrong = NULL;
    if (!s || !whole || !store_check(s, &h, &e) || !snapshot_take(s, &now, &e))
        wrong = err_text(&e);
    else if (strcmp(whole, "ok"))
        wrong = xasprintf("corrupt: %s", whole);
    else if (h.bad || *h.structure)
        wrong = xasprintf("corrupt: %lld bad rows %s", (long long)h.bad, h.structure);
    else if ((lost = snapshot_lacks(&now, a)) && (!b || snapshot_lacks(&now, b)))
        wrong = xasprintf("lost: %.100s", lost);
    free(whole);
    snapshot_finish(&now);
    store_health_finish(&h);
    store_close(s, NULL);
    err_finish(&e);
    return wrong;
}

/* ---- a person at work ------------------------------------------------------------------------ */

/* 1 to `words` words; freshly allocated. */
static inline char *work_text(uint64_t *seed, int words)
{
    static const char *const word[] = {"đoàn", "viên", "cơ sở", "vận động", "xây dựng", "năm 2015",
                                       "nghị quyết", "thực hiện", "tốt", "chưa", "một hai"};
    struct str s = {0};
    for (int n = 1 + (int)(draw(seed) % (uint64_t)words); n > 0; n--)
        str_addf(&s, "%s ", word[draw(seed) % (sizeof word / sizeof *word)]);
    str_add(&s, "x");
    return str_take(&s);
}

/* Everything that submitting asks for. */
static inline bool work_fill(struct entry *en, struct err *e)
{
    int table = cell_of(en, 0, "so_mo_hinh").field;
    entry_group_begin(en);
    for (size_t i = 0; i < entry_form(en)->fields.n; i++) {
        const struct field *f = entry_form(en)->fields.v[i];
        if (f->required && !f->table)
            entry_set(en, PLACE_FIELD((int)i), value_text("Đã làm tốt."), NULL);
    }
    if (!record_rows(entry_record(en), table)) {
        entry_row_add(en, table, -1, NULL, NULL);
        entry_set(en, cell_of(en, 0, "ten_loai_hinh"), value_text("CLB"), NULL);
        entry_set(en, cell_of(en, 0, "so_mo_hinh"), value_integer(1), NULL);
    }
    return entry_group_end(en, e);
}

/* One change, with the cursor, as the screen writes it. */
static inline bool work_change(struct entry *en, uint64_t *seed, struct err *e)
{
    int table = cell_of(en, 0, "so_mo_hinh").field, rows = record_rows(entry_record(en), table);
    int what = (int)(draw(seed) % 10), row = rows - 1;
    char *cursor = xasprintf("i_van_de_dat_ra@0:%d", (int)(draw(seed) % 1000));
    char *text = work_text(seed, what == 0 ? 1500 : 120);
    entry_group_begin(en);
    if (what >= 8 && rows < (what == 9 ? 40 : 1)) {
        entry_row_add(en, table, -1, &row, NULL);
        entry_set(en, cell_of(en, row, "so_mo_hinh"), value_integer(row + 2), NULL);
    }
    if (what >= 8)
        entry_set(en, cell_of(en, row, "ten_loai_hinh"), value_text(text), NULL);
    else
        entry_set(en, field_of(en, what % 2 ? "i_van_de_dat_ra" : "iv_uu_diem"), value_text(text),
                  NULL);
    entry_set_cursor(en, cursor, NULL);
    free(cursor);
    free(text);
    return entry_group_end(en, e);
}

#endif
