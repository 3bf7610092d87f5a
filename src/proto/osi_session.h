/*
 * osi_session.h - session protocol units: what lies between ISO transport and
 * presentation.
 *
 * Source: ITU-T X.225, 8.2 (structure), 8.3 (units and their parameters).
 */
#pragma once

#include "base/cursor.h"

enum session_unit {
    SESSION_DATA = 1,
    SESSION_FINISH = 9,
    SESSION_DISCONNECT = 10,
    SESSION_REFUSE = 12,
    SESSION_CONNECT = 13,
    SESSION_ACCEPT = 14,
    SESSION_ABORT = 25,
    SESSION_ABORT_ACCEPT = 26,
};

struct session {
    uint8_t unit;       /* enum session_unit */
    struct cursor user; /* what the user of the session put into it; may be nothing */
};

/* One transport message; false when it is none of these units. */
bool session_read(struct cursor message, struct session *s);
