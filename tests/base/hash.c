#include "base/hash.h"

#include "tap.h"

static const char *hex(struct hash h)
{
    static char out[HASH_HEX];
    hash_hex(&h, out);
    return out;
}

/* The examples of FIPS 180-2, and one with a prefix that was summed by another program. */
static void known_sums(void)
{
    is("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
       hex(hash_bytes("", 0, "", 0)), "the sum of nothing");
    is("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
       hex(hash_bytes("", 0, "abc", 3)), "abc");
    is("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
       hex(hash_bytes("abcdbcdecdefdefgefghfghighijhijk", 32, "ijkljklmklmnlmnomnopnopq", 24)),
       "prefix and data are one after the other");
    is("3ad1aa5fccdb50fa4bae80c05c9f35e2079f2a053c1884b8197dfec71671bd5b",
       hex(hash_bytes("phieu-body-1", 13, "{}", 2)), "a prefix with its NUL");
}

static void pieces(void)
{
    char data[1000];
    bool same = true;
    for (size_t i = 0; i < sizeof data; i++)
        data[i] = (char)(i * 7);
    struct hash whole = hash_bytes("", 0, data, sizeof data);
    for (size_t step = 1; step < 200; step += 13) {
        struct hash_sum *s = hash_begin();
        for (size_t at = 0; at < sizeof data; at += step)
            hash_add(s, data + at, at + step < sizeof data ? step : sizeof data - at);
        struct hash h = hash_end(s);
        same = same && hash_cmp(&h, &whole) == 0;
    }
    ok(same, "pieces of any size give the sum of the whole");
}

static void reads_hex(void)
{
    static const char good[] = "00ff7f80ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61";
    struct hash h, kept = {{9}};
    ok(hash_parse(good, &h), "64 lower-case letters");
    is(good, hex(h), "come back as they were");
    char bad[sizeof good + 1];
    memcpy(bad, good, sizeof good);
    bad[63] = 'F';
    ok(!hash_parse(bad, &kept), "capitals are refused");
    bad[63] = 'g';
    ok(!hash_parse(bad, &kept), "other letters are refused");
    bad[63] = '\0';
    ok(!hash_parse(bad, &kept) && !hash_parse("", &kept), "short ones are refused");
    snprintf(bad, sizeof bad, "%s0", good);
    ok(!hash_parse(bad, &kept), "long ones are refused");
    is_int(9, kept.b[0], "and nothing was written");
}

static void orders(void)
{
    struct hash a = {{0}}, b = {{0}};
    b.b[31] = 1;
    ok(hash_cmp(&a, &b) < 0 && hash_cmp(&b, &a) > 0 && hash_cmp(&a, &a) == 0, "by bytes");
    b = a;
    b.b[0] = 0xff;
    ok(hash_cmp(&a, &b) < 0, "bytes have no sign");
}

int main(void)
{
    known_sums();
    pieces();
    reads_hex();
    orders();
    return tap_done();
}
