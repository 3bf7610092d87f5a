/*
 * mms_identity.c - what a device says of itself over MMS: the identify service,
 * its logical devices and nodes, and the name plates of IEC 61850.
 *
 * Values come back in the order of what was asked and without names.  A name
 * plate that is read whole is a structure whose optional members may be missing:
 * of it only those are believed whose place is certain.
 *
 * Source: ISO 9506-2:2003, 10.3 and 10.5 (status, identify), 10.4 (name lists),
 * 14.4 (values); IEC 61850-7-3:2010, 7.8 (LPL and DPL); IEC 61850-7-4:2010, 5.3
 * (LPHD, LLN0).
 */
#include "base/attributes.h"
#include "proto/ber.h"
#include "proto/mms.h"

enum {
    CLASS_OF_VARIABLES = 0,
    CLASS_OF_DOMAINS = 9,
    EXTENDED_CLASS = 0xa0,
    BASIC_CLASS = 0x80,
    SCOPE = 0xa1,
    SCOPE_DOMAIN = 0x81,
    NAMES = 0xa0,
    READ_SPECIFICATION = 0xa1,
    READ_VALUES = 0xa1,
    READ_ECHO = 0xa0, /* the specification again, or in a request whether it is wanted */
    READ_ECHO_WANTED = 0x80,
    VALUE_TEXT = 0x8a,
    VALUE_LONG_TEXT = 0x90,
    VALUE_STRUCTURE = 0xa2,
};

/* ---- name plates ---- */

enum {
    WANT_NOTHING,
    WANT_DOMAINS,
    WANT_NODES,
    WANT_MEMBER,             /* and upwards: one row of `members` */
    PLATE_WHOLE_MEMBERS = 6, /* a physical name plate that has all of its first edition's */
};

#define NODE_PLATE   "mms LLN0 NamPlt"
#define DEVICE_PLATE "mms LPHD PhyNam"

/* In the order that the members have in a whole plate. */
static const struct member {
    const char *node; /* how the logical node's name begins */
    const char *plate, *name;
    enum field field;
    const char *source;
    uint8_t confidence;
} members[] = {
    { "LPHD", "PhyNam", "vendor", FIELD_vendor, DEVICE_PLATE, CONFIDENCE_SELF },
    { "LPHD", "PhyNam", "hwRev", FIELD_hardware, DEVICE_PLATE, CONFIDENCE_SELF },
    { "LPHD", "PhyNam", "swRev", FIELD_firmware, DEVICE_PLATE, CONFIDENCE_SELF },
    { "LPHD", "PhyNam", "serNum", FIELD_serial, DEVICE_PLATE, CONFIDENCE_SELF },
    { "LPHD", "PhyNam", "model", FIELD_model, DEVICE_PLATE, CONFIDENCE_SELF },
    { "LPHD", "PhyNam", "location", FIELD_location, DEVICE_PLATE, CONFIDENCE_SELF },
    /* Of the logical device, which a gateway may only stand for. */
    { "LLN0", "NamPlt", "vendor", FIELD_vendor, NODE_PLATE, CONFIDENCE_ANNOUNCED },
    { "LLN0", "NamPlt", "swRev", FIELD_software, NODE_PLATE, CONFIDENCE_ANNOUNCED },
};

enum { MEMBERS = COUNT_OF(members), WANT_PLATE = WANT_MEMBER + MEMBERS };

/* What the value of this variable says: a member, a whole plate (by its first member), nothing. */
static uint8_t wanted_of(struct cursor item)
{
    struct text rest = { (const char *)item.next, item.left };
    struct text node = text_cut(&rest, '$'), constraint = text_cut(&rest, '$');
    struct text plate = text_cut(&rest, '$');

    for (uint8_t i = 0; text_is(constraint, "DC") && i < MEMBERS; i++) {
        if (!text_starts(node, members[i].node) || !text_is(plate, members[i].plate))
            continue;
        if (rest.length == 0)
            return (uint8_t)(WANT_PLATE + i);
        if (text_is(rest, members[i].name))
            return (uint8_t)(WANT_MEMBER + i);
    }
    return WANT_NOTHING;
}

