#include "proto/netbios_name.h"

#include "base/attributes.h"

bool netbios_name_decode(struct cursor label, struct netbios_name *name)
{
    for (unsigned i = 0; i <= NETBIOS_NAME_BYTES; i++) {
        uint8_t high = (uint8_t)(cursor_u8(&label) - 'A'), low = (uint8_t)(cursor_u8(&label) - 'A');
        uint8_t byte = (uint8_t)(high << 4 | low);
        if (high > 15 || low > 15)
            return false;
        if (i < NETBIOS_NAME_BYTES)
            name->bytes[i] = byte;
        else
            name->suffix = byte;
    }
    return cursor_ok(&label);
}

/* A name of the host itself, or of what it belongs to and does there. */
static const struct {
    uint8_t suffix;
    bool is_group;
    enum field field; /* of the name's text; FIELD_none: says nothing by itself */
    const char *capability;
} meanings[] = {
    { 0x00, false, FIELD_name, NULL },
    { 0x20, false, FIELD_name, "file server" },
    { 0x1b, false, FIELD_domain, "domain master browser" },
    { 0x1d, false, FIELD_domain, "master browser" },
    { 0x00, true, FIELD_domain, NULL },
    { 0x1c, true, FIELD_domain, "domain controller" },
    { 0x1e, true, FIELD_domain, NULL },
    { 0x01, true, FIELD_none, "master browser" },
};

static struct text shown(const struct netbios_name *name, struct arena *into)
{
    return text_from_wire(cursor_over(name->bytes, NETBIOS_NAME_BYTES), into);
}

void netbios_name_state(struct dissection *out, const struct address *about,
                        const struct netbios_name *name, bool is_group, const char *source)
{
    for (size_t i = 0; i < COUNT_OF(meanings); i++) {
        if (meanings[i].suffix != name->suffix || meanings[i].is_group != is_group)
            continue;
        if (meanings[i].field != FIELD_none)
            dissection_state(out, about, meanings[i].field, shown(name, out->arena), source,
                             CONFIDENCE_ASKED);
        dissection_state(out, about, FIELD_capability, text_of(meanings[i].capability), source,
                         CONFIDENCE_ASKED);
    }
}

void netbios_name_ask(struct dissection *out, const struct netbios_name *name, const char *source)
{
    struct text asked = shown(name, out->arena);

    if (!text_is(asked, "*"))
        dissection_state(out, &out->sender, FIELD_lookup, asked, source, CONFIDENCE_BEHAVIOUR);
}
