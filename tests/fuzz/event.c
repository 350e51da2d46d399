/* The header of an event: any bytes that stand in a file from elsewhere. */
#include "fuzz/fuzz.h"

#include <string.h>

#include "store/slow_event.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    return 0;
}

/* What is understood can be written, and is then understood alike. */
static void check_again(struct event *ev)
{
    struct event copy, second;
    size_t n, m;
    event_copy(&copy, ev);
    char *bytes = event_write(&copy, &n);
    must(event_read(bytes, n, &second, NULL), "what was written can be read");
    char *bytes2 = event_write(&second, &m);
    must(n == m && !memcmp(bytes, bytes2, n), "and is written alike");
    free(bytes);
    free(bytes2);
    event_finish(&copy);
    event_finish(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct event ev = {0};
    struct err e = {0};
    bool good;
    must(slow_agrees(size ? (const char *)data : "", size, &good), "both ways of reading agree");
    if (event_read(size ? (const char *)data : "", size, &ev, &e)) {
        must(e.code == ERR_NONE, "no error of what is good");
        must(ev.parents.n <= EVENT_LINKS_MAX && ev.supersedes.n <= EVENT_LINKS_MAX,
             "links are bounded");
        if (ev.kind != EVENT_UNKNOWN)
            check_again(&ev);
        event_finish(&ev);
    } else {
        must(e.code == ERR_DAMAGED && e.message, "an error says what is wrong");
    }
    err_finish(&e);
    return 0;
}
