/*
 * sv.c - sampled values: what merging units publish, some thousand times a second.
 *
 * What identifies a stream stands in every message and is told when it is new or
 * differs from the last.
 *
 * Source: IEC 61850-9-2:2011, 8.5 (message), annex A (header); IEC 61869-9:2016,
 * 6.905 (synchronization).
 */
#include <assert.h>

#include "base/attributes.h"
#include "proto/ber.h"
#include "proto/iec61850_frame.h"

enum { UNIT_PUBLISH = 0x60, PUBLISH = 0, SIMULATED = 1, ASDUS_MOST = 16 };

static_assert(sizeof(struct iec61850_streams) <= PROTOCOL_STATE_MOST, "a flow keeps no more");

static const struct operation operations[] = {
    { PUBLISH, SUB_NONE, "publish samples", CLASS_read },
    { PUBLISH, SIMULATED, "publish simulated samples", CLASS_force },
    { 0 },
};

/* Parameters of one ASDU by their tag numbers. */
enum parameter {
    SAMPLES_ID = 0,
    DATA_SET = 1,
    CONFIGURATION = 3,
    SYNCHRONIZED = 5,
    SAMPLES = 7,
    PARAMETERS
};

struct asdu {
    struct cursor parameters[PARAMETERS];
};

static bool asdu_read(struct cursor c, struct asdu *a)
{
    *a = (struct asdu){ 0 };
    return ber_context_values(c, a->parameters, PARAMETERS) && a->parameters[SAMPLES_ID].left > 0 &&
           a->parameters[SAMPLES].next;
}

/* By smpSynch; higher numbers name the clock of one area. */
static const char *const clocks[] = {
    "not synchronized",
    "synchronized by a local clock",
    "synchronized by a global clock",
};

static void tell_stream(const struct iec61850_frame *frame, const struct asdu *a,
                        struct dissection *out, struct text part)
{
    uint32_t revision = ber_number(a->parameters[CONFIGURATION]);
    struct text set = text_from_wire(a->parameters[DATA_SET], out->arena);

    dissection_state_part(out, &out->sender, part, FIELD_application,
                          text_from_wire(a->parameters[SAMPLES_ID], out->arena),
                          "sampled values id", CONFIDENCE_SELF);
    dissection_state_part(out, &out->sender, part, FIELD_description,
                          text_format(out->arena, "%s%.*s%sAPPID 0x%04x, configuration %u",
                                      set.length ? "data set " : "", (int)set.length,
                                      set.length ? set.at : "", set.length ? ", " : "",
                                      frame->application, revision),
                          "sampled values", CONFIDENCE_SELF);
}

static void tell_state(const struct iec61850_frame *frame, uint8_t clock, struct dissection *out,
                       struct text part)
{
    if (frame->simulated)
        dissection_state_part(out, &out->sender, part, FIELD_state, TEXT("simulated"),
                              "sampled values", CONFIDENCE_SELF);
    if (clock < COUNT_OF(clocks))
        dissection_state_part(out, &out->sender, part, FIELD_state, text_of(clocks[clock]),
                              "sampled values", CONFIDENCE_SELF);
}

static void tell(const struct iec61850_frame *frame, const struct asdu *a, struct dissection *out)
{
    struct cursor synchronized = a->parameters[SYNCHRONIZED];
    uint8_t clock = cursor_u8(&synchronized);
    uint16_t marks = (uint16_t)(clock << 1 | frame->simulated);
    bool is_new;
    struct iec61850_stream *stream =
        iec61850_stream_of(out->state, a->parameters[SAMPLES_ID], &is_new);

    if (!is_new && stream->marks == marks)
        return;
    stream->marks = marks;
    struct text id = text_from_wire(a->parameters[SAMPLES_ID], out->arena);
    struct text part = text_format(out->arena, "samples %.*s", (int)id.length, id.at);
    if (is_new)
        tell_stream(frame, a, out, part);
    tell_state(frame, clock, out, part);
}

static bool publish(const struct iec61850_frame *frame, struct cursor unit, struct dissection *out)
{
    enum { COUNT = 0x80, SECURITY = 0x81, SEQUENCE = 0xa2 };
    struct cursor skipped;
    uint32_t count = ber_number(ber_tagged(&unit, COUNT));

    (void)ber_optional(&unit, SECURITY, &skipped);
    struct cursor asdus = ber_tagged(&unit, SEQUENCE);
    if (!cursor_ok(&unit) || count == 0 || count > ASDUS_MOST)
        return false;
    for (; count > 0; count--) {
        struct asdu a;
        if (!asdu_read(ber_tagged(&asdus, BER_SEQUENCE), &a))
            return false;
        tell(frame, &a, out);
    }
    dissection_operation(out, &sv_protocol, MESSAGE_REQUEST, PUBLISH,
                         frame->simulated ? (uint32_t)SIMULATED : SUB_NONE);
    return true;
}

static enum match sv_probe(struct cursor payload)
{
    struct iec61850_frame frame;

    if (!iec61850_frame_read(&payload, &frame))
        return MATCH_NO;
    (void)ber_tagged(&frame.unit, UNIT_PUBLISH);
    return cursor_ok(&frame.unit) ? MATCH_YES : MATCH_NO;
}

static enum verdict sv_dissect(struct cursor *payload, struct dissection *out)
{
    struct iec61850_frame frame;
    struct cursor ahead = *payload;

    if (!iec61850_frame_read(&ahead, &frame))
        return VERDICT_MALFORMED;
    struct cursor unit = ber_tagged(&frame.unit, UNIT_PUBLISH);
    bool read = cursor_ok(&unit) && publish(&frame, unit, out);
    cursor_skip(payload, payload->left); /* a frame has one unit; the rest is padding */
    return read ? VERDICT_OK : VERDICT_MALFORMED;
}

const struct protocol sv_protocol = {
    .name = "sv",
    .title = "Sampled values",
    .specification = "IEC 61850-9-2:2011",
    .carriers = CARRIER_ETHERNET | CARRIER_ROUTED_SAMPLES,
    .ports = { 0x88ba },
    .is_industrial = true,
    .state_bytes = sizeof(struct iec61850_streams),
    .operations = operations,
    .probe = sv_probe,
    .dissect = sv_dissect,
};
