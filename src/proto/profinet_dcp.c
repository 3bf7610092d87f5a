/*
 * profinet_dcp.c - DCP: who is there, what it is called, and giving it a name
 * and an address.
 *
 * A block that is set is an operation of its own, since one message may flash a
 * lamp and another one erases a device; its answer is a block too, and says
 * whether it was done.
 *
 * Source: IEC 61158-6-10, 4.3.1 (DCP PDUs), 4.3.1.4 (coding of the blocks).
 */
#include <string.h>

#include "proto/bits.h"
#include "proto/profinet.h"
#include "proto/registry.h"

enum { TYPE_REQUEST = 0, TYPE_ANSWER = 1, TYPE_NOT_SUPPORTED = 5 };

enum option {
    OPTION_IP = 1,
    OPTION_DEVICE = 2,
    DEVICE_NAME = 2,
    OPTION_CONTROL = 5,
    CONTROL_ANSWER = 4,
};

enum {
    IP_MAC = 1,
    IP_PARAMETERS = 2,
    IP_SUITE = 3,
    INFO_CONFLICT = 0x80,
};

struct block {
    uint8_t option, suboption;
    uint16_t info; /* block information or qualifier; 0 where there is none */
    struct cursor value;
};

struct dcp {
    uint8_t service, type;
    struct cursor blocks;
};

static struct cursor block_read(struct cursor *blocks, struct block *b)
{
    *b = (struct block){ .option = cursor_u8(blocks), .suboption = cursor_u8(blocks) };
    uint16_t length = cursor_u16be(blocks);
    struct cursor value = cursor_split(blocks, length);

    if (length % 2 && blocks->left > 0)
        cursor_skip(blocks, 1);
    return value;
}

static bool blocks_are_whole(struct cursor blocks)
{
    struct block b;

    while (blocks.left > 0)
        (void)block_read(&blocks, &b);
    return cursor_ok(&blocks);
}

/* ---- what a device says of itself ---- */

static struct text show_text(struct cursor value, struct arena *into)
{
    return text_from_wire(value, into);
}

/* A number without a name stays in the device type: here it would outrank the MAC's maker. */
static struct text show_vendor(struct cursor value, struct arena *into)
{
    uint16_t id = cursor_u16be(&value);

    (void)into;
    return cursor_ok(&value) ? text_of(registry_name(&profinet_vendors, id)) : (struct text){ 0 };
}

static struct text show_device(struct cursor value, struct arena *into)
{
    unsigned vendor = cursor_u16be(&value), device = cursor_u16be(&value);

    return cursor_ok(&value) ? text_format(into, "PROFINET device 0x%04x/0x%04x", vendor, device)
                             : (struct text){ 0 };
}

/* The row is the bit. */
static const char *const roles[] = { "IO device", "IO controller", "IO multidevice",
                                     "IO supervisor" };

static struct text show_roles(struct cursor value, struct arena *into)
{
    return bits_text(cursor_u8(&value), roles, COUNT_OF(roles), into);
}

/* Only a device that stands for several has another number than 0. */
static struct text show_instance(struct cursor value, struct arena *into)
{
    uint16_t instance = cursor_u16be(&value);

    return instance ? text_format(into, "instance %u", (unsigned)instance) : (struct text){ 0 };
}

static struct text show_gateway(struct cursor value, struct arena *into)
{
    char shown[ADDRESS_TEXT];

    const uint8_t *own = cursor_take(&value, 4);
    cursor_skip(&value, 4); /* mask */
    const uint8_t *bytes = cursor_take(&value, 4);
    struct address gateway = bytes ? address_ipv4(bytes) : (struct address){ 0 };
    if (address_is_void(&gateway) || memcmp(bytes, own, 4) == 0) /* its own: it has none */
        return (struct text){ 0 };
    address_format(&gateway, shown);
    return text_copy(text_of(shown), into);
}

static struct text show_subnet(struct cursor value, struct arena *into)
{
    const uint8_t *own = cursor_take(&value, 4), *mask = cursor_take(&value, 4);
    struct address address = own ? address_ipv4(own) : (struct address){ 0 };

