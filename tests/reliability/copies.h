#ifndef PHIEU_TESTS_RELIABILITY_COPIES_H
#define PHIEU_TESTS_RELIABILITY_COPIES_H
/* Copies that were worked on in three places, and all that is done with them, step by step: taking in,
 * making the lists again, copying over an older copy, taking back. And what must be so whatever cut a
 * step short. The invariants are those of doc/reliability.md. */
#include <dirent.h>
#include <sys/stat.h>

#include "reliability/work.h"
#include "store/copy.h"
#include "store/kit.h"
#include "store/merge.h"
#include "store/undo.h"

#define PATHS 512
#define ENTRIES 8

struct place_of_work {
    char folder[PATHS];                 /* mine.db, copy.db: what is cut, killed, failed */
    char one[PATHS], two[PATHS];        /* from elsewhere */
};

/* ---- the files ------------------------------------------------------------------------------- */

static unsigned cp_flags; /* STORE_REMOVABLE: the other journal */
static struct hash cp_form;

static inline void cp_path(char *ret, const char *folder, const char *name)
{
    if (snprintf(ret, PATHS, "%s/%s", folder, name) >= PATHS)
        abort();
}

static inline void cp_copy_file(const char *from, const char *to)
{
    char piece[65536];
    FILE *in = fopen(from, "rb"), *out = in ? fopen(to, "wb") : NULL;
    for (size_t n; out && (n = fread(piece, 1, sizeof piece, in)) > 0;)
        fwrite(piece, 1, n, out);
    if (!in || !out || fclose(out) || fclose(in))
        abort();
}

static inline void cp_clear(const char *folder)
{
    DIR *d = opendir(folder);
    for (struct dirent *x; d && (x = readdir(d));) {
        char path[PATHS];
        cp_path(path, folder, x->d_name);
        unlink(path);
    }
    if (d)
        closedir(d);
}

static inline void cp_copy_folder(const char *from, const char *to)
{
    cp_clear(to);
    DIR *d = opendir(from);
    for (struct dirent *x; d && (x = readdir(d));) {
        char a[PATHS], b[PATHS];
        cp_path(a, from, x->d_name);
        cp_path(b, to, x->d_name);
        if (x->d_type == DT_REG)
            cp_copy_file(a, b);
    }
    if (d)
        closedir(d);
}

static inline void cp_entry(int n, char ret[ENTRY_ID_HEX])
{
    snprintf(ret, ENTRY_ID_HEX, "%032x", n + 1);
}

/* A revision after all heads that stand here, or the first. */
static inline void cp_revise(struct store *s, int entry, const char *who, int value)
{
    char id[ENTRY_ID_HEX], unit[16], answers[128];
    struct entry_row row = {0};
    struct hash made;
    cp_entry(entry, id);
    snprintf(unit, sizeof unit, "U%d", entry);
    snprintf(answers, sizeof answers, "{\"a\":%d,\"b\":\"%s, người nhập số %d\"}", value, who, value);
    bool follows = store_entry(s, id, &row, NULL);
    if (!kit_revise(s, id, unit, NULL, value % 2 ? "submitted" : "draft", &cp_form, &row.head, follows,
                    answers, &made))
        abort();
    if (follows)
        entry_row_finish(&row);
}

static inline void cp_draft(struct store *s, int entry)
{
    struct draft d = {.form = cp_form};
    cp_entry(entry, d.entry);
    d.form_id = xstrdup("f");
    d.unit = xstrdup("U");
    if (!draft_create(s, &d, NULL) || !draft_put(s, d.draft, "a", "5", NULL) ||
        !draft_put(s, d.draft, "b", "\"đang nhập\"", NULL) || !draft_release(s, d.draft, NULL))
        abort();
    draft_finish(&d);
}

/* Somebody at `office` goes on with a file: entries from `first` on. */
static inline void cp_work(const char *path, const char *office, int first, int n, int value,
                           bool draft)
{
    installation_fix(office);
    struct store *s = store_open(path, 0, NULL);
    if (!s)
        abort();
    for (int i = first; i < first + n; i++)
        cp_revise(s, i, office, value + i);
    if (draft)
        cp_draft(s, first + n);
    store_close(s, NULL);
    installation_fix(OFFICE_A);
}

