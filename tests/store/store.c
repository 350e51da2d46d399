/* A data file in daily use: forms, revisions, drafts, lists, single entries. */
#include "store/kit.h"

static const char E1[] = "11111111111111111111111111111111";
static const char E2[] = "22222222222222222222222222222222";
static const char E3[] = "33333333333333333333333333333333";
static struct hash form;

static void test_texts(struct store *s)
{
    struct err e = {0};
    struct hash a, b;
    struct store_texts t;
    kit_good(store_add_text(s, EVENT_FORM, "mau1", "form: mau1\n", 11, &a, &e), &e, "a form");
    kit_good(store_add_text(s, EVENT_FORM, "mau1", "form: mau1\n", 11, &b, &e), &e, "again");
    ok(!hash_cmp(&a, &b), "the same bytes are one form");
    kit_good(store_texts(s, EVENT_FORM, &t, &e), &e, "the forms held");
    is_int(1, (long long)t.n, "one");
    is("mau1", t.v[0].id, "its id");
    store_texts_finish(&t);
    size_t len;
    char *bytes = store_body(s, &a, &len, &e);
    is("form: mau1\n", bytes, "its bytes");
    free(bytes);
    form = a;
}

static struct entry_row one(struct store *s, const char *ref)
{
    struct entry_row row = {0};
    struct err e = {0};
    if (!store_entry(s, ref, &row, &e))
        kit_good(false, &e, ref);
    return row;
}

static void is_state(struct store *s, const char *ref, const char *want, unsigned flags)
{
    struct entry_row row = one(s, ref);
    is(want, entry_state_id(row.state), want);
    is_int(flags, row.flags, "flags");
    entry_row_finish(&row);
}

static void test_life(struct store *s)
{
    struct hash r1, r2, r3, r4, v1, v2;
    kit_revise(s, E1, "U1", "2015", "draft", &form, NULL, 0, "{\"a\":1}", &r1);
    is_state(s, E1, "draft", 0);
    kit_revise(s, E1, "U1", "2015", "submitted", &form, &r1, 1, NULL, &r2);
    is_state(s, "mau1/U1/2015", "submitted", 0);
    struct revisions list;
    struct err e = {0};
    kit_good(store_revisions(s, E1, &list, &e), &e, "two revisions");
    ok(list.n == 2 && !hash_cmp(&list.v[0].head.body, &list.v[1].head.body),
       "submitting keeps the body");
    ok(list.v[1].generation == 1 && !hash_cmp(&list.v[1].id, &r2), "generations");
    json *answers = store_answers(s, &list.v[0].head.body, &e);
    is_int(1, js_integer(js_get(answers, "a")), "answers come back");
    js_free(answers);
    revisions_finish(&list);
    kit_review(s, E1, &r2, "return", NULL, &v1);
    is_state(s, E1, "returned", 0);
    kit_review(s, E1, &r2, "accept", NULL, &v2);
    is_state(s, E1, "returned", FLAG_REVIEWERS_DISAGREE);
    kit_review(s, E1, &r2, "accept", &v1, &v2);
    is_state(s, E1, "accepted", 0);
    kit_revise(s, E1, "U1", "2015", "draft", &form, &r2, 1, "{\"a\":2}", &r3);
    is_state(s, E1, "accepted", FLAG_EDITED_SINCE);
    struct entry_row row = one(s, E1);
    ok(!hash_cmp(&row.head, &r3) && !hash_cmp(&row.shown, &r2), "head and what counts");
    is_int(1, row.submission, "first submission");
    entry_row_finish(&row);
    kit_revise(s, E1, "U1", "2015", "submitted", &form, &r3, 1, NULL, &r4);
    is_state(s, E1, "submitted", FLAG_CHANGED_AFTER_ACCEPTANCE);
    row = one(s, E1);
    is_int(2, row.submission, "second submission");
    entry_row_finish(&row);
}

static void test_heads(struct store *s)
{
    struct hash r1, a, b, c, w;
    kit_revise(s, E2, "U2", NULL, "draft", &form, NULL, 0, "{\"a\":1}", &r1);
    kit_revise(s, E2, "U2", NULL, "draft", &form, &r1, 1, "{\"a\":2}", &a);
    clock_advance(1000);
    kit_revise(s, E2, "U2", NULL, "draft", &form, &r1, 1, "{\"a\":2}", &b);
    is_state(s, E2, "draft", 0);
    struct entry_row row = one(s, E2);
    is_int(2, row.heads, "two heads, the same answers");
    ok(!row.period, "once");
    entry_row_finish(&row);
    kit_revise(s, E2, "U2", NULL, "draft", &form, &b, 1, "{\"a\":3}", &c);
    is_state(s, E2, "conflict", 0);
    kit_revise(s, E2, "U2", NULL, "withdrawn", &form, (struct hash[]){a, c}, 2, "{\"a\":3}", &w);
    is_state(s, E2, "withdrawn", 0);
}

/* A review by an office, instead of another one (NULL: none). */
static struct hash review(struct store *s, const char *entry, const struct hash *target, enum review_says says,
                          const struct hash *instead)
{
    struct event ev = {.kind = EVENT_REVIEW, .has_target = true, .target = *target};
    struct err e = {0};
    struct hash made = {{0}};
    ev.entry = xstrdup(entry);
    ev.verdict = xstrdup(says == SAYS_ACCEPT || says == SAYS_PASS_ON ? "accept" : "return");
    ev.next = says == SAYS_PASS_ON ? xstrdup("tinh") : NULL;
    ev.status = says == SAYS_NOTHING ? xstrdup(REVIEW_UNDONE) : NULL;
    ev.received = xstrdup("2015-06-24");
    if (instead)
        *vec_add(&ev.supersedes) = *instead;
    kit_good(store_add_event(s, &ev, NULL, &made, &e), &e, review_says_words[says]);
    event_finish(&ev);
    return made;
}

