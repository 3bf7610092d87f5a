/*
 * role.h - what somebody is in a plant's program, which says what he or she may
 * change.  Everybody who may log in may read everything.
 */
#pragma once

#include <stdbool.h>

#include "base/text.h"

enum role {
    ROLE_none,
    ROLE_owner,    /* everything, and who the users are */
    ROLE_assessor, /* claims, evidence, assessments and the ledgers of the program */
    ROLE_engineer, /* zones, conduits, the register and the ledgers of the plant */
    ROLE_auditor,  /* nothing */
    ROLE_COUNT
};

const char *role_name(enum role role);
bool role_parse(struct text t, enum role *role); /* never "none" */
