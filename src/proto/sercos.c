/*
 * sercos.c - Sercos III telegrams, recognised by their header.
 *
 * A master sends master data telegrams and empty device telegrams, which the
 * devices fill as they pass.  What is in them only the configuration of the line
 * says.
 *
 * Source: IEC 61158-4-19:2014, 4.3 (Sercos header: telegram type, phase, CRC).
 */
#include "proto/protocol.h"

enum {
    ETHERTYPE = 0x88cd,
    DEVICE_TELEGRAM = 0x40,
    RESERVED = 0x3c,
    PHASE_MOST = 4,
    PHASE_CHANGES = 0x80,
    PHASE_RESERVED = 0x70,
    HEADER_BYTES = 6,
    SUB_PHASE_CHANGE = 1,
};

enum telegram { MASTER_DATA = 1, DEVICE_DATA = 2 };

/* The numbers are ours: the wire has a bit. */
static const struct operation operations[] = {
    { MASTER_DATA, SUB_NONE, "master data telegram", CLASS_write },
    { MASTER_DATA, SUB_PHASE_CHANGE, "change of the communication phase", CLASS_mode },
    { DEVICE_DATA, SUB_NONE, "device telegram", CLASS_read },
    { 0 },
};

static bool header_read(struct cursor c, uint8_t *type, uint8_t *phase)
{
    *type = cursor_u8(&c);
    *phase = cursor_u8(&c);
    cursor_skip(&c, 4); /* CRC of the header */
    return cursor_ok(&c) && !(*type & RESERVED) && !(*phase & PHASE_RESERVED) &&
           (*phase & 15) <= PHASE_MOST;
}

static enum match sercos_probe(struct cursor payload)
{
    uint8_t type, phase;

    return header_read(payload, &type, &phase) ? MATCH_MAYBE : MATCH_NO;
}

static enum verdict sercos_dissect(struct cursor *payload, struct dissection *out)
{
    uint8_t type, phase;

    if (!header_read(*payload, &type, &phase))
        return VERDICT_MALFORMED;
    bool of_devices = type & DEVICE_TELEGRAM;
    out->direction = DIRECTION_FROM_CLIENT;
    dissection_operation(out, &sercos_protocol, MESSAGE_REQUEST,
                         of_devices ? DEVICE_DATA : MASTER_DATA,
                         !of_devices && phase & PHASE_CHANGES ? SUB_PHASE_CHANGE : SUB_NONE);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol sercos_protocol = {
    .name = "sercos",
    .title = "Sercos III",
    .specification = "IEC 61158-4-19:2014",
    .carriers = CARRIER_ETHERNET,
    .ports = { ETHERTYPE },
    .is_industrial = true,
    .operations = operations,
    .probe = sercos_probe,
    .dissect = sercos_dissect,
};
