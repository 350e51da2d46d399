#ifndef PHIEU_FORM_YAML_MESSAGE_H
#define PHIEU_FORM_YAML_MESSAGE_H
/* What the parser's own sentences mean for a person who writes a form. */
#include <stdbool.h>

struct yaml_message {
    const char *problem; /* as the parser says it */
    const char *context; /* only in this context; NULL: in any */
    bool at_context;     /* the mistake is where the context began, not where it was noticed */
    const char *what;    /* for people; translate with _() */
    const char *remedy;
};

/* Never NULL: the last row speaks of any other mistake. context may be NULL. */
const struct yaml_message *yaml_message_find(const char *problem, const char *context);

#endif
