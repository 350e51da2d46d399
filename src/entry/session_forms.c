/* The forms a session knows: the program's folder, and what the data file holds. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/form_cache.h"
#include "entry/session_internal.h"

static struct known_form *find_hash(struct session *s, const struct hash *h)
{
    for (size_t i = 0; i < s->forms.n; i++)
        if (!hash_cmp(&s->forms.v[i]->brief.hash, h))
            return s->forms.v[i];
    return NULL;
}

/* Only those of the scan are listed: what fails later is said to whoever asked. */
static void keep_problems(struct session *s, struct problem_list *p)
{
    if (s->form_ids.n)
        return;
    for (size_t i = 0; i < p->list.n; i++)
        if (p->list.v[i].level == PROBLEM_ERROR)
            *vec_add(&s->form_problems) = problem_text(p, i);
}

static void free_known(struct known_form *k)
{
    rules_destroy(k->spare);
    form_brief_finish(&k->brief);
    form_free(k->form);
    free(k->path);
    free(k);
}

/* Takes the brief and the form (which may be NULL) over. The same bytes twice are one form. */
static struct known_form *add_form(struct session *s, struct form_brief brief, struct form *f,
                                   const char *path)
{
    struct known_form *known = find_hash(s, &brief.hash);
    if (known) {
        form_brief_finish(&brief);
        if (known->form)
            form_free(f);
        else
            known->form = f;
        return known;
    }
    known = xcalloc(1, sizeof *known);
    *known = (struct known_form){.brief = brief, .form = f, .path = xstrdup0(path)};
    *vec_add(&s->forms) = known;
    return known;
}

static struct form *form_from_path(struct session *s, const char *path, struct err *e)
{
    struct problem_list problems = {0};
    struct err own = {0};
    struct form *f = form_load(path, &problems, &own);
    if (!f && own.message && !problems.errors && !s->form_ids.n)
        *vec_add(&s->form_problems) = err_text(&own);
    keep_problems(s, &problems);
    problem_finish(&problems);
    err_move(e, &own);
    return f;
}

static void scan_folder(struct session *s, struct form_cache *cache)
{
    char **names = file_list(s->forms_folder, ".yaml");
    for (char **p = names; *p; p++) {
        char *path = file_join(s->forms_folder, *p);
        struct form_brief brief;
        struct form *f = NULL;
        if (form_cache_file(cache, path, &brief)) {
            add_form(s, brief, NULL, path);
        } else if ((f = form_from_path(s, path, NULL))) {
            brief = form_brief_of(f);
            form_cache_add(cache, path, &brief);
            add_form(s, brief, f, path);
        }
        free(path);
    }
    file_list_free(names);
}

/* A form body of the data file; NULL with e when it cannot be read or understood. */
static struct form *form_from_store(struct session *s, const char *id, const struct hash *body,
                                    struct err *e)
{
    size_t len = 0;
    char *yaml = store_body(s->store, body, &len, e);
    if (!yaml)
        return NULL;
    struct problem_list problems = {0};
    char *name = xasprintf("%s › %s.yaml", store_path(s->store), id);
    struct form *f = form_parse(yaml, len, name, &problems);
    if (!f) {
        keep_problems(s, &problems);
        if (problems.errors)
            problem_to_err(&problems, ERR_DAMAGED, e);
    }
    problem_finish(&problems);
    free(name);
    free(yaml);
    return f;
}

static struct known_form *add_from_store(struct session *s, struct form_cache *cache,
                                         const struct store_text *t)
{
    struct form_brief brief;
    if (form_cache_body(cache, &t->body, &brief))
        return add_form(s, brief, NULL, NULL);
    struct form *f = form_from_store(s, t->id, &t->body, NULL);
    if (!f)
        return NULL;
    brief = form_brief_of(f);
    form_cache_add(cache, NULL, &brief);
    return add_form(s, brief, f, NULL);
}

