/*
 * ssh.c - Secure Shell: that there is a session, and between which software.
 *
 * Source: RFC 4253, 4.2 (protocol version exchange).
 */
#include "proto/line.h"

enum { LINE_MOST = 512 };

/* What happens inside is encrypted: one operation stands for the session. */
enum { SESSION = 0 };

static const struct operation operations[] = {
    { SESSION, SUB_NONE, "session", CLASS_config },
    { 0 },
};

static enum match ssh_probe(struct cursor payload)
{
    return line_starts(payload, "SSH-2.0-") || line_starts(payload, "SSH-1.") ? MATCH_YES
                                                                              : MATCH_NO;
}

static enum verdict ssh_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor line;
    bool from_server = out->direction == DIRECTION_FROM_SERVER;

    if (ssh_probe(*payload) == MATCH_NO) {
        cursor_skip(payload, payload->left);
        return VERDICT_OK;
    }
    if (!line_next(payload, &line))
        return payload->left < LINE_MOST ? VERDICT_MORE : VERDICT_MALFORMED;
    dissection_operation(out, &ssh_protocol, from_server ? MESSAGE_RESPONSE : MESSAGE_REQUEST,
                         SESSION, SUB_NONE);
    dissection_state(out, &out->sender, from_server ? FIELD_server_software : FIELD_client_software,
                     line_text(line, 8, out->arena), "ssh version exchange", CONFIDENCE_BANNER);
    return VERDICT_OK;
}

const struct protocol ssh_protocol = {
    .name = "ssh",
    .title = "SSH",
    .specification = "RFC 4253",
    .carriers = CARRIER_TCP,
    .ports = { 22 },
    .message_most = LINE_MOST,
    .operations = operations,
    .probe = ssh_probe,
    .dissect = ssh_dissect,
};
