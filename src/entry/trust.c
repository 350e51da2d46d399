#include "entry/trust.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"

static char *trust_folder(void)
{
    char *state = file_state_folder(), *folder = file_join(state, "forms");
    free(state);
    return folder;
}

static char *file_of(const char *folder, const struct hash *form)
{
    char hex[HASH_HEX];
    hash_hex(form, hex);
    char *name = xasprintf("%s.json", hex), *path = file_join(folder, name);
    free(name);
    return path;
}

bool trust_holds(const struct hash *form)
{
    char *folder = trust_folder(), *path = file_of(folder, form);
    bool holds = file_exists(path);
    free(folder);
    free(path);
    return holds;
}

bool trust_add(const struct hash *form, const char *id, struct err *e)
{
    if (trust_holds(form))
        return true;
    char *folder = trust_folder(), *path = file_of(folder, form);
    json *o = js_new_object();
    js_set_text(o, "form", id);
    js_set(o, "approved", js_new_integer(clock_now()));
    char *text = js_pretty(o);
    bool good = file_make_folder(folder, e) && file_write(path, text, strlen(text), e);
    js_free(o);
    free(text);
    free(folder);
    free(path);
    return good;
}
