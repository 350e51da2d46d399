#include "db/sandbox_part.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/lang.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/vec.h"

/* How long and how much one execution of an expression may take. */
#define BUDGET_MS 100
#define BUDGET_BYTES (24 * 1024 * 1024)
#define BUDGET_EVERY 50 /* operations; a function is one, so texts are short too */

enum stop { STOP_NONE, STOP_TIME, STOP_MEMORY };

struct sandbox {
    sqlite3 *db;
    bool locked;
    bool ours;             /* what is being prepared is ours, not a form's */
    VEC(char *) relations; /* what an expression may read, from sandbox_lock on */
    sandbox_read_fn *read;
    void *user;
    struct sandbox_stmt *running; /* the expression that is being stepped */
};

struct sandbox_stmt {
    struct sandbox *box;
    sqlite3_stmt *st;
    bool ours, begun;
    int64_t deadline;
    sqlite3_int64 memory; /* in use when it began */
    enum stop stop;
};

static bool fail(struct sandbox *s, struct err *e)
{
    return err_set(e, ERR_FILE, NULL, NULL, _("the rules cannot be prepared: %s"),
                   sqlite3_errmsg(s->db));
}

static bool is_relation(const struct sandbox *s, const char *name)
{
    for (size_t i = 0; i < s->relations.n; i++)
        if (!strcmp(s->relations.v[i], name))
            return true;
    return false;
}

static int authorize(void *user, int op, const char *a, const char *b, const char *c, const char *d)
{
    struct sandbox *s = user;
    (void)c;
    (void)d;
    if (s->ours)
        return SQLITE_OK;
    if (op == SQLITE_SELECT)
        return SQLITE_OK;
    if (op == SQLITE_FUNCTION)
        return b && sandbox_function_allowed(b) ? SQLITE_OK : SQLITE_DENY;
    if (op != SQLITE_READ || !a || !is_relation(s, a))
        return SQLITE_DENY;
    if (s->read)
        s->read(s->user, a, b ? b : "");
    return SQLITE_OK;
}

static int check_budget(void *user)
{
    struct sandbox_stmt *st = ((struct sandbox *)user)->running;
    if (!st)
        return 0;
    if (clock_real_ms() > st->deadline)
        st->stop = STOP_TIME;
    else if (sqlite3_memory_used() - st->memory > BUDGET_BYTES)
        st->stop = STOP_MEMORY;
    return st->stop != STOP_NONE;
}

static bool harden(sqlite3 *db)
{
    static const struct {
        int what, value;
    } switches[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}, {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
    };
    for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
        if (sqlite3_db_config(db, switches[i].what, switches[i].value, (int *)NULL))
            return false;
    return true;
}

static void limit(sqlite3 *db)
{
    static const struct {
        int what, value;
    } limits[] = {
        {SQLITE_LIMIT_LENGTH, SANDBOX_LENGTH}, {SQLITE_LIMIT_SQL_LENGTH, SANDBOX_LENGTH},
        {SQLITE_LIMIT_EXPR_DEPTH, 64},         {SQLITE_LIMIT_COMPOUND_SELECT, 2},
        {SQLITE_LIMIT_VDBE_OP, 20000},         {SQLITE_LIMIT_FUNCTION_ARG, 16},
        {SQLITE_LIMIT_ATTACHED, 0},            {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 64},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 1},       {SQLITE_LIMIT_WORKER_THREADS, 0},
    };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        sqlite3_limit(db, limits[i].what, limits[i].value);
}

/* Our own statements may hold many columns, and rows of several long texts. */
static void limit_for(struct sandbox *s, bool ours)
{
    if (!s->locked)
        return;
    int length = ours ? 64 * 1024 * 1024 : SANDBOX_LENGTH;
    sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, length);
    sqlite3_limit(s->db, SQLITE_LIMIT_SQL_LENGTH, ours ? 1024 * 1024 : SANDBOX_LENGTH);
}

