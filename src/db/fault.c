#include "db/fault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/lang.h"
#include "base/mem.h"
#include "db/db.h"
#include "db/handle.h"

static const struct fault {
    int rc;
    enum err_code code;
    const char *message, *remedy;
} faults[] = {
    {SQLITE_BUSY, ERR_FILE, N_("another program is writing to the file"),
     N_("wait a moment and try again; if it goes on, close the other program")},
    {SQLITE_LOCKED, ERR_FILE, N_("another program is writing to the file"),
     N_("wait a moment and try again; if it goes on, close the other program")},
    {SQLITE_FULL, ERR_FILE, N_("the disk is full, nothing was saved"),
     N_("free some room, or copy the file to another disk")},
    {SQLITE_IOERR, ERR_FILE, N_("the disk or stick does not answer (I/O error)"),
     N_("check the plug of the stick, then try again or save to another disk")},
    {SQLITE_NOMEM, ERR_FILE, N_("out of memory, nothing was saved"),
     N_("close other programs, then try again")},
    {SQLITE_READONLY, ERR_FILE, N_("the file or its folder cannot be written"),
     N_("copy the file into your own folder and open the copy")},
    {SQLITE_PERM, ERR_FILE, N_("the file or its folder cannot be written"),
     N_("copy the file into your own folder and open the copy")},
    {SQLITE_NOTADB, ERR_DAMAGED, N_("this is not a data file"), N_("is it the right file?")},
    {SQLITE_CORRUPT, ERR_DAMAGED, N_("the file is damaged"),
     N_("open the newest copy (.bak, a stick, the one that was sent), then take in this file")},
    {SQLITE_CONSTRAINT, ERR_DAMAGED, N_("the file does not accept a row"),
     N_("open the newest copy (.bak, a stick, the one that was sent), then take in this file")},
    {SQLITE_INTERRUPT, ERR_DAMAGED, N_("reading the file does not come to an end: it is made wrongly"),
     N_("ask whoever sent it for a copy made by “phieu copy”")},
    {SQLITE_TOOBIG, ERR_USAGE, N_("a text is too long to be stored"), N_("shorten the text")},
};

bool db_fault_large(struct db *db, struct err *e)
{
    return err_set(e, ERR_DAMAGED, db->path,
                   _("open the newest copy (.bak, a stick, the one that was sent), then take in this file"),
                   _("the file holds a text that is larger than any this program writes"));
}

/* Reading the journal may have failed, which SQLite has closed since. (Another look at the file itself
 * would end SQLite's locks on it.) */
static int journal_errno(const struct db *db)
{
    char *path = xasprintf("%s-journal", db_path(db)), byte;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
    int last = fd >= 0 && pread(fd, &byte, 1, 0) < 0 ? errno : 0;
    if (fd >= 0)
        close(fd);
    free(path);
    return last;
}

bool db_read_refused(struct db *db)
{
    int last = 0;
    sqlite3_file_control(db->h, "main", SQLITE_FCNTL_LAST_ERRNO, &last);
    last = last ? last : journal_errno(db);
    return last == EIO || last == ENXIO;
}

bool db_fault(struct db *db, int rc, struct err *e)
{
    int primary = rc & 0xff;
    if (primary == SQLITE_CORRUPT && db_read_refused(db))
        primary = SQLITE_IOERR;
    db->doubt = primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB || db->doubt;
    if (rc == SQLITE_READONLY_DBMOVED)
        return err_set(e, ERR_FILE, db->path,
                       _("put it back, or save elsewhere (Ctrl-P, “Save elsewhere”)"), "%s",
                       _("the file is no longer in its folder (moved, deleted, stick unplugged)"));
    if (primary == SQLITE_CANTOPEN) {
        errno = sqlite3_system_errno(db->h);
        return errno ? err_set_errno(e, db->path, _("check the name and the folder"),
                                     _("cannot be opened"))
                     : err_set(e, ERR_FILE, db->path, _("check the name and the folder"), "%s",
                               _("cannot be opened"));
    }
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (faults[i].rc == primary)
            return err_set(e, faults[i].code, db->path, _(faults[i].remedy), "%s",
                           _(faults[i].message));
    return err_set(e, ERR_FILE, db->path, _("open the file again; if it goes on, open a copy"),
                   _("the data file answers: %s"), sqlite3_errmsg(db->h));
}
