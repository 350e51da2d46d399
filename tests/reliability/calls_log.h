#ifndef PHIEU_TESTS_RELIABILITY_CALLS_LOG_H
#define PHIEU_TESTS_RELIABILITY_CALLS_LOG_H
/* What was done to a folder, written down call by call, and the folder made again as a power cut
 * would leave it. Part of calls.h. Names are those inside the folder; a node is a file whatever its
 * name. All of it does nothing while nothing is recorded, but for log_node, which answers 0 then. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void log_begin(const char *folder);
int log_node(const char *name);
void log_create(const char *name);
void log_write(int node, const void *from, int64_t at, size_t n);
void log_truncate(int node, int64_t size);
void log_sync(int node); /* -1: the folder */
void log_rename(const char *from, const char *to, bool exchange);
void log_link(const char *from, const char *to);
void log_unlink(const char *name);

#endif
