#ifndef PHIEU_ENTRY_SETTINGS_H
#define PHIEU_ENTRY_SETTINGS_H
/* What is kept per user, never in the data file: who works here and how they type
 * (settings.json in $XDG_CONFIG_HOME/phieu). */
#include <stdbool.h>

#include "base/err.h"
#include "base/lang.h"
#include "text/typing.h"

struct settings {
    char *catalogue; /* id of the unit list the office was chosen from; NULL: first start */
    char *office;    /* "kg_an_bien/youth"; NULL: first start */
    char *author;    /* the person's name; may be NULL */
    struct typing_options typing;
    enum lang lang;
    char *take_folder, *copy_folder; /* where files came from and went to last; may be NULL */
    bool enter_down; /* Enter in a grid goes down instead of right */
};

/* Fills *s; a file that does not exist gives the defaults (Vietnamese, Telex, simple-telex-2, old
 * style, spelling on). A file that cannot be understood gives the defaults and an error, and is
 * kept beside as .bak on the next save. */
bool settings_load(struct settings *s, struct err *e);
/* The defaults alone, without a file. */
void settings_init(struct settings *s);
bool settings_save(const struct settings *s, struct err *e);
void settings_finish(struct settings *s);

#endif
