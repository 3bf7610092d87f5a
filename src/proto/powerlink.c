/*
 * powerlink.c - Ethernet POWERLINK: a managing node polls its controlled nodes.
 *
 * Answers go to groups, so that a node's answer is no packet of the flow that
 * asked it; source and target node numbers say who speaks.
 *
 * Source: EPSG DS 301 V1.3.0, 4.6 (frames), 6.3.2 (SDO over ASnd and UDP),
 * 7.3.3 (IdentResponse), 7.1 (NMT states).
 */
#include "proto/protocol.h"

enum {
    ETHERTYPE = 0x88ab,
    SDO_PORT = 3819,
    TYPE_MASK = 0x7f,
    MANAGING_NODE = 240,
    NODE_MOST = 254,
};

enum type { SOC = 1, POLL = 3, POLL_ANSWER = 4, SOA = 5, ASND = 6, AMNI = 7, AINV = 13 };

enum service { IDENT = 1, STATUS = 2, NMT_REQUEST = 3, NMT_COMMAND = 4, SDO = 5 };

enum { SUB_NMT_REQUESTED = 0x300, SUB_NMT = 0x400, SUB_SDO = 0x500 };

static const struct operation operations[] = {
#define CODE(type, sub, class, name) { type, sub, name, CLASS_##class },
#include "proto/powerlink_codes.def"
#undef CODE
    { 0 },
};

struct frame {
    uint8_t type, target, source;
};

static bool frame_read(struct cursor *c, struct frame *f)
{
    f->type = cursor_u8(c) & TYPE_MASK;
    f->target = cursor_u8(c);
    f->source = cursor_u8(c);
    bool known = f->type == SOC || (f->type >= POLL && f->type <= AMNI) || f->type == AINV;

    return cursor_ok(c) && known && f->source <= NODE_MOST;
}

/* Over UDP there are only the frames of SDO, and their node numbers are not used. */
static enum match powerlink_probe(struct cursor payload)
{
    struct frame f;

    return frame_read(&payload, &f) && payload.left > 0 ? MATCH_MAYBE : MATCH_NO;
}

/* ---- identity ---- */

static void say(struct dissection *out, enum field field, struct text value, const char *source)
{
    dissection_state(out, &out->sender, field, value, source, CONFIDENCE_SELF);
}

/* Source: EPSG DS 301 V1.3.0, 7.1.2; the states that a node keeps longer than a moment. */
static const struct {
    uint8_t number;
    const char *name;
} states[] = {
    { 0x1c, "NOT ACTIVE" },       { 0x1d, "PRE-OPERATIONAL 1" }, { 0x5d, "PRE-OPERATIONAL 2" },
    { 0x6d, "READY TO OPERATE" }, { 0xfd, "OPERATIONAL" },       { 0x4d, "STOPPED" },
    { 0x1e, "BASIC ETHERNET" },
};

static void tell_state(uint8_t state, struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(states); i++)
        if (states[i].number == state)
            say(out, FIELD_state, text_of(states[i].name), "powerlink NMT state");
}

static void say_hex(struct dissection *out, enum field field, const char *what, uint32_t value)
{
    if (value)
        say(out, field, text_format(out->arena, "%s 0x%08x", what, value), "powerlink identity");
}

static void tie_ip(struct cursor ip, struct dissection *out)
{
    const uint8_t *b = cursor_take(&ip, 4);

    if (!b || out->sender.kind != ADDRESS_MAC)
        return;
    struct address address = address_ipv4((const uint8_t[]){ b[3], b[2], b[1], b[0] });
    if (!address_is_void(&address))
        dissection_tie(out, out->sender, address, BINDING_announced);
}

/* Behind the service id of an IdentResponse. */
static void tell_identity(struct cursor c, struct dissection *out)
{
    enum { TO_TYPE = 16, TO_ADDRESS = 8 + 8 + 8, MASK_AND_GATEWAY = 8, HOST_NAME = 32 };
    static const char source[] = "powerlink identity";

    cursor_skip(&c, 2); /* flags */
    uint8_t state = cursor_u8(&c);
    cursor_skip(&c, 3 + TO_TYPE); /* version, features, sizes, response time */
    uint32_t type = cursor_u32le(&c), vendor = cursor_u32le(&c), product = cursor_u32le(&c);
    uint32_t revision = cursor_u32le(&c), serial = cursor_u32le(&c);
    cursor_skip(&c, TO_ADDRESS); /* extension, dates of configuration and application */
    struct cursor ip = cursor_split(&c, 4);
    cursor_skip(&c, MASK_AND_GATEWAY);
    struct cursor name = cursor_split(&c, HOST_NAME);

    if (!cursor_ok(&c))
        return;
    tell_state(state, out);
    say_hex(out, FIELD_vendor, "CANopen vendor", vendor);
    say_hex(out, FIELD_model, "product", product);
    say_hex(out, FIELD_hardware, "revision", revision);
    if (serial)
        say(out, FIELD_serial, text_format(out->arena, "%u", serial), source);
    if (type & 0xffff)
        say(out, FIELD_device_type, text_format(out->arena, "CiA %u", type & 0xffff), source);
    say(out, FIELD_name, text_from_wire(name, out->arena), source);
    tie_ip(ip, out);
}

