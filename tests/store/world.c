/* The files of the offices, and what they say. */
#include "store/world.h"

#include <ftw.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

#include "store/conflict.h"
#include "store/erase.h"
#include "store/internal.h"
#include "store/kit.h"
#include "store/merge.h"

unsigned world_roll(unsigned *state, unsigned n)
{
    *state = *state * 1103515245u + 12345u;
    return (*state >> 16) % n;
}

void world_trouble(struct world *w, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    str_addvf(&w->trouble, fmt, ap);
    str_addc(&w->trouble, '\n');
    va_end(ap);
}

/* ---- life ------------------------------------------------------------------------------------------ */

void world_setup(void)
{
    kit_begin();
    setenv("XDG_RUNTIME_DIR", kit_folder, 1); /* private copies of files that are taken in */
    setenv("XDG_STATE_HOME", kit_folder, 1);  /* nobody's safety stores but ours */
}

void world_teardown(void)
{
    kit_clean();
}

/* Where its safety stores are. */
void world_sit(const struct world *w, unsigned site)
{
    char name[16];
    snprintf(name, sizeof name, "state%u", site);
    char *state = kit_path(name);
    if (w->losing)
        setenv("XDG_STATE_HOME", state, 1);
    free(state);
}

struct store *world_fresh(struct world *w)
{
    char name[32];
    snprintf(name, sizeof name, "file%u.db", w->files++);
    struct store *s = kit_open(name, STORE_CREATE | (w->losing ? STORE_KEPT : 0));
    if (!s)
        world_trouble(w, "%s cannot be made", name);
    return s;
}

void world_begin(struct world *w, unsigned seed, bool losing)
{
    *w = (struct world){.losing = losing};
    random_seed(seed);
    for (unsigned i = 0; i < WORLD_SITES; i++) {
        world_sit(w, i);
        w->sites[i] = world_fresh(w);
    }
}

void world_names_finish(struct name_list *v)
{
    for (size_t i = 0; i < v->n; i++)
        free(v->v[i]);
    vec_finish(v);
}

static int remove_one(const char *path, const struct stat *st, int what, struct FTW *ftw)
{
    (void)st;
    (void)what;
    (void)ftw;
    return remove(path);
}

