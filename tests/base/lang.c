/* The catalogue, and that every sentence of the sources stands in it. */
#include "base/lang.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/vec.h"
#include "tap.h"

/* ---- the table ------------------------------------------------------------------------------ */

/* The conversions of a format one after the other: "%s: %d%%" → "sd". Width and flags count too. */
static char *conversions(const char *format)
{
    struct str out = {0};
    for (const char *p = format; (p = strchr(p, '%')); p++) {
        size_t n = strspn(p + 1, "-+ #0123456789.*lhzjt");
        if (p[1] == '%') {
            p++;
        } else if (p[1 + n] && strchr("diouxXcsfgep", p[1 + n])) {
            str_addn(&out, p, n + 2);
            p += n;
        }
    }
    return str_take(&out);
}

static void table_is_good(void)
{
    unsigned bad_order = 0, empty = 0;
    for (unsigned i = 0; i < lang_table_size; i++) {
        const struct lang_pair *p = &lang_table[i];
        char *en = conversions(p->en), *vi = conversions(p->vi);
        if (strcmp(en, vi))
            is(en, vi, p->en);
        empty += !*p->vi || !*p->en;
        bad_order += i > 0 && strcmp(lang_table[i - 1].en, p->en) >= 0;
        free(vi);
        free(en);
    }
    is_int(0, bad_order, "the table is sorted, and no sentence stands in it twice");
    is_int(0, empty, "no translation is empty");
}

static void translates(void)
{
    enum lang l = LANG_EN;
    lang_set(LANG_VI);
    is("đĩa đã đầy", _("the disk is full"), "Vietnamese");
    is("no such sentence here", lang_tr("no such sentence here"), "unknown: as it is");
    lang_set(LANG_EN);
    is("the disk is full", _("the disk is full"), "English");
    ok(lang_from_name("vi", &l) && l == LANG_VI && lang_from_name("en", &l) && l == LANG_EN,
       "names");
    ok(!lang_from_name("fr", &l) && l == LANG_EN, "other names are refused");
    is("en", lang_name(lang_get()), "the name back");
}

/* ---- the sources ---------------------------------------------------------------------------- */

static VEC(char *) sentences;

/* The text without comments; strings stay. */
static char *without_comments(const char *s)
{
    struct str out = {0};
    while (*s) {
        const char *end = s + 1;
        if (str_starts(s, "/*")) {
            end = strstr(s, "*/");
            s = end ? end + 2 : s + strlen(s);
            continue;
        }
        if (*s == '"' || *s == '\'') {
            for (; *end && *end != *s; end++)
                end += *end == '\\' && end[1];
            end += *end != '\0';
        }
        str_addn(&out, s, (size_t)(end - s));
        s = end;
    }
    return str_take(&out);
}

/* One string literal at s, unescaped, appended to out; where it ends. */
static const char *add_literal(struct str *out, const char *s)
{
    static const char from[] = "ntr0\"\\'", to[] = "\n\t\r\0\"\\'";
    for (s++; *s && *s != '"'; s++) {
        const char *known = *s == '\\' && s[1] ? strchr(from, s[1]) : NULL;
        if (known)
            s++;
        str_addc(out, known ? to[known - from] : *s);
    }
    return s + (*s == '"');
}

static void collect(const char *code)
{
    for (const char *p = code; (p = strstr(p, "_(")); p += 2) {
        bool named = p > code && (p[-1] == '_' || (p[-1] >= '0' && p[-1] <= '9') ||
                                  (p[-1] >= 'a' && p[-1] <= 'z') || (p[-1] >= 'A' && p[-1] <= 'Z'));
        bool marked = p > code && p[-1] == 'N' && !(p > code + 1 && p[-2] == '_');
        const char *s = p + 2 + strspn(p + 2, " \n");
        struct str text = {0};
        if ((named && !marked) || *s != '"')
            continue;
        while (*s == '"') {
            s = add_literal(&text, s);
            s += strspn(s, " \n");
        }
        *vec_add(&sentences) = str_take(&text);
    }
}

static bool has_suffix(const char *name, const char *suffix)
{
    size_t n = strlen(name), k = strlen(suffix);
    return n > k && !strcmp(name + n - k, suffix);
}

static void collect_file(const char *path)
{
    char *text;
    size_t len;
    if (!file_read(path, 1 << 22, &text, &len, NULL))
        return;
    char *code = without_comments(text);
    collect(code);
    free(code);
    free(text);
}

static void collect_folder(const char *folder)
{
    DIR *d = opendir(folder);
    for (struct dirent *x; d && (x = readdir(d));) {
        char *path = file_join(folder, x->d_name);
        struct stat st;
        if (x->d_name[0] != '.' && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
            collect_folder(path);
        else if (has_suffix(x->d_name, ".c") || has_suffix(x->d_name, ".h"))
            collect_file(path);
        free(path);
    }
    if (d)
        closedir(d);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int by_english(const void *key, const void *pair)
{
    return strcmp(key, ((const struct lang_pair *)pair)->en);
}

static void sources_are_translated(void)
{
    unsigned missing = 0, unused = 0;
    for (size_t i = 0; i < sentences.n; i++) {
        if (bsearch(sentences.v[i], lang_table, lang_table_size, sizeof *lang_table, by_english))
            continue;
        printf("# not translated: %s\n", sentences.v[i]);
        missing++;
    }
    qsort(sentences.v, sentences.n, sizeof *sentences.v, by_text);
    for (unsigned i = 0; i < lang_table_size; i++) {
        char *en = (char *)lang_table[i].en;
        if (bsearch(&en, sentences.v, sentences.n, sizeof *sentences.v, by_text))
            continue;
        printf("# said nowhere: %s\n", en);
        unused++;
    }
    is_int(0, missing, "every sentence in the sources has its translation");
    is_int(0, unused, "no translation is left over");
}

int main(void)
{
    const char *source = getenv("PHIEU_SOURCE");
    table_is_good();
    translates();
    if (source) {
        char *folder = file_join(source, "src");
        collect_folder(folder);
        free(folder);
        ok(sentences.n > 30, "sentences were found in the sources (%zu)", sentences.n);
        sources_are_translated();
    }
    for (size_t i = 0; i < sentences.n; i++)
        free(sentences.v[i]);
    vec_finish(&sentences);
    return tap_done();
}
