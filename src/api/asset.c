/*
 * asset.c - one asset: what is believed of it and why; its row in the register.
 */
#include <errno.h>

#include "api/asset_operations.h"
#include "api/change.h"
#include "api/page.h"
#include "api/route.h"
#include "api/rows.h"

/* What one answer holds; /conversations and /assets/{id}/operations have all. */
enum { CONVERSATIONS_MOST = 100, OPERATIONS_MOST = 100 };

static const struct inventory_row *find(struct request *r, struct problem *why)
{
    const struct inventory_row *row = inventory_find(&r->view->inventory, r->path[0]);

    if (!row)
        problem_set(why, -ENOENT, "there is no asset \"%.*s\"", SHOWN(r->path[0]));
    return row;
}

void json_registered(struct json *j, const char *key, const struct registered *r)
{
    if (!r) {
        json_null(j, key);
        return;
    }
    json_object(j, key);
    json_address(j, "address", &r->address);
    json_text(j, "name", r->name);
    json_text(j, "role", r->role);
    json_text(j, "owner", r->owner);
    json_bool(j, "legacy", r->legacy);
    json_date(j, "support_ends", r->support_ends);
    json_bool(j, "may_engineer", r->may_engineer);
    json_object_end(j);
}

static void print_decision(struct json *j, const char *key, const struct decision *d)
{
    json_object(j, key);
    json_text(j, "value", d->value);
    json_text(j, "reason", d->reason);
    json_unsigned(j, "confidence", d->confidence);
    json_object_end(j);
}

static void print_decisions(struct json *j, const struct inventory_row *row, struct arena *into)
{
    static const struct decision none = { .reason = { "It was never seen.",
                                                      sizeof "It was never seen." - 1 } };
    const struct asset *a = row->asset;
    struct decision class = a ? a->class_decision : none;

    if (class.value.length == 0)
        class.value = text_of(asset_class_name(inventory_class(row)));
    print_decision(j, "class", &class);
    print_decision(j, "role", a ? &a->role : &none);
    print_decision(j, "level", a ? &a->level : &none);
    struct decision zone = { inventory_zone(row), placement_reason(&row->placement, into), 100 };
    print_decision(j, "zone", &zone);
}

static void print_identity(struct json *j, const struct asset *a, const struct observed *o)
{
    json_array(j, "identity");
    for (size_t i = 0; a && i < a->evidence.count; i++) {
        const struct sighting *s = &a->evidence.items[i];
        json_object(j, NULL);
        json_text(j, "part", s->part);
        json_string(j, "field", field_name(s->field));
        json_string(j, "title", field_title(s->field));
        json_text(j, "value", s->value);
        json_text(j, "source", s->source);
        json_unsigned(j, "confidence", s->confidence);
        json_bool(j, "chosen", s == part_evidence(a, s->part, s->field));
        json_bool(j, "contradicts", s->contradicts);
        json_unsigned(j, "count", s->count);
        json_moment(j, "first", s->first);
        json_moment(j, "last", s->last);
        json_sighting(j, "seen", o, s->capture, s->frame);
        json_object_end(j);
    }
    json_array_end(j);
}

/* What it and others said of it, as a table. */
static int identity_csv(struct request *r, const struct asset *a, const struct observed *o)
{
    static const char *const columns[] = { "part",       "field",  "value",       "source",
                                           "confidence", "chosen", "contradicts", "count",
                                           "first",      "last",   "capture",     "frame",
                                           NULL };
    struct listing t;

    listing_init(&t, "bulkhead-identity/1", columns);
    for (size_t i = 0; a && i < a->evidence.count; i++) {
        const struct sighting *s = &a->evidence.items[i];
        listing_text(&t, s->part);
        listing_string(&t, field_name(s->field));
        listing_text(&t, s->value);
        listing_text(&t, s->source);
        listing_unsigned(&t, s->confidence);
        listing_bool(&t, s == part_evidence(a, s->part, s->field));
        listing_bool(&t, s->contradicts);
        listing_unsigned(&t, s->count);
        listing_moment(&t, s->first);
        listing_moment(&t, s->last);
        listing_text(&t, o->captures.items[s->capture].path);
        listing_unsigned(&t, s->frame);
    }
    return reply_listing(&r->reply, &t);
}

