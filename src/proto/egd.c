/*
 * egd.c - Ethernet Global Data: values that GE controllers produce in fixed
 * exchanges, for whoever consumes them.
 *
 * Source: GFK-2224 (TCP/IP Ethernet Communications for PACSystems), 4 and appendix
 * (data packet, status, configuration signature).
 */
#include "proto/protocol.h"

#include <assert.h>

enum {
    DATA_TYPE = 0x0d,
    DATA_VERSION = 0x01,
    HEADER_BYTES = 32,
    DATA_MOST = 1400,
    TOLD_MOST = 32,
    STATUS_MOST = 30, /* of the codes that are assigned */
};

static const struct operation operations[] = {
    { DATA_TYPE, SUB_NONE, "produced data", CLASS_read },
    { 0 },
};

/* Exchanges repeat every few milliseconds: each is told when it or its signature is new. */
struct told {
    uint32_t exchange, signature;
};

struct egd_state {
    struct told told[TOLD_MOST];
    uint8_t count, next;
};

static_assert(sizeof(struct egd_state) <= PROTOCOL_STATE_MOST, "flow state is bounded");

struct exchange {
    struct address producer;
    uint32_t number, status, signature, reserved;
};

static bool header_read(struct cursor *c, struct exchange *e)
{
    uint8_t type = cursor_u8(c), version = cursor_u8(c);

    cursor_skip(c, 2); /* counts requests */
    const uint8_t *producer = cursor_take(c, 4);
    e->number = cursor_u32le(c);
    cursor_skip(c, 8); /* time of production */
    e->status = cursor_u32le(c);
    e->signature = cursor_u32le(c);
    e->reserved = cursor_u32le(c);
    if (!cursor_ok(c) || type != DATA_TYPE || version != DATA_VERSION)
        return false;
    e->producer = address_ipv4(producer);
    return true;
}

static bool is_news(struct egd_state *state, const struct exchange *e)
{
    uint8_t row = 0;

    while (row < state->count && state->told[row].exchange != e->number)
        row++;
    if (row < state->count && state->told[row].signature == e->signature)
        return false;
    if (row == state->count && row == TOLD_MOST)
        row = state->next = (uint8_t)((state->next + 1) % TOLD_MOST);
    else if (row == state->count)
        state->count++;
    state->told[row] = (struct told){ e->number, e->signature };
    return true;
}

/* The producer's number is its own choice, and by default its address. */
static void tell(const struct exchange *e, struct dissection *out)
{
    char producer[ADDRESS_TEXT];
    struct text part = text_format(out->arena, "exchange %u", (unsigned)e->number);

    address_format(&e->producer, producer);
    dissection_state(out, &out->sender, FIELD_station,
                     text_format(out->arena, "EGD producer %s", producer), "egd producer id",
                     CONFIDENCE_SELF);
    dissection_state_part(out, &out->sender, part, FIELD_profile,
                          text_format(out->arena, "signature %u.%u",
                                      (unsigned)(e->signature >> 8 & 0xff),
                                      (unsigned)(e->signature & 0xff)),
                          "egd configuration signature", CONFIDENCE_SELF);
}

/* Ours also where the fields that have few values have one of them. */
static enum match egd_probe(struct cursor payload)
{
    struct exchange e;

    if (!header_read(&payload, &e) || payload.left > DATA_MOST)
        return MATCH_NO;
    return e.reserved == 0 && e.status <= STATUS_MOST && e.signature <= UINT16_MAX &&
                   !address_is_void(&e.producer)
               ? MATCH_YES
               : MATCH_MAYBE;
}

static enum verdict egd_dissect(struct cursor *payload, struct dissection *out)
{
    struct exchange e;

    if (!header_read(payload, &e))
        return VERDICT_MALFORMED;
    cursor_skip(payload, payload->left);
    if (out->sender_port == out->receiver_port)
        out->direction = DIRECTION_FROM_SERVER; /* who produces serves whoever consumes */
    dissection_operation(out, &egd_protocol, MESSAGE_REQUEST, DATA_TYPE, SUB_NONE);
    if (is_news(out->state, &e))
        tell(&e, out);
    return VERDICT_OK;
}

const struct protocol egd_protocol = {
    .name = "egd",
    .title = "Ethernet Global Data",
    .specification = "GE GFK-2224",
    .carriers = CARRIER_UDP,
    .ports = { 18246 },
    .is_industrial = true,
    .state_bytes = sizeof(struct egd_state),
    .operations = operations,
    .probe = egd_probe,
    .dissect = egd_dissect,
};
