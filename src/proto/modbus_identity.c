/*
 * modbus_identity.c - who the two sides of a Modbus conversation say they are.
 *
 * Source: MODBUS Application Protocol V1.1b3, 6.13 (17), 6.21 (43/14).  UMAS is
 * not published by its maker: the layouts are those that Apache PLC4X documents
 * and that controllers show on the wire.
 */
#include "proto/modbus_pdu.h"

enum {
    PRINTABLE_LEAST = 4,    /* shorter runs in a server id are chance */
    UMAS_NUMBERS = 8,       /* range, identifier, model number */
    UMAS_REVISIONS = 12,    /* patch, internal and hardware version, crash code */
    UMAS_PROJECT_SKIP = 38, /* checksums and dates */
    UMAS_START_SKIP = 12,   /* frame size and versions */
    UMAS_RESERVATION_SKIP = 4,
};

struct object {
    enum field field;
    const char *source;
};

static const struct object objects[] = {
    [0] = { FIELD_vendor, "modbus 43/14 object 0" },
    [1] = { FIELD_model, "modbus 43/14 object 1" },
    [2] = { FIELD_firmware, "modbus 43/14 object 2" },
    [3] = { FIELD_url, "modbus 43/14 object 3" },
    [4] = { FIELD_model, "modbus 43/14 object 4" },
    [5] = { FIELD_model, "modbus 43/14 object 5" },
    [6] = { FIELD_application, "modbus 43/14 object 6" },
};

/* Objects of the maker's own choice: kept when they are plain text. */
static const struct object private_object = { FIELD_description, "modbus 43/14 private object" };

enum { FIRST_PRIVATE = 0x80, OBJECTS_SKIP = 4 /* code, conformity, more follows, next */ };

static bool is_printable(uint8_t byte)
{
    return byte >= 0x20 && byte < 0x7f;
}

static size_t printable_run(struct cursor bytes)
{
    size_t run = 0;

    while (bytes.left && is_printable(cursor_u8(&bytes)))
        run++;
    return run;
}

/* Nothing, when the value was not there. */
static void state_text(struct dissection *out, enum field field, struct cursor value,
                       const char *source, uint8_t confidence)
{
    dissection_state(out, &out->sender, field, text_from_wire(value, out->arena), source,
                     confidence);
}

/* A length byte and that much text, which a terminating NUL may end. */
static struct cursor counted_text(struct cursor *data)
{
    struct cursor text = cursor_split(data, cursor_u8(data));
    size_t run = printable_run(text);

    return run + 1 >= text.left ? cursor_split(&text, run) : (struct cursor){ .failed = true };
}

static void device_identification(struct cursor data, struct dissection *out)
{
    cursor_skip(&data, OBJECTS_SKIP);
    for (unsigned left = cursor_u8(&data); left > 0 && data.left > 0; left--) {
        uint8_t id = cursor_u8(&data);
        struct cursor value = cursor_split(&data, cursor_u8(&data));
        const struct object *known = NULL;

        if (id < COUNT_OF(objects))
            known = &objects[id];
        else if (id >= FIRST_PRIVATE && printable_run(value) == value.left)
            known = &private_object;
        if (known)
            state_text(out, known->field, value, known->source, CONFIDENCE_SELF);
    }
}

static struct cursor longest_text(struct cursor bytes)
{
    struct cursor best = { 0 };

    while (bytes.left > 0) {
        struct cursor run = cursor_split(&bytes, printable_run(bytes));
        if (run.left > best.left)
            best = run;
        if (bytes.left > 0)
            cursor_skip(&bytes, 1);
    }
    return best;
}

/*
 * The layout is each maker's own.  Two things hold widely: the product's name
 * stands somewhere in plain text, and a one-byte id is followed by the run
 * indicator.
 */