struct sandbox *sandbox_create(struct err *e)
{
    struct sandbox *s = xcalloc(1, sizeof *s);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
                SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_MEMORY;
    s->ours = true;
    if (sqlite3_open_v2(":memory:", &s->db, flags, NULL) ||
        sqlite3_exec(s->db, "PRAGMA temp_store = MEMORY", NULL, NULL, NULL) || !harden(s->db) ||
        !sandbox_add_functions(s->db)) {
        fail(s, e);
        sandbox_destroy(s);
        return NULL;
    }
    sqlite3_progress_handler(s->db, BUDGET_EVERY, check_budget, s);
    return s;
}

void sandbox_destroy(struct sandbox *s)
{
    if (!s)
        return;
    sqlite3_close_v2(s->db);
    for (size_t i = 0; i < s->relations.n; i++)
        free(s->relations.v[i]);
    vec_finish(&s->relations);
    free(s);
}

bool sandbox_define(struct sandbox *s, const char *sql, struct err *e)
{
    assert(!s->locked);
    return !sqlite3_exec(s->db, sql, NULL, NULL, NULL) || fail(s, e);
}

static int add_relation(void *user, int n, char **values, char **names)
{
    struct sandbox *s = user;
    (void)n;
    (void)names;
    *vec_add(&s->relations) = xstrdup(values[0]);
    return 0;
}

void sandbox_lock(struct sandbox *s)
{
    assert(!s->locked);
    sqlite3_exec(s->db, "SELECT name FROM sqlite_schema WHERE type = 'table'", add_relation, s,
                 NULL);
    limit(s->db);
    s->ours = false;
    s->locked = true;
    sqlite3_set_authorizer(s->db, authorize, s);
}

static struct sandbox_stmt *new_stmt(struct sandbox *s, sqlite3_stmt *st, bool ours)
{
    struct sandbox_stmt *new = xcalloc(1, sizeof *new);
    *new = (struct sandbox_stmt){.box = s, .st = st, .ours = ours};
    return new;
}

struct sandbox_stmt *sandbox_edit(struct sandbox *s, const char *sql, struct err *e)
{
    sqlite3_stmt *st = NULL;
    bool before = s->ours;
    s->ours = true;
    limit_for(s, true);
    int rc = sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL);
    if (rc == SQLITE_NOMEM)
        mem_exhausted();
    limit_for(s, false);
    s->ours = before;
    if (rc) {
        fail(s, e);
        return NULL;
    }
    return new_stmt(s, st, true);
}

/* The whole text around an expression; *ret_from = where the expression begins. The newline keeps
 * the closing bracket out of reach of anything that the lexer might take for harmless. */
static char *wrap(const char *expression, const char *prefix, const char *relation,
                  const char *where, long *ret_from)
{
    struct str sql = {0};
    str_add(&sql, "SELECT ");
    if (prefix)
        str_addf(&sql, "%s, ", prefix);
    str_add(&sql, "(\n");
    *ret_from = (long)sql.len;
    str_addf(&sql, "%s\n) AS __value", expression);
    if (relation)
        str_addf(&sql, " FROM %s", relation);
    if (where)
        str_addf(&sql, " WHERE %s", where);
    return str_take(&sql);
}

static void explain_refusal(struct sandbox *s, const char *expression, long from,
                            struct sandbox_fault *ret)
{
    long offset = sqlite3_error_offset(s->db);
    sandbox_explain(expression, sqlite3_errmsg(s->db), offset < 0 ? -1 : offset - from, ret);
}

struct sandbox_stmt *sandbox_expression(struct sandbox *s, const char *expression,
                                        const char *prefix_columns, const char *relation,
                                        const char *where, sandbox_read_fn *read, void *user,
                                        struct sandbox_fault *ret_fault)
{
    assert(s->locked);
    if (!sandbox_lex(expression, ret_fault))
        return NULL;
    long from;
    char *sql = wrap(expression, prefix_columns, relation, where, &from);
    sqlite3_stmt *st = NULL;
    const char *tail = NULL;
    s->read = read;
    s->user = user;
    int rc = sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, &tail);
    s->read = NULL;
    if (rc == SQLITE_NOMEM)
        mem_exhausted();
    if (rc) {
        explain_refusal(s, expression, from, ret_fault);
    } else if (!st || *tail || sqlite3_bind_parameter_count(st) > (where && strchr(where, '?'))) {
        *ret_fault = (struct sandbox_fault){0, xstrdup(_("this may not be used in a form"))};
        sqlite3_finalize(st);
        st = NULL;
    }
    free(sql);
    return st ? new_stmt(s, st, false) : NULL;
}

