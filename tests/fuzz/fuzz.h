#ifndef PHIEU_TESTS_FUZZ_FUZZ_H
#define PHIEU_TESTS_FUZZ_FUZZ_H
/* One door of the program that takes bytes from strangers. Each target has these functions; libFuzzer
 * calls them with inputs of its own (run.py), replay.c with those that are kept (corpus/, found/). */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Like assert, but says what does not hold in words. */
static inline void must(int good, const char *what)
{
    if (good)
        return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

#endif
