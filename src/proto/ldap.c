/*
 * ldap.c - LDAP over TCP and UDP: who logs in to a directory and how, what is asked
 * and changed there, and what the directory says of itself.
 *
 * That a password passed in clear text is counted; what it was is never read.  Behind
 * StartTLS the stream is TLS; behind a log-in that protects messages they are skipped
 * by their length.
 *
 * Source: RFC 4511, 4 (messages), 4.2 (bind), 4.14 (StartTLS), 5.1 (encoding); RFC 4513,
 * 5.1 (simple bind); RFC 4422, 3.7 (protected messages); RFC 4121, 4.2.6.2 (what protects
 * them); RFC 3062, 2; RFC 3909, 2; RFC 4532, 2; [MS-ADTS] 5.1.1.1.3 (Sicily), 3.1.1.3.4.2.
 */
#include "proto/ldap.h"

#include <assert.h>
#include <stdalign.h>

#include "base/attributes.h"
#include "proto/ber.h"
#include "proto/gss.h"
#include "proto/requests.h"
#include "proto/tls.h"

enum {
    APPLICATION = 0x40, /* with the number of the operation in the low bits */
    NUMBER_BITS = 0x1f,
    TAG_ENTRY = 0x64,
    TAG_EXTENDED_NAME = 0x80,
    TAG_CREDENTIALS = 0x87,
    HEAD_MOST = 6,          /* a tag and a length */
    ENVELOPE_LEAST = 6 + 3, /* a number as long as they are, an operation's head and first tag */
    READ_MOST = 16384,      /* of one message; what is longer carries what people put there */
    PROTECTED_HEAD = 4,
    PROTECTED_MOST = 1 << 24,
};

/* How a client proves who it is: the tag's number in a bind; the last is ours. */
enum { METHOD_SIMPLE = 0, METHOD_SASL = 3, METHOD_SICILY = 9, METHOD_NONE = 16 };

enum extended { START_TLS = 1, PASSWORD, WHO_AM_I, CANCEL, FAST_BIND, REFRESH };

enum result {
    RESULT_SUCCESS = 0,
    RESULT_FALSE = 5,
    RESULT_TRUE = 6,
    RESULT_NO_SUCH_METHOD = 7,
    RESULT_STRONGER = 8,
    RESULT_REFERRAL = 10,
    RESULT_CONFIDENTIAL = 13,
    RESULT_IN_PROGRESS = 14,
    RESULT_WRONG_METHOD = 48,
};

static const struct operation operations[] = {
    { LDAP_BIND, METHOD_SIMPLE, "bind with a password in clear text", CLASS_auth },
    { LDAP_BIND, METHOD_NONE, "bind without a password", CLASS_auth },
    { LDAP_BIND, METHOD_SASL, "bind with SASL", CLASS_auth },
    { LDAP_BIND, METHOD_SICILY, "bind with NTLM", CLASS_auth },
    { LDAP_BIND, SUB_ANY, "bind", CLASS_auth },
    { LDAP_UNBIND, SUB_NONE, "unbind", CLASS_auth },
    { LDAP_SEARCH, SUB_NONE, "search", CLASS_read },
    { LDAP_SEARCH, LDAP_SEARCH_SERVER, "ask the server for its description", CLASS_ident },
    { LDAP_SEARCH, LDAP_SEARCH_DOMAIN_CONTROLLER, "look for a domain controller", CLASS_discover },
    { LDAP_MODIFY, SUB_NONE, "modify an entry", CLASS_config },
    { LDAP_ADD, SUB_NONE, "add an entry", CLASS_config },
    { LDAP_DELETE, SUB_NONE, "delete an entry", CLASS_delete },
    { LDAP_RENAME, SUB_NONE, "rename or move an entry", CLASS_config },
    { LDAP_COMPARE, SUB_NONE, "compare", CLASS_read },
    { LDAP_ABANDON, SUB_NONE, "abandon", CLASS_diag },
    { LDAP_EXTENDED, START_TLS, "start TLS", CLASS_auth },
    { LDAP_EXTENDED, PASSWORD, "change a password", CLASS_config },
    { LDAP_EXTENDED, WHO_AM_I, "ask who one is", CLASS_ident },
    { LDAP_EXTENDED, CANCEL, "cancel", CLASS_diag },
    { LDAP_EXTENDED, FAST_BIND, "only bind from now on", CLASS_auth },
    { LDAP_EXTENDED, REFRESH, "refresh an entry", CLASS_config },
    { LDAP_EXTENDED, SUB_NONE, "extended operation", CLASS_unknown },
    { 0 },
};

