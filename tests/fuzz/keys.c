/* The reader of keys: any bytes from a terminal, cut anywhere, with any silence between. */
#include "fuzz/fuzz.h"

#include <string.h>

#include "text/utf8.h"
#include "tui/decode.h"

#define LATER 10000

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    return 0;
}

static void ignore_time(int64_t ms)
{
    (void)ms;
}

static void check_text(const struct input *in)
{
    size_t n = strlen(in->text);
    must(n > 0 && utf8_valid(in->text, n, NULL), "a text is UTF-8");
    for (const char *p = in->text; *p; p++) {
        bool line = in->kind == INPUT_PASTE && (*p == '\n' || *p == '\t');
        must(line || ((unsigned char)*p >= ' ' && *p != 0x7F), "no control in a text");
    }
}

static void check_key(struct key k)
{
    bool special = k.code > K_FIRST && k.code < K_LAST;
    bool letter = k.code >= ' ' && k.code <= 0x10FFFF && !(k.code >= 0xD800 && k.code < 0xE000);
    must(special || letter, "a key is one that exists");
    must(k.mods < 8, "only known modifiers");
}

static void drain(struct decode *d, int64_t now)
{
    struct input in = {0};
    while (decode_next(d, now, &in)) {
        if (in.kind == INPUT_KEY)
            check_key(in.key);
        else
            check_text(&in);
        input_finish(&in);
        must(decode_taken(d) <= decode_fed(d), "no more is taken than came");
    }
}

/* The first byte says how long the pieces are, and whether time passes between them. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t piece = size ? 1 + (data[0] & 0x3F) : 1;
    bool slow = size && data[0] & 0x40;
    int64_t now = 0;
    struct decode *d = decode_create();
    decode_add(d, "\033[[A", (struct key){K_F1, 0});
    decode_add(d, "\033[25~", (struct key){K_F1, MOD_SHIFT});
    if (size && data[0] & 0x80)
        decode_on_advance(d, ignore_time);
    for (size_t at = 1; at < size; at += piece) {
        size_t n = size - at < piece ? size - at : piece;
        decode_feed(d, (const char *)data + at, n, now);
        drain(d, now);
        must(decode_deadline(d) >= now, "a deadline is not in the past");
        now += slow ? 30 : 0;
    }
    /* After a long silence nothing is waited for any more, and the next key is taken at once. */
    drain(d, now + LATER);
    drain(d, now + 2 * LATER);
    decode_feed(d, "\t", 1, now + 3 * LATER);
    drain(d, now + 3 * LATER);
    drain(d, now + 4 * LATER);
    must(decode_taken(d) == decode_fed(d), "everything is understood or dropped");
    decode_destroy(d);
    return 0;
}
