/* Gives a target every input of the folders named as arguments, and of each prefix of it:
 *     fuzz_form CORPUS FOUND
 * A crash, a sanitizer's report or a broken promise ends the program, which is the failure. */
#include <dirent.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "fuzz/fuzz.h"
#include "tap.h"

#define PREFIXES 64

static void replay(const char *folder, const char *name)
{
    char *path = file_join(folder, name), *bytes;
    size_t len;
    struct err e = {0};
    if (!ok(file_read(path, 64u << 20, &bytes, &len, &e), "%s", path)) {
        printf("#   %s\n", e.message);
        err_finish(&e);
        free(path);
        return;
    }
    fprintf(stderr, "%s\n", path);
    LLVMFuzzerTestOneInput((const uint8_t *)bytes, len);
    for (size_t i = 0; i < PREFIXES; i++)
        LLVMFuzzerTestOneInput((const uint8_t *)bytes, len * i / PREFIXES);
    free(bytes);
    free(path);
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    LLVMFuzzerInitialize(&argc, &argv);
    for (int i = 1; i < argc; i++) {
        char **names = file_list(argv[i], "");
        for (char **p = names; *p; p++)
            replay(argv[i], *p);
        file_list_free(names);
    }
    return tap_done();
}
