/*
 * dlms_unit.c - DLMS units: what is asked of a meter's objects, what it answers,
 * and how a client proves itself.
 *
 * Source: IEC 62056-5-3:2017, 9.5 (units), 7.3.7 (names of mechanisms).
 */
#include "base/attributes.h"
#include "proto/acse.h"
#include "proto/ber.h"
#include "proto/dlms.h"

/* How clients prove themselves, by the last number of the mechanism's name. */
enum mechanism { LOWEST = 0, PASSWORD = 1, MECHANISM_NONE = 0xff };

const struct operation dlms_operations[] = {
#define REQUEST(tag, class, name)        { tag, SUB_NONE, name, CLASS_##class },
#define ANNOUNCE(tag, class, name)       { tag, SUB_NONE, name, CLASS_##class },
#define OBJECT(tag, number, class, name) { tag, number, name, CLASS_##class },
#define ANSWER(tag, of)
#define EITHER(tag, class, name) { tag, SUB_NONE, name, CLASS_##class },
#include "proto/dlms_units.def"
#undef REQUEST
#undef ANNOUNCE
#undef OBJECT
#undef ANSWER
#undef EITHER
    { DLMS_ERROR, SUB_NONE, "error of an unseen request", CLASS_diag },
    { ACSE_REQUEST, SUB_NONE, "associate", CLASS_diag },
    { ACSE_REQUEST, PASSWORD, "associate with a password", CLASS_auth },
    { ACSE_REQUEST, SUB_ANY, "associate with a challenge", CLASS_auth },
    { ACSE_RELEASE, SUB_NONE, "release", CLASS_diag },
    { 0 },
};

/* What each tag is. */
static const struct tag {
    uint8_t code; /* of the request; 0: no unit has this tag */
    enum message_kind kind;
    enum direction direction;
} tags[256] = {
#define REQUEST(tag, class, name)  [tag] = { tag, MESSAGE_REQUEST, DIRECTION_FROM_CLIENT },
#define ANNOUNCE(tag, class, name) [tag] = { tag, MESSAGE_REQUEST, DIRECTION_FROM_SERVER },
#define ANSWER(tag, of)            [tag] = { of, MESSAGE_RESPONSE, DIRECTION_FROM_SERVER },
#define OBJECT(tag, number, class, name)
#define EITHER(tag, class, name) [tag] = { tag, MESSAGE_REQUEST, DIRECTION_UNKNOWN },
#include "proto/dlms_units.def"
#undef REQUEST
#undef ANNOUNCE
#undef OBJECT
#undef ANSWER
#undef EITHER
    [DLMS_ERROR] = { DLMS_ERROR, MESSAGE_REFUSAL, DIRECTION_FROM_SERVER },
    [DLMS_EXCEPTION] = { DLMS_ERROR, MESSAGE_REFUSAL, DIRECTION_FROM_SERVER },
    [ACSE_REQUEST] = { ACSE_REQUEST, MESSAGE_REQUEST, DIRECTION_FROM_CLIENT },
    [ACSE_RESPONSE] = { ACSE_REQUEST, MESSAGE_RESPONSE, DIRECTION_FROM_SERVER },
    [ACSE_RELEASE] = { ACSE_RELEASE, MESSAGE_REQUEST, DIRECTION_FROM_CLIENT },
    [ACSE_RELEASED] = { ACSE_RELEASE, MESSAGE_RESPONSE, DIRECTION_FROM_SERVER },
};

static const struct tag *tag_of(struct cursor unit)
{
    return &tags[cursor_u8(&unit)];
}

bool dlms_is_from_server(struct cursor unit)
{
    return tag_of(unit)->direction == DIRECTION_FROM_SERVER;
}

static void observe(struct dissection *out, enum message_kind kind, uint8_t code, uint16_t class)
{
    dissection_operation(out, &dlms_protocol, kind, code, class ? class : SUB_NONE);
}

/* ---- requests of objects and their answers ---- */

enum choice { NORMAL = 1, BLOCK = 2 };

static struct dlms_asked *row_of(struct dlms_state *state, uint8_t invoke)
{
    return &state->asked[invoke % DLMS_INVOKES];
}

/* A class of objects that has a row, or 0: the request is like any other. */
static uint16_t class_of(uint8_t code, uint16_t class)
{
    const struct operation *row = operation_find(&dlms_protocol, code, class);

    return row->name && row->sub == class ? class : 0;
}

static bool object_request(uint8_t code, struct cursor c, struct dissection *out)
{
    struct dlms_state *state = out->state;
    uint8_t choice = cursor_u8(&c);
    struct dlms_asked *row = row_of(state, cursor_u8(&c));

    if (!cursor_ok(&c) || choice == 0)
        return false;
    if (choice == NORMAL) { /* the others continue one, or are lists */
        struct dlms_attribute a = dlms_attribute_read(&c);
        if (!cursor_ok(&c))
            return false;
        *row = (struct dlms_asked){ .code = code, .class = class_of(code, a.class) };
        row->wanted = code == DLMS_GET ? dlms_wanted(&a) : 0;
    } else if (row->code != code) {
        *row = (struct dlms_asked){ .code = code };
    }
    state->last = *row;
    observe(out, MESSAGE_REQUEST, code, row->class);
    return true;
}

