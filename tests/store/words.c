/* Conflict clauses that skip or replace rows would lose events without an error, and pass the guard
 * on the append-only tables: the words stand nowhere in src/. SQL stands only in three layers. */
#include <ftw.h>
#include <stdlib.h>
#include <strings.h>

#include "base/file.h"
#include "tap.h"

static const char *const words[] = {"OR IGNORE", "OR REPLACE", "REPLACE INTO", "INSERT OR"};
static int files, found, strays, doors;
static size_t root_length;

/* Blanks count as one, so a line break inside the words hides nothing. */
static void squeeze(char *s)
{
    char *to = s;
    for (const char *p = s; *p; p++) {
        bool blank = strchr(" \t\r\n\"\\", *p) != NULL;
        if (!blank || (to > s && to[-1] != ' '))
            *to++ = blank ? ' ' : *p;
    }
    *to = '\0';
}

static int look(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)at;
    size_t n = strlen(path), len;
    char *text;
    if (type != FTW_F || n < 2 || path[n - 2] != '.' || !strchr("ch", path[n - 1]))
        return 0;
    if (!file_read(path, 10 << 20, &text, &len, NULL))
        return 1;
    files++;
    squeeze(text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasestr(text, words[i])) {
            printf("# %s: %s\n", path, words[i]);
            found++;
        }
    const char *inside = path + root_length;
    bool may = !strncmp(inside, "db/", 3) || !strncmp(inside, "rules/", 6) ||
               !strncmp(inside, "store/", 6);
    if (!may && (strstr(text, "INSERT INTO") || strstr(text, "DELETE FROM"))) {
        printf("# %s: SQL outside db, rules, store\n", path);
        strays++;
    }
    if (strstr(text, "db_prepare_delete(") && strncmp(inside, "db/", 3)) {
        printf("# %s: deletes from a frozen table\n", path);
        doors += strcmp(inside, "store/erase.c") ? 100 : 1;
    }
    free(text);
    return 0;
}

int main(void)
{
    const char *source = getenv("PHIEU_SOURCE");
    char root[4096];
    snprintf(root, sizeof root, "%s/src/", source ? source : ".");
    root_length = strlen(root);
    ok(nftw(root, look, 16, FTW_PHYS) == 0 && files > 10, "read %d files", files);
    ok(found == 0, "no forbidden words");
    ok(strays == 0, "no SQL elsewhere");
    ok(doors == 1, "I2: bodies go in one place only, store/erase.c");
    return tap_done();
}
