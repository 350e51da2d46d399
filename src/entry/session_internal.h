#ifndef PHIEU_ENTRY_SESSION_INTERNAL_H
#define PHIEU_ENTRY_SESSION_INTERNAL_H
/* The inside of a session, for the files session*.c and owed.c only. */
#include "base/vec.h"
#include "entry/session.h"

struct known_form {
    struct form_brief brief;
    struct form *form; /* NULL until somebody needs the whole */
    char *path;        /* its file in the folder; NULL: only the data file holds it */
    bool in_file;      /* the data file holds it already */
    struct rules *spare; /* compiled for it and lent to nobody now; may be NULL */
};

struct session {
    struct store *store; /* NULL: no data file */
    struct settings settings;
    bool keep_settings;  /* read and written; false for scripts */
    char *office, *author; /* acting now */
    char *forms_folder, *units_folder;

    bool scanned;        /* the folder and the file were read for forms */
    VEC(struct known_form *) forms;
    VEC(char *) form_ids;      /* NULL-terminated once scanned */
    VEC(char *) form_problems; /* NULL-terminated once scanned */
    VEC(struct catalogue *) catalogues; /* those asked for so far */
    VEC(char *) catalogue_ids; /* NULL-terminated; empty until asked for */
};

/* Reads the folder and the file for forms, once. */
void session_scan(struct session *s);
/* Releases what session_forms.c and session_units.c keep. */
void session_forms_finish(struct session *s);
void session_units_finish(struct session *s);

#endif