/* Did the only result that an answer has say no?  A block has one behind its number. */
static bool object_refused(uint8_t code, uint8_t choice, struct cursor c)
{
    enum { DATA = 0, BLOCK_HEAD = 1 + 4 };

    if (choice == BLOCK && code == DLMS_GET)
        cursor_skip(&c, BLOCK_HEAD);
    else if (choice != NORMAL)
        return false;
    return cursor_u8(&c) != DATA;
}

/* Of what goes on to the end; a long one says how many bytes it takes. */
static void skip_length(struct cursor *c)
{
    uint8_t length = cursor_u8(c);

    if (length & 0x80)
        cursor_skip(c, length & 0x7fu);
}

/* A part of a long value: whether it is the last, its number, and bytes. */
static void block_answer(struct dlms_asked *row, const struct dlms_unit *unit, struct cursor c,
                         struct dissection *out)
{
    enum { FIRST = 1 };
    struct dlms_state *state = out->state;
    bool last = cursor_u8(&c) != 0;
    uint32_t number = cursor_u32be(&c);

    cursor_skip(&c, 1); /* that it is data */
    skip_length(&c);
    if (number == FIRST)
        state->long_value = (struct dlms_long){ .device = unit->device, .next = FIRST };
    if (!cursor_ok(&c) || number != state->long_value.next || !state->long_value.next ||
        state->long_value.device != unit->device) {
        state->long_value.next = 0; /* one is missing, or it is another's */
        return;
    }
    state->long_value.next++;
    while (c.left > 0 && state->long_value.kept < DLMS_LONG_MOST)
        state->long_value.bytes[state->long_value.kept++] = cursor_u8(&c);
    if (last)
        dlms_tell_value(row->wanted, unit->device,
                        cursor_over(state->long_value.bytes, state->long_value.kept), out);
}

static bool object_answer(uint8_t code, const struct dlms_unit *unit, struct cursor c,
                          struct dissection *out)
{
    uint8_t choice = cursor_u8(&c);
    struct dlms_asked *row = row_of(out->state, cursor_u8(&c));
    bool known = row->code == code;

    if (!cursor_ok(&c) || choice == 0)
        return false;
    bool refused = object_refused(code, choice, c);
    observe(out, refused ? MESSAGE_REFUSAL : MESSAGE_RESPONSE, code, known ? row->class : 0);
    if (!known || !row->wanted || refused)
        return true;
    if (choice == NORMAL) {
        cursor_skip(&c, 1); /* that it is data */
        dlms_tell_value(row->wanted, unit->device, c, out);
    } else if (choice == BLOCK) {
        block_answer(row, unit, c, out);
    }
    return true;
}

/* ---- associations ---- */

static const char *const mechanisms[] = {
    "DLMS association without authentication",
    "DLMS association with a password in clear text",
    "DLMS association with a challenge of the manufacturer's own",
    "DLMS association with a challenge by MD5",
    "DLMS association with a challenge by SHA-1",
    "DLMS association with a challenge by GMAC",
    "DLMS association with a challenge by SHA-256",
    "DLMS association with a challenge by ECDSA",
};

/* Source: {joint-iso-ccitt(2) country(16) country-name(756) identified-organisation(5) DLMS-UA(8)}
 */
static const uint8_t dlms_root[] = { 0x60, 0x85, 0x74, 0x05, 0x08 };

static bool is_dlms(struct cursor name)
{
    for (size_t i = 0; i < sizeof dlms_root; i++)
        if (cursor_u8(&name) != dlms_root[i])
            return false;
    return true;
}

static uint8_t mechanism_of(const struct acse *a)
{
    struct cursor name = a->parameters[ACSE_MECHANISM];

    if (!acse_has(a, ACSE_MECHANISM))
        return LOWEST;
    if (!is_dlms(name))
        return MECHANISM_NONE;
    cursor_skip(&name, sizeof dlms_root + 1);
    return cursor_u8(&name);
}

static bool names_dlms(const struct acse *a)
{
    struct cursor wrapped = a->parameters[ACSE_CONTEXT_NAME];

    return is_dlms(ber_tagged(&wrapped, BER_OID));
}

static void tell_title(const struct acse *a, unsigned parameter, const struct dlms_unit *unit,
                       struct dissection *out)
{
    struct cursor wrapped = a->parameters[parameter];

    dlms_tell_title(ber_tagged(&wrapped, BER_OCTETS), unit->device, out);
}

