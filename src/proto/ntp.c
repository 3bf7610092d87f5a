/*
 * ntp.c - Network Time Protocol: who gives the time to whom, and who asks servers about
 * themselves or changes them.
 *
 * Source: RFC 5905, 7.3 (header, figure 10 modes); RFC 9327, 2 to 4 (control messages);
 * the reference implementation's ntp_request.h (private messages, numbers of requests).
 */
#include "base/attributes.h"
#include "proto/protocol.h"

enum {
    HEADER_BYTES = 48,
    CONTROL_BYTES = 12,
    PRIVATE_BYTES = 8,
    MODE_ACTIVE = 1,
    MODE_PASSIVE = 2,
    MODE_CLIENT = 3,
    MODE_SERVER = 4,
    MODE_BROADCAST = 5,
    MODE_CONTROL = 6,
    MODE_PRIVATE = 7,
    STRATUM_MOST = 15,
    CONTROL_RESPONSE = 0x80, /* in the second byte; the rest of the bits is what is asked */
    CONTROL_ERROR = 0x40,
    CONTROL_REQUEST = 0x1f,
    READ_VARIABLES = 2,
    MONITOR_LIST = 20,
    MONITOR_LIST_NEWER = 42,
    VARIABLES_MOST = 64,
};

/*
 * The code is the mode; a server's answer is counted on the client mode that asked.
 * Control and private messages have what is asked as sub-code.
 */
static const struct operation operations[] = {
    { MODE_ACTIVE, SUB_NONE, "symmetric", CLASS_time },
    { MODE_CLIENT, SUB_NONE, "ask the time", CLASS_time },
    { MODE_BROADCAST, SUB_NONE, "broadcast the time", CLASS_time },
    { MODE_CONTROL, 1, "control: read status", CLASS_diag },
    { MODE_CONTROL, READ_VARIABLES, "control: read variables", CLASS_ident },
    { MODE_CONTROL, 3, "control: write variables", CLASS_config },
    { MODE_CONTROL, 4, "control: read clock variables", CLASS_diag },
    { MODE_CONTROL, 5, "control: write clock variables", CLASS_config },
    { MODE_CONTROL, 6, "control: set a trap", CLASS_config },
    { MODE_CONTROL, 8, "control: configure", CLASS_config },
    { MODE_CONTROL, 9, "control: save the configuration", CLASS_config },
    { MODE_CONTROL, 10, "control: list clients", CLASS_diag },
    { MODE_CONTROL, 31, "control: remove a trap", CLASS_config },
    { MODE_CONTROL, SUB_ANY, "control message", CLASS_diag },
    { MODE_PRIVATE, 10, "private: add a server", CLASS_config },
    { MODE_PRIVATE, 11, "private: remove a server", CLASS_config },
    { MODE_PRIVATE, 12, "private: set flags", CLASS_config },
    { MODE_PRIVATE, 13, "private: clear flags", CLASS_config },
    { MODE_PRIVATE, 17, "private: add restrictions", CLASS_config },
    { MODE_PRIVATE, 18, "private: remove restrictions", CLASS_config },
    { MODE_PRIVATE, 19, "private: lift restrictions", CLASS_config },
    { MODE_PRIVATE, MONITOR_LIST, "private: list clients", CLASS_diag },
    { MODE_PRIVATE, MONITOR_LIST_NEWER, "private: list clients", CLASS_diag },
    { MODE_PRIVATE, SUB_ANY, "private message", CLASS_diag },
    { 0 },
};

static enum match ntp_probe(struct cursor payload)
{
    size_t length = payload.left;
    uint8_t first = cursor_u8(&payload);
    unsigned version = first >> 3 & 7, mode = first & 7;

    if (version < 1 || version > 4 || mode == 0)
        return MATCH_NO;
    size_t least = mode == MODE_CONTROL   ? CONTROL_BYTES
                   : mode == MODE_PRIVATE ? PRIVATE_BYTES
                                          : HEADER_BYTES;
    return length >= least ? MATCH_MAYBE : MATCH_NO;
}

static void state_server(struct dissection *out, uint8_t stratum)
{
    if (stratum >= 1 && stratum <= STRATUM_MOST)
        dissection_state(out, &out->sender, FIELD_capability, TEXT("time server"), "ntp",
                         CONFIDENCE_BEHAVIOUR);
}

/* version="ntpd 4.2.8p15", system="Linux/5.10", ... */
static void state_variable(struct dissection *out, struct text variable)
{
    static const struct {
        const char *name;
        enum field field;
    } variables[] = {
        { "version", FIELD_server_software },
        { "system", FIELD_os },
        { "processor", FIELD_hardware },
    };
    struct text name = text_trim(text_cut(&variable, '='));

    (void)text_cut(&variable, '"');
    for (size_t i = 0; i < COUNT_OF(variables); i++)
        if (text_is(name, variables[i].name))
            dissection_state(out, &out->sender, variables[i].field, text_cut(&variable, '"'),
                             "ntp variables", CONFIDENCE_SELF);
}

