#include "model/asset.h"

#include <stdlib.h>
#include <string.h>

static const char *const classes[] = {
    [ASSET_unknown] = "unknown", [ASSET_ot] = "ot",           [ASSET_it] = "it",
    [ASSET_iot] = "iot",         [ASSET_network] = "network",
};

const char *asset_class_name(enum asset_class class)
{
    return classes[class < ASSET_CLASS_COUNT ? class : ASSET_unknown];
}

bool asset_class_parse(struct text t, enum asset_class *class)
{
    for (int i = ASSET_unknown; i < ASSET_CLASS_COUNT; i++)
        if (text_is(t, classes[i]))
            return *class = (enum asset_class)i, true;
    return false;
}

void assets_init(struct assets *a)
{
    *a = (struct assets){ 0 };
    arena_create(&a->text, ARENA_TRUSTED);
}

void assets_finish(struct assets *a)
{
    for (ARRAY_EACH(struct asset, asset, &a->items)) {
        array_free(&asset->macs);
        array_free(&asset->ips);
        array_free(&asset->names);
        array_free(&asset->evidence);
        array_free(&asset->claims);
        array_free(&asset->protocols);
        array_free(&asset->judgements);
    }
    array_free(&a->items);
    array_free(&a->addresses);
    index_free(&a->by_address);
    arena_destroy(&a->text);
}

static bool same_address(const void *owner, const void *key, uint32_t item)
{
    const struct assets *a = owner;

    return address_equal(&a->addresses.items[item].address, key);
}

uint32_t assets_number_at(const struct assets *a, const struct address *address)
{
    uint32_t at = index_find(&a->by_address, address_hash(address), same_address, a, address);

    return at == INDEX_NONE ? ASSET_NONE : a->addresses.items[at].asset;
}

const struct asset *assets_at(const struct assets *a, const struct address *address)
{
    uint32_t number = assets_number_at(a, address);

    return number == ASSET_NONE ? NULL : &a->items.items[number];
}

const struct asset *assets_find(const struct assets *a, struct text id)
{
    struct address address;

    return address_parse(id, &address) ? assets_at(a, &address) : NULL;
}

const struct sighting *part_evidence(const struct asset *asset, struct text part, enum field field)
{
    for (ARRAY_EACH(const struct sighting, e, &asset->evidence))
        if (e->field == field && text_equal(e->part, part))
            return e;
    return NULL;
}

const struct sighting *asset_evidence(const struct asset *asset, enum field field)
{
    return part_evidence(asset, (struct text){ 0 }, field);
}

struct text asset_value(const struct asset *asset, enum field field)
{
    const struct sighting *best = asset_evidence(asset, field);

    return best ? best->value : (struct text){ 0 };
}

bool asset_has_conflict(const struct asset *asset, enum field field)
{
    for (ARRAY_EACH(const struct sighting, e, &asset->evidence))
        if (e->field == field && e->contradicts && e->part.length == 0)
            return true;
    return false;
}

uint32_t assets_add(struct assets *a)
{
    (void)array_add(&a->items);
    return (uint32_t)(a->items.count - 1);
}

void assets_own(struct assets *a, uint32_t asset, const struct address *address)
{
    struct asset *owner = &a->items.items[asset];

    if (assets_number_at(a, address) != ASSET_NONE)
        return;
    *array_add(&a->addresses) = (struct asset_address){ *address, asset };
    index_insert(&a->by_address, address_hash(address), (uint32_t)(a->addresses.count - 1));
    if (address->kind == ADDRESS_MAC)
        *array_add(&owner->macs) = *address;
    else
        *array_add(&owner->ips) = *address;
}

static int rank(const struct address *a)
{
    if (a->kind == ADDRESS_MAC)
        return 3;
    if (a->kind == ADDRESS_IPV4)
        return 0;
    return address_is_link_local(a) ? 2 : 1;
}

/* The order of ids: IPv4, routed IPv6, link-local IPv6, MAC. */
static int compare_addresses(const void *left, const void *right)
{
    const struct address *a = left, *b = right;
    int order = rank(a) - rank(b);

    return order ? order : address_compare(a, b);
}

static const struct address *first_address(const struct asset *asset)
{
    static const struct address nobody;

    return asset->ips.count ? &asset->ips.items[0] : asset->macs.count ? asset->macs.items : &nobody;
}

static int compare_assets(const void *left, const void *right)
{
    return compare_addresses(first_address(left), first_address(right));
}

static void sort_addresses(struct address *items, size_t count)
{
    if (count)
        qsort(items, count, sizeof *items, compare_addresses);
}

static void renew_lookup(struct assets *a)
{
    a->addresses.count = 0;
    index_free(&a->by_address);
    for (uint32_t i = 0; i < a->items.count; i++) {
        const struct asset *asset = &a->items.items[i];
        for (ARRAY_EACH(const struct address, ip, &asset->ips))
            *array_add(&a->addresses) = (struct asset_address){ *ip, i };
        for (ARRAY_EACH(const struct address, mac, &asset->macs))
            *array_add(&a->addresses) = (struct asset_address){ *mac, i };
    }
    for (uint32_t i = 0; i < a->addresses.count; i++)
        index_insert(&a->by_address, address_hash(&a->addresses.items[i].address), i);
}

void assets_settle(struct assets *a)
{
    char id[ADDRESS_TEXT];

    for (ARRAY_EACH(struct asset, asset, &a->items)) {
        sort_addresses(asset->macs.items, asset->macs.count);
        sort_addresses(asset->ips.items, asset->ips.count);
        address_format(first_address(asset), id);
        asset->id = text_copy(text_of(id), &a->text);
    }
    if (a->items.count)
        qsort(a->items.items, a->items.count, sizeof *a->items.items, compare_assets);
    renew_lookup(a);
}
