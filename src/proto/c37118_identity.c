/*
 * c37118_identity.c - which units a stream is made of, by its configuration, and
 * whether what it carries can be trusted.
 *
 * Source: IEEE C37.118.2-2011, 6.2 (time quality), 6.3 (status), 6.4.1
 * (configuration 1 and 2), 6.4.2 (configuration 3), 6.6 (header).
 */
#include <string.h>

#include "base/attributes.h"
#include "proto/c37118.h"

enum {
    NAME_BYTES = 16,
    GLOBAL_BYTES = 16,
    DIGITAL_NAMES = 16, /* of one word */
    UNITS_MOST = 1024,

};

/* How many channels of each kind a unit has. */
struct channels {
    size_t phasors, analogs, digitals;
};

static size_t names_of(const struct channels *c)
{
    return c->phasors + c->analogs + DIGITAL_NAMES * c->digitals;
}

static struct channels read_channels(struct cursor *c)
{
    size_t phasors = cursor_u16be(c), analogs = cursor_u16be(c);

    return (struct channels){ phasors, analogs, cursor_u16be(c) };
}

static struct text part_of(uint16_t unit, struct dissection *out)
{
    return text_format(out->arena, "unit %u", unit);
}

static void tell_name(struct cursor name, uint16_t unit, struct dissection *out)
{
    dissection_state_part(out, &out->sender, part_of(unit, out), FIELD_name,
                          text_from_wire(name, out->arena), "c37118 configuration",
                          CONFIDENCE_SELF);
}

/* ---- configurations 1 and 2 ---- */

static void read_unit(struct cursor *c, struct dissection *out)
{
    struct cursor name = cursor_split(c, NAME_BYTES);
    uint16_t unit = cursor_u16be(c);

    cursor_skip(c, 2); /* format */
    struct channels channels = read_channels(c);
    cursor_skip(c, NAME_BYTES * names_of(&channels));
    cursor_skip(c, 4 * (channels.phasors + channels.analogs + channels.digitals)); /* factors */
    cursor_skip(c, 2 + 2); /* frequency, count of changes */
    if (cursor_ok(c))
        tell_name(name, unit, out);
}

/* ---- configuration 3 ---- */

static void skip_names(struct cursor *c, size_t count)
{
    for (; count > 0 && cursor_ok(c); count--)
        cursor_skip(c, cursor_u8(c));
}

static void tell_global(struct cursor global, uint16_t unit, struct dissection *out)
{
    uint64_t high = cursor_u64be(&global), low = cursor_u64be(&global);

    if (high | low)
        dissection_state_part(out, &out->sender, part_of(unit, out), FIELD_asset_tag,
                              text_format(out->arena, "%016llx%016llx", (unsigned long long)high,
                                          (unsigned long long)low),
                              "c37118 global unit id", CONFIDENCE_SELF);
}

static float real_of(uint32_t bits)
{
    float real;

    memcpy(&real, &bits, sizeof real);
    return real;
}

/* Degrees; a unit that does not know where it is says infinity. */
static void tell_place(struct cursor *c, uint16_t unit, struct dissection *out)
{
    float latitude = real_of(cursor_u32be(c)), longitude = real_of(cursor_u32be(c));
    bool known = latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180 &&
                 (latitude != 0 || longitude != 0);

    if (cursor_ok(c) && known)
        dissection_state_part(out, &out->sender, part_of(unit, out), FIELD_location,
                              text_format(out->arena, "latitude %.5f, longitude %.5f",
                                          (double)latitude, (double)longitude),
                              "c37118 configuration", CONFIDENCE_SELF);
}

static void read_unit_3(struct cursor *c, struct dissection *out)
{
    enum { PHASOR_SCALE = 12, ANALOG_SCALE = 8, DIGITAL_MASK = 4 };
    struct cursor name = cursor_split(c, cursor_u8(c));
    uint16_t unit = cursor_u16be(c);
    struct cursor global = cursor_split(c, GLOBAL_BYTES);

    cursor_skip(c, 2); /* format */
    struct channels channels = read_channels(c);
    skip_names(c, names_of(&channels));
    cursor_skip(c, PHASOR_SCALE * channels.phasors + ANALOG_SCALE * channels.analogs +
                       DIGITAL_MASK * channels.digitals);
    if (!cursor_ok(c))
        return;
    tell_name(name, unit, out);
    tell_global(global, unit, out);
    tell_place(c, unit, out);
    cursor_skip(c, 4 + 1 + 4 + 4 + 2 + 2); /* height, class, window, delay, frequency, changes */
}

