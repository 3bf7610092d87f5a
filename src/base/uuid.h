/*
 * uuid.h - names as UUIDs: the same name in the same space is the same UUID, on every
 * machine and in every run.
 *
 * Version 5 is SHA-1 by its definition.  Nothing here protects anything: it names.
 * Source: RFC 9562, 5.5 (version 5), 6.5 (name spaces); FIPS 180-4, 6.1 (SHA-1).
 */
#pragma once

#include <stdint.h>

#include "base/text.h"

enum { UUID_BYTES = 16, UUID_TEXT = 37 }; /* with the NUL */

struct uuid {
    uint8_t bytes[UUID_BYTES];
};

extern const struct uuid uuid_of_urls; /* the name space of URLs */

struct uuid uuid_of_name(struct uuid space, struct text name);
void uuid_format(struct uuid u, char out[UUID_TEXT]); /* "886313e1-3b8a-5372-9b90-0c9aee199e5d" */
