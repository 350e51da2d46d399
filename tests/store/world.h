#ifndef PHIEU_TESTS_STORE_WORLD_H
#define PHIEU_TESTS_STORE_WORLD_H
/* Offices that work at random and pass files to each other, for the tests of merging. What happens is
 * a list of steps, each with its own random numbers: leaving steps out does not change what the others
 * mean, so that a failing run can be shrunk to the few steps that matter. */
#include "base/str.h"
#include "base/vec.h"
#include "store/store.h"

#define WORLD_SITES   6 /* the last is a disk image of the first: the same installation */
#define WORLD_ENTRIES 4 /* the first two of one unit and period */

enum world_op {
    OP_REVISE,  /* one or two fields of an entry, upon all of its heads or one */
    OP_SETTLE,  /* chooses a candidate of every conflict of an entry */
    OP_REVIEW,
    OP_COMMENT,
    OP_CLOSE,   /* or opens again */
    OP_JOIN,
    OP_UNJOIN,
    OP_ERASE,   /* asks for it, and carries it out or leaves that to others */
    OP_FORM,    /* a new version of the form comes in */
    OP_TYPE,    /* something into a draft */
    OP_LEAVE,   /* the draft becomes a revision, or is dropped */
    OP_MERGE,
    OP_PART,    /* takes in a file that holds only some of another's rows */
    OP_CLONE,   /* the file gives way to a copy of another's */
    OP_CRASH,   /* saves something, begins to save more, and dies */
    OP_UNDO,    /* takes back what was taken in last */
    OP_COUNT,
};

struct step {
    enum world_op op;
    unsigned site, other, seed, r[8];
};
VEC_TYPEDEF(steps, struct step);
VEC_TYPEDEF(hash_list, struct hash);
VEC_TYPEDEF(name_list, char *);

struct world {
    struct store *sites[WORLD_SITES];
    struct hash_list made;    /* every event that was acknowledged */
    struct name_list kept;    /* files that were put aside: they count as surviving */
    struct str log;           /* the steps, in words */
    struct str trouble;       /* what should not have happened; empty: nothing */
    unsigned files;           /* made so far */
    bool losing;              /* what is put aside is really lost: the safety stores have to know it */
};

/* A folder for all files, in memory where there is room; once a program. */
void world_setup(void);
void world_teardown(void);

void world_begin(struct world *w, unsigned seed, bool losing);
/* From now on this office works, at its own computer. */
void world_sit(const struct world *w, unsigned site);
/* Closes and removes all files. */
void world_finish(struct world *w);
void world_random_steps(unsigned seed, size_t n, struct steps *ret);
void world_do(struct world *w, const struct step *step);
void world_trouble(struct world *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* ---- files --------------------------------------------------------------------------------------- */

/* A new one, open; its name is store_path(). */
struct store *world_fresh(struct world *w);
/* Takes a file in; trouble when it is refused, or its counts do not add up (U5). */
void world_take(struct world *w, struct store *to, const char *path);
/* A new file with some of another's rows; closed. Freshly allocated. */
char *world_part(struct world *w, struct store *from, unsigned seed);
/* Paths of all sites and of what was put aside; lent. */
void world_sources(const struct world *w, struct name_list *ret);

/* Carries out every erasure that is asked for in it; trouble when a body stays. */
void world_erase(struct world *w, struct store *s);
/* Settles every conflict of an entry by chance; trouble when that fails. */
void world_settle(struct world *w, struct store *s, const char *entry, unsigned seed);
/* Everything that a file says: its sets, the check code, the lists, and every entry merged. Freshly
 * allocated. */
char *world_says(struct world *w, struct store *s);
/* Entries of a file; ids to be freed. */
void world_entries(struct store *s, struct name_list *ret);
void world_names_finish(struct name_list *v);
/* The rows of a query of one column, in a line each. Freshly allocated. */
char *world_rows(struct store *s, const char *title, const char *sql);

/* ---- chance --------------------------------------------------------------------------------------- */

/* The next of a sequence: below n. */
unsigned world_roll(unsigned *state, unsigned n);

#endif
