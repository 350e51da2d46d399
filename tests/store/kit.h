#ifndef PHIEU_TESTS_STORE_KIT_H
#define PHIEU_TESTS_STORE_KIT_H
/* What the tests of the store share: a folder of their own, fixed clock, ids and installation. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/installation.h"
#include "base/mem.h"
#include "base/random.h"
#include "db/db.h"
#include "folder.h"
#include "store/store.h"
#include "tap.h"

#define OFFICE_A "00112233445566778899aabbccddeeff"
#define OFFICE_B "ffeeddccbbaa99887766554433221100"

static char kit_folder[64];

static inline void kit_begin(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    folder_make(kit_folder, sizeof kit_folder, "store");
    clock_fix(1435190400); /* 2015-06-25 */
    random_seed(7);
    installation_fix(OFFICE_A);
}

static inline char *kit_path(const char *name)
{
    return xasprintf("%s/%s", kit_folder, name);
}

/* Removes all files. */
static inline void kit_empty(void)
{
    DIR *d = opendir(kit_folder);
    for (struct dirent *f; d && (f = readdir(d));) {
        char *path = kit_path(f->d_name);
        unlink(path);
        free(path);
    }
    if (d)
        closedir(d);
}

static inline void kit_clean(void)
{
    kit_empty();
    rmdir(kit_folder);
}

static inline int kit_done(void)
{
    kit_clean();
    return tap_done();
}

/* Fails the test with the error's text when good is false; releases e. */
static inline bool kit_good(bool good, struct err *e, const char *name)
{
    ok(good, "%s", name);
    if (!good && e->code) {
        char *text = err_text(e);
        printf("#   %s\n", text);
        free(text);
    }
    err_finish(e);
    return good;
}

static inline json *kit_json(const char *text)
{
    json *j = js_parse(text, strlen(text), "test", NULL);
    if (!j)
        abort();
    return j;
}

static inline struct store *kit_open(const char *name, unsigned flags)
{
    char *path = kit_path(name);
    struct err e = {0};
    struct store *s = store_open(path, flags, &e);
    if (!s) {
        char *text = err_text(&e);
        printf("#   %s\n", text);
        free(text);
    }
    err_finish(&e);
    free(path);
    return s;
}

/* A revision of an entry; parents: n hashes. Prints what went wrong. */
static inline bool kit_revise(struct store *s, const char *entry, const char *unit,
                              const char *period, const char *status, const struct hash *form,
                              const struct hash *parents, size_t n, const char *answers,
                              struct hash *ret)
{
    struct event ev = {.kind = EVENT_REVISION, .has_form = true, .form = *form};
    ev.entry = xstrdup(entry);
    ev.unit = xstrdup(unit);
    ev.period = xstrdup0(period);
    ev.status = xstrdup(status);
    ev.author = xstrdup("Nguyễn Văn An");
    ev.office = xstrdup(unit);
    for (size_t i = 0; i < n; i++)
        *vec_add(&ev.parents) = parents[i];
    json *j = answers ? kit_json(answers) : NULL;
    struct err e = {0};
    bool good = store_add_revision(s, &ev, j, ret, &e);
    if (!good) {
        char *text = err_text(&e);
        printf("#   %s\n", text);
        free(text);
    }
    err_finish(&e);
    js_free(j);
    event_finish(&ev);
    return good;
}

static inline bool kit_review(struct store *s, const char *entry, const struct hash *target,
                              const char *verdict, const struct hash *supersedes, struct hash *ret)
{
    struct event ev = {.kind = EVENT_REVIEW, .has_target = true, .target = *target};
    ev.entry = xstrdup(entry);
    ev.verdict = xstrdup(verdict);
    ev.office = xstrdup("D012");
    if (supersedes)
        *vec_add(&ev.supersedes) = *supersedes;
    struct err e = {0};
    bool good = store_add_event(s, &ev, !strcmp(verdict, "return") ? "Thiếu số liệu" : NULL, ret,
                                &e);
    err_finish(&e);
    event_finish(&ev);
    return good;
}

#endif
