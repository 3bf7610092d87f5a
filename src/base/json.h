/*
 * json.h - a streaming JSON writer: what is written is well-formed as long as
 * every open has its close.
 *
 * Keys are NULL inside arrays and for the outermost value.  Text that is not
 * UTF-8 is written with U+FFFD in place of the bad bytes.
 *
 * Source: RFC 8259.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/moment.h"

struct json {
    struct buffer *out;
    uint64_t has_items; /* one bit per depth */
    unsigned depth;     /* at most 63 */
};

struct json json_to(struct buffer *out);

void json_object(struct json *j, const char *key);
void json_object_end(struct json *j);
void json_array(struct json *j, const char *key);
void json_array_end(struct json *j);

void json_text(struct json *j, const char *key, struct text value);
void json_string(struct json *j, const char *key, const char *value); /* NULL: null */
void json_unsigned(struct json *j, const char *key, uint64_t value);
void json_signed(struct json *j, const char *key, int64_t value);
void json_real(struct json *j, const char *key, double value); /* six digits */
void json_bool(struct json *j, const char *key, bool value);
void json_null(struct json *j, const char *key);
void json_moment(struct json *j, const char *key, moment_us at); /* 0: null */
void json_text_or_null(struct json *j, const char *key, struct text value); /* empty: null */
