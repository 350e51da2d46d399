#ifndef PHIEU_STORE_WATCH_H
#define PHIEU_STORE_WATCH_H
/* Somebody who waits while a file from elsewhere is read: told how far it is, and able to stop it. */
#include <stdbool.h>
#include <stdint.h>

struct watch {
    /* Called now and then; all 0: nobody knows how much it is. Returning false stops what is done: nothing was written by
     * then, and the error says so (ERR_RULE). */
    bool (*goes_on)(void *user, int64_t done, int64_t all);
    void *user;
};

#endif
