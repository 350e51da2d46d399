/* Parts of a whole: parts: (they add up) and of_which: (each at most the whole) become checks. */
#include "form/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "form/id.h"
#include "text/unicode.h"

#define PARTS_MAX 60
#define CHECKS_MAX 4000
#define LABEL_MAX 60

/* One figure of a partition, as expressions name it. */
struct term {
    const char *name;       /* "so_mo_hinh", or for a fixed row its id */
    const struct field *f;  /* NULL for a fixed row, whose figure depends on the column */
    const struct text *label;
    int row;
};

struct partition {
    struct field *table;    /* NULL: at the top of the form */
    bool adds_up;           /* parts:, else of_which: */
    bool rows;              /* the ids are those of fixed rows */
    char *id;
    enum level level;
    enum blank_mode blank;
    struct text message;
    struct mark message_at;
    struct term whole;
    VEC(struct term) of;
    const struct yaml_node *node;
    bool bad;
};

/* ---- what is read --------------------------------------------------------------------------- */

static void refuse_term(struct load *l, const struct yaml_node *node, const char *id,
                        const struct partition *p)
{
    if (p->table && p->rows)
        load_refuse_row(l, load_mark(node), id, p->table);
    else if (p->table || !load_refuse_cell(l, load_mark(node), id))
        load_refuse_name(l, load_mark(node), id, p->table);
}

/* Finds what an id stands for; false when it stands for nothing. */
static bool find_term(struct load *l, struct partition *p, const char *id, struct term *ret)
{
    int row = p->table ? table_row(p->table, id) : -1;
    if (row >= 0) {
        const struct fixed_row *r = &p->table->table->rows.v[row];
        *ret = (struct term){.name = r->id, .label = &r->label, .row = row};
        return true;
    }
    const struct field *table = NULL;
    const struct field *f = p->table          ? table_column(p->table, id)
                            : strchr(id, '.') ? load_cell(l->form, id, &table)
                                              : form_field(l->form, id);
    if (!f)
        return false;
    *ret = (struct term){.name = id, .f = f, .label = &f->label, .row = -1};
    if (table) {
        char *row_id = xstrndup(id, strcspn(id, "."));
        ret->label = &table->table->rows.v[table_row(table, row_id)].label;
        free(row_id);
    }
    return true;
}

static bool read_term(struct load *l, const struct yaml_node *node, struct partition *p,
                      struct term *ret)
{
    const char *id = load_scalar(l, node);
    if (!id)
        return false;
    if (!find_term(l, p, id, ret)) {
        refuse_term(l, node, id, p);
        return false;
    }
    if (ret->f && ret->f->type && !load_is_figure(ret->f)) {
        load_problem(l, node, _("only figures have parts"), _("“%s” is no figure"), id);
        return false;
    }
    if (!ret->f && p->table->table->rows.v[ret->row].heading) {
        load_problem(l, node, _("write the rows below it"),
                     _("the row “%s” is a heading and has no figures"), id);
        return false;
    }
    return true;
}

static void load_whole(struct load *l, const struct yaml_node *node, void *into)
{
    struct partition *p = into;
    p->bad |= !read_term(l, node, p, &p->whole);
    p->rows = p->whole.name && !p->whole.f;
}

static void add_part(struct load *l, const struct yaml_node *node, void *into)
{
    struct partition *p = into;
    struct term t = {0};
    if (!load_room(l, node, p->of.n, PARTS_MAX) || !read_term(l, node, p, &t)) {
        p->bad = true;
        return;
    }
    bool again = p->whole.name && !strcmp(p->whole.name, t.name);
    for (size_t i = 0; i < p->of.n; i++)
        again |= !strcmp(p->of.v[i].name, t.name);
    if (again)
        load_problem(l, node, _("write each once, and the whole only after whole:"),
                     _("“%s” stands here a second time"), t.name);
    else if (p->whole.name && !t.f != p->rows)
        load_problem(l, node, _("write ids of columns alone, or ids of rows alone"),
                     _("rows and columns do not add up to each other"));
    else
        *vec_add(&p->of) = t;
    p->bad |= again || (p->whole.name && !t.f != p->rows);
}

static void load_of(struct load *l, const struct yaml_node *node, void *into)
{
    struct partition *p = into;
    load_list(l, node, add_part, p);
    if (p->adds_up && node->kind == YAML_LIST && node->count == 1)
        load_problem(l, node, _("name them all, or write of_which"),
                     _("a whole has two parts at least"));
}

static void load_part_message(struct load *l, const struct yaml_node *node, void *into)
{
    struct partition *p = into;
    load_text(l, node, &p->message);
    p->message_at = load_mark(node);
}

