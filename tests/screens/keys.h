#ifndef PHIEU_TESTS_SCREENS_KEYS_H
#define PHIEU_TESTS_SCREENS_KEYS_H
/* What a terminal of the xterm kind sends for a key. */
#include "base/str.h"
#include "tui/key.h"

void key_bytes(struct key k, struct str *out);

#endif
