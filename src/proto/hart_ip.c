/*
 * hart_ip.c - HART-IP: HART commands for field devices and their gateways.
 *
 * Every message says whether it asks, answers or publishes, so that direction
 * never depends on a port: servers answer over UDP from another one.
 *
 * The code of an operation is the message id (3 and 4 carry commands, the
 * sub-code is the command), plus 0x20 in what is published unasked.
 *
 * Source: HCF_SPEC-85 (network management: HART-IP header, messages); HCF_SPEC-81
 * (token-passing PDU); HCF_SPEC-307 (response codes).
 */
#include "proto/hart_ip.h"

enum {
    HEADER_BYTES = 8,
    VERSION_MOST = 2,
    SESSION_BYTES = 5, /* who asks, and after how long a silence the session ends */
    HOST_MOST = 1,     /* secondary, primary */
    MESSAGE_MOST = UINT16_MAX,
    OUTSTANDING_MOST = 16,
    PUBLISHED = 0x20,
};

enum type { TYPE_REQUEST = 0, TYPE_RESPONSE = 1, TYPE_PUBLISH = 2, TYPE_NAK = 15 };

enum id {
    ID_INITIATE = 0,
    ID_CLOSE = 1,
    ID_KEEP_ALIVE = 2,
    ID_TOKEN_PASSING = 3,
    ID_DIRECT = 4,
    ID_AUDIT_LOG = 5,
    IDS,
};

enum frame {
    LONG_ADDRESS = 0x80,
    EXPANSION_SHIFT = 5, /* two bits count the bytes behind the address */
    FRAME_MASK = 7,
    FRAME_BURST = 1,
    FRAME_REQUEST = 2,
    FRAME_ANSWER = 6,
    ADDRESS_MASK = 0x3f, /* the two highest bits say who asked and whether it bursts */
    PREAMBLE = 0xff,
};

