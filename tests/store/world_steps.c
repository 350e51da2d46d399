/* Steps by chance, and what each does. */
#include "store/world_steps.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/installation.h"
#include "base/mem.h"
#include "base/random.h"
#include "store/internal.h"
#include "store/signature.h"
#include "store/undo.h"

void say(const struct doing *d, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    str_addvf(&d->w->log, fmt, ap);
    va_end(ap);
}

const char *short_hash(const struct hash *h)
{
    static char hex[HASH_HEX];
    hash_hex(h, hex);
    hex[6] = '\0';
    return hex;
}

struct event event_begin(const struct doing *d, enum event_kind kind)
{
    static const char *const authors[] = {"An", "Bình", "Chi", "Dũng", "Én", "Giang"};
    struct event ev = {.kind = kind};
    ev.entry = kind == EVENT_ERASE ? NULL : xstrdup(d->entry);
    ev.author = xstrdup(authors[d->step->site % 6]);
    ev.office = xstrdup(d->step->r[0] % 2 ? "huyen" : "tinh");
    return ev;
}

void event_made(const struct doing *d, bool good, const struct hash *made, struct event *ev,
                struct err *e)
{
    if (good) {
        *vec_add(&d->w->made) = *made;
        say(d, " = %s", short_hash(made));
    } else {
        world_trouble(d->w, "an event cannot be made: %s", e->message ? e->message : "?");
    }
    event_finish(ev);
    err_finish(e);
}

/* ---- events about others ------------------------------------------------------------------------------ */

/* One of the events of a kind about the entry, or else about the next one that has any, which becomes
 * the entry of the step; false: there is none. */
static bool pick(struct doing *d, enum event_kind kind, unsigned r, struct revision *ret)
{
    bool found = false;
    for (unsigned i = 0; i < WORLD_ENTRIES && !found; i++) {
        struct revisions all;
        char id[ENTRY_ID_HEX];
        snprintf(id, sizeof id, "%032x", ((unsigned)(d->entry[31] - '1') + i) % WORLD_ENTRIES + 1);
        found = store_events(d->s, id, kind, &all, NULL) && all.n;
        if (found) {
            *ret = all.v[r % all.n];
            event_copy(&ret->head, &all.v[r % all.n].head);
            memcpy(d->entry, id, sizeof id);
        }
        revisions_finish(&all);
    }
    return found;
}

/* The same where only its hash matters. */
static bool pick_hash(struct doing *d, enum event_kind kind, struct hash *ret)
{
    struct revision r;
    if (!pick(d, kind, d->step->r[1], &r))
        return false;
    *ret = r.id;
    event_finish(&r.head);
    return true;
}

static void add(const struct doing *d, struct event *ev, const char *text)
{
    struct hash made;
    struct err e = {0};
    bool good = store_add_event(d->s, ev, text, &made, &e);
    event_made(d, good, &made, ev, &e);
}

/* Replaces none, one, or all of the reviews that it knows of its target. */
static void supersede(const struct doing *d, struct event *ev)
{
    struct revisions all;
    if (store_events(d->s, d->entry, ev->kind, &all, NULL))
        for (size_t i = 0; i < all.n; i++)
            if (!hash_cmp(&all.v[i].head.target, &ev->target) &&
                (d->step->r[3] % 3 == 0 || (d->step->r[3] % 3 == 1 && !ev->supersedes.n)))
                *vec_add(&ev->supersedes) = all.v[i].id;
    revisions_finish(&all);
}

/* Who reviews vouches for what was read, sometimes, or for something that is not here. */
static void sign(struct doing *d, const struct hash *event)
{
    struct signature_row row = {.event = *event, .signer_len = 32};
    struct err e = {0};
    memset(row.signer, (int)d->step->site, sizeof row.signer);
    memset(row.sig, (int)(d->step->r[6] % 4), sizeof row.sig);
    if (d->step->r[6] % 16 < 2)
        row.event.b[0] ^= 1;
    say(d, " and signs it");
    if (!store_begin(d->s, &e) || !store_end(d->s, signature_put(d->s, &row, NULL, &e), &e))
        world_trouble(d->w, "a signature cannot be put: %s", e.message);
    err_finish(&e);
}

