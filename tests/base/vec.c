#include "base/vec.h"

#include <stdint.h>

#include "tap.h"

struct pair {
    int key;
    const char *text;
};

static void adds(void)
{
    VEC(struct pair) a = {0};
    bool zeroed = true;
    for (int i = 0; i < 1000; i++) {
        struct pair *p = vec_add(&a);
        zeroed = zeroed && p->key == 0 && !p->text;
        *p = (struct pair){i, "old"};
    }
    ok(zeroed, "each element comes zeroed");
    is_int(1000, (long long)a.n, "a thousand elements");
    ok(a.v[0].key == 0 && a.v[999].key == 999, "in order");
    vec_clear(&a);
    ok(a.n == 0 && a.cap >= 1000, "cleared, the room stays");
    vec_add(&a)->key = 7;
    ok(a.v[0].key == 7 && !a.v[0].text, "old content does not come back");
    vec_finish(&a);
    ok(!a.v && !a.n && !a.cap, "finished memory is zero");
}

/* Against a plain array in which everything is moved by hand. */
static void inserts_and_removes(void)
{
    VEC(int) a = {0};
    int model[512], n = 0;
    uint32_t seed = 12345;
    bool same = true;
    for (int step = 0; step < 4000 && same; step++) {
        seed = seed * 1664525u + 1013904223u;
        unsigned at = (seed >> 8) % (unsigned)(n + 1);
        if (n < 500 && (seed >> 28) % 3) {
            memmove(model + at + 1, model + at, (size_t)(n - (int)at) * sizeof *model);
            model[at] = step;
            *vec_insert(&a, at) = step;
            n++;
        } else if (at < (unsigned)n) {
            memmove(model + at, model + at + 1, (size_t)(n - (int)at - 1) * sizeof *model);
            vec_remove(&a, at);
            n--;
        }
        same = a.n == (size_t)n && (!n || !memcmp(a.v, model, (size_t)n * sizeof *model));
    }
    ok(same, "four thousand random insertions and removals agree with a plain array");
    vec_finish(&a);
}

int main(void)
{
    adds();
    inserts_and_removes();
    return tap_done();
}
