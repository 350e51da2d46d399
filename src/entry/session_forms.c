/* The forms a session knows, found by id and by hash (how they come in: session_scan.c). */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/form_cache.h"
#include "entry/session_internal.h"

static char *known_ids(struct session *s)
{
    struct str b = {0};
    for (size_t i = 0; i < s->form_ids.n; i++)
        str_addf(&b, "%s%s", i ? ", " : "", s->form_ids.v[i]);
    return str_take(&b);
}

static struct known_form *find_id(struct session *s, const char *id)
{
    struct known_form *best = NULL;
    for (size_t i = 0; i < s->forms.n; i++) {
        struct known_form *k = s->forms.v[i];
        if (!k->bad && !strcmp(k->brief.id, id) && (!best || k->brief.version > best->brief.version))
            best = k;
    }
    return best;
}

const struct form_brief *session_form_brief(struct session *s, const char *id)
{
    session_scan(s);
    const struct known_form *k = find_id(s, id);
    return k ? &k->brief : NULL;
}

const struct form *session_form(struct session *s, const char *id, struct err *e)
{
    session_scan(s);
    struct err why = {0};
    for (struct known_form *k; (k = find_id(s, id));) {
        err_finish(&why);
        const struct form *whole = session_whole_form(s, k, &why);
        if (whole)
            return whole;
        if (!k->bad)
            break;
    }
    if (why.code) {
        err_move(e, &why);
        return NULL;
    }
    char *ids = known_ids(s);
    if (session_id_waits(s, id))
        session_form_waits(s, id, e);
    else if (*ids)
        err_set(e, ERR_USAGE, id, _("use the id of a known form, or add it with: phieu form add"),
                _("there is no such form; known forms: %s"), ids);
    else
        err_set(e, ERR_USAGE, id,
                _("set PHIEU_FORMS to the folder of the forms, or add one with: phieu form add"),
                _("no form is known at all"));
    free(ids);
    return NULL;
}

const struct form *session_form_newest(struct session *s, const struct form *f)
{
    session_scan(s);
    struct known_form *best = find_id(s, f->id);
    const struct form *newest =
        best && best->brief.version > f->version ? session_whole_form(s, best, NULL) : NULL;
    return newest && newest->version > f->version ? newest : f;
}

/* Whatever the event of a form calls it. */
static bool text_is_here(struct session *s, const struct hash *h)
{
    char *bytes = store_body(s->store, h, NULL, NULL);
    free(bytes);
    return bytes != NULL;
}

const struct form *session_form_by_hash(struct session *s, const struct hash *h, struct err *e)
{
    session_scan(s);
    struct known_form *known = session_known_hash(s, h);
    const struct form *whole = known ? session_whole_form(s, known, NULL) : NULL;
    if (whole && !hash_cmp(&whole->hash, h))
        return whole;
    if (s->store && !session_trusts(s, h) && text_is_here(s, h)) {
        char hex[HASH_HEX];
        hash_hex(h, hex);
        session_form_waits(s, hex, e);
        return NULL;
    }
    /* Added by another program since the scan, or its file was changed. */
    struct problem_list problems = {0};
    struct form *f = s->store ? session_stored_form(s, "form", h, &problems, e) : NULL;
    problem_finish(&problems);
    if (!f) {
        char hex[HASH_HEX];
        hash_hex(h, hex);
        char *place = xasprintf("%s › %.12s…", s->store ? store_path(s->store) : "", hex);
        if (!e || e->code == ERR_NONE)
            err_set(e, ERR_DAMAGED, place, _("ask the sender for the form, or for a complete copy"),
                    _("the form of this entry is not in the file"));
        free(place);
        return NULL;
    }
    struct known_form found = {.brief = form_brief_of(f), .form = f, .checked = true,
                               .news = true, .in_file = true};
    return session_add_form(s, &found)->form;
}

bool session_keep_form(struct session *s, const struct form *f, struct err *e)
{
    session_scan(s);
    struct known_form *known = session_known_hash(s, &f->hash);
    if (known && known->in_file)
        return true;
    const struct catalogue *c = session_catalogue(s, f->units, NULL);
    struct hash body;
    if (c && !store_add_text(s->store, EVENT_LIST, c->id, c->yaml, c->yaml_len, &body, e))
        return false;
    if (!store_add_text(s->store, EVENT_FORM, f->id, f->yaml, f->yaml_len, &body, e))
        return false;
    if (known) {
        known->in_file = true;
        if (known->path && s->keep_settings)
            session_trust(s, &f->hash, f->id, NULL);
    }
    return true;
}

