#ifndef PHIEU_BASE_LOG_H
#define PHIEU_BASE_LOG_H
/* A debug log in a file (the screen is taken), on only when PHIEU_LOG names one. Never holds
 * answers: people's data stay in the data file. */

void log_open_from_env(void);
void log_line(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