static const struct {
    const char *name;
    enum extended sub;
} extensions[] = {
    { "1.3.6.1.4.1.1466.20037", START_TLS },  { "1.3.6.1.4.1.4203.1.11.1", PASSWORD },
    { "1.3.6.1.4.1.4203.1.11.3", WHO_AM_I },  { "1.3.6.1.1.8", CANCEL },
    { "1.2.840.113556.1.4.1781", FAST_BIND }, { "1.3.6.1.4.1.1466.101.119.1", REFRESH },
};

struct ldap_state {
    alignas(16) struct tls_state tls;
    struct skipping rest;
    struct requests asked;
    bool is_tls;
};

static_assert(sizeof(struct ldap_state) <= PROTOCOL_STATE_MOST, "the flow table lends no more");

/* By the number of the tag: whose message it is, and which operation it answers. */
static const struct {
    uint8_t tag;
    enum ldap_operation operation;
    enum direction direction;
} messages[] = {
    { 0x60, LDAP_BIND, DIRECTION_FROM_CLIENT },
    { 0x61, LDAP_BIND, DIRECTION_FROM_SERVER },
    { 0x42, LDAP_UNBIND, DIRECTION_FROM_CLIENT },
    { 0x63, LDAP_SEARCH, DIRECTION_FROM_CLIENT },
    { TAG_ENTRY, LDAP_SEARCH, DIRECTION_FROM_SERVER },
    { 0x65, LDAP_SEARCH, DIRECTION_FROM_SERVER },
    { 0x66, LDAP_MODIFY, DIRECTION_FROM_CLIENT },
    { 0x67, LDAP_MODIFY, DIRECTION_FROM_SERVER },
    { 0x68, LDAP_ADD, DIRECTION_FROM_CLIENT },
    { 0x69, LDAP_ADD, DIRECTION_FROM_SERVER },
    { 0x4a, LDAP_DELETE, DIRECTION_FROM_CLIENT },
    { 0x6b, LDAP_DELETE, DIRECTION_FROM_SERVER },
    { 0x6c, LDAP_RENAME, DIRECTION_FROM_CLIENT },
    { 0x6d, LDAP_RENAME, DIRECTION_FROM_SERVER },
    { 0x6e, LDAP_COMPARE, DIRECTION_FROM_CLIENT },
    { 0x6f, LDAP_COMPARE, DIRECTION_FROM_SERVER },
    { 0x50, LDAP_ABANDON, DIRECTION_FROM_CLIENT },
    { 0x73, LDAP_SEARCH, DIRECTION_FROM_SERVER },
    { 0x77, LDAP_EXTENDED, DIRECTION_FROM_CLIENT },
    { 0x78, LDAP_EXTENDED, DIRECTION_FROM_SERVER },
    { 0x79, LDAP_EXTENDED, DIRECTION_FROM_SERVER },
};

/* Those that do not end what was asked. */
static bool goes_on(uint8_t tag)
{
    return tag == TAG_ENTRY || tag == 0x73 || tag == 0x79;
}

struct message {
    uint32_t number; /* the client's, repeated in the answer */
    uint8_t tag;
    int row;            /* in messages[]; negative: none of them */
    struct cursor body; /* as far as it is there */
    bool is_cut;
};

