#include "form/yaml.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/yaml_bytes.h"
#include "form/yaml_message.h"
#include "text/unicode.h"

/* A map of more keys than this is no form; it also bounds the search for repeated keys. */
#define KEYS_MAX 1000
/* Values in one file. */
#define NODES_MAX 200000

struct reader {
    yaml_parser_t parser;
    struct problem_list *problems;
    const char *text; /* UTF-8, NFC */
    size_t len;
    size_t nodes;
    size_t line, line_at; /* the line found last, and its offset: lines are asked for in order */
};

static void report(struct reader *r, yaml_mark_t at, const char *remedy, const char *what)
{
    problem_add(r->problems, PROBLEM_ERROR, (int)at.line + 1, (int)at.column + 1, remedy, "%s",
                what);
}

/* Offset where the line (from 0) begins; len when there are fewer lines. */
static size_t line_start(struct reader *r, size_t line)
{
    if (line < r->line)
        r->line = r->line_at = 0;
    while (r->line < line && r->line_at < r->len) {
        size_t n = bytes_line_break(r->text, r->len, r->line_at);
        r->line += n > 0;
        r->line_at += n ? n : 1;
    }
    return r->line_at;
}

/* How many spaces stand before a tab in the indentation of a line; -1 without such a tab. */
static long tab_in_indentation(struct reader *r, size_t line)
{
    size_t i = line_start(r, line);
    size_t n = strspn(r->text + i, " ");
    return i < r->len && r->text[i + n] == '\t' ? (long)n : -1;
}

static void report_syntax(struct reader *r)
{
    const yaml_parser_t *p = &r->parser;
    if (p->error == YAML_MEMORY_ERROR)
        mem_exhausted();
    if (p->error == YAML_READER_ERROR) {
        /* The reader gives no place but an offset in bytes. */
        const struct yaml_message *m = yaml_message_find(p->problem, NULL);
        yaml_mark_t at = {0};
        bytes_place(r->text, r->len, p->problem_offset, &at.line, &at.column);
        report(r, at, _(m->remedy), _(m->what));
        return;
    }
    const struct yaml_message *m = yaml_message_find(p->problem, p->context);
    yaml_mark_t at = m->at_context ? p->context_mark : p->problem_mark;
    long tab = tab_in_indentation(r, p->problem_mark.line);
    if (tab >= 0) {
        m = yaml_message_find("found a tab character that violates indentation", NULL);
        at = p->problem_mark;
        at.column = (size_t)tab;
    }
    report(r, at, _(m->remedy), _(m->what));
}

static bool next_event(struct reader *r, yaml_event_t *event)
{
    if (yaml_parser_parse(&r->parser, event))
        return true;
    report_syntax(r);
    return false;
}

