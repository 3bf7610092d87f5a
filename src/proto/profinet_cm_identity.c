/*
 * profinet_cm_identity.c - what a PROFINET connection says of both sides: names,
 * network cards, the modules that a controller expects and those that are there,
 * and their electronic nameplates (I&M0).
 *
 * Slot 0 holds the device itself: what is said of it is said of the device.
 *
 * Source: IEC 61158-6-10, 5.2.5 (ARBlock, ARServerBlock, IOCRBlock, ExpectedSubmoduleBlock,
 * ModuleDiffBlock, RealIdentificationData), 5.2.9 (I&M records); 5.1.3 (object UUIDs).
 */
#include "proto/profinet_cm.h"
#include "proto/registry.h"

/* Whose module, and how sure it is. */
struct plan {
    const struct address *about;
    const char *source;
    uint8_t confidence;
};

static struct text slot_part(uint16_t slot, struct arena *into)
{
    return slot ? text_format(into, "slot %u", (unsigned)slot) : (struct text){ 0 };
}

static void tell_module(const struct plan *plan, uint16_t slot, uint32_t ident,
                        struct dissection *out)
{
    dissection_state_part(out, plan->about, slot_part(slot, out->arena), FIELD_module,
                          text_format(out->arena, "0x%08x", (unsigned)ident), plan->source,
                          plan->confidence);
}

static void tie_sender(struct cursor *body, struct dissection *out)
{
    const uint8_t *bytes = cursor_take(body, 6);
    struct address mac = bytes ? address_mac(bytes) : (struct address){ 0 };

    if (bytes && !address_is_void(&mac))
        dissection_tie(out, mac, out->sender, BINDING_announced);
}

/* ---- connections ---- */

static void connection_request(const struct cm_block_head *b, uint16_t *slot,
                               struct dissection *out)
{
    struct cursor body = b->body;

    (void)slot;
    cursor_skip(&body, 2 + 16 + 2); /* type and UUID of the connection, session */
    tie_sender(&body, out);
    cursor_skip(&body, 16 + 4 + 2 + 2); /* object, properties, timeout, port */
    struct cursor name = cursor_split(&body, cursor_u16be(&body));
    dissection_state(out, &out->sender, FIELD_name, text_from_wire(name, out->arena),
                     "profinet connect", CONFIDENCE_ANNOUNCED);
}

static void connection_answer(const struct cm_block_head *b, uint16_t *slot, struct dissection *out)
{
    struct cursor body = b->body;

    (void)slot;
    cursor_skip(&body, 2 + 16 + 2);
    tie_sender(&body, out);
}

static const char *const exchanges[] = {
    [1] = "sends inputs",
    [2] = "takes outputs",
    [3] = "sends to a group",
    [4] = "takes from a group",
};

/* How often, by the controller's plan: in units of 31.25 microseconds. */
static struct text cycle_text(unsigned factor, unsigned ratio, struct arena *into)
{
    uint64_t hundredths = (uint64_t)factor * ratio * 3125;
    unsigned long long microseconds = hundredths / 100;

    if (hundredths % 100)
        return text_format(into, "%llu.%02u us", microseconds, (unsigned)(hundredths % 100));
    return microseconds % 1000 ? text_format(into, "%llu us", microseconds)
                               : text_format(into, "%llu ms", microseconds / 1000);
}

/* One direction of the cyclic data that a connection is for. */
static void cyclic_relation(const struct cm_block_head *b, uint16_t *slot, struct dissection *out)
{
    enum { CLASS = 15 };
    struct cursor body = b->body;
    uint16_t type = cursor_u16be(&body);

    (void)slot;
    cursor_skip(&body, 2 + 2); /* its number, EtherType */
    unsigned class = cursor_u32be(&body) & CLASS;
    uint16_t bytes = cursor_u16be(&body);
    cursor_skip(&body, 2); /* FrameID: the device chooses its own */
    uint16_t factor = cursor_u16be(&body), ratio = cursor_u16be(&body);
    if (!cursor_ok(&body) || type == 0 || type >= COUNT_OF(exchanges))
        return;
    struct text cycle = cycle_text(factor, ratio, out->arena);
    dissection_state(out, &out->receiver, FIELD_profile,
                     text_format(out->arena, "PROFINET: %s, %u bytes every %.*s, class %u",
                                 exchanges[type], (unsigned)bytes, (int)cycle.length, cycle.at,
                                 class),
                     "profinet connect", CONFIDENCE_BEHAVIOUR);
}

