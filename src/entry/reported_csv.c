/* Who has reported, for a spreadsheet. */
#include <inttypes.h>
#include <string.h>

#include "base/lang.h"
#include "base/str.h"
#include "entry/reported.h"

/* Quoted (RFC 4180). */
static void add_text(struct str *out, const char *text)
{
    bool formula = *text && strchr("=+-@\t", *text);
    str_add(out, out->len && str_text(out)[out->len - 1] != '\n' ? ",\"" : "\"");
    str_add(out, formula ? "'" : "");
    for (; *text; text++)
        str_add(out, *text == '"' ? "\"\"" : (char[]){*text, '\0'});
    str_add(out, "\"");
}

static void add_number(struct str *out, int64_t n)
{
    str_addf(out, ",%" PRId64, n);
}

static void add_day(struct str *out, bool known, struct date day)
{
    char text[16] = "";
    if (known)
        date_iso(day, text);
    add_text(out, text);
}

static void add_truth(struct str *out, bool yes, bool words)
{
    if (words)
        add_text(out, yes ? _("yes") : _("no"));
    else
        add_number(out, yes);
}

static void add_unit(struct str *out, struct session *s, const struct reported *r, bool words)
{
    add_text(out, r->unit->id);
    add_text(out, session_office_name(s, r->unit->id));
    add_day(out, r->has_due, r->due);
    add_text(out, words ? reported_state_name(r) : reported_state_id(r));
    add_number(out, r->exists ? r->row.submission : 0);
    add_day(out, r->received, date_of_time(r->row.submitted));
    add_truth(out, r->complete, words);
    add_truth(out, r->on_time, words);
    add_number(out, r->late);
    add_truth(out, r->accepted, words);
    add_day(out, r->received, date_of_time(r->came));
    add_truth(out, r->line != NULL, words);
}

char *reported_csv(struct session *s, const struct reported_list *l, const size_t *order, size_t n,
                   bool words)
{
    static const struct {
        const char *id, *word;
    } heads[] = {
        {"unit", N_("Code")},           {"name", N_("Unit")},           {"due", N_("Due")},
        {"state", N_("State")},         {"submission", N_("Times sent")}, {"sent", N_("First sent")},
        {"complete", N_("Complete")},   {"on_time", N_("On time")},     {"late", N_("Days late")},
        {"accepted", N_("Accepted")},   {"came", N_("Received")},       {"owes", N_("Must report")},
    };
    struct str out = {0};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        add_text(&out, words ? _(heads[i].word) : heads[i].id);
    for (size_t i = 0; i < (order ? n : l->n); i++) {
        str_add(&out, "\n");
        add_unit(&out, s, &l->v[order ? order[i] : i], words);
    }
    str_add(&out, "\n");
    return str_take(&out);
}
