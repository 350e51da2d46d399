/* Who has reported, against an oracle that knows how each history was made: random trees of communes, districts
 * and organisations, random due days, submissions, returns, withdrawals, second entries. PHIEU_ROUNDS: how many
 * trees; the seed of a failing one is printed. */
#include <sys/stat.h>

#include "base/str.h"
#include "bench.h"
#include "entry/reported.h"
#include "store/merge.h"

#define UNITS_MAX 24
#define DAY       86400

static unsigned long state;

static int rnd(int n)
{
    state = state * 6364136223846793005UL + 1442695040888963407UL;
    return (int)((state >> 33) % (unsigned)n);
}

/* Noon of the day. */
static int64_t noon(int64_t day)
{
    return day * DAY + 5 * 3600;
}

/* ---- what is made ----------------------------------------------------------------------------- */

enum reporters { BY_LEVEL_XA, BY_LEVEL_HUYEN, BY_NAME };

struct plan_unit {
    char id[16];
    bool commune, owes;
    bool elsewhere; /* made in another file, which is taken in */
    bool received, accepted, returned, any, complete; /* as it must come out */
    int64_t first;  /* day of the first submission that counts */
    int entries;    /* not withdrawn */
};

struct plan {
    struct plan_unit units[UNITS_MAX];
    int n;
    enum reporters who;
    bool has_due, inclusive;
    int64_t due, today, merged; /* days */
};

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[300];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    if (!f)
        exit(99);
    fputs(text, f);
    fclose(f);
}

static void plan_units(struct plan *p, struct str *yaml)
{
    str_add(yaml, "province: {id: tinh_x, name: X}\nunits:\n");
    int districts = 1 + rnd(5), communes = rnd(UNITS_MAX - 6);
    for (int i = 0; i < districts + communes; i++) {
        struct plan_unit *u = &p->units[p->n++];
        *u = (struct plan_unit){.commune = i >= districts, .elsewhere = rnd(2)};
        snprintf(u->id, sizeof u->id, "%c%d", u->commune ? 'x' : 'h', i);
        str_addf(yaml, "  - {id: %s, name: N%d, kind: %s", u->id, i, u->commune ? "xa" : "huyen");
        if (u->commune)
            str_addf(yaml, ", parent: h%d", rnd(districts));
        str_add(yaml, "}\n");
    }
    str_add(yaml, "organisations:\n  - {id: dau_moi, name: Đầu mối, role: tong_hop}\n");
}

static void plan_form(struct plan *p, struct str *yaml)
{
    char day[16];
    p->who = (enum reporters)rnd(3);
    p->has_due = rnd(4) != 0;
    p->inclusive = rnd(2);
    p->today = date_days((struct date){2015, 6, 1}) + rnd(60);
    p->due = date_days((struct date){2015, 6, 1}) + rnd(60);
    date_iso(date_from_days(p->due), day);
    str_add(yaml, "form: f\nversion: 1\ntitle: T\nunits: u\nperiod: once\nreporters:\n  - {");
    bool some = false;
    for (int i = 0; i < p->n; i++) {
        struct plan_unit *u = &p->units[i];
        u->owes = p->who == BY_NAME ? rnd(2) || (i == p->n - 1 && !some) : u->commune == (p->who == BY_LEVEL_XA);
        if (p->who == BY_NAME && u->owes) {
            str_addf(yaml, "%s%s", some ? ", " : "units: [", u->id);
        }
        some |= u->owes;
    }
    if (p->who == BY_NAME)
        str_add(yaml, "]");
    else
        str_addf(yaml, "level: %s", p->who == BY_LEVEL_XA ? "xa" : "huyen");
    str_add(yaml, ", to: dau_moi");
    if (p->has_due)
        str_addf(yaml, ", due: %s, inclusive: %s", day, p->inclusive ? "true" : "false");
    str_add(yaml, "}\nsections:\n  - section: a\n    title: A\n    fields:\n      - {field: so, type: integer, required: true, min: 0, label: S}\n");
    p->merged = date_days((struct date){2015, 8, 1}) + rnd(30);
}

/* ---- what happened ---------------------------------------------------------------------------- */

struct maker {
    struct store *store;
    const struct form *form;
    const struct plan_unit *unit;
    char entry[ENTRY_ID_HEX];
    struct hash head;
    bool begun, complete; /* complete: the answers of the newest revision */
};