    if (!mask || address_is_void(&address))
        return (struct text){ 0 };
    struct prefix p = prefix_of_mask(&address, mask);
    return p.bits ? prefix_text(&p, into) : (struct text){ 0 };
}

/* One row for each thing that a block says. */
static const struct {
    uint8_t option, suboption;
    enum field field;
    const char *source;
    struct text (*show)(struct cursor value, struct arena *into);
} meanings[] = {
    { OPTION_IP, IP_PARAMETERS, FIELD_gateway, "profinet dcp IP parameters", show_gateway },
    { OPTION_IP, IP_SUITE, FIELD_gateway, "profinet dcp IP parameters", show_gateway },
    { OPTION_IP, IP_PARAMETERS, FIELD_subnet, "profinet dcp IP parameters", show_subnet },
    { OPTION_IP, IP_SUITE, FIELD_subnet, "profinet dcp IP parameters", show_subnet },
    { OPTION_DEVICE, 1, FIELD_model, "profinet dcp type of station", show_text },
    { OPTION_DEVICE, DEVICE_NAME, FIELD_name, "profinet dcp name of station", show_text },
    { OPTION_DEVICE, 3, FIELD_vendor, "profinet dcp device id", show_vendor },
    { OPTION_DEVICE, 3, FIELD_device_type, "profinet dcp device id", show_device },
    { OPTION_DEVICE, 4, FIELD_capability, "profinet dcp device role", show_roles },
    { OPTION_DEVICE, 6, FIELD_neighbour, "profinet dcp alias name", show_text },
    { OPTION_DEVICE, 7, FIELD_unit, "profinet dcp device instance", show_instance },
    { OPTION_DEVICE, 8, FIELD_vendor, "profinet dcp OEM device id", show_vendor },
};

static void tie_mac(struct cursor value, struct dissection *out)
{
    const uint8_t *bytes = cursor_take(&value, 6);
    struct address mac = bytes ? address_mac(bytes) : (struct address){ 0 };

    if (!address_is_void(&mac) && !address_equal(&mac, &out->sender_mac))
        dissection_tie(out, out->sender_mac, mac, BINDING_announced);
}

/* An address that somebody else has too says nothing of who is behind it. */
static void tie_address(const struct block *b, struct dissection *out)
{
    struct cursor value = b->value;
    const uint8_t *bytes = cursor_take(&value, 4);
    struct address ip = bytes ? address_ipv4(bytes) : (struct address){ 0 };

    if (b->info & INFO_CONFLICT)
        dissection_state(out, &out->sender, FIELD_state, TEXT("IP address conflict"),
                         "profinet dcp IP parameters", CONFIDENCE_ANNOUNCED);
    else if (!address_is_void(&ip))
        dissection_tie(out, out->sender_mac, ip, BINDING_announced);
}

static void tell(const struct block *b, struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(meanings); i++)
        if (meanings[i].option == b->option && meanings[i].suboption == b->suboption)
            dissection_state(out, &out->sender, meanings[i].field,
                             meanings[i].show(b->value, out->arena), meanings[i].source,
                             CONFIDENCE_ANNOUNCED);
    if (b->option == OPTION_IP && b->suboption == IP_MAC)
        tie_mac(b->value, out);
    if (b->option == OPTION_IP && (b->suboption == IP_PARAMETERS || b->suboption == IP_SUITE))
        tie_address(b, out);
}

/* ---- messages ---- */

static bool is_refusal(struct block *b)
{
    cursor_skip(&b->value, 2); /* what was asked */
    return cursor_u8(&b->value) != 0;
}

/* Blocks with information of the answering device; true when one of them refuses. */
static bool read_values(struct cursor blocks, struct dissection *out)
{
    bool refused = false;

    while (blocks.left > 0) {
        struct block b;
        struct cursor value = block_read(&blocks, &b);
        b.value = value;
        if (b.option == OPTION_CONTROL && b.suboption == CONTROL_ANSWER) {
            refused |= is_refusal(&b);
            continue;
        }
        b.info = cursor_u16be(&b.value);
        tell(&b, out);
    }
    return refused;
}

static void count(struct dissection *out, enum message_kind kind, uint32_t code, uint32_t sub)
{
    out->direction = kind == MESSAGE_REQUEST ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
    dissection_operation(out, &profinet_protocol, kind, code, sub);
}

