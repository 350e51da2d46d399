/* The reviewer's commands: accept, return, comment. */
#include <stdio.h>
#include <stdlib.h>

#include "base/lang.h"
#include "cli/command.h"
#include "cli/entry_json.h"
#include "cli/say.h"
#include "entry/review.h"

static void print_made(struct call *c, struct session *s, const struct review *r,
                       const struct hash *made, const char *key, struct err *e)
{
    char hex[HASH_HEX];
    hash_hex(made, hex);
    if (!c->options.json) {
        puts(hex);
        return;
    }
    json *o = entry_json_summary(s, entry_row(review_entry(r)), e);
    if (!o)
        return;
    js_set_text(o, key, hex);
    command_print_json(o);
}

/* Opens what is reviewed, lets `act` do it, prints what it made. */
static int run(struct call *c, const char *key,
               bool (*act)(struct call *c, struct review *r, struct hash *made, struct err *e))
{
    struct err e = {0};
    struct hash made;
    struct session *s = call_session(c, false, false, &e);
    struct review *r = s ? review_open(s, c->argv[1], call_option(c, "revision"), &e) : NULL;
    if (r && act(c, r, &made, &e))
        print_made(c, s, r, &made, key, &e);
    review_destroy(r);
    return call_end(c, s, EXIT_DONE, &e);
}

/* ---- accept ----------------------------------------------------------------------------------- */

/* --received DAY */
static bool take_received(struct call *c, struct review *r, struct err *e)
{
    const char *day = call_option(c, "received");
    return !day || review_set_received(r, day, e);
}

static bool accept(struct call *c, struct review *r, struct hash *made, struct err *e)
{
    size_t warnings = review_warnings(r);
    if (!take_received(c, r, e))
        return false;
    if (!review_accept(r, made, e)) {
        if (e->code == ERR_RULE && !c->options.quiet)
            entry_print_problems(review_entry(r), "", true);
        return false;
    }
    if (warnings && !c->options.quiet)
        say(stderr, _("Accepted with %zu warnings that nobody has given a reason for.\n"), warnings);
    return true;
}

static int run_accept(struct call *c)
{
    return run(c, "review", accept);
}

const struct command cmd_accept = {
    .name = "accept",
    .usage = "FILE ENTRY [--revision R] [--received DAY]",
    .help = N_("Accepts the newest submission of an entry, or the revision named; refused while errors stand."),
    .options = "received= revision=",
    .min_args = 2,
    .max_args = 2,
    .run = run_accept,
};

/* ---- return ----------------------------------------------------------------------------------- */

static bool give_back(struct call *c, struct review *r, struct hash *made, struct err *e)
{
    return take_received(c, r, e) && review_return(r, call_option(c, "reason"), made, e);
}

static int run_return(struct call *c)
{
    return run(c, "review", give_back);
}

const struct command cmd_return = {
    .name = "return",
    .usage = "FILE ENTRY --reason TEXT [--revision R] [--received DAY]",
    .help = N_("Returns a submission to whoever wrote it, with the reason (or with comments made before)."),
    .options = "reason= received= revision=",
    .min_args = 2,
    .max_args = 2,
    .run = run_return,
};

/* ---- undo-review ------------------------------------------------------------------------------ */

static bool undo(struct call *c, struct review *r, struct hash *made, struct err *e)
{
    (void)c;
    return review_undo(r, made, e);
}

static int run_undo(struct call *c)
{
    return run(c, "review", undo);
}

const struct command cmd_undo_review = {
    .name = "undo-review",
    .usage = "FILE ENTRY [--revision R]",
    .help = N_("Takes back what this office decided last about a submission, while nobody has decided since."),
    .options = "revision=",
    .min_args = 2,
    .max_args = 2,
    .run = run_undo,
};

/* ---- comment ---------------------------------------------------------------------------------- */

static bool misused(struct call *c, struct err *e)
{
    return err_set(e, ERR_USAGE, NULL, c->command->usage,
                   _("say what to comment on, or which comment to answer, close or reopen"));
}

static bool comment(struct call *c, struct review *r, struct hash *made, struct err *e)
{
    const char *answer = call_option(c, "answer"), *close = call_option(c, "close"),
               *reopen = call_option(c, "reopen");
    int options = (answer != NULL) + (close != NULL) + (reopen != NULL);
    if (options > 1 || c->argc != (answer ? 3 : options ? 2 : 4))
        return misused(c, e);
    if (answer)
        return review_answer(r, answer, c->argv[2], made, e);
    if (options)
        return review_close(r, close ? close : reopen, !close, made, e);
    return review_comment(r, c->argv[2], c->argv[3], made, e);
}

static int run_comment(struct call *c)
{
    return run(c, "comment", comment);
}

const struct command cmd_comment = {
    .name = "comment",
    .usage = "FILE ENTRY FIELD TEXT | --answer ID TEXT | --close ID | --reopen ID",
    .help = N_("Comments on a place of an entry (FIELD, TABLE[ROW].COLUMN, FIELD#PARAGRAPH, or - for all of it), "
               "answers a comment, or closes it."),
    .options = "answer= close= reopen= revision=",
    .min_args = 2,
    .max_args = 4,
    .run = run_comment,
};
