#ifndef PHIEU_FORM_CATALOGUE_H
#define PHIEU_FORM_CATALOGUE_H
/* A catalogue of offices (data/units/ID.yaml): the units of a province and its organisations, in
 * one id space. An office is an id, or id/party, id/youth. Levels: tinh, huyen, xa. */
#include <stdbool.h>

#include "base/hash.h"
#include "base/problem.h"
#include "base/vec.h"

struct unit {
    char *id, *name;            /* "kg_an_bien", "An Biên" */
    char *kind, *full_name;     /* "huyen", "Huyện An Biên" */
    char *party, *youth;        /* "Huyện ủy An Biên", "Huyện Đoàn An Biên"; may be NULL */
    const char *level;          /* "tinh", "huyen", "xa", from the kind */
    char *parent;               /* id, or NULL: the province */
    bool organisation;          /* from organisations: */
    char *role;                 /* tong_hop, tiep_nhan …; may be NULL */
};

struct catalogue {
    char *id;
    char *province_id, *province_name;
    char *system;               /* "youth", "party" or NULL: which name the reporters go by */
    char *group_text;           /* how documents name all reporters together */
    VEC(struct unit) units;
    VEC(size_t) by_id;          /* indexes of units, in the order of their ids */
    char *yaml;
    size_t yaml_len;
    struct hash hash;           /* hash of the bytes as a body */
};

struct catalogue *catalogue_parse(const char *id, const char *yaml, size_t len, const char *file,
                                  struct problem_list *problems);
/* Reads FOLDER/ID.yaml. */
struct catalogue *catalogue_load(const char *folder, const char *id, struct problem_list *problems,
                                 struct err *e);
void catalogue_free(struct catalogue *c);
/* The unit whose id these n letters are; of several the first. NULL: none. */
const struct unit *catalogue_unit(const struct catalogue *c, const char *id, size_t n);
/* office may carry "/party" or "/youth"; NULL when unknown. */
const struct unit *catalogue_find(const struct catalogue *c, const char *office);
/* "kg_an_bien/youth" → "Huyện Đoàn An Biên"; plain ids give the catalogue's system name, else the
 * full name; unknown ids give the id itself. Owned by the catalogue (or the argument). */
const char *catalogue_office_name(const struct catalogue *c, const char *office);
/* The unit id without its suffix; freshly allocated. */
char *office_unit(const char *office);
/* Whether `above` is `office`'s parent, its parent's parent …, or the province's organisation. */
bool catalogue_is_above(const struct catalogue *c, const char *above, const char *office);

#endif
