/*
 * codesys.c - CODESYS V3: block driver and router datagrams, over TCP and UDP.
 *
 * Source: 3S publishes no specification.  Layers as Kaspersky ICS CERT (CODESYS
 * Runtime, a PLC control framework, 2019, part 1) describes them and Microsoft's
 * CODESYS parser (ICS Forensics Tools) reads them.
 */
#include "proto/codesys.h"

#define BLOCK_MAGIC UINT32_C(0xe8170100) /* enumerators are int */

enum {
    BLOCK_HEADER = 8,
    BLOCK_MOST = 4096, /* the block driver sends no more than 512 */
    DATAGRAM_MAGIC = 0xc5,
    DATAGRAM_HEADER = 6,
    HEADER_WORDS = 3,
};

enum service {
    SERVICE_ADDRESS_REQUEST = 1,
    SERVICE_ADDRESS_ANSWER = 2,
    SERVICE_NAMES_SERVER = 3,
    SERVICE_NAMES_CLIENT = 4,
    SERVICE_CHANNELS = 64,
};

static const struct operation operations[] = {
#define CODE(group, command, class, name) { group, command, name, CLASS_##class },
#include "proto/codesys_codes.def"
#undef CODE
    { 0 },
};

void codesys_observe(struct dissection *out, bool answers, bool refused, uint32_t code,
                     uint32_t sub)
{
    out->direction = answers ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    dissection_operation(out, &codesys_protocol,
                         !answers  ? MESSAGE_REQUEST
                         : refused ? MESSAGE_REFUSAL
                                   : MESSAGE_RESPONSE,
                         code, sub);
}

struct datagram {
    uint8_t service;
    struct cursor body;
};

/* Both addresses count 16-bit words; what follows is aligned to 32, from the block's start. */
static bool datagram_read(struct cursor c, size_t before, struct datagram *d)
{
    size_t whole = c.left;
    uint8_t magic = cursor_u8(&c), header = cursor_u8(&c);

    cursor_skip(&c, 1); /* priority, kind of addresses */
    d->service = cursor_u8(&c);
    cursor_skip(&c, 1); /* message id */
    uint8_t lengths = cursor_u8(&c);
    cursor_skip(&c, 2u * (lengths & 0x0f) + 2u * (lengths >> 4));
    cursor_skip(&c, (before + whole - c.left) % 4);
    d->body = c;
    return cursor_ok(&c) && magic == DATAGRAM_MAGIC && (header & 0x07) == HEADER_WORDS;
}

/* Routers tell each other where they are: nothing is asked of a controller. */
static bool is_address_service(uint8_t service)
{
    return service == SERVICE_ADDRESS_REQUEST || service == SERVICE_ADDRESS_ANSWER;
}

static bool datagram_dissect(const struct datagram *d, struct dissection *out)
{
    switch (d->service) {
    case SERVICE_NAMES_SERVER:
    case SERVICE_NAMES_CLIENT:
        return codesys_name_service(d->body, d->service == SERVICE_NAMES_CLIENT, out);
    case SERVICE_CHANNELS:
        return codesys_channel(d->body, out);
    default:
        return is_address_service(d->service);
    }
}

/* ---- TCP ---- */

static enum verdict block_read(struct cursor *c, struct datagram *d)
{
    uint32_t magic = cursor_u32le(c);
    uint32_t length = cursor_u32le(c);

    if (!cursor_ok(c))
        return VERDICT_MORE;
    if (magic != BLOCK_MAGIC || length < BLOCK_HEADER + DATAGRAM_HEADER || length > BLOCK_MOST)
        return VERDICT_MALFORMED;
    if (length - BLOCK_HEADER > c->left)
        return VERDICT_MORE;
    struct cursor body = cursor_split(c, length - BLOCK_HEADER);
    return datagram_read(body, BLOCK_HEADER, d) ? VERDICT_OK : VERDICT_MALFORMED;
}

static bool starts_as_block(struct cursor payload)
{
    static const uint8_t magic[] = { 0x00, 0x01, 0x17, 0xe8 };
    size_t i = 0;

    while (i < COUNT_OF(magic) && payload.left > 0 && cursor_u8(&payload) == magic[i])
        i++;
    return i > 0 && (i == COUNT_OF(magic) || payload.left == 0);
}

static enum match block_probe(struct cursor payload)
{
    struct datagram d;
    size_t present = payload.left;

    if (present < BLOCK_HEADER)
        return MATCH_MAYBE;
    return block_read(&payload, &d) == VERDICT_MALFORMED ? MATCH_NO : MATCH_YES;
}

/* ---- both ---- */

static enum match codesys_probe(struct cursor payload)
{
    struct datagram d;

    if (starts_as_block(payload))
        return block_probe(payload);
    if (!datagram_read(payload, 0, &d))
        return MATCH_NO;
    bool known = is_address_service(d.service) || d.service == SERVICE_NAMES_SERVER ||
                 d.service == SERVICE_NAMES_CLIENT || d.service == SERVICE_CHANNELS;
    return known ? MATCH_MAYBE : MATCH_NO;
}

static enum verdict block_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload;
    struct datagram d;
    enum verdict verdict = block_read(&ahead, &d);

    if (verdict != VERDICT_OK)
        return verdict;
    if (!datagram_dissect(&d, out))
        return VERDICT_MALFORMED;
    *payload = ahead;
    return VERDICT_OK;
}

static enum verdict codesys_dissect(struct cursor *payload, struct dissection *out)
{
    struct datagram d;

    if (starts_as_block(*payload))
        return block_dissect(payload, out);
    if (!datagram_read(*payload, 0, &d) || !datagram_dissect(&d, out))
        return VERDICT_MALFORMED;
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol codesys_protocol = {
    .name = "codesys",
    .title = "CODESYS V3",
    .specification = "CODESYS V3, as Kaspersky ICS CERT describes it",
    .carriers = CARRIER_TCP | CARRIER_UDP,
    .ports = { 11740, 1217, 1740, 1741 },
    .is_industrial = true,
    .state_bytes = sizeof(struct codesys_state),
    .message_most = BLOCK_MOST,
    .operations = operations,
    .probe = codesys_probe,
    .dissect = codesys_dissect,
};
