/*
 * asset.h - a device of the plant, and everything that is believed of it with
 * the reason for believing it.
 *
 * Ownership: a `struct assets` owns its assets and all their text; a pointer to
 * an asset is good until another one is added.
 * Units: times are microseconds since 1970, frames count from 1 within their
 * capture, confidence runs from 0 to 100 (model/field.h).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/array.h"
#include "base/index.h"
#include "base/moment.h"
#include "base/text.h"
#include "model/address.h"
#include "model/field.h"
#include "model/observed.h"

enum asset_class { ASSET_unknown, ASSET_ot, ASSET_it, ASSET_iot, ASSET_network, ASSET_CLASS_COUNT };

/* One statement about one field of a device, and where it was seen first. */
struct sighting {
    struct text part; /* "slot 3": of a part of the device; empty: of itself */
    enum field field;
    struct text value;
    struct text source; /* "lldp system description", "MAC prefix" */
    uint8_t confidence;
    bool contradicts; /* well founded, and yet says something else than the best evidence */
    uint32_t capture; /* of the first sighting: index into observed.captures */
    uint64_t frame;
    uint64_t count;
    moment_us first, last;
};

/* Why a MAC and an IP address are taken for one device; `disputed` when another MAC claims the IP. */
struct address_claim {
    struct address mac, ip;
    enum binding_how how;
    bool disputed;
    uint32_t capture;
    uint64_t frame;
    uint64_t count;
    moment_us first, last;
};

/* What was decided, why, and how sure that is; an empty value: nothing was decided. */
struct decision {
    struct text value;
    struct text reason; /* a sentence */
    uint8_t confidence;
};

/* One rule that fits the device; the strongest one that has a word decides that word. */
struct judgement {
    struct text rule; /* its id in identify/roles.def */
    enum asset_class class;
    struct text role, level; /* empty: the rule does not say */
    struct text reason;
    uint8_t confidence;
};

struct asset_protocol {
    struct text name;
    bool as_client, as_server;
};

struct asset {
    struct text id; /* its lowest IPv4 address, else IPv6, else its MAC: stable over captures */
    ARRAY(struct address) macs, ips; /* sorted */
    ARRAY(struct text) names;        /* best first */
    ARRAY(struct sighting) evidence; /* its own, then each part's; by field, best first */
    ARRAY(struct address_claim) claims;
    ARRAY(struct asset_protocol) protocols; /* by name */
    ARRAY(struct judgement) judgements;     /* strongest first */
    enum asset_class class;
    struct decision class_decision; /* its value is the class's name */
    struct decision role;           /* "plc", "engineering station" */
    struct decision level;          /* of the Purdue model: "1", "3.5" */
    uint32_t routed;                /* addresses of others whose packets passed through it */
    bool is_virtual;                /* its network card is a hypervisor's */
    uint64_t packets;               /* of its conversations, both ways */
    uint32_t hours;                 /* of the day in UTC in which it was heard */
    moment_us first, last;
};

struct asset_address {
    struct address address;
    uint32_t asset;
};

struct assets {
    struct arena text;
    ARRAY(struct asset) items; /* sorted by id: IPv4, IPv6, MAC, each by number */
    ARRAY(struct asset_address) addresses;
    struct index by_address;
};

#define ASSET_NONE UINT32_MAX

void assets_init(struct assets *a);
void assets_finish(struct assets *a);

/* Whose address this is; NULL when nobody's. */
const struct asset *assets_at(const struct assets *a, const struct address *address);
/* The same as a number in items; ASSET_NONE when nobody's. */
uint32_t assets_number_at(const struct assets *a, const struct address *address);
const struct asset *assets_find(const struct assets *a, struct text id);

/* The best evidence for a field, or NULL; and its value, or empty text. */
const struct sighting *asset_evidence(const struct asset *asset, enum field field);
struct text asset_value(const struct asset *asset, enum field field);
/* The same of a part of it. */
const struct sighting *part_evidence(const struct asset *asset, struct text part, enum field field);
bool asset_has_conflict(const struct asset *asset, enum field field);

const char *asset_class_name(enum asset_class class); /* "ot" */
bool asset_class_parse(struct text t, enum asset_class *class);

/* Building: a new asset's number; an address that already has an owner keeps it. */
uint32_t assets_add(struct assets *a);
void assets_own(struct assets *a, uint32_t asset, const struct address *address);
/* Addresses sorted, ids given, assets in their order, lookup renewed: once, when all is added. */
void assets_settle(struct assets *a);
