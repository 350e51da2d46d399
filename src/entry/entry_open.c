/* Opening an entry: its form, its newest answers, the draft over them, the rules. */
#include "entry/entry.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/random.h"
#include "entry/entry_internal.h"
#include "form/record_follow.h"
#include "text/date.h"

static void set_readonly(struct entry *en, char *why)
{
    free(en->readonly);
    en->readonly = why;
}

/* The acting office: who has chosen none (a script) acts as the unit itself. */
static const char *office_of(const struct entry *en)
{
    const char *office = session_office(en->session);
    return office ? office : en->row.unit;
}

void entry_check_owner(struct entry *en)
{
    if (!session_may_write(en->session, en->form, office_of(en), en->row.unit))
        set_readonly(en, xasprintf(_("This entry belongs to %s; you act as %s."),
                                   session_office_name(en->session, en->row.unit),
                                   session_office_name(en->session, office_of(en))));
}

static void check_rights(struct entry *en)
{
    entry_check_owner(en);
    if (!en->readonly && session_readonly(en->session))
        set_readonly(en, xstrdup(session_readonly(en->session)));
    if (!en->readonly && en->row.state == STATE_WITHDRAWN)
        set_readonly(en, xstrdup(_("This entry has been withdrawn.")));
}

/* The revision that `want` names: a hash, or a prefix of its hex form. */
static const struct revision *find_revision(const struct revisions *all, const char *want,
                                            struct err *e)
{
    const struct revision *found = NULL;
    size_t n = strlen(want);
    for (size_t i = 0; i < all->n; i++) {
        char hex[HASH_HEX];
        hash_hex(&all->v[i].id, hex);
        if (n < 6 || strncmp(hex, want, n))
            continue;
        if (found) {
            err_set(e, ERR_USAGE, want, _("write more letters"),
                    _("more than one revision begins so"));
            return NULL;
        }
        found = &all->v[i];
    }
    if (!found)
        err_set(e, ERR_USAGE, want, _("phieu history lists the revisions"),
                _("the entry has no such revision"));
    return found;
}

struct record *entry_record_of(struct entry *en, const struct revision *r, struct err *e)
{
    const struct form *form = session_form_by_hash(en->session, &r->head.form, e);
    json *answers = form ? store_answers(session_store(en->session), &r->head.body, e) : NULL;
    if (!answers)
        return NULL;
    /* What does not fit the form is kept as it is: another program or form wrote it. */
    struct problem_list ignored = {0};
    struct record *record = record_create(form);
    record_from_json(record, answers, true, &ignored);
    problem_finish(&ignored);
    js_free(answers);
    if (form != en->form) {
        struct record *followed = record_follow(en->form, record);
        record_destroy(record);
        record = followed;
    }
    return record;
}

/* Takes the record over: what is changed from now on is changed against it. */
static void stand_on_record(struct entry *en, struct record *record)
{
    record_destroy(en->record);
    en->record = record;
    json *kept = record_to_json(en->record);
    free(en->base_answers);
    en->base_answers = js_canonical(kept, NULL);
    js_free(kept);
}

/* Loads the answers of one revision into the record; want "" = there is none. */
static bool load_answers(struct entry *en, const char *want, struct err *e)
{
    en->base_answers = xstrdup("");
    if (!*want)
        return true;
    struct revisions revisions = {0};
    if (!store_revisions(session_store(en->session), en->row.entry, &revisions, e))
        return false;
    const struct revision *r = find_revision(&revisions, want, e);
    struct record *record = r ? entry_record_of(en, r, e) : NULL;
    revisions_finish(&revisions);
    if (!record)
        return false;
    stand_on_record(en, record);
    return true;
}

static void hex_or_empty(const struct hash *h, char out[HASH_HEX])
{
    *out = '\0';
    if (!hash_is_none(h))
        hash_hex(h, out);
}

static bool find_draft(struct entry *en, struct err *e)
{
    struct store *store = session_store(en->session);
    struct err why = {0};
    en->has_draft = draft_find(store, en->row.entry, &en->draft, &why);
    if (en->has_draft)
        return true;
    bool none = why.code == ERR_NONE;
    err_move(none ? NULL : e, &why);
    en->cursor = none ? store_bookmark(store, en->row.entry, NULL) : NULL;
    return none;
}

