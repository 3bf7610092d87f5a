/*
 * modbus_shape.c - which way a Modbus message goes, from its lengths alone.
 *
 * Source: MODBUS Application Protocol V1.1b3, 6.
 */
#include "proto/modbus_pdu.h"

/*
 * The data behind the function code: of one length, or with a count byte at
 * `count_at` that says what follows it.
 */
struct form {
    bool counted;
    uint8_t length; /* fixed: bytes in all; counted: where the count stands */
};

#define FIXED(bytes)                                                                               \
    {                                                                                              \
        false, bytes                                                                               \
    }
#define COUNTED_AT(place)                                                                          \
    {                                                                                              \
        true, place                                                                                \
    }

static const struct shape {
    uint8_t function;
    struct form request, response;
} shapes[] = {
    { 1, FIXED(4), COUNTED_AT(0) },  { 2, FIXED(4), COUNTED_AT(0) },
    { 3, FIXED(4), COUNTED_AT(0) },  { 4, FIXED(4), COUNTED_AT(0) },
    { 5, FIXED(4), FIXED(4) },       { 6, FIXED(4), FIXED(4) },
    { 7, FIXED(0), FIXED(1) },       { 11, FIXED(0), FIXED(4) },
    { 12, FIXED(0), COUNTED_AT(0) }, { 15, COUNTED_AT(4), FIXED(4) },
    { 16, COUNTED_AT(4), FIXED(4) }, { MODBUS_REPORT_SERVER_ID, FIXED(0), COUNTED_AT(0) },
    { 22, FIXED(6), FIXED(6) },      { 23, COUNTED_AT(8), COUNTED_AT(0) },
};

static bool fits(struct form form, struct cursor data)
{
    if (!form.counted)
        return data.left == form.length;
    cursor_skip(&data, form.length);
    uint8_t count = cursor_u8(&data);
    return cursor_ok(&data) && count == data.left;
}

static const struct shape *shape_find(uint8_t function)
{
    for (const struct shape *s = shapes; s < shapes + COUNT_OF(shapes); s++)
        if (s->function == function)
            return s;
    return NULL;
}

bool modbus_shape_fits(const struct modbus_pdu *pdu)
{
    const struct shape *s = shape_find(pdu->function);

    return s && (fits(s->request, pdu->data) || fits(s->response, pdu->data));
}

enum direction modbus_shape_direction(const struct modbus_pdu *pdu)
{
    const struct shape *s = shape_find(pdu->function);

    if (pdu->exception || pdu->umas_status)
        return DIRECTION_FROM_SERVER;
    if (pdu->function == MODBUS_UMAS)
        return DIRECTION_FROM_CLIENT;
    if (!s)
        return DIRECTION_UNKNOWN;
    bool request = fits(s->request, pdu->data), response = fits(s->response, pdu->data);
    return request == response ? DIRECTION_UNKNOWN
           : request           ? DIRECTION_FROM_CLIENT
                               : DIRECTION_FROM_SERVER;
}