static bool associate(const struct dlms_unit *unit, struct dissection *out)
{
    struct dlms_state *state = out->state;
    struct cursor c = unit->body;
    struct acse a;

    if (!acse_read(&c, &a))
        return false;
    if (a.unit != ACSE_REQUEST && a.unit != ACSE_RESPONSE) {
        observe(out, tags[a.unit].kind, tags[a.unit].code, 0);
        return true;
    }
    bool refused = acse_is_refusal(&a);
    if (a.unit == ACSE_REQUEST)
        state->mechanism = (uint8_t)(mechanism_of(&a) + 1);
    uint8_t mechanism = (uint8_t)(state->mechanism - 1);
    observe(out, refused ? MESSAGE_REFUSAL : tags[a.unit].kind, ACSE_REQUEST,
            state->mechanism ? mechanism : 0);
    if (a.unit == ACSE_REQUEST || refused)
        return true;
    tell_title(&a, ACSE_RESPONDING_TITLE, unit, out);
    if (state->mechanism && mechanism < COUNT_OF(mechanisms))
        dissection_state(out, &out->sender, FIELD_security, text_of(mechanisms[mechanism]),
                         "dlms association", CONFIDENCE_BEHAVIOUR);
    state->mechanism = 0;
    return true;
}

/* ---- other units ---- */

/* Reading and writing by short names: the results of several stand side by side. */
static bool short_refused(struct cursor c)
{
    enum { FAILED = 1 };
    uint8_t count = cursor_u8(&c), first = cursor_u8(&c);

    return count > 0 && first == FAILED;
}

static void refuse_last(struct dissection *out)
{
    struct dlms_state *state = out->state;

    observe(out, MESSAGE_REFUSAL, state->last.code ? state->last.code : DLMS_ERROR,
            state->last.class);
    state->last = (struct dlms_asked){ 0 };
}

static void plain(const struct tag *tag, struct cursor c, struct dissection *out)
{
    struct dlms_state *state = out->state;
    bool by_short_name = tag->code == DLMS_READ || tag->code == DLMS_WRITE;

    if (tag->kind == MESSAGE_REQUEST && tag->direction == DIRECTION_FROM_CLIENT)
        state->last = (struct dlms_asked){ .code = tag->code };
    bool refused = tag->kind == MESSAGE_RESPONSE && by_short_name && short_refused(c);
    observe(out, refused ? MESSAGE_REFUSAL : tag->kind, tag->code, 0);
}

/*
 * The first block of a long unit begins as the unit does: what it is shows there.
 * A block is no unit by itself, so that none is within another.
 */
static bool first_of_blocks(const struct dlms_unit *unit, struct cursor c, struct dissection *out)
{
    cursor_skip(&c, 1); /* control */
    uint16_t number = cursor_u16be(&c);
    cursor_skip(&c, 2); /* the other side's that came */
    skip_length(&c);
    struct dlms_unit inner = { .from = unit->from, .to = unit->to, .body = c };
    const struct tag *tag = tag_of(c);

    if (!cursor_ok(&c))
        return false;
    if (number != 1 || c.left == 0 || tag->code == 0 || tag->direction == DIRECTION_UNKNOWN)
        return true;
    inner.device = dlms_is_from_server(c) ? unit->from : unit->to;
    return dlms_unit_read(&inner, out);
}

static bool either(const struct tag *tag, const struct dlms_unit *unit, struct cursor c,
                   struct dissection *out)
{
    bool answers = out->direction == DIRECTION_FROM_SERVER;

    observe(out, answers ? MESSAGE_RESPONSE : MESSAGE_REQUEST, tag->code, 0);
    return tag->code != DLMS_BLOCKS || first_of_blocks(unit, c, out);
}

static bool is_object_service(uint8_t code)
{
    return code == DLMS_GET || code == DLMS_SET || code == DLMS_ACTION;
}

bool dlms_unit_read(const struct dlms_unit *unit, struct dissection *out)
{
    const struct tag *tag = tag_of(unit->body);
    struct cursor c = unit->body;

    cursor_skip(&c, 1);
    if (tag->code == 0)
        return false;
    if (tag->direction == DIRECTION_UNKNOWN)
        return either(tag, unit, c, out);
    out->direction = tag->direction;
    if (tag->code == ACSE_REQUEST || tag->code == ACSE_RELEASE)
        return associate(unit, out);
    if (is_object_service(tag->code))
        return tag->kind == MESSAGE_REQUEST ? object_request(tag->code, c, out)
                                            : object_answer(tag->code, unit, c, out);
    if (tag->kind == MESSAGE_REFUSAL)
        refuse_last(out);
    else
        plain(tag, c, out);
    return true;
}

/* Objects are asked for in one of five ways; an association is DLMS's own by its name. */
bool dlms_unit_fits(struct cursor unit)
{
    enum { CHOICES_MOST = 7 };
    const struct tag *tag = tag_of(unit);
    struct acse a;

    if (tag->code == ACSE_REQUEST)
        return acse_read(&unit, &a) && names_dlms(&a);
    cursor_skip(&unit, 1);
    uint8_t choice = cursor_u8(&unit);
    return tag->code != 0 && cursor_ok(&unit) &&
           (!is_object_service(tag->code) || (choice > 0 && choice <= CHOICES_MOST));
}
