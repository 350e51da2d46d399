#ifndef PHIEU_FORM_PATTERN_H
#define PHIEU_FORM_PATTERN_H
/* Which patterns a form may use: POSIX extended regular expressions, short, without back references
 * and without repetitions that multiply to more than the machine has. */

#include <stdbool.h>

/* NULL: the pattern is fine; otherwise why it is not, translated. */
const char *pattern_refused(const char *pattern);

/* Whether it lets letters with Vietnamese marks through: not so for codes like [A-Z]{2}[0-9]+, nor for
 * addresses (an @ stands in it). */
bool pattern_takes_marks(const char *pattern);

#endif
