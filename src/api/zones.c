/*
 * zones.c - zones: listed and written.
 */
#include <errno.h>

#include "api/change.h"
#include "api/page.h"
#include "api/route.h"
#include "api/row_id.h"
#include "api/rows.h"

enum { LIST_MOST = 10000, LONG_TEXT = 10000 };

static void print_prefixes(struct json *j, const struct zone *zone)
{
    char text[PREFIX_TEXT];

    json_array(j, "prefixes");
    for (ARRAY_EACH(const struct prefix, p, &zone->prefixes)) {
        prefix_format(p, text);
        json_string(j, NULL, text);
    }
    json_array_end(j);
}

void json_zone(struct json *j, const char *key, const struct zone *zone)
{
    json_object(j, key);
    json_text(j, "id", zone->id);
    json_text(j, "name", zone->name);
    json_text(j, "parent", zone->parent);
    json_text(j, "purpose", zone->purpose);
    json_text(j, "level", zone->level);
    json_text(j, "owner", zone->owner);
    json_bool(j, "safety", zone->safety);
    json_bool(j, "business", zone->business);
    json_array(j, "sl_target");
    for (size_t fr = 0; fr < FR_COUNT; fr++)
        json_unsigned(j, NULL, zone->sl_target[fr]);
    json_array_end(j);
    print_prefixes(j, zone);
    json_address_list(j, "members", zone->members.items, zone->members.count);
    json_object_end(j);
}

/* ---- all of them ---- */

static struct text prefix_words(const struct zone *zone, struct arena *into)
{
    struct text *words = arena_array(into, struct text, zone->prefixes.count);
    char text[PREFIX_TEXT];

    for (size_t i = 0; i < zone->prefixes.count; i++) {
        prefix_format(&zone->prefixes.items[i], text);
        words[i] = text_copy(text_of(text), into);
    }
    return joined(words, zone->prefixes.count, into);
}

static struct text member_words(const struct zone *zone, struct arena *into)
{
    struct text *words = arena_array(into, struct text, zone->members.count);
    char text[ADDRESS_TEXT];

    for (size_t i = 0; i < zone->members.count; i++) {
        address_format(&zone->members.items[i], text);
        words[i] = text_copy(text_of(text), into);
    }
    return joined(words, zone->members.count, into);
}

static struct text target_words(const struct zone *zone, struct arena *into)
{
    const uint8_t *sl = zone->sl_target;

    return text_format(into, "%u %u %u %u %u %u %u", sl[0], sl[1], sl[2], sl[3], sl[4], sl[5],
                       sl[6]);
}

static int list_as_csv(struct request *r, const struct program *p)
{
    static const char *const columns[] = { "id",        "name",     "parent",  "purpose",
                                           "level",     "owner",    "safety",  "business",
                                           "sl_target", "prefixes", "members", NULL };
    struct listing t;

    listing_init(&t, "bulkhead-zones/1", columns);
    for (ARRAY_EACH(const struct zone, zone, &p->zones)) {
        listing_text(&t, zone->id);
        listing_text(&t, zone->name);
        listing_text(&t, zone->parent);
        listing_text(&t, zone->purpose);
        listing_text(&t, zone->level);
        listing_text(&t, zone->owner);
        listing_bool(&t, zone->safety);
        listing_bool(&t, zone->business);
        listing_text(&t, target_words(zone, &r->arena));
        listing_text(&t, prefix_words(zone, &r->arena));
        listing_text(&t, member_words(zone, &r->arena));
    }
    return reply_listing(&r->reply, &t);
}

int zones_list(struct request *r, struct problem *why)
{
    const struct format_query *q = r->input;
    const struct program *p = &r->view->plant.program;
    (void)why;

    if (q->page.csv)
        return list_as_csv(r, p);
    struct json j = reply_json(&r->reply);
    json_object(&j, NULL);
    json_unsigned(&j, "total", p->zones.count);
    json_array(&j, "rows");
    for (ARRAY_EACH(const struct zone, zone, &p->zones))
        json_zone(&j, NULL, zone);
    json_array_end(&j);
    json_object_end(&j);
    return 0;
}

/* ---- writing ---- */

static bool read_prefix(struct text t, void *prefix)
{
    return prefix_parse(t, prefix);
}

static bool read_address(struct text t, void *address)
{
    return address_parse(t, address);
}

