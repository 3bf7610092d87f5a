/*
 * c1222_identity.c - what a meter says of itself: the identification service and
 * the identity tables of C12.19.
 *
 * Source: ANSI C12.22-2012, 5.3.2.4.1 (identification), 5.3.2.4.2 (read); ANSI
 * C12.19-2012, table 1 (manufacturer identification), table 5 (device
 * identification).
 */
#include "base/attributes.h"
#include "proto/ber.h"
#include "proto/c1222.h"

/* Names are padded with blanks; a serial number is of characters, or of packed digits. */
enum {
    MANUFACTURER_BYTES = 4,
    MODEL_BYTES = 8,
    SERIAL_BYTES = 16,
    SERIAL_DIGITS = 8,
    DEVICE_BYTES = 20,
};

static void tell(struct dissection *out, struct text node, enum field field, struct text value,
                 const char *source)
{
    dissection_state_part(out, &out->sender,
                          text_format(out->arena, "node %.*s", (int)node.length, node.at), field,
                          value, source, CONFIDENCE_SELF);
}

static struct text digits(struct cursor packed, struct arena *into)
{
    struct text shown = { 0 };

    while (packed.left > 0)
        shown = text_format(into, "%.*s%02x", (int)shown.length, shown.at ? shown.at : "",
                            cursor_u8(&packed));
    return shown;
}

static void tell_manufacturer(struct cursor table, struct text node, struct dissection *out)
{
    static const char source[] = "c12.19 table 1";
    struct cursor manufacturer = cursor_split(&table, MANUFACTURER_BYTES);
    struct cursor model = cursor_split(&table, MODEL_BYTES);
    unsigned hardware = cursor_u8(&table), hardware_revision = cursor_u8(&table);
    unsigned firmware = cursor_u8(&table), firmware_revision = cursor_u8(&table);

    if (!cursor_ok(&table))
        return;
    tell(out, node, FIELD_vendor, text_from_wire(manufacturer, out->arena), source);
    tell(out, node, FIELD_model, text_from_wire(model, out->arena), source);
    tell(out, node, FIELD_hardware, text_format(out->arena, "%u.%u", hardware, hardware_revision),
         source);
    tell(out, node, FIELD_firmware, text_format(out->arena, "%u.%u", firmware, firmware_revision),
         source);
    if (table.left == SERIAL_BYTES)
        tell(out, node, FIELD_serial, text_from_wire(table, out->arena), source);
    else if (table.left == SERIAL_DIGITS)
        tell(out, node, FIELD_serial, digits(table, out->arena), source);
}

static void tell_device(struct cursor table, struct text node, struct dissection *out)
{
    if (table.left == DEVICE_BYTES)
        tell(out, node, FIELD_asset_tag, text_from_wire(table, out->arena), "c12.19 table 5");
    else if (table.left == DEVICE_BYTES / 2)
        tell(out, node, FIELD_asset_tag, digits(table, out->arena), "c12.19 table 5");
}

/* What was read: a count, the bytes of the table, and the complement of their sum. */
static struct cursor read_table(struct cursor answer)
{
    struct cursor table = cursor_split(&answer, cursor_u16be(&answer)), summed = table;
    uint8_t sum = cursor_u8(&answer);

    while (summed.left > 0)
        sum = (uint8_t)(sum + cursor_u8(&summed));
    return cursor_ok(&answer) && sum == 0 ? table : cursor_over(NULL, 0);
}

static const char *const standards[] = { "ANSI C12.18", NULL, "ANSI C12.21", "ANSI C12.22" };

static void tell_standard(struct cursor answer, struct text node, struct dissection *out)
{
    uint8_t standard = cursor_u8(&answer);
    unsigned version = cursor_u8(&answer), revision = cursor_u8(&answer);

    if (cursor_ok(&answer) && standard < COUNT_OF(standards) && standards[standard])
        tell(out, node, FIELD_profile,
             text_format(out->arena, "%s %u.%u", standards[standard], version, revision),
             "c12.22 identification");
}

static const struct {
    uint8_t service, table;
    void (*tell)(struct cursor answer, struct text node, struct dissection *out);
} tellers[] = {
    { C1222_IDENTIFY, C1222_TABLE_OTHER, tell_standard },
    { C1222_FULL_READ, C1222_TABLE_MANUFACTURER, tell_manufacturer },
    { C1222_FULL_READ, C1222_TABLE_DEVICE, tell_device },
};

void c1222_identity(uint8_t service, uint8_t table, struct cursor answer, struct text node,
                    struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(tellers); i++)
        if (tellers[i].service == service && tellers[i].table == table)
            tellers[i].tell(service == C1222_FULL_READ ? read_table(answer) : answer, node, out);
}