/* Where the text itself begins: behind the quotation mark, or in the lines below "|" and ">". */
static void find_text(struct reader *r, const yaml_event_t *event, struct yaml_node *node)
{
    yaml_scalar_style_t style = event->data.scalar.style;
    node->text_line = node->line;
    node->text_column = node->column;
    if (style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
        node->text_column++;
    if (style != YAML_LITERAL_SCALAR_STYLE && style != YAML_FOLDED_SCALAR_STYLE)
        return;
    size_t line = event->start_mark.line + 1, i = line_start(r, line);
    while (i < r->len) {
        size_t spaces = strspn(r->text + i, " ");
        size_t n = i + spaces < r->len ? bytes_line_break(r->text, r->len, i + spaces) : 0;
        if (!n) {
            node->text_line = (int)line + 1;
            node->text_column = (int)spaces + 1;
            return;
        }
        i += spaces + n;
        line++;
    }
}

static struct yaml_node *node_create(enum yaml_kind kind, const yaml_event_t *event)
{
    struct yaml_node *node = xcalloc(1, sizeof *node);
    node->kind = kind;
    node->line = (int)event->start_mark.line + 1;
    node->column = (int)event->start_mark.column + 1;
    return node;
}

static struct yaml_node *read_scalar(struct reader *r, const yaml_event_t *event)
{
    struct yaml_node *node = node_create(YAML_SCALAR, event);
    node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    find_text(r, event, node);
    const char *text = (const char *)event->data.scalar.value;
    size_t len = event->data.scalar.length;
    if (memchr(text, '\0', len))
        report(r, event->start_mark, _("take the \\0 out"),
               _("a text cannot hold a NUL character"));
    else if (text_clean(text, len, true, &node->text, &len))
        return node;
    node->text = xstrdup("");
    return node;
}

/* Anchors and tags say things in a second way, or hide what a form says. */
static void refuse_decoration(struct reader *r, const yaml_event_t *event)
{
    const yaml_char_t *anchor = NULL, *tag = NULL;
    if (event->type == YAML_SCALAR_EVENT) {
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
    }
    if (anchor)
        report(r, event->start_mark,
               _("write the value out in every place; put a text that begins with & in quotation "
                 "marks"),
               _("an anchor (&name) is not allowed"));
    if (tag)
        report(r, event->start_mark,
               _("take it away; put a text that begins with ! in quotation marks"),
               _("a tag (!name) is not allowed"));
}

static struct yaml_node *read_node(struct reader *r, yaml_event_t *event, int depth);

static struct yaml_node *read_list(struct reader *r, const yaml_event_t *start, int depth)
{
    struct yaml_node *node = node_create(YAML_LIST, start);
    VEC(struct yaml_node *) items = {0};
    bool good = true;
    for (;;) {
        yaml_event_t event;
        good = next_event(r, &event);
        if (!good)
            break;
        if (event.type == YAML_SEQUENCE_END_EVENT) {
            yaml_event_delete(&event);
            break;
        }
        struct yaml_node *item = read_node(r, &event, depth + 1);
        good = item != NULL;
        if (!good)
            break;
        *vec_add(&items) = item;
    }
    node->items = items.v;
    node->count = items.n;
    if (!good) {
        yaml_node_free(node);
        return NULL;
    }
    return node;
}

/* Reads what stands before the ":"; *ret_key NULL when the map cannot be read further. */
static bool read_key(struct reader *r, yaml_event_t *event, int depth, char **ret_key)
{
    yaml_mark_t at = event->start_mark;
    struct yaml_node *key = read_node(r, event, depth + 1);
    if (!key)
        return false;
    *ret_key = xstrdup(key->kind == YAML_SCALAR ? key->text : "");
    if (key->kind != YAML_SCALAR)
        report(r, at,
               _("write “key: value”; put a text that begins with [ or { in quotation marks"),
               _("a key must be a simple word"));
    else if (!strcmp(key->text, "<<") && !key->quoted)
        report(r, at, _("write the keys out in every place"), _("a merge key (<<) is not allowed"));
    else if (!*key->text)
        report(r, at, _("write the key before the “:”"), _("the key is empty"));
    yaml_node_free(key);
    return true;
}

VEC_TYPEDEF(pair_vec, struct yaml_pair);

static void refuse_repeated(struct reader *r, const struct pair_vec *pairs, const char *key,
                            yaml_mark_t at)
{
    for (size_t i = 0; i < pairs->n; i++) {
        if (strcmp(pairs->v[i].key, key))
            continue;
        problem_add(r->problems, PROBLEM_ERROR, (int)at.line + 1, (int)at.column + 1,
                    _("keep one of the two"), _("the key “%s” stands here a second time (first in "
                                                "line %d)"),
                    key, pairs->v[i].line);
        return;
    }
}

/* One "key: value"; false when nothing more can be read. */
static bool read_pair(struct reader *r, yaml_event_t *event, int depth, struct pair_vec *pairs)
{
    yaml_mark_t at = event->start_mark;
    char *key = NULL;
    if (!read_key(r, event, depth, &key))
        return false;
    yaml_event_t value_event;
    struct yaml_node *value = NULL;
    if (next_event(r, &value_event))
        value = read_node(r, &value_event, depth + 1);
    if (!value) {
        free(key);
        return false;
    }
    if (pairs->n == KEYS_MAX) {
        report(r, at, _("split it"), _("this map has too many keys"));
        free(key);
        yaml_node_free(value);
        return false;
    }
    refuse_repeated(r, pairs, key, at);
    *vec_add(pairs) = (struct yaml_pair){key, (int)at.line + 1, (int)at.column + 1, value};
    return true;
}

static struct yaml_node *read_map(struct reader *r, const yaml_event_t *start, int depth)
{
    struct yaml_node *node = node_create(YAML_MAP, start);
    struct pair_vec pairs = {0};
    bool good = true;
    while (good) {
        yaml_event_t event;
        good = next_event(r, &event);
        if (good && event.type == YAML_MAPPING_END_EVENT) {
            yaml_event_delete(&event);
            break;
        }
        good = good && read_pair(r, &event, depth, &pairs);
    }
    node->pairs = pairs.v;
    node->count = pairs.n;
    if (!good) {
        yaml_node_free(node);
        return NULL;
    }
    return node;
}

static bool within_limits(struct reader *r, yaml_mark_t at, int depth)
{
    if (depth > YAML_DEPTH_MAX)
        report(r, at, _("a form needs only a few levels; put a text that begins with [ or { in "
                        "quotation marks"),
               _("lists and maps are nested too deep"));
    else if (++r->nodes > NODES_MAX)
        report(r, at, _("split it"), _("the file holds too many values"));
    else
        return true;
    return false;
}

/* Takes the event over. NULL after an error that ends the reading. */
static struct yaml_node *read_node(struct reader *r, yaml_event_t *event, int depth)
{
    struct yaml_node *node = NULL;
    if (within_limits(r, event->start_mark, depth)) {
        refuse_decoration(r, event);
        if (event->type == YAML_SCALAR_EVENT) {
            node = read_scalar(r, event);
        } else if (event->type == YAML_SEQUENCE_START_EVENT) {
            node = read_list(r, event, depth);
        } else if (event->type == YAML_MAPPING_START_EVENT) {
            node = read_map(r, event, depth);
        } else {
            report(r, event->start_mark,
                   _("write the value out in every place; put a text that begins with * in "
                     "quotation marks"),
                   _("an alias (*name) is not allowed"));
            node = node_create(YAML_SCALAR, event);
            node->text = xstrdup("");
        }
    }
    yaml_event_delete(event);
    return node;
}

static bool document_is_empty(const struct yaml_node *node)
{
    return node->kind == YAML_SCALAR && !node->quoted && !*node->text;
}

/* What follows the one document must be the end of the stream. */
static void refuse_more_documents(struct reader *r)
{
    yaml_event_t event;
    if (!next_event(r, &event)) /* the end of the document */
        return;
    yaml_event_delete(&event);
    if (!next_event(r, &event))
        return;
    if (event.type == YAML_DOCUMENT_START_EVENT)
        report(r, event.start_mark, _("write one file for each"),
               _("a second document begins here"));
    yaml_event_delete(&event);
}

static struct yaml_node *read_document(struct reader *r)
{
    struct yaml_node *root = NULL;
    yaml_event_t event;
    bool good = true;
    for (int i = 0; i < 2 && good; i++) { /* the stream begins, the document begins */
        good = next_event(r, &event);
        if (good && event.type == YAML_STREAM_END_EVENT)
            good = false;
        else if (good)
            yaml_event_delete(&event);
    }
    if (good && next_event(r, &event)) {
        root = read_node(r, &event, 1);
        if (root)
            refuse_more_documents(r);
    }
    if ((!good && !r->parser.error) || (root && document_is_empty(root)))
        report(r, (yaml_mark_t){0}, _("is it the right file?"), _("the file is empty"));
    return root;
}

struct yaml_node *yaml_parse(const char *text, size_t len, struct problem_list *problems)
{
    if (!bytes_acceptable(text, len, YAML_SIZE_MAX, problems))
        return NULL;
    if (len >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3)) { /* a byte order mark from Windows */
        text += 3;
        len -= 3;
    }
    struct reader r = {.problems = problems};
    size_t errors = problems->errors;
    char *nfc = text_nfc(text, len, &r.len);
    r.text = nfc;
    if (!yaml_parser_initialize(&r.parser))
        mem_exhausted();
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)r.text, r.len);
    struct yaml_node *root = read_document(&r);
    yaml_parser_delete(&r.parser);
    free(nfc);
    if (problems->errors == errors)
        return root;
    yaml_node_free(root);
    return NULL;
}

void yaml_node_free(struct yaml_node *node)
{
    if (!node)
        return;
    for (size_t i = 0; i < node->count; i++) {
        if (node->kind == YAML_MAP) {
            free(node->pairs[i].key);
            yaml_node_free(node->pairs[i].value);
        } else {
            yaml_node_free(node->items[i]);
        }
    }
    free(node->pairs);
    free(node->items);
    free(node->text);
    free(node);
}

const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key)
{
    if (!map || map->kind != YAML_MAP)
        return NULL;
    for (size_t i = 0; i < map->count; i++)
        if (!strcmp(map->pairs[i].key, key))
            return map->pairs[i].value;
    return NULL;
}
