/* The history of an edit buffer: steps that grow while a person types. */
#include <string.h>

#include "text/edit_internal.h"
#include "text/unicode.h"

/* Deletions of at most so many letters in the midst of typing are part of it: people mend a
 * slip, and input tools of the system take letters back to put a marked one there. */
#define MENDED_LETTERS 8
/* A run of typing longer than this ends with the word: nobody wants to lose more at once. */
#define RUN_LETTERS 40

static void step_finish(struct step *s)
{
    str_finish(&s->old);
    str_finish(&s->new);
}

static void drop_steps(struct edit *e, size_t keep)
{
    for (size_t i = keep; i < e->steps.n; i++)
        step_finish(&e->steps.v[i]);
    e->steps.n = keep;
}

void edit_history_clear_(struct edit *e)
{
    drop_steps(e, 0);
    e->done = 0;
    e->run_open = false;
}

static bool has_newline(const struct str *s)
{
    return s->len && memchr(s->s, '\n', s->len);
}

/* Whether b, which came after a, touches the text that a made, in one paragraph. */
static bool touches(const struct step *a, const struct step *b)
{
    return a->at.para == b->at.para && b->at.byte <= a->at.byte + a->new.len &&
           b->at.byte + b->old.len >= a->at.byte && !has_newline(&a->new) &&
           !has_newline(&b->old) && !has_newline(&b->new);
}

/* Makes a do what a and then b did; b's texts are released. Needs touches(a, b). */
static void compose(struct step *a, struct step *b)
{
    size_t a_end = a->at.byte + a->new.len, b_end = b->at.byte + b->old.len;
    size_t before = b->at.byte < a->at.byte ? a->at.byte - b->at.byte : 0;
    size_t after = b_end > a_end ? b_end - a_end : 0;
    size_t kept = before ? 0 : b->at.byte - a->at.byte;
    size_t kept_end = after ? a->new.len : a->new.len - (a_end - b_end);
    if (after)
        str_addn(&a->old, b->old.s + b->old.len - after, after);
    if (before) {
        struct str old = {0};
        str_addn(&old, b->old.s, before);
        str_addn(&old, str_text(&a->old), a->old.len);
        str_finish(&a->old);
        a->old = old;
        a->at = b->at;
    }
    if (kept == a->new.len) {
        str_addn(&a->new, str_text(&b->new), b->new.len);
    } else {
        struct str new = {0};
        str_addn(&new, str_text(&a->new), kept);
        str_addn(&new, str_text(&b->new), b->new.len);
        str_addn(&new, a->new.s + kept_end, a->new.len - kept_end);
        str_finish(&a->new);
        a->new = new;
    }
    a->caret_after = b->caret_after;
    step_finish(b);
}

/* Takes a short deletion in the midst of typing into the run of typing before it. */
static void mend_run(struct edit *e)
{
    if (e->done < 2)
        return;
    struct step *run = &e->steps.v[e->done - 2], *slip = &e->steps.v[e->done - 1];
    bool inside = slip->kind == STEP_ERASE && slip->after_typing && touches(run, slip) &&
                  slip->at.byte >= run->at.byte &&
                  slip->at.byte + slip->old.len <= run->at.byte + run->new.len;
    if (!inside || text_letters(str_text(&slip->old), slip->old.len) > MENDED_LETTERS)
        return;
    compose(run, slip);
    e->steps.n = --e->done;
}

/* Nothing is left of a run whose letters were all taken back. */
static void drop_if_empty(struct edit *e)
{
    const struct step *s = &e->steps.v[e->done - 1];
    if (s->old.len != s->new.len || memcmp(str_text(&s->old), str_text(&s->new), s->new.len))
        return;
    drop_steps(e, --e->done);
    e->run_open = false;
}

/* Whether the run is long enough: a blank was typed behind a sentence, or many letters. */
static bool run_is_over(const struct step *s)
{
    const char *text = str_text(&s->new);
    size_t n = s->new.len;
    if (s->kind != STEP_TYPE || n < 2 || text[n - 1] != ' ')
        return false;
    return strchr(".!?", text[n - 2]) || text_letters(text, n) > RUN_LETTERS;
}

void edit_history_add_(struct edit *e, struct step *step)
{
    drop_steps(e, e->done);
    if (e->run_open && step->kind == STEP_TYPE && e->steps.v[e->done - 1].kind == STEP_ERASE)
        mend_run(e);
    struct step *last = e->run_open ? &e->steps.v[e->done - 1] : NULL;
    bool grows = last && last->kind == step->kind && step->kind != STEP_OTHER;
    if (grows && touches(last, step)) {
        compose(last, step);
        e->run_open = !run_is_over(last);
        drop_if_empty(e);
        return;
    }
    step->after_typing = last && last->kind == STEP_TYPE;
    *(struct step *)vec_add(&e->steps) = *step;
    e->done++;
    e->run_open = step->kind != STEP_OTHER;
}

bool edit_undo(struct edit *e)
{
    e->run_open = false;
    if (!e->done)
        return false;
    const struct step *s = &e->steps.v[--e->done];
    struct edit_pos end = edit_advance_(s->at, str_text(&s->new), s->new.len);
    edit_replace_(e, s->at, end, str_text(&s->old), s->old.len);
    e->caret = s->caret_before;
    e->anchor = s->anchor_before;
    e->selecting = s->selected_before;
    return true;
}

bool edit_redo(struct edit *e)
{
    e->run_open = false;
    if (e->done == e->steps.n)
        return false;
    const struct step *s = &e->steps.v[e->done++];
    struct edit_pos end = edit_advance_(s->at, str_text(&s->old), s->old.len);
    edit_replace_(e, s->at, end, str_text(&s->new), s->new.len);
    e->caret = s->caret_after;
    e->selecting = false;
    return true;
}

void edit_break(struct edit *e)
{
    e->run_open = false;
}
