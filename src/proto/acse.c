#include "proto/acse.h"

#include "base/attributes.h"
#include "proto/ber.h"

bool acse_read(struct cursor *c, struct acse *a)
{
    uint32_t tag;
    struct cursor contents = ber_value(c, &tag);

    *a = (struct acse){ .unit = (uint8_t)tag };
    if (tag < ACSE_REQUEST || tag > ACSE_ABORT)
        return false;
    while (contents.left > 0) {
        struct cursor value = ber_value(&contents, &tag);
        uint32_t number = ber_context(tag);
        if (number < ACSE_PARAMETERS)
            a->parameters[number] = value;
    }
    return cursor_ok(&contents);
}

bool acse_is_refusal(const struct acse *a)
{
    struct cursor result = a->parameters[ACSE_RESULT];

    return a->unit == ACSE_RESPONSE && acse_has(a, ACSE_RESULT) && ber_integer(&result) != 0;
}

/* Titles are object identifiers, or names that are left alone; qualifiers are numbers, or names. */
static struct text shown(struct cursor wrapped, struct arena *into)
{
    uint32_t tag;
    struct cursor value = ber_value(&wrapped, &tag);

    if (tag == BER_OID)
        return ber_oid_text(value, into);
    if (tag == BER_INTEGER)
        return text_format(into, "%u", ber_number(value));
    return (struct text){ 0 };
}

struct text acse_title(const struct acse *a, unsigned title, unsigned qualifier, struct arena *into)
{
    struct text name = shown(a->parameters[title], into);
    struct text part = shown(a->parameters[qualifier], into);

    if (name.length == 0)
        return name;
    return text_format(into, "AP title %.*s%s%.*s", (int)name.length, name.at,
                       part.length ? ", AE qualifier " : "", (int)part.length,
                       part.length ? part.at : "");
}
