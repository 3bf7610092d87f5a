/*
 * rights.h - what the kernel lets this process do because of who started it.
 *
 * A role keeps the descriptors that it opened with those rights; it cannot get
 * the rights back.
 */
#pragma once

#include <sys/types.h>

#include "base/attributes.h"
#include "base/problem.h"

/* As whom to go on when started as root. */
struct rights_user {
    uid_t user;
    gid_t group;
};

extern const struct rights_user rights_nobody; /* who owns nothing */

/* No capability, and no longer root. */
MUST_USE int rights_give_up(struct rights_user as, struct problem *why);
