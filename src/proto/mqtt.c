/*
 * mqtt.c - MQTT: who publishes and subscribes at which broker.
 *
 * Source: MQTT 3.1.1, 2 and 3 (control packets); MQTT 5.0, 2.1 and 3.1; Eclipse
 * Sparkplug 3.0, 4.1 (topic namespace).
 */
#include "proto/line.h"
#include "proto/sparkplug.h"

enum {
    CONNECT = 1,
    CONNECT_ACKNOWLEDGED = 2,
    PUBLISH = 3,
    PUBLISH_ACKNOWLEDGED = 4,
    SUBSCRIBE = 8,
    SUBSCRIBE_ACKNOWLEDGED = 9,
    UNSUBSCRIBE = 10,
    UNSUBSCRIBE_ACKNOWLEDGED = 11,
    PING = 12,
    PING_ANSWERED = 13,
    DISCONNECT = 14,
    AUTHENTICATE = 15,
    LENGTH_BYTES_MOST = 4,
    NAME_MOST = 6,    /* "MQIsdp" */
    READ_MOST = 4096, /* of a packet; the rest of a large one is skipped */
};

/* The wire has one PUBLISH; the sub-codes that tell its use apart are ours. */
enum use { USE_DELIVERY = 1 };

/* The code is the packet type; acknowledgements are counted on what they acknowledge. */
static const struct operation operations[] = {
    { CONNECT, SUB_NONE, "connect", CLASS_auth },
    { PUBLISH, SUB_NONE, "publish", CLASS_write },
    { PUBLISH, USE_DELIVERY, "delivery", CLASS_read },
    { PUBLISH, SPARKPLUG_NODE_BIRTH, "publish sparkplug node birth", CLASS_read },
    { PUBLISH, SPARKPLUG_NODE_DEATH, "publish sparkplug node death", CLASS_read },
    { PUBLISH, SPARKPLUG_NODE_DATA, "publish sparkplug node data", CLASS_read },
    { PUBLISH, SPARKPLUG_NODE_COMMAND, "publish sparkplug node command", CLASS_operate },
    { PUBLISH, SPARKPLUG_DEVICE_BIRTH, "publish sparkplug device birth", CLASS_read },
    { PUBLISH, SPARKPLUG_DEVICE_DEATH, "publish sparkplug device death", CLASS_read },
    { PUBLISH, SPARKPLUG_DEVICE_DATA, "publish sparkplug device data", CLASS_read },
    { PUBLISH, SPARKPLUG_DEVICE_COMMAND, "publish sparkplug device command", CLASS_operate },
    { PUBLISH, SPARKPLUG_STATE, "publish sparkplug host state", CLASS_diag },
    { PUBLISH, SPARKPLUG_REBOOT, "publish sparkplug node reboot", CLASS_restart },
    { PUBLISH, SPARKPLUG_REBIRTH, "publish sparkplug node rebirth", CLASS_read },
    { SUBSCRIBE, SUB_NONE, "subscribe", CLASS_read },
    { UNSUBSCRIBE, SUB_NONE, "unsubscribe", CLASS_read },
    { PING, SUB_NONE, "ping", CLASS_diag },
    { DISCONNECT, SUB_NONE, "disconnect", CLASS_auth },
    { AUTHENTICATE, SUB_NONE, "authenticate", CLASS_auth },
    { 0 },
};

struct mqtt_state {
    struct skipping rest;
    uint8_t version; /* the protocol level of CONNECT: 5 has properties before the client id */
};

struct packet_head {
    uint8_t type, flags;
    uint32_t length;
};

/* Source: MQTT 3.1.1, 2.2.3: seven bits per byte, lowest first, at most four bytes. */
static bool read_length(struct cursor *c, uint32_t *length)
{
    *length = 0;
    for (unsigned i = 0; i < LENGTH_BYTES_MOST; i++) {
        uint8_t byte = cursor_u8(c);
        *length |= (uint32_t)(byte & 0x7f) << (7 * i);
        if (!(byte & 0x80))
            return true;
    }
    return false;
}

static bool read_head(struct cursor *c, struct packet_head *h)
{
    uint8_t first = cursor_u8(c);

    h->type = first >> 4;
    h->flags = first & 15;
    return read_length(c, &h->length) && h->type != 0;
}

static struct cursor read_string(struct cursor *c)
{
    return cursor_split(c, cursor_u16be(c));
}

static enum match mqtt_probe(struct cursor payload)
{
    struct packet_head h;

    if (!read_head(&payload, &h) || !cursor_ok(&payload))
        return MATCH_NO;
    if (h.type != CONNECT)
        return MATCH_MAYBE;
    struct cursor name = read_string(&payload);
    if (h.flags != 0 || name.left > NAME_MOST)
        return MATCH_NO;
    return line_starts(name, "MQTT") || line_starts(name, "MQIsdp") ? MATCH_YES : MATCH_NO;
}

static void request(struct dissection *out, uint8_t type, uint32_t use)
{
    dissection_operation(out, &mqtt_protocol, MESSAGE_REQUEST, type, use);
}

