#include "text/fold.h"

#include <stdlib.h>

#include "tap.h"

static void check(char *got, const char *want)
{
    is(want, got, want);
    free(got);
}

static void test_texts(void)
{
    check(fold_plain("Tiếng Việt ĐƯỜNG đắng"), "tieng viet duong dang");
    check(fold_plain("ÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬ ÈẺẼÉẸÊỀỂỄẾỆ ÌỈĨÍỊ"), "aaaaaaaaaaaaaaaaa eeeeeeeeeee iiiii");
    check(fold_plain("òỏõóọôồổỗốộơờởỡớợ ùủũúụưừửữứự ỳỷỹýỵ Đđ"),
          "ooooooooooooooooo uuuuuuuuuuu yyyyy dd");
    check(fold_plain("Kế hoạch – “Ủy ban”"), "ke hoach - \"uy ban\"");
    check(fold_plain("Привет ÑÜ ΑΒ 漢"), "привет ñü αβ 漢");
    check(fold_plain("‘Ý’ Đ\u00A0−5"), "'y' d -5");
    check(fold_plain(""), "");
    check(fold_marks("ĐƯỜNG Hòa hoà"), "đường hoà hoà");
    check(fold_marks("Ủy ban uỷ ban THÚY thuý"), "uỷ ban uỷ ban thuý thuý");
    check(fold_marks("hòe xóa khoẻ hòan ngoái"), "hoè xoá khoẻ hoàn ngoái");
    check(fold_marks("mùa của bìa quý kéo"), "mùa của bìa quý kéo");
    check(fold_marks("khuỷu thuở tuổi"), "khuỷu thuở tuổi");
}

static void test_find(void)
{
    static const struct {
        const char *hay, *needle;
        long at;
        size_t len;
    } cases[] = {
        {"Huyện An Biên", "bien", 11, 5},
        {"Huyện An Biên", "BIÊN", 11, 5},
        {"Huyện An Biên", "an", 8, 2},
        {"Huyện An Biên", "huyện", 0, 7},
        {"Huyện An Biên", "huyên", -1, 0}, /* ê is not ệ */
        {"Đắk Lắk", "dak", 0, 6},
        {"Đắk Lắk", "đak", 0, 6},
        {"Dak", "đak", -1, 0},
        {"đạt đất", "đất", 7, 6},
        {"đạt đất", "dat", 0, 6},
        {"xã Hòa Bình", "hoà", 4, 4},
        {"xã Hoà Bình", "hòa", 4, 4},
        {"xã Hòa Bình", "hò", 4, 3},
        {"xã Hòa Bình", "hoa b", 4, 6},
        {"Ủy ban", "uỷ ban", 0, 8},
        {"Ủy ban", "y", 3, 1},
        {"hoả", "hòa", -1, 0},
        {"kế hoạch–chỉ thị", "hoach-chi", 5, 15},
        {"12 lớp", "12 LỚP", 0, 8},
        {"abc", "", 0, 0},
        {"", "", 0, 0},
        {"", "a", -1, 0},
        {"aab", "ab", 1, 2},
        {"ab", "abc", -1, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t len = 0;
        is_int(cases[i].at, fold_find(cases[i].hay, cases[i].needle, &len), cases[i].needle);
        is_int((long long)cases[i].len, (long long)len, "with its length");
    }
    is_int(6, fold_find("một hai", "h", NULL), "the length may be left out");
}

static void test_matches(void)
{
    ok(fold_matches("Nộp phiếu này", "nop"), "nop finds Nộp");
    ok(fold_matches("Nộp phiếu này", "phieu nop"), "in any order");
    ok(fold_matches("Nộp phiếu này", "  phi  na "), "parts of words will do");
    ok(!fold_matches("Nộp phiếu này", "phieu xa"), "each word must occur");
    ok(fold_matches("Nộp phiếu này", ""), "nothing matches all");
    ok(!fold_matches("", "a"), "nothing holds nothing");
}

/* Each list is in order; every pair of it is compared both ways. */
static void test_begins(void)
{
    ok(fold_begins_words("Huyện Đoàn An Biên", "an"), "a word begins with it");
    ok(fold_begins_words("Huyện Đoàn An Biên", "bien do"), "all words, in any order");
    ok(!fold_begins_words("Huyện Đoàn Giang Thành", "an"), "not in a word's midst");
    ok(!fold_begins_words("Huyện Đoàn An Biên", "an x"), "not when one word is missing");
    ok(fold_begins_words("Sở (mới)", "moi") && fold_begins_words("abc", ""), "behind a bracket");
}

static void test_order(void)
{
    static const char *const lists[][20] = {
        {"a", "à", "ả", "ã", "á", "ạ", "ă", "ằ", "â", "ấ", "b", "c", "d", "đ", "e", "ê", "f", "g"},
        {"ca", "cà", "can", "cán", "căn", "cân", "chăn", "co", "cô", "cơ", "cu", "cư", "cy"},
        {"da", "dz", "đa", "đá", "đi", "e"},
        {"ma", "mà", "mả", "mã", "má", "mạ"},
        {"An", "an ninh", "An Ninh", "An Phú", "ân", "Ba"},
        {"ca nô", "cà chua", "cá mè"},
        {"hoa", "hoà", "hòa", "hoả", "hỏa", "hoá", "hóa", "họa", "hoan", "hoàn"},
        {"toàn", "toản quốc", "toán", "tô"},
        {"", "-", "1", "2", "a", "z", "ö", "я", "漢"},
        {"Huyện An Biên", "Huyện An Minh", "Huyện Châu Thành", "Huyện Giồng Riềng",
         "Thị xã Hà Tiên"},
        {"hà", "Hà", "HÀ", "hả"},
        {"a  b", "a b", "a c"},
    };
    size_t wrong = 0, pairs = 0;
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++)
        for (size_t i = 0; i < 20 && lists[l][i]; i++)
            for (size_t j = 0; j < 20 && lists[l][j]; j++, pairs++) {
                int order = fold_compare(lists[l][i], lists[l][j]);
                bool good = i < j ? order < 0 : i > j ? order > 0 : order == 0;
                if (!good)
                    printf("# %s, %s: %d\n", lists[l][i], lists[l][j], order);
                wrong += !good;
            }
    is_int(0, (long long)wrong, "all lists are in order");
    ok(pairs > 500, "and they are many");
}

