/*
 * opcua_service.c - services: which message answers which.
 *
 * Source: OPC 10000-4, 5 (services), 7.33 and 7.34 (their headers); OPC 10000-6,
 * annex A (nodes of their encodings).
 */
#include "proto/opcua.h"

#define STATUS_BAD (1u << 31)

enum {
    SERVICES_BEHIND_3 = 12000, /* below, an answer's node is its request's plus 3, above plus 1 */
};

void opcua_observe(struct dissection *out, enum message_kind kind, uint32_t code, uint32_t sub)
{
    out->direction = kind == MESSAGE_REQUEST ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
    dissection_operation(out, &opcua_protocol, kind, code, sub);
}

/* For messages that do not tell by themselves who sends them. */
enum message_kind opcua_kind_by_sender(const struct dissection *out)
{
    return out->direction == DIRECTION_FROM_SERVER ? MESSAGE_RESPONSE : MESSAGE_REQUEST;
}

/* ---- outstanding requests ---- */

struct opcua_asked *opcua_find_asked(struct opcua_state *state, uint32_t request)
{
    for (unsigned i = 0; i < OPCUA_OUTSTANDING_MOST; i++)
        if (state->asked[i].waits && state->asked[i].request == request)
            return &state->asked[i];
    return NULL;
}

static struct opcua_asked *remember(struct opcua_state *state, uint32_t request, uint16_t service)
{
    struct opcua_asked *slot = opcua_find_asked(state, request);

    if (!slot) {
        slot = &state->asked[state->next];
        state->next = (uint8_t)((state->next + 1) % OPCUA_OUTSTANDING_MOST);
    }
    *slot = (struct opcua_asked){ .request = request, .service = service, .waits = true };
    return slot;
}

/* ---- services ---- */

static bool is_service(uint32_t number)
{
    return number && operation_find(&opcua_protocol, number, SUB_NONE)->name;
}

/* The request that a message with this number answers; 0: it answers none. */
static uint16_t service_answered(uint32_t number)
{
    uint32_t request = number - (number < SERVICES_BEHIND_3 ? 3 : 1);

    return number > OPCUA_SERVICE_FAULT + 3 && is_service(request) ? (uint16_t)request : 0;
}

static void skip_request_header(struct cursor *body)
{
    (void)opcua_node(body);   /* authentication token */
    cursor_skip(body, 8 + 8); /* time, handle, diagnostics wanted */
    (void)opcua_string(body); /* audit entry */
    cursor_skip(body, 4);     /* time-out */
    (void)opcua_extension(body);
}

/* The service's result comes back. */
static uint32_t skip_response_header(struct cursor *body)
{
    cursor_skip(body, 8 + 4); /* time, handle */
    uint32_t result = cursor_u32le(body);
    opcua_skip_diagnostics(body);
    opcua_skip_strings(body);
    (void)opcua_extension(body);
    return result;
}

/* Services with a status for each thing asked; more than one is read where nothing else stands
 * between. */
static const struct {
    uint16_t service;
    bool only_status;
} itemised[] = {
    { OPCUA_ADD_NODES, false },        { OPCUA_ADD_REFERENCES, true }, { OPCUA_DELETE_NODES, true },
    { OPCUA_DELETE_REFERENCES, true }, { OPCUA_WRITE, true },          { OPCUA_CALL, false },
};

static bool all_bad(struct cursor results, bool only_status)
{
    uint32_t count = opcua_count(&results);
    bool bad = count > 0 && (only_status || count == 1);

    for (; bad && count > 0; count--)
        bad = cursor_u32le(&results) & STATUS_BAD;
    return bad;
}

/* A good answer that did none of what was asked. */
static bool nothing_done(uint16_t service, struct cursor body)
{
    for (size_t i = 0; i < COUNT_OF(itemised); i++)
        if (itemised[i].service == service)
            return all_bad(body, itemised[i].only_status);
    return false;
}

static void service_request(struct opcua_message *m, struct dissection *out)
{
    struct opcua_state *state = opcua_state_of(out);
    uint16_t service = (uint16_t)m->number;

    opcua_observe(out, MESSAGE_REQUEST, service, SUB_NONE);
    if (service == OPCUA_OPEN_CHANNEL)
        state->opening = service;
    if (service == OPCUA_CLOSE_CHANNEL)
        return; /* is not answered */
    skip_request_header(&m->body);
    opcua_tell_request(remember(state, m->request, service), m->body, out);
}

static void service_answer(struct opcua_message *m, uint16_t service, struct dissection *out)
{
    struct opcua_state *state = opcua_state_of(out);
    struct opcua_asked unknown = { .service = service },
                       *asked = opcua_find_asked(state, m->request);
    uint32_t result = skip_response_header(&m->body);
    bool good = !(result & STATUS_BAD) && !nothing_done(service, m->body);

    opcua_observe(out, good ? MESSAGE_RESPONSE : MESSAGE_REFUSAL, service, SUB_NONE);
    if (service == OPCUA_OPEN_CHANNEL) {
        state->opening = 0;
        if (good)
            opcua_tell_channel(state, &out->sender, out);
    }
    if (good)
        opcua_tell_answer(state, asked && asked->service == service ? asked : &unknown, m->body,
                          out);
    if (asked)
        asked->waits = false;
}

static void service_fault(const struct opcua_message *m, struct dissection *out)
{
    struct opcua_asked *asked = opcua_find_asked(opcua_state_of(out), m->request);

    opcua_observe(out, MESSAGE_REFUSAL, asked ? asked->service : OPCUA_SERVICE_FAULT, SUB_NONE);
    if (asked)
        asked->waits = false;
}

/* What a channel's readable services prove of its mode, said once. */
static void settle_mode(struct opcua_state *state, enum opcua_mode mode, struct dissection *out)
{
    state->mode = (uint8_t)mode;
    if (state->stated || state->policy == OPCUA_POLICY_NONE ||
        out->direction != DIRECTION_FROM_SERVER)
        return;
    state->stated = true;
    opcua_tell_channel(state, &out->sender, out);
}

static enum verdict unreadable(const struct opcua_message *m, struct dissection *out)
{
    struct opcua_state *state = opcua_state_of(out);

    if (state->policy == OPCUA_POLICY_NONE) {
        if (!m->number)
            return VERDICT_MALFORMED;
        opcua_observe(out, opcua_kind_by_sender(out), m->number,
                      SUB_NONE); /* a service without a row */
        return VERDICT_OK;
    }
    opcua_observe(out, opcua_kind_by_sender(out), 0, OPCUA_ENCRYPTED);
    settle_mode(state, OPCUA_MODE_ENCRYPTED, out);
    return VERDICT_OK;
}

enum verdict opcua_service_read(struct opcua_message *m, struct dissection *out)
{
    uint16_t answered = service_answered(m->number);

    if (m->number == OPCUA_SERVICE_FAULT)
        service_fault(m, out);
    else if (is_service(m->number))
        service_request(m, out);
    else if (answered)
        service_answer(m, answered, out);
    else
        return unreadable(m, out);
    if (opcua_state_of(out)->policy > OPCUA_POLICY_UNKNOWN)
        settle_mode(opcua_state_of(out), OPCUA_MODE_SIGNED, out);
    return VERDICT_OK;
}
