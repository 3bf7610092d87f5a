/*
 * ads_identity.c - what ADS devices say of themselves, over AMS and in answer to
 * the search for routers by UDP.
 *
 * Source: Beckhoff Information System, ADS: ReadDeviceInfo, ReadState, ADS states.
 * The UDP service is not published: tags as Apache PLC4X documents them
 * (ads-discovery), and as routers answer.
 */
#include "proto/ads.h"

enum { NAME_BYTES = 16 };

/* The system service stands for the device; every other port is a program on it. */
static struct text part_of(const struct ads_message *m, struct arena *into)
{
    if (m->source.port == ADS_PORT_SYSTEM_SERVICE)
        return (struct text){ 0 };
    return text_format(into, "AMS port %u", m->source.port);
}

static void device_info(const struct ads_message *m, struct cursor data, struct dissection *out)
{
    struct text part = part_of(m, out->arena);
    unsigned version = cursor_u8(&data), revision = cursor_u8(&data), build = cursor_u16le(&data);
    struct cursor name = cursor_split(&data, NAME_BYTES);

    if (!cursor_ok(&data))
        return;
    dissection_state_part(out, &out->sender, part, FIELD_model, text_from_wire(name, out->arena),
                          "ads device info", CONFIDENCE_SELF);
    dissection_state_part(out, &out->sender, part, FIELD_software,
                          text_format(out->arena, "%u.%u.%u", version, revision, build),
                          "ads device info", CONFIDENCE_SELF);
}

static const char *const states[] = {
    [1] = "idle",
    [2] = "reset",
    [3] = "init",
    [4] = "start",
    [5] = "running",
    [6] = "stopped",
    [11] = "error",
    [12] = "shutdown",
    [13] = "suspended",
    [15] = "configuration mode",
    [16] = "reconfiguration mode",
};

static void state(const struct ads_message *m, struct cursor data, struct dissection *out)
{
    uint16_t number = cursor_u16le(&data);

    if (cursor_ok(&data) && number < COUNT_OF(states) && states[number])
        dissection_state_part(out, &out->sender, part_of(m, out->arena), FIELD_state,
                              text_of(states[number]), "ads state", CONFIDENCE_SELF);
}

void ads_tell_answer(const struct ads_message *m, struct cursor data, struct dissection *out)
{
    if (m->command == ADS_READ_DEVICE_INFO)
        device_info(m, data, out);
    else if (m->command == ADS_READ_STATE)
        state(m, data, out);
}

/* ---- UDP ---- */

#define ANSWER UINT32_C(0x80000000) /* enumerators are int */

enum {
    MAGIC = 0x71146603,
    TAGS_MOST = 32,
};

enum service { SERVICE_IDENTIFY = 1, SERVICE_ADD_ROUTE = 6 };

enum tag {
    TAG_STATUS = 1,
    TAG_PASSWORD = 2,
    TAG_VERSION = 3,
    TAG_SYSTEM = 4,
    TAG_NAME = 5,
    TAG_NET_ID = 7,
};

static void system_version(struct cursor value, struct dissection *out)
{
    static const char *const platforms[] = { [2] = "Windows", [3] = "Windows CE" };

    cursor_skip(&value, 4); /* its size */
    unsigned major = cursor_u32le(&value), minor = cursor_u32le(&value);
    unsigned build = cursor_u32le(&value), platform = cursor_u32le(&value);
    if (cursor_ok(&value) && platform < COUNT_OF(platforms) && platforms[platform])
        dissection_state(
            out, &out->sender, FIELD_os,
            text_format(out->arena, "%s %u.%u build %u", platforms[platform], major, minor, build),
            "ads udp system version", CONFIDENCE_SELF);
}

static void twincat_version(struct cursor value, struct dissection *out)
{
    unsigned version = cursor_u8(&value), revision = cursor_u8(&value);
    unsigned build = cursor_u16le(&value);

    if (cursor_ok(&value))
        dissection_state(out, &out->sender, FIELD_software,
                         text_format(out->arena, "TwinCAT %u.%u.%u", version, revision, build),
                         "ads udp TwinCAT version", CONFIDENCE_SELF);
}

static void host_name(struct cursor value, struct dissection *out)
{
    dissection_state(out, &out->sender, FIELD_name, text_from_wire(value, out->arena),
                     "ads udp host name", CONFIDENCE_SELF);
}

static void route_net_id(struct cursor value, struct dissection *out)
{
    ads_tell_net_id(out, &out->sender, value, "ads udp route");
}

/* That it passed by is a fact about who takes it; what it was is nobody's business. */
static void password(struct cursor value, struct dissection *out)
{
    (void)value;
    dissection_state(out, &out->receiver, FIELD_security,
                     TEXT("takes user name and password in clear text"), "ads udp add route",
                     CONFIDENCE_SELF);
}

static const struct {
    uint32_t service; /* with the bit of an answer */
    uint16_t tag;
    void (*tell)(struct cursor, struct dissection *);
} told[] = {
    { SERVICE_IDENTIFY | ANSWER, TAG_VERSION, twincat_version },
    { SERVICE_IDENTIFY | ANSWER, TAG_SYSTEM, system_version },
    { SERVICE_IDENTIFY | ANSWER, TAG_NAME, host_name },
    { SERVICE_ADD_ROUTE, TAG_NET_ID, route_net_id },
    { SERVICE_ADD_ROUTE, TAG_PASSWORD, password },
};

static void tell_tag(uint32_t service, uint16_t tag, struct cursor value, struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(told); i++)
        if (told[i].service == service && told[i].tag == tag)
            told[i].tell(value, out);
}

bool ads_is_udp(struct cursor payload)
{
    uint32_t magic = cursor_u32le(&payload);

    cursor_skip(&payload, 20);
    return magic == MAGIC && cursor_ok(&payload);
}

/* True when a status among the tags says that it was refused. */
static bool tags_read(struct cursor tags, uint32_t count, uint32_t service, struct dissection *out)
{
    bool refused = false;

    for (uint32_t i = 0; i < count && i < TAGS_MOST && tags.left > 0; i++) {
        uint16_t tag = cursor_u16le(&tags);
        struct cursor value = cursor_split(&tags, cursor_u16le(&tags));
        if (!cursor_ok(&tags))
            break;
        tell_tag(service, tag, value, out);
        refused |= tag == TAG_STATUS && cursor_u32le(&value) != 0;
    }
    return refused;
}

enum verdict ads_udp_read(struct cursor *payload, struct dissection *out)
{
    struct cursor c = *payload;

    cursor_skip(&c, 4 + 4); /* magic number, invoke id */
    uint32_t service = cursor_u32le(&c);
    struct cursor net_id = cursor_split(&c, 6);
    cursor_skip(&c, 2);
    uint32_t count = cursor_u32le(&c);
    bool answers = service & ANSWER;
    bool refused = tags_read(c, count, service, out);

    ads_settle(out, !answers);
    dissection_operation(out, &ads_protocol,
                         !answers  ? MESSAGE_REQUEST
                         : refused ? MESSAGE_REFUSAL
                                   : MESSAGE_RESPONSE,
                         ADS_UDP_FROM + (service & ~ANSWER), SUB_NONE);
    if (answers)
        ads_tell_net_id(out, &out->sender, net_id, "ads udp net id");
    cursor_skip(payload, payload->left);
    return VERDICT_OK;
}