/* copy.db is older than mine.db, and holds one thing that this does not. */
static inline void cp_make(struct place_of_work *p)
{
    static const char yaml[] = "form: f\n";
    char mine[PATHS], copy[PATHS];
    cp_path(p->folder, kit_folder, "here");
    cp_path(p->one, kit_folder, "one.db");
    cp_path(p->two, kit_folder, "two.db");
    mkdir(p->folder, 0700);
    cp_path(mine, p->folder, "mine.db");
    cp_path(copy, p->folder, "copy.db");
    struct store *s = store_open(mine, STORE_CREATE, NULL);
    if (!s || !store_add_text(s, EVENT_FORM, "f", yaml, strlen(yaml), &cp_form, NULL))
        abort();
    store_close(s, NULL);
    cp_work(mine, OFFICE_A, 0, ENTRIES, 0, false);
    cp_copy_file(mine, copy);
    cp_copy_file(mine, p->one);
    cp_work(copy, OFFICE_B, 90, 1, 0, false);
    cp_work(p->one, OFFICE_B, 4, ENTRIES, 100, true);
    cp_copy_file(p->one, p->two);
    cp_work(p->two, "00000000000000000000000000000003", 2, ENTRIES * 2, 200, true);
    cp_work(mine, OFFICE_A, 3, 3, 50, true);
}

/* ---- what stands in a file ------------------------------------------------------------------- */

/* All of work.h's, drafts of others, and the state of each entry. */
struct facts {
    struct snapshot rows;
    char code[20];
    char *lists;
    int64_t draft_copies, unfinished;
};

static inline void facts_finish(struct facts *f)
{
    snapshot_finish(&f->rows);
    free(f->lists);
    *f = (struct facts){0};
}

/* NULL, or what is wrong with the file; freshly allocated. Opening it is what the next start does. */
static inline char *facts_read(const char *path, struct facts *ret)
{
    struct err e = {0};
    struct store_health h = {0};
    *ret = (struct facts){0};
    struct store *s = store_open(path, cp_flags, &e);
    char *whole = s ? db_text(s->db, "PRAGMA integrity_check", &e) : NULL, *wrong = NULL;
    bool read = whole && store_check(s, &h, &e) && snapshot_take(s, &ret->rows, &e) &&
                db_int(s->db, "SELECT count(*) FROM draft_copy", 0, &ret->draft_copies, &e) &&
                db_int(s->db, "SELECT count(*) FROM import_log WHERE done=0", 0, &ret->unfinished, &e);
    if (read)
        ret->lists = store_derived_dump(s, &e);
    if (!read || !ret->lists)
        wrong = err_text(&e);
    else if (strcmp(whole, "ok") || *h.structure)
        wrong = xasprintf("corrupt: %s %s", whole, h.structure);
    else if (h.bad)
        wrong = xasprintf("corrupt: %lld rows", (long long)h.bad);
    memcpy(ret->code, h.code, sizeof ret->code);
    free(whole);
    store_health_finish(&h);
    if (!store_close(s, &e) && !wrong)
        wrong = err_text(&e);
    err_finish(&e);
    return wrong;
}

static inline bool facts_same(const struct facts *a, const struct facts *b)
{
    return !snapshot_lacks(&a->rows, &b->rows) && !snapshot_lacks(&b->rows, &a->rows);
}

/* ---- the steps ------------------------------------------------------------------------------- */

static inline bool cp_take(struct store *s, const struct place_of_work *p, bool trial, struct err *e)
{
    const char *paths[] = {p->one, p->two};
    struct merge_options options = {.batch_rows = 7};
    struct merge_report r;
    bool good = (trial ? store_merge_try : store_merge)(s, paths, 2, &options, &r, e);
    for (size_t i = 0; good && i < r.files.n; i++)
        if (r.files.v[i].err.message) {
            err_move(e, &r.files.v[i].err);
            good = false;
        }
    merge_report_finish(&r);
    return good;
}

static inline bool cp_merge(struct store *s, const struct place_of_work *p, struct err *e)
{
    return cp_take(s, p, false, e);
}

static inline bool cp_try(struct store *s, const struct place_of_work *p, struct err *e)
{
    return cp_take(s, p, true, e);
}

static inline bool cp_rebuild(struct store *s, const struct place_of_work *p, struct err *e)
{
    struct store_rebuilt done;
    (void)p;
    return store_rebuild_told(s, &done, e);
}

static inline bool cp_copy(struct store *s, const struct place_of_work *p, struct err *e)
{
    char to[PATHS];
    struct copied done;
    cp_path(to, p->folder, "copy.db");
    bool good = store_copy_to(s, to, NULL, &done, e);
    copied_finish(&done);
    return good;
}

