#ifndef PHIEU_TEXT_LEGACY_H
#define PHIEU_TEXT_LEGACY_H
/* Vietnamese text of the time before Unicode: what its bytes, or the Windows-1252 letters that another
 * program made of them (“Céng hßa x· héi”), mean; and which of the ways to write it was used. */
#include <stdbool.h>
#include <stddef.h>

enum legacy {
    LEGACY_NONE,   /* it is right as it stands: UTF-8 */
    LEGACY_TCVN3,  /* ABC, the fonts .Vn…: TCVN 5712:1993 VN3 */
    LEGACY_VNI,    /* VNI-Windows, the fonts VNI-… */
    LEGACY_VISCII, /* RFC 1456 */
    LEGACY_CP1258, /* Windows-1258: letter and combining tone */
    LEGACY_UTF8,   /* UTF-8 whose bytes were taken for Windows-1252: “Tiáº¿ng Viá»‡t” */
    LEGACY_COUNT
};

/* "none", "tcvn3", "vni", "viscii", "cp1258", "utf8", and the name that people know. */
const char *legacy_id(enum legacy e);
const char *legacy_name(enum legacy e);
bool legacy_from_id(const char *id, enum legacy *ret);

/* What the text means, as UTF-8 in NFC, freshly allocated; *ret_len may be NULL. Bytes that are no UTF-8
 * are taken as they are; in UTF-8 each letter stands for its byte in Windows-1252, and what has none there
 * stays as it is. Never fails: what means nothing stays the letter of Windows-1252 (with LEGACY_NONE:
 * U+FFFD). Capitals that TCVN3 leaves to the font follow the other letters of their word, or the words
 * beside it (“§¶NG ñY” is “ĐẢNG ỦY”). Controls are not taken out: text_clean() does that. */
char *legacy_decode(enum legacy e, const char *s, size_t n, size_t *ret_len);

struct legacy_guess {
    enum legacy encoding;
    size_t possible, impossible; /* words with marks that are, or cannot be, Vietnamese syllables */
};

/* All that it could be, best first; answers how many, at least 4. The first is LEGACY_NONE where nothing
 * else is clearly better: then nobody should be asked. Bytes that are no UTF-8 are always something else. A
 * whole text, file or column makes a better guess than a word (“Céng” may be é, or Cộng in TCVN3). */
size_t legacy_guess(const char *s, size_t n, struct legacy_guess ret[LEGACY_COUNT]);

#endif
