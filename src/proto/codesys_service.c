/*
 * codesys_service.c - what CODESYS V3 datagrams carry: the name service, and
 * channels with the services of a controller.
 *
 * Of a service that takes several blocks only the first has its header; the
 * others are not looked at.
 *
 * Source: as in codesys.c, parts 2 and 3 (channel layer, services); the structure
 * of the name service's answer as Microsoft's parser reads it.
 */
#include "proto/codesys.h"
#include "proto/wide.h"

/* ---- names ---- */

enum name_command { NAMES_BY_ADDRESS = 0xc201, NAMES_BY_NAME = 0xc202, NAMES_DEVICE = 0xc280 };

enum { NODE_FIXED_BYTES = 48 /* from the start of the name service's header */, NODE_READ = 37 };

/* Texts of 16-bit characters with a NUL that the length does not count. */
static struct text node_text(struct cursor *c, uint16_t length, struct arena *into)
{
    struct cursor part = cursor_split(c, 2u * (size_t)length);

    cursor_skip(c, 2);
    return wide_text(part, WIDE_LITTLE, into);
}

static void tell(struct dissection *out, enum field field, struct text value)
{
    dissection_state(out, &out->sender, field, value, "codesys name service", CONFIDENCE_SELF);
}

/* `c` stands behind command, version and message id. */
static void tell_node(struct cursor c, struct dissection *out)
{
    cursor_skip(&c, 4); /* channels, byte order */
    uint16_t parent = cursor_u16le(&c), node = cursor_u16le(&c);
    uint16_t device = cursor_u16le(&c), vendor = cursor_u16le(&c);
    cursor_skip(&c, 8); /* type and id of the target */
    unsigned patch = cursor_u8(&c), service = cursor_u8(&c);
    unsigned minor = cursor_u8(&c), major = cursor_u8(&c);
    cursor_skip(&c, 4);
    uint8_t serial = cursor_u8(&c);
    cursor_skip(&c, (NODE_FIXED_BYTES - NODE_READ) + (size_t)parent);
    struct text name = node_text(&c, node, out->arena);
    struct text model = node_text(&c, device, out->arena);
    struct text maker = node_text(&c, vendor, out->arena);
    struct cursor number = cursor_split(&c, serial);

    if (!cursor_ok(&c))
        return;
    tell(out, FIELD_name, name);
    tell(out, FIELD_model, model);
    tell(out, FIELD_vendor, maker);
    tell(out, FIELD_firmware, text_format(out->arena, "%u.%u.%u.%u", major, minor, service, patch));
    tell(out, FIELD_serial, text_from_wire(number, out->arena));
}

/* Whatever was asked, a device answers with all that it is. */
bool codesys_name_service(struct cursor body, bool answers, struct dissection *out)
{
    struct codesys_state *state = out->state;
    uint16_t command = cursor_u16le(&body);

    cursor_skip(&body, 2 + 4); /* version, message id */
    if (!cursor_ok(&body))
        return false;
    if (!answers)
        state->asked = command;
    codesys_observe(out, answers, false, CODESYS_NAME_SERVICE,
                    command != NAMES_DEVICE ? command
                    : state->asked          ? state->asked
                                            : NAMES_BY_NAME);
    if (answers && command == NAMES_DEVICE)
        tell_node(body, out);
    return true;
}

/* ---- channels ---- */

enum channel_message {
    CHANNEL_BLOCK = 0x01,
    CHANNEL_ACKNOWLEDGE = 0x02,
    CHANNEL_KEEP_ALIVE = 0x03,
    CHANNEL_OPENED = 0x83,
    CHANNEL_INFO = 0xc2,
    CHANNEL_OPEN = 0xc3,
    CHANNEL_CLOSE = 0xc4,
};

enum block_flag { BLOCK_FIRST = 0x01, BLOCK_FROM_CLIENT = 0x80 };

enum service_protocol { SERVICE_PLAIN = 0xcd55, SERVICE_SECURE = 0x7557 };

enum { GROUP_ANSWER = 0x80, GROUP_MASK = 0x7f };

static void tell_secured(struct dissection *out, bool from_client)
{
    struct codesys_state *state = out->state;

    if (!state->secured_told)
        dissection_state(out, from_client ? &out->receiver : &out->sender, FIELD_security,
                         TEXT("services are encrypted"), "codesys channel", CONFIDENCE_SELF);
    state->secured_told = true;
}

static bool service(struct cursor c, bool from_client, struct dissection *out)
{
    uint16_t protocol = cursor_u16le(&c);

    cursor_skip(&c, 2); /* length of the header */
    uint16_t group = cursor_u16le(&c), command = cursor_u16le(&c);
    if (!cursor_ok(&c))
        return false;
    if (protocol == SERVICE_SECURE) {
        tell_secured(out, from_client);
        codesys_observe(out, !from_client, false, CODESYS_ENCRYPTED, SUB_NONE);
    } else if (protocol == SERVICE_PLAIN) {
        codesys_observe(out, group & GROUP_ANSWER, false, group & GROUP_MASK, command);
    }
    return true;
}

static bool block(struct cursor c, struct dissection *out)
{
    uint8_t flags = cursor_u8(&c);

    cursor_skip(&c, 2 + 4 + 4); /* channel, numbers of this and of the acknowledged block */
    if (!(flags & BLOCK_FIRST))
        return cursor_ok(&c);
    cursor_skip(&c, 4 + 4); /* length of the whole, checksum */
    return service(c, flags & BLOCK_FROM_CLIENT, out);
}

static bool acknowledge(struct cursor c, struct dissection *out)
{
    (void)out;
    cursor_skip(&c, 1 + 2);
    return cursor_ok(&c);
}

static bool open_channel(struct cursor c, struct dissection *out)
{
    (void)c;
    codesys_observe(out, false, false, CODESYS_OPEN_CHANNEL, SUB_NONE);
    return true;
}

static bool opened_channel(struct cursor c, struct dissection *out)
{
    cursor_skip(&c, 1 + 2 + 4 + 4); /* flags, version, checksum, message id */
    uint16_t reason = cursor_u16le(&c);

    codesys_observe(out, true, reason != 0, CODESYS_OPEN_CHANNEL, SUB_NONE);
    return cursor_ok(&c);
}

/* Either side may close: who did is no matter. */
static bool close_channel(struct cursor c, struct dissection *out)
{
    (void)c;
    dissection_operation(out, &codesys_protocol, MESSAGE_REQUEST, CODESYS_CLOSE_CHANNEL, SUB_NONE);
    return true;
}

static bool channel_info(struct cursor c, struct dissection *out)
{
    (void)c;
    codesys_observe(out, false, false, CODESYS_CHANNEL_INFO, SUB_NONE);
    return true;
}

static const struct {
    uint8_t type;
    bool (*read)(struct cursor, struct dissection *);
} messages[] = {
    { CHANNEL_BLOCK, block },
    { CHANNEL_ACKNOWLEDGE, acknowledge },
    { CHANNEL_KEEP_ALIVE, acknowledge },
    { CHANNEL_OPENED, opened_channel },
    { CHANNEL_INFO, channel_info },
    { CHANNEL_OPEN, open_channel },
    { CHANNEL_CLOSE, close_channel },
};

bool codesys_channel(struct cursor body, struct dissection *out)
{
    uint8_t type = cursor_u8(&body);

    for (size_t i = 0; i < COUNT_OF(messages); i++)
        if (messages[i].type == type)
            return messages[i].read(body, out);
    return false;
}
