/*
 * kerberos.c - Kerberos 5: who asks for which service of which realm, and is refused.
 *
 * Source: RFC 4120, 5.2.2 (names), 5.4.1 (requests), 5.4.2 (answers), 5.9.1 (errors),
 * 7.2 (carriers), 7.5.7 (message types); RFC 3961, 8 (encryption types); RFC 4757, 4.
 */
#include "proto/kerberos.h"

#include "proto/ber.h"

enum {
    TAG_AS_REQUEST = 0x6a,
    TAG_AS_ANSWER = 0x6b,
    TAG_TICKET_REQUEST = 0x6c,
    TAG_TICKET_ANSWER = 0x6d,
    TAG_ERROR = 0x7e,
    TAG_SERVICE_REQUEST = 0x6e,
    TAG_TICKET = 0x61,
    SERVICE_REQUEST = 14,
    AS = 10, /* operations have the message type of their request */
    TICKET = 12,
    VERSION = 5,
    ERROR_PREAUTHENTICATION = 25, /* the first half of every log-in, not its end */
    MESSAGE_MOST = 65536,
    STREAM_HEAD = 4,
    NAMES_MOST = 8,
};

static const struct operation operations[] = {
    { AS, SUB_NONE, "log in", CLASS_auth },
    { TICKET, SUB_NONE, "ask for a ticket", CLASS_auth },
    { 0 },
};

struct kerberos_state {
    uint8_t asked; /* AS or TICKET, until it is answered: an error does not say */
};

static const struct {
    uint8_t tag, type, operation;
    enum direction direction;
} messages[] = {
    { TAG_AS_REQUEST, 10, AS, DIRECTION_FROM_CLIENT },
    { TAG_AS_ANSWER, 11, AS, DIRECTION_FROM_SERVER },
    { TAG_TICKET_REQUEST, 12, TICKET, DIRECTION_FROM_CLIENT },
    { TAG_TICKET_ANSWER, 13, TICKET, DIRECTION_FROM_SERVER },
    { TAG_ERROR, 30, 0, DIRECTION_FROM_SERVER },
};

/* Part [n] of a sequence. */
static struct cursor part_of(struct cursor sequence, uint32_t n)
{
    while (sequence.left > 0) {
        uint32_t tag;
        struct cursor part = ber_value(&sequence, &tag);
        if (tag == (0xa0 | n))
            return part;
    }
    return cursor_over(NULL, 0);
}

static uint32_t number_of(struct cursor sequence, uint32_t n)
{
    struct cursor part = part_of(sequence, n);

    return ber_integer(&part);
}

static struct text text_of_part(struct cursor sequence, uint32_t n, struct arena *into)
{
    struct cursor part = part_of(sequence, n);

    return text_from_wire(ber_tagged(&part, BER_GENERAL), into);
}

/* "krbtgt/PLANT.EXAMPLE" */
static struct text name_of_part(struct cursor sequence, uint32_t n, struct arena *into)
{
    struct cursor part = part_of(sequence, n), name = ber_tagged(&part, BER_SEQUENCE);
    struct cursor list = part_of(name, 1), names = ber_tagged(&list, BER_SEQUENCE);
    struct text shown = { 0 };

    for (unsigned i = 0; i < NAMES_MOST && names.left > 0; i++) {
        struct text one = text_from_wire(ber_tagged(&names, BER_GENERAL), into);
        shown = text_format(into, "%.*s%s%.*s", (int)shown.length, shown.at ? shown.at : "",
                            i ? "/" : "", (int)one.length, one.at ? one.at : "");
    }
    return shown;
}

/* The row of a message, and its fields; negative when it is none. */
static int read_message(struct cursor *c, struct cursor *fields)
{
    uint32_t tag;
    struct cursor message = ber_value(c, &tag);

    *fields = ber_tagged(&message, BER_SEQUENCE);
    if (!cursor_ok(fields))
        return -1;
    for (size_t i = 0; i < COUNT_OF(messages); i++) {
        uint32_t first = tag == TAG_AS_REQUEST || tag == TAG_TICKET_REQUEST;
        if (messages[i].tag == tag && number_of(*fields, first) == VERSION &&
            number_of(*fields, first + 1) == messages[i].type)
            return (int)i;
    }
    return -1;
}

/* Over TCP a length stands before the message: below 16 MiB, so that it begins with zero. */
static bool has_length(struct cursor payload)
{
    return payload.left > 0 && cursor_u8(&payload) == 0;
}

static enum match kerberos_probe(struct cursor payload)
{
    static const uint8_t tags[] = { TAG_AS_REQUEST, TAG_AS_ANSWER, TAG_TICKET_REQUEST,
                                    TAG_TICKET_ANSWER, TAG_ERROR };
    struct cursor fields;

    if (has_length(payload) && payload.left <= STREAM_HEAD)
        return MATCH_MAYBE;
    if (has_length(payload))
        cursor_skip(&payload, STREAM_HEAD);
    struct cursor message = payload;
    if (read_message(&message, &fields) >= 0)
        return MATCH_YES;
    uint8_t tag = cursor_u8(&payload);
    for (size_t i = 0; i < COUNT_OF(tags); i++)
        if (cursor_ok(&payload) && tags[i] == tag)
            return MATCH_MAYBE; /* the rest of it is in other segments */
    return MATCH_NO;
}

/* "ES-1$" is the account of a computer. */
static void state_client(struct dissection *out, struct text name)
{
    static const char source[] = "kerberos request";
    bool is_computer = name.length > 1 && name.at[name.length - 1] == '$';

    if (is_computer)
        name.length--;
    dissection_state(out, &out->sender, is_computer ? FIELD_name : FIELD_user, name, source,
                     CONFIDENCE_ASKED);
}

