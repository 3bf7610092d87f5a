/*
 * nbdgm.c - the NetBIOS datagram service, and the browser announcements in it by
 * which Windows hosts tell their network what they are.
 *
 * Source: RFC 1002, 4.4 (datagrams); [MS-MAIL] 2.2.1 (mailslots); [MS-BRWS] 2.2
 * (announcements); [MS-CIFS] 2.2.3.1 and 2.2.4.33 (the SMB around a mailslot).
 */
#include "base/attributes.h"
#include "proto/line.h"
#include "proto/netbios_name.h"

enum datagram {
    DIRECT_UNIQUE = 0x10,
    DIRECT_GROUP = 0x11,
    BROADCAST = 0x12,
    ERROR = 0x13,
    QUERY_REQUEST = 0x14,
    QUERY_REFUSED = 0x16,
};

enum command {
    HOST_ANNOUNCEMENT = 1,
    DOMAIN_ANNOUNCEMENT = 12,
    LOCAL_MASTER_ANNOUNCEMENT = 15,
};

/* The code is the datagram's type; a browser message in one has its command as sub-code. */
#define BROWSER(type)                                                                              \
    { type, HOST_ANNOUNCEMENT, "host announcement", CLASS_discover },                              \
        { type, 2, "announcement request", CLASS_discover },                                       \
        { type, 8, "election", CLASS_discover }, { type, 9, "list request", CLASS_discover },      \
        { type, 10, "list answer", CLASS_discover },                                               \
        { type, 11, "become backup", CLASS_discover },                                             \
        { type, DOMAIN_ANNOUNCEMENT, "domain announcement", CLASS_discover },                      \
        { type, 13, "master announcement", CLASS_discover },                                       \
        { type, 14, "reset browser", CLASS_restart },                                              \
    {                                                                                              \
        type, LOCAL_MASTER_ANNOUNCEMENT, "local master announcement", CLASS_discover               \
    }

static const struct operation operations[] = {
    { DIRECT_UNIQUE, SUB_NONE, "datagram to one", CLASS_unknown },
    { DIRECT_GROUP, SUB_NONE, "datagram to a group", CLASS_unknown },
    { BROADCAST, SUB_NONE, "broadcast datagram", CLASS_unknown },
    { ERROR, SUB_NONE, "datagram error", CLASS_diag },
    { QUERY_REQUEST, SUB_NONE, "datagram query", CLASS_discover },
    BROWSER(DIRECT_UNIQUE),
    BROWSER(DIRECT_GROUP),
    BROWSER(BROADCAST),
    { 0 },
};

struct datagram_head {
    uint8_t type;
    struct address source;
};

static bool has_names(uint8_t type)
{
    return type >= DIRECT_UNIQUE && type <= BROADCAST;
}

static struct datagram_head read_head(struct cursor *c)
{
    struct datagram_head h = { .type = cursor_u8(c) };

    cursor_skip(c, 1 + 2); /* flags, id */
    const uint8_t *source = cursor_take(c, 4);
    if (source)
        h.source = address_ipv4(source);
    cursor_skip(c, 2); /* port */
    return h;
}

/* An encoded name with its scope: labels up to an empty one. */
static bool read_name(struct cursor *c, struct netbios_name *name)
{
    struct cursor label = cursor_split(c, cursor_u8(c));
    bool is_good = netbios_name_decode(label, name);

    for (uint8_t length = cursor_u8(c); length > 0; length = cursor_u8(c))
        cursor_skip(c, length);
    return is_good && cursor_ok(c);
}

/* Length, offset, and both names. */
static bool read_envelope(struct cursor *c, struct netbios_name *from)
{
    struct netbios_name to;

    cursor_skip(c, 2 + 2);
    return read_name(c, from) && read_name(c, &to);
}

static enum match nbdgm_probe(struct cursor payload)
{
    struct datagram_head h = read_head(&payload);
    struct netbios_name from;

    if (!cursor_ok(&payload) || h.type < DIRECT_UNIQUE || h.type > QUERY_REFUSED)
        return MATCH_NO;
    if (!has_names(h.type))
        return MATCH_MAYBE;
    return read_envelope(&payload, &from) ? MATCH_YES : MATCH_NO;
}

/* ---- browser messages ---- */

/* The data of an SMB transaction to the browser's mailslot. */
static struct cursor browser_message(struct cursor smb)
{
    static const char *const slot = "\\MAILSLOT\\BROWSE";
    enum { TRANSACTION = 0x25, HEADER_BYTES = 32 };
    static const uint32_t magic = 0xff534d42;
    struct cursor c = smb, none = { .failed = true };