/* ---- frames ---- */

static struct c37118_stream *stream_of(struct c37118_state *state, uint16_t number)
{
    for (size_t i = 0; i < C37118_STREAMS_MOST; i++)
        if (state->streams[i].number == number)
            return &state->streams[i];
    struct c37118_stream *row = &state->streams[state->next++ % C37118_STREAMS_MOST];
    *row = (struct c37118_stream){ .number = number };
    return row;
}

/* Of a configuration 3 in several frames the first one tells how many units there are. */
static void configuration(const struct c37118_frame *f, struct c37118_stream *stream,
                          struct dissection *out)
{
    enum { ONLY_FRAME = 0, FIRST_FRAME = 1 };
    struct cursor c = f->body;

    if (f->type == C37118_CFG_3 && cursor_u16be(&c) > FIRST_FRAME)
        return;
    cursor_skip(&c, 4); /* time base */
    stream->units = cursor_u16be(&c);
    for (unsigned i = 0; i < stream->units && i < UNITS_MOST && c.left > 0; i++)
        if (f->type == C37118_CFG_3)
            read_unit_3(&c, out);
        else
            read_unit(&c, out);
}

static void header(const struct c37118_frame *f, struct c37118_stream *stream,
                   struct dissection *out)
{
    (void)stream;
    dissection_state(out, &out->sender, FIELD_description, text_from_wire(f->body, out->arena),
                     "c37118 header", CONFIDENCE_ANNOUNCED);
}

enum mark {
    MARK_SEEN = 1,
    MARK_CLOCK = 2,
    MARK_ERROR = 4,
    MARK_TEST = 8,
    MARK_UNSYNCHRONIZED = 16
};

static const struct {
    enum mark mark;
    const char *said;
} marks[] = {
    { MARK_CLOCK, "clock failed, time not reliable" },
    { MARK_ERROR, "reports an error in its data" },
    { MARK_TEST, "in test mode, or without data" },
    { MARK_UNSYNCHRONIZED, "not synchronized" },
};

/* The status of the first unit: the stream's own where there is one unit. */
static uint8_t marks_of(const struct c37118_frame *f)
{
    enum { CLOCK_FAILED = 0x0f, UNSYNCHRONIZED = 0x2000 };
    static const uint8_t errors[] = { 0, MARK_ERROR, MARK_TEST, MARK_ERROR };
    struct cursor c = f->body;
    uint16_t status = cursor_u16be(&c);
    unsigned found = MARK_SEEN | errors[status >> 14];

    if ((f->quality & CLOCK_FAILED) == CLOCK_FAILED)
        found |= MARK_CLOCK;
    if (status & UNSYNCHRONIZED)
        found |= MARK_UNSYNCHRONIZED;
    return (uint8_t)found;
}

static void data(const struct c37118_frame *f, struct c37118_stream *stream, struct dissection *out)
{
    uint8_t found = marks_of(f);

    if (stream->units != 1 || stream->marks == found)
        return;
    stream->marks = found;
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (found & marks[i].mark)
            dissection_state_part(out, &out->sender, part_of(f->stream, out), FIELD_state,
                                  text_of(marks[i].said), "c37118 status", CONFIDENCE_SELF);
}

static void (*const readers[C37118_TYPES])(const struct c37118_frame *, struct c37118_stream *,
                                           struct dissection *) = {
    [C37118_DATA] = data,           [C37118_HEADER] = header,       [C37118_CFG_1] = configuration,
    [C37118_CFG_2] = configuration, [C37118_CFG_3] = configuration,
};

void c37118_identity(const struct c37118_frame *f, struct dissection *out)
{
    struct c37118_stream *stream = stream_of(out->state, f->stream);

    if (f->type != C37118_DATA)
        dissection_state(out, &out->sender, FIELD_station, text_format(out->arena, "%u", f->stream),
                         "c37118 stream id", CONFIDENCE_SELF);
    if (readers[f->type])
        readers[f->type](f, stream, out);
}
