#include "exercise.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "repair.h"

enum { MESSAGES_MOST = 16, MESSAGE_ARENA = 1 << 16 };

struct conversation_under_test {
    const struct protocol *protocol;
    struct protocol_tally *tally;
    struct arena arena;
    void *state; /* NULL for a protocol without */
};

static void require(bool holds, const struct protocol *protocol, const char *rule)
{
    if (holds)
        return;
    fprintf(stderr, "%s: %s\n", protocol->name, rule);
    abort();
}

/* malloc(0) may be NULL, and a zero-byte view needs no bytes. */
static void *exactly(size_t size)
{
    void *memory = size ? calloc(1, size) : NULL;

    if (size && !memory)
        abort();
    return memory;
}

static void check_text(const struct protocol *protocol, struct text value)
{
    require(value.length > 0 && value.length <= 1024, protocol, "stated nothing, or a novel");
    for (size_t i = 0; i < value.length;) {
        size_t step = utf8_length(value.at + i, value.length - i);
        require(step > 0 && (unsigned char)value.at[i] >= 0x20, protocol,
                "stated text that is not printable UTF-8");
        i += step;
    }
}

static void check(const struct protocol *protocol, const struct dissection *out)
{
    for (const struct observation *o = out->first; o; o = o->next) {
        require(o->operation && o->protocol, protocol, "observed an operation without a row");
        require(o->kind <= MESSAGE_REFUSAL, protocol, "observed a message of no kind");
    }
    for (const struct statement *s = out->statements; s; s = s->next) {
        require(s->field > FIELD_none && s->field < FIELD_COUNT, protocol, "stated no field");
        require(s->source && s->source[0], protocol, "stated without a source");
        require(s->confidence > 0 && s->confidence <= 100, protocol, "stated without confidence");
        check_text(protocol, s->value);
    }
    require(out->direction <= DIRECTION_FROM_SERVER, protocol, "left no direction");
    require(out->depth == 0, protocol, "came back deeper than it was called");
}

static void begin(struct conversation_under_test *c, bool from_client, enum direction known,
                  struct dissection *out)
{
    static const uint8_t hosts[2][4] = { { 10, 41, 1, 20 }, { 10, 41, 1, 10 } };
    static const uint8_t cards[2][6] = { { 2, 0, 0, 41, 1, 20 }, { 2, 0, 0, 41, 1, 10 } };

    arena_reset(&c->arena);
    dissection_begin(out, &c->arena);
    out->sender = address_ipv4(hosts[from_client]);
    out->receiver = address_ipv4(hosts[!from_client]);
    out->sender_mac = address_mac(cards[from_client]);
    out->receiver_mac = address_mac(cards[!from_client]);
    out->sender_port = from_client ? 49152 : c->protocol->ports[0];
    out->receiver_port = from_client ? c->protocol->ports[0] : 49152;
    out->direction = known;
    out->tally = c->tally;
    out->state = c->state;
}

/* One call; how many bytes it consumed comes back in *used. */
static enum verdict call(struct conversation_under_test *c, bool from_client, enum direction known,
                         const uint8_t *data, size_t size, size_t *used)
{
    struct dissection out;
    uint8_t *copy = exactly(size);

    if (size)
        memcpy(copy, data, size);
    struct cursor payload = cursor_over(copy, size);
    (void)c->protocol->probe(payload);
    begin(c, from_client, known, &out);
    enum verdict verdict = c->protocol->dissect(&payload, &out);
    require(payload.left <= size, c->protocol, "gave back more than it got");
    *used = size - payload.left;
    if (verdict == VERDICT_OK)
        check(c->protocol, &out);
    require(verdict != VERDICT_OK || *used > 0, c->protocol,
            "understood a message and consumed nothing");
    require(verdict != VERDICT_MORE || *used == 0, c->protocol, "consumed half a message");
    free(copy);
    return verdict;
}

/* Who sends the n-th message, and what the dissector is told of it. */
enum turns { CLIENT_ONLY, SERVER_ONLY, IN_TURN };

static bool is_from_client(enum turns turns, unsigned n)
{
    return turns == CLIENT_ONLY || (turns == IN_TURN && n % 2 == 0);
}

static enum direction told(bool from_client, bool known)
{
    return !known ? DIRECTION_UNKNOWN : from_client ? DIRECTION_FROM_CLIENT : DIRECTION_FROM_SERVER;
}

static void play(struct conversation_under_test *c, enum turns turns, bool known,
                 const uint8_t *data, size_t size)
{
    bool stream = c->protocol->carriers & CARRIER_TCP;
    size_t used;

    for (unsigned n = 0; n < MESSAGES_MOST && size > 0; n++) {
        bool from_client = is_from_client(turns, n);
        enum verdict verdict = call(c, from_client, told(from_client, known), data, size, &used);
        require(verdict != VERDICT_MORE || !stream || size < c->protocol->message_most, c->protocol,
                "waits for more than message_most bytes");
        if (verdict != VERDICT_OK)
            return;
        data += used;
        size -= used;
    }
}

/*
 * A fresh conversation in the memory of the one before, which a million inputs would
 * otherwise spend most of their time to get; the message itself is new for each call.
 */
static struct conversation_under_test *fresh(const struct protocol *protocol)
{
    static struct conversation_under_test c;

    if (c.protocol != protocol) {
        free(c.state);
        free(c.tally);
        arena_destroy(&c.arena);
        c = (struct conversation_under_test){ .protocol = protocol,
                                              .state = exactly(protocol->state_bytes),
                                              .tally = exactly(protocol_count * sizeof *c.tally) };
        arena_create(&c.arena, MESSAGE_ARENA);
    }
    if (c.state)
        memset(c.state, 0, protocol->state_bytes);
    return &c;
}

static void exercise_as_is(const struct protocol *protocol, const uint8_t *data, size_t size)
{
    static const enum turns orders[][2] = {
        { CLIENT_ONLY, SERVER_ONLY },
        { SERVER_ONLY, CLIENT_ONLY },
        { IN_TURN, IN_TURN },
    };

    for (size_t i = 0; i < COUNT_OF(orders); i++) {
        struct conversation_under_test *c = fresh(protocol);
        play(c, orders[i][0], true, data, size / 2);
        play(c, orders[i][0], true, data, size);
        play(c, orders[i][1], true, data, size);
        play(c, orders[i][1], false, data, size);
    }
}

void exercise(const struct protocol *protocol, const uint8_t *data, size_t size)
{
    uint8_t *repaired = exactly(size);

    exercise_as_is(protocol, data, size);
    if (size)
        memcpy(repaired, data, size);
    if (repair(protocol, repaired, size))
        exercise_as_is(protocol, repaired, size);
    free(repaired);
}
