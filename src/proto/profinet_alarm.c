/*
 * profinet_alarm.c - alarms over the acknowledged real-time channel: what a
 * device reports, and whether its controller took note.
 *
 * An alarm that is not acknowledged in time is sent again under the same number:
 * it counts once.
 *
 * Source: IEC 61158-6-10, 4.6.1 (RTA PDUs), 5.2.3 (AlarmNotification), 5.2.4
 * (AlarmAck).
 */
#include "proto/profinet.h"

enum { RTA_VERSION = 1 };

enum rta_type { RTA_DATA = 1, RTA_REJECT = 2, RTA_ACKNOWLEDGE = 3, RTA_ERROR = 4 };

enum block_type {
    BLOCK_NOTIFICATION_HIGH = 0x0001,
    BLOCK_NOTIFICATION_LOW = 0x0002,
    BLOCK_ACK_HIGH = 0x8001,
    BLOCK_ACK_LOW = 0x8002,
};

struct rta {
    uint8_t version, type;
    uint32_t number; /* who sends it, and which one it is */
    struct cursor user;
};

static struct rta rta_read(struct cursor *c)
{
    struct rta r = { 0 };

    cursor_skip(c, 2); /* the endpoint that it is for */
    uint32_t source = cursor_u16be(c);
    uint8_t kind = cursor_u8(c);
    cursor_skip(c, 1); /* flags */
    r.number = source << 16 | cursor_u16be(c);
    cursor_skip(c, 2); /* the number that it acknowledges */
    r.version = kind >> 4;
    r.type = kind & 0x0f;
    r.user = cursor_split(c, cursor_u16be(c));
    return r;
}

static bool is_again(uint32_t number, const struct dissection *out)
{
    struct profinet_end *end = profinet_end_of(out);
    bool again = end->has_alarmed && end->alarm == number;

    end->has_alarmed = true;
    end->alarm = number;
    return again;
}

static void notification(const struct profinet_message *m, struct cursor body,
                         struct dissection *out)
{
    out->direction = DIRECTION_FROM_SERVER;
    dissection_operation(out, &profinet_protocol, MESSAGE_REQUEST, m->code, cursor_u16be(&body));
}

static void acknowledgement(const struct profinet_message *m, struct cursor body,
                            struct dissection *out)
{
    uint16_t type = cursor_u16be(&body);

    cursor_skip(&body, 10); /* API, slot, subslot, specifier */
    uint32_t status = cursor_u32be(&body);
    out->direction = DIRECTION_FROM_CLIENT;
    dissection_operation(out, &profinet_protocol, status ? MESSAGE_REFUSAL : MESSAGE_RESPONSE,
                         m->code, type);
}

static const struct {
    uint16_t type;
    uint8_t bytes; /* that it has at least, behind the version */
    void (*read)(const struct profinet_message *, struct cursor, struct dissection *);
} blocks[] = {
    { BLOCK_NOTIFICATION_HIGH, 20, notification },
    { BLOCK_NOTIFICATION_LOW, 20, notification },
    { BLOCK_ACK_HIGH, 16, acknowledgement },
    { BLOCK_ACK_LOW, 16, acknowledgement },
};

static enum verdict data(const struct profinet_message *m, const struct rta *r,
                         struct dissection *out)
{
    struct cursor user = r->user;
    uint16_t type = cursor_u16be(&user);
    struct cursor body = cursor_split(&user, cursor_u16be(&user));

    cursor_skip(&body, 2); /* version of the block */
    for (size_t i = 0; i < COUNT_OF(blocks); i++) {
        if (blocks[i].type != type || !cursor_ok(&body) || body.left < blocks[i].bytes)
            continue;
        if (!is_again(r->number, out))
            blocks[i].read(m, body, out);
        return VERDICT_OK;
    }
    return VERDICT_MALFORMED;
}

enum verdict profinet_alarm_read(struct profinet_message *m, struct dissection *out)
{
    struct rta r = rta_read(&m->rest);

    if (!cursor_ok(&r.user) || r.version != RTA_VERSION || r.type < RTA_DATA || r.type > RTA_ERROR)
        return VERDICT_MALFORMED;
    if (r.type == RTA_DATA)
        return data(m, &r, out);
    if (r.type == RTA_ERROR)
        dissection_operation(out, &profinet_protocol, MESSAGE_REQUEST, m->code,
                             PROFINET_ALARM_ABORT);
    return VERDICT_OK;
}
