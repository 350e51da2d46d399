/* A walk through all screens with only the keys that they list: of the bottom line, of F1, of the palette.
 *     crawl PHIEU
 * It begins at home, again and again, as several offices with files that hold entries in every state
 * (crawl.sh), and presses what was pressed least at this place so far, or goes to where something is left
 * to press. Nothing it does may end the program otherwise than by leaving it.
 *
 * The names of the screens come from the sources, the actions from tui/action.def; those that were not
 * reached are told. A short walk must reach four in five of both; with PHIEU_ROUNDS, so many times as long, all
 * but those that `elsewhere` explains. */
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/random.h"
#include "entry/session.h"
#include "tap.h"
#include "text/utf8.h"
#include "tui/app_state.h"
#include "tui/screens.h"

#define ROWS    30
#define COLUMNS 110
#define STEPS   14000 /* in all, by default */
#define A_LIFE  120  /* steps from home until it begins anew */

/* Screens and actions (by id) that a walk cannot come to, with the reason. */
static const struct {
    const char *name, *why;
} elsewhere[] = {
    {"legacy", "a terminal pastes bytes: tests/screens/legacy.scn"},
};

/* What can be pressed: the actions, then letters. */
static const char *const texts[] = {"1", "a", "k", "2015", " ", "an", "Hoaf "};
#define CHOICES (ACTION_COUNT + sizeof texts / sizeof texts[0])

VEC_TYPEDEF(inputs, struct input);

/* A place: the screen, what works there, and its bottom line. */
struct place_seen {
    size_t life;        /* in which it was seen first, and by which keys from its start */
    struct inputs path;
    int visits;         /* lives that began by going there */
    char *id, *bottom;
    unsigned places;
    bool heard;   /* what it lists is known */
    bool foreign; /* in English, which is left at once: all places twice would be too many */
    bool listed[CHOICES];
    int pressed[CHOICES];
    size_t led[CHOICES]; /* where that led to the last time: an index + 1 */
    size_t way, first;   /* while a way is looked for */
};

struct walk {
    struct app *app;
    struct surface *frame; /* as last shown */
    VEC(struct place_seen) seen;
    struct inputs queue; /* keys decided on */
    struct inputs path;  /* keys of this life so far */
    size_t life;
    struct str listing;      /* what help and bottom line say */
    size_t reading;          /* whose help is being read: index in seen + 1 */
    char *help_page;
    int left; /* steps of this life */
    size_t steps; /* of all lives */
    size_t from, choice; /* the last choice, and the place (+ 1) where it was made */
    bool reached[ACTION_COUNT];
};

static unsigned state = 56;

static unsigned chance(unsigned n)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % n;
}

/* ---- keys ----------------------------------------------------------------------------------- */

static void inputs_finish(struct inputs *all)
{
    for (size_t i = 0; i < all->n; i++)
        input_finish(&all->v[i]);
    vec_finish(all);
}

static void input_add(struct inputs *all, const struct input *in)
{
    *vec_add(all) = (struct input){.kind = in->kind, .key = in->key, .text = xstrdup0(in->text)};
}

static void inputs_copy(struct inputs *all, const struct inputs *from)
{
    for (size_t i = 0; i < from->n; i++)
        input_add(all, &from->v[i]);
}

static void queue_key(struct walk *w, struct key k)
{
    *vec_add(&w->queue) = (struct input){.kind = INPUT_KEY, .key = k};
}

static void queue_text(struct walk *w, const char *text)
{
    for (size_t n = strlen(text), used; n; text += used, n -= used)
        queue_key(w, (struct key){utf8_decode(text, n, &used), 0});
}

static bool key_for(enum action a, unsigned places, struct key *ret)
{
    enum action of;
    for (size_t i = 0; action_binding(i, ret, &of); i++)
        if (of == a && action_of(*ret, places) == a)
            return true;
    return false;
}

/* By its key, else by its name in the palette. */
static void queue_action(struct walk *w, enum action a, unsigned places)
{
    struct key k;
    w->reached[a] = true;
    if (key_for(a, places, &k)) {
        queue_key(w, k);
    } else if (key_for(ACTION_PALETTE, places, &k)) {
        queue_key(w, k);
        *vec_add(&w->queue) = (struct input){.kind = INPUT_TEXT, .text = xstrdup(action_name(a))};
        queue_key(w, (struct key){K_ENTER, 0});
    }
}

