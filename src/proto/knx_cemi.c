/*
 * knx_cemi.c - telegrams of the KNX bus and device management, as KNXnet/IP
 * carries them.
 *
 * Source: KNX Standard 03_06_03, 4.1 (cEMI); 03_03_03 (network layer), 03_03_04
 * (transport layer), 03_03_07, 3 (application layer).
 */
#include "proto/knx.h"

enum message_code {
    DATA_REQUEST = 0x11,
    DATA_INDICATION = 0x29,
    MONITOR_INDICATION = 0x2b,
    DATA_CONFIRMATION = 0x2e,
    PROPERTY_READ = 0xfc,
    PROPERTY_READ_DONE = 0xfb,
    PROPERTY_WRITE = 0xf6,
    PROPERTY_WRITE_DONE = 0xf5,
    FUNCTION_COMMAND = 0xf8,
    FUNCTION_DONE = 0xfa,
    RESET = 0xf1,
    RESET_DONE = 0xf0,
};

enum {
    NOT_CONFIRMED = 1, /* in the first control byte */
    CONTROL_TELEGRAM = 0x80,
    APCI_MASK = 0x3ff,
    APCI_GROUP = 0x3c0, /* of services that have data in their low bits */
    ADC_ANSWER = 0x1c0,
    DESCRIPTOR_ANSWER = 0x340,
    PROPERTY_ANSWER = 0x3d6,
    PROPERTY_WRITTEN = 0x3d7,
    DEVICE_OBJECT = 0,
};

static const struct answer {
    uint16_t apci, of;
} answers[] = {
#define TELEGRAM_ANSWER(apci, of) { apci, of },
#include "proto/knx_codes.def"
#undef TELEGRAM_ANSWER
};

struct telegram {
    uint8_t control;
    uint16_t source;
    bool is_control; /* of the transport layer: no service in it */
    uint16_t apci;
    struct cursor data;
};

/* Services of the first half, memory and descriptors keep data beside their code. */
static uint16_t apci_of(uint16_t bits)
{
    uint16_t group = bits & APCI_GROUP;

    if (group <= ADC_ANSWER || group == 0x200 || group == 0x240 || group == 0x280 ||
        group == 0x300 || group == DESCRIPTOR_ANSWER)
        return group;
    return bits & APCI_MASK;
}

static bool telegram_read(struct cursor c, struct telegram *t)
{
    *t = (struct telegram){ .control = cursor_u8(&c) };
    cursor_skip(&c, 1); /* second control byte */
    t->source = cursor_u16be(&c);
    cursor_skip(&c, 2); /* target */
    uint8_t length = cursor_u8(&c);
    uint8_t transport = cursor_u8(&c);

    t->is_control = transport & CONTROL_TELEGRAM;
    if (!t->is_control)
        t->apci = apci_of((uint16_t)((transport & 3) << 8 | cursor_u8(&c)));
    t->data = c;
    return cursor_ok(&c) && (t->is_control || length > 0);
}

/* The request that a telegram answers, or itself. */
static uint16_t asked_by(uint16_t apci, bool *is_answer)
{
    for (const struct answer *a = answers; a < answers + COUNT_OF(answers); a++)
        if (a->apci == apci) {
            *is_answer = true;
            return a->of;
        }
    *is_answer = false;
    return apci;
}

static bool is_answered(uint16_t apci)
{
    if (apci == PROPERTY_WRITTEN)
        return true;
    for (const struct answer *a = answers; a < answers + COUNT_OF(answers); a++)
        if (a->of == apci)
            return true;
    return false;
}

static void tell(const struct telegram *t, struct dissection *out)
{
    struct cursor data = t->data;

    knx_tell_device(t->source, out);
    if (t->apci == DESCRIPTOR_ANSWER)
        knx_tell_descriptor(t->source, data, out);
    if (t->apci != PROPERTY_ANSWER || cursor_u8(&data) != DEVICE_OBJECT)
        return;
    uint8_t property = cursor_u8(&data);
    cursor_skip(&data, 2); /* count, start */
    knx_tell_property(t->source, property, data, out);
}

static void count(struct dissection *out, uint16_t service, enum message_kind kind, uint32_t sub)
{
    dissection_operation(out, &knx_protocol, kind, service, sub);
}

