#include "proto/opcua_value.h"

#include "base/attributes.h"

#define LENGTH_NULL UINT32_MAX

enum { GUID_BYTES = 16 };

static void fail(struct cursor *c)
{
    cursor_skip(c, c->left + 1);
}

struct cursor opcua_string(struct cursor *c)
{
    uint32_t length = cursor_u32le(c);

    return cursor_split(c, length == LENGTH_NULL ? 0 : length);
}

/* Every item takes a byte at least, so that no count can be larger than what is left. */
uint32_t opcua_count(struct cursor *c)
{
    uint32_t count = cursor_u32le(c);

    if (count == LENGTH_NULL)
        return 0;
    if (count > c->left) {
        fail(c);
        return 0;
    }
    return count;
}

static void skip_string(struct cursor *c)
{
    (void)opcua_string(c);
}

void opcua_skip_strings(struct cursor *c)
{
    for (uint32_t n = opcua_count(c); n > 0 && cursor_ok(c); n--)
        skip_string(c);
}

/* ---- node ids ---- */

static struct opcua_node node_byte(struct cursor *c)
{
    return (struct opcua_node){ .number = cursor_u8(c), .is_number = true };
}

static struct opcua_node node_short(struct cursor *c)
{
    uint8_t space = cursor_u8(c);

    return (struct opcua_node){ .space = space, .number = cursor_u16le(c), .is_number = true };
}

static struct opcua_node node_number(struct cursor *c)
{
    uint16_t space = cursor_u16le(c);

    return (struct opcua_node){ .space = space, .number = cursor_u32le(c), .is_number = true };
}

static struct opcua_node node_string(struct cursor *c)
{
    struct opcua_node node = { .space = cursor_u16le(c) };

    skip_string(c);
    return node;
}

static struct opcua_node node_guid(struct cursor *c)
{
    struct opcua_node node = { .space = cursor_u16le(c) };

    cursor_skip(c, GUID_BYTES);
    return node;
}

/* Source: OPC 10000-6, 5.2.2.9 and 5.2.2.10 (expanded node ids). */
struct opcua_node opcua_node(struct cursor *c)
{
    static struct opcua_node (*const forms[])(struct cursor *) = {
        node_byte, node_short, node_number, node_string, node_guid, node_string,
    };
    enum { FORM = 0x3f, SERVER_INDEX = 0x40, NAMESPACE_URI = 0x80 };
    uint8_t encoding = cursor_u8(c), form = encoding & FORM;

    if (form >= COUNT_OF(forms)) {
        fail(c);
        return (struct opcua_node){ 0 };
    }
    struct opcua_node node = forms[form](c);
    if (encoding & NAMESPACE_URI) {
        skip_string(c);
        node.is_number = false;
    }
    if (encoding & SERVER_INDEX)
        cursor_skip(c, 4);
    return node;
}

static void skip_node(struct cursor *c)
{
    (void)opcua_node(c);
}

/* ---- structures ---- */

struct cursor opcua_localized(struct cursor *c)
{
    enum { LOCALE = 1, TEXT_FOLLOWS = 2 };
    uint8_t mask = cursor_u8(c);

    if (mask & LOCALE)
        skip_string(c);
    return mask & TEXT_FOLLOWS ? opcua_string(c) : cursor_split(c, 0);
}

struct opcua_scalar opcua_extension(struct cursor *c)
{
    enum { BODY_NONE, BODY_BYTES, BODY_XML };
    struct opcua_node node = opcua_node(c);
    uint8_t encoding = cursor_u8(c);
    bool standard = node.is_number && node.space == 0 && encoding == BODY_BYTES;

    if (encoding > BODY_XML)
        fail(c);
    return (struct opcua_scalar){
        .type = OPCUA_EXTENSION,
        .body_type = standard ? node.number : 0,
        .bytes = encoding == BODY_NONE ? cursor_split(c, 0) : opcua_string(c),
    };
}