/* ---- where it is ------------------------------------------------------------------------------ */

static char *bottom_of(const struct walk *w)
{
    char *all = surface_text(w->frame);
    size_t n = strlen(all);
    while (n && all[n - 1] == '\n')
        all[--n] = '\0';
    /* without the typing method at the end */
    char *last = strrchr(all, '\n'), *bottom = xstrdup(last ? last + 1 : all), *gap = strstr(bottom + 1, "    ");
    if (gap)
        *gap = '\0';
    free(all);
    return bottom;
}

/* The index of this place; *ret_new: it was not seen before. */
static size_t here(struct walk *w, bool *ret_new)
{
    const char *id = app_top(w->app)->ops->id;
    unsigned places = app_places(w->app);
    char *bottom = !strcmp(id, "ask") ? xstrdup("") : bottom_of(w); /* it is a line of text there */
    *ret_new = false;
    for (size_t i = 0; i < w->seen.n; i++)
        if (!strcmp(w->seen.v[i].id, id) && w->seen.v[i].places == places && !strcmp(w->seen.v[i].bottom, bottom)) {
            free(bottom);
            return i;
        }
    *vec_add(&w->seen) = (struct place_seen){.id = xstrdup(id), .bottom = bottom, .places = places,
                                               .foreign = lang_get() != LANG_VI};
    *ret_new = true;
    w->seen.v[w->seen.n - 1].life = w->life;
    inputs_copy(&w->seen.v[w->seen.n - 1].path, &w->path);
    return w->seen.n - 1;
}

/* Listed is an action whose name stands on the bottom line, in the help, or in the palette. */
static void take_listing(struct walk *w, struct place_seen *p)
{
    bool palette = action_works(ACTION_PALETTE, p->places);
    p->heard = true;
    str_add(&w->listing, p->bottom);
    for (enum action a = ACTION_NONE + 1; a < ACTION_COUNT; a++)
        p->listed[a] = action_works(a, p->places) && (palette || strstr(str_text(&w->listing), action_name(a)));
    p->listed[ACTION_LANGUAGE] = p->listed[ACTION_LANGUAGE] && (p->foreign || !w->reached[ACTION_LANGUAGE]);
    for (size_t i = ACTION_COUNT; i < CHOICES; i++)
        p->listed[i] = p->places & PLACE_TYPING;
    str_clear(&w->listing);
}

/* Help is read page by page, to its end; then it is closed. */
static void read_help(struct walk *w)
{
    char *page = surface_text(w->frame);
    bool last = w->help_page && !strcmp(page, w->help_page);
    str_add(&w->listing, page);
    free(w->help_page);
    w->help_page = page;
    queue_key(w, (struct key){last ? K_ESC : K_PGDN, 0});
    if (!last)
        return;
    take_listing(w, &w->seen.v[w->reading - 1]);
    w->reading = 0;
    free(w->help_page);
    w->help_page = NULL;
}

/* What lies over everything, and has shown all it can. */
static bool is_overlay(const struct place_seen *p)
{
    return !strcmp(p->id, "ask") || !strcmp(p->id, "help") || !strcmp(p->id, "palette");
}

/* Lists hold rows of many kinds: what opens one, and goes to the next, is worth more than one try. */
static int tries(const struct place_seen *p, size_t choice)
{
    if (is_overlay(p) || choice == ACTION_LANGUAGE || choice == ACTION_QUIT || choice == ACTION_HELP)
        return 1;
    bool opens = choice < ACTION_COUNT && !strcmp(action_table[choice].keys, "Enter");
    return p->places & PLACE_LIST && (opens || choice == ACTION_DOWN || choice == ACTION_END) ? 8 : 2;
}

static bool is_new(const struct place_seen *p)
{
    if (!p->heard)
        return true;
    for (size_t i = 0; i < CHOICES && !p->foreign; i++)
        if (p->listed[i] && p->pressed[i] < tries(p, i))
            return true;
    return false;
}

