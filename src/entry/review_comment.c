/* Comments on places of an entry: threads, their answers, and what became of the place since. */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "entry/review_internal.h"
#include "store/fields.h"

/* ---- places ----------------------------------------------------------------------------------- */

/* "FIELD#2": the second paragraph. True with the length of FIELD. */
bool comment_paragraph(const char *path, size_t *ret_len, size_t *ret_number)
{
    const char *mark = strrchr(path, '#');
    char *end;
    if (!mark || mark[1] < '1' || mark[1] > '9')
        return false;
    *ret_len = (size_t)(mark - path);
    *ret_number = strtoul(mark + 1, &end, 10);
    return !*end;
}

/* The n-th paragraph of a text, from 1; empty lines are none. NULL: there are fewer. */
static const char *paragraph(const char *text, size_t number, size_t *ret_len)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        if (n && --number == 0) {
            *ret_len = n;
            return text;
        }
        text += n + (text[n] == '\n');
    }
    return NULL;
}

/* By its path, or by its name as lists show it. */
static bool find_place(const struct review *r, const char *field, struct place *ret)
{
    const struct record *record = entry_record(r->entry);
    const struct form *form = entry_form(r->entry);
    if (record_place(record, field, ret))
        return record_field(record, *ret) != NULL;
    const char *open = strchr(field, '['), *close = open ? strchr(open, ']') : NULL;
    if (!close || close[1] != '.' || strspn(open + 1, "0123456789") != (size_t)(close - open - 1))
        return false;
    char *table = xstrndup(field, (size_t)(open - field));
    const struct field *f = form_field(form, table);
    free(table);
    int row = atoi(open + 1) - 1;
    if (!f || !f->table || row < 0 || row >= record_rows(record, f->index))
        return false;
    for (int c = 0; c < (int)f->table->columns.n; c++)
        if (!strcmp(f->table->columns.v[c]->id, close + 2)) {
            *ret = (struct place){f->index, row, c};
            return true;
        }
    return false;
}

/* Whether the text there has so many paragraphs. */
static bool has_paragraph(const struct review *r, struct place p, size_t number)
{
    const struct value *v = record_get(entry_record(r->entry), p);
    size_t len;
    return v->kind == VALUE_TEXT && paragraph(v->text, number, &len);
}

/* The stored path of what a person named; freshly allocated, NULL with e. */
static char *path_of(const struct review *r, const char *field, struct err *e)
{
    struct place p;
    size_t len, number = 0;
    if (!strcmp(field, "-"))
        return xstrdup("");
    char *whole = comment_paragraph(field, &len, &number) ? xstrndup(field, len) : xstrdup(field);
    char *path = find_place(r, whole, &p) && (!number || has_paragraph(r, p, number))
                     ? record_path(entry_record(r->entry), p) : NULL;
    free(whole);
    if (!path) {
        err_set(e, ERR_USAGE, field,
                _("write FIELD, TABLE[ROW].COLUMN, FIELD#PARAGRAPH, or - for the whole entry"),
                _("the entry has no such place"));
        return NULL;
    }
    if (!number)
        return path;
    char *with = xasprintf("%s#%zu", path, number);
    free(path);
    return with;
}

char *review_place_name(const struct review *r, const char *path)
{
    size_t len, number;
    if (!comment_paragraph(path, &len, &number))
        return entry_path_name(r->entry, path);
    char *field = xstrndup(path, len), *name = entry_path_name(r->entry, field);
    char *with = xasprintf("%s#%zu", name, number);
    free(field);
    free(name);
    return with;
}

/* ---- what became of the place ----------------------------------------------------------------- */

/* Whether a text (JSON bytes; NULL: blank) still has a paragraph that says this. */
static bool still_says(const char *bytes, const char *text, size_t len)
{
    struct value v = VALUE_NONE;
    bool found = false;
    if (bytes && value_from_bytes(bytes, &v) && v.kind == VALUE_TEXT) {
        const char *p;
        size_t n;
        for (size_t i = 1; !found && (p = paragraph(v.text, i, &n)); i++)
            found = n == len && !memcmp(p, text, n);
    }
    value_finish(&v);
    return found;
}

static bool paragraph_changed(const char *then, const char *now, size_t number)
{
    const char *text;
    struct value v = VALUE_NONE;
    size_t len;
    bool changed = true;
    if (then && value_from_bytes(then, &v) && v.kind == VALUE_TEXT &&
        (text = paragraph(v.text, number, &len)))
        changed = !still_says(now, text, len);
    value_finish(&v);
    return changed;
}

bool comment_place_changed(const char *then, const char *now, size_t number)
{
    return number ? paragraph_changed(then, now, number) : !str_eq0(then, now);
}

static bool same_values(const struct field_values *a, const struct field_values *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (strcmp(a->v[i].path, b->v[i].path) || strcmp(a->v[i].bytes, b->v[i].bytes))
            return false;
    return true;
}

static bool place_changed(const struct field_values *then, const struct field_values *now,
                          const char *path)
{
    size_t len, number;
    if (!*path)
        return !same_values(then, now);
    if (!comment_paragraph(path, &len, &number))
        return comment_place_changed(fields_get(then, path), fields_get(now, path), 0);
    char *field = xstrndup(path, len);
    bool changed = comment_place_changed(fields_get(then, field), fields_get(now, field), number);
    free(field);
    return changed;
}

