/*
 * gesrtp.c - GE SRTP, the protocol of Series 90, VersaMax and PACSystems: the
 * mailbox messages of SNP over TCP.
 *
 * A message is 56 bytes and, where it says so, text behind them.  Answers do not
 * name the service; they repeat the two sequence numbers of the request.  Good
 * answers carry the status word of the CPU, whatever was asked.
 *
 * Source: GFK-0529 (Series 90 PLC SNP Communications), 3 (mailbox messages, service
 * request codes, piggyback status, tables 3-8 and 3-12); Denton et al., Leveraging
 * the SRTP protocol, DFRWS 2017, 3 (the header over TCP).
 */
#include <assert.h>

#include "proto/protocol.h"
#include "proto/requests.h"

enum {
    HEADER_BYTES = 56,
    TEXT_MOST = 4096,
    CONNECT = 256, /* above every service code */
    UNSEEN,
    NAME_MOST = 8, /* controller id, with its NUL */
    STATE_SHIFT = 12,
    STATUS_UNUSED = 0x0c00,
};

enum packet { PACKET_CONNECT = 0, PACKET_CONNECTED = 1, PACKET_REQUEST = 2, PACKET_REPLY = 3 };

enum mailbox {
    MAILBOX_REQUEST = 0xc0,
    MAILBOX_REQUEST_TEXT = 0x80,
    MAILBOX_DONE = 0xd4,
    MAILBOX_DONE_TEXT = 0x94,
    MAILBOX_REFUSED = 0xd1,
};

enum service { SERVICE_IDENTITY = 0x43 };

static const struct operation operations[] = {
    { 0x00, SUB_NONE, "PLC short status", CLASS_ident },
    { 0x03, SUB_NONE, "return control program names", CLASS_ident },
    { 0x04, SUB_NONE, "read system memory", CLASS_read },
    { 0x05, SUB_NONE, "read task memory", CLASS_read },
    { 0x06, SUB_NONE, "read program block memory", CLASS_read },
    { 0x07, SUB_NONE, "write system memory", CLASS_write },
    { 0x08, SUB_NONE, "write task memory", CLASS_write },
    { 0x09, SUB_NONE, "write program block memory", CLASS_write },
    { 0x15, SUB_NONE, "establish datagram", CLASS_read },
    { 0x16, SUB_NONE, "update datagram", CLASS_read },
    { 0x17, SUB_NONE, "cancel datagram", CLASS_read },
    { 0x20, SUB_NONE, "programmer logon", CLASS_auth },
    { 0x21, SUB_NONE, "change privilege level", CLASS_auth },
    { 0x22, SUB_NONE, "set controller id", CLASS_config },
    { 0x23, SUB_NONE, "set PLC run or stop", CLASS_mode },
    { 0x24, SUB_NONE, "set PLC time and date", CLASS_time },
    { 0x25, SUB_NONE, "return PLC time and date", CLASS_time },
    { 0x38, SUB_NONE, "return fault table", CLASS_diag },
    { 0x39, SUB_NONE, "clear fault table", CLASS_delete },
    { 0x3f, SUB_NONE, "program store (from the PLC)", CLASS_prog_up },
    { 0x40, SUB_NONE, "program load (to the PLC)", CLASS_prog_down },
    { SERVICE_IDENTITY, SUB_NONE, "return controller type and id", CLASS_ident },
    { 0x44, SUB_NONE, "toggle force of system memory", CLASS_force },
    { 0x48, SUB_NONE, "write datagram", CLASS_write },
    { CONNECT, SUB_NONE, "connect", CLASS_diag },
    { UNSEEN, SUB_NONE, "answer to a request that was not seen", CLASS_unknown },
    { 0 },
};

struct gesrtp_state {
    struct requests asked;
    uint16_t status; /* as last told */
    bool told;
};

static_assert(sizeof(struct gesrtp_state) <= PROTOCOL_STATE_MOST, "flow state is bounded");

struct message {
    uint8_t packet, mailbox;
    uint32_t key;    /* both sequence numbers */
    uint8_t service; /* requests only */
    uint8_t error;   /* major status code; answers only */
    uint16_t status;
    bool has_status;
    bool is_plain; /* what is always zero is */
    struct cursor text;
};

static bool zeros(struct cursor *c, size_t count)
{
    bool all = true;

    while (count-- > 0)
        all &= cursor_u8(c) == 0;
    return all;
}

/* Where a text follows, the service stands behind another pair of packet numbers. */
static void mailbox_read(struct cursor *c, struct message *m)
{
    bool in_text = m->mailbox == MAILBOX_REQUEST_TEXT;

    cursor_skip(c, 8 + 2); /* mailbox ids, packet numbers */
    uint8_t first = cursor_u8(c);
    cursor_skip(c, 7);
    uint8_t second = cursor_u8(c);
    cursor_skip(c, 3); /* privilege level, sweep time */
    m->service = in_text ? second : first;
    m->error = m->mailbox == MAILBOX_DONE_TEXT ? 0 : first;
    m->status = cursor_u16le(c);
    m->has_status = m->mailbox == MAILBOX_DONE || m->mailbox == MAILBOX_DONE_TEXT;
}

static bool has_mailbox(const struct message *m)
{
    static const struct {
        uint8_t packet, mailbox;
    } pairs[] = {
        { PACKET_REQUEST, MAILBOX_REQUEST }, { PACKET_REQUEST, MAILBOX_REQUEST_TEXT },
        { PACKET_REPLY, MAILBOX_DONE },      { PACKET_REPLY, MAILBOX_DONE_TEXT },
        { PACKET_REPLY, MAILBOX_REFUSED },
    };

    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        if (pairs[i].packet == m->packet && pairs[i].mailbox == m->mailbox)
            return true;
    return false;
}

