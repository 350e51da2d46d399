#include "cli/entry_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "cli/say.h"
#include "entry/state_words.h"
#include "form/record_follow.h"
#include "report/report.h"
#include "text/date.h"

/* ---- values ------------------------------------------------------------------------------------ */

/* With its measure; freshly allocated. */
static char *shown_text(struct entry *en, struct place p)
{
    const struct field *f = record_field(entry_record(en), p);
    char *text = report_answer(entry_record(en), entry_rules(en), entry_catalogue(en), p);
    if (!*text || !f->type->figure || text_is_empty(&f->measure))
        return text;
    char *with = xasprintf("%s %s", text, text_of(&f->measure));
    free(text);
    return with;
}

static void print_field(struct entry *en, const struct field *f)
{
    char *shown = shown_text(en, PLACE_FIELD(f->index));
    bool computed = rules_computed(entry_rules(en), PLACE_FIELD(f->index));
    say(stdout, "  %s%s%s%s\n", f->number ? f->number : "", f->number ? " " : "",
        text_of(&f->label), computed ? _(" (computed)") : "");
    if (!*shown)
        say(stdout, "      %s\n", computed ? "-" : _("(not filled in)"));
    for (const char *line = shown; *line;) {
        size_t n = strcspn(line, "\n");
        say(stdout, "      %.*s\n", (int)n, line);
        line += n + (line[n] == '\n');
    }
    free(shown);
}

/* ---- tables ------------------------------------------------------------------------------------ */

static void row_name(struct str *out, const struct field *f, int row)
{
    if (!table_fixed(f)) {
        str_addf(out, "%d.", row + 1);
        return;
    }
    const struct fixed_row *r = &f->table->rows.v[row];
    str_addf(out, "%*s%s%s%s", r->level * 2, "", r->number ? r->number : "", r->number ? " " : "",
             text_of(&r->label));
}

static void print_row(struct entry *en, const struct field *f, int row)
{
    struct str line = {0};
    bool first = true;
    row_name(&line, f, row);
    for (int c = 0; c < (int)f->table->columns.n; c++) {
        char *shown = shown_text(en, (struct place){f->index, row, c});
        if (*shown)
            str_addf(&line, "%s %s: %s", first ? (table_fixed(f) ? " —" : "") : ";",
                     text_of(&f->table->columns.v[c]->label), shown);
        first = first && !*shown;
        free(shown);
    }
    say(stdout, "    %s\n", str_text(&line));
    str_finish(&line);
}

static void print_totals(struct entry *en, const struct field *f)
{
    struct str line = {0};
    for (size_t i = 0; i < f->table->totals.n; i++) {
        struct sum sum;
        char total[40];
        int column = f->table->totals.v[i];
        if (rules_sum(entry_rules(en), f->index, column, &sum))
            str_addf(&line, "%s %s: %s", line.len ? ";" : _("Total:"),
                     text_of(&f->table->columns.v[column]->label), decimal_print(sum.size, total));
    }
    if (line.len)
        say(stdout, "    %s\n", str_text(&line));
    str_finish(&line);
}

static void print_table(struct entry *en, const struct field *f)
{
    say(stdout, "  %s\n", text_of(&f->label));
    for (int row = 0; row < record_rows(entry_record(en), f->index); row++)
        if (rules_relevant(entry_rules(en), (struct place){f->index, row, -1}))
            print_row(en, f, row);
    print_totals(en, f);
}

/* ---- the whole --------------------------------------------------------------------------------- */

static void print_section(struct entry *en, int section)
{
    const struct form *form = entry_form(en);
    const struct section *s = &form->sections.v[section];
    if (!rules_section_relevant(entry_rules(en), section))
        return;
    say(stdout, "\n%s%s%s\n", s->number ? s->number : "", s->number ? " " : "", text_of(&s->title));
    for (int i = s->first; i < s->first + s->count; i++) {
        const struct field *f = form->fields.v[i];
        if (!rules_relevant(entry_rules(en), PLACE_FIELD(i)))
            continue;
        if (!text_is_empty(&f->heading))
            say(stdout, " %s\n", text_of(&f->heading));
        if (f->table)
            print_table(en, f);
        else
            print_field(en, f);
    }
}

/* A row that is typed in goes by its number and what stands first in it. */
static void target_row(struct entry *en, struct str *out, const struct target_result *t)
{
    const struct field *f = t->target->rows;
    str_add(out, "· ");
    row_name(out, f, t->row);
    if (table_fixed(f))
        return;
    char *first = shown_text(en, (struct place){f->index, t->row, 0});
    str_addf(out, " %s", first);
    free(first);
}

static void print_targets(struct entry *en)
{
    const struct target_result *v;
    size_t n = rules_targets(entry_rules(en), &v);
    if (n)
        say(stdout, "\n%s\n", _("Targets"));
    for (size_t i = 0; i < n; i++) {
        struct str row = {0};
        if (v[i].row >= 0)
            target_row(en, &row, &v[i]);
        say(stdout, "  %s %s %s: %s\n", v[i].target->number ? v[i].target->number : v[i].target->id,
            text_of(&v[i].target->label), str_text(&row), target_state_name(v[i].state));
        str_finish(&row);
    }
}

static void print_unplaced(struct entry *en)
{
    struct unplaced_list list = {0};
    record_unplaced(entry_record(en), &list);
    if (list.n)
        say(stdout, "\n%s\n", _("Answers that this form has no place for"));
    for (size_t i = 0; i < list.n; i++)
        say(stdout, "  %s: %s\n", list.v[i].id, list.v[i].text);
    unplaced_finish(&list);
}

static void print_conflicts(struct entry *en)
{
    const struct conflict *v;
    size_t n = entry_conflicts(en, &v);
    if (n)
        say(stdout, "\n%s\n", _("Written by two people; somebody has to decide (phieu conflicts)"));
    for (size_t i = 0; i < n; i++) {
        char *name = entry_path_name(en, v[i].path);
        say(stdout, "  %s\n", name);
        free(name);
    }
}

static void print_facts(struct session *s, const struct entry_row *row)
{
    char when[32], *state = session_state_words(s, row);
    date_print_time(row->time, when);
    say(stdout, _("Unit: %s · period: %s · state: %s · %s · entry %s\n"),
        session_office_name(s, row->unit), row->period ? row->period : "once", state, when, row->entry);
    free(state);
}

void entry_text_print(struct session *s, struct entry *en)
{
    say(stdout, "%s\n", text_of(&entry_form(en)->title));
    print_facts(s, entry_row(en));
    for (int i = 0; i < (int)entry_form(en)->sections.n; i++)
        print_section(en, i);
    print_targets(en);
    print_unplaced(en);
    print_conflicts(en);
}

void entry_text_print_erased(struct session *s, const struct entry_row *row)
{
    const struct form *form = session_form_by_hash(s, &row->form, NULL);
    say(stdout, "%s\n", form ? text_of(&form->title) : row->form_id);
    print_facts(s, row);
    say(stdout, "\n  %s\n", _("(erased on request)"));
}
