/*
 * ptp.c - Precision Time Protocol: who gives the time, how good it is, and who
 * changes the settings of a clock.
 *
 * The code is the type of the message.  Answers are counted on what they answer;
 * a management message has its action as the sub-code.
 *
 * Source: IEEE 1588-2019, 13.3 (header), 13.5 (announce), 15.4 (management), 15.5.3.1
 * (CLOCK_DESCRIPTION); annex C and E (UDP and Ethernet).
 */
#include "proto/protocol.h"

enum { VERSION = 2, HEADER_BYTES = 34, ANNOUNCE_BYTES = 30, MANAGEMENT_BYTES = 14 };

enum message_type {
    PTP_SYNC = 0,
    PTP_DELAY = 1,
    PTP_PEER_DELAY = 2,
    PTP_PEER_DELAY_ANSWER = 3,
    PTP_FOLLOW_UP = 8,
    PTP_DELAY_ANSWER = 9,
    PTP_PEER_FOLLOW_UP = 10,
    PTP_ANNOUNCE = 11,
    PTP_SIGNALING = 12,
    PTP_MANAGEMENT = 13,
};

enum action {
    ACTION_GET = 0,
    ACTION_SET = 1,
    ACTION_RESPONSE = 2,
    ACTION_COMMAND = 3,
    ACTION_ACK = 4
};

static const struct operation operations[] = {
    { PTP_SYNC, SUB_NONE, "sync", CLASS_time },
    { PTP_DELAY, SUB_NONE, "delay", CLASS_time },
    { PTP_PEER_DELAY, SUB_NONE, "peer delay", CLASS_time },
    { PTP_FOLLOW_UP, SUB_NONE, "follow-up", CLASS_time },
    { PTP_PEER_FOLLOW_UP, SUB_NONE, "peer delay follow-up", CLASS_time },
    { PTP_ANNOUNCE, SUB_NONE, "announce", CLASS_time },
    { PTP_SIGNALING, SUB_NONE, "signaling", CLASS_time },
    { PTP_MANAGEMENT, ACTION_GET, "management get", CLASS_read },
    { PTP_MANAGEMENT, ACTION_SET, "management set", CLASS_config },
    { PTP_MANAGEMENT, ACTION_COMMAND, "management command", CLASS_config },
    { 0 },
};

struct ptp_state {
    uint8_t asked; /* the action that an answer is for */
};

struct ptp_header {
    uint8_t type;
    uint64_t clock; /* of the sender */
    struct cursor body;
};

/* Ethernet may pad what follows the length. */
static bool header_read(struct cursor c, struct ptp_header *h)
{
    uint8_t type = cursor_u8(&c), version = cursor_u8(&c);
    uint16_t length = cursor_u16be(&c);

    if (!cursor_ok(&c) || length < HEADER_BYTES)
        return false;
    struct cursor message = cursor_split(&c, length - 4U);
    h->type = type & 0x0f;
    cursor_skip(&message, 16); /* domain, flags, correction */
    h->clock = cursor_u64be(&message);
    cursor_skip(&message, 6); /* port, number, control, interval */
    h->body = message;
    return cursor_ok(&message) && (version & 0x0f) == VERSION &&
           (h->type <= PTP_PEER_DELAY_ANSWER ||
            (h->type >= PTP_FOLLOW_UP && h->type <= PTP_MANAGEMENT));
}

static enum match ptp_probe(struct cursor payload)
{
    struct ptp_header h;

    return header_read(payload, &h) ? MATCH_MAYBE : MATCH_NO;
}

/* ---- identities ---- */

/* A clock's identity that was made of a network card's: ff:fe in its middle. */
static bool clock_card(uint64_t clock, struct address *card)
{
    uint8_t bytes[6];

    if ((clock >> 24 & 0xffff) != 0xfffe)
        return false;
    for (unsigned i = 0; i < 3; i++) {
        bytes[i] = (uint8_t)(clock >> (56 - 8 * i));
        bytes[3 + i] = (uint8_t)(clock >> (16 - 8 * i));
    }
    *card = address_mac(bytes);
    return !address_is_void(card) && !address_is_group(card);
}

static void tell_sender(const struct ptp_header *h, struct dissection *out)
{
    struct address card;

    dissection_state(out, &out->sender, FIELD_station,
                     text_format(out->arena, "clock %016llx", (unsigned long long)h->clock),
                     "ptp clock identity", CONFIDENCE_ANNOUNCED);
    if (clock_card(h->clock, &card) && !address_equal(&card, &out->sender))
        dissection_tie(out, card, out->sender, BINDING_announced);
}

static void tell_server(const struct address *about, struct dissection *out)
{
    dissection_state(out, about, FIELD_capability, TEXT("time server"), "ptp",
                     CONFIDENCE_BEHAVIOUR);
}

/* ---- messages ---- */

static void count(struct dissection *out, enum message_kind kind, uint32_t code, uint32_t sub)
{
    dissection_operation(out, &ptp_protocol, kind, code, sub);
}

static bool announced(struct ptp_header *h, struct dissection *out)
{
    count(out, MESSAGE_REQUEST, h->type, SUB_NONE);
    if (h->type == PTP_SYNC)
        tell_server(&out->sender, out);
    return true;
}