static void test_levels(struct store *s)
{
    static const char E[] = "44444444444444444444444444444444";
    struct hash r1, r2;
    kit_revise(s, E, "X1", NULL, "submitted", &form, NULL, 0, "{\"a\":1}", &r1);
    struct hash passed = review(s, E, &r1, SAYS_PASS_ON, NULL);
    is_state(s, E, "submitted", FLAG_PASSED_ON);
    struct hash accepted = review(s, E, &r1, SAYS_ACCEPT, &passed);
    is_state(s, E, "accepted", 0);
    struct hash undone = review(s, E, &r1, SAYS_NOTHING, &accepted);
    is_state(s, E, "submitted", 0);
    passed = review(s, E, &r1, SAYS_PASS_ON, &undone);
    is_state(s, E, "submitted", FLAG_PASSED_ON);
    review(s, E, &r1, SAYS_ACCEPT, &undone);
    is_state(s, E, "accepted", 0);
    struct hash returned = review(s, E, &r1, SAYS_RETURN, &undone);
    is_state(s, E, "returned", FLAG_REVIEWERS_DISAGREE);
    review(s, E, &r1, SAYS_NOTHING, &returned);
    is_state(s, E, "accepted", 0);
    kit_revise(s, E, "X1", NULL, "submitted", &form, &r1, 1, "{\"a\":2}", &r2);
    is_state(s, E, "submitted", FLAG_CHANGED_AFTER_ACCEPTANCE);
    struct revisions all;
    struct err e = {0};
    kit_good(store_events(s, E, EVENT_REVIEW, &all, &e), &e, "the reviews");
    is("2015-06-24", all.v[0].head.received, "the day it came in is kept");
    revisions_finish(&all);
}

struct seen {
    char text[4096];
    int limit, n;
};

static bool see(void *user, const struct entry_row *row)
{
    struct seen *seen = user;
    snprintf(seen->text + strlen(seen->text), sizeof seen->text - strlen(seen->text), "%.2s:%s/%s%s%s ",
             row->entry, row->form_id, row->unit, row->flags & FLAG_UNFINISHED ? "*" : "",
             row->flags & FLAG_POSSIBLE_DUPLICATE ? "=" : "");
    return ++seen->n != seen->limit;
}

static bool values(void *user, const char *path, const char *bytes)
{
    struct seen *seen = user;
    snprintf(seen->text + strlen(seen->text), sizeof seen->text - strlen(seen->text), "%s=%s ",
             path, bytes);
    return true;
}

static void test_drafts(struct store *s)
{
    struct err e = {0};
    struct draft d = {.form = form};
    snprintf(d.entry, sizeof d.entry, "%s", E3);
    d.form_id = xstrdup("mau1");
    d.unit = xstrdup("U0");
    kit_good(draft_create(s, &d, &e), &e, "a draft");
    kit_good(draft_put(s, d.draft, "a", "5", &e), &e, "a value");
    kit_good(draft_put(s, d.draft, "a", "6", &e), &e, "over it");
    kit_good(draft_put(s, d.draft, "t/0102030405060708/c", "", &e), &e, "made blank");
    kit_good(draft_cursor(s, d.draft, "a 3", &e), &e, "the caret");
    struct seen seen = {0};
    kit_good(draft_values(s, d.draft, values, &seen, &e), &e, "values");
    is("a=6 t/0102030405060708/c= ", seen.text, "in the order of paths");
    struct draft found = {0};
    kit_good(draft_find(s, E3, &found, &e), &e, "found again");
    is("a 3", found.cursor, "with the caret");
    draft_finish(&found);
    struct store_filter f = {.state = -1};
    seen = (struct seen){0};
    kit_good(store_entries(s, &f, see, &seen, &e), &e, "the list");
    is("33:mau1/U0* 11:mau1/U1 22:mau1/U2 ", seen.text, "a draft without revision is an entry");
    struct hash r;
    struct event ev = {.kind = EVENT_REVISION, .has_form = true, .form = form};
    ev.entry = xstrdup(E3);
    ev.unit = xstrdup("U0");
    ev.status = xstrdup("submitted");
    json *j = kit_json("{\"a\":6}");
    int64_t before = db_commits(*(struct db **)s);
    kit_good(draft_end(s, d.draft, &ev, j, &r, &e), &e, "ends with a revision");
    is_int(1, db_commits(*(struct db **)s) - before, "in one commit");
    is(d.draft, ev.draft, "that names the draft");
    ok(!draft_find(s, E3, &found, &e) && e.code == ERR_NONE, "the draft is gone");
    ok(!draft_put(s, d.draft, "a", "7", &e) && e.code == ERR_RULE, "and takes no value");
    err_finish(&e);
    is_state(s, "333333", "submitted", 0);
    js_free(j);
    event_finish(&ev);
    draft_finish(&d);
}

int main(void)
{
    kit_begin();
    struct store *s = kit_open("a.db", STORE_CREATE);
    if (!ok(s != NULL, "a new file"))
        return kit_done();
    test_texts(s);
    test_life(s);
    test_heads(s);
    test_drafts(s);
    test_levels(s);
    struct err e = {0};
    kit_good(store_close(s, &e), &e, "closes");
    s = kit_open("a.db", 0);
    ok(s != NULL, "opens again");
    struct store_health h;
    kit_good(store_check(s, &h, &e), &e, "a check");
    is("", h.structure, "sound");
    is_int(0, h.bad, "nothing bad");
    is_int(19, (int)strlen(h.code), h.code);
    store_health_finish(&h);
    kit_good(store_close(s, &e), &e, "closes");
    return kit_done();
}
