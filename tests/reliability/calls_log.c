#include "reliability/calls_log.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reliability/calls.h"
#include "reliability/image.h"

#define NAMES 64 /* in the folder at one time */

enum op_kind {
    OP_WRITE, OP_TRUNCATE, OP_SYNC, /* of a node */
    OP_CREATE, OP_RENAME, OP_EXCHANGE, OP_LINK, OP_UNLINK, /* of names */
    OP_SYNC_FOLDER, OP_NOTE,
};

struct op {
    enum op_kind kind;
    int node, step;
    int64_t at;
    size_t n;
    char *bytes;
    char *from, *to; /* names */
};

/* Which node each name means. */
struct names {
    char *name[NAMES];
    int node[NAMES];
    int n;
};

static struct {
    bool on;
    struct op *ops;
    size_t n, room;
    int step;
    struct image *first; /* of each node that was there at the beginning */
    int nodes, begun;    /* all; those of the beginning */
    struct names names, first_names;
} rec;

/* ---- names ----------------------------------------------------------------------------------- */

static int find(const struct names *v, const char *name)
{
    for (int i = 0; i < v->n; i++)
        if (!strcmp(v->name[i], name))
            return i;
    return -1;
}

static void forget(struct names *v, const char *name)
{
    int i = find(v, name);
    if (i < 0)
        return;
    free(v->name[i]);
    v->n--;
    v->name[i] = v->name[v->n];
    v->node[i] = v->node[v->n];
}

static void set(struct names *v, const char *name, int node)
{
    forget(v, name);
    if (v->n == NAMES)
        abort();
    v->name[v->n] = strdup(name);
    v->node[v->n++] = node;
}

static void names_copy(struct names *to, const struct names *from)
{
    to->n = 0;
    for (int i = 0; i < from->n; i++)
        set(to, from->name[i], from->node[i]);
}

static void names_finish(struct names *v)
{
    while (v->n)
        forget(v, v->name[0]);
}

/* A change that needs a name that is not there (its making was lost) changes nothing. */
static void change_name(struct names *v, const struct op *o)
{
    int from = o->from ? find(v, o->from) : -1, to = o->to ? find(v, o->to) : -1;
    if (o->kind == OP_CREATE) {
        set(v, o->to, o->node);
    } else if (o->kind == OP_EXCHANGE && from >= 0 && to >= 0) {
        int node = v->node[from];
        v->node[from] = v->node[to];
        v->node[to] = node;
    } else if (from >= 0 && (o->kind == OP_RENAME || o->kind == OP_LINK)) {
        int node = v->node[from];
        set(v, o->to, node);
        if (o->kind == OP_RENAME)
            forget(v, o->from);
    } else if (o->kind == OP_UNLINK) {
        forget(v, o->from);
    }
}

/* ---- recording ------------------------------------------------------------------------------- */

static struct op *add(enum op_kind kind, int node)
{
    if (rec.n == rec.room) {
        rec.room = rec.room * 2 + 256;
        rec.ops = realloc(rec.ops, rec.room * sizeof *rec.ops);
    }
    struct op *o = &rec.ops[rec.n++];
    *o = (struct op){.kind = kind, .node = node, .step = rec.step};
    return o;
}

static void add_name(enum op_kind kind, const char *from, const char *to, int node)
{
    if (!rec.on)
        return;
    struct op *o = add(kind, node);
    o->from = from ? strdup(from) : NULL;
    o->to = to ? strdup(to) : NULL;
    change_name(&rec.names, o);
}

void log_begin(const char *folder)
{
    DIR *d = opendir(folder);
    calls_record_end();
    for (struct dirent *x; d && (x = readdir(d));) {
        if (x->d_type != DT_REG)
            continue;
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, x->d_name);
        rec.first = realloc(rec.first, (size_t)(rec.nodes + 1) * sizeof *rec.first);
        rec.first[rec.nodes] = (struct image){0};
        image_read(&rec.first[rec.nodes], path);
        set(&rec.names, x->d_name, rec.nodes++);
    }
    if (d)
        closedir(d);
    names_copy(&rec.first_names, &rec.names);
    rec.begun = rec.nodes;
    rec.step = -1;
    rec.on = true;
}

void calls_record_stop(void)
{
    rec.on = false;
}