void sandbox_stmt_free(struct sandbox_stmt *st)
{
    if (!st)
        return;
    sqlite3_finalize(st->st);
    free(st);
}

void sandbox_bind_int(struct sandbox_stmt *st, int i, int64_t v)
{
    sqlite3_bind_int64(st->st, i, v);
}

void sandbox_bind_real(struct sandbox_stmt *st, int i, double v)
{
    sqlite3_bind_double(st->st, i, v);
}

void sandbox_bind_text(struct sandbox_stmt *st, int i, const char *v)
{
    size_t n = v ? strlen(v) : 0;
    if (!v || n > SANDBOX_LENGTH)
        sqlite3_bind_null(st->st, i);
    else
        sqlite3_bind_text(st->st, i, v, (int)n, SQLITE_TRANSIENT);
}

void sandbox_bind_null(struct sandbox_stmt *st, int i)
{
    sqlite3_bind_null(st->st, i);
}

static char *failure_message(const struct sandbox_stmt *st, int rc)
{
    const char *complaint = sqlite3_errmsg(st->box->db);
    if (st->stop == STOP_TIME)
        return xstrdup(_("it takes too long"));
    if (st->stop == STOP_MEMORY)
        return xstrdup(_("it needs too much memory"));
    if (rc == SQLITE_TOOBIG)
        return xstrdup(_("a text grows too long"));
    if (strstr(complaint, "integer overflow"))
        return xstrdup(_("a figure grows too large"));
    return xstrdup(complaint);
}

enum sandbox_row sandbox_step(struct sandbox_stmt *st, char **ret_message)
{
    struct sandbox *s = st->box;
    if (!st->begun) {
        st->begun = true;
        st->stop = STOP_NONE;
        st->deadline = clock_real_ms() + BUDGET_MS;
        st->memory = sqlite3_memory_used();
    }
    if (st->ours)
        limit_for(s, true);
    else
        s->running = st;
    int rc = sqlite3_step(st->st);
    s->running = NULL;
    if (st->ours)
        limit_for(s, false);
    if (rc == SQLITE_ROW)
        return SANDBOX_ROW;
    if (rc == SQLITE_DONE)
        return SANDBOX_DONE;
    if (rc == SQLITE_NOMEM) /* a verdict over half of the answers would be wrong */
        mem_exhausted();
    *ret_message = failure_message(st, rc);
    sandbox_reset(st);
    return SANDBOX_FAILED;
}

void sandbox_reset(struct sandbox_stmt *st)
{
    sqlite3_reset(st->st);
    st->begun = false;
}

bool sandbox_exhausted(const struct sandbox_stmt *st)
{
    return st->stop != STOP_NONE;
}

bool sandbox_null(struct sandbox_stmt *st, int column)
{
    return sqlite3_column_type(st->st, column) == SQLITE_NULL;
}

bool sandbox_is_int(struct sandbox_stmt *st, int column)
{
    return sqlite3_column_type(st->st, column) == SQLITE_INTEGER;
}

bool sandbox_is_real(struct sandbox_stmt *st, int column)
{
    return sqlite3_column_type(st->st, column) == SQLITE_FLOAT;
}

double sandbox_real(struct sandbox_stmt *st, int column)
{
    return sqlite3_column_double(st->st, column);
}

int64_t sandbox_int(struct sandbox_stmt *st, int column)
{
    return sqlite3_column_int64(st->st, column);
}

const char *sandbox_text(struct sandbox_stmt *st, int column)
{
    const char *s = (const char *)sqlite3_column_text(st->st, column);
    return s ? s : "";
}

bool sandbox_true(struct sandbox_stmt *st, int column)
{
    return !sandbox_null(st, column) && sqlite3_column_double(st->st, column) != 0.0;
}
