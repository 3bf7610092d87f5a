/*
 * cip.c - Common Industrial Protocol: explicit messages inside EtherNet/IP.
 *
 * Messages hold messages: an Unconnected Send carries one to a module behind the
 * device, a Multiple Service Packet carries many.  Each is observed on its own,
 * with its service as code and the class that it is asked of as sub-code.
 *
 * Source: The CIP Networks Library, volume 1, 2-4 (requests and replies), 3-5.5
 * (Forward Open, Unconnected Send), A-4.10 (Multiple Service Packet).
 */
#include "proto/cip.h"

#include <assert.h>

enum {
    DEPTH_MOST = 4, /* an Unconnected Send of a packet of messages, and one to spare */
    STATUS_SUCCESS = 0x00,
    STATUS_CONNECTION_FAILURE = 0x01, /* what a router answers that cannot forward */
    STATUS_PARTIAL_TRANSFER = 0x06,   /* there is more to fetch */
    STATUS_EMBEDDED_ERROR = 0x1e,     /* some of the packed messages failed: each says so itself */
};

#define ANY_CLASS SUB_ANY /* in the table of contents only */

struct reading {
    struct dissection *out;
    struct cip_state *state;
    uint8_t position; /* among the messages of one packet */
    uint8_t slot;     /* that the message goes to */
    unsigned depth;
};

static enum verdict message_read(const struct reading *r, struct cursor message);

static void observe(const struct reading *r, enum message_kind kind, uint8_t service,
                    uint32_t class)
{
    dissection_operation(r->out, &cip_protocol, kind, service, class);
}

/* ---- what services carry ---- */

/* Offsets count from the number of messages; one that goes back would make work without end. */
static enum verdict packet_read(const struct reading *r, struct cursor body)
{
    struct cursor table = body;
    uint16_t count = cursor_u16le(&table);
    uint16_t start = cursor_u16le(&table);

    for (uint32_t n = 1; n <= count && cursor_ok(&table); n++) {
        struct reading inner = *r;
        inner.position = n < CIP_POSITION_WRAPPER ? (uint8_t)n : CIP_POSITION_WRAPPER - 1;
        size_t end = n < count ? cursor_u16le(&table) : body.left;
        struct cursor at = body;
        cursor_skip(&at, start);
        struct cursor message = cursor_split(&at, end > start ? end - start : SIZE_MAX);
        if (!cursor_ok(&message) || message_read(&inner, message) != VERDICT_OK)
            return VERDICT_MALFORMED;
        start = (uint16_t)end;
    }
    return cursor_ok(&table) ? VERDICT_OK : VERDICT_MALFORMED;
}

static enum verdict packet_request(const struct reading *r, struct cursor body,
                                   struct cip_asked *asked)
{
    (void)asked;
    return packet_read(r, body);
}

static enum verdict packet_reply(const struct reading *r, struct cursor body,
                                 const struct cip_asked *asked)
{
    (void)asked;
    return packet_read(r, body);
}

static enum verdict unconnected_send(const struct reading *r, struct cursor body,
                                     struct cip_asked *asked)
{
    (void)asked;
    cursor_skip(&body, 2); /* time-out */
    uint16_t length = cursor_u16le(&body);
    struct cursor message = cursor_split(&body, length);
    cursor_skip(&body, length % 2);
    uint8_t words = cursor_u8(&body);
    cursor_skip(&body, 1);
    struct cursor route = cursor_split(&body, 2U * words);
    if (!cursor_ok(&body))
        return VERDICT_MALFORMED;

    struct reading inner = *r;
    inner.slot = cip_path_read(route).slot;
    return message_read(&inner, message);
}

/* The path of the connection says which module the messages over it will be for. */
static void open_path(struct cursor body, size_t parameters, struct cip_asked *asked)
{
    cursor_skip(&body, 2 + 8 + 8 + 4);      /* time-out, two ids, serial numbers, multiplier */
    cursor_skip(&body, 4 + 4 + parameters); /* both intervals and both parameters */
    cursor_skip(&body, 1);
    uint8_t words = cursor_u8(&body);
    struct cursor path = cursor_split(&body, 2U * words);

    asked->slot = cursor_ok(&path) ? cip_path_read(path).slot : CIP_SLOT_ELSEWHERE;
}

