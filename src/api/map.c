/*
 * map.c - zones, and what may and does pass between them.
 */
#include "segment/map.h"
#include "api/route.h"
#include "api/rows.h"

/* Assets of a zone that a contradicting signal names; NULL: of no zone. */
static uint64_t assets_with_signals(const struct inventory *v, const struct zone *zone)
{
    uint64_t count = 0;

    for (ARRAY_EACH(const struct inventory_row, row, &v->rows))
        count += row->placement.zone == zone && row->signals > 0;
    return count;
}

static void print_zone(struct json *j, const struct plant_view *v, const struct map_zone *z)
{
    static const struct zone nowhere = { .name = { "In no zone", sizeof "In no zone" - 1 } };
    const struct zone *zone = z->zone ? z->zone : &nowhere;

    json_object(j, NULL);
    json_text(j, "id", zone->id);
    json_text(j, "name", zone->name);
    json_text(j, "parent", zone->parent);
    json_text(j, "level", zone->level);
    json_bool(j, "safety", zone->safety);
    json_bool(j, "business", zone->business);
    json_unsigned(j, "assets", z->assets);
    json_unsigned(j, "unregistered", z->unregistered);
    json_unsigned(j, "signals", assets_with_signals(&v->inventory, z->zone));
    json_unsigned(j, "conversations_inside", z->conversations_inside);
    json_object_end(j);
}

static void print_edge(struct json *j, const struct plant_view *v, const struct map_edge *e,
                       struct arena *into)
{
    json_object(j, NULL);
    json_text(j, "from", e->from ? e->from->id : TEXT(""));
    json_text(j, "to", e->to ? e->to->id : TEXT(""));
    json_string(j, "state", edge_state_name(e->state));
    json_access_list(j, "access", e->access);
    json_text_list(j, "protocols", e->protocols.items, e->protocols.count);
    json_unsigned(j, "packets", e->packets);
    json_unsigned(j, "conversations", e->conversations);
    json_array(j, "conduits");
    for (size_t i = 0; i < e->conduits.count; i++)
        json_text(j, NULL, e->conduits.items[i]->id);
    json_array_end(j);
    json_text(j, "reason", map_edge_reason(e, &v->assessment.passages, into));
    json_object_end(j);
}

int map_get(struct request *r, struct problem *why)
{
    const struct plant_view *v = r->view;
    const struct map *map = &v->assessment.map;
    struct json j = reply_json(&r->reply);
    (void)why;

    json_object(&j, NULL);
    json_array(&j, "zones");
    for (ARRAY_EACH(const struct map_zone, zone, &map->zones))
        if (zone->zone || zone->assets)
            print_zone(&j, v, zone);
    json_array_end(&j);
    json_array(&j, "edges");
    for (ARRAY_EACH(const struct map_edge, edge, &map->edges))
        print_edge(&j, v, edge, &r->arena);
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}
