#include "capture/stream.h"

#include <stdlib.h>
#include <string.h>

struct stream_segment {
    struct stream_segment *next;
    uint32_t sequence, length;
    uint32_t missing; /* not captured behind it */
    uint8_t bytes[];
};

/* Sequence numbers wrap: the sign of the difference orders them. */
static int32_t distance(uint32_t from, uint32_t to)
{
    return (int32_t)(to - from);
}

void stream_start(struct stream *s, uint32_t sequence)
{
    s->next = sequence + 1;
    s->started = true;
}

static void free_segment(struct stream *s, struct stream_budget *budget,
                         struct stream_segment *segment)
{
    s->waiting_count--;
    s->waiting_bytes -= segment->length;
    budget->used -= sizeof *segment + segment->length;
    free(segment);
}

static bool has_room(const struct stream *s, const struct stream_budget *budget, size_t length)
{
    return s->waiting_count < STREAM_SEGMENTS_MOST &&
           s->waiting_bytes + length <= STREAM_WAITING_MOST &&
           budget->used + sizeof(struct stream_segment) + length <= STREAMS_MOST;
}

void stream_give_up(struct stream *s, struct stream_budget *budget)
{
    if (!s->waiting || distance(s->next, s->waiting->sequence) <= 0)
        return;
    s->next = s->waiting->sequence;
    s->gap = true;
    budget->gaps++;
}

static void insert(struct stream *s, struct stream_budget *budget, struct stream_segment **at,
                   uint32_t sequence, struct cursor bytes, uint32_t missing)
{
    struct stream_segment *segment =
        has_room(s, budget, bytes.left) ? malloc(sizeof *segment + bytes.left) : NULL;

    if (!segment) {
        budget->refused += bytes.left;
        return;
    }
    *segment = (struct stream_segment){ .next = *at,
                                        .sequence = sequence,
                                        .length = (uint32_t)bytes.left,
                                        .missing = missing };
    memcpy(segment->bytes, bytes.next, bytes.left);
    *at = segment;
    s->waiting_count++;
    s->waiting_bytes += segment->length;
    budget->used += sizeof *segment + segment->length;
}

/* The bytes that came first count: only the parts go in that no other segment brought. */
static void wait_for_missing(struct stream *s, struct stream_budget *budget, uint32_t sequence,
                             struct cursor payload, uint32_t missing)
{
    struct stream_segment **at = &s->waiting;

    while (payload.left > 0) {
        while (*at && distance((*at)->sequence + (*at)->length, sequence) >= 0)
            at = &(*at)->next;
        int32_t free_bytes = *at ? distance(sequence, (*at)->sequence) : INT32_MAX;
        size_t covered = free_bytes <= 0 ? (size_t)((int64_t)(*at)->length + free_bytes) : 0;
        size_t step = covered ? covered : (size_t)free_bytes;
        struct cursor part = cursor_split(&payload, step < payload.left ? step : payload.left);
        if (!covered)
            insert(s, budget, at, sequence, part, payload.left ? 0 : missing);
        sequence += (uint32_t)part.left;
    }
}

static void advance(struct stream *s, uint32_t length, uint32_t missing)
{
    s->next += length + missing;
    if (missing)
        s->gap = true; /* seen by whoever reads next */
}

/* Would bytes up to this far from the next one run into a segment that came before them? */
static bool meets_waiting(const struct stream *s, int64_t end)
{
    return s->waiting && distance(s->next, s->waiting->sequence) < end;
}

bool stream_segment(struct stream *s, struct stream_budget *budget, uint32_t sequence,
                    struct cursor payload, uint32_t missing, struct cursor *ready)
{
    if (payload.left == 0)
        return false;
    if (!s->started) {
        s->started = true;
        s->next = sequence;
    }

    int32_t ahead = distance(s->next, sequence);
    if (ahead <= 0 && (size_t)-(int64_t)ahead >= payload.left) {
        budget->retransmitted++;
        return false;
    }
    if (ahead > 0 || meets_waiting(s, (int64_t)ahead + (int64_t)payload.left)) {
        if (!has_room(s, budget, payload.left)) {
            budget->refused += payload.left;
            stream_give_up(s, budget);
            return stream_ready(s, budget, ready);
        }
        wait_for_missing(s, budget, sequence, payload, missing);
        return stream_ready(s, budget, ready); /* after a loss was given up, it may go on */
    }
    cursor_skip(&payload, (size_t)-(int64_t)ahead);
    *ready = payload;
    advance(s, (uint32_t)payload.left, missing);
    return true;
}

/* A segment whose bytes are lent stays until the next call finds it all old. */
bool stream_ready(struct stream *s, struct stream_budget *budget, struct cursor *ready)
{
    while (s->waiting && distance(s->next, s->waiting->sequence) <= 0) {
        struct stream_segment *first = s->waiting;
        uint32_t old = s->next - first->sequence;
        if (old < first->length) {
            *ready = cursor_over(first->bytes, first->length);
            cursor_skip(ready, old);
            advance(s, first->length - old, first->missing);
            return true;
        }
        s->waiting = first->next;
        free_segment(s, budget, first);
    }
    return false;
}

/*
 * A capture may show an acknowledgement before the segment it acknowledges, so
 * a little disorder is waited out.
 */
void stream_acknowledged(struct stream *s, struct stream_budget *budget, uint32_t acknowledged)
{
    enum { PATIENCE = 4 }; /* segments that may wait behind one that is late */

    if (s->waiting && s->waiting_count >= PATIENCE &&
        distance(s->waiting->sequence, acknowledged) > 0)
        stream_give_up(s, budget);
}

static bool make_room(struct stream *s, struct stream_budget *budget, size_t length)
{
    uint32_t wider = s->partial_capacity ? s->partial_capacity : 512;

    while (wider < length)
        wider *= 2;
    uint32_t more = wider - s->partial_capacity;
    if (more == 0)
        return true;
    uint8_t *moved = budget->used + more > STREAMS_MOST ? NULL : realloc(s->partial, wider);
    if (!moved)
        return false;
    budget->used += more;
    s->partial = moved;
    s->partial_capacity = wider;
    return true;
}

bool stream_append(struct stream *s, struct stream_budget *budget, struct cursor more)
{
    if (!make_room(s, budget, s->partial_length + more.left)) {
        budget->refused += more.left;
        return false;
    }
    memcpy(s->partial + s->partial_length, more.next, more.left);
    s->partial_length += (uint32_t)more.left;
    return true;
}

void stream_consume(struct stream *s, size_t length)
{
    s->partial_length -= (uint32_t)length;
    if (length)
        memmove(s->partial, s->partial + length, s->partial_length);
}

void stream_forget(struct stream *s, struct stream_budget *budget)
{
    budget->used -= s->partial_capacity;
    free(s->partial);
    s->partial = NULL;
    s->partial_length = s->partial_capacity = 0;
}

void stream_release(struct stream *s, struct stream_budget *budget)
{
    stream_forget(s, budget);
    while (s->waiting) {
        struct stream_segment *first = s->waiting;
        s->waiting = first->next;
        free_segment(s, budget, first);
    }
}

void stream_finish(struct stream *s)
{
    struct stream_budget nobody = { .used = s->partial_capacity };

    for (const struct stream_segment *w = s->waiting; w; w = w->next)
        nobody.used += sizeof *w + w->length;
    stream_release(s, &nobody);
}
