#include "base/buffer.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DRAIN_AT = 64 << 10 };

static void drain(struct buffer *b)
{
    size_t done = 0;

    while (!b->error && done < b->length) {
        ssize_t n = write(b->drain_to, b->at + done, b->length - done);
        if (n >= 0)
            done += (size_t)n;
        else if (errno != EINTR)
            b->error = -errno;
    }
    b->length = 0;
}

static void make_room(struct buffer *b, size_t more)
{
    if (b->capacity - b->length >= more)
        return;
    size_t wider = b->capacity ? b->capacity : 256;
    while (wider - b->length < more)
        wider *= 2;
    char *moved = realloc(b->at, wider);
    if (!moved) {
        fputs("bulkhead: out of memory\n", stderr);
        abort();
    }
    b->at = moved;
    b->capacity = wider;
}

void buffer_bytes(struct buffer *b, const void *bytes, size_t length)
{
    if (length == 0)
        return;
    make_room(b, length);
    memcpy(b->at + b->length, bytes, length);
    b->length += length;
    if (b->drain_to >= 0 && b->length >= DRAIN_AT)
        drain(b);
}

void buffer_text(struct buffer *b, struct text t)
{
    buffer_bytes(b, t.at, t.length);
}

void buffer_string(struct buffer *b, const char *string)
{
    buffer_bytes(b, string, strlen(string));
}

void buffer_char(struct buffer *b, char c)
{
    buffer_bytes(b, &c, 1);
}

void buffer_format(struct buffer *b, const char *format, ...)
{
    va_list again, arguments;

    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    if (length > 0) {
        make_room(b, (size_t)length + 1);
        vsnprintf(b->at + b->length, (size_t)length + 1, format, again);
        b->length += (size_t)length;
    }
    va_end(again);
    va_end(arguments);
    if (b->drain_to >= 0 && b->length >= DRAIN_AT)
        drain(b);
}

void buffer_u8(struct buffer *b, uint8_t value)
{
    buffer_bytes(b, &value, 1);
}

void buffer_u16le(struct buffer *b, uint16_t value)
{
    buffer_u8(b, (uint8_t)value);
    buffer_u8(b, (uint8_t)(value >> 8));
}

void buffer_u32le(struct buffer *b, uint32_t value)
{
    buffer_u16le(b, (uint16_t)value);
    buffer_u16le(b, (uint16_t)(value >> 16));
}

void buffer_u64le(struct buffer *b, uint64_t value)
{
    buffer_u32le(b, (uint32_t)value);
    buffer_u32le(b, (uint32_t)(value >> 32));
}

int buffer_flush(struct buffer *b)
{
    if (b->drain_to >= 0)
        drain(b);
    return b->error;
}

struct text buffer_view(const struct buffer *b)
{
    return (struct text){ b->at, b->length };
}

void buffer_free(struct buffer *b)
{
    free(b->at);
    *b = BUFFER_KEPT;
}
