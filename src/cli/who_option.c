#include "cli/who_option.h"

#include <stdio.h>

void who_option(struct store *store, const struct command *self, const char *who, bool often)
{
    char through[64];

    snprintf(through, sizeof through, "bulkhead %s", self->name);
    store_act_as(store, text_of(who && *who ? who : "local"), text_of(through), often);
}
