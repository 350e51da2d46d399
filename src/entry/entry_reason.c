/* What stands beside the answers: reasons why warnings are kept. In a draft their path is
 * "_reasons/KEY". */
#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "base/mem.h"
#include "entry/entry_internal.h"
#include "form/record_reason.h"

bool entry_set_reason(struct entry *en, const char *key, const char *text, struct err *e)
{
    if (en->readonly)
        return err_set(e, ERR_RULE, NULL, _("nothing was changed"), "%s", en->readonly);
    record_set_reason(en->record, key, text);
    const char *kept = record_reason(en->record, key); /* clean */
    struct value v = value_text(kept ? kept : "");
    char *path = xasprintf(REASONS_PATH "%s", key), *bytes = value_to_bytes(&v);
    entry_wait(en, path, bytes);
    rules_reasons_changed(en->rules);
    value_finish(&v);
    free(path);
    free(bytes);
    return entry_flush(en, e);
}

bool entry_load_reason(struct entry *en, const char *path, const struct value *v)
{
    if (strncmp(path, REASONS_PATH, strlen(REASONS_PATH)))
        return false;
    record_set_reason(en->record, path + strlen(REASONS_PATH),
                      v->kind == VALUE_TEXT ? v->text : NULL);
    return true;
}