/* What has come of a value. */
static struct cursor value_so_far(struct cursor *c, uint32_t *tag, bool *is_cut)
{
    size_t length = ber_head(c, tag);

    *is_cut = length > c->left;
    return cursor_split(c, *is_cut ? c->left : length);
}

static struct message read_message(struct cursor envelope)
{
    struct message m = { .row = -1 };
    struct cursor number = ber_tagged(&envelope, BER_INTEGER);
    uint32_t tag = 0;

    if (!cursor_ok(&number) || number.left == 0 || number.left > 4)
        return m;
    m.number = ber_number(number);
    m.body = value_so_far(&envelope, &tag, &m.is_cut);
    for (size_t i = 0; i < COUNT_OF(messages); i++)
        if (cursor_ok(&m.body) && messages[i].tag == tag)
            m.row = (int)i;
    m.tag = (uint8_t)tag;
    return m;
}

/* ---- requests ---- */

static bool starts(struct cursor c, uint8_t tag)
{
    return cursor_u8(&c) == tag && cursor_ok(&c);
}

/* Does it begin as its tag says?  Results and what is not here begin with a number. */
static bool is_sound(const struct message *m)
{
    static const struct {
        uint8_t tag, first;
    } forms[] = {
        { 0x60, BER_INTEGER },
        { 0x63, BER_OCTETS },
        { TAG_ENTRY, BER_OCTETS },
        { 0x77, TAG_EXTENDED_NAME },
    };

    for (size_t i = 0; i < COUNT_OF(forms); i++)
        if (forms[i].tag == m->tag)
            return starts(m->body, forms[i].first);
    return starts(m->body, BER_ENUMERATED);
}

static enum match ldap_probe(struct cursor payload)
{
    uint32_t tag;
    bool is_cut;

    if (starts(payload, 0)) /* from the middle of a conversation: a protected message */
        return payload.left > PROTECTED_HEAD ? MATCH_MAYBE : MATCH_NO;
    if (!starts(payload, BER_SEQUENCE))
        return MATCH_NO;
    struct cursor envelope = value_so_far(&payload, &tag, &is_cut);
    if (!cursor_ok(&envelope) || envelope.left < ENVELOPE_LEAST)
        return envelope.left == 0 || starts(envelope, BER_INTEGER) ? MATCH_MAYBE : MATCH_NO;
    struct message m = read_message(envelope);
    if (m.row < 0)
        return MATCH_NO;
    return is_sound(&m) ? MATCH_YES : MATCH_MAYBE;
}

static void ask(const struct message *m, uint32_t sub, struct dissection *out)
{
    struct ldap_state *state = out->state;
    enum ldap_operation operation = messages[m->row].operation;

    requests_add(&state->asked,
                 (struct request){ .key = m->number, .code = operation, .sub = sub });
    dissection_operation(out, &ldap_protocol, MESSAGE_REQUEST, operation, sub);
}

static void read_bind(const struct message *m, struct dissection *out)
{
    static const char source[] = "ldap bind";
    struct cursor c = m->body;
    uint32_t tag = 0;

    (void)ber_integer(&c); /* version */
    struct text name = text_from_wire(ber_tagged(&c, BER_OCTETS), out->arena);
    struct cursor proof = ber_value(&c, &tag);
    uint32_t method = ber_context(tag);
    if (method == METHOD_SIMPLE && proof.left == 0)
        method = METHOD_NONE;
    if (method > METHOD_SICILY && method < METHOD_NONE)
        method = METHOD_SICILY; /* its second and third step */
    ask(m, method, out);
    if (method == METHOD_SICILY)
        gss_state(out, proof, source);
    else
        dissection_state(out, &out->sender, FIELD_user, name, source, CONFIDENCE_ASKED);
    if (method == METHOD_SASL) {
        (void)ber_tagged(&proof, BER_OCTETS); /* the mechanism: its token tells it as well */
        gss_state(out, ber_tagged(&proof, BER_OCTETS), source);
    }
}

