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

struct text registry_text(const struct registry *registry, const char *what, uint32_t id,
                          struct arena *into)
{
    const char *name = registry_name(registry, id);

    return name ? text_of(name) : text_format(into, "%s %u", what, (unsigned)id);
}
