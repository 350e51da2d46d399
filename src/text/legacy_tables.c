#include "text/legacy_tables.h"

#include <string.h>
#include <uchar.h>

#include "text/unicode.h"

/* Windows-1252, 0x80 to 0x9F; above, it is Latin-1. */
static const uint16_t windows[32] = {
    0x20AC, 0x81,   0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160,
    0x2039, 0x152,  0x8D,   0x17D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x2DC,  0x2122, 0x161, 0x203A, 0x153,  0x9D,   0x17E,  0x178,
};

uint32_t legacy_windows(unsigned char byte)
{
    return byte >= 0x80 && byte < 0xA0 ? windows[byte - 0x80] : byte;
}

int legacy_byte(uint32_t c)
{
    if (c < 0x80 || (c >= 0xA0 && c <= 0xFF))
        return (int)c;
    for (int i = 0; i < 32; i++)
        if (windows[i] == c || c == 0x80u + (unsigned)i)
            return 0x80 + i;
    return -1;
}

/* ---- one byte a letter ----------------------------------------------------------------------- */

enum { LETTERS = 67 };

/* In the order of the tables below. */
static const char16_t letters[] =
    u"àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịò"
    u"ỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ";

static const unsigned char tcvn3[LETTERS] = {
    0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0xA8, 0xBB, 0xBC, 0xBD, 0xBE, 0xC6, 0xA9, 0xC7, 0xC8, 0xC9, 0xCA,
    0xCB, 0xCC, 0xCE, 0xCF, 0xD0, 0xD1, 0xAA, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8, 0xDC, 0xDD,
    0xDE, 0xDF, 0xE1, 0xE2, 0xE3, 0xE4, 0xAB, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xAC, 0xEA, 0xEB, 0xEC,
    0xED, 0xEE, 0xEF, 0xF1, 0xF2, 0xF3, 0xF4, 0xAD, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA, 0xFB, 0xFC,
    0xFD, 0xFE, 0xAE,
};
/* The only capitals of TCVN3. */
static const char16_t tcvn3_capitals[] = u"ĂÂÊÔƠƯĐ"; /* 0xA1 and on */

static const unsigned char viscii[LETTERS] = {
    0xE0, 0xE4, 0xE3, 0xE1, 0xD5, 0xE5, 0xA2, 0xC6, 0xC7, 0xA1, 0xA3, 0xE2, 0xA5, 0xA6, 0xE7, 0xA4,
    0xA7, 0xE8, 0xEB, 0xA8, 0xE9, 0xA9, 0xEA, 0xAB, 0xAC, 0xAD, 0xAA, 0xAE, 0xEC, 0xEF, 0xEE, 0xED,
    0xB8, 0xF2, 0xF6, 0xF5, 0xF3, 0xF7, 0xF4, 0xB0, 0xB1, 0xB2, 0xAF, 0xB5, 0xBD, 0xB6, 0xB7, 0xDE,
    0xBE, 0xFE, 0xF9, 0xFC, 0xFB, 0xFA, 0xF8, 0xDF, 0xD7, 0xD8, 0xE6, 0xD1, 0xF1, 0xCF, 0xD6, 0xDB,
    0xFD, 0xDC, 0xF0,
};
static const unsigned char viscii_capitals[LETTERS] = {
    0xC0, 0xC4, 0xC3, 0xC1, 0x80, 0xC5, 0x82, 0x02, 0x05, 0x81, 0x83, 0xC2, 0x85, 0x86, 0x06, 0x84,
    0x87, 0xC8, 0xCB, 0x88, 0xC9, 0x89, 0xCA, 0x8B, 0x8C, 0x8D, 0x8A, 0x8E, 0xCC, 0x9B, 0xCE, 0xCD,
    0x98, 0xD2, 0x99, 0xA0, 0xD3, 0x9A, 0xD4, 0x90, 0x91, 0x92, 0x8F, 0x93, 0xB4, 0x96, 0x97, 0xB3,
    0x95, 0x94, 0xD9, 0x9C, 0x9D, 0xDA, 0x9E, 0xBF, 0xBB, 0xBC, 0xFF, 0xBA, 0xB9, 0x9F, 0x14, 0x19,
    0xDD, 0x1E, 0xD0,
};

