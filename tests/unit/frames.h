/*
 * frames.h - frames written in hex, blanks between the headers, and the parts that return often.
 */
#pragma once

#include <stdlib.h>
#include <string.h>

#include "capture/source.h"

#define TO_FROM                          "020000000001 020000000002 "
#define ETHER_4                          TO_FROM "0800 "
#define ETHER_6                          TO_FROM "86dd "
#define A_TO_B                           "0a000001 0a000002 "
#define IP_4(length, fragment, protocol) "4500" length "0007" fragment "40" protocol "0000 " A_TO_B
#define IP_6(length, next)                                                                         \
    "60000000" length next "40 fd000000000000000000000000000001 fd000000000000000000000000000002 "
#define TCP_HEADER         "c001 01f6 00000010 00000020 5018 2000 0000 0000 "
#define UDP_HEADER(length) "c001 bac0 " length "0000 "

static inline int hex_digit(char c)
{
    return c >= 'a' ? c - 'a' + 10 : c - '0';
}

/* An exact allocation, so that AddressSanitizer sees a step outside; the caller releases it. */
static inline struct packet frame(uint16_t link, const char *hex)
{
    uint8_t *bytes = malloc(strlen(hex) / 2 + 1);
    uint32_t count = 0;

    for (; *hex; hex++)
        if (*hex != ' ') {
            bytes[count++] = (uint8_t)(hex_digit(hex[0]) << 4 | hex_digit(hex[1]));
            hex++;
        }
    uint8_t *exact = malloc(count ? count : 1);
    memcpy(exact, bytes, count);
    free(bytes);
    return (struct packet){ exact, count, count, 1000, link };
}

static inline void release(struct packet p)
{
    free((void *)(uintptr_t)p.bytes);
}
