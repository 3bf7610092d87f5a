/*
 * http_head.h - the head that HTTP, SSDP, SIP and RTSP messages share: a start
 * line, header lines, and an empty line behind them.
 *
 * Source: RFC 9112, 2.1 and 5 (RFC 3261, 7 and RFC 7826, 5 say the same).
 */
#pragma once

#include "proto/line.h"

/* A header whose value says something of the sender. */
struct head_fact {
    const char *header; /* with its colon: "Server:" */
    enum field field;
    uint8_t confidence;
    const char *source;
};

/* Has the empty line come? */
bool head_is_whole(struct cursor message);

/* The next header line behind the start line; false at the empty line, or at the end. */
bool head_next(struct cursor *message, struct cursor *line);

/* The value behind "Server:" when the line is of that header; false for others. */
bool head_value(struct cursor line, const char *header, struct cursor *value);

/* What one header line says of the sender. */
void head_state(struct dissection *out, struct cursor line, const struct head_fact *facts,
                size_t count);