static void want_variables(struct mms_asked *asked, struct cursor c)
{
    struct cursor skipped;
    struct mms_name name;

    (void)ber_optional(&c, READ_ECHO_WANTED, &skipped);
    struct cursor specification = ber_tagged(&c, READ_SPECIFICATION);
    struct cursor list = mms_access_list(&specification, &name);
    for (size_t i = 0; i < MMS_WANTED_MOST && mms_next_variable(&list, &name); i++)
        asked->wanted[i] = wanted_of(name.item);
}

static void tell_member(const struct member *member, struct cursor *values, struct dissection *out)
{
    uint32_t tag;
    struct cursor value = ber_value(values, &tag);

    if (tag == VALUE_TEXT || tag == VALUE_LONG_TEXT)
        dissection_state(out, &out->sender, member->field, text_from_wire(value, out->arena),
                         member->source, member->confidence);
}

static size_t count_values(struct cursor structure)
{
    size_t count = 0;
    uint32_t tag;

    for (; structure.left > 0; count++)
        (void)ber_value(&structure, &tag);
    return cursor_ok(&structure) ? count : 0;
}

/* The vendor stands first in every plate, the software second in that of a node. */
static void tell_plate(const struct member *first, struct cursor *values, struct dissection *out)
{
    uint32_t tag;
    struct cursor structure = ber_value(values, &tag);
    bool certain =
        text_is(text_of(first->plate), "NamPlt") || count_values(structure) == PLATE_WHOLE_MEMBERS;

    if (tag != VALUE_STRUCTURE)
        return;
    for (const struct member *m = first; m < members + MEMBERS && m->source == first->source; m++)
        if (certain || m == first)
            tell_member(m, &structure, out);
}

static void tell_values(const struct mms_asked *asked, struct cursor answer, struct dissection *out)
{
    struct cursor echo;

    (void)ber_optional(&answer, READ_ECHO, &echo);
    struct cursor values = ber_tagged(&answer, READ_VALUES);
    for (size_t i = 0; i < MMS_WANTED_MOST && values.left > 0; i++) {
        uint8_t wanted = asked->wanted[i];
        uint32_t tag;
        if (wanted >= WANT_PLATE)
            tell_plate(&members[wanted - WANT_PLATE], &values, out);
        else if (wanted >= WANT_MEMBER)
            tell_member(&members[wanted - WANT_MEMBER], &values, out);
        else
            (void)ber_value(&values, &tag);
    }
}

/* ---- lists of names ---- */

/* Rows that meant the name which gives way mean none any more. */
static uint8_t keep_domain(struct mms_state *state, struct cursor name)
{
    uint8_t row = state->next_domain++ % MMS_DOMAINS_MOST;
    struct mms_domain *kept = &state->domains[row];

    for (size_t i = 0; i < MMS_ASKED_MOST; i++)
        if (state->asked[i].domain == row + 1)
            state->asked[i].domain = 0;
    kept->length = 0;
    while (name.left > 0 && kept->length < MMS_DOMAIN_BYTES)
        kept->name[kept->length++] = cursor_u8(&name);
    return (uint8_t)(row + 1);
}

static void want_names(struct mms_state *state, struct mms_asked *asked, struct cursor c)
{
    struct cursor extended = ber_tagged(&c, EXTENDED_CLASS);
    uint32_t class = ber_number(ber_tagged(&extended, BASIC_CLASS)), scope_tag;
    struct cursor scope = ber_tagged(&c, SCOPE);
    struct cursor domain = ber_value(&scope, &scope_tag);

    if (!cursor_ok(&extended) || !cursor_ok(&scope))
        return;
    if (class == CLASS_OF_DOMAINS)
        asked->wanted[0] = WANT_DOMAINS;
    if (class == CLASS_OF_VARIABLES && scope_tag == SCOPE_DOMAIN &&
        domain.left <= MMS_DOMAIN_BYTES) {
        asked->wanted[0] = WANT_NODES;
        asked->domain = keep_domain(state, domain);
    }
}

