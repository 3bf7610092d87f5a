/*
 * ethercat_mailbox.c - what master and slave say to each other in mailboxes.
 *
 * Nothing on the wire says which memory is a mailbox; a message is believed when
 * its header and the header inside it keep all their rules.
 *
 * Source: ETG.1000.4, 5.6 (mailbox); ETG.1000.6, 5.6 (CoE), 5.7 (EoE), 5.8
 * (FoE), 5.9 (SoE), 5.10 (AoE).
 */
#include "proto/ethercat.h"

enum {
    MAILBOX_ERROR = 0,
    AOE = 1,
    EOE = 2,
    COE = 3,
    FOE = 4,
    SOE = 5,
    MAILBOXES,
};

struct talk {
    const struct ethercat_mail *mail;
    struct ethercat_station *station;
    struct dissection *out;
    uint8_t type;
};

/* An answer that names no sub-code of its own is counted on what was asked. */
static void count(const struct talk *t, enum message_kind kind, uint32_t sub)
{
    uint8_t type = t->type;

    if (t->mail->way == WAY_ANSWER && kind != MESSAGE_REQUEST) {
        type = t->station->mail;
        sub = t->station->mail_sub;
    } else {
        t->station->mail = type;
        t->station->mail_sub = (uint16_t)sub;
    }
    if (t->mail->way != WAY_ECHO)
        dissection_operation(t->out, &ethercat_protocol, kind, ETHERCAT_MAIL + (uint32_t)type,
                             sub == UINT16_MAX ? SUB_NONE : sub);
}

static bool is_answer(const struct talk *t)
{
    return t->mail->way == WAY_ANSWER;
}

/* ---- CoE ---- */

enum coe_service {
    COE_EMERGENCY = 1,
    COE_REQUEST = 2,
    COE_RESPONSE = 3,
    COE_INFORMATION = 8,
    SDO_SUB = 0x20, /* plus the command: sub-codes of SDO */
    SDO_SEGMENT_DOWNLOAD = 0,
    SDO_DOWNLOAD = 1,
    SDO_UPLOAD = 2,
    SDO_SEGMENT_UPLOAD = 3,
    SDO_ABORT = 4,
    SUB_IDENTITY = 0x25,
    SUB_STORE = 0x26,
    SUB_RESTORE = 0x27,
    OBJECT_STORE = 0x1010,
    OBJECT_RESTORE = 0x1011,
    COMMAND_SHIFT = 5,
    COMPLETE = 0x10,
    EXPEDITED = 2,
    SIZED = 1,
    INFORMATION_ERROR = 7,
};

static uint32_t sdo_sub(uint8_t command, uint16_t object)
{
    if (command == SDO_UPLOAD && ethercat_is_identity(object))
        return SUB_IDENTITY;
    if (command == SDO_DOWNLOAD && object == OBJECT_STORE)
        return SUB_STORE;
    if (command == SDO_DOWNLOAD && object == OBJECT_RESTORE)
        return SUB_RESTORE;
    return SDO_SUB + (uint32_t)command;
}

static void tell_upload(const struct talk *t, uint8_t flags, struct cursor c)
{
    uint16_t object = cursor_u16le(&c);
    uint8_t entry = cursor_u8(&c);

    if (flags & EXPEDITED)
        c = cursor_split(&c, flags & SIZED ? 4u - (flags >> 2 & 3u) : 4u);
    else
        cursor_skip(&c, 4); /* size of all segments together */
    if (cursor_ok(&c))
        ethercat_tell_object(t->mail->station, object, entry, flags & COMPLETE, c, t->out);
}

/* The server's upload answer has the client's number for it; the other answers are swapped. */
static bool read_sdo(const struct talk *t, uint8_t service, struct cursor c)
{
    uint8_t flags = cursor_u8(&c), command = flags >> COMMAND_SHIFT;
    struct cursor object = c;
    uint16_t index = cursor_u16le(&object);

    cursor_skip(&object, 1 + 4); /* entry, data or size */
    if (command > SDO_ABORT || !cursor_ok(&object))
        return false;
    if (command == SDO_ABORT)
        count(t, MESSAGE_REFUSAL, SDO_SUB + SDO_ABORT);
    else if (service == COE_REQUEST)
        count(t, MESSAGE_REQUEST, sdo_sub(command, index));
    else
        count(t, MESSAGE_RESPONSE, SUB_NONE);
    if (service == COE_RESPONSE && command == SDO_UPLOAD)
        tell_upload(t, flags, c);
    return true;
}