static void do_review(struct doing *d)
{
    struct hash target;
    if (!pick_hash(d, EVENT_REVISION, &target))
        return;
    struct event ev = event_begin(d, EVENT_REVIEW);
    ev.has_target = true;
    ev.target = target;
    ev.verdict = xstrdup(d->step->r[2] % 2 ? "accept" : "return");
    ev.next = d->step->r[2] % 8 == 3 ? xstrdup("tinh") : NULL;
    ev.status = d->step->r[2] % 8 == 4 ? xstrdup(REVIEW_UNDONE) : NULL;
    say(d, "reviews %s of %.2s: %s", short_hash(&target), d->entry + 30,
        review_says_words[review_says(&ev)]);
    supersede(d, &ev);
    say(d, " instead of %zu", ev.supersedes.n);
    add(d, &ev, "vì sao");
    if (d->step->r[6] % 4)
        sign(d, &target);
}

static void do_comment(struct doing *d)
{
    struct hash target;
    if (!pick_hash(d, EVENT_REVISION, &target))
        return;
    struct event ev = event_begin(d, EVENT_COMMENT);
    ev.has_target = true;
    ev.target = target;
    ev.field = xstrdup(d->step->r[2] % 2 ? "a" : "t/0000000000000001/x");
    say(d, "comments on %s of %.2s", ev.field, d->entry + 30);
    add(d, &ev, "xem lại con số này");
}

static void do_close(struct doing *d)
{
    struct hash target;
    if (!pick_hash(d, EVENT_COMMENT, &target))
        return;
    struct event ev = event_begin(d, EVENT_COMMENT_STATE);
    ev.has_target = true;
    ev.target = target;
    ev.status = xstrdup(d->step->r[2] % 3 ? "closed" : "open");
    say(d, "says that comment %s of %.2s is %s", short_hash(&target), d->entry + 30, ev.status);
    supersede(d, &ev);
    add(d, &ev, NULL);
}

static void do_join(struct doing *d)
{
    char other[ENTRY_ID_HEX];
    unsigned n = (unsigned)(d->entry[31] - '1');
    snprintf(other, sizeof other, "%032x", (n + 1 + d->step->r[1] % (WORLD_ENTRIES - 1)) % WORLD_ENTRIES + 1);
    struct event ev = event_begin(d, EVENT_JOIN);
    ev.other = xstrdup(other);
    say(d, "joins %.2s and %.2s", d->entry + 30, other + 30);
    add(d, &ev, NULL);
}

static void do_unjoin(struct doing *d)
{
    struct revision join;
    if (!pick(d, EVENT_JOIN, d->step->r[1], &join))
        return;
    struct event ev = event_begin(d, EVENT_UNJOIN);
    ev.other = xstrdup(join.head.other);
    *vec_add(&ev.supersedes) = join.id;
    say(d, "takes the join of %.2s and %.2s back", d->entry + 30, ev.other + 30);
    add(d, &ev, NULL);
    event_finish(&join.head);
}

static void do_erase(struct doing *d)
{
    struct revision r;
    if (!pick(d, EVENT_REVISION, d->step->r[1], &r))
        return;
    struct event ev = event_begin(d, EVENT_ERASE);
    *vec_add(&ev.bodies) = r.head.body;
    bool acts = d->step->r[2] % 2;
    say(d, "asks to erase a body of %.2s%s", d->entry + 30, acts ? ", and erases what it knows of" : "");
    add(d, &ev, NULL);
    if (acts)
        world_erase(d->w, d->s);
    event_finish(&r.head);
}

