/*
 * tacacs.c - TACACS+: network devices that ask who may log in and do what on them.
 *
 * Bodies are hidden with a shared secret, unless a flag says that they are not: then the
 * user is read, and never the password.
 *
 * Source: RFC 8907, 4.1 (header), 5.1 and 5.2 (authentication), 6.1 and 6.2 (authorization),
 * 7.1 and 7.2 (accounting).
 */
#include "base/attributes.h"
#include "proto/protocol.h"

enum {
    HEADER_BYTES = 12,
    PACKET_BODY_MOST = 65535,
    MAJOR_VERSION = 0xc,
    FLAG_PLAIN = 1,
    AUTHENTICATION = 1,
    AUTHORIZATION = 2,
    ACCOUNTING = 3,
};

/* The code is the type of the packet. */
static const struct operation operations[] = {
    { AUTHENTICATION, SUB_NONE, "authenticate a user", CLASS_auth },
    { AUTHORIZATION, SUB_NONE, "authorize a command", CLASS_auth },
    { ACCOUNTING, SUB_NONE, "account for a command", CLASS_diag },
    { 0 },
};

struct packet {
    uint8_t type, number; /* the client's are odd */
    bool is_plain;
    uint32_t length;
};

static bool read_header(struct cursor *c, struct packet *p)
{
    uint8_t version = cursor_u8(c);

    p->type = cursor_u8(c);
    p->number = cursor_u8(c);
    p->is_plain = cursor_u8(c) & FLAG_PLAIN;
    cursor_skip(c, 4); /* session */
    p->length = cursor_u32be(c);
    return cursor_ok(c) && version >> 4 == MAJOR_VERSION && (version & 0xf) <= 1 &&
           p->type >= AUTHENTICATION && p->type <= ACCOUNTING && p->number > 0 &&
           p->length <= PACKET_BODY_MOST;
}

static enum match tacacs_probe(struct cursor payload)
{
    struct packet p;

    if (payload.left < HEADER_BYTES)
        return cursor_u8(&payload) >> 4 == MAJOR_VERSION ? MATCH_MAYBE : MATCH_NO;
    return read_header(&payload, &p) ? MATCH_MAYBE : MATCH_NO;
}

/* Where the length of the user's name stands, and how much is between it and the name. */
static const struct {
    uint8_t user_length, between;
    bool has_arguments; /* then the last byte between says how many lengths more there are */
} requests[] = {
    [AUTHENTICATION] = { 4, 3, false },
    [AUTHORIZATION] = { 4, 3, true },
    [ACCOUNTING] = { 5, 3, true },
};

static void read_plain_request(const struct packet *p, struct cursor body, struct dissection *out)
{
    cursor_skip(&body, requests[p->type].user_length);
    uint8_t user = cursor_u8(&body);
    cursor_skip(&body, requests[p->type].between - 1u);
    uint8_t last = cursor_u8(&body);
    cursor_skip(&body, requests[p->type].has_arguments ? last : 0);
    dissection_state(out, &out->sender, FIELD_user,
                     text_from_wire(cursor_split(&body, user), out->arena), "tacacs request",
                     CONFIDENCE_ASKED);
    dissection_state(out, &out->sender, FIELD_security, TEXT("TACACS+ in clear text"),
                     "tacacs request", CONFIDENCE_BANNER);
}

/* Status values that say no.  Of a hidden one nothing is known. */
static bool is_refusal(const struct packet *p, struct cursor body)
{
    static const struct {
        uint8_t type, at, status;
    } refusals[] = {
        { AUTHENTICATION, 0, 2 },   { AUTHENTICATION, 0, 7 }, { AUTHORIZATION, 0, 0x10 },
        { AUTHORIZATION, 0, 0x11 }, { ACCOUNTING, 4, 2 },
    };

    for (size_t i = 0; p->is_plain && i < COUNT_OF(refusals); i++) {
        struct cursor c = body;
        cursor_skip(&c, refusals[i].at);
        if (refusals[i].type == p->type && cursor_u8(&c) == refusals[i].status)
            return true;
    }
    return false;
}

static enum verdict tacacs_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload;
    struct packet p;

    if (payload->left < HEADER_BYTES)
        return VERDICT_MORE;
    if (!read_header(&ahead, &p))
        return VERDICT_MALFORMED;
    if (ahead.left < p.length)
        return VERDICT_MORE;
    struct cursor body = cursor_split(&ahead, p.length);
    bool is_request = p.number & 1;
    out->direction = is_request ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
    dissection_operation(out, &tacacs_protocol,
                         is_request             ? MESSAGE_REQUEST
                         : is_refusal(&p, body) ? MESSAGE_REFUSAL
                                                : MESSAGE_RESPONSE,
                         p.type, SUB_NONE);
    bool begins = p.type != AUTHENTICATION || p.number == 1; /* what goes on has passwords */
    if (is_request && p.is_plain && begins)
        read_plain_request(&p, body, out);
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol tacacs_protocol = {
    .name = "tacacs",
    .title = "TACACS+",
    .specification = "RFC 8907",
    .carriers = CARRIER_TCP,
    .ports = { 49 },
    .message_most = HEADER_BYTES + PACKET_BODY_MOST,
    .operations = operations,
    .probe = tacacs_probe,
    .dissect = tacacs_dissect,
};