static const struct input_field prefix_entry = {
    .take = input_parsed,
    .parse = read_prefix,
    .rule = "must be an address range without host bits, such as 10.41.0.0/24"
};
static const struct input_field member_entry = { .take = input_parsed,
                                                 .parse = read_address,
                                                 .rule = "must be an IPv4, IPv6 or MAC address" };
static const struct input_field level_entry = { .take = input_number, .most = 4, .size = 1 };

static const struct input_field zone_fields[] = {
    INPUT_ROW_ID(struct zone, id, "id"),
    INPUT_TEXT(struct zone, name, "name", 0, 200),
    INPUT_TEXT(struct zone, parent, "parent", 0, 64),
    INPUT_TEXT(struct zone, purpose, "purpose", 0, LONG_TEXT),
    INPUT_TEXT(struct zone, level, "level", 0, 10),
    INPUT_TEXT(struct zone, owner, "owner", 0, LONG_TEXT),
    INPUT_TRUTH(struct zone, safety, "safety"),
    INPUT_TRUTH(struct zone, business, "business"),
    INPUT_ROW_OF(struct zone, sl_target, "sl_target", level_entry),
    INPUT_LIST(struct zone, prefixes, "prefixes", prefix_entry, LIST_MOST),
    INPUT_LIST(struct zone, members, "members", member_entry, LIST_MOST),
};
const struct shape zone_edit = SHAPE(struct zone, zone_fields);

static int judge_create(struct request *r, const struct plant_view *v, struct problem *why)
{
    const struct zone *zone = r->input;
    struct program changed = v->plant.program;

    if (program_zone(&changed, zone->id))
        return problem_set(why, -EEXIST, "zone \"%.*s\" is there already", SHOWN(zone->id));
    PROGRAM_WITH(&changed, zones, changed.zones.count, zone, &r->arena);
    return change_fits(v, &changed, why);
}

static int judge_put(struct request *r, const struct plant_view *v, struct problem *why)
{
    const struct zone *zone = r->input;
    struct program changed = v->plant.program;
    size_t place = PLACE_OF(&changed.zones, r->path[0]);

    if (place == changed.zones.count)
        return problem_set(why, -ENOENT, "there is no zone \"%.*s\"", SHOWN(r->path[0]));
    if (!text_equal(zone->id, r->path[0]))
        return problem_set(why, -EINVAL, "body: key \"id\": must stay \"%.*s\"", SHOWN(r->path[0]));
    PROGRAM_WITH(&changed, zones, place, zone, &r->arena);
    return change_fits(v, &changed, why);
}

static int judge_delete(struct request *r, const struct plant_view *v, struct problem *why)
{
    const struct program *p = &v->plant.program;
    struct text id = r->path[0];

    if (!program_zone(p, id))
        return problem_set(why, -ENOENT, "there is no zone \"%.*s\"", SHOWN(id));
    for (ARRAY_EACH(const struct conduit, c, &p->conduits))
        if (text_equal(c->from, id) || text_equal(c->to, id))
            return problem_set(why, -ENOTEMPTY, "zone \"%.*s\" stays: conduit \"%.*s\" names it",
                               SHOWN(id), SHOWN(c->id));
    for (ARRAY_EACH(const struct zone, zone, &p->zones))
        if (text_equal(zone->parent, id))
            return problem_set(why, -ENOTEMPTY, "zone \"%.*s\" stays: zone \"%.*s\" lies in it",
                               SHOWN(id), SHOWN(zone->id));
    return 0;
}

static int store_put(struct request *r, struct store *store, struct problem *why)
{
    return store_put_zone(store, r->input, why);
}

static int store_delete(struct request *r, struct store *store, struct problem *why)
{
    return store_remove_zone(store, r->path[0], why);
}

static int reply_stored(struct request *r, unsigned status)
{
    const struct zone *sent = r->input;
    const struct zone *stored = program_zone(&r->view->plant.program, sent->id);
    struct json j = reply_json(&r->reply);

    r->reply.status = status;
    json_zone(&j, NULL, stored ? stored : sent); /* another writer may have removed it again */
    return 0;
}

int zone_create(struct request *r, struct problem *why)
{
    int rc = change_plant(r, judge_create, store_put, why);

    return rc < 0 ? rc : reply_stored(r, 201);
}

int zone_put(struct request *r, struct problem *why)
{
    int rc = change_plant(r, judge_put, store_put, why);

    return rc < 0 ? rc : reply_stored(r, 200);
}

int zone_delete(struct request *r, struct problem *why)
{
    int rc = change_plant(r, judge_delete, store_delete, why);

    return rc < 0 ? rc : reply_nothing(&r->reply);
}
