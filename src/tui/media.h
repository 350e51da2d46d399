#ifndef PHIEU_TUI_MEDIA_H
#define PHIEU_TUI_MEDIA_H
/* Where files come from and go to: sticks and cards first, then the folders of the user. */
#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"

struct medium {
    char *path, *label; /* label: as a person may see it */
    bool removable;     /* a stick, a card, another disk */
    int64_t room;       /* free bytes; -1: not known */
};
VEC_TYPEDEF(media, struct medium);

struct media_options {
    const char *mounts; /* the system's list of what is mounted; NULL: /proc/self/mountinfo */
    const char *sticks; /* PHIEU_MEDIA: a folder whose folders are sticks, too; NULL: none */
    const char *home;   /* NULL: none */
    const char *last;   /* the folder that was used last; NULL: none */
};
/* What the program is started with. */
struct media_options media_options_now(const char *last);
/* Each folder once, and only if it is there. Network drives are not asked: one that is gone would
 * not answer. */
void media_list(const struct media_options *o, struct media *ret);
void media_finish(struct media *m);
/* Whether the path lies on a removable medium. */
bool media_is_removable(const struct media *m, const char *path);

#endif
