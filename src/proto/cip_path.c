#include "proto/cip.h"

enum segment { SEGMENT_PORT, SEGMENT_LOGICAL, SEGMENT_NETWORK, SEGMENT_SYMBOL, SEGMENT_DATA };

enum logical { LOGICAL_CLASS = 0, LOGICAL_ATTRIBUTE = 4, LOGICAL_SPECIAL = 5 };

enum {
    PORT_BACKPLANE = 1,
    PORT_EXTENDED = 15,
    PORT_LONG_LINK = 0x10,
    KEY_FORMAT_BYTES = 8, /* an electronic key of format 4: vendor, type, code, revision */
    NETWORK_LONG = 0x10,
    DATA_ANSI_SYMBOL = 0x91,
};

static void skip_pad(struct cursor *path, size_t used)
{
    cursor_skip(path, used % 2);
}

static void port(struct cursor *path, uint8_t head, struct cip_target *target)
{
    uint8_t number = head & 0x0f;
    bool is_long = head & PORT_LONG_LINK;
    uint8_t length = is_long ? cursor_u8(path) : 1;

    if (number == PORT_EXTENDED)
        cursor_skip(path, 2);
    struct cursor link = cursor_split(path, length);
    skip_pad(path, is_long ? length : length + 1U);
    uint8_t slot = cursor_u8(&link);
    bool is_slot = target->slot == CIP_SLOT_SELF && number == PORT_BACKPLANE && !is_long &&
                   slot <= CIP_SLOT_MOST;
    target->slot = is_slot ? slot : CIP_SLOT_ELSEWHERE;
}

/* 8 bits, or 16 or 32 behind a pad byte. */
static uint32_t logical_value(struct cursor *path, uint8_t head)
{
    switch (head & 3) {
    case 0:
        return cursor_u8(path);
    case 1:
        cursor_skip(path, 1);
        return cursor_u16le(path);
    default:
        cursor_skip(path, 1);
        return cursor_u32le(path);
    }
}

/* The last class is the object meant: those before it say where it lives. */
static void logical(struct cursor *path, uint8_t head, struct cip_target *target)
{
    uint8_t kind = head >> 2 & 7;

    if (kind == LOGICAL_SPECIAL) {
        cursor_skip(path, 1 + KEY_FORMAT_BYTES);
        return;
    }
    uint32_t value = logical_value(path, head);
    if (kind == LOGICAL_CLASS) {
        target->class = value;
        target->attribute = 0;
    } else if (kind == LOGICAL_ATTRIBUTE) {
        target->attribute = value;
    }
}

static void network(struct cursor *path, uint8_t head, struct cip_target *target)
{
    (void)target;
    uint8_t value = cursor_u8(path);

    if (head & NETWORK_LONG)
        cursor_skip(path, 2U * value);
}

static void symbol(struct cursor *path, uint8_t head, struct cip_target *target)
{
    uint8_t length = head & 0x1f;

    cursor_skip(path, length);
    skip_pad(path, length + 1U);
    target->class = CIP_SYMBOL;
}

static void data(struct cursor *path, uint8_t head, struct cip_target *target)
{
    uint8_t length = cursor_u8(path);

    if (head != DATA_ANSI_SYMBOL) {
        cursor_skip(path, 2U * length);
        return;
    }
    cursor_skip(path, length);
    skip_pad(path, length);
    target->class = CIP_SYMBOL;
}

static void (*const segments[])(struct cursor *, uint8_t, struct cip_target *) = {
    [SEGMENT_PORT] = port,     [SEGMENT_LOGICAL] = logical, [SEGMENT_NETWORK] = network,
    [SEGMENT_SYMBOL] = symbol, [SEGMENT_DATA] = data,
};

struct cip_target cip_path_read(struct cursor path)
{
    struct cip_target target = { .class = CIP_CLASS_NONE, .slot = CIP_SLOT_SELF };

    while (path.left > 0 && cursor_ok(&path)) {
        uint8_t head = cursor_u8(&path);
        size_t kind = head >> 5;
        if (kind >= COUNT_OF(segments))
            break;
        segments[kind](&path, head, &target);
    }
    return target;
}
