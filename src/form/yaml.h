#ifndef PHIEU_FORM_YAML_H
#define PHIEU_FORM_YAML_H
/* YAML text → a tree that keeps positions; the one door to libyaml (its event interface only).
 * Refused, each with its place: bad UTF-8, UTF-16, NUL, tabs as indentation, aliases, anchors,
 * tags, merge keys, duplicate keys, several documents, depth above YAML_DEPTH_MAX, texts above
 * YAML_SIZE_MAX. Everything is a text: types are decided by who reads the tree. */
#include <stdbool.h>
#include <stddef.h>

#include "base/problem.h"

#define YAML_SIZE_MAX (4u << 20)
#define YAML_DEPTH_MAX 40

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml_node {
    enum yaml_kind kind;
    int line, column;    /* from 1, column in letters */
    char *text;          /* scalar: NFC UTF-8 */
    bool quoted;         /* scalar was quoted, or a block */
    /* Where the letters of a one-line scalar begin, so that an offset in an expression can be
     * shown: line:text_column + letters. For blocks: line and column of the first letter. */
    int text_line, text_column;
    struct yaml_pair *pairs; /* map: in the order of the file */
    struct yaml_node **items; /* list */
    size_t count;
};

struct yaml_pair {
    char *key;
    int line, column;
    struct yaml_node *value;
};

/* NULL when there is any error; all that could be found are added to problems. An empty document
 * is an error. */
struct yaml_node *yaml_parse(const char *text, size_t len, struct problem_list *problems);
void yaml_node_free(struct yaml_node *node);
/* The value of a key in a map; NULL when absent or when node is no map. */
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);

#endif
