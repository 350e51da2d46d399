/* Tables with fixed rows, and cells of every type: the form of the screen tests (fixed.yaml), keyed
 * as a clerk does. */
#include "grid_bench.h"

static const struct {
    const char *name, *keys, *held, *said;
} cases[] = {
    {"cells of a row", "'10' Enter '25' Enter",
     "[{\"_row\":\"ket_nap\",\"ky_nay\":25,\"nam_truoc\":10}]", NULL},
    {"closed and computed cells are passed over", "Down Right Right 'abc' Enter",
     "[{\"_row\":\"nam\",\"ghi_chu\":\"abc\"}]", NULL},
    {"… also backwards", "Down Right Right Left '7' Enter",
     "[{\"_row\":\"nam\",\"ky_nay\":7}]", NULL},
    {"headings are passed over", "Down Down Down Down '3' Enter",
     "[{\"_row\":\"nha\",\"nam_truoc\":3}]", NULL},
    {"what the form gives too", "Down Down Down Down Down Down Down '3' Enter",
     "[{\"_row\":\"duong\",\"nam_truoc\":\"3\"}]", NULL},
    {"a row has its own type", "Down Down Down '80,5' Enter",
     "[{\"_row\":\"ty_le\",\"nam_truoc\":\"80.5\"}]", NULL},
    {"a code", "Right 'kcsl' Enter", "[{\"_row\":\"ket_nap\",\"ky_nay\":{\"missing\":\"kcsl\"}}]",
     NULL},
    {"a lower bound", "Right '20+' Enter",
     "[{\"_row\":\"ket_nap\",\"ky_nay\":{\"at_least\":true,\"value\":20}}]", NULL},
    {"an estimate", "Right '~20' Enter",
     "[{\"_row\":\"ket_nap\",\"ky_nay\":{\"estimate\":true,\"value\":20}}]", NULL},
    {"a block falls on open cells only", "\"1\t2\t3\t9\n4\t5\tx\n\"",
     "[{\"_row\":\"ket_nap\",\"ky_nay\":2,\"luy_ke\":3,\"nam_truoc\":1},"
     "{\"_row\":\"nam\",\"ky_nay\":5,\"nam_truoc\":4}]",
     "Bỏ qua 1 ô không nhập được: ô đã gạch, máy tự tính hoặc phiếu cho sẵn."},
    {"… and on headings", "Down Down Down \"1\n2\n3\n\"",
     "[{\"_row\":\"ty_le\",\"nam_truoc\":\"1\"},{\"_row\":\"nha\",\"nam_truoc\":3}]",
     "Bỏ qua 1 ô không nhập được: ô đã gạch, máy tự tính hoặc phiếu cho sẵn."},
    {"… beyond the last row it is told", "C-End Home \"1\n2\n\"",
     "[{\"_row\":\"tong\",\"ghi_chu\":\"1\"}]", "Bảng không còn chỗ cho 1 ô được dán."},
    {"… in one step", "\"1\t2\n4\t5\" C-z", "[]", NULL},
    {"filling down passes over headings", "Down Down Down '5' Down Up S-Down C-d",
     "[{\"_row\":\"ty_le\",\"nam_truoc\":\"5\"}]", NULL},
    {"… and takes on the type of each row", "Down Down '5' Down C-d",
     "[{\"_row\":\"nu\",\"nam_truoc\":5},{\"_row\":\"ty_le\",\"nam_truoc\":\"5\"}]", NULL},
    {"clearing leaves what is computed", "'5' Enter '6' Enter C-a Del", "[]", NULL},
    {"no row is added", "C-Ins", "[]",
     "Các dòng của bảng này do phiếu cho sẵn: không thêm, xóa hay chuyển được."},
    {"… or deleted", "'5' Enter C-Del", "[{\"_row\":\"ket_nap\",\"nam_truoc\":5}]",
     "Các dòng của bảng này do phiếu cho sẵn: không thêm, xóa hay chuyển được."},
    {"a folded heading takes no letters", "C-t '5'", "[]", "Nhóm dòng này đang gập lại; F4 mở ra."},
    {"a block opens the groups it falls on", "F4 \"1\n2\n\"",
     "[{\"_row\":\"ket_nap\",\"nam_truoc\":1},{\"_row\":\"nam\",\"nam_truoc\":2}]", NULL},
    {"clearing spares what is folded away", "Down '5' Up F4 C-a Del",
     "[{\"_row\":\"nam\",\"nam_truoc\":5}]", NULL},
};

