/*
 * rights.h - what the kernel lets this process do because of who started it.
 *
 * A role keeps the descriptors that it opened with those rights; it cannot get
 * the rights back.
 */
#pragma once

#include "base/attributes.h"
#include "base/problem.h"

/* No capability, and when started as root another user who owns nothing. */
MUST_USE int rights_give_up(struct problem *why);
