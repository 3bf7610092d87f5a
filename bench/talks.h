/*
 * talks.h - what is said in the benchmark's captures: one exchange of each kind, and how often it
 * happens in each mix.
 *
 * The mixes: a plant's control network; polls alone, small and many; an office and its plant, where
 * large transfers carry most bytes.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum mix { MIX_PLANT, MIX_POLLS, MIX_ENTERPRISE, MIXES };

enum { SEGMENT = 1460, CONNECTIONS_MOST = 3000 };

enum counter {
    COUNTER_NONE,
    COUNTER_BIG,     /* 16 bits, big-endian */
    COUNTER_LITTLE,  /* 16 bits, little-endian */
    COUNTER_SHIFTED, /* 15 bits above a zero bit, little-endian: IEC 60870-5-104 */
};

struct message {
    const uint8_t *bytes;
    uint32_t length;
    enum counter counter; /* that rises with every exchange */
    uint32_t counter_at;
};

struct share {
    uint32_t connections, weight; /* weight: of 1000 turns */
};

struct talk {
    uint16_t port; /* or the EtherType */
    enum { TALK_TCP, TALK_UDP, TALK_FRAMES } over;
    uint32_t exchanges; /* of one connection, then a new one opens; 0: it stays */
    uint32_t segments;  /* full ones behind each answer, acknowledged in pairs */
    bool acknowledged;  /* every second answer gets an empty segment of its own */
    struct share in[MIXES];
    struct message greeting; /* in front of the first request; may be empty */
    struct message request, answer;
    const uint8_t *segment; /* the bytes of a full one */
};

#define BYTES(...)                                                                                 \
    .bytes = (const uint8_t[]){ __VA_ARGS__ }, .length = sizeof((const uint8_t[]){ __VA_ARGS__ })
#define TEXT(text) .bytes = (const uint8_t *)(text), .length = sizeof(text) - 1

static const uint8_t nothing[SEGMENT];
static const uint8_t tls_record[SEGMENT] = { 0x17, 3, 3, (SEGMENT - 5) >> 8, (SEGMENT - 5) & 255 };

/* DNP3 frames; their checksums are filled in when the program starts. */
static uint8_t dnp3_classes[27] = { 5, 0x64, 20, 0xc4, 10, 0, 1, 0, 0, 0, 0xc0, 0xc0, 1,
                                    60, 2, 6, 60, 3, 6, 60, 4, 6, 60, 1, 6 };
static uint8_t dnp3_empty[17] = { 5, 0x64, 10, 0x44, 1, 0, 10, 0, 0, 0, 0xc0, 0xc0, 0x81, 0, 0 };

