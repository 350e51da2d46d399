/* Lists where there is nothing to move in or to find. */
#include "tui/list.h"

#include "base/mem.h"
#include "tap.h"

static void draw(void *user, struct surface *f, struct rect r, int i, bool selected)
{
    (void)user, (void)f, (void)r, (void)i, (void)selected;
}

static char *text(void *user, int i)
{
    (void)user, (void)i;
    return xstrdup("Đoàn");
}

int main(void)
{
    static const struct list_ops ops = {.draw = draw, .text = text};
    struct list l = {.ops = &ops};
    list_set_count(&l, 0);
    for (int direction = -1; direction <= 1; direction++)
        ok(!list_search(&l, "doan", direction), "nothing is found in an empty list");
    list_set_count(&l, 3);
    ok(list_search(&l, "doan", 1), "what is there is");
    return tap_done();
}