static void test_case(void)
{
    is_int(0x110, fold_upper(0x111), "Đ");
    is_int(0x1EC7, fold_lower(0x1EC6), "ệ");
    is_int('a', fold_lower('A'), "a");
    size_t wrong = 0;
    static const char small[] = "aăâbcdđeêghiklmnoôơpqrstuưvxy";
    for (const char *p = small; *p; p++)
        wrong +=
            (unsigned char)*p < 0x80 && fold_lower(fold_upper((unsigned char)*p)) != (unsigned)*p;
    for (unsigned c = 0x1EA0; c < 0x1EFA; c += 2)
        wrong += fold_lower(c) != c + 1 || fold_upper(c + 1) != c;
    is_int(0, (long long)wrong, "upper and lower case are pairs");
}

/* People stand by their given name, which comes last. */
static void test_names(void)
{
    static const char *const sorted[] = {"", "An", "Lê An", "nguyễn văn An", "Nguyễn Văn An", "Trần Thị Ân", "Ân Bình",
                                         "Nguyễn Bình", "Đỗ Văn Dũng", "Lê Đạt", "Nguyễn Văn Tòan ", "Nguyễn Văn Tú"};
    size_t n = sizeof sorted / sizeof *sorted;
    bool good = true;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            int order = fold_compare_names(sorted[i], sorted[k]);
            if ((order > 0) - (order < 0) != (i > k) - (i < k)) {
                printf("# %s, %s: %d\n", sorted[i], sorted[k], order);
                good = false;
            }
        }
    ok(good, "names by their last word, then from the left");
}

int main(void)
{
    test_names();
    test_texts();
    test_find();
    test_matches();
    test_begins();
    test_order();
    test_case();
    return tap_done();
}
