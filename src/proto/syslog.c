/*
 * syslog.c - log messages, and the name that a device gives itself in them.
 *
 * Source: RFC 5424, 6 (messages), RFC 3164, 4.1 (the older form).
 */
#include "proto/line.h"

enum { PRIORITY_MOST = 191, SEVERITIES = 8, TIMESTAMP_3164 = 16 /* "Oct 11 22:14:15 " */ };

/* The code is the severity, from 0 emergency to 7 debug. */
static const struct operation operations[] = {
    { 0, SUB_NONE, "emergency", CLASS_diag },
    { 1, SUB_NONE, "alert", CLASS_diag },
    { 2, SUB_NONE, "critical", CLASS_diag },
    { 3, SUB_NONE, "error", CLASS_diag },
    { 4, SUB_NONE, "warning", CLASS_diag },
    { 5, SUB_NONE, "notice", CLASS_diag },
    { 6, SUB_NONE, "information", CLASS_diag },
    { 7, SUB_NONE, "debug", CLASS_diag },
    { 0 },
};

/* "<34>" and the like; false when it is none. */
static bool read_priority(struct cursor *c, unsigned *priority)
{
    unsigned digits = 0;

    *priority = 0;
    if (cursor_u8(c) != '<')
        return false;
    for (uint8_t byte = cursor_u8(c); byte != '>'; byte = cursor_u8(c), digits++) {
        if (byte < '0' || byte > '9' || digits == 3)
            return false;
        *priority = *priority * 10 + (unsigned)(byte - '0');
    }
    return digits > 0 && *priority <= PRIORITY_MOST;
}

static enum match syslog_probe(struct cursor payload)
{
    unsigned priority;

    return read_priority(&payload, &priority) ? MATCH_MAYBE : MATCH_NO;
}

/* Behind version and time in the newer form, behind the time in the older one. */
static struct text host_name(struct cursor c, struct arena *into)
{
    struct text line = text_from_wire(c, into);

    if (text_starts(line, "1 ")) {
        (void)text_cut(&line, ' ');
        (void)text_cut(&line, ' ');
        return text_cut(&line, ' ');
    }
    bool has_time = line.length > TIMESTAMP_3164 && line.at[3] == ' ' && line.at[9] == ':' &&
                    line.at[12] == ':' && line.at[15] == ' ';
    if (!has_time)
        return (struct text){ 0 };
    line = (struct text){ line.at + TIMESTAMP_3164, line.length - TIMESTAMP_3164 };
    struct text name = text_cut(&line, ' ');
    bool is_tag = name.length && (name.at[name.length - 1] == ':' || line.length == 0);
    return is_tag ? (struct text){ 0 } : name; /* some senders leave their name out */
}

static enum verdict syslog_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor c = *payload;
    unsigned priority;

    if (!read_priority(&c, &priority))
        return VERDICT_MALFORMED;
    struct text name = host_name(c, out->arena);

    out->direction = DIRECTION_FROM_CLIENT;
    dissection_operation(out, &syslog_protocol, MESSAGE_REQUEST, priority % SEVERITIES, SUB_NONE);
    if (!text_is(name, "-"))
        dissection_state(out, &out->sender, FIELD_name, name, "syslog", CONFIDENCE_ASKED);
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}

const struct protocol syslog_protocol = {
    .name = "syslog",
    .title = "Syslog",
    .specification = "RFC 5424",
    .carriers = CARRIER_UDP,
    .ports = { 514 },
    .operations = operations,
    .probe = syslog_probe,
    .dissect = syslog_dissect,
};
