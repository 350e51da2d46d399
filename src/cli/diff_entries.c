#include "cli/diff_entries.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "cli/changes_show.h"
#include "cli/entry_json.h"
#include "cli/say.h"
#include "store/align.h"

static void add_facts(struct field_values *to, const struct entry_row *row)
{
    fields_add_text(to, "$period", row->period);
    fields_add_text(to, "$unit", row->unit);
    fields_sort(to);
}

static void compare(const struct entry *a, const struct entry *b, struct field_changes *ret)
{
    struct field_values before = {0}, after = {0};
    json *x = record_to_json(entry_record(a)), *y = record_to_json(entry_record(b));
    json *aligned = answers_align(x, y);
    fields_flatten(x, &before);
    fields_flatten(aligned, &after);
    add_facts(&before, entry_row(a));
    add_facts(&after, entry_row(b));
    fields_compare(&before, &after, ret);
    fields_finish(&before);
    fields_finish(&after);
    js_free(x);
    js_free(y);
    js_free(aligned);
}

static void print(struct call *c, const struct entry *a, const struct entry *b,
                  const struct field_changes *changes)
{
    if (c->options.json) {
        json *o = js_new_object();
        js_set_text(o, "entry", entry_id(a));
        js_set_text(o, "other", entry_id(b));
        js_set(o, "changes", changes_json(a, changes));
        command_print_json(o);
        return;
    }
    changes_print(a, changes);
    if (!changes->n && !c->options.quiet)
        say(stdout, "%s\n", _("Nothing differs."));
}

void diff_entries(struct call *c, struct session *s, struct err *e)
{
    struct entry *a = entry_view(s, c->argv[1], NULL, e);
    struct entry *b = a ? entry_view(s, c->argv[2], NULL, e) : NULL;
    if (b && strcmp(entry_form(a)->id, entry_form(b)->id) != 0) {
        err_set(e, ERR_USAGE, entry_id(b), NULL, _("they are entries of two forms: %s and %s"),
                entry_form(a)->id, entry_form(b)->id);
    } else if (b) {
        struct field_changes changes = {0};
        compare(a, b, &changes);
        print(c, a, b, &changes);
        changes_finish(&changes);
    }
    entry_destroy(a);
    entry_destroy(b);
}