/* A view, or an entry that is not ours, reads the draft and leaves its lease alone. */
static bool take_draft(struct entry *en, bool lease, struct err *e)
{
    if (!en->has_draft)
        return true;
    if (!lease || en->readonly)
        return entry_load_draft(en, e);
    int64_t who = 0;
    int ours = draft_lease(session_store(en->session), en->draft.draft, &who, e);
    if (ours < 0)
        return false;
    if (!ours)
        set_readonly(en, xasprintf(_("This entry is open in another window of this PC (process "
                                     "%lld): close it there to go on here."),
                                   (long long)who));
    return entry_load_draft(en, e);
}

/* What stands when several revisions stand beside each other. */
static bool load_merged(struct entry *en, const struct hash *heads, size_t n, struct err *e)
{
    if (!store_merged(session_store(en->session), en->row.entry, heads, n, &en->base, e))
        return false;
    struct problem_list ignored = {0};
    struct record *record = record_create(en->form);
    record_from_json(record, en->base.answers, true, &ignored);
    problem_finish(&ignored);
    stand_on_record(en, record);
    return true;
}

/* The answers that the next revision changes: of the revisions the draft follows, else of the heads. */
static bool load_base(struct entry *en, struct err *e)
{
    char hex[HASH_HEX];
    const struct hash *parents = en->has_draft ? en->draft.parents.v : &en->row.head;
    size_t n = en->has_draft ? en->draft.parents.n : !hash_is_none(&en->row.head);
    if (hash_is_none(&en->row.head)) /* saved elsewhere without what it goes on from: the draft holds it all */
        n = 0;
    if (n > 1 || (!en->has_draft && en->row.heads > 1))
        return load_merged(en, en->has_draft ? parents : NULL, en->has_draft ? n : 0, e);
    hex_or_empty(n ? parents : &(struct hash){{0}}, hex);
    return load_answers(en, hex, e);
}

static void refuse_conflicts(struct entry *en)
{
    size_t n = entry_conflicts(en, NULL);
    if (n && !en->readonly)
        set_readonly(en, xasprintf(_("Two people changed the same %zu places of this entry: "
                                     "decide between them first."), n));
    else if (en->base.too_many && !en->readonly)
        set_readonly(en, xstrdup(_("Too many revisions stand beside each other in this entry.")));
}

void entry_load_rules(struct entry *en)
{
    const struct unit *unit = en->catalogue ? catalogue_find(en->catalogue, en->row.unit) : NULL;
    char day[16];
    date_iso(date_of_time(en->row.time && !en->has_draft ? en->row.time : clock_now()), day);
    free(en->report_date);
    en->report_date = xstrdup(day);
    struct earlier_list earlier = {{0}};
    if (rules_want_earlier(en->rules))
        earlier = entry_earlier(en);
    struct rules_context context = {
        .unit = en->row.unit,
        .level = unit ? unit->level : NULL,
        .period = entry_period(en),
        .report_date = en->report_date,
        .earlier = earlier.v.v,
        .earlier_count = earlier.v.n,
    };
    rules_load(en->rules, en->record, &context);
    earlier_finish(&earlier);
}

enum use {
    VIEW_REVISION, /* one revision, without the draft */
    VIEW_MERGED,   /* what the heads are together, without the draft */
    VIEW_DRAFT,
    EDIT,
    DECIDE,        /* conflicts */
};

/* Takes row over; NULL with e when its answers cannot be had. revision: for VIEW_REVISION, whose
 * answers (hex). */
static struct entry *make(struct session *s, const struct form *form, struct entry_row row,
                          const char *revision, enum use use, struct err *e)
{
    struct entry *en = xcalloc(1, sizeof *en);
    en->session = s;
    en->form = form;
    en->row = row;
    en->catalogue = session_catalogue(s, form->units, NULL);
    en->record = record_create(form);
    en->orders = xcalloc(form->fields.n, sizeof *en->orders);
    const char *fault;
    en->rules = session_take_rules(s, form, en->catalogue, &fault, e);
    if (!en->rules) {
        entry_destroy(en);
        return NULL;
    }
    check_rights(en);
    if (fault && !en->readonly)
        set_readonly(en, xasprintf(_("This form has errors, so nobody can fill it in: %s"), fault));
    bool draft = use == VIEW_DRAFT || use == EDIT || use == DECIDE;
    bool ok = (!draft || find_draft(en, e)) &&
              (use == VIEW_REVISION ? load_answers(en, revision, e) : load_base(en, e));
    if (ok && use == EDIT)
        refuse_conflicts(en);
    for (size_t i = 0; ok && i < form->fields.n; i++)
        if (form->fields.v[i]->table)
            entry_orders_reset(en, (int)i);
    if (!ok || (draft && !take_draft(en, use != VIEW_DRAFT, e))) {
        entry_destroy(en);
        return NULL;
    }
    entry_load_rules(en);
    return en;
}

