/*
 * enip.c - EtherNet/IP: encapsulation over TCP and UDP, and the cyclic I/O
 * datagrams that travel without it.
 *
 * Requests and answers share their command; which one a message is shows in its
 * session, its length or the CIP message inside, so that a capture may start
 * anywhere.
 *
 * Source: The CIP Networks Library, volume 2, 2-3 (encapsulation), 2-4 (commands),
 * 2-6 (common packet format), 3-2.2 (I/O datagrams).
 */
#include <assert.h>

#include "proto/cip.h"

enum {
    HEADER_BYTES = 24,
    DATA_MOST = 65511,
    SOCKET_ADDRESS_BYTES = 16,
    PORT_ENCAPSULATION = 44818,
    PORT_IO = 2222,
    ITEMS_MOST = 8, /* two addresses, two data and their socket addresses are 4 */
};

enum command {
    COMMAND_NOP = 0x00,
    COMMAND_LIST_SERVICES = 0x04,
    COMMAND_LIST_IDENTITY = 0x63,
    COMMAND_LIST_INTERFACES = 0x64,
    COMMAND_REGISTER_SESSION = 0x65,
    COMMAND_UNREGISTER_SESSION = 0x66,
    COMMAND_SEND_RR_DATA = 0x6f,
    COMMAND_SEND_UNIT_DATA = 0x70,
    COMMAND_INDICATE_STATUS = 0x72,
    COMMAND_CANCEL = 0x73,
    COMMAND_START_DTLS = 0xc8,
};

enum item_type {
    ITEM_IDENTITY = 0x000c,
    ITEM_CONNECTED_ADDRESS = 0x00a1,
    ITEM_CONNECTED_DATA = 0x00b1,
    ITEM_UNCONNECTED_DATA = 0x00b2,
    ITEM_SEQUENCED_ADDRESS = 0x8002,
};

/*
 * I/O datagrams have no command: they are counted under the type of their data
 * item.  A group gets what a device produces; between two devices, one of the
 * directions sets outputs, and which one only the opening of the connection says.
 */
enum { IO_TO_ONE = 1, IO_TO_GROUP = 2 };

static const struct operation operations[] = {
    { COMMAND_NOP, SUB_NONE, "no operation", CLASS_diag },
    { COMMAND_LIST_SERVICES, SUB_NONE, "list services", CLASS_discover },
    { COMMAND_LIST_IDENTITY, SUB_NONE, "list identity", CLASS_discover },
    { COMMAND_LIST_INTERFACES, SUB_NONE, "list interfaces", CLASS_discover },
    { COMMAND_REGISTER_SESSION, SUB_NONE, "register session", CLASS_diag },
    { COMMAND_UNREGISTER_SESSION, SUB_NONE, "unregister session", CLASS_diag },
    { COMMAND_SEND_RR_DATA, SUB_NONE, "send unconnected message", CLASS_diag },
    { COMMAND_SEND_UNIT_DATA, SUB_NONE, "send connected message", CLASS_diag },
    { COMMAND_INDICATE_STATUS, SUB_NONE, "indicate status", CLASS_diag },
    { COMMAND_CANCEL, SUB_NONE, "cancel", CLASS_diag },
    { COMMAND_START_DTLS, SUB_NONE, "start DTLS", CLASS_diag },
    { ITEM_CONNECTED_DATA, IO_TO_ONE, "cyclic I/O data", CLASS_write },
    { ITEM_CONNECTED_DATA, IO_TO_GROUP, "cyclic I/O data to a group", CLASS_read },
    { 0 },
};

static const uint32_t statuses[] = { 0, 1, 2, 3, 0x64, 0x65, 0x69, 0x6a };

static_assert(sizeof(struct cip_state) <= PROTOCOL_STATE_MOST, "flow state is bounded");

struct header {
    uint16_t command, length;
    uint32_t session, status, options;
    uint32_t context; /* folded: it only has to tell messages apart */
};

struct item {
    uint16_t type;
    struct cursor data;
};

static struct header header_read(struct cursor *bytes)
{
    struct header h = { .command = cursor_u16le(bytes), .length = cursor_u16le(bytes) };

    h.session = cursor_u32le(bytes);
    h.status = cursor_u32le(bytes);
    uint64_t context = cursor_u64le(bytes);
    h.context = (uint32_t)(context ^ context >> 32);
    h.options = cursor_u32le(bytes);
    return h;
}

