#include "sensor/record.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cursor.h"
#include "sensor/record_type.h"

struct reader {
    struct observed *into;
    uint32_t capture;
    struct record_observer observer;
    struct problem *why;
    bool ended;
};

static struct text get_text(struct cursor *c, struct arena *into)
{
    struct cursor part = cursor_split(c, cursor_u16le(c));

    return text_copy((struct text){ (const char *)part.next, part.left }, into);
}

static struct address get_address(struct cursor *c)
{
    struct address a = { .kind = cursor_u8(c) };
    struct cursor bytes = cursor_split(c, sizeof a.bytes);

    if (a.kind > ADDRESS_IPV6)
        c->failed = true;
    for (size_t i = 0; i < sizeof a.bytes; i++)
        a.bytes[i] = cursor_u8(&bytes);
    return a;
}

static uint8_t get_below(struct cursor *c, uint8_t count)
{
    uint8_t value = cursor_u8(c);

    if (value >= count)
        c->failed = true;
    return c->failed ? 0 : value;
}

static void get_span(struct cursor *c, moment_us *first, moment_us *last, uint64_t *frame)
{
    *first = (moment_us)cursor_u64le(c);
    *last = (moment_us)cursor_u64le(c);
    *frame = cursor_u64le(c);
}

static void read_progress(struct reader *r, struct cursor *c)
{
    struct progress now = { .done = cursor_u64le(c) };

    now.total = cursor_u64le(c);
    now.packets = cursor_u64le(c);
    if (r->observer.progress && cursor_ok(c))
        r->observer.progress(r->observer.owner, &now);
}

static void read_problem(struct reader *r, struct cursor *c)
{
    uint32_t code = cursor_u32le(c);
    struct text what = get_text(c, &r->into->text);

    problem_set(r->why, code && code < 4096 ? -(int)code : -EIO, "%.*s", (int)what.length,
                what.length ? what.at : "");
    if (!r->why->what[0])
        problem_set(r->why, r->why->code, "sensor: sent a problem without words");
    text_make_printable(r->why->what, strlen(r->why->what)); /* it may not be our sensor any more */
}

static void read_capture(struct reader *r, struct cursor *c)
{
    struct capture *row = &r->into->captures.items[r->capture];
    uint64_t unused;

    row->packets = cursor_u64le(c);
    row->bytes = cursor_u64le(c);
    get_span(c, &row->first, &row->last, &unused);
    row->truncated = cursor_u8(c);
    row->malformed = cursor_u64le(c);
    row->skipped = cursor_u64le(c);
    row->live.from = (moment_us)cursor_u64le(c);
    row->live.to = (moment_us)cursor_u64le(c);
    row->live.dropped = cursor_u64le(c);
    row->live.not_kept = cursor_u64le(c);
}

static void read_skip(struct reader *r, struct cursor *c)
{
    struct skip *row = array_add(&r->into->skips);

    row->capture = r->capture;
    row->reason = get_text(c, &r->into->text);
    row->count = cursor_u64le(c);
    row->first_frame = cursor_u64le(c);
}

static void read_binding(struct reader *r, struct cursor *c)
{
    struct binding *row = array_add(&r->into->bindings);

    row->capture = r->capture;
    row->mac = get_address(c);
    row->ip = get_address(c);
    row->how = get_below(c, BINDING_COUNT);
    row->count = cursor_u64le(c);
    get_span(c, &row->first, &row->last, &row->first_frame);
}

static void read_fact(struct reader *r, struct cursor *c)
{
    struct fact *row = array_add(&r->into->facts);

    row->capture = r->capture;
    row->about = get_address(c);
    row->part = get_text(c, &r->into->text);
    row->field = get_below(c, FIELD_COUNT);
    row->value = get_text(c, &r->into->text);
    row->source = get_text(c, &r->into->text);
    row->confidence = get_below(c, 101);
    row->count = cursor_u64le(c);
    get_span(c, &row->first, &row->last, &row->first_frame);
}

static void read_operation(struct reader *r, struct cursor *c, struct operation_count *op)
{
    op->protocol = get_text(c, &r->into->text);
    op->code = get_text(c, &r->into->text);
    op->name = get_text(c, &r->into->text);
    op->class = get_below(c, CLASS_COUNT);
    op->requests = cursor_u64le(c);
    op->responses = cursor_u64le(c);
    op->errors = cursor_u64le(c);
    op->interval = cursor_u64le(c);
    op->regularity = get_below(c, 101);
    get_span(c, &op->first, &op->last, &op->first_frame);
}