static enum verdict forward_open(const struct reading *r, struct cursor body,
                                 struct cip_asked *asked)
{
    (void)r;
    open_path(body, 2 + 2, asked);
    return VERDICT_OK;
}

static enum verdict large_forward_open(const struct reading *r, struct cursor body,
                                       struct cip_asked *asked)
{
    (void)r;
    open_path(body, 4 + 4, asked);
    return VERDICT_OK;
}

static enum verdict opened(const struct reading *r, struct cursor body,
                           const struct cip_asked *asked)
{
    uint32_t id = cursor_u32le(&body);

    if (!cursor_ok(&body))
        return VERDICT_MALFORMED;
    if (asked)
        cip_connection_add(r->state, id, asked->slot);
    return VERDICT_OK;
}

static void pccc(const struct reading *r, struct cursor body)
{
    uint8_t requester = cursor_u8(&body); /* counts itself */

    cursor_skip(&body, requester > 0 ? requester - 1U : SIZE_MAX);
    if (!cursor_ok(&body))
        return;
    void *own = r->out->state;
    r->out->state = r->state->passenger;
    dissection_descend(r->out, CARRIER_CIP, body);
    r->out->state = own;
}

static enum verdict pccc_request(const struct reading *r, struct cursor body,
                                 struct cip_asked *asked)
{
    (void)asked;
    pccc(r, body);
    return VERDICT_OK;
}

static enum verdict pccc_reply(const struct reading *r, struct cursor body,
                               const struct cip_asked *asked)
{
    (void)asked;
    pccc(r, body);
    return VERDICT_OK;
}

typedef enum verdict request_reader(const struct reading *, struct cursor, struct cip_asked *);
typedef enum verdict reply_reader(const struct reading *, struct cursor, const struct cip_asked *);

static const struct content {
    uint8_t service;
    uint32_t class;
    request_reader *request;
    reply_reader *reply;
} contents[] = {
    { CIP_MULTIPLE, ANY_CLASS, packet_request, packet_reply },
    { CIP_UNCONNECTED_SEND, CIP_CONNECTION_MANAGER, unconnected_send, NULL },
    { CIP_FORWARD_OPEN, CIP_CONNECTION_MANAGER, forward_open, opened },
    { CIP_LARGE_FORWARD_OPEN, CIP_CONNECTION_MANAGER, large_forward_open, opened },
    { CIP_EXECUTE_PCCC, CIP_PCCC, pccc_request, pccc_reply },
};

static const struct content *content_of(uint8_t service, uint32_t class)
{
    for (size_t i = 0; i < COUNT_OF(contents); i++)
        if (contents[i].service == service &&
            (contents[i].class == ANY_CLASS || contents[i].class == class))
            return &contents[i];
    return NULL;
}

/* ---- requests and replies ---- */

static enum verdict request_read(const struct reading *r, struct cursor message)
{
    uint8_t service = cursor_u8(&message);
    uint8_t words = cursor_u8(&message);
    struct cursor path = cursor_split(&message, 2U * words);
    if (!cursor_ok(&message))
        return VERDICT_MALFORMED;

    struct cip_target target = cip_path_read(path);
    const struct content *content = content_of(service, target.class);
    bool wraps = content && content->request == unconnected_send;
    target.slot = r->slot;
    observe(r, MESSAGE_REQUEST, service, target.class);
    struct cip_asked *asked =
        cip_remember(r->state, wraps ? CIP_POSITION_WRAPPER : r->position, service, &target);
    return content && content->request ? content->request(r, message, asked) : VERDICT_OK;
}

/*
 * The answer to an Unconnected Send is that of the message inside, unless a
 * router on the way had to refuse.  A tag read carries the same service number
 * as an Unconnected Send: a router's refusal is told by its status then.
 */