/* The first choice on the shortest known way to a place where something was not tried yet; CHOICES: none. */
static size_t way_on(struct walk *w, size_t at)
{
    VEC(size_t) queue = {0};
    size_t found = CHOICES;
    for (size_t i = 0; i < w->seen.n; i++)
        w->seen.v[i].way = 0;
    *vec_add(&queue) = at;
    w->seen.v[at].way = 1;
    for (size_t i = 0; i < queue.n && found == CHOICES; i++)
        for (size_t c = 0; c < CHOICES && found == CHOICES; c++) {
            const struct place_seen *p = &w->seen.v[queue.v[i]];
            if (!p->led[c] || w->seen.v[p->led[c] - 1].way)
                continue;
            struct place_seen *to = &w->seen.v[p->led[c] - 1];
            to->way = 1;
            to->first = queue.v[i] == at ? c : p->first;
            *vec_add(&queue) = p->led[c] - 1;
            if (is_new(to))
                found = to->first;
        }
    vec_finish(&queue);
    return found;
}

/* What was pressed least here; of several by chance. */
static size_t least_pressed(const struct place_seen *p)
{
    int least = -1;
    unsigned n = 0;
    size_t best = CHOICES;
    for (size_t i = 0; i < CHOICES; i++) {
        int pressed = p->pressed[i] / tries(p, i);
        if (!p->listed[i] || (least >= 0 && pressed > least) || (i == ACTION_QUIT && p->pressed[i]))
            continue;
        n = least >= 0 && pressed == least ? n + 1 : 1;
        least = pressed;
        if (chance(n) == 0)
            best = i;
    }
    return best;
}

/* By chance; rather what goes on to another row, or opens it. */
static size_t any(const struct place_seen *p)
{
    size_t best = CHOICES;
    unsigned all = 0;
    for (size_t i = 0; i < CHOICES; i++) {
        unsigned weight = (unsigned)tries(p, i);
        if (!p->listed[i] || i == ACTION_QUIT || i == ACTION_BACK)
            continue;
        all += weight;
        if (chance(all) < weight)
            best = i;
    }
    return best;
}

static void choose(struct walk *w, size_t at)
{
    struct place_seen *p = &w->seen.v[at];
    if (p->foreign && action_works(ACTION_LANGUAGE, p->places)) {
        queue_action(w, ACTION_LANGUAGE, p->places);
        return;
    }
    if (is_overlay(p) && !is_new(p)) {
        queue_key(w, (struct key){K_ESC, 0});
        return;
    }
    size_t best = is_new(p) || chance(5) == 0 ? least_pressed(p) : way_on(w, at);
    if (best == CHOICES)
        best = any(p); /* nothing new is known to be in reach: perhaps in another row */
    w->from = best == CHOICES ? 0 : at + 1;
    w->choice = best;
    if (best == CHOICES) {
        queue_key(w, (struct key){K_ESC, 0});
        return;
    }
    p->pressed[best]++;
    if (best < ACTION_COUNT)
        queue_action(w, (enum action)best, p->places);
    else
        queue_text(w, texts[best - ACTION_COUNT]);
}

static void decide(struct walk *w)
{
    bool new;
    struct screen *top = app_top(w->app);
    if (w->reading && !strcmp(top->ops->id, "help")) {
        read_help(w);
        return;
    }
    size_t at = here(w, &new);
    struct place_seen *p = &w->seen.v[at];
    struct key k;
    if (w->from)
        w->seen.v[w->from - 1].led[w->choice] = at + 1;
    w->from = 0;
    new = !p->heard; /* a life may have ended while its help was read */
    if (new && strcmp(p->id, "help") != 0 && key_for(ACTION_HELP, p->places, &k)) {
        w->reading = at + 1;
        w->reached[ACTION_HELP] = true;
        queue_key(w, k);
        return;
    }
    if (new)
        take_listing(w, p);
    choose(w, at);
}

/* ---- as a terminal --------------------------------------------------------------------------- */

