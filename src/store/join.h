#ifndef PHIEU_STORE_JOIN_H
#define PHIEU_STORE_JOIN_H
/* Two entries that are one. A join stands unless an unjoin names it (in `supersedes`): so an unjoin
 * takes back what its maker knew, and a join made elsewhere meanwhile, or later, stands. Entries that
 * standing joins connect are one entry: its revisions are those of all its members, merged by the rule
 * of store/merged.h, and it is listed under its root, the smallest of their ids. Everywhere in store/
 * the id of a member (or a prefix) means the whole. Nothing is changed by joining: without the join
 * each member is what its own revisions say, as before. */
#include "store/store.h"

struct entry_ids {
    VEC(struct entry_name {
        char hex[ENTRY_ID_HEX];
    }) v;
};
/* The members of the entry that this one belongs to, root first; alone: itself. */
bool store_members(struct store *s, const char *entry, struct entry_ids *ret, struct err *e);
void entry_ids_finish(struct entry_ids *ids);
/* The id it is listed under; itself when it is not joined. */
bool store_root(struct store *s, const char *entry, char ret[ENTRY_ID_HEX], struct err *e);
/* The joins that stand between members of this entry, by time, then hash; revisions_finish. */
bool store_joins(struct store *s, const char *entry, struct revisions *ret, struct err *e);

/* All joins and unjoins that ever concerned it, in the same order. */
bool store_join_events(struct store *s, const char *entry, struct revisions *ret, struct err *e);

/* Makes an event that joins two entries, by their ids. by: author, office (borrowed), else empty.
 * ERR_RULE: they are one already. */
bool store_join(struct store *s, const struct event *by, const char *a, const char *b,
                struct hash *ret, struct err *e);
/* Takes back all joins that stand directly between the two. ERR_RULE: there is none. */
bool store_unjoin(struct store *s, const struct event *by, const char *a, const char *b,
                  struct hash *ret, struct err *e);

#endif
