/*
 * dnp3_objects.h - the objects behind an application header that say more than
 * the function code: identity, what a write writes, whether a control was
 * refused.
 *
 * Source: IEEE 1815-2012, 4.2.2.7 (object headers), A.1 (group 0), A.17 and
 * A.39 (controls and their status).
 */
#pragma once

#include "proto/protocol.h"

enum {
    DNP3_WRITE_PLAIN = 255,    /* no group of dnp3_write_group() has this number */
    DNP3_ATTRIBUTE_MOST = 264, /* object header, index and the longest attribute */
};

/*
 * Consume the whole device attributes in front and state them of the sender.
 * False when something else follows, so that nothing more is to be expected.
 */
bool dnp3_attributes(struct cursor *objects, struct dissection *out);

/* The object group when a whole write holds one kind of object and no process value. */
uint8_t dnp3_write_group(struct cursor objects);

/* Some control in an answer to select or operate came back with an error. */
bool dnp3_control_refused(struct cursor objects);