static void server_id(struct cursor data, struct dissection *out)
{
    struct cursor id = cursor_split(&data, cursor_u8(&data)), text = longest_text(id);

    if (text.left >= PRINTABLE_LEAST)
        state_text(out, FIELD_description, text, "modbus 17 server id", CONFIDENCE_SELF);
    cursor_skip(&id, 1);
    uint8_t running = cursor_u8(&id);
    if (cursor_ok(&id) && (running == 0 || running == 0xff))
        dissection_state(out, &out->sender, FIELD_state,
                         running ? TEXT("running") : TEXT("stopped"), "modbus 17 run indicator",
                         CONFIDENCE_SELF);
}

static void umas_identity(struct cursor data, struct dissection *out)
{
    cursor_skip(&data, UMAS_NUMBERS);
    uint16_t version = cursor_u16le(&data);
    cursor_skip(&data, UMAS_REVISIONS);
    struct cursor model = counted_text(&data);

    if (!cursor_ok(&model) || model.left < PRINTABLE_LEAST)
        return;
    state_text(out, FIELD_model, model, "umas 02 read identity", CONFIDENCE_SELF);
    /* The minor version is two digits in hexadecimal: 0270 is 2.70. */
    dissection_state(out, &out->sender, FIELD_firmware,
                     text_format(out->arena, "%x.%02x", version >> 8, version & 0xffu),
                     "umas 02 read identity", CONFIDENCE_SELF);
}

static void umas_project(struct cursor data, struct dissection *out)
{
    cursor_skip(&data, UMAS_PROJECT_SKIP);
    struct cursor name = counted_text(&data);

    if (cursor_ok(&data) && data.left == 0)
        state_text(out, FIELD_application, name, "umas 03 project", CONFIDENCE_SELF);
}

static void umas_start(struct cursor data, struct dissection *out)
{
    cursor_skip(&data, UMAS_START_SKIP);
    state_text(out, FIELD_name, counted_text(&data), "umas 01 host name", CONFIDENCE_SELF);
}

/* The engineering station says its own name when it reserves the controller. */
static void umas_reservation(struct cursor data, struct dissection *out)
{
    cursor_skip(&data, UMAS_RESERVATION_SKIP);
    state_text(out, FIELD_name, counted_text(&data), "umas 10 reservation", CONFIDENCE_ASKED);
}

static const struct speaker {
    uint8_t function;
    uint32_t sub;
    enum message_kind kind;
    void (*read)(struct cursor data, struct dissection *out);
} speakers[] = {
    { MODBUS_REPORT_SERVER_ID, SUB_NONE, MESSAGE_RESPONSE, server_id },
    { MODBUS_ENCAPSULATED, 14, MESSAGE_RESPONSE, device_identification },
    { MODBUS_UMAS, 0x01, MESSAGE_RESPONSE, umas_start },
    { MODBUS_UMAS, 0x02, MESSAGE_RESPONSE, umas_identity },
    { MODBUS_UMAS, 0x03, MESSAGE_RESPONSE, umas_project },
    { MODBUS_UMAS, 0x10, MESSAGE_REQUEST, umas_reservation },
};

struct text modbus_unit_part(uint8_t unit, struct arena *into)
{
    enum { UNIT_BROADCAST = 0, UNIT_NONE = 255 };

    return unit == UNIT_BROADCAST || unit == UNIT_NONE ? (struct text){ 0 }
                                                       : text_format(into, "unit %u", unit);
}

void modbus_identity(const struct modbus_pdu *pdu, struct dissection *out)
{
    struct statement **said = out->statements_tail;

    for (const struct speaker *s = speakers; s < speakers + COUNT_OF(speakers); s++)
        if (s->function == pdu->function && s->sub == pdu->sub && s->kind == pdu->kind)
            s->read(pdu->data, out);
    if (pdu->kind == MESSAGE_REQUEST)
        return; /* its sender is no unit */
    struct text part = modbus_unit_part(pdu->unit, out->arena);
    for (struct statement *s = *said; s; s = s->next)
        s->part = part;
}