static enum verdict message_read(struct cursor *c, struct message *m)
{
    struct cursor head = *c;

    m->packet = cursor_u8(&head);
    m->is_plain = zeros(&head, 1);
    uint16_t sequence = cursor_u16le(&head);
    uint16_t length = cursor_u16le(&head);
    if (m->packet > PACKET_REPLY || !m->is_plain || length > TEXT_MOST)
        return VERDICT_MALFORMED;
    m->is_plain = zeros(&head, 3);
    cursor_skip(&head, 1);
    m->is_plain &= zeros(&head, 7);
    cursor_skip(&head, 1);
    m->is_plain &= zeros(&head, 8);
    cursor_skip(&head, 4); /* time and what is reserved */
    m->key = (uint32_t)sequence << 8 | cursor_u8(&head);
    m->mailbox = cursor_u8(&head);
    mailbox_read(&head, m);
    m->text = cursor_split(&head, length);
    if (!cursor_ok(&head))
        return VERDICT_MORE;
    if (m->packet >= PACKET_REQUEST && !has_mailbox(m))
        return VERDICT_MALFORMED;
    *c = head;
    return VERDICT_OK;
}

/* ---- status ---- */

static const char *const states[] = {
    "running",
    "running, outputs disabled",
    "stopped, I/O disabled",
    "stopped by a fault",
    "halted",
    "suspended",
    "stopped, I/O enabled",
};

enum {
    STATUS_PROGRAMMER = 0x40,
    STATUS_OEM = 0x200,
    STATUS_TOLD = 0xf000 | STATUS_PROGRAMMER | STATUS_OEM
};

/* A word with its unused bits set is none: old CPUs leave other data there. */
static void tell_status(struct gesrtp_state *state, uint16_t status, struct dissection *out)
{
    unsigned run = status >> STATE_SHIFT;

    if (status & STATUS_UNUSED || run >= COUNT_OF(states) ||
        (state->told && state->status == (status & STATUS_TOLD)))
        return;
    state->told = true;
    state->status = status & STATUS_TOLD;
    dissection_state(out, &out->sender, FIELD_state,
                     text_format(out->arena, "%s%s", states[run],
                                 status & STATUS_PROGRAMMER ? ", programmer attached" : ""),
                     "gesrtp status word", CONFIDENCE_SELF);
    if (status & STATUS_OEM)
        dissection_state(out, &out->sender, FIELD_security, TEXT("OEM protection enabled"),
                         "gesrtp status word", CONFIDENCE_SELF);
}

static void tell_identity(struct cursor text, struct dissection *out)
{
    struct cursor name = cursor_split(&text, NAME_MOST);

    dissection_state(out, &out->sender, FIELD_name, text_from_wire(name, out->arena),
                     "gesrtp 43 controller id", CONFIDENCE_SELF);
}

/* ---- messages ---- */

static void request(const struct message *m, struct dissection *out)
{
    struct gesrtp_state *state = out->state;

    requests_add(&state->asked, (struct request){ .key = m->key, .code = m->service });
    dissection_operation(out, &gesrtp_protocol, MESSAGE_REQUEST, m->service, SUB_NONE);
}

static void reply(const struct message *m, struct dissection *out)
{
    struct gesrtp_state *state = out->state;
    struct request asked = { .code = UNSEEN };
    bool refused = m->mailbox == MAILBOX_REFUSED || m->error != 0;

    (void)requests_take(&state->asked, m->key, &asked);
    dissection_operation(out, &gesrtp_protocol, refused ? MESSAGE_REFUSAL : MESSAGE_RESPONSE,
                         asked.code, SUB_NONE);
    if (refused)
        return;
    if (m->has_status)
        tell_status(state, m->status, out);
    if (asked.code == SERVICE_IDENTITY)
        tell_identity(m->text, out);
}

static void connect(const struct message *m, struct dissection *out)
{
    (void)m;
    dissection_operation(out, &gesrtp_protocol, MESSAGE_REQUEST, CONNECT, SUB_NONE);
}

static void connected(const struct message *m, struct dissection *out)
{
    (void)m;
    dissection_operation(out, &gesrtp_protocol, MESSAGE_RESPONSE, CONNECT, SUB_NONE);
}

static const struct {
    bool from_client;
    void (*read)(const struct message *, struct dissection *);
} packets[] = {
    [PACKET_CONNECT] = { true, connect },
    [PACKET_CONNECTED] = { false, connected },
    [PACKET_REQUEST] = { true, request },
    [PACKET_REPLY] = { false, reply },
};

static enum match gesrtp_probe(struct cursor payload)
{
    struct message m = { 0 };
    bool begun = payload.left >= 6; /* up to the length of the text */
    enum verdict verdict = message_read(&payload, &m);

    if (!begun || verdict == VERDICT_MALFORMED)
        return MATCH_NO;
    return verdict == VERDICT_OK && m.packet >= PACKET_REQUEST && m.is_plain ? MATCH_YES
                                                                             : MATCH_MAYBE;
}

static enum verdict gesrtp_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload;
    struct message m = { 0 };
    enum verdict verdict = message_read(&ahead, &m);

    if (verdict != VERDICT_OK)
        return verdict;
    out->direction = packets[m.packet].from_client ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
    packets[m.packet].read(&m, out);
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol gesrtp_protocol = {
    .name = "gesrtp",
    .title = "GE SRTP",
    .specification = "GE Fanuc GFK-0529, 3",
    .carriers = CARRIER_TCP,
    .ports = { 18245 },
    .is_industrial = true,
    .state_bytes = sizeof(struct gesrtp_state),
    .message_most = HEADER_BYTES + TEXT_MOST,
    .operations = operations,
    .probe = gesrtp_probe,
    .dissect = gesrtp_dissect,
};
