/*
 * iec61850_frame.h - what GOOSE and sampled values have in common: the header
 * behind the EtherType, and who has published what in a flow.
 *
 * Source: IEC 61850-8-1:2011, annex C (header of GOOSE and GSE management); IEC
 * 61850-9-2:2011, annex A (of sampled values).
 */
#pragma once

#include "proto/protocol.h"

struct iec61850_frame {
    uint16_t application; /* APPID */
    bool simulated;       /* sent by test equipment in place of the device */
    struct cursor unit;   /* behind the header; padding is cut off */
};

/* Fails where the length in the header cannot be. */
bool iec61850_frame_read(struct cursor *payload, struct iec61850_frame *frame);

enum { IEC61850_STREAMS_MOST = 28 };

/* One control block's messages, known by the hash of its name. */
struct iec61850_stream {
    uint64_t name;  /* 0: an empty row */
    uint32_t state; /* the last state number, or what the dissector compares */
    uint16_t marks; /* what was told of it last */
};

struct iec61850_streams {
    struct iec61850_stream rows[IEC61850_STREAMS_MOST];
    uint32_t next; /* the row that gives way */
};

/* The row of this name; *is_new tells that it was not there. */
struct iec61850_stream *iec61850_stream_of(struct iec61850_streams *streams, struct cursor name,
                                           bool *is_new);
