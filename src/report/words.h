/*
 * words.h - how figures are written for people.
 */
#pragma once

#include "assess/assessment.h"
#include "base/arena.h"
#include "base/buffer.h"

const char *severity_word(enum severity severity);                /* "high" */
const char *requirement_state_word(enum requirement_state state); /* "below target" */
const char *evidence_state_word(enum evidence_state state);
const char *measure_state_word(enum measure_state state);
const char *signal_state_word(const struct signal_result *r); /* "contradicts" */
const char *edge_state_word(enum edge_state state);           /* "allowed and seen" */

/* Everything below is formatted into the arena. */
const char *date_words(moment_us at, struct arena *into);   /* "2026-11-23"; "-" for 0 */
const char *minute_words(moment_us at, struct arena *into); /* "2026-11-23 10:11 UTC" */
const char *span_words(moment_us span, struct arena *into); /* "2 h 05 min" */
const char *day_count_words(moment_us from, moment_us to, struct arena *into); /* "in 12 days" */
/* The last part of a path: where the folder stands differs from machine to machine. */
struct text path_end(struct text path);
const char *file_words(struct text path, struct arena *into); /* the same, as words */
const char *address_words(const struct address *a, struct arena *into);
const char *sl_words(const uint8_t levels[FR_COUNT], struct arena *into); /* "2 2 2 1 3 2 1" */
const char *service_words(const struct service *s, struct arena *into);   /* "modbus: read" */
struct text zone_words(const struct zone *zone);                          /* "no zone" for NULL */

/* "one, two": a list that grows by words; NULL adds nothing. */
struct joined {
    struct buffer all;
    const char *between;
};

void join(struct joined *j, const char *format, ...) PRINTF_LIKE(2, 3);
const char *joined_words(struct joined *j, const char *otherwise, struct arena *into); /* frees */

/* The number in front of a noun: "1 zone", "3 zones". */
const char *count_words(uint64_t count, const char *one, const char *many, struct arena *into);
