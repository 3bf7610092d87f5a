/*
 * slmp_identity.c - what SLMP answers say of a CPU, of stations behind it, and of
 * the devices of a CC-Link IE Field Basic network.
 *
 * Source: Mitsubishi SH-080008, 4.2.2 (access route), 8.3 (read type name); CLPA
 * BAP-C2006-ENG-003, 8.3.11 (node search); BAP-C2005-ENG (cyclic data).
 */
#include "proto/slmp.h"

enum {
    TYPE_NAME_BYTES = 16,
    STATION_OWN = 0xff,
    MODULE_OWN = 0x3ff,
    MODULE_CPU_1 = 0x3e0,
    MODULE_CPU_4 = 0x3e3,
    MODULE_CONTROL = 0x3d0,
    MODULE_SYSTEM_B = 0x3d3,
    MAC_BYTES = 6,
    IP_BYTES = 4,
    CYCLIC_HEADER = 20,
};

/* ---- who answers ---- */

static const char *const systems[] = { "control system", "standby system", "system A", "system B" };

static struct text module_text(uint16_t module, struct arena *into)
{
    if (module == MODULE_OWN)
        return (struct text){ 0 };
    if (module >= MODULE_CPU_1 && module <= MODULE_CPU_4)
        return text_format(into, " CPU %u", module - MODULE_CPU_1 + 1u);
    if (module >= MODULE_CONTROL && module <= MODULE_SYSTEM_B)
        return text_format(into, " %s", systems[module - MODULE_CONTROL]);
    return text_format(into, " module at %X0", (unsigned)module);
}

static struct text station_text(const struct slmp_route *route, struct arena *into)
{
    if (route->network == 0 && route->station == STATION_OWN)
        return (struct text){ 0 };
    return text_format(into, "network %u station %u", route->network, route->station);
}

static struct text multidrop_text(const struct slmp_route *route, struct arena *into)
{
    if (route->multidrop == 0)
        return (struct text){ 0 };
    return text_format(into, " multidrop station %u", route->multidrop);
}

struct text slmp_part(const struct slmp_route *route, struct arena *into)
{
    const char *station = text_string(station_text(route, into), into);
    const char *module = text_string(module_text(route->module, into), into);
    const char *multidrop = text_string(multidrop_text(route, into), into);

    return text_trim(text_format(into, "%s%s%s", station, module, multidrop));
}

/* ---- what they answer ---- */

static void type_name(const struct slmp_message *m, struct dissection *out)
{
    struct mc_fields data = m->data;
    struct cursor name = mc_characters(&data, TYPE_NAME_BYTES);

    if (mc_ok(&data))
        dissection_state_part(out, &out->sender, slmp_part(&m->route, out->arena), FIELD_model,
                              text_from_wire(name, out->arena), "slmp 0101", CONFIDENCE_SELF);
}

/* Addresses come last byte first. */
static struct address ip_read(struct mc_fields *f)
{
    uint32_t value = mc_number(f, IP_BYTES);
    uint8_t bytes[IP_BYTES];

    for (int i = 0; i < IP_BYTES; i++)
        bytes[i] = (uint8_t)(value >> (8 * (IP_BYTES - 1 - i)));
    return address_ipv4(bytes);
}

static struct address mac_read(struct mc_fields *f)
{
    uint8_t bytes[MAC_BYTES];

    for (int i = MAC_BYTES; i-- > 0;)
        bytes[i] = (uint8_t)mc_number(f, 1);
    return address_mac(bytes);
}

static void tell_codes(struct dissection *out, const struct address *about, uint32_t vendor,
                       uint32_t model, uint32_t version, const char *source)
{
    dissection_state(out, about, FIELD_description,
                     text_format(out->arena, "CC-Link vendor %04Xh, model %08Xh, version %u",
                                 (unsigned)vendor, (unsigned)model, (unsigned)version),
                     source, CONFIDENCE_SELF);
}

/* An address and its length, of which only IPv4 has a meaning here. */
static bool is_ipv4(struct mc_fields *f)
{
    return mc_number(f, 1) == IP_BYTES;
}

static void node_search(const struct slmp_message *m, struct dissection *out)
{
    struct mc_fields data = m->data;

    mc_skip(&data, MAC_BYTES); /* who searches */
    if (!is_ipv4(&data))
        return;
    mc_skip(&data, IP_BYTES);
    struct address mac = mac_read(&data);
    if (!is_ipv4(&data))
        return;
    struct address ip = ip_read(&data);
    mc_skip(&data, IP_BYTES + IP_BYTES); /* mask and gateway */
    struct cursor name = mc_characters(&data, mc_number(&data, 1));
    uint32_t vendor = mc_number(&data, 2), model = mc_number(&data, 4),
             version = mc_number(&data, 2);

    if (!mc_ok(&data))
        return;
    dissection_tie(out, mac, ip, BINDING_announced);
    dissection_state(out, &ip, FIELD_name, text_from_wire(name, out->arena), "slmp node search",
                     CONFIDENCE_SELF);
    tell_codes(out, &ip, vendor, model, version, "slmp node search");
}

static void cyclic(const struct slmp_message *m, struct dissection *out)
{
    struct slmp_state *state = out->state;
    struct mc_fields data = m->data;

    mc_skip(&data, CYCLIC_HEADER);
    uint32_t vendor = mc_number(&data, 2);
    mc_skip(&data, 2);
    uint32_t model = mc_number(&data, 4), version = mc_number(&data, 2);
    if (!mc_ok(&data) || state->cyclic_told)
        return;
    state->cyclic_told = true;
    tell_codes(out, &out->sender, vendor, model, version, "cc-link ie field basic");
}

static const struct {
    uint32_t command;
    void (*tell)(const struct slmp_message *, struct dissection *);
} answers[] = {
    { SLMP_READ_TYPE, type_name },
    { SLMP_NODE_SEARCH, node_search },
    { SLMP_CYCLIC, cyclic },
};

void slmp_tell_answer(const struct slmp_message *m, uint32_t command, struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(answers); i++)
        if (answers[i].command == command)
            answers[i].tell(m, out);
}
