/* The forms a session knows: the program's folder, and what the data file holds. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/session_internal.h"

static struct known_form *find_hash(struct session *s, const struct hash *h)
{
    for (size_t i = 0; i < s->forms.n; i++)
        if (!hash_cmp(&s->forms.v[i].form->hash, h))
            return &s->forms.v[i];
    return NULL;
}

static void keep_problems(struct session *s, struct problem_list *p)
{
    for (size_t i = 0; i < p->list.n; i++)
        if (p->list.v[i].level == PROBLEM_ERROR)
            *vec_add(&s->form_problems) = problem_text(p, i);
}

static void add_form(struct session *s, struct form *f, bool in_file)
{
    struct known_form *known = find_hash(s, &f->hash);
    if (known) {
        known->in_file |= in_file;
        form_free(f);
        return;
    }
    *vec_add(&s->forms) = (struct known_form){f, in_file};
}

static void scan_folder(struct session *s)
{
    char **names = file_list(s->forms_folder, ".yaml");
    for (char **p = names; *p; p++) {
        char *path = file_join(s->forms_folder, *p);
        struct problem_list problems = {0};
        struct err e = {0};
        struct form *f = form_load(path, &problems, &e);
        if (f)
            add_form(s, f, false);
        else if (e.message && !problems.errors)
            *vec_add(&s->form_problems) = err_text(&e);
        keep_problems(s, &problems);
        problem_finish(&problems);
        err_finish(&e);
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

static void scan_file(struct session *s)
{
    struct store_texts texts = {0};
    if (!store_texts(s->store, EVENT_FORM, &texts, NULL))
        return;
    for (size_t i = 0; i < texts.n; i++) {
        struct known_form *known = find_hash(s, &texts.v[i].body);
        if (known) {
            known->in_file = true;
            continue;
        }
        struct form *f = form_from_store(s, texts.v[i].id, &texts.v[i].body, NULL);
        if (f)
            add_form(s, f, true);
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
            listed = !strcmp(s->form_ids.v[k], s->forms.v[i].form->id);
        if (!listed)
            *vec_add(&s->form_ids) = xstrdup(s->forms.v[i].form->id);
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
    scan_folder(s);
    if (s->store)
        scan_file(s);
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

const struct form *session_form(struct session *s, const char *id, struct err *e)
{
    session_scan(s);
    const struct form *best = NULL;
    for (size_t i = 0; i < s->forms.n; i++) {
        const struct form *f = s->forms.v[i].form;
        if (!strcmp(f->id, id) && (!best || f->version > best->version))
            best = f;
    }
    if (!best) {
        char *ids = known_ids(s);
        err_set(e, ERR_USAGE, id, _("use the id of a known form, or add it with: phieu form add"),
                _("there is no such form; known forms: %s"), ids);
        free(ids);
    }
    return best;
}

const struct form *session_form_by_hash(struct session *s, const struct hash *h, struct err *e)
{
    session_scan(s);
    struct known_form *known = find_hash(s, h);
    if (known)
        return known->form;
    /* Added by another program since the scan. */
    struct form *f = s->store ? form_from_store(s, "form", h, e) : NULL;
    if (!f) {
        char hex[HASH_HEX];
        hash_hex(h, hex);
        if (!e || e->code == ERR_NONE)
            err_set(e, ERR_DAMAGED, hex, _("ask the sender for the form, or for a complete copy"),
                    _("the form of this entry is not in the file"));
        return NULL;
    }
    add_form(s, f, true);
    return find_hash(s, h)->form;
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

bool session_form_in_file(struct session *s, const struct form *f)
{
    session_scan(s);
    struct known_form *known = find_hash(s, &f->hash);
    return known && known->in_file;
}

static void free_texts(char **v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(v[i]);
}

void session_forms_finish(struct session *s)
{
    for (size_t i = 0; i < s->forms.n; i++)
        form_free(s->forms.v[i].form);
    vec_finish(&s->forms);
    free_texts(s->form_ids.v, s->form_ids.n);
    vec_finish(&s->form_ids);
    free_texts(s->form_problems.v, s->form_problems.n);
    vec_finish(&s->form_problems);
}