static void read_conversation(struct reader *r, struct cursor *c)
{
    struct conversation *row = array_add(&r->into->conversations);

    row->capture = r->capture;
    row->client = get_address(c);
    row->server = get_address(c);
    row->transport = get_below(c, TRANSPORT_ETHERNET + 1);
    row->port = cursor_u16le(c);
    row->protocol = get_text(c, &r->into->text);
    row->packets = cursor_u64le(c);
    row->bytes = cursor_u64le(c);
    row->packets_from_client = cursor_u64le(c);
    row->established = cursor_u8(c);
    row->hours = cursor_u32le(c) & CONVERSATION_HOURS;
    get_span(c, &row->first, &row->last, &row->first_frame);
    for (uint32_t left = cursor_u32le(c); left > 0 && cursor_ok(c); left--)
        read_operation(r, c, array_add(&row->operations));
}

static void read_protocol(struct reader *r, struct cursor *c)
{
    struct protocol_count *row = array_add(&r->into->protocols);

    row->capture = r->capture;
    row->name = get_text(c, &r->into->text);
    row->packets = cursor_u64le(c);
    row->bytes = cursor_u64le(c);
    row->messages = cursor_u64le(c);
    row->malformed = cursor_u64le(c);
}

static void read_end(struct reader *r, struct cursor *c)
{
    (void)c;
    r->ended = true;
}

static void (*const readers[])(struct reader *, struct cursor *) = {
    [RECORD_PROGRESS] = read_progress, [RECORD_PROBLEM] = read_problem,
    [RECORD_CAPTURE] = read_capture,   [RECORD_SKIP] = read_skip,
    [RECORD_BINDING] = read_binding,   [RECORD_FACT] = read_fact,
    [RECORD_CONVERSATION] = read_conversation,
    [RECORD_PROTOCOL] = read_protocol, [RECORD_END] = read_end,
};

static int read_record(struct reader *r, uint8_t type, struct cursor body)
{
    if (type == 0 || type >= COUNT_OF(readers))
        return problem_set(r->why, -EPROTO, "sensor: sent a record of unknown type %u", type);
    readers[type](r, &body);
    if (r->why->code)
        return r->why->code;
    if (!cursor_ok(&body) || body.left)
        return problem_set(r->why, -EPROTO, "sensor: sent a record of type %u that does not fit",
                           type);
    return 0;
}

/* Every whole record at the front of the buffer; the rest moves to the front. */
static int read_records(struct reader *r, struct buffer *in)
{
    struct cursor c = cursor_over(in->at, in->length);
    int rc = 0;

    while (rc == 0 && c.left >= RECORD_HEAD && !r->ended) {
        struct cursor ahead = c;
        uint32_t length = cursor_u32le(&ahead);
        uint8_t type = cursor_u8(&ahead);
        if (length > RECORD_MOST)
            return problem_set(r->why, -EPROTO, "sensor: sent a record of %u bytes; at most %d",
                               length, RECORD_MOST);
        if (length > ahead.left)
            break;
        rc = read_record(r, type, cursor_split(&ahead, length));
        c = ahead;
    }
    if (c.left)
        memmove(in->at, in->at + (in->length - c.left), c.left);
    in->length = c.left;
    return rc;
}

struct record_inflow {
    int fd;
    struct buffer in;
};

struct record_inflow *record_inflow_begin(int fd)
{
    struct record_inflow *flow = calloc(1, sizeof *flow);

    if (!flow) {
        fputs("bulkhead: out of memory\n", stderr);
        abort();
    }
    *flow = (struct record_inflow){ .fd = fd, .in = BUFFER_KEPT };
    return flow;
}

void record_inflow_end(struct record_inflow *flow)
{
    if (flow)
        buffer_free(&flow->in);
    free(flow);
}

/* 1: something came; 0: not yet; negative: nothing will. */
static int fill(struct record_inflow *flow, struct problem *why)
{
    char chunk[64 << 10];
    ssize_t n = read(flow->fd, chunk, sizeof chunk);

    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return 0;
    if (n <= 0)
        return problem_set(why, -EPIPE, "sensor: ended before its work was done");
    buffer_bytes(&flow->in, chunk, (size_t)n);
    return 1;
}

int record_inflow_read(struct record_inflow *flow, uint32_t capture,
                       struct record_observer observer, struct observed *into, struct problem *why)
{
    struct reader r = { .into = into, .capture = capture, .observer = observer, .why = why };

    *why = (struct problem){ 0 };
    int rc = read_records(&r, &flow->in); /* what came together with the rows before */
    if (rc == 0 && !r.ended)
        rc = fill(flow, why);
    if (rc > 0)
        rc = read_records(&r, &flow->in);
    return rc < 0 ? rc : r.ended;
}

int record_read_all(int fd, uint32_t capture, struct record_observer observer,
                    struct observed *into, struct problem *why)
{
    struct record_inflow *flow = record_inflow_begin(fd);
    int rc;

    do
        rc = record_inflow_read(flow, capture, observer, into, why);
    while (rc == 0);
    record_inflow_end(flow);
    return rc < 0 ? rc : 0;
}
