#include "proto/iec61850_frame.h"

#include "base/hash.h"

enum { HEADER_BYTES = 8, SIMULATED = 0x8000 };

bool iec61850_frame_read(struct cursor *payload, struct iec61850_frame *frame)
{
    frame->application = cursor_u16be(payload);
    size_t length = cursor_u16be(payload); /* of header and unit */
    frame->simulated = cursor_u16be(payload) & SIMULATED;
    cursor_skip(payload, 2); /* reserved */
    if (!cursor_ok(payload) || length < HEADER_BYTES)
        return false;
    frame->unit = cursor_split(payload, length - HEADER_BYTES);
    return cursor_ok(payload);
}

struct iec61850_stream *iec61850_stream_of(struct iec61850_streams *streams, struct cursor name,
                                           bool *is_new)
{
    uint64_t hash = hash_bytes(name.next, name.left) | 1;

    *is_new = false;
    for (size_t i = 0; i < IEC61850_STREAMS_MOST; i++)
        if (streams->rows[i].name == hash)
            return &streams->rows[i];
    struct iec61850_stream *row = &streams->rows[streams->next++ % IEC61850_STREAMS_MOST];
    *row = (struct iec61850_stream){ .name = hash };
    *is_new = true;
    return row;
}