/* A variable with a $ in its name is part of a node that has a name of its own. */
static bool is_node(struct cursor name)
{
    while (name.left > 0)
        if (cursor_u8(&name) == '$')
            return false;
    return true;
}

static void tell_node(const struct mms_domain *domain, struct cursor name, struct dissection *out)
{
    struct text device = text_from_wire(cursor_over(domain->name, domain->length), out->arena);
    struct text node = text_from_wire(name, out->arena);

    if (node.length > 0)
        dissection_state_part(
            out, &out->sender,
            text_format(out->arena, "logical device %.*s", (int)device.length, device.at),
            FIELD_application, node, "mms variable names", CONFIDENCE_SELF);
}

static void tell_names(const struct mms_asked *asked, struct cursor answer, struct dissection *out)
{
    const struct mms_state *state = out->state;
    struct cursor names = ber_tagged(&answer, NAMES);

    while (names.left > 0) {
        struct cursor name = ber_tagged(&names, BER_VISIBLE);
        if (asked->wanted[0] == WANT_DOMAINS)
            dissection_state(out, &out->sender, FIELD_application, text_from_wire(name, out->arena),
                             "mms domain names", CONFIDENCE_SELF);
        else if (asked->domain > 0 && is_node(name))
            tell_node(&state->domains[asked->domain - 1], name, out);
    }
}

/* ---- services with one answer ---- */

static void tell_identity(const struct mms_asked *asked, struct cursor answer,
                          struct dissection *out)
{
    static const enum field fields[] = { FIELD_vendor, FIELD_model, FIELD_firmware };

    (void)asked;
    for (uint32_t i = 0; i < COUNT_OF(fields); i++) {
        struct cursor value;
        if (ber_optional(&answer, BASIC_CLASS | i, &value))
            dissection_state(out, &out->sender, fields[i], text_from_wire(value, out->arena),
                             "mms identify", CONFIDENCE_SELF);
    }
}

/* Source: ISO 9506-2:2003, 10.3 (vmdPhysicalStatus). */
static void tell_status(const struct mms_asked *asked, struct cursor answer, struct dissection *out)
{
    static const char *const physical[] = { "operational", "partially operational", "inoperable",
                                            "needs commissioning" };

    (void)asked;
    (void)ber_tagged(&answer, 0x80); /* what it would do for its clients */
    uint32_t number = ber_number(ber_tagged(&answer, 0x81));
    if (cursor_ok(&answer) && number < COUNT_OF(physical))
        dissection_state(out, &out->sender, FIELD_state, text_of(physical[number]), "mms status",
                         CONFIDENCE_SELF);
}

void mms_identity_request(struct mms_state *state, struct mms_asked *asked, struct cursor request)
{
    if (asked->service == MMS_READ)
        want_variables(asked, request);
    if (asked->service == MMS_GET_NAME_LIST)
        want_names(state, asked, request);
}

static const struct {
    enum mms_service service;
    void (*tell)(const struct mms_asked *asked, struct cursor answer, struct dissection *out);
} answers[] = {
    { MMS_STATUS, tell_status },
    { MMS_GET_NAME_LIST, tell_names },
    { MMS_IDENTIFY, tell_identity },
    { MMS_READ, tell_values },
};

void mms_identity_answer(const struct mms_asked *asked, struct cursor answer,
                         struct dissection *out)
{
    for (size_t i = 0; i < COUNT_OF(answers); i++)
        if (answers[i].service == asked->service)
            answers[i].tell(asked, answer, out);
}