static void do_form(struct doing *d)
{
    char yaml[48];
    struct hash body;
    snprintf(yaml, sizeof yaml, "form: f\nversion: %u\n", d->step->r[1] % 3 + 1);
    say(d, "takes in version %u of the form", d->step->r[1] % 3 + 1);
    if (!store_add_text(d->s, EVENT_FORM, "f", yaml, strlen(yaml), &body, NULL))
        world_trouble(d->w, "a form cannot be added");
}

/* ---- files ------------------------------------------------------------------------------------------------ */

static void do_merge(struct doing *d)
{
    say(d, "takes in the file of office %u", d->step->other);
    world_take(d->w, d->s, store_path(d->w->sites[d->step->other]));
}

static void do_part(struct doing *d)
{
    say(d, "takes in a part of the file of office %u", d->step->other);
    char *path = world_part(d->w, d->w->sites[d->step->other], d->step->seed);
    world_take(d->w, d->s, path);
    free(path);
}

static void put_aside(struct world *w, const char *path)
{
    if (w->losing)
        unlink(path);
    else
        *vec_add(&w->kept) = xstrdup(path);
}

static void do_clone(struct doing *d)
{
    struct world *w = d->w;
    unsigned i = d->step->site;
    say(d, "puts a copy of the file of office %u in the place of its own", d->step->other);
    char *old = xstrdup(store_path(w->sites[i]));
    char *path = xasprintf("%s.clone%u", old, w->files++);
    if (!store_copy(w->sites[d->step->other], path, NULL))
        world_trouble(w, "no copy can be made");
    store_close(w->sites[i], NULL);
    w->sites[i] = store_open(path, w->losing ? STORE_KEPT : 0, NULL);
    if (!w->sites[i])
        world_trouble(w, "the copy cannot be opened");
    put_aside(w, old);
    free(path);
    free(old);
}

static void reopen(struct doing *d, const char *path)
{
    struct err e = {0};
    d->s = d->w->sites[d->step->site] = store_open(path, d->w->losing ? STORE_KEPT : 0, &e);
    if (!d->s)
        world_trouble(d->w, "I5: %s does not open again: %s", path, e.message);
    err_finish(&e);
}

/* The process that dies: saves one revision, tells it, and dies in the middle of another. */
static void crash(struct doing *d, const char *path, int fd)
{
    struct world w = {0};
    struct doing child = {&w, store_open(path, d->w->losing ? STORE_KEPT : 0, NULL), d->step, {0}};
    memcpy(child.entry, d->entry, sizeof child.entry);
    if (child.s)
        do_revise(&child);
    bool told = w.made.n && write(fd, w.made.v, sizeof *w.made.v) == sizeof *w.made.v;
    if (told && store_begin(child.s, NULL))
        do_revise(&child);
    _exit(0);
}

static void do_crash(struct doing *d)
{
    int pipes[2];
    struct hash made;
    char *path = xstrdup(store_path(d->s));
    say(d, "saves %.2s and crashes", d->entry + 30);
    store_close(d->s, NULL);
    if (pipe(pipes) < 0)
        abort();
    pid_t child = fork();
    if (child == 0)
        crash(d, path, pipes[1]);
    close(pipes[1]);
    if (read(pipes[0], &made, sizeof made) == sizeof made)
        *vec_add(&d->w->made) = made;
    else
        world_trouble(d->w, "nothing was saved before the crash");
    waitpid(child, NULL, 0);
    close(pipes[0]);
    reopen(d, path);
    free(path);
}

static void do_undo(struct doing *d)
{
    struct undone undone = {0};
    struct err e = {0};
    char *path = xstrdup(store_path(d->s));
    say(d, "undoes what was taken in last");
    store_close(d->s, NULL);
    struct store *s = store_open(path, STORE_READONLY, &e);
    if (!s || (!store_undo_merge(s, &undone, &e) && e.code != ERR_RULE))
        world_trouble(d->w, "nothing can be undone: %s", e.message);
    say(d, undone.kept ? "" : ": not now");
    if (undone.kept)
        put_aside(d->w, undone.kept);
    undone_finish(&undone);
    err_finish(&e);
    store_close(s, NULL);
    reopen(d, path);
    free(path);
}

