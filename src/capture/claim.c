#include "capture/claim.h"

#include <assert.h>

enum { PORTS = 1 << 16 };

/* The carriers of all protocols that have a port as their own; filled once from their table. */
static uint16_t services[PORTS];

void claim_prepare(void)
{
    for (const struct protocol *const *p = protocols; *p; p++) {
        assert((*p)->carriers <= UINT16_MAX);
        for (size_t i = 0; i < COUNT_OF((*p)->ports) && (*p)->ports[i]; i++)
            services[(*p)->ports[i]] |= (uint16_t)(*p)->carriers;
    }
}

static bool is_service(uint16_t port, enum carrier carrier)
{
    return services[port] & carrier;
}

static bool on_port(const struct flow_key *key, const struct protocol *p)
{
    if (key->transport == TRANSPORT_IP)
        return protocol_has_port(p, key->ip_protocol);
    return protocol_has_port(p, key->ports[0]) || protocol_has_port(p, key->ports[1]);
}

bool claim_expected(const struct flow *f, enum carrier carrier)
{
    if (f->key.transport == TRANSPORT_IP)
        return is_service(f->key.ip_protocol, carrier);
    return is_service(f->key.ports[0], carrier) || is_service(f->key.ports[1], carrier);
}

static const struct protocol *claim_by_port(const struct flow *f, enum carrier carrier,
                                            struct cursor payload)
{
    for (const struct protocol *const *p = protocols; *p; p++)
        if ((*p)->carriers & carrier && on_port(&f->key, *p) && (*p)->probe(payload) != MATCH_NO)
            return *p;
    return NULL;
}

const struct protocol *claim(const struct flow *f, enum carrier carrier, struct cursor payload)
{
    bool expected = claim_expected(f, carrier);
    const struct protocol *found = expected ? claim_by_port(f, carrier, payload) : NULL;

    if (found || (carrier != CARRIER_TCP && carrier != CARRIER_UDP))
        return found; /* EtherTypes and protocol numbers do not wander */
    for (const struct protocol *const *p = protocols; *p; p++)
        if ((*p)->carriers & carrier && (!expected || !on_port(&f->key, *p)) &&
            (*p)->probe(payload) == MATCH_YES)
            return *p;
    return NULL;
}

/* Source: RFC 6335, 6: system ports 0-1023; clients draw from 49152 or 32768 up. */
int claim_server_by_port(const struct flow_key *key, enum carrier carrier)
{
    bool service[2] = { is_service(key->ports[0], carrier), is_service(key->ports[1], carrier) };

    if (service[0] != service[1])
        return service[1];
    bool system[2] = { key->ports[0] < 1024, key->ports[1] < 1024 };
    if (system[0] != system[1])
        return system[1];
    bool drawn[2] = { key->ports[0] >= 32768, key->ports[1] >= 32768 };
    if (drawn[0] != drawn[1])
        return drawn[0];
    return -1;
}