static inline bool cp_undo(struct store *s, const struct place_of_work *p, struct err *e)
{
    struct undone done = {0};
    (void)p;
    bool good = store_undo_merge(s, &done, e);
    undone_finish(&done);
    return good;
}

static const struct cp_step {
    const char *name;
    bool readonly;
    bool (*act)(struct store *s, const struct place_of_work *p, struct err *e);
} cp_steps[] = {
    {"opening", false, NULL},
    {"merge on trial", true, cp_try},
    {"merge", false, cp_merge},
    {"rebuild", false, cp_rebuild},
    {"copy over an older copy", true, cp_copy},
    {"copy once more", true, cp_copy},
    {"undo-merge", true, cp_undo},
    {"merge again", false, cp_merge},
};
enum { CP_STEPS = sizeof cp_steps / sizeof *cp_steps, CP_TRY = 1, CP_MERGE, CP_REBUILD, CP_COPY,
       CP_COPY_AGAIN, CP_UNDO, CP_MERGE_AGAIN };

static const char *cp_pragmas; /* against blindness */
static bool cp_power_cut;      /* the processes of both sides of the cut are one: this one */

/* Each step is a start of the program of its own. */
static inline bool cp_do(int step, const struct place_of_work *p, struct err *e)
{
    char mine[PATHS];
    cp_path(mine, p->folder, "mine.db");
    struct store *s = store_open(mine, cp_flags | STORE_KEPT | (cp_steps[step].readonly ? STORE_READONLY : 0), e);
    bool good = s && (!cp_pragmas || db_exec(s->db, cp_pragmas, e)) &&
                (!cp_steps[step].act || cp_steps[step].act(s, p, e));
    return store_close(s, good ? e : NULL) && good;
}

/* ---- an undisturbed run ---------------------------------------------------------------------- */

struct course {
    struct facts first, mine[CP_STEPS], copy[CP_STEPS]; /* after each step */
    struct facts old_copy;
};

static inline void course_read(const struct place_of_work *p, struct facts *mine, struct facts *copy)
{
    char path[PATHS];
    cp_path(path, p->folder, "mine.db");
    char *wrong = facts_read(path, mine);
    cp_path(path, p->folder, "copy.db");
    wrong = wrong ? wrong : facts_read(path, copy);
    if (wrong)
        printf("# undisturbed: %s\n", wrong);
    if (wrong)
        abort();
}

/* Plays all steps; between (may be NULL) is called after each. */
static inline void course_run(const struct place_of_work *p, struct course *ret, void (*between)(int step))
{
    *ret = (struct course){0};
    course_read(p, &ret->first, &ret->old_copy);
    for (int i = 0; i < CP_STEPS; i++) {
        struct err e = {0};
        if (!cp_do(i, p, &e)) {
            char *text = err_text(&e);
            printf("# %s: %s\n", cp_steps[i].name, text);
            abort();
        }
        if (between)
            between(i);
    }
}

static inline void course_finish(struct course *c)
{
    facts_finish(&c->first);
    facts_finish(&c->old_copy);
    for (int i = 0; i < CP_STEPS; i++) {
        facts_finish(&c->mine[i]);
        facts_finish(&c->copy[i]);
    }
}

/* ---- judging --------------------------------------------------------------------------------- */

static inline char *judge_mine(const char *folder, const struct course *c, int acked)
{
    char path[PATHS];
    struct facts now;
    cp_path(path, folder, "mine.db");
    const struct facts *sure = acked < 0 ? &c->first : &c->mine[acked];
    const struct facts *next = acked + 1 < CP_STEPS ? &c->mine[acked + 1] : NULL;
    char *wrong = facts_read(path, &now);
    const char *lost = wrong ? NULL : snapshot_lacks(&now.rows, &sure->rows);
    if (wrong) {
        char *said = xasprintf("I5: %s", wrong);
        free(wrong);
        wrong = said;
    } else if (acked + 1 == CP_UNDO && !facts_same(&now, sure) && !facts_same(&now, next)) {
        wrong = xasprintf("C1: undo-merge left neither the old file nor the new one");
    } else if (lost && acked + 1 != CP_UNDO) {
        wrong = xasprintf("I4: lost: %.80s", lost);
    }
    facts_finish(&now);
    return wrong;
}