static void revise(struct maker *m, const char *status)
{
    struct event ev = {.kind = EVENT_REVISION, .has_form = true, .form = m->form->hash};
    json *answers = js_new_object();
    int what = rnd(6); /* blank, against the rules, good */
    m->complete = what > 1;
    if (what)
        js_set(answers, "so", js_new_integer(what == 1 ? -5 : rnd(1000)));
    ev.entry = xstrdup(m->entry);
    ev.unit = xstrdup(m->unit->id);
    ev.status = xstrdup(status);
    if (m->begun)
        *vec_add(&ev.parents) = m->head;
    if (!store_add_revision(m->store, &ev, answers, &m->head, NULL))
        exit(98);
    m->begun = true;
    event_finish(&ev);
    js_free(answers);
}

static void review(struct maker *m, const char *verdict)
{
    struct event ev = {.kind = EVENT_REVIEW, .has_target = true, .target = m->head};
    struct hash made;
    ev.entry = xstrdup(m->entry);
    ev.verdict = xstrdup(verdict);
    if (!store_add_event(m->store, &ev, NULL, &made, NULL))
        exit(97);
    event_finish(&ev);
}

/* One entry's life; days go forward. Says what must come out of it. */
static void live(struct maker *m, struct plan *p, struct plan_unit *u)
{
    int64_t day = date_days((struct date){2015, 5, 25}) + rnd(50), first = 0;
    bool submitted = false, accepted = false, returned = false, withdrawn = false, complete = false;
    random_hex(m->entry, 16);
    m->begun = false;
    for (int steps = 1 + rnd(5); steps > 0 && !withdrawn; steps--, day += rnd(4)) {
        clock_fix(noon(day)); /* in UTC+7 */
        int what = rnd(10);
        if (what < 4 || !m->begun) {
            revise(m, "draft");
        } else if (what < 7) {
            revise(m, "submitted");
            first = submitted ? first : day;
            submitted = true;
            complete = m->complete;
            accepted = returned = false;
        } else if (what < 9 && submitted) {
            /* Only what counts is reviewed: the newest submission, when no draft follows it. */
            bool yes = rnd(2);
            if (accepted || returned)
                continue;
            struct err e = {0};
            struct entry_row row = {0};
            if (!store_entry(m->store, m->entry, &row, &e))
                exit(96);
            if (!hash_cmp(&row.shown, &m->head)) {
                review(m, yes ? "accept" : "return");
                accepted = yes;
                returned = !yes;
            }
            entry_row_finish(&row);
        } else if (what == 9 && rnd(3) == 0) {
            revise(m, "withdrawn");
            withdrawn = true;
        }
    }
    (void)p;
    u->any = true;
    u->entries += !withdrawn;
    if (withdrawn || !submitted)
        return;
    u->received = true;
    u->accepted = accepted;
    u->returned = returned;
    u->first = first;
    u->complete = complete;
}

/* Those of this file, or those of the other one. */
static void make_entries(struct plan *p, struct maker *m, bool elsewhere)
{
    for (int i = 0; i < p->n; i++) {
        if (p->units[i].elsewhere != elsewhere)
            continue;
        m->unit = &p->units[i];
        if (rnd(3) == 0)
            continue;
        live(m, p, &p->units[i]);
        if (!p->units[i].received && rnd(4) == 0) /* a second one beside it */
            live(m, p, &p->units[i]);
    }
}

/* ---- the oracle ------------------------------------------------------------------------------- */

static bool same_unit(const struct plan *p, const struct plan_unit *u, const struct reported *r)
{
    int64_t sent = u->received ? noon(u->first) : 0;
    int64_t here = !u->received ? 0 : u->elsewhere ? noon(p->merged) : sent;
    int64_t last = p->due - (p->inclusive ? 0 : 1), came = u->received ? u->first : p->today;
    bool due = p->has_due && u->owes;
    int64_t late = due && came > last ? came - last : 0;
    return r->received == u->received && r->accepted == u->accepted && r->exists == u->any &&
           r->entries == u->entries && (r->line != NULL) == u->owes && r->has_due == due &&
           r->complete == (u->received && u->complete) && (!u->received || r->row.submitted == sent) &&
           r->came == here && r->looked && !strcmp(r->unit->level, u->commune ? "xa" : "huyen") &&
           r->late == late && r->on_time == (u->received && !late);
}

