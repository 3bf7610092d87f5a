/*
 * esio.c - SAIA Ether-S-I/O: controllers and remote I/O exchange values.
 *
 * Source: Saia-Burgess Controls publishes no specification.  The header as
 * captures and other readers show it.
 */
#include "proto/protocol.h"

enum {
    MAGIC = 0x4553494f, /* "ESIO" */
    TYPE_DATA = 1,
    TYPE_STATUS = 2,
    TELEGRAM_ID_BYTES = 4,
};

static const struct operation operations[] = {
    { TYPE_DATA, SUB_NONE, "data transfer", CLASS_write },
    { TYPE_STATUS, SUB_NONE, "status", CLASS_diag },
    { 0 },
};

struct esio_state {
    bool told[2]; /* the station of each end */
};

static bool header_read(struct cursor *c, uint16_t *type)
{
    size_t whole = c->left;
    uint32_t magic = cursor_u32be(c);

    *type = cursor_u16be(c);
    uint16_t version = cursor_u16be(c), length = cursor_u16be(c);
    cursor_skip(c, 2); /* transaction */
    return cursor_ok(c) && magic == MAGIC && *type <= TYPE_STATUS && version == 0 &&
           length == whole;
}

static void tell_station(struct cursor c, struct dissection *out)
{
    struct esio_state *state = out->state;
    bool *told = &state->told[address_precedes(&out->receiver, &out->sender)];

    cursor_skip(&c, TELEGRAM_ID_BYTES);
    uint32_t station = cursor_u32be(&c);
    if (!cursor_ok(&c) || *told)
        return;
    *told = true;
    dissection_state(out, &out->sender, FIELD_station, text_format(out->arena, "%u", station),
                     "esio source station", CONFIDENCE_SELF);
}

static enum match esio_probe(struct cursor payload)
{
    uint16_t type;

    return header_read(&payload, &type) ? MATCH_YES : MATCH_NO;
}

static enum verdict esio_dissect(struct cursor *payload, struct dissection *out)
{
    uint16_t type;

    if (!header_read(payload, &type))
        return VERDICT_MALFORMED;
    dissection_operation(out, &esio_protocol, MESSAGE_REQUEST, type, SUB_NONE);
    if (type == TYPE_DATA)
        tell_station(*payload, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol esio_protocol = {
    .name = "esio",
    .title = "SAIA Ether-S-I/O",
    .specification = "SAIA Ether-S-I/O, as observed",
    .carriers = CARRIER_UDP,
    .ports = { 6060 },
    .is_industrial = true,
    .state_bytes = sizeof(struct esio_state),
    .operations = operations,
    .probe = esio_probe,
    .dissect = esio_dissect,
};