/* The old copy stands somewhere whole; and copy.db is the old or the new one. */
static inline char *judge_copy(const char *folder, const struct course *c, int acked)
{
    static const char *const names[] = {"copy.db", "copy.db.bak"};
    bool old_kept = false;
    for (int i = 0; i < 2; i++) {
        char path[PATHS];
        struct facts now;
        cp_path(path, folder, names[i]);
        if (access(path, F_OK)) {
            if (i == 0)
                return xasprintf("C1: no copy stands at its place");
            continue;
        }
        char *wrong = facts_read(path, &now);
        bool old = !wrong && facts_same(&now, &c->old_copy);
        bool new = !wrong && !strcmp(now.code, c->mine[CP_MERGE].code);
        old_kept |= old;
        facts_finish(&now);
        if (wrong) {
            char *said = xasprintf("C1: %s is not whole: %s", names[i], wrong);
            free(wrong);
            return said;
        }
        if (!new && !old)
            return xasprintf("C1: %s is neither the old copy nor the new one", names[i]);
        if (i == 0 && acked >= CP_COPY && !new)
            return xasprintf("C1: the copy that was acknowledged is gone");
    }
    return old_kept ? NULL : xasprintf("C1: what stood at the place of the copy is gone");
}

static inline char *failed(const char *what, struct err *e)
{
    char *said = err_text(e), *wrong = xasprintf("%s: %s", what, said);
    free(said);
    err_finish(e);
    return wrong;
}

/* U4: taking the same files in again gives what an undisturbed merge gives. */
static inline char *judge_again(const struct place_of_work *p, const struct course *c)
{
    struct err e = {0};
    struct facts now;
    char path[PATHS], *wrong = NULL;
    cp_path(path, p->folder, "mine.db");
    if (!cp_do(CP_MERGE, p, &e))
        return failed("U4: merging again", &e);
    wrong = facts_read(path, &now);
    const struct facts *want = &c->mine[CP_MERGE];
    if (!wrong && strcmp(now.code, want->code))
        wrong = xasprintf("U4: another check code: %s, not %s", now.code, want->code);
    if (!wrong && strcmp(now.lists, want->lists))
        wrong = xasprintf("U4, I3: the lists differ");
    if (!wrong && now.draft_copies != want->draft_copies)
        wrong = xasprintf("U4: %lld drafts of others", (long long)now.draft_copies);
    if (!wrong && now.unfinished)
        wrong = xasprintf("U4: %lld imports still called unfinished", (long long)now.unfinished);
    facts_finish(&now);
    return wrong;
}

/* The merge can be taken back, or it is said why not; copying works; nothing is left lying about. */
static inline char *judge_later(const struct place_of_work *p)
{
    struct err e = {0};
    struct facts now;
    char path[PATHS];
    cp_path(path, p->folder, "mine.db");
    if (!cp_do(CP_UNDO, p, &e) && (e.code != ERR_RULE || !e.message))
        return failed("undo-merge afterwards", &e);
    err_finish(&e);
    char *wrong = facts_read(path, &now);
    facts_finish(&now);
    if (wrong)
        return wrong;
    return cp_do(CP_COPY, p, &e) ? NULL : failed("copying afterwards", &e);
}

/* The files themselves, and kept ones (.bak, .bak2, …). A file that was being made tells its process: the
 * program takes it away once that has ended, on another boot a day later. */
static inline bool is_known_name(const char *name)
{
    if (strstr(name, ".new-") && cp_power_cut)
        return true;
    bool ours = !strncmp(name, "mine.db", 7) || !strncmp(name, "copy.db", 7);
    const char *end = ours ? name + 7 : name;
    end += ours && !strncmp(end, ".bak", 4) ? 4 : 0;
    return name[0] == '.' || (ours && !end[strspn(end, "0123456789")]);
}

static inline char *judge_names(const char *folder)
{
    char *wrong = NULL;
    DIR *d = opendir(folder);
    for (struct dirent *x; d && !wrong && (x = readdir(d));)
        if (!is_known_name(x->d_name))
            wrong = xasprintf("I5: %s is left lying about", x->d_name);
    if (d)
        closedir(d);
    return wrong;
}

/* All of it. NULL, or what is wrong; freshly allocated. deep: with merging again and the rest. */
static inline char *judge_folder(const struct place_of_work *p, const struct course *c, int acked, bool deep)
{
    char *wrong = judge_mine(p->folder, c, acked);
    bool copying = acked + 1 == CP_COPY || acked + 1 == CP_COPY_AGAIN;
    if (!wrong && (copying || deep))
        wrong = judge_copy(p->folder, c, acked);
    if (!deep)
        return wrong;
    wrong = wrong ? wrong : judge_again(p, c);
    wrong = wrong ? wrong : judge_later(p);
    return wrong ? wrong : judge_names(p->folder);
}

#endif
