/* Forms of a folder: at first only their heads are read; errors below turn out when a form is opened
 * or checked; what was read as a whole is known at the next start. */
#include <sys/stat.h>

#include "base/file.h"
#include "base/str.h"
#include "bench.h"

static char *folder;

static const char good_form[] = "form: %s\nversion: %d\ntitle: %s\nperiod: year\nsections:\n"
                                "  - section: i\n    title: Một\n    fields:\n"
                                "      - {field: a, type: %s, label: A}\n";

static void write_form(const char *file, const char *id, int version, const char *type)
{
    char *path = file_join(folder, file), *text = xasprintf(good_form, id, version, id, type);
    if (!file_write(path, text, strlen(text), NULL))
        exit(99);
    free(text);
    free(path);
}

static struct session *open_session(void)
{
    struct err e = {0};
    struct session_options options = {0};
    struct session *s = session_open(NULL, &options, &e);
    good(s != NULL, &e, "a session opens");
    return s;
}

static char *ids_of(struct session *s)
{
    struct str b = {0};
    for (const char *const *id = session_form_ids(s); *id; id++)
        str_addf(&b, "%s%s", b.len ? " " : "", *id);
    return str_take(&b);
}

static void ids_are(struct session *s, const char *want, const char *name)
{
    char *ids = ids_of(s);
    is(want, ids, name);
    free(ids);
}

static int problems_of(struct session *s, const char *part)
{
    int n = 0;
    for (const char *const *p = session_form_problems(s); *p; p++)
        n += strstr(*p, part) != NULL;
    return n;
}

static void errors_below(void)
{
    struct session *s = open_session();
    ids_are(s, "mot nam xau", "the heads of all three are good");
    is_int(0, problems_of(s, ""), "nothing is wrong so far");
    is_int(4, (int)session_forms_unchecked(s), "four files wait");
    int lists = 0, times = 0;
    const struct form_brief *mot = session_form_brief(s, "mot");
    while (session_forms_unchecked(s) && times++ < 9)
        lists += session_check_form(s);
    is_int(4, times, "each is checked once");
    is_int(2, lists, "two of them change what is listed");
    is_int(1, problems_of(s, "xau.yaml:9:"), "one says where it is wrong");
    is_int(1, problems_of(s, "nam2.yaml:9:"), "and the other");
    ids_are(s, "mot nam", "what has errors is left out");
    ok(mot == session_form_brief(s, "mot") && !strcmp(mot->id, "mot"), "briefs stay where they are");
    is_int(1, session_form_brief(s, "nam")->version, "an older version stands in for a broken one");
    ok(!session_check_form(s), "nothing is left to check");
    session_close(s, NULL);
}

static void opened_first(void)
{
    struct session *s = open_session();
    struct err e = {0};
    is_int(2, (int)session_forms_unchecked(s), "what is known to be good is not checked again");
    ok(!session_form(s, "xau", &e) && strstr(e.place, "xau.yaml:9:"), "opening says what is wrong");
    err_finish(&e);
    is_int(1, problems_of(s, "xau.yaml:9:"), "and it is listed");
    ids_are(s, "mot nam", "and left out");
    ok(!session_form(s, "xau", &e) && strstr(e.message, "mot, nam"), "then nobody knows it");
    err_finish(&e);
    const struct form *nam = session_form(s, "nam", &e);
    ok(nam && nam->version == 1 && !e.message, "the older version opens");
    is_int(1, problems_of(s, "nam2.yaml:9:"), "and it is listed why");
    session_close(s, NULL);
}

static void mended(void)
{
    write_form("xau.yaml", "xau", 2, "integer");
    write_form("nam2.yaml", "nam", 2, "integer");
    struct session *s = open_session();
    is_int(2, (int)session_forms_unchecked(s), "what was changed is new");
    ok(!session_check_form(s), "and good");
    const struct form *nam = session_form(s, "nam", NULL);
    ok(nam && nam->version == 2, "the newest version opens");
    ok(session_form(s, "xau", NULL) != NULL, "and so does the other");
    is_int(0, (int)session_forms_unchecked(s), "opening is checking");
    session_close(s, NULL);
    s = open_session();
    is_int(0, (int)session_forms_unchecked(s), "all is known at the next start");
    is_int(2, session_form_brief(s, "nam")->version, "with its version");
    session_close(s, NULL);
}

/* Between the glance and the opening. */
static void changed_meanwhile(void)
{
    write_form("mot.yaml", "mot", 2, "integer");
    struct session *s = open_session();
    ids_are(s, "mot nam xau", "all are there");
    write_form("mot.yaml", "hai", 7, "text");
    ok(session_check_form(s), "a form that changed its name changes the list");
    ids_are(s, "hai nam xau", "and stands there with the new one");
    write_form("nam.yaml", "nam", 1, "nothing");
    write_form("nam2.yaml", "nam", 2, "nothing");
    struct err e = {0};
    ok(!session_form(s, "nam", &e) && strstr(e.place, "nam2.yaml:9:"),
       "a form that was good and is broken now is an error");
    err_finish(&e);
    session_close(s, NULL);
    s = open_session();
    is_int(7, session_form_brief(s, "hai")->version, "the next start knows it as it is");
    session_close(s, NULL);
}

int main(void)
{
    char home[64];
    folder_make(home, sizeof home, "forms");
    static const char *const variables[] = {"HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        setenv(variables[i], home, 1);
    folder = file_join(home, "forms");
    mkdir(folder, 0700);
    setenv("PHIEU_FORMS", folder, 1);
    write_form("mot.yaml", "mot", 1, "integer");
    write_form("nam.yaml", "nam", 1, "integer");
    write_form("nam2.yaml", "nam", 2, "nothing");
    write_form("xau.yaml", "xau", 1, "nothing");
    errors_below();
    opened_first();
    mended();
    changed_meanwhile();
    char *command = xasprintf("rm -rf '%s'", home);
    int status = system(command);
    free(command);
    free(folder);
    return tap_done() || status;
}
