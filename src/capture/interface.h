/*
 * interface.h - the state of a network interface, asked without any right.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct interface_state {
    bool exists;
    bool loops;      /* its own end is its other end: every packet passes it twice */
    bool up;         /* switched on, and a cable with somebody at its other end */
    uint32_t missed; /* packets the card lost so far; wraps around */
};

struct interface_state interface_look(const char *name);
