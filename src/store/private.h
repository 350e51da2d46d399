#ifndef PHIEU_STORE_PRIVATE_H
#define PHIEU_STORE_PRIVATE_H
/* A folder of our own for a copy that nobody else may see or change. */
#include "base/err.h"

#define PRIVATE_FILE "data.db" /* what the copy in it is called */

/* Made with mode 0700 where temporary things go; beside the file itself when there is no room there for
 * twice its size. The path is ended by private_folder_remove. NULL with e. */
char *private_folder(const char *beside, struct err *e);
/* Takes it away with the copy and its journal. Accepts NULL. */
void private_folder_remove(char *folder);
/* Takes away those of programs that were killed; private_folder does so, too. */
void private_sweep(void);

#endif
