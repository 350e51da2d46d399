/* Build step: reads message catalogues (.po) and writes one sorted C table for base/lang.h.
 *     po2c OUT.c IN.po…
 * Knows what our catalogues use: comments, msgid, msgstr, continued strings. Plurals and contexts
 * are refused, so that nothing is dropped in silence. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pair {
    char *id, *text, *file;
};

static struct pair *pairs;
static size_t count;

static void fail(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: %s\n", file, line, what);
    exit(1);
}

static void *must(void *p)
{
    if (!p) {
        fputs("po2c: out of memory\n", stderr);
        exit(1);
    }
    return p;
}

/* Adds what stands between the first and the last quote of the line, still escaped as in C. */
static char *add_quoted(char *old, const char *line, const char *file, int n)
{
    const char *a = strchr(line, '"'), *b = strrchr(line, '"');
    if (!a || a == b)
        fail(file, n, "a quoted string is missing");
    size_t have = old ? strlen(old) : 0, more = (size_t)(b - a - 1);
    char *out = must(realloc(old, have + more + 1));
    memcpy(out + have, a + 1, more);
    out[have + more] = '\0';
    return out;
}

static void keep(char *id, char *text, const char *file, int line, bool fuzzy)
{
    if (!id || !*id) {
        free(id);
        free(text);
        return;
    }
    if (fuzzy || !text || !*text)
        fail(file, line, "a sentence has no finished translation");
    pairs = must(realloc(pairs, (count + 1) * sizeof *pairs));
    pairs[count++] = (struct pair){id, text, (char *)file};
}

static void read_file(const char *file)
{
    FILE *f = fopen(file, "r");
    if (!f)
        fail(file, 1, "cannot be opened");
    char *line = NULL, *id = NULL, *text = NULL, **now = NULL;
    size_t size = 0;
    int n = 0;
    bool fuzzy = false;
    while (getline(&line, &size, f) > 0) {
        n++;
        if (!strncmp(line, "#,", 2) && strstr(line, "fuzzy"))
            fuzzy = true;
        if (line[0] == '#' || line[0] == '\n')
            continue;
        if (!strncmp(line, "msgid ", 6)) {
            keep(id, text, file, n, false);
            id = text = NULL;
            if (fuzzy)
                fail(file, n, "a translation is marked fuzzy");
            id = add_quoted(NULL, line, file, n);
            now = &id;
        } else if (!strncmp(line, "msgstr ", 7)) {
            text = add_quoted(NULL, line, file, n);
            now = &text;
        } else if (line[0] == '"' && now) {
            *now = add_quoted(*now, line, file, n);
        } else {
            fail(file, n, "only msgid and msgstr are understood");
        }
    }
    keep(id, text, file, n, false);
    free(line);
    fclose(f);
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct pair *)a)->id, ((const struct pair *)b)->id);
}

/* The table is searched by the bytes of the sentence, so it must be sorted by them, not by their
 * escaped spelling. */
static void unescape(char *s)
{
    char *out = s;
    for (; *s; s++) {
        if (*s == '\\' && s[1]) {
            s++;
            *out++ = *s == 'n' ? '\n' : *s == 't' ? '\t' : *s;
        } else {
            *out++ = *s;
        }
    }
    *out = '\0';
}

static void put(FILE *f, const char *s)
{
    fputc('"', f);
    for (; *s; s++) {
        if (*s == '\n')
            fputs("\\n", f);
        else if (*s == '\t')
            fputs("\\t", f);
        else if (*s == '"' || *s == '\\')
            fprintf(f, "\\%c", *s);
        else
            fputc(*s, f);
    }
    fputc('"', f);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    for (int i = 2; i < argc; i++)
        read_file(argv[i]);
    for (size_t i = 0; i < count; i++) {
        unescape(pairs[i].id);
        unescape(pairs[i].text);
    }
    if (count)
        qsort(pairs, count, sizeof *pairs, by_id);
    FILE *f = fopen(argv[1], "w");
    if (!f)
        fail(argv[1], 1, "cannot be written");
    fputs("#include \"base/lang.h\"\n\nconst struct lang_pair lang_table[] = {\n", f);
    unsigned kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (i && !strcmp(pairs[i].id, pairs[i - 1].id)) {
            if (strcmp(pairs[i].text, pairs[i - 1].text))
                fail(pairs[i].file, 1, pairs[i].id);
            continue;
        }
        fputs("    {", f);
        put(f, pairs[i].id);
        fputs(", ", f);
        put(f, pairs[i].text);
        fputs("},\n", f);
        kept++;
    }
    if (!kept)
        fputs("    {\"\", \"\"},\n", f);
    fprintf(f, "};\n\nconst unsigned lang_table_size = %u;\n", kept);
    return fclose(f) != 0;
}
