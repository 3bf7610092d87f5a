/*
 * proconos.c - ProConOS, the run-time system of KW-Software: what it answers to
 * the first request.
 *
 * Nothing public tells where a message ends: what a segment holds is taken as
 * one.  Only the request that asks who is there, and its answer, are known.
 *
 * Source: KW-Software publishes no specification.  Request and identity as
 * Redpoint's proconos-info sends and reads them.
 */
#include "proto/line.h"
#include "proto/protocol.h"

enum {
    START = 0xcc,
    COMMAND_IDENTIFY = 1,
    RUNTIME_AT = 12, /* or a byte later, by the version of the runtime */
    TYPE_BEHIND = 32,
    PROJECT_BEHIND = 65,
    MESSAGE_MOST = 1460,
};

static const struct operation operations[] = {
    { COMMAND_IDENTIFY, SUB_NONE, "identify", CLASS_ident },
    { 0 },
};

/* The name of the runtime; fails when there is none. */
static struct cursor runtime_of(struct cursor payload)
{
    cursor_skip(&payload, RUNTIME_AT);
    if (!line_starts(payload, "ProConOS"))
        cursor_skip(&payload, 1);
    if (!line_starts(payload, "ProConOS"))
        cursor_skip(&payload, SIZE_MAX);
    return payload;
}

static enum match proconos_probe(struct cursor payload)
{
    struct cursor head = payload;
    uint8_t start = cursor_u8(&head), command = cursor_u8(&head);
    uint16_t constant = cursor_u16be(&head);

    if (!cursor_ok(&head) || start != START)
        return MATCH_NO;
    struct cursor runtime = runtime_of(payload);
    if (cursor_ok(&runtime))
        return MATCH_YES;
    return command == COMMAND_IDENTIFY && constant == 0x000b ? MATCH_MAYBE : MATCH_NO;
}

static void tell(struct cursor runtime, struct dissection *out)
{
    static const struct {
        size_t behind;
        enum field field;
    } texts[] = {
        { 0, FIELD_software },
        { TYPE_BEHIND, FIELD_model },
        { PROJECT_BEHIND, FIELD_application },
    };

    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct cursor value = runtime;
        cursor_skip(&value, texts[i].behind);
        if (cursor_ok(&value))
            dissection_state(out, &out->sender, texts[i].field, text_from_wire(value, out->arena),
                             "proconos identity", CONFIDENCE_SELF);
    }
}

static enum verdict proconos_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor whole = *payload, runtime = runtime_of(whole);
    uint8_t start = cursor_u8(payload), command = cursor_u8(payload);

    if (start != START)
        return VERDICT_MALFORMED;
    cursor_skip(payload, payload->left);
    if (cursor_ok(&runtime)) {
        out->direction = DIRECTION_FROM_SERVER;
        dissection_operation(out, &proconos_protocol, MESSAGE_RESPONSE, COMMAND_IDENTIFY, SUB_NONE);
        tell(runtime, out);
    } else {
        dissection_operation(out, &proconos_protocol,
                             out->direction == DIRECTION_FROM_SERVER ? MESSAGE_RESPONSE
                                                                     : MESSAGE_REQUEST,
                             command, SUB_NONE);
    }
    return VERDICT_OK;
}

const struct protocol proconos_protocol = {
    .name = "proconos",
    .title = "ProConOS",
    .specification = "ProConOS, as observed",
    .carriers = CARRIER_TCP,
    .ports = { 20547 },
    .is_industrial = true,
    .message_most = MESSAGE_MOST,
    .operations = operations,
    .probe = proconos_probe,
    .dissect = proconos_dissect,
};
