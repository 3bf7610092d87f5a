#include "proto/s7comm_szl.h"

enum {
    ORDER_NUMBER_BYTES = 20,
    NAME_BYTES = 24,
    LONG_NAME_BYTES = 32,
    MANUFACTURER_SIEMENS = 42, /* as in the identification records of PROFIBUS International */
    RECORD_PROTECTION = 4,
};

/* ---- 0x11: module identification ---- */

static const char *const siemens_order_numbers[] = { "6ES7", "6AG1", "6GK" };

static void tell_vendor(struct text order_number, struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(siemens_order_numbers); i++)
        if (text_starts(order_number, siemens_order_numbers[i]))
            dissection_state(out, &out->sender, FIELD_vendor, TEXT("Siemens"), "s7comm SZL 11/1",
                             CONFIDENCE_SELF);
}

/* "V3.2.7" for 56 03 02 07, "A9.9" for 41 20 09 09; "4" where there is no letter. */
static struct text version_text(uint16_t first, uint16_t second, struct arena *into)
{
    if (first >> 8 < 'A' || first >> 8 > 'Z')
        return text_format(into, "%u", (unsigned)first);
    if ((first & 0xff) == ' ')
        return text_format(into, "%c%u.%u", first >> 8, (unsigned)second >> 8, second & 0xffU);
    return text_format(into, "%c%u.%u.%u", first >> 8, first & 0xffU, (unsigned)second >> 8,
                       second & 0xffU);
}

enum module_part {
    PART_MODULE = 0x01,
    PART_HARDWARE = 0x06,
    PART_FIRMWARE = 0x07,
    PART_BOOT_LOADER = 0x81,
};

static void tell_module(struct text name, struct text version, struct dissection *out)
{
    (void)version;
    dissection_state(out, &out->sender, FIELD_order_number, name, "s7comm SZL 11/1",
                     CONFIDENCE_SELF);
    tell_vendor(name, out);
}

static void tell_hardware(struct text name, struct text version, struct dissection *out)
{
    (void)name;
    dissection_state(out, &out->sender, FIELD_hardware, version, "s7comm SZL 11/6",
                     CONFIDENCE_SELF);
}

static void tell_firmware(struct text name, struct text version, struct dissection *out)
{
    (void)name;
    dissection_state(out, &out->sender, FIELD_firmware, version, "s7comm SZL 11/7",
                     CONFIDENCE_SELF);
}

static void tell_boot_loader(struct text name, struct text version, struct dissection *out)
{
    dissection_state(out, &out->sender, FIELD_software,
                     text_format(out->arena, "%s %s", text_string(name, out->arena),
                                 text_string(version, out->arena)),
                     "s7comm SZL 11/129", CONFIDENCE_SELF);
}

static const struct {
    uint16_t part;
    void (*tell)(struct text name, struct text version, struct dissection *out);
} module_parts[] = {
    { PART_MODULE, tell_module },
    { PART_HARDWARE, tell_hardware },
    { PART_FIRMWARE, tell_firmware },
    { PART_BOOT_LOADER, tell_boot_loader },
};

static void module_identification(struct cursor record, struct dissection *out)
{
    uint16_t part = cursor_u16be(&record);
    struct text name = text_from_wire(cursor_split(&record, ORDER_NUMBER_BYTES), out->arena);
    cursor_skip(&record, 2); /* kind of module */
    uint16_t first = cursor_u16be(&record);
    uint16_t second = cursor_u16be(&record);

    for (size_t i = 0; i < COUNT_OF(module_parts); i++)
        if (module_parts[i].part == part)
            module_parts[i].tell(name, version_text(first, second, out->arena), out);
}

/* ---- 0x1C: component identification ---- */

static const struct {
    uint8_t part;
    uint8_t bytes;
    enum field field;
    const char *source;
    const char *before;
} components[] = {
    { 1, NAME_BYTES, FIELD_name, "s7comm SZL 1C/1", "" },
    { 2, NAME_BYTES, FIELD_module, "s7comm SZL 1C/2", "" },
    { 3, LONG_NAME_BYTES, FIELD_description, "s7comm SZL 1C/3", "" },
    { 4, LONG_NAME_BYTES, FIELD_copyright, "s7comm SZL 1C/4", "" },
    { 5, LONG_NAME_BYTES, FIELD_serial, "s7comm SZL 1C/5", "" },
    { 7, LONG_NAME_BYTES, FIELD_model, "s7comm SZL 1C/7", "" },
    { 8, LONG_NAME_BYTES, FIELD_module, "s7comm SZL 1C/8", "memory card " },
    { 11, LONG_NAME_BYTES, FIELD_location, "s7comm SZL 1C/11", "" },
};

