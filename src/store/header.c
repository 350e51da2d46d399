#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/mem.h"
#include "store/internal.h"
#include "store/peek.h"

/* The first hundred bytes of an SQLite file (sqlite.org/fileformat2.html). */
enum {
    AT_PAGE_SIZE = 16,
    AT_WRITE_VERSION = 18, /* 2: write-ahead log */
    AT_CHANGES = 24,
    AT_PAGES = 28,
    AT_USER_VERSION = 60,
    AT_APPLICATION = 68,
    AT_VALID_FOR = 92,
    HEADER_SIZE = 100,
};

static uint32_t number(const uint8_t *h, int at)
{
    return (uint32_t)h[at] << 24 | (uint32_t)h[at + 1] << 16 | (uint32_t)h[at + 2] << 8 | h[at + 3];
}

static const char *other_disk(void)
{
    return _("open the newest copy (.bak, a stick, the one that was sent), then take in this file");
}

static bool not_ours(const char *path, struct err *e)
{
    return err_set(e, ERR_DAMAGED, path, _("is it the right file?"),
                   _("this is not a data file of this program"));
}

/* The first bytes of the journal; zeros when there is none, or when it is done. */
static void read_journal(const char *path, uint8_t found[8])
{
    memset(found, 0, 8);
    char *journal = xasprintf("%s-journal", path);
    int fd = open(journal, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    free(journal);
    if (fd < 0)
        return;
    if (read(fd, found, 8) < 0)
        memset(found, 0, 8);
    close(fd);
}

#define MAGIC_SIZE 8

static const uint8_t magic[MAGIC_SIZE] = {0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7};

/* A journal that was in use when a program or the power stopped: SQLite will roll it back, and
 * until then sizes and pages need not fit each other. */
static bool is_hot(const char *path)
{
    uint8_t found[MAGIC_SIZE];
    read_journal(path, found);
    return !memcmp(found, magic, sizeof magic);
}

/* Such a journal names another file at its end (a transaction over several data files; this program makes
 * none). Rolling it back would delete that file, whatever it is. */
static bool names_another(const char *journal)
{
    uint8_t first = 0, last[MAGIC_SIZE] = {0};
    struct stat st;
    int fd = open(journal, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return false;
    bool names = fstat(fd, &st) == 0 && st.st_size >= MAGIC_SIZE && pread(fd, &first, 1, 0) == 1 &&
                 first && pread(fd, last, MAGIC_SIZE, st.st_size - MAGIC_SIZE) == MAGIC_SIZE &&
                 !memcmp(last, magic, MAGIC_SIZE);
    close(fd);
    return names;
}

bool header_has_journal(const char *path)
{
    uint8_t found[8];
    read_journal(path, found);
    return found[0] != 0;
}

static bool is_cut(const uint8_t *h, off_t size)
{
    uint32_t page = (uint32_t)h[AT_PAGE_SIZE] << 8 | h[AT_PAGE_SIZE + 1];
    if (page == 1)
        page = 65536;
    bool known = number(h, AT_CHANGES) == number(h, AT_VALID_FOR);
    return page < 512 || (page & (page - 1)) || size % page ||
           (known && (off_t)number(h, AT_PAGES) * page > size);
}

static bool is_ours(const uint8_t *h)
{
    return !memcmp(h, "SQLite format 3", 16) && number(h, AT_APPLICATION) == STORE_APPLICATION;
}

static bool check_bytes(const char *path, const uint8_t *h, off_t size, bool write, struct err *e)
{
    if (!is_ours(h))
        return not_ours(path, e);
    if (h[AT_WRITE_VERSION] > 1 || h[AT_WRITE_VERSION + 1] > 1)
        return err_set(e, ERR_DAMAGED, path,
                       _("ask whoever sent it for a copy made by “phieu copy”"),
                       _("another program has put the file into WAL mode"));
    if (write && number(h, AT_USER_VERSION) > STORE_VERSION)
        return err_set(e, ERR_DAMAGED, path, _("install the newer program"),
                       _("the file is newer than this program can write"));
    if (!is_hot(path) && is_cut(h, size))
        return err_set(e, ERR_DAMAGED, path, other_disk(), _("the end of the file is missing"));
    return true;
}

static bool check_open(const char *path, int fd, bool write, struct err *e)
{
    struct stat st;
    if (fstat(fd, &st) < 0)
        return err_set_errno(e, path, _("check the disk and try again"), _("cannot be read"));
    if (!S_ISREG(st.st_mode))
        return err_set(e, ERR_FILE, path, _("name a data file"),
                       S_ISDIR(st.st_mode) ? _("is a folder") : _("is not a regular file"));
    if (st.st_size == 0)
        return err_set(e, ERR_DAMAGED, path,
                       _("delete it and start again, or open a copy that holds entries"),
                       _("the file is empty (0 bytes)"));
    uint8_t h[HEADER_SIZE];
    ssize_t n = pread(fd, h, sizeof h, 0);
    if (n < 0)
        return err_set_errno(e, path, _("check the disk and try again"), _("cannot be read"));
    if (n < HEADER_SIZE)
        return not_ours(path, e);
    return check_bytes(path, h, st.st_size, write, e);
}

/* What SQLite would read by its name alone. A FIFO would keep it waiting for ever; a write-ahead log
 * would be taken for a part of the file, though no file of ours has one. */
bool header_check_beside(const char *path, struct err *e)
{
    struct stat st;
    char *journal = xasprintf("%s-journal", path), *log = xasprintf("%s-wal", path);
    bool good = true;
    if (stat(journal, &st) == 0 && !S_ISREG(st.st_mode))
        good = err_set(e, ERR_FILE, journal, _("move it away"),
                       _("stands beside the data file, and is not a regular file"));
    else if (names_another(journal))
        good = err_set(e, ERR_DAMAGED, journal,
                       _("ask whoever sent it for a copy made by “phieu copy”"),
                       _("the journal beside the data file is not one of this program"));
    else if (stat(log, &st) == 0 && (!S_ISREG(st.st_mode) || st.st_size > 0))
        good = err_set(e, ERR_DAMAGED, log,
                       _("move it away; if something is missing then, ask whoever sent the file "
                         "for a copy made by “phieu copy”"),
                       _("another program's write-ahead log stands beside the data file"));
    free(journal);
    free(log);
    return good;
}

bool header_check(const char *path, bool write, struct err *e)
{
    if (!header_check_beside(path, e))
        return false;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return err_set_errno(e, path, err_open_remedy(), _("cannot be opened"));
    bool good = check_open(path, fd, write, e);
    close(fd);
    return good;
}

bool store_peek(int folder, const char *name)
{
    struct stat st;
    uint8_t h[HEADER_SIZE];
    if (fstatat(folder, name, &st, 0) < 0 || !S_ISREG(st.st_mode) || st.st_size < HEADER_SIZE)
        return false;
    int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return false;
    bool ours = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
                pread(fd, h, sizeof h, 0) == HEADER_SIZE && is_ours(h);
    close(fd);
    return ours;
}
