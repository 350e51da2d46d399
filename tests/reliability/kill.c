/* kill -9 at random moments of a key script, played to the real program on a terminal of our
 * own; work goes on where the last round was killed. What the program has understood is known from
 * its sync marker, never from waiting: the file must hold what was acknowledged, or a later step of
 * what was sent. Time is moved by the script: a narrative may miss what came after the last two
 * seconds of pause, and nothing else.
 *     test_reliability_kill PHIEU [ROUNDS [SEED]] */
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "base/file.h"
#include "folder.h"
#include "reliability/work.h"
#include "screens/vt.h"

#define FIELDS 5      /* the first ones of the form, all narratives */
#define STEPS_MAX 9   /* of a round */
#define ANSWER_MS 20000

static const char *const fields[FIELDS] = {"i_thuan_loi_kho_khan", "i_van_de_dat_ra",
                                           "ii_trien_khai_quan_triet", "ii_van_ban_cu_the_hoa",
                                           "ii_chuyen_bien_nhan_thuc"};

/* What the file holds, or what the screen does. */
struct state {
    int field;
    bool draft; /* without one, moving about writes nothing */
    char *text[FIELDS];
};

static struct state state_copy(const struct state *s)
{
    struct state c = {.field = s->field, .draft = s->draft};
    for (int i = 0; i < FIELDS; i++)
        c.text[i] = xstrdup(s->text[i]);
    return c;
}

static void state_finish(struct state *s)
{
    for (int i = 0; i < FIELDS; i++)
        free(s->text[i]);
    *s = (struct state){0};
}

static bool state_same(const struct state *a, const struct state *b)
{
    bool same = a->field == b->field;
    for (int i = 0; i < FIELDS; i++)
        same = same && !strcmp(a->text[i], b->text[i]);
    return same;
}

static void state_print(const char *name, const struct state *s)
{
    printf("#   %s: field %d", name, s->field);
    for (int i = 0; i < FIELDS; i++) {
        size_t n = strlen(s->text[i]);
        printf(" |…%s", s->text[i] + (n > 24 ? n - 24 : 0));
    }
    puts("");
}

/* ---- what stands in the file ----------------------------------------------------------------- */

static void take_cursor(struct state *s, const char *cursor)
{
    size_t n = cursor ? strcspn(cursor, "@/") : 0;
    for (int i = 0; i < FIELDS; i++)
        if (cursor && strlen(fields[i]) == n && !strncmp(fields[i], cursor, n))
            s->field = i;
}

static void take_value(struct state *s, const char *id, const char *text)
{
    for (int i = 0; i < FIELDS; i++)
        if (!strcmp(fields[i], id)) {
            free(s->text[i]);
            s->text[i] = xstrdup(text ? text : "");
        }
}

static bool take_draft_value(void *user, const char *path, const char *bytes)
{
    struct value v;
    if (value_from_bytes(bytes, &v)) {
        take_value(user, path, v.kind == VALUE_TEXT ? v.text : "");
        value_finish(&v);
    }
    return true;
}

static void take_answers(struct store *s, const struct entry_row *row, struct state *ret)
{
    struct revisions all = {0};
    store_revisions(s, row->entry, &all, NULL);
    for (size_t i = 0; i < all.n; i++) {
        json *answers =
            hash_cmp(&all.v[i].id, &row->head) ? NULL : store_answers(s, &all.v[i].head.body, NULL);
        for (int f = 0; answers && f < FIELDS; f++)
            take_value(ret, fields[f], js_text(js_get(answers, fields[f])));
        js_free(answers);
    }
    revisions_finish(&all);
}

static bool has_entry(void *user, const struct entry_row *row)
{
    snprintf(user, ENTRY_ID_HEX, "%s", row->entry);
    return false;
}

