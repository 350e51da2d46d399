#include "base/installation.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/random.h"

static char known[INSTALLATION_HEX];

void installation_fix(const char *hex)
{
    snprintf(known, sizeof known, "%s", hex);
}

void installation_id(char out[INSTALLATION_HEX])
{
    if (!known[0]) {
        char *folder = file_state_folder();
        char *path = file_join(folder, "installation");
        char *text = NULL;
        size_t len = 0;
        uint8_t raw[16];
        bool have = file_read(path, 100, &text, &len, NULL);
        if (have && len >= 32)
            text[32] = '\0';
        if (have && len >= 32 && hex_decode(raw, text, sizeof raw)) {
            memcpy(known, text, INSTALLATION_HEX);
        } else {
            random_hex(known, 16);
            char *line = xasprintf("%s\n", known);
            if (file_make_folder(folder, NULL))
                file_write(path, line, strlen(line), NULL);
            free(line);
        }
        free(text);
        free(path);
        free(folder);
    }
    memcpy(out, known, INSTALLATION_HEX);
}

const char *installation_boot(void)
{
    static char boot[64];
    if (boot[0])
        return boot;
    int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return boot;
    ssize_t n = read(fd, boot, sizeof boot - 1);
    close(fd);
    boot[n > 0 ? n : 0] = '\0';
    boot[strcspn(boot, "\n")] = '\0';
    return boot;
}