void calls_record_end(void)
{
    for (size_t i = 0; i < rec.n; i++) {
        free(rec.ops[i].bytes);
        free(rec.ops[i].from);
        free(rec.ops[i].to);
    }
    for (int i = 0; i < rec.begun; i++)
        image_finish(&rec.first[i]);
    names_finish(&rec.names);
    names_finish(&rec.first_names);
    free(rec.ops);
    free(rec.first);
    memset(&rec, 0, sizeof rec);
}

int log_node(const char *name)
{
    int i = find(&rec.names, name);
    return rec.on && i >= 0 ? rec.names.node[i] : 0;
}

void log_create(const char *name)
{
    if (rec.on)
        add_name(OP_CREATE, NULL, name, rec.nodes++);
}

void log_write(int node, const void *from, int64_t at, size_t n)
{
    if (!rec.on)
        return;
    struct op *o = add(OP_WRITE, node);
    o->at = at;
    o->n = n;
    o->bytes = malloc(n);
    memcpy(o->bytes, from, n);
}

void log_truncate(int node, int64_t size)
{
    if (rec.on)
        add(OP_TRUNCATE, node)->at = size;
}

void log_sync(int node)
{
    if (rec.on)
        add(node < 0 ? OP_SYNC_FOLDER : OP_SYNC, node);
}

void log_rename(const char *from, const char *to, bool exchange)
{
    add_name(exchange ? OP_EXCHANGE : OP_RENAME, from, to, 0);
}

void log_link(const char *from, const char *to)
{
    add_name(OP_LINK, from, to, 0);
}

void log_unlink(const char *name)
{
    add_name(OP_UNLINK, name, NULL, 0);
}

void calls_note(int step)
{
    rec.step = step;
    if (rec.on)
        add(OP_NOTE, 0);
}

size_t calls_ops(void)
{
    return rec.n;
}

size_t calls_idle_after(size_t op)
{
    while (op < rec.n && rec.ops[op].kind != OP_NOTE)
        op++;
    return op < rec.n ? op : 0;
}

/* ---- cutting --------------------------------------------------------------------------------- */

static bool is_of_names(const struct op *o)
{
    return o->kind >= OP_CREATE && o->kind <= OP_UNLINK;
}

static struct names names_after(size_t op, enum calls_disk disk, uint64_t *seed)
{
    struct names v = {.n = 0};
    size_t safe = 0, unsure = 0;
    names_copy(&v, &rec.first_names);
    for (size_t i = 0; i <= op; i++) {
        if (rec.ops[i].kind == OP_SYNC_FOLDER)
            safe = i;
        unsure = rec.ops[i].kind == OP_SYNC_FOLDER ? 0 : unsure + is_of_names(&rec.ops[i]);
    }
    size_t kept = draw(seed) % (unsure + 1);
    for (size_t i = 0; i <= op; i++) {
        if (!is_of_names(&rec.ops[i]))
            continue;
        if (i < safe || (disk == DISK_ORDERED ? kept > 0 : draw(seed) % 2))
            change_name(&v, &rec.ops[i]);
        kept -= i > safe && kept;
    }
    return v;
}

static struct image node_after(int node, size_t op, uint64_t *seed)
{
    struct image image = {0};
    size_t safe = 0;
    if (node < rec.begun)
        image_copy(&image, &rec.first[node]);
    image.exists = true;
    for (size_t i = 0; i <= op; i++)
        if (rec.ops[i].kind == OP_SYNC && rec.ops[i].node == node)
            safe = i;
    for (size_t i = 0; i <= op; i++) {
        const struct op *o = &rec.ops[i];
        if (o->node != node || (o->kind != OP_WRITE && o->kind != OP_TRUNCATE))
            continue;
        if (o->kind == OP_WRITE && i < safe)
            image_write(&image, o->at, o->bytes, o->n);
        else if (o->kind == OP_WRITE)
            image_write_torn(&image, o->at, o->bytes, o->n, seed);
        else if (i < safe || draw(seed) % 2)
            image_size(&image, (size_t)o->at);
    }
    return image;
}

int calls_cut(size_t op, enum calls_disk disk, const char *to, uint64_t *seed)
{
    struct names names = names_after(op, disk, seed);
    for (int i = 0; i < names.n; i++) {
        struct image image = node_after(names.node[i], op, seed);
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", to, names.name[i]);
        image_store(&image, path);
        image_finish(&image);
    }
    names_finish(&names);
    return rec.ops[op].step;
}