static void next(void *self, int64_t deadline, struct input *ret)
{
    struct walk *w = self;
    if (!w->app->working && clock_ms() >= deadline) {
        *ret = (struct input){.kind = INPUT_TIMER};
        return;
    }
    if (w->app->working || --w->left <= 0 || !app_top(w->app)) {
        *ret = (struct input){.kind = w->app->working ? INPUT_TIMER : INPUT_END};
        return;
    }
    if (!w->queue.n)
        decide(w);
    *ret = w->queue.v[0];
    vec_remove(&w->queue, 0);
    input_add(&w->path, ret);
    clock_advance(200);
}

static bool pending(void *self)
{
    (void)self;
    return false;
}

static void show(void *self, struct surface *f)
{
    struct walk *w = self;
    w->frame = f;
}

static void size(void *self, int *ret_rows, int *ret_columns)
{
    (void)self;
    *ret_rows = ROWS;
    *ret_columns = COLUMNS;
}

static void redraw(void *self)
{
    (void)self;
}

/* ---- lives ----------------------------------------------------------------------------------- */

static const struct {
    const char *file, *office;
} lives[] = {
    {"rich.db", "kg_an_bien/youth"}, {"rich.db", "kg_tinh_doan"}, {"new.db", NULL}, {"rich.db", "kg_tan_hiep/youth"},
    {"rich.db", "kg_tinh_doan"}, {"rich.db", "kg_hon_dat/youth"}, {"rich.db", "kg_tinh_doan"}, {"rich.db", "kg_an_bien/youth"},
    {"lost.db", "kg_an_bien/youth"}, {"rich.db", "kg_giong_rieng/youth"}, {"rich.db", "kg_tinh_doan"},
    {"rich.db", "kg_hon_dat/youth"}, {"forms.db", "kg_an_bien/youth"},
};

#define LIVES (sizeof lives / sizeof lives[0])

static void restore_folder(void)
{
    if (system("rm -rf work && cp -a made work") != 0)
        exit(99);
}

/* Each first; then those that lead to where most was not tried yet, by the keys that led there once: what
 * is the same from the start on happens again. */
static size_t next_life(struct walk *w, size_t n)
{
    struct place_seen *best = NULL;
    bool leads = n >= 2 * LIVES && n % 2; /* the others find new places by themselves */
    for (size_t i = 0; i < w->seen.n && leads; i++)
        if (is_new(&w->seen.v[i]) && !is_overlay(&w->seen.v[i]) && (!best || w->seen.v[i].visits < best->visits))
            best = &w->seen.v[i];
    if (!best || best->visits > 20)
        return (leads || n < 2 * LIVES ? n : n / 2) % LIVES;
    best->visits++;
    inputs_copy(&w->queue, &best->path);
    return best->life;
}

static bool live(struct walk *w, size_t n)
{
    static const struct terminal_ops terminal = {
        .next = next, .pending = pending, .show = show, .size = size, .redraw = redraw};
    struct err e = {0};
    size_t i = w->life = next_life(w, n);
    random_seed(5);
    clock_fix(1435200000);
    struct session_options options = {.store_flags = STORE_CREATE, .office = lives[i].office, .author = "An"};
    char *file = xasprintf("work/%s", lives[i].file);
    restore_folder();
    struct session *s = session_open(file, &options, &e);
    bool good = s != NULL;
    if (s) {
        w->app = app_create(s, (struct terminal){&terminal, w}, false);
        w->left = w->queue.n ? A_LIFE / 2 + (int)w->queue.n : A_LIFE;
        w->from = 0;
        w->reading = 0;
        good = screens_begin(w->app, &e);
        if (good)
            app_run(w->app);
        app_destroy(w->app);
        good = session_close(s, &e) && good;
    }
    w->steps += w->path.n;
    inputs_finish(&w->queue);
    inputs_finish(&w->path);
    char *said = good ? NULL : err_text(&e);
    ok(good, "life %zu: %s%s%s", n + 1, lives[i].file, said ? ": " : "", said ? said : "");
    free(said);
    err_finish(&e);
    free(file);
    return good;
}

/* ---- what was reached ------------------------------------------------------------------------- */

static const char *excuse(const char *name)
{
    for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++)
        if (!strcmp(elsewhere[i].name, name))
            return elsewhere[i].why;
    return NULL;
}