/* An inner one stands last, so that nesting needs no recursion. */
void opcua_skip_diagnostics(struct cursor *c)
{
    enum { FOUR_BYTE_FIELDS = 4, ADDITIONAL = 0x10, STATUS = 0x20, INNER = 0x40 };
    uint8_t mask;

    do {
        mask = cursor_u8(c);
        for (unsigned bit = 0; bit < FOUR_BYTE_FIELDS; bit++)
            cursor_skip(c, mask >> bit & 1 ? 4 : 0);
        if (mask & ADDITIONAL)
            skip_string(c);
        cursor_skip(c, mask & STATUS ? 4 : 0);
    } while (mask & INNER && cursor_ok(c));
}

static void skip_qualified(struct cursor *c)
{
    cursor_skip(c, 2);
    skip_string(c);
}

static void skip_localized(struct cursor *c)
{
    (void)opcua_localized(c);
}

static void skip_extension(struct cursor *c)
{
    (void)opcua_extension(c);
}

/* By type number; values inside values (23, 24) are not looked into. */
static const struct {
    uint8_t bytes;
    void (*skip)(struct cursor *);
} types[OPCUA_TYPES] = {
    [1] = { 1, NULL },
    [2] = { 1, NULL },
    [3] = { 1, NULL },
    [4] = { 2, NULL },
    [5] = { 2, NULL },
    [6] = { 4, NULL },
    [7] = { 4, NULL },
    [8] = { 8, NULL },
    [9] = { 8, NULL },
    [10] = { 4, NULL },
    [11] = { 8, NULL },
    [OPCUA_STRING] = { 0, skip_string },
    [13] = { 8, NULL },
    [14] = { GUID_BYTES, NULL },
    [15] = { 0, skip_string },
    [16] = { 0, skip_string },
    [17] = { 0, skip_node },
    [18] = { 0, skip_node },
    [19] = { 4, NULL },
    [20] = { 0, skip_qualified },
    [21] = { 0, skip_localized },
    [OPCUA_EXTENSION] = { 0, skip_extension },
    [23] = { 0, fail },
    [24] = { 0, fail },
    [25] = { 0, opcua_skip_diagnostics },
};

static void skip_value(struct cursor *c, uint8_t type)
{
    if (types[type].skip)
        types[type].skip(c);
    else
        cursor_skip(c, types[type].bytes);
}

static struct opcua_scalar variant(struct cursor *c)
{
    enum { TYPE = 0x3f, DIMENSIONS = 0x40, ARRAY_OF = 0x80 };
    uint8_t mask = cursor_u8(c), type = mask & TYPE;
    struct opcua_scalar scalar = { .type = mask & ARRAY_OF ? 0 : type };

    if (type >= OPCUA_TYPES ||
        (mask & ARRAY_OF && type == 0)) /* an array of nothing has no length */
        fail(c);
    else if (scalar.type == OPCUA_STRING)
        scalar.bytes = opcua_string(c);
    else if (scalar.type == OPCUA_EXTENSION)
        scalar = opcua_extension(c);
    else
        for (uint32_t n = mask & ARRAY_OF ? opcua_count(c) : 1; n > 0 && cursor_ok(c); n--)
            skip_value(c, type);
    if (mask & DIMENSIONS)
        cursor_skip(c, (size_t)opcua_count(c) * 4);
    return scalar;
}

/* Source: OPC 10000-6, 5.2.2.17: what is there shows in the mask. */
struct opcua_scalar opcua_data_value(struct cursor *c)
{
    enum {
        VALUE = 1,
        STATUS = 2,
        SOURCE_TIME = 4,
        SERVER_TIME = 8,
        SOURCE_FINE = 16,
        SERVER_FINE = 32
    };
    static const struct {
        uint8_t bit, bytes;
    } behind[] = {
        { STATUS, 4 },      { SOURCE_TIME, 8 }, { SOURCE_FINE, 2 },
        { SERVER_TIME, 8 }, { SERVER_FINE, 2 },
    };
    uint8_t mask = cursor_u8(c);
    struct opcua_scalar value = { 0 };

    if (mask & VALUE)
        value = variant(c);
    for (size_t i = 0; i < COUNT_OF(behind); i++)
        cursor_skip(c, mask & behind[i].bit ? behind[i].bytes : 0);
    return value;
}