static const struct load_key partition_keys[] = {
    {"whole", load_whole, 0, true},
    {"of", load_of, 0, true},
    {"check", load_id, offsetof(struct partition, id), false},
    {"level", load_check_level, offsetof(struct partition, level), false},
    {"blank", load_blank, offsetof(struct partition, blank), false},
    {"message", load_part_message, 0, false},
    {0},
};

/* ---- the checks ------------------------------------------------------------------------------ */

static char *term_name(const struct term *t, const struct field *column)
{
    return column ? xasprintf("%s.%s", t->name, column->id) : xstrdup(t->name);
}

static const struct field *term_field(const struct partition *p, const struct term *t,
                                      const struct field *column)
{
    return column ? table_cell(p->table, t->row, column->index) : t->f;
}

/* The label between quotation marks, cut to a readable length, without braces. */
static void add_label(struct str *out, const struct term *t)
{
    struct str label = {0};
    text_fit(&label, text_of(t->label), LABEL_MAX);
    char *text = str_take(&label);
    for (char *brace = text; (brace = strpbrk(brace, "{}"));)
        *brace = ' ';
    str_addf(out, "“%s”", text);
    free(text);
}

/* In the current language: “Nam” + “Nữ” must equal “Tổng số” ({nam} + {nu} ≠ {tong}). */
static char *built_in(const struct partition *p, const struct term *parts, size_t count,
                      const struct field *column)
{
    struct str labels = {0}, figures = {0}, whole = {0};
    for (size_t i = 0; i < count; i++) {
        char *name = term_name(&parts[i], column);
        str_add(&labels, i ? " + " : "");
        add_label(&labels, &parts[i]);
        str_addf(&figures, "%s{%s}", i ? " + " : "", name);
        free(name);
    }
    add_label(&whole, &p->whole);
    char *name = term_name(&p->whole, column), *text;
    if (p->adds_up)
        text = xasprintf(_("%s must equal %s (%s ≠ {%s})"), str_text(&labels), str_text(&whole),
                         str_text(&figures), name);
    else
        text = xasprintf(_("%s cannot be more than %s (%s > {%s})"), str_text(&labels),
                         str_text(&whole), str_text(&figures), name);
    free(name);
    str_finish(&labels);
    str_finish(&figures);
    str_finish(&whole);
    return text;
}

static struct text made_message(const struct partition *p, const struct term *parts, size_t count,
                                const struct field *column)
{
    if (!text_is_empty(&p->message))
        return (struct text){xstrdup0(p->message.vi), xstrdup0(p->message.en)};
    enum lang language = lang_get();
    struct text t;
    lang_set(LANG_VI);
    t.vi = built_in(p, parts, count, column);
    lang_set(LANG_EN);
    t.en = built_in(p, parts, count, column);
    lang_set(language);
    return t;
}

static int most_places(const struct partition *p, const struct term *parts, size_t count,
                       const struct field *column)
{
    int places = term_field(p, &p->whole, column)->places;
    for (size_t i = 0; i < count; i++) {
        int more = term_field(p, &parts[i], column)->places;
        places = more > places ? more : places;
    }
    return places;
}

/* a + b = c; fractions are compared as rounded, because they are not exact in SQL. */
static char *made_expression(const struct partition *p, const struct term *parts, size_t count,
                             const struct field *column)
{
    struct str sum = {0};
    for (size_t i = 0; i < count; i++) {
        char *name = term_name(&parts[i], column);
        str_addf(&sum, "%s%s", i ? " + " : "", name);
        free(name);
    }
    char *whole = term_name(&p->whole, column), *text;
    int places = most_places(p, parts, count, column);
    if (!p->adds_up)
        text = xasprintf("%s <= %s", str_text(&sum), whole);
    else if (places)
        text = xasprintf("round(%s, %d) = round(%s, %d)", str_text(&sum), places, whole, places);
    else
        text = xasprintf("%s = %s", str_text(&sum), whole);
    free(whole);
    str_finish(&sum);
    return text;
}

static bool is_taken(const struct form *f, const char *id)
{
    for (size_t i = 0; i < f->checks.n; i++)
        if (str_eq0(f->checks.v[i].id, id))
            return true;
    return false;
}

