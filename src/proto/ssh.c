/*
 * ssh.c - Secure Shell: that there is a session, between which software, and
 * which host key the server has.
 *
 * Everything up to the new keys is in clear text; behind them nothing is read.
 *
 * Source: RFC 4253, 4.2 (protocol version exchange), 5.1 (compatibility with
 * version 1), 6 (packets), 7.1 (algorithms), 8 (host key); RFC 4419, 3; RFC 5656,
 * 4; RFC 4251, 5 (strings); HASSH by Salesforce (fingerprint of the algorithms).
 */
#include "proto/digest.h"
#include "proto/line.h"

enum {
    LINE_MOST = 512,
    PACKET_HEAD = 5, /* length, padding length */
    PACKET_MOST = 35000,
    MESSAGE_ALGORITHMS = 20,
    MESSAGE_NEW_KEYS = 21,
    MESSAGE_KEY_REPLY = 31,
    MESSAGE_GROUP_KEY_REPLY = 33,
    COOKIE_BYTES = 16,
};

/* What happens inside is encrypted: one operation stands for the session. */
enum { SESSION = 0 };

static const struct operation operations[] = {
    { SESSION, SUB_NONE, "session", CLASS_config },
    { 0 },
};

struct ssh_state {
    bool is_open[2]; /* by direction: packets that can be read follow */
};

static enum match ssh_probe(struct cursor payload)
{
    return line_starts(payload, "SSH-2.0-") || line_starts(payload, "SSH-1.") ? MATCH_YES
                                                                              : MATCH_NO;
}

/* ---- the greeting ---- */

/* Words that system vendors put behind the version of the software. */
static const struct {
    const char *word, *os;
} systems[] = {
    { "Ubuntu", "Ubuntu Linux" },     { "Debian", "Debian Linux" },
    { "Raspbian", "Raspbian Linux" }, { "FreeBSD", "FreeBSD" },
    { "NetBSD", "NetBSD" },           { "for_Windows", "Windows" },
    { "Cisco", "Cisco IOS" },         { "Mocana", "Mocana" },
    { "ROSSSH", "RouterOS" },         { "RomSShell", "Allegro RomSShell" },
};

static void state_system(struct dissection *out, struct text software)
{
    for (size_t i = 0; i < COUNT_OF(systems); i++)
        if (text_contains(software, systems[i].word))
            dissection_state(out, &out->sender, FIELD_os, text_of(systems[i].os),
                             "ssh version exchange", CONFIDENCE_BANNER);
}

/* "1.99" is a server that speaks both versions. */
static void state_version(struct dissection *out, struct cursor line)
{
    struct text said = TEXT("SSH 1");

    if (line_starts(line, "SSH-2.0-"))
        return;
    if (line_starts(line, "SSH-1.99-"))
        said = TEXT("SSH 1 offered");
    dissection_state(out, &out->sender, FIELD_security, said, "ssh version exchange",
                     CONFIDENCE_BANNER);
}

static enum verdict read_greeting(struct cursor *payload, struct dissection *out)
{
    bool from_server = out->direction == DIRECTION_FROM_SERVER;
    struct ssh_state *state = out->state;
    struct cursor line;

    if (!line_next(payload, &line))
        return payload->left < LINE_MOST ? VERDICT_MORE : VERDICT_MALFORMED;
    dissection_operation(out, &ssh_protocol, from_server ? MESSAGE_RESPONSE : MESSAGE_REQUEST,
                         SESSION, SUB_NONE);
    state_version(out, line);
    cursor_skip(&line, 4); /* "SSH-" */
    while (line.left > 0 && cursor_u8(&line) != '-')
        continue;
    struct text software = text_from_wire(line, out->arena);
    dissection_state(out, &out->sender, from_server ? FIELD_server_software : FIELD_client_software,
                     software, "ssh version exchange", CONFIDENCE_BANNER);
    state_system(out, software);
    state->is_open[from_server] = true;
    return VERDICT_OK;
}

/* ---- packets ---- */

static struct cursor read_string(struct cursor *c)
{
    return cursor_split(c, cursor_u32be(c));
}

/* Lists of names, in the order of the message; two of each pair, to and from the server. */
enum list {
    LIST_EXCHANGE,
    LIST_HOST_KEY,
    LIST_CIPHER,
    LIST_MAC = 4,
    LIST_COMPRESSION = 6,
    LISTS = 8
};

static const struct {
    enum list list;
    const char *name, *said;
} weak[] = {
    { LIST_EXCHANGE, "diffie-hellman-group1-sha1", "SSH group 1 key exchange offered" },
    { LIST_HOST_KEY, "ssh-dss", "SSH DSA host key offered" },
    { LIST_CIPHER, "arcfour", "SSH RC4 cipher offered" },
    { LIST_CIPHER, "3des-cbc", "SSH 3DES cipher offered" },
};

