/* The charset of the terminal, as the environment names it. */
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "tui/term.h"

static bool is_utf8(void)
{
    const char *codeset = nl_langinfo(CODESET);
    return !strcmp(codeset, "UTF-8") || !strcmp(codeset, "utf8");
}

/* The translation is written without marks: whoever reads it has no UTF-8. */
bool term_set_locale(struct err *e)
{
    bool known = setlocale(LC_ALL, "") != NULL;
    if (known && is_utf8()) {
        setlocale(LC_NUMERIC, "C");
        return true;
    }
    bool plain = !known || !strncmp(nl_langinfo(CODESET), "ANSI_X3.4", 9);
    char *charset = xstrdup(nl_langinfo(CODESET));
    if (plain && (setlocale(LC_ALL, "C.UTF-8") || setlocale(LC_ALL, "C.utf8")) && is_utf8()) {
        free(charset);
        return true;
    }
    setlocale(LC_ALL, "C");
    err_set(e, ERR_USAGE, NULL, _("set LC_ALL=C.UTF-8, and the terminal program to UTF-8"),
            _("The terminal is set to %s; Vietnamese needs UTF-8"), charset);
    free(charset);
    return false;
}
