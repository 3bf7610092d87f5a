#include "proto/line.h"

bool line_next(struct cursor *c, struct cursor *line)
{
    struct cursor ahead = *c;
    size_t length = 0;
    uint8_t before = 0, byte = 0;

    while (ahead.left > 0 && byte != '\n') {
        before = byte;
        byte = cursor_u8(&ahead);
        length++;
    }
    if (byte != '\n')
        return false;
    *line = cursor_split(c, length - 1);
    if (before == '\r')
        line->left--;
    cursor_skip(c, 1);
    return true;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool line_starts(struct cursor line, const char *words)
{
    for (; *words; words++)
        if (line.left == 0 || lower((char)cursor_u8(&line)) != lower(*words))
            return false;
    return true;
}

unsigned line_code(struct cursor line)
{
    unsigned code = 0;

    for (int i = 0; i < 3; i++) {
        uint8_t digit = cursor_u8(&line);
        if (digit < '0' || digit > '9')
            return 0;
        code = code * 10 + (unsigned)(digit - '0');
    }
    return code;
}

struct text line_text(struct cursor line, size_t skipped, struct arena *into)
{
    cursor_skip(&line, skipped);
    return line.failed ? (struct text){ 0 } : text_from_wire(line, into);
}

bool skipping_takes(struct skipping *s, bool from_server, struct cursor *payload)
{
    uint64_t *left = &s->left[from_server];
    size_t skipped = *left < payload->left ? (size_t)*left : payload->left;

    *left -= skipped;
    cursor_skip(payload, skipped);
    return skipped > 0;
}
