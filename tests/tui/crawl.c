/* A walk through all screens with only the keys that they list: of the bottom line, of F1, of the palette.
 *     crawl PHIEU
 * It begins at home, again and again, as several offices with files that hold entries in every state
 * (crawl.sh), and presses what was pressed least at this place so far, or goes to where something is left
 * to press. Nothing it does may end the program otherwise than by leaving it.
 *
 * The names of the screens come from the sources, the actions from tui/action.def; those that were not
 * reached are told. It must reach all but those that `elsewhere` explains, and ends then; with PHIEU_ROUNDS it goes on,
 * so many times as long as it may be otherwise. */
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
#include "folder.h"
#include "tap.h"
#include "text/utf8.h"
#include "tui/app_state.h"
#include "tui/screens.h"

#define ROWS    30
#define COLUMNS 110
#define STEPS   20000 /* in all, at most by default */
#define A_LIFE  120  /* steps from home until it begins anew */
#define AIMLESS 20   /* steps by chance, with nothing in sight, until it does so */
#define STAYS   3    /* what stays where it is so often, only moves or edits */

/* Screens and actions (by id) that a walk cannot come to, with the reason. */
static const struct {
    const char *name, *why;
} elsewhere[] = {
    {"legacy", "a terminal pastes bytes: tests/screens/legacy.scn"},
};

/* `first`: what is done first, as long as it is listed where it is to be done: ids of actions, other words are typed. Thus
 * it comes early to where chance leads seldom. */
static const struct {
    const char *file, *office, *first;
} lives[] = {
    {"rich.db", "kg_an_bien/youth", "MAKE_COPY OPEN OPEN ENTER DELIVERY_NOTE ENTER"},
    {"rich.db", "kg_tinh_doan", "SEARCH an ENTER FIND_NEXT FIND_PREV"},
    {"new.db", NULL, ""},
    {"rich.db", "kg_tan_hiep/youth", ""},
    {"rich.db", "kg_tinh_doan", "DESK REVIEW_OPEN REMARK a ENTER CLOSE_REMARK"},
    {"rich.db", "kg_hon_dat/youth", "OPEN SUBMIT"},
    {"rich.db", "kg_tinh_doan", "TAKE OPEN DETAILS"},
    {"lost.db", "kg_an_bien/youth", "MISSING_DETAILS TAKE_BACK"},
    {"rich.db", "kg_giong_rieng/youth", "CONFLICTS OPEN"},
    {"forms.db", "kg_an_bien/youth", "NEW_FORMS APPROVE_FORM"},
    {"rich.db", "kg_an_bien/youth", "END OPEN NEXT_FIELD NEXT_FIELD NEXT_FIELD NEXT_FIELD TOGGLE"},
};

#define LIVES (sizeof lives / sizeof lives[0])

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
    bool pressed_in[LIVES][CHOICES]; /* in lives with the same beginning */
    size_t led[CHOICES]; /* where that led to the last time: an index + 1 */
    size_t kind;         /* index in kinds: all places of the same screen */
    size_t way, first;   /* while a way is looked for */
};

/* A screen, with whatever works there: what only moves or edits is not tried in each of its places anew. */
struct kind {
    const char *id;
    int stayed[CHOICES]; /* so often it led to where it was pressed */
    bool left[CHOICES];  /* it led elsewhere */
};

