/*
 * c1222.c - ANSI C12.22: meters and who reads them.
 *
 * A message is an association request that carries services in its user
 * information.  An answer carries the results of several services in their
 * order and names none of them; what was asked is kept by the number of the
 * request.  Relays speak for many meters: what one says of itself is told of
 * its node, not of the address.
 *
 * Source: ANSI C12.22-2012, 5.3 (messages, EPSEM), 5.3.4 (security).
 */
#include "proto/c1222.h"

#include <assert.h>

#include "base/attributes.h"
#include "proto/acse.h"
#include "proto/ber.h"

enum {
    ASKED_MOST = 20,
    SERVICES_KEPT = 8,
    SERVICES_MOST = 64, /* of one message */
    MESSAGE_MOST = 65535,
    ENCRYPTED = 0x100, /* ours: which service it is cannot be seen */
};

/* The byte before the services. */
enum control {
    CONTROL_RESERVED = 0x80, /* always set */
    CONTROL_CLASS = 0x10,    /* four bytes of device class follow */
    CONTROL_SECURITY = 0x0c,
    SECURITY_CLEAR = 0x00,
    SECURITY_AUTHENTICATED = 0x04,
    SECURITY_ENCRYPTED = 0x08,
    CLASS_BYTES = 4,
    CODE_BYTES = 4, /* that authenticate the rest */
};

static const struct operation operations[] = {
    { C1222_OK, SUB_NONE, "answer to an unseen request", CLASS_unknown },
#define SERVICE(code, class, name)      { code, SUB_NONE, name, CLASS_##class },
#define TABLE(code, table, class, name) { code, table, name, CLASS_##class },
#include "proto/c1222_services.def"
#undef SERVICE
#undef TABLE
    { ENCRYPTED, SUB_NONE, "encrypted", CLASS_unknown },
    { 0 },
};

struct service {
    uint8_t code, table; /* enum c1222_table */
};

struct asked {
    uint32_t invocation;
    uint8_t count; /* 0: an empty row */
    uint8_t codes[SERVICES_KEPT];
    uint8_t tables[SERVICES_KEPT];
};

struct c1222_state {
    struct asked asked[ASKED_MOST];
    uint32_t next; /* the row that gives way */
};

static_assert(sizeof(struct c1222_state) <= PROTOCOL_STATE_MOST, "a flow keeps no more");

struct message {
    struct acse acse;
    uint8_t control;
    struct cursor services;
};

/* ---- the envelope ---- */

static uint32_t number_of(const struct acse *a, unsigned parameter)
{
    struct cursor wrapped = a->parameters[parameter];

    return ber_integer(&wrapped);
}

/* Who sent this: an absolute name, or one within the network. */
static struct text node_of(const struct acse *a, struct arena *into)
{
    enum { RELATIVE = 0x80, RELATIVE_UNIVERSAL = 0x0d };
    struct cursor wrapped = a->parameters[ACSE_CALLING_TITLE];
    uint32_t tag;
    struct cursor name = ber_value(&wrapped, &tag);

    if (tag == BER_OID)
        return ber_oid_text(name, into);
    if (tag == RELATIVE || tag == RELATIVE_UNIVERSAL)
        return ber_relative_oid_text(name, into);
    return (struct text){ 0 };
}

static bool message_read(struct cursor *c, struct message *m)
{
    enum { EXTERNAL = 0x28, OCTET_ALIGNED = 0x81 };

    if (!acse_read(c, &m->acse) || m->acse.unit != ACSE_REQUEST)
        return false;
    struct cursor information = m->acse.parameters[ACSE_USER_INFORMATION];
    struct cursor external = ber_tagged(&information, EXTERNAL);
    m->services = ber_tagged(&external, OCTET_ALIGNED);
    m->control = cursor_u8(&m->services);
    if (m->control & CONTROL_CLASS)
        cursor_skip(&m->services, CLASS_BYTES);
    if ((m->control & CONTROL_SECURITY) != SECURITY_CLEAR)
        m->services = cursor_split(
            &m->services, m->services.left < CODE_BYTES ? SIZE_MAX : m->services.left - CODE_BYTES);
    return cursor_ok(&m->services) && m->control & CONTROL_RESERVED &&
           acse_has(&m->acse, ACSE_CALLING_INVOCATION);
}

