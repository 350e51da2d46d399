#include "cli/imports.h"

#include "base/lang.h"
#include "cli/say.h"
#include "entry/session.h"
#include "store/merge.h"
#include "text/date.h"

void imports_warn(const struct call *c, struct session *s)
{
    struct imports v;
    store_imports_unfinished(session_store(s), &v, NULL);
    for (size_t i = 0; i < v.n; i++) {
        char when[32];
        date_print_time(v.v[i].at, when);
        say(stderr, _("phieu: %s: taking in %s (%s) was interrupted; take it in again to go on\n"),
            c->argv[0], v.v[i].name, when);
    }
    imports_finish(&v);
}

json *imports_json(struct session *s)
{
    struct imports v;
    json *a = js_new_array();
    store_imports_unfinished(session_store(s), &v, NULL);
    for (size_t i = 0; i < v.n; i++)
        js_push(a, js_new_text(v.v[i].name));
    imports_finish(&v);
    return a;
}
