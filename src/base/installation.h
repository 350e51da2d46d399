#ifndef PHIEU_BASE_INSTALLATION_H
#define PHIEU_BASE_INSTALLATION_H
/* The one door to the installation: 16 random bytes kept in the user's state folder. It is only
 * a label (disk images clone it too): nothing may depend on its being unique. */
#include <stdbool.h>

#include "base/err.h"

#define INSTALLATION_HEX 33

/* Reads the id, or makes and stores one on first use. Where the state folder cannot be written, an
 * id for this run alone is given (true is returned all the same). */
void installation_id(char out[INSTALLATION_HEX]);
/* For tests: answers this id (32 hex letters) from now on. */
void installation_fix(const char *hex);
/* The boot this machine is in, for leases on drafts; "" where the system does not say. Owned. */
const char *installation_boot(void);

#endif
