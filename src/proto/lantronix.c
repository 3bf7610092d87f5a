/*
 * lantronix.c - how Lantronix device servers are found, read and set up over the
 * network, as a rule without a password.
 *
 * The fourth byte is the function; three zeros stand in front.  What is asked has an
 * even number, and its answer the next one.
 *
 * Source: Lantronix XPort User Manual, 9.1 (datagrams); XPress-DR User Guide, 8.1;
 * the version's place in answer F5 and the password's in the setup record as the
 * public nmap library of V. Kosturjak reads them.
 */
#include "proto/protocol.h"

enum {
    SETUP_BYTES = 120,
    FIRMWARE_BYTES = 16,
    FIRMWARE_TYPE_AT = 4,
    PASSWORD_AT = 8,
    PASSWORD_BYTES = 4,
    VERSION_AT = 12,
};

enum function {
    RESET = 0x03,
    ASK_VERSION = 0xf4,
    ANSWER_VERSION = 0xf5,
    ASK_FIRMWARE = 0xf6,
    ANSWER_FIRMWARE = 0xf7,
    ASK_SETUP = 0xf8,
    ANSWER_SETUP = 0xf9,
    SET_SETUP = 0xfa,
    ANSWER_SET = 0xfb,
    SET_ADDRESS = 0xfc,
    SET_ALL = 0xfd,
};

static const struct operation operations[] = {
    { RESET, SUB_NONE, "reset", CLASS_restart },
    { ASK_VERSION, SUB_NONE, "read version", CLASS_ident },
    { ASK_FIRMWARE, SUB_NONE, "read firmware and serial number", CLASS_ident },
    { ASK_SETUP, SUB_NONE, "read setup record", CLASS_read },
    { SET_SETUP, SUB_NONE, "write setup record", CLASS_config },
    { SET_ADDRESS, SUB_NONE, "set address by serial number", CLASS_config },
    { SET_ALL, SUB_NONE, "write setup record and address", CLASS_config },
    { 0 },
};

/* ---- what a device says of itself ---- */

static void say(struct dissection *out, enum field field, struct text value, const char *source)
{
    dissection_state(out, &out->sender, field, value, source, CONFIDENCE_SELF);
}

static void tell_version(struct cursor c, struct dissection *out)
{
    cursor_skip(&c, VERSION_AT);
    if (cursor_ok(&c))
        say(out, FIELD_firmware, text_from_wire(c, out->arena), "lantronix version");
}

/* The first bytes of the firmware's image, four of the device, and the MAC of newer ones. */
static void tell_firmware(struct cursor c, struct dissection *out)
{
    struct cursor image = cursor_split(&c, FIRMWARE_BYTES);

    cursor_skip(&image, FIRMWARE_TYPE_AT);
    struct text type = text_from_wire(cursor_split(&image, 2), out->arena);
    cursor_skip(&c, 2);
    unsigned first = cursor_u8(&c), second = cursor_u8(&c);
    if (!cursor_ok(&c))
        return;
    say(out, FIELD_vendor, TEXT("Lantronix"), "lantronix firmware");
    say(out, FIELD_serial, text_format(out->arena, "%u-%u", first, second), "lantronix firmware");
    if (type.length)
        say(out, FIELD_device_type,
            text_format(out->arena, "Lantronix device server, software %.*s", (int)type.length,
                        type.at),
            "lantronix firmware");
    const uint8_t *mac = cursor_take(&c, 6);
    if (mac)
        dissection_tie(out, address_mac(mac), out->sender, BINDING_announced);
}

/* Whoever asks is given the password: that it passes is told, and not what it is. */
static void tell_setup(struct cursor c, struct dissection *out)
{
    bool is_set = false;

    cursor_skip(&c, PASSWORD_AT);
    for (struct cursor password = cursor_split(&c, PASSWORD_BYTES); password.left > 0;)
        is_set |= cursor_u8(&password) != 0;
    say(out, FIELD_security,
        is_set ? TEXT("Lantronix setup password passes in clear text")
               : TEXT("Lantronix setup without a password"),
        "lantronix setup record");
}

/* ---- functions ---- */

/* Bytes behind the function: exactly, or at least where a maker's models differ. */
static const struct function_row {
    uint8_t function, request; /* request: the row it counts on */
    uint16_t bytes;
    bool exact, answers;
    void (*tell)(struct cursor c, struct dissection *out);
} functions[] = {
    { RESET, RESET, 2, true, false, NULL },
    { ASK_VERSION, ASK_VERSION, 0, true, false, NULL },
    { ANSWER_VERSION, ASK_VERSION, VERSION_AT, false, true, tell_version },
    { ASK_FIRMWARE, ASK_FIRMWARE, 0, true, false, NULL },
    { ANSWER_FIRMWARE, ASK_FIRMWARE, FIRMWARE_BYTES + 4, false, true, tell_firmware },
    { ASK_SETUP, ASK_SETUP, 0, true, false, NULL },
    { ANSWER_SETUP, ASK_SETUP, SETUP_BYTES, true, true, tell_setup },
    { SET_SETUP, SET_SETUP, SETUP_BYTES, true, false, NULL },
    { ANSWER_SET, SET_SETUP, 0, true, true, NULL },
    { SET_ADDRESS, SET_ADDRESS, 8 + 2 + 2 + 4, true, false, NULL },
    { SET_ALL, SET_ALL, SETUP_BYTES, true, false, NULL },
};

static const struct function_row *function_read(struct cursor *c)
{
    uint32_t head = cursor_u32be(c);

    for (size_t i = 0; i < COUNT_OF(functions); i++) {
        const struct function_row *f = &functions[i];
        if (f->function == head && (f->exact ? c->left == f->bytes : c->left >= f->bytes))
            return f;
    }
    return NULL;
}

static enum match lantronix_probe(struct cursor payload)
{
    return function_read(&payload) ? MATCH_MAYBE : MATCH_NO;
}

static enum verdict lantronix_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor c = *payload;
    const struct function_row *f = function_read(&c);

    if (!f)
        return VERDICT_MALFORMED;
    out->direction = f->answers ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    dissection_operation(out, &lantronix_protocol, f->answers ? MESSAGE_RESPONSE : MESSAGE_REQUEST,
                         f->request, SUB_NONE);
    if (f->tell)
        f->tell(c, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol lantronix_protocol = {
    .name = "lantronix",
    .title = "Lantronix device setup",
    .specification = "Lantronix XPort User Manual, 9.1",
    .carriers = CARRIER_UDP,
    .ports = { 30718 },
    .is_industrial = true,
    .operations = operations,
    .probe = lantronix_probe,
    .dissect = lantronix_dissect,
};