static void read_search(const struct message *m, struct dissection *out)
{
    ask(m, ldap_search_read(m->body, out), out);
}

static void read_extended(const struct message *m, struct dissection *out)
{
    struct cursor c = m->body;
    struct text name = text_from_wire(ber_tagged(&c, TAG_EXTENDED_NAME), out->arena);

    for (size_t i = 0; i < COUNT_OF(extensions); i++)
        if (text_is(name, extensions[i].name)) {
            ask(m, (uint32_t)extensions[i].sub, out);
            return;
        }
    ask(m, SUB_NONE, out);
}

/* Neither is answered. */
static bool is_last_word(enum ldap_operation operation)
{
    return operation == LDAP_UNBIND || operation == LDAP_ABANDON;
}

static void read_request(const struct message *m, struct dissection *out)
{
    static void (*const readers[])(const struct message *m, struct dissection *out) = {
        [LDAP_BIND] = read_bind,
        [LDAP_SEARCH] = read_search,
        [LDAP_EXTENDED] = read_extended,
    };
    enum ldap_operation operation = messages[m->row].operation;

    if (is_last_word(operation))
        dissection_operation(out, &ldap_protocol, MESSAGE_REQUEST, operation, SUB_NONE);
    else if (readers[operation])
        readers[operation](m, out);
    else
        ask(m, SUB_NONE, out);
}

/* ---- answers ---- */

static bool is_refusal(uint32_t result)
{
    static const enum result fine[] = { RESULT_SUCCESS, RESULT_FALSE, RESULT_TRUE, RESULT_REFERRAL,
                                        RESULT_IN_PROGRESS };

    for (size_t i = 0; i < COUNT_OF(fine); i++)
        if (fine[i] == result)
            return false;
    return true;
}

static void state_security(struct dissection *out, struct text said)
{
    dissection_state(out, &out->sender, FIELD_security, said, "ldap bind", CONFIDENCE_BANNER);
}

/* A server that finds a password wrong has taken it. */
static void read_bind_answer(struct cursor c, uint32_t method, uint32_t result,
                             struct dissection *out)
{
    static const enum result not_taken[] = { RESULT_NO_SUCH_METHOD, RESULT_STRONGER,
                                             RESULT_CONFIDENTIAL, RESULT_WRONG_METHOD };
    bool takes = method == METHOD_SIMPLE;
    struct cursor name = ber_tagged(&c, BER_OCTETS), proof;

    for (size_t i = 0; i < COUNT_OF(not_taken); i++)
        takes &= not_taken[i] != result;
    if (takes)
        state_security(out, TEXT("takes passwords in clear text"));
    if (result == RESULT_STRONGER)
        state_security(out, TEXT("LDAP signing required"));
    (void)ber_tagged(&c, BER_OCTETS); /* for people to read */
    if (method == METHOD_SICILY)
        gss_state(out, name, "ldap bind"); /* the challenge stands where the name would */
    else if (ber_optional(&c, TAG_CREDENTIALS, &proof))
        gss_state(out, proof, "ldap bind");
}

static void read_result(const struct message *m, struct dissection *out)
{
    struct ldap_state *state = out->state;
    struct cursor c = m->body;
    uint32_t result = ber_number(ber_tagged(&c, BER_ENUMERATED));
    enum message_kind kind = is_refusal(result) ? MESSAGE_REFUSAL : MESSAGE_RESPONSE;
    struct request asked = { .code = messages[m->row].operation, .sub = SUB_NONE };

    if (!requests_take(&state->asked, m->number, &asked) ||
        asked.code != messages[m->row].operation)
        return; /* asked before the capture */
    dissection_operation(out, &ldap_protocol, kind, asked.code, asked.sub);
    if (asked.code == LDAP_BIND)
        read_bind_answer(c, asked.sub, result, out);
    if (asked.code == LDAP_EXTENDED && asked.sub == START_TLS)
        state->is_tls = kind == MESSAGE_RESPONSE;
}