static const struct operation operations[] = {
    { ID_INITIATE, SUB_NONE, "initiate session", CLASS_auth },
    { ID_CLOSE, SUB_NONE, "close session", CLASS_auth },
    { ID_KEEP_ALIVE, SUB_NONE, "keep alive", CLASS_diag },
    { ID_AUDIT_LOG, SUB_NONE, "read audit log", CLASS_diag },
    { PUBLISHED | ID_TOKEN_PASSING, SUB_ANY, "publish answer", CLASS_read },
    { PUBLISHED | ID_DIRECT, SUB_ANY, "publish answer", CLASS_read },
#define COMMAND(number, class, name)                                                               \
    { ID_TOKEN_PASSING, number, name, CLASS_##class }, { ID_DIRECT, number, name, CLASS_##class },
#include "proto/hart_ip_commands.def"
#undef COMMAND
    { 0 },
};

/* What was asked under a sequence number: an answer without a body does not say it again. */
struct asked {
    uint16_t sequence;
    uint16_t command;
    uint8_t id;
    bool used;
};

struct hart_ip_state {
    struct hart_names names;
    struct asked asked[OUTSTANDING_MOST];
    uint8_t next; /* the row that gives way */
};

struct head {
    uint8_t version, type, id, status;
    uint16_t sequence, length;
};

struct pdu {
    uint8_t frame;   /* enum frame */
    uint64_t device; /* 0: a short address */
    uint8_t polling;
    uint8_t command;
    struct cursor data;
};

/* ---- reading ---- */

static bool read_head(struct cursor *c, struct head *h)
{
    h->version = cursor_u8(c);
    h->type = cursor_u8(c);
    h->id = cursor_u8(c);
    h->status = cursor_u8(c);
    h->sequence = cursor_u16be(c);
    h->length = cursor_u16be(c);
    return h->version >= 1 && h->version <= VERSION_MOST &&
           (h->type <= TYPE_PUBLISH || h->type == TYPE_NAK) && h->id < IDS &&
           h->length >= HEADER_BYTES && (h->type != TYPE_REQUEST || h->status == 0);
}

static void skip_preambles(struct cursor *c)
{
    struct cursor peek = *c;

    while (peek.left && cursor_u8(&peek) == PREAMBLE)
        *c = peek;
}

/* All bytes from the delimiter to the check byte: exclusive-or gives zero. */
static bool is_intact(struct cursor c)
{
    uint8_t sum = 0;

    while (c.left)
        sum ^= cursor_u8(&c);
    return sum == 0;
}

static void read_address(struct cursor *c, uint8_t delimiter, struct pdu *p)
{
    uint8_t first = cursor_u8(c) & ADDRESS_MASK;

    if (delimiter & LONG_ADDRESS)
        p->device = (uint64_t)first << 32 | cursor_u32be(c);
    else
        p->polling = first;
    cursor_skip(c, delimiter >> EXPANSION_SHIFT & 3u);
}

static bool pdu_read(struct cursor c, struct pdu *p)
{
    skip_preambles(&c);
    bool intact = is_intact(c);
    uint8_t delimiter = cursor_u8(&c);

    *p = (struct pdu){ .frame = delimiter & FRAME_MASK };
    read_address(&c, delimiter, p);
    p->command = cursor_u8(&c);
    p->data = cursor_split(&c, cursor_u8(&c));
    cursor_skip(&c, 1); /* check byte */
    return intact && cursor_ok(&c) && c.left == 0 && cursor_ok(&p->data) &&
           (p->frame == FRAME_BURST || p->frame == FRAME_REQUEST || p->frame == FRAME_ANSWER);
}

/* One command of a direct PDU. */
static struct cursor direct_next(struct cursor *c, uint16_t *number)
{
    *number = cursor_u16be(c);
    return cursor_split(c, cursor_u8(c));
}

/* ---- recognising ---- */

static bool is_session(struct cursor body)
{
    return body.left == SESSION_BYTES && cursor_u8(&body) <= HOST_MOST;
}

static bool is_empty(struct cursor body)
{
    return body.left == 0;
}

static bool is_token_passing(struct cursor body)
{
    struct pdu p;

    return pdu_read(body, &p);
}

static bool is_direct(struct cursor body)
{
    uint16_t number;

    cursor_skip(&body, 2); /* device status */
    if (body.left == 0)
        return false;
    while (body.left)
        (void)direct_next(&body, &number);
    return cursor_ok(&body);
}

static bool proves_nothing(struct cursor body)
{
    (void)body;
    return false;
}

static bool (*const proofs[IDS])(struct cursor body) = {
    [ID_INITIATE] = is_session, [ID_CLOSE] = is_empty,
    [ID_KEEP_ALIVE] = is_empty, [ID_TOKEN_PASSING] = is_token_passing,
    [ID_DIRECT] = is_direct,    [ID_AUDIT_LOG] = proves_nothing,
};

static enum match hart_ip_probe(struct cursor payload)
{
    struct head h;

    if (payload.left == 0 || !read_head(&payload, &h) || !cursor_ok(&payload))
        return MATCH_NO;
    struct cursor body = cursor_split(&payload, h.length - (size_t)HEADER_BYTES);
    return cursor_ok(&body) && proofs[h.id](body) ? MATCH_YES : MATCH_MAYBE;
}

/* ---- what was asked ---- */

static struct asked *find_asked(struct hart_ip_state *state, const struct head *h)
{
    for (unsigned i = 0; i < OUTSTANDING_MOST; i++)
        if (state->asked[i].used && state->asked[i].sequence == h->sequence &&
            state->asked[i].id == h->id)
            return &state->asked[i];
    return NULL;
}

static void remember(struct hart_ip_state *state, const struct head *h, uint32_t command)
{
    struct asked *row = find_asked(state, h);

    if (!row) {
        row = &state->asked[state->next];
        state->next = (uint8_t)((state->next + 1) % OUTSTANDING_MOST);
    }
    *row = (struct asked){ h->sequence, (uint16_t)command, h->id, true };
}

/* ---- counting ---- */

/* Source: HCF_SPEC-307, 6: what is neither success, warning nor a delayed response under way. */
static const struct range {
    uint8_t first, last;
} refusals[] = { { 1, 7 }, { 9, 13 }, { 15, 23 }, { 28, 29 }, { 32, 32 }, { 35, 36 }, { 64, 95 } };

enum { COMMUNICATION_ERROR = 0x80 /* then the other bits say which */ };

static bool is_refusal(uint8_t code)
{
    if (code & COMMUNICATION_ERROR)
        return true;
    for (size_t i = 0; i < COUNT_OF(refusals); i++)
        if (code >= refusals[i].first && code <= refusals[i].last)
            return true;
    return false;
}

static void count(const struct head *h, uint32_t command, uint8_t code, struct dissection *out)
{
    enum message_kind kind = MESSAGE_REQUEST;
    uint32_t published = h->type == TYPE_PUBLISH ? PUBLISHED : 0;

    if (h->type == TYPE_NAK || (h->type == TYPE_RESPONSE && is_refusal(code)))
        kind = MESSAGE_REFUSAL;
    else if (h->type == TYPE_RESPONSE)
        kind = MESSAGE_RESPONSE;
    dissection_operation(out, &hart_ip_protocol, kind, h->id | published, command);
}

/* Counted on its own: what a gateway is told to pass on acts on the device behind it. */
static void read_embedded(const struct head *h, struct cursor data, struct dissection *out)
{
    cursor_skip(&data, h->type == TYPE_REQUEST ? 3 : 2); /* card, channel, preambles */
    struct pdu p = { 0 };
    read_address(&data, cursor_u8(&data), &p);
    uint8_t command = cursor_u8(&data);

    if (cursor_ok(&data))
        count(h, command, 0, out);
}

static void read_command(const struct head *h, uint32_t number, uint64_t device, uint8_t code,
                         struct cursor data, struct dissection *out)
{
    struct hart_ip_state *state = out->state;
    struct hart_answer answer = { number, device, data };

    count(h, number, code, out);
    if (h->type == TYPE_REQUEST)
        remember(state, h, number);
    if (is_refusal(code))
        return;
    if (number == HART_SUB_DEVICE_COMMAND)
        read_embedded(h, data, out);
    if (h->type != TYPE_REQUEST)
        hart_tell_answer(&answer, &state->names, out);
}

static bool read_token_passing(const struct head *h, struct cursor body, struct dissection *out)
{
    struct pdu p;

    if (!pdu_read(body, &p))
        return false;
    bool asks = p.frame == FRAME_REQUEST;
    uint8_t code = asks ? 0 : cursor_u8(&p.data);
    cursor_skip(&p.data, asks ? 0 : 1); /* device status */
    uint32_t number = p.command == HART_EXTENDED ? cursor_u16be(&p.data) : p.command;
    read_command(h, number, p.polling ? HART_DEVICE_UNSAID : p.device, code, p.data, out);
    return true;
}

static bool read_direct(const struct head *h, struct cursor body, struct dissection *out)
{
    uint16_t number;

    cursor_skip(&body, 2); /* device status */
    while (body.left) {
        struct cursor data = direct_next(&body, &number);
        uint8_t code = h->type == TYPE_REQUEST || data.left == 0 ? 0 : cursor_u8(&data);
        if (cursor_ok(&data))
            read_command(h, number, 0, code, data, out);
    }
    return cursor_ok(&body);
}

/* A message of the session, or one that was refused before it reached a device. */
static void read_bare(const struct head *h, struct dissection *out)
{
    struct hart_ip_state *state = out->state;
    struct asked *asked = find_asked(state, h);
    bool carries = h->id == ID_TOKEN_PASSING || h->id == ID_DIRECT;

    count(h, carries && asked ? asked->command : SUB_NONE, h->status, out);
}

static bool read_body(const struct head *h, struct cursor body, struct dissection *out)
{
    if (h->type == TYPE_NAK || body.left == 0)
        read_bare(h, out);
    else if (h->id == ID_TOKEN_PASSING)
        return read_token_passing(h, body, out);
    else if (h->id == ID_DIRECT)
        return read_direct(h, body, out);
    else
        read_bare(h, out);
    return true;
}

static enum verdict hart_ip_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload; /* do not consume half a message */
    struct head h;
    bool valid = read_head(&ahead, &h);

    if (!cursor_ok(&ahead))
        return VERDICT_MORE;
    if (!valid)
        return VERDICT_MALFORMED;
    struct cursor body = cursor_split(&ahead, h.length - (size_t)HEADER_BYTES);
    if (!cursor_ok(&body))
        return VERDICT_MORE;
    out->direction = h.type == TYPE_REQUEST ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
    if (!read_body(&h, body, out))
        return VERDICT_MALFORMED;
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol hart_ip_protocol = {
    .name = "hart-ip",
    .title = "HART-IP",
    .specification = "HCF_SPEC-85, HCF_SPEC-127",
    .carriers = CARRIER_TCP | CARRIER_UDP,
    .ports = { 5094 },
    .is_industrial = true,
    .state_bytes = sizeof(struct hart_ip_state),
    .message_most = MESSAGE_MOST,
    .operations = operations,
    .probe = hart_ip_probe,
    .dissect = hart_ip_dissect,
};
