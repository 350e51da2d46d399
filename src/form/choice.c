#include "form/choice.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/choice_several.h"
#include "form/form.h"
#include "form/typed.h"
#include "text/fold.h"

static const char *label_of(const struct option *o, int language)
{
    const char *label = language ? o->label.en : o->label.vi;
    return label ? label : "";
}

const char *choice_exact(const struct field *f, const char *text)
{
    for (size_t i = 0; i < f->options.n; i++)
        if (!strcmp(f->options.v[i].id, text))
            return f->options.v[i].id;
    for (size_t i = 0; i < f->options.n; i++)
        for (int language = 0; language < 2; language++)
            if (!strcmp(label_of(&f->options.v[i], language), text))
                return f->options.v[i].id;
    return NULL;
}

static bool label_begins(const struct option *o, const char *folded, bool whole)
{
    bool found = false;
    for (int language = 0; language < 2 && !found; language++) {
        char *label = fold_plain(label_of(o, language));
        found = whole ? !strcmp(label, folded) : str_starts(label, folded);
        free(label);
    }
    return found;
}

/* The one option whose label is the text without marks, or begins with it; NULL for none and for
 * several. */
static const char *choice_begins(const struct field *f, const char *folded, bool whole)
{
    const char *id = NULL;
    for (size_t i = 0; i < f->options.n; i++) {
        if (!label_begins(&f->options.v[i], folded, whole))
            continue;
        if (id)
            return NULL;
        id = f->options.v[i].id;
    }
    return id;
}

static const char *choice_number(const struct field *f, const char *text)
{
    bool digit = text[0] >= '1' && text[0] <= '9' && !text[1];
    size_t i = digit ? (size_t)(text[0] - '1') : f->options.n;
    return i < f->options.n ? f->options.v[i].id : NULL;
}

const char *choice_find(const struct field *f, const char *text)
{
    char *folded = fold_plain(text);
    const char *id = choice_exact(f, text);
    if (!id)
        id = choice_begins(f, folded, true);
    if (!id)
        id = choice_begins(f, folded, false);
    if (!id)
        id = choice_number(f, text);
    free(folded);
    return id;
}

char *choice_other(const char *text)
{
    size_t n = strcspn(text, ": ");
    char *head = xstrndup(text, n), *folded = fold_plain(head), *rest = NULL;
    if (!strcmp(folded, "khac") || !strcmp(folded, "other")) {
        n += strspn(text + n, " ");
        rest = xstrdup(text + n + (text[n] == ':'));
        typed_trim(rest);
    }
    free(folded);
    free(head);
    return rest;
}

struct value choice_parse(const struct field *f, const char *typed)
{
    char *text = typed_line(typed);
    struct value v;
    if (!*text || typed_code(f, text, &v)) {
        v = *text ? v : VALUE_NONE;
        free(text);
        return v;
    }
    if (f->several) {
        v = several_parse(f, text, choice_find);
    } else {
        const char *id = choice_find(f, text);
        v = id ? value_text(id) : choice_parse_exact(f, text);
    }
    if (value_is_blank(&v))
        v = value_raw(text);
    free(text);
    return v;
}

struct value choice_parse_exact(const struct field *f, const char *text)
{
    if (f->several)
        return several_parse(f, text, choice_exact);
    const char *id = choice_exact(f, text);
    char *other = !id && f->other ? choice_other(text) : NULL;
    struct value v = id ? value_text(id) : other ? value_other(other) : VALUE_NONE;
    free(other);
    return v;
}

static char *label_print(const struct field *f, const char *id)
{
    const struct option *o = field_option(f, id);
    const char *label = o ? text_of(&o->label) : "";
    return xstrdup(*label ? label : id);
}

/* A label that is typed as it stands gives this option back; else the id does. */
static char *label_edit(const struct field *f, const char *id)
{
    char *label = label_print(f, id);
    const char *found = choice_find(f, label);
    if (found && !strcmp(found, id))
        return label;
    free(label);
    return xstrdup(id);
}

char *choice_other_text(const char *text)
{
    return *text ? xasprintf("%s: %s", _("Other"), text) : xstrdup(_("Other"));
}

char *choice_print(const struct field *f, const struct value *v)
{
    if (f->several)
        return several_text(f, v, label_print);
    return label_print(f, v->text);
}

char *choice_edit(const struct field *f, const struct value *v)
{
    if (f->several)
        return several_text(f, v, label_edit);
    return label_edit(f, v->text);
}

bool choice_prints(const struct field *f, const struct value *v)
{
    struct ticks t;
    if (!f->several)
        return v->kind == VALUE_TEXT;
    bool good = value_ticks(v, &t);
    ticks_finish(&t);
    return good;
}

bool choice_accepts(const struct field *f, const struct value *v, const char **ret_why)
{
    if (f->several)
        return several_accepts(f, v, ret_why);
    *ret_why = f->other ? _("the id of an option, or {\"value\":\"khac\",\"text\":\"…\"}")
                        : _("the id of an option");
    if (v->kind == VALUE_TEXT)
        return field_option(f, v->text) != NULL;
    return v->kind == VALUE_RAW || (v->kind == VALUE_OTHER && f->other) ||
           (v->kind == VALUE_MISSING && code_allowed(f, v->text));
}