/* false: the file is not whole, or not one of ours any more. */
static bool read_state(const char *path, struct state *ret, struct err *e)
{
    struct store_health h = {0};
    struct store_filter all = {.state = -1};
    char id[ENTRY_ID_HEX] = "";
    struct entry_row row = {0};
    struct draft draft = {0};
    *ret = (struct state){0};
    for (int i = 0; i < FIELDS; i++)
        ret->text[i] = xstrdup("");
    struct store *s = store_open(path, 0, e);
    if (!s)
        return false;
    bool good = store_check(s, &h, e) && store_entries(s, &all, has_entry, id, e);
    if (good && (h.bad || *h.structure))
        good = err_set(e, ERR_DAMAGED, path, NULL, "%lld bad %s", (long long)h.bad, h.structure);
    if (good && *id && store_entry(s, id, &row, e)) {
        char *mark = store_bookmark(s, id, NULL);
        take_answers(s, &row, ret);
        take_cursor(ret, mark);
        free(mark);
        if (draft_find(s, id, &draft, e)) {
            take_cursor(ret, draft.cursor);
            ret->draft = true;
            good = draft_values(s, draft.draft, take_draft_value, ret, e);
            draft_finish(&draft);
        }
        entry_row_finish(&row);
    }
    store_health_finish(&h);
    store_close(s, NULL);
    return good;
}

/* ---- the script ------------------------------------------------------------------------------ */

struct round {
    struct vt *vt;
    uint64_t *seed;
    struct state screen;              /* as it is being typed */
    struct state file[STEPS_MAX + 1]; /* what is on the disk after each step */
    int sent, acked;
};

static void add_words(struct round *r, struct str *bytes)
{
    char **text = &r->screen.text[r->screen.field], *old = *text;
    struct str words = {0};
    /* Letters that no typing method changes. */
    for (int n = 1 + (int)(draw(r->seed) % 4); n > 0; n--) {
        if (words.len || *old)
            str_addc(&words, ' ');
        for (int k = 1 + (int)(draw(r->seed) % 6); k > 0; k--)
            str_addc(&words, "bchklmnt"[draw(r->seed) % 8]);
    }
    str_add(bytes, str_text(&words));
    *text = xasprintf("%s%s", old, str_text(&words));
    free(old);
    str_finish(&words);
}

/* What was typed goes to the file; a field as it was writes nothing. */
static void keep_field(struct state *file, const struct state *screen)
{
    int i = screen->field;
    if (!strcmp(file->text[i], screen->text[i]))
        return;
    file->draft = true;
    free(file->text[i]);
    file->text[i] = xstrdup(screen->text[i]);
    file->field = i;
}

/* One step: some letters, a pause, another field, or leaving the entry and opening it again. true:
 * what follows must not be sent at once (it would be no pause). */
static bool make_step(struct round *r, struct str *bytes, struct state *file)
{
    static const char to_end[] = "\033[1;5F";
    int what = (int)(draw(r->seed) % 10);
    if (what < 4) {
        add_words(r, bytes);
        return false;
    }
    keep_field(file, &r->screen);
    if (what < 6) {
        str_add(bytes, "\033]7771;2100\a");
        return true;
    }
    if (what < 9) {
        bool back = r->screen.field == FIELDS - 1 || (r->screen.field && what == 8);
        r->screen.field += back ? -1 : 1;
        str_addf(bytes, "%s%s", back ? "\033[Z" : "\t", to_end);
        if (file->draft)
            file->field = r->screen.field;
    } else {
        str_addf(bytes, "\033[21~\r%s", to_end);
        if (file->draft)
            file->field = r->screen.field;
        file->draft = false;
        r->screen.field = file->field;
    }
    return false;
}

static bool start(struct round *r, const char *phieu, const char *path)
{
    static const char *const env[] = {"PHIEU_SYNC=1", "PHIEU_TEST_CLOCK=1434770000",
                                      "TERM=xterm-256color", NULL};
    char *const argv[] = {(char *)phieu, (char *)"--as", (char *)UNIT "/youth", (char *)path, NULL};
    r->vt = vt_start(&(struct vt_options){24, 80, argv, env});
    /* Home shows first; Enter opens the entry where work stopped. */
    return r->vt && vt_wait(r->vt, ANSWER_MS) && vt_send(r->vt, "\r\033[1;5F", 7) &&
           vt_wait(r->vt, ANSWER_MS);
}

