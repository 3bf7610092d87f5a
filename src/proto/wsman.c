/*
 * wsman.c - WS-Management over HTTP, which Windows calls remote management (WinRM):
 * shells, commands and queries on another computer, and what it says of itself.
 *
 * Commands and their output are never kept.  A message that is encrypted is counted as
 * such; one that is not tells that the service goes without.
 *
 * Source: DMTF DSP0226, 7 to 10 (transfer, enumeration, methods, events), 11 (Identify),
 * annex on namespaces; [MS-WSMV] 2.2.9.1 (encrypted messages), 3.1.4 (shells).
 */
#include <assert.h>

#include "base/attributes.h"
#include "proto/http.h"
#include "proto/markup.h"

/* WS-Management has words and no numbers; the codes are ours. */
enum action {
    IDENTIFY = 1,
    GET,
    PUT,
    CREATE,
    DELETE,
    ENUMERATE,
    PULL,
    RELEASE,
    ENUMERATION_OTHER,
    SUBSCRIBE,
    SUBSCRIPTION_OTHER,
    EVENT,
    COMMAND,
    RECEIVE,
    SEND,
    SIGNAL,
    RECONNECT,
    METHOD,
    ENCRYPTED,
};

enum { OF_SHELL = 1 }; /* sub-code: the resource is a shell */

static const struct operation operations[] = {
    { IDENTIFY, SUB_NONE, "identify", CLASS_ident },
    { GET, SUB_NONE, "get", CLASS_read },
    { PUT, SUB_NONE, "put", CLASS_config },
    { CREATE, SUB_NONE, "create", CLASS_config },
    { CREATE, OF_SHELL, "open a shell", CLASS_auth },
    { DELETE, SUB_NONE, "delete", CLASS_delete },
    { DELETE, OF_SHELL, "close a shell", CLASS_auth },
    { ENUMERATE, SUB_NONE, "enumerate", CLASS_read },
    { PULL, SUB_NONE, "pull", CLASS_read },
    { RELEASE, SUB_NONE, "release an enumeration", CLASS_read },
    { ENUMERATION_OTHER, SUB_NONE, "keep an enumeration", CLASS_read },
    { SUBSCRIBE, SUB_NONE, "subscribe to events", CLASS_read },
    { SUBSCRIPTION_OTHER, SUB_NONE, "keep or end a subscription", CLASS_read },
    { EVENT, SUB_NONE, "deliver events", CLASS_diag },
    { COMMAND, SUB_NONE, "run a command", CLASS_start },
    { RECEIVE, SUB_NONE, "receive a command's output", CLASS_read },
    { SEND, SUB_NONE, "send a command input", CLASS_start },
    { SIGNAL, SUB_NONE, "signal a command", CLASS_stop },
    { RECONNECT, SUB_NONE, "connect to a shell again", CLASS_auth },
    { METHOD, SUB_NONE, "call a method", CLASS_start },
    { ENCRYPTED, SUB_NONE, "encrypted message", CLASS_unknown },
    { 0 },
};

#define TRANSFER    "http://schemas.xmlsoap.org/ws/2004/09/transfer/"
#define ENUMERATION "http://schemas.xmlsoap.org/ws/2004/09/enumeration/"
#define EVENTING    "http://schemas.xmlsoap.org/ws/2004/08/eventing/"
#define WSMAN       "http://schemas.dmtf.org/wbem/wsman/1/wsman/"
#define SHELL       "http://schemas.microsoft.com/wbem/wsman/1/windows/shell/"

/* An answer has the same address with "Response" behind it. */
static const struct {
    const char *address;
    enum action action;
} actions[] = {
    { TRANSFER "Get", GET },
    { TRANSFER "Put", PUT },
    { TRANSFER "Create", CREATE },
    { TRANSFER "Delete", DELETE },
    { ENUMERATION "Enumerate", ENUMERATE },
    { ENUMERATION "Pull", PULL },
    { ENUMERATION "Release", RELEASE },
    { ENUMERATION "Renew", ENUMERATION_OTHER },
    { ENUMERATION "GetStatus", ENUMERATION_OTHER },
    { EVENTING "Subscribe", SUBSCRIBE },
    { EVENTING "Renew", SUBSCRIPTION_OTHER },
    { EVENTING "GetStatus", SUBSCRIPTION_OTHER },
    { EVENTING "Unsubscribe", SUBSCRIPTION_OTHER },
    { EVENTING "SubscriptionEnd", SUBSCRIPTION_OTHER },
    { WSMAN "Event", EVENT },
    { WSMAN "Events", EVENT },
    { WSMAN "Heartbeat", EVENT },
    { WSMAN "DroppedEvents", EVENT },
    { SHELL "Command", COMMAND },
    { SHELL "Receive", RECEIVE },
    { SHELL "Send", SEND },
    { SHELL "Signal", SIGNAL },
    { SHELL "Connect", RECONNECT },
    { SHELL "Disconnect", RECONNECT },
    { SHELL "Reconnect", RECONNECT },
};

/* What was asked last on this connection: an answer without an action of its own is for that. */
struct wsman_state {
    uint32_t asked, sub;
};

static_assert(sizeof(struct wsman_state) <= HTTP_PASSENGER_BYTES, "HTTP lends no more");

static const char identity[] = "wsman/identity/1/wsmanidentity";

static bool has(struct cursor body, const char *words)
{
    return markup_find(&body, words);
}

/* "--Encrypted Boundary", then which mechanism encrypted it. */
static bool is_encrypted(struct cursor body)
{
    return line_starts(body, "--") && has(body, "-session-encrypted");
}