static bool check_unit(struct session *s, const struct form *form, const char *unit,
                       const char *period, struct err *e)
{
    const struct catalogue *c = session_catalogue(s, form->units, e);
    if (!c)
        return false;
    if (strchr(unit, '/') || !catalogue_find(c, unit))
        return err_set(e, ERR_USAGE, unit, _("use the id of a unit of the form's unit list"),
                       _("%s is not a unit of the list %s"), unit, c->id);
    if (!form_period_valid(form, period))
        return err_set(e, ERR_USAGE, period ? period : "-",
                       _("write 2021, 2021-Q1 or 2021-03, as the form asks"),
                       _("the period does not fit the form %s"), form->id);
    return true;
}

static const char *period_or_null(const char *period)
{
    return period && *period && strcmp(period, "once") ? period : NULL;
}

struct entry *entry_begin_another(struct session *s, const struct form *form, const char *unit,
                                  const char *period, struct err *e)
{
    if (!check_unit(s, form, unit, period, e))
        return NULL;
    struct entry_row row = {.state = STATE_DRAFT, .form = form->hash};
    random_hex(row.entry, 16);
    row.form_id = xstrdup(form->id);
    row.unit = xstrdup(unit);
    row.period = xstrdup0(period_or_null(period));
    struct entry *en = make(s, form, row, NULL, EDIT, e);
    if (en && !en->has_draft && !en->readonly) {
        record_propose(en->record);
        en->proposed = true;
        entry_load_rules(en);
    }
    return en;
}

/* What was erased on request is reported anew in an entry of its own. */
static bool keep_first(void *user, const struct entry_row *row)
{
    if (row->flags & FLAG_ERASED)
        return true;
    memcpy(user, row->entry, sizeof row->entry);
    return false;
}

struct entry *entry_begin(struct session *s, const struct form *form, const char *unit,
                          const char *period, struct err *e)
{
    struct store_filter filter = {
        .form_id = form->id, .unit = unit, .period = period_or_null(period), .state = -1};
    char found[ENTRY_ID_HEX] = "";
    if (!check_unit(s, form, unit, period, e))
        return NULL;
    if (form->period != PERIOD_FREE &&
        !store_entries(session_store(s), &filter, keep_first, found, e))
        return NULL;
    return *found ? entry_open(s, found, e) : entry_begin_another(s, form, unit, period, e);
}

/* ---- versions of the form --------------------------------------------------------------------- */

/* A higher version leads; of two of one version, which is their maker's trouble and no clerk's, always
 * the same one. */
bool entry_form_leads(const struct form *a, const struct form *b)
{
    return a->version > b->version || (a->version == b->version && hash_cmp(&a->hash, &b->hash) > 0);
}

/* Where revisions stand beside each other: the version that leads among all of this form; *ret is that of
 * the newest. */
static bool leading_form(struct session *s, const struct entry_row *row, struct hash *ret,
                         struct err *e)
{
    struct revisions all = {0};
    *ret = row->form;
    if (row->heads < 2)
        return true;
    if (!store_revisions(session_store(s), row->entry, &all, e))
        return false;
    const struct form *best = session_form_by_hash(s, ret, NULL);
    for (size_t i = 0; i < all.n && best; i++) {
        if (!hash_cmp(&all.v[i].head.form, ret) || (i && !hash_cmp(&all.v[i].head.form, &all.v[i - 1].head.form)))
            continue;
        const struct form *f = session_form_by_hash(s, &all.v[i].head.form, NULL);
        if (f && !strcmp(f->id, best->id) && entry_form_leads(f, best))
            best = f;
    }
    if (best)
        *ret = best->hash;
    revisions_finish(&all);
    return true;
}

/* The form of the draft of this installation, else that of the newest revision, or the one that leads. */
static const struct form *working_form(struct session *s, const struct entry_row *row,
                                       struct err *e)
{
    struct draft draft = {0};
    struct hash form;
    struct err why = {0};
    if (!leading_form(s, row, &form, e))
        return NULL;
    if (draft_find(session_store(s), row->entry, &draft, &why))
        form = draft.form;
    draft_finish(&draft);
    if (why.code != ERR_NONE) {
        err_move(e, &why);
        return NULL;
    }
    err_finish(&why);
    return session_form_by_hash(s, &form, e);
}