static void scan_file(struct session *s, struct form_cache *cache)
{
    struct store_texts texts = {0};
    if (!store_texts(s->store, EVENT_FORM, &texts, NULL))
        return;
    for (size_t i = 0; i < texts.n; i++) {
        struct known_form *known = find_hash(s, &texts.v[i].body);
        if (!known)
            known = add_from_store(s, cache, &texts.v[i]);
        if (known)
            known->in_file = true;
    }
    store_texts_finish(&texts);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list_ids(struct session *s)
{
    for (size_t i = 0; i < s->forms.n; i++) {
        bool listed = false;
        for (size_t k = 0; k < s->form_ids.n && !listed; k++)
            listed = !strcmp(s->form_ids.v[k], s->forms.v[i]->brief.id);
        if (!listed)
            *vec_add(&s->form_ids) = xstrdup(s->forms.v[i]->brief.id);
    }
    if (s->form_ids.n)
        qsort(s->form_ids.v, s->form_ids.n, sizeof *s->form_ids.v, by_text);
    *vec_add(&s->form_ids) = NULL;
    *vec_add(&s->form_problems) = NULL;
}

void session_scan(struct session *s)
{
    if (s->scanned)
        return;
    s->scanned = true;
    struct form_cache *cache = form_cache_open(s->keep_settings);
    scan_folder(s, cache);
    if (s->store)
        scan_file(s, cache);
    form_cache_close(cache);
    list_ids(s);
}

const char *const *session_form_ids(struct session *s)
{
    session_scan(s);
    return (const char *const *)s->form_ids.v;
}

const char *const *session_form_problems(struct session *s)
{
    session_scan(s);
    return (const char *const *)s->form_problems.v;
}

static char *known_ids(struct session *s)
{
    struct str b = {0};
    for (size_t i = 0; i + 1 < s->form_ids.n; i++)
        str_addf(&b, "%s%s", i ? ", " : "", s->form_ids.v[i]);
    return str_take(&b);
}

static struct known_form *find_id(struct session *s, const char *id)
{
    struct known_form *best = NULL;
    for (size_t i = 0; i < s->forms.n; i++) {
        struct known_form *k = s->forms.v[i];
        if (!strcmp(k->brief.id, id) && (!best || k->brief.version > best->brief.version))
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

/* The whole of a form. Its file may have changed since the scan: then it is what it is now. */
static const struct form *whole_form(struct session *s, struct known_form *k, struct err *e)
{
    if (!k->form && k->path)
        k->form = form_from_path(s, k->path, e);
    else if (!k->form)
        k->form = form_from_store(s, k->brief.id, &k->brief.hash, e);
    if (k->form && hash_cmp(&k->form->hash, &k->brief.hash)) {
        form_brief_finish(&k->brief);
        k->brief = form_brief_of(k->form);
        k->in_file = false;
    }
    return k->form;
}

const struct form *session_form(struct session *s, const char *id, struct err *e)
{
    session_scan(s);
    struct known_form *best = find_id(s, id);
    if (best)
        return whole_form(s, best, e);
    char *ids = known_ids(s);
    if (*ids)
        err_set(e, ERR_USAGE, id, _("use the id of a known form, or add it with: phieu form add"),
                _("there is no such form; known forms: %s"), ids);
    else
        err_set(e, ERR_USAGE, id,
                _("set PHIEU_FORMS to the folder of the forms, or add one with: phieu form add"),
                _("no form is known at all"));
    free(ids);
    return NULL;
}

const struct form *session_form_by_hash(struct session *s, const struct hash *h, struct err *e)
{
    session_scan(s);
    struct known_form *known = find_hash(s, h);
    const struct form *whole = known ? whole_form(s, known, NULL) : NULL;
    if (whole && !hash_cmp(&whole->hash, h))
        return whole;
    /* Added by another program since the scan, or its file was changed. */
    struct form *f = s->store ? form_from_store(s, "form", h, e) : NULL;
    if (!f) {
        char hex[HASH_HEX];
        hash_hex(h, hex);
        if (!e || e->code == ERR_NONE)
            err_set(e, ERR_DAMAGED, hex, _("ask the sender for the form, or for a complete copy"),
                    _("the form of this entry is not in the file"));
        return NULL;
    }
    known = add_form(s, form_brief_of(f), f, NULL);
    known->in_file = true;
    return known->form;
}

bool session_keep_form(struct session *s, const struct form *f, struct err *e)
{
    session_scan(s);
    struct known_form *known = find_hash(s, &f->hash);
    if (known && known->in_file)
        return true;
    const struct catalogue *c = session_catalogue(s, f->units, NULL);
    struct hash body;
    if (c && !store_add_text(s->store, EVENT_LIST, c->id, c->yaml, c->yaml_len, &body, e))
        return false;
    if (!store_add_text(s->store, EVENT_FORM, f->id, f->yaml, f->yaml_len, &body, e))
        return false;
    if (known)
        known->in_file = true;
    return true;
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

struct rules *session_take_rules(struct session *s, const struct form *f,
                                 const struct catalogue *c)
{
    struct known_form *known = known_of(s, f);
    struct rules *r = known ? known->spare : NULL;
    if (!r)
        return rules_create(f, c, NULL);
    known->spare = NULL;
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
    for (size_t i = 0; i < s->forms.n; i++)
        free_known(s->forms.v[i]);
    vec_finish(&s->forms);
    free_texts(s->form_ids.v, s->form_ids.n);
    vec_finish(&s->form_ids);
    free_texts(s->form_problems.v, s->form_problems.n);
    vec_finish(&s->form_problems);
}
