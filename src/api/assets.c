/*
 * assets.c - the inventory as a listing.
 */
#include "api/page.h"
#include "api/route.h"
#include "api/rows.h"

struct assets_query {
    struct page page;
    struct text q, role, zone, level, signal;
    enum asset_class class; /* ASSET_CLASS_COUNT: any */
    struct order_choice order;
    enum { EITHER, NOT_REGISTERED, REGISTERED } registered;
};

static bool parse_class(struct text t, void *class)
{
    return asset_class_parse(t, class);
}

static bool parse_registered(struct text t, void *registered)
{
    bool yes = text_is(t, "true");

    *(int *)registered = yes ? REGISTERED : NOT_REGISTERED;
    return yes || text_is(t, "false");
}

static bool parse_order(struct text t, void *order)
{
    return order_parse(inventory_columns, inventory_column_count, t, order);
}

#define WORD(member) INPUT_TEXT(struct assets_query, member, #member, 0, 200)

static const struct input_field fields[] = {
    WORD(q),
    INPUT_PARSED(struct assets_query, class, "class", parse_class,
                 "must be ot, it, iot, network or unknown"),
    WORD(role),
    WORD(zone),
    WORD(level),
    INPUT_PARSED(struct assets_query, registered, "registered", parse_registered,
                 "must be true or false"),
    WORD(signal),
    INPUT_PARSED(struct assets_query, order, "sort", parse_order,
                 "must be a column of the assets, with \"-\" before it for descending"),
    PAGE_FIELDS(struct assets_query),
};
static const struct assets_query defaults = { .class = ASSET_CLASS_COUNT };
const struct shape assets_query = {
    .fields = fields, .count = COUNT_OF(fields), .size = sizeof defaults, .defaults = &defaults
};

static bool fits(const struct assets_query *q, const struct search *words,
                 const struct inventory_row *row)
{
    return (q->class == ASSET_CLASS_COUNT || inventory_class(row) == q->class) &&
           (q->registered == EITHER ||
            (row->registered != NULL) == (q->registered == REGISTERED)) &&
           facet_fits(q->role, inventory_role(row)) && facet_fits(q->zone, inventory_zone(row)) &&
           facet_fits(q->level, inventory_level(row)) && search_finds(words, row->search);
}

/* One mark per row that the signal names; NULL where none is asked for. */
static bool *named_by(const struct plant_view *v, struct text signal, struct arena *into)
{
    const struct signal_result *result = signals_find(&v->assessment.signals, signal);
    bool *named = arena_array(into, bool, v->inventory.rows.count);

    if (!signal.length)
        return NULL;
    for (size_t i = 0; result && i < result->rows.count; i++) {
        const struct signal_row *found = &result->rows.items[i];
        const struct inventory_row *ends[] = { inventory_at(&v->inventory, &found->about),
                                               inventory_at(&v->inventory, &found->other) };
        for (size_t end = 0; found->severity > SEVERITY_note && end < COUNT_OF(ends); end++)
            if (ends[end])
                named[ends[end] - v->inventory.rows.items] = true;
    }
    return named;
}

static struct selection select_rows(struct request *r, const struct assets_query *q)
{
    struct inventory *v = &r->view->inventory;
    const uint32_t *order = orders_get(&v->orders, q->order);
    const struct search words = search_for(q->q, &r->arena);
    const bool *named = named_by(r->view, q->signal, &r->arena);
    struct selection s = selection_of(v->rows.count, &r->arena);

    for (size_t i = 0; i < v->rows.count; i++)
        if ((!named || named[order[i]]) && fits(q, &words, &v->rows.items[order[i]]))
            s.rows[s.count++] = order[i];
    return s;
}

static void print_protocols(struct json *j, const struct asset *asset)
{
    json_array(j, "protocols");
    for (size_t i = 0; asset && i < asset->protocols.count; i++)
        json_text(j, NULL, asset->protocols.items[i].name);
    json_array_end(j);
}

static void print_addresses(struct json *j, const struct inventory_row *row)
{
    if (row->asset) {
        json_address_list(j, "ips", row->asset->ips.items, row->asset->ips.count);
        json_address_list(j, "macs", row->asset->macs.items, row->asset->macs.count);
        return;
    }
    bool is_mac = row->address.kind == ADDRESS_MAC;
    json_address_list(j, "ips", &row->address, is_mac ? 0 : 1);
    json_address_list(j, "macs", &row->address, is_mac ? 1 : 0);
}

