#include "base/lang.h"

#include <string.h>

static enum lang current = LANG_VI;

void lang_set(enum lang lang)
{
    current = lang;
}

enum lang lang_get(void)
{
    return current;
}

int lang_from_name(const char *name, enum lang *ret)
{
    if (!strcmp(name, "vi"))
        *ret = LANG_VI;
    else if (!strcmp(name, "en"))
        *ret = LANG_EN;
    else
        return 0;
    return 1;
}

const char *lang_name(enum lang lang)
{
    return lang == LANG_VI ? "vi" : "en";
}

const char *lang_tr(const char *english)
{
    if (current == LANG_EN)
        return english;
    unsigned low = 0, high = lang_table_size;
    while (low < high) {
        unsigned mid = low + (high - low) / 2;
        int c = strcmp(english, lang_table[mid].en);
        if (c == 0)
            return lang_table[mid].vi;
        if (c < 0)
            high = mid;
        else
            low = mid + 1;
    }
    return english;
}