static void set_request(const struct dcp *d, struct dissection *out)
{
    struct cursor blocks = d->blocks;

    while (blocks.left > 0) {
        struct block b;
        (void)block_read(&blocks, &b);
        count(out, MESSAGE_REQUEST, DCP_SET, DCP_BLOCK(b.option, b.suboption));
    }
}

static void set_answer(const struct dcp *d, struct dissection *out)
{
    struct cursor blocks = d->blocks;

    while (blocks.left > 0) {
        struct block b;
        struct cursor value = block_read(&blocks, &b);
        if (b.option != OPTION_CONTROL || b.suboption != CONTROL_ANSWER)
            continue;
        uint8_t option = cursor_u8(&value), suboption = cursor_u8(&value);
        enum message_kind kind = cursor_u8(&value) ? MESSAGE_REFUSAL : MESSAGE_RESPONSE;
        if (cursor_ok(&value))
            count(out, kind, DCP_SET, DCP_BLOCK(option, suboption));
    }
}

static void get_request(const struct dcp *d, struct dissection *out)
{
    count(out, MESSAGE_REQUEST, d->service, SUB_NONE);
}

/* A name that is asked for is somebody else's, who need not be there. */
static void identify_request(const struct dcp *d, struct dissection *out)
{
    struct cursor blocks = d->blocks;

    count(out, MESSAGE_REQUEST, DCP_IDENTIFY, SUB_NONE);
    while (blocks.left > 0) {
        struct block b;
        struct cursor value = block_read(&blocks, &b);
        if (b.option == OPTION_DEVICE && b.suboption == DEVICE_NAME)
            dissection_state(out, &out->sender, FIELD_lookup, text_from_wire(value, out->arena),
                             "profinet dcp identify by name", CONFIDENCE_BEHAVIOUR);
    }
}

static void get_or_identify_answer(const struct dcp *d, struct dissection *out)
{
    bool refused = read_values(d->blocks, out);

    count(out, refused ? MESSAGE_REFUSAL : MESSAGE_RESPONSE, d->service, SUB_NONE);
}

static void hello(const struct dcp *d, struct dissection *out)
{
    count(out, MESSAGE_REQUEST, DCP_HELLO, SUB_NONE);
    (void)read_values(d->blocks, out);
}

/* A request to get lists options alone, without lengths. */
static const struct {
    uint8_t service, type;
    bool has_blocks;
    void (*read)(const struct dcp *, struct dissection *);
} messages[] = {
    { DCP_GET, TYPE_REQUEST, false, get_request },
    { DCP_GET, TYPE_ANSWER, true, get_or_identify_answer },
    { DCP_SET, TYPE_REQUEST, true, set_request },
    { DCP_SET, TYPE_ANSWER, true, set_answer },
    { DCP_IDENTIFY, TYPE_REQUEST, true, identify_request },
    { DCP_IDENTIFY, TYPE_ANSWER, true, get_or_identify_answer },
    { DCP_HELLO, TYPE_REQUEST, true, hello },
};

static enum verdict dispatch(const struct dcp *d, struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(messages); i++) {
        if (messages[i].service != d->service || messages[i].type != d->type)
            continue;
        if (messages[i].has_blocks && !blocks_are_whole(d->blocks))
            return VERDICT_MALFORMED;
        messages[i].read(d, out);
        return VERDICT_OK;
    }
    return VERDICT_MALFORMED;
}

enum verdict profinet_dcp_read(struct profinet_message *m, struct dissection *out)
{
    struct dcp d = { .service = cursor_u8(&m->rest), .type = cursor_u8(&m->rest) };

    cursor_skip(&m->rest, 6); /* transaction, and the delay of answers */
    uint16_t length = cursor_u16be(&m->rest);
    d.blocks = cursor_split(&m->rest, length);
    if (!cursor_ok(&d.blocks))
        return VERDICT_MALFORMED;
    if (d.type == TYPE_NOT_SUPPORTED) {
        count(out, MESSAGE_REFUSAL, d.service, SUB_NONE);
        return VERDICT_OK;
    }
    return dispatch(&d, out);
}