    if (cursor_u32be(&c) != magic || cursor_u8(&c) != TRANSACTION)
        return none;
    cursor_skip(&c, HEADER_BYTES - 5);
    uint8_t words = cursor_u8(&c);
    struct cursor parameters = cursor_split(&c, 2u * words);
    cursor_skip(&c, 2); /* bytes that follow */
    cursor_skip(&parameters, 22);
    uint16_t length = cursor_u16le(&parameters), offset = cursor_u16le(&parameters);
    if (!cursor_ok(&parameters) || !line_starts(c, slot))
        return none;
    cursor_skip(&smb, offset);
    return cursor_split(&smb, length);
}

/* Source: [MS-BRWS] 2.2.10, ServerType: what a host does for others. */
static const struct {
    uint32_t bit;
    const char *capability;
} server_types[] = {
    { 0x00000004, "SQL server" },
    { 0x00000008, "domain controller" },
    { 0x00000010, "backup domain controller" },
    { 0x00000020, "time source" },
    { 0x00000200, "print server" },
    { 0x00000400, "dial-in server" },
    { 0x00040000, "master browser" },
    { 0x00080000, "domain master browser" },
};

enum { NT_WORKSTATION = 0x1000, NT_SERVER = 0x8000 };

static void say(struct dissection *out, enum field field, struct text value)
{
    dissection_state(out, &out->sender, field, value, "browser announcement", CONFIDENCE_ASKED);
}

static void read_announcement(struct dissection *out, struct cursor c, bool of_domain)
{
    cursor_skip(&c, 1 + 4); /* updates, period */
    struct cursor name = cursor_split(&c, NETBIOS_NAME_BYTES + 1);
    uint8_t major = cursor_u8(&c), minor = cursor_u8(&c);
    uint32_t type = cursor_u32le(&c);

    cursor_skip(&c, 4); /* versions of the browser, signature */
    if (!cursor_ok(&c))
        return;
    say(out, of_domain ? FIELD_domain : FIELD_name, text_from_wire(name, out->arena));
    if (of_domain)
        return; /* its numbers are the domain's, and where its comment stands is the master's name
                 */
    if (type & (NT_WORKSTATION | NT_SERVER))
        say(out, FIELD_os,
            text_format(out->arena, "Windows NT %u.%u%s", (unsigned)major, (unsigned)minor,
                        type & NT_SERVER ? " server" : ""));
    for (size_t i = 0; i < COUNT_OF(server_types); i++)
        if (type & server_types[i].bit)
            say(out, FIELD_capability, text_of(server_types[i].capability));
    say(out, FIELD_description, text_from_wire(c, out->arena));
}

/* The command, or SUB_NONE for what is no browser message. */
static uint32_t read_browser(struct dissection *out, struct cursor smb)
{
    struct cursor message = browser_message(smb);
    uint8_t command = cursor_u8(&message);

    if (!cursor_ok(&message))
        return SUB_NONE;
    if (command == HOST_ANNOUNCEMENT || command == LOCAL_MASTER_ANNOUNCEMENT ||
        command == DOMAIN_ANNOUNCEMENT)
        read_announcement(out, message, command == DOMAIN_ANNOUNCEMENT);
    return command;
}

static enum verdict nbdgm_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor c = *payload;
    struct netbios_name from;
    struct datagram_head h = read_head(&c);
    uint32_t sub = SUB_NONE;
    uint8_t code = h.type;

    if (nbdgm_probe(*payload) == MATCH_NO)
        return VERDICT_MALFORMED;
    if (has_names(h.type)) {
        (void)read_envelope(&c, &from);
        /* A distribution server passes datagrams on under its own address. */
        if (address_equal(&h.source, &out->sender)) {
            netbios_name_state(out, &out->sender, &from, false, "nbdgm source name");
            sub = read_browser(out, c);
        }
    }
    bool is_answer = h.type > QUERY_REQUEST;
    out->direction = is_answer ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    dissection_operation(out, &nbdgm_protocol,
                         !is_answer                ? MESSAGE_REQUEST
                         : h.type == QUERY_REFUSED ? MESSAGE_REFUSAL
                                                   : MESSAGE_RESPONSE,
                         is_answer ? QUERY_REQUEST : code, sub);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol nbdgm_protocol = {
    .name = "nbdgm",
    .title = "NetBIOS datagram service",
    .specification = "RFC 1002, MS-BRWS",
    .carriers = CARRIER_UDP,
    .ports = { 138 },
    .operations = operations,
    .probe = nbdgm_probe,
    .dissect = nbdgm_dissect,
};