static bool same_plan(const struct plan *p, const struct reported_list *l)
{
    struct reported_totals want = {0};
    size_t at = 0;
    for (int i = 0; i < p->n; i++) {
        const struct plan_unit *u = &p->units[i];
        if (!u->owes && !u->any)
            continue;
        while (at < l->n && l->v[at].unit->organisation)
            at++;
        if (at == l->n || strcmp(l->v[at].unit->id, u->id) || !same_unit(p, u, &l->v[at])) {
            printf("# unit %s\n", u->id);
            return false;
        }
        want.owe += u->owes;
        want.received += u->received;
        want.accepted += u->accepted;
        want.returned += u->returned;
        want.on_time += l->v[at].on_time;
        want.late += l->v[at].late > 0;
        want.missing += u->owes && !u->received;
        want.waiting += u->received && !u->accepted && !u->returned;
        want.complete += u->received && u->complete;
        want.looked++;
        at++;
    }
    return at == l->n && !memcmp(&want, &l->totals, sizeof want);
}

/* ---- one tree --------------------------------------------------------------------------------- */

static struct session *fresh(const char *folder, const char *name, char path[300])
{
    struct session_options options = {.store_flags = STORE_CREATE, .ignore_settings = true};
    snprintf(path, 300, "%s/%s", folder, name);
    unlink(path);
    return session_open(path, &options, NULL);
}

static bool make_in(struct session *s, struct plan *plan, bool elsewhere)
{
    const struct form *f = s ? session_form(s, "f", NULL) : NULL;
    if (!f || !session_keep_form(s, f, NULL))
        return false;
    struct maker m = {.store = session_store(s), .form = f};
    make_entries(plan, &m, elsewhere);
    return true;
}

static bool take_in(struct session *s, const struct plan *plan, const char *path)
{
    struct merge_report report = {0};
    clock_fix(noon(plan->merged));
    bool good = store_merge(session_store(s), &path, 1, NULL, &report, NULL) && !merge_report_troubled(&report);
    merge_report_finish(&report);
    return good;
}

static bool list_all(struct session *s, const struct plan *plan, struct reported_list *ret, struct err *e)
{
    bool good = session_reported(s, session_form_brief(s, "f"), NULL, date_from_days(plan->today), ret, e);
    for (size_t i = 0; good && i < ret->n; i++)
        good = session_reported_look(s, ret, i, e);
    return good;
}

static bool round_of(const char *folder, unsigned seed)
{
    struct plan plan = {.n = 0};
    struct str units = {0}, form = {0};
    struct err e = {0};
    char here[300], other[300];
    state = seed;
    random_seed(seed);
    plan_units(&plan, &units);
    plan_form(&plan, &form);
    write_file(folder, "units/u.yaml", str_text(&units));
    write_file(folder, "forms/f.yaml", str_text(&form));
    struct session *s = fresh(folder, "data.db", here), *t = fresh(folder, "other.db", other);
    struct reported_list list = {0};
    bool good = make_in(t, &plan, true) && session_close(t, &e) && make_in(s, &plan, false) &&
                take_in(s, &plan, other) && list_all(s, &plan, &list, &e) && same_plan(&plan, &list);
    if (!good)
        printf("# seed %u: %s\n# units/u.yaml, forms/f.yaml in %s\n", seed, e.message ? e.message : "", folder);
    reported_finish(&list);
    session_close(s, NULL);
    err_finish(&e);
    str_finish(&units);
    str_finish(&form);
    return good;
}

int main(void)
{
    char folder[64], sub[80];
    folder_make(folder, sizeof folder, "reported");
    static const char *const subs[] = {"units", "forms"};
    for (int i = 0; i < 2; i++) {
        snprintf(sub, sizeof sub, "%s/%s", folder, subs[i]);
        mkdir(sub, 0700);
    }
    snprintf(sub, sizeof sub, "%s/forms", folder);
    setenv("PHIEU_FORMS", sub, 1);
    setenv("PHIEU_DATA", folder, 1);
    setenv("HOME", folder, 1);
    setenv("XDG_CACHE_HOME", folder, 1);
    setenv("XDG_STATE_HOME", folder, 1);
    installation_fix("00112233445566778899aabbccddeeff");
    const char *env = getenv("PHIEU_ROUNDS");
    unsigned rounds = env ? (unsigned)atoi(env) : 150, failed = 0;
    for (unsigned seed = 1; seed <= rounds && failed < 3; seed++)
        failed += !round_of(folder, seed);
    ok(failed == 0, "%u random trees: who has reported is what the oracle says", rounds);
    char command[120];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    if (system(command))
        printf("# %s stays\n", folder);
    return tap_done();
}
