/*
 * opcua.c - OPC UA over TCP: chunks, secure channels and services.
 *
 * An answer's own number names the service, but a fault does not, and what was
 * read or who logged in only the request knows: the last requests of a flow are
 * kept.  Whether a channel opened with a policy is signed or encrypted is said
 * in an encrypted message only; it shows in whether its services can be read.
 *
 * Source: OPC 10000-6, 6.7 (chunks, security and sequence headers), 7.1
 * (connection protocol).
 */
#include "proto/opcua.h"

#include <assert.h>

enum {
    HEADER_BYTES = 8,
    CHUNK_MOST = 1 << 17,
    URL_MESSAGE_MOST = 32 + 2 * 4096, /* hello, error: texts of up to 4096 bytes */
};

static const struct operation operations[] = {
#define CODE(number, sub, class, name) { number, sub, name, CLASS_##class },
#include "proto/opcua_codes.def"
#undef CODE
    { 0 },
};

static_assert(sizeof(struct opcua_state) <= PROTOCOL_STATE_MOST, "flow state is bounded");

struct header {
    uint32_t type; /* three letters */
    uint8_t chunk; /* 'F'inal, 'C'ontinued, 'A'borted */
    uint32_t size; /* with this header */
};

static struct header header_read(struct cursor *c)
{
    uint32_t type = cursor_u32be(c);

    return (struct header){ .type = type >> 8, .chunk = type & 0xff, .size = cursor_u32le(c) };
}

/* Which of the two ends sends: the same for both directions of a flow. */
static unsigned end_of(const struct dissection *out)
{
    int order = address_compare(&out->sender, &out->receiver);

    return order ? order > 0 : out->sender_port > out->receiver_port;
}

/* ---- chunks ---- */

static bool continues(const struct opcua_state *state, const struct opcua_part *part,
                      const struct opcua_message *m)
{
    return part->open && (state->mode == OPCUA_MODE_ENCRYPTED || part->request == m->request);
}

static void aborted(const struct opcua_part *part, const struct opcua_message *m,
                    struct dissection *out)
{
    struct opcua_asked *asked = opcua_find_asked(opcua_state_of(out), m->request);

    if (continues(opcua_state_of(out), part, m))
        return; /* counted when it began */
    if (out->direction == DIRECTION_FROM_SERVER && asked) {
        asked->waits = false;
        opcua_observe(out, MESSAGE_REFUSAL, asked->service, SUB_NONE);
    } else {
        dissection_operation(out, &opcua_protocol, opcua_kind_by_sender(out), 0, OPCUA_ABORTED);
    }
}

/* From the sequence header on.  Only the first chunk of a message says what it is. */
static enum verdict chunk_read(const struct header *h, struct cursor c, struct dissection *out)
{
    struct opcua_state *state = opcua_state_of(out);
    struct opcua_part *part = &state->parts[end_of(out)];
    enum verdict verdict = VERDICT_OK;

    cursor_skip(&c, 4); /* sequence number */
    struct opcua_message m = { .request = cursor_u32le(&c), .body = c };
    if (h->chunk == 'A') {
        aborted(part, &m, out);
    } else if (!continues(state, part, &m)) {
        struct opcua_node node = opcua_node(&m.body);
        m.number = cursor_ok(&m.body) && node.is_number && node.space == 0 ? node.number : 0;
        verdict = opcua_service_read(&m, out);
    }
    *part = (struct opcua_part){ .request = m.request, .open = h->chunk == 'C' };
    return verdict;
}

/* ---- messages ---- */

static enum verdict hello(const struct header *h, struct cursor body, struct dissection *out)
{
    (void)h;
    cursor_skip(&body, 5 * 4); /* version and sizes */
    struct cursor url = opcua_string(&body);
    if (!cursor_ok(&body))
        return VERDICT_MALFORMED;
    *opcua_state_of(out) = (struct opcua_state){ .opening = OPCUA_HELLO };
    opcua_observe(out, MESSAGE_REQUEST, 0, OPCUA_HELLO);
    opcua_tell_hello(url, out);
    return VERDICT_OK;
}

static enum verdict acknowledge(const struct header *h, struct cursor body, struct dissection *out)
{
    (void)h, (void)body;
    opcua_state_of(out)->opening = 0;
    opcua_observe(out, MESSAGE_RESPONSE, 0, OPCUA_HELLO);
    return VERDICT_OK;
}

/* An error ends the connection; it refuses what was being opened. */
static enum verdict error(const struct header *h, struct cursor body, struct dissection *out)
{
    struct opcua_state *state = opcua_state_of(out);

    (void)h, (void)body;
    if (state->opening == OPCUA_HELLO)
        opcua_observe(out, MESSAGE_REFUSAL, 0, OPCUA_HELLO);
    else if (state->opening)
        opcua_observe(out, MESSAGE_REFUSAL, state->opening, SUB_NONE);
    else
        dissection_operation(out, &opcua_protocol, MESSAGE_REQUEST, 0, OPCUA_ERROR);
    state->opening = 0;
    return VERDICT_OK;
}