void world_finish(struct world *w)
{
    for (int i = 0; i < WORLD_SITES; i++)
        store_close(w->sites[i], NULL);
    world_names_finish(&w->kept);
    vec_finish(&w->made);
    str_finish(&w->log);
    str_finish(&w->trouble);
    nftw(kit_folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    mkdir(kit_folder, 0700);
}

void world_sources(const struct world *w, struct name_list *ret)
{
    *ret = (struct name_list){0};
    for (int i = 0; i < WORLD_SITES; i++)
        *vec_add(ret) = xstrdup(store_path(w->sites[i]));
    for (size_t i = 0; i < w->kept.n; i++)
        *vec_add(ret) = xstrdup(w->kept.v[i]);
}

/* ---- taking in ---------------------------------------------------------------------------------------- */

static void check_counts(struct world *w, const struct merge_file *f)
{
    const struct merge_counts *sets[] = {&f->events, &f->bodies, &f->signatures};
    if (f->err.message)
        world_trouble(w, "%s is refused: %s", f->name, f->err.message);
    for (int i = 0; i < 3; i++)
        if (sets[i]->quarantined ||
            sets[i]->seen != sets[i]->known + sets[i]->added + sets[i]->refused)
            world_trouble(w, "U5: the counts of %s do not add up", f->name);
}

void world_take(struct world *w, struct store *to, const char *path)
{
    struct merge_report report;
    struct err e = {0};
    if (!store_merge(to, &path, 1, NULL, &report, &e))
        world_trouble(w, "%s cannot be taken in: %s", path, e.message);
    for (size_t i = 0; i < report.files.n; i++)
        check_counts(w, &report.files.v[i]);
    merge_report_finish(&report);
    err_finish(&e);
}

void world_erase(struct world *w, struct store *s)
{
    struct erase_requests all;
    struct err e = {0};
    bool done = true, good = store_erase_requests(s, &all, &e);
    for (size_t i = 0; good && i < all.v.n; i++) {
        size_t bodies;
        good = store_erase_confirm(s, &all.v.v[i].id, &bodies, &done, &e) ||
               e.code == ERR_USAGE; /* another one named the same bodies */
        if (good)
            err_finish(&e);
    }
    char *left = world_rows(s, "", "SELECT hex(hash) FROM body JOIN erased ON body=hash");
    if (!good || *left)
        world_trouble(w, "U7: an erasure is not carried out: %s%s", e.message ? e.message : "", left);
    free(left);
    erase_requests_finish(&all);
    err_finish(&e);
}

struct part {
    unsigned state, keep; /* of eight rows */
    VEC(struct store_bytes) rows;
};

static bool choose_row(void *user, const struct set_row *row, struct err *e)
{
    struct part *p = user;
    (void)e;
    if (world_roll(&p->state, 8) < p->keep)
        *vec_add(&p->rows) = (struct store_bytes){xstrndup(row->bytes, row->len), row->len};
    return true;
}

static void part_finish(struct part *p)
{
    for (size_t i = 0; i < p->rows.n; i++)
        free((char *)p->rows.v[i].p);
    vec_finish(&p->rows);
}

/* Some without the bodies, some with bodies that nobody names, mostly half of each. */
char *world_part(struct world *w, struct store *from, unsigned seed)
{
    static const unsigned keep[][2] = {{4, 4}, {4, 0}, {2, 8}, {6, 5}};
    const unsigned *share = keep[seed % 4];
    struct part events = {.state = seed, .keep = share[0]};
    struct part bodies = {.state = seed + 1, .keep = share[1]};
    struct store *s = world_fresh(w);
    if (!each_row(from, SET_EVENTS, choose_row, &events, NULL) ||
        !each_row(from, SET_BODIES, choose_row, &bodies, NULL) ||
        !store_take(s, bodies.rows.v, bodies.rows.n, events.rows.v, events.rows.n, NULL))
        world_trouble(w, "no part of %s can be made", store_path(from));
    char *path = xstrdup(store_path(s));
    store_close(s, NULL);
    part_finish(&events);
    part_finish(&bodies);
    return path;
}

/* ---- what a file says --------------------------------------------------------------------------------- */

char *world_rows(struct store *s, const char *title, const char *sql)
{
    struct str out = {0};
    struct stmt *q = db_prepare_once(s->db, sql, NULL);
    while (q && stmt_step(q, NULL) == STMT_ROW)
        str_addf(&out, "%s %s\n", title, stmt_text(q, 0));
    stmt_free(q);
    return str_take(&out);
}

void world_entries(struct store *s, struct name_list *ret)
{
    *ret = (struct name_list){0};
    struct stmt *q = db_prepare_once(s->db, "SELECT lower(hex(entry)) FROM x_state ORDER BY 1", NULL);
    while (q && stmt_step(q, NULL) == STMT_ROW)
        *vec_add(ret) = xstrdup(stmt_text(q, 0));
    stmt_free(q);
}

static void say_hash(struct str *out, const struct hash *h)
{
    char hex[HASH_HEX];
    hash_hex(h, hex);
    str_addf(out, " %.12s", hex);
}

static void say_conflict(struct str *out, const struct conflict *c)
{
    str_addf(out, "  %s was %s:", c->path, c->base ? c->base : "-");
    for (size_t i = 0; i < c->candidates.n; i++) {
        const struct candidate *x = &c->candidates.v[i];
        str_addf(out, " %s", x->bytes ? x->bytes : "-");
        say_hash(out, &x->revision);
        str_addf(out, " %s %s %lld;", x->author ? x->author : "-", x->office ? x->office : "-",
                 (long long)x->time);
    }
    str_addc(out, '\n');
}

static void say_entry(struct world *w, struct store *s, const char *entry, struct str *out)
{
    struct merged m;
    struct err e = {0};
    str_addf(out, "entry %s:", entry);
    if (!store_merged(s, entry, NULL, 0, &m, &e)) {
        if (e.code != ERR_RULE)
            world_trouble(w, "entry %s cannot be merged: %s", entry, e.message);
        str_add(out, " its answers are not here\n"); /* a part came without them */
        err_finish(&e);
        return;
    }
    char *answers = m.answers ? js_canonical(m.answers, NULL) : xstrdup("-");
    str_addf(out, " %s heads", answers);
    for (size_t i = 0; i < m.heads.n; i++)
        say_hash(out, &m.heads.v[i]);
    str_addc(out, '\n');
    for (size_t i = 0; i < m.conflicts.n; i++)
        say_conflict(out, &m.conflicts.v[i]);
    free(answers);
    merged_finish(&m);
}

static void say_health(struct world *w, struct store *s, struct str *out)
{
    struct store_health health = {0};
    if (!store_check(s, &health, NULL) || health.bad || *health.structure)
        world_trouble(w, "I1: %s is not sound", store_path(s));
    str_addf(out, "code %s\n", health.code);
    store_health_finish(&health);
}

static void say_lists(struct world *w, struct store *s, struct str *out)
{
    char *dump = store_derived_dump(s, NULL);
    if (!dump)
        world_trouble(w, "the lists of %s cannot be read", store_path(s));
    str_add(out, dump ? dump : "");
    free(dump);
}

char *world_says(struct world *w, struct store *s)
{
    static const char *const sets[][2] = {
        {"event", "SELECT hex(hash) FROM event ORDER BY hash"},
        {"body", "SELECT hex(hash) FROM body ORDER BY hash"},
        {"draft", "SELECT hex(hash) FROM draft_copy ORDER BY hash"},
        {"signature", "SELECT hex(event)||hex(signer)||hex(sig) FROM signature ORDER BY 1"},
        {"erased", "SELECT hex(body) FROM erased ORDER BY body"},
    };
    struct str out = {0};
    struct name_list entries;
    say_health(w, s, &out);
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        char *rows = world_rows(s, sets[i][0], sets[i][1]);
        str_add(&out, rows);
        free(rows);
    }
    say_lists(w, s, &out);
    world_entries(s, &entries);
    for (size_t i = 0; i < entries.n; i++)
        say_entry(w, s, entries.v[i], &out);
    world_names_finish(&entries);
    return str_take(&out);
}
