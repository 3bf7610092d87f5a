#include "identify/evidence.h"
#include "identify/translation.h"

#include <stdlib.h>

#include "base/attributes.h"
#include "base/index.h"
#include "identify/unit.h"
#include "identify/vendor.h"

#define NUMBERS(a, b) (((a) > (b)) - ((a) < (b)))

/* Of two that contradict each other both must be better founded than this to be worth a word. */
enum { CONTRADICTION_LEAST = CONFIDENCE_BANNER };

static struct asset *asset_at(struct assets *a, const struct address *address)
{
    uint32_t number = assets_number_at(a, address);

    return number == ASSET_NONE ? NULL : &a->items.items[number];
}

static void see(struct asset *asset, moment_us first, moment_us last)
{
    if (first && (!asset->first || first < asset->first))
        asset->first = first;
    if (last > asset->last)
        asset->last = last;
}

static void take_facts(const struct observed *o, struct assets *a)
{
    for (ARRAY_EACH(const struct fact, f, &o->facts)) {
        struct asset *asset = asset_at(a, &f->about);
        if (!asset || f->field == FIELD_stack) /* for translation.c: by itself it says little */
            continue;
        *array_add(&asset->evidence) = (struct sighting){ .part = text_copy(f->part, &a->text),
                                                          .field = f->field,
                                                          .value = text_copy(f->value, &a->text),
                                                          .source = text_copy(f->source, &a->text),
                                                          .confidence = f->confidence,
                                                          .capture = f->capture,
                                                          .frame = f->first_frame,
                                                          .count = f->count,
                                                          .first = f->first,
                                                          .last = f->last };
        see(asset, f->first, f->last);
    }
}

static void be_earlier(struct sighting *s, uint32_t capture, uint64_t frame, moment_us first,
                       moment_us last)
{
    if (s->frame && first >= s->first)
        return;
    s->capture = capture;
    s->frame = frame;
    s->first = first;
    s->last = last;
}

/* Where every MAC was seen first, whatever it did there. */
struct mac_sightings {
    ARRAY(struct mac_sighting {
        struct address mac;
        struct sighting first;
    })
    rows;
    struct index by_mac;
};

static bool same_mac(const void *owner, const void *key, uint32_t item)
{
    const struct mac_sightings *seen = owner;

    return address_equal(&seen->rows.items[item].mac, key);
}

static void see_mac(struct mac_sightings *seen, const struct address *mac, uint32_t capture,
                    uint64_t frame, moment_us first, moment_us last)
{
    if (mac->kind != ADDRESS_MAC)
        return;
    uint64_t hash = address_hash(mac);
    uint32_t found = index_find(&seen->by_mac, hash, same_mac, seen, mac);
    if (found == INDEX_NONE) {
        found = (uint32_t)seen->rows.count;
        index_insert(&seen->by_mac, hash, found);
        *array_add(&seen->rows) = (struct mac_sighting){ .mac = *mac };
    }
    be_earlier(&seen->rows.items[found].first, capture, frame, first, last);
}

static void see_macs(struct mac_sightings *seen, const struct observed *o)
{
    for (ARRAY_EACH(const struct binding, b, &o->bindings))
        see_mac(seen, &b->mac, b->capture, b->first_frame, b->first, b->last);
    for (ARRAY_EACH(const struct conversation, c, &o->conversations)) {
        see_mac(seen, &c->client, c->capture, c->first_frame, c->first, c->last);
        see_mac(seen, &c->server, c->capture, c->first_frame, c->first, c->last);
    }
}

/* With an address of its own, or else wherever it was. */
static struct sighting sighting_of_mac(const struct mac_sightings *seen, const struct asset *asset,
                                       const struct address *mac)
{
    struct sighting s = { 0 };

    for (ARRAY_EACH(const struct address_claim, c, &asset->claims))
        if (address_equal(&c->mac, mac))
            be_earlier(&s, c->capture, c->frame, c->first, c->last);
    uint32_t found =
        s.frame ? INDEX_NONE : index_find(&seen->by_mac, address_hash(mac), same_mac, seen, mac);
    if (found != INDEX_NONE)
        s = seen->rows.items[found].first;
    s.confidence = CONFIDENCE_PREFIX;
    s.count = 1;
    return s;
}

