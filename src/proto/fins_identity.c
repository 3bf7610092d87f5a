/*
 * fins_identity.c - what FINS answers say of the device and of the units in its
 * rack.
 *
 * Source: OMRON W342, 5-3-17 (controller data read), 5-3-18 (connection data
 * read), 5-3-19 (controller status read).
 */
#include "proto/fins.h"

enum {
    TEXT_BYTES = 20, /* a model or a version */
    UNIT_BYTES = 1 + TEXT_BYTES,
    UNITS_MASK = 0x7f,        /* of the count; the bit above says that these are the last */
    CONFIGURATION_BYTES = 67, /* the answer's second page alone: units, remote I/O, state */
    DATA_READ = 0x01,
    CONNECTIONS_READ = 0x02,
    NODE_AT = 3, /* last byte of an IPv4 address */
};

static bool is_same(struct fins_address a, struct fins_address b)
{
    return a.network == b.network && a.node == b.node && a.unit == b.unit;
}

/* By automatic generation the node number is the last byte of the IP address. Source: W420, 5-1-4
 */
static bool is_self(const struct dissection *out, struct fins_address a)
{
    bool by_address = out->sender.kind == ADDRESS_IPV4 && out->sender.bytes[NODE_AT] == a.node;

    return a.network == 0 || by_address;
}

/* "", or which unit or which node of another network answered through this address. */
static struct text part_of(const struct dissection *out, struct fins_address a)
{
    static const struct fins_address cpu = { 0 };
    bool self = is_self(out, a);

    if (self && a.unit == cpu.unit)
        return (struct text){ 0 };
    if (self)
        return text_format(out->arena, "unit %u", a.unit);
    if (a.unit == cpu.unit)
        return text_format(out->arena, "network %u node %u", a.network, a.node);
    return text_format(out->arena, "network %u node %u unit %u", a.network, a.node, a.unit);
}

static void tell(struct dissection *out, struct text part, enum field field, struct text value,
                 const char *source)
{
    dissection_state_part(out, &out->sender, part, field, value, source, CONFIDENCE_SELF);
}

void fins_tell_station(struct dissection *out, const struct address *about,
                       struct fins_address station)
{
    static const struct fins_address nobody = { 0 };

    if (!is_same(station, nobody))
        dissection_state(
            out, about, FIELD_station,
            text_format(out->arena, "%u.%u.%u", station.network, station.node, station.unit),
            "fins address", CONFIDENCE_SELF);
}

static void controller_data(const struct fins_frame *f, struct text part, struct dissection *out)
{
    struct cursor data = f->data;
    struct cursor model = cursor_split(&data, TEXT_BYTES);
    struct cursor version = cursor_split(&data, TEXT_BYTES);

    if (!cursor_ok(&data) || f->data.left == CONFIGURATION_BYTES)
        return;
    struct text said = text_from_wire(model, out->arena);
    tell(out, part, FIELD_model, said, "fins 0501 model");
    if (said.length) /* who answers so is the maker's own controller, whose card it may be */
        dissection_state_part(out, &out->sender, part, FIELD_vendor, TEXT("Omron"),
                              "fins 0501 model", CONFIDENCE_ANNOUNCED);
    tell(out, part, FIELD_firmware, text_from_wire(version, out->arena), "fins 0501 version");
}

/* The units in the rack, by their addresses. */
static void connection_data(const struct fins_frame *f, struct text part, struct dissection *out)
{
    struct cursor data = f->data;
    unsigned count = cursor_u8(&data) & UNITS_MASK;

    (void)part;
    for (; count > 0 && data.left >= UNIT_BYTES; count--) {
        struct fins_address unit = f->source;
        unit.unit = cursor_u8(&data);
        struct cursor model = cursor_split(&data, TEXT_BYTES);
        tell(out, part_of(out, unit), FIELD_model, text_from_wire(model, out->arena),
             "fins 0502 unit");
    }
}

static const char *const statuses[] = {
    [0x00] = "stopped", [0x01] = "running", [0x80] = "standby"
};
static const char *const modes[] = { "program", "debug", "monitor", NULL, "run" };

/* Only a CPU's answer has a mode; those of other units are their own. */
static void controller_status(const struct fins_frame *f, struct text part, struct dissection *out)
{
    struct cursor data = f->data;
    uint8_t status = cursor_u8(&data), mode = cursor_u8(&data);

    if (!cursor_ok(&data) || f->source.unit != 0 || status >= COUNT_OF(statuses) ||
        mode >= COUNT_OF(modes) || !statuses[status] || !modes[mode])
        return;
    tell(out, part, FIELD_state,
         text_format(out->arena, "%s, %s mode", statuses[status], modes[mode]), "fins 0601");
}

static const struct {
    uint8_t main, sub;
    void (*tell)(const struct fins_frame *, struct text part, struct dissection *);
} answers[] = {
    { FINS_IDENTITY, DATA_READ, controller_data },
    { FINS_IDENTITY, CONNECTIONS_READ, connection_data },
    { FINS_STATUS, DATA_READ, controller_status },
};

void fins_tell_answer(const struct fins_frame *f, struct dissection *out)
{
    struct text part = part_of(out, f->source);

    if (part.length == 0)
        fins_tell_station(out, &out->sender, f->source);
    for (size_t i = 0; i < COUNT_OF(answers); i++)
        if (answers[i].main == f->main && answers[i].sub == f->sub)
            answers[i].tell(f, part, out);
}
