/*
 * legacy.h - an asset that cannot meet what newer ones can, and how it leaves.
 * Source: IEC 62443-2-1, legacy systems.
 */
#pragma once

#include "base/moment.h"
#include "base/text.h"
#include "model/address.h"

struct legacy {
    struct text id;
    struct text name;
    struct address asset;
    struct text reason; /* end of support, no fix, cannot authenticate, cannot encrypt, cannot log,
                           must not be changed, other */
    struct text lacks;  /* ';' between */
    moment_us support_ended;
    struct text owner;
    moment_us replaced_by;
    struct text exit_plan;
    struct text note;
};