static uint32_t letter_at(const unsigned char table[LETTERS], unsigned char byte)
{
    const unsigned char *p = memchr(table, byte, LETTERS);
    return p ? letters[p - table] : 0;
}

static uint32_t single_tcvn3(unsigned char byte)
{
    if (byte >= 0xA1 && byte <= 0xA7)
        return tcvn3_capitals[byte - 0xA1];
    return letter_at(tcvn3, byte);
}

static uint32_t single_viscii(unsigned char byte)
{
    uint32_t c = letter_at(viscii, byte);
    if (!c && (c = letter_at(viscii_capitals, byte)))
        c = text_upper(c);
    return c;
}

/* ---- a letter and its mark ------------------------------------------------------------------- */

struct point {
    unsigned char byte;
    char16_t letter;
};

static uint32_t point_at(const struct point *points, size_t n, unsigned char byte)
{
    for (size_t i = 0; i < n; i++)
        if (points[i].byte == byte)
            return points[i].letter;
    return 0;
}

/* Where Windows-1258 differs from 1252: the tones stand behind their letters. */
static uint32_t single_cp1258(unsigned char byte)
{
    static const struct point points[] = {
        {0xC3, u'Ă'},   {0xCC, 0x300},  {0xD0, u'Đ'}, {0xD2, 0x309}, {0xD5, u'Ơ'}, {0xDD, u'Ư'},
        {0xDE, 0x303},  {0xE3, u'ă'},   {0xEC, 0x301}, {0xF0, u'đ'}, {0xF2, 0x323}, {0xF5, u'ơ'},
        {0xFD, u'ư'},   {0xFE, 0x20AB},
    };
    return point_at(points, sizeof points / sizeof *points, byte);
}

/* VNI has few letters of one byte; capitals are 0x20 below. */
static uint32_t single_vni(unsigned char byte)
{
    static const struct point points[] = {
        {0xEC, u'ì'}, {0xE6, u'ỉ'}, {0xF3, u'ĩ'}, {0xED, u'í'}, {0xF2, u'ị'},
        {0xF4, u'ơ'}, {0xF6, u'ư'}, {0xEE, u'ỵ'}, {0xF1, u'đ'},
    };
    enum { N = sizeof points / sizeof *points };
    uint32_t c = point_at(points, N, byte);
    if (!c && byte >= 0xC0 && byte < 0xE0 && (c = point_at(points, N, byte | 0x20)))
        c = text_upper(c);
    return c;
}

/* For each base letter what the marks make of it. The mark of a small letter also stands behind
 * capitals, and the other way round: “Uûy” is how many wrote Ủy. */
static const char vni_marks[] = "\xF8\xFB\xF5\xF9\xEF\xE2\xE0\xE5\xE3\xE1\xE4\xEA\xE8\xFA\xFC\xE9\xEB";
static const struct {
    char16_t base;
    char16_t made[18];
} vni_pairs[] = {
    {u'a', u"àảãáạâầẩẫấậăằẳẵắặ"}, {u'e', u"èẻẽéẹêềểễếệ"}, {u'o', u"òỏõóọôồổỗốộ"},
    {u'ơ', u"ờởỡớợ"},             {u'u', u"ùủũúụ"},       {u'ư', u"ừửữứự"},
    {u'y', u"ỳỷỹý"},
};

uint32_t legacy_pair(uint32_t base, unsigned char mark)
{
    const char *p = mark >= 0xC0 ? strchr(vni_marks, (char)(mark | 0x20)) : NULL;
    uint32_t lower = text_lower(base);
    for (size_t i = 0; p && i < sizeof vni_pairs / sizeof *vni_pairs; i++)
        if (vni_pairs[i].base == lower) {
            uint32_t made = vni_pairs[i].made[p - vni_marks];
            return made && lower != base ? text_upper(made) : made;
        }
    return 0;
}

/* ---------------------------------------------------------------------------------------------- */

uint32_t legacy_single(enum legacy e, unsigned char byte)
{
    static uint32_t (*const single[LEGACY_COUNT])(unsigned char) = {
        [LEGACY_TCVN3] = single_tcvn3,
        [LEGACY_VNI] = single_vni,
        [LEGACY_VISCII] = single_viscii,
        [LEGACY_CP1258] = single_cp1258,
    };
    uint32_t c = single[e](byte);
    return c ? c : legacy_windows(byte);
}