/* A telegram from the bus: an answer, or what another device says to a third. */
static void heard(uint16_t service, const struct telegram *t, struct dissection *out)
{
    struct knx_state *state = out->state;
    bool is_answer;
    uint16_t apci = asked_by(t->apci, &is_answer);

    tell(t, out);
    if (t->apci == PROPERTY_ANSWER && state->property_written) {
        apci = PROPERTY_WRITTEN;
        state->property_written = false;
    }
    if (is_answer)
        count(out, service, MESSAGE_RESPONSE, apci);
    else
        count(out, service, MESSAGE_REQUEST, service == KNX_ROUTING ? apci : KNX_SUB_HEARD);
}

/* The bus has taken a telegram, or nobody there acknowledged it. */
static void confirmed(uint16_t service, const struct telegram *t, struct dissection *out)
{
    if (t->control & NOT_CONFIRMED)
        count(out, service, MESSAGE_REFUSAL, t->apci);
    else if (!is_answered(t->apci))
        count(out, service, MESSAGE_RESPONSE, t->apci);
}

static void sent(uint16_t service, const struct telegram *t, struct dissection *out)
{
    struct knx_state *state = out->state;
    bool is_answer;
    uint16_t apci = asked_by(t->apci, &is_answer);

    if (!is_answer)
        state->property_written = apci == PROPERTY_WRITTEN;
    count(out, service, is_answer ? MESSAGE_RESPONSE : MESSAGE_REQUEST, apci);
}

static bool read_telegram(uint16_t service, uint8_t code, struct cursor c, struct dissection *out)
{
    struct telegram t;

    if (!telegram_read(c, &t))
        return false;
    if (service == KNX_TUNNELLING)
        out->direction = code == DATA_REQUEST ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
    if (t.is_control) {
        if (code != DATA_CONFIRMATION)
            count(out, service, MESSAGE_REQUEST, KNX_SUB_CONTROL);
    } else if (code == DATA_REQUEST) {
        sent(service, &t, out);
    } else if (code == DATA_CONFIRMATION) {
        confirmed(service, &t, out);
    } else {
        heard(service, &t, out);
    }
    return true;
}

/* Object type, instance, property, count and start; a count of zero is an error. */
static void read_property(uint8_t code, struct cursor c, struct dissection *out)
{
    uint16_t object = cursor_u16be(&c);
    cursor_skip(&c, 1); /* instance */
    uint8_t property = cursor_u8(&c);
    bool refused = cursor_u16be(&c) >> 12 == 0;
    uint32_t asked = code == PROPERTY_READ_DONE ? PROPERTY_READ : PROPERTY_WRITE;

    count(out, KNX_CONFIGURATION, refused ? MESSAGE_REFUSAL : MESSAGE_RESPONSE, asked);
    if (!refused && code == PROPERTY_READ_DONE && object == DEVICE_OBJECT && cursor_ok(&c))
        knx_tell_property(0, property, c, out);
}

static void read_management(uint16_t service, uint8_t code, struct cursor c, struct dissection *out)
{
    switch (code) {
    case PROPERTY_READ_DONE:
    case PROPERTY_WRITE_DONE:
        read_property(code, c, out);
        break;
    case FUNCTION_DONE:
        count(out, service, MESSAGE_RESPONSE, FUNCTION_COMMAND);
        break;
    case RESET_DONE:
        count(out, service, MESSAGE_RESPONSE, RESET);
        break;
    default:
        count(out, service, MESSAGE_REQUEST, code);
    }
}

bool knx_cemi_read(uint16_t service, struct cursor cemi, struct dissection *out)
{
    uint8_t code = cursor_u8(&cemi);

    if (code >= RESET_DONE) {
        read_management(service, code, cemi, out);
        return true;
    }
    cursor_skip(&cemi, cursor_u8(&cemi)); /* additional information */
    if (code == DATA_REQUEST || code == DATA_INDICATION || code == DATA_CONFIRMATION)
        return read_telegram(service, code, cemi, out);
    count(out, service, MESSAGE_REQUEST, code == MONITOR_INDICATION ? KNX_SUB_MONITOR : code);
    return cursor_ok(&cemi);
}