static const struct {
    const char *name, *keys, *held;
} typed[] = {
    {"a blank says yes", "Right ' ' Enter", "[{\"xong\":true}]"},
    {"… again no", "Right ' ' ' ' Enter", "[{\"xong\":false}]"},
    {"a letter too", "Right 'k' Enter", "[{\"xong\":false}]"},
    {"yes and no from the list", "Right F2 Down Down Enter", "[{\"xong\":false}]"},
    {"a month", "Right Right Right '6/2015' Enter", "[{\"thang\":\"2015-06\"}]"},
    {"a quarter", "Right Right Right Right 'q2 2015' Enter", "[{\"quy\":\"2015-Q2\"}]"},
    {"ticks by number", "Right Right Right Right Right '13' Enter",
     "[{\"nganh\":[\"cong_nhan\",\"sinh_vien\"]}]"},
    {"… unticked again", "Right Right Right Right Right '131' Enter",
     "[{\"nganh\":[\"sinh_vien\"]}]"},
    {"… by the arrows", "Right Right Right Right Right F2 Down ' ' Enter",
     "[{\"nganh\":[\"nong_dan\"]}]"},
    {"… with another", "Right Right Right Right Right '14' 'xe om' Enter",
     "[{\"nganh\":[\"cong_nhan\",{\"text\":\"xe om\",\"value\":\"khac\"}]}]"},
    {"… Esc leaves it", "Right Right Right Right Right '1' Enter Left '2' Esc Enter",
     "[{\"nganh\":[\"cong_nhan\"]}]"},
    {"… typed as text", "Right Right Right Right Right 'sinh viên; công nhân' Enter",
     "[{\"nganh\":[\"cong_nhan\",\"sinh_vien\"]}]"},
    {"money", "Right Right Right Right Right Right '~1.200,5' Enter",
     "[{\"kinh_phi\":{\"estimate\":true,\"value\":\"1200.5\"}}]"},
};

static void run_cases(void)
{
    struct bench b;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bench_begin_table(&b, "thu-bang", "chi_tieu", 19, 80);
        bench_keys(&b, cases[i].keys);
        free(bench_screen(&b));
        holds(&b, cases[i].held, cases[i].name);
        if (cases[i].said)
            is(cases[i].said, b.app.said, "… and it is said");
        bench_end(&b);
    }
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        bench_begin_table(&b, "thu-bang", "cong_trinh", 19, 80);
        bench_keys(&b, typed[i].keys);
        free(bench_screen(&b));
        holds(&b, typed[i].held, typed[i].name);
        bench_end(&b);
    }
}

static bool has(struct bench *b, const char *part)
{
    char *text = bench_screen(b);
    bool found = strstr(text, part) != NULL;
    free(text);
    return found;
}

static void looks(void)
{
    struct bench b;
    bench_begin_table(&b, "thu-bang", "chi_tieu", 19, 100);
    bench_keys(&b, "'10' Enter '25' Enter '100' Enter");
    shows(&b,
          "                                         Đơn vị   │  Năm  │  Thực hiện  │ Tăng so\n"
          "                  Nội dung                tính    │ trước │  Kỳ    Lũy  │ với năm     Ghi chú\n"
          "                                                  │       │  này   kế   │  trước\n"
          "──────────────────────────────────────────────────┼───────┼─────────────┼───────────────────────────\n"
          "   I   Phát triển đoàn viên                       │       │             │\n"
          "   1     Kết nạp đoàn viên mới trong   người      │    10 │    25   100 │    = 15[                ]\n"
          "         thanh niên công nhân ở các               │       │             │\n"
          "         khu công nghiệp                          │       │             │\n"
          "   1.1     Trong đó nam                người      │       │         ×   │\n"
          "   1.2     Trong đó nữ                 người      │       │         ×   │\n"
          "   2     Tỷ lệ thanh niên vào Đoàn     %          │       │             │\n"
          "   II  Nhiệm vụ khác                              │       │             │\n"
          "   3     Nhà nhân ái                   căn        │       │             │\n"
          "   4     Đường giao thông              km         │       │             │\n"
          "   5     Mô hình đã có                 mô hình    │    12 │             │\n"
          "   III Tổng số công trình              công trình │  = 12 │             │\n"
          "                                                  │       │             │\n"
          "                                                  │       │             │\n"
          "                                                  │       │             │\n",
          "numbers, labels and measures at the left, closed cells crossed out, sums");
    bench_keys(&b, "C-t");
    ok(has(&b, "+ Phát triển đoàn viên (4 dòng)") && !has(&b, "Trong đó nam"), "folded groups");
    bench_keys(&b, "F4");
    struct place p = b.w->ops->place_now(b.w);
    ok(p.row == 1 && p.column == 0, "opened, the cursor goes to the first cell");
    ok(has(&b, "+ Kết nạp") && has(&b, "(2 dòng)"), "a group inside stays folded");
    b.w->ops->leave(b.w, NULL);
    b.w->ops->enter(b.w, (struct place){b.w->field, 3, 1}, false);
    ok(has(&b, "Trong đó nữ"), "a problem opens the groups around its place");
    ok(b.w->ops->search(b.w, "nhan ai", 0), "a row is found by its label");
    p = b.w->ops->place_now(b.w);
    ok(p.row == 6, "… and opened");
    bench_end(&b);
}

int main(void)
{
    const char *source = getenv("PHIEU_SOURCE");
    char *forms = xasprintf("%s/tests/screens", source ? source : ".");
    setenv("PHIEU_FORMS", forms, 1);
    free(forms);
    run_cases();
    looks();
    return tap_done();
}
