/*
 * link.h - link layers: from a captured frame to what its last EtherType names.
 *
 * Between link.c and decode.c only.  A frame is read from the front; `missing`
 * counts the bytes behind `rest` that belong to it and that the capture cut off.
 */
#pragma once

#include "capture/decode.h"

enum ether_type {
    ETHER_IPV4 = 0x0800,
    ETHER_IPV6 = 0x86dd,
};

struct frame {
    struct cursor rest;
    uint32_t missing;
    bool vendor_type; /* out->ether_type is a number of some organisation's own */
    int64_t at_ns;
    struct fragments *fragments;
    struct decoded *out;
};

/* Read link headers and tags: false when the frame was skipped. */
bool link_unwrap(struct frame *f, uint16_t link);

/* Does this EtherType announce a tag or a label in front of another type? */
bool link_is_tag(uint16_t ether_type);

/* All return false, so that `return frame_malformed(...)` reads well. */
bool frame_malformed(struct frame *f, const char *reason);
bool frame_foreign(struct frame *f, const char *reason);
/* A header ends early: the capture's doing when it cut the frame, else the sender's. */
bool frame_short(struct frame *f, const char *reason);

/*
 * What follows is `length` bytes long: padding goes.  What is not there is missing
 * as far as the frame was longer on the wire; beyond that the length is wrong.
 */
static inline void frame_trim(struct frame *f, size_t length)
{
    if (length <= f->rest.left) {
        f->rest = cursor_split(&f->rest, length);
        f->missing = 0;
    } else if (length - f->rest.left < f->missing) {
        f->missing = (uint32_t)(length - f->rest.left);
    }
}
