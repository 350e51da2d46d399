#ifndef PHIEU_TUI_ACTION_H
#define PHIEU_TUI_ACTION_H
/* The action table (action.def): one row gives the enum, the key look-up, the key line, the help
 * screen, the palette and the documentation. */
#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "tui/key.h"

enum place_mask {
    PLACE_HOME = 1,
    PLACE_LIST = 2,   /* lists: home, problems, sections, palette; letters are commands */
    PLACE_ENTRY = 4,  /* a one-line field or a choice */
    PLACE_GRID = 8,
    PLACE_TEXT = 16,  /* a narrative */
    PLACE_DIALOG = 32,/* asks for a line of text */
    PLACE_ALL = 63,
    PLACE_SEARCH = 64, /* added by the app while a search is open over a list: n and N */
    PLACE_START = 128, /* the first start: besides PLACE_DIALOG, it goes from question to question */
    PLACE_PALETTE = 256, /* the palette's own way to say what Enter does there */
    /* Added to PLACE_ENTRY or PLACE_LIST: */
    PLACE_DATE = 512,      /* a date field */
    PLACE_BOOLEAN = 1024,  /* a yes or no field */
    PLACE_CODES = 1 << 21, /* a field or cell where a code may stand for the answer; also added to
                            * PLACE_GRID and PLACE_TEXT */
    PLACE_PROBLEMS = 2048, /* the list of problems */
    PLACE_OLD = 4096,      /* the list of answers without a place */
    PLACE_RESTORE = 1 << 20, /* the list of work that the file lacks */
    PLACE_QUESTION = 8192, /* a question with its answers in a list */
    PLACE_CONFLICT = 1 << 14, /* one place that two people wrote */
    PLACE_WAITING = 1 << 15,  /* the list of what waits for a decision */
    PLACE_FILES = 1 << 16, /* choosing a file: letters narrow the list, as they are typed */
    PLACE_TRIAL = 1 << 17, /* what a file would bring */
    PLACE_TAKEN = 1 << 18, /* what it brought */
    PLACE_UNFINISHED = 1 << 19, /* unfinished work of others */
    PLACE_DESK = 1 << 25,   /* the list of what waits for review */
    PLACE_REVIEW = 1 << 26, /* one submission, to be read and decided */
    PLACE_NEW_FORM = 1 << 24, /* a form that waits to be approved */
    PLACE_REPORTED = 1 << 27, /* who has reported */
    PLACE_ENTRIES = 1 << 28,  /* a list whose rows are entries */
    PLACE_COPIED = 1 << 29,   /* what a copy holds */
};
/* Where letters are text, not commands. */
#define PLACE_TYPING (PLACE_ENTRY | PLACE_GRID | PLACE_TEXT | PLACE_DIALOG | PLACE_FILES)

enum action {
    ACTION_NONE,
#define ACTION(id, places, keys, vi, en, help_vi, help_en) ACTION_##id,
#include "tui/action.def"
#undef ACTION
    ACTION_COUNT,
};

struct action_row {
    const char *id;      /* "HELP" */
    unsigned places;
    const char *keys;
    const char *name_vi, *name_en, *help_vi, *help_en;
};
extern const struct action_row action_table[ACTION_COUNT];

const char *action_name(enum action a); /* in the current language */
const char *action_help(enum action a);
/* The key to show ("F8", "Ctrl-P"); "" when it has none. out holds 32. */
char *action_key(enum action a, char out[32]);
/* All its keys as shown, also the other ways to a function key: "F8, Alt-8". Appends to out. */
void action_keys(enum action a, struct str *out);
/* Whether the action works at one of the places. */
bool action_works(enum action a, unsigned places);
/* Whether help and palette list it there: it works, and does more than say why it cannot. */
bool action_listed(enum action a, unsigned places);
/* The action of a key at a place (one bit or several); ACTION_NONE when the key means none there.
 * Keys that type letters are only looked up at PLACE_HOME and PLACE_LIST. Alt-digit = F-key. */
enum action action_of(struct key k, unsigned places);
/* The function key that a digit (also - and =) stands for after Alt or Ctrl-O; false: none. */
bool action_digit_key(uint32_t digit, struct key *ret);
/* Other keys for an action, valid names separated by blanks (keymap.h checks them); NULL: its own again. */
void action_rebind(enum action a, const char *keys);
/* The n-th key of the table with its action, for tests and documentation; false past the end. */
bool action_binding(size_t n, struct key *ret_key, enum action *ret_action);

#endif