enum { COMPONENT_MANUFACTURER = 9 };

static void component_identification(struct cursor record, struct dissection *out)
{
    uint8_t part = (uint8_t)cursor_u16be(&record); /* the high byte is the rack of an H system */

    for (size_t i = 0; i < COUNT_OF(components); i++) {
        if (components[i].part != part)
            continue;
        struct text value = text_from_wire(cursor_split(&record, components[i].bytes), out->arena);
        if (value.length > 0 && *components[i].before)
            value = text_format(out->arena, "%s%s", components[i].before,
                                text_string(value, out->arena));
        dissection_state(out, &out->sender, components[i].field, value, components[i].source,
                         CONFIDENCE_SELF);
        return;
    }
    if (part == COMPONENT_MANUFACTURER && cursor_u16be(&record) == MANUFACTURER_SIEMENS)
        dissection_state(out, &out->sender, FIELD_vendor, TEXT("Siemens"), "s7comm SZL 1C/9",
                         CONFIDENCE_SELF);
}

/* ---- 0x24 with 0x04: operating mode; 0x32: protection level and mode switch ---- */

static const char *const operating_modes[16] = {
    [0x1] = "STOP (update)",
    [0x2] = "STOP (memory reset)",
    [0x3] = "STOP (self-initialization)",
    [0x4] = "STOP",
    [0x5] = "startup (complete restart)",
    [0x7] = "startup (restart)",
    [0x8] = "RUN",
    [0xa] = "HOLD",
    [0xd] = "defective",
};

static void operating_mode(struct cursor record, struct dissection *out)
{
    cursor_skip(&record, 3); /* event and the mode before it */
    const char *mode = operating_modes[cursor_u8(&record) & 0x0f];

    dissection_state(out, &out->sender, FIELD_state, text_of(mode), "s7comm SZL 0424",
                     CONFIDENCE_SELF);
}

static const char *const switch_positions[] = {
    NULL,
    "mode switch at RUN",
    "mode switch at RUN-P",
    "mode switch at STOP",
    "mode switch at MRES",
};

static void protection(struct cursor record, struct dissection *out)
{
    if (cursor_u16be(&record) != RECORD_PROTECTION)
        return;
    cursor_skip(&record, 4); /* levels of the key switch and of the configuration */
    uint16_t level = cursor_u16be(&record);
    uint16_t position = cursor_u16be(&record);

    if (level >= 1 && level <= 3)
        dissection_state(out, &out->sender, FIELD_capability,
                         text_format(out->arena, "protection level %u", (unsigned)level),
                         "s7comm SZL 32/4", CONFIDENCE_SELF);
    if (position < COUNT_OF(switch_positions))
        dissection_state(out, &out->sender, FIELD_state, text_of(switch_positions[position]),
                         "s7comm SZL 32/4", CONFIDENCE_SELF);
}

static const struct list {
    uint8_t id; /* low byte: the high one says which records were asked for */
    uint8_t record_bytes;
    void (*tell)(struct cursor record, struct dissection *out);
} lists[] = {
    { 0x11, 28, module_identification },
    { 0x1c, 34, component_identification },
    { 0x24, 20, operating_mode },
    { 0x32, 40, protection },
};

static const struct list *list_find(uint8_t id)
{
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        if (lists[i].id == id)
            return &lists[i];
    return NULL;
}

/* The first message of an answer starts with the id, the index and the size of its records. */
static bool start(struct szl_reader *reader, struct cursor *part, uint8_t unit)
{
    uint16_t id = cursor_u16be(part);
    cursor_skip(part, 2);
    uint16_t length = cursor_u16be(part);
    cursor_skip(part, 2); /* how many there are: more may follow than this message holds */
    const struct list *list = list_find((uint8_t)id);

    *reader = (struct szl_reader){ .unit = unit };
    if (!cursor_ok(part) || !list || length != list->record_bytes)
        return false;
    reader->list = list->id;
    reader->length = list->record_bytes;
    return true;
}

static void feed(struct szl_reader *reader, struct cursor part, struct dissection *out)
{
    const struct list *list = list_find(reader->list);

    while (list && part.left > 0) {
        reader->record[reader->held++] = cursor_u8(&part);
        if (reader->held < reader->length)
            continue;
        list->tell(cursor_over(reader->record, reader->length), out);
        reader->held = 0;
    }
}

void szl_read(struct szl_reader *reader, struct cursor part, uint8_t unit, bool more,
              struct dissection *out)
{
    bool continues = reader->length > 0 && reader->unit == unit && unit != 0;

    if (!continues && !start(reader, &part, unit))
        return;
    feed(reader, part, out);
    if (!more)
        reader->length = 0;
}
