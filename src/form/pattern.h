#ifndef PHIEU_FORM_PATTERN_H
#define PHIEU_FORM_PATTERN_H
/* Which patterns a form may use: POSIX extended regular expressions, short, without back references
 * and without repetitions that multiply to more than the machine has. */

/* NULL: the pattern is fine; otherwise why it is not, translated. */
const char *pattern_refused(const char *pattern);

#endif
