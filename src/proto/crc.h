/*
 * crc.h - checksums of 16 bits that serial protocols carry along.
 *
 * Low bit first; polynomials are written that way round too.
 */
#pragma once

#include "base/cursor.h"

enum {
    CRC_ARC = 0xa001,   /* x^16 + x^15 + x^2 + 1 */
    CRC_CCITT = 0x8408, /* x^16 + x^12 + x^5 + 1 */
    CRC_ONES = 0xffff,  /* the usual start; the other is 0 */
};

/* The bytes that are left in the cursor, behind a checksum of what came before. */
uint16_t crc_of(struct cursor bytes, uint16_t polynomial, uint16_t start);
uint16_t crc_byte(uint16_t crc, uint16_t polynomial, uint8_t byte);

/* The last two bytes, low byte first, are the checksum of all before them. */
bool crc_is_right(struct cursor bytes, uint16_t polynomial, uint16_t start);
