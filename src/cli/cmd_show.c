#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "cli/command.h"
#include "cli/entry_json.h"
#include "cli/say.h"
#include "text/date.h"

static void print_value(const struct record *record, struct place p)
{
    const struct field *f = record_field(record, p);
    char *shown = field_print(f, record_get(record, p));
    printf("  %s%s%s\n", f->number ? f->number : "", f->number ? " " : "", text_of(&f->label));
    if (!*shown)
        printf("      %s\n", _("(not filled in)"));
    for (const char *line = shown; *line;) {
        size_t n = strcspn(line, "\n");
        say(stdout, "      %.*s\n", (int)n, line);
        line += n + (line[n] == '\n');
    }
    free(shown);
}

static void print_table(const struct record *record, const struct field *f)
{
    printf("  %s\n", text_of(&f->label));
    for (int row = 0; row < record_rows(record, f->index); row++) {
        printf("    %d.", row + 1);
        for (size_t c = 0; c < f->table->columns.n; c++) {
            char *shown = field_print(f->table->columns.v[c],
                                      record_get(record, (struct place){f->index, row, (int)c}));
            if (*shown)
                say(stdout, "%s %s: %s", c ? ";" : "", text_of(&f->table->columns.v[c]->label), shown);
            free(shown);
        }
        putchar('\n');
    }
    for (size_t i = 0; i < f->table->totals.n; i++) {
        struct sum sum;
        char total[40];
        int column = f->table->totals.v[i];
        if (record_sum(record, f->index, column, &sum))
            printf("%s%s %s: %s", i ? "" : "    ", i ? ";" : _("Total:"),
                   text_of(&f->table->columns.v[column]->label), decimal_print(sum.size, total));
    }
    putchar('\n');
}

static void print_section(const struct record *record, const struct section *s)
{
    const struct form *form = record_form(record);
    printf("\n%s%s%s\n", s->number ? s->number : "", s->number ? " " : "", text_of(&s->title));
    for (int i = s->first; i < s->first + s->count; i++) {
        if (!text_is_empty(&form->fields.v[i]->heading))
            printf(" %s\n", text_of(&form->fields.v[i]->heading));
        if (form->fields.v[i]->table)
            print_table(record, form->fields.v[i]);
        else
            print_value(record, PLACE_FIELD(i));
    }
}

static void print_entry(struct session *s, struct entry *en)
{
    const struct entry_row *row = entry_row(en);
    char when[32];
    date_print_time(row->time, when);
    printf("%s\n", text_of(&entry_form(en)->title));
    say(stdout, _("Unit: %s · period: %s · state: %s · %s · entry %s\n"),
        session_office_name(s, row->unit), entry_period(en), entry_state_name(row->state), when,
        row->entry);
    for (size_t i = 0; i < entry_form(en)->sections.n; i++)
        print_section(entry_record(en), &entry_form(en)->sections.v[i]);
}

static int run(struct call *c)
{
    struct err e = {0};
    struct session *s = call_session(c, false, true, &e);
    struct entry *en = s ? entry_view(s, c->argv[1], call_option(c, "revision"), &e) : NULL;
    if (en && c->options.json) {
        json *o = entry_json_full(s, en, &e);
        if (o)
            command_print_json(o);
    } else if (en) {
        print_entry(s, en);
        if (!c->options.quiet)
            entry_print_problems(en, "", false);
    }
    entry_destroy(en);
    return call_end(c, s, EXIT_DONE, &e);
}

const struct command cmd_show = {
    .name = "show",
    .usage = "FILE ENTRY [--revision R]",
    .help = N_("Shows one entry; with --json: answers, problems, state, history."),
    .options = "revision=",
    .min_args = 2,
    .max_args = 2,
    .run = run,
};