static bool announce(struct ptp_header *h, struct dissection *out)
{
    if (h->body.left < ANNOUNCE_BYTES)
        return false;
    cursor_skip(&h->body, 13); /* time, offset to UTC */
    unsigned first = cursor_u8(&h->body), class = cursor_u8(&h->body);
    unsigned accuracy = cursor_u8(&h->body);
    cursor_skip(&h->body, 2); /* variance */
    unsigned second = cursor_u8(&h->body);
    uint64_t grandmaster = cursor_u64be(&h->body);
    struct address card;

    count(out, MESSAGE_REQUEST, PTP_ANNOUNCE, SUB_NONE);
    tell_sender(h, out);
    tell_server(&out->sender, out);
    if (grandmaster == h->clock)
        dissection_state(
            out, &out->sender, FIELD_state,
            text_format(out->arena,
                        "PTP grandmaster, class %u, accuracy 0x%02x, priorities %u and %u", class,
                        accuracy, first, second),
            "ptp announce", CONFIDENCE_ANNOUNCED);
    else if (clock_card(grandmaster, &card))
        dissection_state(out, &card, FIELD_state, TEXT("PTP grandmaster"), "ptp announce",
                         CONFIDENCE_ANNOUNCED);
    return true;
}

static bool answered(struct ptp_header *h, struct dissection *out)
{
    count(out, MESSAGE_RESPONSE, h->type == PTP_DELAY_ANSWER ? PTP_DELAY : PTP_PEER_DELAY,
          SUB_NONE);
    return true;
}

static struct cursor text_part(struct cursor *c)
{
    return cursor_split(c, cursor_u8(c));
}

/* Maker, model and instance; versions of hardware, firmware and software; ';' between them. */
static void tell_description(struct cursor c, struct dissection *out)
{
    static const enum field products[] = { FIELD_vendor, FIELD_model, FIELD_serial };
    static const enum field versions[] = { FIELD_hardware, FIELD_firmware, FIELD_software };

    cursor_skip(&c, 2); /* kinds of clock */
    (void)text_part(&c);
    cursor_skip(&c, cursor_u16be(&c)); /* physical address */
    cursor_skip(&c, 2);
    cursor_skip(&c, cursor_u16be(&c)); /* network address */
    cursor_skip(&c, 4);                /* maker's number */
    struct text product = text_from_wire(text_part(&c), out->arena);
    struct text version = text_from_wire(text_part(&c), out->arena);
    for (size_t i = 0; i < COUNT_OF(products); i++) {
        dissection_state(out, &out->sender, products[i], text_trim(text_cut(&product, ';')),
                         "ptp clock description", CONFIDENCE_SELF);
        dissection_state(out, &out->sender, versions[i], text_trim(text_cut(&version, ';')),
                         "ptp clock description", CONFIDENCE_SELF);
    }
}

static bool management(struct ptp_header *h, struct dissection *out)
{
    enum { TLV_REFUSED = 2, CLOCK_DESCRIPTION = 1 };
    struct ptp_state *state = out->state;

    if (h->body.left < MANAGEMENT_BYTES)
        return false;
    cursor_skip(&h->body, 12); /* which clock, hops */
    uint8_t action = cursor_u8(&h->body) & 0x0f;
    cursor_skip(&h->body, 1);
    uint16_t type = cursor_u16be(&h->body);
    struct cursor value = cursor_split(&h->body, cursor_u16be(&h->body));
    uint16_t id = cursor_u16be(&value);
    bool is_answer = action == ACTION_RESPONSE || action == ACTION_ACK;

    if (!is_answer)
        state->asked = action;
    out->direction = is_answer ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    enum message_kind answer = type == TLV_REFUSED ? MESSAGE_REFUSAL : MESSAGE_RESPONSE;
    count(out, is_answer ? answer : MESSAGE_REQUEST, PTP_MANAGEMENT,
          action == ACTION_ACK ? ACTION_COMMAND : state->asked);
    if (action == ACTION_RESPONSE && type != TLV_REFUSED && id == CLOCK_DESCRIPTION &&
        cursor_ok(&value))
        tell_description(value, out);
    return true;
}

static const struct {
    bool by_server; /* of those that are sent to one receiver */
    bool (*read)(struct ptp_header *h, struct dissection *out);
} readers[PTP_MANAGEMENT + 1] = {
    [PTP_SYNC] = { true, announced },           [PTP_DELAY] = { false, announced },
    [PTP_PEER_DELAY] = { false, announced },    [PTP_PEER_DELAY_ANSWER] = { true, answered },
    [PTP_FOLLOW_UP] = { true, announced },      [PTP_DELAY_ANSWER] = { true, answered },
    [PTP_PEER_FOLLOW_UP] = { true, announced }, [PTP_ANNOUNCE] = { true, announce },
    [PTP_SIGNALING] = { false, announced },     [PTP_MANAGEMENT] = { false, management },
};

static enum verdict ptp_dissect(struct cursor *payload, struct dissection *out)
{
    struct ptp_header h;

    if (!header_read(*payload, &h))
        return VERDICT_MALFORMED;
    bool from_server = readers[h.type].by_server && !address_is_group(&out->receiver);

    if (h.type != PTP_SIGNALING)
        out->direction = from_server ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    if (!readers[h.type].read(&h, out))
        return VERDICT_MALFORMED;
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol ptp_protocol = {
    .name = "ptp",
    .title = "PTP",
    .specification = "IEEE 1588-2019",
    .carriers = CARRIER_ETHERNET | CARRIER_UDP,
    .ports = { 0x88f7, 319, 320 },
    .state_bytes = sizeof(struct ptp_state),
    .operations = operations,
    .probe = ptp_probe,
    .dissect = ptp_dissect,
};
