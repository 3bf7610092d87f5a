#include "model/role.h"

static const char *const names[] = {
    [ROLE_none] = "none",         [ROLE_owner] = "owner",     [ROLE_assessor] = "assessor",
    [ROLE_engineer] = "engineer", [ROLE_auditor] = "auditor",
};

const char *role_name(enum role role)
{
    return names[role < ROLE_COUNT ? role : ROLE_none];
}

bool role_parse(struct text t, enum role *role)
{
    for (int i = ROLE_owner; i < ROLE_COUNT; i++)
        if (text_is(t, names[i]))
            return *role = (enum role)i, true;
    return false;
}
