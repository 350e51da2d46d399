#ifndef PHIEU_BASE_FILE_H
#define PHIEU_BASE_FILE_H
/* Small whole files (forms, settings, answers) and the folders of the user. The data file itself
 * belongs to db/. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Reads a regular file (or stdin for "-") of at most limit bytes. *ret_text is NUL-terminated and
 * freed by the caller. Folders, FIFOs and larger files are errors. */
bool file_read(const char *path, size_t limit, char **ret_text, size_t *ret_len, struct err *e);
/* Writes by a temporary file beside it, fsync, rename, fsync of the folder: afterwards either the
 * old or the new content is there, whatever happens in between. */
bool file_write(const char *path, const char *text, size_t len, struct err *e);
/* Makes a folder and its parents, mode 0700. */
bool file_make_folder(const char *path, struct err *e);
/* Sorted names (not paths) in a folder that end in suffix; NULL-terminated, free with
 * file_list_free. A folder that does not exist is an empty list. */
char **file_list(const char *folder, const char *suffix);
void file_list_free(char **names);
bool file_exists(const char *path);
/* Its bytes; 0 also when nobody can tell. */
int64_t file_length(const char *path);
/* What tells a file from the same one changed: size, times, place on the disk. False: none there. */
#define FILE_STAMP 96
bool file_stamp(const char *path, char ret[FILE_STAMP]);

/* Folders of the user, without a trailing slash, freed by the caller: $XDG_X_HOME/phieu or its
 * usual place under $HOME. Nothing is made. */
char *file_config_folder(void);
char *file_state_folder(void);
char *file_data_folder(void);
char *file_cache_folder(void);
/* Where forms (PHIEU_FORMS) and unit lists (PHIEU_DATA) are: the variable, else beside the
 * program's source tree or installation. */
char *file_forms_folder(void);
char *file_units_folder(void); /* $PHIEU_DATA/units */
char *file_join(const char *folder, const char *name);

#endif
