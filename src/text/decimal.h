#ifndef PHIEU_TEXT_DECIMAL_H
#define PHIEU_TEXT_DECIMAL_H
/* Exact figures with a fraction: 80,50 is {8050, 2}. As typed, so 80,5 and 80,50 are different
 * writings of one figure. */
#include <stdbool.h>
#include <stdint.h>

#define DECIMAL_PLACES_MAX 9

struct decimal {
    int64_t digits; /* the figure without its point, within ±2^53 */
    int places;     /* 0 … DECIMAL_PLACES_MAX */
};

/* As people write: "1.234,5", "1234,50", "1 234,5", "-0,7", ",5", "12"; also "80.5" with a point,
 * unless the point could as well group thousands ("1.234" is 1234). False when it is no figure or
 * too long; *ret untouched then. */
bool decimal_parse(const char *s, struct decimal *ret);
/* Only the stored spelling "-1234.50": no groups, one digit at least before the point. */
bool decimal_parse_canonical(const char *s, struct decimal *ret);
void decimal_canonical(struct decimal d, char out[32]);
/* "1.234,50" (vi) or "1,234.50" (en). */
char *decimal_print(struct decimal d, char out[40]);
/* By size: 80.5 equals 80.50. */
int decimal_compare(struct decimal a, struct decimal b);
/* Exact; false when the result does not fit. */
bool decimal_add(struct decimal a, struct decimal b, struct decimal *ret);
double decimal_double(struct decimal d);
struct decimal decimal_of(int64_t whole);

#endif
