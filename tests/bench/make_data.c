/* Data for the benchmarks: make_data FILE.db FORM.yaml UNITS.yaml ENTRIES [FIRST [BYTES]]
 *
 * A new data file with that many submitted entries of FORM (of free periods, or without), spread over all units of the list, taken in
 * through store_take() as a foreign file would be. Entry number n is the same in every file that holds
 * it: those of one file begin with number FIRST (0). BYTES: so long is the text of an entry at least, and
 * up to twice that. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/installation.h"
#include "base/mem.h"
#include "base/random.h"
#include "base/str.h"
#include "form/catalogue.h"
#include "form/form.h"
#include "form/yaml.h"
#include "store/store.h"

#define BATCH 100000 /* entries a transaction */
#define BEGIN_OF_2015 1420070400
#define SEED 7

static const char *const kinds[] = {"Tổ góp vốn xoay vòng", "Câu lạc bộ đờn ca tài tử",
                                    "Đội xung kích phòng chống lụt bão", "Tổ hợp tác nuôi tôm",
                                    "Nhóm phụ nữ tiết kiệm", "Tổ tự quản đường thủy",
                                    "Câu lạc bộ đan lát cỏ bàng", "Tổ xuồng cứu hộ"};
static const char *const hamlets[] = {"Xẻo Rô", "Kinh Làng", "Tân Bình", "Đường Ra Hòn", "Hòn Đất",
                                      "Thứ Mười Một", "Ngã Bát", "Vàm Rầy", "Cạnh Đền", "Bờ Đông",
                                      "Rạch Giá Cũ", "Mũi Nai"};
static const char *const results[] = {
    "Mô hình sinh hoạt đều mỗi tháng một kỳ, được bà con trong ấp đồng tình hưởng ứng.",
    "Vận động được 48 triệu đồng giúp hội viên nghèo mua ghe lưới, đến nay thu hồi đủ vốn.",
    "Đã hòa giải thành 12 vụ tranh chấp bờ ranh, không để phát sinh khiếu kiện vượt cấp.",
    "Khó khăn lớn nhất là đoàn viên đi làm ăn xa, nhiều nơi chưa có chỗ sinh hoạt.",
    "Đề nghị cấp trên hỗ trợ kinh phí tập huấn và trang bị áo phao, loa kéo cho tổ.",
    "Thu hút thêm 27 thanh niên tham gia; giới thiệu 5 quần chúng ưu tú cho Đảng xem xét.",
};

#define PICK(list) (list)[chance(sizeof(list) / sizeof *(list))]

static unsigned chance(unsigned below)
{
    uint32_t n;
    random_bytes(&n, sizeof n);
    return n % below;
}

struct batch {
    VEC(struct store_bytes) bodies, heads;
};

static void add(struct store_bytes *to, char *bytes, size_t n)
{
    *to = (struct store_bytes){bytes, n};
}

static char *make_result(unsigned least)
{
    struct str text = {0};
    str_addf(&text, "%s %s\n%s", PICK(results), PICK(results), PICK(results));
    for (size_t want = least ? least + chance(least) : 0; text.len < want;)
        str_addf(&text, "%s%s", chance(4) ? " " : "\n", PICK(results));
    return str_take(&text);
}

static char *make_answers(unsigned least, size_t *ret_len)
{
    char salt[33], day[16];
    unsigned members = 5 + chance(60);
    json *j = js_new_object();
    char *name = xasprintf("%s ấp %s %u", PICK(kinds), PICK(hamlets), 1 + chance(12));
    char *result = make_result(least);
    snprintf(day, sizeof day, "2015-%02u-%02u", 1 + chance(12), 1 + chance(28));
    js_set_text(j, "ten_mo_hinh", name);
    js_set_text(j, "ket_qua", result);
    js_set_text(j, "ngay_ghi", day);
    js_set(j, "so_thanh_vien", js_new_integer(members));
    js_set(j, "so_dang_vien", js_new_integer(chance(members)));
    random_hex(salt, 16);
    char *body = body_write_answers(j, salt, ret_len);
    free(name);
    free(result);
    js_free(j);
    return body;
}