/* The answers of a revision by path; those no longer stored have none. false: e */
static bool fields_of(struct review *r, const struct hash *revision, struct field_values *ret,
                      struct err *e)
{
    struct err why = {0};
    const struct revision *x = NULL;
    for (size_t i = 0; i < r->all.n && !x; i++)
        if (!hash_cmp(&r->all.v[i].id, revision))
            x = &r->all.v[i];
    json *answers = x ? store_answers(session_store(r->session), &x->head.body, &why) : NULL;
    if (answers)
        fields_flatten(answers, ret);
    js_free(answers);
    if (why.code == ERR_FILE) {
        err_move(e, &why);
        return false;
    }
    err_finish(&why);
    return true;
}

static bool was_answered(const struct comments *c, size_t thread)
{
    for (size_t i = thread + 1; i < c->n && c->v[i].thread == thread; i++)
        if (!str_eq0(c->v[i].office, c->v[thread].office))
            return true;
    return false;
}

static bool find_changed(struct review *r, struct remarks *ret, struct err *e)
{
    struct field_values now = {0}, then = {0};
    struct hash of = {{0}}; /* whose answers stand in then */
    bool good = !r->looked_at || fields_of(r, &r->looked_at->id, &now, e);
    for (size_t i = 0; good && i < ret->n; i++) {
        const struct comment *c = ret->v[i].said;
        if (c->thread != i)
            continue;
        if (hash_cmp(&of, &c->target)) {
            fields_finish(&then);
            then = (struct field_values){0};
            of = c->target;
            good = fields_of(r, &of, &then, e);
        }
        ret->v[i].changed = good && place_changed(&then, &now, c->path);
    }
    fields_finish(&now);
    fields_finish(&then);
    return good;
}

bool review_remarks(struct review *r, struct remarks *ret, struct err *e)
{
    *ret = (struct remarks){0};
    for (size_t i = 0; i < r->comments.n; i++) {
        const struct comment *c = &r->comments.v[i];
        *vec_add(ret) = (struct remark){
            .said = c, .answered = c->thread == i && was_answered(&r->comments, i)};
    }
    if (!ret->n || find_changed(r, ret, e))
        return true;
    vec_finish(ret);
    return false;
}

/* ---- saying ----------------------------------------------------------------------------------- */

/* Reporters and reviewers talk with each other; nobody else. */
static bool check_talker(const struct review *r, struct err *e)
{
    const char *office = session_office(r->session), *unit = entry_unit(r->entry);
    const struct form *f = entry_form(r->entry);
    if (!office || session_may_review(r->session, f, office, unit) ||
        session_may_write(r->session, f, office, unit))
        return true;
    return err_set(e, ERR_USAGE, entry_id(r->entry), _("nothing was changed"),
                   _("This entry belongs to %s; you act as %s."),
                   session_office_name(r->session, unit), session_office_name(r->session, office));
}

static bool say(struct review *r, struct event *ev, const char *text, struct hash *ret,
                struct err *e)
{
    char *words;
    if (!check_talker(r, e) || !review_words(text, true, &words, e)) {
        event_finish(ev);
        return false;
    }
    bool good = review_add(r, ev, words, ret, e);
    free(words);
    return good;
}

bool review_comment(struct review *r, const char *field, const char *text, struct hash *ret,
                    struct err *e)
{
    if (!r->looked_at)
        return err_set(e, ERR_RULE, entry_id(r->entry), _("nothing was changed"),
                       _("nothing was handed in yet that could be commented on"));
    char *path = path_of(r, field, e);
    if (!path)
        return false;
    struct event ev = review_event(r, EVENT_COMMENT);
    ev.field = path;
    return say(r, &ev, text, ret, e);
}

static const struct comment *find_comment(const struct review *r, const char *id, struct err *e)
{
    const struct comment *found = NULL;
    size_t n = strlen(id);
    bool several = false;
    for (size_t i = 0; i < r->comments.n; i++) {
        char hex[HASH_HEX];
        hash_hex(&r->comments.v[i].id, hex);
        if (n < 6 || strncmp(hex, id, n))
            continue;
        several |= found != NULL;
        found = &r->comments.v[i];
    }
    if (!found || several)
        err_set(e, ERR_USAGE, id, _("“phieu show --json” lists the comments with their ids"),
                several ? _("more than one comment begins so") : _("the entry has no such comment"));
    return several ? NULL : found;
}

bool review_answer(struct review *r, const char *comment, const char *text, struct hash *ret,
                   struct err *e)
{
    const struct comment *c = find_comment(r, comment, e);
    if (!c)
        return false;
    struct event ev = review_event(r, EVENT_COMMENT);
    ev.field = xstrdup(c->path);
    ev.has_target = true;
    ev.target = c->id;
    return say(r, &ev, text, ret, e);
}

bool review_close(struct review *r, const char *comment, bool open, struct hash *ret, struct err *e)
{
    const struct comment *c = find_comment(r, comment, e);
    if (!c || !check_talker(r, e))
        return false;
    if (c->open == open)
        return err_set(e, ERR_RULE, comment, _("nothing was changed"),
                       open ? _("the comment is open already") : _("the comment is closed already"));
    const struct comment *first = &r->comments.v[c->thread];
    struct event ev = review_event(r, EVENT_COMMENT_STATE);
    ev.has_target = true;
    ev.target = first->id;
    ev.status = xstrdup(open ? "open" : "closed");
    if (!store_comment_states(session_store(r->session), entry_id(r->entry), &first->id, &ev, e)) {
        event_finish(&ev);
        return false;
    }
    return review_add(r, &ev, NULL, ret, e);
}
