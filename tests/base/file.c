#include "base/file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/mem.h"
#include "tap.h"

static char *root;

/* A path in the test's folder, valid until the next call. */
static const char *in(const char *name)
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/%s", root, name);
    return path;
}

static bool refused(const char *path, size_t limit, const char *word)
{
    char *text = NULL;
    size_t len;
    struct err e = {0};
    bool read = file_read(path, limit, &text, &len, &e);
    bool good = !read && !text && e.code == ERR_FILE && strstr(e.message, word) &&
                !strcmp(e.place, path);
    err_finish(&e);
    free(text);
    return good;
}

static void writes_and_reads(void)
{
    char *text = NULL;
    size_t len = 0;
    struct err e = {0};
    ok(file_write(in("a.txt"), "một\0hai", 9, &e), "writes");
    ok(file_read(in("a.txt"), 9, &text, &len, &e), "reads a file of exactly the limit");
    ok(len == 9 && !memcmp(text, "một\0hai", 10), "byte for byte, with a NUL after it");
    free(text);
    ok(file_write(in("a.txt"), "", 0, &e), "writes nothing over it");
    ok(file_read(in("a.txt"), 0, &text, &len, &e) && len == 0 && !strcmp(text, ""),
       "reads nothing");
    free(text);
    struct stat st;
    ok(stat(in("a.txt"), &st) == 0 && (st.st_mode & 077) == 0, "nobody else may read it");
    char **names = file_list(root, "");
    ok(names[0] && !strcmp(names[0], "a.txt") && !names[1], "no temporary file is left behind");
    file_list_free(names);
    ok(file_exists(in("a.txt")) && !file_exists(in("b.txt")), "what exists");
}

static void reads_much(void)
{
    size_t n = 100000, len = 0;
    char *much = xmalloc(n), *text = NULL;
    struct err e = {0};
    for (size_t i = 0; i < n; i++)
        much[i] = (char)(i % 251);
    file_write(in("much"), much, n, &e);
    ok(file_read(in("much"), n, &text, &len, &e) && len == n && !memcmp(text, much, n),
       "a file of many blocks");
    free(text);
    ok(refused(in("much"), n - 1, "larger than"), "one byte above the limit is refused");
    free(much);
}

static void refuses(void)
{
    struct err e = {0};
    ok(refused(in("missing"), 10, "no such file"), "a missing file");
    ok(refused(root, 10, "not a regular file"), "a folder");
    mkfifo(in("pipe"), 0600);
    ok(refused(in("pipe"), 10, "not a regular file"), "a pipe, without waiting for a writer");
    ok(refused("/dev/null", 10, "not a regular file"), "a device");
    ok(!file_write(in("no/such/folder"), "x", 1, &e) && e.code == ERR_FILE && e.remedy,
       "writing into a missing folder says what to do");
    err_finish(&e);
    mkdir(in("taken"), 0700);
    ok(!file_write(in("taken"), "x", 1, &e), "a folder stands where the file should be");
    err_finish(&e);
    char **names = file_list(root, "");
    int left = 0;
    for (char **p = names; *p; p++)
        left += strstr(*p, ".tmp.") != NULL;
    is_int(0, left, "failed writing leaves no temporary file");
    file_list_free(names);
}

static void folders(void)
{
    struct err e = {0};
    struct stat st;
    ok(file_make_folder(in("x/y/z"), &e), "makes a folder and its parents");
    ok(stat(in("x/y"), &st) == 0 && S_ISDIR(st.st_mode) && (st.st_mode & 0777) == 0700,
       "for the user alone");
    ok(file_make_folder(in("x/y/z"), &e), "one that exists is fine");
    ok(!file_make_folder(in("a.txt/b"), &e) && e.code == ERR_FILE, "below a file it cannot be");
    err_finish(&e);
}

static void lists(void)
{
    static const char *const names[] = {"b.yaml", "a.yaml", ".hidden.yaml", "c.yml", "x.yaml~"};
    struct err e = {0};
    file_make_folder(in("forms"), &e);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *path = xasprintf("%s/forms/%s", root, names[i]);
        file_write(path, "", 0, &e);
        free(path);
    }
    char **found = file_list(in("forms"), ".yaml");
    ok(found[0] && found[1] && !found[2] && !strcmp(found[0], "a.yaml") &&
           !strcmp(found[1], "b.yaml"), "names that end in .yaml, sorted, none hidden");
    file_list_free(found);
    found = file_list(in("nowhere"), "");
    ok(found && !found[0], "a missing folder is an empty list");
    file_list_free(found);
    file_list_free(NULL);
}

static void is_path(const char *want, char *got, const char *name)
{
    is(want, got, name);
    free(got);
}

static void user_folders(void)
{
    setenv("HOME", "/home/x", 1);
    unsetenv("XDG_CONFIG_HOME");
    setenv("XDG_STATE_HOME", "/s", 1);
    setenv("XDG_DATA_HOME", "relative", 1);
    is_path("/home/x/.config/phieu", file_config_folder(), "unset: the usual place");
    is_path("/s/phieu", file_state_folder(), "set");
    is_path("/home/x/.local/share/phieu", file_data_folder(), "a relative one does not count");
    setenv("PHIEU_FORMS", "/f", 1);
    setenv("PHIEU_DATA", "/d", 1);
    is_path("/f", file_forms_folder(), "PHIEU_FORMS");
    is_path("/d/units", file_units_folder(), "PHIEU_DATA");
    setenv("PHIEU_FORMS", "", 1);
    char *beside = file_forms_folder();
    ok(*beside == '/', "empty: somewhere beside the program (%s)", beside);
    free(beside);
}

/* Everything the test made, deepest first. */
static void clean_up(void)
{
    static const char *const made[] = {
        "forms/b.yaml", "forms/a.yaml", "forms/.hidden.yaml", "forms/c.yml", "forms/x.yaml~",
        "forms", "x/y/z", "x/y", "x", "taken", "pipe", "much", "a.txt",
    };
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        remove(in(made[i]));
    ok(rmdir(root) == 0, "nothing unexpected was made");
}

int main(void)
{
    const char *temp = getenv("TMPDIR");
    root = xasprintf("%s/phieu-file-XXXXXX", temp && *temp ? temp : "/tmp");
    lang_set(LANG_EN);
    if (!mkdtemp(root))
        return 99;
    writes_and_reads();
    reads_much();
    refuses();
    folders();
    lists();
    user_folders();
    clean_up();
    free(root);
    return tap_done();
}
