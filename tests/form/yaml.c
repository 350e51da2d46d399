/* YAML → tree: what is refused, and where; positions of texts; limits. */
#include "form/yaml.h"

#include "base/lang.h"
#include "base/mem.h"
#include "cases.h"

static void read_yaml(const char *text, size_t len, struct problem_list *p)
{
    struct yaml_node *root = yaml_parse(text, len, p);
    if ((root == NULL) != (p->errors > 0))
        ok(false, "no tree exactly when there are errors");
    yaml_node_free(root);
}

static void refused(const char *text, size_t len, int line, int column, const char *part,
                    const char *name)
{
    struct problem_list p = {0};
    struct yaml_node *root = yaml_parse(text, len, &p);
    bool good = !root && p.list.n == 1 && p.list.v[0].line == line &&
                p.list.v[0].column == column && strstr(p.list.v[0].message, part);
    ok(good, "%s", name);
    for (size_t i = 0; !good && i < p.list.n; i++)
        printf("#   %d:%d %s\n", p.list.v[i].line, p.list.v[i].column, p.list.v[i].message);
    yaml_node_free(root);
    problem_finish(&p);
}

#define REFUSED(text, line, column, part, name)                                                    \
    refused(text, sizeof(text) - 1, line, column, part, name)

static void test_bytes(void)
{
    REFUSED("a: 1\nb\xE1\xBA: 2\n", 2, 2, "not UTF-8", "a cut letter is shown where it is");
    REFUSED("a: \xC0\xAF\n", 1, 4, "not UTF-8", "an overlong form is refused");
    REFUSED("a: 1\nb: \0\n", 2, 4, "NUL", "a NUL byte is refused");
    REFUSED("\xFF\xFE" "a\0:\0", 1, 1, "UTF-16", "UTF-16 is refused by its mark");
    REFUSED("a\0:\0 \0", 1, 2, "NUL", "UTF-16 without a mark is refused");
    REFUSED("a: 1\nb: \x07\n", 2, 4, "control character", "a control character is refused");
    REFUSED("a: \"x\\0y\"\n", 1, 4, "NUL", "an escaped NUL is refused");
    REFUSED("", 1, 1, "empty", "an empty file is refused");
}

static void test_limits(void)
{
    size_t n = 100000;
    char *deep = xmalloc(n);
    memset(deep, '[', n);
    refused(deep, n, 1, YAML_DEPTH_MAX + 1, "nested too deep", "100000 brackets stop at once");
    memset(deep, '{', n);
    refused(deep, n, 1, YAML_DEPTH_MAX + 1, "nested too deep", "100000 braces stop at once");
    for (size_t i = 0; i < n; i++)
        deep[i] = i % 2 ? ' ' : '-';
    refused(deep, n, 1, 2 * YAML_DEPTH_MAX + 1, "nested too deep", "lists in lists stop at once");
    free(deep);
    char *large = xmalloc(YAML_SIZE_MAX + 1);
    memset(large, 'a', YAML_SIZE_MAX + 1);
    refused(large, YAML_SIZE_MAX + 1, 1, 1, "too large", "a file above the limit");
    memset(large, ',', YAML_SIZE_MAX);
    large[0] = '[';
    for (size_t i = 1; i < YAML_SIZE_MAX; i += 2)
        large[i] = 'a';
    refused(large, YAML_SIZE_MAX, 1, 399998 + 2, "too many values", "a flood of values");
    free(large);
}

static void test_positions(void)
{
    static const char text[] = "plain: a + b\n"
                               "single: 'c = d'\n"
                               "double: \"e\"\n"
                               "block: |\n"
                               "\n"
                               "    g < h\n"
                               "    i\n"
                               "folded: >-   # why\n"
                               "  j\n"
                               "list:\n"
                               "  - {that: k}\n"
                               "viết: 'đ > ơ'\n";
    static const struct {
        const char *key, *text;
        int line, column;
        bool quoted;
    } rows[] = {
        {"plain", "a + b", 1, 8, false}, {"single", "c = d", 2, 10, true},
        {"double", "e", 3, 10, true},    {"block", "\ng < h\ni\n", 6, 5, true},
        {"folded", "j", 9, 3, true},     {"viết", "đ > ơ", 12, 8, true},
    };
    struct problem_list p = {0};
    struct yaml_node *root = yaml_parse(text, sizeof text - 1, &p);
    ok(root && !p.list.n, "the text is read");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct yaml_node *n = yaml_get(root, rows[i].key);
        is(rows[i].text, n ? n->text : NULL, rows[i].key);
        ok(n && n->text_line == rows[i].line && n->text_column == rows[i].column &&
               n->quoted == rows[i].quoted,
           "%s begins at %d:%d", rows[i].key, n ? n->text_line : 0, n ? n->text_column : 0);
    }
    const struct yaml_node *list = yaml_get(root, "list");
    const struct yaml_node *that = list ? yaml_get(list->items[0], "that") : NULL;
    ok(that && that->text_line == 11 && that->text_column == 12, "a text in a map in a list");
    ok(!yaml_get(root, "none") && !yaml_get(that, "x"), "what is absent is NULL");
    yaml_node_free(root);
    problem_finish(&p);
}

static void test_texts(void)
{
    static const struct {
        const char *yaml, *text, *name;
    } rows[] = {
        {"a: NO", "NO", "NO stays a text"},
        {"a: 010", "010", "010 stays as written"},
        {"a: ~", "~", "~ is no null"},
        {"a: e\u0302\u0301", "\u1EBF", "letters are composed"},
        {"a: e\u0301\u0302", "\u1EBF", "tone before mark is repaired"},
        {"\xEF\xBB\xBF" "a: x", "x", "a byte order mark is passed over"},
        {"a: 'x\r\n  y'\r\n", "x y", "line ends of Windows"},
        {"a: x\u200By", "xy", "invisible letters are left out"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct problem_list p = {0};
        struct yaml_node *root = yaml_parse(rows[i].yaml, strlen(rows[i].yaml), &p);
        const struct yaml_node *a = yaml_get(root, "a");
        is(rows[i].text, a ? a->text : NULL, rows[i].name);
        yaml_node_free(root);
        problem_finish(&p);
    }
}

int main(void)
{
    lang_set(LANG_EN);
    run_cases("tests/form/cases/yaml.txt", (struct prelude[]){{0}}, read_yaml);
    test_bytes();
    test_limits();
    test_positions();
    test_texts();
    return tap_done();
}