/* ---- services ---- */

static bool is_answer(struct cursor services)
{
    return cursor_u8(&services) < C1222_REQUESTS;
}

/* Tables that have no row of their own are all the same. */
static uint8_t table_of(uint8_t code, struct cursor parameters)
{
    bool has_table = code >= C1222_FULL_READ && code < C1222_LOGON && code != C1222_DEFAULT_READ &&
                     code != C1222_DEFAULT_WRITE;
    uint16_t table = cursor_u16be(&parameters);

    if (!has_table || !cursor_ok(&parameters) || table >= C1222_TABLE_OTHER)
        return C1222_TABLE_OTHER;
    const struct operation *row = operation_find(&c1222_protocol, code, table);
    return row->name && row->sub == table ? (uint8_t)table : C1222_TABLE_OTHER;
}

static void observe(struct dissection *out, enum message_kind kind, uint32_t code, uint8_t table)
{
    dissection_operation(out, &c1222_protocol, kind, code,
                         table == C1222_TABLE_OTHER ? SUB_NONE : table);
}

static struct asked *find(struct c1222_state *state, uint32_t invocation)
{
    for (struct asked *row = state->asked; row < state->asked + ASKED_MOST; row++)
        if (row->count > 0 && row->invocation == invocation)
            return row;
    return NULL;
}

/* What is asked again under the same number takes the place of what was asked first. */
static struct asked *remember(struct c1222_state *state, uint32_t invocation)
{
    struct asked *row = find(state, invocation);

    if (!row)
        row = &state->asked[state->next++ % ASKED_MOST];
    *row = (struct asked){ .invocation = invocation };
    return row;
}

/* A copy, for the row is free again: a device may number what it asks itself alike. */
static struct asked recall(struct c1222_state *state, const struct acse *a)
{
    bool names_it = acse_has(a, ACSE_CALLED_INVOCATION);
    uint32_t invocation = number_of(a, names_it ? ACSE_CALLED_INVOCATION : ACSE_CALLING_INVOCATION);

    struct asked *row = find(state, invocation), found = { 0 };

    if (!row)
        return found;
    found = *row;
    row->count = 0;
    return found;
}

static void ask(struct asked *asked, struct cursor service, const struct message *m,
                struct dissection *out)
{
    uint8_t code = cursor_u8(&service);
    uint8_t table = table_of(code, service);

    if (asked->count < SERVICES_KEPT) {
        asked->codes[asked->count] = code;
        asked->tables[asked->count++] = table;
    }
    observe(out, MESSAGE_REQUEST, code, table);
    if (code == C1222_SECURITY && (m->control & CONTROL_SECURITY) != SECURITY_ENCRYPTED)
        dissection_state(out, &out->receiver, FIELD_security, TEXT("C12.22 password in clear text"),
                         "c12.22 security service", CONFIDENCE_BEHAVIOUR);
}

static void answer(const struct asked *asked, unsigned position, struct cursor service,
                   struct text node, struct dissection *out)
{
    uint8_t result = cursor_u8(&service);
    bool known = position < asked->count;
    uint8_t code = known ? asked->codes[position] : C1222_OK;
    uint8_t table = known ? asked->tables[position] : C1222_TABLE_OTHER;

    observe(out, result == C1222_OK ? MESSAGE_RESPONSE : MESSAGE_REFUSAL, code, table);
    if (known && result == C1222_OK)
        c1222_identity(code, table, service, node, out);
}

static struct cursor next_service(struct cursor *services)
{
    enum { LONG = 0x80, TWO_BYTES = 0x82 };
    size_t length = cursor_u8(services);