static struct text view(struct cursor c)
{
    return (struct text){ (const char *)c.next, c.left };
}

static void state_weaknesses(struct dissection *out, const struct cursor *lists)
{
    for (size_t i = 0; i < COUNT_OF(weak); i++)
        if (text_contains(view(lists[weak[i].list]), weak[i].name))
            dissection_state(out, &out->sender, FIELD_security, text_of(weak[i].said),
                             "ssh algorithms", CONFIDENCE_BANNER);
}

/* The digest of four lists, joined by semicolons. */
static void state_fingerprint(struct dissection *out, const struct cursor *lists, bool from_server)
{
    struct text exchange = view(lists[LIST_EXCHANGE]),
                cipher = view(lists[LIST_CIPHER + from_server]),
                mac = view(lists[LIST_MAC + from_server]),
                compression = view(lists[LIST_COMPRESSION + from_server]);
    struct text joined = text_format(out->arena, "%.*s;%.*s;%.*s;%.*s", (int)exchange.length,
                                     exchange.at, (int)cipher.length, cipher.at, (int)mac.length,
                                     mac.at, (int)compression.length, compression.at);

    dissection_state(out, &out->sender, FIELD_fingerprint,
                     digest_md5_hex(cursor_over(joined.at, joined.length), out->arena),
                     from_server ? "ssh hassh of the server" : "ssh hassh", CONFIDENCE_STACK);
}

static void read_algorithms(struct cursor c, struct dissection *out)
{
    bool from_server = out->direction == DIRECTION_FROM_SERVER;
    struct cursor lists[LISTS];

    cursor_skip(&c, COOKIE_BYTES);
    for (unsigned i = 0; i < LISTS; i++)
        lists[i] = read_string(&c);
    if (!cursor_ok(&c))
        return;
    state_fingerprint(out, lists, from_server);
    if (from_server)
        state_weaknesses(out, lists);
}

/* Message 31 may also be a group of a longer exchange: that does not begin with a key's type. */
static void read_host_key(struct cursor c, struct dissection *out)
{
    struct cursor key = read_string(&c), inner = key;
    struct text type = text_from_wire(read_string(&inner), out->arena);

    if (!cursor_ok(&inner) || !(text_starts(type, "ssh-") || text_starts(type, "ecdsa-sha2-") ||
                                text_starts(type, "rsa-sha2-")))
        return;
    struct text digest = digest_sha256_base64(key, out->arena);
    dissection_state(out, &out->sender, FIELD_host_key,
                     text_format(out->arena, "%.*s SHA256:%.*s", (int)type.length, type.at,
                                 (int)digest.length, digest.at),
                     "ssh key exchange", CONFIDENCE_CERTIFIED);
}

static void read_message(struct cursor message, struct dissection *out)
{
    bool from_server = out->direction == DIRECTION_FROM_SERVER;
    struct ssh_state *state = out->state;
    uint8_t type = cursor_u8(&message);

    if (type == MESSAGE_ALGORITHMS)
        read_algorithms(message, out);
    else if (from_server && (type == MESSAGE_KEY_REPLY || type == MESSAGE_GROUP_KEY_REPLY))
        read_host_key(message, out);
    else if (type == MESSAGE_NEW_KEYS)
        state->is_open[from_server] = false;
}

static enum verdict read_packet(struct cursor *payload, struct dissection *out)
{
    struct ssh_state *state = out->state;
    struct cursor ahead = *payload;

    if (payload->left < PACKET_HEAD)
        return VERDICT_MORE;
    uint32_t length = cursor_u32be(&ahead);
    if (length < 2 || length > PACKET_MOST) {
        state->is_open[out->direction == DIRECTION_FROM_SERVER] = false;
        return VERDICT_MALFORMED;
    }
    if (ahead.left < length)
        return VERDICT_MORE;
    struct cursor packet = cursor_split(&ahead, length);
    uint8_t padding = cursor_u8(&packet);
    if (padding >= packet.left)
        return VERDICT_MALFORMED;
    read_message(cursor_split(&packet, packet.left - padding), out);
    *payload = ahead;
    return VERDICT_OK;
}

static enum verdict ssh_dissect(struct cursor *payload, struct dissection *out)
{
    struct ssh_state *state = out->state;

    if (ssh_probe(*payload) != MATCH_NO)
        return read_greeting(payload, out);
    if (state->is_open[out->direction == DIRECTION_FROM_SERVER])
        return read_packet(payload, out);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol ssh_protocol = {
    .name = "ssh",
    .title = "SSH",
    .specification = "RFC 4253",
    .carriers = CARRIER_TCP,
    .ports = { 22 },
    .state_bytes = sizeof(struct ssh_state),
    .message_most = PACKET_HEAD + PACKET_MOST,
    .operations = operations,
    .probe = ssh_probe,
    .dissect = ssh_dissect,
};
