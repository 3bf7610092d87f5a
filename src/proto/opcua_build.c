/*
 * opcua_build.c - the build information that a server's address space holds, when
 * somebody reads it.
 *
 * Source: OPC 10000-5, 12.4 and 12.10 (BuildInfo, ServerStatus); OPC 10000-6,
 * annex A (their nodes).
 */
#include "proto/opcua.h"

/* Nodes of the standard's address space that hold it, whole or in parts. */
enum build_node {
    NODE_STATUS = 2256,
    NODE_BUILD = 2260,
    NODE_PRODUCT_NAME = 2261,
    NODE_PRODUCT_URI = 2262,
    NODE_MANUFACTURER = 2263,
    NODE_VERSION = 2264,
    NODE_NUMBER = 2265,
    NODES_FROM = NODE_STATUS - 1, /* so that zero is none, and four bits are enough */
    BITS = 4,
    READS_MOST = 64 / BITS,
    ATTRIBUTE_VALUE = 13,
};

/* In the order of the structure BuildInfo. */
static const struct {
    uint32_t node;
    enum field field;
    uint8_t confidence;
    const char *source;
} build_parts[] = {
    { NODE_PRODUCT_URI, FIELD_server_software, CONFIDENCE_BANNER, "opcua build product uri" },
    { NODE_MANUFACTURER, FIELD_vendor, CONFIDENCE_BANNER, "opcua build manufacturer" },
    { NODE_PRODUCT_NAME, FIELD_server_software, CONFIDENCE_SELF, "opcua build product name" },
    { NODE_VERSION, FIELD_software, CONFIDENCE_SELF, "opcua build software version" },
    { NODE_NUMBER, FIELD_software, CONFIDENCE_BANNER, "opcua build number" },
};

static void build_state(size_t part, struct cursor value, struct dissection *out)
{
    if (cursor_ok(&value))
        dissection_state(out, &out->sender, build_parts[part].field,
                         text_from_wire(value, out->arena), build_parts[part].source,
                         build_parts[part].confidence);
}

static void build_read(struct cursor c, struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(build_parts); i++)
        build_state(i, opcua_string(&c), out);
}

static void build_value(uint32_t node, struct opcua_scalar value, struct dissection *out)
{
    enum { BODY_BUILD = 340, BODY_STATUS = 864, STATUS_BEFORE_BUILD = 8 + 8 + 4 };

    if (value.body_type == BODY_STATUS)
        cursor_skip(&value.bytes, STATUS_BEFORE_BUILD);
    if (value.body_type == BODY_STATUS || value.body_type == BODY_BUILD)
        build_read(value.bytes, out);
    for (size_t i = 0; value.type == OPCUA_STRING && i < COUNT_OF(build_parts); i++)
        if (build_parts[i].node == node)
            build_state(i, value.bytes, out);
}

static uint64_t build_wanted(struct opcua_node node, uint32_t attribute)
{
    bool known =
        node.is_number && node.space == 0 &&
        (node.number == NODE_STATUS || (node.number >= NODE_BUILD && node.number <= NODE_NUMBER));

    return known && attribute == ATTRIBUTE_VALUE ? node.number - NODES_FROM : 0;
}

void opcua_build_request(struct opcua_asked *asked, struct cursor body, struct dissection *out)
{
    (void)out;
    cursor_skip(&body, 8 + 4); /* age, timestamps */
    uint32_t count = opcua_count(&body);
    for (uint32_t i = 0; i < count && i < READS_MOST; i++) {
        struct opcua_node node = opcua_node(&body);
        uint32_t attribute = cursor_u32le(&body);
        (void)opcua_string(&body); /* range */
        cursor_skip(&body, 2);
        (void)opcua_string(&body); /* encoding */
        if (cursor_ok(&body))
            asked->reads |= build_wanted(node, attribute) << i * BITS;
    }
}

void opcua_build_answer(const struct opcua_state *state, const struct opcua_asked *asked,
                        struct cursor body, struct dissection *out)
{
    (void)state;
    uint64_t reads = asked->reads;
    for (uint32_t n = opcua_count(&body); n > 0 && reads; n--, reads >>= BITS) {
        struct opcua_scalar value = opcua_data_value(&body);
        uint32_t wanted = reads & ((1u << BITS) - 1);
        if (!cursor_ok(&body))
            return;
        if (wanted)
            build_value(NODES_FROM + wanted, value, out);
    }
}
