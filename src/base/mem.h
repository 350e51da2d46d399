#ifndef PHIEU_BASE_MEM_H
#define PHIEU_BASE_MEM_H
/* Memory that never fails: when it runs out, the program ends with a message (exit status 3).
 * Everything on disk is safe then, because every write is a transaction. A hook lets the
 * terminal be restored first. All results are freed with free(). */
#include <stdarg.h>
#include <stddef.h>

void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *old, size_t size);
/* count * size with a check for overflow. */
void *xreallocarray(void *old, size_t count, size_t size);
char *xstrdup(const char *s);
/* Like xstrdup, but NULL stays NULL. */
char *xstrdup0(const char *s);
char *xstrndup(const char *s, size_t n);
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
char *xvasprintf(const char *fmt, va_list ap) __attribute__((format(printf, 1, 0)));

/* Ends the program with the message; for libraries that answer NULL for want of memory. */
_Noreturn void mem_exhausted(void);

/* Called once before the program ends for want of memory; NULL removes it. */
void mem_on_exhausted(void (*hook)(void));

#endif
