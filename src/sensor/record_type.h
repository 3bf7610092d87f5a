/*
 * record_type.h - the kinds of record in a sensor's pipe, for record.c that
 * writes them and record_read.c that reads them.
 */
#pragma once

enum record_type {
    RECORD_PROGRESS = 1,
    RECORD_PROBLEM,
    RECORD_CAPTURE,
    RECORD_SKIP,
    RECORD_BINDING,
    RECORD_FACT,
    RECORD_CONVERSATION,
    RECORD_PROTOCOL,
    RECORD_END,
};

enum { RECORD_HEAD = 5 }; /* length and type */