/* The server connects and asks the client to say hello. */
static enum verdict reverse_hello(const struct header *h, struct cursor body,
                                  struct dissection *out)
{
    (void)h, (void)body;
    out->direction = DIRECTION_FROM_SERVER;
    dissection_operation(out, &opcua_protocol, MESSAGE_REQUEST, 0, OPCUA_REVERSE_HELLO);
    return VERDICT_OK;
}

/* With any policy but none, what follows the certificates is encrypted. */
static enum verdict open_channel(const struct header *h, struct cursor body, struct dissection *out)
{
    struct opcua_state *state = opcua_state_of(out);

    cursor_skip(&body, 4); /* channel */
    enum opcua_policy policy = opcua_policy_find(opcua_string(&body));
    (void)opcua_string(&body); /* sender's certificate */
    (void)opcua_string(&body); /* receiver's thumbprint */
    if (!cursor_ok(&body))
        return VERDICT_MALFORMED;
    if (policy != state->policy) {
        state->mode = OPCUA_MODE_UNKNOWN;
        state->stated = false;
    }
    state->policy = (uint8_t)policy;
    if (policy == OPCUA_POLICY_NONE)
        return chunk_read(h, body, out);
    enum message_kind kind = opcua_kind_by_sender(out);
    state->opening = kind == MESSAGE_REQUEST ? OPCUA_OPEN_CHANNEL : 0;
    opcua_observe(out, kind, OPCUA_OPEN_CHANNEL, SUB_NONE);
    return VERDICT_OK;
}

static enum verdict message(const struct header *h, struct cursor body, struct dissection *out)
{
    cursor_skip(&body, 4 + 4); /* channel, token */
    return chunk_read(h, body, out);
}

#define LETTERS(a, b, c) ((uint32_t)(a) << 16 | (uint32_t)(b) << 8 | (uint32_t)(c))

/* Sizes with the header; only messages of a channel come in chunks. */
static const struct kind {
    uint32_t type;
    uint32_t least, most;
    const char *chunks;
    enum verdict (*read)(const struct header *, struct cursor body, struct dissection *);
} kinds[] = {
    { LETTERS('H', 'E', 'L'), 32, URL_MESSAGE_MOST, "F", hello },
    { LETTERS('A', 'C', 'K'), 28, 28, "F", acknowledge },
    { LETTERS('E', 'R', 'R'), 16, URL_MESSAGE_MOST, "F", error },
    { LETTERS('R', 'H', 'E'), 16, URL_MESSAGE_MOST, "F", reverse_hello },
    { LETTERS('O', 'P', 'N'), 32, CHUNK_MOST, "FCA", open_channel },
    { LETTERS('M', 'S', 'G'), 24, CHUNK_MOST, "FCA", message },
    { LETTERS('C', 'L', 'O'), 24, CHUNK_MOST, "FCA", message },
};

static const struct kind *kind_find(const struct header *h)
{
    for (const struct kind *k = kinds; k < kinds + COUNT_OF(kinds); k++)
        if (k->type == h->type && h->size >= k->least && h->size <= k->most)
            for (const char *chunk = k->chunks; *chunk; chunk++)
                if (*chunk == h->chunk)
                    return k;
    return NULL;
}

/* A first segment may end inside the header. */
static bool may_begin(struct cursor payload)
{
    uint8_t letter = cursor_u8(&payload);

    for (const struct kind *k = kinds; k < kinds + COUNT_OF(kinds); k++)
        if (k->type >> 16 == letter)
            return true;
    return false;
}

static enum match opcua_probe(struct cursor payload)
{
    struct cursor ahead = payload;
    struct header h = header_read(&ahead);

    if (!cursor_ok(&ahead))
        return may_begin(payload) ? MATCH_MAYBE : MATCH_NO;
    return kind_find(&h) ? MATCH_YES : MATCH_NO;
}

static enum verdict opcua_dissect(struct cursor *payload, struct dissection *out)
{
    if (payload->left < HEADER_BYTES)
        return VERDICT_MORE;

    struct cursor ahead = *payload;
    struct header h = header_read(&ahead);
    const struct kind *kind = kind_find(&h);
    if (!kind)
        return VERDICT_MALFORMED;
    if (h.size - HEADER_BYTES > ahead.left)
        return VERDICT_MORE;
    enum verdict verdict = kind->read(&h, cursor_split(&ahead, h.size - HEADER_BYTES), out);
    if (verdict == VERDICT_OK)
        *payload = ahead;
    return verdict;
}

const struct protocol opcua_protocol = {
    .name = "opcua",
    .title = "OPC UA",
    .specification = "OPC 10000-6",
    .carriers = CARRIER_TCP,
    .ports = { 4840 },
    .is_industrial = true,
    .state_bytes = sizeof(struct opcua_state),
    .message_most = CHUNK_MOST,
    .operations = operations,
    .probe = opcua_probe,
    .dissect = opcua_dissect,
};
