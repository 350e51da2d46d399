/* How a session comes to know forms: the program's folder, and what the data file holds. Of a form
 * that the cache does not know only the head is read; the rest is checked when somebody opens it,
 * or when nobody types (session_check_form). */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/form_cache.h"
#include "entry/session_internal.h"
#include "form/yaml.h"

struct known_form *session_known_hash(struct session *s, const struct hash *h)
{
    for (size_t i = 0; i < s->forms.n; i++)
        if (!s->forms.v[i]->bad && !hash_cmp(&s->forms.v[i]->brief.hash, h))
            return s->forms.v[i];
    return NULL;
}

struct known_form *session_add_form(struct session *s, const struct known_form *found)
{
    struct known_form *known = session_known_hash(s, &found->brief.hash);
    if (!known) {
        known = xmalloc(sizeof *known);
        *known = *found;
        known->path = xstrdup0(found->path);
        *vec_add(&s->forms) = known;
        return known;
    }
    struct form_brief same = found->brief;
    form_brief_finish(&same);
    known->checked |= found->checked;
    if (known->form)
        form_free(found->form);
    else
        known->form = found->form;
    return known;
}

/* ---- reading the whole ----------------------------------------------------------------------- */

static struct form *form_from_path(const char *path, char stamp[FILE_STAMP],
                                   struct problem_list *problems, struct err *e)
{
    if (!file_stamp(path, stamp))
        *stamp = '\0';
    return form_load(path, problems, e);
}

struct form *session_stored_form(struct session *s, const char *id, const struct hash *body,
                                 struct problem_list *problems, struct err *e)
{
    size_t len = 0;
    char *yaml = store_body(s->store, body, &len, e);
    if (!yaml)
        return NULL;
    char *name = xasprintf("%s › %s.yaml", store_path(s->store), id);
    struct form *f = form_parse(yaml, len, name, problems);
    if (!f && problems->errors)
        problem_to_err(problems, ERR_DAMAGED, e);
    free(name);
    free(yaml);
    return f;
}

