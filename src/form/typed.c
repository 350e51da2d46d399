#include "form/typed.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/form.h"
#include "form/pattern.h"
#include "text/fold.h"
#include "text/unicode.h"
#include "text/utf8.h"

/* Bytes that are no UTF-8 become U+FFFD one by one, so that the letters around them stay. */
static char *repair(const char *s, size_t n)
{
    struct str b = {0};
    while (n) {
        char letter[4];
        size_t len;
        uint32_t c = utf8_decode(s, n, &len);
        str_addn(&b, letter, utf8_encode(c, letter));
        s += len;
        n -= len;
    }
    return str_take(&b);
}

char *typed_clean(const char *typed, bool keep_newlines)
{
    char *out;
    size_t len;
    if (text_clean(typed, strlen(typed), keep_newlines, &out, &len))
        return out;
    char *valid = repair(typed, strlen(typed));
    text_clean(valid, strlen(valid), keep_newlines, &out, &len);
    free(valid);
    return out;
}

void typed_trim(char *s)
{
    size_t n = strlen(s), from = 0, to = 0, len;
    bool inside = false;
    for (size_t i = 0; i < n; i += len) {
        if (text_is_space(utf8_decode(s + i, n - i, &len)))
            continue;
        if (!inside)
            from = i;
        inside = true;
        to = i + len;
    }
    memmove(s, s + from, to - from);
    s[to - from] = '\0';
}

char *typed_line(const char *typed)
{
    char *s = typed_clean(typed, false);
    typed_trim(s);
    return s;
}

/* ---- codes ---------------------------------------------------------------------------------- */

/* As people type them, without marks, in both languages; the first is what the screens show. */
static const struct {
    const char *code;
    unsigned allowed;
    const char *label;
    const char *words[2];
} codes[] = {
    {MISSING_NO_FIGURES, CODE_NO_FIGURES, N_("no figures"), {"khong co so lieu", "no figures"}},
    {MISSING_NOT_APPLICABLE, CODE_NOT_APPLICABLE, N_("not applicable"),
     {"khong ap dung", "not applicable"}},
};
#define CODES (sizeof codes / sizeof *codes)

bool typed_code(const struct field *f, const char *text, struct value *ret)
{
    if (!f || !f->codes)
        return false;
    char *folded = fold_plain(text);
    size_t found = 0;
    while (found < CODES &&
           (!(f->codes & codes[found].allowed) ||
            (strcmp(folded, codes[found].code) && strcmp(folded, codes[found].words[0]) &&
             strcmp(folded, codes[found].words[1]))))
        found++;
    free(folded);
    if (found == CODES)
        return false;
    *ret = value_missing(codes[found].code);
    return true;
}

const char *code_label(const char *code)
{
    for (size_t i = 0; i < CODES; i++)
        if (!strcmp(codes[i].code, code))
            return _(codes[i].label);
    return code;
}

bool code_allowed(const struct field *f, const char *code)
{
    for (size_t i = 0; i < CODES; i++)
        if (!strcmp(codes[i].code, code))
            return f->codes & codes[i].allowed;
    return false;
}

bool field_takes_typing(const struct field *f)
{
    return f->type->typing && (!f->pattern || pattern_takes_marks(f->pattern));
}

struct value typed_read(const struct field *f, const char *text, int year)
{
    static const char *const between[] = {"/", "-", ".", " năm "};
    struct value v = f->type->parse(f, text);
    bool open = f->type == &field_types[TYPE_DATE] && f->precision != DATE_YEAR;
    for (size_t i = 0; open && v.kind == VALUE_RAW && i < sizeof between / sizeof between[0]; i++) {
        char *dated = xasprintf("%s%s%04d", v.text, between[i], year);
        struct value near = f->type->parse(f, dated);
        value_finish(near.kind == VALUE_TEXT ? &v : &near);
        if (near.kind == VALUE_TEXT)
            v = near;
        free(dated);
    }
    return v;
}
