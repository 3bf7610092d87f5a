/*
 * registered.h - an asset as the owner's register has it. Source: IEC
 * 62443-2-1 CM 1.1.
 */
#pragma once

#include <stdbool.h>

#include "base/moment.h"
#include "base/text.h"
#include "model/address.h"

struct registered {
    struct address address;
    struct text name;
    struct text role;
    struct text owner;
    bool legacy;
    moment_us support_ends;
    bool may_engineer;
};