/* ---- all of them -------------------------------------------------------------------------------------------- */

static const struct {
    void (*run)(struct doing *);
    unsigned weight;
} ops[OP_COUNT] = {
    [OP_REVISE] = {do_revise, 20}, [OP_SETTLE] = {do_settle, 3}, [OP_REVIEW] = {do_review, 6},
    [OP_COMMENT] = {do_comment, 4}, [OP_CLOSE] = {do_close, 4},  [OP_JOIN] = {do_join, 2},
    [OP_UNJOIN] = {do_unjoin, 1},  [OP_ERASE] = {do_erase, 2},   [OP_FORM] = {do_form, 2},
    [OP_TYPE] = {do_type, 4},      [OP_LEAVE] = {do_leave, 2},   [OP_MERGE] = {do_merge, 12},
    [OP_PART] = {do_part, 3},      [OP_CLONE] = {do_clone, 1},   [OP_CRASH] = {do_crash, 1},
    [OP_UNDO] = {do_undo, 1},
};

static enum world_op random_op(unsigned *state)
{
    unsigned all = 0, at = 0;
    for (int i = 0; i < OP_COUNT; i++)
        all += ops[i].weight;
    unsigned r = world_roll(state, all);
    while (r >= ops[at].weight)
        r -= ops[at++].weight;
    return (enum world_op)at;
}

/* At first one office makes something, and the others have a copy of it. */
static enum world_op nth_op(size_t i, unsigned *state)
{
    enum world_op op = random_op(state);
    if (i < WORLD_SITES + 3)
        op = i == 0 ? OP_FORM : i < 4 ? OP_REVISE : OP_MERGE;
    return op;
}

void world_random_steps(unsigned seed, size_t n, struct steps *ret)
{
    unsigned state = seed * 2654435761u;
    *ret = (struct steps){0};
    for (size_t i = 0; i < n; i++) {
        struct step *s = vec_add(ret);
        s->op = nth_op(i, &state);
        s->site = world_roll(&state, WORLD_SITES);
        s->other = (s->site + 1 + world_roll(&state, WORLD_SITES - 1)) % WORLD_SITES;
        s->seed = seed * 1000 + (unsigned)i;
        for (size_t k = 0; k < sizeof s->r / sizeof *s->r; k++)
            s->r[k] = world_roll(&state, 1 << 15);
        if (i < WORLD_SITES + 3) {
            s->site = i < 4 ? 0 : (unsigned)i - 3;
            s->other = 0;
        }
    }
}

/* Where each office's clock stands: this year, 1970, 2100, some hours behind, 2000, this year. */
static const int64_t clocks[WORLD_SITES] = {1435190400, 60, 4102444800, 1435170000, 946684800, 1435190400};

void world_do(struct world *w, const struct step *step)
{
    struct doing d = {.w = w, .s = w->sites[step->site], .step = step};
    char inst[INSTALLATION_HEX];
    snprintf(inst, sizeof inst, "%032x", step->site % (WORLD_SITES - 1) + 16);
    static const unsigned entries[] = {1, 1, 1, 1, 2, 2, 3, WORLD_ENTRIES};
    snprintf(d.entry, sizeof d.entry, "%032x", entries[step->r[0] % 8]);
    installation_fix(inst);
    clock_fix(clocks[step->site] + step->seed % 1000 * 60);
    random_seed(step->seed);
    world_sit(w, step->site);
    say(&d, "  office %u ", step->site);
    size_t before = w->log.len;
    ops[step->op].run(&d);
    if (w->log.len == before)
        say(&d, "does nothing");
    say(&d, "\n");
}
