/*
 * party.h - an organisation with a role in the program: who owns, operates,
 * integrates, maintains, supplies.
 * Source: IEC 62443-1-1, principal roles.
 */
#pragma once

#include "base/text.h"

struct party {
    struct text id;
    struct text name;
    struct text
        kind; /* asset owner, operator, integrator, maintenance provider, product supplier, other */
    struct text contact;
    struct text note;
};
