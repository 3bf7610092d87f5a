/*
 * ethercat.c - EtherCAT frames and their datagrams.
 *
 * A frame that has been through the ring has the local bit set in its source
 * address and, where a slave did what it was asked, a working counter.  The
 * returned frame is the answer; a datagram that returns with a working counter
 * of zero was carried out by nobody.
 *
 * Source: ETG.1000.4, 5.3 (frames), 5.4 (datagrams), 6 (registers); ETG.8200
 * (mailbox gateway).
 */
#include "proto/ethercat.h"

#include <assert.h>

enum {
    PORT = 0x88a4, /* 34980: its EtherType and its port are one number */
    FRAME_LENGTH = 0x07ff,
    FRAME_TYPE_SHIFT = 12,
    TYPE_DATAGRAMS = 1,
    TYPE_VARIABLES = 4,
    TYPE_MAILBOX = 5,
    DATAGRAM_LENGTH = 0x07ff,
    DATAGRAM_MORE = 0x8000,
    DATAGRAM_RESERVED = 0x3800,
    COUNTER_BYTES = 2,
    MESSAGE_MOST = 2 + FRAME_LENGTH,
    PUBLISH_VARIABLES = 512,
    MAC_LOCAL = 2,          /* bit of the first byte */
    REGISTERS_END = 0x1000, /* from here on: process data and mailboxes */
    AL_CONTROL = 0x0120,
    AL_STATE = 15,
    EEPROM_CONTROL = 0x0502,
    EEPROM_ADDRESS_AT = 2,
};

enum command {
    APRD = 1,
    APWR,
    APRW,
    FPRD,
    FPWR,
    FPRW,
    BRD,
    BWR,
    BRW,
    LRD,
    LWR,
    LRW,
    ARMW,
    FRMW,
    COMMANDS,
};

