/*
 * bacnet_tag.h - BACnet's tagged values.
 *
 * Source: ASHRAE 135-2020, 20.2 (encoding).
 */
#pragma once

#include "base/cursor.h"
#include "base/text.h"

enum {
    BACNET_OBJECT_DEVICE = 8,
    BACNET_INSTANCE_ANY = 0x3fffff, /* "whoever you are" in a request */
};

enum bacnet_type {
    BACNET_UNSIGNED = 2,
    BACNET_TEXT = 7,
    BACNET_ENUMERATED = 9,
    BACNET_OBJECT = 12,
};

enum bacnet_tag_kind { BACNET_VALUE, BACNET_OPENS, BACNET_CLOSES };

struct bacnet_tag {
    enum bacnet_tag_kind kind;
    uint8_t number; /* application: the type; context: what the service says */
    bool context;
    uint32_t length; /* of the value */
};

struct bacnet_object {
    uint16_t type;
    uint32_t instance;
};

/* What stands in front of a value of `length` bytes; false when it is cut off. */
bool bacnet_tag_read(struct cursor *c, struct bacnet_tag *t);

/* The next value, when it has this number in the service's own numbering, or this type. */
bool bacnet_context_read(struct cursor *c, uint8_t number, struct cursor *bytes);
bool bacnet_application_value(struct cursor *c, enum bacnet_type type, struct cursor *bytes);

/* As many bytes as its sender needed, at most four; more are UINT32_MAX. */
uint32_t bacnet_number(struct cursor bytes);
struct bacnet_object bacnet_object(struct cursor bytes);

/* Text, whose first byte names its character set. */
struct text bacnet_text(struct cursor bytes, struct arena *into);
