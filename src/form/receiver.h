#ifndef PHIEU_FORM_RECEIVER_H
#define PHIEU_FORM_RECEIVER_H
/* Who owes a report, and whom it reaches, by the `reporters:` of a form and its unit list. */
#include "form/catalogue.h"
#include "form/form.h"

/* The line about this unit; NULL: it owes none. */
const struct reporter *reporter_of(const struct reporter_list *lines, const struct unit *u);
/* Who receives the unit's report by that line ("parent": the unit above). NULL: nobody, or no line. Owned by the
 * form or the catalogue. */
const char *reporter_receiver(const struct reporter *line, const struct unit *u);
/* Whether an office has a say about what the unit sends: one that reviews it (form/chain.h), that it is handed to
 * for them, or one above. */
bool reporter_reaches(const struct catalogue *c, const struct reporter_list *lines,
                      const struct unit *u, const char *office);

#endif
