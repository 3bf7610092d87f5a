/*
 * tns.c - TNS, as Oracle's databases speak it: who connects with which program to which
 * service, and which version refuses.
 *
 * What is said behind the connection is not read.
 *
 * Source: no public specification; the packets as Oracle's network administration guides
 * (connect descriptors) and other readers of the protocol describe them.
 */
#include "base/attributes.h"
#include "proto/line.h"

enum packet_type { CONNECT = 1, ACCEPT = 2, REFUSE = 4, REDIRECT = 5, DATA = 6 };

enum {
    HEADER_BYTES = 8,
    LENGTH_MOST = 65535,
    READ_MOST = 8192,
    TYPE_MOST = 19,
    REFUSE_TEXT = 12, /* offsets from the start of the packet */
    OFFSET_AT = 26,   /* where a connect packet says where its descriptor begins */
    VALUE_MOST = 128,
};

static const struct operation operations[] = {
    { CONNECT, SUB_NONE, "connect", CLASS_auth },
    { DATA, SUB_NONE, "session data", CLASS_unknown },
    { 0 },
};

struct tns_state {
    struct skipping rest;
    bool has_asked;
};

struct packet {
    uint8_t type;
    uint32_t length;
};

/* From version 315 on, and then behind the connection, the length takes the checksum's place too.
 */
static bool read_header(struct cursor *c, struct packet *p)
{
    uint16_t length = cursor_u16be(c), checksum = cursor_u16be(c);

    p->length = length ? length : checksum;
    p->type = cursor_u8(c);
    cursor_skip(c, 1); /* flags */
    uint16_t head = cursor_u16be(c);
    return cursor_ok(c) && (length == 0 || checksum == 0) && head == 0 && p->type > 0 &&
           p->type <= TYPE_MOST && p->length >= HEADER_BYTES;
}

static enum match tns_probe(struct cursor payload)
{
    struct packet p;

    if (payload.left < HEADER_BYTES)
        return cursor_u16be(&payload) && cursor_u16be(&payload) == 0 ? MATCH_MAYBE : MATCH_NO;
    if (!read_header(&payload, &p))
        return MATCH_NO;
    while (p.type == CONNECT && payload.left > 0) {
        if (line_starts(payload, "(DESCRIPTION=") || line_starts(payload, "(CONNECT_DATA="))
            return MATCH_YES;
        cursor_skip(&payload, 1);
    }
    return MATCH_MAYBE;
}

/* The value in "(PROGRAM=scada.exe)". */
static struct text value_of(struct cursor descriptor, const char *name, struct arena *into)
{
    while (descriptor.left > 0 && !line_starts(descriptor, name))
        cursor_skip(&descriptor, 1);
    cursor_skip(&descriptor, text_of(name).length);
    struct cursor ahead = descriptor;
    size_t length = 0;
    while (ahead.left > 0 && length < VALUE_MOST && cursor_u8(&ahead) != ')')
        length++;
    return text_from_wire(cursor_split(&descriptor, length), into);
}

/* Behind "(CID=" stands the client; in front of it the address of the server has a host, too. */
static void read_connect(struct cursor descriptor, struct dissection *out)
{
    static const struct {
        const char *name;
        enum field field;
        bool is_of_server;
    } parts[] = {
        { "(PROGRAM=", FIELD_client_software, false },
        { "(USER=", FIELD_user, false },
        { "(SERVICE_NAME=", FIELD_application, true },
        { "(SID=", FIELD_application, true },
    };
    struct cursor client = descriptor;

    for (size_t i = 0; i < COUNT_OF(parts); i++)
        dissection_state(out, parts[i].is_of_server ? &out->receiver : &out->sender, parts[i].field,
                         value_of(descriptor, parts[i].name, out->arena), "tns connect",
                         CONFIDENCE_ASKED);
    while (client.left > 0 && !line_starts(client, "(CID="))
        cursor_skip(&client, 1);
    dissection_state(out, &out->sender, FIELD_name, value_of(client, "(HOST=", out->arena),
                     "tns connect", CONFIDENCE_ASKED);
}

/* "(VSNNUM=186647552)" is 11.2.0.4: eight bits, four, eight, four. */
static void read_refusal(struct cursor descriptor, struct dissection *out)
{
    uint64_t number;

    if (text_unsigned(value_of(descriptor, "(VSNNUM=", out->arena), UINT32_MAX, &number) && number)
        dissection_state(out, &out->sender, FIELD_server_software,
                         text_format(out->arena, "Oracle %u.%u.%u.%u", (unsigned)(number >> 24),
                                     (unsigned)(number >> 20 & 15), (unsigned)(number >> 12 & 255),
                                     (unsigned)(number >> 8 & 15)),
                         "tns refusal", CONFIDENCE_SELF);
}

static void answer(struct dissection *out, enum message_kind kind)
{
    struct tns_state *state = out->state;

    out->direction = DIRECTION_FROM_SERVER;
    if (state->has_asked)
        dissection_operation(out, &tns_protocol, kind, CONNECT, SUB_NONE);
    state->has_asked = false;
}

static void ask(struct cursor packet, struct dissection *out)
{
    struct tns_state *state = out->state;
    struct cursor place = packet, descriptor = packet;

    out->direction = DIRECTION_FROM_CLIENT;
    state->has_asked = true;
    dissection_operation(out, &tns_protocol, MESSAGE_REQUEST, CONNECT, SUB_NONE);
    cursor_skip(&place, OFFSET_AT);
    cursor_skip(&descriptor, cursor_u16be(&place));
    read_connect(descriptor, out);
}

static void refuse(struct cursor packet, struct dissection *out)
{
    answer(out, MESSAGE_REFUSAL);
    cursor_skip(&packet, REFUSE_TEXT);
    read_refusal(packet, out);
}

static void read_packet(const struct packet *p, struct cursor packet, struct dissection *out)
{
    bool from_server = out->direction == DIRECTION_FROM_SERVER;

    if (p->type == CONNECT)
        ask(packet, out);
    else if (p->type == ACCEPT || p->type == REDIRECT)
        answer(out, MESSAGE_RESPONSE);
    else if (p->type == REFUSE)
        refuse(packet, out);
    else if (p->type == DATA)
        dissection_operation(out, &tns_protocol, from_server ? MESSAGE_RESPONSE : MESSAGE_REQUEST,
                             DATA, SUB_NONE);
}

static enum verdict tns_dissect(struct cursor *payload, struct dissection *out)
{
    struct tns_state *state = out->state;
    struct cursor ahead = *payload;
    struct packet p;

    if (skipping_takes(&state->rest, out->direction == DIRECTION_FROM_SERVER, payload))
        return VERDICT_OK;
    if (payload->left < HEADER_BYTES)
        return VERDICT_MORE;
    if (!read_header(&ahead, &p))
        return VERDICT_MALFORMED;
    size_t wanted = p.length < READ_MOST ? p.length : READ_MOST;
    if (payload->left < wanted)
        return VERDICT_MORE;
    read_packet(&p, cursor_split(payload, wanted), out);
    state->rest.left[out->direction == DIRECTION_FROM_SERVER] = p.length - wanted;
    return VERDICT_OK;
}

const struct protocol tns_protocol = {
    .name = "tns",
    .title = "TNS (Oracle)",
    .specification = "none in public; as described",
    .carriers = CARRIER_TCP,
    .ports = { 1521 },
    .state_bytes = sizeof(struct tns_state),
    .message_most = LENGTH_MOST,
    .operations = operations,
    .probe = tns_probe,
    .dissect = tns_dissect,
};
