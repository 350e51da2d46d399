#include "form/receiver.h"

#include <string.h>

#include "form/chain.h"

const struct reporter *reporter_of(const struct reporter_list *lines, const struct unit *u)
{
    for (size_t i = 0; u && i < lines->n; i++)
        if (reporter_is(&lines->v[i], u))
            return &lines->v[i];
    return NULL;
}

const char *reporter_receiver(const struct reporter *line, const struct unit *u)
{
    if (!line || !line->to || strcmp(line->to, REPORTER_PARENT) != 0)
        return line ? line->to : NULL;
    return u ? u->parent : NULL;
}

bool reporter_reaches(const struct catalogue *c, const struct reporter_list *lines,
                      const struct unit *u, const char *office)
{
    const struct reporter *line = reporter_line(lines, c, u->id);
    struct chain chain = {0};
    if (!line || !catalogue_find(c, office))
        return false;
    reporter_chain(line, c, u->id, &chain);
    bool reaches = chain_step(&chain, line, c, office) >= 0;
    vec_finish(&chain);
    return reaches;
}
