/* From draft to revision: leaving and submitting; and answers that arrive as one JSON object. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/entry_internal.h"

static struct event revision_event(const struct entry *en, const char *status)
{
    const char *office = session_office(en->session);
    struct event ev = {.kind = EVENT_REVISION, .has_form = true, .form = en->form->hash};
    if (!hash_is_none(&en->next_form))
        ev.form = en->next_form;
    ev.author = xstrdup0(session_author(en->session));
    ev.office = xstrdup(office ? office : en->row.unit);
    ev.entry = xstrdup(en->row.entry);
    ev.unit = xstrdup(en->row.unit);
    ev.period = xstrdup0(en->row.period);
    ev.status = xstrdup(status);
    ev.time = clock_now();
    if (en->has_draft)
        ev.draft = xstrdup(en->draft.draft);
    size_t n;
    const struct hash *parents = entry_parents(en, &n);
    for (size_t i = 0; i < n; i++)
        *vec_add(&ev.parents) = parents[i];
    return ev;
}

/* Where work stopped outlives the draft: written before it ends, lest a crash come in between. */
static bool keep_cursor(struct entry *en, struct err *e)
{
    return !en->cursor ||
           store_set_bookmark(session_store(en->session), en->row.entry, en->cursor, e);
}

/* It is on the disk: whatever happens now, the next change follows this revision. */
static void stand_on(struct entry *en, const char *status, const struct hash *made)
{
    if (entry_refresh_row(en, NULL))
        return;
    en->row.head = *made;
    if (!strcmp(status, "submitted")) {
        en->row.shown = *made;
        en->row.state = STATE_SUBMITTED;
        en->row.flags &= ~(unsigned)FLAG_EDITED_SINCE;
    }
}

static void stand_on_answers(struct entry *en, char *bytes)
{
    free(en->base_answers);
    en->base_answers = bytes;
    draft_finish(&en->draft); /* a later one gets an id of its own */
    en->has_draft = en->replaced = false;
    entry_base_clear(en);
}

/* The disk said no after its last write: what the file holds counts, and the next revision follows
 * it. */
bool entry_find_out(struct entry *en, struct err *e)
{
    struct hash made, before = en->row.head;
    if (!en->tried)
        return true;
    int gone = 0;
    if (en->has_draft)
        gone = draft_outcome(session_store(en->session), en->draft.draft, en->row.entry, &made, e);
    bool known = gone > 0 ? !hash_is_none(&made) : !hash_is_none(&before);
    if (gone < 0 || (known && !entry_refresh_row(en, e)))
        return false;
    if (gone || (!en->has_draft && hash_cmp(&en->row.head, &before)))
        stand_on_answers(en, en->tried);
    else
        free(en->tried);
    en->tried = NULL;
    return true;
}

bool entry_commit(struct entry *en, const char *status, struct hash *ret, struct err *e)
{
    struct store *store = session_store(en->session);
    if (!session_keep_form(en->session, en->form, e) || !keep_cursor(en, e))
        return false;
    json *answers = entry_answers(en);
    struct event ev = revision_event(en, status);
    struct hash made;
    bool ok = en->has_draft ? draft_end(store, en->draft.draft, &ev, answers, &made, e)
                            : store_add_revision(store, &ev, answers, &made, e);
    event_finish(&ev);
    if (ok) {
        stand_on_answers(en, js_canonical(answers, NULL));
        en->saved = clock_now();
        if (ret)
            *ret = made;
        stand_on(en, status, &made);
    } else {
        en->tried = js_canonical(answers, NULL);
    }
    js_free(answers);
    return ok;
}

static bool answers_changed(const struct entry *en)
{
    json *answers = record_to_json(en->record);
    char *bytes = js_canonical(answers, NULL);
    bool changed = strcmp(bytes, *en->base_answers ? en->base_answers : "{}") != 0;
    free(bytes);
    js_free(answers);
    return changed;
}

