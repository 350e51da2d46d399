/* Folders from elsewhere: any name, any kind of file, and none of them keeps anybody waiting. */
#include "tui/folder.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "folder.h"
#include "store/peek.h"
#include "store/store.h"
#include "tap.h"
#include "tui/browse_rows.h"

static char root[64];

static char *at(const char *name)
{
    return file_join(root, name);
}

static void write_file(const char *name, const char *bytes, size_t n)
{
    char *path = at(name);
    FILE *f = fopen(path, "w");
    if (f) {
        fwrite(bytes, 1, n, f);
        fclose(f);
    }
    free(path);
}

static void shows(const char *want, const char *name)
{
    char *shown = folder_shown(name);
    is(want, shown, want);
    free(shown);
}

static void names(void)
{
    shows("báo cáo.db", "báo cáo.db");
    shows("báo", "ba\xcc\x81o"); /* as some systems write it */
    shows("a\\x1b[31mb", "a\033[31mb");
    shows("a\\x0ab\\x09c\\x7f", "a\nb\tc\x7f");
    shows("\\xff\\xc3(", "\xff\xc3(");
    shows("\\u202egpj.db\\u200b", "\xe2\x80\xaegpj.db\xe2\x80\x8b");
    shows("\\u0085", "\xc2\x85");
    shows("", "");
}

static void make_ours(const char *name)
{
    char *path = at(name);
    struct err e = {0};
    struct store *s = store_open(path, STORE_CREATE, &e);
    if (s)
        store_close(s, &e);
    err_finish(&e);
    free(path);
}

static void make_folder(void)
{
    char *from, *to;
    make_ours("ours.db");
    make_ours("a\033[2J\nb.db");
    write_file("other.db", "hello", 5);
    write_file("empty.db", "", 0);
    char fake[4096] = "SQLite format 3";
    write_file("fake.db", fake, sizeof fake);
    mkfifo(to = at("pipe.db"), 0600);
    free(to);
    symlink("nowhere", to = at("dangling.db"));
    free(to);
    symlink("round.db", to = at("round.db"));
    free(to);
    symlink(".", to = at("loop"));
    free(to);
    from = at("ours.db");
    symlink(from, to = at("link.db"));
    free(from);
    free(to);
    mkdir(to = at("Zeta"), 0700);
    free(to);
    mkdir(to = at("áo"), 0700);
    free(to);
}

static void reading(void)
{
    struct folder f;
    struct str list = {0};
    make_folder();
    folder_begin(&f, root);
    while (folder_read(&f, 1))
        continue;
    for (size_t i = 0; i < f.items.n; i++)
        str_addf(&list, "%s%s ", f.items.v[i].shown, f.items.v[i].folder ? "/" : "");
    is("áo/ loop/ Zeta/ a\\x1b[2J\\x0ab.db link.db ours.db ", str_text(&list),
       "folders first, then what its first bytes say to be ours");
    is_int(6, (int)f.others, "the rest is counted");
    is(NULL, f.trouble, "no trouble");
    str_finish(&list);
    folder_finish(&f);
}

static void trouble(void)
{
    struct folder f;
    char *path = at("nowhere");
    folder_begin(&f, path);
    ok(!folder_read(&f, 0) && f.trouble, "a folder that is gone is told");
    folder_finish(&f);
    free(path);
    path = at("pipe.db");
    folder_begin(&f, path);
    ok(!folder_read(&f, 0) && f.trouble, "a FIFO is no folder");
    folder_finish(&f);
    ok(!store_peek(AT_FDCWD, path), "and nobody waits for it");
    free(path);
}

static void many(void)
{
    enum { MANY = 3000 };
    char *folder = at("many");
    struct folder f;
    mkdir(folder, 0700);
    for (int i = 0; i < MANY; i++) {
        char *name = xasprintf("many/%d.db", i);
        write_file(name, "x", 1);
        free(name);
    }
    folder_begin(&f, folder);
    size_t steps = 1;
    while (folder_read(&f, 1))
        steps++;
    is_int(MANY, (int)f.others, "thousands of files are looked at");
    ok(steps > 1, "in steps, with keys between them");
    folder_finish(&f);
    free(folder);
}

/* ---- sticks ---------------------------------------------------------------------------------- */

static void places(void)
{
    char *stick = at("my stick"), *far_away = at("far"), *home = at("home");
    mkdir(stick, 0700);
    mkdir(far_away, 0700);
    mkdir(home, 0700);
    make_ours("my stick/q2.db");
    char *lines = xasprintf("36 25 8:17 / %s/my\\040stick rw,noatime shared:1 - vfat /dev/sdb1 rw\n"
                            "37 25 0:44 / %s rw - nfs4 server:/x rw\n"
                            "38 25 8:1 / / rw - ext4 /dev/sda1 rw\n"
                            "broken line\n39 - \n",
                            root, far_away);
    write_file("mounts", lines, strlen(lines));
    char *mounts = at("mounts");
    struct media_options o = {.mounts = mounts, .home = home, .last = stick};
    struct media m;
    media_list(&o, &m);
    is(stick, m.n ? m.v[0].path : NULL, "a stick comes first, by its kind of file system");
    ok(m.n && m.v[0].removable && m.v[0].room > 0, "with the room on it");
    bool asked = false, twice = false;
    for (size_t i = 1; i < m.n; i++) {
        asked |= !strcmp(m.v[i].path, far_away);
        twice |= !strcmp(m.v[i].path, stick);
    }
    ok(!asked, "network drives are not asked");
    ok(!twice, "a folder stands there once");
    char *inside = file_join(stick, "q2.db");
    ok(media_is_removable(&m, inside) && !media_is_removable(&m, home), "what lies on a stick");
    media_finish(&m);

    struct browse_rows b;
    browse_rows_init(&b, &o, inside, false);
    while (browse_rows_reading(&b))
        browse_rows_read(&b, 1);
    browse_rows_make(&b, "");
    bool own = false;
    for (size_t i = 0; i < b.rows.n; i++)
        own |= !strcmp(b.rows.v[i].path, inside);
    ok(!own, "the open file is never listed");
    browse_rows_finish(&b);
    browse_rows_init(&b, &o, NULL, false);
    while (browse_rows_reading(&b))
        browse_rows_read(&b, 1);
    browse_rows_make(&b, "Q2");
    bool found = false;
    for (size_t i = 0; i < b.rows.n; i++)
        found |= b.rows.v[i].kind == BROWSE_FILE && !strcmp(b.rows.v[i].shown, "q2.db");
    ok(found, "what is on a stick is found at once");
    browse_rows_finish(&b);
    free(inside);
    free(lines);
    free(mounts);
    free(stick);
    free(far_away);
    free(home);
}

int main(void)
{
    folder_make(root, sizeof root, "folder");
    names();
    reading();
    trouble();
    many();
    places();
    char *clean = xasprintf("rm -rf %s", root);
    ok(system(clean) == 0, "cleaned up");
    free(clean);
    return tap_done();
}
