#include "text/apart.h"

#include <string.h>

#include "base/mem.h"
#include "text/unicode.h"
#include "text/utf8.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const struct {
    const char *forms[6];
    char base;
    enum apart_mark mark;
} letters[] = {
    {{"a", "á", "à", "ả", "ã", "ạ"}, 'a', APART_PLAIN}, {{"ă", "ắ", "ằ", "ẳ", "ẵ", "ặ"}, 'a', APART_BREVE},
    {{"â", "ấ", "ầ", "ẩ", "ẫ", "ậ"}, 'a', APART_ROOF},  {{"e", "é", "è", "ẻ", "ẽ", "ẹ"}, 'e', APART_PLAIN},
    {{"ê", "ế", "ề", "ể", "ễ", "ệ"}, 'e', APART_ROOF},  {{"i", "í", "ì", "ỉ", "ĩ", "ị"}, 'i', APART_PLAIN},
    {{"o", "ó", "ò", "ỏ", "õ", "ọ"}, 'o', APART_PLAIN}, {{"ô", "ố", "ồ", "ổ", "ỗ", "ộ"}, 'o', APART_ROOF},
    {{"ơ", "ớ", "ờ", "ở", "ỡ", "ợ"}, 'o', APART_HORN},  {{"u", "ú", "ù", "ủ", "ũ", "ụ"}, 'u', APART_PLAIN},
    {{"ư", "ứ", "ừ", "ử", "ữ", "ự"}, 'u', APART_HORN},  {{"y", "ý", "ỳ", "ỷ", "ỹ", "ỵ"}, 'y', APART_PLAIN},
    {{"đ"}, 'd', APART_STROKE},
};

static uint32_t code_point(const char *s)
{
    size_t used;
    return utf8_decode(s, strlen(s), &used);
}

struct apart apart_letter(uint32_t c)
{
    uint32_t small = text_lower(c);
    for (size_t i = 0; i < COUNT(letters); i++)
        for (int tone = 0; tone < 6 && letters[i].forms[tone]; tone++)
            if (code_point(letters[i].forms[tone]) == small)
                return (struct apart){c == small ? (uint32_t)letters[i].base : text_upper((uint32_t)letters[i].base),
                                      letters[i].mark, tone};
    return (struct apart){c, APART_PLAIN, 0};
}

static void add(struct str *out, uint32_t c)
{
    char bytes[4];
    if (c)
        str_addn(out, bytes, utf8_encode(c, bytes));
}

static uint32_t composed(struct apart a)
{
    uint32_t small = text_lower(a.base);
    for (size_t i = 0; i < COUNT(letters); i++)
        if ((uint32_t)letters[i].base == small && letters[i].mark == a.mark && letters[i].forms[a.tone]) {
            uint32_t c = code_point(letters[i].forms[a.tone]);
            return small == a.base ? c : text_upper(c);
        }
    return a.base;
}

/* Unicode's order: the dot below stands before the roof and the breve, after the horn. */
void apart_add(struct str *out, struct apart a, bool nfd)
{
    static const uint32_t marks[] = {0, 0x302, 0x306, 0x31B, 0}, tones[] = {0, 0x301, 0x300, 0x309, 0x303, 0x323};
    if (!nfd || a.mark == APART_STROKE) {
        add(out, composed(a));
        return;
    }
    bool below = a.tone == 5 && a.mark != APART_HORN;
    add(out, a.base);
    add(out, below ? tones[a.tone] : marks[a.mark]);
    add(out, below ? marks[a.mark] : tones[a.tone]);
}

size_t apart_text(const char *text, struct apart **ret)
{
    size_t n = 0, left = strlen(text), used;
    *ret = xcalloc(left + 1, sizeof **ret);
    for (; left; text += used, left -= used)
        (*ret)[n++] = apart_letter(utf8_decode(text, left, &used));
    return n;
}
