#include "entry/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/mem.h"

#define SETTINGS_LIMIT 65536

static const char *const variants[] = {
    [TELEX_FULL] = "telex",
    [TELEX_SIMPLE] = "simple-telex",
    [TELEX_SIMPLE_2] = "simple-telex-2",
};

static char *settings_path(void)
{
    char *folder = file_config_folder();
    char *path = file_join(folder, "settings.json");
    free(folder);
    return path;
}

void settings_init(struct settings *s)
{
    *s = (struct settings){
        .typing = {.method = TYPING_TELEX, .variant = TELEX_SIMPLE_2, .spell = true},
        .lang = LANG_VI,
    };
}

static char *text_or_null(const json *j, const char *key)
{
    const json *v = js_get(j, key);
    return js_is(v, JS_STRING) && *js_text(v) ? xstrdup(js_text(v)) : NULL;
}

static void read_typing(struct typing_options *t, const json *j)
{
    typing_method_from_id(js_text(js_get(j, "method")), &t->method);
    const char *variant = js_text(js_get(j, "variant"));
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++)
        if (!strcmp(variant, variants[i]))
            t->variant = (enum typing_variant)i;
    t->new_style = js_bool(js_get(j, "new_style"));
    if (js_is(js_get(j, "spell"), JS_BOOL))
        t->spell = js_bool(js_get(j, "spell"));
}

bool settings_load(struct settings *s, struct err *e)
{
    settings_init(s);
    char *path = settings_path(), *text = NULL;
    size_t len = 0;
    bool ok = true;
    if (file_exists(path)) {
        ok = file_read(path, SETTINGS_LIMIT, &text, &len, e);
        json *j = ok ? js_parse(text, len, path, e) : NULL;
        ok = j != NULL;
        if (j) {
            s->catalogue = text_or_null(j, "catalogue");
            s->office = text_or_null(j, "office");
            s->author = text_or_null(j, "author");
            s->take_folder = text_or_null(j, "take_folder");
            s->copy_folder = text_or_null(j, "copy_folder");
            read_typing(&s->typing, js_get(j, "typing"));
            lang_from_name(js_text(js_get(j, "language")), &s->lang);
            s->enter_down = js_bool(js_get(j, "enter_down"));
            js_free(j);
        }
    }
    free(text);
    free(path);
    return ok;
}

/* A file that cannot be understood is somebody's: it is put aside, never written over. */
static void keep_broken(const char *path)
{
    char *text = NULL;
    size_t len = 0;
    if (!file_exists(path))
        return;
    json *j = file_read(path, SETTINGS_LIMIT, &text, &len, NULL)
                  ? js_parse(text, len, path, NULL)
                  : NULL;
    if (!j) {
        char *aside = xasprintf("%s.bak", path);
        if (rename(path, aside) < 0)
            perror(aside);
        free(aside);
    }
    js_free(j);
    free(text);
}

bool settings_save(const struct settings *s, struct err *e)
{
    json *typing = js_new_object();
    js_set_text(typing, "method", typing_method_id(s->typing.method));
    js_set_text(typing, "variant", variants[s->typing.variant]);
    js_set(typing, "new_style", js_new_bool(s->typing.new_style));
    js_set(typing, "spell", js_new_bool(s->typing.spell));
    json *j = js_new_object();
    js_set_text(j, "catalogue", s->catalogue);
    js_set_text(j, "office", s->office);
    js_set_text(j, "author", s->author);
    js_set(j, "typing", typing);
    js_set_text(j, "language", lang_name(s->lang));
    js_set_text(j, "take_folder", s->take_folder);
    js_set_text(j, "copy_folder", s->copy_folder);
    js_set(j, "enter_down", js_new_bool(s->enter_down));
    char *text = js_pretty(j);
    js_free(j);

    char *folder = file_config_folder(), *path = settings_path();
    bool ok = file_make_folder(folder, e);
    if (ok) {
        keep_broken(path);
        ok = file_write(path, text, strlen(text), e);
    }
    free(folder);
    free(path);
    free(text);
    return ok;
}

void settings_finish(struct settings *s)
{
    free(s->catalogue);
    free(s->office);
    free(s->author);
    free(s->take_folder);
    free(s->copy_folder);
    *s = (struct settings){0};
}