static const struct talk talks[] = {
    /* Modbus: read 20 registers. */
    { 502, TALK_TCP, 0, 0, true, { { 800, 290 }, { 3000, 600 }, { 300, 100 } },
      .request = { BYTES(1, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 20), COUNTER_BIG, 0 },
      .answer = { BYTES(1, 1, 0, 0, 0, 43, 1, 3, 40, [48] = 7), COUNTER_BIG, 0 } },
    /* S7comm: read 4 bytes of a data block. */
    { 102, TALK_TCP, 0, 0, true, { { 200, 110 }, { 0 }, { 100, 40 } },
      .request = { BYTES(3, 0, 0, 31, 2, 0xf0, 0x80, 0x32, 1, 0, 0, 0, 0, 0, 14, 0, 0, 4, 1, 0x12,
                         10, 0x10, 2, 0, 4, 0, 1, 0x84, 0, 0, 0), COUNTER_BIG, 11 },
      .answer = { BYTES(3, 0, 0, 29, 2, 0xf0, 0x80, 0x32, 3, 0, 0, 0, 0, 0, 2, 0, 8, 0, 0, 4, 1,
                        0xff, 4, 0, 32, 0, 0, 0, 0), COUNTER_BIG, 11 } },
    /* EtherNet/IP: read a tag over a connection. */
    { 44818, TALK_TCP, 0, 0, false, { { 160, 80 }, { 0 }, { 60, 30 } },
      .request = { BYTES(0x70, 0, 34, 0, 1, [30] = 2, 0, 0xa1, 0, 4, 0, 1, 0, 0x40, 0, 0xb1, 0, 14, 0,
                         0, 0, 0x4c, 4, 0x91, 6, 'L', 'e', 'v', 'e', 'l', 's', 1, 0),
                   COUNTER_LITTLE, 44 },
      .answer = { BYTES(0x70, 0, 32, 0, 1, [30] = 2, 0, 0xa1, 0, 4, 0, 2, 0, 0x40, 0, 0xb1, 0, 12, 0,
                        0, 0, 0xcc, 0, 0, 0, 0xc4, 0, 7, 0, 0, 0), COUNTER_LITTLE, 44 } },
    /* EtherNet/IP: cyclic data of 32 bytes each way. */
    { 2222, TALK_UDP, 0, 0, false, { { 300, 180 }, { 0 }, { 100, 60 } },
      .request = { BYTES(2, 0, 2, 0x80, 8, 0, 1, 0, 0x40, 0, 0, 0, 0, 0, 0xb1, 0, 34, 0, [51] = 1),
                   COUNTER_LITTLE, 10 },
      .answer = { BYTES(2, 0, 2, 0x80, 8, 0, 2, 0, 0x40, 0, 0, 0, 0, 0, 0xb1, 0, 34, 0, [51] = 2),
                  COUNTER_LITTLE, 10 } },
    /* DNP3: read classes 1, 2, 3 and 0; an empty answer. */
    { 20000, TALK_TCP, 0, 0, true, { { 100, 30 }, { 0 }, { 40, 10 } },
      .request = { .bytes = dnp3_classes, .length = sizeof dnp3_classes },
      .answer = { .bytes = dnp3_empty, .length = sizeof dnp3_empty } },
    /* IEC 60870-5-104: the acknowledgement, then four measured values. */
    { 2404, TALK_TCP, 0, 0, false, { { 150, 60 }, { 1500, 400 }, { 60, 20 } },
      .request = { BYTES(0x68, 4, 1, 0, 0, 0), COUNTER_SHIFTED, 4 },
      .answer = { BYTES(0x68, 42, 0, 0, 0, 0, 13, 4, 3, 0, 1, 0, 1, 0x10, 0, [20] = 2, 0x10, 0,
                        [28] = 3, 0x10, 0, [36] = 4, 0x10, 0, [43] = 0), COUNTER_SHIFTED, 2 } },
    /* OPC UA: read one attribute, a number. */
    { 4840, TALK_TCP, 0, 0, true, { { 60, 50 }, { 0 }, { 40, 20 } },
      .request = { BYTES('M', 'S', 'G', 'F', 92, 0, 0, 0, 1, [12] = 1, [16] = 1, [20] = 1, [24] = 1, 0,
                         0x77, 2, 0, 0, [42] = 0xff, 0xff, 0xff, 0xff, [66] = 1, 0, 0, 0, 1, 2, 5, 0,
                         13, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0),
                   COUNTER_LITTLE, 16 },
      .answer = { BYTES('M', 'S', 'G', 'F', 66, 0, 0, 0, 1, [12] = 1, [16] = 1, [20] = 1, [24] = 1, 0,
                        0x7a, 2, [45] = 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 10, 0, 0, 0x25, 0x42,
                        0xff, 0xff, 0xff, 0xff), COUNTER_LITTLE, 16 } },
    /* BACnet: read the present value of an input. */
    { 47808, TALK_UDP, 0, 0, false, { { 150, 30 }, { 0 }, { 100, 15 } },
      .request = { BYTES(0x81, 10, 0, 17, 1, 4, 0, 5, 1, 12, 12, 0, 0, 0, 5, 0x19, 85) },
      .answer = { BYTES(0x81, 10, 0, 23, 1, 0, 0x30, 1, 12, 12, 0, 0, 0, 5, 0x19, 85, 0x3e, 0x44, 0x41,
                        0xc8, 0, 0, 0x3f) } },
    /* MQTT: publish and acknowledge. */
    { 1883, TALK_TCP, 0, 0, false, { { 60, 25 }, { 0 }, { 40, 15 } },
      .request = { TEXT("\x32\x1c\x00\x12plant/cell/4/level\x00\x01" "41.250"), COUNTER_BIG, 22 },
      .answer = { BYTES(0x40, 2, 0, 1), COUNTER_BIG, 2 } },
    /* PROFINET: cyclic data both ways. */
    { 0x8892, TALK_FRAMES, 0, 0, false, { { 100, 60 }, { 0 }, { 20, 10 } },
      .request = { BYTES(0x80, 1, [42] = 0, 0, 0x35, 0), COUNTER_BIG, 42 },
      .answer = { BYTES(0x80, 2, [42] = 0, 0, 0x35, 0), COUNTER_BIG, 42 } },
    /* Files, by a protocol that nobody knows. */
    { 4870, TALK_TCP, 400, 24, true, { { 20, 2 }, { 0 }, { 200, 30 } },
      .request = { TEXT("more") }, .answer = { TEXT("here") }, .segment = nothing },
    /* HTTP: a panel's status, and a download. */
    { 80, TALK_TCP, 3, 0, true, { { 60, 15 }, { 0 }, { 200, 60 } },
      .request = { TEXT("GET /status HTTP/1.1\r\nHost: historian\r\nUser-Agent: panel\r\n\r\n") },
      .answer = { TEXT("HTTP/1.1 200 OK\r\nServer: cell\r\nContent-Length: 11\r\n\r\nlevel 41.25") } },
    { 8080, TALK_TCP, 200, 40, true, { { 4, 1 }, { 0 }, { 60, 20 } },
      .request = { TEXT("GET /update HTTP/1.1\r\nHost: depot\r\nUser-Agent: agent\r\n\r\n") },
      .answer = { TEXT("HTTP/1.1 200 OK\r\nServer: depot\r\nContent-Length: 58400\r\n\r\n") },
      .segment = nothing },
    /* TLS: a greeting that names its server, then records. */
    { 443, TALK_TCP, 40, 6, true, { { 100, 12 }, { 0 }, { 600, 200 } },
      .greeting = { BYTES(0x16, 3, 1, 0, 77, 1, 0, 0, 73, 3, 3, [43] = 0, 0, 4, 0x13, 1, 0xc0, 0x2f, 1, 0,
                          0, 28, 0, 0, 0, 17, 0, 15, 0, 0, 12, 'p', 'l', 'a', 'n', 't', '.', 'o', 'f',
                          'f', 'i', 'c', 'e', 0, 43, 0, 3, 2, 3, 4) },
      .request = { BYTES(0x17, 3, 3, 0, 120, [124] = 9) },
      .answer = { BYTES(0x17, 3, 3, 2, 0, [516] = 9) }, .segment = tls_record },
    /* DNS: every question from a port of its own. */
    { 53, TALK_UDP, 1, 0, false, { { 200, 15 }, { 0 }, { 500, 100 } },
      .request = { BYTES(0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 9, 'h', 'i', 's', 't', 'o', 'r', 'i', 'a',
                         'n', 0, 0, 1, 0, 1), COUNTER_BIG, 0 },
      .answer = { BYTES(0, 7, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0, 9, 'h', 'i', 's', 't', 'o', 'r', 'i',
                        'a', 'n', 0, 0, 1, 0, 1, 0xc0, 12, 0, 1, 0, 1, 0, 0, 14, 16, 0, 4, 10, 41, 4,
                        5), COUNTER_BIG, 0 } },
};

enum { TALKS = sizeof talks / sizeof *talks };