static const char *const how_names[BINDING_COUNT] = {
    [BINDING_none] = "none", [BINDING_arp] = "arp",       [BINDING_dhcp] = "dhcp",
    [BINDING_ndp] = "ndp",   [BINDING_source] = "source", [BINDING_announced] = "announced",
};

static void print_addresses(struct json *j, const struct asset *a, const struct observed *o)
{
    json_array(j, "addresses");
    for (size_t i = 0; a && i < a->claims.count; i++) {
        const struct address_claim *c = &a->claims.items[i];
        json_object(j, NULL);
        json_address(j, "mac", &c->mac);
        json_address(j, "ip", &c->ip);
        json_string(j, "how", how_names[c->how]);
        json_bool(j, "disputed", c->disputed);
        json_unsigned(j, "count", c->count);
        json_moment(j, "first", c->first);
        json_moment(j, "last", c->last);
        json_sighting(j, "seen", o, c->capture, c->frame);
        json_object_end(j);
    }
    json_array_end(j);
}

static void print_protocols(struct json *j, const struct asset *a)
{
    json_array(j, "protocols");
    for (size_t i = 0; a && i < a->protocols.count; i++) {
        json_object(j, NULL);
        json_text(j, "name", a->protocols.items[i].name);
        json_bool(j, "as_client", a->protocols.items[i].as_client);
        json_bool(j, "as_server", a->protocols.items[i].as_server);
        json_object_end(j);
    }
    json_array_end(j);
}

static void print_hours(struct json *j, const struct asset *a)
{
    enum { HOURS = 24 };

    json_array(j, "hours");
    for (unsigned hour = 0; a && hour < HOURS; hour++)
        if (a->hours & 1U << hour)
            json_unsigned(j, NULL, hour);
    json_array_end(j);
}

static void print_operations(struct json *j, const struct plant_view *v,
                             const struct inventory_row *row, struct arena *into)
{
    static const struct {
        enum asset_direction direction;
        const char *total, *rows;
    } kinds[] = {
        { OPERATIONS_issued, "operations_issued_total", "operations_issued" },
        { OPERATIONS_received, "operations_received_total", "operations_received" },
    };

    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        struct asset_operations o = asset_operations_of(v, row, kinds[i].direction, into);
        size_t shown = o.count < OPERATIONS_MOST ? o.count : OPERATIONS_MOST;
        json_unsigned(j, kinds[i].total, o.count);
        json_asset_operations(j, kinds[i].rows, &o, 0, shown);
    }
}

static void print_traffic(struct json *j, const struct plant_view *v,
                          const struct inventory_row *row, struct arena *into)
{
    size_t count;
    const struct talk **talks = asset_talks(v, row, into, &count);

    json_unsigned(j, "conversations_total", count);
    json_array(j, "conversations");
    for (size_t i = 0; i < count && i < CONVERSATIONS_MOST; i++)
        json_conversation(j, NULL, v, talks[i]);
    json_array_end(j);
    print_operations(j, v, row, into);
}

static void print_judgements(struct json *j, const struct plant_view *v,
                             const struct inventory_row *row)
{
    json_array(j, "signals");
    for (ARRAY_EACH(const struct signal_result, s, &v->assessment.signals.results))
        if (inventory_is_named(&v->inventory, row, s))
            json_signal(j, NULL, s);
    json_array_end(j);
    json_array(j, "measures");
    for (ARRAY_EACH(const struct measure, m, &v->plant.program.measures))
        if (m->asset.kind != ADDRESS_NONE && inventory_at(&v->inventory, &m->asset) == row)
            json_measure(j, NULL, m, v);
    json_array_end(j);
}

