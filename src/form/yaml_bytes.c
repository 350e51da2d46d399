#include "form/yaml_bytes.h"

#include <string.h>

#include "base/lang.h"
#include "text/utf8.h"

size_t bytes_line_break(const char *s, size_t len, size_t i)
{
    if (s[i] == '\r')
        return i + 1 < len && s[i + 1] == '\n' ? 2 : 1;
    if (s[i] == '\n')
        return 1;
    if (i + 1 < len && !memcmp(s + i, "\xC2\x85", 2))
        return 2;
    if (i + 2 < len && (!memcmp(s + i, "\xE2\x80\xA8", 3) || !memcmp(s + i, "\xE2\x80\xA9", 3)))
        return 3;
    return 0;
}

void bytes_place(const char *s, size_t len, size_t offset, size_t *ret_line, size_t *ret_column)
{
    size_t line = 0, column = 0;
    for (size_t i = 0; i < offset && i < len;) {
        size_t n = bytes_line_break(s, len, i);
        line += n > 0;
        column = n ? 0 : column + 1;
        i += n ? n : 1;
        while (!n && i < len && (s[i] & 0xC0) == 0x80)
            i++;
    }
    *ret_line = line;
    *ret_column = column;
}

bool bytes_acceptable(const char *text, size_t len, size_t max, struct problem_list *problems)
{
    size_t bad = 0;
    const char *what = NULL, *remedy = _("save the file as UTF-8");
    const char *nul = memchr(text, '\0', len);
    if (len > max) {
        what = _("the file is too large");
        remedy = _("is it the right file?");
    } else if (len >= 2 && (!memcmp(text, "\xFF\xFE", 2) || !memcmp(text, "\xFE\xFF", 2))) {
        what = _("the file is written in UTF-16");
    } else if (!utf8_valid(text, len, &bad)) {
        what = _("this byte is not UTF-8");
    } else if (nul) {
        bad = (size_t)(nul - text);
        what = _("the file holds a NUL byte: it is no text, or written in UTF-16");
    }
    if (!what)
        return true;
    size_t line, column;
    bytes_place(text, len, bad, &line, &column);
    problem_add(problems, PROBLEM_ERROR, (int)line + 1, (int)column + 1, remedy, "%s", what);
    return false;
}
