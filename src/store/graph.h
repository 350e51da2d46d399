#ifndef PHIEU_STORE_GRAPH_H
#define PHIEU_STORE_GRAPH_H
/* The revisions of one entry (all that are joined to it, store/join.h) as a graph in memory, with what
 * its reviews say. */
#include "store/internal.h"

enum rev_status { REV_DRAFT, REV_SUBMITTED, REV_WITHDRAWN };
enum rev_review { REVIEW_PENDING, REVIEW_PASSED_ON, REVIEW_ACCEPT, REVIEW_RETURN, REVIEW_DISAGREE };

struct graph_node {
    int64_t eid, ts;
    struct hash hash, body, form;
    char *unit, *period; /* "" when absent */
    enum rev_status status;
    enum rev_review review;
    int gen, stored_gen; /* longest way from a first revision; as it stands in x_event */
    int submissions;     /* on the way here that has most of them, this one included */
    bool head;           /* no revision follows */
    bool covered;        /* a submission or a withdrawal follows, at once or later */
    VEC(size_t) children; /* indexes */
    size_t waiting;       /* while walking: parents not yet done */
};

struct graph {
    struct graph_node *v; /* in the order of hashes */
    size_t n, cap;
    bool missing;         /* a parent is not in the file */
};

/* id: a root. */
bool graph_load(struct store *s, const struct entry_id *id, struct graph *ret, struct err *e);
/* Writes generations that changed. */
bool graph_store(struct store *s, const struct graph *g, struct err *e);
void graph_finish(struct graph *g);

#endif
