#ifndef PHIEU_BASE_LANG_H
#define PHIEU_BASE_LANG_H
/* The language of what people see. Sources hold English sentences inside _(); the catalogues in
 * po/vi/ become one sorted C table at build time, so no locale and no file is needed to speak
 * Vietnamese. A test proves that every sentence has its translation. */

enum lang { LANG_VI, LANG_EN };

void lang_set(enum lang lang);
enum lang lang_get(void);
/* "vi" or "en" → true and sets *ret; anything else → false. */
int lang_from_name(const char *name, enum lang *ret);
const char *lang_name(enum lang lang);

/* The sentence in the current language; the English one where no translation exists. */
const char *lang_tr(const char *english) __attribute__((format_arg(1)));
#define _(s) lang_tr(s)
/* Marks a sentence in a const table; translate it with _() when it is shown. */
#define N_(s) s

/* For tests: the table itself. */
struct lang_pair {
    const char *en, *vi;
};
extern const struct lang_pair lang_table[];
extern const unsigned lang_table_size;

#endif
