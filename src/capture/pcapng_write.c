#include "capture/pcapng_write.h"

#include <string.h>

enum block_type { BLOCK_SECTION = 0x0a0d0d0a, BLOCK_INTERFACE = 1, BLOCK_PACKET = 6 };
enum option_code { OPTION_END = 0, OPTION_IF_NAME = 2, OPTION_IF_TSRESOL = 9 };

enum {
    BYTE_ORDER_MAGIC = 0x1a2b3c4d,
    FRAME = 12, /* of every block: its type, and its length before and behind the body */
    NANOSECONDS = 9,
};

static size_t padding(size_t length)
{
    return (4 - length % 4) % 4;
}

static void put_padding(struct buffer *out, size_t length)
{
    static const char zeros[4];

    buffer_bytes(out, zeros, padding(length));
}

static void put_block(struct buffer *out, enum block_type type, const struct buffer *body)
{
    uint32_t length = (uint32_t)(body->length + FRAME);

    buffer_u32le(out, type);
    buffer_u32le(out, length);
    buffer_bytes(out, body->at, body->length);
    buffer_u32le(out, length);
}

static void put_option(struct buffer *body, enum option_code code, const void *value, size_t length)
{
    buffer_u16le(body, (uint16_t)code);
    buffer_u16le(body, (uint16_t)length);
    buffer_bytes(body, value, length);
    put_padding(body, length);
}

static void put_section(struct buffer *out)
{
    struct buffer body = BUFFER_KEPT;

    buffer_u32le(&body, BYTE_ORDER_MAGIC);
    buffer_u16le(&body, 1); /* version 1.0 */
    buffer_u16le(&body, 0);
    buffer_u64le(&body, UINT64_MAX); /* how long the section is, is not said */
    put_block(out, BLOCK_SECTION, &body);
    buffer_free(&body);
}

void pcapng_put_start(struct buffer *out, const struct pcapng_interface *of)
{
    static const uint8_t resolution = NANOSECONDS;
    struct buffer body = BUFFER_KEPT;

    put_section(out);
    buffer_u16le(&body, of->link);
    buffer_u16le(&body, 0);
    buffer_u32le(&body, of->snaplen);
    put_option(&body, OPTION_IF_NAME, of->name, strlen(of->name));
    put_option(&body, OPTION_IF_TSRESOL, &resolution, sizeof resolution);
    put_option(&body, OPTION_END, NULL, 0);
    put_block(out, BLOCK_INTERFACE, &body);
    buffer_free(&body);
}

void pcapng_put_packet(struct buffer *out, const struct packet *p)
{
    enum { HEAD = 20 };
    uint32_t length = (uint32_t)(FRAME + HEAD + p->captured + padding(p->captured));

    buffer_u32le(out, BLOCK_PACKET);
    buffer_u32le(out, length);
    buffer_u32le(out, 0); /* the one interface */
    buffer_u32le(out, (uint32_t)((uint64_t)p->at_ns >> 32));
    buffer_u32le(out, (uint32_t)p->at_ns);
    buffer_u32le(out, p->captured);
    buffer_u32le(out, p->length);
    buffer_bytes(out, p->bytes, p->captured);
    put_padding(out, p->captured);
    buffer_u32le(out, length);
}
