#ifndef PHIEU_TEXT_NUMBER_H
#define PHIEU_TEXT_NUMBER_H
/* Whole numbers as people write them: "1240", "1.240", "1 240", "-5", " 09 " (= 9). */
#include <stdbool.h>
#include <stdint.h>

/* Dots or spaces only as thousands groups of three (1.24 is refused: is it 124 or 1,24?). False
 * when it is not a whole number within ±2^53; *ret untouched then. */
bool number_parse(const char *s, int64_t *ret);
/* Whether it is a whole number, but beyond that. */
bool number_too_large(const char *s);
/* 1240 → "1.240" (vi) or "1,240" (en); out holds 32. */
char *number_print(int64_t n, char out[32]);
/* How large a file is: "1,2 MB" (vi), "1.2 MB" (en); out holds 24. */
char *number_bytes(int64_t bytes, char out[24]);

#endif
