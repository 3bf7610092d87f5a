#include "repair.h"

#include <string.h>

enum { DNP3_HEADER = 8, DNP3_BLOCK = 16, DNP3_CHECKSUM = 2, DNP3_LENGTH_LEAST = 5 };

/* Bit by bit, unlike the dissector's rows. Source: IEEE 1815-2012, 9.2.4. */
static void write_dnp3_checksum(uint8_t *block, size_t length)
{
    unsigned crc = 0;

    for (size_t i = 0; i < length; i++) {
        crc ^= block[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xa6bc : 0);
    }
    block[length] = (uint8_t)(~crc & 0xff);
    block[length + 1] = (uint8_t)(~crc >> 8 & 0xff);
}

/* Frame after frame from the front: start bytes, header, blocks. */
static void repair_dnp3(uint8_t *data, size_t size)
{
    while (size >= DNP3_HEADER + DNP3_CHECKSUM) {
        data[0] = 0x05;
        data[1] = 0x64;
        if (data[2] < DNP3_LENGTH_LEAST)
            data[2] = DNP3_LENGTH_LEAST;
        size_t left = data[2] - (size_t)DNP3_LENGTH_LEAST, block = DNP3_HEADER;
        while (size >= block + DNP3_CHECKSUM) {
            write_dnp3_checksum(data, block);
            data += block + DNP3_CHECKSUM;
            size -= block + DNP3_CHECKSUM;
            if (left == 0)
                break;
            block = left < DNP3_BLOCK ? left : DNP3_BLOCK;
            left -= block;
        }
    }
}

/* Bit by bit, unlike the dissector. Source: IEEE C37.118.2-2011, annex B. */
static unsigned c37118_checksum(const uint8_t *data, size_t length)
{
    unsigned crc = 0xffff;

    for (size_t i = 0; i < length; i++) {
        crc ^= (unsigned)data[i] << 8;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1) & 0xffff;
    }
    return crc;
}

/* Frame after frame from the front; the last one is as long as there are bytes for it. */
static void repair_c37118(uint8_t *data, size_t size)
{
    enum { FRAME_LEAST = 16, TYPES = 6, VERSION = 1, CHECKSUM = 2 };

    while (size >= FRAME_LEAST) {
        size_t length = (size_t)data[2] << 8 | data[3];
        if (length < FRAME_LEAST || length > size)
            length = size;
        data[0] = 0xaa;
        data[1] = (uint8_t)((data[1] >> 4) % TYPES << 4 | VERSION);
        data[2] = (uint8_t)(length >> 8);
        data[3] = (uint8_t)length;
        unsigned crc = c37118_checksum(data, length - CHECKSUM);
        data[length - 2] = (uint8_t)(crc >> 8);
        data[length - 1] = (uint8_t)crc;
        data += length;
        size -= length;
    }
}

enum { ROC_HEADER = 6, ROC_LENGTH_AT = 5, ROC_CHECKSUM = 2 };

/* Message after message. Source: ROC Plus Protocol Specifications Manual, 1.3. */
static void repair_roc(uint8_t *data, size_t size)
{
    while (size >= ROC_HEADER + ROC_CHECKSUM) {
        size_t room = size - ROC_HEADER - ROC_CHECKSUM, length = data[ROC_LENGTH_AT];
        if (length > room)
            length = data[ROC_LENGTH_AT] = (uint8_t)room;
        unsigned crc = 0xffff;
        for (size_t i = 0; i < ROC_HEADER + length; i++) {
            crc ^= data[i];
            for (int bit = 0; bit < 8; bit++)
                crc = crc >> 1 ^ (crc & 1 ? 0xa001 : 0);
        }
        data[ROC_HEADER + length] = (uint8_t)(crc & 0xff);
        data[ROC_HEADER + length + 1] = (uint8_t)(crc >> 8);
        data += ROC_HEADER + length + ROC_CHECKSUM;
        size -= ROC_HEADER + length + ROC_CHECKSUM;
    }
}

static const struct repairer {
    const char *protocol;
    void (*repair)(uint8_t *data, size_t size);
} repairers[] = {
    { "c37118", repair_c37118 },
    { "dnp3", repair_dnp3 },
    { "roc", repair_roc },
};

bool repair(const struct protocol *protocol, uint8_t *data, size_t size)
{
    for (size_t i = 0; i < sizeof repairers / sizeof repairers[0]; i++) {
        if (strcmp(repairers[i].protocol, protocol->name) != 0)
            continue;
        repairers[i].repair(data, size);
        return true;
    }
    return false;
}
