#ifndef PHIEU_STORE_PLAIN_H
#define PHIEU_STORE_PLAIN_H
/* Whether a CREATE statement found in somebody's file can be left standing, unread: a plain table
 * or an index over columns. Views, triggers, virtual tables, generated columns, defaults and
 * expressions would be a stranger's code. */
#include <stdbool.h>

bool sql_is_plain(const char *sql);

#endif
