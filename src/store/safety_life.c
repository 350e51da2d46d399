/* From the opening of a data file to its closing: what is known of it, and what will be. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/lease.h"
#include "store/safety_internal.h"
#include "store/verify.h"

static bool is_lineage(const char *text)
{
    uint8_t raw[16];
    return hex_decode(raw, text, sizeof raw);
}

static bool is_held(const struct seen *seen)
{
    return lease_is_held(seen->pid, seen->boot ? seen->boot : "");
}

static bool is_as_left(const struct store *s)
{
    const struct safety *k = s->safety;
    return !(s->flags & STORE_REMOVABLE) && *k->stamp && !strcmp(k->stamp, k->seen.closed);
}

/* A program of this computer that runs found it whole, and has it open. */
static bool is_lent(const struct store *s)
{
    const struct safety *k = s->safety;
    return !(s->flags & STORE_REMOVABLE) && *k->place && !strcmp(k->place, k->seen.place) &&
           is_held(&k->seen);
}

/* While it is open here, others need not look through it because it changes. */
static void hold(struct store *s)
{
    struct safety *k = s->safety;
    struct seen *seen = &k->seen;
    if (is_held(seen) || db_readonly(s->db) || s->flags & STORE_REMOVABLE)
        return;
    seen->pid = lease_own_pid();
    free(seen->boot);
    seen->boot = lease_own_boot();
    memcpy(seen->place, k->place, sizeof seen->place);
    seen_save(k->lineage, s->path, seen);
}

static void look_at_it(struct safety *k, bool reading)
{
    struct err e = {0};
    if (!safety_look(k, !reading, &e))
        safety_set_trouble(k, reading, &e);
    err_finish(&e);
}

void safety_attach(struct store *s, bool fresh, const char *stamp)
{
    char *lineage = store_meta(s, "lineage", NULL);
    if (!lineage || !is_lineage(lineage)) { /* it would become the name of a file */
        free(lineage);
        return;
    }
    struct safety *k = s->safety = xcalloc(1, sizeof *k);
    memcpy(k->lineage, lineage, sizeof k->lineage);
    free(lineage);
    snprintf(k->stamp, sizeof k->stamp, "%s", stamp);
    seen_place(s->path, k->place);
    seen_load(k->lineage, s->path, &k->seen);
    k->ours = fresh || is_as_left(s);
    k->fill = k->ours && k->seen.behind && !db_readonly(s->db);
    k->lent = !k->ours && is_lent(s);
    k->sound = k->ours || k->lent;
    k->seen.log = fresh || (k->sound && k->seen.log);
    if (k->sound)
        hold(s);
    look_at_it(k, db_readonly(s->db));
}

bool store_is_known(const struct store *s)
{
    return !(s->flags & STORE_KEPT) || (s->safety && s->safety->sound);
}

void safety_trust(struct store *s)
{
    if (!s->safety || s->safety->sound)
        return;
    s->safety->sound = true;
    /* What was noted of the file that stood here before says nothing of this one. */
    s->safety->seen.closed[0] = s->safety->seen.safety[0] = s->safety->seen.safety_id[0] = '\0';
    s->safety->seen.complete = s->safety->seen.missing = 0;
    s->safety->counted = false;
    s->safety->seen.log = false;
    hold(s);
}

bool safety_log_is_ours(const struct store *s)
{
    return !(s->flags & STORE_KEPT) || (s->safety && s->safety->sound && s->safety->seen.log);
}

void safety_own_log(struct store *s)
{
    if (s->safety)
        s->safety->seen.log = true;
}

void safety_distrust(struct store *s)
{
    struct safety *k = s->safety;
    if (!k)
        return;
    k->ours = k->lent = k->sound = false;
    k->seen.closed[0] = '\0';
    seen_save(k->lineage, s->path, &k->seen);
}

void safety_tell(struct store *s, char *text)
{
    if (!s->safety) {
        free(text);
        return;
    }
    free(s->safety->news);
    s->safety->news = text;
}

void safety_rest(struct store *s)
{
    struct safety *k = s->safety;
    if (!k)
        return;
    k->readonly = db_readonly(s->db);
    if (!k->readonly)
        safety_keep(s);
    safety_count(s, NULL);
    store_changed_outside(s);
}

/* ---- at the end ----------------------------------------------------------------------------------- */

static void note_closed(struct store *s)
{
    struct safety *k = s->safety;
    struct seen *seen = &k->seen;
    char now[SEEN_STAMP], place[SEEN_STAMP];
    seen_stamp(s->path, now);
    seen_place(s->path, place);
    /* What others wrote meanwhile, or put in its place, is theirs to vouch for. */
    if (k->lent || s->outside || strcmp(place, k->place))
        return;
    memcpy(seen->closed, now, sizeof now);
    memcpy(seen->safety_id, k->id, sizeof k->id);
    seen->complete = k->complete;
    seen->missing = k->missing;
    seen->behind = k->trouble || k->fill;
}

static void end_hold(struct seen *seen)
{
    if (seen->pid != lease_own_pid())
        return;
    seen->pid = 0;
    free(seen->boot);
    seen->boot = NULL;
    seen->place[0] = '\0';
}

static void destroy(struct safety *k)
{
    safety_close(k);
    safety_forget_notes(k);
    vec_finish(&k->drafts);
    vec_finish(&k->made);
    seen_finish(&k->seen);
    free(k->trouble);
    free(k->news);
    free(k);
}

void safety_detach(struct store *s, bool good)
{
    struct safety *k = s->safety;
    if (!k)
        return;
    safety_close(k);
    bool news = !k->readonly || !k->ours; /* reading a file that is known tells nothing new */
    if (k->sound && news && !(s->flags & STORE_REMOVABLE)) {
        if (good)
            note_closed(s);
        end_hold(&k->seen);
        seen_save(k->lineage, s->path, &k->seen);
    }
    destroy(k);
    s->safety = NULL;
}
