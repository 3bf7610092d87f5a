/*
 * sbus.c - SAIA S-Bus over UDP (Ether-S-Bus).
 *
 * Answers name nothing; they repeat the sequence number of the request.
 *
 * Source: Saia-Burgess Controls 26/739 (S-Bus manual), B (telegrams, checksum), C
 * (commands); 26/776 (Ethernet-TCP/IP), Ether-S-Bus header.
 */
#include <assert.h>

#include "proto/protocol.h"
#include "proto/requests.h"

enum {
    LENGTH_LEAST = 11, /* header, attribute, two bytes, checksum */
    VERSION_MOST = 1,
    CHECKSUM_BYTES = 2,
    POLYNOMIAL = 0x1021,
    UNSEEN = 256,
};

enum attribute { ATTRIBUTE_REQUEST, ATTRIBUTE_ANSWER, ATTRIBUTE_ACKNOWLEDGE };

enum command {
    COMMAND_STATUS_FIRST = 20,
    COMMAND_STATUS_LAST = 27,
    COMMAND_STATION = 29,
    COMMAND_FIRMWARE = 32,
};

static const struct operation operations[] = {
#define CODE(command, class, name) { command, SUB_NONE, name, CLASS_##class },
#include "proto/sbus_codes.def"
#undef CODE
    { UNSEEN, SUB_NONE, "answer to a request that was not seen", CLASS_unknown },
    { 0 },
};

struct sbus_state {
    struct requests asked; /* note: the station */
};

static_assert(sizeof(struct sbus_state) <= PROTOCOL_STATE_MOST, "flow state is bounded");

static uint16_t checksum(struct cursor c)
{
    uint16_t sum = 0;

    while (c.left > 0) {
        sum ^= (uint16_t)(cursor_u8(&c) << 8);
        for (int bit = 0; bit < 8; bit++)
            sum = (uint16_t)(sum & 0x8000 ? sum << 1 ^ POLYNOMIAL : sum << 1);
    }
    return sum;
}

struct telegram {
    uint16_t sequence;
    uint8_t attribute;
    struct cursor body;
};

/* The checksum proves it: everything in front of it is summed up. */
static bool telegram_read(struct cursor c, struct telegram *t)
{
    size_t whole = c.left;
    struct cursor summed = c;
    uint32_t length = cursor_u32be(&c);
    uint8_t version = cursor_u8(&c), kind = cursor_u8(&c);

    t->sequence = cursor_u16be(&c);
    t->attribute = cursor_u8(&c);
    if (!cursor_ok(&c) || length != whole || whole < LENGTH_LEAST || version > VERSION_MOST ||
        kind != 0 || t->attribute > ATTRIBUTE_ACKNOWLEDGE)
        return false;
    t->body = cursor_split(&c, c.left - CHECKSUM_BYTES);
    return checksum(cursor_split(&summed, whole - CHECKSUM_BYTES)) == cursor_u16be(&c);
}

/* ---- identity ---- */

static void tell_firmware(struct cursor body, struct dissection *out)
{
    struct cursor type = cursor_split(&body, 5), version = cursor_split(&body, 3);

    if (!cursor_ok(&body))
        return;
    dissection_state(out, &out->sender, FIELD_model, text_from_wire(type, out->arena),
                     "sbus firmware version", CONFIDENCE_SELF);
    dissection_state(out, &out->sender, FIELD_firmware, text_from_wire(version, out->arena),
                     "sbus firmware version", CONFIDENCE_SELF);
}

static const struct {
    char letter;
    const char *state;
} states[] = {
    { 'R', "running" },         { 'S', "stopped" },      { 'H', "halted" },
    { 'C', "conditional run" }, { 'D', "disconnected" },
};

/* CPU 0 and "own" are the device; the others share its rack. */
static void tell_status(uint32_t command, struct cursor body, struct dissection *out)
{
    uint8_t letter = cursor_u8(&body);
    unsigned cpu = command - COMMAND_STATUS_FIRST;
    struct text part = { 0 };

    if (cpu > 0 && command != COMMAND_STATUS_LAST)
        part = text_format(out->arena, "CPU %u", cpu);
    for (size_t i = 0; i < COUNT_OF(states); i++)
        if ((uint8_t)states[i].letter == letter)
            dissection_state_part(out, &out->sender, part, FIELD_state, text_of(states[i].state),
                                  "sbus status", CONFIDENCE_SELF);
}

static void tell_answer(uint32_t command, struct cursor body, struct dissection *out)
{
    if (command == COMMAND_FIRMWARE)
        tell_firmware(body, out);
    else if (command == COMMAND_STATION && body.left > 0)
        dissection_state(out, &out->sender, FIELD_station,
                         text_format(out->arena, "%u", cursor_u8(&body)), "sbus station number",
                         CONFIDENCE_SELF);
    else if (command >= COMMAND_STATUS_FIRST && command <= COMMAND_STATUS_LAST)
        tell_status(command, body, out);
}

/* ---- telegrams ---- */

static void request(struct telegram *t, struct dissection *out)
{
    struct sbus_state *state = out->state;

    cursor_skip(&t->body, 1); /* station */
    uint8_t command = cursor_u8(&t->body);
    out->direction = DIRECTION_FROM_CLIENT;
    requests_add(&state->asked, (struct request){ .key = t->sequence, .code = command });
    dissection_operation(out, &sbus_protocol, MESSAGE_REQUEST, command, SUB_NONE);
}

static void answer(struct telegram *t, struct dissection *out)
{
    struct sbus_state *state = out->state;
    struct request asked = { .code = UNSEEN };
    struct cursor code = t->body;
    bool refused = t->attribute == ATTRIBUTE_ACKNOWLEDGE && cursor_u16be(&code) != 0;

    (void)requests_take(&state->asked, t->sequence, &asked);
    out->direction = DIRECTION_FROM_SERVER;
    dissection_operation(out, &sbus_protocol, refused ? MESSAGE_REFUSAL : MESSAGE_RESPONSE,
                         asked.code, SUB_NONE);
    if (t->attribute == ATTRIBUTE_ANSWER)
        tell_answer(asked.code, t->body, out);
}

static enum match sbus_probe(struct cursor payload)
{
    struct telegram t;

    return telegram_read(payload, &t) ? MATCH_YES : MATCH_NO;
}

static enum verdict sbus_dissect(struct cursor *payload, struct dissection *out)
{
    struct telegram t;

    if (!telegram_read(*payload, &t))
        return VERDICT_MALFORMED;
    if (t.attribute == ATTRIBUTE_REQUEST)
        request(&t, out);
    else
        answer(&t, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol sbus_protocol = {
    .name = "sbus",
    .title = "SAIA S-Bus",
    .specification = "Saia-Burgess Controls 26/739, 26/776",
    .carriers = CARRIER_UDP,
    .ports = { 5050 },
    .is_industrial = true,
    .state_bytes = sizeof(struct sbus_state),
    .operations = operations,
    .probe = sbus_probe,
    .dissect = sbus_dissect,
};