static void take_vendor(const struct mac_sightings *seen, struct assets *a, struct asset *asset,
                        const struct address *mac)
{
    struct sighting s = sighting_of_mac(seen, asset, mac);
    struct text hypervisor = vendor_hypervisor(mac);
    char shown[ADDRESS_TEXT];

    address_format(mac, shown);
    s.source = text_format(&a->text, "MAC prefix %.8s", shown);
    if (hypervisor.length) {
        asset->is_virtual = true;
        s.field = FIELD_device_type;
        s.value =
            text_format(&a->text, "virtual machine (%.*s)", (int)hypervisor.length, hypervisor.at);
    } else {
        s.field = FIELD_vendor;
        s.value = vendor_of(mac);
    }
    if (s.value.length)
        *array_add(&asset->evidence) = s;
}

static void take_vendors(const struct observed *o, struct assets *a)
{
    struct mac_sightings seen = { 0 };

    see_macs(&seen, o);
    for (ARRAY_EACH(struct asset, asset, &a->items))
        for (ARRAY_EACH(const struct address, mac, &asset->macs))
            take_vendor(&seen, a, asset, mac);
    array_free(&seen.rows);
    index_free(&seen.by_mac);
}

static int compare_statements(const void *left, const void *right)
{
    const struct sighting *a = left, *b = right;
    int order = text_compare(a->part, b->part);

    order = order ? order : NUMBERS(a->field, b->field);
    order = order ? order : text_compare(a->value, b->value);
    order = order ? order : text_compare(a->source, b->source);
    return order ? order : NUMBERS(a->first, b->first);
}

/* The device before its parts; best first: the better source, the later word, the more frequent. */
static int compare_worth(const void *left, const void *right)
{
    const struct sighting *a = left, *b = right;
    int order = text_compare_numbered(a->part, b->part);

    order = order ? order : NUMBERS(a->field, b->field);
    order = order ? order : NUMBERS(b->confidence, a->confidence);
    order = order ? order : NUMBERS(b->last, a->last);
    order = order ? order : NUMBERS(b->count, a->count);
    order = order ? order : text_compare(a->value, b->value);
    return order ? order : text_compare(a->source, b->source);
}

static void fold(struct sighting *into, const struct sighting *more)
{
    into->count += more->count;
    if (more->confidence > into->confidence)
        into->confidence = more->confidence;
    if (more->last > into->last)
        into->last = more->last;
}

static bool same_statement(const struct sighting *a, const struct sighting *b)
{
    return a->field == b->field && text_equal(a->value, b->value) &&
           text_equal(a->source, b->source) && text_equal(a->part, b->part);
}

/* One statement made in several captures is one, seen first where it was seen first. */
static void fold_statements(struct asset *asset)
{
    size_t kept = 0;

    qsort(asset->evidence.items, asset->evidence.count, sizeof *asset->evidence.items,
          compare_statements);
    for (size_t i = 0; i < asset->evidence.count; i++) {
        const struct sighting *s = &asset->evidence.items[i];
        struct sighting *last = kept ? &asset->evidence.items[kept - 1] : NULL;
        if (last && same_statement(last, s))
            fold(last, s);
        else
            asset->evidence.items[kept++] = *s;
    }
    asset->evidence.count = kept;
    qsort(asset->evidence.items, kept, sizeof *asset->evidence.items, compare_worth);
}

/* Fields of which a device has one. */
static bool is_single(enum field field)
{
    static const enum field single[] = { FIELD_vendor,   FIELD_model,    FIELD_order_number,
                                         FIELD_hardware, FIELD_firmware, FIELD_serial,
                                         FIELD_os };

    for (size_t i = 0; i < COUNT_OF(single); i++)
        if (single[i] == field)
            return true;
    return false;
}

