#include "sensor/outlet.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct parcel {
    struct parcel *next;
    struct buffer bytes;
    uint64_t packets;
};

static struct parcel *new_parcel(struct outlet *o)
{
    struct parcel *parcel = calloc(1, sizeof *parcel);

    if (!parcel) {
        fputs("bulkhead: out of memory\n", stderr);
        abort();
    }
    parcel->bytes = BUFFER_KEPT;
    buffer_u16le(&parcel->bytes, o->link);
    o->queued += PARCEL_HEAD;
    *(o->last ? &o->last->next : &o->first) = parcel;
    o->last = parcel;
    return parcel;
}

static struct parcel *parcel_for(struct outlet *o, size_t size)
{
    struct parcel *last = o->last;

    return last && last->bytes.length + size <= PARCEL_BYTES ? last : new_parcel(o);
}

void outlet_put(struct outlet *o, const struct packet *p)
{
    size_t size = PARCEL_PACKET_HEAD + p->captured;

    if (o->fd < 0)
        return;
    if (o->queued + size + PARCEL_HEAD > OUTLET_MOST) {
        o->refused++;
        return;
    }
    struct parcel *parcel = parcel_for(o, size);
    buffer_u64le(&parcel->bytes, (uint64_t)p->at_ns);
    buffer_u32le(&parcel->bytes, p->length);
    buffer_u32le(&parcel->bytes, p->captured);
    buffer_bytes(&parcel->bytes, p->bytes, p->captured);
    parcel->packets++;
    o->queued += size;
}

static void drop_first(struct outlet *o)
{
    struct parcel *first = o->first;

    o->queued -= first->bytes.length;
    o->first = first->next;
    if (!o->first)
        o->last = NULL;
    buffer_free(&first->bytes);
    free(first);
}

void outlet_send(struct outlet *o)
{
    while (o->first) {
        const struct parcel *first = o->first;
        ssize_t n = write(o->fd, first->bytes.at, first->bytes.length);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (n < 0)
            o->refused += first->packets; /* the other side is gone, or it is too large for it */
        drop_first(o);
    }
}

void outlet_give_up(struct outlet *o)
{
    while (o->first) {
        o->refused += o->first->packets;
        drop_first(o);
    }
}