static const struct form *merged_form(struct session *s, const struct entry_row *row,
                                      struct err *e)
{
    struct hash form;
    return leading_form(s, row, &form, e) ? session_form_by_hash(s, &form, e) : NULL;
}

/* The form that a revision was written with. */
static const struct form *revision_form(struct session *s, const struct entry_row *row,
                                        const char *which, struct err *e)
{
    struct revisions all = {0};
    if (!store_revisions(session_store(s), row->entry, &all, e))
        return NULL;
    const struct revision *r = find_revision(&all, which, e);
    const struct form *form = r ? session_form_by_hash(s, &r->head.form, e) : NULL;
    revisions_finish(&all);
    return form;
}

/* An entry goes on with the newest version of its form. What a person has typed with an older one
 * becomes a revision first, so that it is kept as it was typed. NULL without e: it stays with the
 * older one, since somebody else holds it. */
static struct entry *move_to(struct session *s, const struct form *newer, const struct form *older,
                             struct entry_row *row, struct err *e)
{
    struct entry_row copy = {0};
    struct entry *en = store_entry(session_store(s), row->entry, &copy, e)
                           ? make(s, older, copy, NULL, EDIT, e) : NULL;
    bool left = en && !en->readonly && entry_leave(en, NULL, e);
    if (left) {
        entry_row_finish(row);
        *row = en->row;
        en->row = (struct entry_row){0};
    }
    entry_destroy(en);
    if (!left)
        return NULL;
    struct entry_row taken = *row;
    *row = (struct entry_row){0};
    return make(s, newer, taken, NULL, EDIT, e);
}

struct entry *entry_open(struct session *s, const char *ref, struct err *e)
{
    struct entry_row row = {0};
    if (!store_entry(session_store(s), ref, &row, e))
        return NULL;
    const struct form *form = working_form(s, &row, e);
    const struct form *newest = form ? session_form_newest(s, form) : NULL;
    struct entry *en = NULL;
    if (form && newest != form) {
        en = move_to(s, newest, form, &row, e);
        if (en || (e && e->message)) {
            entry_row_finish(&row);
            return en;
        }
    }
    if (form)
        return make(s, form, row, NULL, EDIT, e);
    entry_row_finish(&row);
    return NULL;
}

static struct entry *open_to_decide(struct session *s, const char *ref, struct err *e)
{
    struct entry_row row = {0};
    if (!store_entry(session_store(s), ref, &row, e))
        return NULL;
    const struct form *form = working_form(s, &row, e);
    if (form)
        return make(s, form, row, NULL, DECIDE, e);
    entry_row_finish(&row);
    return NULL;
}

/* What was typed before the other side came becomes a revision, so that it is a side too. */
struct entry *entry_open_conflict(struct session *s, const char *ref, struct err *e)
{
    struct entry *en = open_to_decide(s, ref, e);
    bool before = en && en->has_draft && !en->base.conflicts.n && !en->readonly &&
                  en->row.state == STATE_CONFLICT;
    if (!before)
        return en;
    char id[ENTRY_ID_HEX];
    memcpy(id, en->row.entry, sizeof id);
    bool left = entry_leave(en, NULL, e);
    entry_destroy(en);
    return left ? open_to_decide(s, id, e) : NULL;
}

struct entry *entry_view(struct session *s, const char *ref, const char *revision, struct err *e)
{
    struct entry_row row = {0};
    if (!store_entry(session_store(s), ref, &row, e))
        return NULL;
    enum use use = revision                      ? VIEW_REVISION
                   : row.state == STATE_CONFLICT ? VIEW_MERGED
                   : row.state == STATE_DRAFT    ? VIEW_DRAFT
                                                 : VIEW_REVISION;
    char shown[HASH_HEX];
    hex_or_empty(&row.shown, shown);
    const char *which = revision ? revision : shown;
    const struct form *form =
        use == VIEW_REVISION ? revision_form(s, &row, which, e)
        : use == VIEW_MERGED ? merged_form(s, &row, e)
                             : working_form(s, &row, e);
    if (!form) {
        entry_row_finish(&row);
        return NULL;
    }
    struct entry *en = make(s, form, row, which, use, e);
    if (en)
        set_readonly(en, xstrdup(_("This is only a view.")));
    return en;
}
