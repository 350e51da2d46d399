#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"

bool err_set(struct err *e, enum err_code code, const char *place, const char *remedy,
             const char *fmt, ...)
{
    if (!e)
        return false;
    va_list ap;
    va_start(ap, fmt);
    struct err made = {code, xstrdup0(place), xvasprintf(fmt, ap), xstrdup0(remedy)};
    va_end(ap);
    err_finish(e);
    *e = made;
    return false;
}

/* The few reasons that people meet, in the chosen language; others as the system says them. */
static const char *reason(int code)
{
    static const struct {
        int code;
        const char *text;
    } reasons[] = {
        {ENOENT, N_("no such file or folder")},
        {EACCES, N_("permission denied")},
        {EPERM, N_("permission denied")},
        {ENOSPC, N_("the disk is full")},
        {EDQUOT, N_("the disk quota is used up")},
        {EROFS, N_("the disk is read-only")},
        {EISDIR, N_("it is a folder")},
        {ENOTDIR, N_("a part of the path is not a folder")},
        {EIO, N_("the disk or stick does not answer (I/O error)")},
        {EEXIST, N_("it exists already")},
        {ENAMETOOLONG, N_("the name is too long")},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].code == code)
            return _(reasons[i].text);
    return strerror(code);
}

bool err_set_errno(struct err *e, const char *place, const char *remedy, const char *what)
{
    int code = errno;
    return err_set(e, ERR_FILE, place, remedy, "%s: %s", what, reason(code));
}

const char *err_open_remedy(void)
{
    return errno == EIO ? _("plug the stick in again and try once more, or take another copy")
                        : _("check the name and the folder");
}

char *err_text(const struct err *e)
{
    struct str b = {0};
    if (e->place)
        str_addf(&b, "%s: ", e->place);
    str_add(&b, e->message ? e->message : "");
    if (e->remedy)
        str_addf(&b, " — %s", e->remedy);
    str_hide_controls(&b);
    return str_take(&b);
}

void err_finish(struct err *e)
{
    free(e->place);
    free(e->message);
    free(e->remedy);
    *e = (struct err){0};
}

void err_move(struct err *to, struct err *from)
{
    if (to) {
        err_finish(to);
        *to = *from;
        *from = (struct err){0};
    } else {
        err_finish(from);
    }
}
