#ifndef PHIEU_STORE_LEASE_H
#define PHIEU_STORE_LEASE_H
/* Whether a running program of this machine holds a draft. A process is named by its number, the
 * boot and the moment it began, so that a number used again is not taken for it. */
#include <stdbool.h>
#include <stdint.h>

int64_t lease_own_pid(void);
/* Freshly allocated. */
char *lease_own_boot(void);
/* By a process that runs and is not this one. */
bool lease_is_held(int64_t pid, const char *boot);
/* What stands in the names of files that this process is making: "BOOT-PID-START", of letters, digits and
 * hyphens; freshly allocated. */
char *lease_tag(void);
/* What is known of the process of such a tag: it runs, it has ended, or it belongs to another boot or
 * computer. The text after the tag does not matter. */
enum lease_life { LEASE_RUNS, LEASE_ENDED, LEASE_ELSEWHERE, LEASE_NO_TAG };
enum lease_life lease_life_of(const char *tag);

#endif