struct walk {
    struct app *app;
    struct surface *frame; /* as last shown */
    VEC(struct place_seen) seen;
    VEC(struct kind) kinds;
    VEC(char *) screens; /* the names of all */
    struct inputs queue; /* keys decided on */
    const char *first;   /* what is left of what this life does first */
    struct inputs path;  /* keys of this life so far */
    size_t life, file; /* which of `lives`; the first of them with the same file and office */
    struct str listing; /* what help and bottom line say */
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

static size_t kind_of(struct walk *w, const char *id)
{
    for (size_t i = 0; i < w->kinds.n; i++)
        if (!strcmp(w->kinds.v[i].id, id))
            return i;
    *vec_add(&w->kinds) = (struct kind){.id = id};
    return w->kinds.n - 1;
}

/* The index of this place; *ret_new: it was not seen before. */
static size_t here(struct walk *w, bool *ret_new)
{
    const char *id = app_top(w->app)->ops->id;
    unsigned places = app_places(w->app);
    char *bottom = bottom_of(w);
    if (!strcmp(id, "ask"))
        bottom[strcspn(bottom, ":")] = '\0'; /* what it asks; the rest is typed */
    *ret_new = false;
    for (size_t i = 0; i < w->seen.n; i++)
        if (!strcmp(w->seen.v[i].id, id) && w->seen.v[i].places == places && !strcmp(w->seen.v[i].bottom, bottom)) {
            free(bottom);
            return i;
        }
    *vec_add(&w->seen) = (struct place_seen){.id = xstrdup(id), .bottom = bottom, .places = places,
                                               .kind = kind_of(w, id), .foreign = lang_get() != LANG_VI};
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
        return choice == ACTION_ENTER ? 3 : 1;
    bool opens = choice < ACTION_COUNT && !strcmp(action_table[choice].keys, "Enter");
    return p->places & PLACE_LIST && (opens || choice == ACTION_DOWN || choice == ACTION_END) ? 8 : 2;
}

static bool is_tried(const struct walk *w, const struct place_seen *p, size_t choice)
{
    const struct kind *k = &w->kinds.v[p->kind];
    if (choice < ACTION_COUNT && k->stayed[choice] >= STAYS && !k->left[choice])
        return true;
    bool here = p->pressed_in[w->file][choice] || !k->left[choice] || is_overlay(p);
    return here && p->pressed[choice] >= tries(p, choice);
}

/* Something never reached anywhere is listed. */
static bool is_wanted(const struct walk *w, const struct place_seen *p)
{
    for (size_t i = 0; i < ACTION_COUNT && !p->foreign; i++)
        if (p->listed[i] && !w->reached[i])
            return true;
    return false;
}

static bool is_new(const struct walk *w, const struct place_seen *p)
{
    if (p->foreign || !p->heard)
        return !p->foreign;
    for (size_t i = 0; i < CHOICES; i++)
        if (p->listed[i] && !is_tried(w, p, i))
            return true;
    return false;
}

/* The first choice on the shortest known way to a place like that; CHOICES: none. */
static size_t way_to(struct walk *w, size_t at, bool (*wanted)(const struct walk *w, const struct place_seen *p))
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
            if (wanted(w, to))
                found = to->first;
        }
    vec_finish(&queue);
    return found;
}

/* To what was never reached, else to where something was not tried yet. */
static size_t way_on(struct walk *w, size_t at)
{
    size_t way = way_to(w, at, is_wanted);
    return way == CHOICES ? way_to(w, at, is_new) : way;
}