/* Who answers a connection says its name in a block of its own. */
static void answering_name(const struct cm_block_head *b, uint16_t *slot, struct dissection *out)
{
    struct cursor body = b->body;
    struct cursor name = cursor_split(&body, cursor_u16be(&body));

    (void)slot;
    if (cursor_ok(&body))
        dissection_state(out, &out->sender, FIELD_name, text_from_wire(name, out->arena),
                         "profinet connect", CONFIDENCE_ANNOUNCED);
}

/* ---- modules ---- */

static void skip_expected_submodules(struct cursor *c, uint16_t count)
{
    enum { INPUT_AND_OUTPUT = 3, DESCRIPTION_BYTES = 6 };

    for (unsigned i = 0; i < count && cursor_ok(c); i++) {
        cursor_skip(c, 2 + 4); /* subslot, ident number */
        uint16_t kind = cursor_u16be(c) & 3;
        cursor_skip(c, kind == INPUT_AND_OUTPUT ? 2 * DESCRIPTION_BYTES : DESCRIPTION_BYTES);
    }
}

static void expected_modules(const struct cm_block_head *b, uint16_t *of, struct dissection *out)
{
    const struct plan plan = { &out->receiver, "profinet connect", CONFIDENCE_BEHAVIOUR };
    struct cursor body = b->body;
    uint16_t count = cursor_u16be(&body);

    (void)of;
    for (unsigned i = 0; i < count && cursor_ok(&body); i++) {
        cursor_skip(&body, 4); /* API */
        uint16_t slot = cursor_u16be(&body);
        uint32_t ident = cursor_u32be(&body);
        cursor_skip(&body, 2); /* properties */
        skip_expected_submodules(&body, cursor_u16be(&body));
        if (cursor_ok(&body))
            tell_module(&plan, slot, ident, out);
    }
}

static const char *const module_states[] = { "no module", "wrong module", NULL,
                                             "substitute module" };

static void differing_slot(struct cursor *c, struct dissection *out)
{
    const struct plan plan = { &out->sender, "profinet module difference", CONFIDENCE_SELF };
    uint16_t slot = cursor_u16be(c);
    uint32_t ident = cursor_u32be(c);
    uint16_t state = cursor_u16be(c);

    cursor_skip(c, 8 * (size_t)cursor_u16be(c)); /* submodules */
    if (!cursor_ok(c))
        return;
    if (ident)
        tell_module(&plan, slot, ident, out);
    if (state < COUNT_OF(module_states))
        dissection_state_part(out, plan.about, slot_part(slot, out->arena), FIELD_state,
                              text_of(module_states[state]), plan.source, plan.confidence);
}

static void differing_modules(const struct cm_block_head *b, uint16_t *of, struct dissection *out)
{
    struct cursor body = b->body;
    uint16_t count = cursor_u16be(&body);

    (void)of;
    for (unsigned i = 0; i < count && cursor_ok(&body); i++) {
        cursor_skip(&body, 4); /* API */
        uint16_t slots = cursor_u16be(&body);
        for (unsigned j = 0; j < slots && cursor_ok(&body); j++)
            differing_slot(&body, out);
    }
}

static void real_slots(struct cursor *c, struct dissection *out)
{
    const struct plan plan = { &out->sender, "profinet real identification", CONFIDENCE_SELF };
    uint16_t count = cursor_u16be(c);

    for (unsigned i = 0; i < count && cursor_ok(c); i++) {
        uint16_t slot = cursor_u16be(c);
        uint32_t ident = cursor_u32be(c);
        cursor_skip(c, 6 * (size_t)cursor_u16be(c)); /* submodules */
        if (cursor_ok(c))
            tell_module(&plan, slot, ident, out);
    }
}

/* Version 1.0 knows no APIs. */
static void real_modules(const struct cm_block_head *b, uint16_t *of, struct dissection *out)
{
    struct cursor body = b->body;
    uint16_t count = b->minor ? cursor_u16be(&body) : 1;

    (void)of;
    for (unsigned i = 0; i < count && cursor_ok(&body); i++) {
        if (b->minor)
            cursor_skip(&body, 4);
        real_slots(&body, out);
    }
}

/* ---- nameplates ---- */

/* Which slot the records behind it are of. */
static void record_head(const struct cm_block_head *b, uint16_t *slot, struct dissection *out)
{
    struct cursor body = b->body;

    (void)out;
    cursor_skip(&body, 2 + 16 + 4);
    *slot = cursor_u16be(&body);
}

static struct text software_text(struct cursor *c, struct arena *into)
{
    struct text prefix = text_from_wire(cursor_split(c, 1), into);
    unsigned functional = cursor_u8(c), fix = cursor_u8(c), internal = cursor_u8(c);