static void free_known(struct known_form *k)
{
    rules_destroy(k->spare);
    form_brief_finish(&k->brief);
    form_free(k->form);
    free(k->path);
    free(k->fault);
    free(k);
}

/* What was read as a whole, so that the next start need not. */
static void keep_news(struct session *s)
{
    struct form_cache *cache = NULL;
    for (size_t i = 0; i < s->forms.n; i++) {
        const struct known_form *k = s->forms.v[i];
        if (!k->news || k->bad || (k->path && !*k->stamp))
            continue;
        if (!cache)
            cache = form_cache_open(s->keep_settings);
        form_cache_add(cache, k->path, k->stamp, &k->brief);
    }
    form_cache_close(cache);
}

static void free_texts(char **v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(v[i]);
}

static struct known_form *known_of(struct session *s, const struct form *f)
{
    for (size_t i = 0; i < s->forms.n; i++)
        if (s->forms.v[i]->form == f)
            return s->forms.v[i];
    return NULL;
}

/* The first error; freshly allocated, NULL: there is none. placed: in an expression of the form; else
 * one of the whole, such as a lack of memory, which another try may not have. */
static char *first_error(const struct problem_list *problems, bool placed)
{
    for (size_t i = 0; i < problems->list.n; i++)
        if (problems->list.v[i].level == PROBLEM_ERROR && (problems->list.v[i].line > 0) == placed)
            return problem_text(problems, i);
    return NULL;
}

/* *ret_fault: what is wrong with an expression; freshly allocated, NULL: nothing. NULL with e when
 * nothing could be compiled at all. */
static struct rules *compile_once(const struct form *f, const struct catalogue *c,
                                  char **ret_fault, struct err *e)
{
    struct problem_list problems = {.file = xstrdup0(f->file)};
    struct rules *r = rules_create(f, c, &problems);
    char *whole = first_error(&problems, false);
    *ret_fault = first_error(&problems, true);
    if (whole) {
        err_set(e, ERR_FILE, f->id, _("close other programs and try again"),
                _("the checks of the form cannot be prepared: %s"), whole);
        rules_destroy(r);
        r = NULL;
    }
    free(whole);
    problem_finish(&problems);
    return r;
}

/* SQLite may call it an error of the expression when it had no memory to read it: what a second try
 * does not find again is not the form's. */
static struct rules *compile(const struct form *f, const struct catalogue *c, char **ret_fault,
                             struct err *e)
{
    struct rules *r = compile_once(f, c, ret_fault, e);
    if (!r || !*ret_fault)
        return r;
    free(*ret_fault);
    rules_destroy(r);
    return compile_once(f, c, ret_fault, e);
}

struct rules *session_take_rules(struct session *s, const struct form *f,
                                 const struct catalogue *c, const char **ret_fault, struct err *e)
{
    struct known_form *known = known_of(s, f);
    struct rules *r = known ? known->spare : NULL;
    *ret_fault = NULL;
    if (r) {
        known->spare = NULL;
    } else {
        char *fault = NULL;
        r = compile(f, c, &fault, e);
        if (known && r && !known->fault)
            known->fault = fault;
        else
            free(fault);
    }
    if (known)
        *ret_fault = known->fault;
    return r;
}

void session_give_rules(struct session *s, const struct form *f, struct rules *r)
{
    struct known_form *known = known_of(s, f);
    if (known && !known->spare)
        known->spare = r;
    else
        rules_destroy(r);
}

void session_forms_finish(struct session *s)
{
    keep_news(s);
    for (size_t i = 0; i < s->forms.n; i++)
        free_known(s->forms.v[i]);
    vec_finish(&s->forms);
    free_texts(s->form_ids.v, s->form_ids.n);
    vec_finish(&s->form_ids);
    free_texts(s->form_problems.v, s->form_problems.n);
    vec_finish(&s->form_problems);
    vec_finish(&s->approved);
}
