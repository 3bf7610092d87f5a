#include "base/json.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>

#include "base/utf8.h"

struct json json_to(struct buffer *out)
{
    return (struct json){ .out = out };
}

static void quoted(struct buffer *out, struct text t)
{
    static const char hex[] = "0123456789abcdef";

    buffer_char(out, '"');
    for (size_t i = 0; i < t.length;) {
        unsigned char c = (unsigned char)t.at[i];
        size_t n = utf8_length(t.at + i, t.length - i);
        if (n == 0) {
            buffer_string(out, "\xef\xbf\xbd");
            n = 1;
        } else if (c == '"' || c == '\\') {
            buffer_char(out, '\\');
            buffer_char(out, (char)c);
        } else if (c < 0x20 || c == 0x7f) {
            char escape[] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };
            buffer_bytes(out, escape, sizeof escape);
        } else {
            buffer_bytes(out, t.at + i, n);
        }
        i += n;
    }
    buffer_char(out, '"');
}

static void lead(struct json *j, const char *key)
{
    uint64_t bit = (uint64_t)1 << j->depth;

    if (j->has_items & bit)
        buffer_char(j->out, ',');
    j->has_items |= bit;
    if (key) {
        quoted(j->out, text_of(key));
        buffer_char(j->out, ':');
    }
}

static void open(struct json *j, const char *key, char bracket)
{
    lead(j, key);
    buffer_char(j->out, bracket);
    assert(j->depth < 63);
    j->depth++;
    j->has_items &= ~((uint64_t)1 << j->depth);
}

static void close(struct json *j, char bracket)
{
    assert(j->depth > 0);
    j->depth--;
    buffer_char(j->out, bracket);
}

void json_object(struct json *j, const char *key)
{
    open(j, key, '{');
}

void json_object_end(struct json *j)
{
    close(j, '}');
}

void json_array(struct json *j, const char *key)
{
    open(j, key, '[');
}

void json_array_end(struct json *j)
{
    close(j, ']');
}

void json_text(struct json *j, const char *key, struct text value)
{
    lead(j, key);
    quoted(j->out, value);
}

void json_string(struct json *j, const char *key, const char *value)
{
    if (value)
        json_text(j, key, text_of(value));
    else
        json_null(j, key);
}

void json_unsigned(struct json *j, const char *key, uint64_t value)
{
    lead(j, key);
    buffer_format(j->out, "%" PRIu64, value);
}

void json_signed(struct json *j, const char *key, int64_t value)
{
    lead(j, key);
    buffer_format(j->out, "%" PRId64, value);
}

void json_real(struct json *j, const char *key, double value)
{
    if (!isfinite(value)) {
        json_null(j, key);
        return;
    }
    lead(j, key);
    buffer_format(j->out, "%.6g", value);
}

void json_bool(struct json *j, const char *key, bool value)
{
    lead(j, key);
    buffer_string(j->out, value ? "true" : "false");
}

void json_null(struct json *j, const char *key)
{
    lead(j, key);
    buffer_string(j->out, "null");
}

void json_moment(struct json *j, const char *key, moment_us at)
{
    char text[MOMENT_TEXT];

    if (!at) {
        json_null(j, key);
        return;
    }
    moment_format(at, text);
    json_string(j, key, text);
}

void json_text_or_null(struct json *j, const char *key, struct text value)
{
    if (value.length)
        json_text(j, key, value);
    else
        json_null(j, key);
}
