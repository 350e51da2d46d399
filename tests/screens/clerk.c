#include "screens/clerk.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "entry/settings.h"
#include "folder.h"
#include "screens/keys.h"

static void set_path(const struct clerk *c, const char *name, const char *inside)
{
    char *path = file_join(c->folder, inside);
    setenv(name, path, 1);
    free(path);
}

void clerk_init(struct clerk *c, const char *phieu, const char *forms)
{
    *c = (struct clerk){.phieu = phieu};
    folder_make(c->folder, sizeof c->folder, "clerk");
    set_path(c, "HOME", "home");
    set_path(c, "XDG_CONFIG_HOME", "config");
    set_path(c, "XDG_STATE_HOME", "state");
    set_path(c, "XDG_DATA_HOME", "data");
    set_path(c, "XDG_CACHE_HOME", "cache");
    set_path(c, "DB", "phieu.db");
    setenv("PHIEU", phieu, 1);
    setenv("PHIEU_FORMS", forms, 1);
    setenv("PHIEU_SYNC", "1", 1);
    setenv("PHIEU_TEST_SEED", "1", 1);
    setenv("PHIEU_TEST_CLOCK", "1435200000", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    unsetenv("LINES");
    unsetenv("COLUMNS");
}

static int remove_one(const char *path, const struct stat *s, int kind, struct FTW *f)
{
    (void)s, (void)kind, (void)f;
    return remove(path);
}

void clerk_finish(struct clerk *c)
{
    vt_destroy(c->vt);
    nftw(c->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void clerk_set_typing(struct clerk *c, const struct typing_options *options)
{
    (void)c;
    struct settings s;
    settings_init(&s);
    s.typing = *options;
    settings_save(&s, NULL);
    settings_finish(&s);
}

bool clerk_start(struct clerk *c, const char *term)
{
    static const char *const nothing[] = {NULL};
    char *argv[] = {(char *)c->phieu, (char *)"--as", (char *)"kg_an_bien", getenv("DB"), NULL};
    setenv("TERM", term, 1);
    vt_destroy(c->vt);
    c->vt = vt_start(&(struct vt_options){24, 80, argv, nothing});
    return c->vt && vt_wait(c->vt, CLERK_MS);
}

bool clerk_send(struct clerk *c, const char *bytes, size_t n)
{
    return vt_send(c->vt, bytes, n) && vt_wait(c->vt, CLERK_MS);
}

bool clerk_send_read(struct clerk *c, const char *bytes, size_t n)
{
    return vt_send(c->vt, bytes, n) && vt_wait_read(c->vt, CLERK_MS);
}

bool clerk_keys(struct clerk *c, const char *names)
{
    char *words = xstrdup(names), *rest = words;
    struct str bytes = {0};
    struct key k;
    bool good = true;
    for (char *word; good && (word = strsep(&rest, " "));) {
        str_clear(&bytes);
        good = key_from_name(word, &k);
        if (good)
            key_bytes(k, &bytes);
        good = good && clerk_send(c, str_text(&bytes), bytes.len);
    }
    str_finish(&bytes);
    free(words);
    return good;
}

bool clerk_leave(struct clerk *c)
{
    for (int i = 0; i < 8; i++) {
        if (!vt_send(c->vt, "\033", 1) || !vt_wait(c->vt, CLERK_MS) || !vt_send(c->vt, "q", 1))
            break;
        vt_wait(c->vt, CLERK_MS);
        if (vt_end(c->vt, 0) >= 0)
            break;
    }
    bool good = vt_end(c->vt, CLERK_MS) == 0 && !vt_strange(c->vt);
    vt_destroy(c->vt);
    c->vt = NULL;
    return good;
}

void clerk_print(struct clerk *c)
{
    char *screen = vt_screen(c->vt), *rest = screen;
    for (char *line; (line = strsep(&rest, "\n"));)
        printf("# %s\n", line);
    free(screen);
}

json *clerk_answers(struct clerk *c, const char *entry)
{
    char *command = xasprintf("\"$PHIEU\" show \"$DB\" %s --json", entry), bytes[65536];
    FILE *f = popen(command, "r");
    struct str text = {0};
    (void)c;
    for (size_t n; f && (n = fread(bytes, 1, sizeof bytes, f)) > 0;)
        str_addn(&text, bytes, n);
    if (f)
        pclose(f);
    json *shown = js_parse(str_text(&text), text.len, entry, NULL);
    json *answers = shown ? js_copy(js_get(shown, "answers")) : NULL;
    js_free(shown);
    str_finish(&text);
    free(command);
    return answers;
}