static bool is_of_wrapper(const struct cip_asked *wrapper, const struct cip_asked *asked,
                          uint8_t service, uint8_t status)
{
    if (!wrapper || service != wrapper->service)
        return false;
    return !asked || asked->service != service || status == STATUS_CONNECTION_FAILURE;
}

static enum message_kind outcome(uint8_t service, uint8_t status)
{
    if (status == STATUS_SUCCESS || status == STATUS_PARTIAL_TRANSFER ||
        (service == CIP_MULTIPLE && status == STATUS_EMBEDDED_ERROR))
        return MESSAGE_RESPONSE;
    return MESSAGE_REFUSAL;
}

static enum verdict content_reply(const struct reading *r, const struct cip_asked *asked,
                                  uint8_t service, struct cursor data)
{
    const struct content *content = content_of(service, asked ? asked->class : CIP_CLASS_NONE);

    if (asked)
        cip_tell_answer(asked, data, r->out);
    return content && content->reply ? content->reply(r, data, asked) : VERDICT_OK;
}

static enum verdict reply_read(const struct reading *r, struct cursor message)
{
    uint8_t service = cursor_u8(&message) & (uint8_t)~CIP_REPLY;
    cursor_skip(&message, 1);
    uint8_t status = cursor_u8(&message);
    cursor_skip(&message, 2U * cursor_u8(&message));
    if (!cursor_ok(&message))
        return VERDICT_MALFORMED;

    const struct cip_asked *asked = cip_recall(r->state, r->position);
    const struct cip_asked *wrapper =
        r->position == CIP_POSITION_ALONE ? cip_recall(r->state, CIP_POSITION_WRAPPER) : NULL;
    enum message_kind kind = outcome(service, status);
    if (is_of_wrapper(wrapper, asked, service, status)) {
        observe(r, kind, service, wrapper->class);
        return VERDICT_OK;
    }
    if (wrapper)
        observe(r, MESSAGE_RESPONSE, wrapper->service, wrapper->class);
    if (asked && asked->service != service)
        asked = NULL;
    observe(r, kind, service, asked ? asked->class : SUB_NONE);
    return kind == MESSAGE_RESPONSE ? content_reply(r, asked, service, message) : VERDICT_OK;
}

static enum verdict message_read(const struct reading *r, struct cursor message)
{
    struct cursor ahead = message;
    struct reading inner = *r;

    if (inner.depth++ == DEPTH_MOST)
        return VERDICT_MALFORMED;
    return cursor_u8(&ahead) & CIP_REPLY ? reply_read(&inner, message)
                                         : request_read(&inner, message);
}

static enum match cip_probe(struct cursor payload)
{
    uint8_t service = cursor_u8(&payload);
    uint8_t second = cursor_u8(&payload);

    if (!cursor_ok(&payload) || (service & (uint8_t)~CIP_REPLY) == 0)
        return MATCH_NO;
    if (service & CIP_REPLY)
        return second == 0 && payload.left >= 2 ? MATCH_YES : MATCH_NO;
    return 2U * second <= payload.left ? MATCH_YES : MATCH_NO;
}

static enum verdict cip_dissect(struct cursor *payload, struct dissection *out)
{
    struct cip_state blank = { 0 };
    struct cip_state *state = out->state ? out->state : &blank;
    struct reading r = { .out = out, .state = state, .slot = cip_connection_slot(state) };
    struct cursor ahead = *payload;

    if (!(cursor_u8(&ahead) & CIP_REPLY))
        cip_begin(state);
    enum verdict verdict = message_read(&r, *payload);
    cursor_skip(payload, payload->left);
    return verdict;
}

const struct protocol cip_protocol = {
    .name = "cip",
    .title = "CIP",
    .specification = "The CIP Networks Library, volume 1",
    .carriers = CARRIER_ENIP,
    .is_industrial = true,
    .state_bytes = sizeof(struct cip_state),
    .operations = cip_operations,
    .probe = cip_probe,
    .dissect = cip_dissect,
};
