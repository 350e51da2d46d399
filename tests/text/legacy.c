#include "text/legacy.h"

#include <iconv.h>
#include <stdlib.h>

#include "tap.h"
#include "text/unicode.h"
#include "text/utf8.h"

static const char small[] = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ";
static const char capital[] = "ÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬÈẺẼÉẸÊỀỂỄẾỆÌỈĨÍỊÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢÙỦŨÚỤƯỪỬỮỨỰỲỶỸÝỴĐ";

/* ---- every letter ------------------------------------------------------------------------------ */

/* The bytes for one letter, as an independent source has them; 0: it has none. */
typedef size_t encode_fn(const char *letter, size_t n, char out[16]);

static size_t by_iconv(const char *name, const char *letter, size_t n, char out[16])
{
    iconv_t cd = iconv_open(name, "UTF-8");
    if (cd == (iconv_t)-1)
        return 0;
    char *in = (char *)(uintptr_t)letter, *to = out;
    size_t left = 16;
    size_t failed = iconv(cd, &in, &n, &to, &left);
    iconv(cd, NULL, NULL, &to, &left);
    iconv_close(cd);
    return failed ? 0 : 16 - left;
}

static size_t viscii(const char *letter, size_t n, char out[16])
{
    return by_iconv("VISCII", letter, n, out);
}

static size_t cp1258(const char *letter, size_t n, char out[16])
{
    return by_iconv("CP1258", letter, n, out);
}

/* TCVN3 has the small letters of TCVN 5712 VN1, which iconv knows. */
static size_t tcvn3(const char *letter, size_t n, char out[16])
{
    return by_iconv("TCVN", letter, n, out);
}

/* VNI by its rule: the base letter and its mark; few letters stand alone. */
static size_t vni(const char *letter, size_t n, char out[16])
{
    static const struct {
        const char *letters, *base;
        const char *marks; /* one for each letter */
    } rows[] = {
        {"àảãáạ", "a", "\xF8\xFB\xF5\xF9\xEF"},       {"ăằẳẵắặ", "a", "\xEA\xE8\xFA\xFC\xE9\xEB"},
        {"âầẩẫấậ", "a", "\xE2\xE0\xE5\xE3\xE1\xE4"},  {"èẻẽéẹ", "e", "\xF8\xFB\xF5\xF9\xEF"},
        {"êềểễếệ", "e", "\xE2\xE0\xE5\xE3\xE1\xE4"},  {"òỏõóọ", "o", "\xF8\xFB\xF5\xF9\xEF"},
        {"ôồổỗốộ", "o", "\xE2\xE0\xE5\xE3\xE1\xE4"},  {"ờởỡớợ", "\xF4", "\xF8\xFB\xF5\xF9\xEF"},
        {"ùủũúụ", "u", "\xF8\xFB\xF5\xF9\xEF"},       {"ừửữứự", "\xF6", "\xF8\xFB\xF5\xF9\xEF"},
        {"ỳỷỹý", "y", "\xF8\xFB\xF5\xF9"},            {"ìỉĩíịơưỵđ", "", "\xEC\xE6\xF3\xED\xF2\xF4\xF6\xEE\xF1"},
    };
    size_t used;
    uint32_t c = utf8_decode(letter, n, &used), lower = text_lower(c);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *p = rows[i].letters;
        for (size_t k = 0; *p; k++, p += used) {
            if (utf8_decode(p, strlen(p), &used) != lower)
                continue;
            size_t len = strlen(rows[i].base);
            memcpy(out, rows[i].base, len);
            out[len] = rows[i].marks[k];
            for (size_t b = 0; c != lower && b <= len; b++)
                out[b] = (char)((unsigned char)out[b] - 0x20);
            return len + 1;
        }
    }
    return 0;
}

/* As another program shows the bytes when it takes them for Windows-1252. */
static char *seen_as_windows(const char *bytes, size_t n)
{
    return legacy_decode(LEGACY_NONE, bytes, n, NULL);
}

static void check_letters(enum legacy e, encode_fn *encode, const char *letters)
{
    size_t good = 0, all = 0, good_seen = 0;
    for (const char *p = letters; *p; all++) {
        size_t len = text_grapheme(p, strlen(p));
        char want[8] = "", bytes[16] = "";
        memcpy(want, p, len);
        p += len;
        size_t n = encode(want, len, bytes);
        char *got = legacy_decode(e, bytes, n, NULL), *seen = seen_as_windows(bytes, n);
        char *again = legacy_decode(e, seen, strlen(seen), NULL);
        good += !strcmp(got, want);
        good_seen += !strcmp(again, want);
        if (strcmp(got, want) || strcmp(again, want))
            printf("# %s: wanted %s, got %s, and %s from text\n", legacy_id(e), want, got, again);
        free(again);
        free(seen);
        free(got);
    }
    ok(good == all, "%s: %zu of %zu letters from their bytes", legacy_id(e), good, all);
    ok(good_seen == all, "%s: the same from text that shows the bytes in Windows-1252", legacy_id(e));
}

static void every_letter(void)
{
    check_letters(LEGACY_TCVN3, tcvn3, small);
    check_letters(LEGACY_VNI, vni, small);
    check_letters(LEGACY_VNI, vni, capital);
    check_letters(LEGACY_VISCII, viscii, small);
    check_letters(LEGACY_VISCII, viscii, capital);
    check_letters(LEGACY_CP1258, cp1258, small);
    check_letters(LEGACY_CP1258, cp1258, capital);
}

/* ---- sentences --------------------------------------------------------------------------------- */