static enum match wsman_probe(struct cursor payload)
{
    if (is_encrypted(payload))
        return MATCH_YES;
    return has(payload, "Envelope") && (has(payload, "/wbem/wsman/") || has(payload, identity))
               ? MATCH_YES
               : MATCH_NO;
}

/* ---- actions ---- */

static bool strip(struct text *address, const char *ending)
{
    size_t length = text_of(ending).length;

    if (address->length < length ||
        !text_is((struct text){ address->at + address->length - length, length }, ending))
        return false;
    address->length -= length;
    return true;
}

static enum action action_of(struct text address)
{
    for (size_t i = 0; i < COUNT_OF(actions); i++)
        if (text_is(address, actions[i].address))
            return actions[i].action;
    return METHOD;
}

/* Shells of PowerShell are resources of its own. */
static uint32_t sub_of(enum action action, struct cursor body)
{
    struct cursor resource = markup_element(body, ":ResourceURI");
    bool is_shell = has(resource, "/windows/shell") || has(resource, "/powershell/");

    return is_shell && (action == CREATE || action == DELETE) ? OF_SHELL : SUB_NONE;
}

static void ask(uint32_t action, uint32_t sub, struct dissection *out)
{
    struct wsman_state *state = out->state;

    *state = (struct wsman_state){ action, sub };
    dissection_operation(out, &wsman_protocol, MESSAGE_REQUEST, action, sub);
}

static void answer(enum message_kind kind, struct dissection *out)
{
    struct wsman_state *state = out->state;

    if (state->asked)
        dissection_operation(out, &wsman_protocol, kind, state->asked, state->sub);
    state->asked = 0;
}

/* ---- what it says of itself ---- */

/* "OS: 10.0.17763 SP: 0.0 Stack: 3.0"; zeros for whom it does not know. */
static void state_system(struct dissection *out, struct text version)
{
    uint64_t numbers[3];

    if (!text_starts(version, "OS: "))
        return;
    (void)text_cut(&version, ' ');
    struct text rest = text_cut(&version, ' ');
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        if (!text_unsigned(text_cut(&rest, '.'), UINT16_MAX, &numbers[i]))
            return;
    if (numbers[2])
        dissection_state(out, &out->sender, FIELD_os,
                         text_format(out->arena, "Windows %u.%u build %u", (unsigned)numbers[0],
                                     (unsigned)numbers[1], (unsigned)numbers[2]),
                         "wsman identify", CONFIDENCE_SELF);
}

static void read_identity(struct cursor body, struct dissection *out)
{
    struct text vendor = text_from_wire(markup_element(body, ":ProductVendor"), out->arena);
    struct text version = text_from_wire(markup_element(body, ":ProductVersion"), out->arena);

    dissection_state(out, &out->sender, FIELD_server_software,
                     text_trim(text_format(out->arena, "%.*s %.*s", (int)vendor.length,
                                           vendor.at ? vendor.at : "", (int)version.length,
                                           version.at ? version.at : "")),
                     "wsman identify", CONFIDENCE_SELF);
    state_system(out, version);
}

/* ---- messages ---- */

static void read_action(struct cursor body, struct text address, struct dissection *out)
{
    bool is_fault = strip(&address, "/fault"), is_answer = strip(&address, "Response");
    bool from_server = out->direction == DIRECTION_FROM_SERVER;

    dissection_state(out, from_server ? &out->sender : &out->receiver, FIELD_security,
                     TEXT("WS-Management without encryption"), "wsman message", CONFIDENCE_BANNER);
    if (is_fault || is_answer || from_server) {
        answer(is_fault ? MESSAGE_REFUSAL : MESSAGE_RESPONSE, out);
        return;
    }
    enum action action = action_of(address);
    ask(action, sub_of(action, body), out);
}

/* Identify alone has no action, and may always go without encryption. */
static void read_plain(struct cursor body, struct dissection *out)
{
    struct text address = text_from_wire(markup_element(body, ":Action"), out->arena);

    if (address.length > 0) {
        read_action(body, address, out);
    } else if (has(body, ":IdentifyResponse")) {
        answer(MESSAGE_RESPONSE, out);
        read_identity(body, out);
    } else if (has(body, ":Identify")) {
        ask(IDENTIFY, SUB_NONE, out);
    } else if (has(body, ":Fault")) {
        answer(MESSAGE_REFUSAL, out);
    }
}

static void read_encrypted(struct dissection *out)
{
    dissection_state(out, &out->sender, FIELD_cipher, TEXT("WS-Management message encryption"),
                     "wsman message", CONFIDENCE_BANNER);
    if (out->direction == DIRECTION_FROM_SERVER)
        answer(MESSAGE_RESPONSE, out);
    else
        ask(ENCRYPTED, SUB_NONE, out);
}

static enum verdict wsman_dissect(struct cursor *payload, struct dissection *out)
{
    if (wsman_probe(*payload) == MATCH_NO)
        return VERDICT_MALFORMED;
    if (is_encrypted(*payload))
        read_encrypted(out);
    else
        read_plain(*payload, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol wsman_protocol = {
    .name = "wsman",
    .title = "WS-Management (WinRM)",
    .specification = "DMTF DSP0226, [MS-WSMV]",
    .carriers = CARRIER_HTTP,
    .state_bytes = sizeof(struct wsman_state),
    .operations = operations,
    .probe = wsman_probe,
    .dissect = wsman_dissect,
};
