/*
 * overview.h - how many assets there are, of which kind, and where.
 */
#pragma once

#include "api/plant_view.h"

struct asset_figures {
    size_t total;
    size_t by_class[ASSET_CLASS_COUNT];
    size_t unregistered, registered_unseen, in_no_zone;
};

struct asset_figures asset_figures(const struct plant_view *v);