void json_asset_row(struct json *j, const char *key, const struct inventory_row *row)
{
    json_object(j, key);
    json_text(j, "id", row->id);
    json_text(j, "name", row->name);
    json_string(j, "class", asset_class_name(inventory_class(row)));
    json_text(j, "role", inventory_role(row));
    json_text(j, "level", inventory_level(row));
    json_text(j, "zone", inventory_zone(row));
    json_text(j, "vendor", inventory_value(row, FIELD_vendor));
    json_text(j, "model", inventory_value(row, FIELD_model));
    json_text(j, "firmware", inventory_value(row, FIELD_firmware));
    json_text(j, "serial", inventory_value(row, FIELD_serial));
    print_addresses(j, row);
    print_protocols(j, row->asset);
    json_bool(j, "registered", row->registered != NULL);
    json_bool(j, "seen", row->asset != NULL);
    json_unsigned(j, "packets", row->asset ? row->asset->packets : 0);
    json_moment(j, "first", row->asset ? row->asset->first : 0);
    json_moment(j, "last", row->asset ? row->asset->last : 0);
    json_unsigned(j, "signals", row->signals);
    json_object_end(j);
}

static struct text address_words(const struct address *addresses, size_t count, struct arena *into)
{
    struct text *words = arena_array(into, struct text, count);
    char text[ADDRESS_TEXT];

    for (size_t i = 0; i < count; i++) {
        address_format(&addresses[i], text);
        words[i] = text_copy(text_of(text), into);
    }
    return joined(words, count, into);
}

static struct text protocol_words(const struct asset *asset, struct arena *into)
{
    struct text *words = arena_array(into, struct text, asset->protocols.count);

    for (size_t i = 0; i < asset->protocols.count; i++)
        words[i] = asset->protocols.items[i].name;
    return joined(words, asset->protocols.count, into);
}

static void list_row(struct listing *t, const struct inventory_row *row, struct arena *into)
{
    static const struct asset unseen = { .packets = 0 };
    const struct asset *asset = row->asset ? row->asset : &unseen;

    listing_text(t, row->id);
    listing_text(t, row->name);
    listing_string(t, asset_class_name(inventory_class(row)));
    listing_text(t, inventory_role(row));
    listing_text(t, inventory_level(row));
    listing_text(t, inventory_zone(row));
    listing_text(t, inventory_value(row, FIELD_vendor));
    listing_text(t, inventory_value(row, FIELD_model));
    listing_text(t, inventory_value(row, FIELD_firmware));
    listing_text(t, inventory_value(row, FIELD_serial));
    listing_text(t, address_words(asset->ips.items, asset->ips.count, into));
    listing_text(t, address_words(asset->macs.items, asset->macs.count, into));
    listing_text(t, protocol_words(asset, into));
    listing_bool(t, row->registered != NULL);
    listing_bool(t, row->asset != NULL);
    listing_unsigned(t, asset->packets);
    listing_moment(t, asset->first);
    listing_moment(t, asset->last);
    listing_unsigned(t, row->signals);
}

static int list_as_csv(struct request *r, const struct selection *s, struct span span)
{
    static const char *const columns[] = { "id",      "name",   "class",     "role",       "level",
                                           "zone",    "vendor", "model",     "firmware",   "serial",
                                           "ips",     "macs",   "protocols", "registered", "seen",
                                           "packets", "first",  "last",      "signals",    NULL };
    struct listing t;

    listing_init(&t, "bulkhead-assets/1", columns);
    for (size_t i = span.from; i < span.to; i++)
        list_row(&t, &r->view->inventory.rows.items[s->rows[i]], &r->arena);
    return reply_listing(&r->reply, &t);
}

int assets_list(struct request *r, struct problem *why)
{
    const struct assets_query *q = r->input;
    const struct inventory *v = &r->view->inventory;
    struct selection s = select_rows(r, q);
    struct span span = page_span(&q->page, s.count);
    (void)why;

    if (q->page.csv)
        return list_as_csv(r, &s, span);
    struct json j = reply_json(&r->reply);
    json_object(&j, NULL);
    page_print(&q->page, s.count, &j);
    json_array(&j, "rows");
    for (size_t i = span.from; i < span.to; i++)
        json_asset_row(&j, NULL, &v->rows.items[s.rows[i]]);
    json_array_end(&j);
    json_object(&j, "facets");
    for (int facet = 0; facet < FACET_COUNT; facet++)
        facet_print(&v->facets[facet], &j, inventory_facet_names[facet]);
    json_object_end(&j);
    json_object_end(&j);
    return 0;
}