/* Plays the steps; some are waited for. Then the program is killed at any moment. */
static bool play(struct round *r)
{
    int steps = 1 + (int)(draw(r->seed) % STEPS_MAX);
    for (int i = 1; i <= steps; i++) {
        struct str bytes = {0};
        r->file[i] = state_copy(&r->file[i - 1]);
        bool pause = make_step(r, &bytes, &r->file[i]) && i < steps;
        bool good = vt_send(r->vt, str_text(&bytes), bytes.len);
        str_finish(&bytes);
        r->sent = i;
        if (good && (pause || draw(r->seed) % 3 == 0)) {
            good = vt_wait(r->vt, ANSWER_MS);
            r->acked = i;
        }
        if (!good)
            return false;
    }
    /* This chooses the moment; nothing relies on it. */
    struct timespec moment = {.tv_nsec = (long)(draw(r->seed) % 4000000)};
    if (r->acked < r->sent)
        nanosleep(&moment, NULL);
    vt_signal(r->vt, SIGKILL);
    return true;
}

static bool judge(struct round *r, const struct state *found)
{
    for (int i = r->acked; i <= r->sent; i++)
        if (state_same(found, &r->file[i]))
            return true;
    printf("# steps sent %d, acknowledged %d\n", r->sent, r->acked);
    state_print("wanted", &r->file[r->acked]);
    state_print("or", &r->file[r->sent]);
    state_print("found", found);
    return false;
}

struct totals {
    int bad, damaged, silent, unacked;
};

static void play_round(const char *phieu, const char *path, uint64_t *seed, struct state *now,
                       struct totals *t)
{
    struct round r = {.seed = seed, .screen = state_copy(now)};
    struct err e = {0};
    r.file[0] = state_copy(now);
    bool played = start(&r, phieu, path) && play(&r);
    t->silent += !played;
    vt_destroy(r.vt);
    t->unacked += r.acked < r.sent;
    state_finish(now);
    if (!read_state(path, now, &e)) {
        t->damaged++;
        printf("# %s\n", e.message ? e.message : "?");
    } else if (!judge(&r, now)) {
        t->bad++;
    }
    err_finish(&e);
    state_finish(&r.screen);
    for (int i = 0; i <= r.sent; i++)
        state_finish(&r.file[i]);
}

static int run_check(const char *phieu, const char *path)
{
    char *command = xasprintf("\"%s\" check --quiet \"%s\" >/dev/null", phieu, path);
    int status = system(command);
    free(command);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int main(int argc, char **argv)
{
    const char *phieu = argv[1];
    int rounds = argc > 2 ? atoi(argv[2]) : number_from("PHIEU_ROUNDS", 150);
    uint64_t seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 723;
    char folder[64];
    folder_make(folder, sizeof folder, "kill");
    setenv("HOME", folder, 1);
    static const char *const homes[] = {"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"};
    for (size_t i = 0; i < 3; i++)
        setenv(homes[i], folder, 1);
    char *path = xasprintf("%s/data.db", folder);
    struct state now = {0};
    struct totals t = {0};
    for (int i = 0; i < FIELDS; i++)
        now.text[i] = xstrdup("");
    printf("# %d rounds, seed %llu\n", rounds, (unsigned long long)seed);
    for (int i = 0; i < rounds && t.bad + t.damaged + t.silent < 5; i++) {
        int before = t.bad + t.damaged + t.silent;
        play_round(phieu, path, &seed, &now, &t);
        if (t.bad + t.damaged + t.silent > before)
            printf("# in round %d\n", i);
        if (i % 50 == 49 && run_check(phieu, path) > 1)
            t.damaged++;
    }
    is_int(0, t.bad, "every field that was left is there, and the cursor where work stopped");
    is_int(0, t.damaged, "the file is whole, and phieu check passes");
    is_int(0, t.silent, "the program answers in every round");
    ok(t.unacked > rounds / 3, "%d of %d were killed in the middle of something", t.unacked, rounds);
    state_finish(&now);
    char *clean = xasprintf("rm -rf %s", folder);
    int status = system(clean);
    free(clean);
    free(path);
    return tap_done() || status;
}