/* A row for each command that reads or writes slaves by their registers. */
#define ROWS_3(a, b, c, sub, class, name)                                                          \
    { a, sub, name, CLASS_##class }, { b, sub, name, CLASS_##class },                              \
        { c, sub, name, CLASS_##class },
#define READS(sub, class, name) ROWS_3(APRD, FPRD, BRD, sub, class, name)
#define WRITES(sub, class, name)                                                                   \
    ROWS_3(APWR, FPWR, BWR, sub, class, name)                                                      \
    ROWS_3(APRW, FPRW, BRW, sub, class, name){ ARMW, sub, name, CLASS_##class },                   \
        { FRMW, sub, name, CLASS_##class },
#define COMMAND(number, class, name)   { number, SUB_NONE, name, CLASS_##class },
#define MAIL(number, sub, class, name) { ETHERCAT_MAIL + number, sub, name, CLASS_##class },
static const struct operation operations[] = {
#include "proto/ethercat_codes.def"
    { PUBLISH_VARIABLES, SUB_NONE, "publish network variables", CLASS_read },
    { 0 },
};
#undef COMMAND
#undef MAIL
#undef READS
#undef WRITES
#undef ROWS_3

static_assert(sizeof(struct ethercat_state) <= PROTOCOL_STATE_MOST, "flow state is bounded");

/* What a command does with the slaves that it meets. */
static const struct abilities {
    bool reads, writes, station; /* station: by configured address */
} abilities[COMMANDS] = {
    [APRD] = { true, false, false }, [APWR] = { false, true, false },
    [APRW] = { true, true, false },  [FPRD] = { true, false, true },
    [FPWR] = { false, true, true },  [FPRW] = { true, true, true },
    [BRD] = { true, false, false },  [BWR] = { false, true, false },
    [BRW] = { true, true, false },   [ARMW] = { false, true, false },
    [FRMW] = { false, true, true },
};

static const struct region {
    uint16_t first, last;
    bool reads, writes; /* has a row of its own for them */
} regions[] = {
    { 0x0000, 0x000f, true, false }, { 0x0010, 0x0011, true, true },
    { 0x0020, 0x0031, false, true }, { 0x0040, 0x0041, false, true },
    { 0x0100, 0x0103, false, true }, { 0x0120, 0x0121, false, true },
    { 0x0130, 0x0135, true, false }, { 0x0140, 0x0153, false, true },
    { 0x0200, 0x0207, false, true }, { 0x0300, 0x0313, true, true },
    { 0x0400, 0x0441, false, true }, { 0x0500, 0x050f, true, true },
    { 0x0600, 0x06ff, false, true }, { 0x0800, 0x087f, false, true },
    { 0x0900, 0x09ff, true, true },
};

struct datagram {
    uint8_t command;
    uint16_t address, offset; /* of physical commands */
    struct cursor data;
    uint16_t counter; /* of the slaves that did it */
    bool more;
};

/* ---- reading ---- */

static bool datagram_next(struct cursor *c, struct datagram *d)
{
    d->command = cursor_u8(c);
    cursor_skip(c, 1); /* index */
    d->address = cursor_u16le(c);
    d->offset = cursor_u16le(c);
    uint16_t length = cursor_u16le(c);
    cursor_skip(c, 2); /* interrupts */
    d->data = cursor_split(c, length & DATAGRAM_LENGTH);
    d->counter = cursor_u16le(c);
    d->more = length & DATAGRAM_MORE;
    return cursor_ok(c) && d->command < COMMANDS && !(length & DATAGRAM_RESERVED);
}

/* All of them, or nothing is believed; the first working counters say who has seen the frame. */
static bool datagrams_fit(struct cursor c, bool *counted)
{
    struct datagram d = { .more = true };

    *counted = false;
    while (d.more) {
        if (!datagram_next(&c, &d))
            return false;
        *counted |= d.counter > 0;
    }
    return true;
}

static bool read_frame(struct cursor *c, uint8_t *type, struct cursor *body)
{
    uint16_t head = cursor_u16le(c);

    *type = (uint8_t)(head >> FRAME_TYPE_SHIFT);
    *body = cursor_split(c, head & FRAME_LENGTH);
    return *type == TYPE_DATAGRAMS || *type == TYPE_VARIABLES || *type == TYPE_MAILBOX;
}

static enum match ethercat_probe(struct cursor payload)
{
    struct cursor body;
    uint8_t type;
    bool counted;

    if (!read_frame(&payload, &type, &body) || !cursor_ok(&body) || body.left == 0)
        return MATCH_NO;
    return type != TYPE_DATAGRAMS || datagrams_fit(body, &counted) ? MATCH_MAYBE : MATCH_NO;
}

/* ---- which way ---- */

/* The master has two addresses then: its own, and the one that its frames return with. */
static void tie_returned(struct dissection *out)
{
    struct ethercat_state *state = out->state;
    struct address master = out->sender;

    if (state->tied || state->sent)
        return;
    master.bytes[0] &= (uint8_t)~MAC_LOCAL;
    dissection_tie(out, master, out->sender, BINDING_announced);
    state->tied = true;
}

static bool has_returned(struct dissection *out, bool counted)
{
    struct ethercat_state *state = out->state;

    if (out->sender.kind != ADDRESS_MAC)
        return out->direction == DIRECTION_FROM_SERVER;
    if (!counted)
        state->sent = true;
    else if (out->sender.bytes[0] & MAC_LOCAL)
        tie_returned(out);
    return counted;
}

struct ethercat_station *ethercat_station_of(const struct dissection *out, uint16_t address)
{
    struct ethercat_state *state = out->state;
    struct ethercat_station *row = state->stations;

    for (; row < state->stations + ETHERCAT_STATIONS_MOST; row++)
        if (row->used && row->address == address)
            return row;
    row = &state->stations[state->next];
    state->next = (uint8_t)((state->next + 1) % ETHERCAT_STATIONS_MOST);
    *row = (struct ethercat_station){ .address = address, .used = true };
    return row;
}

/* ---- datagrams ---- */

/* For AL control the state asked for; else the register that names the group, or none. */
static uint32_t sub_of(const struct datagram *d)
{
    struct cursor data = d->data;
    struct abilities does = abilities[d->command];
    const struct region *r = regions;

    if (!does.reads && !does.writes)
        return SUB_NONE;
    while (r < regions + COUNT_OF(regions) && (d->offset < r->first || d->offset > r->last))
        r++;
    if (r == regions + COUNT_OF(regions) || !(does.writes ? r->writes : r->reads))
        return SUB_NONE;
    uint32_t state = cursor_u8(&data) & AL_STATE;
    bool named = operation_find(&ethercat_protocol, d->command, state)->name;
    return r->first == AL_CONTROL && state > 0 && named ? state : r->first;
}

/* Which word the EEPROM of a station will be read at. */
static void note_eeprom(const struct datagram *d, struct dissection *out)
{
    struct cursor data = d->data;

    if (d->offset != EEPROM_CONTROL)
        return;
    cursor_skip(&data, EEPROM_ADDRESS_AT);
    uint32_t word = cursor_u32le(&data);
    if (cursor_ok(&data))
        ethercat_station_of(out, d->address)->eeprom_word = (uint16_t)word;
}

/* Memory of one slave beyond its registers may be a mailbox. */
static bool read_mail(const struct datagram *d, enum ethercat_way way, struct dissection *out)
{
    struct ethercat_mail mail = { d->address, way };

    return abilities[d->command].station && d->offset >= REGISTERS_END &&
           ethercat_mail_read(d->data, &mail, out);
}

static void read_sent(const struct datagram *d, struct dissection *out)
{
    if (abilities[d->command].writes && read_mail(d, WAY_SENT, out))
        return;
    dissection_operation(out, &ethercat_protocol, MESSAGE_REQUEST, d->command, sub_of(d));
}

static void read_returned(const struct datagram *d, struct dissection *out)
{
    struct abilities does = abilities[d->command];
    bool done = d->counter > 0 || d->command == 0;

    if (does.station && does.writes) {
        note_eeprom(d, out);
        if (read_mail(d, WAY_ECHO, out) && done)
            return; /* the slave answers in a mailbox of its own */
    }
    dissection_operation(out, &ethercat_protocol, done ? MESSAGE_RESPONSE : MESSAGE_REFUSAL,
                         d->command, sub_of(d));
    if (!done || !does.station || !does.reads || does.writes)
        return;
    if (!read_mail(d, WAY_ANSWER, out))
        ethercat_tell_register(d->address, d->offset, d->data, out);
}

static void read_datagrams(struct cursor c, struct dissection *out)
{
    struct datagram d = { .more = true };
    bool counted, fit = datagrams_fit(c, &counted);
    bool returned = fit && has_returned(out, counted);

    while (fit && d.more && datagram_next(&c, &d)) {
        if (returned)
            read_returned(&d, out);
        else
            read_sent(&d, out);
    }
}

/* Over IP a gateway takes the mailbox itself: it says which station. */
static void read_gateway(struct cursor c, struct dissection *out)
{
    struct cursor peek = c;
    cursor_skip(&peek, 2);
    struct ethercat_mail mail = { cursor_u16le(&peek), WAY_SENT };

    if (out->direction == DIRECTION_FROM_SERVER)
        mail.way = WAY_ANSWER;
    (void)ethercat_mail_read(c, &mail, out);
}

static enum verdict ethercat_dissect(struct cursor *payload, struct dissection *out)
{
    struct cursor ahead = *payload, body; /* do not consume half a message */
    uint8_t type;
    bool known = read_frame(&ahead, &type, &body), counted;

    if (!cursor_ok(&ahead))
        return VERDICT_MORE;
    if (!known || (type == TYPE_DATAGRAMS && !datagrams_fit(body, &counted)))
        return VERDICT_MALFORMED;
    if (type == TYPE_DATAGRAMS)
        read_datagrams(body, out);
    else if (type == TYPE_MAILBOX)
        read_gateway(body, out);
    else
        dissection_operation(out, &ethercat_protocol, MESSAGE_REQUEST, PUBLISH_VARIABLES, SUB_NONE);
    *payload = ahead;
    if (out->sender.kind == ADDRESS_MAC)
        cursor_skip(payload, payload->left); /* padding */
    return VERDICT_OK;
}

const struct protocol ethercat_protocol = {
    .name = "ethercat",
    .title = "EtherCAT",
    .specification = "ETG.1000.4, ETG.1000.6",
    .carriers = CARRIER_ETHERNET | CARRIER_UDP | CARRIER_TCP,
    .ports = { PORT },
    .is_industrial = true,
    .state_bytes = sizeof(struct ethercat_state),
    .message_most = MESSAGE_MOST,
    .operations = operations,
    .probe = ethercat_probe,
    .dissect = ethercat_dissect,
};