static void read_connect(struct cursor c, struct dissection *out)
{
    struct mqtt_state *state = out->state;
    uint32_t properties = 0;

    (void)read_string(&c); /* protocol name */
    state->version = cursor_u8(&c);
    cursor_skip(&c, 1 + 2); /* flags, keep-alive */
    if (state->version >= 5 && read_length(&c, &properties))
        cursor_skip(&c, properties);
    struct cursor client = read_string(&c);
    out->direction = DIRECTION_FROM_CLIENT;
    request(out, CONNECT, SUB_NONE);
    if (cursor_ok(&c))
        dissection_state(out, &out->sender, FIELD_name, text_from_wire(client, out->arena),
                         "mqtt client id", CONFIDENCE_ASKED);
}

/* What is delivered says nothing of the broker that delivers it. */
static void read_publish(const struct packet_head *h, struct cursor c, struct dissection *out)
{
    enum { QUALITY = 6 };
    const struct mqtt_state *state = out->state;
    struct text topic = text_from_wire(read_string(&c), out->arena);
    uint32_t properties = 0;

    if (out->direction == DIRECTION_FROM_SERVER) {
        request(out, PUBLISH, USE_DELIVERY);
        return;
    }
    cursor_skip(&c, h->flags & QUALITY ? 2 : 0); /* the packet's number */
    if (state->version >= 5 && read_length(&c, &properties))
        cursor_skip(&c, properties);
    enum sparkplug_use use = sparkplug_use_of(topic, c);
    request(out, PUBLISH, use == SPARKPLUG_NONE ? SUB_NONE : (uint32_t)use);
    sparkplug_tell(topic, c, out);
}

/* A return or reason code from 0x80 up, or any in an old CONNACK, is a refusal. */
static void read_acknowledgement(uint8_t type, struct cursor c, struct dissection *out)
{
    const struct mqtt_state *state = out->state;
    uint8_t reason = 0;

    cursor_skip(&c, type == CONNECT_ACKNOWLEDGED ? 1 : 2); /* flags, or the packet's number */
    if (type == SUBSCRIBE_ACKNOWLEDGED && state->version >= 5)
        cursor_skip(&c, cursor_u8(&c));
    reason = cursor_u8(&c);
    bool refused = type == CONNECT_ACKNOWLEDGED ? reason != 0 : reason >= 0x80;
    out->direction = type == PUBLISH_ACKNOWLEDGED ? out->direction : DIRECTION_FROM_SERVER;
    dissection_operation(out, &mqtt_protocol, refused ? MESSAGE_REFUSAL : MESSAGE_RESPONSE,
                         (uint32_t)type - 1, SUB_NONE);
}

static void read_packet(const struct packet_head *h, struct cursor c, struct dissection *out)
{
    switch (h->type) {
    case CONNECT:
        read_connect(c, out);
        break;
    case PUBLISH:
        read_publish(h, c, out);
        break;
    case PUBLISH_ACKNOWLEDGED:
        if (out->direction != DIRECTION_FROM_SERVER)
            break; /* the client's receipt for a delivery */
        read_acknowledgement(h->type, c, out);
        break;
    case CONNECT_ACKNOWLEDGED:
    case SUBSCRIBE_ACKNOWLEDGED:
    case UNSUBSCRIBE_ACKNOWLEDGED:
    case PING_ANSWERED:
        read_acknowledgement(h->type, c, out);
        break;
    case SUBSCRIBE:
    case UNSUBSCRIBE:
    case PING:
        out->direction = DIRECTION_FROM_CLIENT;
        request(out, h->type, SUB_NONE);
        break;
    case DISCONNECT:
    case AUTHENTICATE:
        request(out, h->type, SUB_NONE);
        break;
    default: /* the steps of an exactly-once delivery */
        break;
    }
}

static enum verdict mqtt_dissect(struct cursor *payload, struct dissection *out)
{
    struct mqtt_state *state = out->state;
    bool from_server = out->direction == DIRECTION_FROM_SERVER;
    struct packet_head h;

    if (skipping_takes(&state->rest, from_server, payload))
        return VERDICT_OK;
    struct cursor ahead = *payload;
    bool is_valid = read_head(&ahead, &h);
    if (!cursor_ok(&ahead))
        return VERDICT_MORE;
    if (!is_valid)
        return VERDICT_MALFORMED;
    uint32_t wanted = h.length < READ_MOST ? h.length : READ_MOST;
    if (ahead.left < wanted)
        return VERDICT_MORE;
    read_packet(&h, cursor_split(&ahead, wanted), out);
    state->rest.left[out->direction == DIRECTION_FROM_SERVER] = h.length - wanted;
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol mqtt_protocol = {
    .name = "mqtt",
    .title = "MQTT",
    .specification = "MQTT 3.1.1, MQTT 5.0",
    .carriers = CARRIER_TCP,
    .ports = { 1883 },
    .is_industrial = true,
    .state_bytes = sizeof(struct mqtt_state),
    .message_most = READ_MOST + 1 + LENGTH_BYTES_MOST,
    .operations = operations,
    .probe = mqtt_probe,
    .dissect = mqtt_dissect,
};
