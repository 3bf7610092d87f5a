#include "sensor/record.h"

#include "sensor/record_type.h"

static void put_text(struct buffer *out, struct text t)
{
    size_t length = t.length < UINT16_MAX ? t.length : UINT16_MAX;

    buffer_u16le(out, (uint16_t)length);
    buffer_bytes(out, t.at, length);
}

static void put_address(struct buffer *out, const struct address *a)
{
    buffer_u8(out, a->kind);
    buffer_bytes(out, a->bytes, sizeof a->bytes);
}

static void put_span(struct buffer *out, moment_us first, moment_us last, uint64_t frame)
{
    buffer_u64le(out, (uint64_t)first);
    buffer_u64le(out, (uint64_t)last);
    buffer_u64le(out, frame);
}

static void send(struct buffer *out, enum record_type type, struct buffer *body)
{
    buffer_u32le(out, (uint32_t)body->length);
    buffer_u8(out, (uint8_t)type);
    buffer_bytes(out, body->at, body->length);
    body->length = 0;
}

static void put_operation(struct buffer *body, const struct operation_count *op)
{
    put_text(body, op->protocol);
    put_text(body, op->code);
    put_text(body, op->name);
    buffer_u8(body, (uint8_t)op->class);
    buffer_u64le(body, op->requests);
    buffer_u64le(body, op->responses);
    buffer_u64le(body, op->errors);
    buffer_u64le(body, op->interval);
    buffer_u8(body, op->regularity);
    put_span(body, op->first, op->last, op->first_frame);
}

static void put_conversation(struct buffer *body, const struct conversation *c)
{
    put_address(body, &c->client);
    put_address(body, &c->server);
    buffer_u8(body, (uint8_t)c->transport);
    buffer_u16le(body, c->port);
    put_text(body, c->protocol);
    buffer_u64le(body, c->packets);
    buffer_u64le(body, c->bytes);
    buffer_u64le(body, c->packets_from_client);
    buffer_u8(body, c->established);
    buffer_u32le(body, c->hours);
    put_span(body, c->first, c->last, c->first_frame);
    buffer_u32le(body, (uint32_t)c->operations.count);
    for (ARRAY_EACH(const struct operation_count, op, &c->operations))
        put_operation(body, op);
}

static void put_fact(struct buffer *body, const struct fact *f)
{
    put_address(body, &f->about);
    put_text(body, f->part);
    buffer_u8(body, (uint8_t)f->field);
    put_text(body, f->value);
    put_text(body, f->source);
    buffer_u8(body, f->confidence);
    buffer_u64le(body, f->count);
    put_span(body, f->first, f->last, f->first_frame);
}

static void put_binding(struct buffer *body, const struct binding *b)
{
    put_address(body, &b->mac);
    put_address(body, &b->ip);
    buffer_u8(body, (uint8_t)b->how);
    buffer_u64le(body, b->count);
    put_span(body, b->first, b->last, b->first_frame);
}

static void put_capture(struct buffer *body, const struct capture *c)
{
    buffer_u64le(body, c->packets);
    buffer_u64le(body, c->bytes);
    put_span(body, c->first, c->last, 0);
    buffer_u8(body, c->truncated);
    buffer_u64le(body, c->malformed);
    buffer_u64le(body, c->skipped);
    buffer_u64le(body, (uint64_t)c->live.from);
    buffer_u64le(body, (uint64_t)c->live.to);
    buffer_u64le(body, c->live.dropped);
    buffer_u64le(body, c->live.not_kept);
}

static void put_skip(struct buffer *body, const struct skip *s)
{
    put_text(body, s->reason);
    buffer_u64le(body, s->count);
    buffer_u64le(body, s->first_frame);
}

static void put_protocol(struct buffer *body, const struct protocol_count *p)
{
    put_text(body, p->name);
    buffer_u64le(body, p->packets);
    buffer_u64le(body, p->bytes);
    buffer_u64le(body, p->messages);
    buffer_u64le(body, p->malformed);
}

#define SEND_EACH(type, row, array, put, record)                                                   \
    for (ARRAY_EACH(const struct type, row, array)) {                                              \
        put(&body, row);                                                                           \
        send(out, record, &body);                                                                  \
    }

void record_write_rows(struct buffer *out, const struct observed *rows)
{
    struct buffer body = BUFFER_KEPT;

    SEND_EACH(capture, row, &rows->captures, put_capture, RECORD_CAPTURE)
    SEND_EACH(skip, row, &rows->skips, put_skip, RECORD_SKIP)
    SEND_EACH(binding, row, &rows->bindings, put_binding, RECORD_BINDING)
    SEND_EACH(fact, row, &rows->facts, put_fact, RECORD_FACT)
    SEND_EACH(conversation, row, &rows->conversations, put_conversation, RECORD_CONVERSATION)
    SEND_EACH(protocol_count, row, &rows->protocols, put_protocol, RECORD_PROTOCOL)
    send(out, RECORD_END, &body);
    buffer_free(&body);
}

void record_write_progress(struct buffer *out, const struct progress *now)
{
    struct buffer body = BUFFER_KEPT;

    buffer_u64le(&body, now->done);
    buffer_u64le(&body, now->total);
    buffer_u64le(&body, now->packets);
    send(out, RECORD_PROGRESS, &body);
    buffer_free(&body);
}

void record_write_problem(struct buffer *out, const struct problem *problem)
{
    struct buffer body = BUFFER_KEPT;

    buffer_u32le(&body, (uint32_t)-problem->code);
    put_text(&body, text_of(problem->what));
    send(out, RECORD_PROBLEM, &body);
    buffer_free(&body);
}
