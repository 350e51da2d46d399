/* The least that uniting two files can cost, in SQLite alone: union raw|upsert FROM.db TO.db
 *
 * raw: one INSERT … SELECT a table over ATTACH, into a new file without any index, check or list.
 * upsert: the same into tables with the hashes unique, passing over rows that are there.
 * Page size, cache and syncs are those of a merge; all is one transaction. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

static const char settings[] =
    "PRAGMA page_size=8192; PRAGMA cache_size=-16000; PRAGMA synchronous=EXTRA;"
    "PRAGMA temp_store=MEMORY; PRAGMA journal_mode=PERSIST;";

static const char *const raw[] = {
    "CREATE TABLE IF NOT EXISTS event(hash BLOB, head TEXT);"
    "CREATE TABLE IF NOT EXISTS body(hash BLOB, data TEXT);",
    "BEGIN IMMEDIATE; INSERT INTO body SELECT hash, data FROM other.body;"
    "INSERT INTO event SELECT hash, head FROM other.event; COMMIT;",
};
static const char *const upsert[] = {
    "CREATE TABLE IF NOT EXISTS event(eid INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, head TEXT);"
    "CREATE TABLE IF NOT EXISTS body(bid INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, data TEXT);",
    "BEGIN IMMEDIATE; INSERT INTO body(hash,data) SELECT hash, data FROM other.body WHERE true"
    " ON CONFLICT(hash) DO NOTHING; INSERT INTO event(hash,head) SELECT hash, head FROM other.event"
    " WHERE true ON CONFLICT(hash) DO NOTHING; COMMIT;",
};

static bool exec(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    fprintf(stderr, "union: %s\n", sqlite3_errmsg(db));
    return false;
}

int main(int argc, char **argv)
{
    sqlite3 *db = NULL;
    char attach[4200];
    if (argc != 4)
        return 2;
    const char *const *sql = strcmp(argv[1], "raw") ? upsert : raw;
    sqlite3_snprintf(sizeof attach, attach, "ATTACH %Q AS other", argv[2]);
    bool good = sqlite3_open(argv[3], &db) == SQLITE_OK && exec(db, settings) && exec(db, sql[0]) &&
                exec(db, attach) && exec(db, sql[1]);
    sqlite3_close(db);
    return good ? 0 : 1;
}
