#ifndef PHIEU_BASE_RANDOM_H
#define PHIEU_BASE_RANDOM_H
/* The one door to random bytes: entry ids (16 bytes), row ids (8), salts (16). A test seeds it
 * and gets the same bytes every time. */
#include <stddef.h>
#include <stdint.h>

void random_bytes(void *out, size_t n);
/* n random bytes as 2n lower-case hex letters and a NUL; out holds 2n + 1. */
void random_hex(char *out, size_t n);
/* From now on a repeatable sequence made from the seed. */
void random_seed(uint64_t seed);

#endif
