/*
 * registry.h - numbers that a standards body assigned, and whose they are.
 *
 * The tables are made from catalogue/registries/ when Bulkhead is built.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct registry_row {
    uint32_t id;
    const char *name;
};

struct registry {
    const struct registry_row *rows; /* by id */
    size_t count;
};

extern const struct registry bacnet_vendors, cip_vendors, cip_device_types;

/* NULL when nobody has this number. */
const char *registry_name(const struct registry *registry, uint32_t id);
