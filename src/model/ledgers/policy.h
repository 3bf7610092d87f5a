/*
 * policy.h - a policy of one security program element in the owner's words.
 */
#pragma once

#include "base/moment.h"
#include "base/text.h"

struct policy {
    struct text id;
    struct text element; /* ORG, CM, NET, COMP, DATA, USER, EVENT, AVAIL */
    struct text title;
    struct text body;
    struct text owner;
    struct text version;
    moment_us approved;
    struct text approver;
    moment_us next_review;
};