int asset_get(struct request *r, struct problem *why)
{
    const struct plant_view *v = r->view;
    const struct inventory_row *row = find(r, why);

    if (!row)
        return why->code;
    const struct format_query *q = r->input;
    if (q->page.csv)
        return identity_csv(r, row->asset, &v->plant.observed);
    struct json j = reply_json(&r->reply);
    json_object(&j, NULL);
    json_asset_row(&j, "asset", row);
    print_decisions(&j, row, &r->arena);
    print_identity(&j, row->asset, &v->plant.observed);
    print_addresses(&j, row->asset, &v->plant.observed);
    print_protocols(&j, row->asset);
    json_bool(&j, "is_router", row->asset && row->asset->routed > 0);
    json_bool(&j, "is_virtual", row->asset && row->asset->is_virtual);
    print_hours(&j, row->asset);
    json_registered(&j, "registered", row->registered);
    print_traffic(&j, v, row, &r->arena);
    print_judgements(&j, v, row);
    json_object_end(&j);
    return 0;
}

/* ---- the register ---- */

static const struct input_field registered_fields[] = {
    INPUT_TEXT(struct registered, name, "name", 1, 200),
    INPUT_TEXT(struct registered, role, "role", 0, 200),
    INPUT_TEXT(struct registered, owner, "owner", 0, 200),
    INPUT_TRUTH(struct registered, legacy, "legacy"),
    INPUT_DATE_OR_NULL(struct registered, support_ends, "support_ends"),
    INPUT_TRUTH(struct registered, may_engineer, "may_engineer"),
};
const struct shape registered_edit = SHAPE(struct registered, registered_fields);

static int read_address(struct request *r, struct address *address, struct problem *why)
{
    if (address_parse(r->path[0], address) && !address_is_group(address))
        return 0;
    return problem_set(why, -EBADMSG,
                       "path: \"%.*s\" must be the address of one asset: IPv4, IPv6 or MAC",
                       SHOWN(r->path[0]));
}

/* An asset has one row in the register, at whichever of its addresses. */
static size_t registered_place(const struct plant_view *v, const struct address *address)
{
    const struct inventory_row *asset = inventory_at(&v->inventory, address);

    return asset && asset->registered
               ? (size_t)(asset->registered - v->plant.program.registered.items)
               : v->plant.program.registered.count;
}

static int judge_put(struct request *r, const struct plant_view *v, struct problem *why)
{
    struct registered *row = r->input;
    struct program changed = v->plant.program;
    size_t place = registered_place(v, &row->address);

    if (place < changed.registered.count)
        row->address = changed.registered.items[place].address;
    PROGRAM_WITH(&changed, registered, place, row, &r->arena);
    return change_fits(v, &changed, why);
}

static int put_registered(struct request *r, struct store *store, struct problem *why)
{
    return store_put_entry(store, &registered_ledger, r->input, why);
}

int registered_put(struct request *r, struct problem *why)
{
    struct registered *row = r->input;
    int rc = read_address(r, &row->address, why);

    if (rc == 0)
        rc = change_plant(r, judge_put, put_registered, why);
    if (rc < 0)
        return rc;
    struct json j = reply_json(&r->reply);
    json_registered(&j, NULL, row);
    return 0;
}

static int judge_delete(struct request *r, const struct plant_view *v, struct problem *why)
{
    struct address *address = r->input;
    size_t place = registered_place(v, address);

    if (place == v->plant.program.registered.count)
        return problem_set(why, -ENOENT, "asset \"%.*s\" is not in the register",
                           SHOWN(r->path[0]));
    *address = v->plant.program.registered.items[place].address;
    return 0;
}

static int store_delete(struct request *r, struct store *store, struct problem *why)
{
    const struct registered row = { .address = *(const struct address *)r->input };

    return store_remove_entry(store, &registered_ledger, &row, why);
}

int registered_delete(struct request *r, struct problem *why)
{
    struct address *address = arena_new(&r->arena, struct address);
    int rc = read_address(r, address, why);

    r->input = address;
    if (rc == 0)
        rc = change_plant(r, judge_delete, store_delete, why);
    return rc < 0 ? rc : reply_nothing(&r->reply);
}