    if (length & LONG)
        length = length == TWO_BYTES  ? cursor_u16be(services)
                 : length == LONG + 1 ? cursor_u8(services)
                                      : SIZE_MAX;
    return cursor_split(services, length);
}

static bool read_services(const struct message *m, struct dissection *out)
{
    struct cursor services = m->services, first = services;
    bool answers = is_answer(next_service(&first));
    struct text node = node_of(&m->acse, out->arena);
    struct asked found = { 0 }, *asked = &found;

    if (services.left == 0)
        return true; /* only shows that the node is there */
    out->direction = answers ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    if (answers)
        found = recall(out->state, &m->acse);
    else
        asked = remember(out->state, number_of(&m->acse, ACSE_CALLING_INVOCATION));
    for (unsigned i = 0; i < SERVICES_MOST && services.left > 0; i++) {
        struct cursor service = next_service(&services);
        if (!cursor_ok(&services) || service.left == 0 || is_answer(service) != answers)
            return false;
        if (answers)
            answer(asked, i, service, node, out);
        else
            ask(asked, service, m, out);
    }
    if (answers)
        dissection_state(out, &out->sender, FIELD_unit, node, "c12.22 title", CONFIDENCE_SELF);
    return true;
}

/* Who answers names the request; that is all which can be seen. */
static void encrypted(const struct message *m, struct dissection *out)
{
    bool answers = acse_has(&m->acse, ACSE_CALLED_INVOCATION);

    out->direction = answers ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    observe(out, answers ? MESSAGE_RESPONSE : MESSAGE_REQUEST, ENCRYPTED, C1222_TABLE_OTHER);
    if (answers)
        dissection_state(out, &out->sender, FIELD_unit, node_of(&m->acse, out->arena),
                         "c12.22 title", CONFIDENCE_SELF);
}

/* ---- the protocol ---- */

static enum match c1222_probe(struct cursor payload)
{
    struct message m;
    struct cursor head = payload;
    size_t size = ber_size(payload);

    if (cursor_u8(&head) != ACSE_REQUEST)
        return payload.left == 0 ? MATCH_MAYBE : MATCH_NO;
    if (size == 0 || size > MESSAGE_MOST)
        return head.left < 3 && size == 0 ? MATCH_MAYBE : MATCH_NO;
    if (size > payload.left)
        return MATCH_MAYBE;
    return message_read(&payload, &m) ? MATCH_YES : MATCH_NO;
}

static enum verdict c1222_dissect(struct cursor *payload, struct dissection *out)
{
    struct message m;
    struct cursor ahead = *payload, head = ahead;
    size_t size = ber_size(ahead);

    if (cursor_u8(&head) != ACSE_REQUEST)
        return ahead.left == 0 ? VERDICT_MORE : VERDICT_MALFORMED;
    if (size == 0 && head.left < 3)
        return VERDICT_MORE;
    if (size == 0 || size > MESSAGE_MOST)
        return VERDICT_MALFORMED;
    if (size > ahead.left)
        return VERDICT_MORE;
    if (!message_read(&ahead, &m))
        return VERDICT_MALFORMED;
    if ((m.control & CONTROL_SECURITY) == SECURITY_ENCRYPTED)
        encrypted(&m, out);
    else if (!read_services(&m, out))
        return VERDICT_MALFORMED;
    *payload = ahead;
    return VERDICT_OK;
}

const struct protocol c1222_protocol = {
    .name = "c1222",
    .title = "ANSI C12.22",
    .specification = "ANSI C12.22-2012",
    .carriers = CARRIER_TCP | CARRIER_UDP,
    .ports = { 1153 },
    .is_industrial = true,
    .state_bytes = sizeof(struct c1222_state),
    .message_most = MESSAGE_MOST,
    .operations = operations,
    .probe = c1222_probe,
    .dissect = c1222_dissect,
};