/* Commas stand in quotes as well: a variable ends with a comma behind its quotes. */
static struct text next_variable(struct cursor *c, struct arena *into)
{
    struct cursor from = *c;
    size_t length = 0;
    bool is_quoted = false;
    uint8_t byte = 0;

    while (c->left > 0 && (is_quoted || byte != ',')) {
        byte = cursor_u8(c);
        is_quoted ^= byte == '"';
        length++;
    }
    struct text found = text_from_wire(cursor_split(&from, length), into);
    while (found.length > 0 && (found.at[0] == '?' || found.at[0] == ' '))
        found = (struct text){ found.at + 1, found.length - 1 }; /* the line break before it */
    return found;
}

/* A reply of one part, or the first of several.  Source: RFC 9327, 2. */
static void read_control(struct cursor c, uint8_t second, struct dissection *out)
{
    bool is_reply = second & CONTROL_RESPONSE, is_error = second & CONTROL_ERROR;
    uint8_t asked = second & CONTROL_REQUEST;

    dissection_operation(out, &ntp_protocol,
                         !is_reply  ? MESSAGE_REQUEST
                         : is_error ? MESSAGE_REFUSAL
                                    : MESSAGE_RESPONSE,
                         MODE_CONTROL, asked);
    cursor_skip(&c, 2 + 2); /* sequence, status */
    uint16_t association = cursor_u16be(&c), offset = cursor_u16be(&c);
    struct cursor data = cursor_split(&c, cursor_u16be(&c));
    if (!is_reply || is_error || asked != READ_VARIABLES || association || offset)
        return;
    for (unsigned i = 0; i < VARIABLES_MOST && data.left > 0; i++)
        state_variable(out, next_variable(&data, out->arena));
}

/* A list of everybody who asked: what a small question can be multiplied with. */
static void read_private(struct cursor c, bool is_reply, struct dissection *out)
{
    enum { ERROR_BITS = 12 };
    cursor_skip(&c, 1); /* implementation */
    uint8_t asked = cursor_u8(&c);
    bool is_error = cursor_u16be(&c) >> ERROR_BITS;

    dissection_operation(out, &ntp_protocol,
                         !is_reply  ? MESSAGE_REQUEST
                         : is_error ? MESSAGE_REFUSAL
                                    : MESSAGE_RESPONSE,
                         MODE_PRIVATE, asked);
    if (is_reply && !is_error && (asked == MONITOR_LIST || asked == MONITOR_LIST_NEWER))
        dissection_state(out, &out->sender, FIELD_security,
                         TEXT("NTP lists its clients to anybody"), "ntp private message",
                         CONFIDENCE_SELF);
}

static void read_time(uint8_t mode, uint8_t stratum, struct dissection *out)
{
    bool is_reply = mode == MODE_SERVER || mode == MODE_PASSIVE;
    uint8_t asked = mode == MODE_SERVER ? MODE_CLIENT : mode == MODE_PASSIVE ? MODE_ACTIVE : mode;

    dissection_operation(out, &ntp_protocol, is_reply ? MESSAGE_RESPONSE : MESSAGE_REQUEST, asked,
                         SUB_NONE);
    if (mode == MODE_SERVER || mode == MODE_BROADCAST)
        state_server(out, stratum);
}

static enum verdict ntp_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor c = *payload;

    if (ntp_probe(c) == MATCH_NO)
        return VERDICT_MALFORMED;
    uint8_t first = cursor_u8(&c), mode = first & 7, second = cursor_u8(&c);
    bool is_private_reply = first & 0x80;
    bool is_reply = mode == MODE_SERVER || mode == MODE_PASSIVE ||
                    (mode == MODE_CONTROL && second & CONTROL_RESPONSE) ||
                    (mode == MODE_PRIVATE && is_private_reply);

    /* Two symmetric peers are client and server by who spoke first. */
    if (mode != MODE_ACTIVE)
        out->direction = is_reply ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    if (mode == MODE_CONTROL)
        read_control(c, second, out);
    else if (mode == MODE_PRIVATE)
        read_private(c, is_private_reply, out);
    else
        read_time(mode, second, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol ntp_protocol = {
    .name = "ntp",
    .title = "NTP",
    .specification = "RFC 5905, RFC 9327",
    .carriers = CARRIER_UDP,
    .ports = { 123 },
    .operations = operations,
    .probe = ntp_probe,
    .dissect = ntp_dissect,
};