    return text_format(into, "%.*s%u.%u.%u", (int)prefix.length, prefix.length ? prefix.at : "",
                       functional, fix, internal);
}

static void nameplate(const struct cm_block_head *b, uint16_t *slot, struct dissection *out)
{
    struct cursor body = b->body;
    uint16_t vendor = cursor_u16be(&body);
    struct cursor order = cursor_split(&body, 20), serial = cursor_split(&body, 16);
    uint16_t hardware = cursor_u16be(&body);
    struct text software = software_text(&body, out->arena), part = slot_part(*slot, out->arena);

    if (!cursor_ok(&body))
        return;
    const struct {
        enum field field;
        struct text value;
    } said[] = {
        { FIELD_vendor, registry_text(&profinet_vendors, "PROFINET vendor", vendor, out->arena) },
        { FIELD_order_number, text_from_wire(order, out->arena) },
        { FIELD_serial, text_from_wire(serial, out->arena) },
        { FIELD_hardware, text_format(out->arena, "%u", (unsigned)hardware) },
        { FIELD_firmware, software },
    };
    for (size_t i = 0; i < COUNT_OF(said); i++)
        dissection_state_part(out, &out->sender, part, said[i].field, said[i].value,
                              "profinet I&M0", CONFIDENCE_SELF);
}

static void function_and_place(const struct cm_block_head *b, uint16_t *slot,
                               struct dissection *out)
{
    struct cursor body = b->body, function = cursor_split(&body, 32);
    struct cursor place = cursor_split(&body, 22);
    struct text part = slot_part(*slot, out->arena);

    dissection_state_part(out, &out->sender, part, FIELD_asset_tag,
                          text_from_wire(function, out->arena), "profinet I&M1", CONFIDENCE_SELF);
    dissection_state_part(out, &out->sender, part, FIELD_location,
                          text_from_wire(place, out->arena), "profinet I&M1", CONFIDENCE_SELF);
}

static void description(const struct cm_block_head *b, uint16_t *slot, struct dissection *out)
{
    dissection_state_part(out, &out->sender, slot_part(*slot, out->arena), FIELD_description,
                          text_from_wire(b->body, out->arena), "profinet I&M3", CONFIDENCE_SELF);
}

/* A record in a request is one that is written: it says nothing of who writes it. */
static const struct {
    uint16_t type;
    enum message_kind kind;
    void (*read)(const struct cm_block_head *b, uint16_t *slot, struct dissection *out);
} readers[] = {
    { 0x0101, MESSAGE_REQUEST, connection_request },
    { 0x8101, MESSAGE_RESPONSE, connection_answer },
    { 0x0102, MESSAGE_REQUEST, cyclic_relation },
    { 0x8106, MESSAGE_RESPONSE, answering_name },
    { 0x0104, MESSAGE_REQUEST, expected_modules },
    { 0x8104, MESSAGE_RESPONSE, differing_modules },
    { 0x8009, MESSAGE_RESPONSE, record_head },
    { 0x0013, MESSAGE_RESPONSE, real_modules },
    { 0x0020, MESSAGE_RESPONSE, nameplate },
    { 0x0021, MESSAGE_RESPONSE, function_and_place },
    { 0x0023, MESSAGE_RESPONSE, description },
};

/* Every block is at least four bytes long: the loop ends with them. */
void cm_tell(struct cursor blocks, enum message_kind kind, struct dissection *out)
{
    struct cm_block_head b;
    uint16_t slot = 0;

    while (blocks.left > 0 && cm_block_read(&blocks, &b))
        for (size_t i = 0; i < COUNT_OF(readers); i++)
            if (readers[i].type == b.type && readers[i].kind == kind)
                readers[i].read(&b, &slot, out);
}

void cm_tell_object(const struct rpc_uuid *object, struct dissection *out)
{
    static const uint32_t object_first = 0xdea00000;
    enum { OBJECT_REST = 0x8271 };
    uint16_t vendor = object->rest & 0xffff, device = object->rest >> 16 & 0xffff;

    if (object->first != object_first || object->second != 0x6c97 || object->third != 0x11d1 ||
        object->rest >> 48 != OBJECT_REST)
        return;
    dissection_state(out, &out->sender, FIELD_vendor,
                     text_of(registry_name(&profinet_vendors, vendor)), "profinet object UUID",
                     CONFIDENCE_ANNOUNCED);
    dissection_state(out, &out->sender, FIELD_device_type,
                     text_format(out->arena, "PROFINET device 0x%04x/0x%04x", (unsigned)vendor,
                                 (unsigned)device),
                     "profinet object UUID", CONFIDENCE_ANNOUNCED);
}
