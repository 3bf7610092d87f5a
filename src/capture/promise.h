/*
 * promise.h - connections that a message announced, until they come.
 *
 * A file transfer opens a second connection to a port that its control
 * connection names; between the same two devices it then belongs to the same
 * conversation.  At most
 * PROMISES_MOST wait at a time; the oldest gives way.
 */
#pragma once

#include "capture/flow.h"

enum { PROMISES_MOST = 256 };

struct promise {
    struct address at;
    uint16_t port; /* 0: kept or never made */
    struct address other; /* the conversation's end that is not `at` */
    struct address client;
    uint16_t service_port;
    const struct protocol *label;
};

struct promises {
    struct promise rows[PROMISES_MOST];
    unsigned next; /* to be overwritten */
    unsigned waiting;
};

/* What a message on `f` announced. */
void promises_make(struct promises *p, const struct flow *f, const struct expected *announced);

/* A new flow: when it was announced, it is named and given to its conversation. */
void promises_keep(struct promises *p, struct flow *f);
