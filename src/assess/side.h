/*
 * side.h - on which side of the plant's borders an end of a dialogue is, and
 * what a service is used for: words that several signals share.
 */
#pragma once

#include "assess/signal.h"

enum side {
    SIDE_unknown, /* in no zone, and no public address either */
    SIDE_outside, /* a public address in no zone */
    SIDE_business,
    SIDE_dmz,
    SIDE_control,
};

enum side side_of(const struct zone *zone, const struct address *address);
enum side side_of_client(const struct sight *s, uint32_t dialogue);
enum side side_of_server(const struct sight *s, uint32_t dialogue);

/* Whether an asset belongs in the control system's register: it is in a zone that is not
 * business, or there are no zones at all. */
bool side_wants_register(const struct sight *s, const struct asset *asset);

enum service_use {
    USE_CLEAR = 1,  /* passwords and content can be read on the wire */
    USE_REMOTE = 2, /* a person works on the far machine */
    USE_FILES = 4,  /* carries files */
    USE_TIME = 8,   /* sets clocks */
};

/* Uses of a dialogue: by its protocol, or where that is unknown by its port. */
unsigned dialogue_uses(const struct dialogue *d);