static void make_entry(struct batch *b, const struct form *form, const struct unit *unit, long i,
                       unsigned least)
{
    random_seed(SEED + (uint64_t)i);
    struct event ev = {.kind = EVENT_REVISION, .has_form = true, .has_body = true,
                       .form = form->hash, .time = BEGIN_OF_2015 + i % 31000000};
    size_t len;
    char *body = make_answers(least, &len);
    add(vec_add(&b->bodies), body, len);
    ev.body = body_hash(body, len);
    ev.entry = xmalloc(ENTRY_ID_HEX);
    random_hex(ev.entry, 16);
    ev.inst = xstrdup("00000000000000000000000062656e63");
    ev.author = xstrdup("Nguyễn Thị Phượng");
    ev.office = xstrdup(unit->id);
    ev.unit = xstrdup(unit->id);
    if (form->period == PERIOD_FREE)
        ev.period = xasprintf("%02ld/2015 ấp %s %ld", 1 + i % 12, PICK(hamlets), i);
    ev.status = xstrdup(i % 10 ? "submitted" : "draft");
    char *head = event_write(&ev, &len);
    add(vec_add(&b->heads), head, len);
    event_finish(&ev);
}

static void batch_clear(struct batch *b)
{
    for (size_t i = 0; i < b->bodies.n; i++) {
        free((char *)b->bodies.v[i].p);
        free((char *)b->heads.v[i].p);
    }
    vec_clear(&b->bodies);
    vec_clear(&b->heads);
}

struct wanted {
    long first, end;
    unsigned least; /* bytes of an entry's text */
};

static bool fill(struct store *s, const struct form *form, const struct catalogue *c,
                 const struct wanted *w, struct err *e)
{
    struct batch b = {0};
    struct hash body;
    bool good = store_add_text(s, EVENT_LIST, c->id, c->yaml, c->yaml_len, &body, e) &&
                store_add_text(s, EVENT_FORM, form->id, form->yaml, form->yaml_len, &body, e);
    for (long i = w->first; good && i < w->end; i++) {
        make_entry(&b, form, &c->units.v[(size_t)i % c->units.n], i, w->least);
        if (b.heads.n < BATCH && i + 1 < w->end)
            continue;
        good = store_take(s, b.bodies.v, b.bodies.n, b.heads.v, b.heads.n, e);
        batch_clear(&b);
    }
    vec_finish(&b.bodies);
    vec_finish(&b.heads);
    return good;
}

static struct catalogue *load_units(const char *path, struct problem_list *problems)
{
    char *text;
    size_t len;
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    if (!file_read(path, YAML_SIZE_MAX, &text, &len, NULL))
        return NULL;
    char *id = xstrndup(name, strcspn(name, "."));
    struct catalogue *c = catalogue_parse(id, text, len, path, problems);
    free(id);
    free(text);
    return c;
}

int main(int argc, char **argv)
{
    if (argc < 5 || argc > 7)
        return 2;
    struct wanted w = {.first = argc > 5 ? atol(argv[5]) : 0,
                       .least = argc > 6 ? (unsigned)atol(argv[6]) : 0};
    w.end = w.first + atol(argv[4]);
    struct problem_list problems = {0};
    struct err e = {0};
    random_seed(SEED);
    clock_fix(BEGIN_OF_2015);
    installation_fix("00000000000000000000000062656e63");
    struct form *form = form_load(argv[2], &problems, &e);
    struct catalogue *c = load_units(argv[3], &problems);
    struct store *s = form && c ? store_open(argv[1], STORE_CREATE, &e) : NULL;
    bool good = s && fill(s, form, c, &w, &e);
    good = (!s || store_close(s, good ? &e : NULL)) && good;
    if (!good) {
        char *text = err_text(&e);
        fprintf(stderr, "make_data: %s\n", text);
        free(text);
    }
    err_finish(&e);
    problem_finish(&problems);
    catalogue_free(c);
    form_free(form);
    return good ? 0 : 1;
}
