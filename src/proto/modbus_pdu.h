/*
 * modbus_pdu.h - one Modbus message behind its MBAP header, and what its two
 * sides say of themselves in it.
 */
#pragma once

#include "proto/protocol.h"

enum modbus_function {
    MODBUS_DIAGNOSTICS = 8,
    MODBUS_REPORT_SERVER_ID = 17,
    MODBUS_ENCAPSULATED = 43,
    MODBUS_UMAS = 90,
};

enum umas_status { UMAS_REFUSED = 0xfd, UMAS_DONE = 0xfe };

struct modbus_pdu {
    uint16_t transaction;
    uint8_t unit;
    uint8_t function; /* without the exception bit */
    bool exception;
    uint8_t umas_status; /* of a UMAS answer, else 0 */
    uint32_t sub;        /* SUB_NONE where there is none, or where only the request knew it */
    enum message_kind kind;
    struct cursor data; /* behind function and sub-code */
};

/* "unit 17", or nothing where the address itself answers. */
struct text modbus_unit_part(uint8_t unit, struct arena *into);

/*
 * Identity in a request or a normal response whose sub-code is known.  What a
 * unit says is said of that unit: only who sees all conversations of an address
 * can tell whether there is another one behind it.
 */
void modbus_identity(const struct modbus_pdu *pdu, struct dissection *out);

/* Whether the data behind the function code has the form of a request or of an answer. */
bool modbus_shape_fits(const struct modbus_pdu *pdu);

/* What the lengths inside prove of who is speaking. */
enum direction modbus_shape_direction(const struct modbus_pdu *pdu);
