/*
 * map.h - the figures of the map: what is in each zone, and what may and does
 * pass between each two.
 *
 * There is one edge per ordered pair of zones and state, so a pair with allowed
 * and not allowed traffic has two.  A dialogue with an end in no zone is on an
 * edge whose end is NULL, and never allowed; when both ends are in no zone there
 * is no edge.  What stays in its zone, or is not judged, is on no edge.
 *
 * Ownership: the map owns its rows and lists; zones, conduits and protocol names
 * belong to the plant.
 */
#pragma once

#include "model/plant.h"
#include "model/traffic.h"
#include "segment/conduit.h"

enum edge_state { EDGE_allowed_seen, EDGE_allowed_unseen, EDGE_seen_not_allowed, EDGE_STATE_COUNT };

struct map_zone {
    const struct zone *zone; /* NULL: the assets that are in no zone; the last row */
    uint32_t assets;
    uint32_t by_class[ASSET_CLASS_COUNT];
    uint32_t unregistered;
    uint32_t disputed; /* claimed by two zones; in the NULL row */
    uint64_t conversations_inside;
};

struct map_edge {
    const struct zone *from, *to;
    enum edge_state state;
    uint8_t access; /* bit per enum access: seen; where nothing was, what would be allowed */
    uint64_t packets, bytes, conversations;
    ARRAY(struct text) protocols;           /* sorted, once each */
    ARRAY(const struct conduit *) conduits; /* in the order of the program */
    ARRAY(uint32_t) dialogues;              /* indexes into traffic.dialogues */
};

struct map {
    ARRAY(struct map_zone) zones; /* in the order of the program */
    ARRAY(struct map_edge) edges; /* by from, to (no zone last), state */
};

void map_draw(struct map *m, const struct plant *plant, const struct traffic *traffic,
              const struct passages *passages);
void map_finish(struct map *m);

const char *edge_state_name(enum edge_state state); /* "allowed_unseen" */

/* NULL: none such. */
const struct map_edge *map_find(const struct map *m, const struct zone *from, const struct zone *to,
                                enum edge_state state);

/* Why the edge is what it is, in one sentence. */
struct text map_edge_reason(const struct map_edge *e, const struct passages *passages,
                            struct arena *into);
