#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "rules/parts.h"
#include "text/unicode.h"

void run_edit(struct sandbox_stmt *st)
{
    char *message = NULL;
    while (sandbox_step(st, &message) == SANDBOX_ROW)
        ;
    free(message);
    sandbox_reset(st);
}

/* Texts compare as NFC. */
static void bind_nfc(struct sandbox_stmt *st, int i, const char *text)
{
    size_t n = strlen(text);
    if (text_is_nfc(text, n)) {
        sandbox_bind_text(st, i, text);
        return;
    }
    char *nfc = text_nfc(text, n, NULL);
    sandbox_bind_text(st, i, nfc);
    free(nfc);
}

static void bind_figure(struct sandbox_stmt *st, int i, const struct field *f,
                        const struct value *v)
{
    struct figure figure;
    if (!value_figure(v, &figure))
        return;
    if (field_type_id(f->type) == TYPE_INTEGER && figure.size.places == 0)
        sandbox_bind_int(st, i, figure.size.digits);
    else
        sandbox_bind_real(st, i, decimal_double(figure.size));
}

/* 'a,b', in the order in which they are kept. */
static void bind_ticks(struct sandbox_stmt *st, int i, const struct value *v)
{
    struct ticks ticks;
    struct str list = {0};
    if (!value_ticks(v, &ticks))
        return;
    for (size_t k = 0; k < ticks.ids.n; k++)
        str_addf(&list, "%s%s", list.len ? "," : "", ticks.ids.v[k]);
    if (ticks.other)
        str_addf(&list, "%s%s", list.len ? "," : "", OTHER_ID);
    if (list.len)
        sandbox_bind_text(st, i, str_text(&list));
    str_finish(&list);
    ticks_finish(&ticks);
}

static void bind_value(struct sandbox_stmt *st, int i, const struct field *f,
                       const struct value *v)
{
    bool yes;
    enum type_id type = field_type_id(f->type);
    if (v->kind == VALUE_INTEGER && type == TYPE_INTEGER)
        sandbox_bind_int(st, i, v->integer);
    else if (f->type->figure)
        bind_figure(st, i, f, v);
    else if (f->several)
        bind_ticks(st, i, v);
    else if (type == TYPE_BOOLEAN && value_boolean(v, &yes))
        sandbox_bind_int(st, i, yes);
    else if (type == TYPE_BOOLEAN)
        sandbox_bind_null(st, i);
    else if (v->kind == VALUE_TEXT)
        bind_nfc(st, i, v->text);
    else if (v->kind == VALUE_OTHER)
        sandbox_bind_text(st, i, OTHER_ID);
}

static void bind_other(struct sandbox_stmt *st, int i, const struct field *f,
                       const struct value *v)
{
    struct ticks ticks;
    if (v->kind == VALUE_OTHER) {
        bind_nfc(st, i, v->text);
    } else if (f->several && value_ticks(v, &ticks)) {
        if (ticks.other)
            bind_nfc(st, i, ticks.other);
        ticks_finish(&ticks);
    }
}

static void bind_count(struct sandbox_stmt *st, int i, const struct value *v,
                       size_t (*count)(const char *, size_t))
{
    if (v->kind == VALUE_TEXT)
        sandbox_bind_int(st, i, (int64_t)count(v->text, strlen(v->text)));
}

/* NULL where nothing was said at all. */
static void bind_tick_count(struct sandbox_stmt *st, int i, const struct value *v)
{
    struct ticks ticks;
    if (value_is_blank(v) || !value_ticks(v, &ticks))
        return;
    sandbox_bind_int(st, i, (int64_t)ticks.ids.n + (ticks.other != NULL));
    ticks_finish(&ticks);
}

static void bind_flag(struct sandbox_stmt *st, int i, const struct value *v, bool at_least)
{
    struct figure figure;
    if (value_figure(v, &figure) && (at_least ? figure.at_least : figure.estimate))
        sandbox_bind_int(st, i, 1);
}

/* Blank, RAW and MISSING values are NULL to the rules. f NULL: a closed cell. */
void bind_part(struct sandbox_stmt *st, int i, const struct field *f, const struct value *v,
               enum part part)
{
    sandbox_bind_null(st, i);
    if (!f)
        return;
    switch (part) {
    case PART_VALUE:
        bind_value(st, i, f, v);
        break;
    case PART_ZERO:
        if (value_is_blank(v))
            sandbox_bind_int(st, i, 0);
        else
            bind_value(st, i, f, v);
        break;
    case PART_LETTERS:
        bind_count(st, i, v, text_letters);
        break;
    case PART_WORDS:
        bind_count(st, i, v, text_words);
        break;
    case PART_FILLED:
        if (v->kind == VALUE_TEXT)
            sandbox_bind_int(st, i, 1);
        break;
    case PART_MISSING:
        if (v->kind == VALUE_MISSING)
            sandbox_bind_text(st, i, v->text);
        break;
    case PART_OTHER:
        bind_other(st, i, f, v);
        break;
    case PART_COUNT:
        bind_tick_count(st, i, v);
        break;
    case PART_AT_LEAST:
    case PART_ESTIMATE:
        bind_flag(st, i, v, part == PART_AT_LEAST);
        break;
    }
}