static bool came(const struct walk *w, const char *id)
{
    for (size_t i = 0; i < w->seen.n; i++)
        if (!strcmp(w->seen.v[i].id, id))
            return true;
    return false;
}

static bool enough(size_t missing, size_t all)
{
    return getenv("PHIEU_ROUNDS") ? !missing : missing * 5 <= all;
}

/* The names of all screens, out of the sources: lines of `.id = "home",`. */
static size_t screens_missing(const struct walk *w, size_t *ret_all)
{
    FILE *f = popen("sed -n 's/^    [.]id = \"\\([a-z-]*\\)\",$/\\1/p' \"$PHIEU_SOURCE\"/src/tui/*.c", "r");
    char id[64];
    size_t missing = 0;
    for (*ret_all = 0; f && fscanf(f, "%63s", id) == 1; ++*ret_all)
        if (!came(w, id) && !excuse(id)) {
            printf("# never seen: screen %s\n", id);
            missing++;
        }
    if (f)
        pclose(f);
    return missing;
}

static void report(const struct walk *w)
{
    size_t all, missing = screens_missing(w, &all);
    ok(enough(missing, all) && all > 20, "screens seen: %zu of %zu", all - missing, all);
    missing = 0;
    for (enum action a = ACTION_NONE + 1; a < ACTION_COUNT; a++)
        if (!w->reached[a] && !excuse(action_table[a].id)) {
            printf("# never reached: %s (%s)\n", action_table[a].id, action_table[a].name_en);
            missing++;
        }
    ok(enough(missing, ACTION_COUNT - 1), "actions reached by a listed key or the palette: %zu of %d",
       ACTION_COUNT - 1 - missing, ACTION_COUNT - 1);
}

static void finish(struct walk *w)
{
    for (size_t i = 0; i < w->seen.n; i++) {
        free(w->seen.v[i].id);
        free(w->seen.v[i].bottom);
        inputs_finish(&w->seen.v[i].path);
    }
    vec_finish(&w->seen);
    str_finish(&w->listing);
    free(w->help_page);
}

static int remove_one(const char *path, const struct stat *s, int kind, struct FTW *f)
{
    (void)s, (void)kind, (void)f;
    return remove(path);
}

static void set_folder(const char *name, const char *folder, const char *inside)
{
    char *path = xasprintf("%s/work/%s", folder, inside);
    setenv(name, path, 1);
    free(path);
}

int main(int argc, char **argv)
{
    char folder[] = "/dev/shm/phieu-crawl-XXXXXX", elsewhere_folder[] = "/tmp/phieu-crawl-XXXXXX";
    const char *at = mkdtemp(folder) ? folder : mkdtemp(elsewhere_folder);
    char *phieu = argc > 1 ? realpath(argv[1], NULL) : NULL;
    char *make = xasprintf("mkdir made && cd made && XDG_STATE_HOME=$PWD/state XDG_CONFIG_HOME=$PWD/config "
                           "XDG_CACHE_HOME=$PWD/cache HOME=$PWD/home sh \"$PHIEU_SOURCE/tests/tui/crawl.sh\"");
    const char *rounds = getenv("PHIEU_ROUNDS");
    long steps = STEPS * (rounds ? atol(rounds) : 1);
    if (!at || !phieu || chdir(at) < 0)
        return 2;
    setenv("PHIEU", phieu, 1);
    if (!ok(system(make) == 0, "the files are made"))
        return tap_done();
    set_folder("HOME", at, "home");
    set_folder("XDG_STATE_HOME", at, "state");
    set_folder("XDG_CONFIG_HOME", at, "config");
    set_folder("XDG_CACHE_HOME", at, "cache");
    set_folder("XDG_DATA_HOME", at, "data");
    set_folder("PHIEU_FORMS", at, "forms");
    set_folder("PHIEU_MEDIA", at, "media");
    clock_fix(1435200000);
    random_seed(5);
    lang_set(LANG_VI);
    struct walk w = {0};
    for (size_t n = 0; (long)w.steps < steps && live(&w, n); n++)
        continue;
    printf("# %zu places\n", w.seen.n);
    report(&w);
    finish(&w);
    nftw(at, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(make);
    free(phieu);
    return tap_done();
}
