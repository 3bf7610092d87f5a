/*
 * tftp.c - files read and written without a log-in: how firmware and settings of
 * switches, drives and telephones travel.
 *
 * The data goes between ports that both sides draw; it belongs to the conversation
 * that asked for it.
 *
 * Source: RFC 1350, 5 (packets); RFC 2347 (options).
 */
#include "proto/file_name.h"
#include "proto/line.h"

enum { READ = 1, WRITE = 2, ERROR = 5, NAME_MOST = 255 };

/* The code is the opcode; the sub-code, what the file is by its name, is ours. */
static const struct operation operations[] = {
    { READ, FILE_OTHER, "read file", CLASS_file },
    { READ, FILE_FIRMWARE, "read file that is named as firmware", CLASS_file },
    { READ, FILE_CONFIGURATION, "read file that is named as configuration", CLASS_file },
    { WRITE, FILE_OTHER, "write file", CLASS_file },
    { WRITE, FILE_FIRMWARE, "write file that is named as firmware", CLASS_firmware },
    { WRITE, FILE_CONFIGURATION, "write file that is named as configuration", CLASS_config },
    { ERROR, SUB_NONE, "error", CLASS_file },
    { 0 },
};

/* A text up to its NUL. */
static bool read_string(struct cursor *c, struct cursor *string)
{
    struct cursor ahead = *c;
    size_t length = 0;

    while (ahead.left > 0 && length <= NAME_MOST) {
        if (cursor_u8(&ahead) == 0) {
            *string = cursor_split(c, length);
            cursor_skip(c, 1);
            return true;
        }
        length++;
    }
    return false;
}

/* The name of the file that is asked for; the word behind it must be one of three. */
static bool read_request(struct cursor c, struct cursor *name)
{
    struct cursor mode;
    uint16_t opcode = cursor_u16be(&c);

    if ((opcode != READ && opcode != WRITE) || !read_string(&c, name) || name->left == 0 ||
        !read_string(&c, &mode))
        return false;
    return line_starts(mode, "octet") || line_starts(mode, "netascii") || line_starts(mode, "mail");
}

static enum match tftp_probe(struct cursor payload)
{
    struct cursor name;

    if (read_request(payload, &name))
        return MATCH_YES;
    return cursor_u16be(&payload) == ERROR && payload.left > 2 ? MATCH_MAYBE : MATCH_NO;
}

static enum verdict tftp_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor c = *payload, name;
    uint16_t opcode = cursor_u16be(&c);

    if (tftp_probe(*payload) == MATCH_NO)
        return VERDICT_MALFORMED;
    if (opcode == ERROR) {
        dissection_operation(out, &tftp_protocol, MESSAGE_REFUSAL, ERROR, SUB_NONE);
    } else if (read_request(*payload, &name)) {
        out->direction = DIRECTION_FROM_CLIENT;
        dissection_operation(out, &tftp_protocol, MESSAGE_REQUEST, opcode,
                             file_kind(text_from_wire(name, out->arena)));
        dissection_expect(out, out->sender, out->sender_port);
    }
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol tftp_protocol = {
    .name = "tftp",
    .title = "TFTP",
    .specification = "RFC 1350",
    .carriers = CARRIER_UDP,
    .ports = { 69 },
    .operations = operations,
    .probe = tftp_probe,
    .dissect = tftp_dissect,
};
