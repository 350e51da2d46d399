#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "cli/command.h"
#include "report/report.h"
#include "entry/entry.h"

#define COLUMNS 80
#define WIDE_COLUMNS 128

/* The document of an entry, or the blank form when ref is the id of a form. */
static bool write_report(struct call *c, struct session *s, const char *ref, struct str *out,
                         struct err *e)
{
    struct report r = {.columns = COLUMNS, .wide_columns = WIDE_COLUMNS, .ascii = c->options.ascii};
    if (session_form_brief(s, ref)) {
        r.form = session_form(s, ref, e);
        if (!r.form)
            return false;
        struct record *blank = record_create(r.form);
        r.record = blank;
        r.catalogue = session_catalogue(s, r.form->units, NULL);
        report_write(&r, out);
        record_destroy(blank);
        return true;
    }
    struct entry *en = entry_view(s, ref, call_option(c, "revision"), e);
    if (!en)
        return false;
    r.form = entry_form(en);
    r.record = entry_record(en);
    r.rules = entry_rules(en);
    r.catalogue = entry_catalogue(en);
    r.unit = session_office_name(s, entry_unit(en));
    report_write(&r, out);
    entry_destroy(en);
    return true;
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), k = strlen(end);
    return n >= k && !strcmp(s + n - k, end);
}

static int run(struct call *c)
{
    struct err e = {0};
    struct str out = {0};
    const char *path = call_option(c, "o");
    if (path && !ends_with(path, ".txt")) {
        err_set(&e, ERR_USAGE, path, _("name a file that ends with .txt"),
                _("this version writes reports as plain text"));
        return command_fail(&e);
    }
    struct session *s = call_session(c, false, true, &e);
    if (s && write_report(c, s, c->argv[1], &out, &e)) {
        if (!path)
            fwrite(str_text(&out), 1, out.len, stdout);
        else
            file_write(path, str_text(&out), out.len, &e);
    }
    str_finish(&out);
    return call_end(c, s, EXIT_DONE, &e);
}

const struct command cmd_report = {
    .name = "report",
    .usage = "FILE ENTRY|FORM [-o OUT.txt] [--revision R]",
    .help = N_("Prints an entry as the document for signing, or a form with blanks to fill in."),
    .options = "o= revision=",
    .min_args = 2,
    .max_args = 2,
    .run = run,
};
