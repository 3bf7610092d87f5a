/*
 * buffer.h - bytes being written: grows, is owned by its holder, and may be
 * drained into a descriptor as it fills.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/attributes.h"
#include "base/text.h"

struct buffer {
    char *at;
    size_t length, capacity;
    int drain_to; /* a descriptor, or -1 to keep everything */
    int error;    /* first failure to drain, negative errno; later writes are dropped */
};

#define BUFFER_KEPT   ((struct buffer){ .drain_to = -1 })
#define BUFFER_TO(fd) ((struct buffer){ .drain_to = (fd) })

void buffer_bytes(struct buffer *b, const void *bytes, size_t length);
void buffer_text(struct buffer *b, struct text t);
void buffer_string(struct buffer *b, const char *string);
void buffer_char(struct buffer *b, char c);
void buffer_format(struct buffer *b, const char *format, ...) PRINTF_LIKE(2, 3);
void buffer_u8(struct buffer *b, uint8_t value);
void buffer_u16le(struct buffer *b, uint16_t value);
void buffer_u32le(struct buffer *b, uint32_t value);
void buffer_u64le(struct buffer *b, uint64_t value);

MUST_USE int buffer_flush(struct buffer *b); /* 0 or the first error */
struct text buffer_view(const struct buffer *b);
void buffer_free(struct buffer *b);
