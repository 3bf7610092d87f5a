/*
 * melsec.c - the MELSEC communication protocol in 1E frames: binary and ASCII.
 *
 * No length stands in a frame: that of a request follows from its command, that
 * of an answer from what was asked.  An answer seen without its request takes
 * what its segment holds.
 *
 * Source: Mitsubishi SH-080008 (MELSEC Communication Protocol), 4.3 and 18 (1E
 * frame: commands, complete codes, device codes).
 */
#include <assert.h>

#include "proto/mc_field.h"
#include "proto/protocol.h"
#include "proto/requests.h"

enum {
    ANSWER = 0x80,
    ABNORMAL = 0x5b, /* a code and a zero follow */
    STATION_OWN = 0xff,
    STATION_MOST = 0x40,
    POINTS_MOST = 256, /* a count of 0 */
    DEVICE_BYTES = 6,
    MESSAGE_MOST = 2 * (4 + 2 + POINTS_MOST * (DEVICE_BYTES + 2)),
};

enum shape {
    SHAPE_EMPTY,
    SHAPE_READ_BITS,
    SHAPE_READ_WORDS,
    SHAPE_WRITE_BITS,
    SHAPE_WRITE_WORDS,
    SHAPE_RANDOM_BITS,
    SHAPE_RANDOM_WORDS,
    SHAPE_TYPE,
    SHAPE_LOOPBACK,
};

/* Bytes in binary code; two bit points share one, and a write rounds up. */
static const struct {
    bool has_device, has_points, has_end;
    uint8_t asked_halves, answered_halves; /* of a byte, for each point */
    uint8_t answered;                      /* besides */
} shapes[] = {
    [SHAPE_EMPTY] = { 0 },
    [SHAPE_READ_BITS] = { true, true, true, 0, 1, 0 },
    [SHAPE_READ_WORDS] = { true, true, true, 0, 4, 0 },
    [SHAPE_WRITE_BITS] = { true, true, true, 1, 0, 0 },
    [SHAPE_WRITE_WORDS] = { true, true, true, 4, 0, 0 },
    [SHAPE_RANDOM_BITS] = { false, true, true, 2 * (DEVICE_BYTES + 1), 0, 0 },
    [SHAPE_RANDOM_WORDS] = { false, true, true, 2 * (DEVICE_BYTES + 2), 0, 0 },
    [SHAPE_TYPE] = { false, false, false, 0, 0, 2 },
    [SHAPE_LOOPBACK] = { false, true, false, 2, 2, 1 },
};

static const struct operation operations[] = {
#define COMMAND(code, shape, class, name) { code, SUB_NONE, name, CLASS_##class },
#include "proto/melsec_codes.def"
#undef COMMAND
    { 0 },
};

static const struct {
    uint8_t code;
    enum shape shape;
} commands[] = {
#define COMMAND(code, shape, class, name) { code, SHAPE_##shape },
#include "proto/melsec_codes.def"
#undef COMMAND
};

/* "D " and its like, two characters as a number. */
static const uint16_t devices[] = {
    0x4420, 0x5220, 0x5720, 0x4d20, 0x5820, 0x5920, 0x4220, 0x4620,
    0x4c20, 0x5320, 0x5453, 0x5443, 0x544e, 0x4353, 0x4343, 0x434e,
};

struct melsec_state {
    struct requests asked; /* note: how long a good answer is behind its complete code */
};

static_assert(sizeof(struct melsec_state) <= PROTOCOL_STATE_MOST, "flow state is bounded");

struct frame {
    uint8_t code;
    bool answers;
    bool is_sure;      /* a device of the own station: nothing else looks so */
    uint32_t answered; /* requests: bytes of data in a good answer */
    bool is_good;      /* answers: the complete code */
    struct cursor rest;
};

static const enum shape *shape_find(uint32_t code)
{
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (commands[i].code == code)
            return &commands[i].shape;
    return NULL;
}

static bool device_read(struct mc_fields *f)
{
    uint32_t code = 0;

    if (f->is_text)
        code = mc_number(f, 2);
    mc_skip(f, 4);
    if (!f->is_text)
        code = mc_number(f, 2);
    for (size_t i = 0; i < COUNT_OF(devices); i++)
        if (devices[i] == code)
            return true;
    return !mc_ok(f); /* it may yet come */
}

