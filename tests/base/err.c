#include "base/err.h"

#include <errno.h>
#include <stdlib.h>

#include "base/lang.h"
#include "tap.h"

static void is_text(const char *want, const struct err *e, const char *name)
{
    char *text = err_text(e);
    is(want, text, name);
    free(text);
}

static void sets(void)
{
    struct err e = {0};
    ok(!err_set(&e, ERR_USAGE, "a.json:1:2", "correct it", "found %d", 7), "err_set is false");
    is_int(ERR_USAGE, e.code, "the class");
    is_text("a.json:1:2: found 7 — correct it", &e, "place, what happened, what to do");
    err_set(&e, ERR_FILE, NULL, NULL, "%s", "worse");
    is_text("worse", &e, "a new error takes the place of the old one");
    ok(e.code == ERR_FILE && !e.place && !e.remedy, "nothing of the old one is left");
    err_finish(&e);
    ok(e.code == ERR_NONE && !e.message, "finished memory is zero");
    err_finish(&e);
    is_text("", &e, "no error has no text");
    ok(!err_set(NULL, ERR_FILE, "x", "y", "z"), "nobody needs to want the error");
}

/* A new error may tell about the older one in the same struct. */
static void quotes_itself(void)
{
    struct err e = {0};
    err_set(&e, ERR_FILE, "inner", NULL, "the disk is full");
    err_set(&e, ERR_DAMAGED, e.place, e.message, "outer: %s", e.message);
    is_text("inner: outer: the disk is full — the disk is full", &e,
            "old texts are read before they are released");
    err_finish(&e);
}

static void system_calls(void)
{
    struct err e = {0};
    errno = ENOSPC;
    ok(!err_set_errno(&e, "/mnt/usb/a.db", NULL, "cannot be written"), "err_set_errno is false");
    is_text("/mnt/usb/a.db: cannot be written: the disk is full", &e, "a known reason");
    lang_set(LANG_VI);
    errno = ENOSPC;
    err_set_errno(&e, "a", NULL, "không ghi được");
    is_text("a: không ghi được: đĩa đã đầy", &e, "in Vietnamese");
    lang_set(LANG_EN);
    errno = ELOOP;
    err_set_errno(&e, "a", NULL, "b");
    ok(e.message && !strncmp(e.message, "b: ", 3) && e.message[3], "any other reason has words");
    is_int(ERR_FILE, e.code, "system calls are trouble with files");
    err_finish(&e);
}

static void moves(void)
{
    struct err from = {0}, to = {0};
    err_set(&to, ERR_USAGE, NULL, NULL, "old");
    err_set(&from, ERR_FILE, "p", NULL, "new");
    err_move(&to, &from);
    is_text("p: new", &to, "moved");
    ok(!from.message && from.code == ERR_NONE, "nothing stays behind");
    err_move(NULL, &to);
    ok(!to.message, "moving to nowhere releases");
}

int main(void)
{
    lang_set(LANG_EN);
    sets();
    quotes_itself();
    system_calls();
    moves();
    return tap_done();
}