static void list_problems(struct session *s, const struct problem_list *p, const struct err *e)
{
    if (!p->errors && e->message)
        *vec_add(&s->form_problems) = err_text(e);
    for (size_t i = 0; i < p->list.n; i++)
        if (p->list.v[i].level == PROBLEM_ERROR)
            *vec_add(&s->form_problems) = problem_text(p, i);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_listed(const struct session *s, const char *id)
{
    for (size_t i = 0; i < s->form_ids.n; i++)
        if (!strcmp(s->form_ids.v[i], id))
            return true;
    return false;
}

void session_list_ids(struct session *s)
{
    for (size_t i = 0; i < s->form_ids.n; i++)
        free(s->form_ids.v[i]);
    vec_clear(&s->form_ids);
    for (size_t i = 0; i < s->forms.n; i++)
        if (!s->forms.v[i]->bad && !is_listed(s, s->forms.v[i]->brief.id))
            *vec_add(&s->form_ids) = xstrdup(s->forms.v[i]->brief.id);
    if (s->form_ids.n)
        qsort(s->form_ids.v, s->form_ids.n, sizeof *s->form_ids.v, by_text);
}

static void take_whole(struct session *s, struct known_form *k, struct form *f)
{
    bool changed = hash_cmp(&f->hash, &k->brief.hash) != 0;
    k->news = k->news || changed || !k->checked;
    k->checked = true;
    k->form = f;
    if (!changed)
        return;
    form_brief_finish(&k->brief);
    k->brief = form_brief_of(f);
    k->in_file = false;
    session_list_ids(s);
}

const struct form *session_whole_form(struct session *s, struct known_form *k, struct err *e)
{
    if (k->form)
        return k->form;
    struct problem_list problems = {0};
    struct err own = {0};
    struct form *f = k->path ? form_from_path(k->path, k->stamp, &problems, &own)
                             : session_stored_form(s, k->brief.id, &k->brief.hash, &problems, &own);
    if (f) {
        take_whole(s, k, f);
    } else if (!k->checked) {
        list_problems(s, &problems, &own);
        k->bad = k->checked = true;
        session_list_ids(s);
    }
    problem_finish(&problems);
    if (!f)
        err_move(e, &own);
    err_finish(&own);
    return f;
}

/* ---- the scan -------------------------------------------------------------------------------- */

static bool glance_at_file(const char *path, struct form_brief *ret)
{
    char *yaml;
    size_t len;
    if (!file_read(path, YAML_SIZE_MAX, &yaml, &len, NULL))
        return false;
    bool good = form_brief_glance(yaml, len, NULL, ret);
    free(yaml);
    return good;
}

static bool glance_at_body(struct session *s, const struct hash *body, struct form_brief *ret)
{
    size_t len = 0;
    char *yaml = store_body(s->store, body, &len, NULL);
    bool good = yaml && form_brief_glance(yaml, len, body, ret);
    free(yaml);
    return good;
}

/* Takes over what was read as a whole because its head alone did not tell enough. */
static struct known_form *add_read(struct session *s, struct known_form *found,
                                   struct problem_list *problems, struct err *e)
{
    struct known_form *known = NULL;
    if (found->form) {
        found->brief = form_brief_of(found->form);
        found->checked = found->news = true;
        known = session_add_form(s, found);
    } else {
        list_problems(s, problems, e);
    }
    problem_finish(problems);
    err_finish(e);
    return known;
}

static void add_file(struct session *s, struct form_cache *cache, char *path)
{
    struct known_form found = {.path = path};
    struct problem_list problems = {0};
    struct err e = {0};
    found.checked = form_cache_file(cache, path, &found.brief);
    if (found.checked || glance_at_file(path, &found.brief)) {
        session_add_form(s, &found);
        return;
    }
    found.form = form_from_path(path, found.stamp, &problems, &e);
    add_read(s, &found, &problems, &e);
}

static struct known_form *add_body(struct session *s, struct form_cache *cache,
                                   const struct store_text *t)
{
    struct known_form found = {0};
    struct problem_list problems = {0};
    struct err e = {0};
    found.checked = form_cache_body(cache, &t->body, &found.brief);
    if (found.checked || glance_at_body(s, &t->body, &found.brief))
        return session_add_form(s, &found);
    found.form = session_stored_form(s, t->id, &t->body, &problems, &e);
    return add_read(s, &found, &problems, &e);
}

static void scan_folder(struct session *s, struct form_cache *cache)
{
    char **names = file_list(s->forms_folder, ".yaml");
    for (char **p = names; *p; p++) {
        char *path = file_join(s->forms_folder, *p);
        add_file(s, cache, path);
        free(path);
    }
    file_list_free(names);
}

/* A form of the program's folder that is in use stays approved when a newer program brings another. */
static void keep_trust(struct session *s, const struct known_form *known)
{
    if (known->path && s->keep_settings)
        session_trust(s, &known->brief.hash, known->brief.id, NULL);
}

static void scan_file(struct session *s, struct form_cache *cache)
{
    struct store_texts texts = {0};
    if (!store_texts(s->store, EVENT_FORM, &texts, NULL))
        return;
    for (size_t i = 0; i < texts.n; i++) {
        struct known_form *known = session_known_hash(s, &texts.v[i].body);
        if (!known && session_trusts(s, &texts.v[i].body))
            known = add_body(s, cache, &texts.v[i]);
        if (!known)
            continue;
        known->in_file = true;
        keep_trust(s, known);
    }
    store_texts_finish(&texts);
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
    session_list_ids(s);
}

/* ---- checking, one form at a time ------------------------------------------------------------ */

size_t session_forms_unchecked(struct session *s)
{
    size_t n = 0;
    session_scan(s);
    for (size_t i = 0; i < s->forms.n; i++)
        n += !s->forms.v[i]->checked;
    return n;
}

bool session_check_form(struct session *s)
{
    size_t i = 0;
    session_scan(s);
    while (i < s->forms.n && s->forms.v[i]->checked)
        i++;
    if (i == s->forms.n)
        return false;
    struct known_form *k = s->forms.v[i];
    struct hash before = k->brief.hash;
    if (!session_whole_form(s, k, NULL))
        return true;
    form_free(k->form); /* nobody had it before, so nobody has it now */
    k->form = NULL;
    return hash_cmp(&before, &k->brief.hash) != 0;
}

/* ---- the lists ------------------------------------------------------------------------------- */

const char *const *session_form_ids(struct session *s)
{
    session_scan(s);
    *vec_add(&s->form_ids) = NULL; /* the end, which is not counted */
    s->form_ids.n--;
    return (const char *const *)s->form_ids.v;
}

const char *const *session_form_problems(struct session *s)
{
    session_scan(s);
    *vec_add(&s->form_problems) = NULL;
    s->form_problems.n--;
    return (const char *const *)s->form_problems.v;
}