/* parts_tong, of_which_tong_nam, parts_tong_2, and the column behind it where rows have parts. */
static char *made_id(struct load *l, const struct partition *p, const struct term *part,
                     const struct field *column)
{
    struct str base = {0};
    if (p->id)
        str_add(&base, p->id);
    else
        str_addf(&base, "%s_%s", p->adds_up ? "parts" : "of_which", p->whole.name);
    if (part && (!p->id || p->of.n > 1))
        str_addf(&base, "_%s", part->name);
    char *text = str_take(&base), *id = NULL;
    for (char *dot = text; (dot = strchr(dot, '.'));)
        *dot = '_';
    for (int n = 1; n == 1 || (is_taken(l->form, id) && !p->id); n++) {
        free(id);
        char *second = n > 1 ? xasprintf("_%d", n) : xstrdup("");
        id = xasprintf("%s%s%s%s", text, second, column ? "_" : "", column ? column->id : "");
        free(second);
    }
    free(text);
    return id;
}

static void make_check(struct load *l, const struct partition *p, const struct term *parts,
                       size_t count, const struct field *column)
{
    if (!load_room(l, p->node, l->form->checks.n, CHECKS_MAX))
        return;
    char *id = made_id(l, p, p->adds_up ? NULL : parts, column);
    if (p->id && (is_taken(l->form, id) || id_is_limit(id)))
        load_problem(l, yaml_get(p->node, "check"), _("give each check an id of its own"),
                     _("the id “%s” is taken"), id);
    struct check c = {.id = id,
                      .table = p->rows ? NULL : p->table,
                      .expression = made_expression(p, parts, count, column),
                      .at = load_mark(p->node),
                      .level = p->level,
                      .message = made_message(p, parts, count, column),
                      .message_at = p->message_at.line ? p->message_at : load_mark(p->node),
                      .blank = p->blank,
                      .made = true};
    /* In a row it shows at the parts, then at the whole, as one reads them. */
    for (size_t i = 0; c.table && i <= count; i++)
        *vec_add(&c.places) = (i < count ? parts[i] : p->whole).f->index;
    *vec_add(&l->form->checks) = c;
}

static void make_checks(struct load *l, const struct partition *p, const struct field *column)
{
    if (p->adds_up)
        make_check(l, p, p->of.v, p->of.n, column);
    else
        for (size_t i = 0; i < p->of.n; i++)
            make_check(l, p, &p->of.v[i], 1, column);
}

/* Rows are compared in a column where all of them have figures that people typed, or sums. */
static bool is_compared(const struct partition *p, const struct field *column)
{
    if (!column->id || !load_is_figure(column) || load_type_among(column, "percent") ||
        column->value.text)
        return false;
    for (size_t i = 0; i <= p->of.n; i++) {
        const struct term *t = i ? &p->of.v[i - 1] : &p->whole;
        const struct field *cell = table_cell(p->table, t->row, column->index);
        if (!cell || !load_is_figure(cell))
            return false;
    }
    return true;
}

static void make_by_column(struct load *l, const struct partition *p)
{
    size_t made = l->form->checks.n;
    for (size_t i = 0; i < p->table->table->columns.n; i++)
        if (is_compared(p, p->table->table->columns.v[i]))
            make_checks(l, p, p->table->table->columns.v[i]);
    if (made == l->form->checks.n)
        load_problem(l, p->node, _("leave the cells open, or take it away"),
                     _("there is no column in which all these rows have figures"));
}

static void load_partition(struct load *l, const struct yaml_node *node, struct field *table,
                           bool adds_up)
{
    struct partition p = {.table = table, .adds_up = adds_up, .node = node};
    load_map(l, node, partition_keys, &p, adds_up ? _("a division into parts") : _("an “of which”"));
    if (p.bad || !p.whole.name || p.of.n < (adds_up ? 2 : 1)) {
        text_finish(&p.message);
    } else {
        if (p.rows)
            make_by_column(l, &p);
        else
            make_checks(l, &p, NULL);
        text_finish(&p.message);
    }
    free(p.id);
    vec_finish(&p.of);
}

static void add_partition(struct load *l, const struct yaml_node *node, void *into)
{
    load_partition(l, node, into, true);
}

static void add_of_which(struct load *l, const struct yaml_node *node, void *into)
{
    load_partition(l, node, into, false);
}

void load_table_parts(struct load *l, const struct yaml_node *node, void *into)
{
    const struct field *table = into;
    if (table->table)
        load_list(l, node, add_partition, into);
}

void load_table_of_which(struct load *l, const struct yaml_node *node, void *into)
{
    const struct field *table = into;
    if (table->table)
        load_list(l, node, add_of_which, into);
}

void load_form_parts(struct load *l, const struct yaml_node *node, void *into)
{
    (void)into;
    load_list(l, node, add_partition, NULL);
}

void load_form_of_which(struct load *l, const struct yaml_node *node, void *into)
{
    (void)into;
    load_list(l, node, add_of_which, NULL);
}