static void tell_node(const struct frame *f, struct dissection *out)
{
    say(out, FIELD_station, text_format(out->arena, "node %u", f->source), "powerlink node");
}

/* ---- asynchronous frames ---- */

static void count(struct dissection *out, enum message_kind kind, uint32_t type, uint32_t sub)
{
    dissection_operation(out, &powerlink_protocol, kind, type, sub);
}

/* Sequence layer, then the command layer; a frame may only acknowledge. */
static void read_sdo(struct cursor c, struct dissection *out)
{
    enum { SEQUENCE = 4, ANSWERS = 0x80, ABORTS = 0x40 };

    cursor_skip(&c, SEQUENCE + 2); /* reserved, transaction */
    uint8_t flags = cursor_u8(&c), command = cursor_u8(&c);
    if (!cursor_ok(&c) || command == 0)
        return;
    enum message_kind kind = flags & ABORTS    ? MESSAGE_REFUSAL
                             : flags & ANSWERS ? MESSAGE_RESPONSE
                                               : MESSAGE_REQUEST;
    out->direction = kind == MESSAGE_REQUEST ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
    count(out, kind, ASND, SUB_SDO + (uint32_t)command);
}

static void read_asnd(const struct frame *f, struct cursor c, struct dissection *out)
{
    uint8_t service = cursor_u8(&c);
    struct cursor body = c;

    switch (service) {
    case IDENT:
        count(out, MESSAGE_RESPONSE, SOA, IDENT);
        tell_node(f, out);
        tell_identity(c, out);
        break;
    case STATUS:
        count(out, MESSAGE_RESPONSE, SOA, STATUS);
        cursor_skip(&body, 2); /* flags */
        tell_state(cursor_u8(&body), out);
        break;
    case NMT_REQUEST:
        count(out, MESSAGE_REQUEST, ASND, SUB_NMT_REQUESTED);
        break;
    case NMT_COMMAND:
        count(out, MESSAGE_REQUEST, ASND, SUB_NMT + (uint32_t)cursor_u8(&body));
        break;
    case SDO:
        read_sdo(c, out);
        break;
    default:
        count(out, MESSAGE_REQUEST, ASND, service);
    }
}

/* The managing node invites one node to a service. */
static void read_soa(struct cursor c, struct dissection *out)
{
    cursor_skip(&c, 3); /* state, flags */
    uint8_t service = cursor_u8(&c);

    count(out, MESSAGE_REQUEST, SOA, service ? service : SUB_NONE);
}

static void read_frame(const struct frame *f, struct cursor c, struct dissection *out)
{
    if (out->sender.kind == ADDRESS_MAC)
        out->direction =
            f->source == MANAGING_NODE || f->type == SOC ? DIRECTION_FROM_CLIENT : out->direction;
    if (f->type == POLL_ANSWER)
        count(out, MESSAGE_RESPONSE, POLL, SUB_NONE);
    else if (f->type == SOA)
        read_soa(c, out);
    else if (f->type == ASND)
        read_asnd(f, c, out);
    else
        count(out, MESSAGE_REQUEST, f->type, SUB_NONE);
}

static enum verdict powerlink_dissect(struct cursor *payload, struct dissection *out)
{
    struct frame f;

    if (!frame_read(payload, &f) || payload->left == 0)
        return VERDICT_MALFORMED;
    read_frame(&f, *payload, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol powerlink_protocol = {
    .name = "powerlink",
    .title = "Ethernet POWERLINK",
    .specification = "EPSG DS 301 V1.3.0",
    .carriers = CARRIER_ETHERNET | CARRIER_UDP,
    .ports = { ETHERTYPE, SDO_PORT },
    .is_industrial = true,
    .operations = operations,
    .probe = powerlink_probe,
    .dissect = powerlink_dissect,
};
