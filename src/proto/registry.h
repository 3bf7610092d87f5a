/*
 * registry.h - numbers that a standards body assigned, and whose they are.
 *
 * The tables are made from catalogue/registries/ when Bulkhead is built.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct registry_row {
    uint32_t id;
    const char *name;
};

struct registry {
    const struct registry_row *rows; /* by id */
    size_t count;
};

extern const struct registry bacnet_vendors, cip_vendors, cip_device_types, profinet_vendors;
extern const struct registry hart_manufacturers, enterprise_numbers;

/* NULL when nobody has this number. */
const char *registry_name(const struct registry *registry, uint32_t id);

/* The name, or "CIP vendor 77" where there is none. */
struct text registry_text(const struct registry *registry, const char *what, uint32_t id,
                          struct arena *into);