static bool header_fits(const struct header *h)
{
    bool command = false, status = false;

    for (const struct operation *row = operations; row->name; row++)
        command |= row->code == h->command && row->sub == SUB_NONE;
    for (size_t i = 0; i < COUNT_OF(statuses); i++)
        status |= statuses[i] == h->status;
    return command && status && h->length <= DATA_MOST;
}

/* ---- common packet format ---- */

/* At most ITEMS_MOST of them; -1 when they do not fit their packet. */
static int items_read(struct cursor *packet, struct item items[ITEMS_MOST])
{
    uint16_t count = cursor_u16le(packet);

    if (count > ITEMS_MOST)
        return -1;
    for (uint16_t i = 0; i < count; i++) {
        items[i].type = cursor_u16le(packet);
        items[i].data = cursor_split(packet, cursor_u16le(packet));
    }
    return cursor_ok(packet) ? count : -1;
}

static const struct item *item_find(const struct item *items, int count, enum item_type type)
{
    for (int i = 0; i < count; i++)
        if (items[i].type == type)
            return &items[i];
    return NULL;
}

/* ---- explicit messages ---- */

struct explicit_message {
    struct cursor cip;
    uint32_t key, connection_id;
    bool connected;
};

static bool explicit_connected(const struct item *items, int count, struct explicit_message *m)
{
    const struct item *address = item_find(items, count, ITEM_CONNECTED_ADDRESS);
    const struct item *data = item_find(items, count, ITEM_CONNECTED_DATA);

    if (!address || !data)
        return false;
    struct cursor id = address->data;
    m->cip = data->data;
    m->connected = true;
    m->connection_id = cursor_u32le(&id);
    m->key = cursor_u16le(&m->cip); /* sequence count: the same in request and answer */
    return cursor_ok(&m->cip) && cursor_ok(&id);
}

static bool explicit_find(const struct header *h, struct cursor packet, struct explicit_message *m)
{
    struct item items[ITEMS_MOST];

    cursor_skip(&packet, 6); /* interface and time-out */
    int count = items_read(&packet, items);
    if (count < 0)
        return false;
    *m = (struct explicit_message){ .key = h->context };
    if (explicit_connected(items, count, m))
        return true;
    const struct item *data = item_find(items, count, ITEM_UNCONNECTED_DATA);
    if (data)
        m->cip = data->data;
    return data != NULL;
}

static void explicit_read(const struct explicit_message *m, struct dissection *out)
{
    struct cip_state blank = { 0 };
    void *own = out->state;
    struct cip_state *state = own ? own : &blank;

    /* Connected and unconnected keys come from different counters. */
    state->key = m->connected ? m->key | 1U << 31 : m->key & ~(1U << 31);
    state->connected = m->connected;
    state->connection_id = m->connection_id;
    out->state = state;
    dissection_descend(out, CARRIER_ENIP, m->cip);
    out->state = own;
}

/* ---- commands ---- */

static void observe(struct dissection *out, enum message_kind kind, uint16_t command)
{
    out->direction = kind == MESSAGE_REQUEST ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
    dissection_operation(out, &enip_protocol, kind, command, SUB_NONE);
}

static enum message_kind answer_kind(const struct header *h)
{
    return h->status == 0 ? MESSAGE_RESPONSE : MESSAGE_REFUSAL;
}

static enum verdict plain(const struct header *h, struct cursor body, struct dissection *out)
{
    (void)body;
    observe(out, h->status == 0 ? MESSAGE_REQUEST : MESSAGE_REFUSAL, h->command);
    return VERDICT_OK;
}

/* A session is asked for with none. */
static enum verdict session(const struct header *h, struct cursor body, struct dissection *out)
{
    (void)body;
    observe(out, h->session == 0 && h->status == 0 ? MESSAGE_REQUEST : answer_kind(h), h->command);
    return VERDICT_OK;
}

static enum verdict list(const struct header *h, struct cursor body, struct dissection *out)
{
    struct item items[ITEMS_MOST];

