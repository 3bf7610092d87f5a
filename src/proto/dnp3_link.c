#include "proto/dnp3_link.h"

enum {
    START_FIRST = 0x05,
    START_SECOND = 0x64,
    LENGTH_LEAST = 5, /* control and both addresses */
    BLOCK_MOST = 16,
    CONTROL_FROM_MASTER = 0x80,
    CONTROL_PRIMARY = 0x40,
    FUNCTION_CONFIRMED = 3, /* the two that carry user data */
    FUNCTION_UNCONFIRMED = 4,
};

/*
 * One row per half byte: x^16 + x^13 + x^12 + x^11 + x^10 + x^8 + x^6 + x^5 + x^2 + 1,
 * low bit first.
 */
static const uint16_t crc_rows[16] = {
    0x0000, 0xb26b, 0x29af, 0x9bc4, 0x535e, 0xe135, 0x7af1, 0xc89a,
    0xa6bc, 0x14d7, 0x8f13, 0x3d78, 0xf5e2, 0x4789, 0xdc4d, 0x6e26,
};

/* The bytes and the checksum behind them, complemented, low byte first. */
static bool is_intact(struct cursor part, size_t length)
{
    uint16_t crc = 0;

    while (length-- > 0) {
        crc ^= cursor_u8(&part);
        crc = (uint16_t)(crc >> 4 ^ crc_rows[crc & 15]);
        crc = (uint16_t)(crc >> 4 ^ crc_rows[crc & 15]);
    }
    crc ^= 0xffff;
    return cursor_u16le(&part) == crc && cursor_ok(&part);
}

enum match dnp3_link_probe(struct cursor payload)
{
    struct cursor header = payload;
    size_t present = payload.left;

    if (present == 0 || cursor_u8(&header) != START_FIRST)
        return MATCH_NO;
    if (present > 1 && cursor_u8(&header) != START_SECOND)
        return MATCH_NO;
    if (present > 2 && cursor_u8(&header) < LENGTH_LEAST)
        return MATCH_NO;
    if (present < DNP3_HEADER_BYTES)
        return MATCH_MAYBE;
    return is_intact(payload, DNP3_HEADER_BYTES - 2) ? MATCH_YES : MATCH_NO;
}

/* Blocks of 16 bytes, the last one shorter, each with its checksum. */
static bool read_blocks(struct cursor *blocks, size_t length, struct dnp3_frame *frame)
{
    for (size_t left = length; left > 0;) {
        size_t size = left < BLOCK_MOST ? left : BLOCK_MOST;
        if (!is_intact(*blocks, size))
            return false;
        for (size_t i = 0; i < size; i++)
            frame->user[frame->length++] = cursor_u8(blocks);
        cursor_skip(blocks, 2);
        left -= size;
    }
    return true;
}

static size_t bytes_on_wire(size_t length)
{
    return length + 2 * ((length + BLOCK_MOST - 1) / BLOCK_MOST);
}

enum verdict dnp3_link_read(struct cursor *payload, struct dnp3_frame *frame)
{
    struct cursor ahead = *payload;
    enum match header = dnp3_link_probe(ahead);

    if (payload->left == 0 || header == MATCH_MAYBE)
        return VERDICT_MORE;
    if (header == MATCH_NO)
        return VERDICT_MALFORMED;

    cursor_skip(&ahead, 2);
    size_t length = cursor_u8(&ahead) - (size_t)LENGTH_LEAST;
    uint8_t control = cursor_u8(&ahead), function = control & 15;
    frame->target = cursor_u16le(&ahead);
    frame->source = cursor_u16le(&ahead);
    frame->from_master = control & CONTROL_FROM_MASTER;
    frame->length = 0;
    cursor_skip(&ahead, 2);

    if (ahead.left < bytes_on_wire(length))
        return VERDICT_MORE;
    if (!read_blocks(&ahead, length, frame))
        return VERDICT_MALFORMED;
    if (!(control & CONTROL_PRIMARY) ||
        (function != FUNCTION_CONFIRMED && function != FUNCTION_UNCONFIRMED))
        frame->length = 0;
    *payload = ahead;
    return VERDICT_OK;
}