/* "Siemens" and "Siemens AG" agree, and so do "V4.2" and "4.2". */
static bool agree(struct text a, struct text b, struct arena *scratch)
{
    return text_contains(a, text_string(b, scratch)) || text_contains(b, text_string(a, scratch));
}

static void mark_contradictions(struct asset *asset, struct arena *scratch)
{
    const struct sighting *best = NULL;

    for (ARRAY_EACH(struct sighting, s, &asset->evidence)) {
        if (!best || best->field != s->field || !text_equal(best->part, s->part))
            best = s;
        s->contradicts = is_single(s->field) && s->confidence >= CONTRADICTION_LEAST &&
                         !agree(best->value, s->value, scratch);
    }
}

static void take_names(struct asset *asset)
{
    for (ARRAY_EACH(const struct sighting, s, &asset->evidence)) {
        bool is_known = s->field != FIELD_name || s->part.length > 0;
        for (ARRAY_EACH(const struct text, name, &asset->names))
            is_known |= text_equal(*name, s->value);
        if (!is_known)
            *array_add(&asset->names) = s->value;
    }
}

static void rank_evidence(struct assets *a)
{
    for (ARRAY_EACH(struct asset, asset, &a->items)) {
        if (asset->evidence.count == 0)
            continue;
        fold_statements(asset);
        mark_contradictions(asset, &a->text);
        take_names(asset);
    }
}

static struct asset_protocol *protocol_of(struct assets *a, struct asset *asset, struct text name)
{
    for (ARRAY_EACH(struct asset_protocol, p, &asset->protocols))
        if (text_equal(p->name, name))
            return p;
    struct asset_protocol *p = array_add(&asset->protocols);
    p->name = text_copy(name, &a->text);
    return p;
}

static void speak(struct assets *a, struct asset *asset, struct text protocol, bool as_client)
{
    if (!asset || text_is(protocol, "unknown"))
        return;
    struct asset_protocol *p = protocol_of(a, asset, protocol);
    *(as_client ? &p->as_client : &p->as_server) = true;
}

/* Somebody who was asked and never answered does not speak the protocol. */
static bool is_answered(const struct conversation *c)
{
    return c->packets > c->packets_from_client;
}

static void take_conversation(struct assets *a, const struct conversation *c)
{
    struct asset *client = asset_at(a, &c->client), *server = asset_at(a, &c->server);
    struct asset *listener = is_answered(c) ? server : NULL;

    if (client) {
        client->packets += c->packets;
        see(client, c->first, c->last);
    }
    if (server && server != client) {
        server->packets += c->packets;
        see(server, c->first, c->last);
    }
    if (client)
        client->hours |= c->hours;
    if (listener)
        listener->hours |= c->hours;
    speak(a, client, c->protocol, true);
    speak(a, listener, c->protocol, false);
    for (ARRAY_EACH(const struct operation_count, o, &c->operations)) {
        speak(a, client, o->protocol, true);
        speak(a, listener, o->protocol, false);
    }
}

static int compare_protocols(const void *left, const void *right)
{
    const struct asset_protocol *a = left, *b = right;

    return text_compare(a->name, b->name);
}

void evidence_collect(const struct observed *o, struct assets *assets)
{
    take_facts(o, assets);
    translation_find(o, assets);
    unit_settle(assets);
    take_vendors(o, assets);
    rank_evidence(assets);
    for (ARRAY_EACH(const struct conversation, c, &o->conversations))
        take_conversation(assets, c);
    for (ARRAY_EACH(struct asset, asset, &assets->items)) {
        for (ARRAY_EACH(const struct address_claim, c, &asset->claims))
            see(asset, c->first, c->last);
        if (asset->protocols.count)
            qsort(asset->protocols.items, asset->protocols.count, sizeof *asset->protocols.items,
                  compare_protocols);
    }
}