/* What was pressed least here; of several by chance; before all what was never reached. */
static size_t least_pressed(const struct walk *w, const struct place_seen *p)
{
    int least = -1;
    unsigned n = 0;
    size_t best = CHOICES;
    for (size_t i = 0; i < CHOICES; i++) {
        bool reached = i >= ACTION_COUNT || w->reached[i];
        int pressed = reached + p->pressed[i] / tries(p, i) + 2 * is_tried(w, p, i);
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

/* The next word of what is done first; CHOICES: there is none, or it is not listed. */
static size_t first_choice(struct walk *w, const struct place_seen *p)
{
    size_t n = strcspn(w->first, " ");
    size_t found = CHOICES;
    for (size_t i = ACTION_NONE + 1; n && i < CHOICES; i++) {
        const char *name = i < ACTION_COUNT ? action_table[i].id : texts[i - ACTION_COUNT];
        if (strlen(name) == n && !strncmp(name, w->first, n) && p->listed[i])
            found = i;
    }
    w->first += found == CHOICES ? strlen(w->first) : n + (w->first[n] == ' ');
    return found;
}

static void press(struct walk *w, size_t at, size_t choice)
{
    struct place_seen *p = &w->seen.v[at];
    w->from = at + 1;
    w->choice = choice;
    p->pressed[choice]++;
    p->pressed_in[w->file][choice] = true;
    if (choice < ACTION_COUNT)
        queue_action(w, (enum action)choice, p->places);
    else
        queue_text(w, texts[choice - ACTION_COUNT]);
}

static void choose(struct walk *w, size_t at)
{
    struct place_seen *p = &w->seen.v[at];
    size_t best = first_choice(w, p);
    if (best != CHOICES) {
        press(w, at, best);
        return;
    }
    if (p->foreign && action_works(ACTION_LANGUAGE, p->places)) {
        queue_action(w, ACTION_LANGUAGE, p->places);
        return;
    }
    if (is_overlay(p) && !is_new(w, p)) {
        queue_key(w, (struct key){K_ESC, 0});
        return;
    }
    best = is_new(w, p) || chance(5) == 0 ? least_pressed(w, p) : way_on(w, at);
    if (best == CHOICES) { /* nothing new is known to be in reach: perhaps in another row */
        best = any(p);
        w->left -= A_LIFE / AIMLESS;
    }
    if (best != CHOICES)
        press(w, at, best);
    else
        queue_key(w, (struct key){K_ESC, 0});
}

/* The last choice led here. */
static void led_to(struct walk *w, size_t at)
{
    struct place_seen *from = w->from ? &w->seen.v[w->from - 1] : NULL;
    if (from) {
        struct kind *k = &w->kinds.v[from->kind];
        from->led[w->choice] = at + 1;
        k->left[w->choice] |= w->from != at + 1;
        k->stayed[w->choice]++;
    }
    w->from = 0;
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
    led_to(w, at);
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

static size_t same_file(size_t life)
{
    size_t i = 0;
    while (strcmp(lives[i].file, lives[life].file) != 0 || lives[i].office != lives[life].office)
        i++;
    return i;
}

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
        if (is_new(w, &w->seen.v[i]) && !is_overlay(&w->seen.v[i]) && (!best || w->seen.v[i].visits < best->visits))
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
    w->file = same_file(i);
    w->first = n < LIVES ? lives[i].first : "";
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

/* The names of all screens, out of the sources: lines of `.id = "home",`. */
static void read_names(struct walk *w)
{
    FILE *f = popen("sed -n 's/^    [.]id = \"\\([a-z-]*\\)\",$/\\1/p' \"$PHIEU_SOURCE\"/src/tui/*.c", "r");
    char id[64];
    while (f && fscanf(f, "%63s", id) == 1)
        *vec_add(&w->screens) = xstrdup(id);
    if (f)
        pclose(f);
}

/* Counts what is missing, and tells it with `say`. */
static size_t screens_missing(const struct walk *w, bool say)
{
    size_t missing = 0;
    for (size_t i = 0; i < w->screens.n; i++)
        if (!came(w, w->screens.v[i]) && !excuse(w->screens.v[i])) {
            missing++;
            if (say)
                printf("# never seen: screen %s\n", w->screens.v[i]);
        }
    return missing;
}

static size_t actions_missing(const struct walk *w, bool say)
{
    size_t missing = 0;
    for (enum action a = ACTION_NONE + 1; a < ACTION_COUNT; a++)
        if (!w->reached[a] && !excuse(action_table[a].id)) {
            missing++;
            if (say)
                printf("# never reached: %s (%s)\n", action_table[a].id, action_table[a].name_en);
        }
    return missing;
}

static bool is_complete(const struct walk *w)
{
    return !screens_missing(w, false) && !actions_missing(w, false);
}

static void report(const struct walk *w)
{
    size_t missing = screens_missing(w, true), actions = ACTION_COUNT - 1;
    ok(!missing && w->screens.n > 20, "screens seen: %zu of %zu", w->screens.n - missing, w->screens.n);
    missing = actions_missing(w, true);
    ok(!missing, "actions reached by a listed key or the palette: %zu of %zu", actions - missing, actions);
}

static void finish(struct walk *w)
{
    for (size_t i = 0; i < w->seen.n; i++) {
        free(w->seen.v[i].id);
        free(w->seen.v[i].bottom);
        inputs_finish(&w->seen.v[i].path);
    }
    vec_finish(&w->seen);
    vec_finish(&w->kinds);
    for (size_t i = 0; i < w->screens.n; i++)
        free(w->screens.v[i]);
    vec_finish(&w->screens);
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
    char at[64];
    folder_make(at, sizeof at, "crawl");
    char *phieu = argc > 1 ? realpath(argv[1], NULL) : NULL;
    char *make = xasprintf("mkdir made && cd made && XDG_STATE_HOME=$PWD/state XDG_CONFIG_HOME=$PWD/config "
                           "XDG_CACHE_HOME=$PWD/cache HOME=$PWD/home sh \"$PHIEU_SOURCE/tests/tui/crawl.sh\"");
    const char *rounds = getenv("PHIEU_ROUNDS");
    long steps = STEPS * (rounds ? atol(rounds) : 1);
    if (!phieu || chdir(at) < 0)
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
    read_names(&w);
    for (size_t n = 0; (long)w.steps < steps && (rounds || !is_complete(&w)) && live(&w, n); n++)
        continue;
    printf("# %zu places, %zu keys\n", w.seen.n, w.steps);
    report(&w);
    finish(&w);
    nftw(at, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(make);
    free(phieu);
    return tap_done();
}
