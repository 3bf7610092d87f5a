/*
 * ftp.c - File Transfer Protocol, control connection.
 *
 * User names and passwords pass by in clear text: that they did is counted, what
 * they were is never read.
 *
 * The data connections that a session announces belong to its conversation.
 *
 * Source: RFC 959, 4 (commands, replies); RFC 2428 (EPRT, EPSV); RFC 3659, 7 (MLSD).
 */
#include "proto/line.h"

enum { LINE_MOST = 1024 };

/* FTP has words and no numbers; the codes are ours. */
enum command { OTHER = 0, USER = 1, PASS, LIST, RETRIEVE, STORE, DELETE, RENAME, SITE };

static const struct operation operations[] = {
    { USER, SUB_NONE, "user name", CLASS_auth },
    { PASS, SUB_NONE, "password in clear text", CLASS_auth },
    { LIST, SUB_NONE, "list files", CLASS_read },
    { RETRIEVE, SUB_NONE, "retrieve file", CLASS_file },
    { STORE, SUB_NONE, "store file", CLASS_file },
    { DELETE, SUB_NONE, "delete file", CLASS_delete },
    { RENAME, SUB_NONE, "rename or make folder", CLASS_file },
    { SITE, SUB_NONE, "site command", CLASS_config },
    { 0 },
};

static const struct {
    const char *word;
    enum command command;
} commands[] = {
    { "USER ", USER },  { "PASS ", PASS },     { "LIST", LIST },   { "NLST", LIST },
    { "MLSD", LIST },   { "RETR ", RETRIEVE }, { "STOR ", STORE }, { "STOU", STORE },
    { "APPE ", STORE }, { "DELE ", DELETE },   { "RMD ", DELETE }, { "RNFR ", RENAME },
    { "MKD ", RENAME }, { "SITE ", SITE },
};

enum { REPLY_PASSIVE = 227, REPLY_PASSIVE_EXTENDED = 229 };
enum { REPLY_PRELIMINARY = 199, REPLY_SYSTEM = 215, REPLY_READY = 220, REPLY_REFUSED = 400 };

struct ftp_state {
    uint8_t asked; /* enum command that waits for its reply */
};

static enum match ftp_probe(struct cursor payload)
{
    struct cursor line;

    if (!line_next(&payload, &line))
        return MATCH_NO;
    if (line_code(line) >= 100)
        return MATCH_MAYBE;
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (line_starts(line, commands[i].word))
            return MATCH_MAYBE;
    return MATCH_NO;
}

/* The next decimal number, up to `most`; false at the end of the line. */
static bool next_number(struct cursor *line, unsigned most, unsigned *number)
{
    bool found = false;

    *number = 0;
    while (line->left > 0) {
        struct cursor before = *line;
        uint8_t c = cursor_u8(line);
        if (c >= '0' && c <= '9') {
            found = true;
            *number = *number * 10 + (c - '0');
            if (*number > most)
                return false;
        } else if (found) {
            *line = before;
            break;
        }
    }
    return found;
}

/* "h1,h2,h3,h4,p1,p2": only the port is taken, since an address may have been translated. */
static void expect_six_numbers(struct cursor line, struct dissection *out)
{
    unsigned numbers[6];

    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        if (!next_number(&line, 255, &numbers[i]))
            return;
    dissection_expect(out, out->sender, (uint16_t)(numbers[4] << 8 | numbers[5]));
}

/* "(|||6446|)".  Source: RFC 2428, 3. */
static void expect_extended(struct cursor line, struct dissection *out)
{
    unsigned port;

    if (next_number(&line, UINT16_MAX, &port))
        dissection_expect(out, out->sender, (uint16_t)port);
}

/* "|1|132.235.1.2|6275|": the port is the last field.  Source: RFC 2428, 2. */
static void expect_extended_port(struct cursor line, struct dissection *out)
{
    unsigned number, port = 0;

    while (next_number(&line, UINT16_MAX, &number))
        port = number;
    dissection_expect(out, out->sender, (uint16_t)port);
}

static void read_command(struct cursor line, struct dissection *out)
{
    struct ftp_state *state = out->state;

    if (line_starts(line, "PORT "))
        expect_six_numbers(line, out);
    if (line_starts(line, "EPRT "))
        expect_extended_port(line, out);
    state->asked = OTHER;
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (line_starts(line, commands[i].word))
            state->asked = (uint8_t)commands[i].command;
    if (state->asked != OTHER)
        dissection_operation(out, &ftp_protocol, MESSAGE_REQUEST, state->asked, SUB_NONE);
}

static void read_reply(struct cursor line, unsigned code, struct dissection *out)
{
    struct ftp_state *state = out->state;

    if (code == REPLY_READY)
        dissection_state(out, &out->sender, FIELD_server_software, line_text(line, 4, out->arena),
                         "ftp greeting", CONFIDENCE_BANNER);
    if (code == REPLY_SYSTEM)
        dissection_state(out, &out->sender, FIELD_os, line_text(line, 4, out->arena),
                         "ftp system type", CONFIDENCE_BANNER);
    cursor_skip(&line, 4); /* the code itself */
    if (code == REPLY_PASSIVE)
        expect_six_numbers(line, out);
    if (code == REPLY_PASSIVE_EXTENDED)
        expect_extended(line, out);
    if (code <= REPLY_PRELIMINARY || state->asked == OTHER)
        return;
    dissection_operation(out, &ftp_protocol,
                         code >= REPLY_REFUSED ? MESSAGE_REFUSAL : MESSAGE_RESPONSE, state->asked,
                         SUB_NONE);
    state->asked = OTHER;
}

static enum verdict ftp_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor line;

    if (!line_next(payload, &line))
        return payload->left < LINE_MOST ? VERDICT_MORE : VERDICT_MALFORMED;
    unsigned code = line_code(line);
    if (code >= 100) {
        out->direction = DIRECTION_FROM_SERVER;
        read_reply(line, code, out);
    } else if (out->direction != DIRECTION_FROM_SERVER) { /* else: within a long reply */
        read_command(line, out);
    }
    return VERDICT_OK;
}

const struct protocol ftp_protocol = {
    .name = "ftp",
    .title = "FTP",
    .specification = "RFC 959",
    .carriers = CARRIER_TCP,
    .ports = { 21 },
    .state_bytes = sizeof(struct ftp_state),
    .message_most = LINE_MOST,
    .operations = operations,
    .probe = ftp_probe,
    .dissect = ftp_dissect,
};