static void read_request(struct cursor fields, uint8_t operation, struct dissection *out)
{
    struct kerberos_state *state = out->state;
    struct cursor part = part_of(fields, 4), body = ber_tagged(&part, BER_SEQUENCE);
    struct text realm = text_of_part(body, 2, out->arena);

    state->asked = operation;
    dissection_operation(out, &kerberos_protocol, MESSAGE_REQUEST, operation, SUB_NONE);
    state_client(out, name_of_part(body, 1, out->arena));
    dissection_state(out, &out->sender, FIELD_domain, realm, "kerberos request", CONFIDENCE_ASKED);
    if (operation == TICKET)
        dissection_state(out, &out->sender, FIELD_contact, name_of_part(body, 3, out->arena),
                         "kerberos request", CONFIDENCE_BEHAVIOUR);
}

/* Source: RFC 3961, 8; RFC 4757, 4 (23 and 24). */
static const struct {
    uint32_t number;
    const char *said;
} weak[] = {
    { 1, "Kerberos DES ticket" },
    { 3, "Kerberos DES ticket" },
    { 23, "Kerberos RC4 ticket" },
    { 24, "Kerberos RC4 ticket" },
};

static void state_cipher(struct dissection *out, const struct address *about, uint32_t type,
                         const char *source)
{
    for (size_t i = 0; i < COUNT_OF(weak); i++)
        if (weak[i].number == type)
            dissection_state(out, about, FIELD_security, text_of(weak[i].said), source,
                             CONFIDENCE_BANNER);
}

static void read_answer(struct cursor fields, uint8_t operation, struct dissection *out)
{
    struct kerberos_state *state = out->state;
    struct cursor part = part_of(fields, 6), secret = ber_tagged(&part, BER_SEQUENCE);

    state->asked = 0;
    dissection_operation(out, &kerberos_protocol, MESSAGE_RESPONSE, operation, SUB_NONE);
    dissection_state(out, &out->sender, FIELD_domain, text_of_part(fields, 3, out->arena),
                     "kerberos answer", CONFIDENCE_BANNER);
    state_cipher(out, &out->sender, number_of(secret, 0), "kerberos answer");
}

/* The host is behind the service: "ldap/dc-1.plant.example". */
static struct text host_of(struct text service)
{
    (void)text_cut(&service, '/');
    return text_cut(&service, '/');
}

static void state_ticket(struct dissection *out, struct cursor ticket, const char *source)
{
    struct cursor part = part_of(ticket, 3), secret = ber_tagged(&part, BER_SEQUENCE);

    dissection_state(out, &out->receiver, FIELD_domain, text_of_part(ticket, 1, out->arena), source,
                     CONFIDENCE_ASKED);
    dissection_state(out, &out->receiver, FIELD_name, host_of(name_of_part(ticket, 2, out->arena)),
                     source, CONFIDENCE_BEHAVIOUR);
    state_cipher(out, &out->receiver, number_of(secret, 0), source);
}

bool kerberos_ticket_state(struct dissection *out, struct cursor request, const char *source)
{
    struct cursor fields = ber_tagged(&request, TAG_SERVICE_REQUEST);

    fields = ber_tagged(&fields, BER_SEQUENCE);
    if (number_of(fields, 0) != VERSION || number_of(fields, 1) != SERVICE_REQUEST)
        return false;
    struct cursor part = part_of(fields, 3), ticket = ber_tagged(&part, TAG_TICKET);
    state_ticket(out, ber_tagged(&ticket, BER_SEQUENCE), source);
    return true;
}

static void read_error(struct cursor fields, struct dissection *out)
{
    struct kerberos_state *state = out->state;
    bool goes_on = number_of(fields, 6) == ERROR_PREAUTHENTICATION;

    dissection_state(out, &out->sender, FIELD_domain, text_of_part(fields, 9, out->arena),
                     "kerberos error", CONFIDENCE_BANNER);
    if (state->asked)
        dissection_operation(out, &kerberos_protocol, goes_on ? MESSAGE_RESPONSE : MESSAGE_REFUSAL,
                             state->asked, SUB_NONE);
    state->asked = 0;
}

static enum verdict read_one(struct cursor *c, struct dissection *out)
{
    struct cursor fields;
    int row = read_message(c, &fields);

    if (row < 0)
        return VERDICT_MALFORMED;
    out->direction = messages[row].direction;
    if (messages[row].tag == TAG_ERROR)
        read_error(fields, out);
    else if (out->direction == DIRECTION_FROM_CLIENT)
        read_request(fields, messages[row].operation, out);
    else
        read_answer(fields, messages[row].operation, out);
    return VERDICT_OK;
}

static enum verdict kerberos_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload;

    if (!has_length(*payload))
        return read_one(payload, out);
    if (payload->left < STREAM_HEAD)
        return VERDICT_MORE;
    uint32_t length = cursor_u32be(&ahead);
    if (length == 0 || length > MESSAGE_MOST)
        return VERDICT_MALFORMED;
    if (ahead.left < length)
        return VERDICT_MORE;
    struct cursor message = cursor_split(&ahead, length);
    enum verdict verdict = read_one(&message, out);
    if (verdict == VERDICT_OK)
        *payload = ahead;
    return verdict;
}

const struct protocol kerberos_protocol = {
    .name = "kerberos",
    .title = "Kerberos",
    .specification = "RFC 4120",
    .carriers = CARRIER_UDP | CARRIER_TCP,
    .ports = { 88 },
    .state_bytes = sizeof(struct kerberos_state),
    .message_most = STREAM_HEAD + MESSAGE_MOST,
    .operations = operations,
    .probe = kerberos_probe,
    .dissect = kerberos_dissect,
};
