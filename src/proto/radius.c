/*
 * radius.c - RADIUS: which device asks whether which user may come in.
 *
 * Hidden passwords are never read.  A request without an authenticator of its own can be
 * answered by somebody else.
 *
 * Source: RFC 2865, 3 to 5 (packets, attributes); RFC 2866, 3 to 5 (accounting); RFC 3579,
 * 3.2 (Message-Authenticator); RFC 5176, 2 and 3 (requests of the server); RFC 5997, 3.
 */
#include "base/attributes.h"
#include "proto/protocol.h"

enum {
    HEADER_BYTES = 20,
    LENGTH_MOST = 4096,
    ATTRIBUTES_MOST = LENGTH_MOST / 2,
    ACCESS_REQUEST = 1,
    ACCOUNTING_REQUEST = 4,
    STATUS_SERVER = 12,
    DISCONNECT_REQUEST = 40,
    CHANGE_REQUEST = 43,
    USER_NAME = 1,
    NAS_ADDRESS = 4,
    NAS_IDENTIFIER = 32,
    MESSAGE_AUTHENTICATOR = 80,
};

/* The code is that of the request. */
static const struct operation operations[] = {
    { ACCESS_REQUEST, SUB_NONE, "ask for access", CLASS_auth },
    { ACCOUNTING_REQUEST, SUB_NONE, "account for a session", CLASS_diag },
    { STATUS_SERVER, SUB_NONE, "ask whether the server works", CLASS_diag },
    { DISCONNECT_REQUEST, SUB_NONE, "end a session", CLASS_auth },
    { CHANGE_REQUEST, SUB_NONE, "change the rights of a session", CLASS_config },
    { 0 },
};

static const struct {
    uint8_t code, request;
    enum message_kind kind;
} packets[] = {
    { ACCESS_REQUEST, ACCESS_REQUEST, MESSAGE_REQUEST },
    { 2, ACCESS_REQUEST, MESSAGE_RESPONSE },
    { 3, ACCESS_REQUEST, MESSAGE_REFUSAL },
    { 11, ACCESS_REQUEST, MESSAGE_RESPONSE }, /* a challenge */
    { ACCOUNTING_REQUEST, ACCOUNTING_REQUEST, MESSAGE_REQUEST },
    { 5, ACCOUNTING_REQUEST, MESSAGE_RESPONSE },
    { STATUS_SERVER, STATUS_SERVER, MESSAGE_REQUEST },
    { DISCONNECT_REQUEST, DISCONNECT_REQUEST, MESSAGE_REQUEST },
    { 41, DISCONNECT_REQUEST, MESSAGE_RESPONSE },
    { 42, DISCONNECT_REQUEST, MESSAGE_REFUSAL },
    { CHANGE_REQUEST, CHANGE_REQUEST, MESSAGE_REQUEST },
    { 44, CHANGE_REQUEST, MESSAGE_RESPONSE },
    { 45, CHANGE_REQUEST, MESSAGE_REFUSAL },
};

/* The row of a packet, and its attributes; negative when it is none. */
static int read_header(struct cursor *c, struct cursor *attributes)
{
    size_t all = c->left;
    uint8_t code = cursor_u8(c);

    cursor_skip(c, 1); /* which request it is */
    uint16_t length = cursor_u16be(c);
    cursor_skip(c, 16); /* authenticator */
    if (!cursor_ok(c) || length < HEADER_BYTES || length > LENGTH_MOST || length > all)
        return -1;
    *attributes = cursor_split(c, length - (size_t)HEADER_BYTES);
    for (size_t i = 0; i < COUNT_OF(packets); i++)
        if (packets[i].code == code)
            return (int)i;
    return -1;
}

/* Its length counts the two bytes in front. */
static struct cursor next_attribute(struct cursor *attributes, uint8_t *type)
{
    *type = cursor_u8(attributes);
    uint8_t length = cursor_u8(attributes);
    return cursor_split(attributes, length < 2 ? SIZE_MAX : length - (size_t)2);
}

static bool are_whole(struct cursor attributes)
{
    uint8_t type;

    while (attributes.left > 0)
        (void)next_attribute(&attributes, &type);
    return cursor_ok(&attributes);
}

static enum match radius_probe(struct cursor payload)
{
    struct cursor attributes;

    return read_header(&payload, &attributes) >= 0 && are_whole(attributes) ? MATCH_MAYBE
                                                                            : MATCH_NO;
}

struct access_server {
    struct address address; /* as it says itself, or the sender's */
    struct text user, name;
    bool is_authentic;
};

static struct access_server read_attributes(struct cursor attributes, struct dissection *out)
{
    struct access_server server = { .address = out->sender };

    for (unsigned n = 0; n < ATTRIBUTES_MOST && attributes.left > 0; n++) {
        uint8_t type;
        struct cursor value = next_attribute(&attributes, &type);
        if (type == USER_NAME)
            server.user = text_from_wire(value, out->arena);
        else if (type == NAS_IDENTIFIER)
            server.name = text_from_wire(value, out->arena);
        else if (type == NAS_ADDRESS && value.left == 4)
            server.address = address_ipv4(cursor_take(&value, 4));
        server.is_authentic |= type == MESSAGE_AUTHENTICATOR;
    }
    return server;
}

/* A request of the server's, to end a session, names a device that it is sent to. */
static void read_request(struct cursor attributes, uint8_t code, struct dissection *out)
{
    static const char source[] = "radius request";
    struct access_server server = read_attributes(attributes, out);

    if (code != ACCESS_REQUEST && code != ACCOUNTING_REQUEST)
        return;
    if (address_is_void(&server.address) || address_is_group(&server.address))
        server.address = out->sender;
    dissection_state(out, &server.address, FIELD_user, server.user, source, CONFIDENCE_ASKED);
    dissection_state(out, &server.address, FIELD_name, server.name, source, CONFIDENCE_ASKED);
    if (code == ACCESS_REQUEST && !server.is_authentic)
        dissection_state(out, &out->sender, FIELD_security,
                         TEXT("RADIUS without message authenticator"), source, CONFIDENCE_BANNER);
}

static enum verdict radius_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor c = *payload, attributes;
    int row = read_header(&c, &attributes);

    if (row < 0 || !are_whole(attributes))
        return VERDICT_MALFORMED;
    bool is_request = packets[row].kind == MESSAGE_REQUEST;
    out->direction = is_request ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
    dissection_operation(out, &radius_protocol, packets[row].kind, packets[row].request, SUB_NONE);
    if (is_request)
        read_request(attributes, packets[row].code, out);
    cursor_skip(payload, payload->left); /* what is behind its length is padding */
    return VERDICT_OK;
}

const struct protocol radius_protocol = {
    .name = "radius",
    .title = "RADIUS",
    .specification = "RFC 2865, RFC 2866, RFC 5176",
    .carriers = CARRIER_UDP,
    .ports = { 1812, 1813, 1645, 3799 },
    .operations = operations,
    .probe = radius_probe,
    .dissect = radius_dissect,
};