static bool drop_draft(struct entry *en, struct err *e)
{
    if (!en->has_draft)
        return true;
    if (!keep_cursor(en, e))
        return false;
    if (!draft_end(session_store(en->session), en->draft.draft, NULL, NULL, NULL, e)) {
        en->tried = xstrdup(en->base_answers);
        return false;
    }
    draft_finish(&en->draft);
    en->has_draft = false;
    return true;
}

bool entry_leave(struct entry *en, bool *ret_made, struct err *e)
{
    if (ret_made)
        *ret_made = false;
    if (en->readonly)
        return true;
    if (!entry_flush(en, e))
        return false;
    if (!en->has_draft && !en->replaced)
        return true;
    /* An entry made on purpose stays, even without a single answer. */
    bool made = en->replaced && !*en->base_answers;
    if (!made && !answers_changed(en))
        return drop_draft(en, e);
    if (!entry_commit(en, "draft", NULL, e))
        return false;
    if (ret_made)
        *ret_made = true;
    return true;
}

#define ERRORS_NAMED 3

static bool refuse_errors(struct entry *en, size_t errors, struct err *e)
{
    size_t count = 0, named = 0;
    const struct verdict *v = rules_verdicts(en->rules, &count);
    struct str list = {0};
    for (size_t i = 0; i < count && named < ERRORS_NAMED; i++) {
        if (v[i].level != LEVEL_ERROR)
            continue;
        char *where = record_place_name(en->record, v[i].place);
        str_addf(&list, "%s%s: %s", named++ ? "; " : "", where, v[i].message);
        free(where);
    }
    if (errors > named)
        str_add(&list, " …");
    err_set(e, ERR_RULE, NULL, _("correct them (F3 lists them), then submit again"),
            _("not submitted while errors stand (%zu): %s"), errors, str_text(&list));
    str_finish(&list);
    return false;
}

bool entry_submit(struct entry *en, struct hash *ret, struct err *e)
{
    if (en->readonly)
        return err_set(e, ERR_RULE, NULL, _("nothing was changed"), "%s", en->readonly);
    bool again = en->tried != NULL;
    if (!entry_flush(en, e))
        return false;
    size_t errors = rules_count(en->rules, LEVEL_ERROR);
    if (errors)
        return refuse_errors(en, errors, e);
    bool changed = answers_changed(en);
    if (!changed && !(en->row.flags & FLAG_EDITED_SINCE) &&
        (en->row.state == STATE_SUBMITTED || en->row.state == STATE_ACCEPTED)) {
        if (again && ret)
            *ret = en->row.shown;
        return again ||
               err_set(e, ERR_RULE, NULL, _("change something first, if it must go again"),
                       _("it is already submitted, and nothing has changed since"));
    }
    if (!entry_commit(en, "submitted", ret, e))
        return false;
    entry_steps_clear(en);
    return true;
}

bool entry_fill(struct entry *en, const json *answers, struct problem_list *problems,
                struct err *e)
{
    if (en->readonly)
        return err_set(e, ERR_USAGE, NULL, _("nothing was changed"), "%s", en->readonly);
    struct record *fresh = record_create(en->form);
    struct problem_list own = {0};
    struct problem_list *p = problems ? problems : &own;
    if (!record_from_json(fresh, answers, false, p) || p->errors) {
        record_destroy(fresh);
        if (!problem_to_err(p, ERR_USAGE, e) && e && !e->message)
            err_set(e, ERR_USAGE, NULL, NULL, _("the answers do not fit the form"));
        problem_finish(&own);
        return false;
    }
    problem_finish(&own);
    /* What a person has typed since becomes a revision of its own first. */
    if (en->has_draft && !entry_leave(en, NULL, e)) {
        record_destroy(fresh);
        return false;
    }
    record_destroy(en->record);
    en->record = fresh;
    entry_steps_clear(en);
    for (size_t i = 0; i < en->form->fields.n; i++)
        if (en->form->fields.v[i]->table)
            entry_orders_reset(en, (int)i);
    entry_load_rules(en);
    en->replaced = true;
    return true;
}
