#include "proto/registry.h"

const char *registry_name(const struct registry *registry, uint32_t id)
{
    size_t low = 0, high = registry->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct registry_row *row = &registry->rows[middle];
        if (row->id == id)
            return row->name;
        if (row->id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