static bool read_coe(const struct talk *t, struct cursor c)
{
    uint16_t head = cursor_u16le(&c);
    uint8_t service = (uint8_t)(head >> 12);
    struct cursor peek = c;

    if (!cursor_ok(&c) || (head & 0x0fff) != 0 || service == 0 || service > COE_INFORMATION)
        return false;
    if (service == COE_REQUEST || service == COE_RESPONSE)
        return read_sdo(t, service, c);
    if (service == COE_INFORMATION && is_answer(t))
        count(t,
              (cursor_u8(&peek) & 0x7f) == INFORMATION_ERROR ? MESSAGE_REFUSAL : MESSAGE_RESPONSE,
              SUB_NONE);
    else
        count(t, MESSAGE_REQUEST, service);
    return true;
}

/* ---- the other protocols ---- */

enum foe_operation { FOE_DATA = 3, FOE_ACKNOWLEDGE = 4, FOE_ERROR = 5, FOE_BUSY = 6 };

static bool read_foe(const struct talk *t, struct cursor c)
{
    uint8_t operation = cursor_u8(&c);
    uint8_t reserved = cursor_u8(&c);

    cursor_skip(&c, 4); /* password, packet number, error or progress */
    if (!cursor_ok(&c) || reserved != 0 || operation == 0 || operation > FOE_BUSY)
        return false;
    if (!is_answer(t))
        count(t, MESSAGE_REQUEST, operation);
    else
        count(t, operation == FOE_ERROR ? MESSAGE_REFUSAL : MESSAGE_RESPONSE, SUB_NONE);
    return true;
}

enum soe_operation { SOE_READ = 1, SOE_WRITE = 3, SOE_EMERGENCY = 7, SOE_ERROR = 0x10 };

static bool read_soe(const struct talk *t, struct cursor c)
{
    uint8_t head = cursor_u8(&c), operation = head & 7;

    cursor_skip(&c, 3); /* elements, identification number */
    if (!cursor_ok(&c) || operation == 0)
        return false;
    if (operation == SOE_READ || operation == SOE_WRITE || operation > SOE_WRITE + 1)
        count(t, MESSAGE_REQUEST, operation);
    else
        count(t, head & SOE_ERROR ? MESSAGE_REFUSAL : MESSAGE_RESPONSE, SUB_NONE);
    return true;
}

enum eoe_type { EOE_FRAGMENT = 0, EOE_SET_IP_DONE = 3, EOE_SET_FILTER_DONE = 5 };

static bool read_eoe(const struct talk *t, struct cursor c)
{
    uint8_t type = cursor_u8(&c) & 15;

    cursor_skip(&c, 1);
    uint16_t result = cursor_u16le(&c);
    if (!cursor_ok(&c) || type > EOE_SET_FILTER_DONE)
        return false;
    if (type == EOE_SET_IP_DONE || type == EOE_SET_FILTER_DONE)
        count(t, result ? MESSAGE_REFUSAL : MESSAGE_RESPONSE, SUB_NONE);
    else
        count(t, MESSAGE_REQUEST, type);
    return true;
}

enum ams { AMS_ADDRESSES = 16, AMS_COMMANDS = 9, AMS_RESPONSE = 1 };

static bool read_aoe(const struct talk *t, struct cursor c)
{
    cursor_skip(&c, AMS_ADDRESSES);
    uint16_t command = cursor_u16le(&c), flags = cursor_u16le(&c);
    uint32_t length = cursor_u32le(&c), error = cursor_u32le(&c);

    cursor_skip(&c, 4); /* invoke id */
    if (!cursor_ok(&c) || command == 0 || command > AMS_COMMANDS || length > c.left)
        return false;
    if (flags & AMS_RESPONSE)
        count(t, error ? MESSAGE_REFUSAL : MESSAGE_RESPONSE, SUB_NONE);
    else
        count(t, MESSAGE_REQUEST, command);
    return true;
}

static bool read_error(const struct talk *t, struct cursor c)
{
    uint16_t type = cursor_u16le(&c), detail = cursor_u16le(&c);

    if (!cursor_ok(&c) || !is_answer(t) || type != 1 || detail == 0)
        return false;
    count(t, MESSAGE_REFUSAL, SUB_NONE);
    return true;
}

static bool (*const readers[MAILBOXES])(const struct talk *t, struct cursor c) = {
    [MAILBOX_ERROR] = read_error,
    [AOE] = read_aoe,
    [EOE] = read_eoe,
    [COE] = read_coe,
    [FOE] = read_foe,
    [SOE] = read_soe,
};

bool ethercat_mail_read(struct cursor data, const struct ethercat_mail *m, struct dissection *out)
{
    uint16_t length = cursor_u16le(&data);
    cursor_skip(&data, 2); /* station */
    uint8_t channel = cursor_u8(&data), type = cursor_u8(&data);
    struct cursor body = cursor_split(&data, length);

    if (!cursor_ok(&body) || (channel & 0x3f) != 0 || type & 0x80 || (type & 15) >= MAILBOXES)
        return false;
    struct talk t = { m, ethercat_station_of(out, m->station), out, type & 15 };
    return readers[t.type](&t, body);
}
