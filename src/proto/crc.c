#include "proto/crc.h"

uint16_t crc_byte(uint16_t crc, uint16_t polynomial, uint8_t byte)
{
    unsigned value = (unsigned)crc ^ byte;

    for (int bit = 0; bit < 8; bit++)
        value = value >> 1 ^ (value & 1 ? polynomial : 0u);
    return (uint16_t)value;
}

uint16_t crc_of(struct cursor bytes, uint16_t polynomial, uint16_t start)
{
    uint16_t crc = start;

    while (bytes.left)
        crc = crc_byte(crc, polynomial, cursor_u8(&bytes));
    return crc;
}

bool crc_is_right(struct cursor bytes, uint16_t polynomial, uint16_t start)
{
    if (bytes.left <= 2)
        return false;
    struct cursor covered = cursor_split(&bytes, bytes.left - 2);

    return crc_of(covered, polynomial, start) == cursor_u16le(&bytes);
}