/* False for what no request is; what is only incomplete fails the fields. */
static bool request_read(struct mc_fields *f, struct frame *frame)
{
    uint32_t code = mc_number(f, 1);
    const enum shape *shape = shape_find(code);
    uint32_t station = mc_number(f, 1), points = 0, end = 0;

    if (mc_ok(f) && (!shape || (station != STATION_OWN && station > STATION_MOST)))
        return false;
    mc_skip(f, 2); /* monitoring timer */
    if (!shape || (shapes[*shape].has_device && !device_read(f)))
        return !shape;
    if (shapes[*shape].has_points)
        points = mc_number(f, 1);
    if (shapes[*shape].has_points && points == 0)
        points = POINTS_MOST;
    if (shapes[*shape].has_end)
        end = mc_number(f, 1);
    mc_skip(f, (points * shapes[*shape].asked_halves + 1) / 2);
    frame->code = (uint8_t)code;
    frame->is_sure = shapes[*shape].has_device && station == STATION_OWN;
    frame->answered = (points * shapes[*shape].answered_halves + 1) / 2 + shapes[*shape].answered;
    frame->rest = f->rest;
    return end == 0;
}

static bool answer_read(struct mc_fields *f, const struct request *asked, struct frame *frame)
{
    uint32_t code = mc_number(f, 1) & ~(uint32_t)ANSWER;
    uint32_t complete = mc_number(f, 1);

    if (mc_ok(f) && !shape_find(code))
        return false;
    if (complete == ABNORMAL)
        mc_skip(f, 2);
    else if (complete == 0)
        mc_skip(f, asked && asked->code == code ? asked->note : mc_left(f));
    frame->code = (uint8_t)code;
    frame->answers = true;
    frame->is_good = complete == 0;
    frame->rest = f->rest;
    return true;
}

/* Text begins with the digits of a command, which in binary are none. */
static struct mc_fields fields_over(struct cursor payload)
{
    struct cursor ahead = payload;
    uint8_t first = cursor_u8(&ahead);

    return (struct mc_fields){ .rest = payload,
                               .is_text =
                                   first == '0' || first == '1' || first == '8' || first == '9' };
}

static bool is_answer(struct mc_fields f)
{
    return mc_number(&f, 1) & ANSWER;
}

static enum verdict frame_read(struct cursor payload, const struct request *asked,
                               struct frame *frame)
{
    struct mc_fields f = fields_over(payload);
    bool right = is_answer(f) ? answer_read(&f, asked, frame) : request_read(&f, frame);

    if (!right || f.is_wrong)
        return VERDICT_MALFORMED;
    return mc_ok(&f) ? VERDICT_OK : VERDICT_MORE;
}

/*
 * An answer proves too little: a flow is taken by its first request, of which the
 * command and the station must be there.
 */
static enum match melsec_probe(struct cursor payload)
{
    struct frame frame = { 0 };
    size_t least = fields_over(payload).is_text ? 4 : 2;
    enum verdict verdict = frame_read(payload, NULL, &frame);

    if (payload.left < least || verdict == VERDICT_MALFORMED || is_answer(fields_over(payload)))
        return MATCH_NO;
    return verdict == VERDICT_OK && frame.is_sure && frame.rest.left == 0 ? MATCH_YES : MATCH_MAYBE;
}

static enum verdict melsec_dissect(struct cursor *payload, struct dissection *out)
{
    struct melsec_state *state = out->state;
    struct frame frame = { 0 };
    const struct request *asked = state->asked.count ? &state->asked.rows[0] : NULL;
    enum verdict verdict = frame_read(*payload, asked, &frame);

    if (verdict != VERDICT_OK)
        return verdict;
    out->direction = frame.answers ? DIRECTION_FROM_SERVER : DIRECTION_FROM_CLIENT;
    if (frame.answers) {
        struct request taken;
        (void)requests_take(&state->asked, 0, &taken);
        dissection_operation(out, &melsec_protocol,
                             frame.is_good ? MESSAGE_RESPONSE : MESSAGE_REFUSAL, frame.code,
                             SUB_NONE);
    } else {
        requests_add_in_order(&state->asked,
                              (struct request){ .code = frame.code, .note = frame.answered });
        dissection_operation(out, &melsec_protocol, MESSAGE_REQUEST, frame.code, SUB_NONE);
    }
    *payload = frame.rest;
    return VERDICT_OK;
}

const struct protocol melsec_protocol = {
    .name = "melsec",
    .title = "MELSEC MC protocol, 1E frames",
    .specification = "Mitsubishi SH-080008, 18",
    .carriers = CARRIER_TCP | CARRIER_UDP,
    .ports = { 5000, 5001, 5002 },
    .is_industrial = true,
    .state_bytes = sizeof(struct melsec_state),
    .message_most = MESSAGE_MOST,
    .operations = operations,
    .probe = melsec_probe,
    .dissect = melsec_dissect,
};
