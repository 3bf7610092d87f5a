#include "proto/osi_presentation.h"

#include "base/attributes.h"
#include "proto/ber.h"

enum {
    FULLY_ENCODED = 0x61,
    CONTEXT_LIST = 0xa4,
    NORMAL_MODE = 0xa2,
    ABORTED = 0xa0, /* by a user: it may say more */
    REFUSED = 0x30,
    SINGLE_VALUE = 0xa0,
    OCTET_ALIGNED = 0x81,
};

static struct cursor nothing(void)
{
    return (struct cursor){ .failed = true };
}

/* The first value of this tag among those side by side. */
static struct cursor find(struct cursor among, uint32_t wanted)
{
    while (among.left > 0) {
        uint32_t tag;
        struct cursor value = ber_value(&among, &tag);
        if (tag == wanted)
            return value;
    }
    return nothing();
}

/* How deep in each kind of unit the parameters with the user's data lie. */
static const struct {
    uint32_t unit, inside; /* 0: in the unit itself */
} layouts[] = {
    { BER_SET, NORMAL_MODE },
    { REFUSED, 0 },
    { ABORTED, 0 },
};

static struct cursor parameters_of(struct cursor unit)
{
    uint32_t tag;
    struct cursor contents = ber_value(&unit, &tag);

    for (size_t i = 0; i < COUNT_OF(layouts); i++)
        if (layouts[i].unit == tag)
            return layouts[i].inside ? find(contents, layouts[i].inside) : contents;
    return nothing();
}

struct cursor presentation_values(struct cursor unit)
{
    struct cursor values;

    if (ber_optional(&unit, FULLY_ENCODED, &values))
        return values;
    return find(parameters_of(unit), FULLY_ENCODED);
}

struct cursor presentation_value(struct cursor *values)
{
    struct cursor item = ber_tagged(values, BER_SEQUENCE), value;
    uint32_t tag;

    (void)ber_optional(&item, BER_OID, &value); /* transfer syntax */
    (void)ber_integer(&item);                   /* context */
    value = ber_value(&item, &tag);
    return tag == SINGLE_VALUE || tag == OCTET_ALIGNED ? value : nothing();
}

static bool begins_with(struct cursor value, struct cursor start)
{
    if (value.left < start.left)
        return false;
    while (start.left > 0)
        if (cursor_u8(&value) != cursor_u8(&start))
            return false;
    return true;
}

bool presentation_proposes(struct cursor unit, struct cursor syntax)
{
    struct cursor contexts = find(parameters_of(unit), CONTEXT_LIST);

    while (contexts.left > 0) {
        struct cursor context = ber_tagged(&contexts, BER_SEQUENCE);
        (void)ber_integer(&context);
        struct cursor name = ber_tagged(&context, BER_OID);
        if (cursor_ok(&name) && begins_with(name, syntax))
            return true;
    }
    return false;
}
