#ifndef PHIEU_TESTS_ENTRY_BENCH_H
#define PHIEU_TESTS_ENTRY_BENCH_H
/* A session on a fresh file in a folder of its own, acting as one office. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/installation.h"
#include "base/mem.h"
#include "base/random.h"
#include "entry/entry.h"
#include "folder.h"
#include "tap.h"

#define FORM "kg-khao-sat-2015"
#define UNIT "kg_an_bien"

struct bench {
    char folder[64], *path;
    struct session *session;
};

static inline bool good(bool yes, struct err *e, const char *name)
{
    ok(yes, "%s", name);
    if (!yes) {
        char *text = err_text(e);
        printf("# %s\n", text);
        free(text);
    }
    err_finish(e);
    return yes;
}

static inline void bench_reopen(struct bench *b, const char *office)
{
    struct err e = {0};
    struct session_options options = {.store_flags = STORE_CREATE,
                                      .office = office,
                                      .author = "Nguyễn Văn An",
                                      .ignore_settings = true};
    if (b->session)
        good(session_close(b->session, &e), &e, "the session closes");
    b->session = session_open(b->path, &options, &e);
    good(b->session != NULL, &e, "the session opens");
}

static inline void bench_init(struct bench *b)
{
    clock_fix(1434770000);
    random_seed(7);
    installation_fix("00112233445566778899aabbccddeeff");
    *b = (struct bench){0};
    folder_make(b->folder, sizeof b->folder, "entry");
    b->path = xasprintf("%s/data.db", b->folder);
    bench_reopen(b, UNIT "/youth");
}

static inline void bench_finish(struct bench *b)
{
    session_close(b->session, NULL);
    unlink(b->path);
    rmdir(b->folder);
    free(b->path);
}

static inline struct entry *bench_begin(struct bench *b)
{
    struct err e = {0};
    const struct form *form = session_form(b->session, FORM, &e);
    struct entry *en = form ? entry_begin(b->session, form, UNIT, NULL, &e) : NULL;
    good(en != NULL, &e, "the entry opens");
    return en;
}

/* The answers as canonical bytes; freshly allocated. */
static inline char *answers_of(const struct entry *en)
{
    json *j = record_to_json(entry_record(en));
    char *bytes = js_canonical(j, NULL);
    js_free(j);
    return bytes;
}

static inline struct place field_of(const struct entry *en, const char *id)
{
    return PLACE_FIELD(form_field(entry_form(en), id)->index);
}

static inline struct place cell_of(const struct entry *en, int row, const char *column)
{
    const struct field *table = form_field(entry_form(en), "phu_luc");
    return (struct place){table->index, row, table_column(table, column)->index};
}

#endif
