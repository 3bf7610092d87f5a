/*
 * sparkplug.c - Sparkplug B topics and payloads, in MQTT.
 *
 * Payloads are read as far as metrics with their names and texts; a large one is
 * cut by its carrier, and what stands before the cut is read all the same.
 *
 * Source: Eclipse Sparkplug 3.0, 4.1 (topics), 6.4 (payload definition), 5.4
 * (node control); Protocol Buffers encoding specification.
 */
#include "proto/sparkplug.h"

enum {
    VARINT_BYTES_MOST = 10,
    WIRE_VARINT = 0,
    WIRE_64 = 1,
    WIRE_BYTES = 2,
    WIRE_32 = 5,
    PAYLOAD_METRICS = 2,
    METRIC_NAME = 1,
    METRIC_TEXT = 15,
    METRICS_MOST = 4096,
};

static const struct kind {
    const char *word;
    enum sparkplug_use use;
    bool is_birth;
} kinds[] = {
    { "NBIRTH", SPARKPLUG_NODE_BIRTH, true },   { "NDEATH", SPARKPLUG_NODE_DEATH, false },
    { "NDATA", SPARKPLUG_NODE_DATA, false },    { "NCMD", SPARKPLUG_NODE_COMMAND, false },
    { "DBIRTH", SPARKPLUG_DEVICE_BIRTH, true }, { "DDEATH", SPARKPLUG_DEVICE_DEATH, false },
    { "DDATA", SPARKPLUG_DEVICE_DATA, false },  { "DCMD", SPARKPLUG_DEVICE_COMMAND, false },
};

/* spBv1.0/GROUP/KIND/NODE[/DEVICE] */
struct place {
    struct text group, node, device;
    const struct kind *kind; /* NULL: none of Sparkplug's */
};

/* ---- protocol buffers ---- */

static uint64_t read_varint(struct cursor *c)
{
    uint64_t value = 0;

    for (unsigned i = 0; i < VARINT_BYTES_MOST; i++) {
        uint8_t byte = cursor_u8(c);
        value |= (uint64_t)(byte & 0x7f) << (7 * i);
        if (!(byte & 0x80))
            return value;
    }
    c->failed = true;
    return 0;
}

/* The next field; `bytes` is what it holds where it holds bytes. */
static uint32_t field_next(struct cursor *c, struct cursor *bytes)
{
    uint64_t tag = read_varint(c);

    *bytes = (struct cursor){ 0 };
    switch (tag & 7) {
    case WIRE_VARINT:
        (void)read_varint(c);
        break;
    case WIRE_64:
        cursor_skip(c, 8);
        break;
    case WIRE_BYTES:
        *bytes = cursor_split(c, (size_t)read_varint(c));
        break;
    case WIRE_32:
        cursor_skip(c, 4);
        break;
    default:
        c->failed = true;
    }
    return cursor_ok(c) && tag >> 3 <= UINT32_MAX ? (uint32_t)(tag >> 3) : 0;
}

struct metric {
    struct cursor name, text;
};

static bool metric_next(struct cursor *payload, struct metric *m)
{
    struct cursor metric, bytes;

    while (payload->left && !payload->failed) {
        if (field_next(payload, &metric) != PAYLOAD_METRICS)
            continue;
        *m = (struct metric){ .name = { 0 } };
        while (metric.left) {
            uint32_t field = field_next(&metric, &bytes);
            if (field == METRIC_NAME)
                m->name = bytes;
            else if (field == METRIC_TEXT)
                m->text = bytes;
        }
        return true;
    }
    return false;
}

/* ---- topics ---- */

static struct place place_of(struct text topic)
{
    struct place p = { .kind = NULL };

    if (!text_is(text_cut(&topic, '/'), "spBv1.0"))
        return p;
    p.group = text_cut(&topic, '/');
    struct text word = text_cut(&topic, '/');
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (text_is(word, kinds[i].word))
            p.kind = &kinds[i];
    p.node = text_cut(&topic, '/');
    p.device = topic;
    return p;
}

static bool name_is(struct cursor name, const char *word)
{
    for (; *word; word++)
        if (cursor_u8(&name) != (uint8_t)*word)
            return false;
    return cursor_ok(&name) && name.left == 0;
}

static enum sparkplug_use command_of(struct cursor payload)
{
    struct metric m;

    for (unsigned n = 0; n < METRICS_MOST && metric_next(&payload, &m); n++) {
        if (name_is(m.name, "Node Control/Reboot"))
            return SPARKPLUG_REBOOT;
        if (name_is(m.name, "Node Control/Rebirth"))
            return SPARKPLUG_REBIRTH;
    }
    return SPARKPLUG_NODE_COMMAND;
}

enum sparkplug_use sparkplug_use_of(struct text topic, struct cursor payload)
{
    struct place p = place_of(topic);

    if (text_starts(topic, "spBv1.0/STATE/") || text_starts(topic, "STATE/"))
        return SPARKPLUG_STATE;
    if (!p.kind)
        return SPARKPLUG_NONE;
    return p.kind->use == SPARKPLUG_NODE_COMMAND ? command_of(payload) : p.kind->use;
}

/* ---- identity ---- */

/* Endings of metric names under "Properties"; the standard names the first four. */
static const struct property {
    const char *word;
    enum field field;
} properties[] = {
    { "Properties/Hardware Make", FIELD_vendor },
    { "Properties/Hardware Model", FIELD_model },
    { "Properties/OS", FIELD_os },
    { "Properties/FW", FIELD_firmware },
    { "Properties/Hardware Version", FIELD_hardware },
    { "Properties/Firmware Version", FIELD_firmware },
    { "Properties/Software Version", FIELD_software },
    { "Properties/Serial Number", FIELD_serial },
};

static void say(const struct place *p, enum field field, struct text value, const char *source,
                struct dissection *out)
{
    struct text part = { 0 };

    if (p->device.length)
        part = text_format(out->arena, "device %s", text_string(p->device, out->arena));
    dissection_state_part(out, &out->sender, part, field, value, source, CONFIDENCE_ANNOUNCED);
}

static void tell_metric(const struct place *p, const struct metric *m, struct dissection *out)
{
    for (const struct property *known = properties; known < properties + COUNT_OF(properties);
         known++)
        if (name_is(m->name, known->word))
            say(p, known->field, text_from_wire(m->text, out->arena), "sparkplug birth property",
                out);
}

void sparkplug_tell(struct text topic, struct cursor payload, struct dissection *out)
{
    struct place p = place_of(topic);
    struct metric m;

    if (!p.kind || !p.kind->is_birth)
        return;
    say(&p, FIELD_name, p.device.length ? p.device : p.node, "sparkplug topic", out);
    say(&p, FIELD_domain, p.group, "sparkplug topic", out);
    for (unsigned n = 0; n < METRICS_MOST && metric_next(&payload, &m); n++)
        tell_metric(&p, &m, out);
}
