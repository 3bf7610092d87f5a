/*
 * asset_operations.h - what one asset asks of others and what is asked of it,
 * conversation by conversation, the busiest first.
 */
#pragma once

#include "api/plant_view.h"
#include "base/json.h"

/* One operation in one of its conversations. */
struct asset_operation {
    const struct talk *talk;
    const struct dialogue_operation *operation;
};

enum asset_direction { OPERATIONS_issued, OPERATIONS_received };

struct asset_operations {
    enum asset_direction direction;
    const struct asset_operation *rows; /* lives as long as the arena */
    size_t count;
};

/* Its conversations, those with most packets first. */
const struct talk **asset_talks(const struct plant_view *v, const struct inventory_row *row,
                                struct arena *into, size_t *count);

struct asset_operations asset_operations_of(const struct plant_view *v,
                                            const struct inventory_row *row,
                                            enum asset_direction direction, struct arena *into);
/* Rows `from` to `to` as an array. */
void json_asset_operations(struct json *j, const char *key, const struct asset_operations *o,
                           size_t from, size_t to);