    observe(out, body.left == 0 && h->status == 0 ? MESSAGE_REQUEST : answer_kind(h), h->command);
    if (body.left == 0)
        return VERDICT_OK;
    int count = items_read(&body, items);
    const struct item *found = item_find(items, count, ITEM_IDENTITY);
    if (found && h->command == COMMAND_LIST_IDENTITY) {
        struct cursor identity = found->data;
        cursor_skip(&identity, 2 + SOCKET_ADDRESS_BYTES); /* encapsulation version */
        cip_tell_listed(identity, out);
    }
    return count < 0 ? VERDICT_MALFORMED : VERDICT_OK;
}

static enum verdict data(const struct header *h, struct cursor body, struct dissection *out)
{
    struct explicit_message m;

    if (h->status != 0) {
        observe(out, MESSAGE_REFUSAL, h->command);
        return VERDICT_OK;
    }
    if (!explicit_find(h, body, &m))
        return VERDICT_MALFORMED;
    struct cursor ahead = m.cip;
    observe(out, cursor_u8(&ahead) & CIP_REPLY ? MESSAGE_RESPONSE : MESSAGE_REQUEST, h->command);
    explicit_read(&m, out);
    return VERDICT_OK;
}

static const struct {
    uint16_t command;
    enum verdict (*read)(const struct header *, struct cursor body, struct dissection *);
} commands[] = {
    { COMMAND_LIST_SERVICES, list },
    { COMMAND_LIST_IDENTITY, list },
    { COMMAND_LIST_INTERFACES, list },
    { COMMAND_REGISTER_SESSION, session },
    { COMMAND_SEND_RR_DATA, data },
    { COMMAND_SEND_UNIT_DATA, data },
    { COMMAND_NOP, plain },
    { COMMAND_UNREGISTER_SESSION, plain },
    { COMMAND_INDICATE_STATUS, plain },
    { COMMAND_CANCEL, plain },
    { COMMAND_START_DTLS, plain },
};

static enum verdict command_read(const struct header *h, struct cursor body, struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (commands[i].command == h->command)
            return commands[i].read(h, body, out);
    return VERDICT_MALFORMED;
}

/* ---- I/O datagrams ---- */

static bool is_io(struct cursor payload)
{
    struct item items[ITEMS_MOST];
    int count = items_read(&payload, items);

    return count >= 2 && payload.left == 0 && items[0].type == ITEM_SEQUENCED_ADDRESS &&
           items[0].data.left == 8 && items[1].type == ITEM_CONNECTED_DATA;
}

static enum verdict io_read(struct cursor *payload, struct dissection *out)
{
    dissection_operation(out, &enip_protocol, MESSAGE_REQUEST, ITEM_CONNECTED_DATA,
                         address_is_group(&out->receiver) ? IO_TO_GROUP : IO_TO_ONE);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

static enum match enip_probe(struct cursor payload)
{
    if (is_io(payload))
        return MATCH_YES;
    struct header h = header_read(&payload);
    if (!cursor_ok(&payload) || !header_fits(&h))
        return MATCH_NO;
    /* A header of zeros is a valid NOP, and the start of much else. */
    bool certain = h.command != COMMAND_NOP && h.options == 0 && h.length == payload.left;
    return certain ? MATCH_YES : MATCH_MAYBE;
}

static enum verdict enip_dissect(struct cursor *payload, struct dissection *out)
{
    if (is_io(*payload))
        return io_read(payload, out);
    if (payload->left < HEADER_BYTES)
        return VERDICT_MORE;

    struct cursor ahead = *payload;
    struct header h = header_read(&ahead);
    if (!header_fits(&h))
        return VERDICT_MALFORMED;
    if (h.length > ahead.left)
        return VERDICT_MORE;
    struct cursor body = cursor_split(&ahead, h.length);
    enum verdict verdict = command_read(&h, body, out);
    if (verdict == VERDICT_OK)
        *payload = ahead;
    return verdict;
}

const struct protocol enip_protocol = {
    .name = "enip",
    .title = "EtherNet/IP",
    .specification = "The CIP Networks Library, volume 2",
    .carriers = CARRIER_TCP | CARRIER_UDP,
    .ports = { PORT_ENCAPSULATION, PORT_IO },
    .is_industrial = true,
    .state_bytes = sizeof(struct cip_state),
    .message_most = HEADER_BYTES + DATA_MOST,
    .operations = operations,
    .probe = enip_probe,
    .dissect = enip_dissect,
};
