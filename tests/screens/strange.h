#ifndef PHIEU_TESTS_STRANGE_H
#define PHIEU_TESTS_STRANGE_H
/* Watches what a program writes to the terminal for what data could have smuggled in: control
 * characters (C0, C1, of direction, invisible ones), bytes that are no UTF-8, and sequences that
 * phieu has no use for. Of sequences those pass that terminals' descriptions use for moving,
 * clearing, colours and modes. */
#include <stdbool.h>
#include <stddef.h>

struct strange {
    int state;
    bool marked; /* a ? stood in the sequence */
    unsigned char bytes[4]; /* of the letter being read */
    size_t n;
    unsigned number;     /* of the sequence being read */
    bool maybe, maybe_more; /* what it asks for, if it is one of attributes */
    bool colours, more;  /* one of eight colours was asked for; another one */
    char what[64]; /* the first that was found; empty: none */
};

/* s: zeroed at first. */
void strange_feed(struct strange *s, const char *bytes, size_t n);

#endif