static const struct {
    enum legacy e;
    const char *bytes, *want;
} texts[] = {
    {LEGACY_TCVN3, "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"},
    {LEGACY_VNI, "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"},
    {LEGACY_VISCII, "Cµng hòa xã hµi chü nghîa Vi®t Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"},
    {LEGACY_CP1258, "Côòng hoÌa xaÞ hôòi chuÒ nghiÞa Viêòt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"},
    {LEGACY_UTF8, "Cá»™ng hÃ²a xÃ£ há»™i chá»§ nghÄ©a Viá»‡t Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"},
    /* capitals of a capital font, and what stands beside them */
    {LEGACY_TCVN3, "§¶NG ñY TØNH", "ĐẢNG ỦY TỈNH"},
    {LEGACY_TCVN3, "HUYÖN ®oµn ë", "HUYỆN đoàn ở"},
    {LEGACY_TCVN3, "Sè 15/KH-BCH ngµy 5", "Số 15/KH-BCH ngày 5"},
    {LEGACY_TCVN3, "BAN §IÒU HµNH Dù ¸N", "BAN ĐIỀU HÀNH DỰ ÁN"},
    {LEGACY_TCVN3, "ñy ban nh©n d©n", "ủy ban nhân dân"},
    {LEGACY_TCVN3, "ë x· ¢n §øc", "ở xã Ân Đức"},
    {LEGACY_TCVN3, "Y tÕ\nTæNG Sè\nTrong ®ã", "Y tế\nTỔNG SỐ\nTrong đó"},
    /* capitals with the marks of small letters */
    {LEGACY_VNI, "Uûy ban Ñoaøn, OÂNG, Oâng", "Ủy ban Đoàn, ÔNG, Ông"},
    {LEGACY_VNI, "ÑAÏI HOÄI", "ĐẠI HỘI"},
    /* what is no letter there stays */
    {LEGACY_TCVN3, "“20 %” – 5\u00A0°", "“20 %” – 5\u00A0°"},
    {LEGACY_VNI, "ế 漢 ñ", "ế 漢 đ"},
    {LEGACY_NONE, "Tiếng Việt", "Tiếng Việt"},
    {LEGACY_CP1258, "", ""},
};

static void sentences(void)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t len;
        char *got = legacy_decode(texts[i].e, texts[i].bytes, strlen(texts[i].bytes), &len);
        is(texts[i].want, got, texts[i].want);
        if (len != strlen(got))
            ok(false, "its length");
        free(got);
    }
}

/* ---- finding out ------------------------------------------------------------------------------- */

static const struct {
    const char *text;
    enum legacy want;
} guesses[] = {
    {"Céng hßa x· héi chñ nghÜa ViÖt Nam", LEGACY_TCVN3},
    {"Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", LEGACY_VNI},
    {"Cµng hòa xã hµi chü nghîa Vi®t Nam", LEGACY_VISCII},
    {"Côòng hoÌa xaÞ hôòi chuÒ nghiÞa Viêòt Nam", LEGACY_CP1258},
    {"Cá»™ng hÃ²a xÃ£ há»™i chá»§ nghÄ©a Viá»‡t Nam", LEGACY_UTF8},
    {"§oµn x· T©n Th¹nh\t12\t5\n§oµn x· §«ng Th¸i\t7\t4", LEGACY_TCVN3},
    {"Soá lieäu\t12,5\nTyû leä\t30%", LEGACY_VNI},
    {"L\x93\x88n", LEGACY_TCVN3}, /* bytes that are no UTF-8 are never left as they are */
    /* right as they stand */
    {"Cộng hòa xã hội chủ nghĩa Việt Nam", LEGACY_NONE},
    {"Hà Nội, Đà Nẵng, Mã số, số lượng: 12 – 15 °C", LEGACY_NONE},
    {"Đắk Lắk, Krông Pắk, Ea H’leo, Plông", LEGACY_NONE},
    {"Angiêri, Côte d’Ivoire, São Paulo, Zürich, résumé", LEGACY_NONE},
    {"12\t345\t6,7", LEGACY_NONE},
    {"plain text", LEGACY_NONE},
    {"", LEGACY_NONE},
};

static void finding_out(void)
{
    for (size_t i = 0; i < sizeof guesses / sizeof *guesses; i++) {
        struct legacy_guess g[LEGACY_COUNT];
        size_t n = legacy_guess(guesses[i].text, strlen(guesses[i].text), g);
        ok(n >= 4 && (g[0].encoding == guesses[i].want || (n == 4 && g[0].encoding != LEGACY_NONE)),
           "%s: %s", guesses[i].text, legacy_id(g[0].encoding));
    }
}

/* Any bytes at all give valid UTF-8 in every way of reading. */
static void any_bytes(void)
{
    unsigned seed = 1;
    bool good = true;
    for (int round = 0; round < 2000; round++) {
        char bytes[40];
        size_t n = (size_t)round % sizeof bytes;
        for (size_t i = 0; i < n; i++) {
            seed = seed * 1103515245 + 12345;
            bytes[i] = (char)(seed >> 16);
        }
        for (int e = 0; e < LEGACY_COUNT; e++) {
            size_t len;
            char *text = legacy_decode((enum legacy)e, bytes, n, &len);
            good = good && utf8_valid(text, len, NULL);
            free(text);
        }
        struct legacy_guess g[LEGACY_COUNT];
        legacy_guess(bytes, n, g);
    }
    ok(good, "random bytes give valid UTF-8");
}

static void names(void)
{
    enum legacy e;
    ok(legacy_from_id("vni", &e) && e == LEGACY_VNI, "by its name");
    ok(!legacy_from_id("latin1", &e), "an unknown name");
}

int main(void)
{
    every_letter();
    sentences();
    finding_out();
    any_bytes();
    names();
    return tap_done();
}