static void read_one(const struct message *m, struct dissection *out)
{
    out->direction = messages[m->row].direction;
    if (out->direction == DIRECTION_FROM_CLIENT)
        read_request(m, out);
    else if (m->tag == TAG_ENTRY)
        ldap_entry_read(m->body, out);
    else if (!goes_on(m->tag))
        read_result(m, out);
}

/* ---- the stream ---- */

static enum verdict read_tls(struct cursor *payload, struct dissection *out)
{
    struct ldap_state *state = out->state;

    out->state = &state->tls;
    enum verdict verdict = tls_protocol.dissect(payload, out);
    out->state = state;
    return verdict;
}

/* Only newer tokens of Kerberos say whether they hide what they protect. */
static struct text protection_of(struct cursor token)
{
    enum { WRAP = 0x0504, SEALED = 2 };
    bool is_wrap = cursor_u16be(&token) == WRAP;
    uint8_t flags = cursor_u8(&token);

    return !is_wrap         ? TEXT("LDAP signing or encryption")
           : flags & SEALED ? TEXT("LDAP encryption")
                            : TEXT("LDAP signing");
}

static enum verdict read_protected(struct cursor *payload, struct dissection *out)
{
    struct ldap_state *state = out->state;
    struct cursor c = *payload;
    uint32_t length = cursor_u32be(&c);

    if (payload->left < PROTECTED_HEAD)
        return VERDICT_MORE;
    if (length == 0 || length > PROTECTED_MOST)
        return VERDICT_MALFORMED;
    if (c.left < PROTECTED_HEAD && c.left < length)
        return VERDICT_MORE;
    if (c.left > 0)
        dissection_state(out, &out->sender, FIELD_cipher, protection_of(c),
                         "ldap protected message", CONFIDENCE_BANNER);
    state->rest.left[out->direction == DIRECTION_FROM_SERVER] = length;
    *payload = c;
    return VERDICT_OK;
}

static enum verdict read_plain(struct cursor *payload, struct dissection *out)
{
    struct ldap_state *state = out->state;
    struct cursor c = *payload;
    uint32_t tag;
    size_t length = ber_head(&c, &tag), wanted = length < READ_MOST ? length : READ_MOST;

    if (!cursor_ok(&c))
        return payload->left < HEAD_MOST ? VERDICT_MORE : VERDICT_MALFORMED;
    if (tag != BER_SEQUENCE)
        return VERDICT_MALFORMED;
    if (c.left < wanted)
        return VERDICT_MORE;
    struct message m = read_message(cursor_split(&c, wanted));
    if (m.row < 0 || (m.is_cut && wanted == length))
        return VERDICT_MALFORMED;
    read_one(&m, out);
    state->rest.left[out->direction == DIRECTION_FROM_SERVER] = length - wanted;
    *payload = c;
    return VERDICT_OK;
}

static enum verdict ldap_dissect(struct cursor *payload, struct dissection *out)
{
    struct ldap_state *state = out->state;

    if (state->is_tls)
        return read_tls(payload, out);
    if (skipping_takes(&state->rest, out->direction == DIRECTION_FROM_SERVER, payload))
        return VERDICT_OK;
    return starts(*payload, 0) ? read_protected(payload, out) : read_plain(payload, out);
}

const struct protocol ldap_protocol = {
    .name = "ldap",
    .title = "LDAP",
    .specification = "RFC 4511, [MS-ADTS]",
    .carriers = CARRIER_TCP | CARRIER_UDP,
    .ports = { 389, 3268 },
    .state_bytes = sizeof(struct ldap_state),
    .message_most = TLS_MESSAGE_MOST,
    .operations = operations,
    .probe = ldap_probe,
    .dissect = ldap_dissect,
};
