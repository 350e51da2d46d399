#ifndef PHIEU_TEXT_LEGACY_TABLES_H
#define PHIEU_TEXT_LEGACY_TABLES_H
/* The tables of text/legacy.c. Code points of one unit each: a byte, or a letter beyond Windows-1252. */
#include <stddef.h>
#include <stdint.h>

#include "text/legacy.h"

/* The code point of Windows-1252; the five bytes without a letter are C1 controls, as in browsers. */
uint32_t legacy_windows(unsigned char byte);
/* The byte for a code point, or -1. */
int legacy_byte(uint32_t c);
/* One byte alone; what means nothing is the letter of Windows-1252. Not for LEGACY_NONE and LEGACY_UTF8. */
uint32_t legacy_single(enum legacy e, unsigned char byte);
/* VNI: the letter that a base letter and the mark after it make, or 0. */
uint32_t legacy_pair(uint32_t base, unsigned char mark);

#endif
